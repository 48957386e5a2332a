"""The way between two nodes, and why two are joined."""

from __future__ import annotations

import pytest

from graph.errors import ConflictError, NotFoundError
from graph.model import Claim, ClaimRank, Edge, EdgeKind, GraphDelta, Node, NodeKind
from graph.ports import Library
from graph.views.map.chart import HUB, Chart
from graph.views.map.charter import chart_of
from graph.views.map.paths import path_between
from graph.views.map.why import is_dismissed, strides, why_view
from tests.graph.named import BENCH, HASTE, LAB, PATIENCE, SEARCH, told
from tests.graph.small import AGENT, JUDGE, SPEED
from tests.graph.views.map.conftest import ATLAS

REST = "article-source-notes.example-post-2ed2ede4"


def test_a_way_has_few_steps_each_with_what_joins_it(chart: Chart) -> None:
    """Those that tell most: that one list names both is a shorter way, but says nothing. And which way round each is told."""
    steps = path_between(chart, SPEED, "model-patience-3")

    assert [step.node for step in steps] == [SPEED, AGENT, PATIENCE, "model-patience-3"]
    assert steps[0].join is None
    assert (steps[-1].join, steps[-1].outward) == ("SUCCEEDS", False)
    assert path_between(chart, LAB, LAB)[0].node == LAB


def test_a_way_leads_round_a_hub_where_it_can(library: Library) -> None:
    """One step more over what few are joined with tells more."""
    others = [f"paper-{number}" for number in range(4 * HUB)]
    edges = [Edge(source=one, kind=EdgeKind.USES, target=HASTE) for one in others]
    ends = [told(BENCH, EdgeKind.VARIANT_OF, HASTE), told(SEARCH, EdgeKind.VARIANT_OF, HASTE)]
    library.graph.apply([_works(others), GraphDelta(contributor="hub", edges=(*edges, *ends))])
    library.graph.apply([GraphDelta(contributor="way", edges=(told(JUDGE, EdgeKind.USES, SEARCH),))])
    chart = chart_of(library, ATLAS)

    assert chart.joined[chart.rows[HASTE]] > HUB
    assert [step.node for step in path_between(chart, BENCH, SEARCH)] == [BENCH, JUDGE, SEARCH]


def test_where_nothing_leads_it_says_so(chart: Chart) -> None:
    """And what is not on the map is not found."""
    with pytest.raises(ConflictError, match="A post of its own"):
        path_between(chart, JUDGE, REST)
    with pytest.raises(NotFoundError, match="nowhere"):
        path_between(chart, JUDGE, "paper-nowhere")


def test_why_has_every_edge_and_the_link_with_what_they_stand_on(library: Library) -> None:
    """Told from the first one's side."""
    why = why_view(library, ATLAS, AGENT, PATIENCE)

    assert {line.kind for line in why.lines} == {"USES", "MENTIONS"}
    assert all(line.outgoing and line.evidence[0].text for line in why.lines)
    assert why.link is None
    assert why.bridge is None
    assert [line.outgoing for line in why_view(library, ATLAS, PATIENCE, AGENT).lines] == [False, False]
    linked = why_view(library, ATLAS, AGENT, SPEED)
    assert linked.link is not None
    assert linked.link.score == 0.91


def test_why_tells_what_the_document_of_a_work_says(library: Library) -> None:
    """As the work's own."""
    post = "article-source-letters.example-2024-885befd8"
    line = why_view(library, ATLAS, post, AGENT).lines[0]

    assert (line.kind, line.outgoing) == ("LISTS", True)
    assert line.evidence[0].document == "document-2024"


def test_why_of_a_bridge_tells_what_speaks_for_it(library: Library) -> None:
    """Where nothing joins the two; of two others it has nothing to say, and of none that is not there."""
    assert why_view(library, ATLAS, SPEED, JUDGE).bridge is not None
    nothing = why_view(library, ATLAS, JUDGE, HASTE)
    assert not (nothing.lines)
    assert not (nothing.link)
    assert not (nothing.bridge)
    with pytest.raises(NotFoundError, match="nowhere"):
        why_view(library, ATLAS, JUDGE, "paper-nowhere")


def test_a_way_is_told_step_by_step(library: Library, chart: Chart) -> None:
    """Each with why it holds, as the one before has it."""
    found = strides(library, path_between(chart, JUDGE, SEARCH))

    assert found[0].why is None
    assert all(stride.why and (stride.why.lines or stride.why.link) for stride in found[1:])
    assert not is_dismissed(library, JUDGE, SEARCH)


def _works(keys: list[str]) -> GraphDelta:
    claims = [Claim(node=Node(id=key, kind=NodeKind.PAPER, name=key), rank=ClaimRank.LIST, stamp="") for key in keys]
    return GraphDelta(contributor="works", claims=tuple(claims))
