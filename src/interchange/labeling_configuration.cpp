#include "interchange/labeling_configuration.h"

#include <fmt/format.h>

namespace hoi {
namespace {

std::string xml_attribute(const std::string& text) {
  std::string escaped;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        // Control characters are no letters of XML.
        escaped += static_cast<unsigned char>(letter) < 0x20 ? ' ' : letter;
    }
  }
  return escaped;
}

std::string element(const char* name, const std::string& value) {
  return fmt::format("    <{} value=\"{}\"/>\n", name, xml_attribute(value));
}

}  // namespace

std::string labeling_configuration(const Vocabulary& vocabulary) {
  std::string labels, relations;
  const auto person = static_cast<std::size_t>(vocabulary.person);
  if (person < vocabulary.objects.size()) labels += element("Label", vocabulary.objects[person]);
  for (std::size_t i = 0; i < vocabulary.objects.size(); ++i) {
    if (i != person) labels += element("Label", vocabulary.objects[i]);
  }
  for (const std::string& verb : vocabulary.verbs) relations += element("Relation", verb);
  return fmt::format(
      "<View>\n"
      "  <Image name=\"{0}\" value=\"$image\" zoom=\"true\"/>\n"
      "  <RectangleLabels name=\"{1}\" toName=\"{0}\">\n{2}  </RectangleLabels>\n"
      "  <Relations choice=\"multiple\">\n{3}  </Relations>\n"
      "</View>\n",
      kImageControl, kLabelControl, labels, relations);
}

}  // namespace hoi
