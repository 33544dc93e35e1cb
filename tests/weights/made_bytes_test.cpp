#include "weights/made_bytes.h"

#include <utility>

#include "support/errors.h"

namespace hoi {
namespace {

TEST(MadeBytes, CountsTheSumAndStaysWithinTheLimit) {
  const WeightSource source("file");
  MadeBytes made(10);
  EXPECT_EQ(made.make(4, source), std::string(4, '\0'));
  EXPECT_EQ(made.left(), 6U);
  EXPECT_THROW(made.make(7, source), InputError);
  EXPECT_THROW(made.make(UINT64_MAX, source), InputError);
  made.make(6, source);
  made.make(0, source);
  EXPECT_EQ(made.left(), 0U);
}

TEST(MadeBytes, PiecesStayWhereTheyAre) {
  const WeightSource source("file");
  MadeBytes made(1000);
  std::string& first = made.make(3, source);
  first = "abc";  // short enough to lie inside the string itself
  const std::string_view view = first;
  for (int i = 0; i < 100; ++i) made.make(1, source);
  const MadeBytes moved = std::move(made);
  EXPECT_EQ(view, "abc");
}

}  // namespace
}  // namespace hoi
