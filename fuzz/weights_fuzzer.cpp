// Files of weights: the first byte chooses the reader that the others meet.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/safetensors_types.h"
#include "weights/npy_array.h"
#include "weights/pickled_arrays.h"
#include "weights/torch_legacy.h"
#include "weights/unpickler.h"
#include "weights/weight_file.h"
#include "weights/zip_content.h"
#include "weights/zip_weights.h"

namespace {

constexpr std::uint64_t kMadeBytes = 1 << 16;

/// A pickle whose storages hold zeros: mutations need not repair a container around it.
void read_pickle(std::string_view bytes, const hoi::WeightSource& source) {
  static const std::string zeros(4096, '\0');
  hoi::MadeBytes made(kMadeBytes);
  hoi::ByteCursor cursor(bytes, source);
  const hoi::PickleGraph graph = hoi::unpickle(cursor, made);
  std::vector<std::string_view> storages;
  for (const hoi::PickledStorage& storage : graph.storages) {
    const auto needed = hoi::checked_byte_count(storage.type, {storage.elements}).value_or(0);
    storages.push_back(std::string_view(zeros).substr(
        0, std::min(zeros.size(), static_cast<std::size_t>(needed))));
  }
  hoi::collect_arrays(graph, storages, made, source);
}

/// What torch.save() put before the object in front of the bytes.
void read_legacy(std::string_view bytes, const hoi::WeightSource& source) {
  const std::string file =
      std::string("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.\x80\x02M\xe9\x03.",
                  21) +
      "\x80\x02}." + std::string(bytes);
  hoi::MadeBytes made(kMadeBytes);
  hoi::read_torch_legacy(file, made, source);
}

void read_deflated(std::string_view bytes, const hoi::WeightSource& source) {
  hoi::MadeBytes made(kMadeBytes);
  hoi::ByteCursor cursor(bytes, source);
  hoi::ZipEntry entry;
  entry.is_deflated = true;
  entry.size = cursor.integer(2);
  entry.packed = cursor.take(cursor.remaining());
  hoi::zip_content(entry, made, source);
}

/// Sums every byte, so that a view outside of its file is noticed.
void touch(const hoi::WeightFile& file) {
  volatile unsigned sum = 0;
  for (const hoi::TensorRecord& record : file.tensors()) {
    for (const char byte : record.bytes) sum = sum + static_cast<unsigned char>(byte);
  }
}

void read_as(std::uint8_t reader, std::string_view bytes) {
  const hoi::WeightSource source("input");
  hoi::MadeBytes made(kMadeBytes);
  switch (reader) {
    case 'p':
      return read_pickle(bytes, source);
    case 'l':
      return read_legacy(bytes, source);
    case 'd':
      return read_deflated(bytes, source);
    case 'n':
      hoi::read_npy("input", bytes, made, source);
      return;
    case 'z':
      hoi::read_zip_weights(bytes, made, source);
      return;
    default:
      return touch(hoi::WeightFile::parse(std::string(bytes), "input"));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  // A copy of its own size, so that the sanitizer sees a read beyond it.
  const std::vector<char> bytes(data + 1, data + size);
  try {
    read_as(data[0], {bytes.data(), bytes.size()});
  } catch (const hoi::InputError&) {
    // What is wrong was said.
  }
  return 0;
}
