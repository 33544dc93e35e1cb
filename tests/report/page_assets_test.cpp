#include "report/page_assets.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(PageAssets, AreTheFilesOfTheFolderPage) {
  const PageAssets assets = built_in_assets();
  EXPECT_THAT(std::string(assets.style), HasSubstr(":root"));
  EXPECT_THAT(std::string(assets.script), HasSubstr("const hoiCharts"));
  EXPECT_THAT(std::string(assets.script), EndsWith("})();\n"));
}

TEST(PageAssets, CannotEndTheElementsThatTheyStandIn) {
  const PageAssets assets = built_in_assets();
  for (const auto text : {assets.style, assets.script, assets.plot_script, assets.plot_style}) {
    EXPECT_THAT(std::string(text), Not(HasSubstr("</")));
    EXPECT_THAT(std::string(text), Not(HasSubstr("<!--")));
    EXPECT_THAT(std::string(text), Not(HasSubstr("\r"))) << "browsers would hash another text";
  }
}

TEST(PageAssets, HaveTheLibraryWithItsLicenceOrNothingOfIt) {
  const PageAssets assets = built_in_assets();
  if (assets.plot_script.empty()) {
    EXPECT_TRUE(assets.plot_name.empty() && assets.plot_licence.empty() &&
                assets.plot_style.empty());
    GTEST_SKIP() << "built without the plotting library";
  }
  EXPECT_THAT(std::string(assets.plot_name), StartsWith("uPlot 1.6.32"));
  EXPECT_THAT(std::string(assets.plot_licence), HasSubstr("MIT"));
  EXPECT_THAT(std::string(assets.plot_script), HasSubstr("uPlot"));
  EXPECT_THAT(std::string(assets.plot_style), HasSubstr(".uplot"));
}

}  // namespace
}  // namespace hoi
