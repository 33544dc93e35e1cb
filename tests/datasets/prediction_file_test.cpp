#include "datasets/prediction_file.h"

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

const Vocabulary kWords = {{"person", "sports ball"}, {"kick_obj"}, 0, true};

ImageAnnotation picture(const std::string& name, std::int64_t id) {
  ImageAnnotation image;
  image.id = id;
  image.file_name = name;
  image.width = 100;
  image.height = 80;
  return image;
}

ImageResult kick_in(const std::string& name) {
  ImageResult result{name, 100, 80, {}, {}};
  result.instances = {{0, 0.5F, {0, 0, 50, 80}, std::nullopt},
                      {1, 0.5F, {60, 60, 70, 70}, std::nullopt}};
  result.interactions = {{0, 1, 0, 0.5F}};
  return result;
}

TEST(WritePredictions, OverwritesNothing) {
  const TemporaryFolder folder;
  const auto file = folder.write("predictions.json", "mine");
  DatasetFindings findings;
  for (const auto& [name, metric] : official_metrics()) {
    const auto metric_of_name = metric;
    EXPECT_THAT(
        input_error_of([&] { write_predictions(metric_of_name, {}, kWords, {}, file, findings); }),
        HasSubstr("exists already"))
        << name;
  }
  EXPECT_EQ(content_of(file), "mine");
}

TEST(WritePredictions, WritesEveryFormatForNoResultAtAll) {
  for (const auto& [name, metric] : official_metrics()) {
    const TemporaryFolder folder;
    DatasetFindings findings;
    write_predictions(metric, {}, kWords, {}, folder / "predictions.json", findings);
    EXPECT_TRUE(std::filesystem::exists(folder / "predictions.json")) << name;
  }
}

TEST(WritePredictions, TakesVcocoIdsFromTheNamesOrTheAnnotations) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_predictions(OfficialMetric::kVcoco,
                    {kick_in("COCO_val2014_000000000294.jpg"), kick_in("b.jpg")}, kWords,
                    {picture("COCO_val2014_000000000294.jpg", 1), picture("b.jpg", 33)},
                    folder / "p.json", findings);
  const std::string text = content_of(folder / "p.json");
  const auto document = nlohmann::json::parse(text);
  ASSERT_EQ(document.size(), 2U);
  EXPECT_EQ(document[0].at("image_id"), 294);
  EXPECT_EQ(document[1].at("image_id"), 33);
}

}  // namespace
}  // namespace hoi
