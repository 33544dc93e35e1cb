"""What survives when `hoi train` is stopped, killed or meets damage, from outside. Argument: the program."""

import os
import pathlib
import signal
import sys
import tempfile
import time
import unittest

PROGRAM = sys.argv.pop(1)
PROJECT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "tools/training"))

os.environ["OMP_NUM_THREADS"] = "1"  # threads that share a core with other tests wait for each other
from tiny_training import TinyTraining, checkpoint_header  # noqa: E402


class TrainResume(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.training = TinyTraining(PROGRAM, temporary.name)

    def stopped_run(self, name, kind, step, *words):
        """A run that got a signal after a step; its exit code."""
        process = self.training.start(name, *words)
        self.assertTrue(self.training.wait_for_step(name, step, process), self.training.messages(name))
        begin = time.monotonic()
        process.send_signal(kind)
        code = process.wait(timeout=60)
        print(f"{kind.name}: exit code {code} after {time.monotonic() - begin:.2f} s")
        return code

    def assert_finishes(self, name):
        self.assertEqual(self.training.train(name, "--resume"), 0, self.training.messages(name))
        steps = [entry["step"] for entry in self.training.metrics(name) if "loss" in entry]
        self.assertEqual(steps, list(range(1, len(steps) + 1)), "every step is logged once")
        validated = [entry["epoch"] for entry in self.training.metrics(name) if "validation" in entry]
        self.assertEqual(validated, [1, 2, 3])

    def test_the_first_signal_writes_a_checkpoint_of_the_last_step_and_exits_0(self):
        for kind in (signal.SIGTERM, signal.SIGINT):
            name = kind.name.lower()
            self.assertEqual(self.stopped_run(name, kind, 4), 0, self.training.messages(name))
            header = checkpoint_header(self.training.checkpoints(name)[-1])
            self.assertEqual(int(header["__metadata__"]["training_step"]), self.training.steps(name))
            self.assertIn("stopped at step", self.training.messages(name))
        self.assert_finishes("sigterm")

    def test_a_run_that_was_killed_before_its_first_checkpoint_begins_again(self):
        self.assertEqual(self.stopped_run("early", signal.SIGKILL, 1, "training.checkpoint_steps=1000"), -9)
        self.assertEqual(self.training.checkpoints("early"), [])
        self.assert_finishes("early")
        self.assertIn("no checkpoint yet: beginning again at step 0", self.training.messages("early"))

    def test_a_damaged_checkpoint_is_named_and_the_one_before_it_used(self):
        self.assertEqual(self.stopped_run("damaged", signal.SIGKILL, 5), -9)
        older, newest = self.training.checkpoints("damaged")[-1], self.training.folder / "damaged/checkpoints"
        newest /= "step-00000008.safetensors"
        newest.write_bytes(older.read_bytes()[:-1000])
        self.assert_finishes("damaged")
        self.assertIn("step-00000008.safetensors: no valid safetensors file", self.training.messages("damaged"))
        self.assertIn(f"from {pathlib.Path('damaged/checkpoints', older.name)}", self.training.messages("damaged"))

    def test_a_disk_without_room_for_the_checkpoints_is_an_error_before_the_first_step(self):
        self.assertEqual(self.training.train("room", "training.kept_checkpoints=1000000"), 2)
        message = self.training.messages("room").splitlines()[-1]
        self.assertIn("room: room for 1000001 more checkpoints: needs ", message)
        self.assertIn("lower training.kept_checkpoints", message)
        self.assertEqual(self.training.steps("room"), 0)


if __name__ == "__main__":
    unittest.main()
