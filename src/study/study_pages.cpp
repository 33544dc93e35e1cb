#include "study/study_pages.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/file.h"
#include "study/study_measurements.h"
#include "study/table_report.h"
#include "study/verb_gains.h"

namespace hoi {
namespace {

constexpr std::uintmax_t kLargestPage = 16 << 20;

/// One page in its three forms.
struct StudyPage {
  std::string name;  ///< "table4"
  std::string markdown;
  nlohmann::json json;
  std::string chart;
};

void write_page(const StudyRequest& request, const StudyPage& page,
                std::vector<std::filesystem::path>& written) {
  const auto put = [&](const std::string& extension, const std::string& content) {
    written.push_back(request.out / (page.name + extension));
    write_file_atomically(written.back(), content);
  };
  put(".md", page.markdown);
  put(".json", page.json.dump(2) + "\n");
  put(".svg", page.chart);
}

/// All pages that are there, in the order of the paper.
std::string joined_pages(const std::filesystem::path& folder) {
  std::string text = "# Study\n";
  for (const char* name : {"table4", "figure7", "table5", "table6", "table7", "table8"}) {
    const auto page = folder / fmt::format("{}.md", name);
    if (std::filesystem::exists(page)) text += "\n" + read_file(page, kLargestPage);
  }
  return text;
}

/// The time of a network, by its name.
std::optional<double> milliseconds_of(const StudyRequest& request, const SpeedResult& speed,
                                      const StudyRow& row) {
  const auto rows = timed_rows(request);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (network_name(rows[i]) == network_name(row)) return speed.milliseconds[i];
  }
  return std::nullopt;
}

}  // namespace

MeasuredTable measured_table(const StudyRequest& request, const StudyPlan& plan) {
  MeasuredTable table;
  table.plan = plan;
  table.scale = request.scale_name();
  table.data = fmt::format("{}, split {}", request.data, request.test_split);
  const auto speed = plan.timed ? current_speed(request) : std::nullopt;
  for (const auto& row : plan.rows) {
    MeasuredRow measured{row, {}, {}};
    for (std::int64_t seed = 1; seed <= request.seeds; ++seed) {
      auto result = current_result(request, row, seed);
      if (result) measured.seeds.push_back({seed, std::move(*result)});
    }
    if (speed) measured.milliseconds = milliseconds_of(request, *speed, row);
    table.rows.push_back(std::move(measured));
  }
  return table;
}

std::vector<std::filesystem::path> write_study_pages(const StudyRequest& request) {
  std::vector<std::filesystem::path> written;
  for (const auto& plan : requested_plans(request)) {
    const MeasuredTable table = measured_table(request, plan);
    write_page(request, {plan.name, table_markdown(table), table_json(table), table_chart(table)},
               written);
    if (plan.table == StudyTable::kComponents) {
      const auto gains = verb_gains(table);
      write_page(request,
                 {"figure7", verb_gains_markdown(gains, table), verb_gains_json(gains, table),
                  verb_gains_chart(gains)},
                 written);
    }
  }
  if (written.empty()) return written;
  written.push_back(request.out / "study.md");
  write_file_atomically(written.back(), joined_pages(request.out));
  return written;
}

}  // namespace hoi
