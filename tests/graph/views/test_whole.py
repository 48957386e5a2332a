"""What is told of the whole graph: communities, bridges, ten works of a month."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.analysis.kept import LibraryAnalysis
from graph.errors import InvalidInputError, NotFoundError
from graph.link import link_of
from graph.model import Edge, EdgeKind, Evidence, GraphDelta, NodeId
from graph.ports.analysis import Atlas
from graph.stores.memory import MemoryLibrary
from graph.views.bridges import bridges_of, bridges_view
from graph.views.communities import community_index, community_view, standing_of
from graph.views.draw import _in_common, draw_view
from tests.graph.analysis.listed import FAR, FIELDS, KEYS, MODEL, MONTH, SIZE, concept, fill


@pytest.fixture
def library() -> MemoryLibrary:
    made = MemoryLibrary()
    fill(made)
    return made


@pytest.fixture
def atlas(library: MemoryLibrary, tmp_path: Path) -> Atlas:
    return LibraryAnalysis(library, tmp_path, lambda: MODEL).refresh()


def recorded(document: str, work: NodeId) -> GraphDelta:
    """Return that this work is this document."""
    evidence = (Evidence(document=document, extractor="test/1"),)
    edge = Edge(source=document, kind=EdgeKind.RECORDS, target=work, evidence=evidence)
    return GraphDelta(contributor="document-other", edges=(edge,))


def test_the_index_has_each_community_with_what_its_name_rests_on(library: MemoryLibrary, atlas: Atlas) -> None:
    """And what it is around."""
    lines = community_index(library, atlas).communities

    assert {line.name for line in lines} == set(FIELDS)
    assert all(line.terms[0].inside == line.works == SIZE for line in lines)
    assert all(line.hubs[0].kind == "technique" for line in lines)


def test_a_community_has_its_works_and_concepts(library: MemoryLibrary, atlas: Atlas) -> None:
    """The best joined first; another id is none."""
    line = community_index(library, atlas).communities[0]
    view = community_view(library, atlas, line.id)

    assert len(view.works) == SIZE
    assert view.central[0].node.id == view.concepts[0].id
    with pytest.raises(NotFoundError):
        community_view(library, atlas, "community-nowhere")


def test_an_issue_of_a_digest_is_not_central(library: MemoryLibrary, atlas: Atlas) -> None:
    """It is joined with all that it lists, whatever that is."""
    line = community_index(library, atlas).communities[0]
    first = next(one.node.id for one in community_view(library, atlas, line.id).central if one.node.kind == "paper")
    library.graph.apply([recorded("document-list", first)])
    view = community_view(library, atlas, line.id)

    assert first not in {one.node.id for one in view.central}
    assert first in {one.id for one in view.works}


def test_before_anything_is_worked_out_all_says_so(library: MemoryLibrary) -> None:
    """Not ready, and no node stands anywhere."""
    assert not community_index(library, None).ready
    assert not bridges_view(library, None).ready
    assert standing_of(library, None, KEYS[0]) is None
    assert bridges_of(library, None, KEYS[0]) == []
    with pytest.raises(NotFoundError):
        community_view(library, None, "community-kite-flying")


def test_a_node_stands_in_its_community(library: MemoryLibrary, atlas: Atlas) -> None:
    """A technique is joined with all works that are about it."""
    standing = standing_of(library, atlas, concept(0))

    assert standing
    assert (standing.joined, standing.inside, standing.community.name) == (SIZE, SIZE, FIELDS[0])


def test_a_bridge_is_told_with_its_reasons(library: MemoryLibrary, atlas: Atlas) -> None:
    """From either end: which fields, how near, how far apart."""
    first = bridges_view(library, atlas).listed[0]
    (mine, *_) = bridges_of(library, atlas, FAR[1])

    assert {first.a.id, first.b.id} == set(FAR)
    assert first.field_a
    assert first.field_b
    assert {first.field_a.name, first.field_b.name} == {FIELDS[0], FIELDS[-1]}
    assert first.reasons[1] == "Both about kite flying."
    assert "apart" in first.reasons[-1]
    assert (mine.a.id, mine.b.id) == (FAR[1], FAR[0])


def test_a_bridge_that_was_built_is_none(library: MemoryLibrary, atlas: Atlas) -> None:
    """Once somebody links its ends it is not shown; nor is one whose end is gone."""
    library.links.replace([link_of(*FAR, 0.9)])
    assert bridges_of(library, atlas, FAR[0]) == []

    library.links.replace([])
    library.graph.apply([GraphDelta(contributor="document-list")])
    assert bridges_view(library, atlas).listed == ()


def test_a_draw_is_the_same_until_another_is_asked_for(library: MemoryLibrary, atlas: Atlas) -> None:
    """Ten different works of the month."""
    one, again, other = (draw_view(library, atlas, MONTH, number) for number in (1, 1, 2))
    drawn = {entry.node.id for entry in one.entries}

    assert one == again
    assert len(drawn) == 10
    assert drawn <= set(KEYS)
    assert drawn != {entry.node.id for entry in other.entries}


def test_a_draw_is_diverse(library: MemoryLibrary, atlas: Atlas) -> None:
    """No field has more than its share and one: there are four."""
    for number in range(1, 6):
        drawn = draw_view(library, atlas, MONTH, number).entries
        shares = [
            sum(entry.node.id in KEYS[start : start + SIZE] for entry in drawn) for start in range(0, len(KEYS), SIZE)
        ]

        assert max(shares) <= 4


def test_an_issue_of_a_digest_is_not_drawn(library: MemoryLibrary) -> None:
    """Its works are; where a month has hardly anything else, it is drawn too."""
    library.graph.apply([recorded("document-list", KEYS[0])])
    drawn = {entry.node.id for number in range(30) for entry in draw_view(library, None, MONTH, number).entries}

    assert KEYS[0] not in drawn
    assert len(drawn) == len(KEYS) - 1
    assert KEYS[0] in {entry.node.id for entry in draw_view(library, None, MONTH, size=len(KEYS)).entries}


def test_a_draw_tells_what_connects_its_works(library: MemoryLibrary, atlas: Atlas) -> None:
    """Each thread joins some that nothing joined yet; here a list has them all, so none is alone."""
    view = draw_view(library, atlas, MONTH)
    told = [thread.text for thread in view.threads]

    assert any("have to do with" in text for text in told)
    assert "All of March" in told[-1]
    assert view.alone == ()
    assert len(view.threads) < 10


def test_a_work_has_nothing_to_do_with_itself() -> None:
    """Of a work and of what names it only the latter has to do with it; what many have is told without all their names."""
    assert (
        _in_common(["On kites", "Kite Two"], 7, "have to do with", "Kite-Two") == "“On kites” has to do with Kite-Two"
    )
    assert _in_common(["A", "B"], 7, "stand under", "Kites") == "Both “A” and “B” stand under Kites"
    assert _in_common(list("ABCDEFG"), 7, "are listed in", "Notes") == "All of them are listed in Notes"
    assert _in_common(list("ABCDEF"), 7, "are listed in", "Notes") == "“A”, “B”, “C” and 3 more are listed in Notes"


def test_a_draw_says_of_what_it_is_drawn(library: MemoryLibrary) -> None:
    """Of what lists and people chose, as long as that is enough."""
    view = draw_view(library, None, MONTH)

    assert (view.pool, view.is_chosen) == (len(KEYS), True)
    assert not draw_view(library, None, MONTH, size=len(KEYS) + 1).is_chosen


def test_a_draw_needs_no_analysis(library: MemoryLibrary) -> None:
    """Before anything is worked out the lists alone tell works apart."""
    assert len(draw_view(library, None, MONTH).entries) == 10


def test_a_month_must_be_one(library: MemoryLibrary) -> None:
    """And hold something."""
    with pytest.raises(InvalidInputError):
        draw_view(library, None, "March")
    with pytest.raises(NotFoundError):
        draw_view(library, None, "1999-01")
