#!/usr/bin/env python3
"""Builds, tests and trains on a GPU machine that has CUDA, CMake, ninja, g++ and PyTorch, and no packages.

  tools/gpu/gpu.py carry                        here: fill build/carry (tools/gpu/carry.py)
  tools/gpu/gpu.py build                        there: configure and build the preset `slim`
  tools/gpu/gpu.py test                         there: the tests that the carried libraries allow
  tools/gpu/gpu.py measure FOLDER [x.y=z...]    there: speed, use and memory of training and prediction
  tools/gpu/gpu.py train CONFIG RUN [x.y=z...]  there: train for some minutes, or go on with RUN
  tools/gpu/gpu.py bring RUN FOLDER             there: what is worth bringing back, in parts
  tools/gpu/gpu.py join FOLDER                  here: the parts as files again

Every step is one command of bounded time that can be given again: a build goes on where it ended, a
training goes on from its last checkpoint. See docs/gpu.md.
"""

import argparse
import os
import pathlib
import shutil
import shlex
import subprocess
import sys

import measure as measuring

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PRESET = "slim"
PROGRAM = ROOT / "build" / PRESET / "src" / "cli" / "hoi"
SPEED_PROGRAM = ROOT / "build" / PRESET / "benchmarks" / "device_speed"
# Tests that need what is not carried: other picture formats, MATLAB files, face detectors, the shell
# scripts of the project with their packages, and the rules for its sources.
LEFT_OUT = ("check_.*", "checks", "launcher", "data", "hicodet", "scene", "fuzz_.*")
BROUGHT = ("model.safetensors", "config.toml", "metrics.jsonl", "log.txt", "report.html")
PART_SUFFIX = ".part"


def say(text):
    print(f"gpu.py: {text}", flush=True)


def fail(text):
    sys.exit(f"gpu.py: {text}")


def run(command, timeout=None):
    """Runs a command in the project folder; after `timeout` seconds asks it to end. Its exit status."""
    say(" ".join(str(word) for word in command))
    process = subprocess.Popen([str(word) for word in command], cwd=ROOT, env=environment())
    try:
        return process.wait(timeout)
    except subprocess.TimeoutExpired:
        process.terminate()
        return process.wait()


def environment():
    """That of this process, with the CUDA compiler in the path."""
    names = dict(os.environ)
    toolkit = pathlib.Path(names.get("CUDA_HOME", "/usr/local/cuda"))
    names["PATH"] = f"{toolkit / 'bin'}:{names['PATH']}"
    names.setdefault("CUDA_HOME", str(toolkit))
    return names


def torch_prefix():
    """Where the LibTorch inside of PyTorch keeps its CMake package."""
    answer = subprocess.run(["python3", "-c", "import torch; print(torch.utils.cmake_prefix_path)"],
                            capture_output=True, text=True)
    if answer.returncode != 0:
        fail("python3 has no PyTorch here: " + answer.stderr.strip().splitlines()[-1])
    return answer.stdout.strip()


def language_settings(include):
    """The C++ standard for CMake, where torch's headers ask for more than the project's own."""
    headers = include / "ATen" / "ATen.h"
    return ["-DCMAKE_CXX_STANDARD=20"] if headers.is_file() and "C++20" in headers.read_text() else []


def carry(arguments):
    return run([sys.executable, ROOT / "tools" / "gpu" / "carry.py"])


def build(arguments):
    if not (ROOT / "build" / "carry" / "include").is_dir():
        fail("build/carry is missing: run `tools/gpu/gpu.py carry` where the packages are and bring it along")
    prefix = torch_prefix()
    # <torch>/share/cmake is the prefix, <torch>/include has the headers.
    language = language_settings(pathlib.Path(prefix).parent.parent / "include")
    status = run(["cmake", "--preset", PRESET, f"-DCMAKE_PREFIX_PATH={prefix}", *language, *arguments.settings])
    if status == 0:
        targets = ["--target", *arguments.targets] if arguments.targets else []
        status = run(["cmake", "--build", "--preset", PRESET, f"-j{arguments.jobs}", *targets])
    return status


def test(arguments):
    left_out = "|".join(LEFT_OUT)
    return run(["ctest", "--test-dir", ROOT / "build" / PRESET, "--output-on-failure", "--no-tests=error",
                f"-j{arguments.jobs}", "-E", f"^({left_out})$", *arguments.options])


def measure(arguments):
    program = arguments.program or SPEED_PROGRAM
    if not program.is_file():
        fail(f"{program} is missing: build it first, or name it with --program")
    return measuring.measure(arguments, program.resolve(), shlex.join(["tools/gpu/gpu.py", *sys.argv[1:]]))


def train(arguments):
    resume = ["--resume"] if any((arguments.run / "checkpoints").glob("step-*")) else []
    command = [PROGRAM, "train", arguments.config, *arguments.assignments, "--run", arguments.run, *resume]
    return run(command, arguments.minutes * 60)


def split(source, folder, part_bytes):
    """Copies a file in numbered parts of at most `part_bytes`."""
    with source.open("rb") as stream:
        for number, content in enumerate(iter(lambda: stream.read(part_bytes), b"")):
            (folder / f"{source.name}{PART_SUFFIX}{number:03}").write_bytes(content)


def bring(arguments):
    arguments.folder.mkdir(parents=True, exist_ok=True)
    part_bytes = int(arguments.part_megabytes * 1e6)
    sources = [arguments.run / name for name in BROUGHT]
    checkpoints = sorted((arguments.run / "checkpoints").glob("step-*.safetensors"))
    if arguments.checkpoint:
        sources += checkpoints[-1:]
    for source in sources:
        if not source.is_file():
            continue
        if source.stat().st_size <= part_bytes:
            shutil.copyfile(source, arguments.folder / source.name)
        else:
            split(source, arguments.folder, part_bytes)
        say(f"{source.name}: {source.stat().st_size / 1e6:.1f} MB")
    return 0


def join(arguments):
    for first in sorted(arguments.folder.glob(f"*{PART_SUFFIX}000")):
        target = first.with_name(first.name.removesuffix(f"{PART_SUFFIX}000"))
        parts = sorted(arguments.folder.glob(target.name + PART_SUFFIX + "*"))
        with target.open("wb") as stream:
            for part in parts:
                stream.write(part.read_bytes())
        for part in parts:
            part.unlink()
        say(f"{target}: {len(parts)} parts")
    return 0


def parsed_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = parser.add_subparsers(required=True, metavar="STEP")

    def step(action):
        command = steps.add_parser(action.__name__)
        command.set_defaults(action=action)
        return command

    step(carry)
    command = step(build)
    command.add_argument("--jobs", type=int, default=os.cpu_count(), help="compilers at a time")
    command.add_argument("--targets", nargs="*", help="instead of everything")
    command.add_argument("--settings", nargs="*", default=[], help="-DNAME=VALUE for CMake")
    command = step(test)
    command.add_argument("--jobs", type=int, default=4, help="tests at a time; all of them share the GPU")
    command.add_argument("options", nargs="*", help="further options of ctest, after --")
    measuring.add_arguments(step(measure))
    command = step(train)
    command.add_argument("config", type=pathlib.Path)
    command.add_argument("run", type=pathlib.Path)
    command.add_argument("assignments", nargs="*", help="settings of `hoi train`, as section.key=value")
    command.add_argument("--minutes", type=float, default=9, help="until it is asked to stop (9)")
    command = step(bring)
    command.add_argument("run", type=pathlib.Path)
    command.add_argument("folder", type=pathlib.Path)
    command.add_argument("--part-megabytes", type=float, default=15)
    command.add_argument("--checkpoint", action="store_true", help="the newest checkpoint as well")
    command = step(join)
    command.add_argument("folder", type=pathlib.Path)
    return parser.parse_args()


if __name__ == "__main__":
    chosen = parsed_arguments()
    sys.exit(chosen.action(chosen))
