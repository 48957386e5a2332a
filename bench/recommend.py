"""How often what is recommended after five or ten decisions is what a reader went on to choose, beside simpler methods.

    python -m bench.recommend [--candidates N] [--tune]

Readers are made up of human lists in ../shared (or ALMANAC_SHARED): one is a heading of the list on agents, or a year of
the weekly list; what they chose first is known, what they chose later is to be found among 5,000 candidates, most of them
papers that no list has. Half the readers were for choosing the settings (`--tune`); the figures are of the others. Asked for
is that ours as it is shown has more right on draws than any simpler method.
Vectors are cached where `ALMANAC_CACHE` says; the first run embeds what is not.
"""

from __future__ import annotations

import argparse
import gzip
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from zlib import crc32

import msgspec
import numpy as np
from msgspec import Struct

from bench import cache, needs, positive, verdict
from bench.categories import LISTS, SNAPSHOT
from graph.embedders.cached import CachedEmbedder
from graph.embedders.minilm import MiniLmEmbedder
from graph.ports import Vectors
from graph.recommend import chosen, leaning, together, worded
from graph.tokens import tokenise
from graph.wording import Wording, whole

SHOWN = 10
LEAST = 15  # works of a reader: fewer leave too little to find
SHORTLIST, BACKGROUND = 300, 2_000  # as graph.views has them
DRAWS = 20
KNOWN = (5, 10)
SHOWS = "ours, diverse"
"""What the service shows."""
Places = Sequence[int]


class Paper(Struct, frozen=True):
    """A candidate; `readers` are those who list it."""

    identity: str
    title: str
    abstract: str
    readers: frozenset[str]


class World(Struct, frozen=True):
    """The candidates, their meaning, and what each reader chose, in order of date."""

    papers: Sequence[Paper]
    vectors: Vectors
    readers: Mapping[str, Places]


Method = Callable[[World, str, Places], list[int]]
"""The world, a reader and what is known of them → the ten that are recommended, best first."""


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield (arXiv id, reader, what sorts it) of the lists' entries."""
    for line in gzip.decompress(LISTS.read_bytes()).splitlines():
        row = msgspec.json.decode(line)
        date, name = row["date"] or "", row["category"] if "Agents" in row["list"] else None
        if row["arxiv_id"]:
            yield row["arxiv_id"], name or f"{row['list']} {date[:4]}", f"{date} {row.get('rank') or 0:03}"


def world_of(count: int) -> World:
    """Return the listed papers and, drawn by their ids, as many others of the snapshot as make `count` candidates."""
    listed: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for identity, reader, place in rows():
        listed[identity].setdefault(reader, place)
    texts = _texts()
    others = sorted(texts.keys() - listed.keys(), key=lambda key: (crc32(key.encode()), key))
    known = sorted(listed.keys() & texts.keys())
    papers = [Paper(key, *texts[key], frozenset(listed.get(key, ()))) for key in [*known, *others][:count]]
    embedder = CachedEmbedder(MiniLmEmbedder(), cache())
    both = embedder.embed([paper.title for paper in papers]) + embedder.embed([paper.abstract for paper in papers])
    readers: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for at, paper in enumerate(papers):
        for reader, place in listed.get(paper.identity, {}).items():
            readers[reader].append((place, at))
    chose = {reader: [at for _, at in sorted(some)] for reader, some in readers.items() if len(some) >= LEAST}
    return World(papers, both / np.linalg.norm(both, axis=1, keepdims=True), chose)


def _texts() -> dict[str, tuple[str, str]]:
    """Return arXiv id → title and abstract of the snapshot's papers that have one."""
    with gzip.open(SNAPSHOT) as lines:
        found = (msgspec.json.decode(line) for line in lines)
        return {one["id"]: (_folded(one["title"]), _folded(one["abstract"])) for one in found if one["abstract"]}


def _folded(text: str) -> str:
    return " ".join(text.split())


def popular(world: World, reader: str, known: Places) -> list[int]:
    """Recommend what most other readers chose; of several the first by id, for want of anything better."""
    return _best(np.array([len(paper.readers - {reader}) for paper in world.papers]), known)


def newest(world: World, _reader: str, known: Places) -> list[int]:
    """Recommend what came last; arXiv's ids are in order of time."""
    places = np.empty(len(world.papers), dtype=np.float32)
    places[sorted(range(len(world.papers)), key=lambda at: world.papers[at].identity)] = np.arange(len(world.papers))
    return _best(places, known)


def by_chance(world: World, reader: str, known: Places) -> list[int]:
    """Recommend anything."""
    seed = crc32(f"{reader} {known}".encode())
    return _best(np.random.default_rng(seed).random(len(world.papers), dtype=np.float32), known)


def centroid(world: World, _reader: str, known: Places) -> list[int]:
    """Recommend what is nearest to the mean of what is known."""
    return _best(world.vectors @ world.vectors[known].mean(axis=0), known)


def tfidf(world: World, _reader: str, known: Places) -> list[int]:
    """Recommend what is worded most like what is known."""
    rows = _wording(world).rows
    return _best(np.asarray(rows @ np.asarray(rows[list(known)].mean(axis=0)).ravel()), known)


def ours(world: World, _reader: str, known: Places) -> list[int]:
    """Recommend as the service does, but for what sources mention, and without making it diverse."""
    places, scores = _judged(world, known)
    return [places[at] for at in np.argsort(-scores, kind="stable")[:SHOWN]]


def ours_diverse(world: World, _reader: str, known: Places) -> list[int]:
    """Recommend as the service does, but for what sources mention."""
    places, scores = _judged(world, known)
    vectors = world.vectors[places]
    interests = [str(at) for at in (vectors @ world.vectors[list(known)].T).argmax(axis=1)]
    return [places[at] for at in chosen(scores, vectors, interests, SHOWN)]


METHODS: Mapping[str, Method] = {
    "chance": by_chance,
    "newest first": newest,
    "popularity": popular,
    "tf-idf": tfidf,
    "cosine to the centroid": centroid,
    "ours": ours,
    SHOWS: ours_diverse,
}


def _judged(world: World, known: Places) -> tuple[list[int], Vectors]:
    """Return the shortlist and its scores."""
    weights = np.ones(len(known), dtype=np.float32)
    background = world.vectors[:: len(world.papers) // BACKGROUND + 1]
    fits = world.vectors @ leaning(world.vectors[list(known)], weights, background)
    places = _best(fits, known, SHORTLIST)
    words = _words(world)
    told = worded([words[at] for at in known], weights, [words[at] for at in places])
    return places, together(fits[places], told)


def _best(scores: Vectors, known: Places, count: int = SHOWN) -> list[int]:
    ranked = np.argsort(-np.asarray(scores, dtype=np.float64), kind="stable")
    return [int(at) for at in ranked[: count + len(known)] if at not in set(known)][:count]


_kept: dict[str, object] = {}


def _words(world: World) -> list[list[str]]:
    """Return the candidates' texts as words, cut once."""
    if "words" not in _kept:
        _kept["words"] = [tokenise(f"{paper.title} {paper.abstract}") for paper in world.papers]
    return _kept["words"]  # type: ignore[return-value]


def _wording(world: World) -> Wording:
    if "wording" not in _kept:
        _kept["wording"] = Wording(_words(world), whole)
    return _kept["wording"]  # type: ignore[return-value]


class Tried(Struct, frozen=True):
    """What a method came to: of ten how many are right, how unlike each other the ten are, and how long it took."""

    precision: float
    diversity: float
    milliseconds: float


def tried(world: World, method: Method, readers: Sequence[str], known: int, draws: int = 0) -> Tried:
    """Return what the method comes to on these readers: with the first `known` choices, or so many draws of them."""
    found: list[tuple[float, float, float]] = []
    for reader in readers:
        chose = world.readers[reader]
        for draw in range(draws or 1):
            seen = random.Random(draw).sample(list(chose), known) if draws else list(chose[:known])  # noqa: S311
            start = time.perf_counter()
            shown = method(world, reader, seen)
            taken = 1_000 * (time.perf_counter() - start)
            found.append((len(set(chose) & set(shown)) / SHOWN, _diversity(world.vectors[shown]), taken))
    return Tried(*(float(np.mean(each)) for each in zip(*found, strict=True)))


def _diversity(vectors: Vectors) -> float:
    """Return the mean of 1 - cosine over all pairs."""
    pairs = np.triu_indices(len(vectors), 1)
    return float(1 - (vectors @ vectors.T)[pairs].mean())


def limits(drawn: Mapping[str, float], known: int) -> list[tuple[str, bool]]:
    """Return how ours, as it is shown, fares on draws beside the others."""
    ours = drawn[SHOWS]
    return [
        (f"{known} known: ours {ours:.3f}, more than {name}: {share:.3f}", ours > share)
        for name, share in drawn.items()
        if "ours" not in name
    ]


def main() -> int:
    """Print what each method comes to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--candidates", type=positive, default=5_000, help="how many; 5,000 unless told otherwise")
    parser.add_argument("--tune", action="store_true", help="on the readers that settings were chosen on")
    asked = parser.parse_args()
    for file in (LISTS, SNAPSHOT):
        needs(file)
    world = world_of(asked.candidates)
    readers = sorted(reader for reader in world.readers if crc32(reader.encode()) % 2 == asked.tune)
    if not readers:
        parser.error(f"among {asked.candidates} candidates no reader has {LEAST} works: ask for more")
    print(f"{len(world.papers):,} candidates, {len(readers)} readers; right of the best {SHOWN}")
    told = []
    for known in KNOWN:
        shares = {}
        for name, method in METHODS.items():
            tried(world, method, readers[:1], known)
            first, drawn = tried(world, method, readers, known), tried(world, method, readers, known, DRAWS)
            shares[name] = drawn.precision
            print(
                f"  {known:2} known, {name:22} {first.precision:.3f} on the first, {drawn.precision:.3f} on draws; "
                f"diversity {drawn.diversity:.3f}; {drawn.milliseconds:.0f} ms"
            )
        told += limits(shares, known)
    return verdict(told)


if __name__ == "__main__":
    sys.exit(main())
