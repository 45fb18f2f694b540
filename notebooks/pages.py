"""Draws the site in build/site: the lessons and documents as pages that any static host can serve.

`./mirrorlab site` draws the notebooks with the outputs that they have; `./mirrorlab run` executes them first.
"""

import argparse
import base64
import html
import os
import re
import sys
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import nbformat
from jinja2 import Environment, FileSystemLoader
from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.v4 import new_output
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import JavaLexer

import gif
from slides import Slides

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BUILD = Path(os.environ.get("MIRRORLAB_HOME") or ROOT / "build").resolve()
THEME = HERE / "theme"
DOCUMENTS = {
    ROOT / "README.md": "index.html",
    HERE / "README.md": "index.html",
    ROOT / "data/results/RESULTS.md": "results.html",
    ROOT / "data/results/PROTOCOL.md": "protocol.html",
    ROOT / "data/README.md": "data-card.html",
    ROOT / "lib/core/README.md": "library.html",
}
IMAGES = {"image/svg+xml": "svg", "image/png": "png", "image/gif": "gif", "image/jpeg": "jpg"}


class Site:
    """All pages in one folder, and which of them a file of the project has become."""

    def __init__(self, folder, repository=""):
        self.folder = folder
        self.repository = repository.rstrip("/")
        self.listed = listed_lessons()
        self.notebooks = [HERE / name for name in self.listed]
        others = [*HERE.glob("*.md"), *(HERE / "guide").glob("*.md"), *self.notebooks]
        self.pages = {path: f"{path.stem}.html" for path in others} | DOCUMENTS
        self.lessons = {}
        self.written = set()
        self.templates = Environment(loader=FileSystemLoader(THEME), autoescape=True)

    def write_lesson(self, path, notebook):
        """Leaves the lesson's page, its slides, and its pictures in the folder `figures`; returns the page."""
        lesson = LessonPage(self, path, notebook)
        self.lessons[path] = lesson
        question = self.listed.get(path.name, {}).get("question", "")
        slides = Slides(lesson, Prose(self, path.parent), question)
        self.write_page(slides.name, "slides.html.j2", slides)
        place = self.notebooks.index(path) if path in self.notebooks else len(self.notebooks)
        before, after = self.notebooks[max(place - 1, 0) : place], self.notebooks[place + 1 : place + 2]
        return self.write_page(
            lesson.name,
            "page.html.j2",
            lesson,
            description=question,
            source=self.address(path),
            slides=slides.name,
            before=[(self.pages[other], other.stem) for other in before],
            after=[(self.pages[other], other.stem) for other in after],
        )

    def finish(self):
        """Leaves every other page, and nothing else in the folder; returns the first page."""
        for path in self.notebooks:
            if path not in self.lessons:
                self.write_lesson(path, nbformat.read(path, as_version=4))
        documents = [path for path in self.pages if path.suffix == ".md" and self.pages[path] != "index.html"]
        drawn = {self.pages[path]: Document(self, path, path.read_text()) for path in sorted(documents)}
        for name, document in drawn.items():
            self.write_page(name, "page.html.j2", document)
        cards = [(self.lessons[path], self.listed[path.name]) for path in self.notebooks]
        self.write_page("figures.html", "figures.html.j2", Document(self, HERE, "# Figures"), cards=cards)
        opening = re.split(r"^## ", (ROOT / "README.md").read_text(), flags=re.MULTILINE)[0]
        front = Document(self, ROOT / "README.md", opening)
        first = self.write_page("index.html", "index.html.j2", front, cards=cards, documents=drawn)
        for style in ("style.css", "slides.css"):
            self.write(style, (THEME / style).read_bytes())
        for path in self.folder.rglob("*"):
            if path.is_file() and path not in self.written:
                path.unlink()
        return first

    def write_page(self, name, template, document, **more):
        text = self.templates.get_template(template).render(name=name, document=document, **more)
        return self.write(name, text.encode())

    def write(self, name, data):
        path = self.folder / name
        self.written.add(path)
        return write(path, data)

    def picture(self, name, data, alt, width="", height=""):
        """Leaves a picture as a file; returns what shows it, and the file of its still: a film's last frame."""
        self.write(f"figures/{name}", data)
        size = f' width="{width}" height="{height}"' if width and height else ""
        shown = f'<img src="figures/{name}" alt="{html.escape(alt)}"{size}>'
        if not gif.is_animated(data):
            return shown, name
        still = f"{name[:-4]}-still.gif"
        self.write(f"figures/{still}", gif.last_frame(data))
        switch = f"pause-{name[:-4]}"
        film = (
            f'<input type="checkbox" id="{switch}"><label for="{switch}">'
            '<span class="pause">Pause</span><span class="play">Play</span></label>'
            + shown.replace("<img", '<img class="moving" loading="lazy"')
            + shown.replace("<img", '<img class="still"').replace(name, still)
        )
        return film, still

    def link(self, url, folder):
        """Where a link of a file in a folder leads on the site; None where there is no page for it."""
        parts = urlsplit(url)
        fragment = f"#{slug(unquote(parts.fragment))}" if parts.fragment else ""
        if parts.scheme:
            return url
        if not parts.path:
            return fragment
        target = (folder / unquote(parts.path)).resolve()
        address = self.pages.get(target) or self.address(target)
        return address and address + fragment

    def address(self, path):
        """Where the repository shows a file, if it is known."""
        if not self.repository or not path.is_relative_to(ROOT):
            return None
        return f"{self.repository}/blob/HEAD/{path.relative_to(ROOT).as_posix()}"


class Document:
    """A text in Markdown as HTML, with its title and the headings for a table of contents."""

    def __init__(self, site, path, text):
        self.prose = Prose(site, path.parent)
        self.body = self.prose.render(text)

    @property
    def title(self):
        return next((text for level, _, text in self.prose.headings if level == 1), "Mirrorlab")

    @property
    def contents(self):
        return [(anchor, text) for level, anchor, text in self.prose.headings if level == 2]


class Figure(NamedTuple):
    anchor: str
    label: str
    caption: str
    alt: str
    still: str


class LessonPage(Document):
    """A notebook as HTML: text, code, and outputs with numbered figures."""

    def __init__(self, site, path, notebook):
        self.site = site
        self.stem = path.stem
        self.name = f"{path.stem}.html"
        number = re.match(r"\d+", path.stem)
        self.number = f"{int(number[0])}." if number else ""
        self.prose = NumberedProse(site, path.parent, self.number)
        self.said = ""
        self.cells = [self.cell(cell) for cell in notebook.cells]
        self.body = "".join(text + "".join(outputs) for _, text, outputs in self.cells)

    def cell(self, cell):
        """The cell, its text or code as HTML, and each output as HTML."""
        if cell.cell_type == "markdown":
            self.said = cell.source
            return cell, self.prose.render(cell.source), []
        if cell.cell_type != "code":
            return cell, "", []
        code = highlight(cell.source, JavaLexer(), HtmlFormatter(cssclass="code"))
        told = {"caption": listed(cell, "caption"), "alt": listed(cell, "alt")}
        return cell, code, [self.output(output, told) for output in joined(cell.outputs)]

    @property
    def figures(self):
        return self.prose.figures

    def output(self, output, told):
        if output.output_type == "stream":
            return text_block(output.text)
        if output.output_type == "error":
            return text_block("\n".join(output.traceback), "text error")
        for mime, kind in IMAGES.items():
            if mime in output.data:
                return self.figure(output, mime, kind, told)
        if "text/html" in output.data:
            return f'<div class="output">{in_scroll_boxes(output.data["text/html"])}</div>\n'
        return text_block(output.data.get("text/plain", ""))

    def figure(self, output, mime, kind, told):
        data = output.data[mime]
        data = data.encode() if kind == "svg" else base64.b64decode(data)
        kind = "gif" if data.startswith(b"GIF8") else kind
        caption, alt = self.describe(output.data.get("text/plain", ""), told)
        size = output.metadata.get(mime, {})
        name = f"{self.stem}-{len(self.figures) + 1}.{kind}"
        shown, still = self.site.picture(name, data, alt, size.get("width", ""), size.get("height", ""))
        return self.prose.figure(shown, html.escape(caption), alt, still)

    def describe(self, kernel, told):
        """Caption and alternative text: the cell's own, else what the kernel says, else what the text does."""
        kind, _, title = kernel.partition(": ")
        lines = title.splitlines()
        if not lines or re.fullmatch(r"\d+×\d+|\d+ frames", title):
            lines = [last_sentence(self.said)]
        caption, alt = next(told["caption"], lines[0]), next(told["alt"], None)
        return caption, alt or f"{kind.capitalize()}: {'. '.join([caption, *lines[1:]])}"


class Prose(IPythonRenderer):
    """Markdown as HTML, with formulas as MathML, which browsers draw by themselves."""

    def __init__(self, site, folder):
        super().__init__(escape=False)
        self.site = site
        self.folder = folder
        self.headings = []

    def render(self, text):
        return MarkdownWithMath(renderer=self).render(text)

    def heading(self, text, level, **attributes):
        name = html.unescape(re.sub(r"<[^>]+>", "", text))
        anchor, others = slug(name), [anchor for _, anchor, _ in self.headings]
        while anchor in others:
            anchor += "-1"
        self.headings.append((level, anchor, name))
        link = f'<a class="anchor" href="#{anchor}" aria-label="Link to this section">#</a>'
        return f'<h{level} id="{anchor}">{text} {link}</h{level}>\n'

    def link(self, text, url, title=None):
        address = self.site.link(url, self.folder)
        return f'<a href="{html.escape(address)}">{text}</a>' if address else text

    def image(self, text, url, title=None):
        if urlsplit(url).scheme:  # a page asks nothing of other hosts
            return text
        path = self.folder / unquote(url)
        shown, still = self.site.picture(path.name, path.read_bytes(), text)
        self.pictured = text, still
        return shown

    def paragraph(self, text):
        """A paragraph of pictures is a figure; emphasised words below them are its caption."""
        found = re.fullmatch(r"(?s)((?:<input.*?</label>)?(?:<img[^>]*>\s*)+)(?:<br />\s*<em>(.*)</em>)?", text)
        if not found:
            return super().paragraph(text)
        picture, caption = found.groups()
        if self.pictured[1].endswith(".svg"):  # its letters stay legible on a phone
            picture = f'<div class="scroll">{picture}</div>'
        return self.figure(picture, caption, *self.pictured) if caption else f"<figure>{picture}</figure>\n"

    def figure(self, picture, caption, alt, still):
        return f"<figure>{picture}<figcaption>{caption}</figcaption></figure>\n"

    def table(self, text):
        return in_scroll_boxes(f"<table>\n{text}</table>\n")

    def inline_math(self, body):
        return formula(body, "inline")

    def block_math(self, body):
        return f'<div class="scroll formula">{formula(body, "block")}</div>\n'


class NumberedProse(Prose):
    """The text of a lesson, whose figures have numbers."""

    def __init__(self, site, folder, number):
        super().__init__(site, folder)
        self.number = number
        self.figures = []

    def figure(self, picture, caption, alt, still):
        count = len(self.figures) + 1
        anchor, label = f"figure-{count}", f"Figure {self.number}{count}"
        words = html.unescape(re.sub(r"<[^>]+>", "", caption))
        self.figures.append(Figure(anchor, label, words, alt, still))
        return (
            f'<figure id="{anchor}">{picture}<figcaption><a href="#{anchor}">{label}</a> {caption}'
            "</figcaption></figure>\n"
        )


def formula(tex, display):
    """LaTeX as MathML; words in it are names, not products of letters."""
    tex = re.sub(r"\\mathrm\{(\w\w+)\}", r"\\operatorname{\1}", tex)
    tex = re.sub(r"_\{([a-z]{3,})\}", r"_{\\operatorname{\1}}", tex)
    mathml = re.sub(r"<mo>(\w\w+)</mo>", r"<mi>\1</mi>", convert(tex, display=display))
    name = r"(?<!<msub>)(?<!<munder>)(<mi>\w\w+</mi>)"
    return re.sub(name + r"(?!<mo[ >]|<mrow><mo|</)", r'\1<mspace width="0.17em" />', mathml)


def listed(cell, name):
    """The captions or alternative texts of a cell's pictures, in their order: one, or a list of them."""
    told = cell.metadata.get(name, [])
    return iter([told] if isinstance(told, str) else told)


def joined(outputs):
    """Outputs, in which lines that were printed one after the other are one text."""
    for name, group in groupby(outputs, lambda output: output.get("name")):
        if name:
            yield new_output("stream", name=name, text="".join(output.text for output in group))
        else:
            yield from group


def text_block(text, kind="text"):
    return f'<pre class="{kind}">{html.escape(plain(text), quote=False)}</pre>\n'


def in_scroll_boxes(markup):
    """Tables in boxes, in which they move sideways where they are too wide."""
    markup = markup.replace("<th>", '<th scope="col">')
    return re.sub(r"(?s)<table.*?</table>", r'<div class="scroll">\g<0></div>', markup)


def last_sentence(markdown):
    """The last sentence of a text, without its marks."""
    words = re.sub(r"[*`_$]|^#+ .*$", "", markdown.strip().split("\n\n")[-1], flags=re.MULTILINE)
    return re.split(r"(?<=[.!?:]) ", " ".join(words.split()))[-1].rstrip(":")


def slug(heading):
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def listed_lessons():
    """The lessons in order: by notebook, its question and a student's time from the table in notebooks/README.md."""
    rows = re.findall(
        r"^\| \[[^]]*\]\(([^)]+\.ipynb)\) \| (.*?) \| (.*?) \|", (HERE / "README.md").read_text(), re.M
    )
    return {name: {"question": question, "time": time} for name, question, time in rows}


def plain(text):
    """Without the colours of a terminal."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def write(path, data):
    """Beside and then renamed, so that no file is left half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(data)
    beside.replace(path)
    return path


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="./mirrorlab site", description=__doc__.split("\n")[0])
    parser.add_argument(
        "--repository", default="", metavar="URL", help="where files without a page can be read"
    )
    options = parser.parse_args(arguments)
    print(Site(BUILD / "site", options.repository).finish())


if __name__ == "__main__":
    sys.exit(main())
