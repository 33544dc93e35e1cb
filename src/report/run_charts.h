#pragma once

#include <string>
#include <vector>

#include "report/line_chart.h"
#include "report/run_report.h"

namespace hoi {

/// The charts of one run, or of several over each other: loss, its terms, validation, learning
/// rate, gradient norm, speed. Charts without a point are left out.
///
/// Of one run, the terms "stage2/box" have the colour of what follows the slash and the dashes of
/// what stands before it, and all figures of the validation share a chart. Of several, each run has
/// a colour, and terms and figures are groups.
std::vector<LineChart> run_charts(const std::vector<RunReport>& runs);

/// The speed of a run at each logged step, from what the trainer wrote: "steps_per_second" and
/// "images_per_second", or else the differences of "time" (seconds since any moment).
Curve steps_per_second(const RunMetrics& metrics);
Curve images_per_second(const RunMetrics& metrics);

/// How a figure of a validation is called for people: "map_rel" -> "mAP_rel". Others keep their
/// names.
std::string figure_word(const std::string& name);

/// The middle value of a curve, 0 when it is empty.
double median_of(const Curve& curve);

}  // namespace hoi
