#!/usr/bin/env python3
"""Checks that the files of one folder can be compiled together.

The presets `release` and `test` join several source files into one translation unit (a file that
includes LibTorch costs 10 to 40 s alone), so their anonymous namespaces become one: a name may be
defined in one file of a folder only. Definitions are found at the start of a line, as clang-format
leaves them.
"""

import re

from project_files import finish, root_from_arguments

DEFINITIONS = (
    re.compile(r"^(?:struct|class|enum class|enum)\s+(\w+)"),
    re.compile(r"^.*?\b(k[A-Z]\w*)\b\s*(?:=|\{|\[)"),
    re.compile(r"^(?!TEST)[^(=]*?\b(\w+)\("),
    re.compile(r"^using\s+(\w+)\s*="),
)


def anonymous_names(text):
    """Names defined in the anonymous namespaces of a source file."""
    names, inside = set(), False
    for line in text.splitlines():
        if line == "namespace {":
            inside = True
        elif line == "}  // namespace":
            inside = False
        elif inside and line and line[0] not in " }/#":
            for definition in DEFINITIONS:
                match = definition.match(line)
                if match:
                    names.add(match.group(1))
                    break
    return names


def main():
    root = root_from_arguments(__doc__)
    problems, count = [], 0
    for folder in sorted(root.glob("src/*")) + sorted(root.glob("tests/*")):
        homes = {}
        for path in sorted(folder.glob("*.cpp")):
            count += 1
            for name in anonymous_names(path.read_text()):
                homes.setdefault(name, []).append(path.name)
        for name, files in sorted(homes.items()):
            if len(files) > 1:
                problems.append(f"{folder.relative_to(root)}: {name} is defined in {' and in '.join(files)};"
                                " give one of them another name")
    finish(problems, f"{count} source files can be joined folder by folder")


if __name__ == "__main__":
    main()
