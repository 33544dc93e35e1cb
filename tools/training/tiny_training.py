"""The smallest training that has everything: seconds on one core, several checkpoints in an epoch, parts of
steps, validations and a learning rate that changes."""

import json
import pathlib
import struct
import subprocess
import time

PROJECT = pathlib.Path(__file__).resolve().parents[2]

SETTINGS = {
    "input.short_side": 96, "input.long_side": 128, "network.stages": 2, "network.backbone.small_width": 16,
    "network.pyramid.channels": 16, "network.proposals.train_proposals": 40, "network.proposals.test_proposals": 30,
    "network.localization.hidden_features": 16, "network.localization.regions_per_image": 16,
    "network.relation.visual_features": 16, "network.relation.geometric_channels": 4,
    "network.relation.geometric_features": 8, "network.relation.face_hidden_features": 8,
    "network.pairs.pairs_per_image": 16, "training.epochs": 3, "training.images_per_step": 2,
    "training.images_at_once": 1, "training.learning_rate.warmup_steps": 2,
    "training.learning_rate.decay_epochs": "[2]", "training.log_steps": 1, "training.checkpoint_steps": 3}


def checkpoint_header(path):
    """The JSON header of a safetensors file."""
    with path.open("rb") as file:
        return json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))


class TinyTraining:
    """Runs of one configuration and one data set below a folder."""

    def __init__(self, program, folder, assignments=()):
        self.program, self.folder = str(pathlib.Path(program).resolve()), pathlib.Path(folder)
        self.assignments = [f"{key}={value}" for key, value in SETTINGS.items()] + list(assignments)
        subprocess.run([self.program, "dataset", "synthesize", "runs/scenes", "--images", "20", "--seed", "3"],
                       cwd=self.folder, check=True, capture_output=True)

    def start(self, run, *words):
        """A process that trains in the folder `run`, its messages in <run>.txt."""
        with (self.folder / f"{run}.txt").open("a") as messages:
            return subprocess.Popen([self.program, "train", PROJECT / "configs/synthetic-tiny.toml", *self.assignments,
                                     "--run", run, *words], cwd=self.folder, stdout=messages, stderr=messages)

    def train(self, run, *words):
        """Trains to the end and returns the exit code."""
        return self.start(run, *words).wait()

    def messages(self, run):
        return (self.folder / f"{run}.txt").read_text()

    def metrics(self, run):
        """The objects of metrics.jsonl."""
        path = self.folder / run / "metrics.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def steps(self, run):
        """The last step that is logged, while the file may be written to."""
        path = self.folder / run / "metrics.jsonl"
        return path.read_text().count('"loss"') if path.exists() else 0

    def checkpoints(self, run):
        """All checkpoints, the newest last."""
        return sorted((self.folder / run / "checkpoints").glob("step-*.safetensors"))

    def wait_for_step(self, run, step, process):
        """Whether the training got so far before it ended."""
        while self.steps(run) < step:
            if process.poll() is not None:
                return False
            time.sleep(0.002)
        return True
