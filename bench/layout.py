"""Does the map keep together what belongs together, and does it stay? Laid out, and again with one in a hundred added.

    ALMANAC_DATA=… python -m bench.layout

On the library that ALMANAC_DATA names. What belongs to a node are the ten that it is joined with most strongly, and for a
work with a vector the ten nearest by plain cosine; both are looked for among the node's 20 nearest on the map. Beside ours
stands the plain way: the vectors' two widest directions (principal components), and what has no vector in the middle of
what joins it. Then one node in a hundred is taken away, the rest is laid out, and they are added: the others may not move
at all, and those added are judged by what belongs to them. Laid out anew, out of the old map and turned to lie as it did, the
same nodes tell how far things would move otherwise.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
from msgspec.structs import replace
from scipy.spatial import KDTree

from bench import verdict
from graph.analysis.communities import groups_of, subjects
from graph.analysis.layout import Layout, laid_out
from graph.analysis.meaning import Meaning, meaning_of
from graph.analysis.network import Network, among, network_of
from graph.analysis.pulls import is_shown, shown_of
from graph.analysis.settling import settled
from graph.analysis.unfolding import Spots
from graph.embedders.minilm import MiniLmEmbedder
from graph.model import NodeId
from graph.ports.analysis import Atlas, Extent
from graph.stores.sqlite import SqliteLibrary

FILE = "almanac.sqlite"
BELONG = 10
SEEN = 20
EVERY = 100
SMALL = 200
ISLAND = 50
MOST = 60.0
TIMES = 3
LEAST_ADDED = 0.7

Wanted = Mapping[int, Sequence[int]]
"""Row of a node → the rows that belong to it."""

Limits = list[tuple[str, bool]]


def data() -> Path:
    """Return the folder that ALMANAC_DATA names, or end with 2."""
    folder = Path(os.environ.get("ALMANAC_DATA", "")).expanduser()
    if not os.environ.get("ALMANAC_DATA") or not (folder / FILE).exists():
        print(f"not measured: ALMANAC_DATA names no folder with a library ({FILE}), linked", file=sys.stderr)
        raise SystemExit(2)
    return folder


def joined(network: Network, rows: Mapping[NodeId, int]) -> Wanted:
    """Return the nodes that each is joined with most strongly."""
    found: dict[int, list[int]] = {}
    for key, row in rows.items():
        if key in network.places:
            place, matrix = network.places[key], network.weights
            inside = slice(matrix.indptr[place], matrix.indptr[place + 1])
            best = matrix.indices[inside][np.argsort(-matrix.data[inside], kind="stable")].tolist()
            found[row] = [rows[network.keys[one]] for one in best if network.keys[one] in rows][:BELONG]
    return {row: some for row, some in found.items() if some}


def alike(meaning: Meaning, rows: Mapping[NodeId, int]) -> Wanted:
    """Return the works nearest to each by plain cosine."""
    there = [place for place, key in enumerate(meaning.keys) if key in rows]
    own = np.array([rows[meaning.keys[place]] for place in there])
    vectors, found = meaning.vectors[there], {}
    most = min(BELONG, len(there) - 1)
    for start in range(0, len(there) if most > 0 else 0, 500):
        near = vectors[start : start + 500] @ vectors.T
        near[np.arange(len(near)), np.arange(start, start + len(near))] = -1
        best = np.argpartition(-near, most - 1, axis=1)[:, :most]
        found.update({int(own[start + at]): own[some].tolist() for at, some in enumerate(best)})
    return found


def kept_together(spots: Spots, wanted: Wanted, asked: Collection[int] | None = None) -> float:
    """Return the share of what belongs to nodes (to those `asked`, else to all) that is among their nearest on the map."""
    rows = [row for row in wanted if asked is None or row in asked]
    _, near = KDTree(spots).query(spots[rows], k=min(SEEN + 1, len(spots)))
    hits = sum(len(set(some) & set(wanted[row])) for row, some in zip(rows, near.tolist(), strict=True))
    return hits / max(sum(len(wanted[row]) for row in rows), 1)


def plain(network: Network, meaning: Meaning, keys: Sequence[NodeId]) -> Spots:
    """Return the plain way's map: principal components of the vectors, the rest in the middle of what joins them."""
    places = {key: place for place, key in enumerate(keys)}
    found = np.full((len(keys), 2), np.nan)
    there = [(places[key], row) for row, key in enumerate(meaning.keys) if key in places]
    into, out_of = np.array(there).T
    centred = meaning.vectors[out_of] - meaning.vectors[out_of].mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    found[into] = centred @ directions[:, -2:] * 10_000
    inner = among(network, [network.places[key] for key in keys if key in network.places])
    own = [places[key] for key in inner.keys]
    found[own] = settled(inner.weights, found[own])
    return np.asarray(np.nan_to_num(found))


def inside(network: Network, layout: Layout) -> tuple[float, float]:
    """Return the share of the `SEEN` nearest of big communities' members that are members of the same, and by chance."""
    rows = {key: row for row, key in enumerate(layout.positions)}
    owner = np.full(len(rows), -1)
    for at, group in enumerate(groups_of(subjects(network))):
        if len(group.members) >= ISLAND:
            owner[[rows[key] for key in group.members if key in rows]] = at
    members = np.flatnonzero(owner >= 0)
    if not len(members):
        return 0.0, 0.0
    _, near = KDTree(spots_of(layout, list(rows))).query(spots_of(layout, list(rows))[members], k=SEEN + 1)
    sizes = np.bincount(owner[members])
    own = (owner[near[:, 1:]] == owner[members][:, None]).mean()
    return float(own), float((sizes**2).sum() / (sizes.sum() * len(rows)))


def spots_of(layout: Layout, keys: Sequence[NodeId]) -> Spots:
    """Return (keys, 2)."""
    return np.array([layout.positions[key] for key in keys], dtype=np.float64)


def quick(network: Network, meaning: Meaning) -> tuple[float, float]:
    """Return the seconds for the best joined nodes alone, as in a library that is looked at while one waits.

    First those for the first map of a process, which loads the library for it, then those for any other.
    """
    best = np.argsort(-network.degrees, kind="stable")[:SMALL].tolist()
    few = among(network, [place for place in best if is_shown(network.keys[place])])
    begun = time.perf_counter()
    laid_out(few, meaning, few.keys)
    between = time.perf_counter()
    laid_out(few, meaning, few.keys)
    return between - begun, time.perf_counter() - between


def read(layout: Layout) -> tuple[int, float]:
    """Return how many bytes the positions are in an atlas, and the seconds to read them."""
    written = msgspec.json.encode(Atlas(made_of="", positions=layout.positions))
    begun = time.perf_counter()
    msgspec.json.decode(written, type=Atlas)
    return len(written), time.perf_counter() - begun


def stays(network: Network, meaning: Meaning, keys: Sequence[NodeId], wanted: Sequence[Wanted]) -> Limits:
    """Print what happens when one node in a hundred is added; return the limits."""
    new = set(keys[::EVERY])
    old = [key for key in keys if key not in new]
    known = among(network, [place for place, key in enumerate(network.keys) if key not in new])
    before = laid_out(known, meaning.without(new), old)
    begun = time.perf_counter()
    after = laid_out(network, meaning, keys, before)
    seconds = time.perf_counter() - begun
    anew = laid_out(network, meaning, keys, replace(before, extent=Extent()))
    moved = np.linalg.norm(spots_of(after, old) - spots_of(before, old), axis=1)
    otherwise = np.linalg.norm(spots_of(anew, old) - spots_of(before, old), axis=1)
    rows = {row for row, key in enumerate(keys) if key in new}
    put, laid = ([kept_together(spots_of(one, keys), some, rows) for some in wanted] for one in (after, anew))
    print(
        f"{len(new)} of {len(keys)} added in {seconds:.1f} s: {(moved > 0).sum()} others moved, at most {moved.max():.0f}"
    )
    print(
        f"  laid out anew they would have moved {np.median(otherwise):.0f} (median), a tenth {np.quantile(otherwise, 0.9):.0f}"
    )
    print(
        f"  what belongs to the new: joined {put[0]:.2f}, alike {put[1]:.2f}; laid out anew {laid[0]:.2f}, {laid[1]:.2f}"
    )
    return [
        ("nothing that was there moves", not moved.any()),
        (f"what is added stands at least {LEAST_ADDED:.0%} as well as laid out anew", put[0] >= LEAST_ADDED * laid[0]),
        ("adding takes less than 10 s", seconds < 10),
    ]


def measure(network: Network, meaning: Meaning, keys: Sequence[NodeId]) -> int:
    """Print how well the map keeps together what belongs together, and how it stays; return the exit code."""
    print(
        f"{len(keys)} nodes, {network.weights.nnz // 2} joins, {sum(key in set(keys) for key in meaning.keys)} vectors"
    )
    rows = {key: row for row, key in enumerate(keys)}
    wanted = joined(network, rows), alike(meaning, rows)
    first, small = quick(network, meaning)
    begun = time.perf_counter()
    layout = laid_out(network, meaning, keys)
    seconds = time.perf_counter() - begun
    size, reading = read(layout)
    print(f"laid out in {seconds:.1f} s; {SMALL} alone in {small:.2f} s, the first map of a process in {first:.1f} s")
    print(f"{size / 1e6:.1f} MB of an atlas, read in {1000 * reading:.0f} ms")
    ours, other = (
        [kept_together(spots, some) for some in wanted]
        for spots in (spots_of(layout, keys), plain(network, meaning, keys))
    )
    for name, shares in (("ours", ours), ("principal components", other), ("by chance", [SEEN / len(keys)] * 2)):
        print(f"  {name:24}joined {shares[0]:.3f}  alike {shares[1]:.3f}")
    own, chance = inside(network, layout)
    print(
        f"of the {SEEN} nearest to members of communities of {ISLAND} and more {own:.2f} are of the same, by chance {chance:.3f}"
    )
    return verdict(
        [
            (f"laid out within {MOST} s", seconds <= MOST),
            (f"{SMALL} nodes within half a second", small <= 0.5),
            ("positions are read within 50 ms", reading <= 0.05),
            *(
                (f"ours keeps {what} together {TIMES} times as well as the plain way", ours[at] >= TIMES * other[at])
                for at, what in enumerate(("what is joined", "what is alike"))
            ),
            *stays(network, meaning, keys, wanted),
        ]
    )


def main() -> int:
    """Measure on the library that is there; return the exit code."""
    library = SqliteLibrary(data() / FILE)
    network = network_of(library)
    return measure(network, meaning_of(library, MiniLmEmbedder().name), shown_of(library, network))


if __name__ == "__main__":
    raise SystemExit(main())
