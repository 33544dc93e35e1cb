"""Runs `hoi model import` on files of PyTorch's formats, written here without PyTorch. Argument: the program."""

import array
import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest
import zipfile

PROGRAM = sys.argv.pop(1)
PROJECT = pathlib.Path(__file__).resolve().parents[2]

# The shipped configuration, narrowed until everything takes seconds, with the norms of a pre-trained trunk.
SMALL = ["network.stages=1", "network.backbone.normalization=frozen_batch", "network.backbone.small_width=16",
         "network.pyramid.channels=16", "network.localization.hidden_features=16",
         "network.relation.visual_features=16", "network.proposals.anchor_scale=8",
         "input.mean=[123.675, 116.28, 103.53]", "input.deviation=[58.395, 57.12, 57.375]"]
TORCHVISION = [*SMALL, "network.roi_convention=legacy", "network.proposals.anchor_convention=torchvision"]


class Tensor:
    """A float32 tensor of one repeated value."""

    def __init__(self, shape, value):
        self.shape, self.value = shape, value

    def count(self):
        count = 1
        for extent in self.shape:
            count *= extent
        return count

    def strides(self):
        strides, step = [], 1
        for extent in reversed(self.shape):
            strides.insert(0, step)
            step *= extent
        return strides

    def content(self):
        return array.array("f", [self.value]).tobytes() * self.count()


# --- pickles of protocol 2, as torch.save() writes them

def text(value):
    return b"X" + struct.pack("<I", len(value)) + value.encode()


def integer(value):
    return b"J" + struct.pack("<i", value)


def integers(values):
    return b"(" + b"".join(map(integer, values)) + b"t"


def pickled_tensor(key, tensor, is_legacy):
    storage = (b"(" + text("storage") + b"ctorch\nFloatStorage\n" + text(key) + text("cpu") +
               integer(tensor.count()) + (b"N" if is_legacy else b"") + b"tQ")
    return (b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage + integer(0) + integers(tensor.shape) +
            integers(tensor.strides()) + b"\x89ccollections\nOrderedDict\n)RtR")


def pickled_state(tensors, is_legacy):
    items = b"".join(text(name) + pickled_tensor(str(key), tensor, is_legacy)
                     for key, (name, tensor) in enumerate(tensors.items()))
    return b"\x80\x02ccollections\nOrderedDict\n)R(" + items + b"u."


def write_zip(path, tensors):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", pickled_state(tensors, False))
        for key, tensor in enumerate(tensors.values()):
            archive.writestr(f"archive/data/{key}", tensor.content())
        archive.writestr("archive/version", "3\n")


def write_legacy(path, tensors):
    beginning = b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19." + b"\x80\x02M\xe9\x03."
    machine = b"\x80\x02}(" + text("little_endian") + b"\x88u."
    keys = b"\x80\x02](" + b"".join(text(str(key)) for key in range(len(tensors))) + b"e."
    contents = b"".join(struct.pack("<q", tensor.count()) + tensor.content() for tensor in tensors.values())
    path.write_bytes(beginning + machine + pickled_state(tensors, True) + keys + contents)


# --- the networks

def layer(name, *shape):
    return {f"{name}.weight": shape, f"{name}.bias": shape[:1]}


def norm(name, channels):
    return {f"{name}.{part}": (channels,) for part in ("weight", "bias", "running_mean", "running_var")}


def trunk(prefix):
    shapes = {f"{prefix}conv1.weight": (16, 3, 7, 7), **norm(f"{prefix}bn1", 16)}
    for level in range(4):
        out, into = 16 << level, 16 << max(level - 1, 0)
        block = f"{prefix}layer{level + 1}.0."
        shapes |= {f"{block}conv1.weight": (out, into, 3, 3), **norm(f"{block}bn1", out)}
        shapes |= {f"{block}conv2.weight": (out, out, 3, 3), **norm(f"{block}bn2", out)}
        if level > 0:
            shapes |= {f"{block}downsample.0.weight": (out, into, 1, 1), **norm(f"{block}downsample.1", out)}
    return shapes


def filled(shapes):
    """Each tensor with a value of its own, small enough to train with."""
    return {name: Tensor(shape, 0.001 * (1 + i)) for i, (name, shape) in enumerate(shapes.items())}


def torchvision(classes):
    shapes = trunk("backbone.body.")
    for level in range(4):
        shapes |= layer(f"backbone.fpn.inner_blocks.{level}", 16, 16 << level, 1, 1)
        shapes |= layer(f"backbone.fpn.layer_blocks.{level}", 16, 16, 3, 3)
    shapes |= layer("rpn.head.conv", 16, 16, 3, 3) | layer("rpn.head.cls_logits", 3, 16, 1, 1)
    shapes |= layer("rpn.head.bbox_pred", 12, 16, 1, 1) | layer("roi_heads.box_head.fc6", 16, 16 * 49)
    shapes |= layer("roi_heads.box_head.fc7", 16, 16) | layer("roi_heads.box_predictor.cls_score", classes, 16)
    shapes |= layer("roi_heads.box_predictor.bbox_pred", 4 * classes, 16)
    return filled(shapes)


def mmdetection(objects):
    shapes = trunk("backbone.")
    for level in range(4):
        shapes |= layer(f"neck.lateral_convs.{level}.conv", 16, 16 << level, 1, 1)
        shapes |= layer(f"neck.fpn_convs.{level}.conv", 16, 16, 3, 3)
    shapes |= layer("rpn_head.rpn_conv", 16, 16, 3, 3) | layer("rpn_head.rpn_cls", 3, 16, 1, 1)
    shapes |= layer("rpn_head.rpn_reg", 12, 16, 1, 1)
    shapes |= layer("roi_head.bbox_head.0.shared_fcs.0", 16, 16 * 49)
    shapes |= layer("roi_head.bbox_head.0.shared_fcs.1", 16, 16)
    shapes |= layer("roi_head.bbox_head.0.fc_cls", objects + 1, 16) | layer("roi_head.bbox_head.0.fc_reg", 4, 16)
    return filled(shapes)


def read_safetensors(path):
    content = path.read_bytes()
    length, = struct.unpack("<Q", content[:8])
    header = json.loads(content[8:8 + length])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            first, last = entry["data_offsets"]
            tensors[name] = array.array("f", content[8 + length + first:8 + length + last])
    return tensors


class ModelImportCommand(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = pathlib.Path(cls.temporary.name)
        done = cls.hoi("dataset", "synthesize", "runs/scenes", "--images", "12", "--seed", "3")
        assert done.returncode == 0, done.stderr
        annotations = next((cls.folder / "runs/scenes").glob("*.json"))
        cls.objects = len(json.loads(annotations.read_text())["categories"])

    @classmethod
    def hoi(cls, *words):
        return subprocess.run([PROGRAM, *map(str, words)], cwd=cls.folder, capture_output=True, text=True)

    def import_file(self, weights, settings, *flags):
        return self.hoi("model", "import", weights, PROJECT / "configs/synthetic-tiny.toml", *settings,
                        "--out", "model.safetensors", *flags)

    def setUp(self):
        (self.folder / "model.safetensors").unlink(missing_ok=True)

    def test_a_complete_detector_is_imported_and_trains(self):
        tensors = mmdetection(self.objects)
        write_zip(self.folder / "cascade.pth", tensors)
        done = self.import_file("cascade.pth", SMALL)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("PyTorch (zip), mmdetection detector", done.stdout)
        self.assertRegex(done.stdout, rf"detector +{len(tensors)} +0")
        imported = read_safetensors(self.folder / "model.safetensors")
        self.assertAlmostEqual(imported["pyramid.laterals.2.weight"][5],
                               tensors["neck.lateral_convs.2.conv.weight"].value, 6)
        self.assertEqual(len(imported["localization1.head.classes.bias"]), self.objects + 1)
        info = self.hoi("model", "info", "model.safetensors")
        self.assertIn("cascade.pth", info.stdout, info.stderr)
        done = self.hoi("train", PROJECT / "configs/synthetic-tiny.toml", *SMALL, "training.epochs=1",
                        "training.initial_model=model.safetensors", "training.learning_rate.base=0.0001")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_what_is_missing_is_refused_until_asked_for(self):
        write_legacy(self.folder / "detector.pth", torchvision(self.objects + 1))
        done = self.import_file("detector.pth", TORCHVISION)
        self.assertEqual(done.returncode, 2)
        self.assertIn("2 of the ", done.stderr)
        self.assertIn("localization1.head.deltas.weight: box deltas of", done.stdout)
        self.assertFalse((self.folder / "model.safetensors").exists())
        done = self.import_file("detector.pth", TORCHVISION, "--partial")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("PyTorch (before 1.6), torchvision detector", done.stdout)
        imported = read_safetensors(self.folder / "model.safetensors")
        write_zip(self.folder / "detector.pth", torchvision(self.objects + 1))
        self.import_file("detector.pth", TORCHVISION, "--partial")
        self.assertEqual(imported, read_safetensors(self.folder / "model.safetensors"))

    def test_one_stage_becomes_the_first_and_lists_are_cut(self):
        write_zip(self.folder / "detector.pth", torchvision(91))
        done = self.import_file("detector.pth", [*TORCHVISION, "network.stages=3"], "--partial")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("became stage 1", done.stdout)
        self.assertRegex(done.stdout, r"localization2 +0 +8")
        self.assertIn("--list names all", done.stdout)
        self.assertIn("roi_heads.box_predictor.cls_score.bias", done.stdout)
        done = self.import_file("detector.pth", [*TORCHVISION, "network.stages=3"], "--partial", "--list")
        self.assertNotIn("--list names all", done.stdout)
        self.assertIn("localization3.head.hidden2.bias: a torchvision detector has no such part", done.stdout)
        self.assertIn(f"the file has 90 classes, the network {self.objects}", done.stdout)
        self.assertIn("pyramid.outputs.0.bias <- backbone.fpn.layer_blocks.0.bias", done.stdout)

    def test_other_conventions_are_refused_with_the_key_to_set(self):
        write_zip(self.folder / "detector.pth", torchvision(91))
        done = self.import_file("detector.pth", SMALL, "--partial")
        self.assertEqual(done.returncode, 2)
        self.assertIn('network.roi_convention = "legacy"', done.stderr)
        done = self.import_file("detector.pth", [*TORCHVISION, "input.mean=[127.5, 127.5, 127.5]"], "--partial")
        self.assertEqual(done.returncode, 2)
        self.assertIn("input.mean = [123.675, 116.28, 103.53]", done.stderr)
        done = self.import_file("detector.pth", SMALL, "--partial", "--ignore-conventions")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_file_that_calls_python_is_refused(self):
        (self.folder / "evil.pkl").write_bytes(b"\x80\x02cposix\nsystem\n(" + text("touch owned") + b"tR.")
        done = self.import_file("evil.pkl", TORCHVISION, "--partial")
        self.assertEqual(done.returncode, 2)
        self.assertIn("'system' of Python's 'posix'", done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1)
        self.assertFalse((self.folder / "owned").exists())


if __name__ == "__main__":
    unittest.main()
