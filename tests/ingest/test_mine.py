"""A source marked as the user's own, in a library: its mark, its picks, and what takes them back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.decisions import choices_of
from graph.model import Basis, Decision, DecisionKind, EdgeKind
from graph.ports import Library
from graph.stores.memory import MemoryLibrary
from graph.stores.sqlite import SqliteLibrary
from graph.subscriptions import source_key
from ingest.mine import WITHOUT_MONTH, Settled, settle_mine
from tests.ingest.test_pipeline import exported, pipeline

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FEED = """<rss version="2.0"><channel><title>Ada</title><link>https://ada.example</link><item><title>Reading {year}</title>
<guid>1</guid>{date}<description><![CDATA[<h2>{heading}</h2><ul>{items}</ul>]]></description></item></channel></rss>"""
JAMBA = '<li><a href="https://arxiv.org/abs/2403.19887">Jamba</a>: {}</li>'
NOTE = '<li><a href="https://notes.example/{}">Note {}</a>: read.</li>'
DATE = "<pubDate>Sun, 31 Mar 2024 10:00:00 +0000</pubDate>"


@pytest.fixture(params=["memory", "sqlite"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Library:
    """Return an empty library of each kind."""
    return MemoryLibrary() if request.param == "memory" else SqliteLibrary(tmp_path / "library.sqlite")


def publish(library: Library, folder: Path, *items: str, heading: str = "March", date: str = DATE) -> None:
    """Let Ada's feed publish a list, and read it."""
    path = folder / "ada.xml"
    path.write_text(FEED.format(year="2024" if date else "", heading=heading, items="".join(items), date=date))
    pipeline(library).ingest(str(path))


def mark(library: Library, number: int = 1, **value: object) -> None:
    """Decide about Ada's feed."""
    (source,) = library.documents.sources()
    on, at = source_key(source), NOW + timedelta(minutes=number)
    value = {"on": False, **value}
    library.decisions.append(
        Decision(id=f"decision-{number}", kind=DecisionKind.SUBSCRIPTION, on=on, at=at, value=value)
    )


def settle(library: Library) -> Settled:
    """Make the picks and let them take effect."""
    with library.transaction():
        settled = settle_mine(library)
        pipeline(library).settle_decisions(settled.keys)
    return settled


def picked(library: Library) -> list[tuple[str, str | None]]:
    """Return each work that stands in March 2024 by a pick, with the pick's words."""
    edges = library.graph.edges_to(["month-2024-03"], (EdgeKind.IN_MONTH,))
    works = library.graph.many([edge.source for edge in edges if edge.basis is Basis.PICKED])
    made = library.decisions.decisions()
    return sorted((node.name, choices_of(node, made).picks[0].comment) for node in works.values())


def test_a_source_that_is_marked_picks_what_it_lists(library: Library, tmp_path: Path) -> None:
    """Its mark is stored; a second time changes nothing, and neither does a rebuild."""
    publish(library, tmp_path, JAMBA.format("Mixes both."), NOTE.format(1, 1))
    assert settle(library) == Settled()
    mark(library, mine=True)

    assert settle(library).keys == {"arxiv:2403.19887", "web:https://notes.example/1"}
    assert picked(library) == [("Jamba", "Mixes both."), ("Note 1", "read.")]
    assert [source.mine for source in library.documents.sources()] == [True]
    once = exported(library)
    assert settle(library) == Settled()
    pipeline(library).rebuild()
    assert exported(library) == once


def test_unmarking_takes_the_picks_back_and_marking_again_brings_them(library: Library, tmp_path: Path) -> None:
    """Nothing is lost from the log by either."""
    publish(library, tmp_path, JAMBA.format("Mixes both."))
    for number, mine in enumerate([True, False, True, False]):
        mark(library, number, mine=mine)
        settle(library)

        assert picked(library) == ([("Jamba", "Mixes both.")] if mine else [])
        assert [source.mine for source in library.documents.sources()] == [mine]


def test_a_list_that_changed_changes_its_picks(library: Library, tmp_path: Path) -> None:
    """What it no longer lists is no pick any more, what it says anew is."""
    publish(library, tmp_path, JAMBA.format("Mixes both."), NOTE.format(1, 1))
    mark(library, mine=True)
    settle(library)

    publish(library, tmp_path, JAMBA.format("Mixes two designs."), NOTE.format(2, 2))
    settle(library)

    assert picked(library) == [("Jamba", "Mixes two designs."), ("Note 2", "read.")]


def test_only_the_sources_asked_for_are_settled(library: Library, tmp_path: Path) -> None:
    """A refresh of one feed leaves the others' picks as they are."""
    publish(library, tmp_path, JAMBA.format("Mixes both."))
    mark(library, mine=True)

    assert settle_mine(library, {"source-none"}) == Settled()
    assert len(settle_mine(library, {library.documents.sources()[0].id}).keys) == 1


def test_an_item_without_any_month_is_told(library: Library, tmp_path: Path) -> None:
    """It is no pick, and the report says why."""
    publish(library, tmp_path, NOTE.format(1, 1), heading="Picks", date="")
    mark(library, mine=True)

    settled = settle(library)

    assert settled.keys == frozenset()
    assert [(note.code, note.message) for notes in settled.notes.values() for note in notes] == [
        ("no-month", WITHOUT_MONTH)
    ]
