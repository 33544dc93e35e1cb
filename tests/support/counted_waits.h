#pragma once

#include <cstdint>
#include <cstring>
#include <memory>

#include <ATen/record_function.h>

namespace hoi {

/// How often the operators that `work` runs on this thread would wait for a GPU: those that give
/// the host a number, and those whose result has as many rows as a condition selects.
template <class Work>
int64_t waits_of(const Work& work) {
  thread_local int64_t waits = 0;
  waits = 0;
  const auto count = [](const at::RecordFunction& function) {
    for (const char* name : {"aten::_local_scalar_dense", "aten::nonzero", "aten::masked_select",
                             "aten::_unique2", "aten::unique_dim", "aten::unique_consecutive"}) {
      if (std::strcmp(function.name(), name) == 0) ++waits;
    }
    return std::unique_ptr<at::ObserverContext>();
  };
  const auto handle = at::addThreadLocalCallback(
      at::RecordFunctionCallback(count).scopes({at::RecordScope::FUNCTION}));
  work();
  at::removeCallback(handle);
  return waits;
}

}  // namespace hoi
