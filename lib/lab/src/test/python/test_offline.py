"""After the first set-up nothing needs a network: here there is none but the loopback device."""

import re
import shutil
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[5]
CUT_OFF = ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "-"]


def can_cut_off():
    if not shutil.which("unshare") or not shutil.which("ip"):
        return False
    return subprocess.run([*CUT_OFF, "true"], capture_output=True).returncode == 0


@unittest.skipUnless(can_cut_off(), "the network cannot be cut off here")
class OfflineTest(unittest.TestCase):
    def cut_off(self, *command):
        return subprocess.Popen(
            [*CUT_OFF, *command],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def test_a_lesson_runs(self):
        process = self.cut_off("./mirrorlab", "run", "notebooks/07-ablations.ipynb")
        said, _ = process.communicate(timeout=300)
        self.assertEqual(process.returncode, 0, said)

    def test_a_test_runs(self):
        process = self.cut_off(
            "lib/mvnw", "-f", "lib/pom.xml", "-pl", "core", "--quiet", "--batch-mode", "surefire:test",
            "-Dtest=IntervalTest",
        )  # fmt: skip
        said, _ = process.communicate(timeout=300)
        self.assertEqual(process.returncode, 0, said)

    def test_the_lab_opens_with_a_token(self):
        process = self.cut_off("./mirrorlab", "lab", "--no-browser", "--port=0")
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        for line in process.stdout:
            if re.search(r"http://\S+:\d+/lab/tree/notebooks/00-quickstart.ipynb\?token=[0-9a-f]{48}", line):
                return
        self.fail("it never told its address")
