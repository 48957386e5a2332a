"""What rises and fades, who said it first, how long papers took."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from graph.errors import InvalidInputError
from graph.model import EdgeKind, GraphDelta, Identity, Source
from graph.ports import Library
from graph.stores.memory import MemoryLibrary
from graph.stores.sqlite import SqliteLibrary
from graph.trends import Share
from graph.views.concept_trend import concept_trend
from graph.views.trend import trend_view
from graph.views.trend_shapes import Firsts
from tests.contracts.values import claim, edge
from tests.graph.trending import (
    DIGEST,
    GRAPHS,
    HYPE,
    LAST,
    LETTERS,
    NOTES,
    STEADY,
    TREES,
    fill_history,
    list_works,
    naming,
    put_document,
)

NOW = "2025-04"


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Library:
    made = SqliteLibrary(tmp_path_factory.mktemp("history") / "almanac.sqlite")
    fill_history(made)
    return made


def test_what_rises_and_fades_is_told_with_its_denominators(history: Library) -> None:
    """Forty works a month from two sources; what stays as it was is in neither list."""
    view = trend_view(history, NOW)

    (rising,), (fading,) = view.rising, view.fading
    assert (view.month, view.recent.since, view.earlier.since) == (LAST, "2025-01", "2024-04")
    assert (rising.node.id, rising.recent, rising.earlier) == (TREES, Share(48, 120), Share(18, 360))
    assert (rising.all_recent, rising.sources, rising.alone) == (Share(48, 140), Share(2, 3), None)
    assert (fading.node.id, fading.recent, fading.earlier) == (GRAPHS, Share(0, 120), Share(144, 360))
    assert view.tested == 3


def test_a_new_source_makes_no_trend(history: Library) -> None:
    """It is heard only recently, so its works are not compared, however many speak of one thing."""
    view = trend_view(history, NOW)

    assert view.compared == Share(2, 3)
    assert view.works == Share(120, 140)
    assert HYPE not in {line.node.id for line in view.rising}
    assert HYPE in {row.node.id for row in view.heat.rows}


def test_the_year_is_counted_month_by_month(history: Library) -> None:
    """Of all sources, with the works and the sources of each month."""
    heat = trend_view(history, NOW).heat

    assert heat.of[:4] == (40, 40, 60, 0)
    assert heat.sources[:4] == (2, 2, 3, 0)
    assert [row.works[:4] for row in heat.rows if row.node.id == STEADY] == [(10, 10, 10, 0)]


def test_what_one_source_alone_says_is_told_as_that() -> None:
    """Its neighbour never names it."""
    library = MemoryLibrary()
    for key, title in ((LETTERS, "Letters"), (NOTES, "Notes")):
        library.documents.put_source(Source(id=key, kind="feed", title=title))
    library.graph.apply([GraphDelta(contributor="c", claims=(claim(TREES, "Trees", kind="technique"),))])
    for place, month in enumerate(("2024-12", "2025-01", "2025-02", LAST)):
        list_works(library, LETTERS, month, {TREES: 9 if place == 3 else 0})
        list_works(library, NOTES, month, {})

    (line,) = trend_view(library, NOW, months=1).rising

    assert line.alone == "Letters"
    assert (line.recent, line.earlier) == (Share(9, 40), Share(0, 120))


def test_fewer_than_three_works_claim_nothing() -> None:
    """Two of two hundred, where there was nothing before."""
    library = MemoryLibrary()
    library.documents.put_source(Source(id=LETTERS, kind="feed", title="Letters"))
    for place, month in enumerate(("2024-12", "2025-01", "2025-02", LAST)):
        list_works(library, LETTERS, month, {TREES: 2 if place == 3 else 0}, works=60 if place < 3 else 2)

    assert trend_view(library, NOW, months=1).rising == ()


def test_papers_are_timed_from_publication_to_mention(history: Library) -> None:
    """The third to the tenth of a month, for each source and each technique."""
    view = trend_view(history, NOW)

    assert (view.lag.papers, view.lag.median, view.lag.rough, view.lag.undated) == (140, 7, 0, 0)
    assert {line.key for line in view.lag_by_source} == {LETTERS, NOTES, DIGEST}
    assert {line.key for line in view.lag_by_concept} == {TREES, STEADY, HYPE}


def test_an_empty_library_has_no_trends() -> None:
    """The present month, with nothing in it."""
    view = trend_view(MemoryLibrary(), NOW)

    assert (view.month, view.rising, view.fading, view.heat.rows) == (NOW, (), (), ())
    assert view.lag.median is None


@pytest.mark.parametrize("asked", [{"month": "2025-13"}, {"kind": "person"}, {"months": 2}])
def test_what_cannot_be_asked_is_refused(history: Library, asked: dict[str, object]) -> None:
    """In words that say what can."""
    with pytest.raises(InvalidInputError):
        trend_view(history, NOW, **asked)  # type: ignore[arg-type]


def test_a_work_is_first_mentioned_by_the_earliest_independent_source() -> None:
    """Notes had it first, letters a day later; the digest links Notes."""
    library = MemoryLibrary()
    for key, title in ((LETTERS, "Letters"), (NOTES, "Notes"), (DIGEST, "Digest")):
        library.documents.put_source(Source(id=key, kind="feed", title=title))
    put_document(library, "document-n", NOTES, "2025-04-01", identity=Identity("web", "https://n.example/1"))
    put_document(library, "document-d", DIGEST, "2025-04-03", links=("web:https://n.example/1",))
    put_document(library, "document-l", LETTERS, "2025-04-02")
    said = tuple(edge(f"document-{key}", "paper-shared") for key in "ndl")
    library.graph.apply([GraphDelta(contributor="s", claims=(claim("paper-shared"),), edges=said)])

    view = trend_view(library, NOW, months=1)

    (line,) = view.first_works
    assert [saying.title for saying in line.firsts.first] == ["Notes"]
    assert [(one.title, one.echo, one.of) for one in line.firsts.sayings] == [
        ("Notes", None, None),
        ("Letters", None, None),
        ("Digest", "link", "Notes"),
    ]
    assert line.firsts.independent == 2


def named_by(*said: tuple[str, str, str], authors: dict[str, tuple[str, ...]] | None = None) -> Firsts:
    """Return who first named trees, of (source, day, words)."""
    library = MemoryLibrary()
    library.graph.apply([GraphDelta(contributor="c", claims=(claim(TREES, "Trees", kind="technique"),))])
    for place, (source, day, words) in enumerate(said):
        key = f"document-{place}"
        held = (authors or {}).get(source, ())
        library.documents.put_source(Source(id=source, kind="feed", title=source, authors=held))
        put_document(library, key, source, day)
        records = edge(key, f"article-{place}", EdgeKind.RECORDS)
        library.graph.apply([GraphDelta(contributor=key, claims=(claim(f"article-{place}"),), edges=(records,))])
        library.graph.apply([GraphDelta(contributor=f"n{key}", edges=(naming(key, TREES, words, 1),))])
    trend = concept_trend(library, library.graph.node(TREES), NOW)
    assert trend is not None
    return trend.firsts


LONG = "Trees of thought are searched by asking the model to judge each of its own steps"


def test_copied_words_are_an_echo() -> None:
    """All but a word of a long sentence; short ones are alike by chance."""
    firsts = named_by(("a", "2025-03-01", LONG), ("b", "2025-03-02", f"{LONG} again"), ("c", "2025-03-03", "Trees!"))

    assert [(one.title, one.echo) for one in firsts.sayings] == [("a", None), ("b", "words"), ("c", None)]


def test_a_curators_other_feed_is_an_echo() -> None:
    """One full name over two feeds is one voice; a first name is nobody's."""
    feeds = {"a": ("Ada Reader",), "b": ("ada  reader",), "c": ("Ada",), "d": ("Ada",)}
    firsts = named_by(*((key, f"2025-03-0{day}", key) for day, key in enumerate("abcd", 1)), authors=feeds)

    assert [one.echo for one in firsts.sayings] == [None, "curator", None, None]


def test_dates_that_do_not_tell_leave_it_open() -> None:
    """Two at one instant are both first, and a later one is not."""
    firsts = named_by(("a", "2025-03-01", "one"), ("b", "2025-03-01", "two"), ("c", "2025-03-02", "three"))

    assert [one.title for one in firsts.first] == ["a", "b"]


def test_a_concepts_page_and_the_page_of_trends_agree(history: Library) -> None:
    """What rises there rises here; what nothing names has no trend."""
    trees, steady = (concept_trend(history, history.graph.node(key), NOW) for key in (TREES, STEADY))

    assert trees is not None
    assert steady is not None
    assert (trees.direction, trees.line.recent, trees.lag.median) == ("rising", Share(48, 120), 7)
    assert steady.direction is None
    unnamed = replace(history.graph.node(TREES), id="technique-other")
    assert concept_trend(history, unnamed, NOW) is None


def test_stores_tell_the_same(tmp_path: Path) -> None:
    """Memory is the reference."""
    stores = (MemoryLibrary(), SqliteLibrary(tmp_path / "almanac.sqlite"))
    for library in stores:
        fill_history(library, months=4)

    one, other = (trend_view(library, NOW, months=1) for library in stores)

    assert one == other
    assert one.heat.rows
