#!/usr/bin/env python3
"""Tests the steps of tools/gpu/gpu.py that need no GPU: bringing a run back and joining its parts."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "tools" / "gpu" / "gpu.py"


def step(*words):
    return subprocess.run([sys.executable, SCRIPT, *map(str, words)], capture_output=True, text=True)


class BringingBack(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.run_folder = pathlib.Path(folder.name) / "run"
        self.brought = pathlib.Path(folder.name) / "brought"
        (self.run_folder / "checkpoints").mkdir(parents=True)
        self.model = bytes(range(256)) * 100
        (self.run_folder / "model.safetensors").write_bytes(self.model)
        (self.run_folder / "config.toml").write_text("format = 1\n")
        for number in (10, 200):
            (self.run_folder / "checkpoints" / f"step-{number:08}.safetensors").write_text(str(number))

    def test_a_large_model_travels_in_parts_and_is_whole_again(self):
        result = step("bring", self.run_folder, self.brought, "--part-megabytes", 0.01)
        self.assertEqual(result.returncode, 0, result.stderr)
        parts = sorted(path.name for path in self.brought.iterdir())
        self.assertEqual(parts, ["config.toml"] + [f"model.safetensors.part00{n}" for n in range(3)])
        self.assertEqual(step("join", self.brought).returncode, 0)
        self.assertEqual((self.brought / "model.safetensors").read_bytes(), self.model)
        self.assertEqual(sorted(path.name for path in self.brought.iterdir()), ["config.toml", "model.safetensors"])

    def test_of_the_checkpoints_only_the_newest_travels_and_only_if_asked(self):
        step("bring", self.run_folder, self.brought)
        self.assertEqual(len(list(self.brought.glob("step-*"))), 0)
        step("bring", self.run_folder, self.brought, "--checkpoint")
        self.assertEqual([path.read_text() for path in self.brought.glob("step-*")], ["200"])


class Refusals(unittest.TestCase):
    def test_a_step_is_needed(self):
        self.assertEqual(step().returncode, 2)


if __name__ == "__main__":
    unittest.main()
