#include "report/score_tables.h"

#include <map>
#include <optional>

#include <fmt/format.h>

#include "report/page_text.h"

namespace hoi {
namespace {

std::string number_cell(std::int64_t count) {
  return fmt::format("<td class=\"number\" data-value=\"{}\">{}</td>", count,
                     grouped_digits(count));
}

std::string percent_cell(std::optional<double> fraction) {
  return fmt::format("<td class=\"number\" data-value=\"{:.6g}\">{}</td>", fraction.value_or(-1),
                     percent_text(fraction));
}

/// A bar of `fraction`, with a mark where the value could at most be.
std::string bar_cell(std::optional<double> fraction, std::optional<double> mark,
                     std::size_t colour) {
  std::string html = fmt::format("<td class=\"bar\" data-value=\"{:.6g}\">", fraction.value_or(-1));
  if (fraction) {
    html += fmt::format("<div class=\"track c{}\"><span style=\"width:{:.1f}%\"></span>",
                        colour % 8, 100 * *fraction);
    if (mark) html += fmt::format("<i style=\"left:{:.1f}%\"></i>", 100 * *mark);
    html += "</div>";
  }
  return html + "<b>" + percent_text(fraction) + "</b></td>";
}

std::string word_cell(const std::string& word) { return "<td>" + escaped_html(word) + "</td>"; }

std::string header_row(const std::vector<std::string>& words, std::size_t bars_from,
                       std::size_t bars_to) {
  std::string html = "<thead><tr>";
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool bar = i >= bars_from && i < bars_to;
    html += fmt::format("<th{}>{}</th>",
                        i == 0 ? ""
                        : bar  ? " class=\"bar\""
                               : " class=\"number\"",
                        escaped_html(words[i]));
  }
  return html + "</tr></thead>\n";
}

std::string table_section(const std::string& id, const std::string& title, const std::string& note,
                          const std::string& rows) {
  return fmt::format(
      "<section id=\"{}\">\n<h2>{}</h2>\n<p class=\"hint\">{}</p>\n<div class=\"card wide\"><table "
      "class=\"sortable\">\n{}</tbody></table></div>\n</section>\n",
      id, title, note, rows);
}

std::string validation_words(const ValidationReport& report) {
  return fmt::format("Validation after epoch {:.4g} (step {}){}. ", report.epoch,
                     grouped_digits(report.step), report.best ? ", the best so far" : "");
}

std::string verbs_of_one(const ValidationReport& report) {
  std::string rows =
      header_row({"Verb", "AP %", "Max recall %", "Annotated", "Predicted", "Right"}, 1, 2);
  rows += "<tbody>\n";
  for (const auto& verb : report.verbs) {
    rows += "<tr>" + word_cell(verb.verb) + bar_cell(verb.average_precision, verb.max_recall, 0) +
            percent_cell(verb.max_recall) + number_cell(verb.annotated) +
            number_cell(verb.predicted) + number_cell(verb.right) + "</tr>\n";
  }
  return table_section(
      "verbs", "Verbs",
      validation_words(report) +
          "The mark on a bar is the recall with every prediction accepted: AP cannot "
          "exceed it. Click a heading to sort.",
      rows);
}

std::string categories_of_one(const ValidationReport& report) {
  std::string rows =
      header_row({"Category", "AP %", "AP50 %", "AP75 %", "Annotated", "Predicted"}, 1, 2);
  rows += "<tbody>\n";
  for (const auto& category : report.categories) {
    rows += "<tr>" + word_cell(category.category) +
            bar_cell(category.average_precision, category.average_precision_50, 2) +
            percent_cell(category.average_precision_50) +
            percent_cell(category.average_precision_75) + number_cell(category.annotated) +
            number_cell(category.predicted) + "</tr>\n";
  }
  return table_section(
      "detection", "Detection",
      validation_words(report) + "Boxes by the rule of COCO; the mark on a bar is AP50.", rows);
}

/// One row of a comparison: a word and the AP of each run.
struct ComparedRow {
  std::string word;
  std::int64_t annotated = 0;
  std::vector<std::optional<double>> values;  ///< one per run
};

class Comparison {
 public:
  explicit Comparison(std::size_t runs) : runs_(runs) {}

  void add(std::size_t run, const std::string& word, std::int64_t annotated,
           std::optional<double> value) {
    const auto [entry, is_new] = positions_.try_emplace(word, rows_.size());
    if (is_new) rows_.push_back({word, annotated, std::vector<std::optional<double>>(runs_)});
    rows_[entry->second].values[run] = value;
  }

  bool empty() const { return rows_.empty(); }

  std::string html(const std::string& word, const std::vector<RunReport>& runs) const {
    std::vector<std::string> words{word, "Annotated"};
    for (const auto& run : runs) words.push_back(run.name);
    std::string rows = header_row(words, 2, words.size()) + "<tbody>\n";
    for (const auto& row : rows_) {
      rows += "<tr>" + word_cell(row.word) + number_cell(row.annotated);
      for (std::size_t i = 0; i < runs_; ++i) rows += bar_cell(row.values[i], std::nullopt, i);
      rows += "</tr>\n";
    }
    return rows;
  }

 private:
  std::size_t runs_;
  std::vector<ComparedRow> rows_;
  std::map<std::string, std::size_t> positions_;
};

}  // namespace

std::string verb_section_html(const std::vector<RunReport>& runs) {
  if (runs.size() == 1) {
    const auto& report = runs[0].validation;
    return report && !report->verbs.empty() ? verbs_of_one(*report) : "";
  }
  Comparison comparison(runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (!runs[i].validation) continue;
    for (const auto& verb : runs[i].validation->verbs) {
      comparison.add(i, verb.verb, verb.annotated, verb.average_precision);
    }
  }
  if (comparison.empty()) return "";
  return table_section("verbs", "Verbs", "AP in percent at the last validation of each run.",
                       comparison.html("Verb", runs));
}

std::string category_section_html(const std::vector<RunReport>& runs) {
  if (runs.size() == 1) {
    const auto& report = runs[0].validation;
    return report && !report->categories.empty() ? categories_of_one(*report) : "";
  }
  Comparison comparison(runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (!runs[i].validation) continue;
    for (const auto& category : runs[i].validation->categories) {
      comparison.add(i, category.category, category.annotated, category.average_precision);
    }
  }
  if (comparison.empty()) return "";
  return table_section("detection", "Detection",
                       "Box AP in percent at the last validation of each run.",
                       comparison.html("Category", runs));
}

}  // namespace hoi
