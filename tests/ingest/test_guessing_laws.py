"""Laws 1 and 4 against chance, for guessed categories: after every command they are what a rebuild would guess."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.categorise import guesses
from graph.model import Edge
from tests.ingest import test_naming_laws as naming
from tests.ingest.test_naming_laws import FEEDS, readings
from tests.ingest.test_rebuild_laws import Step, chance, deciding, undos

PAPERS = [f"arxiv:2501.0000{number}" for number in range(1, 4)]


class World(naming.World):
    """A library in which every step ends as its command does: with guesses where works came or guesses are."""

    def publish(self, feed: int, entries: list[dict[str, str]]) -> None:
        """Read a feed as `flask ingest --no-names` does."""
        super().publish(feed, entries)
        self._pipeline.predict()

    def learn(self, papers: list[dict[str, object]]) -> None:
        """Read a snapshot as `flask ingest --corpus --no-names` does."""
        super().learn(papers)
        self._pipeline.predict_again()

    def extract(self, most: int = 1_000) -> None:
        """Read names as `flask extract` does; one that is cut off guesses nothing."""
        super().extract(most)
        if most == 1_000:
            self._pipeline.predict_again()

    def guesses(self) -> list[Edge]:
        """Return the guesses as they stand."""
        return guesses(self.library)


placing = st.one_of(
    deciding("pick", PAPERS, *({"month": "2025-03", "category": name} for name in ("Agents", "Reasoning", "Songs"))),
    deciding("pick", PAPERS, {"month": "2025-03", "on": False}),
    deciding("correction", PAPERS, {"field": "name", "value": "Okapi songs"}),
    deciding("correction", ["category:Agents"], {"field": "name", "value": "Songs"}),
    deciding("merge", ["category:Agents", "category:Songs"], {"into": "category:Reasoning"}),
)
done = st.one_of(
    naming.publications(), naming.catalogues(), naming.decisions, placing, undos, readings, st.just(("extract",))
)
histories = st.lists(done, min_size=2, max_size=10)


def taken(steps: list[Step]) -> World:
    """Return the world in which these steps were taken; what was cut off goes on at last."""
    with TemporaryDirectory() as folder:
        world = World(Path(folder))
        for do, *arguments in steps:
            getattr(world, do)(*arguments)
        world.extract()
    return world


def check_rebuild(steps: list[Step]) -> None:
    """Compare what came of the steps with a rebuild."""
    world = taken(steps)
    before = world.derived()
    world.rebuild()
    assert world.derived() == before


@st.composite
def orders(draw: st.DrawFn) -> tuple[list[Step], list[Step]]:
    """Return two orders of what feeds and a snapshot say once each, readings of names anywhere in between."""
    steps = [draw(naming.publications((feed, feed))) for feed in range(FEEDS + 1)] + [draw(naming.catalogues())]
    made = []
    for some in (steps, draw(st.permutations(steps))):
        read = draw(st.lists(st.sampled_from([("extract",), ("extract", 1)]), min_size=len(some), max_size=len(some)))
        made.append([step for pair in zip(some, read, strict=True) for step in pair])
    return made[0], made[1]


@settings(chance, max_examples=15)
@given(histories)
def test_a_rebuild_guesses_the_same(steps: list[Step]) -> None:
    """Law 1, on a few histories."""
    check_rebuild(steps)


@settings(chance, max_examples=8)
@given(orders())
def test_the_order_of_commands_does_not_matter_to_guesses(both: tuple[list[Step], list[Step]]) -> None:
    """Law 4, on a few orders."""
    assert taken(both[0]).derived() == taken(both[1]).derived()


@pytest.mark.slow
@settings(chance, max_examples=300)
@given(histories)
def test_a_rebuild_guesses_the_same_whatever_was_done(steps: list[Step]) -> None:
    """Law 1, on many."""
    check_rebuild(steps)


@pytest.mark.slow
@settings(chance, max_examples=100)
@given(orders())
def test_no_order_of_commands_matters_to_guesses(both: tuple[list[Step], list[Step]]) -> None:
    """Law 4, on many."""
    assert taken(both[0]).derived() == taken(both[1]).derived()


def test_guesses_follow_what_is_decided_of_names_and_its_undoing() -> None:
    """A concept renamed, merged or split is another reason; taken back, all is as it was."""
    said = "<ul><li><a href='https://arxiv.org/abs/2501.00001'>A paper</a>: Okapi model, okapi 2 model.</li></ul>"
    entry = {"id": "0", "url": "https://f0.example/0", "title": "A post", "content_html": f"<h2>May 2025</h2>{said}"}
    rulings: list[Step] = [
        ("decide", "correction", "model:Okapi", {"field": "name", "value": "Zebra"}),
        ("decide", "merge", "model:Okapi", {"into": "model:Okapi-2"}),
        ("decide", "split", "model:Okapi-2", {"name": "okapi 2"}),
    ]
    bare = taken([("publish", 0, [entry]), ("extract",)])
    told = bare.derived()
    for ruling in rulings:
        world = taken([("publish", 0, [entry]), ("extract",), ruling])
        decided = world.derived()
        world.rebuild()
        assert world.derived() == decided != told
        world.undo(0)
        assert world.guesses() == bare.guesses()
