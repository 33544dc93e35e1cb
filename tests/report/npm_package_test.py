"""Tests of cmake/NpmPackage.cmake and EmbedTexts.cmake with a registry of their own. Argument: cmake."""

import hashlib
import io
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import unittest

CMAKE = sys.argv.pop(1)
PROJECT = pathlib.Path(__file__).resolve().parents[2]
LISTING = """cmake_minimum_required(VERSION 3.25)
project(page LANGUAGES NONE)
include("{project}/cmake/NpmPackage.cmake")
hoi_npm_package(plot 1.2.3 {checksum} folder)
message("folder: '${{folder}}'")
"""


class NpmPackage(unittest.TestCase):
    """A registry that is a folder."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.archive = self.folder / "registry/plot/-/plot-1.2.3.tgz"
        self.archive.parent.mkdir(parents=True)
        with tarfile.open(self.archive, "w:gz") as archive:
            entry = tarfile.TarInfo("package/plot.js")
            entry.size = 5
            archive.addfile(entry, io.BytesIO(b"plot;"))
        self.expect(hashlib.sha512(self.archive.read_bytes()).hexdigest())

    def expect(self, checksum):
        (self.folder / "CMakeLists.txt").write_text(LISTING.format(project=PROJECT, checksum=checksum))

    def configure(self):
        """What cmake says, and the package's folder."""
        words = [CMAKE, "-S", self.folder, "-B", self.folder / "build", "-G", "Ninja",
                 f"-DHOI_NPM_REGISTRY=file://{self.folder}/registry"]
        done = subprocess.run(words, capture_output=True, text=True)
        said = done.stdout + done.stderr
        self.assertEqual(done.returncode, 0, said)
        return said, said.split("folder: '")[1].split("'")[0]

    def test_a_package_is_fetched_once(self):
        _, first = self.configure()
        self.assertEqual((pathlib.Path(first) / "plot.js").read_text(), "plot;")
        self.archive.unlink()
        self.assertEqual(self.configure()[1], first)

    def test_content_that_is_not_the_expected_one_is_left_out(self):
        self.expect("0" * 128)
        said, folder = self.configure()
        self.assertEqual(folder, "")
        self.assertIn("its SHA-512 is", said)

    def test_a_registry_that_cannot_be_reached_is_no_error_and_is_tried_again(self):
        kept = self.archive.read_bytes()
        self.archive.unlink()
        said, folder = self.configure()
        self.assertEqual(folder, "")
        self.assertIn("plot 1.2.3 could not be fetched from npm, it is left out", said)
        self.archive.write_bytes(kept)
        self.assertTrue((pathlib.Path(self.configure()[1]) / "plot.js").is_file())


class EmbeddedTexts(unittest.TestCase):
    def test_files_are_joined_and_kept_byte_by_byte(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "a.js").write_text('if (a[1] && "\\n") { b; } // ${X} @Y@ ;\n')
            (folder / "b.js").write_text("[[c]]\n")
            entries = f"kScript|{folder}/a.js,{folder}/b.js|kNothing|-"
            subprocess.run([CMAKE, f"-DOUTPUT={folder}/texts.cpp", f"-DENTRIES={entries}", "-P",
                            PROJECT / "cmake/EmbedTexts.cmake"], check=True)
            code = (folder / "texts.cpp").read_text()
        self.assertIn('kScript = R"hoi_text(if (a[1] && "\\n") { b; } // ${X} @Y@ ;\n[[c]]\n)hoi_text"sv;', code)
        self.assertIn('kNothing = R"hoi_text()hoi_text"sv;', code)


if __name__ == "__main__":
    unittest.main()
