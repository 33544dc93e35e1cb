#!/usr/bin/env python3
"""Tests what of tools/gpu needs no GPU: bringing runs back, faces of annotations, checks against headers."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "tools" / "gpu" / "gpu.py"


def step(*words):
    return subprocess.run([sys.executable, SCRIPT, *map(str, words)], capture_output=True, text=True)


class BringingBack(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.run_folder = pathlib.Path(folder.name) / "run"
        self.brought = pathlib.Path(folder.name) / "brought"
        (self.run_folder / "checkpoints").mkdir(parents=True)
        self.model = bytes(range(256)) * 100
        (self.run_folder / "model.safetensors").write_bytes(self.model)
        (self.run_folder / "config.toml").write_text("format = 1\n")
        for number in (10, 200):
            (self.run_folder / "checkpoints" / f"step-{number:08}.safetensors").write_text(str(number))

    def test_a_large_model_travels_in_parts_and_is_whole_again(self):
        result = step("bring", self.run_folder, self.brought, "--part-megabytes", 0.01)
        self.assertEqual(result.returncode, 0, result.stderr)
        parts = sorted(path.name for path in self.brought.iterdir())
        self.assertEqual(parts, ["config.toml"] + [f"model.safetensors.part00{n}" for n in range(3)])
        self.assertEqual(step("join", self.brought).returncode, 0)
        self.assertEqual((self.brought / "model.safetensors").read_bytes(), self.model)
        self.assertEqual(sorted(path.name for path in self.brought.iterdir()), ["config.toml", "model.safetensors"])

    def test_of_the_checkpoints_only_the_newest_travels_and_only_if_asked(self):
        step("bring", self.run_folder, self.brought)
        self.assertEqual(len(list(self.brought.glob("step-*"))), 0)
        step("bring", self.run_folder, self.brought, "--checkpoint")
        self.assertEqual([path.read_text() for path in self.brought.glob("step-*")], ["200"])


class Faces(unittest.TestCase):
    def test_those_of_caches_come_into_annotations_that_have_none(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            own, found = [[1, 2, 3, 4, 1.0]], [[5, 6, 7, 8, 0.9]]
            images = [{"file_name": "a.jpg"}, {"file_name": "b.jpg", "faces": own}, {"file_name": "c.jpg"}]
            (folder / "annotations.json").write_text(json.dumps({"images": images, "verbs": ["ride"]}))
            (folder / "one.json").write_text(json.dumps({"a.jpg": found, "b.jpg": found}))
            (folder / "two.json").write_text(json.dumps({"c.jpg": [], "elsewhere.jpg": found}))
            result = subprocess.run([sys.executable, SCRIPT.with_name("add_faces.py"), folder, folder / "one.json",
                                     folder / "two.json"], capture_output=True, text=True)
            self.assertEqual(result.returncode, 0, result.stderr)
            after = json.loads((folder / "annotations.json").read_text())
        self.assertEqual([image.get("faces") for image in after["images"]], [found, own, None])
        self.assertEqual(after["verbs"], ["ride"])
        self.assertIn("faces of 1 pictures, 4 were searched", result.stdout)


class OtherHeaders(unittest.TestCase):
    """A source that was compiled against an installed torch, and the headers of a newer one."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.write("installed/include/ATen/tensor.h", "struct Tensor { int size() const; };")
        self.write("installed/include/ATen/gone.h", "")
        self.write("newer/include/ATen/tensor.h", "struct Tensor { int numel() const; };")

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n")

    def check(self, source, *options):
        self.write("layer.cpp", source)
        installed = self.folder / "installed" / "include"
        command = f"c++ -isystem {installed}/torch/csrc/api/include -isystem {installed} -O3 -o layer.o -c layer.cpp"
        entry = {"directory": str(self.folder), "file": "layer.cpp",
                 "command": command.replace("layer.cpp", str(self.folder / "layer.cpp"))}
        self.write("build/compile_commands.json", json.dumps([entry]))
        return subprocess.run([sys.executable, SCRIPT.with_name("check_headers.py"), self.folder / "newer" / "include",
                               "--build", self.folder / "build", *options], capture_output=True, text=True)

    def test_a_source_that_suits_the_newer_headers_passes(self):
        result = self.check("#include <ATen/tensor.h>\nint f(Tensor t) { return t.numel(); }")
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("1 sources, 0 failed", result.stdout)

    def test_one_that_suits_the_installed_ones_only_fails_with_the_words_of_the_compiler(self):
        result = self.check("#include <ATen/tensor.h>\nint f(Tensor t) { return t.size(); }")
        self.assertEqual(result.returncode, 1)
        self.assertIn("size", result.stdout)

    def test_a_header_that_only_the_installed_torch_has_is_named(self):
        result = self.check("#include <ATen/gone.h>")
        self.assertEqual(result.returncode, 1)
        self.assertIn("installed/include/ATen/gone.h: not a header of", result.stdout)

    def test_options_reach_the_compiler_and_further_sources_are_checked_like_the_first(self):
        self.write("kernels.cpp", "#ifdef KERNELS\n#include <ATen/tensor.h>\nint f(Tensor t) { return t.size(); }\n#endif")
        also = ("--also", self.folder / "kernels.cpp")
        self.assertEqual(self.check("", *also).returncode, 0)
        result = self.check("", *also, "--option=-DKERNELS")
        self.assertIn("2 sources, 1 failed", result.stdout)

    def test_a_folder_without_headers_is_refused(self):
        (self.folder / "newer" / "include" / "ATen" / "tensor.h").unlink()
        (self.folder / "newer" / "include" / "ATen").rmdir()
        result = self.check("")
        self.assertIn("holds no folder ATen", result.stderr)


class Refusals(unittest.TestCase):
    def test_a_step_is_needed(self):
        self.assertEqual(step().returncode, 2)


if __name__ == "__main__":
    unittest.main()
