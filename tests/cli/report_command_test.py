"""Runs `hoi report` on run folders made by hand. Argument: the program."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)


def write_run(folder, loss):
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(f'seed = {loss}\n[training]\nepochs = 2\n')
    lines = [{"step": 10 * i, "epoch": i / 10, "loss": loss / i, "terms": {"stage1/box": loss / i / 2}}
             for i in range(1, 21)]
    lines.append({"step": 200, "epoch": 2, "validation": {"score": 0.5, "map_rel": 0.5}})
    # A run that writes at this moment leaves half a line.
    (folder / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines) + '{"step": 2')


def chart_data(page):
    return json.loads(re.search(r'id="chart-data">(.*?)</script>', page).group(1))


class ReportCommand(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        write_run(self.folder / "runs/first", 4)
        write_run(self.folder / "runs/second", 3)

    def report(self, *words):
        return subprocess.run([PROGRAM, "report", *words], cwd=self.folder, capture_output=True, text=True)

    def test_a_page_is_written_into_the_run_folder(self):
        done = self.report("runs/first")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, "first: 200 steps, 1 validations\nwritten: runs/first/report.html\n")
        page = (self.folder / "runs/first/report.html").read_text()
        loss, = [chart for chart in chart_data(page) if chart["id"] == "loss"]
        self.assertEqual(len(loss["curves"][0]["x"]), 20)
        self.assertEqual(loss["curves"][0]["y"][1], 2)
        self.assertIn("finished", page)

    def test_several_runs_share_a_page(self):
        done = self.report("runs/first", "runs/second", "--out", "both.html")
        self.assertEqual(done.returncode, 0, done.stderr)
        page = (self.folder / "both.html").read_text()
        loss, = [chart for chart in chart_data(page) if chart["id"] == "loss"]
        self.assertEqual([curve["label"] for curve in loss["curves"]], ["first", "second"])
        self.assertIn("<code>seed</code></td><td>4</td><td>3</td>", page)
        self.assertEqual(self.report("runs/first", "runs/second").returncode, 0)
        self.assertTrue((self.folder / "comparison.html").exists())

    def test_a_folder_without_a_run_is_one_line_of_error(self):
        done = self.report("runs")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr.count("\n"), 1)
        self.assertIn("no training run here", done.stderr)
        self.assertEqual(self.report().returncode, 2)

    def test_what_could_not_be_read_is_said(self):
        with (self.folder / "runs/first/metrics.jsonl").open("a") as file:
            file.write("\n")  # the half line is a whole wrong one now
        done = self.report("runs/first")
        self.assertEqual(done.returncode, 0)
        self.assertIn("1 line(s) are no records", done.stderr)


if __name__ == "__main__":
    unittest.main()
