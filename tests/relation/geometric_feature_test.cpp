#include "relation/geometric_feature.h"

#include <cmath>

#include "support/tensors.h"

namespace hoi {
namespace {

/// A raster channel with ones in rows [y1, y2) and columns [x1, x2).
torch::Tensor filled(int64_t x1, int64_t y1, int64_t x2, int64_t y2) {
  auto channel = torch::zeros({kRasterSize, kRasterSize});
  channel.slice(0, y1, y2).slice(1, x1, x2).fill_(1);
  return channel;
}

torch::Tensor raster_of(const std::vector<float>& human, const std::vector<float>& object) {
  return pair_raster(torch::tensor(human).view({1, 4}), torch::tensor(object).view({1, 4}))[0];
}

TEST(PairRaster, KeepsASquareUnionOf64PixelsAsItIs) {
  const auto raster = raster_of({0, 0, 64, 64}, {16, 32, 32, 48});
  EXPECT_TRUE(is_close(raster[0], filled(0, 0, 64, 64), 0));
  EXPECT_TRUE(is_close(raster[1], filled(16, 32, 32, 48), 0));
}

// Union (10, 20, 50, 40), 40 x 20: k = 1.6, 64 x 32 cells, hence a margin of 16 rows.
TEST(PairRaster, CentresAWideUnionVertically) {
  const auto raster = raster_of({10, 20, 20, 40}, {30, 30, 50, 40});
  EXPECT_TRUE(is_close(raster[0], filled(0, 16, 16, 48), 0));
  EXPECT_TRUE(is_close(raster[1], filled(32, 32, 64, 48), 0));
}

// Union (10, 0, 26, 128), 16 x 128: k = 0.5, 8 x 64 cells, hence a margin of 28 columns. The
// object's upper edge 0.5 * 51 = 25.5 rounds to the even 26.
TEST(PairRaster, CentresATallUnionHorizontallyAndRounds) {
  const auto raster = raster_of({10, 0, 26, 128}, {14, 51, 20, 61});
  EXPECT_TRUE(is_close(raster[0], filled(28, 0, 36, 64), 0));
  EXPECT_TRUE(is_close(raster[1], filled(30, 26, 33, 30), 0));
}

TEST(PairRaster, GivesATinyObjectOneCellEvenAtTheFarEdge) {
  const auto raster = raster_of({0, 0, 64, 64}, {63.8F, 63.8F, 64, 64});
  EXPECT_TRUE(is_close(raster[1], filled(63, 63, 64, 64), 0));
}

TEST(PairRaster, GivesBoxesWithoutExtentOneCellEach) {
  const auto raster = raster_of({5, 5, 5, 5}, {5, 5, 5, 5});
  EXPECT_TRUE(is_close(raster[0], filled(32, 32, 33, 33), 0));
  EXPECT_TRUE(is_close(raster[1], filled(32, 32, 33, 33), 0));
}

/// Spec 2.3, cell by cell.
torch::Tensor literal_raster(const double* human, const double* object) {
  const double ux = std::min(human[0], object[0]), uy = std::min(human[1], object[1]);
  const double width = std::max(human[2], object[2]) - ux;
  const double height = std::max(human[3], object[3]) - uy;
  const double k = 64 / std::max(width, height);
  const double dx = (64 - k * width) / 2, dy = (64 - k * height) / 2;
  auto raster = torch::zeros({2, 64, 64});
  for (int channel = 0; channel < 2; ++channel) {
    const double* box = channel == 0 ? human : object;
    const auto cell = [](double position) {
      return static_cast<int64_t>(std::nearbyint(position));
    };
    const int64_t x1 = std::min<int64_t>(cell(dx + k * (box[0] - ux)), 63);
    const int64_t y1 = std::min<int64_t>(cell(dy + k * (box[1] - uy)), 63);
    const int64_t x2 = std::max(cell(dx + k * (box[2] - ux)), x1 + 1);
    const int64_t y2 = std::max(cell(dy + k * (box[3] - uy)), y1 + 1);
    for (int64_t y = y1; y < y2; ++y) {
      for (int64_t x = x1; x < x2; ++x) raster[channel][y][x] = 1;
    }
  }
  return raster;
}

TEST(PairRaster, MatchesTheLiteralFormulaOnRandomBoxes) {
  torch::manual_seed(3);
  const auto boxes = (torch::rand({2, 40, 4}, torch::kFloat64) * 200);
  const auto corner = boxes.slice(2, 0, 2), size = boxes.slice(2, 2, 4) / 3;
  const auto all = torch::cat({corner, corner + size}, 2).contiguous();
  const auto raster = pair_raster(all[0], all[1]);
  for (int64_t pair = 0; pair < 40; ++pair) {
    const auto expected = literal_raster(all[0][pair].contiguous().data_ptr<double>(),
                                         all[1][pair].contiguous().data_ptr<double>());
    ASSERT_TRUE(is_close(raster[pair], expected, 0)) << "pair " << pair;
  }
}

TEST(PairRaster, TakesNoPairsAndRejectsRowsThatDoNotMatch) {
  EXPECT_EQ(pair_raster(torch::zeros({0, 4}), torch::zeros({0, 4})).sizes(),
            torch::IntArrayRef({0, 2, 64, 64}));
  EXPECT_THROW(pair_raster(torch::zeros({2, 4}), torch::zeros({3, 4})), c10::Error);
}

// A union of 64 x 32 pixels in a frame of 64 x 64, 16 cells from its upper edge. The human fills
// its left 32 x 32 pixels with 2 x 2 tiles, the object covers a quarter of one cell.
TEST(PairMaskRaster, HoldsTheMeanOfTheMaskInEachCell) {
  const auto human = torch::tensor({{0., 0., 32., 32.}});
  const auto object = torch::tensor({{63.5, 0., 64., 0.5}});
  const auto mask = torch::tensor({{{.25, .5}, {1., 0.}}});
  const auto raster = pair_mask_raster(human, object, {mask, torch::ones({1, 2, 2})})[0];
  const auto expected =
      0.25 * filled(0, 16, 16, 32) + 0.5 * filled(16, 16, 32, 32) + filled(0, 32, 16, 48);
  EXPECT_TRUE(is_close(raster[0], expected, 1e-5));
  EXPECT_TRUE(is_close(raster[1], 0.25 * filled(63, 16, 64, 17), 1e-5));
}

TEST(PairMaskRaster, OfFullMasksIsTheBoxRasterWhereEdgesMeetCells) {
  const auto human = torch::tensor({{10., 20., 20., 40.}});
  const auto object = torch::tensor({{30., 30., 50., 40.}});
  const auto full = torch::ones({1, 28, 28});
  EXPECT_TRUE(
      is_close(pair_mask_raster(human, object, {full, full}), pair_raster(human, object), 1e-5));
}

TEST(PairMaskRaster, TakesNoPairsAndBoxesWithoutExtent) {
  const auto none = torch::zeros({0, 28, 28});
  EXPECT_EQ(pair_mask_raster(torch::zeros({0, 4}), torch::zeros({0, 4}), {none, none}).sizes(),
            torch::IntArrayRef({0, 2, 64, 64}));
  const auto point = torch::tensor({{5., 5., 5., 5.}}), full = torch::ones({1, 28, 28});
  EXPECT_EQ(pair_mask_raster(point, point, {full, full}).abs().sum().item<float>(), 0);
}

TEST(GeometricFeature, EncodesTheMasksOfManyPairsInBlocks) {
  torch::manual_seed(8);
  GeometricFeature module(GeometricFeatureOptions{4, 8});
  torch::NoGradGuard no_gradient;
  const auto human = torch::rand({300, 4}).cumsum(1) * 100;
  const auto object = torch::rand({300, 4}).cumsum(1) * 100;
  const PairMasks masks{torch::rand({300, 28, 28}), torch::rand({300, 28, 28})};
  const auto features = module->forward(human, object, masks);
  for (const int64_t pair : {0, 255, 256, 299}) {
    const auto row = [pair](const torch::Tensor& t) { return t.slice(0, pair, pair + 1); };
    const auto alone =
        module->forward(row(human), row(object), {row(masks.human), row(masks.object)});
    EXPECT_TRUE(is_close(row(features), alone, 1e-4)) << "pair " << pair;
    EXPECT_FALSE(is_close(row(features), module->forward(row(human), row(object)), 1e-3));
  }
}

/// A valid convolution written as a sum over windows.
torch::Tensor literal_convolution(const torch::Tensor& x, const torch::Tensor& weight,
                                  const torch::Tensor& bias) {
  const auto windows = x.unfold(2, 5, 1).unfold(3, 5, 1);  // (P, C, rows, columns, 5, 5)
  return torch::einsum("pcrsij,fcij->pfrs", {windows, weight}) + bias.view({1, -1, 1, 1});
}

torch::Tensor literal_pooling(const torch::Tensor& x) {
  return x.unfold(2, 2, 2).unfold(3, 2, 2).flatten(4).amax(4);
}

TEST(GeometricFeature, IsTwoConvolutionsWithPoolingAndOneLayer) {
  torch::manual_seed(5);
  GeometricFeature module(GeometricFeatureOptions{6, 24});
  module->to(torch::kFloat64);
  auto parameters = module->named_parameters();
  for (auto& parameter : parameters) parameter.value().detach().normal_(0, 0.05);
  const auto human = torch::tensor({{0., 0., 30., 60.}, {5., 5., 20., 20.}});
  const auto object = torch::tensor({{20., 10., 45., 30.}, {7., 6., 9., 30.}});

  auto x = pair_raster(human, object).to(torch::kFloat64);
  x = literal_pooling(
      literal_convolution(x, parameters["convolution1.weight"], parameters["convolution1.bias"])
          .relu());
  x = literal_pooling(
      literal_convolution(x, parameters["convolution2.weight"], parameters["convolution2.bias"])
          .relu());
  const auto expected = (x.reshape({2, 3 * 13 * 13}).matmul(parameters["output.weight"].t()) +
                         parameters["output.bias"])
                            .relu();
  EXPECT_TRUE(is_close(module->forward(human, object), expected, 1e-9));
}

TEST(GeometricFeature, GivesEachOfManyPairsTheFeatureItHasAlone) {
  torch::manual_seed(6);
  GeometricFeature module(GeometricFeatureOptions{4, 8});
  torch::NoGradGuard no_gradient;
  const auto human = torch::rand({300, 4}).cumsum(1) * 100;
  const auto object = torch::rand({300, 4}).cumsum(1) * 100;
  const auto features = module->forward(human, object);
  ASSERT_EQ(features.sizes(), torch::IntArrayRef({300, 8}));
  for (const int64_t pair : {0, 255, 256, 299}) {
    const auto alone =
        module->forward(human.slice(0, pair, pair + 1), object.slice(0, pair, pair + 1));
    EXPECT_TRUE(is_close(features.slice(0, pair, pair + 1), alone, 1e-4)) << "pair " << pair;
  }
}

TEST(GeometricFeature, DependsOnNeitherPositionNorScale) {
  GeometricFeature module(GeometricFeatureOptions{4, 8});
  const auto human = torch::tensor({{0., 0., 30., 60.}}),
             object = torch::tensor({{20., 10., 45., 30.}});
  EXPECT_TRUE(
      is_close(module->forward(human * 2 + 7, object * 2 + 7), module->forward(human, object)));
}

TEST(GeometricFeature, TakesNoPairsAndStillBackpropagates) {
  GeometricFeature module(GeometricFeatureOptions{4, 8});
  const auto features = module->forward(torch::zeros({0, 4}), torch::zeros({0, 4}));
  ASSERT_EQ(features.sizes(), torch::IntArrayRef({0, 8}));
  features.sum().backward();
}

TEST(GeometricFeature, RejectsASecondConvolutionWithoutChannels) {
  const GeometricFeatureOptions options{1, 8};
  EXPECT_THROW(GeometricFeature{options}, c10::Error);
}

}  // namespace
}  // namespace hoi
