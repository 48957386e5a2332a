"""Bridges: found where they were hidden, none where there are none, and never between what is joined."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from graph.analysis.bridges import Barred, MadeUp, Works, shares_of_chance, unusual_pairs
from graph.analysis.nearness import Comparison, Lens
from graph.analysis.network import Network, network
from graph.link import Facet
from tests.graph.analysis.planted import groups, joins, vectors

PLANTED = groups(6, 40)
KEYS = [key for group in PLANTED for key in group]
ONE, OTHER = 7, 215  # of the first and of the last group


def library(rows: np.ndarray, drawn: dict[tuple[str, str], float] | None = None) -> tuple[Works, Network]:
    works = Works(
        keys=KEYS,
        vectors=rows,
        communities=np.repeat(np.arange(len(PLANTED), dtype=np.int32), 40),
        apart=every(len(PLANTED)),
        listed=np.ones(len(KEYS), dtype=bool),
    )
    return works, network(joins(PLANTED, 0.2) | (drawn or {}))


def every(number: int) -> np.ndarray:
    """Return that each community is apart from each other one; the last row is of works that belong to none."""
    return np.pad(~np.eye(number, dtype=bool), (0, 1))


def hidden() -> np.ndarray:
    """Return vectors among which two of different groups are near."""
    rows = vectors(PLANTED, noise=1.0)
    rows[OTHER] = 0.8 * rows[ONE] + 0.5 * rows[OTHER]
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def test_a_hidden_bridge_is_found():
    """Two that mean the same in two fields, first of all, with how unusual that is."""
    first = unusual_pairs(*library(hidden()), chance=1.0)[0]

    assert {first.one, first.other} == {ONE, OTHER}
    assert first.odds > 1000


def test_nothing_is_found_where_works_say_what_their_field_says():
    """Where vectors are drawn by chance, at most a few of a hundred times a hundred pairs pass."""
    assert len(unusual_pairs(*library(vectors(PLANTED, noise=1.0)))) <= 2


def test_what_is_joined_is_no_bridge():
    """Neither over one step nor over two."""
    direct = library(hidden(), {(KEYS[ONE], KEYS[OTHER]): 1.0})
    over = library(hidden(), {(KEYS[ONE], "technique-waiting"): 1.0, (KEYS[OTHER], "technique-waiting"): 1.0})

    for works, made in (direct, over):
        told = unusual_pairs(works, made, chance=1.0)
        assert all({one.one, one.other} != {ONE, OTHER} for one in told)


def test_one_community_has_no_bridges_inside():
    """Whoever belongs together is not brought together."""
    works, made = library(hidden())
    told = unusual_pairs(works, made, chance=1.0)

    assert all(works.communities[one.one] != works.communities[one.other] for one in told)
    assert Barred(works, made).of(np.array([ONE]))[0, :40].all()


def test_works_of_near_fields_or_of_none_are_no_bridge():
    """Both ends are of fields that lie apart."""
    works, made = library(hidden())
    near = works.apart.copy()
    near[0, -2] = near[-2, 0] = False
    nowhere = works.communities.copy()
    nowhere[ONE] = -1

    for one in (replace(works, apart=near), replace(works, communities=nowhere)):
        told = unusual_pairs(one, made, chance=1.0)
        assert all({pair.one, pair.other} != {ONE, OTHER} for pair in told)


def test_what_everybody_has_brings_nobody_near():
    """Both name what a hundred name: they may be a bridge all the same."""
    hub = {(key, "model-known"): 1.0 for key in KEYS}
    told = unusual_pairs(*library(hidden(), hub), chance=1.0)

    assert {told[0].one, told[0].other} == {ONE, OTHER}


def test_a_corpus_alone_has_none():
    """One end is on a list; of a handful of works nothing is unusual."""
    works, made = library(hidden())
    unlisted = replace(works, listed=np.zeros(len(KEYS), bool))
    few = replace(
        works,
        keys=KEYS[:10],
        vectors=works.vectors[:10],
        communities=works.communities[:10],
        listed=np.ones(10, bool),
    )

    assert unusual_pairs(unlisted, made) == unusual_pairs(few, made) == []


def test_made_up_works_are_spread_as_the_true_ones():
    """Around the middle of their community, and the same every time."""
    works, _ = library(vectors(PLANTED))
    drawn = MadeUp(works.vectors, works.communities).draw(1)
    middle = works.vectors[:40].mean(axis=0)

    assert np.array_equal(drawn, MadeUp(works.vectors, works.communities).draw(1))
    assert (drawn[:40] @ middle).mean() > (drawn[40:] @ middle).mean() + 0.3


def test_the_share_of_chance_never_falls():
    """The further down the list, the more of it is chance's."""
    shares = shares_of_chance(np.array([9.0, 8.0, 3.0, 2.0]), np.array([1.0, 2.5, 4.0]))

    assert list(shares) == sorted(shares)
    assert shares[0] < shares[-1] <= 1


def test_headings_in_common_bring_works_nearer():
    """Two that look like what people put under one heading, against two that look like two."""
    rows = vectors(PLANTED, noise=1.0)
    under = [np.arange(start, start + 40) for start in range(0, 240, 40)]
    seen = [Lens(rows, headings).look(rows) for headings in ((), under)]
    plain, taught = (Comparison(one, one).nearness(np.array([0])) for one in seen)
    gained = (taught - plain)[0]

    assert gained[1:40].mean() > gained[40:].mean()


def test_the_method_of_one_and_the_problem_of_another_are_a_bridge():
    """Though their texts as a whole are not near; works without these parts are left out."""
    rows = vectors(PLANTED, noise=1.0)
    methods, problems = (vectors(PLANTED, noise=1.0, seed=seed) for seed in (1, 2))
    problems[OTHER] = 0.8 * methods[ONE] + 0.5 * problems[OTHER]
    problems[100:110] = 0
    works, made = library(rows)
    facets = {
        Facet.METHOD: methods,
        Facet.BACKGROUND: problems / np.maximum(np.linalg.norm(problems, axis=1), 1e-9)[:, None],
    }
    first = next(one for one in unusual_pairs(replace(works, facets=facets), made, chance=1.0) if one.facets)

    assert first.facets
    assert dict(zip((first.one, first.other), first.facets, strict=True)) == {
        ONE: Facet.METHOD,
        OTHER: Facet.BACKGROUND,
    }
