#include "hicodet/mat_file.h"

#include <gmock/gmock.h>

#include "hicodet/mat_bytes.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string file_error(const std::string& bytes) {
  return input_error_of([&] {
    const MatFile file(bytes, "x.mat");
    for (const auto& name : file.variable_names()) file.load(name);
  });
}

TEST(MatFile, ListsAndLoadsItsVariables) {
  const MatFile file(mat_file_bytes({mat_double_matrix(1, 1, {1}, "one"),
                                     mat_compressed(mat_double_matrix(1, 1, {2}, "two")),
                                     mat_text_matrix("x", "text")}),
                     "x.mat");
  EXPECT_THAT(file.variable_names(), ElementsAre("one", "text", "two"));
  EXPECT_TRUE(file.has("one"));
  EXPECT_FALSE(file.has("three"));
  EXPECT_EQ(file.load("one").array().number(), 1);
  EXPECT_EQ(file.load("two").array().number(), 2);
  EXPECT_EQ(file.load("text").array().text(), "x");
}

TEST(MatFile, NamesFileAndVariableInMessages) {
  const MatFile file(mat_file_bytes({mat_double_matrix(1, 1, {1}, "one")}), "x.mat");
  EXPECT_EQ(input_error_of([&] { file.load("two"); }), "x.mat: there is no variable 'two'");
  EXPECT_THAT(input_error_of([&] { file.load("one").array().text(); }),
              StartsWith("x.mat: variable 'one': byte 64: found numbers"));
}

TEST(MatFile, StaysReadableWhenItMoves) {
  MatFile file(mat_file_bytes({mat_double_matrix(1, 1, {1}, "a")}), "x.mat");
  const MatFile moved = std::move(file);
  MatVariable variable = moved.load("a");
  const MatVariable moved_variable = std::move(variable);
  EXPECT_EQ(moved_variable.array().number(), 1);
}

TEST(MatFile, PassesOverVariablesOfOtherKindsUntilTheyAreAskedFor) {
  const MatFile file(mat_file_bytes({mat_matrix(16, 1, 1, "function", "12345678"),
                                     mat_double_matrix(1, 1, {1}, "one")}),
                     "x.mat");
  EXPECT_EQ(file.load("one").array().number(), 1);
  EXPECT_THAT(input_error_of([&] { file.load("function"); }), HasSubstr("class 16"));
}

TEST(MatFile, RefusesOtherFilesWithAHint) {
  EXPECT_THAT(file_error("too short"), HasSubstr("no MATLAB file: 9 bytes"));
  EXPECT_THAT(file_error(std::string(200, 'x')), HasSubstr("no MATLAB file of version 5 to 7"));
  std::string big_endian = mat_file_bytes({});
  big_endian.replace(126, 2, "MI");
  EXPECT_THAT(file_error(big_endian), HasSubstr("big-endian"));
  const std::string hdf5 = "\x89HDF\r\n\x1a\n";
  EXPECT_THAT(file_error(hdf5 + std::string(200, '\0')), HasSubstr("save -v7"));
  std::string with_header = mat_file_bytes({});
  with_header.resize(512, '\0');
  EXPECT_THAT(file_error(with_header + hdf5), HasSubstr("MATLAB 7.3 (HDF5) file"));
}

TEST(MatFile, RefusesTwoVariablesOfOneName) {
  const std::string one = mat_double_matrix(1, 1, {1}, "one");
  EXPECT_THAT(file_error(mat_file_bytes({one, one})), HasSubstr("a second variable 'one'"));
}

TEST(MatFile, RefusesOtherElementsAndSizesBeyondItsEnd) {
  EXPECT_THAT(file_error(mat_file_bytes({mat_element_bytes(9, "12345678")})),
              HasSubstr("where a variable was expected"));
  EXPECT_THAT(file_error(mat_file_bytes({mat_word(14) + mat_word(100)})),
              HasSubstr("x.mat: byte 128: a variable of 100 bytes where only 0 are left"));
  EXPECT_THAT(file_error(mat_file_bytes({mat_word(15) + mat_word(4) + "nope"})),
              HasSubstr("damaged compressed data"));
}

TEST(MatFile, SurvivesTheLossOfEveryByte) {
  const std::string whole = mat_file_bytes(
      {mat_compressed(mat_double_matrix(1, 2, {1, 2}, "a")), mat_text_matrix("xyz", "b")});
  const std::string first = mat_file_bytes({mat_compressed(mat_double_matrix(1, 2, {1, 2}, "a"))});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    if (size == 128 || size == first.size()) continue;  // files with fewer variables
    EXPECT_NE(file_error(whole.substr(0, size)), "") << size;
  }
}

TEST(MatFile, SurvivesEveryChangeOfOneByte) {
  const std::string whole = mat_file_bytes(
      {mat_struct_matrix({"a", "b"}, {mat_text_matrix("xy"), mat_double_matrix(1, 1, {2})}, "s")});
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const int bit : {0, 2, 5, 7}) {
      std::string bytes = whole;
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
      try {
        const MatFile file(bytes, "x.mat");
        for (const auto& name : file.variable_names()) {
          const MatVariable variable = file.load(name);
          variable.array().each_entry({"a", "b"},
                                      [](const std::vector<MatArray>& values, std::size_t) {
                                        values[0].text();
                                        values[1].number();
                                      });
        }
      } catch (const InputError&) {
        // What is wrong is said; nothing else may happen.
      }
    }
  }
}

TEST(MatFile, IsReadFromADisk) {
  const TemporaryFolder folder;
  const auto path = folder.write("a.mat", mat_file_bytes({mat_double_matrix(1, 1, {1}, "one")}));
  EXPECT_EQ(MatFile::read(path).load("one").array().number(), 1);
  EXPECT_EQ(MatFile::read(path).name(), path.string());
  EXPECT_THAT(input_error_of([&] { MatFile::read(folder / "b.mat"); }), HasSubstr("b.mat"));
}

}  // namespace
}  // namespace hoi
