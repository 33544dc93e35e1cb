#!/usr/bin/env python3
"""Checks that every text file of the project is ASCII: it reads the same in any editor and diff."""

import os

from project_files import finish, root_from_arguments

SUFFIXES = {".h", ".cpp", ".py", ".sh", ".cmake", ".txt", ".md", ".toml", ".json", ".yml", ".yaml"}
NAMES = {"hoi", "test", "LICENSE", "NOTICE"}
SKIPPED_FOLDERS = {".git", ".cache", "build", "runs", "hoi-results", "node_modules"}


def text_files(root):
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - SKIPPED_FOLDERS)
        for name in sorted(names):
            if os.path.splitext(name)[1] in SUFFIXES or name in NAMES:
                yield os.path.join(folder, name)


def main():
    root = root_from_arguments(__doc__)
    problems, count = [], 0
    for path in text_files(root):
        count += 1
        with open(path, "rb") as file:
            for number, line in enumerate(file, start=1):
                if not line.isascii():
                    problems.append(f"{os.path.relpath(path, root)}:{number}: a character outside of ASCII")
    finish(problems, f"{count} text files are ASCII")


if __name__ == "__main__":
    main()
