"""Runs `hoi train` on a handful of procedural scenes, from drawing to evaluation. Argument: the program."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)
PROJECT = pathlib.Path(__file__).resolve().parents[2]

# The shipped configuration, narrowed until an epoch takes seconds.
QUICK = ["training.epochs=1", "training.images_per_step=2", "training.learning_rate.warmup_steps=2",
         "network.backbone.small_width=16", "network.pyramid.channels=16", "training.log_steps=1",
         "network.localization.hidden_features=16", "network.relation.visual_features=16"]


class TrainCommand(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def hoi(self, *words):
        return subprocess.run([PROGRAM, *map(str, words)], cwd=self.folder, capture_output=True, text=True)

    def test_scenes_are_drawn_learned_and_scored(self):
        done = self.hoi("dataset", "synthesize", "runs/scenes", "--images", "12", "--seed", "3")
        self.assertEqual(done.returncode, 0, done.stderr)
        done = self.hoi("train", PROJECT / "configs/synthetic-tiny.toml", *QUICK)
        self.assertEqual(done.returncode, 0, done.stderr)
        run = self.folder / "runs/synthetic-tiny"
        lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
        self.assertTrue(any("loss" in line for line in lines))
        self.assertTrue(any("validation" in line for line in lines))
        done = self.hoi("evaluate", "--model", run / "model.safetensors", "--data", "runs/scenes",
                        "--split", "test", "--json", "-")
        self.assertEqual(done.returncode, 0, done.stderr)
        result = json.loads(done.stdout)
        self.assertIn("mAP_rel", result["triplets"])
        self.assertIn("AP50", result["detection"])

    def test_a_network_with_mask_heads_gives_masks(self):
        self.hoi("dataset", "synthesize", "runs/scenes", "--images", "12", "--seed", "3")
        done = self.hoi("train", PROJECT / "configs/synthetic-tiny.toml", *QUICK, "network.segmentation.enabled=true",
                        "network.segmentation.convolutions=1", "network.segmentation.channels=16",
                        "network.detection.min_score=0.01")
        self.assertEqual(done.returncode, 0, done.stderr)
        run = self.folder / "runs/synthetic-tiny"
        lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
        self.assertTrue(all("mask_ap" in line["validation"] for line in lines if "validation" in line))

        model = ("--model", run / "model.safetensors")
        picture = sorted((self.folder / "runs/scenes/images").iterdir())[0]
        done = self.hoi("detect", picture, *model, "--masks", "--json", "-", "--draw", "drawn")
        self.assertEqual(done.returncode, 0, done.stderr)
        result = json.loads(done.stdout)
        self.assertTrue(result["instances"])
        for instance in result["instances"]:
            self.assertEqual(instance["mask"]["size"], [result["image"]["height"], result["image"]["width"]])
        self.assertEqual(len(list((self.folder / "drawn").iterdir())), 1)

        done = self.hoi("evaluate", *model, "--data", "runs/scenes", "--masks", "--metric", "coco", "--json", "-")
        self.assertEqual(done.returncode, 0, done.stderr)
        scores = json.loads(done.stdout)
        self.assertAlmostEqual(scores["masks"]["AP"], scores["official"]["mask"]["AP"], places=6)
        self.assertAlmostEqual(scores["detection"]["AP"], scores["official"]["box"]["AP"], places=6)

    def test_an_unknown_key_names_the_nearest_one_and_leaves_nothing(self):
        done = self.hoi("train", PROJECT / "configs/synthetic-tiny.toml", "training.epoch=1")
        self.assertEqual(done.returncode, 2)
        self.assertIn("epochs", done.stderr)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_missing_data_is_an_error_before_a_run_folder_exists(self):
        done = self.hoi("train", PROJECT / "configs/synthetic-tiny.toml")
        self.assertEqual(done.returncode, 2)
        self.assertIn("runs/scenes", done.stderr)
        self.assertFalse((self.folder / "runs/synthetic-tiny").exists())


if __name__ == "__main__":
    unittest.main()
