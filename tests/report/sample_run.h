#pragma once

#include <string>

#include "report/run_report.h"
#include "report/sample_pictures.h"

namespace hoi {

/// A run of two epochs with 20 logged steps, two validations, a detailed one and a picture.
inline RunReport sample_run(const std::string& name = "first") {
  RunReport run;
  run.name = name;
  run.config_text = "name = \"small\"\n[training]\nepochs = 2\n";
  run.settings = {{"name", "small"},
                  {"training.epochs", "2"},
                  {"training.phase", "relation"},
                  {"data.train.0.root", "photos"}};
  for (int i = 1; i <= 20; ++i) {
    MetricsRecord record;
    record.step = 10 * i;
    record.epoch = 0.1 * i;
    record.values = {{"loss", 4.0 / i},
                     {"learning_rate", 0.01},
                     {"gradient_norm", 1.0 + i % 3},
                     {"images_per_second", 8.0},
                     {"steps_per_second", 2.0}};
    record.terms = {{"stage1/box", 1.0 / i}, {"stage2/box", 0.5 / i}, {"stage2/relation", 0.25}};
    run.metrics.steps.push_back(record);
  }
  for (int epoch = 1; epoch <= 2; ++epoch) {
    MetricsRecord record;
    record.step = 100 * epoch;
    record.epoch = epoch;
    record.values = {{"score", 0.25 * epoch}, {"map_rel", 0.25 * epoch}, {"detection_ap50", 0.75}};
    run.metrics.validations.push_back(record);
  }
  ValidationReport validation;
  validation.step = 200;
  validation.epoch = 2;
  validation.best = true;
  validation.verbs = {{"ride", 0.5, 0.75, 1234, 90, 30},
                      {"feed", std::nullopt, std::nullopt, 0, 2, 0}};
  validation.categories = {{"person", 0.25, 0.5, 0.125, 10, 20}};
  JudgedPicture picture;
  picture.verb = "ride";
  picture.object = "horse";
  picture.score = 0.875;
  picture.source = "a.jpg";
  picture.bytes = small_png();
  validation.pictures = {picture};
  run.validation = validation;
  return run;
}

}  // namespace hoi
