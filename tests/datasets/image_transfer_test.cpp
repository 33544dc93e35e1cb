#include "datasets/image_transfer.h"

#include <string>

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

TEST(TransferImages, LinksOrCopiesBelowTheFolder) {
  for (const auto transfer : {ImageTransfer::kLink, ImageTransfer::kCopy}) {
    const TemporaryFolder folder;
    folder.write("in/a.png", "content of a");
    DatasetFindings findings;
    std::int64_t done = 0;
    transfer_images({{folder / "in/a.png", "images/sub/a.png"}}, folder / "out", transfer, findings,
                    [&](std::int64_t count) { done = count; });
    EXPECT_EQ(content_of(folder / "out/images/sub/a.png"), "content of a");
    EXPECT_EQ(std::filesystem::hard_link_count(folder / "in/a.png"),
              transfer == ImageTransfer::kLink ? 2U : 1U);
    EXPECT_EQ(done, 1);
    EXPECT_TRUE(findings.is_empty());
  }
}

TEST(TransferImages, LinksToWhatASymbolicLinkMeans) {
  const TemporaryFolder folder;
  folder.write("in/real.png", "content");
  std::filesystem::create_symlink("real.png", folder / "in/a.png");
  DatasetFindings findings;
  transfer_images({{folder / "in/a.png", "a.png"}}, folder / "out", ImageTransfer::kLink, findings,
                  {});
  EXPECT_FALSE(std::filesystem::is_symlink(folder / "out/a.png"));
  EXPECT_EQ(content_of(folder / "out/a.png"), "content");
}

TEST(TransferImages, CanLeavePicturesWhereTheyAre) {
  const TemporaryFolder folder;
  folder.write("in/a.png", "content");
  DatasetFindings findings;
  transfer_images({{folder / "in/a.png", "a.png"}}, folder / "out", ImageTransfer::kNone, findings,
                  {});
  EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

TEST(TransferImages, CountsMissingPictures) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  transfer_images({{folder / "no.png", "no.png"}}, folder / "out", ImageTransfer::kLink, findings,
                  {});
  EXPECT_EQ(findings.losses(), 1);
}

TEST(TransferImages, RefusesPlacesThatClashOrLeaveTheFolder) {
  const TemporaryFolder folder;
  folder.write("a.png", "a");
  folder.write("b.png", "b");
  DatasetFindings findings;
  const auto error_of = [&](const ImagePlacements& placements) {
    return input_error_of(
        [&] { transfer_images(placements, folder / "out", ImageTransfer::kCopy, findings, {}); });
  };
  EXPECT_THAT(error_of({{folder / "a.png", "x.png"}, {folder / "b.png", "./x.png"}}),
              HasSubstr("x.png: two pictures have this place"));
  EXPECT_THAT(error_of({{folder / "a.png", "../x.png"}}), HasSubstr("would leave the data set"));
  EXPECT_THAT(error_of({{folder / "a.png", "/tmp/x.png"}}), HasSubstr("would leave the data set"));
}

}  // namespace
}  // namespace hoi
