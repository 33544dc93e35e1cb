#pragma once

#include <chrono>

#include "gloo/transport/device.h"

namespace gloo {

// Newer LibTorch calls setTimeout() in a function of its header that we never call.
class Context {
 public:
  void setTimeout(std::chrono::milliseconds timeout);
};

}  // namespace gloo
