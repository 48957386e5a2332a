"""Does a bridge foretell what people will list together? Lists up to a day are known, those after it judge.

    python -m bench.bridges [--until 2024-06-30]

On the weekly list and the list on agents in ../shared (or ALMANAC_SHARED). Known are the lists up to the day: which
papers they put under one heading or into one week's issue. All papers' titles and abstracts are known, as in a library
with a corpus. Candidates are pairs of listed papers that are not together up to the day, of which at least one is first
listed after it, of fields that lie apart and with no path of fewer than three steps in the graph of what is known and of
links by meaning. Right is a pair that is then listed together: under one heading, or in one issue. Dates are not looked at.

AUC is the chance that a right pair is put before a wrong one; ± is twice its standard error over papers drawn again. The
numbers in `graph.analysis.nearness` were fixed with `--until 2024-02-29 --to 2024-06-30`; which kinds of correction are worth
having was seen on the whole lists, so the figures after June are a little kind to ours.
"""

from __future__ import annotations

import argparse
import gzip
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from bench import cache, needs, verdict
from graph.analysis.bridges import Barred, Works
from graph.analysis.communities import groups_of
from graph.analysis.fields import apart
from graph.analysis.nearness import Comparison, Lens
from graph.analysis.network import network
from graph.embedders.cached import CachedEmbedder
from graph.embedders.minilm import MiniLmEmbedder
from graph.names import words
from graph.ports import Embedder, Vectors
from graph.wording import Wording, whole

SHARED = Path(os.environ.get("ALMANAC_SHARED") or Path(__file__).resolve().parents[1].parent / "shared")
LISTS = SHARED / "data" / "reading-lists" / "lists-dev.jsonl.gz"
SNAPSHOT = SHARED / "data" / "arxiv" / "snapshot-dev.jsonl.gz"
CORPUS = 5_000
LINKED, ALIKE = 10, 0.5
DRAWS = 100
FIRST = (100, 1000)

Matrix = NDArray[Any]


class Row(Struct, frozen=True):
    """An entry of a list: its paper, when, and what it stands under (a heading, else its week's issue)."""

    paper: str
    date: str
    under: str


class Paper(Struct, frozen=True):
    """A paper as its metadata tells it."""

    id: str
    title: str
    abstract: str


def rows_of(name: str, under: str) -> list[Row]:
    """Return the entries of a list that are arXiv papers."""
    lines = [msgspec.json.decode(line) for line in gzip.decompress(LISTS.read_bytes()).splitlines()]
    told = [line for line in lines if name in line["list"] and line["arxiv_id"] and line["date"]]
    return [Row(line["arxiv_id"], line["date"], f"{name} {line[under]}") for line in told]


def papers_of(wanted: set[str]) -> list[Paper]:
    """Return the wanted papers that the snapshot has, then the newest others, `CORPUS` in all."""
    with gzip.open(SNAPSHOT) as lines:
        rows = [msgspec.json.decode(line) for line in lines]
    papers = [Paper(row["id"], row["title"], row["abstract"] or "") for row in rows]
    listed = sorted((paper for paper in papers if paper.id in wanted), key=lambda paper: paper.id)
    others = sorted((paper for paper in papers if paper.id not in wanted), key=lambda paper: paper.id, reverse=True)
    return [*listed, *others[: CORPUS - len(listed)]]


def vectors_of(papers: Sequence[Paper], embedder: Embedder) -> Vectors:
    """Return a unit row a paper: the middle of its title's and its abstract's vectors."""
    titles = embedder.embed([" ".join(paper.title.split()) for paper in papers])
    sums = titles + embedder.embed([" ".join((paper.abstract or paper.title).split()) for paper in papers])
    return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True), dtype=np.float32)


def together(rows: Sequence[Row], place: Mapping[str, int], size: int) -> NDArray[np.bool_]:
    """Return which papers stand under one heading."""
    found = np.zeros((size, size), dtype=bool)
    for under in under_each(rows, place).values():
        found[np.ix_(under, under)] = True
    np.fill_diagonal(found, False)
    return found


def under_each(rows: Sequence[Row], place: Mapping[str, int]) -> dict[str, list[int]]:
    """Return heading → the papers under it."""
    under: defaultdict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.paper in place:
            under[row.under].add(place[row.paper])
    return {key: sorted(some) for key, some in under.items()}


def joins(cosines: Matrix, under: Mapping[str, Sequence[int]]) -> dict[tuple[str, str], float]:
    """Return what joins papers at the day: links between the nearest, and the headings they stand under."""
    alike = cosines.copy()
    np.fill_diagonal(alike, -1)
    found: dict[tuple[str, str], float] = {}
    for one in range(len(alike)):
        for other in np.argsort(-alike[one])[:LINKED].tolist():
            if alike[one, other] >= ALIKE:
                found[_key(min(one, other)), _key(max(one, other))] = float(alike[one, other])
    return found | {(f"category-{heading}", _key(one)): 0.5 for heading, some in under.items() for one in some}


def _key(place: int) -> str:
    return f"paper-{place:05}"


def candidates(works: Works, known: Mapping[tuple[str, str], float]) -> NDArray[np.bool_]:
    """Return which pairs nothing joins at the day."""
    free = ~Barred(works, network(known)).of(np.arange(len(works.keys)))
    return np.asarray(free & free.T)


def nearness(lens: Lens, vectors: Vectors, listed: int) -> Matrix:
    """Return how near the listed papers, which come first, are beyond what is usual."""
    seen = lens.look(vectors)
    return Comparison(seen, seen).nearness(np.arange(listed))[:, :listed]


def communities(known: Mapping[tuple[str, str], float], keys: Sequence[str]) -> NDArray[np.int32]:
    """Return the community of each paper at the day, -1 for none."""
    owner = {key: place for place, group in enumerate(groups_of(network(known))) for key in group.members}
    return np.array([owner.get(key, -1) for key in keys], dtype=np.int32)


def wordings(papers: Sequence[Paper]) -> Matrix:
    """Return the cosines of the papers' words by tf-idf."""
    texts = [words(f"{paper.title} {paper.abstract}") for paper in papers]
    rows = Wording(texts, whole).rows
    return np.asarray((rows @ rows.T).toarray())


class Judged(Struct, frozen=True):
    """The candidate pairs of one list: their ends, and which are right."""

    one: NDArray[np.intp]
    other: NDArray[np.intp]
    right: NDArray[np.bool_]


def judged(free: NDArray[np.bool_], before: Matrix, after: Matrix, old: Matrix, there: Matrix) -> Judged:
    """Return the pairs of papers that are `there`, not `old`, not together before, and which are together after."""
    wanted = np.triu(free & ~before & ~old & np.outer(there, there), 1)
    one, other = np.nonzero(wanted)
    return Judged(one, other, after[one, other])


def auc(scores: Matrix, right: NDArray[np.bool_], weights: Matrix) -> float:
    """Return the chance that a right pair is before a wrong one."""
    order = np.argsort(scores, kind="stable")
    good, bad = (weights * right)[order], (weights * ~right)[order]
    return float((good * (np.cumsum(bad) - bad / 2)).sum() / (good.sum() * bad.sum()))


def told(name: str, scores: Matrix, pairs: Judged, papers: int) -> float:
    """Print how well these scores put right pairs first; return the area under the curve."""
    seen = scores[pairs.one, pairs.other]
    random = np.random.default_rng(1)
    draws = [np.bincount(random.integers(papers, size=papers), minlength=papers) for _ in range(DRAWS)]
    spread = np.std([auc(seen, pairs.right, draw[pairs.one] * draw[pairs.other]) for draw in draws])
    best = pairs.right[np.argsort(-seen, kind="stable")]
    first = "  ".join(f"{best[:most].mean():.2f} of the first {most}" for most in FIRST if len(best) > most)
    area = auc(seen, pairs.right, np.ones(len(seen)))
    print(f"  {name:28}AUC {area:.3f} ± {2 * spread:.3f}  {first}")
    return area


def measure(until: str, to: str, embedder: Embedder) -> int:
    """Print what each way of scoring foretells, and whether ours does better; return the exit code."""
    limits: list[tuple[str, bool]] = []
    weekly, agents = rows_of("dair-ai", "date"), rows_of("AGI-Edgerunners", "category")
    weekly, agents = ([row for row in rows if row.date <= to] for rows in (weekly, agents))
    papers = papers_of({row.paper for row in (*weekly, *agents)})
    vectors = vectors_of(papers, embedder)
    listed = sum(paper.id in {row.paper for row in (*weekly, *agents)} for paper in papers)
    place = {paper.id: at for at, paper in enumerate(papers[:listed])}
    known = [row for row in agents if row.date <= until]
    headings = under_each(known, place)
    cosines = vectors[:listed] @ vectors[:listed].T
    drawn = joins(cosines, headings | under_each([row for row in weekly if row.date <= until], place))
    keys = [_key(at) for at in range(listed)]
    fields = communities(drawn, keys)
    works = Works(
        keys=keys,
        vectors=vectors[:listed],
        communities=fields,
        apart=apart(Lens(vectors[:listed]).look(vectors[:listed]).rows, fields),
        listed=np.ones(listed, dtype=bool),
    )
    free = candidates(works, drawn)
    rows = [np.array(some, dtype=np.int64) for some in headings.values()]
    scores = {
        "by chance": np.random.default_rng(0).random((listed, listed)),
        "tf-idf": wordings(papers[:listed]),
        "plain cosine": cosines,
        "ours, without headings": nearness(Lens(vectors), vectors, listed),
        "ours": nearness(Lens(vectors, rows), vectors, listed),
    }
    for name, list_rows in (("the list on agents, by heading", agents), ("the weekly list, by issue", weekly)):
        early = [row for row in list_rows if row.date <= until]
        held, there = _held(early, place, listed), _held(list_rows, place, listed)
        old = np.outer(held, held) if list_rows is agents else held[:, None] | held  # an issue has new papers only
        pairs = judged(free, together(early, place, listed), together(list_rows, place, listed), old, there)
        share = pairs.right.mean() if len(pairs.right) else 0.0
        print(f"{name}: {len(pairs.right)} pairs nothing joined by {until}, {share:.3f} of them together by {to}")
        areas = {label: told(label, one, pairs, listed) for label, one in scores.items()}
        if list_rows is agents:
            others = ("by chance", "plain cosine")
            limits = [(f"ours foretells better than {other}", areas["ours"] > areas[other]) for other in others]
    return verdict(limits)


def _held(rows: Sequence[Row], place: Mapping[str, int], size: int) -> NDArray[np.bool_]:
    found = np.zeros(size, dtype=bool)
    found[[place[row.paper] for row in rows if row.paper in place]] = True
    return found


def main() -> int:
    """Measure on what is there; return the exit code."""
    asked = argparse.ArgumentParser(description="Do bridges foretell what people list together?")
    asked.add_argument("--until", default="2024-06-30", help="lists up to this day are known")
    asked.add_argument("--to", default="2026-12-31", help="lists up to this day judge")
    options = asked.parse_args()
    needs(LISTS)
    return measure(options.until, options.to, CachedEmbedder(MiniLmEmbedder(), cache()))


if __name__ == "__main__":
    raise SystemExit(main())
