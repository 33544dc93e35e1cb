#include "hicodet/mat_value.h"

#include <cmath>
#include <random>
#include <stdexcept>

#include <gmock/gmock.h>
#include <matio.h>

#include "hicodet/mat_file.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Variables = std::vector<std::pair<std::string, MatValue>>;

MatFile written_file(const TemporaryFolder& folder, Variables variables) {
  write_mat_file(folder / "a.mat", std::move(variables));
  return MatFile::read(folder / "a.mat");
}

MatFile written_file(const TemporaryFolder& folder, MatValue value) {
  Variables variables;
  variables.emplace_back("x", std::move(value));
  return written_file(folder, std::move(variables));
}

TEST(MatValue, OfNumbersIsReadBack) {
  const TemporaryFolder folder;
  const MatFile file =
      written_file(folder, MatValue::numbers(2, 3, {1, -2, 0.5, NAN, 1e300, INFINITY}));
  const MatVariable variable = file.load("x");
  EXPECT_EQ(variable.array().rows(), 2U);
  EXPECT_EQ(variable.array().columns(), 3U);
  EXPECT_EQ(variable.array().number(1), -2);
  EXPECT_TRUE(std::isnan(variable.array().number(3)));
  EXPECT_EQ(variable.array().number(5), INFINITY);
}

TEST(MatValue, OfTextOfAnyLengthIsReadBack) {
  const TemporaryFolder folder;
  for (const std::string text :
       {"", "a", "ab", "HICO_test2015_00000001.jpg", "caf\xC3\xA9", "\xF0\x9F\x98\x80.jpg"}) {
    EXPECT_EQ(written_file(folder, MatValue::text(text)).load("x").array().text(), text);
  }
}

TEST(MatValue, OfCellsMayHaveGaps) {
  const TemporaryFolder folder;
  std::vector<MatValue> values(3);
  values[1] = MatValue::text("b");
  const MatFile file = written_file(folder, MatValue::cell(3, 1, std::move(values)));
  std::vector<bool> empty;
  file.load("x").array().each(
      [&](const MatArray& value, std::size_t) { empty.push_back(value.is_empty()); });
  EXPECT_THAT(empty, ElementsAre(true, false, true));
}

TEST(MatValue, OfStructsMayHaveGapsAndNoEntries) {
  const TemporaryFolder folder;
  std::vector<MatValue> values(4);
  values[0] = MatValue::number(1);
  values[3] = MatValue::structs({"inner"}, {});
  const MatFile file = written_file(folder, MatValue::structs({"a", "b"}, std::move(values)));
  std::vector<std::size_t> counts;
  file.load("x").array().each_entry({"a", "b"},
                                    [&](const std::vector<MatArray>& entry, std::size_t) {
                                      counts.push_back(entry[0].count());
                                      counts.push_back(entry[1].count());
                                    });
  EXPECT_THAT(counts, ElementsAre(1, 0, 0, 0));
}

TEST(MatValue, IsWrittenAsSeveralVariables) {
  const TemporaryFolder folder;
  Variables variables;
  variables.emplace_back("b", MatValue::number(2));
  variables.emplace_back("a", MatValue());
  const MatFile file = written_file(folder, std::move(variables));
  EXPECT_THAT(file.variable_names(), ElementsAre("a", "b"));
  EXPECT_TRUE(file.load("a").array().is_empty());
  EXPECT_EQ(file.load("b").array().number(), 2);
}

TEST(MatValue, RefusesSizesThatDoNotFit) {
  EXPECT_THROW(MatValue::numbers(2, 2, {1}), std::invalid_argument);
  EXPECT_THROW(MatValue::cell(2, 2, {}), std::invalid_argument);
  EXPECT_THROW(MatValue::structs({}, {}), std::invalid_argument);
}

TEST(WriteMatFile, WritesTheSameBytesForTheSameData) {
  const TemporaryFolder folder;
  for (const std::string name : {"a.mat", "b.mat"}) {
    Variables variables;
    variables.emplace_back("x", MatValue::text("same"));
    write_mat_file(folder / name, std::move(variables));
  }
  EXPECT_EQ(content_of(folder / "a.mat"), content_of(folder / "b.mat"));
  EXPECT_FALSE(std::filesystem::exists((folder / "a.mat").string() + ".unfinished"));
}

TEST(WriteMatFile, RefusesAFolderThatIsNotThere) {
  const TemporaryFolder folder;
  EXPECT_THAT(input_error_of([&] { write_mat_file(folder / "no" / "a.mat", {}); }),
              HasSubstr("cannot be written"));
}

struct CloseMat {
  void operator()(mat_t* file) const { Mat_Close(file); }
};
struct FreeMat {
  void operator()(matvar_t* variable) const { Mat_VarFree(variable); }
};

/// The sum of all numbers that libmatio finds.
double matio_sum(const matvar_t* value) {
  double sum = 0;
  const bool nested = value->class_type == MAT_C_CELL || value->class_type == MAT_C_STRUCT;
  for (std::size_t i = 0; i < value->nbytes / static_cast<std::size_t>(value->data_size); ++i) {
    if (nested) {
      sum += matio_sum(static_cast<matvar_t* const*>(value->data)[i]);
    } else if (value->class_type == MAT_C_DOUBLE) {
      sum += static_cast<const double*>(value->data)[i];
    }
  }
  return sum;
}

double our_sum(const MatArray& value) {
  double sum = 0;
  if (value.kind() == MatArray::Kind::kCell) {
    value.each([&](const MatArray& element, std::size_t) { sum += our_sum(element); });
  } else if (value.kind() == MatArray::Kind::kStruct) {
    value.each_entry({"a", "b"}, [&](const std::vector<MatArray>& fields, std::size_t) {
      sum += our_sum(fields[0]) + our_sum(fields[1]);
    });
  } else if (value.kind() == MatArray::Kind::kNumbers) {
    for (std::size_t i = 0; i < value.count(); ++i) sum += value.number(i);
  }
  return sum;
}

MatValue random_value(std::mt19937& random, int depth) {
  const std::size_t count = random() % 4;
  const unsigned kind = random() % (depth > 0 ? 5 : 3);
  if (kind == 0) return MatValue();
  if (kind == 1) return MatValue::text(std::string(1 + random() % 9, 'x'));
  if (kind == 2) return MatValue::numbers(1, count, std::vector<double>(count, random() % 99));
  std::vector<MatValue> values;
  for (std::size_t i = 0; i < count * (kind - 2); ++i) {
    values.push_back(random_value(random, depth - 1));
  }
  return kind == 3 ? MatValue::cell(count, 1, std::move(values))
                   : MatValue::structs({"a", "b"}, std::move(values));
}

TEST(WriteMatFile, IsUnderstoodByBothReaders) {
  const TemporaryFolder folder;
  std::mt19937 random(5);
  for (int round = 0; round < 100; ++round) {
    std::vector<MatValue> values;
    for (int i = 0; i < 3; ++i) values.push_back(random_value(random, 3));
    const MatFile file = written_file(folder, MatValue::cell(3, 1, std::move(values)));
    const std::unique_ptr<mat_t, CloseMat> opened(
        Mat_Open((folder / "a.mat").c_str(), MAT_ACC_RDONLY));
    const std::unique_ptr<matvar_t, FreeMat> variable(Mat_VarRead(opened.get(), "x"));
    EXPECT_EQ(our_sum(file.load("x").array()), matio_sum(variable.get())) << round;
  }
}

}  // namespace
}  // namespace hoi
