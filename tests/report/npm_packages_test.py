"""Tests of cmake/NpmPackages.cmake and EmbedTexts.cmake with stand-ins for npm. Argument: cmake."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

CMAKE = sys.argv.pop(1)
PROJECT = pathlib.Path(__file__).resolve().parents[2]
LISTING = """cmake_minimum_required(VERSION 3.25)
project(page LANGUAGES NONE)
include("{project}/cmake/NpmPackages.cmake")
hoi_npm_packages("${{CMAKE_CURRENT_SOURCE_DIR}}/page" node_modules)
message("packages: '${{node_modules}}'")
"""
# Notes that it was called, and fetches as npm does.
WORKING = 'echo "$*" >>"{log}"\nmkdir -p node_modules/uplot && echo fetched >node_modules/uplot/file\n'
FAILING = 'echo "$*" >>"{log}"\necho "network unreachable" >&2\nexit 1\n'


class NpmPackages(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        (self.folder / "page").mkdir()
        (self.folder / "bin").mkdir()
        (self.folder / "CMakeLists.txt").write_text(LISTING.format(project=PROJECT))
        (self.folder / "page/package.json").write_text("{}")
        (self.folder / "page/package-lock.json").write_text("{}")
        self.log = self.folder / "calls"

    def npm(self, script):
        file = self.folder / "bin/npm"
        file.write_text("#!/bin/sh\n" + script.format(log=self.log))
        file.chmod(0o755)

    def configure(self, path=None):
        """What cmake says; its PATH has the stand-in first, or is `path`."""
        environment = {**os.environ, "PATH": path or f"{self.folder}/bin:{os.environ['PATH']}"}
        words = [CMAKE, "-S", self.folder, "-B", self.folder / "build", "-G", "Ninja"]
        if path:
            words.append("-DCMAKE_FIND_USE_CMAKE_SYSTEM_PATH=OFF")
        done = subprocess.run(words, env=environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def calls(self):
        return self.log.read_text().splitlines() if self.log.exists() else []

    def test_packages_are_fetched_once_without_running_their_scripts(self):
        self.npm(WORKING)
        self.assertIn(f"packages: '{self.folder}/build/npm/node_modules'", self.configure())
        self.assertIn(f"packages: '{self.folder}/build/npm/node_modules'", self.configure())
        self.assertEqual(len(self.calls()), 1)
        self.assertIn("ci --ignore-scripts", self.calls()[0])

    def test_another_lock_is_fetched_again_from_an_empty_folder(self):
        self.npm(WORKING)
        self.configure()
        stale = self.folder / "build/npm/node_modules/stale"
        stale.write_text("")
        (self.folder / "page/package-lock.json").write_text('{"version": 2}')
        self.configure()
        self.assertEqual(len(self.calls()), 2)
        self.assertFalse(stale.exists())

    def test_a_registry_that_cannot_be_reached_is_no_error_and_is_tried_again(self):
        self.npm(FAILING)
        said = self.configure()
        self.assertIn("packages: ''", said)
        self.assertIn("network unreachable", said)
        self.npm(WORKING)
        self.assertIn("node_modules'", self.configure())

    def test_a_machine_without_npm_is_no_error(self):
        tools = self.folder / "tools"
        tools.mkdir()
        ninja = subprocess.run(["sh", "-c", "command -v ninja"], capture_output=True, text=True, check=True)
        (tools / "ninja").symlink_to(ninja.stdout.strip())
        said = self.configure(path=str(tools))
        self.assertIn("packages: ''", said)
        self.assertIn("npm is not installed", said)


class EmbeddedTexts(unittest.TestCase):
    def test_files_are_joined_and_kept_byte_by_byte(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "a.js").write_text('if (a[1] && "\\n") { b; } // ${X} @Y@ ;\n')
            (folder / "b.js").write_text("[[c]]\n")
            entries = f"kScript|{folder}/a.js,{folder}/b.js|kNothing|-"
            subprocess.run([CMAKE, f"-DOUTPUT={folder}/texts.cpp", f"-DENTRIES={entries}", "-P",
                            PROJECT / "cmake/EmbedTexts.cmake"], check=True)
            code = (folder / "texts.cpp").read_text()
        self.assertIn('kScript = R"hoi_text(if (a[1] && "\\n") { b; } // ${X} @Y@ ;\n[[c]]\n)hoi_text"sv;', code)
        self.assertIn('kNothing = R"hoi_text()hoi_text"sv;', code)


if __name__ == "__main__":
    unittest.main()
