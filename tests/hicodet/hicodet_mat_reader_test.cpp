#include "hicodet/hicodet_mat_reader.h"

#include <cmath>

#include <gmock/gmock.h>

#include "base/error.h"
#include "hicodet/hicodet_samples.h"
#include "hicodet/mat_bytes.h"
#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string mat_number(double value) { return mat_double_matrix(1, 1, {value}); }

/// A row of boxes, each x1, x2, y1, y2 as in the organisers' file.
std::string box_rows(const std::vector<std::array<double, 4>>& boxes) {
  std::vector<std::string> values;
  for (const auto& box : boxes) {
    for (const double corner : box) values.push_back(mat_number(corner));
  }
  return mat_struct_matrix({"x1", "x2", "y1", "y2"}, values);
}

struct MatEntry {
  double id = 1;
  std::string connection = mat_double_matrix(1, 2, {1, 1});
  double invisible = 0;
};

std::string hoi_entries(const std::vector<MatEntry>& entries) {
  std::vector<std::string> values;
  for (const auto& entry : entries) {
    values.insert(values.end(),
                  {mat_number(entry.id), box_rows({{11, 60, 21, 90}, {1, 2, 3, 4}}),
                   box_rows({{51, 80, 61, 95}}), entry.connection, mat_number(entry.invisible)});
  }
  return mat_struct_matrix({"id", "bboxhuman", "bboxobject", "connection", "invis"}, values);
}

MatFile box_file(const std::vector<MatEntry>& entries, const std::string& name = "a.jpg") {
  const std::string size = mat_struct_matrix({"width", "height", "depth"},
                                             {mat_number(100), mat_number(50), mat_number(3)});
  return {mat_file_bytes({mat_struct_matrix({"filename", "size", "hoi"},
                                            {mat_text_matrix(name), size, hoi_entries(entries)},
                                            "bbox_test")}),
          "x.mat"};
}

HicodetSplit boxes_of(const MatFile& file) {
  return read_hicodet_mat_boxes(file, "bbox_test", small_hicodet_words());
}

std::string boxes_error(const MatFile& file) {
  return input_error_of([&] { boxes_of(file); });
}

TEST(HicodetMatReader, ReadsBoxesByTheirConnections) {
  MatEntry two_pairs;
  two_pairs.id = 2;
  two_pairs.connection = mat_double_matrix(2, 2, {2, 1, 1, 1});
  const HicodetSplit split = boxes_of(box_file({two_pairs}));
  ASSERT_EQ(split.images.size(), 1U);
  const HicodetImage& image = split.images[0];
  EXPECT_EQ(image.file_name, "a.jpg");
  EXPECT_EQ(image.width, 100);
  EXPECT_EQ(image.height, 50);
  ASSERT_EQ(image.pairs.size(), 2U);
  EXPECT_EQ(image.pairs[0].interaction, 1);
  EXPECT_EQ(image.pairs[0].boxes.human, (std::array<double, 4>{1, 3, 2, 4}));
  EXPECT_EQ(image.pairs[1].boxes.human, (std::array<double, 4>{11, 21, 60, 90}));
  EXPECT_EQ(image.pairs[1].boxes.object, (std::array<double, 4>{51, 61, 80, 95}));
}

TEST(HicodetMatReader, LeavesOutInvisibleInteractionsAndCountsThem) {
  MatEntry invisible;
  invisible.invisible = 1;
  const HicodetSplit split = boxes_of(box_file({invisible, {}, invisible}));
  EXPECT_EQ(split.invisible, 2);
  ASSERT_EQ(split.images[0].pairs.size(), 1U);
  EXPECT_EQ(split.images[0].pairs[0].entry, 1);
}

TEST(HicodetMatReader, TakesAnInteractionWithoutConnections) {
  MatEntry none;
  none.connection = mat_double_matrix(0, 0, {});
  EXPECT_TRUE(boxes_of(box_file({none})).images[0].pairs.empty());
}

TEST(HicodetMatReader, RefusesIdsAndConnectionsOutOfRange) {
  const auto with_id = [](double id) {
    MatEntry entry;
    entry.id = id;
    return box_file({entry});
  };
  for (const double id : {0.0, 4.0, 1.5, -1.0, 1e300, double(NAN)}) {
    EXPECT_THAT(boxes_error(with_id(id)), HasSubstr("the id of an interaction is")) << id;
  }
  const auto connected = [](const std::string& connection) {
    MatEntry entry;
    entry.connection = connection;
    return box_file({entry});
  };
  EXPECT_THAT(boxes_error(connected(mat_double_matrix(1, 2, {3, 1}))),
              HasSubstr("the human of a connection is 3, expected a whole number from 1 to 2"));
  EXPECT_THAT(boxes_error(connected(mat_double_matrix(1, 2, {1, 2}))),
              HasSubstr("the object of a connection is 2"));
  EXPECT_THAT(boxes_error(connected(mat_double_matrix(1, 3, {1, 1, 1}))),
              HasSubstr("connections of 3 columns"));
  EXPECT_THAT(boxes_error(box_file({{}}, "../a.jpg")), HasSubstr("is no plain name"));
}

TEST(HicodetMatReader, ReadsWordsInAlphabeticalOrder) {
  const std::string list =
      mat_struct_matrix({"nname", "vname"},
                        {mat_text_matrix("dog"), mat_text_matrix("walk"), mat_text_matrix("cat"),
                         mat_text_matrix("hug"), mat_text_matrix("dog"), mat_text_matrix("hug")},
                        "list_action");
  const MatFile without(mat_file_bytes({}), "x.mat"), with(mat_file_bytes({list}), "y.mat");
  const HicodetWords words = read_hicodet_mat_words({nullptr, &without, &with});
  const HicodetWords expected = {{"cat", "dog"}, {"hug", "walk"}, {{1, 1}, {0, 0}, {1, 0}}};
  EXPECT_EQ(words, expected);
  EXPECT_EQ(read_hicodet_mat_words({&without}), official_hicodet_words());
}

TEST(HicodetMatReader, ReadsImageLevelLabels) {
  // Three interactions of two objects, two images; only 1 is a positive label.
  const MatFile file(mat_file_bytes({mat_double_matrix(3, 2, {0, 1, -1, NAN, -1, 1}, "anno_test")}),
                     "x.mat");
  const auto images = read_mat_object_images(file, "anno_test", small_hicodet_words(), 2);
  EXPECT_THAT(images, ElementsAre(ElementsAre(0), ElementsAre(1)));
  const MatFile other(mat_file_bytes({mat_double_matrix(2, 1, {0, 1}, "anno_test")}), "x.mat");
  EXPECT_THAT(
      input_error_of([&] { read_mat_object_images(other, "anno_test", small_hicodet_words(), 1); }),
      HasSubstr("labels of 2 interactions and 1 images, expected 3 and 1"));
}

TEST(HicodetMatReader, ReadsFileNames) {
  const MatFile file(
      mat_file_bytes(
          {mat_matrix(1, 2, 1, "list_test", mat_text_matrix("a.jpg") + mat_text_matrix("b.jpg"))}),
      "x.mat");
  EXPECT_THAT(read_mat_file_names(file, "list_test"), ElementsAre("a.jpg", "b.jpg"));
}

TEST(HicodetMatReader, SurvivesEveryChangeOfOneByte) {
  const std::string bytes = mat_file_bytes({mat_struct_matrix(
      {"filename", "hoi"}, {mat_text_matrix("a.jpg"), hoi_entries({{}})}, "bbox_test")});
  for (std::size_t at = 128; at < bytes.size(); ++at) {
    for (const int value : {0, 1, 9, 127, 255}) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(value);
      try {
        const MatFile file(changed, "x.mat");
        if (file.has("bbox_test")) boxes_of(file);
      } catch (const InputError&) {
        // What is wrong is said; nothing else may happen.
      }
    }
  }
}

}  // namespace
}  // namespace hoi
