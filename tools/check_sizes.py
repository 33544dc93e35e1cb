#!/usr/bin/env python3
"""Checks that files and functions stay small enough to be read in one go.

The aim is a median file of about 100 lines and five parameters; these are the hard limits.
Functions are found by their braces, so the check relies on the layout of clang-format.
"""

import re

from project_files import SOURCE_FOLDERS, cpp_files, finish, root_from_arguments

MAX_FILE_LINES = {"src": 300, "tests": 400, "benchmarks": 300, "fuzz": 100, "tools": 300}
MAX_FUNCTION_LINES = 50
MAX_PARAMETERS = 7

# "path" or "path:function" -> why it may be larger.
EXCEPTIONS = {}

NOT_A_FUNCTION = re.compile(r"^(?:template\s*<.*>\s*)?(?:namespace|class|struct|enum|union|extern)\b")
CONTROL = re.compile(r"^(?:if|for|while|switch|else|do|try|catch|return|case|default)\b")


def without_comments_and_literals(text):
    """The same number of lines, without anything in which a brace would mean nothing."""
    pattern = re.compile(
        r'R"([^(\s]*)\(.*?\)\1"|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|(?<!\w)\'(?:\\.|[^\'\\\n])+\'',
        re.DOTALL)
    text = pattern.sub(lambda match: '""' + "\n" * match.group(0).count("\n"), text)
    return re.sub(r"^[ \t]*#.*$", "", text, flags=re.MULTILINE)


def name_and_parameters(head):
    """The function name that a text before a body declares, and what its parentheses hold."""
    match = re.search(r"([\w:~]*operator\s*\(\)|[\w:~]*operator[^\w\s(]+|[\w:~]+)\s*(?=\()", head)
    if not match:
        return None
    depth = 0
    for position in range(match.end(), len(head)):
        depth += {"(": 1, ")": -1}.get(head[position], 0)
        if depth == 0:
            return match.group(1), head[match.end() + 1:position]
    return None


def count_parameters(text):
    if not text.strip():
        return 0
    depth = commas = 0
    for letter in text:
        depth += {"(": 1, "<": 1, "{": 1, ")": -1, ">": -1, "}": -1}.get(letter, 0)
        commas += letter == "," and depth == 0
    return commas + 1


def is_initializer(head):
    """Is the brace after this text a value (an argument, a member initialiser) and no block?"""
    return head.count("(") != head.count(")") or re.search(r"\)\s*(?:noexcept\s*)?:\s.*\w$", head, re.DOTALL)


def functions(text):
    """(name, first line, lines, parameters) of every function body in a C++ text."""
    text = without_comments_and_literals(text)
    found, stack, start = [], [], 0
    for position, letter in enumerate(text):
        if letter == ";" and text.count("(", start, position) == text.count(")", start, position):
            start = position + 1
        elif letter == "{":
            if is_initializer(text[start:position]):
                stack.append(None)
                continue
            head = re.sub(r"^(?:\s*(?:public|private|protected):)+", "", text[start:position])
            stack.append((head.strip(), position - len(head.lstrip())))
            start = position + 1
        elif letter == "}" and stack:
            block = stack.pop()
            if block is None:
                continue
            start = position + 1
            head, first = block
            declared = name_and_parameters(head)
            outside = all(outer and NOT_A_FUNCTION.match(outer[0]) for outer in stack)
            if outside and declared and not NOT_A_FUNCTION.match(head) and not CONTROL.match(head):
                line = text.count("\n", 0, first) + 1
                length = text.count("\n", first, position) + 1
                found.append((declared[0], line, length, count_parameters(declared[1])))
    return found


def check_functions(where, text):
    problems = []
    for name, line, length, parameters in functions(text):
        if f"{where}:{name}" in EXCEPTIONS:
            continue
        if length > MAX_FUNCTION_LINES:
            problems.append(f"{where}:{line}: {name} has {length} lines, at most {MAX_FUNCTION_LINES}")
        if parameters > MAX_PARAMETERS:
            problems.append(f"{where}:{line}: {name} has {parameters} parameters, at most {MAX_PARAMETERS}")
    return problems


def main():
    root = root_from_arguments(__doc__)
    problems, count = [], 0
    for path in cpp_files(root, SOURCE_FOLDERS) + sorted((root / "tools").glob("*.py")):
        where = str(path.relative_to(root))
        text = path.read_text()
        limit = MAX_FILE_LINES[where.split("/")[0]]
        lines = text.count("\n")
        count += 1
        if lines > limit and where not in EXCEPTIONS:
            problems.append(f"{where}: {lines} lines, at most {limit}")
        if path.suffix != ".py":
            problems += check_functions(where, text)
    finish(problems, f"{count} files and their functions are within the limits")


if __name__ == "__main__":
    main()
