"""The lessons run from end to end, and become pages."""

import contextlib
import io
import os
import re
import sys
import tempfile
import unittest
import unittest.mock
from pathlib import Path

import nbformat
from nbclient.exceptions import CellTimeoutError
from nbformat.v4 import new_code_cell, new_notebook

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[4]
sys.path.insert(0, str(ROOT / "notebooks"))

import run  # noqa: E402

# A lesson takes a minute: with small counts each runs once.
ALL = os.environ.get("MIRRORLAB_TESTS") == "all"


def setUpModule():
    folder = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(folder.cleanup)
    run.BUILD = Path(folder.name)


def run_lesson(lesson):
    """Exit code, what was printed, and the page of a notebook, or of one of ours by its name."""
    path = lesson if isinstance(lesson, Path) else HERE / "lessons" / f"{lesson}.ipynb"
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run.main([str(path)])
    page = run.BUILD / "site" / f"{path.stem}.html"
    return code, out.getvalue(), err.getvalue(), page.read_text()


class RunTest(unittest.TestCase):
    def test_a_lesson_becomes_a_page_of_the_site(self):
        before = (HERE / "lessons" / "works.ipynb").read_bytes()
        code, out, _, page = run_lesson("works")
        self.assertEqual(code, 0)
        self.assertRegex(out, r"  1 of 2  \d+:\d\d  A chart\n +2 of 2  \d+:\d\d  Two frames\n")
        self.assertRegex(out, r"kernel's peak 0\.\d\d GB|^((?!peak).)*$")
        self.assertIn('<img src="figures/works-1.png" alt="Chart: ', page)
        self.assertIn('<img class="still" src="figures/works-2-still.gif"', page)
        self.assertIn("<mfrac>", page)
        self.assertTrue((run.BUILD / "site/index.html").is_file())
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

    def cell(self, code):
        """A lesson of one cell."""
        path = run.BUILD / "cell.ipynb"
        nbformat.write(new_notebook(cells=[new_code_cell(code)]), path)
        return path

    def run_cell(self, code):
        return run_lesson(self.cell(code))

    def test_the_test_of_a_lesson_fails_outside_a_band(self):
        path = self.cell('System.out.println(Check.expected("points", 3, 1, 2));')
        with self.assertRaisesRegex(AssertionError, "points: 3.00, not as expected"):
            lesson_test(path)(self)

    def test_many_printed_lines_are_one_text_on_the_page(self):
        code, out, err, page = self.run_cell("for (int i = 0; i < 20_000; i++) System.out.println(i);")
        self.assertEqual((code, err), (0, ""), out)
        self.assertIn("\n".join(str(i) for i in range(20_000)), page)

    def test_a_lesson_whose_output_did_not_arrive_whole_has_failed(self):
        def lost(client, **_):
            self.assertTrue(client.raise_on_iopub_timeout)  # without it nbclient only logs this
            raise CellTimeoutError.error_from_timeout_and_cell(
                "Timeout waiting for IOPub output", client.iopub_timeout, client.nb.cells[0]
            )

        with unittest.mock.patch.object(run.NotebookClient, "execute", lost):
            code, out, err, _ = self.run_cell("1 + 1")
        self.assertEqual(code, 1)
        self.assertIn("did not arrive whole", err)
        self.assertIn("0 passed, 1 failed", out)


# The folded solutions of the exercises that the next cell holds.
SOLUTION = re.compile(r"<summary>Solution[^<]*</summary>\s*```java\n(.*?)```", re.DOTALL)


def solutions(lesson):
    return [code for cell in lesson.notebook.cells for code in SOLUTION.findall(cell.source)]


def solve(lesson):
    """Puts the solutions in place of the cells that they solve."""
    cells = lesson.notebook.cells
    for exercise, answer in zip(cells, cells[1:]):
        found = SOLUTION.findall(exercise.source)
        if found:
            answer.source = "\n".join(found)


def printed(lesson):
    outputs = (output for cell in lesson.cells for output in cell.outputs)
    return "".join(output.get("text", "") for output in outputs)


class LessonsTest(unittest.TestCase):
    """One test for each notebook as it is; the methods are made below."""


class SolutionsTest(unittest.TestCase):
    """One test for each notebook with its folded solutions put in; the methods are made below."""


def lesson_test(path):
    def test(self):
        lesson = run.Lesson(path)
        self.assertIsNone(lesson.execute())
        print(lesson.summary(), file=sys.stderr)
        self.assertNotIn("not as expected", printed(lesson))
        if solutions(lesson):
            self.assertEqual(printed(lesson).count("not yet"), len(solutions(lesson)))

    return test


def solutions_test(path):
    def test(self):
        lesson = run.Lesson(path)
        solve(lesson)
        self.assertIsNone(lesson.execute())
        print(lesson.summary(), file=sys.stderr)
        self.assertNotIn("not as expected", printed(lesson))
        self.assertNotIn("not yet", printed(lesson))
        self.assertEqual(printed(lesson).count("well done"), len(solutions(lesson)))

    return test


for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
    solved = bool(solutions(run.Lesson(path)))
    as_it_is = unittest.skipIf(solved and not ALL, "run with its solutions; as it is, with --all")
    setattr(LessonsTest, f"test_{path.stem}", as_it_is(lesson_test(path)))
    if solved:
        setattr(SolutionsTest, f"test_{path.stem}", solutions_test(path))
