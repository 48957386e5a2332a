"""The map: what is joined or alike lies together, and stays where it was."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.layout import Layout, laid_out
from graph.analysis.meaning import Meaning
from graph.analysis.network import Network, network
from graph.analysis.pulls import is_shown, shown_of
from graph.analysis.settling import CELL, SPAN, Spot, aligned, scaled, seated, settled
from graph.model import NodeId
from graph.stores.memory import MemoryLibrary
from tests.graph.analysis.listed import KEYS, concept, fill
from tests.graph.analysis.planted import groups, joins, vectors

MEMBERS = groups(5, 30)
NOTHING = Meaning(keys=(), vectors=np.zeros((0, 0), dtype=np.float32))


@pytest.fixture(scope="module")
def whole() -> Network:
    return network(joins(MEMBERS, 0.3))


@pytest.fixture(scope="module")
def first(whole: Network) -> Layout:
    return laid_out(whole, NOTHING, whole.keys)


def meaning(members: Sequence[Sequence[NodeId]]) -> Meaning:
    """Return vectors of these groups' works."""
    listed = [list(group) for group in members]
    return Meaning(keys=[key for group in listed for key in group], vectors=vectors(listed))


def spots(layout: Layout, keys: Sequence[NodeId]) -> np.ndarray:
    """Return (keys, 2)."""
    return np.array([layout.positions[key] for key in keys], dtype=np.float64)


def inside(layout: Layout, members: Sequence[Sequence[NodeId]], near: int = 10) -> float:
    """Return the share of the `near` nearest of all members that are of their own group."""
    keys = [key for group in members for key in group]
    owner = np.repeat(np.arange(len(members)), [len(group) for group in members])
    there = spots(layout, keys)
    far = ((there[:, None] - there[None]) ** 2).sum(axis=2)
    np.fill_diagonal(far, np.inf)
    nearest = far.argsort(axis=1)[:, :near]
    return float((owner[nearest] == owner[:, None]).mean())


def are_apart(positions: Mapping[NodeId, Spot]) -> bool:
    """Tell whether no two have one place."""
    return len(set(positions.values())) == len(positions)


def test_what_is_joined_lies_together(first: Layout) -> None:
    """By joins alone; by chance a fifth would be of one's own group."""
    assert inside(first, MEMBERS) > 0.9


def test_what_means_the_same_lies_together() -> None:
    """By meaning alone, where nothing is joined."""
    assert inside(laid_out(network({}), meaning(MEMBERS), meaning(MEMBERS).keys), MEMBERS) > 0.9


def test_what_nothing_joins_stands_among_its_like(whole: Network) -> None:
    """A sixth of each group has a vector and no join."""
    kept = {key for group in MEMBERS for key in group[5:]}
    drawn = {ends: 1.0 for ends in joins(MEMBERS, 0.3) if kept >= set(ends)}

    assert inside(laid_out(network(drawn), meaning(MEMBERS), whole.keys), MEMBERS) > 0.9


def test_the_map_fills_its_span(first: Layout) -> None:
    """Both ways, and nothing lies beyond it."""
    there = spots(first, list(first.positions))

    assert np.abs(there).max() <= SPAN
    assert (np.ptp(there, axis=0) > SPAN).all()


def test_the_same_library_has_the_same_map(whole: Network, first: Layout) -> None:
    """To the digit."""
    assert laid_out(whole, NOTHING, whole.keys) == first


def test_another_number_of_threads_makes_the_same_map() -> None:
    """Sums taken in another order would end in another map."""
    told = [
        subprocess.run([sys.executable, "-c", _SUM], env=_threads(number), capture_output=True, check=True, text=True)
        for number in (1, 3)
    ]

    assert told[0].stdout == told[1].stdout != ""


_SUM = """
from tests.graph.analysis.test_layout import MEMBERS, meaning
from tests.graph.analysis.planted import joins
from graph.analysis.layout import laid_out
from graph.analysis.network import network
drawn = network(joins(MEMBERS, 0.3))
print(sorted(laid_out(drawn, meaning(MEMBERS), drawn.keys).positions.items()))
"""


def _threads(number: int) -> dict[str, str]:
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
    return {**os.environ, **dict.fromkeys(names, str(number)), "PYTHONPATH": os.pathsep.join(sys.path)}


def test_what_stays_keeps_its_place(first: Layout) -> None:
    """Exactly, whoever comes and goes."""
    drawn = {ends: 1.0 for ends in joins(MEMBERS, 0.3) if MEMBERS[0][0] not in ends}
    after = network(drawn | {("model-new", MEMBERS[1][1]): 1.0})
    again = laid_out(after, NOTHING, after.keys, first)

    assert {key: spot for key, spot in again.positions.items() if key != "model-new"} == {
        key: spot for key, spot in first.positions.items() if key in after.places
    }
    assert again.extent == first.extent


def test_what_comes_stands_beside_what_joins_it(first: Layout) -> None:
    """Each new one nearer to its group than all the others' members are."""
    new = {(f"paper-9{group}-{one}", MEMBERS[group][one]): 1.0 for group in range(5) for one in range(6)}
    more = {(f"technique-9{group}", f"paper-9{group}-{one}"): 1.0 for group in range(5) for one in range(6)}
    after = network(joins(MEMBERS, 0.3) | new | {(b, a): weight for (a, b), weight in more.items()})
    again = laid_out(after, NOTHING, after.keys, first)
    grown = [
        [*group, f"technique-9{at}", *(f"paper-9{at}-{one}" for one in range(6))] for at, group in enumerate(MEMBERS)
    ]

    assert again.extent == first.extent
    assert inside(again, grown) > 0.85


def test_what_comes_stands_beside_what_means_the_same() -> None:
    """Also where nothing joins it."""
    all_of = meaning(MEMBERS)
    known = all_of.without({key for group in MEMBERS for key in group[:3]})
    before = laid_out(network({}), known, known.keys)

    assert inside(laid_out(network({}), all_of, all_of.keys, before), MEMBERS) > 0.9


def test_a_map_that_was_outgrown_is_laid_out_anew(whole: Network) -> None:
    """Out of the old one, and lying as that did."""
    few = network(joins([group[:12] for group in MEMBERS], 0.5))
    before = laid_out(few, NOTHING, few.keys)
    after = laid_out(whole, NOTHING, whole.keys, before)
    moved = np.linalg.norm(spots(after, few.keys) - spots(before, few.keys), axis=1)

    assert after.extent.points == len(whole.keys)
    assert inside(after, MEMBERS) > 0.9
    assert np.median(moved) < SPAN / 2  # of two places by chance half are farther apart than the span


def test_first_vectors_lay_the_map_out_anew(whole: Network, first: Layout) -> None:
    """It was drawn without a word of what works mean."""
    after = laid_out(whole, meaning(MEMBERS), whole.keys, first)

    assert after.extent.vectors == len(whole.keys)
    assert after.positions != first.positions


def test_what_only_a_list_names_stands_beside_what_it_lists() -> None:
    """The list itself has no place."""
    listed = {(f"document-{at}", key): 0.05 for at, group in enumerate(MEMBERS) for key in group[:10]}
    lone = {(f"document-{at}", f"paper-lone-{at}"): 0.05 for at in range(5)}
    drawn = network(joins(MEMBERS, 0.3) | listed | lone)
    keys = [key for key in drawn.keys if is_shown(key)]
    layout = laid_out(drawn, NOTHING, keys)

    assert set(layout.positions) == set(keys)
    assert inside(layout, [[*group, f"paper-lone-{at}"] for at, group in enumerate(MEMBERS)]) > 0.85


def test_what_nothing_pulls_stands_on_the_rim(whole: Network) -> None:
    """In the same place whoever else there is."""
    one = laid_out(whole, NOTHING, [*whole.keys, "person-nobody"])
    other = laid_out(network({}), NOTHING, ["person-nobody"])

    assert np.allclose(one.positions["person-nobody"], other.positions["person-nobody"], atol=CELL)
    assert np.linalg.norm(one.positions["person-nobody"]) > 0.9 * SPAN


def test_works_concepts_and_own_categories_are_shown() -> None:
    """Months, arXiv's subjects and documents that list are not; what is joined with nothing is."""
    library = MemoryLibrary()
    fill(library, embedded=False)

    assert shown_of(
        library, network({("paper-x", "category-agents"): 1.0, ("document-1", "category-arxiv-a"): 1.0})
    ) == sorted([*KEYS, *(concept(field) for field in range(4)), "paper-x", "category-agents"])


@settings(deadline=None, max_examples=25)
@given(
    pairs=st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=30),
    alone=st.integers(0, 12),
    later=st.integers(0, 14),
)
def test_every_node_has_a_place_of_its_own(pairs: list[tuple[int, int]], alone: int, later: int) -> None:
    """Whatever is joined with whatever, at first and when more come; who had a place has it still unless all is new."""
    drawn = {(f"paper-{a:02}", f"paper-{b:02}"): 1.0 for a, b in pairs if a < b}
    lone = [f"model-{number}" for number in range(alone)]
    few = {ends: 1.0 for ends in drawn if ends[1] <= f"paper-{later:02}"}
    before = laid_out(network(few), NOTHING, sorted({*network(few).keys, *lone}))
    after = laid_out(network(drawn), NOTHING, sorted({*network(drawn).keys, *lone}), before)

    assert set(after.positions) == {*network(drawn).keys, *lone}
    assert are_apart(before.positions)
    assert are_apart(after.positions)
    assert after.extent != before.extent or before.positions.items() <= after.positions.items()


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), max_size=40))
def test_no_two_are_seated_in_one_cell(wanted: list[Spot]) -> None:
    """However many want it; each gets the cell it wants or one beside it."""
    keys = [f"paper-{place}" for place in range(len(wanted))]
    found = seated(keys, np.array(wanted, dtype=np.float64).reshape(-1, 2), {(0, 0)})
    cells = {(x // CELL, y // CELL) for x, y in found.values()}

    assert len(cells | {(0, 0)}) == len(wanted) + 1
    assert all(abs(x) <= 5 * CELL and abs(y) <= 5 * CELL for x, y in found.values())


@given(st.lists(st.tuples(st.integers(-400, 400), st.integers(-400, 400), st.integers(1, 200)), min_size=1, max_size=6))
def test_a_crowd_is_seated_about_its_spot(crowds: list[tuple[int, int, int]]) -> None:
    """Each in a cell of its own, none much farther than a crowd of them all would reach; whoever comes later moves nobody."""
    wanted = np.array([(x, y) for x, y, many in crowds for _ in range(many)], dtype=np.float64)
    keys = [f"paper-{place}" for place in range(len(wanted))]
    found = seated(keys, wanted, set())
    before = len(keys) // 2

    assert len({(x // CELL, y // CELL) for x, y in found.values()}) == len(keys)
    far = np.abs(np.array(list(found.values())) - wanted).max()
    assert far <= CELL * (2 + 1.5 * len(keys) ** 0.5)
    assert seated(keys[:before], wanted[:before], set()).items() <= found.items()


def test_a_great_crowd_is_seated_in_time() -> None:
    """One after the other, without looking at all that are seated."""
    keys = [f"paper-{place}" for place in range(20_000)]
    begun = process_time()
    found = seated(keys, np.zeros((len(keys), 2)), set())

    assert process_time() - begun < 5
    assert len({(x // CELL, y // CELL) for x, y in found.values()}) == len(keys)


def test_outliers_are_drawn_in_and_keep_their_order() -> None:
    """What lies ten times as far out as the rest is within the span."""
    there = np.array([[float(x), float(y)] for x in range(-10, 11) for y in range(-10, 11)] + [[150.0, 0], [200.0, 0]])
    found = scaled(there)

    assert np.abs(found).max() <= SPAN
    assert found[-1, 0] > found[-2, 0] > found[:-2, 0].max()


@given(st.floats(-3, 3), st.booleans())
def test_a_map_turned_and_mirrored_is_turned_back(turn: float, is_mirrored: bool) -> None:
    """To where it was, by those that were there before."""
    random = np.random.default_rng(1)
    before = random.uniform(-5_000, 5_000, (30, 2))
    around = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    after = before @ around * (np.array([-1, 1]) if is_mirrored else 1) + 700
    known = np.where(np.arange(30)[:, None] < 20, before, np.nan)

    assert np.allclose(aligned(after, known), before)


def test_between_two_islands_is_nowhere() -> None:
    """What is pulled to both stands on the one that pulls more."""
    from scipy.sparse import csr_array

    there = np.array([[np.nan, np.nan], [-9_000, 0], [9_000, 0], [9_000, 200]])
    found = settled(csr_array(np.array([[0, 1.0, 0.8, 0.8]] + [[0.0] * 4] * 3)), there)

    assert np.allclose(found[0], [9_000, 100], atol=CELL)


def test_no_library_is_too_small() -> None:
    """None, one, two."""
    for number in range(9):
        keys = [f"paper-{one}" for one in range(number)]
        assert set(laid_out(network({}), NOTHING, keys).positions) == set(keys)
