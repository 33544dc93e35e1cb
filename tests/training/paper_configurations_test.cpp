#include <string>

#include <gtest/gtest.h>

#include "config/toml_options.h"
#include "training/experiment_options.h"

namespace hoi {
namespace {

// The paper's networks are the defaults but for what their files name; tests/model counts the
// parameters of those.

CascadeOptions network_of(const std::string& name) {
  return read_experiment(HOI_SOURCE_DIR "/configs/paper-" + name + ".toml", {}).model.network;
}

std::string described(const CascadeOptions& network) {
  ExperimentOptions experiment;
  experiment.model.network = network;
  return to_toml(experiment);
}

TEST(PaperConfigurations, DifferFromTheDefaultsInWhatTheyAreNamedFor) {
  CascadeOptions expected;
  EXPECT_EQ(described(network_of("r50")), described(expected));
  expected.backbone.kind = BackboneKind::kResNet101;
  EXPECT_EQ(described(network_of("r101")), described(expected));
  expected.backbone.kind = BackboneKind::kResNeXt101_64x4d;
  EXPECT_EQ(described(network_of("x101")), described(expected));
  expected.backbone.kind = BackboneKind::kResNet50;
  expected.segmentation.enabled = true;
  expected.relation.representation = Representation::kMask;
  EXPECT_EQ(described(network_of("r50-mask")), described(expected));
}

}  // namespace
}  // namespace hoi
