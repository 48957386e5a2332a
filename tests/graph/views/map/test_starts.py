"""What a start shows, and what of it filters leave."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from graph.errors import InvalidInputError, NotFoundError
from graph.model import NodeKind, State
from graph.ports import Library
from graph.views.map import Start, sheet_of, start_of
from graph.views.map.chart import Chart
from graph.views.map.charter import chart_of
from graph.views.map.listing import Narrowing, bridges_among, groups, narrowed, table
from graph.views.map.starts import started
from tests.graph.named import BENCH, HASTE, LAB, PATIENCE, SEARCH
from tests.graph.small import AGENT, JUDGE, LETTERS, NOTES, SPEED
from tests.graph.views.map.conftest import ATLAS


def shown(chart: Chart, start: Start, *hits: str) -> set[str]:
    """Return the ids that a start shows."""
    return {chart.keys[row] for row in started(chart, start, hits)[0]}


def left(chart: Chart, **by: object) -> set[str]:
    """Return the ids of the whole library that filters leave."""
    rows, _ = started(chart, Start())
    return {chart.keys[row] for row in narrowed(chart, rows, Narrowing(**by))}  # type: ignore[arg-type]


def test_nothing_asked_is_the_whole_library(chart: Chart) -> None:
    """Best joined first."""
    assert shown(chart, Start()) == set(chart.keys)
    assert Start(hops=2).is_whole
    assert not Start(query="x").is_whole


def test_around_a_node_are_those_so_many_joins_away(library: Library, chart: Chart) -> None:
    """None: the node alone."""
    assert shown(chart, start_of(library, nodes=[BENCH], hops=0)) == {BENCH}
    one = shown(chart, start_of(library, nodes=[BENCH]))
    assert JUDGE in one
    assert PATIENCE not in one
    assert one < shown(chart, start_of(library, nodes=[BENCH], hops=2))


def test_what_was_expanded_is_shown_beside_the_start(library: Library, chart: Chart) -> None:
    """Whatever narrows that."""
    start = start_of(library, nodes=[BENCH], hops=0, expanded=[HASTE])

    assert shown(chart, start) == {BENCH} | shown(chart, start_of(library, nodes=[HASTE]))


def test_a_month_has_its_works_and_what_they_are_joined_with(library: Library, chart: Chart) -> None:
    """Not the works of other months."""
    january = shown(chart, start_of(library, month="2025-01"))

    assert {AGENT, SPEED, SEARCH, PATIENCE, "category-agents"} <= january
    assert JUDGE not in january
    assert LAB not in january
    assert january <= shown(chart, start_of(library, month="2025"))


def test_a_category_and_a_source_narrow_each_other(library: Library, chart: Chart) -> None:
    """What both hold is shown."""
    agents = shown(chart, start_of(library, category="Agents"))
    both = shown(chart, start_of(library, category="Agents", source=LETTERS.id))

    assert {AGENT, SPEED} <= agents
    assert AGENT in both
    assert SPEED not in both
    assert shown(chart, start_of(library, source=NOTES.id, month="2024-01")) == set()


def test_a_search_shows_its_hits_and_what_joins_several(chart: Chart) -> None:
    """The hits are named in their order."""
    rows, named = started(chart, Start(query="waiting"), [SPEED, AGENT, "paper-nowhere"])
    found = {chart.keys[row] for row in rows}

    assert [chart.keys[row] for row in named] == [SPEED, AGENT]
    assert {SPEED, AGENT, SEARCH, "category-agents"} <= found
    assert BENCH not in found
    assert shown(chart, Start(query="nothing")) == set()


def test_what_is_no_start_is_told(library: Library, chart: Chart) -> None:
    """By its name."""
    with pytest.raises(NotFoundError, match="nowhere"):
        start_of(library, nodes=["paper-nowhere"])
    with pytest.raises(InvalidInputError, match="steps around"):
        start_of(library, hops=3)
    with pytest.raises(InvalidInputError, match="month"):
        start_of(library, month="soon")
    with pytest.raises(NotFoundError, match="node on the map"):
        started(chart, Start(nodes=("month-2025-01",)))


def test_kinds_filter_every_node_and_joined_hides_hubs(chart: Chart) -> None:
    """A hub is hidden whatever its kind."""
    assert left(chart, kinds=(NodeKind.TECHNIQUE,)) == {SEARCH}
    few = left(chart, joined=3)
    assert SEARCH in few
    assert PATIENCE not in few


def test_what_is_no_work_follows_the_works_that_are_shown(chart: Chart) -> None:
    """By month: the later model is hidden with the later works."""
    early = left(chart, until="2024-01")

    assert {JUDGE, BENCH, "category-judging-models"} <= early
    assert not {AGENT, SEARCH, LAB} & early
    assert "article-grading.example-how-e7491720" not in early
    assert AGENT in left(chart, since="2025-01", until="2025-01")
    assert JUDGE not in left(chart, since="2025-01")
    assert left(chart, categories=("category-judging-models",)) >= {JUDGE, BENCH}
    assert left(chart, sources=(NOTES.id,)) >= {SPEED, HASTE}
    assert left(chart, states=(State.READ,)) == set()


def test_a_work_is_where_any_list_has_it(library: Library) -> None:
    """In each of its months and own categories, as the pages of these have it; read under one of them."""
    chart = chart_of(library, ATLAS)
    row = chart.rows[AGENT]

    assert chart.month_of(row) == "2025-01"
    assert set(chart.months_in[row]) == {202501, 202402}
    assert AGENT in shown(chart, start_of(library, month="2024-02"))
    assert AGENT in shown(chart, start_of(library, month="2025-01"))
    assert AGENT not in shown(chart, start_of(library, month="2024-12"))


def test_a_sheet_has_its_columns_side_by_side(library: Library, chart: Chart) -> None:
    """Joins lead to places in it, months in order are those that something stands in."""
    sheet = sheet_of(chart, start_of(library, nodes=[JUDGE]))
    names = sheet.nodes.id

    assert {len(getattr(sheet.nodes, field)) for field in sheet.nodes.__struct_fields__} == {sheet.shown}
    assert names[sheet.start[0]] == JUDGE
    joins = {(names[a], names[b]) for a, b in zip(sheet.edges.source, sheet.edges.target, strict=True)}
    assert (JUDGE, BENCH) in joins
    assert sheet.months == sorted({sheet.months[code] for codes in sheet.nodes.months for code in codes})
    assert sheet.months[sheet.nodes.month[names.index(JUDGE)]] == "2024-01"


def test_one_strange_date_adds_one_month(chart: Chart) -> None:
    """Its node keeps the month it was given."""
    months = list(chart.months_in)
    months[chart.rows[JUDGE]], months[chart.rows[AGENT]] = (20001,), (999912,)
    sheet = sheet_of(replace(chart, months_in=months), Start())
    told = {
        one: [sheet.months[code] for code in codes]
        for one, codes in zip(sheet.nodes.id, sheet.nodes.months, strict=True)
    }

    assert (told[JUDGE], told[AGENT]) == (["0200-01"], ["9999-12"])
    assert len(sheet.months) < 10


def test_a_sheet_with_room_for_few_has_the_start_and_the_best_joined(library: Library, chart: Chart) -> None:
    """And says how many there are."""
    sheet = sheet_of(chart, start_of(library, nodes=[BENCH], hops=2), most=2)

    assert sheet.shown == 2 < sheet.total
    assert BENCH in sheet.nodes.id
    assert all(place < 2 for place in (*sheet.edges.source, *sheet.edges.target, *sheet.start))


def test_a_bridge_is_drawn_where_both_ends_are(library: Library, chart: Chart) -> None:
    """As sure as chance leaves it."""
    whole = sheet_of(chart, Start())

    assert [(whole.nodes.id[a], whole.nodes.id[b], sure) for a, b, sure in whole.bridges] == [(JUDGE, SPEED, 94)]
    assert not sheet_of(chart, start_of(library, nodes=[JUDGE], hops=0)).bridges


def test_a_table_is_sorted_as_asked(chart: Chart) -> None:
    """Numbers from the most down, names from A on, either way round; no other column."""
    rows, _ = started(chart, Start())
    names = [line.name.casefold() for line in table(chart, rows, "name", None, 0, 100).lines]
    months = [line.month or "" for line in table(chart, rows, "month", None, 0, 100).lines]

    assert names == sorted(names)
    assert months == sorted(months, reverse=True)
    assert [line.name.casefold() for line in table(chart, rows, "name", True, 0, 3).lines] == names[::-1][:3]
    assert [line.name.casefold() for line in table(chart, rows, "name", False, 2, 3).lines] == names[2:5]
    with pytest.raises(InvalidInputError, match="weight"):
        table(chart, rows, "weight", None, 0, 10)


def test_the_text_goes_by_communities(chart: Chart) -> None:
    """The largest first, what belongs to none at the end; each node with those it is joined with best."""
    rows, _ = started(chart, Start())
    told, more = groups(chart, rows, 2)

    assert [group.name for group in told] == ["Waiting", "Judging"]
    assert more == 1
    assert told[0].total == 5
    judge = next(node for node in told[1].nodes if node.line.id == JUDGE)
    assert BENCH in {one.id for one in judge.beside}


def test_bridges_are_those_with_both_ends_shown(chart: Chart) -> None:
    """By name, and how sure each is."""
    rows, _ = started(chart, Start())
    (bridge,) = bridges_among(chart, rows)

    assert (bridge.one.id, bridge.other.id, bridge.sure) == (JUDGE, SPEED, 94)
    assert bridges_among(chart, rows[rows != chart.rows[SPEED]]) == ()
