#!/usr/bin/env python3
"""Trains a tiny network once without interruption, then again and again with interruptions: SIGKILL or SIGTERM at
random moments of random steps, and --resume. Losses, validations, the model and the last checkpoint must be the
same bits.

  tools/training/cut_points.py build/release/src/cli/hoi --cuts 50 [key=value ...]

The settings after the options replace those of tiny_training.py. Exit code 1 when one bit differs.
"""

import argparse
import collections
import pathlib
import random
import shutil
import signal
import sys
import tempfile
import time

from tiny_training import TinyTraining, checkpoint_header

CUTS_OF_A_RUN = 2  # at most


def results(training, run):
    """Everything that must not depend on interruptions, by name."""
    kept = {"loss", "terms", "learning_rate", "gradient_norm", "validation", "step", "epoch"}
    entries = [{key: value for key, value in entry.items() if key in kept} for entry in training.metrics(run)]
    return {"metrics.jsonl": entries,
            "model.safetensors": (training.folder / run / "model.safetensors").read_bytes(),
            "last checkpoint": training.checkpoints(run)[-1].read_bytes()}


class CutCampaign:
    def __init__(self, training, seed):
        self.training, self.random = training, random.Random(seed)
        self.counts = collections.Counter()
        begin = time.monotonic()
        if training.train("whole") != 0:
            sys.exit(f"the run without interruption failed:\n{training.messages('whole')}")
        self.steps = training.steps("whole")
        self.step_seconds = (time.monotonic() - begin) / self.steps
        self.expected = results(training, "whole")

    def cut(self, run, *words):
        """Starts or resumes a run and ends it at a random moment. Returns what was done, "" when it was too late."""
        process = self.training.start(run, *words)
        next_step = min(self.training.steps(run) + 1, self.steps)
        self.training.wait_for_step(run, self.random.randint(next_step, self.steps), process)
        time.sleep(self.random.random() * self.step_seconds)
        kind = self.random.choice((signal.SIGKILL, signal.SIGTERM))
        process.send_signal(kind)
        code = process.wait()
        # A process that is not yet listening dies of SIGTERM, which costs no more than SIGKILL.
        wanted = (0, -signal.SIGTERM) if kind == signal.SIGTERM else (-signal.SIGKILL,)
        if code not in wanted and not self.is_finished(run):
            sys.exit(f"{run}: exit code {code} after {kind.name}:\n{self.training.messages(run)}")
        if self.is_finished(run):
            return ""
        self.note_cut(run, kind)
        return f"{kind.name} after step {self.training.steps(run)}"

    def is_finished(self, run):
        """Whether the last message says so; a run that was stopped says the same of another step."""
        return f"stopped at step {self.steps};" in self.training.messages(run) and \
            len(self.training.metrics(run)) == len(self.expected["metrics.jsonl"])

    def note_cut(self, run, kind):
        self.counts[kind.name] += 1
        checkpoints = self.training.checkpoints(run)
        if not checkpoints:
            self.counts["before the first checkpoint"] += 1
            return
        header = checkpoint_header(checkpoints[-1])
        step = int(header["__metadata__"]["training_step"])
        self.counts["with steps after the checkpoint"] += self.training.steps(run) > step
        self.counts["between the parts of a step"] += any("/extra/step/" in name for name in header)

    def run_once(self, number):
        """One run with one or more cuts. Returns the names of what came out otherwise."""
        run = f"cut-{number}"
        done = [self.cut(run)]
        while done[-1] and len(done) < self.random.randint(1, CUTS_OF_A_RUN):
            done.append(self.cut(run, "--resume"))
        if not done[0] and not (self.training.folder / run / "model.safetensors").exists():
            return []
        if done[-1] and self.training.train(run, "--resume") != 0:
            sys.exit(f"{run} cannot be resumed:\n{self.training.messages(run)}")
        found = results(self.training, run)
        different = [name for name, value in self.expected.items() if found[name] != value]
        print(f"{run}: {', then '.join(filter(None, done)) or 'too late'}: "
              f"{'other ' + ', '.join(different) if different else 'identical'}", flush=True)
        if not different:
            shutil.rmtree(self.training.folder / run)
        return different

    def cuts(self):
        return self.counts["SIGKILL"] + self.counts["SIGTERM"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path, help="hoi")
    parser.add_argument("--cuts", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("assignments", nargs="*", metavar="key=value")
    arguments = parser.parse_intermixed_args()
    with tempfile.TemporaryDirectory() as folder:
        campaign = CutCampaign(TinyTraining(arguments.program, folder, arguments.assignments), arguments.seed)
        number = different = 0
        while campaign.cuts() < arguments.cuts:
            number += 1
            different += bool(campaign.run_once(number))
    figures = ", ".join(f"{count} {name}" for name, count in sorted(campaign.counts.items()))
    print(f"{campaign.cuts()} cuts of {campaign.steps} steps ({figures}): "
          f"{f'{different} runs differ' if different else 'all bit-identical'}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
