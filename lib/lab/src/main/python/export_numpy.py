"""Writes representations as a PAIRS file, with NumPy alone: put yours in place of the noise.

    python export_numpy.py MINE
    ./mirrorlab probe --pairs MINE/pairs.npz --out MINE/probe.json
    ./mirrorlab figures --from MINE -o MINE/figures
"""

import csv
import sys
from pathlib import Path

import numpy as np

folder = Path(sys.argv[1])
rng = np.random.default_rng(0)

# Row i of every array and of the labels is the same episode.
task = np.arange(400) % 4
instruction = 4 * (np.arange(400) // 4 % 5) + task  # 5 of each task
meaning = rng.normal(size=(20, 16))


def seen(width):
    """An encoder's layer, N x width: the instruction's meaning through a matrix of its own, and noise."""
    return meaning[instruction] @ rng.normal(size=(16, width)) + 4 * rng.normal(size=(400, width))


folder.mkdir(parents=True, exist_ok=True)
np.savez(
    folder / "pairs.npz",
    **{
        "understanding/layer.1": seen(128),
        "understanding/layer.2": seen(128),
        "execution/decoder": seen(96),
        "execution@untrained/decoder": rng.normal(size=(400, 96)),
    },
)
with open(folder / "labels.csv", "w", newline="") as file:
    rows = csv.writer(file)
    rows.writerow(["episode", "instruction", "task"])  # also: split, success, cluster
    rows.writerows([i, f"instruction {instruction[i]}", f"task {task[i]}"] for i in range(400))
