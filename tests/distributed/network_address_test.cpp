#include "distributed/network_address.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/errors.h"

namespace hoi {
namespace {

TEST(NetworkAddress, ThisMachineReachesItselfByItself) {
  EXPECT_EQ(own_address_towards("127.0.0.1"), "127.0.0.1");
}

TEST(NetworkAddress, AnUnknownNameIsAnErrorThatNamesIt) {
  EXPECT_THAT(input_error_of([] { own_address_towards("no-such-machine.invalid"); }),
              ::testing::HasSubstr("MASTER_ADDR 'no-such-machine.invalid'"));
}

TEST(NetworkAddress, FreePortsAreOutsideTheReservedOnes) {
  for (int i = 0; i < 4; ++i) {
    const auto port = find_free_port();
    EXPECT_GT(port, 1023);
    EXPECT_LT(port, 65536);
  }
}

}  // namespace
}  // namespace hoi
