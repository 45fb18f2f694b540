"""Every message that names an entry of the page on trouble finds it there, and every other entry is known."""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[5]
PAGE = (ROOT / "notebooks/trouble.md").read_text()
SOURCES = [
    ROOT / "mirrorlab",
    ROOT / "notebooks/run.py",
    *(ROOT / "lib").glob("*/src/main/java/**/*.java"),
]


def named():
    """The entries that messages name; the launcher gives them as an argument."""
    found = set()
    for source in SOURCES:
        text = re.sub(r'"\s*\+\s*"', "", source.read_text())  # strings that go on in the next line
        found |= set(re.findall(r"[(]See '([^'$]+)'\s+in notebooks/trouble.md", text))
        found |= set(re.findall(r"\btrouble '([^']+)'", text))
    return found


# Entries on what no message of ours tells.
WITHOUT_A_MESSAGE = {
    "A cell that does not stop",
    "A proxy",
    "A variable has vanished",
    "Everything is slow",
    "The port is in use",
}


class TroubleTest(unittest.TestCase):
    def test_messages_and_entries_belong_together(self):
        self.assertEqual(
            named() | WITHOUT_A_MESSAGE, set(re.findall(r"^## (.+)$", PAGE, re.MULTILINE))
        )
        self.assertEqual(named() & WITHOUT_A_MESSAGE, set())

    def test_every_entry_tells_symptom_reason_and_fix(self):
        for entry in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]:
            parts = re.findall(r"^- \*\*(\w+)\*\*: \S", entry, re.MULTILINE)
            self.assertEqual(parts, ["Symptom", "Reason", "Fix"], entry.splitlines()[0])
