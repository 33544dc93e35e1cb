"""`hoi dataset pack` and what the other commands make of a packed folder. Argument: the program."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)
PROJECT = pathlib.Path(__file__).resolve().parents[2]

# The shipped configuration, narrowed until a training takes seconds. Scenes of 96 x 72 need no resizing.
QUICK = ["training.epochs=1", "training.images_per_step=2", "training.learning_rate.warmup_steps=2",
         "training.log_steps=1", "network.stages=1", "network.backbone.small_width=16", "network.pyramid.channels=16",
         "network.localization.hidden_features=16", "network.relation.visual_features=16",
         "input.short_side=72", "input.long_side=96"]


class DatasetPack(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.hoi("dataset", "synthesize", "one/runs/scenes", "--images", "10", "--seed", "3", "--size", "96x72",
                 "--test", "0.2")

    def hoi(self, *words, folder=".", code=0):
        done = subprocess.run([PROGRAM, *map(str, words)], cwd=self.folder / folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, code, f"{words}\n{done.stdout}\n{done.stderr}")
        return done

    def pack(self, target, *words):
        return self.hoi("dataset", "pack", "one/runs/scenes", target, *words)

    def train(self, folder):
        """Weights, and the numbers of each step."""
        self.hoi("train", PROJECT / "configs/synthetic-tiny.toml", "--run", "run", *QUICK, folder=folder)
        run = self.folder / folder / "run"
        lines = map(json.loads, (run / "metrics.jsonl").read_text().splitlines())
        steps = [(line["step"], line["loss"], line["gradient_norm"]) for line in lines if "loss" in line]
        return (run / "model.safetensors").read_bytes(), steps

    def test_training_on_packed_pictures_gives_the_same_bits(self):
        done = self.pack("two/runs/scenes", "--short-side", "72", "--long-side", "96")
        self.assertRegex(done.stdout, r"^10 pictures in 1 shard in two/runs/scenes: [\d.]+ \w+, \d+ % of their pixels\n$")
        self.assertEqual([file.name for file in (self.folder / "two/runs/scenes/images").iterdir()],
                         ["pictures-00000.hoipack"])
        weights, steps = self.train("one")
        packed_weights, packed_steps = self.train("two")
        self.assertGreaterEqual(len(steps), 3)
        self.assertEqual(packed_steps, steps)
        self.assertEqual(packed_weights, weights)

        # The other commands take the folder as well, and find the same in it.
        scores = [json.loads(self.hoi("evaluate", "--model", "one/run/model.safetensors", "--data",
                                      f"{folder}/runs/scenes", "--split", "test", "--json", "-").stdout)
                  for folder in ("one", "two")]
        self.assertEqual(scores[0]["triplets"], scores[1]["triplets"])
        self.assertEqual(scores[0]["detection"], scores[1]["detection"])
        found = self.hoi("detect", "two/runs/scenes/images", "--model", "one/run/model.safetensors", "--json", "-")
        self.assertEqual(len(found.stdout.splitlines()), 10)

    def test_boxes_are_scaled_with_their_pictures(self):
        self.pack("small", "--short-side", "36", "--long-side", "100", "--split", "train")
        whole = json.loads((self.folder / "one/runs/scenes/annotations.json").read_text())
        small = json.loads((self.folder / "small/annotations.json").read_text())
        self.assertEqual({(image["width"], image["height"]) for image in small["images"]}, {(48, 36)})
        self.assertEqual({image["split"] for image in small["images"]}, {"train"})
        boxes = {entry["id"]: entry["bbox"] for entry in whole["annotations"]}
        self.assertTrue(small["annotations"])
        for entry in small["annotations"]:
            for scaled, number in zip(entry["bbox"], boxes[entry["id"]]):
                self.assertAlmostEqual(scaled, number / 2, places=4)

    def test_a_validated_packed_folder_has_no_defects_of_its_own(self):
        self.pack("packed")
        plain = self.hoi("dataset", "validate", "one/runs/scenes", code=2)  # words that no scene uses
        packed = self.hoi("dataset", "validate", "packed", code=2)
        self.assertEqual(len(packed.stdout.splitlines()), len(plain.stdout.splitlines()))
        self.assertNotIn("hoipack", packed.stdout)

    def test_a_damaged_shard_is_one_line(self):
        self.pack("packed")
        shard = self.folder / "packed/images/pictures-00000.hoipack"
        content = bytearray(shard.read_bytes())
        content[-1] ^= 1
        shard.write_bytes(content)
        done = self.hoi("dataset", "pack", "packed", "again", code=2)
        self.assertRegex(done.stderr.strip().splitlines()[-1],
                         r"pictures-00000\.hoipack: this is no whole shard .* picture '.*' are damaged")
        content[50] ^= 1
        shard.write_bytes(content)
        done = self.hoi("dataset", "pack", "packed", "again", code=2)
        self.assertIn("its index is damaged", done.stderr)
        self.assertFalse((self.folder / "again").exists())

    def test_one_side_alone_is_refused(self):
        done = self.hoi("dataset", "pack", "one/runs/scenes", "packed", "--short-side", "72", code=2)
        self.assertIn("give both", done.stderr)
        self.assertFalse((self.folder / "packed").exists())


if __name__ == "__main__":
    unittest.main()
