#include "training/run_journal.h"

#include <array>
#include <cstddef>
#include <exception>

#include <fmt/format.h>

#include "base/file.h"
#include "report/report_page.h"
#include "report/validation_json.h"

namespace hoi {
namespace {

constexpr std::uintmax_t kLargestSettings = 1 << 20;

}  // namespace

RunJournal::RunJournal(const RunDirectory& run, int64_t log_steps)
    : run_(run), log_steps_(log_steps), metrics_(run.metrics()) {}

void RunJournal::begin(int64_t first_step) {
  events_.emplace(run_.events(), first_step);
  if (std::filesystem::exists(run_.config())) {
    const std::string settings = read_file(run_.config(), kLargestSettings);
    events_->text("config", first_step, fmt::format("```toml\n{}```", settings));
  }
  events_->flush();
}

void RunJournal::add_step(const StepMetrics& step, const std::function<LossTerms()>& terms) {
  seconds_ += step.seconds;
  images_ += step.images;
  ++steps_;
  if (step.step % log_steps_ != 0) return;
  nlohmann::json entry{{"step", step.step},
                       {"epoch", step.epoch},
                       {"loss", step.loss},
                       {"learning_rate", step.learning_rate},
                       {"gradient_norm", step.gradient_norm}};
  events_->scalar("loss/total", step.step, step.loss);
  events_->scalar("training/learning_rate", step.step, step.learning_rate);
  events_->scalar("training/gradient_norm", step.step, step.gradient_norm);
  for (const auto& [name, value] : terms()) {
    entry["terms"][name] = value;
    events_->scalar("loss/" + name, step.step, value);
  }
  if (seconds_ > 0) {
    const double images_per_second = static_cast<double>(images_) / seconds_;
    entry["steps_per_second"] = static_cast<double>(steps_) / seconds_;
    entry["images_per_second"] = images_per_second;
    events_->scalar("training/images_per_second", step.step, images_per_second);
  }
  seconds_ = 0;
  steps_ = images_ = 0;
  metrics_.write(entry);
  events_->flush();
}

void RunJournal::add_validation(const Validation& validation) {
  const ValidationReport& details = validation.details;
  metrics_.write({{"step", details.step},
                  {"epoch", static_cast<int64_t>(details.epoch)},
                  {"validation", validation.figures}});
  for (const auto& [name, value] : validation.figures.items()) {
    events_->scalar("validation/" + name, details.step, value.get<double>());
  }
  for (const auto& verb : details.verbs) {
    if (!verb.average_precision) continue;
    events_->scalar("verb_ap/" + verb.verb, details.step, *verb.average_precision);
  }
  std::array<int, 3> shown{};  // of each outcome
  for (const auto& picture : details.pictures) {
    const int number = ++shown.at(static_cast<std::size_t>(picture.outcome));
    events_->picture(fmt::format("{}/{}", outcome_word(picture.outcome), number), details.step,
                     picture.bytes);
  }
  events_->flush();
  write_validation_report(run_.path(), details);
}

std::optional<std::string> write_run_page(const RunDirectory& run) {
  try {
    write_report({run.path()}, run.page());
  } catch (const std::exception& error) {
    return fmt::format("warning: no report.html: {}", error.what());
  }
  return std::nullopt;
}

}  // namespace hoi
