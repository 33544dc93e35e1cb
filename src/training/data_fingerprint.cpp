#include "training/data_fingerprint.h"

#include <cstdint>
#include <filesystem>
#include <iterator>
#include <system_error>

#include <fmt/format.h>

#include "base/crc64.h"

namespace hoi {
namespace {

/// A checksum over values of several types, each with an end, so that "ab", "c" is not "a", "bc".
class Fingerprint {
 public:
  template <class Value>
  void add(const Value& value) {
    fmt::format_to(std::back_inserter(text_), "{}\n", value);
    if (text_.size() >= kChunk) fold();
  }

  void add(const Box& box) {
    for (const float edge : {box.x1, box.y1, box.x2, box.y2}) add(edge);
  }

  std::string digits() {
    fold();
    return fmt::format("{:016x}", value_);
  }

 private:
  static constexpr std::size_t kChunk = std::size_t{1} << 16;

  /// The checksum so far stands before the next part of the text.
  void fold() {
    value_ = crc64(fmt::format("{:016x}{}", value_, text_));
    text_.clear();
  }

  std::uint64_t value_ = 0;
  std::string text_;
};

void add_instance(const InstanceAnnotation& instance, Fingerprint& fingerprint) {
  fingerprint.add(instance.category);
  fingerprint.add(instance.box);
  fingerprint.add(instance.crowd);
  fingerprint.add(instance.polygons.size());
  for (const auto& polygon : instance.polygons) {
    fingerprint.add(polygon.size());
    for (const float coordinate : polygon) fingerprint.add(coordinate);
  }
  if (!instance.run_lengths) return;
  for (const auto count : instance.run_lengths->counts) fingerprint.add(count);
}

void add_annotation(const ImageAnnotation& image, Fingerprint& fingerprint) {
  fingerprint.add(image.file_name);
  fingerprint.add(image.width);
  fingerprint.add(image.height);
  fingerprint.add(image.interactions_annotated);
  fingerprint.add(image.boxes_exhaustive);
  fingerprint.add(image.instances.size());
  for (const auto& instance : image.instances) add_instance(instance, fingerprint);
  fingerprint.add(image.interactions.size());
  for (const auto& [subject, object, verb] : image.interactions) {
    for (const int number : {subject, object, verb}) fingerprint.add(number);
  }
  fingerprint.add(image.faces.size());
  for (const auto& face : image.faces) fingerprint.add(face.box);
}

}  // namespace

std::string data_fingerprint(const TrainingDataset& dataset) {
  Fingerprint fingerprint;
  const Vocabulary& vocabulary = dataset.vocabulary();
  for (const auto* words : {&vocabulary.objects, &vocabulary.verbs}) {
    fingerprint.add(words->size());
    for (const auto& word : *words) fingerprint.add(word);
  }
  fingerprint.add(vocabulary.person);
  fingerprint.add(vocabulary.person_as_object);
  for (std::int64_t i = 0; i < dataset.size(); ++i) {
    std::error_code ignored;  // a picture in a shard has no file of its own
    const std::uintmax_t bytes = std::filesystem::file_size(dataset.path(i), ignored);
    fingerprint.add(ignored ? std::uintmax_t{0} : bytes);
    add_annotation(dataset.annotation(i), fingerprint);
  }
  return fingerprint.digits();
}

}  // namespace hoi
