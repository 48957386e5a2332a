"""Law 1 against chance: whatever was read and decided, in whatever order, a rebuild changes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.decisions import check
from graph.model import Decision, DecisionKind
from graph.stores.memory import MemoryLibrary
from tests.ingest.test_pipeline import exported, pipeline

START = datetime(2026, 1, 1, tzinfo=UTC)
FEEDS = 2
Step = tuple[Any, ...]
"""What is done to a World: one of its methods by name, and the arguments."""


class World:
    """A library under way: its feeds as files, and its decisions, one a minute."""

    def __init__(self, folder: Path) -> None:
        self.library = MemoryLibrary()
        self._pipeline = pipeline(self.library)
        self._folder = folder
        # The default categories come with the first document.
        self.publish(FEEDS, [{"id": "0", "url": f"https://f{FEEDS}.example/0", "title": "First", "content_html": ""}])

    def publish(self, feed: int, entries: list[dict[str, str]]) -> None:
        """Let a feed publish these entries, in place of what it did before, and read it."""
        path = self._folder / f"feed-{feed}.json"
        head = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "F",
            "home_page_url": f"https://f{feed}.example",
        }
        path.write_text(json.dumps({**head, "items": entries}))
        self._pipeline.ingest(str(path))

    def learn(self, papers: list[dict[str, object]]) -> None:
        """Let a catalogue say this of papers, in place of what it said before or beside it."""
        path = self._folder / "snapshot.jsonl"
        path.write_text("".join(json.dumps(paper) + "\n" for paper in papers))
        self._pipeline.ingest(str(path))

    def decide(self, kind: str, on: str, value: dict[str, object]) -> None:
        """Decide something, whether or not a door would still let it through: an old log may hold anything."""
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

    def undo(self, which: int) -> None:
        """Take one of the decisions back, an undo perhaps."""
        made = self.library.decisions.decisions()
        if made:
            earlier = made[which % len(made)]
            self.decide("undo", earlier.on, {"decision": earlier.id})

    def predict(self) -> None:
        """Guess categories."""
        self._pipeline.predict()

    def derived(self) -> tuple[object, ...]:
        """Return the export, line by line; the nodes with what it leaves out; what is found; what people linked."""
        found = [self.library.search.search(word) for word in ("alpha", "beta", "nom", "study", "gamma", "okafor")]
        return (
            exported(self.library).decode().splitlines(),
            self.library.graph.nodes(limit=1_000),
            found,
            self.library.links.page(),
        )

    def rebuild(self) -> None:
        """Derive the graph anew."""
        self._pipeline.rebuild()


ADDRESSES = [
    "https://arxiv.org/abs/2501.00001",
    "https://arxiv.org/abs/2501.00002",
    "https://lab.example/one",
    "https://github.com/lab/tool",
    "https://github.com/lab/tool/blob/main/paper.pdf",
    *(f"https://f{feed}.example/0" for feed in range(FEEDS)),
]
LABELS = ["Alpha", "Beta", "Alpha two", "The paper"]
CATEGORIES = ["Agents", "Reasoning", "Tools", "New", "Beyond"]
TITLES = ["Alpha", "Reading list, March 2025"]
WORKS = [
    "arxiv:2501.00001",
    "doi:10.48550/arxiv.2501.00001",
    "web:https://lab.example/one",
    "web:https://f0.example/0",
    "web:https://nowhere.example/",
    "article:Alpha",
    "article:Beta",
    "article:Nom",
    "paper:Alpha",
    "video:Alpha",
]
NAMED = [f"category:{name}" for name in CATEGORIES]
OTHERS = ["technique:Attention", "category:Nowhere"]

links = st.builds(
    lambda url, label: f'<a href="{url}">{label}</a>', st.sampled_from(ADDRESSES), st.sampled_from(LABELS)
)
entries = links | st.sampled_from(LABELS)
lists = st.lists(entries, min_size=1, max_size=3).map(lambda some: [f"<li>{entry}: worth it.</li>" for entry in some])
prose = links.map(lambda link: f"<p>As {link} shows.</p>")


def listed(heading: str, some: list[str]) -> str:
    """Return a section with a list."""
    return f"<h2>{heading}</h2><ul>{''.join(some)}</ul>"


def sorted_by_topic(headings: list[str], some: list[str]) -> str:
    """Return a review by category, with papers enough for its headings to count as ones (`ingest.items`)."""
    papers = [
        f'<li><a href="https://arxiv.org/abs/2404.{n:05d}">Study of {heading} {n}</a>: solid.</li>'
        for n, heading in enumerate(headings * 4)
    ]
    return "".join(listed(heading, [*some[:1], *papers[n::3], *some[1:]]) for n, heading in enumerate(headings))


topics = st.lists(st.sampled_from(CATEGORIES), min_size=3, max_size=3, unique=True)
bodies = st.one_of(
    prose,
    st.builds(
        lambda heading, some, end: listed(heading, some) + end, st.sampled_from(["January", "Links"]), lists, prose
    ),
    st.builds(sorted_by_topic, topics, lists),
)


@st.composite
def publications(draw: st.DrawFn) -> Step:
    """Return a feed's new version."""
    feed = draw(st.integers(0, FEEDS - 1))
    published = [
        {
            "id": str(number),
            "url": f"https://f{feed}.example/{number}",
            "title": draw(st.sampled_from(TITLES)),
            "date_published": f"2025-0{number + 1}-05T00:00:00Z",
            "content_html": draw(bodies),
        }
        for number in sorted(draw(st.sets(st.integers(0, 1), min_size=1)))
    ]
    return ("publish", feed, published)


@st.composite
def catalogues(draw: st.DrawFn) -> Step:
    """Return what a snapshot says of some papers, whose ids may tell another month than their first versions."""
    papers = [
        {
            "id": key,
            "title": draw(st.sampled_from(["Alpha", "Gamma", "Alpha two"])),
            "authors": draw(st.sampled_from([None, "A. Okafor"])),
            "categories": draw(st.sampled_from([None, "cs.CL", "cs.LG cs.CL"])),
            "versions": [
                {"version": f"v{number}", "created": f"2025-0{draw(st.integers(1, 2))}-0{number}"}
                for number in range(1, draw(st.integers(0, 2)) + 1)
            ],
        }
        for key in sorted(draw(st.sets(st.sampled_from(["2501.00001", "2501.00002", "2404.00001"]), min_size=1)))
    ]
    return ("learn", papers)


def deciding(kind: str, on: list[str], *values: Mapping[str, object]) -> st.SearchStrategy[Step]:
    """Return decisions of a kind, on one of these keys, with one of these values."""
    return st.tuples(st.just("decide"), st.just(kind), st.sampled_from(on), st.sampled_from(values))


def correcting(on: list[str], field: str, *values: str) -> st.SearchStrategy[Step]:
    """Return corrections of the field, to these values or to what the sources say."""
    return deciding("correction", on, *({"field": field, "value": value} for value in (*values, None)))


decisions = st.one_of(
    deciding(
        "pick",
        WORKS,
        {"month": "2025-03", "category": "Agents"},
        {"month": "2025-03", "category": "Own", "comment": "Good."},
        {"month": "2025-04"},
        {"month": "2025-03", "on": False},
    ),
    deciding("state", WORKS, {"state": "read"}, {"state": "inbox"}),
    deciding("tag", [*WORKS, *OTHERS], {"tag": "later"}, {"tag": "later", "on": False}),
    deciding("note", [*WORKS, *NAMED, *OTHERS], {"text": "A note."}),
    correcting(WORKS, "name", "Nom", "Alpha two", "Beta"),
    correcting(WORKS, "kind", "video", "paper"),
    correcting(WORKS, "month", "2024-12"),
    correcting(WORKS, "category", "Agents", "Own"),
    correcting(WORKS, "identity", "arxiv:2501.00002", "https://lab.example/one"),
    correcting(NAMED, "name", *CATEGORIES),
    deciding("link", [*WORKS[:3], *WORKS[7:], *OTHERS[:1]], *({"to": key, "keep": True} for key in WORKS[3:7])),
    deciding("link", WORKS, {"to": "model:Mixtral", "keep": True}, {"to": "model:Mixtral", "keep": False}),
    deciding("merge", NAMED, *({"into": key} for key in (*NAMED, "category:Models", "category:Nowhere"))),
)
undos = st.tuples(st.just("undo"), st.integers(0, 9))
others = st.sampled_from([("predict",), ("rebuild",)])
histories = st.lists(
    st.one_of(publications(), catalogues(), decisions, decisions, undos, others), min_size=2, max_size=12
)


def check_law(steps: list[Step]) -> None:
    """Take the steps, and compare what came of them with a rebuild."""
    with TemporaryDirectory() as folder:
        world = World(Path(folder))
        for do, *arguments in steps:
            getattr(world, do)(*arguments)
        world.predict()
        before = world.derived()

        world.rebuild()

        assert world.derived() == before


chance = settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@settings(chance, max_examples=25)
@given(histories)
def test_a_rebuild_changes_nothing(steps: list[Step]) -> None:
    """Law 1, on a few histories."""
    check_law(steps)


@pytest.mark.slow
@settings(chance, max_examples=500)
@given(histories)
def test_a_rebuild_changes_nothing_whatever_was_done(steps: list[Step]) -> None:
    """Law 1, on many."""
    check_law(steps)
