#include "scene/scene_generator.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

#include "base/error.h"
#include "scene/instance_outline.h"
#include "scene/scene_background.h"

namespace hoi {

namespace {

constexpr int kAttempts = 40;
constexpr int kCrowdedAttempts = 12;  // with as many people as the options allow
constexpr double kMinVisible = 0.5;   // of the pixels of an instance, else the layout is drawn anew
constexpr double kMinFaceVisible = 0.65;  // not hidden by others
constexpr int kMinPixels = 24;
constexpr int kMaxPeople = 12;
constexpr int kMaxLooseObjects = 20;

// Instances are numbered from 1 in this order: each actor followed by its objects, then loose
// objects.
struct InstanceNumbers {
  std::vector<int> actor;  // number of the person
  std::vector<int> loose;
  int count = 0;

  explicit InstanceNumbers(const SceneLayout& layout) {
    int next = 1;
    for (const auto& person : layout.actors) {
      actor.push_back(next);
      next += 1 + static_cast<int>(person.objects.size());
    }
    for (std::size_t index = 0; index < layout.loose.size(); ++index) loose.push_back(next++);
    count = next - 1;
  }
};

struct Drawing {
  cv::Mat image, instances;  // instances: number of each pixel, 0 is the background
  bool readable = true;      // nothing that matters is hidden
};

// Pixels of the face that show the actor itself or what it holds, as a part of the whole ellipse.
double visible_face(const cv::Mat& instances, const Actor& actor, int person) {
  const cv::Rect2f face = face_extent(actor);
  int seen = 0, all = 0;
  for (int row = 0; row < 9; ++row) {
    for (int column = 0; column < 9; ++column) {
      const float u = (static_cast<float>(column) - 4) / 4.5F,
                  v = (static_cast<float>(row) - 4) / 4.5F;
      if (u * u + v * v > 1) continue;
      ++all;
      const cv::Point2f place =
          actor.frame.map({face.x + (u + 1) / 2 * face.width, face.y + (v + 1) / 2 * face.height});
      if (place.x < 0 || place.y < 0 || place.x >= static_cast<float>(instances.cols) ||
          place.y >= static_cast<float>(instances.rows))
        continue;
      const int shown =
          instances.at<std::uint8_t>(static_cast<int>(place.y), static_cast<int>(place.x));
      seen += shown >= person && shown <= person + static_cast<int>(actor.objects.size());
    }
  }
  return static_cast<double>(seen) / all;
}

Drawing draw_layout(const SceneOptions& options, const SceneLayout& layout, RandomSource& random) {
  const InstanceNumbers numbers(layout);
  const cv::Size size(options.width, options.height);
  Canvas canvas(size);
  draw_background(canvas, size, random);
  std::vector<int> drawn(static_cast<std::size_t>(numbers.count) + 1, 0);
  for (const auto& item : layout.order) {
    const auto index = static_cast<std::size_t>(item.index);
    int first = 0, last = -1;
    if (item.kind == ItemKind::kActor) {
      first = numbers.actor[index];
      last = first + static_cast<int>(layout.actors[index].objects.size());
      draw_actor(canvas, layout.actors[index], static_cast<std::uint8_t>(first));
    } else if (item.kind == ItemKind::kLooseObject) {
      first = last = numbers.loose[index];
      canvas.begin(static_cast<std::uint8_t>(first));
      draw_object(canvas, {}, layout.loose[index]);
    } else {
      draw_furniture(canvas, layout.furniture[index]);
    }
    if (last < first) continue;
    const auto counts = canvas.visible_pixels();
    for (int number = first; number <= last; ++number) {
      drawn[static_cast<std::size_t>(number)] = counts[static_cast<std::size_t>(number)];
    }
  }
  Drawing drawing{canvas.picture(), canvas.instance_map(), true};
  const auto visible = canvas.visible_pixels();
  for (std::size_t number = 1; number < drawn.size(); ++number) {
    drawing.readable = drawing.readable && visible[number] >= kMinVisible * drawn[number] &&
                       visible[number] >= kMinPixels * Canvas::kFineScale * Canvas::kFineScale;
  }
  for (std::size_t index = 0; index < layout.actors.size(); ++index) {
    drawing.readable = drawing.readable && visible_face(drawing.instances, layout.actors[index],
                                                        numbers.actor[index]) >= kMinFaceVisible;
  }
  apply_camera(drawing.image, random);
  return drawing;
}

InstanceAnnotation annotate_instance(const cv::Mat& instances, int number, ObjectClass category) {
  InstanceAnnotation annotation;
  annotation.id = number;
  annotation.category = static_cast<int>(category);
  const cv::Mat mask = instances == number;
  const cv::Rect bounds = cv::boundingRect(mask);
  annotation.box = {static_cast<float>(bounds.x), static_cast<float>(bounds.y),
                    static_cast<float>(bounds.x + bounds.width),
                    static_cast<float>(bounds.y + bounds.height)};
  annotation.polygons = trace_outlines(mask);
  return annotation;
}

FaceAnnotation annotate_face(const Actor& actor, const SceneOptions& options) {
  const cv::Rect2f face = face_extent(actor);
  const cv::Point2f a = actor.frame.map(face.tl()), b = actor.frame.map(face.br());
  FaceAnnotation annotation;
  annotation.box = {std::max(std::min(a.x, b.x), 0.0F), std::max(std::min(a.y, b.y), 0.0F),
                    std::min(std::max(a.x, b.x), static_cast<float>(options.width)),
                    std::min(std::max(a.y, b.y), static_cast<float>(options.height))};
  return annotation;
}

ImageAnnotation annotate(const SceneOptions& options, const SceneLayout& layout,
                         const cv::Mat& instances) {
  const InstanceNumbers numbers(layout);
  ImageAnnotation annotation;
  annotation.width = options.width;
  annotation.height = options.height;
  for (std::size_t index = 0; index < layout.actors.size(); ++index) {
    const Actor& actor = layout.actors[index];
    int number = numbers.actor[index];
    annotation.instances.push_back(annotate_instance(instances, number, ObjectClass::kPerson));
    for (const auto& held : actor.objects) {
      annotation.instances.push_back(annotate_instance(instances, ++number, held.object.category));
    }
    if (!actor.turn.away) annotation.faces.push_back(annotate_face(actor, options));
  }
  for (std::size_t index = 0; index < layout.loose.size(); ++index) {
    annotation.instances.push_back(
        annotate_instance(instances, numbers.loose[index], layout.loose[index].category));
  }
  for (const auto& interaction : layout.interactions) {
    const auto object = static_cast<std::size_t>(interaction.object);
    const int number =
        interaction.owner < 0
            ? numbers.loose[object]
            : numbers.actor[static_cast<std::size_t>(interaction.owner)] + 1 + interaction.object;
    annotation.interactions.push_back(
        {numbers.actor[static_cast<std::size_t>(interaction.actor)] - 1, number - 1,
         static_cast<int>(interaction.verb)});
  }
  return annotation;
}

/// What to try after so many layouts that hide something: fewer people, in the end one alone.
SceneOptions options_of_attempt(const SceneOptions& options, int attempt) {
  SceneOptions tried = options;
  if (attempt < kCrowdedAttempts) return tried;
  if (options.max_people > 3) {
    tried.max_people = std::max(
        1, options.max_people * (kAttempts - 1 - attempt) / (kAttempts - kCrowdedAttempts));
  } else {
    tried.max_people = 1;
    tried.max_loose_objects = std::min(tried.max_loose_objects, 1);
  }
  tried.min_people = std::min(tried.min_people, tried.max_people);
  return tried;
}

void check_options(const SceneOptions& options) {
  if (options.width < 64 || options.height < 64 || options.width > 4096 || options.height > 4096) {
    throw InputError("synthetic scene: size " + std::to_string(options.width) + "x" +
                     std::to_string(options.height) + "; expected 64 to 4096 pixels a side");
  }
  if (options.min_people < 1 || options.max_people < options.min_people ||
      options.max_people > kMaxPeople || options.max_loose_objects < 0 ||
      options.max_loose_objects > kMaxLooseObjects) {
    throw InputError("synthetic scene: " + std::to_string(options.min_people) + " to " +
                     std::to_string(options.max_people) + " people and up to " +
                     std::to_string(options.max_loose_objects) +
                     " loose objects; expected 1 to 12 people and 0 to 20 objects");
  }
}

}  // namespace

SyntheticScene generate_scene(const SceneOptions& options, std::uint64_t seed, int index) {
  check_options(options);
  SyntheticScene scene;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    RandomSource random = RandomSource::derived(seed, static_cast<std::uint64_t>(index),
                                                static_cast<std::uint64_t>(attempt));
    const SceneOptions tried = options_of_attempt(options, attempt);
    const SceneLayout layout = random_layout(tried, random);
    Drawing drawing = draw_layout(tried, layout, random);
    if (!drawing.readable && attempt + 1 < kAttempts) continue;
    scene.image = drawing.image;
    scene.annotation = annotate(tried, layout, drawing.instances);
    break;
  }
  scene.annotation.id = index + 1;
  return scene;
}

}  // namespace hoi
