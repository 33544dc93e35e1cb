#include "pic/pic_sides.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Empty files in the arrangement of a split.
void write_side(const TemporaryFolder& folder, const std::string& split,
                const std::vector<std::string>& stems) {
  const std::string below = split.empty() ? "" : split + "/";
  for (const std::string& stem : stems) {
    folder.write("semantic/" + below + stem + ".png", "");
    folder.write("instance/" + below + stem + ".png", "");
  }
  folder.write(split.empty() ? "relations.json" : "relations_" + split + ".json", "[]");
}

TEST(FindPicSides, TakesFlatFolders) {
  const TemporaryFolder truth, predictions;
  write_side(truth, "", {"b", "a"});
  write_side(predictions, "", {"a", "b"});
  const auto [annotated, predicted] = find_pic_sides(truth.path(), predictions.path());
  EXPECT_THAT(annotated.stems, ElementsAre("a", "b"));
  EXPECT_EQ(predicted.split.relations, predictions / "relations.json");
}

TEST(FindPicSides, TakesTheSplitOfADataSetThatHasTheImages) {
  const TemporaryFolder truth, predictions;
  write_side(truth, "train", {"a", "b"});
  write_side(truth, "val", {"c"});
  write_side(predictions, "", {"c"});
  EXPECT_EQ(find_pic_sides(truth.path(), predictions.path()).first.split.name, "val");
  write_side(predictions, "", {"d"});
  EXPECT_THAT(input_error_of([&] { find_pic_sides(truth.path(), predictions.path()); }),
              HasSubstr("none of its 2 splits has just the images of the predictions"));
}

TEST(FindPicSides, NamesTheFirstFileThatOneSideLacks) {
  const TemporaryFolder truth, predictions;
  write_side(truth, "", {"a", "b", "c"});
  write_side(predictions, "", {"a", "c"});
  const auto error = [&] {
    return input_error_of([&] { find_pic_sides(truth.path(), predictions.path()); });
  };
  EXPECT_EQ(error(), (predictions / "semantic").string() + ": has no b.png, which " +
                         (truth / "semantic").string() + " has; expected the same files in both");
  write_side(predictions, "", {"b", "d"});
  EXPECT_THAT(error(), HasSubstr((truth / "semantic").string() + ": has no d.png"));
  predictions.write("semantic/e.png", "");
  EXPECT_THAT(error(), HasSubstr((predictions / "instance").string() + ": has no e.png"));
}

TEST(FindPicSides, NeedsRelationFiles) {
  const TemporaryFolder truth, predictions;
  write_side(truth, "", {"a"});
  predictions.write("semantic/a.png", "");
  predictions.write("instance/a.png", "");
  EXPECT_THAT(input_error_of([&] { find_pic_sides(truth.path(), predictions.path()); }),
              HasSubstr("found label maps but no relation file"));
  EXPECT_THAT(input_error_of([&] { find_pic_sides(truth.path(), predictions / "no"); }),
              HasSubstr("found no PIC data"));
}

TEST(FindPicSides, RefusesPredictionsOfSeveralSplits) {
  const TemporaryFolder truth, predictions;
  write_side(truth, "", {"a"});
  write_side(predictions, "val", {"a"});
  EXPECT_EQ(find_pic_sides(truth.path(), predictions.path()).second.split.name, "val");
  write_side(predictions, "test", {"a"});
  EXPECT_THAT(input_error_of([&] { find_pic_sides(truth.path(), predictions.path()); }),
              HasSubstr("found 2 splits of predictions"));
}

}  // namespace
}  // namespace hoi
