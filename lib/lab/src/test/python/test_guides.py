"""The glossary, the guide for teachers and the texts of the lessons are in order, and their links lead somewhere."""

import json
import re
import unittest
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[5] / "notebooks"


def headings(text):
    return re.findall(r"^#+ (.+)$", text, re.MULTILINE)


def anchor(heading):
    """As GitHub and JupyterLab make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def cells(lesson, kind):
    notebook = json.loads(lesson.read_text())
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


class GuidesTest(unittest.TestCase):
    def test_links_lead_to_a_file_or_a_heading(self):
        for name in ("glossary.md", "teaching.md"):
            text = (NOTEBOOKS / name).read_text()
            anchors = [anchor(heading) for heading in headings(text)]
            for target in re.findall(r"\]\(([^)]+)\)", text):
                with self.subTest(name, target=target):
                    if target.startswith("#"):
                        self.assertIn(target[1:], anchors)
                    else:
                        self.assertTrue((NOTEBOOKS / target.split("#")[0]).is_file())

    def test_the_glossary_is_alphabetical_and_explains_each_term_once(self):
        text = (NOTEBOOKS / "glossary.md").read_text()
        terms = [re.sub(r"[^a-z0-9 ]", "", term.lower()) for term in re.findall(r"^### (.+)$", text, re.MULTILINE)]
        self.assertEqual(terms, sorted(set(terms)))

    def test_each_term_names_one_lesson_where_it_first_matters(self):
        text = (NOTEBOOKS / "glossary.md").read_text()
        for entry in re.split(r"^### ", re.sub(r"(?m)^## .\n", "", text), flags=re.MULTILINE)[1:]:
            with self.subTest(entry.splitlines()[0]):
                self.assertRegex(entry.rstrip(), r"\[(bridge|\d\d)\]\(\1[^)]*\.ipynb\)$")

    def test_the_guide_for_teachers_has_a_part_for_every_lesson(self):
        text = (NOTEBOOKS / "teaching.md").read_text()
        for lesson in NOTEBOOKS.glob("*.ipynb"):
            self.assertRegex(text, rf"(?m)^## .*\({re.escape(lesson.name)}\)")


class LessonTextsTest(unittest.TestCase):
    def lessons(self):
        return sorted(NOTEBOOKS.glob("*.ipynb"))

    def test_no_cell_has_more_than_20_lines(self):
        for lesson in self.lessons():
            for source in cells(lesson, "code"):
                with self.subTest(lesson.stem):
                    self.assertLessEqual(len(source.splitlines()), 20, source)

    def test_links_lead_to_a_file_and_those_into_the_glossary_to_a_term(self):
        anchors = [anchor(heading) for heading in headings((NOTEBOOKS / "glossary.md").read_text())]
        for lesson in self.lessons():
            for target in re.findall(r"\]\(([^)\s]+)\)", "\n".join(cells(lesson, "markdown"))):
                path, _, fragment = target.partition("#")
                with self.subTest(lesson.stem, target=target):
                    self.assertTrue(target.startswith("http") or (NOTEBOOKS / path).is_file())
                    self.assertTrue(path != "glossary.md" or fragment in ["", *anchors])

    def test_a_numbered_lesson_has_an_exercise_of_each_grade(self):
        for lesson in NOTEBOOKS.glob("[0-9]*.ipynb"):
            with self.subTest(lesson.stem):
                grades = re.findall(r"(?m)^(★+) \*\*", "\n".join(cells(lesson, "markdown")))
                self.assertEqual(grades, ["★", "★★", "★★★"])
