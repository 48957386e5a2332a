"""How sure the linker's links are, by pairs that were read and judged, and how many papers have one.

    python -m bench.links [--papers N | --full] [--learn]

Judged are the pairs of papers in `bench/labels/links*.tsv`, in a library of N more papers (5,000; `--full`: all there are)
and in one of the labelled papers alone, so that a chance means one thing in both. Papers that labels join are of one half;
each half is judged by what the other teaches. `links-held.tsv` never taught: the shipped weights judge it. Pairs with a
model, technique, benchmark, product or post are counted as they were read: what those say is known in a whole library only.
Then how many papers have a link. `--learn` writes what the labels teach. Needs ../shared (or ALMANAC_SHARED); vectors are
cached where `ALMANAC_CACHE` says.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence, Set

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from bench import cache, needs, positive, verdict
from bench.abstracts import SNAPSHOT
from bench.categories import LISTS, ROOT
from bench.linking import LEARNED, Paper, evenly, listed, seen, snapshot
from graph.embedders.cached import CachedEmbedder
from graph.embedders.minilm import MiniLmEmbedder
from graph.linking import BAR, FEATURES, Sides, crowding, features, learn, named, probability
from graph.mention import Passage, Text
from graph.neighbours.exact import all_nearest, as_placed
from graph.outline import Span
from graph.ports import Embedder, Vectors
from graph.ports.linking import Places
from graph.uses import key_of_name
from ingest.entities.extractor import Entities
from ingest.entities.lexicon import load

LABELS = ROOT / "bench" / "labels"
TAUGHT = {"links.tsv": "a fair reader", "links-strict.tsv": "a strict one", "links-drawn.tsv": "three, links drawn"}
HELD = "links-held.tsv"
PAPER = "paper-arxiv-"
CANDIDATES = 30
BARS = (0.5, 0.6, 0.7, 0.8, BAR, 0.9)
ALMOST = 0.8
BINS = 5
PENALTY = 0.01  # of the mean likelihood, a squared weight (features of unit spread): it only keeps rare features modest
KEPT = 0.9
"""The share of links to keep that is asked for."""

Chances = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]


class Judged(Struct, frozen=True):
    """Two nodes, whether a reader would keep the link between them, and the file that says so."""

    one: str
    other: str
    kept: bool
    file: str


class World(Struct, frozen=True):
    """A library as links are judged in it: the papers, what is seen of them, and the nearest of each, a row each."""

    papers: Sequence[Paper]
    sides: Sides
    near: Places

    def of(self, pairs: Sequence[Judged]) -> Vectors:
        """Return the features of the pairs."""
        place = {paper.id: row for row, paper in enumerate(self.papers)}
        ones, others = (
            np.array([place[end] for end in ends], np.intp) for ends in zip(*map(_ends, pairs), strict=True)
        )
        return features(self.sides, ones, others)

    def told(self) -> str:
        """Return how large it is."""
        return f"among {len(self.papers):,} papers"


def labels(*files: str) -> list[Judged]:
    """Return the judged pairs of these files; papers by their arXiv ids."""
    lines = [(file, line) for file in files for line in (LABELS / file).read_text(encoding="utf-8").splitlines()]
    rows = [(file, *line.replace(PAPER, "").split("\t")) for file, line in lines if not line.startswith("#")]
    return [Judged(one, other, kept == "1", file) for file, one, other, kept in rows]


def world(papers: Sequence[Paper], embedder: Embedder, always: int) -> World:
    """Return the library of these papers; the first `always` are listed ones."""
    own = seen(papers, embedder)
    sight = learn(own, range(always)).see(own)
    found = list(all_nearest(sight.meanings, np.arange(len(papers)), CANDIDATES, (), as_placed))
    near, scores = (np.concatenate([block[part] for block in found]) for part in (1, 2))
    names = names_of(papers)
    counts = Counter(name for some in names for name in some)
    rarity = {name: float(np.log((1 + len(papers)) / (1 + count))) for name, count in sorted(counts.items())}
    return World(papers, Sides(sight, named(names, rarity), crowding(scores)), near)


def names_of(papers: Sequence[Paper]) -> list[tuple[str, ...]]:
    """Return the keys of what each names."""
    texts = (
        Text(
            key=paper.id,
            digest="",
            passages=(
                Passage(text=paper.title, labels=(Span(0, len(paper.title)),)),
                Passage(text=paper.abstract, block=0),
            ),
        )
        for paper in papers
    )
    found = Entities(load()).skim(texts)
    return [tuple(sorted({key_of_name(one.name) for one in each.mentions} - {""})) for each in found]


def logistic(rows: NDArray[np.float64], kept: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """Return the weights of the features and the height under which the labels are likeliest (Newton's method)."""
    spread, seen_ = rows.std(axis=0), np.c_[rows / rows.std(axis=0), np.ones(len(rows))]
    penalty = PENALTY * len(rows) * np.diag([*np.ones(rows.shape[1]), 0])
    found = np.zeros(rows.shape[1] + 1)
    for _ in range(30):
        told = 1 / (1 + np.exp(-seen_ @ found))
        bend = (seen_.T * (told * (1 - told))) @ seen_ + penalty
        found = found - np.linalg.solve(bend, seen_.T @ (told - kept) + penalty @ found)
    return found[:-1] / spread, float(found[-1])


def halves(pairs: Sequence[Judged]) -> NDArray[np.int64]:
    """Return the half (0, 1) of each pair: papers that labels join, by however many steps, are of one half."""
    ends = {end: at for at, end in enumerate(sorted({end for pair in pairs for end in _ends(pair)}))}
    ones, others = ([ends[end] for end in some] for some in zip(*map(_ends, pairs), strict=True))
    joined = csr_array((np.ones(len(pairs)), (ones, others)), shape=(len(ends), len(ends)))
    groups: NDArray[np.int64] = connected_components(joined, directed=False)[1]
    return groups[ones] % 2


def crossed(pairs: Sequence[Judged], rows: Vectors, taught: Sequence[Vectors]) -> Chances:
    """Return the chances of the pairs, each half told by the other.

    `rows` are the features in one library, `taught` those in all libraries that are learned from.
    """
    kept, half, chances = _kept(pairs), halves(pairs), np.zeros(len(pairs))
    for side in (0, 1):
        other = np.concatenate([some[half != side] for some in taught])
        weights, height = logistic(other.astype(np.float64), np.tile(kept[half != side], len(taught)))
        chances[half == side] = 1 / (1 + np.exp(-(rows[half == side] @ weights + height)))
    return chances


def judge(name: str, pairs: Sequence[Judged], chances: Chances) -> None:
    """Print how these pairs fare: calibration, what is found of those to keep, and at each bar."""
    kept = _kept(pairs)
    places = np.minimum((chances * BINS).astype(int), BINS - 1)
    error = sum(
        abs(chances[places == one].mean() - kept[places == one].mean()) * (places == one).mean()
        for one in np.unique(places)
    )
    order = np.argsort(-chances)
    area = (np.cumsum(~kept[order])[kept[order]] * -1.0 + (~kept).sum()).sum() / (kept.sum() * (~kept).sum())
    print(
        f"{name}: {len(pairs)} pairs, {kept.mean():.2f} to keep\n"
        f"  calibration error {error:.3f}, area under the curve {area:.3f}"
    )
    for bar in BARS:
        print(f"  at {bar:.2f}{' (the bar)' if bar == BAR else '':10} {_share(chances >= bar, kept, chances)}")


def by_reader(pairs: Sequence[Judged], chances: Chances) -> None:
    """Print what each reader keeps at the bar and shortly below it."""
    kept = _kept(pairs)
    for file, reader in TAUGHT.items():
        own = np.array([pair.file == file for pair in pairs])
        print(f"  {file} ({reader}): {own.sum()} pairs")
        print(f"    at the bar         {_share(own & (chances >= BAR), kept, chances)}")
        print(f"    {ALMOST:.2f} to the bar    {_share(own & (chances >= ALMOST) & (chances < BAR), kept, chances)}")


def as_read(pairs: Sequence[Judged], papers: Set[str]) -> None:
    """Print what readers keep of the pairs that are not of two papers of the snapshot: counted, no chance is told."""
    print(
        "pairs with a model, technique, benchmark, product, post or unknown paper: what readers keep of them, counted"
    )
    for file in (*TAUGHT, HELD):
        other = [pair.kept for pair in pairs if pair.file == file and not {*_ends(pair)} <= papers]
        print(f"  {file}: {len(other)} pairs" + (f", {sum(other)} to keep ({np.mean(other):.2f})" if other else ""))


def coverage(found: World, groups: dict[str, Collection[str]]) -> None:
    """Print how many papers have a link at the bar, and how many links, of all and of some groups."""
    count = len(found.papers)
    ones = np.repeat(np.arange(count), found.near.shape[1])
    low, high = np.minimum(ones, found.near.ravel()), np.maximum(ones, found.near.ravel())
    once = np.unique(low * count + high)
    ones, others = once // count, once % count
    over = probability(features(found.sides, ones, others)) >= BAR
    links = np.bincount(np.concatenate([ones[over], others[over]]), minlength=count)
    print(f"links at the bar {found.told()}, candidates the {CANDIDATES} nearest of either: {over.sum():,}")
    for name, ids in groups.items():
        own = links[[paper.id in ids for paper in found.papers]]
        print(f"  {name}: {len(own):,}, {np.mean(own > 0):.2f} have a link, {own.mean():.1f} on average")


def write_weights(pairs: Sequence[Judged], rows: Vectors) -> None:
    """Write what all labels teach."""
    weights, height = logistic(rows.astype(np.float64), np.array([pair.kept for pair in pairs]))
    held = {
        "what": "What each feature of a pair weighs (logistic regression), and the log odds of a pair that has nothing",
        "from": "bench/labels/links.tsv, -strict, -drawn: papers of arXiv's public metadata (CC0 1.0), "
        "read and judged for this project",
        "command": "python -m bench.links --papers 20000 --learn",
        "weights": dict(zip(FEATURES, weights.round(3).tolist(), strict=True)),
        "height": round(height, 3),
    }
    (LEARNED / "weights.json").write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")


def _ends(pair: Judged) -> tuple[str, str]:
    return pair.one, pair.other


def _kept(pairs: Sequence[Judged]) -> Flags:
    return np.array([pair.kept for pair in pairs])


def _share(some: Flags, kept: Flags, chances: Chances) -> str:
    if not some.any():
        return "   0 links"
    return f"{some.sum():4} links, {kept[some].mean():.3f} to keep, told {chances[some].mean():.3f}"


def worlds(known: dict[str, Paper], taught: Sequence[Judged], held: Sequence[Judged], asked: int) -> Iterator[World]:
    """Yield the library of the labelled papers and `asked` more, and the one of the labelled papers alone."""
    embedder = CachedEmbedder(MiniLmEmbedder(), cache())
    ends = [known[key] for key in dict.fromkeys(end for pair in taught for end in _ends(pair))]
    further = {end for pair in held for end in _ends(pair)} | {paper.id for paper in evenly(known, asked)}
    further -= {paper.id for paper in ends}
    yield world([*ends, *(paper for paper in known.values() if paper.id in further)], embedder, len(ends))
    yield world(ends, embedder, len(ends))


def main() -> int:
    """Measure, and write what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.links", description="How sure links are, measured.")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--papers", type=positive, default=5_000, help="papers of the library around the labelled ones")
    size.add_argument("--full", action="store_true", help="all papers of the snapshot")
    parser.add_argument("--learn", action="store_true", help="write weights.json, and judge nothing else")
    asked = parser.parse_args()
    for file in (SNAPSHOT, LISTS):
        needs(file)
    known = snapshot()
    every = labels(*TAUGHT, HELD)
    pairs = [pair for pair in every if {*_ends(pair)} <= known.keys()]
    taught, held = ([pair for pair in pairs if (pair.file == HELD) is apart] for apart in (False, True))
    further = [] if asked.learn else held  # what is learned does not hang on them
    whole, alone = worlds(known, taught, further, len(known) if asked.full else asked.papers)
    rows = [found.of(taught) for found in (whole, alone)]
    limits = []
    for found, some in zip((whole, alone), rows, strict=True):
        chances = crossed(taught, some, rows)
        judge(f"each half told by the other, {found.told()}", taught, chances)
        by_reader(taught, chances)
        share = _kept(taught)[chances >= BAR].mean()
        limits.append((f"{share:.3f} of held-out links to keep {found.told()}, {KEPT} asked for", share >= KEPT))
    if asked.learn:
        write_weights([*taught, *taught], np.concatenate(rows))
        return verdict(limits)
    limits.append(judge_held(held, {end for pair in taught for end in _ends(pair)}, whole))
    as_read(every, known.keys())
    lists = {paper.id for name in ("LLM-Agents", "Awesome-LLM") for paper in listed(name, known)}
    ends = {end for pair in pairs for end in _ends(pair)}
    coverage(whole, {"papers": known.keys(), "of these on human lists": lists, "of these with a label": ends})
    return verdict(limits)


def judge_held(held: Sequence[Judged], taught: Set[str], found: World) -> tuple[str, bool]:
    """Print how the pairs fare that never taught; return the limit that they are held against."""
    chances = probability(found.of(held))
    judge(f"{HELD}, told by the shipped weights, {found.told()}", held, chances)
    over, kept = chances >= BAR, _kept(held)
    new = np.array([not {*_ends(pair)} & taught for pair in held])
    print(f"  without papers that taught {_share(new & over, kept, chances)}")
    share = kept[over].mean()
    return f"{share:.3f} of {over.sum()} links of {HELD} to keep, {KEPT} asked for", bool(share >= KEPT)


if __name__ == "__main__":
    sys.exit(main())
