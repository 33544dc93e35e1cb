#include "hicodet/hicodet_prediction_writer.h"

#include <map>
#include <random>

#include <gmock/gmock.h>

#include "hicodet/hicodet_detections.h"
#include "hicodet/hicodet_mat_reader.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

Vocabulary dog_vocabulary() {
  return {{"unicorn", "person", "dog", "hot dog"}, {"hug", "walk", "eat", "juggle"}, 1, true};
}

HicodetGroundTruth official_truth(const std::vector<std::string>& names) {
  HicodetGroundTruth truth;
  truth.words = official_hicodet_words();
  truth.file_names = names;
  truth.pairs.resize(600);
  return truth;
}

std::map<std::string, std::int64_t> counted(const DatasetFindings& findings) {
  std::map<std::string, std::int64_t> counts;
  for (const auto& [what, count] : findings.counts()) counts[what.second] = count;
  return counts;
}

ImageResult random_result(std::mt19937& random, const std::string& file) {
  ImageResult result;
  result.file = file;
  const auto number = [&](unsigned below) { return static_cast<int>(random() % below); };
  const int instances = 1 + number(5);
  for (int i = 0; i < instances; ++i) {
    const float x = float(number(1000)) / 16, y = float(number(1000)) / 16;
    result.instances.push_back(
        {i == 0 ? 1 : number(4), float(number(1000)) / 1024, {x, y, x + 20, y + 10}, {}});
  }
  for (int i = number(6); i > 0; --i) {
    result.interactions.push_back(
        {0, number(static_cast<unsigned>(instances)), number(4), float(number(1000)) / 1024});
  }
  return result;
}

/// What scoring sees of the results, straight from them: (interaction, image, score, corners).
std::vector<std::string> expected_lines(const std::vector<ImageResult>& results) {
  const HicodetInteractionIndex index(official_hicodet_words());
  const HicodetWords& words = official_hicodet_words();
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < results.size(); ++i) {
    for (const auto& [subject, object, verb, score] : results[i].interactions) {
      const auto& human = results[i].instances.at(static_cast<std::size_t>(subject));
      const auto& thing = results[i].instances.at(static_cast<std::size_t>(object));
      const auto& vocabulary = dog_vocabulary();
      const auto found = index.find(
          find_hicodet_word(words.objects,
                            vocabulary.objects[static_cast<std::size_t>(thing.category)]),
          find_hicodet_word(words.verbs, vocabulary.verbs[static_cast<std::size_t>(verb)]));
      if (!found) continue;
      // Inclusive corners counted from 1: the left one is one more, the right one the same.
      lines.push_back(nlohmann::json({*found, i, score, human.box.x1 + 1, human.box.x2,
                                      thing.box.y1 + 1, thing.box.y2})
                          .dump());
    }
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::vector<std::string> read_lines(const HicodetDetections& detections) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < detections.pairs.size(); ++i) {
    for (const auto& pair : detections.pairs[i]) {
      lines.push_back(nlohmann::json({i, pair.image, float(pair.score), float(pair.boxes.human[0]),
                                      float(pair.boxes.human[2]), float(pair.boxes.object[1]),
                                      float(pair.boxes.object[3])})
                          .dump());
    }
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST(HicodetPredictionWriter, WritesWhatTheScoreReads) {
  std::mt19937 random(6);
  const TemporaryFolder folder;
  for (int round = 0; round < 50; ++round) {
    std::vector<ImageResult> results;
    std::vector<std::string> names;
    for (int i = 0; i < 3; ++i) {
      names.push_back(std::to_string(9 - i) + ".jpg");
      results.push_back(random_result(random, "test2015/" + names.back()));
    }
    for (const std::string file : {"p.json", "p.mat"}) {
      DatasetFindings findings;
      write_hicodet_predictions(results, dog_vocabulary(), folder / file, findings);
      const auto detections = read_hicodet_detections(folder / file, official_truth(names), {});
      EXPECT_EQ(read_lines(detections), expected_lines(results)) << file;
      EXPECT_TRUE(detections.notices.empty());
      EXPECT_EQ(findings.repairs(), 0);
    }
  }
}

TEST(HicodetPredictionWriter, WritesTheCategoryIdsOfCoco) {
  ImageResult result;
  result.file = "a.jpg";
  result.instances = {{1, 0.5F, {0, 0, 10, 10}, {}}, {3, 0.25F, {5, 5, 9, 9.5F}, {}}};
  result.interactions = {{0, 1, 2, 0.125F}};
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_hicodet_predictions({result}, dog_vocabulary(), folder / "p.json", findings);
  EXPECT_TRUE(findings.is_empty());
  EXPECT_EQ(nlohmann::json::parse(content_of(folder / "p.json")), nlohmann::json::parse(R"([
    {"file_name": "a.jpg",
     "predictions": [{"bbox": [0, 0, 9, 9], "category_id": 1, "score": 0.5},
                     {"bbox": [5, 5, 8, 8.5], "category_id": 58, "score": 0.25}],
     "hoi_prediction": [{"subject_id": 0, "object_id": 1, "category_id": 24, "score": 0.125}]}])"));
}

TEST(HicodetPredictionWriter, KeepsTheOrderOfTheResultsInColumns) {
  ImageResult first, second;
  first.file = "test2015/b.jpg";
  second.file = "test2015/a.jpg";
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_hicodet_predictions({first, second}, dog_vocabulary(), folder / "p.mat", findings);
  EXPECT_THAT(read_mat_file_names(MatFile::read(folder / "p.mat"), "list_test"),
              ElementsAre("b.jpg", "a.jpg"));
}

TEST(HicodetPredictionWriter, ReportsWhatIsLost) {
  ImageResult result;
  result.file = "sub/a.jpg";
  result.instances = {{1, 0.5F, {0, 0, 10, 10}, RunLengthMask{1, 1, {0, 1}}},
                      {0, 0.25F, {5, 5, 9, 9}, {}},
                      {2, 0.25F, {5, 5, 9, 9}, {}}};
  result.interactions = {{0, 1, 0, 0.5F}, {0, 2, 3, 0.5F}};  // a unicorn; juggling a dog
  const TemporaryFolder folder;
  DatasetFindings in_json, in_mat;
  write_hicodet_predictions({result}, dog_vocabulary(), folder / "p.json", in_json);
  write_hicodet_predictions({result}, dog_vocabulary(), folder / "p.mat", in_mat);
  EXPECT_THAT(counted(in_json), ElementsAre(Pair("instance that is no HICO-DET object", 1),
                                            Pair("interaction that is no HICO-DET class", 2),
                                            Pair("mask", 1), Pair("name of a picture", 1)));
  EXPECT_THAT(counted(in_mat), ElementsAre(Pair("instance without interaction", 3),
                                           Pair("interaction that is no HICO-DET class", 2),
                                           Pair("mask", 1), Pair("name of a picture", 1)));
}

TEST(HicodetPredictionWriter, TakesNoResultsAndOtherExtensionsNot) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  for (const std::string file : {"p.json", "p.mat"}) {
    write_hicodet_predictions({}, dog_vocabulary(), folder / file, findings);
    EXPECT_TRUE(read_lines(read_hicodet_detections(folder / file, official_truth({}), {})).empty());
  }
  EXPECT_THAT(input_error_of([&] {
                write_hicodet_predictions({}, dog_vocabulary(), folder / "p.txt", findings);
              }),
              HasSubstr("are a .json or a .mat file"));
}

}  // namespace
}  // namespace hoi
