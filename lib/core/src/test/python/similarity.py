"""Golden values for GramTest and NeighboursTest, by other formulas than the library's.

Needs numpy. Run from the folder lib:
    python src/test/python/similarity.py > src/test/resources/mirrorlab/metrics/similarity.json
"""

import itertools
import json

import numpy as np


def representations(n, wide, narrow, shared, seed):
    """Two representations of n items that share some latent axes."""
    rng = np.random.default_rng(seed)
    latent = rng.normal(size=(n, shared))
    a = np.hstack([latent, rng.normal(size=(n, wide - shared))])
    b = latent @ rng.normal(size=(shared, narrow)) + rng.normal(size=(n, narrow)) + 0.5
    return np.round(a, 3), np.round(b, 3)


def hsic(k, l):
    """The U-statistic by its definition: a mean over all quadruples of different items."""
    n = len(k)
    total = 0.0
    for i, j, q, r in itertools.permutations(range(n), 4):
        total += k[i, j] * (l[i, j] + l[q, r] - 2 * l[i, q])
    return total / (n * (n - 1) * (n - 2) * (n - 3))


def cka(a, b):
    k, l = a @ a.T, b @ b.T
    return hsic(k, l) / np.sqrt(hsic(k, k) * hsic(l, l))


def mutual_knn(a, b, k):
    def neighbours(x):
        x = x / np.linalg.norm(x, axis=1, keepdims=True)
        distance = np.linalg.norm(x[:, None] - x[None], axis=2)
        np.fill_diagonal(distance, np.inf)
        return [set(row) for row in np.argsort(distance, axis=1)[:, :k].tolist()]

    return np.mean([len(p & q) / k for p, q in zip(neighbours(a), neighbours(b))])


def case(n, wide, narrow, shared, k, seed):
    a, b = representations(n, wide, narrow, shared, seed)
    return {
        "a": a.tolist(),
        "b": b.tolist(),
        "k": k,
        "cka": cka(a, b),
        "mutualKnn": mutual_knn(a, b, k),
    }


print(
    json.dumps(
        [case(7, 3, 2, 1, 2, 0), case(12, 5, 8, 3, 3, 1), case(16, 20, 30, 4, 5, 2)],
        separators=(",", ":"),
    )
)
