"""Runs `hoi train` on a handful of procedural scenes, from drawing to evaluation. Argument: the program."""

import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)
PROJECT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "tests/report"))

from event_file_reader import events, values  # noqa: E402

# The shipped configuration, narrowed until an epoch takes seconds.
QUICK = ["training.epochs=1", "training.images_per_step=2", "training.learning_rate.warmup_steps=2",
         "network.backbone.small_width=16", "network.pyramid.channels=16", "training.log_steps=1",
         "network.localization.hidden_features=16", "network.relation.visual_features=16"]


class TrainCommand(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def hoi(self, *words, **more):
        return subprocess.run([PROGRAM, *map(str, words)], cwd=self.folder, capture_output=True, text=True, **more)

    def test_scenes_are_drawn_learned_and_scored(self):
        done = self.hoi("dataset", "synthesize", "runs/scenes", "--images", "12", "--seed", "3")
        self.assertEqual(done.returncode, 0, done.stderr)
        done = self.hoi("train", PROJECT / "configs/synthetic-tiny.toml", *QUICK)
        self.assertEqual(done.returncode, 0, done.stderr)
        run = self.folder / "runs/synthetic-tiny"
        lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
        self.assertTrue(any("loss" in line for line in lines))
        self.assertTrue(all(line["images_per_second"] > 0 for line in lines if "loss" in line))
        self.check_what_people_see(run, [line["validation"] for line in lines if "validation" in line])
        done = self.hoi("evaluate", "--model", run / "model.safetensors", "--data", "runs/scenes",
                        "--split", "test", "--json", "-")
        self.assertEqual(done.returncode, 0, done.stderr)
        result = json.loads(done.stdout)
        self.assertIn("mAP_rel", result["triplets"])
        self.assertIn("AP50", result["detection"])

    def check_what_people_see(self, run, validations):
        self.assertEqual(len(validations), 1)
        details = json.loads((run / "validation.json").read_text())
        self.assertEqual(details["score"], validations[0]["score"])
        self.assertTrue(details["best"])
        self.assertTrue(details["pictures"])
        self.assertEqual({picture["file"] for picture in details["pictures"]},
                         {file.name for file in (run / "pictures").iterdir()})
        event_file, = (run / "tensorboard").iterdir()
        measured = values(events(event_file))
        tags = {tag for tag, _, _ in measured}
        self.assertLessEqual({"loss/total", "loss/stage1/box", "training/images_per_second", "validation/map_rel",
                              "config"}, tags)
        self.assertEqual(len(details["pictures"]), sum("image" in value for _, _, value in measured))
        page = (run / "report.html").read_text()
        for part in ("id=\"pictures\"", "data:image/jpeg;base64,", "mAP_rel", details["pictures"][0]["source"]):
            self.assertTrue(part in page, part)
        # Twelve scenes do not have every verb, and that is told before the first step.
        self.assertIn("no interaction uses it", (run / "data_problems.txt").read_text())

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

    def test_a_loss_that_is_not_finite_leaves_a_step_to_replay(self):
        self.hoi("dataset", "synthesize", "runs/scenes", "--images", "12", "--seed", "3")
        done = self.hoi("train", PROJECT / "configs/synthetic-tiny.toml", *QUICK, "training.learning_rate.base=1e30",
                        "training.learning_rate.warmup_steps=0", "training.optimizer.gradient_clip=0.0")
        self.assertEqual(done.returncode, 2, done.stderr)
        last = done.stderr.splitlines()[-1]
        self.assertIn("the loss is", last)
        self.assertIn("runs/scenes/images", last)
        replay = last.split("hoi train --replay ")[1]
        self.assertTrue((self.folder / replay).exists())
        done = self.hoi("train", "--replay", replay)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("repeated exactly", done.stdout)
        self.assertIn("alone: loss", done.stdout)
        self.assertTrue(done.stdout.splitlines()[-1].startswith("to blame: "), done.stdout)
        done = self.hoi("train", "--replay", "runs/synthetic-tiny/config.toml")
        self.assertEqual(done.returncode, 2, done.stderr)

    def test_out_of_memory_names_the_settings_and_keeps_a_checkpoint(self):
        self.hoi("dataset", "synthesize", "runs/scenes", "--images", "12", "--seed", "3")
        large = ["input.short_side=1536", "input.long_side=2048", "training.images_per_step=8"]
        limit = 3 << 30  # bytes of address space: enough for the program and one such picture
        done = self.hoi("train", PROJECT / "configs/synthetic-tiny.toml", *QUICK, *large,
                        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
        self.assertEqual(done.returncode, 2, done.stderr)
        last = done.stderr.splitlines()[-1]
        self.assertIn("out of memory after 0 finished steps, kept in ", last)
        self.assertIn("training.images_at_once (now 0, all 8; ", last)
        self.assertIn("network.localization.regions_per_image (now 64)", last)
        self.assertTrue((self.folder / "runs/synthetic-tiny/checkpoints/step-00000000.safetensors").exists())

    def test_missing_pictures_are_one_line_before_a_run_folder_exists(self):
        self.hoi("dataset", "synthesize", "runs/scenes", "--images", "12", "--seed", "3")
        for picture in (self.folder / "runs/scenes/images").iterdir():
            picture.unlink()
        done = self.hoi("train", PROJECT / "configs/synthetic-tiny.toml", *QUICK)
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, r"\Ahoi: training data: (\d+) of \1 pictures are missing: .*, .*, .*, \.\.\.\n\Z")
        self.assertFalse((self.folder / "runs/synthetic-tiny").exists())

    def test_a_configuration_must_be_named(self):
        done = self.hoi("train")
        self.assertEqual(done.returncode, 2)
        self.assertIn("no configuration file", done.stderr)

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
