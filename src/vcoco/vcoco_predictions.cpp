#include "vcoco/vcoco_predictions.h"

#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "formats/json_entry.h"
#include "vcoco/vcoco_record.h"

namespace hoi {
namespace {

constexpr std::uintmax_t kLargestPredictionFile = std::uintmax_t{4} << 30;
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

class PredictionReader {
 public:
  explicit PredictionReader(VcocoGroundTruth& truth) : truth_(truth) {
    for (const std::string& action : truth.actions) agent_keys_.push_back(action + "_agent");
    for (const VcocoRoleClass& role : truth.roles) {
      role_keys_.push_back(truth.actions[role.action] + "_" + role.role);
    }
  }

  void add_prediction(const VcocoRecord& record);
  void release_spare_memory();
  const VcocoPredictionCounts& counts() const { return counts_; }

 private:
  VcocoGroundTruth& truth_;
  std::vector<std::string> agent_keys_, role_keys_;
  VcocoPredictionCounts counts_;
};

/// A number in single precision, as the script keeps it; null is NaN.
float single(const VcocoRecord& record, const std::string& key, const nlohmann::json& value) {
  if (value.is_null()) return kNan;
  const double number = value.is_number() ? value.get<double>() : std::nan("");
  if (!(std::abs(number) <= double{std::numeric_limits<float>::max()})) {
    record.fail(fmt::format("'{}' must hold numbers or null, found {}", key, shown(value)));
  }
  return static_cast<float>(number);
}

/// Exactly `Count` numbers.
template <std::size_t Count>
std::array<float, Count> singles(const VcocoRecord& record, const std::string& key) {
  std::array<float, Count> numbers;
  numbers.fill(kNan);
  const nlohmann::json& value = record.member(key.c_str());
  if (value.is_null()) return numbers;
  if (!value.is_array() || value.size() != Count) {
    record.fail(
        fmt::format("'{}' must be a list of {} numbers, found {}", key, Count, shown(value)));
  }
  for (std::size_t i = 0; i < Count; ++i) numbers[i] = single(record, key, value[i]);
  return numbers;
}

/// The image of a prediction; ids that went through numpy may be fractions like 294.0.
std::int64_t image_id_of(const VcocoRecord& record) {
  const nlohmann::json& value = record.member("image_id");
  constexpr double kLargestExact = std::int64_t{1} << 53;
  const double number = value.is_number_float() ? value.get<double>() : std::nan("");
  const bool is_whole = std::trunc(number) == number && std::abs(number) <= kLargestExact;
  return is_whole ? static_cast<std::int64_t>(number) : record.integer("image_id");
}

void PredictionReader::add_prediction(const VcocoRecord& record) {
  const auto image = truth_.image_of_id.find(image_id_of(record));
  if (image == truth_.image_of_id.end()) {
    ++counts_.of_other_images;
    return;
  }
  ++counts_.used;
  RolePredictions& predictions = truth_.images[image->second].predictions;
  const auto person = singles<4>(record, "person_box");
  predictions.persons.push_back({person[0], person[1], person[2], person[3]});
  for (const std::string& key : agent_keys_) {
    predictions.agent_scores.push_back(single(record, key, record.member(key.c_str())));
  }
  for (const std::string& key : role_keys_) {
    const auto object = singles<5>(record, key);
    predictions.objects.push_back({{object[0], object[1], object[2], object[3]}, object[4]});
  }
}

void PredictionReader::release_spare_memory() {
  for (RoleImage& image : truth_.images) {
    image.predictions.persons.shrink_to_fit();
    image.predictions.agent_scores.shrink_to_fit();
    image.predictions.objects.shrink_to_fit();
  }
}

}  // namespace

bool is_pickle(const std::string& bytes) {
  // Protocol 2 and later: 0x80; protocol 0: "(l"; protocol 1: "]q". A JSON list begins with '['.
  return !bytes.empty() && (bytes[0] == '\x80' || bytes[0] == '(' || bytes[0] == ']');
}

JsonRecords open_vcoco_predictions(const std::filesystem::path& file,
                                   const ReadProgress& progress) {
  JsonLimits limits;
  limits.max_bytes = kLargestPredictionFile;
  std::string bytes = read_file(file, limits.max_bytes);
  if (is_pickle(bytes)) {
    throw InputError(
        file.string() +
        ": is a Python pickle, which is not read here because it can run any program; convert one "
        "that you trust: python3 -c \"import json, pickle, sys; "
        "d = pickle.load(open(sys.argv[1], 'rb'), encoding='latin1'); "
        "open(sys.argv[2], 'w').write(json.dumps(d, default=lambda a: a.tolist())"
        ".replace('NaN', 'null'))\" in.pkl out.json");
  }
  return JsonRecords(std::move(bytes), file.string(), progress, limits);
}

VcocoPredictionCounts add_vcoco_predictions(const JsonRecords& predictions,
                                            VcocoGroundTruth& truth) {
  if (!predictions.is_list()) {
    throw InputError(predictions.name() + ": must hold a list of predictions, found an object");
  }
  PredictionReader reader(truth);
  try {
    predictions.each([&](const nlohmann::json& value, std::size_t position) {
      reader.add_prediction(VcocoRecord(value, predictions.name(), "prediction", position));
    });
  } catch (const InputError& error) {
    // Python writes NaN as a bare word, which is no JSON.
    if (std::string_view(error.what()).find("N'") == std::string_view::npos) throw;
    throw InputError(std::string(error.what()) + "; write null for NaN");
  }
  reader.release_spare_memory();
  return reader.counts();
}

}  // namespace hoi
