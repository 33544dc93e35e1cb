"""A limit on the size of files (`ulimit -f`) is an error in one line, like a full disk. Argument: the program."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)
WRONG_INPUT = 2  # what a file that cannot be written ends with


class FileSizeLimit(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def hoi(self, *words, blocks="unlimited"):
        """blocks: the limit in units of 512 bytes (POSIX) or 1024."""
        return subprocess.run(["sh", "-c", 'ulimit -f "$0" && exec "$@"', blocks, PROGRAM, *words], cwd=self.folder,
                              capture_output=True, text=True)

    def assert_refused(self, done, file, reason):
        self.assertEqual(done.returncode, WRONG_INPUT, f"ended by a signal?\n{done.stdout}{done.stderr}")
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertIn(file, done.stderr)
        self.assertIn(reason, done.stderr)

    def files(self, folder):
        return [path for path in (self.folder / folder).rglob("*") if path.is_file()]

    def test_an_annotation_file_that_may_not_grow_is_named_and_leaves_nothing(self):
        done = self.hoi("dataset", "synthesize", "scenes", "--images", "4", "--seed", "3")
        self.assertEqual(done.returncode, 0, done.stderr)
        words = ("dataset", "convert", "scenes", "converted", "--images", "none")
        self.assert_refused(self.hoi(*words, blocks="1"), "converted/annotations.json", "File too large")
        self.assertEqual(self.files("converted"), [])
        done = self.hoi(*words)
        self.assertEqual(done.returncode, 0, "the next try needs no clean-up\n" + done.stderr)

    def test_a_picture_that_may_not_grow_is_named(self):
        self.assert_refused(self.hoi("dataset", "synthesize", "scenes", "--images", "1", blocks="1"),
                            "scenes/images/000001", "cannot be written")
        self.assertEqual(self.files("scenes"), [])


if __name__ == "__main__":
    unittest.main()
