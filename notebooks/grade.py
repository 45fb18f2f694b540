"""Grades students' notebooks: runs each from top to bottom and reads what the lesson's own checks print.

`./mirrorlab grade` calls this. No notebook is changed.
"""

import argparse
import csv
import re
import sys
from pathlib import Path
from typing import NamedTuple

import nbformat

from pages import HERE, listed_lessons, plain
from run import Lesson, clock

# What prints a result: a method of Check, or a condition of the cell's own; Check.expected is about the lesson's run.
CHECK = re.compile(r'\bCheck\.(?!expected\b)\w+\(|"not yet')
RESULT = re.compile(r"^(?:★+ *)?(well done|not yet)\b:? *(.*)$", re.MULTILINE)
COLUMNS = ["notebook", "lesson", "exercise", "stars", "result", "message", "check"]


class Exercise(NamedTuple):
    """One result that a check prints."""

    section: str
    stars: int


class Grade(NamedTuple):
    """One exercise of one student: passed, not yet (a wrong answer) or failed (no answer), and its check."""

    section: str
    stars: int
    result: str
    message: str
    check: str

    def line(self):
        return f"{self.section:32} {'★' * self.stars:4} {self.result:8} {self.message}".rstrip()


class Handed(Lesson):
    """A student's notebook with the checks of the lesson that it comes from."""

    def __init__(self, path, lessons, minutes):
        super().__init__(path, minutes)
        self.lesson = self._find(lessons)
        for cell in self.cells:
            cell.outputs = []
        original = nbformat.read(self.lesson, as_version=4)
        self.checks = [(*self._put(cell), found) for cell, found in checks(original)]

    def _find(self, lessons):
        """The lesson with which the notebook shares most cells."""
        own = {cell.source.strip() for cell in self.notebook.cells}
        shared = {path: len(own & sources(path)) for path in lessons}
        best = max(shared, key=shared.get)
        if not shared[best]:
            raise ValueError("has no cell of any lesson; --lesson FILE names the one that was handed out")
        return best

    def _put(self, original):
        """Finds a check by its id or text, and gives it its own text again; returns it and what it was."""
        for cell in self.cells:
            if cell.source.strip() == original.source.strip():
                return cell, "original"
        for cell in self.cells:
            if cell.get("id") == original.id:
                cell.source = original.source
                return cell, "changed"
        return None, "missing"

    def _tell(self, cell, cell_index):
        """Counts the cell, without a line for each."""
        self.number += cell.cell_type == "code"

    def grades(self, failure):
        """One grade per exercise; the failure is that of the run, or None."""
        return [grade for check in self.checks for grade in self._grades(*check, failure)]

    def _position(self, cell):
        """The cell's number among the cells of code, from 1."""
        return next(number for number, one in enumerate(self.cells, 1) if one is cell)

    def _grades(self, cell, check, exercises, failure):
        found, reason = [], "the check is missing; put the lesson's cell back"
        if cell is not None:
            ended = failure and self._position(cell) >= self.number
            found = RESULT.findall(printed(cell, "stdout"))
            reason = (failure if ended else error(cell)) or "the check printed no result"
        if len(found) > len(exercises):
            found, reason = [], f"{len(found)} results were printed, where the check has {len(exercises)}"
        for exercise, (words, message) in zip(exercises, found):
            yield Grade(*exercise, *(("passed", "") if words == "well done" else (words, message)), check)
        for exercise in exercises[len(found) :]:
            yield Grade(*exercise, "failed", reason, check)

    def errors(self):
        """The student's own cells that failed, since they explain failed checks."""
        checks = [self._position(cell) for cell, _, _ in self.checks if cell is not None]
        for number, cell in enumerate(self.cells, 1):
            if error(cell) and number not in checks:
                yield f"cell {number} of {len(self.cells)} failed: {error(cell)}"


def sources(path):
    return {cell.source.strip() for cell in nbformat.read(path, as_version=4).cells}


def checks(notebook):
    """A lesson's check cells with their exercises; stars are those of the check's text, or else of the task's."""
    section, task = "", ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            titles = re.findall(r"^##? +(.+?) *$", cell.source, re.MULTILINE)
            section = titles[-1] if titles else section
            task = "".join(re.findall(r"^\**(★+)", cell.source, re.MULTILINE)[-1:])
        elif cell.cell_type == "code" and CHECK.search(cell.source):
            before = [cell.source[: check.start()].rpartition(";")[2] for check in CHECK.finditer(cell.source)]
            stars = ["".join(re.findall("★+", statement)[-1:]) or task for statement in before]
            yield cell, [Exercise(section, len(those)) for those in stars]


def printed(cell, stream):
    return "".join(output.text for output in cell.outputs if output.get("name") == stream)


def error(cell):
    """What a cell threw, in one line, or that a method of it cannot run; else an empty text."""
    for output in cell.outputs:
        if output.output_type == "error":
            lines = plain("\n".join(output.traceback)).splitlines()
            said = [" ".join(line.split()) for line in lines if not line.startswith(("|", "\t")) and line.strip()]
            return "; ".join(said) or lines[0].lstrip("| ")
    return "".join(re.findall(r"^.* is declared, but does not work .*$", printed(cell, "stderr"), re.MULTILINE)[:1])


def grade(path, lessons, minutes):
    """Grades a notebook and prints its table; returns the rows for --csv, and whether it ran to its end."""
    try:
        handed = Handed(path, lessons, minutes)
    except (ValueError, OSError, nbformat.ValidationError) as problem:
        message = " ".join(str(problem).split())[:200] or type(problem).__name__
        print(f"{path}: cannot be graded: {message}", file=sys.stderr, flush=True)
        return [[path, "", "", "", "failed", message, ""]], False
    failure = handed.execute(allow_errors=True)
    grades = handed.grades(failure and failure.splitlines()[-1].strip())
    print(f"{path}: lesson {handed.lesson.stem}, ran in {clock(handed.seconds)}")
    for one in grades:
        print(f"  {one.line()}")
    for problem in handed.errors():
        print(f"  {problem}")
    altered = {f'  the check of "{one.section}" was {one.check}' for one in grades if one.check != "original"}
    for line in sorted(altered):
        print(line + ("; the lesson's own was run" if line.endswith("changed") else ""))
    passed = [one for one in grades if one.result == "passed"]
    stars = [sum(one.stars for one in some) for some in (passed, grades)]
    print(f"  {len(passed)} of {len(grades)} passed, {stars[0]} of {stars[1]} stars", flush=True)
    if failure:
        print(failure, file=sys.stderr, flush=True)
    rows = [[path, handed.lesson.stem, *one] for one in grades]
    return rows, not failure


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="./mirrorlab grade",
        description=__doc__.split("\n")[0],
        epilog="Exit code: 0 graded, also with exercises that failed; 1 a notebook could not be run to its end; "
        "2 bad usage. A notebook runs with your rights: grade notebooks of strangers in the container.",
    )
    parser.add_argument("notebook", nargs="+", type=Path, help="notebooks that students handed in")
    parser.add_argument("--lesson", type=Path, metavar="FILE", help="the lesson as it was handed out, if you changed it")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write one row per notebook and exercise")
    parser.add_argument("--minutes", type=float, default=15, help="time limit per notebook (default: 15)")
    options = parser.parse_args(arguments)
    for path in [*options.notebook, *filter(None, [options.lesson])]:
        if not path.is_file():
            parser.error(f"no such notebook: {path}")
    if not options.minutes > 0:
        parser.error(f"--minutes is {options.minutes:g}; give a number above 0")

    lessons = [options.lesson] if options.lesson else [HERE / name for name in listed_lessons()]
    rows, ran = [], True
    for path in options.notebook:
        graded, to_its_end = grade(path, lessons, options.minutes)
        rows += graded
        ran &= to_its_end
    if options.csv:
        with options.csv.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([COLUMNS, *rows])
    return 0 if ran else 1


if __name__ == "__main__":
    sys.exit(main())
