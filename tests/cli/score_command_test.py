"""Runs `hoi score` on the organisers' golden vectors in the organisers' files, and on wrong input.
Argument: the program."""

import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

PROGRAM = sys.argv.pop(1)
PROJECT = pathlib.Path(__file__).resolve().parents[2]
GOLDEN = pathlib.Path(os.environ.get("HOI_SHARED_DIR", PROJECT.parent / "shared")) / "golden"


def golden(name):
    return json.loads((GOLDEN / name).read_text())


def grey_png(rows):
    """An 8-bit grey PNG of a list of rows."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    pixels = b"".join(b"\0" + bytes(row) for row in rows)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels)) +
            chunk(b"IEND", b""))


class ScoreCommand(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def hoi(self, *words):
        return subprocess.run([PROGRAM, "score", *map(str, words)], cwd=self.folder, capture_output=True,
                              text=True)

    def score(self, *words):
        done = self.hoi(*words, "--json", "-")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    @unittest.skipUnless(GOLDEN.exists(), "the golden vectors are not part of the repository")
    def test_hoiw_equals_the_organisers(self):
        found = self.score("--metric", "hoiw", "--ground-truth", GOLDEN / "hoiw_gt.json",
                           "--predictions", GOLDEN / "hoiw_pred.json")
        expected = golden("hoiw_expected.json")
        self.assertAlmostEqual(found["mAP_rel"], expected["mAP"], delta=1e-9)
        self.assertAlmostEqual(found["mean_max_recall"], expected["mean_max_recall"], delta=1e-9)
        for verb, average_precision in zip(found["verbs"], expected["ap"]):
            self.assertAlmostEqual(verb["ap"], average_precision, delta=1e-9)

    @unittest.skipUnless(GOLDEN.exists(), "the golden vectors are not part of the repository")
    def test_vcoco_equals_the_organisers(self):
        found = self.score("--metric", "vcoco", "--ground-truth", GOLDEN / "vcoco_gt.json", "--coco",
                           GOLDEN / "vcoco_coco.json", "--split", GOLDEN / "vcoco_split.ids",
                           "--predictions", GOLDEN / "vcoco_dets.json")
        expected = golden("vcoco_expected.json")
        for name, percent in {"AP_agent": expected["agent_mean"],
                              "AP_role_s1": expected["scenario_1"]["mean25"],
                              "AP_role_s2": expected["scenario_2"]["mean25"],
                              "AP_role_s1_no_point": expected["scenario_1"]["mean24_without_point"],
                              "AP_role_s2_no_point": expected["scenario_2"]["mean24_without_point"]}.items():
            self.assertEqual(round(100 * found[name], 2), percent, name)

    @unittest.skipUnless(GOLDEN.exists(), "the golden vectors are not part of the repository")
    def test_hico_equals_the_organisers(self):
        data = golden("hico_input.json")
        classes, images = data["obj_of_class"], len(data["gt_one_based"][0])
        names = [f"HICO_test2015_{i + 1:08d}.jpg" for i in range(images)]
        annotation = [{"boxes_h": [], "boxes_o": [], "hoi": [], "object": [], "verb": []} for _ in names]
        for hoi, per_image in enumerate(data["gt_one_based"]):
            for image, pairs in enumerate(per_image):
                for pair in pairs:
                    entry = annotation[image]
                    entry["boxes_h"].append(pair[:4])
                    entry["boxes_o"].append(pair[4:])
                    entry["hoi"].append(hoi)
                    entry["object"].append(classes[hoi])
                    entry["verb"].append(hoi)
        document = {"annotation": annotation, "filenames": names, "size": [[400, 300]] * images,
                    "empty": [i for i, entry in enumerate(annotation) if not entry["hoi"]],
                    "objects": [f"object {i}" for i in range(3)],
                    "verbs": [f"verb {i}" for i in range(len(classes))],
                    "correspondence": [[hoi, obj, hoi] for hoi, obj in enumerate(classes)],
                    "rare": [0], "non_rare": list(range(1, len(classes)))}
        (self.folder / "instances_test2015.json").write_text(json.dumps(document))
        (self.folder / "detections.json").write_text(json.dumps(data["det_zero_based_score_last"]))
        found = self.score("--metric", "hico", "--ground-truth", self.folder, "--predictions",
                           "detections.json")
        expected = golden("hico_expected.json")
        self.assertAlmostEqual(found["default"]["full"], expected["def"]["mAP"], delta=1e-9)
        self.assertAlmostEqual(found["default"]["rare"], expected["def"]["ap"][0], delta=1e-9)

    @unittest.skipUnless(GOLDEN.exists(), "the golden vectors are not part of the repository")
    def test_pic_reads_the_organisers_folders(self):
        images = golden("pic_input.json")["images"]
        for side, name in (("gt", "truth"), ("pred", "predictions")):
            for maps in ("semantic", "instance"):
                (self.folder / name / maps).mkdir(parents=True)
            relations = []
            for number, image in enumerate(images):
                stem = image["name"].split(".")[0]
                for maps in ("semantic", "instance"):
                    # 64 x 48 pixels: the resize to 640 x 480 is exact.
                    (self.folder / name / maps / f"{stem}.png").write_bytes(grey_png(image[f"{side}_{maps}"]))
                relations.append({"name": image["name"], "image_id": number,
                                  "relations": image[f"{side}_relations"]})
            (self.folder / name / "relations.json").write_text(json.dumps(relations))
        found = self.score("--metric", "pic", "--ground-truth", "truth", "--predictions", "predictions")
        self.assertAlmostEqual(found["recall"]["100"]["mean"], golden("pic_expected.json")["R@100"]["average"],
                               delta=1e-9)

    def test_wrong_input_is_one_line_and_exit_code_2(self):
        (self.folder / "gt.json").write_text('[{"file_name": "a", ')
        for words, text in {
                ("--metric", "hoiw", "--ground-truth", "gt.json", "--predictions", "gt.json"): "gt.json:1:",
                ("--metric", "hoiw", "--ground-truth", "no.json", "--predictions", "no.json"): "no.json",
                ("--metric", "voc", "--ground-truth", "x", "--predictions", "x"): "expected one of hoiw, pic",
                ("--metric", "vcoco", "--ground-truth", "x", "--predictions", "x"): "--coco",
        }.items():
            done = self.hoi(*words)
            self.assertEqual(done.returncode, 2, words)
            self.assertIn(text, done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def test_a_pickle_is_refused_with_a_hint(self):
        (self.folder / "gt.json").write_text("[]")
        (self.folder / "coco.json").write_text('{"images": [], "annotations": [], "categories": []}')
        (self.folder / "ids").write_text("1\n")
        (self.folder / "p.pkl").write_bytes(b"\x80\x03]q\x00.")
        done = self.hoi("--metric", "vcoco", "--ground-truth", "gt.json", "--coco", "coco.json", "--split",
                        "ids", "--predictions", "p.pkl")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)


if __name__ == "__main__":
    unittest.main()
