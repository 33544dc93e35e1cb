"""Runs step_agreement on a few steps of a narrow network. Arguments: step_agreement, hoi."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

HOI = sys.argv.pop()
PROGRAM = sys.argv.pop()
PROJECT = pathlib.Path(__file__).resolve().parents[2]
SETTINGS = (PROJECT / "tools/distributed/narrow_settings.txt").read_text().split()


class StepAgreement(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = pathlib.Path(temporary.name)
        subprocess.run([HOI, "dataset", "synthesize", "runs/scenes", "--images", "10", "--seed", "3"],
                       cwd=cls.folder, check=True, capture_output=True)

    def run_steps(self, *words):
        return subprocess.run([PROGRAM, PROJECT / "configs/synthetic-tiny.toml", *SETTINGS, *words], cwd=self.folder,
                              capture_output=True, text=True)

    def test_two_ranks_take_the_steps_of_one_in_double_precision(self):
        done = self.run_steps("--double", "--steps", "2", "--processes", "2")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        rows = [line.split() for line in done.stdout.splitlines() if line.startswith("  ")]
        self.assertEqual([row[0] for row in rows], ["1", "2", "1", "2"])  # of both tables
        self.assertEqual([len(row) for row in rows], [4, 4, 3, 3])
        self.assertIn("2 processes: within 1e-05 in all steps", done.stdout)
        self.assertIn("same start: 0 steps differ without another decision", done.stdout)

    def test_wrong_words_are_one_line(self):
        done = subprocess.run([PROGRAM], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr.count("\n"), 1)


if __name__ == "__main__":
    unittest.main()
