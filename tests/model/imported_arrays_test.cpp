#include "model/imported_arrays.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using ::testing::ElementsAre;

std::vector<TensorRecord> records_called(const std::vector<std::string>& names) {
  std::vector<TensorRecord> records;
  for (const std::string& name : names) records.push_back({name, TensorType::kInt8, {}, "x"});
  return records;
}

TEST(ImportedArrays, RememberWhatWasTaken) {
  const auto records = records_called({"b", "a", "c", "bn1.num_batches_tracked"});
  ImportedArrays arrays(records);
  EXPECT_THAT(arrays.names(), ElementsAre("a", "b", "bn1.num_batches_tracked", "c"));
  EXPECT_EQ(arrays.take({"x", "b", "a"}), std::pair(std::string("b"), &records[0]));
  EXPECT_EQ(arrays.take({"x"}).second, nullptr);
  EXPECT_THAT(arrays.unused(), ElementsAre("a", "c"));
  arrays.give_back("b");
  EXPECT_THAT(arrays.unused(), ElementsAre("a", "b", "c"));
}

TEST(ImportedArrays, LeaveOutAWrapperOfAllNames) {
  const auto wrapped = records_called({"module.a", "module.b"});
  EXPECT_THAT(ImportedArrays(wrapped).names(), ElementsAre("a", "b"));
  const auto some = records_called({"module.a", "b"});
  EXPECT_THAT(ImportedArrays(some).names(), ElementsAre("b", "module.a"));
  const std::vector<TensorRecord> none;
  EXPECT_TRUE(ImportedArrays(none).names().empty());
}

}  // namespace
}  // namespace hoi
