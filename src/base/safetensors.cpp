#include "base/safetensors.h"

#include <algorithm>
#include <limits>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "base/safetensors_types.h"

namespace hoi {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMaxHeaderBytes = 100'000'000;
constexpr std::uint64_t kMaxFileBytes = std::uint64_t{16} << 30;
constexpr std::uint64_t kLengthBytes = 8;
constexpr std::size_t kMaxDimensions = 64;
constexpr int kHeaderDepth = 3;  // header > tensor > shape

[[noreturn]] void reject(const std::string& file, const std::string& problem) {
  throw InputError(fmt::format("{}: no valid safetensors file: {}", file, problem));
}

std::uint64_t little_endian_uint64(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = kLengthBytes; i > 0; --i) {
    value = (value << 8) | static_cast<unsigned char>(bytes[i - 1]);
  }
  return value;
}

/// A name as it may stand in a message: short and printable.
std::string shown(const std::string& name) {
  std::string text = name.substr(0, 80);
  std::replace_if(
      text.begin(), text.end(), [](char letter) { return letter < ' ' || letter > '~'; }, '?');
  return "'" + text + "'";
}

/// The header as JSON. A key that stands twice is an error, although JSON allows it: two readers
/// could otherwise see two different models in one file.
json parse_header(std::string_view header, const std::string& file) {
  std::vector<std::set<std::string>> keys;  // of every open object
  const auto watch = [&](int depth, json::parse_event_t event, json& value) {
    const bool opens =
        event == json::parse_event_t::object_start || event == json::parse_event_t::array_start;
    if (opens && depth >= kHeaderDepth) reject(file, "the header is nested too deeply");
    if (event == json::parse_event_t::object_start) keys.emplace_back();
    if (event == json::parse_event_t::object_end) keys.pop_back();
    if (event == json::parse_event_t::key) {
      const auto& key = value.get_ref<const std::string&>();
      if (!keys.back().insert(key).second) {
        reject(file, fmt::format("key {} stands twice in the header", shown(key)));
      }
    }
    return true;
  };
  // The JSON library takes a zero byte for the end and would not look at what hides behind it.
  if (header.find('\0') != std::string_view::npos) reject(file, "the header holds a zero byte");
  json parsed;
  try {
    parsed = json::parse(header, watch);
  } catch (const json::parse_error& error) {
    reject(file, fmt::format("the header is no JSON, see its byte {}", error.byte));
  } catch (const json::exception&) {
    reject(file, "the header holds a number that is out of range");
  }
  if (!parsed.is_object()) reject(file, "the header is no JSON object");
  return parsed;
}

std::map<std::string, std::string> parse_metadata(const json& entry, const std::string& file) {
  if (!entry.is_object()) reject(file, "__metadata__ is no object");
  std::map<std::string, std::string> metadata;
  for (const auto& [key, value] : entry.items()) {
    if (!value.is_string()) reject(file, fmt::format("__metadata__ {} is no string", shown(key)));
    metadata[key] = value.get<std::string>();
  }
  return metadata;
}

/// A list of non-negative integers that fit into 63 bits.
std::vector<std::int64_t> parse_integers(const json& list, const std::string& file,
                                         const std::string& what) {
  if (!list.is_array()) reject(file, what + " is no list");
  if (list.size() > kMaxDimensions) reject(file, what + " is too long");
  std::vector<std::int64_t> integers;
  for (const json& element : list) {
    constexpr auto kLargest = std::numeric_limits<std::int64_t>::max();
    if (!element.is_number_unsigned() ||
        element.get<std::uint64_t>() > static_cast<std::uint64_t>(kLargest)) {
      reject(file, what + " holds something else than integers from 0 to 2^63 - 1");
    }
    integers.push_back(element.get<std::int64_t>());
  }
  return integers;
}

/// One header entry with the place of its bytes.
struct Entry {
  TensorRecord record;
  std::int64_t begin = 0, end = 0;
};

Entry parse_entry(const std::string& name, const json& value, const std::string& file) {
  const std::string tensor = "tensor " + shown(name);
  if (!value.is_object()) reject(file, tensor + " is no object");
  for (const auto& [key, ignored] : value.items()) {
    if (key != "dtype" && key != "shape" && key != "data_offsets") {
      reject(file, fmt::format("{} has the unknown key {}", tensor, shown(key)));
    }
  }
  if (value.size() != 3) reject(file, tensor + " lacks dtype, shape or data_offsets");
  const json& type_name = value["dtype"];
  const auto type = type_name.is_string() ? tensor_type_named(type_name.get<std::string>())
                                          : std::optional<TensorType>();
  if (!type)
    reject(file, fmt::format(
                     "{}: element type {} is not supported", tensor,
                     type_name.is_string() ? shown(type_name.get<std::string>()) : "(no string)"));
  Entry entry;
  entry.record.name = name;
  entry.record.type = *type;
  entry.record.shape = parse_integers(value["shape"], file, tensor + ": shape");
  const auto offsets = parse_integers(value["data_offsets"], file, tensor + ": data_offsets");
  if (offsets.size() != 2) reject(file, tensor + ": data_offsets must have two entries");
  entry.begin = offsets[0];
  entry.end = offsets[1];
  const auto bytes = checked_byte_count(*type, entry.record.shape);
  if (entry.begin > entry.end || !bytes || *bytes != entry.end - entry.begin) {
    reject(file, fmt::format("{}: shape and element type do not fit to data_offsets [{}, {}]",
                             tensor, entry.begin, entry.end));
  }
  return entry;
}

/// Points each record at its bytes; together they must cover `data` once.
std::vector<TensorRecord> place_records(std::vector<Entry> entries, std::string_view data,
                                        const std::string& file) {
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  const auto size = static_cast<std::int64_t>(data.size());
  std::int64_t expected = 0;
  std::vector<TensorRecord> records;
  for (Entry& entry : entries) {
    if (entry.begin != expected || entry.end > size) {
      reject(file,
             fmt::format("tensor {} lies at [{}, {}) of {} data bytes, expected from {}: a hole, "
                         "an overlap or a truncated file",
                         shown(entry.record.name), entry.begin, entry.end, size, expected));
    }
    expected = entry.end;
    entry.record.bytes = data.substr(static_cast<std::size_t>(entry.begin),
                                     static_cast<std::size_t>(entry.end - entry.begin));
    records.push_back(std::move(entry.record));
  }
  if (expected != size) reject(file, fmt::format("{} bytes belong to no tensor", size - expected));
  return records;
}

}  // namespace

SafetensorsFile SafetensorsFile::parse(std::string content, const std::string& name) {
  SafetensorsFile file;
  file.content_ = std::make_unique<const std::string>(std::move(content));
  const std::string_view bytes = *file.content_;
  if (bytes.size() < kLengthBytes) reject(name, fmt::format("only {} bytes", bytes.size()));
  const std::uint64_t length = little_endian_uint64(bytes);
  if (length > kMaxHeaderBytes) {
    reject(name,
           fmt::format("header of {} bytes, at most {} are allowed", length, kMaxHeaderBytes));
  }
  if (length > bytes.size() - kLengthBytes) {
    reject(name, fmt::format("header of {} bytes in a file of {}", length, bytes.size()));
  }
  const std::string_view header = bytes.substr(kLengthBytes, length);
  if (header.empty() || header.front() != '{') reject(name, "the header does not begin with '{'");
  std::vector<Entry> entries;
  const json members = parse_header(header, name);
  for (const auto& [key, value] : members.items()) {
    if (key == "__metadata__") {
      file.metadata_ = parse_metadata(value, name);
    } else {
      entries.push_back(parse_entry(key, value, name));
    }
  }
  file.tensors_ = place_records(std::move(entries), bytes.substr(kLengthBytes + length), name);
  return file;
}

SafetensorsFile SafetensorsFile::read(const std::filesystem::path& path) {
  return parse(read_file(path, kMaxFileBytes), path.string());
}

const TensorRecord* SafetensorsFile::find(const std::string& name) const {
  for (const TensorRecord& record : tensors_) {
    if (record.name == name) return &record;
  }
  return nullptr;
}

}  // namespace hoi
