#include "weights/zip_content.h"

#include "support/errors.h"
#include "weights/zip_bytes.h"

namespace hoi {
namespace {

/// The content of the only file of an archive.
std::string content_in(const ZipPart& part, std::uint64_t limit = 1 << 20) {
  const WeightSource source("file");
  MadeBytes made(limit);
  const std::string bytes = zip_bytes({part});
  const ZipArchive archive(bytes, source);
  return std::string(zip_content(archive.entries()[0], made, source));
}

TEST(ZipContent, StoredFilesAreViewsAndDeflatedOnesAreUnpacked) {
  EXPECT_EQ(content_in({"a", "hello"}, 0), "hello");
  EXPECT_EQ(content_in({"a", "hello", true}), "hello");
  EXPECT_EQ(content_in({"a", "", true}), "");
  EXPECT_EQ(content_in({"a", "", false}), "");
  const std::string many(100000, 'x');
  EXPECT_EQ(content_in({"a", many, true}), many);
}

TEST(ZipContent, RefusesAZipBombBeforeUnpackingIt) {
  EXPECT_THAT(input_error_of([] {
                content_in({"a", std::string(5000, 'x'), true}, 4999);
              }),
              ::testing::HasSubstr("5000 more bytes"));
  ZipPart liar{"a", "hello", true};
  liar.size_error = 1 << 19;  // within the limit, but more than deflate can hold in these bytes
  EXPECT_THAT(input_error_of([&] { content_in(liar); }), ::testing::HasSubstr("damaged"));
}

TEST(ZipContent, RefusesAnotherLengthThanTheDirectorySays) {
  ZipPart part{"a", std::string(100, 'x'), true};
  for (const int error : {-100, -1, 1, 500}) {
    part.size_error = error;
    EXPECT_THAT(input_error_of([&] { content_in(part); }), ::testing::HasSubstr("damaged"));
  }
}

TEST(ZipContent, RefusesADamagedContent) {
  for (const bool is_deflated : {false, true}) {
    ZipPart part{"a", "hello", is_deflated};
    part.crc_error = 1;
    EXPECT_THAT(input_error_of([&] { content_in(part); }), ::testing::HasSubstr("'a' is damaged"));
  }
}

}  // namespace
}  // namespace hoi
