#include <array>
#include <string>

#include <gtest/gtest.h>

#include "detection/backbone.h"
#include "model/hoi_cascade.h"

namespace hoi {
namespace {

// The sizes of the paper's networks, worked out layer by layer, against what the modules hold and
// against spec 3.3. K and N are those of HOI-W.

constexpr int64_t kCountedObjects = 11, kCountedVerbs = 10;
constexpr int64_t kPyramid = 256, kCells = 7 * 7;

/// A convolution without bias; with one it is biased().
int64_t kernel(int64_t in, int64_t out, int64_t side, int64_t groups = 1) {
  return in / groups * out * side * side;
}
int64_t biased(int64_t in, int64_t out, int64_t side) { return kernel(in, out, side) + out; }
int64_t connected(int64_t in, int64_t out) { return in * out + out; }
int64_t norm(int64_t channels) { return 2 * channels; }  // scale and shift

/// Stem, then bottlenecks: 1x1 to `inner`, grouped 3x3, 1x1 to 4 times the width of the layer, and
/// a 1x1 shortcut where a layer begins.
int64_t trunk_size(const std::array<int64_t, 4>& depths, int64_t groups, int64_t inner_factor) {
  int64_t total = kernel(3, 64, 7) + norm(64);
  int64_t in = 64;
  for (std::size_t layer = 0; layer < 4; ++layer) {
    const int64_t width = int64_t{64} << layer, out = 4 * width, inner = inner_factor * width;
    total += kernel(in, out, 1) + norm(out);
    for (int64_t block = 0; block < depths[layer]; ++block) {
      total += kernel(in, inner, 1) + norm(inner);
      total += kernel(inner, inner, 3, groups) + norm(inner);
      total += kernel(inner, out, 1) + norm(out);
      in = out;
    }
  }
  return total;
}

int64_t pyramid_size() {
  int64_t total = 0;
  for (const int64_t channels : {256, 512, 1024, 2048}) {
    total += biased(channels, kPyramid, 1) + biased(kPyramid, kPyramid, 3);
  }
  return total;
}

int64_t proposals_size() {
  return biased(kPyramid, kPyramid, 3) + biased(kPyramid, 3, 1) + biased(kPyramid, 12, 1);
}

/// Both hidden layers of a box head; its outputs are classes and four deltas.
int64_t box_hidden_size() { return connected(kPyramid * kCells, 1024) + connected(1024, 1024); }
int64_t box_head_size() {
  return box_hidden_size() + connected(1024, kCountedObjects + 1) + connected(1024, 4);
}

int64_t fusion_size() { return connected(3 * kPyramid * kCells, 1024) + connected(1024, 1024); }
int64_t attention_size() { return 2 * (connected(2 * kPyramid * kCells, 256) + connected(256, 1)); }
/// 64 -> conv 5x5 -> 60 -> pool -> 30 -> conv 5x5 -> 26 -> pool -> 13 cells per side.
int64_t geometric_size() {
  return biased(2, 64, 5) + biased(64, 32, 5) + connected(32 * 13 * 13, 256);
}
int64_t classification_size() {
  return connected(1024, kCountedVerbs) + connected(256, kCountedVerbs) +
         connected(kCountedVerbs, kCountedVerbs);
}
int64_t recognition_size() {
  return fusion_size() + attention_size() + geometric_size() + connected(1024 + 256, 1) +
         classification_size();
}

int64_t mask_head_size(int64_t t) {
  const int64_t flow = t > 1 ? biased(kPyramid, kPyramid, 1) : 0;
  return flow + 4 * biased(kPyramid, kPyramid, 3) + biased(kPyramid, kPyramid, 2) +
         biased(kPyramid, kCountedObjects + 1, 1);
}

/// Numbers that the parameters below `prefix` hold; frozen ones count too, buffers do not.
int64_t held(const torch::nn::Module& module, const std::string& prefix = "") {
  int64_t total = 0;
  for (const auto& entry : module.named_parameters()) {
    if (entry.key().rfind(prefix, 0) == 0) total += entry.value().numel();
  }
  return total;
}

int64_t held_by_trunk(BackboneKind kind) {
  BackboneOptions options;
  options.kind = kind;
  return held(*build_backbone(options));
}

TEST(ParameterCount, TrunksHaveTheSizesOfTheirLayers) {
  EXPECT_EQ(trunk_size({3, 4, 6, 3}, 1, 1), 23508032);
  EXPECT_EQ(trunk_size({3, 4, 23, 3}, 1, 1), 42500160);
  EXPECT_EQ(trunk_size({3, 4, 23, 3}, 64, 4), 81406272);
  EXPECT_EQ(held_by_trunk(BackboneKind::kResNet50), 23508032);
  EXPECT_EQ(held_by_trunk(BackboneKind::kResNet101), 42500160);
  EXPECT_EQ(held_by_trunk(BackboneKind::kResNeXt101_64x4d), 81406272);
}

TEST(ParameterCount, PartsHaveTheSizesOfTheSpecification) {
  EXPECT_EQ(pyramid_size(), 3344384);       // 3.3 M
  EXPECT_EQ(proposals_size(), 593935);      // 0.6 M
  EXPECT_EQ(box_hidden_size(), 13895680);   // 13.9 M
  EXPECT_EQ(fusion_size(), 39585792);       // 39.6 M
  EXPECT_EQ(attention_size(), 12846082);    // 12.8 M
  EXPECT_EQ(geometric_size(), 1439200);     // 1.44 M
  EXPECT_EQ(classification_size(), 12930);  // 10250 + 2570 + 110
  EXPECT_EQ(mask_head_size(2), 2691596);    // 65792 + 2360320 + 262400 + 3084
}

TEST(ParameterCount, EachPartOfTheWholeNetworkHasItsSize) {
  CascadeOptions options;
  options.segmentation.enabled = true;
  Vocabulary vocabulary;
  for (int64_t k = 0; k < kCountedObjects; ++k) vocabulary.objects.push_back(std::to_string(k));
  for (int64_t n = 0; n < kCountedVerbs; ++n) vocabulary.verbs.push_back(std::to_string(n));
  const HoiCascade network(options, vocabulary, torch::zeros({kCountedObjects, kCountedVerbs}));
  EXPECT_EQ(held(*network, "backbone."), trunk_size({3, 4, 6, 3}, 1, 1));
  EXPECT_EQ(held(*network, "pyramid."), pyramid_size());
  EXPECT_EQ(held(*network, "proposals."), proposals_size());
  int64_t masks = 0;
  for (int64_t t = 1; t <= 3; ++t) {
    const std::string number = std::to_string(t) + ".";
    EXPECT_EQ(held(*network, "localization" + number), box_head_size());
    EXPECT_EQ(held(*network, "recognition" + number), recognition_size());
    EXPECT_EQ(held(*network, "recognition" + number + "fusion."), fusion_size());
    EXPECT_EQ(held(*network, "recognition" + number + "visual."), attention_size());
    EXPECT_EQ(held(*network, "recognition" + number + "geometric."), geometric_size());
    EXPECT_EQ(held(*network, "segmentation" + number), mask_head_size(t));
    masks += mask_head_size(t);
  }
  const int64_t boxes_only = trunk_size({3, 4, 6, 3}, 1, 1) + pyramid_size() + proposals_size() +
                             3 * (box_head_size() + recognition_size());
  EXPECT_EQ(boxes_only, 230838446);
  EXPECT_EQ(held(*network), boxes_only + masks);
}

}  // namespace
}  // namespace hoi
