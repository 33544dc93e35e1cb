#include "report/picture_gallery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/page_text.h"
#include "report/sample_run.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(PictureGallery, InlinesEachPictureWithItsWords) {
  const std::string html = picture_gallery_html(*sample_run().validation);
  EXPECT_THAT(html, HasSubstr("data-outcome=\"right\""));
  EXPECT_THAT(html,
              HasSubstr("width=\"3\" height=\"2\" alt=\"ride horse\" src=\"data:image/png;base64," +
                        base64(small_png()) + "\""));
  EXPECT_THAT(html, HasSubstr("<span class=\"score\">0.88</span>"));
  EXPECT_THAT(html, HasSubstr("<span class=\"note\">a.jpg</span>"));
  EXPECT_THAT(html, HasSubstr("data-filter=\"right\">right 1</button>"));
  EXPECT_THAT(html, Not(HasSubstr("data-filter=\"missed\"")));
}

TEST(PictureGallery, ShowsAMissedTripletWithoutAScore) {
  ValidationReport report;
  JudgedPicture picture;
  picture.outcome = PictureOutcome::kMissed;
  picture.verb = "feed";
  picture.caption = "not among the predictions";
  picture.bytes = jpeg_beginning();
  report.pictures = {picture};
  const std::string html = picture_gallery_html(report);
  EXPECT_THAT(html, HasSubstr("<span class=\"pill missed\">missed</span><strong>feed</strong><span "
                              "class=\"note\">not among"));
  EXPECT_THAT(html, HasSubstr("data:image/jpeg;base64,"));
}

TEST(PictureGallery, EscapesEveryWord) {
  ValidationReport report = *sample_run().validation;
  report.pictures[0].verb = "\" onerror=\"alert(1)";
  report.pictures[0].source = "<script>";
  const std::string html = picture_gallery_html(report);
  EXPECT_THAT(html, HasSubstr("alt=\"&quot; onerror=&quot;alert(1) horse\""));
  EXPECT_THAT(html, Not(HasSubstr("<script>")));
}

TEST(PictureGallery, IsNothingWithoutPictures) {
  ValidationReport report;
  EXPECT_EQ(picture_gallery_html(report), "");
  report.pictures.resize(1);  // without bytes
  EXPECT_EQ(picture_gallery_html(report), "");
}

}  // namespace
}  // namespace hoi
