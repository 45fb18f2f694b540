"""The lessons run from end to end, and become pages that open without a network."""

import contextlib
import io
import re
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[3]
sys.path.insert(0, str(ROOT / "notebooks"))

import run  # noqa: E402


def setUpModule():
    folder = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(folder.cleanup)
    run.BUILD = Path(folder.name)


def run_lesson(name):
    """Exit code, what was printed, and the page."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run.main([str(HERE / "lessons" / f"{name}.ipynb")])
    page = run.BUILD / "site" / f"{name}.html"
    return code, out.getvalue(), err.getvalue(), page.read_text()


class RunTest(unittest.TestCase):
    def test_a_lesson_becomes_a_page_that_asks_nothing_of_the_network(self):
        before = (HERE / "lessons" / "works.ipynb").read_bytes()
        code, out, _, page = run_lesson("works")
        self.assertEqual(code, 0)
        self.assertRegex(out, r"  1 of 2  \d+:\d\d  A chart\n +2 of 2  \d+:\d\d  Two frames\n")
        self.assertRegex(out, r"kernel's peak 0\.\d\d GB|^((?!peak).)*$")
        self.assertEqual(len(re.findall(r'src="data:image/png;base64', page)), 2)
        self.assertIn("<mfrac>", page)
        self.assertEqual(re.findall(r"""(?:src|href)=["']?http[^ >]*|@import[^;]*""", page), [])
        self.assertNotIn("<script", page)
        self.assertEqual((HERE / "lessons" / "works.ipynb").read_bytes(), before)

    def test_its_pictures_become_files(self):
        run_lesson("works")
        figures = run.BUILD / "figures"
        self.assertTrue((figures / "works-1.png").read_bytes().startswith(b"\x89PNG"))
        self.assertTrue((figures / "works-2.gif").read_bytes().startswith(b"GIF8"))

    def test_a_failing_cell_is_named_with_its_error(self):
        code, _, err, page = run_lesson("breaks")
        self.assertEqual(code, 1)
        self.assertIn('breaks: cell 2 of 3, "Where it breaks", failed:', err)
        self.assertIn("needs 24 bytes, not 23", err)
        self.assertIn("needs 24 bytes, not 23", page)


class LessonsTest(unittest.TestCase):
    """One test for each notebook; the methods are made below."""


def lesson_test(path):
    def test(self):
        lesson = run.Lesson(path)
        self.assertIsNone(lesson.execute())
        print(lesson.summary(), file=sys.stderr)

    return test


for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
    setattr(LessonsTest, f"test_{path.stem}", lesson_test(path))
