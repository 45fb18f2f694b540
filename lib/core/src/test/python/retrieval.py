"""Golden values for RetrievalTest, InformationBoundTest and TsneTest, by independent code.

Needs scikit-learn and SciPy. Run from the folder lib:
    python src/test/python/retrieval.py > src/test/resources/mirrorlab/metrics/retrieval.json
"""

import json

import numpy as np
from scipy.special import log_softmax
from scipy.spatial.distance import squareform
from sklearn.manifold import TSNE
from sklearn.manifold._t_sne import _joint_probabilities
from sklearn.metrics import pairwise_distances
from sklearn.neighbors import NearestNeighbors

rng = np.random.default_rng(0)


def recalls(u, e, labels, ks):
    """The share of videos with an execution of their label among the k nearest by cosine."""
    search = NearestNeighbors(metric="cosine").fit(e)
    out = []
    for k in ks:
        nearest = search.kneighbors(u, n_neighbors=k, return_distance=False)
        out.append(float(np.mean([(labels[row] == l).any() for row, l in zip(nearest, labels)])))
    return out


labels = rng.integers(0, 8, 40)
u = np.round(rng.normal(size=(40, 6)) + np.eye(8, 6)[labels] * 2, 3)
e = np.round(rng.normal(size=(40, 6)) + np.eye(8, 6)[labels] * 2, 3)

scores = np.round(3 * rng.normal(size=(9, 9)) + 4 * np.eye(9), 3)
rows = np.diag(log_softmax(scores, axis=1)).mean()
columns = np.diag(log_softmax(scores, axis=0)).mean()

clouds = np.round(rng.normal(size=(60, 5)) + 6 * np.eye(5)[np.arange(60) % 3], 3)
squares = pairwise_distances(clouds, squared=True)
p = squareform(_joint_probabilities(squares, 12.0, verbose=0))
page = TSNE(perplexity=12.0, method="exact", init="random", random_state=0).fit(clouds)

print(
    json.dumps(
        {
            "u": u.tolist(),
            "e": e.tolist(),
            "labels": labels.tolist(),
            "recalls": recalls(u, e, labels, [1, 5, 10]),
            "scores": scores.tolist(),
            "bound": float(np.log(9) + (rows + columns) / 2),
            "clouds": clouds.tolist(),
            "affinities": np.round(p[0], 9).tolist(),
            "divergence": float(page.kl_divergence_),
        },
        separators=(",", ":"),
    )
)
