#include "relation/face_assignment.h"

#include "support/tensors.h"

namespace hoi {
namespace {

using Rows = std::vector<std::vector<double>>;

torch::Tensor matrix(const Rows& rows, int64_t columns) {
  auto result = torch::zeros({static_cast<int64_t>(rows.size()), columns});
  for (std::size_t r = 0; r < rows.size(); ++r) {
    result[static_cast<int64_t>(r)] = torch::tensor(rows[r]);
  }
  return result;
}

std::vector<int64_t> assigned(const Rows& humans, const std::vector<int64_t>& human_image,
                              const Rows& faces, const std::vector<int64_t>& face_image) {
  const auto rows = assign_faces(matrix(humans, 4), torch::tensor(human_image, torch::kInt64),
                                 matrix(faces, 5), torch::tensor(face_image, torch::kInt64))
                        .contiguous();
  return {rows.data_ptr<int64_t>(), rows.data_ptr<int64_t>() + rows.size(0)};
}

/// Everything in one image.
std::vector<int64_t> assigned(const Rows& humans, const Rows& faces) {
  return assigned(humans, std::vector<int64_t>(humans.size(), 3), faces,
                  std::vector<int64_t>(faces.size(), 3));
}

using Assigned = std::vector<int64_t>;

TEST(AssignFaces, GivesEachHumanTheFaceInsideItsBox) {
  EXPECT_EQ(
      assigned({{0, 0, 40, 100}, {100, 0, 140, 100}}, {{110, 5, 125, 20, .9}, {10, 5, 25, 20, .5}}),
      Assigned({1, 0}));
}

TEST(AssignFaces, LeavesAHumanWithoutFaceAlone) {
  EXPECT_EQ(assigned({{0, 0, 40, 100}, {100, 0, 140, 100}}, {{110, 5, 125, 20, .9}}),
            Assigned({-1, 0}));
}

TEST(AssignFaces, PrefersTheHigherDetectorScore) {
  EXPECT_EQ(assigned({{0, 0, 100, 100}}, {{10, 10, 20, 20, .6}, {60, 60, 70, 70, .7}}),
            Assigned({1}));
}

// Distances from (50, 0) to the centres (10, 10), (55, 5) and (50, 90).
TEST(AssignFaces, BreaksTiesByTheDistanceToTheMiddleOfTheUpperEdge) {
  EXPECT_EQ(
      assigned({{0, 0, 100, 100}}, {{5, 5, 15, 15, .6}, {50, 0, 60, 10, .6}, {45, 85, 55, 95, .6}}),
      Assigned({1}));
}

// A centre inside is not enough.
TEST(AssignFaces, NeedsSixtyPercentOfTheFaceInside) {
  EXPECT_EQ(assigned({{0, 0, 100, 100}}, {{87.5, 10, 107.5, 30, .9}}), Assigned({0}));  // 62.5 %
  EXPECT_EQ(assigned({{0, 0, 100, 100}}, {{89, 10, 109, 30, .9}}), Assigned({-1}));     // 55 %
  EXPECT_EQ(assigned({{0, 0, 100, 100}}, {{87, -7, 107, 13, .9}}), Assigned({-1}));     // 42.25 %
}

TEST(AssignFaces, NeedsSixtyPercentOfAFaceLargerThanTheHumanToo) {
  EXPECT_EQ(assigned({{40, 40, 60, 60}}, {{0, 0, 100, 100, .9}}), Assigned({-1}));
}

// A child in front of an adult: the smaller box owns the child's face, the adult keeps the own one.
TEST(AssignFaces, LeavesAFaceToTheSmallestBoxThatContainsIt) {
  const Rows adult_and_child = {{0, 0, 100, 200}, {30, 100, 60, 200}};
  EXPECT_EQ(assigned(adult_and_child, {{40, 105, 50, 115, .9}}), Assigned({-1, 0}));
  EXPECT_EQ(assigned(adult_and_child, {{40, 105, 50, 115, .9}, {45, 10, 65, 30, .4}}),
            Assigned({1, 0}));
}

// Neither box is smaller, so there is no better owner.
TEST(AssignFaces, SharesAFaceBetweenBoxesOfEqualSize) {
  EXPECT_EQ(assigned({{0, 0, 60, 100}, {40, 0, 100, 100}}, {{45, 5, 55, 15, .9}}),
            Assigned({0, 0}));
}

// IoU of the two boxes 0.81: a jittered second box of one person must not lose the face.
TEST(AssignFaces, SharesAFaceBetweenTwoBoxesOfOnePerson) {
  EXPECT_EQ(assigned({{0, 0, 100, 100}, {0, 0, 90, 90}}, {{40, 5, 60, 25, .9}}), Assigned({0, 0}));
}

// The same place in two images: a better face in the other image is nobody's here, and the smaller
// box of somebody there takes nothing away.
TEST(AssignFaces, GivesNobodyAFaceOfAnotherImage) {
  const Rows humans = {{0, 0, 100, 200}, {0, 0, 100, 200}, {30, 100, 60, 200}};
  const Rows faces = {{40, 105, 50, 115, .4}, {45, 10, 65, 30, .9}, {40, 105, 50, 115, .8}};
  EXPECT_EQ(assigned(humans, {0, 2, 2}, faces, {0, 2, 2}), Assigned({0, 1, 2}));
  EXPECT_EQ(assigned(humans, {2, 0, 2}, faces, {0, 2, 2}), Assigned({1, 0, 2}));
  EXPECT_EQ(assigned(humans, {1, 1, 1}, faces, {0, 2, 2}), Assigned({-1, -1, -1}));
}

TEST(AssignFaces, IgnoresFacesWithoutExtent) {
  EXPECT_EQ(assigned({{0, 0, 100, 100}}, {{50, 50, 50, 50, .9}}), Assigned({-1}));
}

TEST(AssignFaces, TakesNoFacesAndNoHumans) {
  EXPECT_EQ(assigned({{0, 0, 1, 1}, {0, 0, 2, 2}}, {}), Assigned({-1, -1}));
  EXPECT_EQ(assigned({}, {{0, 0, 1, 1, .9}}), Assigned({}));
  EXPECT_EQ(assigned({}, {}), Assigned({}));
}

TEST(AssignFaces, RejectsFacesWithoutScore) {
  const auto image = torch::zeros({1}, torch::kInt64);
  EXPECT_THROW(assign_faces(torch::zeros({1, 4}), image, torch::zeros({1, 4}), image), c10::Error);
}

TEST(AssignFaces, RejectsImagesOfOtherRows) {
  const auto image = torch::zeros({1}, torch::kInt64);
  const auto humans = torch::zeros({2, 4}), faces = torch::zeros({1, 5});
  EXPECT_THROW(assign_faces(humans, image, faces, image), c10::Error);
  EXPECT_THROW(assign_faces(humans, image.repeat({2}), faces, image.repeat({2})), c10::Error);
}

}  // namespace
}  // namespace hoi
