#include "training/metrics_log.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "base/error.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

TEST(MetricsLog, WritesOneObjectPerLineAndAppendsAfterAResume) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "metrics.jsonl";
  MetricsLog(path).write({{"step", 1}});
  MetricsLog(path).write({{"step", 2}, {"text", "two\nlines"}});
  std::ifstream stream(path);
  std::string first, second, third;
  std::getline(stream, first);
  std::getline(stream, second);
  EXPECT_EQ(first, R"({"step":1})");
  EXPECT_EQ(nlohmann::json::parse(second)["text"], "two\nlines");
  EXPECT_FALSE(std::getline(stream, third));
}

TEST(MetricsLog, AFolderThatIsMissingIsAnInputError) {
  EXPECT_THROW(MetricsLog("/nonexistent-folder/metrics.jsonl"), InputError);
}

}  // namespace
}  // namespace hoi
