#include "detection/backbone.h"

#include "detection/mobilenet_v2.h"
#include "detection/resnet.h"

namespace hoi {

std::shared_ptr<Backbone> build_backbone(const BackboneOptions& options) {
  if (options.kind == BackboneKind::kMobileNetV2) return std::make_shared<MobileNetV2>(options);
  return std::make_shared<ResNet>(options);
}

}  // namespace hoi
