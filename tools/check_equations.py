#!/usr/bin/env python3
"""Checks that every numbered equation of the paper is claimed by exactly one header.

A header claims with a line of its documentation:
  /// Paper: Eq. (14), section 3.3.2.
  /// Paper: Eqs. (5)-(7), section 3.3.1.
  /// Paper: Eqs. (3), (4), section 3.3.1.
"""

import re

from project_files import cpp_files, finish, root_from_arguments

EQUATIONS = range(1, 19)

CLAIM = re.compile(r"^\s*/// Paper: Eqs?\. (.*)$", re.MULTILINE)
NUMBERS = re.compile(r"\((\d+)\)(?:\s*-\s*\((\d+)\))?")


def claimed_numbers(text):
    """The equations that a header's text claims, in order, repetitions kept."""
    numbers = []
    for claim in CLAIM.findall(text):
        for first, last in NUMBERS.findall(claim):
            numbers += range(int(first), int(last or first) + 1)
    return numbers


def main():
    root = root_from_arguments(__doc__)
    homes = {}
    for path in cpp_files(root, ["src"]):
        if path.suffix == ".h":
            for number in claimed_numbers(path.read_text()):
                homes.setdefault(number, []).append(str(path.relative_to(root)))

    problems = []
    for number in sorted(set(EQUATIONS) | set(homes)):
        where = homes.get(number, [])
        if number not in EQUATIONS:
            problems.append(f"{where[0]}: the paper has no Eq. ({number})")
        elif len(where) > 1:
            problems.append(f"Eq. ({number}) is claimed {len(where)} times: {', '.join(where)}")
        elif not where:
            problems.append(f"Eq. ({number}) is claimed by no header")
    finish(problems, f"Eqs. (1)-({max(EQUATIONS)}): each has one home")


if __name__ == "__main__":
    main()
