"""Golden PAIRS files for PairsEvaluationTest, and what scikit-learn and NumPy find in them.

Needs scikit-learn, pandas, PyArrow and safetensors. Run by hand; it rewrites the files that the test reads:

    python lib/lab/src/test/python/pairs.py

Every number is a multiple of 1/16 below 8, so that all formats and types hold the same numbers.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from safetensors.numpy import save_file
from sklearn.linear_model import Ridge
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

FOLDER = Path(__file__).parent.parent / "resources/mirrorlab/experiment/pairs"
rng = np.random.default_rng(7)

# 10 instructions of 3 tasks; the last rows of test-seen are two per episode.
split = np.repeat(["train", "validation", "test-seen"], [70, 30, 50])
instruction = np.arange(150) % 10
task = instruction % 3
episode = np.arange(150)
episode[131:150:2] = episode[130:150:2]
success = (np.arange(150) % 4 > 0).astype(int)
meaning = rng.normal(size=(10, 6))


def seen(width, noise):
    """The instruction's meaning through a random matrix."""
    x = meaning[instruction] @ rng.normal(size=(6, width)) / 2 + noise * rng.normal(size=(150, width))
    return np.clip(np.round(x * 16) / 16, -7.9375, 7.9375)


arrays = {
    "understanding/early": seen(12, 2.0),
    "understanding/late": seen(7, 0.9),
    "execution/hidden.0": seen(9, 0.8),
    "execution/hidden.1": seen(10, 2.5),
    "execution@untrained/hidden.0": np.round(16 * rng.normal(size=(150, 9))) / 16,
}


def scores(similarity, queries, gallery, within):
    """Recall@1, 5 and 10, own episodes left out; queries whose instruction has no other are not counted."""
    similarity = similarity.copy()
    similarity[episode[queries][:, None] == episode[gallery]] = -np.inf
    if within:
        similarity[task[queries][:, None] != task[gallery]] = -np.inf
    right = (instruction[queries][:, None] == instruction[gallery]) & np.isfinite(similarity)
    order = np.argsort(-similarity, axis=1, kind="stable")
    found = np.take_along_axis(right, order, axis=1)[right.any(axis=1)]
    return [found[:, :k].any(axis=1).mean() for k in (1, 5, 10)]


def ridge(u, e, penalty):
    """Cosines in U's space, for all rows."""
    train = split == "train"
    x, y = (StandardScaler().fit(a[train]).transform(a) for a in (e, u))
    map = Ridge(alpha=penalty * train.sum(), fit_intercept=False).fit(x[train], y[train])
    return cosine_similarity(y, map.predict(x))


def recalls(similarity, part, within=False):
    rows = np.flatnonzero(split == part)
    square = similarity[np.ix_(rows, rows)]
    return scores(square, rows, rows, within), scores(square.T, rows, rows, within)


def hsic(k, l):
    n = len(k)
    return (
        np.trace(k @ l)
        + k.sum() * l.sum() / ((n - 1) * (n - 2))
        - 2 * (k.sum(0) @ l.sum(0)) / (n - 2)
    ) / (n * (n - 3))


def cka(a, b):
    def gram(x):
        x = x / np.linalg.norm(x, axis=1, keepdims=True)
        k = x @ x.T
        np.fill_diagonal(k, 0)
        return k

    k, l = gram(a), gram(b)
    return hsic(k, l) / np.sqrt(hsic(k, k) * hsic(l, l))


def mutual_knn(a, b, k=10):
    near = [NearestNeighbors(metric="cosine", n_neighbors=k).fit(x).kneighbors()[1] for x in (a, b)]
    return np.mean([len(set(p) & set(q)) / k for p, q in zip(*near)])


def expected():
    sides = {key: [n for n in arrays if n.startswith(key + "/")] for key in
             ("understanding", "execution", "execution@untrained")}
    test = split == "test-seen"
    layers, validation, best = {}, {}, (-1, None)
    for arm in ("execution", "execution@untrained"):
        for u in sides["understanding"]:
            for e in sides[arm]:
                name = f"{arm} {u.split('/')[1]} × {e.split('/')[1]}"
                layers[name] = [f(arrays[u][test], arrays[e][test]) for f in (mutual_knn, cka)]
                if arm == "execution":
                    found = [ridge(arrays[u], arrays[e], 10.0**p) for p in range(-4, 2)]
                    one = [np.mean([way[0] for way in recalls(s, "validation")]) for s in found]
                    validation[name] = max(one)
                    if max(one) > best[0]:
                        best = (max(one), found[int(np.argmax(one))])
    return {
        "layers": layers,
        "validation": validation,
        "recalls": recalls(best[1], "test-seen"),
        "recallsWithinTask": recalls(best[1], "test-seen", within=True),
    }


FOLDER.mkdir(parents=True, exist_ok=True)
np.savez(FOLDER / "pairs.npz", **{n: np.asfortranarray(x.astype("<f8")) for n, x in arrays.items()})
save_file({n: x.astype(np.float16) for n, x in arrays.items()}, FOLDER / "pairs.safetensors")
for name, x in arrays.items():
    file = FOLDER / "folder" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    if "late" in name:
        pq.write_table(pa.table({"rows": pa.array(list(x.astype(np.float32)))}), f"{file}.parquet")
    elif "hidden.1" in name:
        frame = pd.DataFrame(x, columns=[f"d{i}" for i in range(x.shape[1])], index=episode)
        frame.to_parquet(f"{file}.parquet")
    else:
        np.save(f"{file}.npy", x.astype(">f4"))
pd.DataFrame(
    {
        "episode": [f"episode {i}" for i in episode],
        "instruction": [f'put "{i}", gently' for i in instruction],
        "task": [f"task {i}" for i in task],
        "split": split,
        "success": success,
    }
).to_csv(FOLDER / "labels.csv", index=False)
(FOLDER / "expected.json").write_text(json.dumps(expected(), indent=1, ensure_ascii=False) + "\n")
