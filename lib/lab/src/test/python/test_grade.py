"""Students' notebooks are run and graded by the checks of the lesson."""

import contextlib
import csv
import io
import sys
import tempfile
import unittest
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[4]
sys.path.insert(0, str(ROOT / "notebooks"))

import grade  # noqa: E402
import pages  # noqa: E402
import run  # noqa: E402

LESSON = HERE / "lessons/exercises.ipynb"
SUM = "int sum(int a, int b) { return a + b; }\n"
SQUARE = "int square(int a, int b) { return sum(a, b) * sum(a, b); }"
PRODUCT = "int product(int a, int b) { return a * b; }"


def setUpModule():
    folder = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(folder.cleanup)
    run.BUILD = Path(folder.name)


def hand_in(name, **cells):
    """A student's copy of the lesson, with other text in the cells of these ids; None takes a cell out."""
    notebook = nbformat.read(LESSON, as_version=4)
    for cell in list(notebook.cells):
        if cell.id in cells and cells[cell.id] is None:
            notebook.cells.remove(cell)
        elif cell.id in cells:
            cell.source = cells[cell.id]
    path = run.BUILD / name
    nbformat.write(notebook, path)
    return path


def call(*arguments):
    """Exit code, what was printed, and the rows of the table for a class."""
    table = run.BUILD / "class.csv"
    table.unlink(missing_ok=True)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = grade.main([*map(str, arguments), "--csv", str(table)])
        except SystemExit as stopped:
            code = stopped.code
    rows = list(csv.DictReader(table.read_text().splitlines())) if table.exists() else []
    return code, out.getvalue(), err.getvalue(), rows


def results(rows):
    return [(row["exercise"], row["stars"], row["result"], row["message"], row["check"]) for row in rows]


class GradeTest(unittest.TestCase):
    def test_right_wrong_and_missing_answers_of_a_class_are_one_table(self):
        first = hand_in("first.ipynb", g1=SUM + SQUARE, g4=PRODUCT)
        second = hand_in("second.ipynb", g1=SUM + "int square(int a, int b) { return 24; }", g4="int product(;")
        before = first.read_bytes()
        code, out, err, rows = call(first, second, "--lesson", LESSON)
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(
            results(rows[:3]),
            [
                ("1 · Sums", "1", "passed", "", "original"),
                ("1 · Sums", "2", "passed", "", "original"),
                ("2 · Products", "3", "passed", "", "original"),
            ],
        )
        self.assertEqual([row["result"] for row in rows[3:]], ["passed", "not yet", "failed"])
        self.assertEqual(rows[4]["message"], "largest difference 1.0")
        self.assertEqual(rows[5]["message"], "cannot find symbol; symbol: method product(int,int)")
        self.assertEqual({row["notebook"] for row in rows}, {str(first), str(second)})
        self.assertIn("  3 of 3 passed, 6 of 6 stars\n", out)
        self.assertIn("  1 of 3 passed, 1 of 6 stars\n", out)
        self.assertIn("  cell 3 of 4 failed: Incomplete input:\n", out)
        self.assertEqual(first.read_bytes(), before)

    def test_a_changed_check_is_replaced_and_a_missing_one_is_said(self):
        cheat = 'System.out.println("★    well done");\nSystem.out.println("★★   well done");'
        code, out, _, rows = call(hand_in("cheat.ipynb", g2=cheat, g5=None), "--lesson", LESSON)
        self.assertEqual(code, 0)
        self.assertEqual([row["result"] for row in rows], ["not yet", "not yet", "failed"])
        self.assertEqual([row["check"] for row in rows], ["changed", "changed", "missing"])
        self.assertIn('the check of "1 · Sums" was changed; the lesson\'s own was run\n', out)
        self.assertIn('the check of "2 · Products" was missing\n', out)

    def test_more_results_than_the_check_has_are_no_pass(self):
        loud = 'int sum(int a, int b) { System.out.println("★ well done"); return 0; }\n' + SQUARE
        _, _, _, rows = call(hand_in("loud.ipynb", g1=loud, g4=PRODUCT), "--lesson", LESSON)
        self.assertEqual([row["result"] for row in rows], ["failed", "failed", "passed"])
        self.assertIn("results were printed, where the check has 2", rows[0]["message"])

    def test_an_endless_answer_ends_with_the_time_limit(self):
        endless = "int product(int a, int b) { while (a > 0) { b++; } return b; }"
        path = hand_in("endless.ipynb", g1=SUM + SQUARE, g4=endless)
        code, out, err, rows = call(path, "--lesson", LESSON, "--minutes", "0.5")
        self.assertEqual(code, 1)
        self.assertEqual([row["result"] for row in rows], ["passed", "passed", "failed"])
        self.assertIn("the time limit of 0.5 minutes ended here", rows[2]["message"])
        self.assertIn('endless: cell 4 of 4, "2 · Products", failed:', err)

    def test_what_cannot_be_graded_is_named_and_the_others_are_graded(self):
        broken, other = run.BUILD / "broken.ipynb", run.BUILD / "other.ipynb"
        broken.write_text("{")
        nbformat.write(new_notebook(cells=[new_code_cell("1 + 1")]), other)
        code, _, err, rows = call(broken, other)
        self.assertEqual(code, 1)
        self.assertIn(f"{broken}: cannot be graded: ", err)
        self.assertIn(f"{other}: cannot be graded: has no cell of any lesson", err)
        self.assertEqual([row["result"] for row in rows], ["failed", "failed"])

    def test_bad_usage_is_exit_code_2(self):
        for arguments in ([], ["nowhere.ipynb"], [LESSON, "--minutes", "0"], [LESSON, "--lesson", "nowhere.ipynb"]):
            self.assertEqual(call(*arguments)[0], 2, arguments)


class ChecksTest(unittest.TestCase):
    """What is expected of a check is what it prints."""

    def test_every_check_of_every_lesson_prints_what_is_expected_of_it(self):
        for name in pages.listed_lessons():
            for cell, exercises in grade.checks(nbformat.read(pages.HERE / name, as_version=4)):
                with self.subTest(name, cell=cell.id):
                    printed = "".join(output.get("text", "") for output in cell.outputs)
                    self.assertEqual(len(grade.RESULT.findall(printed)), len(exercises))

    def test_a_lesson_is_found_by_its_cells(self):
        for name in pages.listed_lessons():
            with self.subTest(name):
                handed = grade.Handed(pages.HERE / name, [pages.HERE / n for n in pages.listed_lessons()], 1)
                self.assertEqual(handed.lesson.name, name)

    def test_old_outputs_do_not_count(self):
        cell = new_code_cell("x", outputs=[new_output("stream", name="stdout", text="well done\n")])
        path = run.BUILD / "old.ipynb"
        notebook = nbformat.read(LESSON, as_version=4)
        notebook.cells[-1].outputs = cell.outputs
        nbformat.write(notebook, path)
        grades = grade.Handed(path, [LESSON], 1).grades("it did not start")
        self.assertEqual({one.result for one in grades}, {"failed"})


if __name__ == "__main__":
    unittest.main()
