"""What people decide of names: it holds through rebuilds, new texts and better extractors, and can be taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

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


def test_what_was_decided_under_a_given_name_outlives_it(world: World) -> None:
    """Undoing the renaming takes nothing else back, whichever key the log has."""
    world.publish(0, "model=Quill-4 and model=Opal")
    rename = world.decide("correction", "model:Quill-4", field="name", value="Zed")
    world.decide("note", "model:Zed", text="Mine.")
    world.decide("correction", "model:Zed", field="kind", value="product")
    world.decide("tag", "product:Zed", tag="later")
    world.decide("merge", "model:Opal", into="product:Zed")
    holds(world, "product-zed")

    world.decide("undo", "model:Quill-4", decision=rename.id)

    holds(world, "product-quill-4")
    node = world.concepts()["product-quill-4"]
    chosen = choices_of(node, world.library.decisions.decisions())
    assert (chosen.note, chosen.tags, node.aliases) == ("Mine.", ("later",), ("Opal",))
    for gone in ("product-zed", "model-quill-4", "model-opal"):
        assert world.library.graph.resolve(gone) == node.id


def test_a_maker_that_a_person_says_is_none_makes_nothing(world: World) -> None:
    """What is commonly known does not bring the organization back."""
    world.publish(0, "!model=Quill-3 and model=Opal")
    assert "organization-northwind" in world.concepts()

    world.decide("merge", "organization:Northwind", into="model:Opal")

    holds(world, "model-opal", "model-quill-3")
    assert world.library.graph.resolve("organization-northwind") == "model-opal"
    assert world.library.graph.edges_from(["model-quill-3"], (EdgeKind.RELEASED_BY,)) == []


def test_what_is_split_off_has_names_of_its_own(world: World) -> None:
    """Not that of what it was split off; taken back, its id leads there."""
    world.publish(0, "!model=Grand-Opal-4 or model=Opal-4/Grand-Opal-4")

    world.decide("split", "model:Grand-Opal-4", name="Opal-4")
    assert {key: node.aliases for key, node in world.concepts().items()} == {
        "model-grand-opal-4": (),
        "model-opal-4": (),
    }

    world.undo()
    holds(world, "model-grand-opal-4")
    assert world.library.graph.resolve("model-opal-4") == "model-grand-opal-4"


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
    assert refused("split", "model:Quill-3", name="quill 3") == "name"
    assert refused("merge", "organization:Opal", into="model:Quill-3") == "on"
    assert refused("merge", "model:Opal", into="organization:Quill-3") == "into"
    assert refused("correction", "model:Quill-3", field="name", value="opal") == "value"
    assert refused("correction", "model:Nowhere", field="name", value="Opal") == "on"
