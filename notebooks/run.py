"""Runs the lessons in order and draws the site in build/site; the lessons' pictures also go to build/figures.

`./mirrorlab run` calls this. A lesson in the work tree is not changed unless --save is given.
"""

import argparse
import re
import shutil
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from pages import BUILD, HERE, Site, listed_lessons, plain, write

ERROR_LINES = 12


class Lesson:
    """One notebook: executed in a fresh kernel, with a line of progress for each cell of code."""

    def __init__(self, path, minutes=None):
        self.path = path
        self.minutes = minutes
        self.name = path.stem
        self.notebook = nbformat.read(path, as_version=4)
        self.cells = [cell for cell in self.notebook.cells if cell.cell_type == "code"]
        self.headings = headings(self.notebook)
        self.number = 0  # of the cell that runs
        self.peak = 0
        self.seconds = 0.0

    def execute(self, **options):
        """Returns None, or what went wrong in a few lines; the options are those of `NotebookClient`."""
        log = BUILD / "kernel.log"
        client = NotebookClient(
            self.notebook,
            kernel_name="java",
            timeout_func=lambda _: self._time_left(),
            startup_timeout=180,
            iopub_timeout=120,  # from a cell's end to the end of its output
            raise_on_iopub_timeout=True,
            coalesce_streams=True,
            record_timing=False,
            resources={"metadata": {"path": str(self.path.parent)}},
            on_cell_execute=self._tell,
            on_cell_executed=lambda **_: self._measure(client),
            **options,
        )
        self.began = time.monotonic()
        try:
            with log.open("w") as kernel_log:
                client.execute(stderr=kernel_log)
        except CellExecutionError:
            outputs = self.cells[self.number - 1].outputs
            errors = [output for output in outputs if output.output_type == "error"]
            return self._failure("\n".join(errors[-1].traceback))
        except CellTimeoutError:
            if self.minutes and time.monotonic() >= self.began + 60 * self.minutes:
                return self._failure(f"the time limit of {self.minutes:g} minutes ended here")
            return self._failure("its output did not arrive whole: the kernel's last word is missing")
        except (DeadKernelError, RuntimeError) as error:
            page = "(See 'The kernel died' in notebooks/trouble.md.)"
            return self._failure(f"{error}\n{log.read_text()}\n{page}")
        finally:
            self.seconds = time.monotonic() - self.began
        return None

    def _time_left(self):
        """Seconds, of which nbclient takes 0 for no limit; None without one."""
        return self.minutes and max(0.001, self.began + 60 * self.minutes - time.monotonic())

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

    def summary(self):
        memory = f", kernel's peak {self.peak:.2f} GB" if self.peak else ""
        return f"{self.name}: {len(self.cells)} cells in {clock(self.seconds)}{memory}"


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


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="./mirrorlab run", description=__doc__.split("\n")[0])
    parser.add_argument("lesson", nargs="*", type=Path, help="notebooks to run; without any: all")
    parser.add_argument("--profile", choices=["quick"], default="quick", help="how large")
    parser.add_argument("--save", action="store_true", help="keep the outputs in the notebooks")
    options = parser.parse_args(arguments)

    paths = options.lesson or [HERE / name for name in listed_lessons()]
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        parser.error(f"no such notebook: {', '.join(missing)}")
    site = Site(BUILD / "site")
    failures = 0
    for path in map(Path.resolve, paths):
        print(path.stem, flush=True)
        lesson = Lesson(path)
        failure = lesson.execute()
        page = site.write_lesson(path, lesson.notebook)
        print(f"{lesson.summary()}\n  {page}", flush=True)
        if failure:
            failures += 1
            print(failure, file=sys.stderr, flush=True)
        elif options.save:
            write(path, (nbformat.writes(lesson.notebook) + "\n").encode())
    print(site.finish())
    shutil.copytree(site.folder / "figures", BUILD / "figures", dirs_exist_ok=True)
    print(f"lessons: {len(paths) - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
