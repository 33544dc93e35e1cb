"""Runs `hoi detect`, `hoi evaluate` and `hoi model` as a person would. Argument: the program."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)


class DetectCommand(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.run_program("dataset", "synthesize", "set", "--images", "3", "--seed", "5")
        cls.pictures = sorted((cls.folder / "set/images").iterdir())

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    @classmethod
    def run_program(cls, *words):
        return subprocess.run([PROGRAM, *map(str, words)], cwd=cls.folder, capture_output=True, text=True)

    def test_without_options_it_prints_a_table_and_draws(self):
        done = self.run_program("detect", self.pictures[0])
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(self.pictures[0].name, done.stdout)
        self.assertTrue((self.folder / "hoi-results" / (self.pictures[0].stem + ".png")).is_file())

    def test_json_has_the_documented_fields(self):
        done = self.run_program("detect", self.pictures[0], "--json", "-", "--min-score", "0")
        self.assertEqual(done.returncode, 0, done.stderr)
        result = json.loads(done.stdout)
        self.assertEqual(result["schema"], "hoi-result/1")
        self.assertEqual(result["image"]["width"], 256)
        self.assertEqual(set(result["model"]), {"name", "sha256"})
        for interaction in result["interactions"]:
            self.assertLess(interaction["subject"], len(result["instances"]))
            self.assertEqual(result["instances"][interaction["subject"]]["category"], "person")

    def test_writes_official_prediction_files(self):
        for form, name in (("hoiw", "hoiw.json"), ("vcoco", "vcoco.json"), ("pic", "pic"),
                           ("hico", "hico.json"), ("coco", "coco.json")):
            done = self.run_program("detect", self.folder / "set/images", "--predictions", name, "--format",
                                    form, "--json", f"{form}-results.jsonl")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue((self.folder / name).exists())
        predictions = json.loads((self.folder / "hoiw.json").read_text())
        self.assertEqual({entry["file_name"] for entry in predictions}, {path.name for path in self.pictures})
        self.assertEqual(len(list((self.folder / "pic/semantic").iterdir())), 3)
        done = self.run_program("detect", self.pictures[0], "--predictions", "x.json")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--format", done.stderr)

    def test_a_folder_goes_on_after_a_broken_file(self):
        mixed = self.folder / "mixed"
        mixed.mkdir(exist_ok=True)
        (mixed / "a.jpg").write_text("this is no picture")
        (mixed / "b.jpg").write_bytes(self.pictures[1].read_bytes())
        done = self.run_program("detect", mixed, "--json", "out.jsonl")
        self.assertEqual(done.returncode, 2)
        self.assertIn("a.jpg", done.stderr)
        lines = (self.folder / "out.jsonl").read_text().splitlines()
        self.assertEqual(len(lines), 1)
        self.assertTrue(json.loads(lines[0])["image"]["file"].endswith("b.jpg"))

    def test_wrong_input_is_one_line_and_exits_with_2(self):
        (self.folder / "text.jpg").write_text("hello")
        truncated = self.folder / "truncated.jpg"
        truncated.write_bytes(self.pictures[0].read_bytes()[:2000])
        for words in (["detect", "missing.jpg"], ["detect", "text.jpg"], ["detect", truncated],
                      ["detect", self.pictures[0], "--model", "nothing"],
                      ["detect", self.pictures[0], "--model", "text.jpg"],
                      ["detect", self.pictures[0], "--masks"],
                      ["detect", self.pictures[0], "--device", "cuda:99"]):
            done = self.run_program(*words)
            self.assertEqual(done.returncode, 2, words)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertEqual(done.stdout, "", words)

    def test_unknown_options_exit_with_2(self):
        self.assertEqual(self.run_program("detect", "--frobnicate").returncode, 2)
        self.assertEqual(self.run_program().returncode, 2)
        self.assertEqual(self.run_program("--help").returncode, 0)

    def test_model_info_says_what_the_file_holds(self):
        done = self.run_program("model", "info", "everyday-1")
        self.assertEqual(done.returncode, 0, done.stderr)
        for word in ("sha256", "licence", "training data", "code", "person", "ride_instr"):
            self.assertIn(word, done.stdout)

    def test_export_replaces_settings_and_checks_them(self):
        done = self.run_program("model", "export", "everyday-1", "copy.safetensors", "--set",
                                "network.detection.min_score=0.25")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("min_score = 0.25", self.run_program("model", "info", "copy.safetensors").stdout)
        done = self.run_program("model", "export", "everyday-1", "other.safetensors", "--set",
                                "network.detection.min_score=7")
        self.assertEqual(done.returncode, 2)
        self.assertFalse((self.folder / "other.safetensors").exists())

    def test_evaluate_refuses_words_the_model_does_not_know(self):
        done = self.run_program("evaluate", "--data", "set", "--split", "train")
        self.assertEqual(done.returncode, 2)
        self.assertIn("vocabulary", done.stderr)


if __name__ == "__main__":
    unittest.main()
