"""The chronicle: who mentions which works, when, and what these name, as the library is at any moment."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import replace

from graph.model import Basis, Edge, EdgeKind, Evidence, GraphDelta, Moment, NodeKind, Precision
from graph.ports import Library, Mentions, Telling
from tests.contracts.values import edge, item, reading, source

TREES, GAMES = "technique-trees", "benchmark-games"
MARCH, APRIL, MAY = "2025-03", "2025-04", "2025-05"


def put(library: Library, key: str, day: str | None = None, of: str = "source-a", **more) -> None:
    """Put a document that a source published at noon of a day."""
    library.documents.put_source(source(of))
    published = Moment(datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)) if day else None
    one = reading(key, of=of, payload=key.encode(), items=more.pop("items", ()))
    library.documents.put([replace(one, document=replace(one.document, published=published, **more))])


def says(key: str, *edges: Edge) -> GraphDelta:
    return GraphDelta(contributor=key, edges=edges)


def names(text: str, concept: str, block: int | None = None) -> Edge:
    evidence = Evidence(document=text, block=block, quote="Named.", named="Named")
    return Edge(source=text, kind=EdgeKind.MENTIONS, target=concept, evidence=(evidence,))


def under(work: str, month: str, document: str) -> Edge:
    """Return that a document's list has the work under a month."""
    evidence = Evidence(document=document, section="S", block=1)
    return Edge(source=work, kind=EdgeKind.IN_MONTH, target=f"month-{month}", basis=Basis.CURATED, evidence=(evidence,))


def test_a_work_counts_once_at_its_first_mention(library: Library) -> None:
    """Two sources list it in two months; the later one is heard in its month, but the work is not counted again."""
    put(library, "document-a", "2025-04-02")
    put(library, "document-b", "2025-03-30", of="source-b")
    library.graph.apply([says("a", edge("document-a", "paper-x"), edge("document-a", "paper-y"))])
    library.graph.apply([says("b", edge("document-b", "paper-x"))])

    assert library.chronicle.works() == {(MARCH, "source-b"): 1, (APRIL, "source-a"): 1}
    assert library.chronicle.sources() == {MARCH: frozenset({"source-b"}), APRIL: frozenset({"source-a"})}
    assert library.chronicle.undated() == 0


def test_the_month_of_a_section_comes_before_that_of_its_document(library: Library) -> None:
    """A review in May lists under March; until when it was said is its own date."""
    put(library, "document-a", "2025-05-20")
    library.graph.apply([says("a", edge("document-a", "paper-x"), under("paper-x", MARCH, "document-a"))])

    assert library.chronicle.works() == {(MARCH, "source-a"): 1}
    assert library.chronicle.tellings(["paper-x"]) == [
        Telling(
            work="paper-x",
            document="document-a",
            source="source-a",
            month=MARCH,
            since="2025-03-01T00:00:00",
            until="2025-05-20T12:00:00",
        )
    ]


def test_works_without_a_month_are_counted_apart(library: Library) -> None:
    """An undated list and one that only knows its year date nothing."""
    put(library, "document-a")
    put(library, "document-b", "2025-06-01")
    year = Moment(datetime(2025, 6, 1, tzinfo=UTC), precision=Precision.YEAR)
    put(library, "document-c")
    known = library.documents.document("document-c")
    one = reading("document-c", payload=b"c")
    library.documents.put([replace(one, document=replace(known, published=year))])
    library.graph.apply(
        [says(key, edge(f"document-{key}", f"paper-{key}"), names(f"paper-{key}", TREES)) for key in "abc"]
    )

    assert library.chronicle.works() == {("2025-06", "source-a"): 1}
    assert library.chronicle.undated() == 2
    assert library.chronicle.works_naming([TREES]) == {TREES: {"paper-a": None, "paper-b": "2025-06", "paper-c": None}}
    assert library.chronicle.naming(NodeKind.TECHNIQUE) == {TREES: {("2025-06", "source-a"): 1}}
    assert [(one.since, one.until) for one in library.chronicle.tellings(["paper-a", "paper-c"])] == [
        (None, None),
        ("2025-01-01T00:00:00", "2025-12-31T23:59:59"),
    ]


def test_an_entry_speaks_of_the_work_it_lists_and_the_rest_of_the_document_of_its_own(library: Library) -> None:
    """The names in an entry's block are the listed work's, those elsewhere the recorded one's."""
    entry = item("item-1", "document-a", node="paper-x", block=2)
    put(library, "document-a", "2025-03-05", items=(entry,))
    said = (edge("document-a", "article-a", EdgeKind.RECORDS), edge("document-a", "paper-x"))
    library.graph.apply([says("a", *said)])
    library.graph.apply([says("names", names("document-a", TREES, 2), names("document-a", GAMES, 5))])

    assert library.chronicle.works_naming([TREES]) == {TREES: {"paper-x": MARCH}}
    assert library.chronicle.works_naming([GAMES]) == {GAMES: {"article-a": MARCH}}
    assert library.chronicle.naming(NodeKind.TECHNIQUE) == {TREES: {(MARCH, "source-a"): 1}}
    assert library.chronicle.naming(NodeKind.BENCHMARK) == {GAMES: {(MARCH, "source-a"): 1}}


def test_abstracts_and_statements_name_too(library: Library) -> None:
    """What a text states a work uses is named by it; what merely follows from names is not."""
    put(library, "document-a", "2025-03-05")
    stated = edge("paper-x", TREES, EdgeKind.USES, basis=Basis.STATED)
    guessed = edge("paper-x", GAMES, EdgeKind.ABOUT, basis=Basis.NAMED)
    library.graph.apply([says("a", edge("document-a", "paper-x"), stated, guessed), says("n", names("paper-y", TREES))])

    assert library.chronicle.works_naming([TREES]) == {TREES: {"paper-x": MARCH}}
    assert library.chronicle.works_naming([GAMES]) == {}

    library.graph.apply([says("b", edge("document-a", "paper-y"))])

    assert library.chronicle.works_naming([TREES]) == {TREES: {"paper-x": MARCH, "paper-y": MARCH}}
    assert library.chronicle.works_naming([TREES], APRIL, MAY) == {}


def test_a_work_is_brought_by_who_mentions_it_first(library: Library) -> None:
    """Who repeats it later, in the same month or in another, speaks of it but has not brought it."""
    for key, day in {"a": "2025-04-02", "b": "2025-03-30", "c": "2025-03-02"}.items():
        put(library, f"document-{key}", day, of=f"source-{key}")
    library.graph.apply([says(key, edge(f"document-{key}", "paper-x")) for key in "abc"])
    library.graph.apply([says("n", names("paper-x", TREES))])
    technique = NodeKind.TECHNIQUE

    assert library.chronicle.works() == {(MARCH, "source-c"): 1}
    assert library.chronicle.naming(technique) == {TREES: {(MARCH, "source-c"): 1}}
    assert library.chronicle.naming(technique, MARCH, MARCH) == {TREES: {(MARCH, "source-c"): 1}}
    assert library.chronicle.naming(technique, APRIL, MAY) == {}
    assert library.chronicle.naming(technique, since=APRIL) == {}
    assert library.chronicle.voices([TREES, GAMES]) == {
        TREES: {MARCH: frozenset({"source-b", "source-c"}), APRIL: frozenset({"source-a"})}
    }
    assert library.chronicle.shared(MARCH) == ["paper-x"]
    assert library.chronicle.shared(APRIL) == []


def test_a_pick_counts_without_being_a_source(library: Library) -> None:
    """What nothing lists yet a person may have picked."""
    pick = edge("paper-x", "month-2025-03", EdgeKind.IN_MONTH, basis=Basis.PICKED)
    library.graph.apply([says("decision:1", pick, names("paper-x", TREES))])

    assert library.chronicle.works() == {(MARCH, ""): 1}
    assert library.chronicle.sources() == {}
    assert library.chronicle.tellings(["paper-x"]) == [Telling(work="paper-x", month=MARCH)]
    assert library.chronicle.works_naming([TREES]) == {TREES: {"paper-x": MARCH}}


def test_what_is_withdrawn_or_dated_anew_counts_anew(library: Library) -> None:
    """The chronicle follows the graph, its documents' dates, and its clearing."""
    put(library, "document-a", "2025-03-05")
    further = edge("document-a", "paper-y", basis=Basis.FURTHER)
    library.graph.apply([says("a", edge("document-a", "paper-x"), further), says("n", names("paper-x", TREES))])

    put(library, "document-a", "2025-05-05", title="Dated anew")

    assert library.chronicle.works() == {(MAY, "source-a"): 1}
    assert library.chronicle.works_naming([TREES]) == {TREES: {"paper-x": MAY}}

    library.graph.apply([says("n")])

    assert library.chronicle.works_naming([TREES]) == {}

    library.graph.clear()

    assert library.chronicle.works() == {}


def test_papers_are_followed_from_their_publication_to_each_source(library: Library) -> None:
    """Each source's earliest telling counts; records of catalogues tell nothing."""
    put(library, "document-a", "2025-04-02")
    put(library, "document-b", "2025-03-30")
    put(library, "document-c", "2025-03-03", of="source-b", kind="record")
    out = Edge(
        source="paper-x",
        kind=EdgeKind.IN_MONTH,
        target="month-2025-03",
        basis=Basis.PUBLISHED,
        evidence=(Evidence(record="arxiv:1", quote="2025-03-02T09:00:00"),),
    )
    library.graph.apply([says(key, edge(f"document-{key}", "paper-x"), out) for key in "abc"])

    (one,) = library.chronicle.followed("2025-01", MARCH)

    assert (one.telling.document, one.telling.since, one.published) == (
        "document-b",
        "2025-03-30T12:00:00",
        "2025-03-02",
    )
    assert not one.first, "the catalogue has it earlier"
    assert library.chronicle.followed(APRIL, MAY) == []
    assert library.chronicle.followed_of(["paper-x", "paper-y"]) == [one]
    assert library.chronicle.followed_of(["paper-y"]) == []


def test_undated_tellings_of_papers_are_not_forgotten(library: Library) -> None:
    """They follow at an unknown time, in whatever months one asks about; of a year it is the months of that year."""
    put(library, "document-a")
    library.documents.put_source(source("source-b"))
    one = reading("document-b", of="source-b", payload=b"b")
    year = Moment(datetime(2025, 6, 1, tzinfo=UTC), precision=Precision.YEAR)
    library.documents.put([replace(one, document=replace(one.document, published=year))])
    out = edge("paper-x", "month-2024-03", EdgeKind.IN_MONTH, basis=Basis.PUBLISHED)
    library.graph.apply([says(key, edge(f"document-{key}", "paper-x"), out) for key in "ab"])

    assert [one.telling.source for one in library.chronicle.followed("2025-01", MARCH)] == ["source-a", "source-b"]
    assert [one.telling.source for one in library.chronicle.followed("2024-01", "2024-03")] == ["source-a"]


def test_each_work_has_its_sources_and_its_last_mention(library: Library) -> None:
    """Two documents of one source are one voice; undated mentions have no month."""
    put(library, "document-a", "2025-04-02")
    put(library, "document-b", "2025-03-30")
    put(library, "document-c", "2025-03-03", of="source-b")
    put(library, "document-d")
    library.graph.apply([says(key, edge(f"document-{key}", "paper-x")) for key in "abc"])
    library.graph.apply([says("d", edge("document-d", "paper-y"))])

    assert library.chronicle.mentions() == {
        "paper-x": Mentions(sources=2, month=MARCH, latest="2025-04-02T12:00:00"),
        "paper-y": Mentions(sources=1),
    }


def test_heralds_are_each_source_s_first(library: Library) -> None:
    """A month that a section states comes after all that is dated to a day of it, an undated text last."""
    for key, day, of in (
        ("a", "2025-04-02", "x"),
        ("b", "2025-03-30", "x"),
        ("c", None, "y"),
        ("d", "2025-05-01", "z"),
    ):
        put(library, f"document-{key}", day, of=f"source-{of}")
    put(library, "document-e", "2025-12-01", of="source-z")
    review = Evidence(document="document-e", block=1, quote="Named.", named="Named", month=MAY)
    looking_back = Edge(source="document-e", kind=EdgeKind.MENTIONS, target=TREES, evidence=(review,))
    library.graph.apply([says(key, names(f"document-{key}", TREES, 1)) for key in "abcd"])
    library.graph.apply([says("e", looking_back)])

    assert library.chronicle.heralds(TREES) == ["document-b", "document-c", "document-d"]
    assert library.chronicle.heralds(GAMES) == []
