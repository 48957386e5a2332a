"""A concept's view: what the texts say of it, gathered."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from graph.errors import NotFoundError
from graph.ids import concept_id
from graph.mention import Findings, Mention
from graph.model import Claim, ClaimRank, Edge, EdgeKind, Evidence, GraphDelta, Node, NodeKind
from graph.ports import Library
from graph.record import Record
from graph.stores.memory import MemoryLibrary
from graph.views.chips import everywhere
from graph.views.concept import concept_view
from graph.views.concept_shapes import ConceptView
from graph.views.concepts import concept_called, concept_index, kind_lines
from graph.views.known import node_at
from graph.views.month import month_view
from graph.views.node import node_view
from tests.graph.named import ADA, BENCH, HASTE, LAB, LULL, PATIENCE, SEARCH, name, said
from tests.graph.small import AGENT, JUDGE, SPEED, fill


@pytest.fixture
def library() -> Library:
    made = MemoryLibrary()
    with made.transaction():
        fill(made)
        name(made)
    return made


def view(library: Library, key: str, **asked: int) -> ConceptView:
    return concept_view(library, library.graph.node(key), **asked)


def test_who_made_it_and_what_it_made(library: Library) -> None:
    """A stated maker comes with its sentence; the maker's page lists what it made."""
    (maker,) = view(library, PATIENCE).makers

    assert (maker.other, maker.basis, maker.evidence[0].named) == (LAB, "stated", "quiet-lab")
    assert [line.other for line in view(library, LAB).made] == [PATIENCE, HASTE]


def test_its_lineage_is_a_ladder(library: Library) -> None:
    """Newest first, itself in the middle, each rung with why it stands there."""
    rungs = view(library, PATIENCE).ladder

    assert [rung.node.name for rung in rungs] == ["Patience 3", "Patience 2", "Patience"]
    assert [rung.why.basis if rung.why else None for rung in rungs] == ["stated", None, "named"]
    assert rungs[1].since == "2024-02"
    assert [line.other for line in view(library, PATIENCE).variants] == ["model-patience-2-mini"]
    assert view(library, HASTE).ladder == ()


def test_a_circle_of_successions_ends(library: Library) -> None:
    """Two texts that contradict each other are no endless ladder."""
    back = Edge(source="model-patience", kind=EdgeKind.SUCCEEDS, target="model-patience-3")
    library.graph.apply([GraphDelta(contributor="circle", edges=(back,))])

    assert len(view(library, PATIENCE).ladder) < 8


def test_its_mentions_stand_by_date_with_their_sentences(library: Library) -> None:
    """Newest first; a record's mention has its work's date; the first of all is told apart."""
    found = view(library, PATIENCE)

    assert [(line.text, line.quote.named, line.quote.published) for line in found.mentions] == [
        ("document-2025", "Patience 2", "2025-12-21"),
        ("document-2024", "P2", "2024-12-31"),
        ("document-2024", "Patience 2", "2024-12-31"),
        (AGENT, "Patience 2", "2024-02"),
    ]
    assert found.first is not None
    assert (found.first.text, found.first.kind, found.first.quote.source_title) == (AGENT, "paper", "its abstract")
    assert (found.total, found.texts) == (4, 3)
    assert [(bar.month, bar.count) for bar in found.months] == [("2024-02", 1), ("2024-12", 1), ("2025-12", 1)]


def test_mentions_come_in_parts(library: Library) -> None:
    """A part begins where the one before ended."""
    whole, part = view(library, PATIENCE), view(library, PATIENCE, skip=1, limit=2)

    assert part.mentions == whole.mentions[1:3]
    assert (part.skip, part.total) == (1, 4)


def test_a_sentence_is_told_once(library: Library) -> None:
    """A title that the text begins with again, a sentence that names it in full and in short."""
    words = "Patience 2 (P2) is here"
    title = replace(said("document-post", 0, words, "Patience 2"), block=None)
    both = (title, said("document-post", 0, words, "Patience 2"), said("document-post", 0, words, "P2"))
    edge = Edge(source="document-post", kind=EdgeKind.MENTIONS, target=PATIENCE, evidence=both)
    library.graph.apply([GraphDelta(contributor="names:post", edges=(edge,))])

    assert [line.quote.block for line in view(library, PATIENCE).mentions if line.text == "document-post"] == [0]


def test_a_months_section_dates_what_it_says(library: Library) -> None:
    """The mention stands among those of that month, in the strip, in the index and in the lineage too."""
    april = replace(said("document-2025", 2, "In April there was Patience 2.", "Patience 2"), month="2023-04")
    edge = Edge(source="document-2025", kind=EdgeKind.MENTIONS, target=PATIENCE, evidence=(april,))
    library.graph.apply([GraphDelta(contributor="names:april", edges=(edge,))])

    found = view(library, PATIENCE)

    assert [line.month for line in found.mentions] == [None, None, None, None, "2023-04"]
    assert found.first is not None
    assert (found.first.text, found.first.month, found.first.quote.published) == (
        "document-2025",
        "2023-04",
        "2025-12-21",
    )
    assert found.months[0].month == "2023-04"
    assert found.ladder[1].since == "2023-04"
    assert concept_index(library, NodeKind.MODEL).lines[0].first == "2023-04"


def test_a_heading_is_told_where_it_stands(library: Library) -> None:
    """Not in the table of contents, nor in another block that only says it again."""
    words = "August: Patience 2 arrives"
    contents = said("document-post", 1, words, "Patience 2")
    heading = replace(said("document-post", 9, words, "Patience 2"), section=words, month="2024-08")
    edge = Edge(source="document-post", kind=EdgeKind.MENTIONS, target=PATIENCE, evidence=(contents, heading))
    library.graph.apply([GraphDelta(contributor="names:post", edges=(edge,))])

    assert [line.quote.block for line in view(library, PATIENCE).mentions if line.text == "document-post"] == [9]


def test_works_stand_under_their_most_telling_relation(library: Library) -> None:
    """Who introduces it, who uses it, whose entry names it: each work once."""
    groups = {group.relation: [line.node.id for line in group.works] for group in view(library, SEARCH).papers}

    assert groups == {"INTRODUCES": [AGENT], "USES": [SPEED]}
    assert [group.relation for group in view(library, HASTE).papers] == ["LISTS"]
    assert [(group.relation, group.works[0].node.id) for group in view(library, BENCH).papers] == [
        ("EVALUATED_ON", JUDGE),
        ("LISTS", AGENT),
    ]
    assert next((group.relation, group.works[0].node.id) for group in view(library, ADA).papers) == (
        "AUTHORED_BY",
        JUDGE,
    )


def test_only_the_newest_works_are_shown_unasked(library: Library) -> None:
    """The group says how many there are."""
    (group, *_) = view(library, SEARCH, works=0).papers

    assert (group.works, group.total) == ((), 1)


def test_an_entry_that_names_it_brings_its_words(library: Library) -> None:
    """The sentence of the very block that the entry stands in."""
    (group,) = view(library, HASTE).papers
    lines = {line.node.id: [quote.text for quote in line.evidence] for line in group.works}

    assert lines[AGENT] == ["Haste did not."]


def test_what_is_named_beside_it_twice_is_related(library: Library) -> None:
    """Once may be chance."""
    assert [(one.node.id, one.blocks) for one in view(library, PATIENCE).related] == [(HASTE, 2)]


def test_what_is_named_everywhere_is_nobodys_neighbour(library: Library) -> None:
    """More than an eighth of forty texts or more."""
    texts = [f"paper-{number}" for number in range(50)]
    edges = [
        Edge(source=text, kind=EdgeKind.MENTIONS, target=HASTE, evidence=(Evidence(record=text, block=0),))
        for text in texts
    ]
    library.graph.apply([GraphDelta(contributor="names:many", edges=tuple(edges))])

    assert everywhere(library) == {HASTE}
    assert view(library, PATIENCE).related == ()


def test_an_ambiguous_name_tells_what_it_may_mean(library: Library) -> None:
    """Each candidate that the library knows, with what it is."""
    node = replace(library.graph.node(LULL), candidates=("model:Haste", "model:Patience", "model:Unheard of"))

    lines = concept_view(library, node).candidates

    assert [(line.node.name, line.maker.name if line.maker else None) for line in lines] == [
        ("Haste", "Quiet Lab"),
        ("Patience", None),
    ]


def test_entries_carry_what_they_name(library: Library) -> None:
    """What the work introduces first, then what it uses, then what its entry names."""
    entries = [entry for part in month_view(library, "2025-01").lists for entry in part.entries]
    agent = next(entry for entry in entries if entry.node.id == AGENT)

    assert [(chip.name, chip.relation) for chip in agent.concepts][:2] == [
        ("waiting search", "INTRODUCES"),
        ("Patience 2", "USES"),
    ]
    assert {chip.relation for chip in agent.concepts[2:]} == {None}


def test_a_concepts_edges_are_its_views(library: Library) -> None:
    """A name in thousands of texts has thousands of edges."""
    assert node_view(library, PATIENCE).edges == ()


def test_an_index_has_the_most_named_first(library: Library) -> None:
    """With maker, first month and a common span of months; a filter takes any spelling of a part of a name."""
    index = concept_index(library, NodeKind.MODEL)

    assert [(line.node.name, line.texts) for line in index.lines][:3] == [("Patience 2", 3), ("Haste", 2), ("Lull", 1)]
    assert (index.lines[0].maker or index.lines[1]).id == LAB
    assert (index.lines[0].first, index.span[0], index.span[-1]) == ("2024-02", "2024-01", "2025-12")
    assert [line.node.name for line in concept_index(library, NodeKind.MODEL, "patience2").lines] == [
        "Patience 2",
        "Patience 2 mini",
    ]
    assert [line.node.name for line in concept_index(library, NodeKind.MODEL, "P2").lines] == ["Patience 2"]
    assert concept_index(library, NodeKind.MODEL, skip=5).total == 6
    assert concept_index(library, NodeKind.MODEL, "zzz").span == ()


def test_every_kind_has_its_line(library: Library) -> None:
    """However few there are."""
    assert [(line.kind, line.count) for line in kind_lines(library)] == [
        ("model", 6),
        ("technique", 1),
        ("benchmark", 1),
        ("organization", 1),
        ("person", 1),
        ("product", 1),
    ]


def test_a_concept_is_found_by_any_of_its_names(library: Library) -> None:
    """In any spelling; what nothing is called finds nothing."""
    assert [node.id for node in concept_called(library, "patience-2")] == [PATIENCE]
    assert [node.id for node in concept_called(library, "p 2")] == [PATIENCE]
    assert concept_called(library, "nothing") == []
    assert concept_called(library, "…") == []


def record(number: str, title: str, abstract: str) -> Record:
    return Record(identity=f"arxiv:{number}", title=title, abstract=abstract, provider="arxiv-snapshot")


def mentioned(number: str, text: str, kind: NodeKind = NodeKind.MODEL) -> Findings:
    one = Mention(passage=1, start=0, end=len(text), text=text, kind=kind, name=text, extractor="forms/1")
    return Findings(key=f"arxiv:{number}", digest="d", extractor="entities/1", mentions=(one,), skimmed=True)


def test_a_name_that_only_the_corpus_knows_is_a_node_too(library: Library) -> None:
    """It tells its papers with their own words around the name; unknown ones are not made up."""
    words = "word " * 100
    library.corpus.put([record("2505.00001", "A model", f"{words} We show Snail-3 at work. {words}")])
    library.corpus.put([record("2505.00002", "Snail-3, again", "Nothing more.")])
    library.mentions.put([mentioned("2505.00001", "Snail-3"), mentioned("2505.00002", "Snail-3")])

    node = node_at(library, "model-snail-3")
    found = concept_view(library, node)

    assert (node.name, node.flags) == ("Snail-3", ("metadata-only",))
    assert (found.records, found.total) == (2, 0)
    newer, older = found.record_lines
    assert (newer.quote.text, newer.quote.source_title) == ("Snail-3, again", "its title")
    assert older.quote.text is not None
    assert "We show Snail-3 at work." in older.quote.text
    assert len(older.quote.text) < 400
    for key in ("model-snail-4", "technique-snail-3", "model-", "paper-snail-3", "model-snail-3-deadbeef"):
        with pytest.raises(NotFoundError):
            node_at(library, key)


def test_a_name_whose_id_is_a_checksum_is_found(library: Library) -> None:
    """It is looked for among all names."""
    library.mentions.put([mentioned("2505.00001", "Ünsäglich★")])
    library.corpus.put([record("2505.00001", "A model", "Ünsäglich★ it is.")])
    (use,) = library.mentions.record_uses()

    assert node_at(library, concept_id(use.kind, use.called)).name == "Ünsäglich★"


def test_a_name_of_the_library_counts_its_papers(library: Library) -> None:
    """Under any of its names."""
    library.corpus.put([record("2505.00003", "On P2", "P2 it is.")])
    library.mentions.put([mentioned("2505.00003", "P2")])

    assert view(library, PATIENCE).records == 1


def test_a_concept_nobody_names_any_more_is_empty() -> None:
    """Nothing fails for want of texts."""
    library = MemoryLibrary()
    node = Node(id="model-x", kind=NodeKind.MODEL, name="X")
    claim = Claim(node=node, rank=ClaimRank.MENTION, stamp="")
    library.graph.apply([GraphDelta(contributor="decision:x", claims=(claim,))])

    found = view(library, "model-x")

    assert (found.total, found.first, found.papers, found.related, found.months) == (0, None, (), (), ())
