#include "distributed/socket.h"

#include <unistd.h>

namespace hoi {

void Socket::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

}  // namespace hoi
