"""What holds of decisions on names whatever texts say and people decide: few names, so that they meet."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.concept_names import concept_names
from graph.decisions import choices_of
from graph.model import EdgeKind
from graph.names import name_key
from graph.resolve import gather, resolve
from graph.standing import in_force, meant
from graph.stores.memory import MemoryLibrary
from tests.ingest.test_names_decided import World

NAMES = ["AB", "ABs", "Alpha-Beta", "Alpha-Betas", "Another-Bend", "Quill-2", "Quill-3"]
_names = st.sampled_from(NAMES)
words = st.one_of(
    st.builds(
        lambda mark, kind, name: f"{mark}{kind}={name}",
        st.sampled_from(["", "", "!"]),
        st.sampled_from(["model", "technique"]),
        st.sampled_from(NAMES[2:]),
    ),
    st.builds(lambda name, long: f"technique={name}({long})", st.sampled_from(NAMES[:2]), st.sampled_from(NAMES[2:5])),
    st.builds(lambda name, full: f"model={name}/{full}", _names, _names),
)
bodies = st.lists(st.lists(words, max_size=4).map(" and ".join), max_size=3)
on = st.one_of(
    st.builds(lambda kind, name: f"{kind}:{name}", st.sampled_from(["model", "technique"]), _names),
    st.sampled_from(["organization:Northwind", "model:New"]),
)
ruled = st.one_of(
    st.builds(lambda on, into: ("merge", on, {"into": into}), on, on),
    st.builds(lambda on, name, off: ("split", on, {"name": name, "on": not off}), on, _names, st.booleans()),
    st.builds(lambda on, name: ("correction", on, {"field": "name", "value": name}), on, st.sampled_from([*NAMES, "New", None])),
    st.builds(lambda on, kind: ("correction", on, {"field": "kind", "value": kind}), on, st.sampled_from(["product", None])),
    st.builds(lambda on: ("tag", on, {"tag": "later"}), on),
)  # fmt: skip
steps = st.one_of(
    st.tuples(st.just("publish"), st.integers(0, 2), bodies),
    ruled.map(lambda ruling: ("decide", *ruling)),
    st.tuples(st.just("undo"), st.integers(0, 9)),
)
Step = tuple[Any, ...]


def take(world: World, taken: list[Step]) -> None:
    """Take these steps."""
    for do, *told in taken:
        if do == "publish":
            world.publish(told[0], *told[1])
        elif do == "decide":
            world.decide(told[0], told[1], **told[2])
        else:
            world.undo(*told)


def published(taken: list[Step]) -> dict[int, list[str]]:
    """Return the posts of each feed in the end: a post that a feed no longer has is kept."""
    feeds: dict[int, list[str]] = {}
    for do, *told in taken:
        if do == "publish":
            feeds[told[0]] = [*told[1], *feeds.get(told[0], [])[len(told[1]) :]]
    return feeds


def check_sense(world: World) -> None:
    """Assert that no maker lives on whose name means another concept, and that what is split off shares no name."""
    store, decisions = world.library.mentions, world.library.decisions.decisions()
    ruled = concept_names(in_force(decisions), meant(decisions))
    found = resolve(gather({*store.names(), *ruled.decided()}, store, ruled), ruled)
    made = {edge.target for edge in world.library.graph.all_edges() if edge.kind is EdgeKind.RELEASED_BY}
    concepts = world.concepts()
    for node in (concepts[key] for key in made):
        concept = found.find(node.kind, node.name)
        assert concept is None or concept.id == node.id
    for name, places in found.apart.items():
        part = found.concepts["split", name]
        for whole in {found.concepts[place].id for place in places} & concepts.keys() - {part.id}:
            assert name not in map(name_key, concepts[whole].aliases)
            if part.id in concepts:
                assert name_key(concepts[whole].name) not in map(name_key, concepts[part.id].aliases)


def check_law(taken: list[Step]) -> None:
    """Take the steps, and compare what came of them with a rebuild, and with the same decisions made at the end."""
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        world, late = World(MemoryLibrary(), Path(one)), World(MemoryLibrary(), Path(other))
        take(world, taken)
        before = world.derived()
        world.rebuild()
        assert world.derived() == before
        check_sense(world)

        take(late, [("publish", feed, posts) for feed, posts in sorted(published(taken).items(), reverse=True)])
        take(late, [step for step in taken if step[0] != "publish"])
        assert late.derived()[1] == before[1]


chance = settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@settings(chance, max_examples=25)
@given(st.lists(steps, max_size=8))
def test_any_order_of_texts_and_decisions_equals_a_rebuild(taken: list[Step]) -> None:
    """On a few histories."""
    check_law(taken)


def as_if_never_called(texts: list[str], made: list[Step], which: str, *, called: bool) -> list[tuple[object, ...]]:
    """Return the concepts with what was decided on them, by a name that was taken back or by their own (`called`)."""
    with TemporaryDirectory() as folder:
        world = World(MemoryLibrary(), Path(folder))
        world.publish(0, *texts)
        on = f"model:{which}"
        if called:
            rename = world.decide("correction", on, field="name", value="New")
        for kind, _, value in made:
            world.decide(kind, "model:New" if called else on, **value)
        if called:
            world.decide("undo", on, decision=rename.id)
        decisions = world.library.decisions.decisions()
        chosen = {key: choices_of(node, decisions) for key, node in world.concepts().items()}
        return [(key, node.name, node.aliases, chosen[key].tags) for key, node in world.concepts().items()]


@settings(chance, max_examples=25)
@given(bodies, st.lists(ruled, max_size=4), _names)
def test_what_is_decided_under_a_given_name_is_decided(texts: list[str], made: list[Step], which: str) -> None:
    """Once the name is taken back, all is as if it had been decided under the one before."""
    assert as_if_never_called(texts, made, which, called=True) == as_if_never_called(texts, made, which, called=False)


@pytest.mark.slow
@settings(chance, max_examples=600)
@given(st.lists(steps, max_size=10))
def test_any_order_equals_a_rebuild_whatever_was_done(taken: list[Step]) -> None:
    """On many."""
    check_law(taken)
