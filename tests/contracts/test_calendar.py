"""The calendar: which works stand in which month, as the graph is at any moment."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Basis, Claim, ClaimRank, Edge, EdgeKind, Evidence, GraphDelta, Node, NodeKind
from graph.ports import Library, MonthSum
from graph.stores.memory import MemoryLibrary
from graph.stores.sqlite import SqliteLibrary

MARCH, JUNE = "2025-03", "2025-06"


def test_a_month_counts_each_work_once_a_kind(library: Library) -> None:
    """A work that two lists name in one month is one work, and stands in both lists."""
    library.graph.apply([listing("document-a", ["paper-x", "paper-y"]), listing("document-b", ["paper-x"])])

    assert library.calendar.sum(MARCH) == MonthSum(works=2, listed=2, lists=2)
    assert [(part.document, part.works) for part in library.calendar.lists(MARCH)] == [
        ("document-a", 2),
        ("document-b", 1),
    ]
    assert [(one.month, one.works, one.said) for one in library.calendar.months()] == [(MARCH, 2, True)]


def test_a_list_keeps_its_order_and_comes_in_parts(library: Library) -> None:
    """The block says where a work stands; a part begins where the one before ended."""
    library.graph.apply([listing("document-a", ["paper-z", "paper-a", "paper-m"])])
    (part,) = library.calendar.lists(MARCH)

    assert library.calendar.listed(MARCH, part) == ["paper-z", "paper-a", "paper-m"]
    assert library.calendar.listed(MARCH, part, 1, 1) == ["paper-a"]


def test_what_is_withdrawn_is_gone_from_the_calendar(library: Library) -> None:
    """The calendar follows every change of the graph."""
    library.graph.apply([listing("document-a", ["paper-x"])])
    library.graph.apply([GraphDelta(contributor="document-a")])

    assert library.calendar.months() == []
    assert library.calendar.sum(MARCH) == MonthSum()


def test_a_work_is_read_under_its_most_trusted_month(library: Library) -> None:
    """Published in March, listed for June: it counts under June, and March still shows it below the lists."""
    library.graph.apply([publishing("document-p", "paper-x"), listing("document-a", ["paper-x"], JUNE)])

    assert {one.month: one.works for one in library.calendar.months()} == {JUNE: 1}
    assert library.calendar.published(MARCH) == ["paper-x"]
    assert library.calendar.published(JUNE) == []


def test_published_works_stand_by_day(library: Library) -> None:
    """The day their evidence states orders them, the id where it is the same."""
    days = {"paper-c": "2025-03-02", "paper-b": "2025-03-02T10:00", "paper-a": "2025-03-09", "paper-d": "2503.00001"}
    library.graph.apply([publishing(f"document-{work}", work, day) for work, day in days.items()])

    assert library.calendar.published(MARCH) == ["paper-d", "paper-b", "paper-c", "paper-a"]
    assert library.calendar.published(MARCH, 1, 2) == ["paper-b", "paper-c"]


def test_a_work_that_is_only_cited_stands_in_no_month(library: Library) -> None:
    """Nothing records or lists it, so its month is nobody's business."""
    cited = GraphDelta(
        contributor="document-a",
        claims=(claim("paper-x"), claim("month-2025-03", NodeKind.MONTH)),
        edges=(edge("paper-x", EdgeKind.IN_MONTH, "month-2025-03", Basis.PUBLISHED),),
    )
    library.graph.apply([cited])

    assert library.calendar.months() == []

    library.graph.apply([listing("document-b", ["paper-x"], JUNE)])

    assert library.calendar.published(MARCH) == ["paper-x"]


def test_only_own_categories_count(library: Library) -> None:
    """A subject of arXiv's is no category of a month; of the own ones the surest counts."""
    placed = GraphDelta(
        contributor="predictions",
        claims=(
            claim("category-agents", NodeKind.CATEGORY, "own"),
            claim("category-speed", NodeKind.CATEGORY, "own"),
            claim("category-arxiv-cs.cl", NodeKind.CATEGORY, "arxiv"),
        ),
        edges=(
            edge("paper-x", EdgeKind.IN_CATEGORY, "category-agents", Basis.PREDICTED, 0.4),
            edge("paper-x", EdgeKind.IN_CATEGORY, "category-speed", Basis.PREDICTED, 0.5),
            edge("paper-x", EdgeKind.IN_CATEGORY, "category-arxiv-cs.cl", Basis.STATED),
        ),
    )
    library.graph.apply([placed, listing("document-a", ["paper-x"])])

    assert library.calendar.categories(MARCH) == {"category-speed": 1}


def test_clearing_the_graph_clears_the_calendar(library: Library) -> None:
    """A rebuild starts from nothing."""
    library.graph.apply([listing("document-a", ["paper-x"])])
    library.graph.clear()

    assert library.calendar.months() == []


def listing(document: str, works: list[str], month: str = MARCH) -> GraphDelta:
    """Return a document that lists works for a month, each in a block of its own."""
    node = f"month-{month}"
    edges = [edge(document, EdgeKind.LISTS, work) for work in works]
    edges += [
        edge(
            work, EdgeKind.IN_MONTH, node, Basis.CURATED, evidence=Evidence(document=document, section="S", block=place)
        )
        for place, work in enumerate(works, 3)
    ]
    claims = [claim(node, NodeKind.MONTH), *map(claim, works)]
    return GraphDelta(contributor=document, claims=tuple(claims), edges=tuple(edges))


def publishing(document: str, work: str, day: str = "2025-03-05") -> GraphDelta:
    """Return a document that records a work published in March."""
    stated = Evidence(document=document, quote=day)
    return GraphDelta(
        contributor=document,
        claims=(claim(work), claim("month-2025-03", NodeKind.MONTH)),
        edges=(
            edge(document, EdgeKind.RECORDS, work),
            edge(work, EdgeKind.IN_MONTH, "month-2025-03", Basis.PUBLISHED, evidence=stated),
        ),
    )


def claim(key: str, kind: NodeKind = NodeKind.PAPER, scheme: str | None = None) -> Claim:
    """Return a claim on a node."""
    return Claim(node=Node(id=key, kind=kind, name=key, scheme=scheme), rank=ClaimRank.LIST, stamp="")


def edge(
    source: str,
    kind: EdgeKind,
    target: str,
    basis: Basis | None = None,
    confidence: float = 1.0,
    evidence: Evidence | None = None,
) -> Edge:
    """Return an edge with one evidence."""
    return Edge(
        source=source,
        kind=kind,
        target=target,
        basis=basis,
        confidence=confidence,
        evidence=(evidence or Evidence(document=source),),
    )


WORKS = st.sampled_from(["paper-x", "paper-y"])
CONTRIBUTORS = ("document-a", "document-b", "predictions")
MONTHS = st.sampled_from([f"month-{MARCH}", f"month-{JUNE}"])
CATEGORIES = st.sampled_from(["category-agents", "category-speed"])
EDGES = st.one_of(
    st.builds(edge, st.sampled_from(CONTRIBUTORS[:2]), st.sampled_from([EdgeKind.LISTS, EdgeKind.RECORDS]), WORKS),
    st.builds(edge, st.just("document-a"), st.just(EdgeKind.LISTS), WORKS, st.just(Basis.FURTHER)),
    st.builds(
        edge, WORKS, st.just(EdgeKind.IN_MONTH), MONTHS, st.sampled_from([Basis.CURATED, Basis.PICKED, Basis.PUBLISHED])
    ),
    st.builds(edge, WORKS, st.just(EdgeKind.IN_CATEGORY), CATEGORIES, st.sampled_from([Basis.STATED, Basis.PREDICTED])),
)
CLAIMS = st.builds(claim, CATEGORIES, st.just(NodeKind.CATEGORY), st.sampled_from(["own", "arxiv"]))


@st.composite
def deltas(draw: st.DrawFn) -> GraphDelta:
    """Return anything that a contributor may say of a few works; the last word on an edge is the only one."""
    edges = {(one.source, one.kind, one.target, one.basis): one for one in draw(st.lists(EDGES, max_size=5))}
    held = [claim(one.target, NodeKind.MONTH) for one in edges.values() if one.kind is EdgeKind.IN_MONTH]
    claims = {one.node.id: one for one in [*draw(st.lists(CLAIMS, max_size=2)), *held]}
    contributor = draw(st.sampled_from(CONTRIBUTORS))
    return GraphDelta(contributor=contributor, claims=tuple(claims.values()), edges=tuple(edges.values()))


def told(library: Library) -> object:
    """Return all that a calendar tells."""
    calendar = library.calendar
    return calendar.months(), [
        (
            calendar.sum(month),
            calendar.picked(month),
            [(part, calendar.listed(month, part)) for part in calendar.lists(month)],
            calendar.published(month),
            calendar.categories(month),
        )
        for month in (MARCH, JUNE)
    ]


@given(st.lists(deltas(), max_size=6))
@settings(max_examples=60, deadline=None)
def test_the_calendar_never_drifts_from_the_graph(history: list[GraphDelta]) -> None:
    """Whatever is said and withdrawn, in whatever order, what SQLite keeps is what the reference works out anew."""
    reference = MemoryLibrary()
    with TemporaryDirectory() as folder:
        kept = SqliteLibrary(Path(folder) / "library.sqlite")
        for delta in history:
            reference.graph.apply([delta])
            kept.graph.apply([delta])
            assert told(kept) == told(reference)
        kept.close()
