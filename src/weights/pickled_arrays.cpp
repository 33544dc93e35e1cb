#include "weights/pickled_arrays.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/safetensors_types.h"
#include "weights/strided_array.h"

namespace hoi {
namespace {

constexpr int kDeepest = 8;

/// Walks the dictionaries of a pickle.
class ArrayCollector {
 public:
  ArrayCollector(const PickleGraph& graph, const std::vector<std::string_view>& storages,
                 MadeBytes& made, const WeightSource& source)
      : graph_(graph), storages_(storages), made_(made), source_(source) {}

  NamedArrays run() {
    if (node(graph_.root).kind != PickleKind::kDictionary) {
      source_.fail("the pickle is no dictionary of arrays");
    }
    collect_texts(graph_.root, "", 0);
    add_dictionary(chosen_dictionary(), "", 0);
    return std::move(result_);
  }

 private:
  const PickleNode& node(PickleId id) const { return graph_.nodes[id]; }

  /// Python 2 writes names as byte strings.
  static bool is_text(const PickleNode& value) {
    return value.kind == PickleKind::kText || value.kind == PickleKind::kBytes;
  }

  PickleId chosen_dictionary() const {
    const auto& items = node(graph_.root).items;
    for (const std::string_view wanted : {"state_dict", "model", "model_state_dict", "blobs"}) {
      for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
        const PickleNode& key = node(items[i]);
        if (is_text(key) && key.text == wanted &&
            node(items[i + 1]).kind == PickleKind::kDictionary) {
          return items[i + 1];
        }
      }
    }
    return graph_.root;
  }

  /// Reads names of at most two levels; what is odd about them is for add_dictionary() to say.
  void collect_texts(PickleId dictionary, const std::string& prefix, int depth) {
    if (!text_dictionaries_.insert(dictionary).second) return;
    const auto& items = node(dictionary).items;
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
      const PickleNode& key = node(items[i]);
      const PickleNode& value = node(items[i + 1]);
      if (key.kind != PickleKind::kText || key.text.size() > 100) continue;
      const std::string name = prefix + std::string(key.text);
      if (value.kind == PickleKind::kText) result_.texts.emplace(name, value.text);
      if (value.kind == PickleKind::kDictionary && depth == 0) {
        collect_texts(items[i + 1], name + ".", 1);
      }
    }
  }

  void add_dictionary(PickleId dictionary, const std::string& prefix, int depth) {
    if (depth >= kDeepest || !visited_.insert(dictionary).second) {
      source_.fail("the pickle has dictionaries in a circle or nested too deeply");
    }
    const auto& items = node(dictionary).items;
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
      const PickleNode& value = node(items[i + 1]);
      const bool is_array = value.kind == PickleKind::kTensor || value.kind == PickleKind::kArray;
      if (!is_array && value.kind != PickleKind::kDictionary) continue;
      if (!is_text(node(items[i]))) source_.fail("the pickle has an array whose key is no text");
      const std::string_view key = node(items[i]).text;
      check_array_name(key, source_);
      const std::string name = prefix + std::string(key);
      if (is_array) {
        add_array(name, value);
      } else {
        add_dictionary(items[i + 1], name + ".", depth + 1);
      }
    }
  }

  void add_array(const std::string& name, const PickleNode& value) {
    check_array_name(name, source_);
    if (!names_.insert(name).second) {
      source_.fail(fmt::format("array {} stands twice", shown_text(name)));
    }
    const auto index = static_cast<std::size_t>(value.integer);
    const StridedArray array = value.kind == PickleKind::kTensor ? tensor(graph_.tensors[index])
                                                                 : numpy_array(name, index);
    result_.tensors.push_back(dense_record(name, array, made_, source_));
  }

  StridedArray tensor(const PickledTensor& stored) const {
    return {graph_.storages[stored.storage].type, stored.shape, stored.strides, stored.offset,
            storages_[stored.storage]};
  }

  StridedArray numpy_array(const std::string& name, std::size_t index) const {
    const PickledArray& stored = graph_.arrays[index];
    if (!stored.is_filled) source_.fail(fmt::format("array {} has no content", shown_text(name)));
    const auto bytes = checked_byte_count(stored.type, stored.shape);
    if (!bytes || static_cast<std::size_t>(*bytes) != stored.elements.size()) {
      source_.fail(fmt::format("array {} has {} bytes, which is not what its shape needs",
                               shown_text(name), stored.elements.size()));
    }
    return {stored.type, stored.shape,
            stored.is_column_major ? column_major_strides(stored.shape)
                                   : row_major_strides(stored.shape),
            0, stored.elements};
  }

  const PickleGraph& graph_;
  const std::vector<std::string_view>& storages_;
  MadeBytes& made_;
  const WeightSource& source_;
  NamedArrays result_;
  std::set<std::string> names_;
  std::set<PickleId> visited_, text_dictionaries_;
};

}  // namespace

void check_array_name(std::string_view name, const WeightSource& source) {
  constexpr std::size_t kLongest = 300;
  const auto is_printable = [](char letter) { return letter > ' ' && letter <= '~'; };
  if (name.empty() || name.size() > kLongest ||
      !std::all_of(name.begin(), name.end(), is_printable)) {
    source.fail(fmt::format("{} is no name of an array", shown_text(name)));
  }
}

NamedArrays collect_arrays(const PickleGraph& graph, const std::vector<std::string_view>& storages,
                           MadeBytes& made, const WeightSource& source) {
  return ArrayCollector(graph, storages, made, source).run();
}

}  // namespace hoi
