#include "training/gradient_accumulation.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <ATen/Functions.h>
#include <fmt/format.h>
#include <torch/utils.h>

#include "base/error.h"

namespace hoi {
namespace {

constexpr const char* kPicturesNote = "step_pictures_done";
constexpr const char* kLossTensor = "step/loss";
constexpr const char* kTermPrefix = "step/term/";
constexpr const char* kGradientPrefix = "step/gradient/";

/// What follows `prefix` in `name`, "" for another name.
std::string rest_after(const std::string& prefix, const std::string& name) {
  return name.rfind(prefix, 0) == 0 ? name.substr(prefix.size()) : std::string();
}

/// A single number of a file; throws for any other tensor.
torch::Tensor number_in(const torch::Tensor& tensor, const std::string& name,
                        const std::string& path) {
  if (tensor.numel() == 1 && tensor.is_floating_point()) {
    return tensor.reshape({}).to(torch::kFloat64);
  }
  throw InputError(fmt::format("{}: '{}' must be one number", path, name));
}

}  // namespace

std::vector<MicroBatch> micro_batches(const std::vector<std::vector<int64_t>>& steps,
                                      int64_t images_at_once, int64_t pictures_done) {
  std::vector<MicroBatch> parts;
  std::size_t begin = static_cast<std::size_t>(pictures_done);
  for (const auto& step : steps) {
    const std::size_t most =
        images_at_once > 0 ? static_cast<std::size_t>(images_at_once) : step.size();
    for (; begin < step.size(); begin += most) {
      const std::size_t end = std::min(begin + most, step.size());
      MicroBatch part;
      for (std::size_t i = begin; i < end; ++i) part.pictures.push_back(step[i]);
      part.weight = static_cast<double>(end - begin) / static_cast<double>(step.size());
      part.ends_step = end == step.size();
      parts.push_back(std::move(part));
    }
    begin = 0;
  }
  return parts;
}

GradientAccumulation::GradientAccumulation(
    std::vector<std::pair<std::string, torch::Tensor>> parameters)
    : parameters_(std::move(parameters)) {}

double GradientAccumulation::add(const CascadeLoss& loss, const MicroBatch& part) {
  const torch::Tensor total = loss.total();
  const double value = total.item<double>();
  pictures_ += static_cast<int64_t>(part.pictures.size());
  loss_ += value * part.weight;
  for (const auto& term : loss.terms()) {
    const auto known = std::find_if(terms_.begin(), terms_.end(),
                                    [&](const auto& sum) { return sum.first == term.name; });
    const auto share = term.value.detach().to(torch::kFloat64) * part.weight;
    if (known == terms_.end()) {
      terms_.emplace_back(term.name, share);
    } else {
      known->second = known->second + share;
    }
  }
  // A picture without any target of this phase (no interactions, partial boxes) has nothing to
  // teach.
  if (std::isfinite(value) && total.requires_grad()) {
    (part.weight == 1 ? total : total * part.weight).backward();
  }
  return value;
}

std::vector<std::pair<std::string, double>> GradientAccumulation::terms() const {
  std::vector<std::pair<std::string, double>> values;
  if (terms_.empty()) return values;
  std::vector<torch::Tensor> sums;
  // A term that no part has had since a checkpoint was read is where that was read.
  const auto& device = terms_.front().second.device();
  for (const auto& term : terms_) sums.push_back(term.second.to(device));
  const auto numbers = torch::stack(sums).cpu();
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    values.emplace_back(terms_[i].first, numbers.data_ptr<double>()[i]);
  }
  return values;
}

std::vector<double> GradientAccumulation::values() const {
  std::vector<double> values{loss_};
  for (const auto& term : terms()) values.push_back(term.second);
  return values;
}

void GradientAccumulation::set_values(const std::vector<double>& values) {
  TORCH_CHECK(values.size() == terms_.size() + 1, "GradientAccumulation: ", values.size(),
              " values for ", terms_.size(), " terms");
  loss_ = values[0];
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    terms_[i].second = torch::full({}, values[i + 1], torch::kFloat64);
  }
}

void GradientAccumulation::clear() {
  pictures_ = 0;
  loss_ = 0;
  terms_.clear();
  for (auto& parameter : parameters_) parameter.second.mutable_grad() = torch::Tensor();
}

void GradientAccumulation::store(TrainingState& state) const {
  if (pictures_ == 0) return;
  state.notes[kPicturesNote] = std::to_string(pictures_);
  state.tensors.emplace_back(kLossTensor, torch::full({1}, loss_, torch::kFloat64));
  for (const auto& [name, sum] : terms_) {
    state.tensors.emplace_back(kTermPrefix + name, sum.reshape({1}));
  }
  for (const auto& [name, parameter] : parameters_) {
    if (parameter.grad().defined()) {
      state.tensors.emplace_back(kGradientPrefix + name, parameter.grad());
    }
  }
}

void GradientAccumulation::restore(const TrainingState& state, const std::string& path) {
  clear();
  const auto note = state.notes.find(kPicturesNote);
  if (note == state.notes.end()) return;
  const std::string& text = note->second;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), pictures_);
  if (parsed.ec != std::errc() || pictures_ < 1) {
    throw InputError(fmt::format("{}: the note '{}' is '{}', expected a number of pictures", path,
                                 kPicturesNote, text));
  }
  for (const auto& [name, tensor] : state.tensors) {
    if (name == kLossTensor) loss_ = number_in(tensor, name, path).item<double>();
    const std::string term = rest_after(kTermPrefix, name);
    if (!term.empty()) terms_.emplace_back(term, number_in(tensor, name, path));
    const std::string owner = rest_after(kGradientPrefix, name);
    if (owner.empty()) continue;
    const auto parameter = std::find_if(parameters_.begin(), parameters_.end(),
                                        [&](const auto& entry) { return entry.first == owner; });
    if (parameter == parameters_.end() || parameter->second.sizes() != tensor.sizes()) {
      throw InputError(fmt::format(
          "{}: the gradient of '{}' fits no trained parameter; this is no checkpoint of this "
          "configuration",
          path, owner));
    }
    parameter->second.mutable_grad() =
        tensor.to(parameter->second.device(), parameter->second.scalar_type());
  }
}

}  // namespace hoi
