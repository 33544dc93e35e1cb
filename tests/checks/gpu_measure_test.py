#!/usr/bin/env python3
"""Runs `tools/gpu/gpu.py measure` on the CPU with a small network and small pictures.

  gpu_measure_test.py DEVICE_SPEED
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "tools" / "gpu" / "gpu.py"
PROGRAM = pathlib.Path(sys.argv.pop(1)) if len(sys.argv) > 1 else None
SMALL = ["device=cpu", "input.short_side=64", "input.long_side=96", "network.pyramid.channels=16",
         "network.localization.hidden_features=16", "network.relation.visual_features=16",
         "network.relation.geometric_channels=4", "network.relation.geometric_features=8"]


class Measuring(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def measure(self, *options):
        command = [sys.executable, SCRIPT, "measure", self.folder, *SMALL, "--config", "configs/synthetic-tiny.toml",
                   "--program", PROGRAM, "--count", 2, *options]
        result = subprocess.run([str(word) for word in command], capture_output=True, text=True)
        return result, json.loads((self.folder / "measured.json").read_text())["results"]

    def test_training_and_prediction_are_measured_case_by_case(self):
        result, found = self.measure("--pictures", 1, 2, "--precisions", "float32", "bfloat16", "--stages", 1, 3)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertEqual([one.get("error") for one in found], [None] * 6)
        self.assertEqual([(one["precision"], one["images"]) for one in found[:4]],
                         [("float32", 1), ("float32", 2), ("bfloat16", 1), ("bfloat16", 2)])
        for one in found:
            self.assertEqual(len(one["seconds"]), 2)
            self.assertGreater(min(one["seconds"]), 0)
            self.assertEqual((one["height"], one["width"]), (64, 96))
        self.assertNotEqual(found[0]["loss"], found[2]["loss"])  # computed in another precision
        self.assertEqual([one["stages"] for one in found[4:]], [1, 3])
        self.assertGreater(found[5]["pairs"], 0)
        report = (self.folder / "measured.md").read_text()
        self.assertIn("pictures of 96 x 64", report)
        self.assertRegex(report, r"\| bfloat16 \| 2 \| [0-9.]+ \| [0-9.]+ \| ")
        self.assertRegex(report, r"\| 3 \| [0-9.]+ \| [0-9.]+ to [0-9.]+ \| [0-9]+, [0-9]+ \|")

    def test_a_case_that_fails_is_a_row_with_its_reason(self):
        result, found = self.measure("--pictures", 0, 1, "--precisions", "float32", "--stages")
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("training.images_per_step is 0", found[0]["error"])
        self.assertEqual(found[1]["images"], 1)
        self.assertIn("training.images_per_step is 0", (self.folder / "measured.md").read_text())

    def test_a_case_that_takes_too_long_is_ended(self):
        result, found = self.measure("--pictures", "--stages", 1, "--limit", 0.01)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(found[0]["error"], "more than 0.01 s")

    def test_a_missing_program_is_named(self):
        result = subprocess.run([sys.executable, SCRIPT, "measure", self.folder, "--program", "nowhere"],
                                capture_output=True, text=True)
        self.assertIn("nowhere is missing", result.stderr)


if __name__ == "__main__":
    unittest.main()
