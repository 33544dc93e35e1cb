#include "interchange/label_studio_task.h"

#include <utility>

#include <fmt/format.h>

#include "formats/json_entry.h"
#include "formats/printable_text.h"
#include "interchange/label_studio_regions.h"
#include "interchange/picture_reference.h"
#include "interchange/record_fields.h"

namespace hoi {
namespace {

using nlohmann::json;

/// Parses one task and reports what is mended on the way.
class TaskParser {
 public:
  TaskParser(const json& record, const std::string& file, const std::string& where,
             DatasetFindings& findings)
      : record_(record),
        file_(file),
        where_(where),
        findings_(findings),
        fields_(record, file + ": " + where) {}

  std::optional<LabelStudioTask> parse() {
    const json* data = fields_.find("data");
    if (data == nullptr) {
      fields_.fail("'data' is missing; export as JSON, not as JSON-MIN or another format");
    }
    LabelStudioTask task;
    read_data(*data, task);
    if (task.picture_names.empty()) {
      repair("no picture", "'data' names no picture; left out");
      return std::nullopt;
    }
    const json* annotation = chosen_annotation();
    if (annotation == nullptr || !read_results(*annotation, task.named)) return std::nullopt;
    return task;
  }

 private:
  void repair(const std::string& rule, const std::string& text) {
    findings_.repair(rule, file_, where_, text);
  }

  /// "image", or else the only text there is.
  static const std::string* reference_in(const json& data) {
    const auto image = data.find("image");
    if (image != data.end() && image->is_string()) return &image->get_ref<const std::string&>();
    const std::string* reference = nullptr;
    for (const auto& [key, value] : data.items()) {
      if (!value.is_string() || key == "split") continue;
      if (reference != nullptr) return nullptr;
      reference = &value.get_ref<const std::string&>();
    }
    return reference;
  }

  void read_data(const json& data, LabelStudioTask& task) {
    const RecordFields fields(data, fields_.where() + ": 'data'");
    const std::string* reference = reference_in(data);
    if (reference != nullptr) task.picture_names = picture_names(*reference);
    if (const auto upload = fields_.optional_text("file_upload")) {
      const auto names = picture_names("upload/" + *upload);
      task.picture_names.insert(task.picture_names.end(), names.begin(), names.end());
    }
    ImageAnnotation& image = task.named.image;
    image.split = fields.optional_text("split").value_or("");
    image.interactions_annotated = fields.flag_or("interactions_annotated", true);
    image.boxes_exhaustive = fields.flag_or("boxes_exhaustive", true);
    if (fields.find("width") == nullptr || fields.find("height") == nullptr) return;
    image.width = fields.side("width");
    image.height = fields.side("height");
  }

  /// The last annotation that was not cancelled; nullptr and a repair when there is none.
  const json* chosen_annotation() {
    const json* chosen = nullptr;
    int others = 0;
    static const json kNone = json::array();
    const bool any = fields_.find("annotations") != nullptr;
    for (const json& annotation : any ? fields_.list("annotations") : kNone) {
      const RecordFields fields(annotation, fields_.where() + ": annotation");
      if (fields.flag_or("was_cancelled", false)) {
        repair("cancelled annotation", "left out");
        continue;
      }
      if (chosen != nullptr) ++others;
      chosen = &annotation;
    }
    if (chosen == nullptr) repair("task without annotation", "left out");
    if (others > 0) {
      repair("several annotations", fmt::format("the last of {} counts", others + 1));
    }
    return chosen;
  }

  /// False when the picture cannot be used.
  bool read_results(const json& annotation, NamedImage& named) {
    const RecordFields fields(annotation, fields_.where() + ": annotation");
    LabelStudioRegions regions(named, file_, where_, findings_);
    std::vector<const json*> relations;
    const json& results = fields.list("result");
    for (std::size_t i = 0; i < results.size(); ++i) {
      const RecordFields result(results[i], fmt::format("{}: result {}", fields_.where(), i));
      if (result.text("type") == "relation") {
        relations.push_back(&results[i]);
      } else if (!regions.add(result)) {
        return false;
      }
    }
    for (const json* relation : relations) {
      add_relation(RecordFields(*relation, fields_.where() + ": relation"), regions, named);
    }
    return true;
  }

  void add_relation(const RecordFields& relation, const LabelStudioRegions& regions,
                    NamedImage& named) {
    const std::string from_id = relation.text("from_id"), to_id = relation.text("to_id");
    const int* from = regions.row_of(from_id);
    const int* to = regions.row_of(to_id);
    const std::string ends = fmt::format("from '{}' to '{}'", printable(from_id), printable(to_id));
    if (from == nullptr || to == nullptr) {
      repair("relation without its region", ends + "; left out");
      return;
    }
    const auto verbs = verbs_of(relation);
    if (verbs.empty()) repair("interaction without verb", ends + "; left out");
    for (const auto& [subject, object] : directed_ends(relation, *from, *to, ends, named)) {
      for (const std::string& verb : verbs) named.interactions.push_back({subject, object, verb});
    }
  }

  static std::vector<std::string> verbs_of(const RecordFields& relation) {
    std::vector<std::string> verbs;
    if (relation.find("labels") == nullptr) return verbs;
    for (const json& label : relation.list("labels")) {
      if (!label.is_string()) relation.fail("'labels' must be a list of texts");
      verbs.push_back(label.get<std::string>());
    }
    return verbs;
  }

  /// Subjects and objects of a relation.
  std::vector<std::pair<int, int>> directed_ends(const RecordFields& relation, int from, int to,
                                                 const std::string& ends, const NamedImage& named) {
    const auto is_person = [&](int row) {
      return is_person_name(named.instances[static_cast<std::size_t>(row)].name);
    };
    const std::string direction = relation.optional_text("direction").value_or("right");
    if (direction == "bi") {
      repair("relation in both directions", ends + "; each person is a subject");
      std::vector<std::pair<int, int>> both;
      if (is_person(from)) both.emplace_back(from, to);
      if (is_person(to)) both.emplace_back(to, from);
      if (both.empty()) both.emplace_back(from, to);  // told as a subject that is no person
      return both;
    }
    if (direction == "left") {
      repair("relation to the left", ends + "; ends swapped");
      std::swap(from, to);
    } else if (direction != "right") {
      repair("unknown direction", ends + ": '" + printable(direction) + "'; taken for 'right'");
    }
    if (!is_person(from) && is_person(to)) {
      repair("relation from an object to a person", ends + "; ends swapped");
      std::swap(from, to);
    }
    return {{from, to}};
  }

  const json& record_;
  const std::string& file_;
  const std::string& where_;
  DatasetFindings& findings_;
  RecordFields fields_;
};

}  // namespace

std::optional<LabelStudioTask> parse_label_studio_task(const json& record, const std::string& file,
                                                       const std::string& where,
                                                       DatasetFindings& findings) {
  return TaskParser(record, file, where, findings).parse();
}

}  // namespace hoi
