"""What the checks in this folder share: the files of the project and how findings are reported."""

import argparse
import pathlib
import sys

SOURCE_FOLDERS = ("src", "tests", "benchmarks", "fuzz")
CPP_SUFFIXES = (".h", ".cpp")


def root_from_arguments(description):
    """The project folder: the parent of tools/ unless --root names another one (tests do)."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent)
    return parser.parse_args().root


def cpp_files(root, folders=SOURCE_FOLDERS):
    """All C++ files below these folders, sorted."""
    found = []
    for folder in folders:
        found += [path for path in (root / folder).rglob("*") if path.suffix in CPP_SUFFIXES]
    return sorted(found)


def finish(problems, summary):
    """Prints every problem, or the summary when there is none; the exit status says which."""
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} problem(s)")
        sys.exit(1)
    print(summary)
