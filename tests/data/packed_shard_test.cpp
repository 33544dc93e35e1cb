#include "data/packed_shard.h"

#include <stdexcept>

#include "base/crc64.h"
#include "base/image_bytes.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

std::string two_pictures() {
  PackedShardWriter writer;
  writer.add("park/b.jpg", 640, 480, "second");
  writer.add("a.png", 3, 2, "first");
  return writer.bytes();
}

std::string eight_bytes(std::uint64_t value) {
  return little_endian(static_cast<std::uint32_t>(value), 4) +
         little_endian(static_cast<std::uint32_t>(value >> 32), 4);
}

/// A shard with one picture of 2 x 1 pixels and the bytes "xyz", its fields as told.
struct HandMadeShard {
  std::uint32_t version = 1, pictures = 1;
  std::string name = "n";
  std::uint32_t width = 2, height = 1;
  std::uint64_t offset = 32 + 35, size = 3;

  std::string bytes() const {
    const std::string index = little_endian(static_cast<std::uint32_t>(name.size()), 2) + name +
                              little_endian(width, 4) + little_endian(height, 4) +
                              eight_bytes(offset) + eight_bytes(size) + eight_bytes(crc64("xyz"));
    const std::string head = "hoi-pack" + little_endian(version, 4) + little_endian(pictures, 4) +
                             eight_bytes(index.size());
    return head + eight_bytes(crc64(head + index)) + index + "xyz";
  }
};

std::string reason_of(const std::string& bytes) {
  try {
    parse_packed_index(bytes, bytes.size());
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST(PackedShardWriter, WritesTheFormatByHand) {
  PackedShardWriter writer;
  EXPECT_EQ(writer.size_with("n", 3), HandMadeShard().bytes().size());
  writer.add("n", 2, 1, "xyz");
  EXPECT_EQ(writer.bytes(), HandMadeShard().bytes());
  EXPECT_EQ(writer.pictures(), 1U);
}

TEST(PackedShardWriter, RefusesNamesThatCannotBeReadBack) {
  PackedShardWriter writer;
  writer.add("a", 1, 1, "x");
  for (const std::string name : {"a", "", "/etc/passwd", "../a", "b/../../c"}) {
    EXPECT_THAT(input_error_of([&] { writer.add(name, 1, 1, "x"); }),
                HasSubstr("cannot stand in a shard"));
  }
}

TEST(PackedShard, GivesBackWhatWasWritten) {
  const TemporaryFolder folder;
  const PackedShard shard(folder.write("s.hoipack", two_pictures()));
  ASSERT_EQ(shard.entries().size(), 2U);
  EXPECT_EQ(shard.entries()[0].name, "a.png");  // sorted
  const PackedEntry* entry = shard.find("park/b.jpg");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->width, 640);
  EXPECT_EQ(entry->height, 480);
  EXPECT_EQ(shard.read(*entry), "second");
  EXPECT_EQ(shard.read(*shard.find("a.png")), "first");
  EXPECT_EQ(shard.find("b.jpg"), nullptr);
  EXPECT_EQ(PackedShard(folder.write("e.hoipack", PackedShardWriter().bytes())).entries().size(),
            0U);
}

TEST(PackedShard, SaysInOneLineWhatIsWrongWithAFile) {
  const TemporaryFolder folder;
  const auto message = [&](const std::string& bytes) {
    return input_error_of([&] { PackedShard shard(folder.write("s.hoipack", bytes)); });
  };
  EXPECT_THAT(input_error_of([&] { PackedShard shard(folder / "none.hoipack"); }),
              HasSubstr("none.hoipack: this shard cannot be read"));
  EXPECT_THAT(message(""), HasSubstr("s.hoipack: this is no whole shard"));
  EXPECT_THAT(message("a picture"), HasSubstr("it does not begin as one"));
  std::string damaged = two_pictures();
  damaged[40] ^= 1;
  EXPECT_THAT(message(damaged), HasSubstr("its index is damaged"));
  EXPECT_THAT(message(two_pictures().substr(0, 60)), HasSubstr("cut off"));
}

TEST(PackedShard, FindsDamageInThePicturesOnly) {
  const TemporaryFolder folder;
  std::string bytes = two_pictures();
  bytes.back() ^= 0x20;  // of "first", which was added last
  const PackedShard shard(folder.write("s.hoipack", bytes));
  EXPECT_EQ(shard.read(*shard.find("park/b.jpg")), "second");
  EXPECT_THAT(input_error_of([&] { shard.read(*shard.find("a.png")); }),
              HasSubstr("the bytes of picture 'a.png' are damaged"));
}

TEST(ParsePackedIndex, ChecksEveryField) {
  EXPECT_EQ(reason_of(HandMadeShard().bytes()), "");
  const auto reason = [](auto change) {
    HandMadeShard shard;
    change(shard);
    return reason_of(shard.bytes());
  };
  EXPECT_THAT(reason([](auto& s) { s.version = 2; }), HasSubstr("version 2"));
  EXPECT_THAT(reason([](auto& s) { s.pictures = 2; }), HasSubstr("too short for its pictures"));
  EXPECT_THAT(reason([](auto& s) { s.pictures = 0; }), HasSubstr("does not end"));
  EXPECT_THAT(reason([](auto& s) { s.name = "../n", s.offset += 3; }), HasSubstr("name"));
  EXPECT_THAT(reason([](auto& s) { s.width = 0; }), HasSubstr("size 0 x 1"));
  EXPECT_THAT(reason([](auto& s) { s.height = 65536; }), HasSubstr("size 2 x 65536"));
  EXPECT_THAT(reason([](auto& s) { s.offset = 3; }), HasSubstr("beyond its end"));
  EXPECT_THAT(reason([](auto& s) { s.offset = ~std::uint64_t{0}; }), HasSubstr("beyond its end"));
  EXPECT_THAT(reason([](auto& s) { s.size = 4; }), HasSubstr("beyond its end"));
  EXPECT_THAT(reason([](auto& s) { s.size = ~std::uint64_t{0}; }), HasSubstr("beyond its end"));
}

TEST(ParsePackedIndex, RefusesEveryPrefix) {
  const std::string bytes = two_pictures();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_NE(reason_of(bytes.substr(0, size)), "") << size << " bytes";
  }
  EXPECT_THROW(parse_packed_index(bytes, kMostShardBytes + 1), std::runtime_error);
}

}  // namespace
}  // namespace hoi
