"""Tests of ./hoi on a copy of the launcher whose program is a script that reports how it was run."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

PROJECT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = '#!/bin/sh\necho "folder=$PWD arguments=$*"\nexit 3\n'


class Launcher(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name, "clone with spaces")
        for name in ("src", "cmake", "tools", "build/release/src/cli"):
            (self.root / name).mkdir(parents=True)
        for name in ("hoi", "tools/launch.sh", "packages.txt", "CMakeLists.txt", "CMakePresets.json"):
            shutil.copy(PROJECT / name, self.root / name)
        self.program = self.root / "build/release/src/cli/hoi"
        self.program.write_text(PROGRAM)
        self.program.chmod(0o755)
        self.stamp = self.root / "build/release.stamp"
        self.stamp.write_text("")
        later = time.time() + 10  # newer than everything that was copied
        os.utime(self.stamp, (later, later))
        # Stand-ins: nothing is installed or built here, they only report that they were called.
        self.tools = pathlib.Path(self.folder.name, "bin")
        self.tools.mkdir()
        self.stand_in("cmake", 'echo "cmake $*" >&2')
        self.stand_in("dpkg-query", "echo installed")
        self.stand_in("apt-get", "exit 0")

    def stand_in(self, name, script):
        path = self.tools / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def run_hoi(self, command, cwd):
        environment = {**os.environ, "PATH": f"{self.tools}:{os.environ['PATH']}"}
        return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)

    def test_keeps_folder_arguments_and_exit_status_of_the_caller(self):
        done = self.run_hoi([self.root / "hoi", "detect", "a b.jpg"], cwd=self.tools)
        self.assertEqual(done.stdout, f"folder={self.tools} arguments=detect a b.jpg\n")
        self.assertEqual(done.returncode, 3)
        self.assertEqual(done.stderr, "", "a later call has nothing to say")

    def test_works_through_a_symbolic_link(self):
        link = self.tools / "hoi-link"
        link.symlink_to(self.root / "hoi")
        self.assertEqual(self.run_hoi([link], cwd=self.tools).returncode, 3)

    def test_builds_again_when_a_source_is_newer_and_only_then(self):
        source = self.root / "src/new.cpp"
        source.write_text("")
        later = time.time() + 20
        os.utime(source, (later, later))
        first = self.run_hoi([self.root / "hoi"], cwd=self.tools)
        self.assertIn("the sources have changed", first.stderr)
        self.assertIn("cmake --build build/release", first.stderr)

    def test_a_failed_build_says_so_and_runs_nothing(self):
        self.program.unlink()
        self.stand_in("cmake", 'echo "no compiler" ; exit 1')
        done = self.run_hoi([self.root / "hoi"], cwd=self.tools)
        self.assertEqual(done.returncode, 2)
        self.assertIn("no compiler", done.stderr)
        self.assertIn("this command failed: cmake --preset release", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_a_missing_package_that_cannot_be_installed_is_named(self):
        self.program.unlink()
        self.stand_in("dpkg-query", '[ "$4" = libtorch-dev ] || echo installed')
        self.stand_in("id", "echo 1000")
        self.stand_in("sudo", "exit 1")
        done = self.run_hoi([self.root / "hoi"], cwd=self.tools)
        self.assertEqual(done.returncode, 2)
        self.assertIn("installing libtorch-dev", done.stderr)
        self.assertIn("this command failed: sudo", done.stderr)

    def test_two_first_calls_build_once(self):
        self.program.unlink()
        log = self.root / "build/builds"
        self.stand_in("cmake", f'[ "$1" = --build ] || exit 0; echo build >>"{log}"; sleep 1\n'
                               f"printf '#!/bin/sh\\nexit 3\\n' >\"{self.program}\"; chmod +x \"{self.program}\"")
        environment = {**os.environ, "PATH": f"{self.tools}:{os.environ['PATH']}"}
        calls = [subprocess.Popen([self.root / "hoi"], env=environment, stderr=subprocess.DEVNULL) for _ in range(2)]
        self.assertEqual([call.wait() for call in calls], [3, 3])
        self.assertEqual(log.read_text(), "build\n")


if __name__ == "__main__":
    unittest.main()
