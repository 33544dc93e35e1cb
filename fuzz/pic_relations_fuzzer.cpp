// The files of PIC. The first byte chooses: 'p' a label map (PNG), 'c' a category list, anything
// else a relation file, whose triples are then annotated and scored on tiny maps.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "pic/label_map_png.h"
#include "pic/pic_annotation.h"
#include "pic/pic_categories.h"
#include "pic/pic_relations.h"

namespace {

using namespace hoi;

constexpr LabelMapLimits kSmallMaps = {64, 2048};

/// Gives every chunk of a PNG the CRC that its bytes have, or libpng would refuse nearly all of
/// them before it looks inside.
void mend_crcs(std::string& png) {
  std::size_t at = 8;
  while (png.size() - at >= 12 && at < png.size()) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(png[at + i]); };
    const std::size_t length = (std::size_t{byte(0)} << 24) | (std::size_t{byte(1)} << 16) |
                               (std::size_t{byte(2)} << 8) | std::size_t{byte(3)};
    if (length > png.size() - at - 12) return;
    std::uint32_t crc = 0xFFFFFFFF;
    for (std::size_t i = 4; i < 8 + length; ++i) {
      crc ^= byte(i);
      for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320U : 0);
    }
    crc = ~crc;
    for (std::size_t i = 0; i < 4; ++i) {
      png[at + 8 + length + i] = static_cast<char>((crc >> (24 - 8 * i)) & 0xFF);
    }
    at += 12 + length;
  }
}

SegmentedImage tiny_maps() {
  return {{4, 2, {1, 1, 6, 0, 1, 1, 6, 144}}, {4, 2, {1, 1, 2, 0, 3, 3, 2, 40}}};
}

void use_relations(const PicImageRelations& image) {
  static const PicRows rows(pic_v2_numbering());
  DatasetFindings findings;
  ImageAnnotation annotation;
  annotate_pic_image(tiny_maps(), image.relations, rows, {"maps", "relations"}, annotation,
                     findings);
  AnnotatedRelations annotated{tiny_maps(), {{1, 2, 5}, {1, 3, 4}}};
  PredictedRelations predicted{tiny_maps(), {}};
  for (const PicRelation& relation : image.relations) {
    const auto small = [](std::int64_t id) { return static_cast<int>(id % 1000); };
    predicted.relations.push_back(
        {{small(relation.subject), small(relation.object), small(relation.relation)},
         relation.score});
  }
  mean_relation_recall({match_relations(annotated, predicted)});
}

void read(char kind, std::string text) {
  if (kind == 'p') {
    mend_crcs(text);
    decode_label_map(text, "map.png", kSmallMaps);
  } else if (kind == 'c') {
    pic_numbering_of_lists(parse_pic_categories(JsonRecords(text, "list.json")), std::nullopt,
                           "list.json");
  } else {
    const JsonRecords records(text, "relations.json");
    for (const auto file : {PicRelationFile::kAnnotations, PicRelationFile::kPredictions}) {
      each_pic_image(records, file, use_relations);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  try {
    read(static_cast<char>(data[0]), {reinterpret_cast<const char*>(data) + 1, size - 1});
  } catch (const InputError&) {
  }
  return 0;
}
