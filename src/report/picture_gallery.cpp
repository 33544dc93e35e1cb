#include "report/picture_gallery.h"

#include <algorithm>

#include <fmt/format.h>

#include "report/encoded_picture.h"
#include "report/page_text.h"
#include "report/validation_json.h"

namespace hoi {
namespace {

std::string triplet_words(const JudgedPicture& picture) {
  std::string words = picture.verb;
  if (!picture.object.empty()) words += (words.empty() ? "" : " ") + picture.object;
  return words;
}

std::string picture_html(const JudgedPicture& picture) {
  const auto header = read_picture_header(picture.bytes);
  if (!header) return "";
  const std::string outcome = outcome_word(picture.outcome);
  const std::string words = escaped_html(triplet_words(picture));
  std::string html = fmt::format(
      "<figure class=\"picture {0}\" data-outcome=\"{0}\"><button type=\"button\" "
      "class=\"zoom\"><img "
      "width=\"{1}\" height=\"{2}\" alt=\"{3}\" "
      "src=\"data:{4};base64,{5}\"></button>"
      "<figcaption><span class=\"pill {0}\">{0}</span><strong>{3}</strong>",
      outcome, header->width, header->height, words, media_type(header->format),
      base64(picture.bytes));
  if (picture.score) html += fmt::format("<span class=\"score\">{:.2f}</span>", *picture.score);
  const std::string note = picture.source +
                           (picture.source.empty() || picture.caption.empty() ? "" : " - ") +
                           picture.caption;
  if (!note.empty()) html += "<span class=\"note\">" + escaped_html(note) + "</span>";
  return html + "</figcaption></figure>\n";
}

}  // namespace

std::string picture_gallery_html(const ValidationReport& report) {
  std::string pictures;
  for (const auto& picture : report.pictures) pictures += picture_html(picture);
  if (pictures.empty()) return "";
  std::string filters = "<button type=\"button\" class=\"chip\" data-filter=\"\">all</button>\n";
  for (const auto outcome :
       {PictureOutcome::kRight, PictureOutcome::kWrong, PictureOutcome::kMissed}) {
    const auto count =
        std::count_if(report.pictures.begin(), report.pictures.end(),
                      [&](const auto& picture) { return picture.outcome == outcome; });
    if (count == 0) continue;
    filters +=
        fmt::format("<button type=\"button\" class=\"chip\" data-filter=\"{0}\">{0} {1}</button>\n",
                    outcome_word(outcome), count);
  }
  return fmt::format(
      "<section id=\"pictures\">\n<h2>Pictures</h2>\n<p class=\"hint\">From the validation after "
      "epoch "
      "{:.4g}: triplets found rightly, found wrongly, and missed. Click a picture to enlarge "
      "it.</p>\n"
      "<div class=\"filters\">\n{}</div>\n<div class=\"gallery\">\n{}</div>\n</section>\n",
      report.epoch, filters, pictures);
}

}  // namespace hoi
