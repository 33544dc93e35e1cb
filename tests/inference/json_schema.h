#pragma once

#include <regex>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace hoi {

/// Whether a value has the type that JSON Schema calls `type`.
inline bool has_json_type(const nlohmann::json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  return type == "number" && value.is_number();
}

/// What is wrong with `value` under the keywords that docs/result.schema.json uses; one text per
/// violation, each starting with the place.
inline std::vector<std::string> schema_violations(const nlohmann::json& value,
                                                  const nlohmann::json& schema,
                                                  const std::string& place = "$") {
  std::vector<std::string> found;
  const auto check = [&](bool holds, const std::string& what) {
    if (!holds) found.push_back(place + ": " + what);
  };
  const auto descend = [&](const nlohmann::json& child, const nlohmann::json& rule,
                           const std::string& name) {
    for (auto& text : schema_violations(child, rule, place + "." + name)) found.push_back(text);
  };
  if (schema.contains("const")) check(value == schema["const"], "another constant");
  if (schema.contains("type")) {
    check(has_json_type(value, schema["type"]), "no " + schema["type"].get<std::string>());
    if (!found.empty()) return found;
  }
  if (schema.contains("minimum")) check(value >= schema["minimum"], "below the minimum");
  if (schema.contains("maximum")) check(value <= schema["maximum"], "above the maximum");
  if (schema.contains("minItems")) check(value.size() >= schema["minItems"], "too few items");
  if (schema.contains("maxItems")) check(value.size() <= schema["maxItems"], "too many items");
  if (schema.contains("pattern")) {
    const std::regex pattern(schema["pattern"].get<std::string>());
    check(std::regex_search(value.get<std::string>(), pattern), "pattern does not match");
  }
  if (schema.contains("items")) {
    for (const auto& item : value) descend(item, schema["items"], "item");
  }
  if (value.is_object()) {
    for (const auto& key : schema.value("required", nlohmann::json::array())) {
      check(value.contains(key.get<std::string>()), "no " + key.get<std::string>());
    }
    const auto properties = schema.value("properties", nlohmann::json::object());
    const auto others = schema.value("additionalProperties", nlohmann::json(true));
    for (const auto& [key, child] : value.items()) {
      if (properties.contains(key)) {
        descend(child, properties[key], key);
      } else if (others.is_object()) {
        descend(child, others, key);
      } else {
        check(others.get<bool>(), "unknown key " + key);
      }
    }
  }
  return found;
}

}  // namespace hoi
