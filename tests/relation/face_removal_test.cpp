#include "relation/face_removal.h"

#include <algorithm>

#include "support/tensors.h"

namespace hoi {
namespace {

// Cells of 10 x 20 pixels; the face takes the right half of column 1 and all of column 2, and the
// upper quarter of row 0.
TEST(FaceCoverage, IsThePartOfEachCellThatTheFaceCovers) {
  const auto human = torch::tensor({{0., 0., 70., 140.}}),
             face = torch::tensor({{15., 0., 30., 5.}});
  auto expected = torch::zeros({1, 7, 7});
  expected[0][0][1] = 0.5 * 0.25;
  expected[0][0][2] = 0.25;
  EXPECT_TRUE(is_close(face_coverage(human, face, 7), expected, 1e-6));
}

TEST(FaceCoverage, CountsOnlyWhatLiesInsideTheHuman) {
  const auto human = torch::tensor({{10., 10., 30., 30.}});
  const auto face = torch::tensor({{0., 0., 20., 20.}});
  const auto expected = torch::tensor({{{1., 0.}, {0., 0.}}});
  EXPECT_TRUE(is_close(face_coverage(human, face, 2), expected, 1e-6));
}

TEST(FaceCoverage, IsZeroForAFaceWithoutExtentAndOutside) {
  const auto human = torch::tensor({{-5., -5., 5., 5.}, {0., 0., 10., 10.}});
  const auto face = torch::tensor({{0., 0., 0., 0.}, {20., 20., 30., 30.}});
  EXPECT_TRUE(is_close(face_coverage(human, face, 4), torch::zeros({2, 4, 4}), 0));
}

TEST(FaceCoverage, MatchesTheAreasCellByCell) {
  torch::manual_seed(1);
  const int64_t n = 6, resolution = 5;
  const auto corners = torch::rand({2, n, 2}, torch::kFloat64) * 10;
  const auto sizes = torch::rand({2, n, 2}, torch::kFloat64) * 10 + 1;
  const auto boxes = torch::cat({corners, corners + sizes}, 2);
  const auto coverage = face_coverage(boxes[0], boxes[1], resolution);
  for (int64_t i = 0; i < n; ++i) {
    const auto at = [&](int64_t kind, int64_t c) { return boxes[kind][i][c].item<double>(); };
    const double width = (at(0, 2) - at(0, 0)) / resolution,
                 height = (at(0, 3) - at(0, 1)) / resolution;
    for (int64_t r = 0; r < resolution; ++r) {
      for (int64_t c = 0; c < resolution; ++c) {
        const double x = at(0, 0) + width * static_cast<double>(c);
        const double y = at(0, 1) + height * static_cast<double>(r);
        const double across = std::min(x + width, at(1, 2)) - std::max(x, at(1, 0));
        const double down = std::min(y + height, at(1, 3)) - std::max(y, at(1, 1));
        const double expected = std::max(across, 0.) * std::max(down, 0.) / (width * height);
        ASSERT_NEAR(coverage[i][r][c].item<double>(), expected, 1e-9);
      }
    }
  }
}

TEST(RemoveFaces, FadesTheCoveredCellsOfEveryChannel) {
  const auto human = torch::full({1, 3, 2, 2}, 8.);
  const auto result =
      remove_faces(human, torch::tensor({{0., 0., 20., 20.}}), torch::tensor({{10., 0., 20., 5.}}));
  const auto expected = torch::tensor({{8., 4.}, {8., 8.}}).expand({1, 3, 2, 2});
  EXPECT_TRUE(is_close(result, expected, 1e-5));
}

TEST(RemoveFaces, LeavesAHumanWithoutFaceAsItIs) {
  const auto human = torch::randn({2, 3, 7, 7});
  const auto boxes = torch::tensor({{0., 0., 20., 20.}, {-9., -9., 5., 5.}});
  EXPECT_TRUE(is_close(remove_faces(human, boxes, torch::zeros({2, 4})), human, 0));
}

TEST(RemoveFaces, TakesNoHumansAndRejectsBoxesOfOthers) {
  EXPECT_EQ(
      remove_faces(torch::zeros({0, 3, 7, 7}), torch::zeros({0, 4}), torch::zeros({0, 4})).size(0),
      0);
  EXPECT_THROW(remove_faces(torch::zeros({2, 3, 7, 7}), torch::zeros({1, 4}), torch::zeros({1, 4})),
               c10::Error);
  EXPECT_THROW(face_coverage(torch::zeros({2, 4}), torch::zeros({1, 4}), 7), c10::Error);
}

}  // namespace
}  // namespace hoi
