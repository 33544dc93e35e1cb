// Random data sets that PIC can express come back as they were.
#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "pic/pic_reader.h"
#include "pic/pic_samples.h"
#include "pic/pic_words.h"
#include "pic/pic_writer.h"

namespace hoi {
namespace {

class RandomPicData {
 public:
  explicit RandomPicData(unsigned seed) : random_(seed) {}

  AnnotatedDataset dataset() {
    AnnotatedDataset dataset{pic_vocabulary(pic_v2_numbering()), "source", {}};
    for (const char* split : {"train", "val", "test", "other", ""}) {
      for (int i = below(4); i > 0; --i) {
        dataset.images.push_back(image(split, static_cast<std::int64_t>(dataset.images.size())));
      }
    }
    return dataset;
  }

 private:
  int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

  /// Instances share no pixels: each pixel belongs to one of them at most.
  ImageAnnotation image(const std::string& split, std::int64_t position) {
    ImageAnnotation image;
    image.id = position * 1000 + 7;
    image.split = split;
    const std::string folder = split.empty() ? "image/" : "image/" + split + "/";
    image.file_name = folder + "picture_" + std::to_string(position) + ".jpg";
    image.width = 1 + below(30);
    image.height = 1 + below(30);
    image.interactions_annotated = below(4) > 0;
    add_instances(image, 1 + below(below(5) == 0 ? 255 : 6));
    if (image.interactions_annotated) add_interactions(image);
    return image;
  }

  void add_instances(ImageAnnotation& image, int most) {
    std::vector<std::vector<std::uint8_t>> masks(
        static_cast<std::size_t>(most),
        std::vector<std::uint8_t>(static_cast<std::size_t>(image.width * image.height), 0));
    std::size_t owner = 0;
    for (std::size_t pixel = 0; pixel < masks[0].size(); ++pixel) {
      if (below(3) == 0) owner = static_cast<std::size_t>(below(most + 1));
      if (owner < masks.size()) masks[owner][pixel] = 1;
    }
    for (const auto& mask : masks) {
      InstanceAnnotation instance;
      instance.run_lengths = encode_mask(mask, image.width, image.height);
      if (mask_area(*instance.run_lengths) == 0) continue;
      instance.box = mask_box(*instance.run_lengths);
      instance.category = below(3) == 0 ? 0 : below(143);
      image.instances.push_back(std::move(instance));
    }
  }

  void add_interactions(ImageAnnotation& image) {
    const int count = static_cast<int>(image.instances.size());
    std::set<std::tuple<int, int, int>> seen;
    for (int i = below(30); i > 0 && count > 1; --i) {
      const int subject = below(count), object = below(count), verb = below(30);
      const bool is_human = image.instances[static_cast<std::size_t>(subject)].category == 0;
      if (!is_human || subject == object || !seen.insert({subject, object, verb}).second) continue;
      image.interactions.push_back({subject, object, verb});
    }
  }

  std::mt19937 random_;
};

void expect_same_image(const ImageAnnotation& actual, const ImageAnnotation& expected) {
  EXPECT_EQ(actual.file_name, expected.file_name);
  EXPECT_EQ(actual.split, expected.split);
  EXPECT_EQ(actual.width, expected.width);
  EXPECT_EQ(actual.height, expected.height);
  EXPECT_EQ(actual.interactions_annotated, expected.interactions_annotated);
  if (expected.interactions_annotated) {
    EXPECT_EQ(actual.id, expected.id);
  }
  ASSERT_EQ(actual.instances.size(), expected.instances.size());
  for (std::size_t i = 0; i < actual.instances.size(); ++i) {
    const InstanceAnnotation& a = actual.instances[i];
    const InstanceAnnotation& e = expected.instances[i];
    EXPECT_EQ(a.category, e.category);
    EXPECT_EQ(std::tie(a.box.x1, a.box.y1, a.box.x2, a.box.y2),
              std::tie(e.box.x1, e.box.y1, e.box.x2, e.box.y2));
    EXPECT_EQ(*a.run_lengths, *e.run_lengths);
  }
  ASSERT_EQ(actual.interactions.size(), expected.interactions.size());
  for (std::size_t i = 0; i < actual.interactions.size(); ++i) {
    const InteractionAnnotation& a = actual.interactions[i];
    const InteractionAnnotation& e = expected.interactions[i];
    EXPECT_EQ(std::tie(a.subject, a.object, a.verb), std::tie(e.subject, e.object, e.verb));
  }
}

TEST(PicRoundTrip, BringsDisjointMasksAndRelationsBack) {
  std::size_t interactions = 0;
  for (unsigned seed = 0; seed < 20; ++seed) {
    AnnotatedDataset dataset = RandomPicData(seed).dataset();
    const TemporaryFolder folder;
    DatasetFindings findings;
    write_pic(dataset, folder.path(), findings);
    if (dataset.images.empty()) continue;
    const AnnotatedDataset back = read_pic(folder.path(), {{}, {}, findings});
    EXPECT_TRUE(findings.is_empty());
    EXPECT_EQ(back.vocabulary, dataset.vocabulary);
    ASSERT_EQ(back.images.size(), dataset.images.size());
    // Maps without an entry come after the others of their split.
    const auto by_name = [](const ImageAnnotation& a, const ImageAnnotation& b) {
      return a.file_name < b.file_name;
    };
    AnnotatedDataset sorted = back;
    std::sort(sorted.images.begin(), sorted.images.end(), by_name);
    std::sort(dataset.images.begin(), dataset.images.end(), by_name);
    for (std::size_t i = 0; i < sorted.images.size(); ++i) {
      expect_same_image(sorted.images[i], dataset.images[i]);
      interactions += dataset.images[i].interactions.size();
    }
  }
  EXPECT_GT(interactions, 200U);
}

TEST(PicRoundTrip, ChangesNothingTheSecondTime) {
  const TemporaryFolder first, second;
  DatasetFindings findings;
  write_pic(RandomPicData(77).dataset(), first.path(), findings);
  const AnnotatedDataset dataset = read_pic(first.path(), {{}, {}, findings});
  write_pic(dataset, second.path(), findings);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(first.path())) {
    if (!entry.is_regular_file() || entry.path().extension() != ".png") continue;
    const auto name = entry.path().lexically_relative(first.path()).string();
    EXPECT_EQ(content_of(entry.path()), content_of(second / name)) << name;
  }
}

}  // namespace
}  // namespace hoi
