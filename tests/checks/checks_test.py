"""Tests of tools/check_*.py: each finds what it exists for, in a small project made for the test."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOLS = pathlib.Path(__file__).resolve().parents[2] / "tools"

CLEAN_PROJECT = {
    "CMakeLists.txt": "foreach(layer IN ITEMS base domain vision detection relation)\nendforeach()\n",
    "src/base/CMakeLists.txt": "hoi_library(base SOURCES error.cpp DEPENDS fmt::fmt)\n",
    "src/base/error.h": "#pragma once\n#include <string>\n",
    "src/base/error.cpp": '#include "base/error.h"\n#include <fmt/format.h>\n',
    "src/domain/CMakeLists.txt":
        "hoi_library(domain SOURCES box.cpp DEPENDS hoi::base PRIVATE_DEPENDS nlohmann_json::nlohmann_json)\n",
    "src/domain/box.h": '#pragma once\n#include "base/error.h"\n/// Paper: Eqs. (1)-(16), section 3.\n'
                        "/// Paper: Eqs. (17), (18), section 3.4.\n",
    "src/domain/box.cpp": '#include "domain/box.h"\n#include <nlohmann/json.hpp>\n#include <fmt/format.h>\n',
    "tests/domain/CMakeLists.txt": "hoi_test(domain SOURCES box_test.cpp DEPENDS hoi::domain)\n",
    "tests/domain/box_test.cpp": "\n",
}


class CheckTest(unittest.TestCase):
    def run_check(self, name, changes=None):
        """Exit status and output of a check on the clean project with some files changed."""
        with tempfile.TemporaryDirectory() as folder:
            for path, text in {**CLEAN_PROJECT, **(changes or {})}.items():
                file = pathlib.Path(folder, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            done = subprocess.run([sys.executable, TOOLS / f"check_{name}.py", "--root", folder],
                                  capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def assert_passes(self, name, changes=None):
        status, output = self.run_check(name, changes)
        self.assertEqual(status, 0, output)

    def assert_finds(self, name, changes, message):
        status, output = self.run_check(name, changes)
        self.assertEqual(status, 1, output)
        self.assertIn(message, output)


class Layers(CheckTest):
    def test_accepts_declared_includes_also_through_other_layers(self):
        self.assert_passes("layers")

    def test_finds_an_include_of_a_higher_layer(self):
        self.assert_finds("layers", {"src/base/error.cpp": '#include "domain/box.h"\n'},
                          "base does not declare hoi::domain")

    def test_finds_a_declared_dependency_on_a_higher_layer(self):
        self.assert_finds("layers", {"src/base/CMakeLists.txt": "hoi_library(base DEPENDS hoi::domain)\n"},
                          "hoi::domain is not below base")

    def test_finds_an_undeclared_third_party_include(self):
        self.assert_finds("layers", {"src/base/error.cpp": "#include <opencv2/core.hpp>\n"},
                          "base does not declare hoi::opencv")

    def test_finds_a_private_dependency_used_in_a_header(self):
        self.assert_finds("layers", {"src/domain/box.h": "#include <nlohmann/json.hpp>\n"},
                          "domain does not declare nlohmann_json::nlohmann_json")

    def test_finds_torch_in_a_layer_of_plain_data(self):
        self.assert_finds("layers", {"src/domain/CMakeLists.txt": "hoi_library(domain DEPENDS hoi::base hoi::torch\n"
                                                                  " fmt::fmt nlohmann_json::nlohmann_json)\n"},
                          "domain is kept free of torch")

    def test_finds_relation_using_detection(self):
        self.assert_finds("layers", {"src/relation/CMakeLists.txt": "hoi_library(relation DEPENDS hoi::detection)\n"},
                          "relation may not use hoi::detection")


class Equations(CheckTest):
    def test_accepts_one_home_for_each(self):
        self.assert_passes("equations")

    def test_finds_an_equation_without_a_home(self):
        self.assert_finds("equations", {"src/domain/box.h": "/// Paper: Eqs. (1)-(16), section 3.\n"},
                          "Eq. (18) is claimed by no header")

    def test_finds_an_equation_with_two_homes(self):
        self.assert_finds("equations", {"src/base/error.h": "/// Paper: Eqs. (3), (4), section 3.3.1.\n"},
                          "Eq. (4) is claimed 2 times")


class Sizes(CheckTest):
    def test_accepts_a_function_of_fifty_lines(self):
        self.assert_passes("sizes", {"src/base/error.cpp": "void f() {\n" + "  g();\n" * 48 + "}\n"})

    def test_finds_a_long_function_inside_a_namespace(self):
        body = "namespace hoi {\n\nvoid f(int a) {\n" + "  if (a) {\n  }\n" * 25 + "}\n\n}  // namespace hoi\n"
        self.assert_finds("sizes", {"src/base/error.cpp": body}, "error.cpp:3: f has 52 lines")

    def test_finds_a_long_method_inside_a_class_and_its_parameters(self):
        body = "class A {\n public:\n  explicit A(int a, B<int, int> b = {}) : a_(a), b_{b} {\n" + "    g();\n" * 60 + "  }\n};\n"
        self.assert_finds("sizes", {"src/base/error.h": body}, "A has 62 lines")

    def test_finds_too_many_parameters_and_counts_template_arguments_once(self):
        head = "void f(std::map<int, int> a, int b, int c, int d, int e, int g, int h{}"
        self.assert_passes("sizes", {"src/base/error.cpp": head + ") {\n}\n"})
        self.assert_finds("sizes", {"src/base/error.cpp": head + ", int i) {\n}\n"}, "f has 8 parameters")

    def test_finds_a_long_file(self):
        self.assert_finds("sizes", {"src/base/error.cpp": "int a;\n" * 301}, "src/base/error.cpp: 301 lines")


class TestsRegistered(CheckTest):
    def test_finds_a_test_file_that_is_not_built(self):
        self.assert_finds("tests_registered", {"tests/domain/image_test.cpp": "\n"},
                          "tests/domain/image_test.cpp: not listed")

    def test_finds_a_test_file_that_is_commented_out(self):
        self.assert_finds("tests_registered", {"tests/domain/CMakeLists.txt": "# box_test.cpp\n"},
                          "tests/domain/box_test.cpp: not listed")

    def test_finds_a_source_file_that_is_not_built(self):
        self.assert_finds("tests_registered", {"src/base/file.cpp": "\n"}, "src/base/file.cpp: not listed")

    def test_finds_a_header_without_a_test(self):
        self.assert_finds("tests_registered", {"src/base/file.h": "\n"}, "src/base/file.h: no tests/base/file_test.cpp")


class UnityNames(CheckTest):
    def test_accepts_the_same_name_in_two_folders(self):
        text = "namespace {\n\nint f(int a) {\n  return a;\n}\n\n}  // namespace\n"
        self.assert_passes("unity_names", {"src/base/error.cpp": text, "src/domain/box.cpp": text})

    def test_finds_one_name_in_two_files_of_a_folder(self):
        self.assert_finds("unity_names", {
            "src/base/error.cpp": "namespace {\n\nconstexpr int kSize = 3;\nint f(int a) {\n}\n\n}  // namespace\n",
            "src/base/file.cpp": "namespace {\n\nbool f() {\n  g();\n}\n\n}  // namespace\n",
        }, "src/base: f is defined in error.cpp and in file.cpp")


class Texts(CheckTest):
    def test_finds_a_badly_formatted_file(self):
        self.assert_finds("format", {"src/base/error.cpp": "int   a ;\n"}, "error.cpp:1")

    def test_finds_a_character_outside_of_ascii(self):
        self.assert_finds("ascii", {"README.md": "fine\ncaf\u00e9\n"}, "README.md:2")


if __name__ == "__main__":
    unittest.main()
