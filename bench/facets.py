"""How well papers are ranked by their likeness in one facet: NDCG at 20 % of pools that a reader graded from 0 to 3.

    python -m bench.facets [--spread]

By the model's plain vectors (of the abstract, as in published figures, and of title and abstract), by tf-idf, by vectors
of the part alone, by the best-matching sentences of the part, and by ours, all in one run: on the pools by which the way
of ranking was chosen, and on others that were read when it was settled. Then how probable a likeness of 2 or 3 is, the
first pools told each by what the others teach (`--spread`: what all teach), the second as ours says. Asked for is that ours
is above the model alone in each facet of the pools read afterwards. Needs ../shared (or ALMANAC_SHARED); vectors are cached
where `ALMANAC_CACHE` says.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from bench import cache, needs, verdict
from bench.abstracts import SNAPSHOT
from bench.categories import ROOT
from bench.linking import Paper, snapshot
from bench.links import logistic
from graph.embedders.cached import CachedEmbedder
from graph.embedders.minilm import MiniLmEmbedder
from graph.link import Facet, Gist
from graph.linking.facets import Parts, features, likeness, summed
from graph.linking.lexicon import learn_terms, unit
from graph.linking.roles import parts, roles
from graph.ports import Embedder, Vectors
from ingest.entities.sentences import sentences

LABELS = ROOT / "bench" / "labels"
FILES = {"chosen by": LABELS / "facets.tsv", "read afterwards": LABELS / "facets-held.tsv"}
SHARE = 0.2
ALIKE = 2
"""From this grade on two papers are alike in the facet."""
BINS = 5

Scores = NDArray[np.float64]


class Pool(Struct, frozen=True):
    """A paper, a facet of it, and others with a reader's grades of their likeness in it."""

    facet: Facet
    asked: Paper
    others: Sequence[Paper]
    grades: NDArray[np.int64]


def pools(file: Path, known: Mapping[str, Paper]) -> list[Pool]:
    """Return the graded pools of a file."""
    held: defaultdict[tuple[str, str], list[tuple[Paper, int]]] = defaultdict(list)
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            facet, asked, other, grade = line.split("\t")
            held[facet, asked].append((known[other], int(grade)))
    return [
        Pool(Facet(facet), known[asked], [paper for paper, _ in some], np.array([grade for _, grade in some]))
        for (facet, asked), some in held.items()
    ]


def ndcg(scores: Scores, grades: NDArray[np.int64]) -> float:
    """Return the normalised discounted cumulative gain (2 to the grade, less 1) of the best fifth."""
    depth = int(np.ceil(SHARE * len(grades)))
    discounts = 1 / np.log2(np.arange(2, depth + 2))
    gains = 2.0**grades - 1
    best = np.argsort(-scores, kind="stable")[:depth]
    return float((gains[best] @ discounts) / (np.sort(gains)[::-1][:depth] @ discounts))


class Compared:
    """What the methods rank by: all vectors of one model, embedded at once."""

    def __init__(self, embedder: Embedder, found: Sequence[Pool]) -> None:
        self._tell = parts(sentences)
        papers = {paper.id: paper for pool in found for paper in (pool.asked, *pool.others)}.values()
        texts = {text for paper in papers for text in (paper.title, paper.abstract, *self._sentences(paper))}
        texts |= {self.part(paper, pool.facet) for pool in found for paper in (pool.asked, *pool.others)}
        every = sorted(texts - {""}, key=len)
        self._vectors = dict(zip(every, embedder.embed(every), strict=True))
        self._none = np.zeros_like(self._vectors[every[0]])

    def part(self, paper: Paper, facet: Facet) -> str:
        """Return what a paper tells of a facet; "" where that is nothing."""
        return self._tell(Gist(key=paper.id, title=paper.title, text=paper.abstract)).get(facet, "")

    def sides(self, pool: Pool) -> tuple[Parts, Parts]:
        """Return the paper asked for and the others."""
        return self._side([pool.asked], pool.facet), self._side(pool.others, pool.facet)

    def aligned(self, pool: Pool) -> Scores:
        """Return how near the sentences of the part asked for are to the best-matching ones of each other paper."""
        own = self._sentences(pool.asked)
        asked = self._of([text for text, role in zip(own, roles(own), strict=True) if role is pool.facet])
        return np.array([(asked @ self._of(self._sentences(paper)).T).max(axis=1).mean() for paper in pool.others])

    def _side(self, papers: Sequence[Paper], facet: Facet) -> Parts:
        return Parts(
            said=[f"{paper.title} {paper.abstract}" for paper in papers],
            titles=self._of([paper.title for paper in papers]),
            texts=self._of([paper.abstract for paper in papers]),
            parts=self._of([self.part(paper, facet) for paper in papers]),
        )

    def _sentences(self, paper: Paper) -> list[str]:
        return [paper.abstract[start:end] for start, end in sentences(paper.abstract)]

    def _of(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vectors.get(text, self._none) for text in texts])


def by_words(asked: Parts, others: Parts) -> Scores:
    """Return the cosines of tf-idf of title and abstract."""
    every = [*asked.said, *others.said]
    rows = learn_terms(every).rows(every)
    found: Scores = (rows[1:] @ rows[:1].T).toarray()[:, 0]
    return found


def by_parts(asked: Parts, others: Parts) -> Scores:
    """Return the cosines of the part's vectors; of the abstract's where there is no such part."""
    own = np.where(others.parts.any(axis=1, keepdims=True), others.parts, others.texts)
    return np.asarray(own @ asked.parts[0], dtype=np.float64)


MODEL = ("the model alone, abstract", "the model alone, title and abstract")
METHODS: Mapping[str, Callable[[Parts, Parts], Scores]] = {
    MODEL[0]: lambda asked, others: (others.texts @ asked.texts[0]).astype(float),
    MODEL[1]: lambda asked, others: (unit(others.titles + others.texts) @ unit(asked.titles + asked.texts)[0]).astype(
        float
    ),
    "tf-idf": by_words,
    "vectors of the part": by_parts,
    "ours": likeness,
}


def measure(name: str, found: Sequence[Pool], compared: Compared) -> Mapping[str, Scores]:
    """Print each method's NDCG by facet and over all, and how far it is from the model alone, with standard errors.

    Return each method's NDCG of each pool.
    """
    sides = [compared.sides(pool) for pool in found]
    scores = {name: [method(*side) for side in sides] for name, method in METHODS.items()}
    scores["best-matching sentences"] = [compared.aligned(pool) for pool in found]
    gained = {
        name: np.array([ndcg(some, pool.grades) for some, pool in zip(each, found, strict=True)])
        for name, each in scores.items()
    }
    plain = next(iter(gained.values()))
    papers = sum(len(pool.grades) for pool in found)
    print(f"pools {name}: NDCG at {SHARE:.0%} of {len(found)} pools, {papers} graded papers")
    print(f"  {'':37}background  method  result   all    beyond the first")
    for name, values in gained.items():
        told = [values[_of(facet, found)].mean() for facet in ROLES]
        beyond = values - plain
        error = beyond.std(ddof=1) / np.sqrt(len(beyond))
        print(
            f"  {name:37}{told[0]:10.3f}{told[1]:8.3f}{told[2]:8.3f}{values.mean():7.3f}   {beyond.mean():+.3f} ±{error:.3f}"
        )
    return gained


ROLES = (Facet.BACKGROUND, Facet.METHOD, Facet.RESULT)


def limits(found: Sequence[Pool], gained: Mapping[str, Scores]) -> list[tuple[str, bool]]:
    """Return by facet whether ours is above the model alone, however that is asked."""
    told = []
    for facet in ROLES:
        own = _of(facet, found)
        ours, model = gained["ours"][own].mean(), max(gained[name][own].mean() for name in MODEL)
        told.append((f"{facet}: ours {ours:.3f}, more than the model alone: {model:.3f}", bool(ours > model)))
    return told


def _of(facet: Facet, found: Sequence[Pool]) -> NDArray[np.bool_]:
    return np.array([pool.facet is facet for pool in found])


def calibrate(found: Sequence[Pool], compared: Compared, *, spread: bool) -> None:
    """Print how well the sum of the features tells who is alike, each pool told by the others."""
    seen = [features(*compared.sides(pool)) for pool in found]
    if spread:
        print("spreads", np.mean([each.std(axis=0) for each in seen], axis=0).round(4))
    sums = [summed(each)[:, None] for each in seen]
    alike = [pool.grades >= ALIKE for pool in found]
    told = []
    for left in range(len(found)):
        slope, height = logistic(
            np.concatenate([each for at, each in enumerate(sums) if at != left]),
            np.concatenate([each for at, each in enumerate(alike) if at != left]),
        )
        told.append(1 / (1 + np.exp(-(sums[left][:, 0] * slope[0] + height))))
    kept = np.concatenate(alike)
    reliability(np.concatenate(told), kept)
    if spread:
        slope, height = logistic(np.concatenate(sums), kept)
        print(f"slope {slope[0]:.3f}, height {height:.2f}")


def reliability(chances: Scores, kept: NDArray[np.bool_]) -> None:
    """Print how often papers are alike that are told to be so with these chances."""
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    print(f"how probable a likeness of {ALIKE} or 3 is ({kept.mean():.2f} of the papers are so):")
    for one in np.unique(bins):
        print(
            f"  {one / BINS:.1f} to {(one + 1) / BINS:.1f}: {(bins == one).sum():4} papers, "
            f"told {chances[bins == one].mean():.2f}, are {kept[bins == one].mean():.2f}"
        )


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(prog="python -m bench.facets", description="Likeness by facet, measured.")
    parser.add_argument("--spread", action="store_true", help="print the constants that all labels teach as well")
    asked = parser.parse_args()
    needs(SNAPSHOT)
    embedder = CachedEmbedder(MiniLmEmbedder(), cache())
    known = snapshot()
    held = {name: pools(file, known) for name, file in FILES.items()}
    compared = Compared(embedder, [pool for found in held.values() for pool in found])
    gained = [measure(name, found, compared) for name, found in held.items()]
    chosen, after = held.values()
    calibrate(chosen, compared, spread=asked.spread)
    told = [likeness(*compared.sides(pool)) for pool in after]
    reliability(np.concatenate(told), np.concatenate([pool.grades >= ALIKE for pool in after]))
    return verdict(limits(after, gained[-1]))


if __name__ == "__main__":
    sys.exit(main())
