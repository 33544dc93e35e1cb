#!/usr/bin/env python3
"""Compares the loss curves of two training runs, step by step and term by term.

Prints the largest difference and exits with 1 when it is above the tolerance or when the runs did not
log the same steps.
"""

import argparse
import json
import pathlib
import sys


def logged_steps(run):
    """step -> every number that the loss of that step is made of."""
    steps = {}
    for line in (run / "metrics.jsonl").read_text().splitlines():
        entry = json.loads(line)
        if "loss" in entry:
            steps[entry["step"]] = {"loss": entry["loss"], **entry.get("terms", {})}
    return steps


def largest_difference(first, second):
    """(difference, step, term) of two curves over the same steps."""
    return max((abs(value - second[step][term]), step, term)
               for step, terms in first.items() for term, value in terms.items())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=pathlib.Path, help="a run folder")
    parser.add_argument("second", type=pathlib.Path, help="another")
    parser.add_argument("--tolerance", type=float, default=1e-5, help="largest difference that is none")
    arguments = parser.parse_args()
    first, second = logged_steps(arguments.first), logged_steps(arguments.second)
    if not first or first.keys() != second.keys():
        sys.exit(f"{len(first)} and {len(second)} logged steps: no comparison")
    difference, step, term = largest_difference(first, second)
    print(f"{len(first)} steps; largest difference {difference:.3g} ({term}, step {step})")
    sys.exit(1 if difference > arguments.tolerance else 0)


if __name__ == "__main__":
    main()
