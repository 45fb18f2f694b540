"""Runs the lessons in order; each becomes a page in build/site, its pictures go to build/figures.

`./mirrorlab run` calls this. A lesson in the work tree is not changed unless --save is given.
"""

import argparse
import base64
import os
import re
import sys
import time
from itertools import groupby
from pathlib import Path

import nbformat
from jinja2 import FileSystemLoader, pass_context
from latex2mathml.converter import convert
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.v4 import new_output

HERE = Path(__file__).resolve().parent
BUILD = Path(os.environ.get("MIRRORLAB_HOME") or HERE.parent / "build").resolve()
ERROR_LINES = 12


class Lesson:
    """One notebook: executed in a fresh kernel, with a line of progress for each cell of code."""

    def __init__(self, path):
        self.path = path
        self.name = path.stem
        self.notebook = nbformat.read(path, as_version=4)
        self.cells = [cell for cell in self.notebook.cells if cell.cell_type == "code"]
        self.headings = headings(self.notebook)
        self.peak = 0
        self.seconds = 0.0

    def execute(self):
        """Returns None, or what went wrong in a few lines."""
        log = BUILD / "kernel.log"
        client = NotebookClient(
            self.notebook,
            kernel_name="java",
            timeout=None,
            startup_timeout=180,
            iopub_timeout=120,  # from a cell's end to the end of its output
            raise_on_iopub_timeout=True,
            record_timing=False,
            resources={"metadata": {"path": str(self.path.parent)}},
            on_cell_execute=self._tell,
            on_cell_executed=lambda **_: self._measure(client),
        )
        self.began = time.monotonic()
        self.number = 0
        try:
            with log.open("w") as kernel_log:
                client.execute(stderr=kernel_log)
        except CellExecutionError:
            outputs = self.cells[self.number - 1].outputs
            errors = [output for output in outputs if output.output_type == "error"]
            return self._failure("\n".join(errors[-1].traceback))
        except CellTimeoutError:
            return self._failure("its output did not arrive whole: the kernel's last word is missing")
        except (DeadKernelError, RuntimeError) as error:
            page = "(See 'The kernel died' in notebooks/trouble.md.)"
            return self._failure(f"{error}\n{log.read_text()}\n{page}")
        finally:
            self.seconds = time.monotonic() - self.began
        return None

    def _tell(self, cell, cell_index):
        if cell.cell_type == "code":
            self.number += 1
            where = f"{self.number:3} of {len(self.cells)}"
            elapsed = clock(time.monotonic() - self.began)
            print(f"  {where}  {elapsed}  {self.headings[cell_index]}", flush=True)

    def _measure(self, client):
        """The most memory that the kernel has held so far; only Linux tells."""
        status = Path(f"/proc/{client.km.provisioner.pid}/status")
        if status.exists():
            found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text())
            self.peak = int(found[1]) / 1e6 if found else self.peak

    def _failure(self, error):
        cell = self.headings[self.notebook.cells.index(self.cells[max(self.number - 1, 0)])]
        lines = [line for line in plain(error).splitlines() if line.strip("- ")]
        return "\n".join(
            [f'{self.name}: cell {self.number} of {len(self.cells)}, "{cell}", failed:']
            + ["    " + line for line in lines[:ERROR_LINES]]
        )

    def write_page(self):
        """Leaves build/site/NAME.html, and each of its pictures as build/figures/NAME-N.png."""
        about = {"name": self.name, "path": str(self.path.parent)}
        html, _ = Page().from_notebook_node(self.notebook, {"metadata": about})
        # The theme's comments name web sites; a page of ours names none.
        html = re.sub(r"(?s)<style.*?</style>", lambda css: re.sub(r"(?s)/\*.*?\*/", "", css[0]), html)
        page = BUILD / "site" / f"{self.name}.html"
        write(page, html.encode())
        outputs = (output for cell in self.cells for output in cell.outputs)
        pictures = [o.data["image/png"] for o in outputs if "image/png" in o.get("data", {})]
        for number, picture in enumerate(pictures, 1):
            data = base64.b64decode(picture)
            kind = "gif" if data.startswith(b"GIF8") else "png"
            write(BUILD / "figures" / f"{self.name}-{number}.{kind}", data)
        return page

    def summary(self):
        memory = f", kernel's peak {self.peak:.2f} GB" if self.peak else ""
        return f"{self.name}: {len(self.cells)} cells in {clock(self.seconds)}{memory}"


class Page(HTMLExporter):
    """A page that opens without a network: pictures inside, formulas as MathML, no script."""

    def __init__(self):
        super().__init__(
            template_file="page.html.j2",
            extra_loaders=[FileSystemLoader(HERE)],
            embed_images=True,
            exclude_anchor_links=True,
            preprocessors=[joined],
        )

    @pass_context
    def markdown2html(self, context, source):
        path = context["resources"]["metadata"]["path"]
        renderer = Formulas(escape=False, embed_images=True, path=path, exclude_anchor_links=True)
        return MarkdownWithMath(renderer=renderer).render(source)


class Formulas(IPythonRenderer):
    """Markdown whose LaTeX formulas become MathML, which browsers draw by themselves."""

    def inline_math(self, body):
        return convert(body)

    def block_math(self, body):
        return convert(body, display="block")


def joined(notebook, resources):
    """The same with lines that were printed one after the other as one text."""
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        groups = groupby(cell.outputs, lambda output: output.get("name"))
        cell.outputs = [
            output
            for name, group in groups
            for output in ([stream(name, group)] if name else group)
        ]
    return notebook, resources


def stream(name, outputs):
    return new_output("stream", name=name, text="".join(output.text for output in outputs))


def headings(notebook):
    """For each cell the last heading before it."""
    found, last = [], ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            titles = re.findall(r"^#+ +(.+?) *$", cell.source, re.MULTILINE)
            last = titles[-1] if titles else last
        found.append(last)
    return found


def clock(seconds):
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def plain(text):
    """Without the colours of a terminal."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def write(path, data):
    """Beside and then renamed, so that no file is left half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(data)
    beside.replace(path)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="./mirrorlab run", description=__doc__.split("\n")[0])
    parser.add_argument("lesson", nargs="*", type=Path, help="notebooks to run; without any: all")
    parser.add_argument("--profile", choices=["quick"], default="quick", help="how large")
    parser.add_argument("--save", action="store_true", help="keep the outputs in the notebooks")
    options = parser.parse_args(arguments)

    paths = options.lesson or sorted(HERE.glob("[0-9]*.ipynb"))
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        parser.error(f"no such notebook: {', '.join(missing)}")
    failures = 0
    for path in paths:
        print(path.stem, flush=True)
        lesson = Lesson(path)
        failure = lesson.execute()
        page = lesson.write_page()
        print(f"{lesson.summary()}\n  {page}", flush=True)
        if failure:
            failures += 1
            print(failure, file=sys.stderr, flush=True)
        elif options.save:
            write(path, (nbformat.writes(lesson.notebook) + "\n").encode())
    print(f"lessons: {len(paths) - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
