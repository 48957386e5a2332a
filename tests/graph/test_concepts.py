"""What a text's findings draw."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from graph.concepts import Place, document_place, draw, record_place
from graph.mention import Findings, Mention, Passage, Statement, Text
from graph.model import (
    Basis,
    Document,
    Edge,
    EdgeKind,
    Evidence,
    GraphDelta,
    Item,
    Moment,
    Node,
    NodeKind,
)
from graph.outline import Block, BlockKind, Outline, Span
from graph.resolve import resolve
from graph.uses import uses_of

MODEL, TECHNIQUE, PERSON = NodeKind.MODEL, NodeKind.TECHNIQUE, NodeKind.PERSON
PRODUCT, ORGANIZATION, BENCHMARK = NodeKind.PRODUCT, NodeKind.ORGANIZATION, NodeKind.BENCHMARK

KINDS = {
    "Quill 3": MODEL,
    "quill-3": MODEL,
    "Quill 2": MODEL,
    "Quill3": MODEL,
    "Drift": TECHNIQUE,
    "Northwind": ORGANIZATION,
    "Ada Okafor": PERSON,
    "Scribe": PRODUCT,
    "HardSums": BENCHMARK,
}
LABEL = "Quill 3: how it was made, by Ada Okafor"


def sentences(text: str) -> list[tuple[int, int]]:
    """Return where sentences start and end, as simply as a test needs it."""
    return [found.span() for found in re.finditer(r"\S[^.]*\.?", text)]


def passage(text: str, block: int | None = 0, *, item: str | None = None, label: str = "") -> Passage:
    """Return a passage; its label is its beginning."""
    return Passage(text=text, block=block, item=item, labels=(Span(0, len(label)),) if label else ())


def mentions(*passages: Passage, **names: str) -> tuple[Mention, ...]:
    """Return every occurrence of a name of KINDS in the passages; `names` gives a written name a fuller one."""
    pattern = re.compile("|".join(sorted(map(re.escape, KINDS), key=len, reverse=True)))
    return tuple(
        Mention(
            passage=place,
            start=found.start(),
            end=found.end(),
            text=found.group(),
            kind=KINDS[found.group()],
            name=names.get(found.group().replace(" ", "_"), found.group()),
            extractor="made-up/1",
            confidence=0.8 if place else 0.9,
        )
        for place, one in enumerate(passages)
        for found in pattern.finditer(one.text)
    )


POST = Place(
    source="document-a",
    work="article-post",
    stamp="2025",
    document="document-a",
    works={"item-1": "paper-quill"},
    sections={"item-1": "March"},
    headings=[None, "Models", "Models"],
)


def drawn(
    passages: Sequence[Passage],
    *statements: Statement,
    place: Place = POST,
    said: tuple[Mention, ...] | None = None,
) -> GraphDelta:
    """Return what a text of these passages draws, resolved by itself."""
    text = Text(key="document-a", digest="", passages=tuple(passages))
    named = mentions(*passages) if said is None else said
    findings = Findings(key=text.key, digest="", extractor="all/1", mentions=named, statements=statements)
    return draw(text, findings, place, resolve(uses_of(findings)), sentences)


def edges(delta: GraphDelta, kind: EdgeKind) -> list[Edge]:
    """Return the delta's edges of this kind."""
    return [edge for edge in delta.edges if edge.kind is kind]


def nodes(delta: GraphDelta) -> dict[str, Node]:
    """Return the nodes that the delta claims."""
    return {claim.node.id: claim.node for claim in delta.claims}


def states(kind: EdgeKind, target: int, subject: int | None = None, *, place: int = 0, end: int = 99) -> Statement:
    """Return a statement about mentions of the passage's first sentence."""
    return Statement(
        kind=kind, passage=place, start=0, end=end, object=target, subject=subject, extractor="says/1", confidence=0.7
    )


def test_each_block_that_names_a_concept_shows_its_sentence() -> None:
    """Once a block, with the name as written, under its heading."""
    delta = drawn([passage("Hello. Now quill-3 is here. Quill 3 is good.", 0), passage("We like Quill 3.", 2)])

    assert delta.contributor == "names:document-a"
    (edge,) = edges(delta, EdgeKind.MENTIONS)
    assert (edge.source, edge.target, edge.confidence) == ("document-a", "model-quill-3", 0.9)
    assert edge.evidence == (
        Evidence(document="document-a", block=0, quote="Now quill-3 is here.", extractor="made-up/1", named="quill-3"),
        Evidence(
            document="document-a",
            section="Models",
            block=2,
            quote="We like Quill 3.",
            extractor="made-up/1",
            named="Quill 3",
        ),
    )


def test_a_node_has_every_spelling_that_was_seen_each_shape_once() -> None:
    """Case and hyphens make no other shape; a missing space does. Quotes and possessives are no part of a name."""
    said = mentions(passage("Quill 3, quill-3, Quill3 by Northwind"))[:3]
    written = [replace(said[0], text=text) for text in ("“Northwind Quill 3”", "Northwind’s Quill 3's", "Q3")]
    delta = drawn([passage("Quill 3, quill-3, Quill3 by Northwind")], said=(*said, *written))

    (node,) = nodes(delta).values()
    assert (node.id, node.name) == ("model-quill-3", "Quill 3")
    assert node.aliases == ("Northwind Quill 3", "Northwind’s Quill 3", "Q3", "Quill3")


def test_names_written_together_are_a_spelling_too() -> None:
    """The maker before the name, and long and short form side by side."""
    text = "Northwind Quill 3, Northwind’s Scribe, Drift (Quill 2), Quill 2 or Drift, Quill 3 (Quill 2, at last)."
    said = mentions(passage(text))
    one = [replace(each, kind=TECHNIQUE, name="Drift") if each.text in ("Quill 2", "Drift") else each for each in said]

    found = nodes(drawn([passage(text)], said=tuple(one)))

    assert found["model-quill-3"].aliases == ("Northwind Quill 3",)
    assert found["product-scribe"].aliases == ("Northwind’s Scribe",)
    assert found["technique-drift"].aliases == ("Drift (Quill 2)", "Quill 2", "Quill 2 or Drift")


def test_a_long_sentence_is_cut_around_the_name() -> None:
    """At words, with what was left out marked."""
    words = " ".join(f"word{n}" for n in range(200))
    (edge,) = edges(drawn([passage(f"{words} Quill 3 {words}")]), EdgeKind.MENTIONS)

    quote = edge.evidence[0].quote or ""
    assert "Quill 3" in quote
    assert len(quote) < 320
    assert re.fullmatch(r"…word\d+ .* word\d+…", quote)


def test_works_are_about_what_their_labels_and_titles_name() -> None:
    """An item's label speaks for its work, the title for the document's; a person in a label is its author."""
    delta = drawn(
        [
            passage("Scribe is here", None, label="Scribe is here"),
            passage(f"{LABEL}. Uses Drift.", 1, item="item-1", label=LABEL),
        ]
    )

    about = {(edge.source, edge.target, edge.basis) for edge in edges(delta, EdgeKind.ABOUT)}
    assert about == {
        ("article-post", "product-scribe", Basis.NAMED),
        ("paper-quill", "model-quill-3", Basis.NAMED),
    }
    title = edges(delta, EdgeKind.MENTIONS)[0].evidence[0]
    assert (title.section, title.block, title.quote) == (None, None, "Scribe is here")
    listed = next(edge for edge in delta.edges if edge.target == "technique-drift")
    assert listed.evidence[0].section == "March"


def test_what_is_stated_is_an_edge_with_its_sentence() -> None:
    """Between concepts, stated by whatever rule read it."""
    said = "Quill 3 by Northwind beats Quill 2 on HardSums."
    delta = drawn(
        [passage(f"{said} Fine.")],
        states(EdgeKind.RELEASED_BY, 1, 0, end=len(said)),
        states(EdgeKind.OUTPERFORMS, 2, 0, end=len(said)),
        states(EdgeKind.SUCCEEDS, 2, 0, end=len(said)),
        states(EdgeKind.EVALUATED_ON, 3, 0, end=len(said)),
    )

    stated = [edge for edge in delta.edges if edge.basis is Basis.STATED]
    assert [(edge.source, edge.kind, edge.target) for edge in stated] == [
        ("model-quill-3", EdgeKind.RELEASED_BY, "organization-northwind"),
        ("model-quill-3", EdgeKind.OUTPERFORMS, "model-quill-2"),
        ("model-quill-3", EdgeKind.SUCCEEDS, "model-quill-2"),
        ("model-quill-3", EdgeKind.EVALUATED_ON, "benchmark-hardsums"),
    ]
    assert stated[0].confidence == 0.7
    assert stated[0].evidence == (
        Evidence(document="document-a", block=0, quote=said, extractor="says/1", named="Northwind"),
    )


def test_what_is_said_without_a_subject_is_said_of_the_work() -> None:
    """The item's, else the document's own; who released a work made it."""
    delta = drawn(
        [passage("Introduces Drift.", 1, item="item-1"), passage("We use Drift, says Northwind.", 2)],
        states(EdgeKind.INTRODUCES, 0),
        states(EdgeKind.USES, 1, place=1),
        states(EdgeKind.RELEASED_BY, 2, place=1),
    )

    assert [(edge.source, edge.kind) for edge in delta.edges if edge.basis is Basis.STATED] == [
        ("paper-quill", EdgeKind.INTRODUCES),
        ("article-post", EdgeKind.USES),
        ("article-post", EdgeKind.AUTHORED_BY),
    ]


def test_an_entrys_work_stands_for_what_its_label_names() -> None:
    """Elsewhere a model that uses something does so itself."""
    entry = [passage(LABEL, 1, item="item-1", label=LABEL), passage("Quill 3 uses Drift.", 2, item="item-1")]
    (uses,) = edges(drawn(entry, states(EdgeKind.USES, 3, 2, place=1)), EdgeKind.USES)
    assert uses.source == "paper-quill"

    (uses,) = edges(drawn([passage("Quill 3 uses Drift.")], states(EdgeKind.USES, 1, 0)), EdgeKind.USES)
    assert uses.source == "model-quill-3"

    record = record_place("arxiv:2501.00001", "paper-arxiv-2501.00001")
    paper = [passage("Quill 3", None, label="Quill 3"), passage("Quill 3 uses Drift.")]
    (uses,) = edges(drawn(paper, states(EdgeKind.USES, 2, 1, place=1), place=record), EdgeKind.USES)
    assert (uses.source, uses.evidence[0].record, uses.evidence[0].document) == (
        "paper-arxiv-2501.00001",
        "arxiv:2501.00001",
        None,
    )


def test_what_does_not_fit_the_relation_is_not_drawn() -> None:
    """Kinds and direction are DESIGN.md's, and nothing is related to itself."""
    text = [passage("Quill 3, quill-3, Drift, Northwind, Ada Okafor, Scribe.")]
    wrong = [
        states(EdgeKind.SUCCEEDS, 1, 0),
        states(EdgeKind.SUCCEEDS, 2, 0),
        states(EdgeKind.RELEASED_BY, 4, 0),
        states(EdgeKind.RELEASED_BY, 0, 3),
        states(EdgeKind.INTRODUCES, 2, 3),
        states(EdgeKind.AUTHORED_BY, 4, 0),
        states(EdgeKind.EVALUATED_ON, 2, 0),
        states(EdgeKind.OUTPERFORMS, 2),
        states(EdgeKind.MENTIONS, 2, 0),
    ]

    assert not [edge for edge in drawn(text, *wrong).edges if edge.basis is Basis.STATED]


def test_an_ambiguous_name_is_flagged_with_its_candidates() -> None:
    """Until a text or a person says which it is."""
    (one,) = mentions(passage("Scribe."))
    (node,) = nodes(drawn([passage("Scribe.")], said=(replace(one, candidates=("Old Scribe", "New Scribe")),))).values()

    assert (node.flags, node.candidates) == (("ambiguous",), ("product:New Scribe", "product:Old Scribe"))


def test_a_documents_place_has_its_headings_and_its_items() -> None:
    """A heading stands over itself and over what follows."""
    blocks = (
        Block(kind=BlockKind.PARAGRAPH, text="Before"),
        Block(kind=BlockKind.HEADING, text="March", level=2),
        Block(kind=BlockKind.LIST_ITEM, text="Entry", level=1),
    )
    item = Item(
        id="item-1",
        document="document-a",
        section="March",
        position=1,
        month="2025-03",
        category=None,
        label="Entry",
        url=None,
        identity=None,
        version=None,
        links=(),
        comment=None,
        repairs=(),
        block=2,
        node="paper-1",
    )
    document = Document(
        id="document-a",
        source="source-a",
        kind="post",
        title="A post",
        url=None,
        identity=None,
        published=Moment(datetime(2025, 3, 1, tzinfo=UTC)),
        outline=Outline(blocks=blocks),
    )

    place = document_place(document, [item], "article-post")

    assert list(place.headings) == [None, "March", "March"]
    assert (place.works, place.section(passage("x", 2, item="item-1"))) == ({"item-1": "paper-1"}, "March")
    assert place.stamp == "2025-03-01T00:00:00+00:00|document-a"
    assert [place.section(passage("x", block)) for block in (None, 0, 2, 7)] == [None, None, "March", None]


def test_evidence_has_the_month_that_its_block_speaks_of() -> None:
    """Of names and of statements; a title stands in none."""
    passages = [passage("Quill 3 by Northwind.", 1), passage("Quill 3", None), passage("Quill 3 won.", 7)]
    delta = drawn(passages, states(EdgeKind.RELEASED_BY, 1, 0), place=replace(POST, months=[None, "2025-04"]))

    (named,) = (edge for edge in edges(delta, EdgeKind.MENTIONS) if edge.target == "model-quill-3")
    assert {one.block: one.month for one in named.evidence} == {1: "2025-04", None: None, 7: None}
    (stated,) = edges(delta, EdgeKind.RELEASED_BY)
    assert stated.evidence[0].month == "2025-04"
