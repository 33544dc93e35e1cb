#include "data/face_cache.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "data/image_io.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

/// Finds one face of the size of the picture and counts how often it is asked.
class CountingDetector : public FaceDetector {
 public:
  std::vector<FaceAnnotation> detect(const cv::Mat& bgr) override {
    ++calls;
    FaceAnnotation face;
    face.box = {0, 0, static_cast<float>(bgr.cols), static_cast<float>(bgr.rows)};
    face.score = 0.5F;
    return {face};
  }
  int calls = 0;
};

std::string cache_error(const std::filesystem::path& path) {
  try {
    FaceCache::read(path);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST(FaceCache, KeepsFacesAndEmptyImagesAcrossAFile) {
  const TemporaryFolder folder;
  FaceCache cache;
  FaceAnnotation face;
  face.box = {1.5F, 2.25F, 30, 40};
  face.score = 0.875F;
  cache.insert("a.jpg", {face});
  cache.insert("b.jpg", {});
  cache.write(folder.path() / "faces.json");

  const FaceCache read = FaceCache::read(folder.path() / "faces.json");
  EXPECT_EQ(read.size(), 2U);
  ASSERT_NE(read.find("a.jpg"), nullptr);
  const FaceAnnotation& back = read.find("a.jpg")->at(0);
  EXPECT_EQ(back.box.x1, 1.5F);
  EXPECT_EQ(back.box.y1, 2.25F);
  EXPECT_EQ(back.box.x2, 30);
  EXPECT_EQ(back.box.y2, 40);
  EXPECT_EQ(back.score, 0.875F);
  ASSERT_NE(read.find("b.jpg"), nullptr);
  EXPECT_TRUE(read.find("b.jpg")->empty());
  EXPECT_EQ(read.find("never searched.jpg"), nullptr);
}

TEST(FaceCache, ReadsTheDocumentedFormat) {
  const TemporaryFolder folder;
  const auto cache = FaceCache::read(folder.write("f.json", R"({"x.jpg": [[1, 2, 3, 4, 0.5]]})"));
  EXPECT_EQ(cache.find("x.jpg")->at(0).box.x2, 3);
}

TEST(FaceCache, MalformedEntriesNameFileAndImage) {
  using ::testing::HasSubstr;
  const TemporaryFolder folder;
  EXPECT_THAT(cache_error(folder.write("a.json", "[]")), HasSubstr("a.json"));
  EXPECT_THAT(cache_error(folder.write("b.json", R"({"x.jpg": 5})")), HasSubstr("x.jpg"));
  EXPECT_THAT(cache_error(folder.write("c.json", R"({"x.jpg": [[1, 2, 3]]})")), HasSubstr("five"));
  EXPECT_THAT(cache_error(folder.write("d.json", R"({"x.jpg": [[1, 2, 1, 4, 1]]})")),
              HasSubstr("empty box"));
  EXPECT_THAT(cache_error(folder.write("e.json", R"({"x.jpg": [[1, 2, 3, 4, 7]]})")),
              HasSubstr("score"));
  EXPECT_THROW(FaceCache::read(folder.path() / "missing.json"), InputError);
}

TEST(FaceCache, EachImageIsSearchedOnce) {
  const TemporaryFolder folder;
  write_image(folder.path() / "a.png", cv::Mat(20, 30, CV_8UC3, cv::Scalar::all(0)));
  write_image(folder.path() / "b.png", cv::Mat(10, 10, CV_8UC3, cv::Scalar::all(0)));
  FaceCache cache;
  cache.insert("a.png", {});
  CountingDetector detector;
  std::size_t last = 0;
  const auto on_image = [&last](std::size_t done, std::size_t) { last = done; };
  EXPECT_EQ(complete_face_cache(cache, folder.path(), {"a.png", "b.png"}, detector, on_image), 1U);
  EXPECT_EQ(complete_face_cache(cache, folder.path(), {"a.png", "b.png"}, detector), 0U);
  EXPECT_EQ(detector.calls, 1);
  EXPECT_EQ(last, 2U);
  EXPECT_TRUE(cache.find("a.png")->empty());
  EXPECT_EQ(cache.find("b.png")->at(0).box.x2, 10);
}

}  // namespace
}  // namespace hoi
