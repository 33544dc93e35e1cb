// Compares with what the V-COCO organisers' script printed, in percent with two decimals, for
// synthetic annotations and predictions that contain every quirk of spec 6.3.
#include <cmath>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/shared_data.h"
#include "vcoco/vcoco_score.h"

namespace hoi {
namespace {

using nlohmann::json;

const char* const kExpectedFile = "golden/vcoco_expected.json";

json expected_figures() {
  std::ifstream stream(*shared_data(kExpectedFile));
  return json::parse(stream);
}

ScoreReport golden_report() {
  return score_vcoco(
      {*shared_data("golden/vcoco_gt.json"), *shared_data("golden/vcoco_coco.json"),
       *shared_data("golden/vcoco_split.ids"), *shared_data("golden/vcoco_dets.json")},
      {});
}

/// A fraction as the script prints it.
double as_printed(const json& fraction) { return std::round(fraction.get<double>() * 10000) / 100; }

TEST(VcocoGolden, EveryClassAndMeanEqualsTheOrganisersScript) {
  if (!shared_data(kExpectedFile)) GTEST_SKIP() << "no shared data";
  const json expected = expected_figures();
  const json result = golden_report().json;
  int roles = 0;
  for (const json& entry : result.at("classes")) {
    const std::string action = entry.at("action");
    EXPECT_DOUBLE_EQ(as_printed(entry.at("AP_agent")),
                     expected["agent_ap_percent"][action].get<double>())
        << action;
    if (entry.at("role").is_null()) continue;
    ++roles;
    const std::string name = action + "-" + entry.at("role").get<std::string>();
    for (const std::string scenario : {"1", "2"}) {
      EXPECT_DOUBLE_EQ(as_printed(entry.at("AP_s" + scenario)),
                       expected["scenario_" + scenario]["role_ap_percent"][name].get<double>())
          << name << " in scenario " << scenario;
    }
  }
  EXPECT_EQ(roles, 25);
  EXPECT_DOUBLE_EQ(as_printed(result.at("AP_agent")), expected["agent_mean"].get<double>());
  for (const std::string scenario : {"1", "2"}) {
    const json& figures = expected["scenario_" + scenario];
    EXPECT_DOUBLE_EQ(as_printed(result.at("AP_role_s" + scenario)),
                     figures["mean25"].get<double>());
    EXPECT_DOUBLE_EQ(as_printed(result.at("AP_role_s" + scenario + "_no_point")),
                     figures["mean24_without_point"].get<double>());
  }
}

TEST(VcocoGolden, NoticesOnlyTheUnusualNameOfThePersonCategory) {
  if (!shared_data(kExpectedFile)) GTEST_SKIP() << "no shared data";
  const auto notices = golden_report().notices;
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_NE(notices[0].find("first category of the COCO file, \"1\""), std::string::npos)
      << notices[0];
}

}  // namespace
}  // namespace hoi
