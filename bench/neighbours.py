"""How quickly the nearest neighbours of 10,000, 100,000 and a million vectors are found and kept, and how many of them.

    python -m bench.neighbours [10000 100000 1000000] [--updates 20] [--without-txtai]

Without counts it measures 10,000 and 100,000. The vectors are the real ones in the cache (`ALMANAC_CACHE`; `flask embed`
fills it). Where more are wanted, each further one is a real one moved at random among its twenty nearest, by so much that
the intrinsic dimension (maximum likelihood, Levina and Bickel 2004, ten neighbours) stays near that of the real ones; both
are printed. Each count runs in a process of its own, so that its memory is its own. Recall is counted on 1,000 of the
vectors against all. At 100,000 the neighbours are stored as links too, as txtai's semantic graph (where the extra `txtai`
is installed) is in the same run: asked for the nearest of each vector as ours is, and, to compare nothing with, as it asks by
itself. Vectors are added one by one there; what else a document costs that is added, `bench.adding` measures. Other programs
lengthen times: the processor's seconds (all cores) stand beside them.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from bench import cache, positive
from graph.link import Link, link_of
from graph.neighbours import KeptNeighbours
from graph.neighbours.exact import Numbers, all_nearest, as_placed
from graph.neighbours.lists import joined
from graph.ports import LinkStore, Vectors
from graph.ports.linking import Neighbourhoods, Places
from graph.stores.sqlite import SqliteLibrary

LIMIT = 10
RECALL = 0.95
SECONDS = {10_000: 1.0, 100_000: 15.0, 1_000_000: 720.0}
MOST_MB = 4096
TIMES_TXTAI = 4.0
ADD_MS = 200.0
COMPARED = 100_000
_ASKED = 1_000
_FEWEST = 20_000
_AROUND = 20
_MOVED = 2.5
"""How far a made vector lies from its real one, in units of its neighbourhood: it keeps the intrinsic dimension."""
_BATCH = 20_000


Spent = tuple[float, float]
"""Seconds by the clock, and of the processor on all cores."""


class Measured(Struct, frozen=True):
    """One building in its own process: seconds of it, of storing links too, of each added document."""

    seconds: float
    cpu: float
    peak_mb: int
    recall: float
    dimension: float
    links: int = 0
    with_links: Spent = (0.0, 0.0)
    added_ms: tuple[float, ...] = ()
    first_ms: float = 0.0


def main() -> int:
    """Measure and print; the exit code is 1 where a limit is broken, 2 where there are too few vectors."""
    parser = argparse.ArgumentParser(prog="python -m bench.neighbours", description="Nearest neighbours, timed.")
    parser.add_argument("counts", nargs="*", type=positive, default=[10_000, 100_000])
    parser.add_argument("--updates", type=positive, default=20, help="vectors added one by one at 100,000")
    parser.add_argument("--without-txtai", action="store_true", help="leave the comparison out")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--txtai", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(msgspec.json.encode(measure(options.measure, options.updates)).decode())
        return 0
    if options.txtai:
        print(msgspec.json.encode(txtai(options.txtai)).decode())
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return compare(options.counts, Path(folder), options.updates, beside=not options.without_txtai)


def compare(counts: Sequence[int], folder: Path, updates: int, *, beside: bool) -> int:
    """Print all figures; return 1 where a limit is broken."""
    real = real_vectors(cache() / "vectors.sqlite")
    if len(real) < _FEWEST:
        print(f"{len(real)} vectors are in {cache()}, {_FEWEST} are needed: flask embed makes them", file=sys.stderr)
        return 2
    print(f"{len(real)} real vectors, intrinsic dimension {dimension(real):.1f}")
    broken = False
    for count in counts:
        file = folder / f"{count}.npy"
        np.save(file, vectors_of(real, count))
        done = apart(file, "--measure", "--updates", str(updates))
        broken |= tell(count, msgspec.json.decode(done, type=Measured))
        if count == COMPARED and beside and has_txtai():
            broken |= beside_txtai(msgspec.json.decode(done, type=Measured).with_links, apart(file, "--txtai"))
    return int(broken)


def tell(count: int, done: Measured) -> bool:
    """Print what was measured; return whether a limit is broken."""
    most = SECONDS.get(count, np.inf)
    print(
        f"{count:9,} built and kept {done.seconds:6.1f} s ({done.cpu:6.1f} s cpu; aim {most:.0f} s), recall@{LIMIT} "
        f"{done.recall:.3f}, {done.peak_mb} MB, intrinsic dimension {done.dimension:.1f}"
    )
    if not done.added_ms:
        return done.seconds > most or done.recall < RECALL or done.peak_mb > MOST_MB
    p50, p95 = np.percentile(done.added_ms, [50, 95])
    print(
        f"  with {done.links:,} links stored {done.with_links[0]:.1f} s ({done.with_links[1]:.1f} s cpu)\n"
        f"  a vector added, its neighbours and links alone: p50 {p50:.0f} ms, p95 {p95:.0f} ms (aim {ADD_MS:.0f}), the first of "
        f"a process {done.first_ms:.0f} ms; all that a document needs: bench.adding"
    )
    return done.seconds > most or done.recall < RECALL or done.peak_mb > MOST_MB or bool(p95 > ADD_MS)


def beside_txtai(ours: Spent, printed: bytes) -> bool:
    """Print how long txtai took, by the clock and the processor; return whether that is too little."""
    theirs, usual = msgspec.json.decode(printed, type=tuple[Spent, Spent])
    times, cpu = (their / our for their, our in zip(theirs, ours, strict=True))
    print(
        f"  txtai's graph, asked for each vector as ours is (approximate=False), stored {theirs[0]:.1f} s ({theirs[1]:.1f} s "
        f"cpu): {times:.1f} times ours, {cpu:.1f} times its cpu (aim {TIMES_TXTAI:.0f})\n"
        f"  its default (approximate=True: only vectors that have no edge yet are asked for, so not comparable) "
        f"{usual[0]:.1f} s ({usual[1]:.1f} s cpu)"
    )
    return times < TIMES_TXTAI


def apart(file: Path, *options: str) -> bytes:
    """Return what a process of its own printed."""
    which, *rest = options
    command = [sys.executable, "-m", "bench.neighbours", which, str(file), *rest]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def real_vectors(file: Path) -> Vectors:
    """Return the cached vectors of the model that has most, in the order of their texts' digests."""
    if not file.exists():
        return np.zeros((0, 1), np.float32)
    with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True) as connection:
        model = "SELECT model FROM vectors GROUP BY model ORDER BY count(*) DESC LIMIT 1"
        # S608: nothing but the constant above is put into the statement.
        rows = connection.execute(f"SELECT vector FROM vectors WHERE model = ({model}) ORDER BY text")  # noqa: S608
        bodies = [body for (body,) in rows]
    vectors: Vectors = np.frombuffer(b"".join(bodies), "<f4").reshape(len(bodies), -1)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def vectors_of(real: Vectors, count: int) -> Vectors:
    """Return so many vectors in a random order: real ones, and where these don't suffice made ones."""
    draw = np.random.default_rng(1)
    if count <= len(real):
        return real[draw.permutation(len(real))[:count]]
    vectors = np.empty((count, real.shape[1]), np.float32)
    vectors[: len(real)] = real
    near, _ = joined(real, _AROUND)
    for start in range(len(real), count, _BATCH):
        end = min(count, start + _BATCH)
        vectors[start:end] = moved(real, near, np.arange(start, end) % len(real), draw)
    return vectors[draw.permutation(count)]


def moved(real: Vectors, near: Places, origins: Numbers, draw: np.random.Generator) -> Vectors:
    """Return a made vector an origin: moved by a random mixture of its neighbours, as wide as they lie apart."""
    parts = draw.standard_normal((len(origins), near.shape[1])).astype(np.float32)
    parts -= parts.mean(axis=1, keepdims=True)
    made: Vectors = real[origins]
    for column in range(near.shape[1]):
        made += _MOVED / near.shape[1] ** 0.5 * parts[:, column : column + 1] * real[near[origins, column]]
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made


def dimension(vectors: Vectors) -> float:
    """Return the intrinsic dimension by the maximum likelihood estimator, on a sample asked against all."""
    _, scores = asked_of_all(vectors)
    distances = np.sqrt(np.maximum(2 - 2 * scores.astype(np.float64), 1e-6))
    return float(1 / np.mean(np.log(distances[:, -1:] / distances[:, :-1])))


def asked_of_all(vectors: Vectors) -> tuple[Places, Vectors]:
    """Return the true nearest of the sampled vectors."""
    found = list(all_nearest(vectors, sampled(len(vectors)), LIMIT, (), as_placed))
    return np.concatenate([near for _, near, _ in found]), np.concatenate([scores for *_, scores in found])


def sampled(count: int) -> Numbers:
    """Return the places of the vectors that recall is counted on."""
    return np.sort(np.random.default_rng(2).choice(count, min(count, _ASKED), replace=False))


def measure(file: Path, updates: int) -> Measured:
    """Build, and count what was found; at the count that is compared store links and add documents."""
    vectors, folder = np.load(file), file.parent / f"{file.stem}-kept"
    keys = [f"paper-{place:07d}" for place in range(len(vectors))]
    kept = KeptNeighbours(folder / "neighbours")
    seconds, cpu = timed(lambda: kept.build(keys, vectors, LIMIT))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    held = kept.held()
    assert held is not None
    true, scores = asked_of_all(vectors)
    hits = [len(np.intersect1d(held.places[place], row)) for place, row in zip(sampled(len(keys)), true, strict=True)]
    away = np.sqrt(np.maximum(2 - 2 * scores.astype(np.float64), 1e-6))
    done = Measured(
        seconds=seconds,
        cpu=cpu,
        peak_mb=peak,
        recall=float(np.sum(hits) / true.size),
        dimension=float(1 / np.mean(np.log(away[:, -1:] / away[:, :-1]))),
    )
    return added(done, folder, held, vectors, updates) if len(keys) == COMPARED else done


def added(done: Measured, folder: Path, held: Neighbourhoods, vectors: Vectors, updates: int) -> Measured:
    """Store links as a library does; then add documents one by one, each linked: vectors between two real ones."""
    links = SqliteLibrary(folder / "library.sqlite").links
    storing = timed(lambda: links.replace(links_of(held)))
    kept, times = KeptNeighbours(folder / "neighbours"), []
    for one in range(updates + 1):
        new = vectors[one] + vectors[-1 - one]
        times.append(1_000 * timed(lambda new=new, one=one: _add(kept, links, f"paper-new-{one}", new))[0])  # type: ignore[misc]
    return msgspec.structs.replace(
        done,
        links=links.count(),
        with_links=(done.seconds + storing[0], done.cpu + storing[1]),
        added_ms=tuple(times[1:]),
        first_ms=times[0],
    )


def _add(kept: KeptNeighbours, links: LinkStore, key: str, vector: Vectors) -> None:
    kept.update([key], vector[None] / np.linalg.norm(vector))
    near = kept.of([key])[key]
    links.replace_of([key], [link_of(key, hit.key, min(1.0, max(0.0, hit.score))) for hit in near])


def links_of(held: Neighbourhoods) -> Iterator[Link]:
    """Yield a link for each pair of neighbours, once."""
    rows = np.repeat(np.arange(len(held.keys)), held.places.shape[1])
    others, scores = held.places.ravel(), held.scores.ravel()
    pairs = np.sort(np.stack([rows, others], axis=1), axis=1)
    _, once = np.unique(pairs[:, 0] * len(held.keys) + pairs[:, 1], return_index=True)
    for (one, other), score in zip(pairs[once].tolist(), np.clip(scores[once], 0, 1).tolist(), strict=True):
        yield link_of(held.keys[one], held.keys[other], score)


def has_txtai() -> bool:
    """Tell whether txtai's graph can be made; where it cannot, say what is missing."""
    missing = [name for name in ("txtai", "grandcypher") if not importlib.util.find_spec(name)]
    if missing:
        wants = 'pip install -c constraints.txt -e ".[txtai]"'
        print(f"  txtai's graph is not measured: {' and '.join(missing)} missing ({wants})")
    return not missing


def txtai(file: Path) -> tuple[Spent, Spent]:
    """Return the seconds in which txtai builds and stores its semantic graph: of every vector's nearest, and its default."""
    from txtai import Embeddings  # an extra of its own

    vectors = np.load(file)

    def act(*, approximate: bool) -> None:
        theirs = Embeddings(
            method="external",
            transform=lambda texts: vectors[[int(text) for text in texts]],
            content=False,
            graph={"limit": LIMIT, "minscore": 0.0, "approximate": approximate},
        )
        theirs.index((place, str(place), None) for place in range(len(vectors)))
        theirs.save(str(file.parent / f"txtai-{approximate}"))

    return timed(lambda: act(approximate=False)), timed(lambda: act(approximate=True))


def timed(act: Callable[[], object]) -> Spent:
    """Return the seconds that it takes, and those of the processor."""
    start, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - start, time.process_time() - cpu


if __name__ == "__main__":
    sys.exit(main())
