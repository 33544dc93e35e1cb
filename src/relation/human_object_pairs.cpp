#include "relation/human_object_pairs.h"

#include <c10/util/Exception.h>

namespace hoi {

HumanObjectPairs HumanObjectPairs::select(const torch::Tensor& rows) const {
  return {human.index_select(0, rows), object.index_select(0, rows)};
}

HumanObjectPairs enumerate_pairs(const torch::Tensor& labels, int64_t person,
                                 bool person_as_object) {
  TORCH_CHECK(labels.dim() == 1, "enumerate_pairs: labels of shape ", labels.sizes(),
              ", expected one dimension");
  const auto is_person = labels == person;
  const auto is_self = torch::eye(labels.size(0), is_person.options());
  auto allowed = is_person.unsqueeze(1).logical_and(is_self.logical_not());
  if (!person_as_object) allowed = allowed.logical_and(is_person.logical_not());
  const auto pairs = allowed.nonzero();  // row-major, hence sorted by human, then object
  return {pairs.select(1, 0).contiguous(), pairs.select(1, 1).contiguous()};
}

}  // namespace hoi
