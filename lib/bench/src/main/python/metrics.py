"""Similarity, retrieval and t-SNE with NumPy, FAISS, scikit-learn and openTSNE."""

from pathlib import Path

import numpy as np
from peer import Row, serve

K = 10


class Data(Row):
    version = f"numpy {np.__version__}"

    def __init__(self, folder):
        self.folder = Path(folder)
        self.load()

    def load(self):
        self.a = self.matrix("a.bin", 96)
        self.b = self.matrix("b.bin", 288)

    def matrix(self, name, width):
        return np.fromfile(self.folder / name, "<f4").reshape(-1, width)

    def numbers(self, name):
        return np.fromfile(self.folder / name, "<i4")

    def value(self):
        raise NotImplementedError

    def answer(self):
        return np.atleast_1d(self.value())

    def run(self, n):
        for _ in range(n):
            self.value()


def centred(x):
    """The Gram matrix, centred without its diagonal (Song et al., 2012), at length 1."""
    x = x - x.mean(0)
    k = (x @ x.T).astype(np.float64)
    np.fill_diagonal(k, 0)
    n, sums = len(k), k.sum(0)
    k += sums.sum() / ((n - 1) * (n - 2)) - (sums[:, None] + sums) / (n - 2)
    np.fill_diagonal(k, 0)
    return k / np.linalg.norm(k)


class Cka(Data):
    def value(self):
        return np.vdot(centred(self.a), centred(self.b))


class Permutations(Data):
    def load(self):
        super().load()
        self.k = centred(self.a).astype(np.float32)
        self.l = centred(self.b).astype(np.float32)
        self.dealt = self.numbers("dealt.bin").reshape(-1, len(self.a))

    def value(self):
        return [np.vdot(self.k, self.l[np.ix_(order, order)]) for order in self.dealt]


class Neighbours(Data):
    @staticmethod
    def near(x):
        x = x / np.linalg.norm(x, axis=1, keepdims=True)
        cosine = x @ x.T
        np.fill_diagonal(cosine, -np.inf)
        near = np.zeros(cosine.shape, bool)
        np.put_along_axis(near, np.argpartition(-cosine, K, 1)[:, :K], True, 1)
        return near

    def value(self):
        return (self.near(self.a) & self.near(self.b)).sum() / len(self.a) / K


class Recall(Data):
    def load(self):
        import faiss

        faiss.omp_set_num_threads(1)
        self.faiss, self.version = faiss, f"faiss {faiss.__version__}"
        self.asked, self.offered = self.numbers("asked.bin"), self.numbers("offered.bin")
        self.queries, self.gallery = self.matrix("queries.bin", 128), self.matrix("gallery.bin", 128)

    def value(self):
        queries, gallery = self.queries.copy(), self.gallery.copy()
        self.faiss.normalize_L2(queries)
        self.faiss.normalize_L2(gallery)
        index = self.faiss.IndexFlatIP(128)
        index.add(gallery)
        found = index.search(queries, K)[1]
        return (self.offered[found] == self.asked[:, None]).any(1).mean()


class Page(Data):
    """A page of two dimensions; its answer is how trustworthy it is."""

    def answer(self):
        from sklearn.manifold import trustworthiness

        return [trustworthiness(self.a, self.value(), n_neighbors=5)]


class Sklearn(Page):
    def load(self):
        import sklearn.manifold

        super().load()
        self.version = f"scikit-learn {sklearn.__version__}"
        self.page = sklearn.manifold.TSNE(perplexity=30, random_state=1, n_jobs=1)

    def value(self):
        return self.page.fit_transform(self.a)


class OpenTsne(Page):
    def load(self):
        import openTSNE

        super().load()
        self.version = f"openTSNE {openTSNE.__version__}"
        self.page = openTSNE.TSNE(perplexity=30, random_state=1, n_jobs=1)

    def value(self):
        return np.asarray(self.page.fit(self.a))


if __name__ == "__main__":
    serve(
        {
            "cka": Cka,
            "permutations": Permutations,
            "neighbours": Neighbours,
            "recall": Recall,
            "sklearn": Sklearn,
            "opentsne": OpenTsne,
        }
    )
