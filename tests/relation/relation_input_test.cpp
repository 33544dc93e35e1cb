#include "relation/relation_input.h"

#include "support/tensors.h"

namespace hoi {
namespace {

torch::Tensor rows(const std::vector<int64_t>& values) {
  return torch::tensor(values, torch::kInt64);
}

RelationInput random_input(int64_t regions, int64_t faces, int64_t image) {
  RelationInput input;
  input.boxes = torch::rand({regions, 4});
  input.parent_boxes = torch::rand({regions, 4});
  input.labels = torch::arange(regions);
  input.faces = torch::rand({faces, 5});
  input.pairs = {rows({}), rows({})};
  return of_one_image(input, image);
}

TEST(OfOneImage, PutsAllRegionsAndFacesIntoTheImage) {
  const auto input = random_input(3, 2, 7);
  EXPECT_TRUE(torch::equal(input.image_index, rows({7, 7, 7})));
  EXPECT_TRUE(torch::equal(input.face_image_index, rows({7, 7})));
  const auto empty = random_input(0, 0, 7);
  EXPECT_TRUE(torch::equal(empty.image_index, rows({})));
  EXPECT_TRUE(torch::equal(empty.face_image_index, rows({})));
}

TEST(JoinInputs, PutsRowsOneAfterAnotherAndLetsPairsFollowThem) {
  auto a = random_input(3, 1, 4), b = random_input(0, 2, 0), c = random_input(2, 0, 2);
  a.pairs = {rows({0, 2}), rows({1, 1})};
  c.pairs = {rows({1}), rows({0})};
  for (auto* input : {&a, &b, &c}) input->masks = torch::rand({input->boxes.size(0), 2, 2});
  const auto joined = join_inputs({a, b, c});
  EXPECT_TRUE(torch::equal(joined.boxes, torch::cat({a.boxes, c.boxes})));
  EXPECT_TRUE(torch::equal(joined.parent_boxes, torch::cat({a.parent_boxes, c.parent_boxes})));
  EXPECT_TRUE(torch::equal(joined.labels, rows({0, 1, 2, 0, 1})));
  EXPECT_TRUE(torch::equal(joined.masks, torch::cat({a.masks, c.masks})));
  EXPECT_TRUE(torch::equal(joined.faces, torch::cat({a.faces, b.faces})));
  EXPECT_TRUE(torch::equal(joined.image_index, rows({4, 4, 4, 2, 2})));
  EXPECT_TRUE(torch::equal(joined.face_image_index, rows({4, 0, 0})));
  EXPECT_TRUE(torch::equal(joined.pairs.human, rows({0, 2, 4})));
  EXPECT_TRUE(torch::equal(joined.pairs.object, rows({1, 1, 3})));
}

TEST(JoinInputs, HasNoMasksWhereNobodyHasAny) {
  EXPECT_FALSE(join_inputs({random_input(1, 0, 0), random_input(2, 0, 1)}).masks.defined());
}

TEST(JoinInputs, RejectsNothingAndMasksOfSome) {
  EXPECT_THROW(join_inputs({}), c10::Error);
  auto masked = random_input(1, 0, 0);
  masked.masks = torch::rand({1, 2, 2});
  EXPECT_THROW(join_inputs({masked, random_input(1, 0, 1)}), c10::Error);
  EXPECT_THROW(join_inputs({random_input(1, 0, 1), masked}), c10::Error);
}

}  // namespace
}  // namespace hoi
