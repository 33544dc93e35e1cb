#include "datasets/prediction_file.h"

#include "datasets/official_ground_truth.h"
#include "domain/polygon_mask.h"
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

/// Two persons whose boxes are the same and who share out its pixels, each holding a ball.
AnnotatedDataset two_in_one_box() {
  AnnotatedDataset dataset;
  dataset.vocabulary = {{"person", "ball"}, {"hold"}, 0, true};
  ImageAnnotation image = picture("a.jpg", 1);
  image.instances.resize(4);
  for (std::size_t i = 0; i < image.instances.size(); ++i) {
    image.instances[i].id = static_cast<std::int64_t>(i) + 1;
    image.instances[i].category = i < 2 ? 0 : 1;
    image.instances[i].box = i < 2 ? Box{10, 10, 70, 70} : Box{80, 10, 90, 20};
  }
  image.instances[0].polygons = {{10, 10, 70, 10, 10, 70}};
  image.instances[1].polygons = {{70, 10, 70, 70, 10, 70}};
  image.instances[2].polygons = {{80, 10, 90, 10, 80, 20}};
  image.instances[3].polygons = {{90, 10, 90, 20, 80, 20}};
  image.interactions = {{0, 2, 0}, {1, 3, 0}};
  dataset.images = {image};
  return dataset;
}

/// What a model says that knows the annotations.
ImageResult flawless_result(const ImageAnnotation& image) {
  ImageResult result{image.file_name, image.width, image.height, {}, {}};
  for (const InstanceAnnotation& instance : image.instances) {
    result.instances.push_back(
        {instance.category, 1, instance.box, instance_mask(instance, image.width, image.height)});
  }
  for (const InteractionAnnotation& interaction : image.interactions) {
    result.interactions.push_back({interaction.subject, interaction.object, interaction.verb, 1});
  }
  return result;
}

nlohmann::json official_score_of(OfficialMetric metric, const ImageResult& result,
                                 const AnnotatedDataset& dataset) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  ScoreFiles files = official_ground_truth(metric, {DatasetLayout::kHoi, {}, {}, dataset},
                                           folder.path(), findings);
  files.predictions = folder / "predictions";
  write_predictions(metric, {result}, dataset.vocabulary, dataset.images, files.predictions,
                    findings);
  return score_files(metric, files, {}).json;
}

double pic_recall(const ImageResult& result, const AnnotatedDataset& dataset) {
  return official_score_of(OfficialMetric::kPic, result, dataset)
      .at("recall")
      .at("100")
      .at("mean")
      .get<double>();
}

TEST(WritePredictions, PicJudgesTheMasksOfAResult) {
  const AnnotatedDataset dataset = two_in_one_box();
  ImageResult result = flawless_result(dataset.images[0]);
  EXPECT_EQ(pic_recall(result, dataset), 1);
  // As boxes the second person and the second ball cover the first ones, and half of each matches
  // both: all right at the IoU 0.25, none at 0.75.
  for (DetectedInstance& instance : result.instances) instance.mask.reset();
  EXPECT_LT(pic_recall(result, dataset), 0.7);
}

TEST(WritePredictions, CocoJudgesTheMasksOfAResult) {
  const AnnotatedDataset dataset = two_in_one_box();
  const nlohmann::json score =
      official_score_of(OfficialMetric::kCoco, flawless_result(dataset.images[0]), dataset);
  EXPECT_NEAR(score.at("box").at("AP").get<double>(), 1, 1e-9);
  EXPECT_NEAR(score.at("mask").at("AP").get<double>(), 1, 1e-9);
}

TEST(WritePredictions, VcocoTakesTheTightBoxesOfMasks) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  ImageResult result = kick_in("COCO_val2014_000000000294.jpg");
  std::vector<std::uint8_t> pixels(100 * 80, 0);
  for (std::size_t x = 20; x < 30; ++x) pixels[40 * 100 + x] = 1;
  result.instances[0].mask = encode_mask(pixels, 100, 80);
  write_predictions(OfficialMetric::kVcoco, {result}, kWords, {picture(result.file, 1)},
                    folder / "p.json", findings);
  const auto document = nlohmann::json::parse(content_of(folder / "p.json"));
  EXPECT_EQ(document[0].at("person_box"), nlohmann::json({20, 40, 29, 40}));
}

}  // namespace
}  // namespace hoi
