"""Runs `hoi study` at a size that takes seconds. Argument: the program."""

import json
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = sys.argv.pop(1)
PROJECT = pathlib.Path(__file__).resolve().parents[2]

# The shipped configurations, narrowed until an epoch takes a second.
QUICK = {"epochs": 1, "images_per_step": 2, "checkpoint_steps": 1, "short_side": 96, "long_side": 128,
         "small_width": 16, "hidden_features": 16, "regions_per_image": 16, "visual_features": 16,
         "geometric_channels": 4, "geometric_features": 8, "train_proposals": 40, "test_proposals": 30,
         "pairs_per_image": 16, "learning_rate.warmup_steps": 2}


def quick(text, **more):
    for key, value in {**QUICK, **more}.items():
        text = re.sub(rf"^{re.escape(key)} = .*$", f"{key} = {value}", text, flags=re.MULTILINE)
    return text


def wait_until(condition):
    """Whether the condition came true in time."""
    deadline = time.monotonic() + 120
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(condition())


class StudyCommand(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.run_hoi("dataset", "synthesize", "scenes", "--images", "20", "--seed", "3")
        cls.write_configs("configs")

    @classmethod
    def run_hoi(cls, *words):
        return subprocess.run([PROGRAM, *map(str, words)], cwd=cls.folder, capture_output=True, text=True)

    @classmethod
    def write_configs(cls, name, **more):
        (cls.folder / name).mkdir()
        for phase in ("detector", "relation"):
            file = f"study-tiny-{phase}.toml"
            (cls.folder / name / file).write_text(quick((PROJECT / "configs" / file).read_text(), **more))

    def study(self, *words, configs="configs", out="study"):
        return self.run_hoi("study", *words, "--data", "scenes", "--configs", configs, "--out", out,
                            "--seeds", "1")

    def test_a_table_is_trained_measured_and_drawn_and_a_second_call_trains_nothing(self):
        done = self.study("table7", "figures", "--images", "2", "--workers", "2")
        self.assertEqual(done.returncode, 0, done.stderr)
        study = self.folder / "study"
        self.assertIn("## Table 7", (study / "study.md").read_text())
        self.assertIn("43.7", (study / "table7.md").read_text())
        self.assertIn("</svg>", (study / "table7.svg").read_text())
        rows = json.loads((study / "table7.json").read_text())["rows"]
        self.assertEqual([len(row["runs"]) for row in rows], [1] * 6)
        self.assertEqual(len({row["runs"][0]["model_sha256"] for row in rows}), 1)
        self.assertEqual(len(list((study / "figures").glob("*.png"))), 2)
        self.assertIn("training stages-3-seed1: ended", done.stderr)

        again = self.study("table7")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertNotIn("started", again.stderr)

        (self.folder / "other").mkdir()
        for file in (self.folder / "configs").iterdir():
            (self.folder / "other" / file.name).write_text(quick(file.read_text(), epochs=2))
        refused = self.study("table7", configs="other")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("trained with other settings: 'epochs = 1' instead of 'epochs = 2'", refused.stderr)

    def test_a_stopped_study_goes_on_where_it_was(self):
        self.write_configs("long", epochs=200, images_per_step=1)
        words = [PROGRAM, "study", "table7", "--data", "scenes", "--configs", "long", "--out", "stopped",
                 "--seeds", "1"]
        process = subprocess.Popen(words, cwd=self.folder, stderr=subprocess.PIPE, text=True)
        checkpoints = self.folder / "stopped/runs/detector-seed1/checkpoints"
        self.assertTrue(wait_until(lambda: list(checkpoints.glob("*.safetensors"))))
        process.send_signal(signal.SIGTERM)
        self.assertIn("goes on from here", process.communicate(timeout=120)[1])
        step = max(checkpoints.glob("*.safetensors")).name

        process = subprocess.Popen(words, cwd=self.folder, stderr=subprocess.DEVNULL)
        log = self.folder / "stopped/runs/detector-seed1/log.txt"
        self.assertTrue(wait_until(lambda: "resumed at step" in log.read_text()))
        resumed = int(re.search(r"resumed at step (\d+)", log.read_text()).group(1))
        self.assertEqual(f"step-{resumed:08d}.safetensors", step)

        process.kill()
        process.wait()
        self.assertTrue(wait_until(lambda: log.read_text().count("stopped at step") == 2),
                        "a training ends with the study that began it")

    def test_wrong_input_is_one_line_and_exit_code_2(self):
        for words, text in {("study",): "what?",
                            ("study", "table3", "--data", "scenes"): "expected table4",
                            ("study", "table4"): "--data",
                            ("study", "table4", "--data", "nowhere"): "nowhere",
                            ("study", "table4", "--data", "scenes", "--test-split", "exam"): "exam",
                            ("study", "table4", "--data", "scenes", "--seeds", "0"): "--seeds",
                            ("study", "table4", "--data", "scenes", "--scale", "huge"): "tiny"}.items():
            done = self.run_hoi(*words)
            self.assertEqual(done.returncode, 2, words)
            self.assertIn(text, done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1, done.stderr)


if __name__ == "__main__":
    unittest.main()
