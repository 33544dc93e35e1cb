#include "relation/visual_feature.h"

#include "relation/face_removal.h"
#include "relation/human_semantic_mining.h"
#include "support/tensors.h"

namespace hoi {
namespace {

constexpr int64_t kChannels = 4;

FeaturePyramid random_pyramid() {
  torch::manual_seed(7);
  FeaturePyramid image;
  for (const int64_t stride : {4, 8, 16, 32}) {
    image.levels.push_back(torch::randn({2, kChannels, 256 / stride, 256 / stride}));
    image.strides.push_back(stride);
  }
  return image;
}

const torch::Tensor kHumans = torch::tensor({{10., 20., 90., 220.}, {100., 5., 250., 250.}});
const torch::Tensor kObjects =
    torch::tensor({{60., 60., 120., 100.}, {0., 0., 20., 9.}, {5., 5., 50., 50.}});
const torch::Tensor kUnions = torch::tensor({{0., 0., 256., 256.}});

VisualFeatureOptions small_options() {
  VisualFeatureOptions options;
  options.face_attention.channels = kChannels;
  options.face_attention.resolution = 7;
  options.face_attention.hidden_features = 5;
  return options;
}

/// The boxes of all of them, humans first, as rows of one image.
const torch::Tensor kBoxes = torch::cat({kHumans, kObjects});

PairGroups two_pairs(int64_t image = 1) {
  const auto images = [&](int64_t count) { return torch::full({count}, image, torch::kInt64); };
  PairGroups groups;
  groups.humans = torch::arange(0, 2, torch::kInt64);
  groups.objects = torch::arange(2, 5, torch::kInt64);
  groups.human_image = images(2);
  groups.object_image = images(3);
  groups.union_image = images(1);
  groups.human_of_pair = torch::tensor({0, 1}, torch::kInt64);
  groups.object_of_pair = torch::tensor({2, 0}, torch::kInt64);
  groups.union_of_pair = torch::tensor({0, 0}, torch::kInt64);
  return groups;
}

/// Human 0 has face 1, human 1 has none.
HumanFaces two_faces(const RoiPooler& pooler, const FeaturePyramid& image) {
  const auto faces = torch::tensor({{150., 20., 190., 70., .9}, {30., 25., 60., 60., .8}});
  return pool_faces(pooler, image, faces, torch::ones({2}, torch::kInt64),
                    torch::tensor({1, -1}, torch::kInt64));
}

TEST(PoolPairRegions, PoolsHumansObjectsAndUnionsOfOneImage) {
  const auto image = random_pyramid();
  const RoiPooler pooler;
  const auto regions = pool_pair_regions(pooler, image, kBoxes, kUnions, two_pairs());
  const auto alone = [&](const torch::Tensor& boxes) {
    return pooler(image, boxes, torch::ones({boxes.size(0)}, torch::kInt64));
  };
  EXPECT_TRUE(is_close(regions.human, alone(kHumans), 0));
  EXPECT_TRUE(is_close(regions.object, alone(kObjects), 0));
  EXPECT_TRUE(is_close(regions.unions, alone(kUnions), 0));
  EXPECT_TRUE(is_close(regions.human_boxes, kHumans, 0));
}

TEST(PoolPairRegions, PoolsEachRegionFromItsOwnImage) {
  const auto image = random_pyramid();
  auto groups = two_pairs(0);
  groups.human_image = torch::tensor({1, 0}, torch::kInt64);
  groups.object_image = torch::tensor({0, 1, 0}, torch::kInt64);
  groups.union_image = torch::tensor({1}, torch::kInt64);
  const auto mixed = pool_pair_regions(RoiPooler(), image, kBoxes, kUnions, groups);
  const auto first = pool_pair_regions(RoiPooler(), image, kBoxes, kUnions, two_pairs(0));
  const auto second = pool_pair_regions(RoiPooler(), image, kBoxes, kUnions, two_pairs(1));
  EXPECT_TRUE(is_close(mixed.human[0], second.human[0], 0));
  EXPECT_TRUE(is_close(mixed.human[1], first.human[1], 0));
  EXPECT_TRUE(is_close(mixed.object[0], first.object[0], 0));
  EXPECT_TRUE(is_close(mixed.object[1], second.object[1], 0));
  EXPECT_TRUE(is_close(mixed.unions, second.unions, 0));
}

TEST(PoolPairRegions, TakesNoRegions) {
  const auto none = torch::zeros({0, 4});
  PairGroups groups;
  for (auto* rows : {&groups.humans, &groups.objects, &groups.human_image, &groups.object_image,
                     &groups.union_image}) {
    *rows = torch::zeros({0}, torch::kInt64);
  }
  const auto regions = pool_pair_regions(RoiPooler(), random_pyramid(), none, none, groups);
  EXPECT_EQ(regions.human.sizes(), torch::IntArrayRef({0, kChannels, 7, 7}));
  EXPECT_EQ(regions.unions.sizes(), torch::IntArrayRef({0, kChannels, 7, 7}));
}

TEST(PoolFaces, KeepsAZeroFeatureForHumansWithoutFace) {
  const auto image = random_pyramid();
  const RoiPooler pooler;
  const auto faces = two_faces(pooler, image);
  EXPECT_TRUE(is_close(faces.face_of_human, torch::tensor({2, 0}, torch::kInt64), 0));
  EXPECT_TRUE(is_close(faces.features[0], torch::zeros({kChannels, 7, 7}), 0));
  const auto box = torch::tensor({{30., 25., 60., 60.}});
  EXPECT_TRUE(
      is_close(faces.features[2], pooler(image, box, torch::ones({1}, torch::kInt64))[0], 0));
  EXPECT_TRUE(is_close(faces.boxes, torch::tensor({{30., 25., 60., 60.}, {0., 0., 0., 0.}}), 0));
}

TEST(PoolFaces, PoolsEachFaceFromItsOwnImage) {
  const auto image = random_pyramid();
  const auto face = torch::tensor({{30., 25., 60., 60., .8}}).repeat({2, 1});
  const auto index = torch::tensor({1, 0}, torch::kInt64);
  const auto faces = pool_faces(RoiPooler(), image, face, index, torch::arange(2, torch::kInt64));
  const auto expected = RoiPooler()(image, face.slice(1, 0, 4).contiguous(), index);
  EXPECT_TRUE(is_close(faces.features.slice(0, 1), expected, 0));
  EXPECT_FALSE(is_close(faces.features[1], faces.features[2], 1e-3));
}

TEST(PoolFaces, TakesAnImageWithoutFaces) {
  const auto faces =
      pool_faces(RoiPooler(), random_pyramid(), torch::zeros({0, 5}),
                 torch::zeros({0}, torch::kInt64), torch::tensor({-1, -1}, torch::kInt64));
  EXPECT_TRUE(is_close(faces.features, torch::zeros({1, kChannels, 7, 7}), 0));
  EXPECT_TRUE(is_close(faces.boxes, torch::zeros({2, 4}), 0));
}

TEST(VisualFeatureExtractor, EnhancesTheHumanAndWeighsTheFaceAndTheRest) {
  const auto image = random_pyramid();
  const RoiPooler pooler;
  VisualFeatureExtractor extractor(small_options());
  const auto regions = pool_pair_regions(pooler, image, kBoxes, kUnions, two_pairs());
  const auto faces = two_faces(pooler, image);
  const auto feature = extractor->forward(regions, &faces, two_pairs());

  EXPECT_TRUE(is_close(feature.human, human_semantic_mining(regions.human), 0));
  EXPECT_TRUE(is_close(feature.object, regions.object, 0));
  EXPECT_TRUE(is_close(feature.unions, regions.unions, 0));
  EXPECT_TRUE(is_close(feature.face, faces.features, 0));
  // F_bar comes from the raw H: its faceless human 1 is H itself, not H_bar.
  EXPECT_TRUE(is_close(feature.faceless, remove_faces(regions.human, kHumans, faces.boxes), 0));
  EXPECT_TRUE(is_close(feature.faceless[1], regions.human[1], 0));
  EXPECT_TRUE(is_close(feature.face_of_pair, torch::tensor({2, 0}, torch::kInt64), 0));
  EXPECT_GT(feature.weights.face[0].item<float>(), 0);
  EXPECT_EQ(feature.weights.face[1].item<float>(), 0);
}

TEST(VisualFeatureExtractor, WithoutMiningChangesOnlyTheHuman) {
  const auto image = random_pyramid();
  const RoiPooler pooler;
  auto options = small_options();
  VisualFeatureExtractor with(options);
  options.use_human_semantic_mining = false;
  VisualFeatureExtractor without(options);
  for (auto& parameter : without->named_parameters()) {
    parameter.value().detach().copy_(with->named_parameters()[parameter.key()]);
  }
  const auto regions = pool_pair_regions(pooler, image, kBoxes, kUnions, two_pairs(0));
  const auto faces = two_faces(pooler, image);
  const auto a = with->forward(regions, &faces, two_pairs());
  const auto b = without->forward(regions, &faces, two_pairs());
  EXPECT_TRUE(is_close(b.human, regions.human, 0));
  EXPECT_TRUE(is_close(b.faceless, a.faceless, 0));
  EXPECT_TRUE(is_close(b.weights.face, a.weights.face, 0));
  EXPECT_TRUE(is_close(b.weights.faceless, a.weights.faceless, 0));
}

TEST(VisualFeatureExtractor, PassesTheTemperatureOn) {
  auto options = small_options();
  options.use_face_attention = false;
  options.human_semantic_temperature = 1;
  VisualFeatureExtractor extractor(options);
  const auto regions =
      pool_pair_regions(RoiPooler(), random_pyramid(), kBoxes, kUnions, two_pairs(0));
  const auto feature = extractor->forward(regions, nullptr, two_pairs());
  EXPECT_TRUE(is_close(feature.human, human_semantic_mining(regions.human, 1), 0));
}

TEST(VisualFeatureExtractor, HasNoParametersAndNoFacePartWithoutFaceAttention) {
  auto options = small_options();
  options.use_face_attention = false;
  VisualFeatureExtractor extractor(options);
  EXPECT_TRUE(extractor->parameters().empty());
  const auto regions =
      pool_pair_regions(RoiPooler(), random_pyramid(), kBoxes, kUnions, two_pairs(0));
  const auto feature = extractor->forward(regions, nullptr, two_pairs());
  EXPECT_FALSE(feature.face.defined());
  EXPECT_FALSE(feature.faceless.defined());
  EXPECT_FALSE(feature.weights.face.defined());
}

TEST(VisualFeatureExtractor, RejectsFacesOfOtherHumans) {
  VisualFeatureExtractor extractor(small_options());
  const auto regions =
      pool_pair_regions(RoiPooler(), random_pyramid(), kBoxes, kUnions, two_pairs(0));
  EXPECT_THROW(extractor->forward(regions, nullptr, two_pairs()), c10::Error);
}

}  // namespace
}  // namespace hoi
