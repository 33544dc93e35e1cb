#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace hoi {

/// A hash table without a node per entry, for the ids of large annotation files: a third of the
/// memory of std::unordered_map. Entries are never removed; pointers to values hold until the next
/// insertion. Hash: a function object that returns std::uint64_t; weak ones will do.
template <class Key, class Value, class Hash>
class FlatMap {
 public:
  std::size_t size() const { return size_; }

  /// The value of a key, nullptr when there is none.
  Value* find(const Key& key) {
    if (size_ == 0) return nullptr;
    const std::size_t at = slot_of(key);
    return used_[at] ? &slots_[at].second : nullptr;
  }

  /// Adds an entry; false, and no change, when the key is there.
  bool insert(const Key& key, const Value& value) {
    if (4 * (size_ + 1) > 3 * slots_.size()) grow();
    const std::size_t at = slot_of(key);
    if (used_[at]) return false;
    slots_[at] = {key, value};
    used_[at] = true;
    ++size_;
    return true;
  }

 private:
  /// The slot that holds the key or, when none does, the free one that it would take. The number
  /// of slots is a power of two and at least one is free.
  std::size_t slot_of(const Key& key) const {
    std::uint64_t bits = Hash()(key);  // mixed as in splitmix64, so that regular ids spread
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;
    std::size_t at = static_cast<std::size_t>(bits ^ (bits >> 31)) & (slots_.size() - 1);
    while (used_[at] && !(slots_[at].first == key)) at = (at + 1) & (slots_.size() - 1);
    return at;
  }

  void grow() {
    const auto old_slots = std::exchange(slots_, {});
    const auto old_used = std::exchange(used_, {});
    slots_.resize(old_slots.empty() ? 16 : 2 * old_slots.size());
    used_.resize(slots_.size());
    for (std::size_t i = 0; i < old_slots.size(); ++i) {
      if (!old_used[i]) continue;
      const std::size_t at = slot_of(old_slots[i].first);
      slots_[at] = old_slots[i];
      used_[at] = true;
    }
  }

  std::vector<std::pair<Key, Value>> slots_;
  std::vector<bool> used_;
  std::size_t size_ = 0;
};

}  // namespace hoi
