"""Runs `hoi launch`: several processes that train and evaluate together. Argument: the program."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = sys.argv.pop(1)
PROJECT = pathlib.Path(__file__).resolve().parents[2]
COMPARE = PROJECT / "tools/distributed/compare_losses.py"

# The shipped configuration, narrowed until a step takes a fraction of a second. All proposals enter the
# losses: where they are drawn from, two that score the same but for rounding can swap, and the draw is
# another one (docs/distributed.md; tests/training/shared_training_test.cpp compares such steps too).
QUICK = [*(PROJECT / "tools/distributed/narrow_settings.txt").read_text().split(), "distributed.lost_seconds=20",
         "network.proposals.train_proposals=16", "network.proposals.anchors_per_image=32",
         "network.localization.regions_per_image=128", "training.learning_rate.base=0.005"]
# Two processes with threads of their own on two cores that other tests share wait for each other most of the time.
os.environ["OMP_NUM_THREADS"] = "1"
DEADLINE = 120  # seconds, for a machine that is busy


def until(condition, what):
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"no {what} within {DEADLINE} s")


def process_of_rank(launcher, rank):
    """The process id of a rank that a running `hoi launch` has started."""
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            variables = (entry / "environ").read_bytes().split(b"\0")
        except (OSError, IndexError):
            continue
        if parent == launcher and f"RANK={rank}".encode() in variables:
            return int(entry.name)
    return None


class LaunchCommand(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = pathlib.Path(cls.temporary.name)
        subprocess.run([PROGRAM, "dataset", "synthesize", "runs/scenes", "--images", "20", "--seed", "3"],
                       cwd=cls.folder, check=True, capture_output=True)

    def command(self, run, *settings, processes=1, options=()):
        words = ["train", PROJECT / "configs/synthetic-tiny.toml", *QUICK, *settings, "--run", f"runs/{run}", *options]
        if processes > 1:
            words = ["launch", "--nproc", processes, "--", *words]
        return [PROGRAM, *map(str, words)]

    def hoi(self, words):
        return subprocess.run(words, cwd=self.folder, capture_output=True, text=True)

    def start(self, words):
        """A process beside others: a group of processes waits for itself, and cores are free meanwhile."""
        process = subprocess.Popen(words, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (process.kill(), process.communicate()) if process.poll() is None else None)
        return process

    def checkpoints(self, run):
        return sorted((self.folder / "runs" / run / "checkpoints").glob("step-*.safetensors"))

    def test_two_and_four_processes_train_and_evaluate_like_one(self):
        scores = {}
        started = {processes: self.start(self.command(f"p{processes}", "training.epochs=5",
                                                      "training.validation_epochs=5", processes=processes))
                   for processes in (1, 2, 4)}
        for processes, training in started.items():
            _, errors = training.communicate(timeout=DEADLINE)
            self.assertEqual(training.returncode, 0, errors)
            lines = (self.folder / f"runs/p{processes}/metrics.jsonl").read_text().splitlines()
            scores[processes] = [json.loads(line)["validation"]["score"] for line in lines if "validation" in line]
            self.assertNotIn("[rank", errors)  # only rank 0 talks
        for processes in (2, 4):
            compared = self.hoi([sys.executable, COMPARE, "runs/p1", f"runs/p{processes}"])
            self.assertEqual(compared.returncode, 0, compared.stdout + compared.stderr)
            self.assertGreaterEqual(int(compared.stdout.split()[0]), 20, compared.stdout)
            self.assertEqual(len(scores[processes]), 1)
            self.assertAlmostEqual(scores[processes][0], scores[1][0], places=3)
        self.check_evaluation("runs/p1/model.safetensors")

    def check_evaluation(self, model):
        words = ["evaluate", "--model", model, "--data", "runs/scenes", "--json"]
        alone = self.start([PROGRAM, *words, "one.json"])
        done = self.hoi([PROGRAM, "launch", "--nproc", "2", "--", *words, "two.json"])
        self.assertEqual(done.returncode, 0, done.stderr)
        _, errors = alone.communicate(timeout=DEADLINE)
        self.assertEqual(alone.returncode, 0, errors)
        one, two = (json.loads((self.folder / name).read_text()) for name in ("one.json", "two.json"))
        for key in ("triplets", "detection", "data", "model"):
            self.assertEqual(one[key], two[key], key)
        self.assertEqual(done.stdout.count("pictures,"), 1, done.stdout)  # one report

    def test_accumulated_steps_of_two_processes_are_those_of_one_with_twice_the_pictures(self):
        started = [self.start(self.command(f"a{processes}", "training.epochs=1", f"training.images_at_once={at_once}",
                                           processes=processes)) for processes, at_once in ((1, 2), (2, 1))]
        for training in started:
            _, errors = training.communicate(timeout=DEADLINE)
            self.assertEqual(training.returncode, 0, errors)
        compared = self.hoi([sys.executable, COMPARE, "runs/a1", "runs/a2"])
        self.assertEqual(compared.returncode, 0, compared.stdout + compared.stderr)

    def test_a_killed_rank_ends_all_and_leaves_a_checkpoint_to_go_on_from(self):
        process = self.start(self.command("killed", "training.epochs=500", "training.validation_epochs=500",
                                          "training.checkpoint_steps=100000", "distributed.lost_seconds=2",
                                          processes=2))
        metrics = self.folder / "runs/killed/metrics.jsonl"
        until(lambda: metrics.exists() and metrics.read_text().count("\n") >= 2, "second step")
        os.kill(until(lambda: process_of_rank(process.pid, 1), "rank 1"), signal.SIGKILL)
        _, errors = process.communicate(timeout=DEADLINE)
        self.assertEqual(process.returncode, 128 + signal.SIGKILL, errors)
        self.assertIn("was ended by signal 9", errors)
        self.assertIn("rank 1 of 2 was lost", errors)
        self.assertIn("finished steps", errors)
        newest = self.checkpoints("killed")[-1]
        steps = int(newest.stem.split("-")[1])
        self.assertGreaterEqual(steps, 1)
        done = self.hoi(self.command("killed", "training.epochs=1", options=["--resume"]))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"resumed at step {steps}", done.stderr)

    def test_sigterm_stops_all_with_a_checkpoint_that_any_number_of_processes_resumes(self):
        process = self.start(self.command("stopped", "training.epochs=500", "training.validation_epochs=500",
                                          "training.checkpoint_steps=100000", processes=2))
        metrics = self.folder / "runs/stopped/metrics.jsonl"
        until(lambda: metrics.exists() and metrics.read_text().count("\n") >= 2, "second step")
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=DEADLINE)
        self.assertEqual(process.returncode, 0, errors)
        self.assertIn("stopped at step", errors)
        steps = int(self.checkpoints("stopped")[-1].stem.split("-")[1])
        epochs = steps // 4 + 1
        done = self.hoi(self.command("stopped", f"training.epochs={epochs}", processes=2, options=["--resume"]))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"resumed at step {steps}", done.stderr)
        self.assertTrue((self.folder / "runs/stopped/model.safetensors").exists())

    def test_a_folder_that_is_taken_is_said_by_all_and_ends_all(self):
        (self.folder / "runs/taken").mkdir(parents=True)
        (self.folder / "runs/taken/config.toml").write_text("")
        done = self.hoi(self.command("taken", "distributed.lost_seconds=2", processes=2))
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("runs/taken", done.stderr)

    def test_wrong_arguments_are_one_line(self):
        for words, part in ((["--nproc", "0", "--", "train", "x"], "--nproc"),
                            (["--nproc", "2", "--", "detect", "x"], "'detect' cannot be shared"),
                            (["--nproc", "2", "--nodes", "2", "--", "train", "x"], "--port"),
                            (["--nproc", "2", "--nodes", "2", "--node", "2", "--", "train", "x"], "--node 2")):
            done = self.hoi([PROGRAM, "launch", *words])
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(part, done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def test_wrong_variables_name_the_variable(self):
        environment = {**os.environ, "RANK": "3", "WORLD_SIZE": "2"}
        done = subprocess.run(self.command("wrong"), cwd=self.folder, env=environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("RANK is '3', expected a number from 0 to 1", done.stderr)


if __name__ == "__main__":
    unittest.main()
