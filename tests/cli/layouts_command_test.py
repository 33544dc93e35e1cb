"""Every official layout from drawn scenes to an official score, as a person would run it: synthesize,
validate, convert and back, train a few steps, evaluate with the official metric, score the prediction
file again. Argument: the program."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)
PROJECT = pathlib.Path(__file__).resolve().parents[2]

# layout -> metric, and where the headline number stands in its JSON.
LAYOUTS = {
    "hoiw": ("hoiw", ("mAP_rel",)),
    "pic": ("pic", ("recall", "100", "mean")),
    "vcoco": ("vcoco", ("AP_role_s1",)),
    "hicodet": ("hico", ("default", "full")),
}
# The shipped configuration, narrowed until an epoch takes seconds.
TINY = ["training.initial_model=", "training.epochs=1", "training.images_per_step=2",
        "training.learning_rate.reference_images=2", "network.stages=2",
        "network.backbone.kind=resnet_small", "network.backbone.small_width=16",
        "network.pyramid.channels=16", "network.localization.hidden_features=16",
        "network.relation.visual_features=16", "input.short_side=96", "input.long_side=128",
        "faces.kind=none"]


class Layouts(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def hoi(self, *words, code=0):
        done = subprocess.run([PROGRAM, *map(str, words)], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, code, f"{words}\n{done.stdout}\n{done.stderr}")
        return done

    def value(self, document, path):
        for key in path:
            document = document[key]
        return document

    def check_round_trip(self, layout):
        """The same scenes come back from the own format to the bit."""
        self.hoi("dataset", "convert", f"data/{layout}", "own", "--from", layout)
        self.hoi("dataset", "validate", "own", code=2)  # words that no scene uses are defects
        self.hoi("dataset", "convert", "own", "again", "--to", layout)
        self.hoi("dataset", "convert", "again", "own-again", "--from", layout)
        first = json.loads((self.folder / "own/annotations.json").read_text())
        second = json.loads((self.folder / "own-again/annotations.json").read_text())
        self.assertEqual(first, second)

    def check_training_and_scores(self, layout):
        metric, path = LAYOUTS[layout]
        self.hoi("train", PROJECT / f"configs/{layout}-r50.toml", "--run", "run", *TINY)
        done = self.hoi("evaluate", "--model", "run/model.safetensors", "--data", f"data/{layout}",
                        "--layout", layout, "--split", "test", "--metric", metric,
                        "--predictions", "predictions.json", "--json", "-")
        official = json.loads(done.stdout)["official"]
        self.assertGreaterEqual(self.value(official, path), 0)
        self.assertTrue((self.folder / "predictions.json").exists())

    def run_layout(self, layout):
        self.hoi("dataset", "synthesize", f"data/{layout}", "--layout", layout, "--images", "20", "--seed", "5",
                 "--size", "128x96")
        self.check_round_trip(layout)
        self.check_training_and_scores(layout)

    def test_hoiw(self):
        self.run_layout("hoiw")

    def test_pic(self):
        self.run_layout("pic")

    def test_vcoco(self):
        self.run_layout("vcoco")

    def test_hicodet(self):
        self.run_layout("hicodet")


if __name__ == "__main__":
    unittest.main()
