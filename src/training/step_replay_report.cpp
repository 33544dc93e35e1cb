// What a repeated step tells people.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "training/step_replay.h"

namespace hoi {
namespace {

constexpr std::size_t kNamesShown = 8;

std::string first_names(const std::vector<std::string>& names) {
  const std::size_t shown = std::min(names.size(), kNamesShown);
  return fmt::format("{}{}",
                     fmt::join(names.begin(), names.begin() + static_cast<long>(shown), ", "),
                     shown < names.size() ? ", ..." : "");
}

std::string term_text(const std::pair<std::string, double>& term) {
  return fmt::format("{} {:.6g}{}", term.first, term.second,
                     std::isfinite(term.second) ? "" : " (not finite)");
}

std::string bad_terms(const ReplayedPictures& pictures) {
  std::vector<std::string> names;
  for (const auto& [name, value] : pictures.terms) {
    if (!std::isfinite(value)) names.push_back(name);
  }
  return names.empty() ? "none" : first_names(names);
}

bool repeats(double recorded, double replayed) {
  return recorded == replayed || (std::isnan(recorded) && std::isnan(replayed));
}

std::string verdict(const StepReplay& replay) {
  if (!replay.bad_weights.empty()) {
    return "to blame: the weights, which were not finite before this step; go back to an older "
           "checkpoint and lower training.learning_rate.base";
  }
  std::vector<std::string> culprits;
  for (const auto& picture : replay.single) {
    if (!picture.is_finite()) culprits.push_back(picture.file_names.at(0));
  }
  if (culprits.size() == replay.single.size() && culprits.size() > 1) {
    return "to blame: no single picture, each of them fails alone; the weights have grown too "
           "large, lower training.learning_rate.base";
  }
  if (!culprits.empty()) return "to blame: " + first_names(culprits);
  return replay.whole.is_finite() ? "to blame: nothing, the step is finite this time"
                                  : "to blame: no single picture, only all together";
}

}  // namespace

bool ReplayedPictures::is_finite() const {
  return std::isfinite(loss) && std::isfinite(gradient_norm) && bad_gradients.empty();
}

std::vector<std::string> describe(const StepReplay& replay) {
  const auto& whole = replay.whole;
  std::vector<std::string> lines;
  lines.push_back(fmt::format("step {} (epoch {}) on {} pictures: {}", replay.step,
                              replay.recorded.epoch + 1, replay.recorded.pictures.size(),
                              first_names(replay.recorded.file_names)));
  lines.push_back(fmt::format("loss {} now, {} recorded: {}", whole.loss, replay.recorded.loss,
                              repeats(replay.recorded.loss, whole.loss)
                                  ? "repeated exactly"
                                  : "not the same (other settings, threads or device?)"));
  lines.push_back(
      replay.bad_weights.empty()
          ? "weights before the step: all finite"
          : fmt::format("weights before the step: not finite in {} of {} parameters: {}",
                        replay.bad_weights.size(), replay.parameters,
                        first_names(replay.bad_weights)));
  for (const auto& term : whole.terms) lines.push_back("  term " + term_text(term));
  lines.push_back(fmt::format(
      "gradients: norm {:.6g}, not finite in {} of {} parameters{}", whole.gradient_norm,
      whole.bad_gradients.size(), replay.parameters,
      whole.bad_gradients.empty() ? std::string() : ": " + first_names(whole.bad_gradients)));
  for (const auto& picture : replay.single) {
    lines.push_back(fmt::format(
        "{} alone: loss {:.6g}, gradient norm {:.6g}{}", picture.file_names.at(0), picture.loss,
        picture.gradient_norm,
        picture.is_finite() ? std::string()
                            : fmt::format("; not finite: terms {}; gradients of {} parameters{}{}",
                                          bad_terms(picture), picture.bad_gradients.size(),
                                          picture.bad_gradients.empty() ? "" : ", ",
                                          first_names(picture.bad_gradients))));
  }
  lines.push_back(verdict(replay));
  return lines;
}

}  // namespace hoi
