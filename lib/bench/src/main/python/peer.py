"""The peers' side of ./mirrorlab bench: answers questions, one JSON object a line.

    {"do": "prepare", "row": "step", ...settings}  →  {"version": "mujoco 4.0.0"}
    {"do": "answer", "row": "step"}                →  {"numbers": [...]}
    {"do": "run", "row": "step", "n": 100}         →  {"wall": 0.1, "cpu": 0.1}
    {"do": "close", "row": "step"}                 →  {}
"""

import json
import os
import resource
import sys
import time
import traceback


class Row:
    """One thing that is timed; made by ``prepare`` with the settings as keywords."""

    version = ""

    def answer(self):
        """Numbers that show what is computed, from the same beginning each time."""
        return []

    def run(self, n):
        """Does n units of the work."""
        raise NotImplementedError


def cpu():
    """Seconds of all threads, and of the processes that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def timed(row, n):
    before, wall = cpu(), time.perf_counter()
    row.run(n)
    return {"wall": time.perf_counter() - wall, "cpu": cpu() - before}


def answer(rows, open_rows, question):
    what, name = question.pop("do"), question.pop("row")
    if what == "prepare":
        open_rows[name] = rows[name](**question)
        return {"version": open_rows[name].version}
    if what == "answer":
        return {"numbers": [float(x) for x in open_rows[name].answer()]}
    if what == "run":
        return timed(open_rows[name], question["n"])
    del open_rows[name]
    return {}


def serve(rows):
    """Answers until the input ends. What libraries print goes to the standard error."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    open_rows = {}
    for line in sys.stdin:
        try:
            reply = answer(rows, open_rows, json.loads(line))
        except Exception as e:
            traceback.print_exc()
            reply = {"error": f"{type(e).__name__}: {e}"}
        print(json.dumps(reply), file=out, flush=True)
