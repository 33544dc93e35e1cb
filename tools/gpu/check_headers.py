#!/usr/bin/env python3
"""Checks the syntax of everything that includes torch against the headers of another LibTorch.

  tools/gpu/check_headers.py INCLUDE [--build build/test] [--only REGEX] [--also FILE] [--option=-DNAME ...]

INCLUDE is the folder that holds ATen, c10 and torch of that LibTorch; nothing of it is linked or run, so
the headers alone suffice (those of a Debian package: apt-get download libtorch-dev; dpkg-deb -x). The
commands of the configured build folder give the sources and every other setting (--also: a source that it
does not compile, with the settings of the first one), and a header of torch that comes from elsewhere than
INCLUDE is an error: it would hide that the other LibTorch has none.
"""

import argparse
import concurrent.futures
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

API = pathlib.Path("torch/csrc/api/include")
# Where a header of torch can be, seen from a folder of headers.
OF_TORCH = re.compile(r"/include/(?:ATen|c10|caffe2|torch)/")


def torch_commands(build):
    """The words of each command that compiles against torch, by its source."""
    commands = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        words = shlex.split(entry["command"])
        if any(word.endswith(str(API)) for word in words):
            commands[pathlib.Path(entry["directory"], entry["file"])] = words
    return commands


def checking_command(words, include, options, dependencies):
    """That command, with other headers, as a check of the syntax that writes down what it included."""
    kept = []
    skip = False
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        if skip or word in ("-c", "-Werror", "-MD", "-MMD"):
            skip = False
        elif word in ("-o", "-MF", "-MT", "-MQ") or (word == "-isystem" and OF_TORCH.search(following + "/")):
            skip = True
        else:
            kept.append(word)
    folders = ["-isystem", str(include), "-isystem", str(include / API)]
    return [kept[0], *folders, *kept[1:], *options, "-fsyntax-only", "-MD", "-MF", str(dependencies)]


def strangers(dependencies, include):
    """Headers of torch in a list of dependencies that are not those of `include`."""
    names = dependencies.read_text().replace("\\\n", " ").split()
    return sorted(name for name in names if OF_TORCH.search(name) and not name.startswith(f"{include}/"))


def check(words, include, options):
    """Whether one source is right, and what the compiler and this script have to say about it."""
    with tempfile.TemporaryDirectory() as folder:
        dependencies = pathlib.Path(folder) / "dependencies"
        answer = subprocess.run(checking_command(words, include, options, dependencies), capture_output=True, text=True)
        if answer.returncode != 0:
            return False, answer.stderr
        foreign = strangers(dependencies, include)
        return not foreign, answer.stderr + "".join(f"{name}: not a header of {include}\n" for name in foreign)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("include", type=pathlib.Path)
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/test"))
    parser.add_argument("--only", default="", help="sources whose path has a match of this expression")
    parser.add_argument("--also", action="append", default=[], type=pathlib.Path, help="a further source")
    parser.add_argument("--option", action="append", default=[], help="for the compiler, as --option=-DNAME")
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    include = arguments.include.resolve()
    if not (include / "ATen").is_dir():
        sys.exit(f"check_headers.py: {include} holds no folder ATen")
    commands = torch_commands(arguments.build)
    if not commands:
        sys.exit(f"check_headers.py: {arguments.build} compiles nothing against torch")
    first = next(iter(commands.values()))
    commands.update({source: [*first[:-1], str(source.resolve())] for source in arguments.also})
    commands = {source: words for source, words in commands.items() if re.search(arguments.only, str(source))}
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        findings = pool.map(lambda words: check(words, include, arguments.option), commands.values())
        for source, (right, text) in zip(commands, findings):
            bad += not right
            print(f"{'ok' if right else 'FAILED':6} {source}\n{text}", end="", flush=True)
    print(f"{len(commands)} sources, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
