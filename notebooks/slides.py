"""The slides of a lesson: one idea each, split where the text has headings, figures and paragraphs."""

import html
import math
import re
from typing import NamedTuple

# What fits on a slide of 16:9 with letters of 1/30 of its height; slides.css has the same sizes.
LINES = 15
LETTERS, LINE = 48.5, 1.38  # width of a slide, and height of a line, in letters' heights
WIDE, NARROW = 82, 38  # characters of a line, alone and beside a figure
SHORT_CODE, SHORT_TEXT = 10, 3  # lines
BESIDE = 11 * NARROW  # characters of the text beside a figure
PLUMBING = re.compile(r"^\| you need \||^Run the cells from top to bottom|^Next: ")
PROGRESS = re.compile(r'<div class="output">[^<]*</div>')  # what is left of a progress bar
CHECKED = re.compile(r'\bCheck\.\w+\(|"not yet|// yours')


class Slide(NamedTuple):
    """A title with text, and what stands beside or below it."""

    title: str
    text: str
    shown: str = ""
    beside: bool = False


class Slides:
    """The slides of a lesson's page, in order."""

    def __init__(self, lesson, prose, question):
        self.name = f"{lesson.stem}.slides.html"
        self.lesson = lesson
        self.prose = prose
        self.made = []
        self.waiting = []
        self.title = lesson.title
        self.made.append(Slide(lesson.title, html.escape(question)))
        for cell, code, outputs in lesson.cells:
            if cell.cell_type == "markdown":
                self._read(cell.source)
            elif cell.cell_type == "code":
                self._show(cell, code, outputs)
        self._flush()

    def _read(self, source):
        for block in blocks(source):
            heading = re.match(r"(#+) +(.+)", block)
            if heading:
                self._flush()
                self.title = re.sub(r"[*`]", "", heading[2].strip())
            elif re.match(r"!\[", block):
                figure = self.prose.render(block)
                self._add(figure, *layout(figure))
            elif not PLUMBING.match(block):
                self.waiting.append(block)

    def _show(self, cell, code, outputs):
        """A short cell is shown with its text; of others only what they make."""
        figures = [output for output in outputs if output.startswith("<figure")]
        texts = [output for output in outputs if output not in figures and not PROGRESS.match(output)]
        lines = len(cell.source.splitlines())
        if figures or lines > SHORT_CODE or not texts and "{" not in cell.source:
            code, lines = "", 0
        lines += sum(map(height, texts))
        if CHECKED.search(cell.source) and not figures:
            return
        if figures and lines <= SHORT_TEXT:
            figures[0] = "".join(texts) + figures[0]
        elif code or texts:
            self._add(code + "".join(texts), False, lines)
        for figure in figures:
            beside, lines = layout(figure)
            self._add(figure, beside, lines)

    def _add(self, shown, beside, lines):
        """One slide with the last sentences before what is shown; all text before them has slides of its own."""
        most = BESIDE if beside else WIDE * max(2, int(LINES - lines - 2))
        text = ""
        if self.waiting and is_prose(self.waiting[-1]):
            before, text = last(self.waiting.pop(), most)
            self.waiting += [before] if before else []
        while self.waiting and is_prose(self.waiting[-1]) and len(text) + len(self.waiting[-1]) + WIDE < most:
            text = self.waiting.pop() + "\n\n" + text
        self._flush()
        self.made.append(Slide(self.title, self.prose.render(text), shown, beside and bool(text)))

    def _flush(self):
        """Slides for the text that waits, each with as many blocks as fit."""
        page, used = [], 0
        for block in [piece for block in self.waiting for piece in pieces(block)]:
            if page and used + tall(block) > LINES:
                self._page(page)
                page, used = [], 0
            page.append(block)
            used += tall(block)
        if page:
            self._page(page)
        self.waiting = []

    def _page(self, page):
        text = self.prose.render("\n\n".join(page))
        scrolls = tall(page[0]) > LINES
        self.made.append(Slide(self.title, "" if scrolls else text, text if scrolls else ""))


def blocks(source):
    """Headings, paragraphs, lists, tables, formulas and code of a text; what is folded is left out."""
    source = re.sub(r"(?s)<details>.*?</details>", "", source)
    found, fenced = [], False
    for line in source.splitlines():
        begins = not found or not found[-1]
        if fenced or not begins and not re.match(r"#+ ", line) and line.strip():
            found[-1] += "\n" + line
        elif line.strip():
            found += [line] if not begins or not found else []
            found[-1] = line
        else:
            found.append("")
        if line.startswith("```"):
            fenced = not fenced
        if re.match(r"#+ ", line) and not fenced:
            found.append("")
    return [block for block in found if block]


def is_prose(block):
    return not re.match(r"(\||```|\$\$|[-*] |\d+\. |<)", block)


def tall(block):
    """About how many lines a block takes, with the space below it."""
    rows = block.splitlines()
    if block.startswith("|"):
        return sum(1.6 * math.ceil(len(row) / WIDE) for row in rows)
    if block.startswith("$$"):
        return 3.5
    if block.startswith("```"):
        return 0.85 * len(rows) - 1
    if not is_prose(block):
        items = re.split(r"\n(?=[-*] |\d+\. )", block) if re.match(r"[-*\d]", block) else rows
        return sum(math.ceil(len(item) / WIDE) + 0.3 for item in items) + 0.5
    return math.ceil(len(block) / WIDE) + 0.6


def height(output):
    """About how many lines a printed text or a table takes."""
    return 1.6 * output.count("<tr") or output.count("\n")


def pieces(block):
    """A paragraph, or parts of it that fit on a slide."""
    while is_prose(block) and tall(block) > LINES:
        head, block = first(block, WIDE * (LINES - 2))
        yield head
    yield block


def sentences(text):
    """Sentences, where none ends within emphasis, code or a formula."""
    found = [""]
    for part in re.split(r"(?<=[.!?])\s+", text):
        found[-1] += (" " if found[-1] else "") + part
        if all(found[-1].count(mark) % 2 == 0 for mark in ("**", "`", "$")):
            found.append("")
    return [sentence for sentence in found if sentence]


def first(text, most):
    """The first sentences, at least one, and the rest."""
    all_of_it = sentences(text)
    count = max(1, sum(len(" ".join(all_of_it[: i + 1])) <= most for i in range(len(all_of_it))))
    return " ".join(all_of_it[:count]), " ".join(all_of_it[count:])


def last(text, most):
    """What comes before the last sentences, and these, at least one."""
    all_of_it = sentences(text)
    count = max(1, sum(len(" ".join(all_of_it[i:])) <= most for i in range(len(all_of_it))))
    return " ".join(all_of_it[:-count]), " ".join(all_of_it[-count:])


def layout(figure):
    """Whether text stands beside a figure or above it, and how many lines the figure takes."""
    size = re.search(r'width="(\d+)" height="(\d+)"', figure)
    if not size:
        return False, LINES
    ratio = int(size[1]) / int(size[2])
    return ratio < 2, LETTERS / ratio / LINE + 1
