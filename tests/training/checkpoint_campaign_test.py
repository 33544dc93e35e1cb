"""Kills a writer of checkpoints at random moments, and fills its disk up. Argument: checkpoint_campaign.

HOI_KILLS and HOI_DISK_ROUNDS say how often; the defaults take seconds."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1)
KILLS = os.environ.get("HOI_KILLS", "30")
ROUNDS = os.environ.get("HOI_DISK_ROUNDS", "5")

# A file system of its own with room for three and a half checkpoints, gone with the process; $0 is the folder.
ON_SMALL_DISK = 'mount -t tmpfs -o size=15m tmpfs "$0" && exec "$@"'


def namespace_words():
    """How to get a mount namespace here, or nothing where that is not permitted."""
    for words in (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"]):
        with tempfile.TemporaryDirectory() as folder:
            if subprocess.run([*words, "sh", "-c", ON_SMALL_DISK, folder, "true"],
                              capture_output=True).returncode == 0:
                return words
    return None


class CheckpointCampaign(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def run_campaign(self, *words):
        done = subprocess.run([*map(str, words), "1"], capture_output=True, text=True)
        print(done.stdout, end="")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_kill_9_at_any_moment_loses_no_checkpoint(self):
        self.run_campaign(PROGRAM, "kill", self.folder, KILLS)

    def test_a_full_disk_loses_no_checkpoint(self):
        namespace = namespace_words()
        if namespace is None:
            self.skipTest("mounting a small tmpfs is not permitted here; base/file_fault_test covers each system call")
        self.run_campaign(*namespace, "sh", "-c", ON_SMALL_DISK, self.folder, PROGRAM, "full", self.folder, ROUNDS)


if __name__ == "__main__":
    unittest.main()
