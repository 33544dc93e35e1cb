"""Runs the section "From own photographs to a model" of docs/datasets.md, command by command, on drawn
scenes that stand for the photographs and for what people labelled in them. Argument: the program."""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)
PROJECT = pathlib.Path(__file__).resolve().parents[2]
SECTION = "## From own photographs to a model"


def section():
    text = (PROJECT / "docs/datasets.md").read_text()
    return text.split(SECTION, 1)[1].split("\n## ", 1)[0]


class Walkthrough(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        (self.folder / "hoi").symlink_to(PROGRAM)

    def run_shell(self, command):
        done = subprocess.run(["bash", "-ec", command], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def label_photographs(self):
        self.run_shell("./hoi dataset synthesize drawn --images 20 --seed 3 --size 128x96")
        self.run_shell("./hoi dataset convert drawn my-export --to label-studio")

    def test_every_command_does_what_the_page_says(self):
        self.label_photographs()
        (configuration,) = re.findall(r"```toml\n(.*?)```", section(), re.DOTALL)
        (self.folder / "my-model.toml").write_text(configuration)
        commands = re.findall(r"```sh\n(.*?)```", section(), re.DOTALL)
        self.assertGreaterEqual(len(commands), 6)
        output = "".join(self.run_shell(command) for command in commands)
        self.assertIn("mAP_rel", output)
        self.assertIn("<RectangleLabels", (self.folder / "labels.xml").read_text())
        self.assertEqual(len(list((self.folder / "my-data-drawn").iterdir())), 20)
        self.assertEqual(len((self.folder / "results.jsonl").read_text().splitlines()), 20)
        self.assertIn("train 12", output)
        self.assertIn("val 4", output)


if __name__ == "__main__":
    unittest.main()
