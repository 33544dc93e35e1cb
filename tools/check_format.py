#!/usr/bin/env python3
"""Checks that clang-format would change nothing. To mend: tools/check_format.py --fix"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from project_files import cpp_files, finish, root_from_arguments


def main():
    fix = "--fix" in sys.argv
    sys.argv = [word for word in sys.argv if word != "--fix"]
    root = root_from_arguments(__doc__)
    if not shutil.which("clang-format"):
        finish(["clang-format is not installed; packages.txt names its package"], "")
    options = ["-i"] if fix else ["--dry-run", "-Werror", "-ferror-limit=1"]
    files = cpp_files(root)
    workers = os.cpu_count() or 1
    groups = [group for group in (files[start::workers] for start in range(workers)) if group]

    def run(group):
        done = subprocess.run(["clang-format", *options, *group], cwd=root, capture_output=True, text=True)
        return [line for line in done.stderr.splitlines() if "error:" in line]

    with ThreadPoolExecutor(workers) as pool:
        problems = [problem for lines in pool.map(run, groups) for problem in lines]
    finish(problems, f"{len(files)} files are formatted")


if __name__ == "__main__":
    main()
