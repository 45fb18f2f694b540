"""The lessons on IJava, where such a kernel is installed with the settings of notebooks/guide/ijava.md."""

import os
import unittest
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parents[5] / "notebooks"
LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))
FEW = [path for path in LESSONS if path.stem == "04-spontaneous-alignment"]


def ijava():
    """The name of an IJava kernel, or nothing."""
    specs = KernelSpecManager().get_all_specs()
    names = [name for name, it in specs.items() if "ijava" in " ".join(it["spec"]["argv"]).lower()]
    return next(iter(names), None)


@unittest.skipUnless(ijava(), "no IJava kernel is installed here")
class IJavaTest(unittest.TestCase):
    def test_lessons_run_and_show_their_pictures(self):
        for path in LESSONS if os.environ.get("MIRRORLAB_TESTS") == "all" else FEW:
            with self.subTest(path.stem):
                notebook = nbformat.read(path, as_version=4)
                kinds = self.kinds(notebook)
                NotebookClient(
                    notebook,
                    kernel_name=ijava(),
                    timeout=None,
                    startup_timeout=180,
                    resources={"metadata": {"path": str(NOTEBOOKS)}},
                ).execute()
                self.assertEqual(self.kinds(notebook), kinds)

    @staticmethod
    def kinds(notebook):
        """The pictures and tables of each cell."""
        return [
            sorted(
                kind
                for output in cell.get("outputs", [])
                for kind in output.get("data", {})
                if kind in ("image/png", "text/html")
            )
            for cell in notebook.cells
        ]
