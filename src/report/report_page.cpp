#include "report/report_page.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "report/curve_section.h"
#include "report/page_text.h"
#include "report/picture_gallery.h"
#include "report/run_charts.h"
#include "report/score_tables.h"
#include "report/settings_section.h"
#include "report/summary_section.h"

namespace hoi {
namespace {

/// The data of the curves, for the script; a block of another type than a script's never runs.
std::string chart_data_html(const std::vector<LineChart>& charts) {
  nlohmann::json list = nlohmann::json::array();
  for (const auto& chart : charts) list.push_back(line_chart_json(chart));
  return "<script type=\"application/json\" id=\"chart-data\">" + script_json(list) + "</script>\n";
}

/// Text that ends no comment, whatever it says.
std::string within_comment(std::string text) {
  for (std::size_t at = text.find("*/"); at != std::string::npos; at = text.find("*/"))
    text[at] = ' ';
  return text;
}

/// The scripts of the page, as the policy names them.
std::vector<std::string> page_scripts(const PageAssets& assets) {
  std::vector<std::string> scripts;
  if (!assets.plot_script.empty()) {
    scripts.push_back("/*\n" + within_comment(std::string(assets.plot_licence)) + "*/\n" +
                      std::string(assets.plot_script));
  }
  scripts.emplace_back(assets.script);
  return scripts;
}

/// Allows nothing from the network, inlined pictures, and scripts by their hash only.
std::string content_policy(const std::vector<std::string>& scripts) {
  std::string hashes;
  for (const auto& script : scripts) hashes += " " + script_source_hash(script);
  return fmt::format(
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src{}; base-uri "
      "'none'; "
      "form-action 'none'",
      hashes);
}

std::string navigation_html(const std::string& body) {
  std::string links;
  for (const auto& [id, word] :
       {std::pair{"curves", "Curves"}, std::pair{"verbs", "Verbs"},
        std::pair{"detection", "Detection"}, std::pair{"pictures", "Pictures"},
        std::pair{"settings", "Settings"}, std::pair{"log", "Log"}}) {
    if (body.find(fmt::format("<section id=\"{}\">", id)) == std::string::npos) continue;
    links += fmt::format("<a href=\"#{}\">{}</a>", id, word);
  }
  return links;
}

std::string bar_html(const std::string& name, const std::string& body) {
  return "<header class=\"topbar\"><div><strong>" + escaped_html(name) + "</strong><nav>" +
         navigation_html(body) +
         "</nav><span class=\"tools\"><label id=\"smoothing\" hidden>Smoothing <input "
         "type=\"range\" "
         "min=\"0\" max=\"0.98\" step=\"0.02\" value=\"0.6\"><output>0.60</output></label>"
         "<button type=\"button\" id=\"theme\" hidden>Dark</button></span></div></header>\n";
}

std::string body_of(const std::vector<RunReport>& runs, const std::vector<LineChart>& charts,
                    bool interactive) {
  const bool one = runs.size() == 1;
  std::string body = one ? run_summary_html(runs[0]) : comparison_summary_html(runs);
  body += curve_section_html(charts, interactive);
  body += verb_section_html(runs) + category_section_html(runs);
  if (one && runs[0].validation) body += picture_gallery_html(*runs[0].validation);
  body += one ? settings_section_html(runs[0]) : differing_settings_html(runs);
  if (one) body += log_section_html(runs[0]);
  return body;
}

std::string footer_html(const PageAssets& assets) {
  const std::string library = assets.plot_name.empty()
                                  ? "curves drawn by hoi itself"
                                  : "curves drawn by " + escaped_html(assets.plot_name);
  return "<footer>Written by <code>hoi report</code>; " + library +
         ". This file loads nothing from the network.</footer>\n";
}

}  // namespace

std::string report_page(const std::vector<RunReport>& runs, const PageAssets& assets) {
  if (runs.empty()) throw InputError("report: no run");
  const bool interactive = !assets.plot_script.empty();
  const auto charts = run_charts(runs);
  const auto scripts = page_scripts(assets);
  const std::string name =
      runs.size() == 1 ? runs[0].name : fmt::format("Comparison of {} runs", runs.size());
  const std::string body = body_of(runs, charts, interactive);
  std::string html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  html +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"" + content_policy(scripts) + "\">\n";
  html += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
          escaped_html(name) + " - hoi training report</title>\n<style>\n";
  html.append(assets.plot_style).append("\n").append(assets.style);
  html += "</style>\n</head>\n<body>\n" + bar_html(name, body) + "<main>\n" + body + "</main>\n" +
          footer_html(assets) + chart_data_html(charts);
  for (const auto& script : scripts) html += "<script>" + script + "</script>\n";
  return html + "</body>\n</html>\n";
}

std::vector<RunReport> write_report(const std::vector<std::filesystem::path>& folders,
                                    const std::filesystem::path& output) {
  auto runs = read_run_reports(folders);
  write_file_atomically(output, report_page(runs));
  return runs;
}

}  // namespace hoi
