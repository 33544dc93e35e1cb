#include "interchange/labeling_configuration.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(LabelingConfiguration, HasEveryClassAndVerbThePersonFirst) {
  EXPECT_EQ(labeling_configuration({{"ball", "person"}, {"kick"}, 1, true}),
            "<View>\n"
            "  <Image name=\"image\" value=\"$image\" zoom=\"true\"/>\n"
            "  <RectangleLabels name=\"label\" toName=\"image\">\n"
            "    <Label value=\"person\"/>\n"
            "    <Label value=\"ball\"/>\n"
            "  </RectangleLabels>\n"
            "  <Relations choice=\"multiple\">\n"
            "    <Relation value=\"kick\"/>\n"
            "  </Relations>\n"
            "</View>\n");
}

TEST(LabelingConfiguration, EscapesLettersThatMeanSomethingInXml) {
  const auto text = labeling_configuration({{"person", "a<b>&\"c\"\n"}, {}, 0, true});
  EXPECT_NE(text.find("<Label value=\"a&lt;b&gt;&amp;&quot;c&quot; \"/>"), std::string::npos);
}

}  // namespace
}  // namespace hoi
