"""The library as columns: what is on the map, where, and what joins it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.corpus import node_of
from graph.link import link_of
from graph.model import WORK_KINDS, NodeKind
from graph.ports import Library
from graph.ports.analysis import Atlas
from graph.stores.memory import MemoryLibrary
from graph.views.map.chart import JOINS, KINDS, Chart
from graph.views.map.charter import chart_of
from graph.views.map.places import SPAN, placed
from tests.graph.corpus_papers import paper
from tests.graph.named import HASTE, LAB, PATIENCE, SEARCH
from tests.graph.small import AGENT, JUDGE, SPEED
from tests.graph.views.map.conftest import ATLAS


def joined(chart: Chart, one: str, other: str) -> set[tuple[str, int]]:
    """Return the joins from one to the other."""
    joins = zip(chart.joins.one, chart.joins.other, chart.joins.kind, chart.joins.weight, strict=True)
    wanted = (chart.rows[one], chart.rows[other])
    return {(JOINS[kind], int(weight)) for a, b, kind, weight in joins if (a, b) == wanted}


def test_works_concepts_and_own_categories_are_on_the_map(library: Library, chart: Chart) -> None:
    """Months are its time, not its places."""
    on_it = {key for key, node in ((node.id, node) for node in library.graph.nodes(limit=500)) if node.kind != "month"}

    assert set(chart.keys) == on_it
    assert {KINDS[code] for code in chart.kinds} >= {NodeKind.PAPER, NodeKind.MODEL, NodeKind.CATEGORY}
    assert list(chart.joined) == sorted(chart.joined, reverse=True)


def test_what_a_document_says_joins_the_work_that_it_is(chart: Chart) -> None:
    """A post that lists a paper is joined with it, and nothing with itself."""
    post = next(key for key in chart.keys if key.startswith("article-source-letters"))

    assert joined(chart, post, AGENT) == {("LISTS", 100)}
    assert joined(chart, post, PATIENCE) == {("MENTIONS", 100)}
    assert not (chart.joins.one == chart.joins.other).any()


def test_a_link_says_how_sure_it_is_and_a_guess_too(chart: Chart) -> None:
    """Edges that are stated are sure; a guessed category is as sure as it was guessed."""
    assert joined(chart, AGENT, SPEED) == {("RELATED", 91)}
    assert joined(chart, SPEED, "category-agents") == {("IN_CATEGORY", 62)}
    assert ("USES", 100) in joined(chart, AGENT, PATIENCE)


def test_what_is_no_work_has_the_first_month_and_the_sources_of_its_works(chart: Chart) -> None:
    """Unless nothing tells."""
    row = chart.rows[SEARCH]
    works = [other for other in chart.joined_with(row).tolist() if chart.works[other]]

    assert len(works) == 3
    assert chart.month_of(row) == min(chart.month_of(other) or "~" for other in works)
    assert [chart.source_names[number][1] for number in chart.sources[row]] == ["Ada's letters", "Weekly notes"]
    assert chart.month_of(chart.rows["model-patience-3"]) is None


def test_communities_stand_in_the_middle_of_their_nodes(chart: Chart) -> None:
    """Each node knows its community and the part of it."""
    names = [community.name for community in chart.communities]
    waiting = chart.communities[names.index("Waiting")]

    assert chart.communities_in[chart.rows[SEARCH]] == names.index("Waiting")
    assert chart.parts_in[chart.rows[SEARCH]] == names.index("Search")
    assert chart.communities[names.index("Search")].parent == names.index("Waiting")
    assert chart.communities_in[chart.rows[LAB]] == -1
    assert waiting.nodes == 5
    assert chart.communities[names.index("Judging")].x == -850


def test_what_was_joined_since_is_no_bridge(library: Library, chart: Chart) -> None:
    """The analysis may be of yesterday."""
    assert [(chart.keys[a], chart.keys[b]) for a, b, _ in chart.bridges] == [(JUDGE, SPEED)]
    library.links.replace([link_of(JUDGE, SPEED, 0.9)])

    assert chart_of(library, ATLAS).bridges == ()


def test_a_linked_paper_of_the_corpus_is_on_the_map(library: Library) -> None:
    """One that nothing links is not."""
    near, far = paper("2403.00001", "A Near Paper", None, 3), paper("2403.00002", "A Far Paper", None, 4)
    library.corpus.put([near, far])
    library.links.replace([link_of(AGENT, node_of(near).id, 0.9)])
    chart = chart_of(library, ATLAS)

    assert chart.names[chart.rows[node_of(near).id]] == "A Near Paper"
    assert chart.attention[chart.rows[node_of(near).id]] == 0
    assert node_of(far).id not in chart.rows


def test_an_unmade_library_has_an_empty_chart() -> None:
    """Asking makes nothing."""
    assert not chart_of(MemoryLibrary(), Atlas(made_of="")).keys


def test_what_is_new_stands_beside_its_neighbours(chart: Chart) -> None:
    """A model that came after the analysis stands near the ones it is compared with; one alone on the rim."""
    x, y = chart.x[chart.rows[LAB]], chart.y[chart.rows[LAB]]
    alone = next(row for row, count in enumerate(chart.joined) if count == 0)

    assert (chart.x[chart.rows[HASTE]], chart.y[chart.rows[HASTE]]) == (200, 0)
    assert abs(x - 150) <= 120
    assert abs(y) <= 120
    assert SPAN <= (chart.x[alone] ** 2 + chart.y[alone] ** 2) ** 0.5 <= 1.11 * SPAN


@given(st.lists(st.text(min_size=1), unique=True, min_size=1), st.data())
def test_places_known_are_kept_and_others_stay_the_same(keys: list[str], data: st.DataObject) -> None:
    """Whatever is known, and whoever is asked for beside."""
    spot = st.tuples(st.integers(-SPAN, SPAN), st.integers(-SPAN, SPAN))
    known = data.draw(st.dictionaries(st.sampled_from(keys), spot))
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys))))
    x, y = placed(keys, known, pairs)
    places = dict(zip(keys, zip(x.tolist(), y.tolist(), strict=True), strict=True))

    assert all(places[key] == spot for key, spot in known.items())
    assert [one.tolist() for one in placed(keys, known, pairs)] == [x.tolist(), y.tolist()]


def test_works_are_told_from_the_rest(chart: Chart) -> None:
    """By their kind."""
    assert [KINDS[code] in WORK_KINDS for code in chart.kinds] == chart.works.tolist()
    assert chart.works[chart.rows[JUDGE]]
