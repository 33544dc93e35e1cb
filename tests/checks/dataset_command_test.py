"""Runs `hoi dataset ...` as a person would. Argument: the program."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)


class DatasetCommand(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def hoi(self, *words):
        return subprocess.run([PROGRAM, "dataset", *words], cwd=self.folder, capture_output=True, text=True)

    def synthesize(self, images):
        done = self.hoi("synthesize", "set", "--images", str(images), "--seed", "7", "--size", "160x120")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_what_it_draws_is_valid_and_has_the_size(self):
        self.synthesize(images=80)  # enough for every verb to occur
        self.assertEqual(len(list((self.folder / "set/images").iterdir())), 80)
        done = self.hoi("validate", "set")
        self.assertEqual((done.returncode, done.stdout), (0, "set: no defects\n"))
        image = json.loads((self.folder / "set/annotations.json").read_text())["images"][0]
        self.assertEqual((image["width"], image["height"]), (160, 120))

    def test_counts_what_it_drew(self):
        self.synthesize(images=4)
        done = self.hoi("stats", "set")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"total +4 ")
        self.assertIn("bicycle", done.stdout)

    def test_names_every_defect_and_exits_with_2(self):
        self.synthesize(images=4)
        (self.folder / "set/images/000003.jpg").unlink()
        annotations = self.folder / "set/annotations.json"
        content = json.loads(annotations.read_text())
        content["interactions"][0]["verb_id"] = 999
        annotations.write_text(json.dumps(content))
        done = self.hoi("validate", "set")
        self.assertEqual(done.returncode, 2)
        self.assertIn("000003.jpg", done.stdout)
        self.assertIn("999", done.stdout)

    def test_wrong_arguments_are_one_line_and_exit_with_2(self):
        done = self.hoi("synthesize", "set", "--images", "4", "--size", "large")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr, "hoi: --size: 'large'; expected WIDTHxHEIGHT such as 256x192\n")
        done = self.hoi("stats", "nowhere")
        self.assertEqual(done.returncode, 2)
        self.assertIn("nowhere", done.stderr)


if __name__ == "__main__":
    unittest.main()
