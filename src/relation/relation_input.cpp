#include "relation/relation_input.h"

#include <ATen/Functions.h>
#include <c10/util/Exception.h>

namespace hoi {
namespace {

torch::Tensor join_rows(const std::vector<RelationInput>& inputs,
                        torch::Tensor RelationInput::*rows) {
  std::vector<torch::Tensor> parts;
  for (const auto& input : inputs) parts.push_back(input.*rows);
  return torch::cat(parts);
}

torch::Tensor join_masks(const std::vector<RelationInput>& inputs) {
  for (const auto& input : inputs) {
    TORCH_CHECK(input.masks.defined() == inputs[0].masks.defined(), "join_inputs: some of ",
                inputs.size(), " inputs have masks, others have none");
  }
  if (!inputs[0].masks.defined()) return {};
  return join_rows(inputs, &RelationInput::masks);
}

HumanObjectPairs join_pairs(const std::vector<RelationInput>& inputs) {
  std::vector<torch::Tensor> human, object;
  int64_t first_row = 0;
  for (const auto& input : inputs) {
    human.push_back(input.pairs.human + first_row);
    object.push_back(input.pairs.object + first_row);
    first_row += input.boxes.size(0);
  }
  return {torch::cat(human), torch::cat(object)};
}

}  // namespace

RelationInput of_one_image(RelationInput input, int64_t image_index) {
  input.image_index = torch::full_like(input.labels, image_index);
  input.face_image_index = torch::full({input.faces.size(0)}, image_index, input.labels.options());
  return input;
}

RelationInput join_inputs(const std::vector<RelationInput>& inputs) {
  TORCH_CHECK(!inputs.empty(), "join_inputs: no inputs");
  if (inputs.size() == 1) return inputs[0];
  RelationInput joined;
  joined.boxes = join_rows(inputs, &RelationInput::boxes);
  joined.parent_boxes = join_rows(inputs, &RelationInput::parent_boxes);
  joined.labels = join_rows(inputs, &RelationInput::labels);
  joined.masks = join_masks(inputs);
  joined.faces = join_rows(inputs, &RelationInput::faces);
  joined.pairs = join_pairs(inputs);
  joined.image_index = join_rows(inputs, &RelationInput::image_index);
  joined.face_image_index = join_rows(inputs, &RelationInput::face_image_index);
  return joined;
}

}  // namespace hoi
