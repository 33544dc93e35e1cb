#include "weights/zip_archive.h"

#include "support/errors.h"
#include "weights/zip_bytes.h"

namespace hoi {
namespace {

std::string archive_error(const std::string& bytes) {
  const WeightSource source("file");
  return input_error_of([&] { ZipArchive(bytes, source); });
}

void expect_both_files(const std::string& bytes) {
  const WeightSource source("file");
  const ZipArchive archive(bytes, source);
  ASSERT_EQ(archive.entries().size(), 2U);
  EXPECT_EQ(archive.entries()[0].name, "a/x");
  EXPECT_EQ(archive.entries()[0].packed, "hello");
  EXPECT_EQ(archive.entries()[0].size, 5U);
  EXPECT_FALSE(archive.entries()[0].is_deflated);
  ASSERT_NE(archive.find("b"), nullptr);
  EXPECT_TRUE(archive.find("b")->is_deflated);
  EXPECT_EQ(archive.find("b")->size, 3U);
  EXPECT_EQ(archive.find("c"), nullptr);
}

TEST(ZipArchive, ReadsStoredAndDeflatedFiles) {
  expect_both_files(zip_bytes({{"a/x", "hello"}, {"b", "bye", true}}));
}

TEST(ZipArchive, ReadsLargeArchivesAndStreamedOnes) {
  ZipPart streamed{"a/x", "hello"}, large{"b", "bye", true};
  streamed.has_descriptor = true;
  large.is_large = true;
  expect_both_files(zip_bytes({streamed, large}, true));
  expect_both_files(zip_bytes({streamed, large}, false));
}

TEST(ZipArchive, AnEmptyArchiveHasNoFiles) {
  const WeightSource source("file");
  EXPECT_TRUE(ZipArchive(zip_bytes({}), source).entries().empty());
}

TEST(ZipArchive, RefusesEveryTruncation) {
  for (const bool is_large : {false, true}) {
    const std::string bytes = zip_bytes({{"a/x", "hello"}, {"b", "bye", true}}, is_large);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      archive_error(bytes.substr(0, length));
    }
  }
}

TEST(ZipArchive, RefusesBytesThatNoFileOwns) {
  const ZipPart file{"a", "hello"};
  ZipPart shifted{"b", "bye"};
  shifted.gap = "hidden";
  EXPECT_THAT(archive_error(zip_bytes({file, shifted})), ::testing::HasSubstr("hole"));
  EXPECT_THAT(archive_error(zip_bytes({shifted})), ::testing::HasSubstr("hole"));
  EXPECT_THAT(archive_error(zip_bytes({file}) + "x"), ::testing::HasSubstr("follows its end"));
  archive_error("x" + zip_bytes({file}));
  ZipPart streamed = file;  // its descriptor must be all there is between two files
  streamed.has_descriptor = true;
  EXPECT_THAT(archive_error(zip_bytes({streamed, shifted})), ::testing::HasSubstr("hole"));
}

TEST(ZipArchive, RefusesFilesThatOverlap) {
  ZipPart second{"b", "bye"};
  second.begin_error = -1;
  EXPECT_THAT(archive_error(zip_bytes({{"a", "hello"}, second})), ::testing::HasSubstr("overlap"));
  ZipPart same{"a", "hello"}, again{"b", "hello"};
  again.local_name = "a";
  again.begin_error = -36;  // both at byte 0: 30 bytes of header, a name and 5 of content
  EXPECT_THAT(archive_error(zip_bytes({same, again})), ::testing::HasSubstr("overlap"));
}

TEST(ZipArchive, RefusesTwoAnswersToOneQuestion) {
  const ZipPart file{"a", "hello"};
  EXPECT_THAT(archive_error(zip_bytes({file, file})),
              ::testing::HasSubstr("two files of one name"));
  ZipPart renamed = file;
  renamed.local_name = "b";
  EXPECT_THAT(archive_error(zip_bytes({renamed})), ::testing::HasSubstr("two names"));
  std::string bytes = zip_bytes({file});
  bytes[18] = 4;  // size of the local header
  EXPECT_THAT(archive_error(bytes), ::testing::HasSubstr("two sizes"));
  bytes = zip_bytes({file});
  bytes[8] = 8;  // method of the local header
  EXPECT_THAT(archive_error(bytes), ::testing::HasSubstr("differs from the directory"));
  bytes = zip_bytes({file}, true);
  bytes[bytes.size() - 14] = 2;  // files according to the small end record
  bytes[bytes.size() - 13] = 0;
  bytes[bytes.size() - 12] = 2;
  bytes[bytes.size() - 11] = 0;
  EXPECT_THAT(archive_error(bytes), ::testing::HasSubstr("end records that differ"));
}

TEST(ZipArchive, RefusesEncryptionCommentsAndOtherMethods) {
  ZipPart encrypted{"a", "hello"};
  encrypted.flags = 1;
  EXPECT_THAT(archive_error(zip_bytes({encrypted})), ::testing::HasSubstr("encrypted"));
  std::string bytes = zip_bytes({{"a", "hello"}});
  bytes[bytes.size() - 2] = 3;
  EXPECT_THAT(archive_error(bytes), ::testing::HasSubstr("comment"));
  bytes = zip_bytes({{"a", "hello"}});
  bytes[36 + 10] = 12;  // method of the directory's entry
  EXPECT_THAT(archive_error(bytes), ::testing::HasSubstr("unknown method"));
}

TEST(ZipArchive, RefusesSizesBeyondTheFile) {
  ZipPart large{"a", "hello"};
  large.is_large = true;
  for (const std::int64_t error : {std::int64_t{1}, std::int64_t{1} << 40, INT64_MAX}) {
    large.size_error = error;
    archive_error(zip_bytes({large}, true));
  }
  large.size_error = -6;  // wraps around
  archive_error(zip_bytes({large}, true));
}

}  // namespace
}  // namespace hoi
