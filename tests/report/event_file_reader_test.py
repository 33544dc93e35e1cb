"""Reads event files of the program with the strict reader beside this file. Argument: the example."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # the reader lies in the source folder
import event_file_reader as reader

EXAMPLE = sys.argv.pop(1)


class EventFiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = pathlib.Path(cls.temporary.name)
        subprocess.run([EXAMPLE, cls.folder], check=True)
        cls.files = sorted(cls.folder.iterdir())

    def test_the_reader_knows_its_checksum(self):
        self.assertEqual(reader.crc32c(b"123456789"), 0xE3069283)

    def test_a_resumed_run_has_a_file_of_its_own_that_sorts_after_the_first(self):
        self.assertEqual(len(self.files), 2)
        for file in self.files:
            self.assertRegex(file.name, r"^events\.out\.tfevents\.17000000\d\d\.[\w.-]+$")
        first, second = (reader.events(file) for file in self.files)
        self.assertFalse(any("session_log" in event for event in first))
        restart = [event for event in second if "session_log" in event]
        self.assertEqual([(event["step"], event["session_log"]["status"]) for event in restart], [(201, 1)])
        self.assertLess(first[-1]["wall_time"], second[0]["wall_time"])

    def test_scalars_have_their_tags_steps_and_values(self):
        found = reader.values(reader.events(self.files[0]))
        losses = [(step, value["simple_value"]) for tag, step, value in found if tag == "loss/total"]
        self.assertEqual([step for step, _ in losses], list(range(1, 301)))
        for step, value in losses:
            self.assertAlmostEqual(value, 1 / step, delta=1e-7)
        self.assertIn(("validation/map_rel", 300, {"tag": "validation/map_rel", "simple_value": 0.125}), found)

    def test_steps_may_exceed_32_bits_and_values_may_be_negative(self):
        found = reader.values(reader.events(self.files[1]))
        self.assertEqual([(step, value["simple_value"]) for _, step, value in found],
                         [(201, 0.5), (3000000000, -2.5)])

    def test_a_picture_is_the_file_that_was_given_with_its_size(self):
        image, = [value["image"] for tag, _, value in reader.values(reader.events(self.files[0]))
                  if tag == "validation/right"]
        self.assertEqual((image["width"], image["height"], image["colorspace"]), (3, 2, 3))
        self.assertTrue(image["encoded_image_string"].startswith(b"\x89PNG\r\n\x1a\n"))
        self.assertTrue(image["encoded_image_string"].endswith(b"IEND\xaeB`\x82"))

    def test_a_text_is_one_string_for_the_text_page(self):
        value, = [value for tag, _, value in reader.values(reader.events(self.files[0]))
                  if tag == "configuration"]
        self.assertEqual(value["metadata"], {"plugin_data": {"plugin_name": "text"}, "data_class": 2})
        self.assertEqual(value["tensor"]["dtype"], 7)
        self.assertEqual(value["tensor"]["tensor_shape"], {"dim": [{"size": 1}]})
        self.assertEqual(value["tensor"]["string_val"], ["# seed = 1\n\nUTF-8: \u00e9".encode()])

    def test_the_reader_notices_every_changed_byte_and_every_cut(self):
        data = self.files[1].read_bytes()
        copy = self.folder.parent / (self.folder.name + ".copy")
        self.addCleanup(copy.unlink)
        for at in range(len(data)):
            copy.write_bytes(data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1:])
            with self.assertRaises(reader.FormatError, msg=f"byte {at}"):
                reader.events(copy)
        ends = {0}
        for payload in reader.records(data):
            ends.add(max(ends) + len(payload) + 16)
        for size in set(range(len(data))) - ends:
            copy.write_bytes(data[:size])
            with self.assertRaises(reader.FormatError, msg=f"{size} bytes"):
                reader.events(copy)


if __name__ == "__main__":
    unittest.main()
