#include "inference/drawing.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include "inference/sample_result.h"

namespace hoi {
namespace {

const cv::Scalar kGrey(90, 90, 90);

cv::Mat plain_picture(const cv::Size& size) { return {size, CV_8UC3, kGrey}; }

/// How many pixels differ from the plain picture.
int changed_pixels(const cv::Mat& drawn) {
  cv::Mat difference;
  cv::absdiff(drawn, plain_picture(drawn.size()), difference);
  cv::Mat flat;
  cv::transform(difference, flat, cv::Matx13f(1, 1, 1));
  return cv::countNonZero(flat);
}

/// The sample result with everything `factor` times as large.
ImageResult enlarged_result(int factor) {
  ImageResult result = sample_result();
  result.width *= factor;
  result.height *= factor;
  for (auto& instance : result.instances) {
    for (float* side : {&instance.box.x1, &instance.box.y1, &instance.box.x2, &instance.box.y2}) {
      *side *= static_cast<float>(factor);
    }
  }
  return result;
}

DrawingOptions at_original_size() {
  DrawingOptions options;
  options.min_long_side = 1;
  return options;
}

TEST(Drawing, LeavesThePictureItselfAlone) {
  const cv::Mat picture = plain_picture({200, 100});
  const cv::Mat drawn = draw_result(picture, sample_result(), sample_vocabulary());
  EXPECT_EQ(changed_pixels(picture), 0);
  EXPECT_GT(changed_pixels(drawn), 0);
}

TEST(Drawing, ScoresCanBeLeftOut) {
  DrawingOptions plain = at_original_size();
  plain.show_scores = false;
  const ImageResult result = enlarged_result(5);
  const cv::Mat picture = plain_picture({result.width, result.height});
  cv::Mat difference;
  cv::absdiff(draw_result(picture, result, sample_vocabulary(), at_original_size()),
              draw_result(picture, result, sample_vocabulary(), plain), difference);
  EXPECT_GT(cv::countNonZero(difference.reshape(1)), 0);
}

TEST(Drawing, SmallPicturesAreEnlargedAndLargeOnesKeepTheirSize) {
  const auto vocabulary = sample_vocabulary();
  EXPECT_EQ(draw_result(plain_picture({200, 100}), sample_result(), vocabulary).size(),
            cv::Size(800, 400));
  EXPECT_EQ(draw_result(plain_picture({2000, 1000}), enlarged_result(10), vocabulary).size(),
            cv::Size(2000, 1000));
}

TEST(Drawing, PersonAndItsObjectShareAColourThatOtherInstancesDoNotHave) {
  const cv::Mat drawn = draw_result(plain_picture({2000, 1000}), enlarged_result(10),
                                    sample_vocabulary(), at_original_size());
  const auto left_edge = [&](int x, int y) { return drawn.at<cv::Vec3b>(y, x); };
  const auto person = left_edge(200, 600), cup = left_edge(1000, 550), bench = left_edge(1300, 600);
  EXPECT_NE(person, cv::Vec3b(90, 90, 90));
  EXPECT_EQ(person, cup);
  EXPECT_NE(person, bench);
}

TEST(Drawing, SecondPersonGetsAnotherColour) {
  ImageResult result = enlarged_result(10);
  result.instances[2] = {0, 0.9F, {1300, 300, 1900, 950}};
  result.interactions.push_back({2, 1, 0, 0.2F});
  const cv::Mat drawn =
      draw_result(plain_picture({2000, 1000}), result, sample_vocabulary(), at_original_size());
  EXPECT_NE(drawn.at<cv::Vec3b>(900, 200), drawn.at<cv::Vec3b>(900, 1300));
}

TEST(Drawing, LimitsLeaveOutWeakPairsAndInstances) {
  const cv::Mat picture = plain_picture({2000, 1000});
  const auto result = enlarged_result(10);
  const auto vocabulary = sample_vocabulary();
  DrawingOptions options = at_original_size();
  const int all = changed_pixels(draw_result(picture, result, vocabulary, options));
  options.min_score = 0.5;
  const int strong = changed_pixels(draw_result(picture, result, vocabulary, options));
  EXPECT_LT(strong, all);
  options.max_pairs = 0;
  const int instances_only = changed_pixels(draw_result(picture, result, vocabulary, options));
  EXPECT_LT(instances_only, strong);
  options.min_instance_score = 1.1;
  EXPECT_EQ(changed_pixels(draw_result(picture, result, vocabulary, options)), 0);
}

/// Inside of the box, which is a part of a picture of the result's size.
RunLengthMask mask_of_box(const ImageResult& result, const Box& box) {
  cv::Mat pixels = cv::Mat::zeros(result.height, result.width, CV_8UC1);
  cv::rectangle(pixels, cv::Point(cvRound(box.x1), cvRound(box.y1)),
                cv::Point(cvRound(box.x2) - 1, cvRound(box.y2) - 1), {1}, cv::FILLED);
  return encode_mask({pixels.begin<std::uint8_t>(), pixels.end<std::uint8_t>()}, result.width,
                     result.height);
}

TEST(Drawing, AMaskIsTintedInTheColourOfItsPersonAndReplacesTheBox) {
  ImageResult result = enlarged_result(10);
  // The person is known to fill the lower half of the box only, the cup and the bench all of it.
  result.instances[0].mask = mask_of_box(result, {200, 500, 800, 950});
  result.instances[1].mask = mask_of_box(result, result.instances[1].box);
  result.instances[2].mask = mask_of_box(result, result.instances[2].box);
  const cv::Mat drawn =
      draw_result(plain_picture({2000, 1000}), result, sample_vocabulary(), at_original_size());
  const auto at = [&](int x, int y) { return drawn.at<cv::Vec3b>(y, x); };
  const cv::Vec3b grey(90, 90, 90);
  const auto person = at(300, 800), cup = at(1150, 560), bench = at(1800, 800);
  EXPECT_NE(person, grey);
  EXPECT_EQ(person, cup);
  EXPECT_NE(bench, grey);
  EXPECT_NE(person, bench);
  EXPECT_EQ(at(200, 300), grey) << "no box";
}

TEST(Drawing, AMaskThatIsEmptyOrOfAnotherSizeLeavesTheBox) {
  const cv::Mat picture = plain_picture({2000, 1000});
  const ImageResult without = enlarged_result(10);
  ImageResult with = without;
  with.instances[0].mask = RunLengthMask{2000, 1000, {2'000'000}};
  with.instances[1].mask = RunLengthMask{2, 2, {0, 4}};
  with.instances[2].mask = RunLengthMask{2000, 1000, {0, 7}};
  cv::Mat difference;
  cv::absdiff(draw_result(picture, with, sample_vocabulary(), at_original_size()),
              draw_result(picture, without, sample_vocabulary(), at_original_size()), difference);
  EXPECT_EQ(cv::countNonZero(difference.reshape(1)), 0);
}

TEST(Drawing, AnySizeAndEmptyResultsWork) {
  const auto vocabulary = sample_vocabulary();
  ImageResult empty;
  EXPECT_EQ(
      changed_pixels(draw_result(plain_picture({640, 480}), empty, vocabulary, at_original_size())),
      0);
  ImageResult dot;
  dot.instances = {{0, 0.9F, {0, 0, 1, 1}}, {1, 0.9F, {0, 0, 1, 1}}};
  dot.interactions = {{0, 1, 0, 0.9F}};
  EXPECT_FALSE(draw_result(plain_picture({1, 1}), dot, vocabulary).empty());
  EXPECT_FALSE(draw_result(plain_picture({3, 5000}), dot, vocabulary).empty());
}

}  // namespace
}  // namespace hoi
