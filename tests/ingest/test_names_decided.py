"""What people decide of names: it holds through rebuilds, new texts and better extractors, and can be taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.decisions import check, check_new, choices_of, resolve_key
from graph.embedders.hashing import HashingEmbedder
from graph.errors import ConflictError
from graph.lineage import Fact, Facts
from graph.mention import Findings, Mention, Passage, Text
from graph.model import Basis, Decision, DecisionKind, EdgeKind, Node, NodeKind
from graph.ports import Library
from graph.stores.memory import MemoryLibrary
from graph.stores.sqlite import SqliteLibrary
from ingest.loading import Loader
from ingest.pipeline import Pipeline
from tests.ingest.test_pipeline import exported, no_network

START = datetime(2026, 1, 1, tzinfo=UTC)
_NAMED = re.compile(r"(!?)(model|technique|organization)=([\w.+-]+)(?:/([\w.+-]+))?(?:\(([\w.+-]+)\))?")


class Told:
    """An extractor that is told: "model=Quill-3" names one, "!" a known one, "/" its full name, "()" its long form."""

    def __init__(self, name: str = "told/1") -> None:
        self.name = name

    def read(self, texts: Iterable[Text]) -> Iterator[Findings]:
        """Yield each text's findings."""
        for text in texts:
            named = tuple(one for place, passage in enumerate(text.passages) for one in self._in(place, passage))
            yield Findings(key=text.key, digest=text.digest, extractor=self.name, mentions=named)

    skim = read

    def _in(self, place: int, passage: Passage) -> Iterator[Mention]:
        for found in _NAMED.finditer(passage.text):
            known, kind, written, name, long = found.groups()
            yield Mention(
                passage=place,
                start=found.start(3),
                end=found.end(3),
                text=written,
                kind=NodeKind(kind),
                name=name or written,
                long=long,
                known=bool(known),
                extractor=self.name,
            )


FACTS: Facts = {(NodeKind.MODEL, "quill3"): Fact(kind=NodeKind.MODEL, name="Quill-3", organization="Northwind")}


class World:
    """A library whose feeds are files, and its decisions, one a minute."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.library = library
        self.extractor = Told()
        self._pipeline = Pipeline(
            library, Loader(no_network), HashingEmbedder, extractor=lambda: self.extractor, facts=lambda: FACTS
        )
        self._folder = folder
        self.publish(9, "The default categories come with the first document.")

    def publish(self, feed: int, *bodies: str) -> None:
        """Let a feed publish posts with these bodies, read it, and read what it names."""
        path = self._folder / f"feed-{feed}.json"
        site = f"https://f{feed}.example"
        entries = [
            {"id": str(n), "url": f"{site}/{n}", "title": "A post", "content_html": f"<p>{body}</p>"}
            for n, body in enumerate(bodies)
        ]
        head = {"version": "https://jsonfeed.org/version/1.1", "title": "F", "home_page_url": site}
        path.write_text(json.dumps({**head, "items": entries}))
        self._pipeline.ingest(str(path))
        self.extract()

    def extract(self, version: str = "told/1") -> None:
        """Read names with this version of the extractor."""
        self.extractor.name = version
        self._pipeline.extract()

    def decide(self, kind: str, on: str, /, **value: object) -> Decision:
        """Decide something, whether or not a door would let it through: an old log may hold anything."""
        number = len(self.library.decisions.decisions())
        made = Decision(
            id=f"decision-{number:03d}",
            kind=DecisionKind(kind),
            on=on,
            at=START + timedelta(minutes=number),
            value=value,
        )
        check(made.kind, made.value, made.on)
        with self.library.transaction():
            self.library.decisions.append(made)
            self._pipeline.settle_decisions({on})
        return made

    def undo(self, which: int = -1) -> None:
        """Take one of the decisions back."""
        made = self.library.decisions.decisions()
        if made:
            earlier = made[which % len(made)]
            self.decide("undo", earlier.on, decision=earlier.id)

    def rebuild(self) -> None:
        """Derive the graph anew."""
        self._pipeline.rebuild()

    def concepts(self) -> dict[str, Node]:
        """Return the concepts that there are, by id."""
        kinds = (NodeKind.MODEL, NodeKind.TECHNIQUE, NodeKind.ORGANIZATION, NodeKind.PRODUCT)
        return {node.id: node for node in self.library.graph.nodes(kinds, limit=1_000)}

    def derived(self) -> tuple[list[str], dict[str, Node]]:
        """Return the export, line by line, and the concepts with what it leaves out."""
        return exported(self.library).decode().splitlines(), self.concepts()


@pytest.fixture(params=["memory", "sqlite"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    """Return an empty world on each kind of store."""
    memory = request.param == "memory"
    return World(MemoryLibrary() if memory else SqliteLibrary(tmp_path / "library.sqlite"), tmp_path)


def holds(world: World, *ids: str) -> None:
    """Assert that these are the concepts, also after a rebuild and under another extractor."""
    for step in (lambda: None, world.rebuild, lambda: world.extract("told/2"), world.rebuild):
        step()
        assert list(world.concepts()) == sorted(ids)


def test_a_merge_holds_and_old_ids_lead_on(world: World) -> None:
    """Notes on either are notes on the one; undoing it brings both back."""
    world.publish(0, "model=Quill-3 and model=Quil-3 by organization=Northwind")
    world.decide("note", "model:Quil-3", text="Mine.")
    before = world.concepts()

    world.decide("merge", "model:Quil-3", into="model:Quill-3")

    holds(world, "model-quill-3", "organization-northwind")
    node = world.concepts()["model-quill-3"]
    assert node.aliases == ("Quil-3",)
    assert world.library.graph.resolve("model-quil-3") == "model-quill-3"
    assert choices_of(node, world.library.decisions.decisions()).note == "Mine."
    for name in ("model:quil 3", "model:QUILL-3", "technique:Quil 3"):
        assert resolve_key(world.library.graph, name) == node
    world.undo()
    assert world.concepts() == before


def test_a_name_split_off_stays_apart(world: World) -> None:
    """Also where the extractor reads it as another name."""
    world.publish(0, "!model=Grand-Opal-4 or model=Opal-4/Grand-Opal-4", "model=Opal-4/Grand-Opal-4")
    assert list(world.concepts()) == ["model-grand-opal-4"]

    world.decide("split", "model:Grand-Opal-4", name="Opal-4")

    holds(world, "model-grand-opal-4", "model-opal-4")
    world.decide("correction", "model:Opal-4", field="kind", value="product")
    holds(world, "model-grand-opal-4", "product-opal-4")
    assert world.library.graph.resolve("model-opal-4") == "product-opal-4"


def test_a_rename_and_another_kind_hold(world: World) -> None:
    """By either name the node is found; its old ids lead to it."""
    world.publish(0, "technique=Qill and technique=QLL(Qill)", "technique=QLL")
    assert list(world.concepts()) == ["technique-qll"]

    world.decide("correction", "technique:Qill", field="name", value="Quill")
    world.decide("correction", "technique:Quill", field="kind", value="model")

    holds(world, "model-quill")
    assert world.concepts()["model-quill"].aliases == ("QLL", "Qill")
    assert world.library.graph.resolve("technique-qll") == "model-quill"
    assert resolve_key(world.library.graph, "technique:qill") == world.concepts()["model-quill"]
    world.publish(1, "model=quill again")
    holds(world, "model-quill")


def test_makers_and_lineage_follow_what_was_decided(world: World) -> None:
    """A known maker that nobody names goes by the name that a person gave it."""
    world.publish(0, "model=Quill-2, then !model=Quill-3")
    graph = world.library.graph
    (made,) = graph.edges_from(["model-quill-3"], (EdgeKind.RELEASED_BY,))
    (after,) = graph.edges_from(["model-quill-3"], (EdgeKind.SUCCEEDS,))
    assert (made.target, made.basis) == ("organization-northwind", Basis.KNOWN)
    assert (after.target, after.basis, after.evidence[0].named) == ("model-quill-2", Basis.NAMED, "Quill-2")

    world.decide("correction", "organization:Northwind", field="name", value="Northwind Labs")
    world.decide("merge", "model:Quill-2", into="model:Quill-3")

    holds(world, "model-quill-3", "organization-northwind-labs")
    assert graph.resolve("organization-northwind") == "organization-northwind-labs"


def test_what_makes_no_difference_is_refused(world: World) -> None:
    """With the field that is wrong."""
    world.publish(0, "model=Quill-3 and !model=Quil-3/Quill-3, model=Opal, technique=Opal-Search")

    def refused(kind: str, on: str, /, **value: object) -> str | None:
        made = Decision(id="decision-new", kind=DecisionKind(kind), on=on, at=START, value=value)
        check(made.kind, made.value, made.on)
        with pytest.raises(ConflictError) as raised:
            check_new(made, world.library.decisions, world.library.graph)
        return raised.value.field

    assert refused("merge", "model:Nowhere", into="model:Opal") == "on"
    assert refused("merge", "model:Opal", into="model:Nowhere") == "into"
    assert refused("merge", "model:Quil-3", into="model:Quill 3") == "into"
    assert refused("split", "model:Opal", name="Opal") == "name"
    assert refused("split", "model:Quill-3", name="Opal") == "name"
    assert refused("correction", "model:Quill-3", field="name", value="opal") == "value"
    assert refused("correction", "model:Nowhere", field="name", value="Opal") == "on"


# Chance from here on: few names, so that they meet.

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
on = st.builds(lambda kind, name: f"{kind}:{name}", st.sampled_from(["model", "technique"]), _names)
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


def check_law(taken: list[Step]) -> None:
    """Take the steps, and compare what came of them with a rebuild, and with the same decisions made at the end."""
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        world, late = World(MemoryLibrary(), Path(one)), World(MemoryLibrary(), Path(other))
        take(world, taken)
        before = world.derived()
        world.rebuild()
        assert world.derived() == before

        take(late, [("publish", feed, posts) for feed, posts in sorted(published(taken).items(), reverse=True)])
        take(late, [step for step in taken if step[0] != "publish"])
        assert late.derived()[1] == before[1]


chance = settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@settings(chance, max_examples=25)
@given(st.lists(steps, max_size=8))
def test_any_order_of_texts_and_decisions_equals_a_rebuild(taken: list[Step]) -> None:
    """On a few histories."""
    check_law(taken)


@pytest.mark.slow
@settings(chance, max_examples=600)
@given(st.lists(steps, max_size=10))
def test_any_order_equals_a_rebuild_whatever_was_done(taken: list[Step]) -> None:
    """On many."""
    check_law(taken)
