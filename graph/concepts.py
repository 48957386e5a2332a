"""What a text names and states, with what its names mean → what the graph says because of it, with the sentences.

Pure: the same findings, place and resolution give the same delta. A text mentions concepts, is about those that its
title or an item's label names, and states relations. A statement whose ends are not of the kinds that the relation is
between (DESIGN.md's table) is not drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from graph.concept_names import AMBIGUOUS
from graph.mention import NAMED_KINDS, Findings, Mention, Passage, Statement, Text
from graph.model import (
    WORK_KINDS,
    Basis,
    ClaimRank,
    Document,
    DocumentId,
    EdgeKind,
    Evidence,
    GraphDelta,
    Item,
    ItemId,
    Month,
    Node,
    NodeId,
    NodeKind,
)
from graph.names import name_key, name_shape
from graph.outline import BlockKind
from graph.quotes import Quotes, Sentences
from graph.resolve import Concept, Resolution
from graph.sketch import Sketch
from graph.spellings import READABLE, Spelt, expressions

NAMES = "names:"
"""How a contributor that draws a text's names begins; the text's key follows."""

_UNDATED = "9999"  # sorts after every date
_SIGNS = " \t\n\"'“”‘’«»`.,;:!?()[]"
_INITIAL = re.compile(r"[ .][A-Z]\Z")
_POSSESSIVE = re.compile(r"['’]s?\Z")

_THINGS = frozenset({NodeKind.MODEL, NodeKind.TECHNIQUE, NodeKind.BENCHMARK, NodeKind.PRODUCT})
_USERS = frozenset({NodeKind.MODEL, NodeKind.TECHNIQUE, NodeKind.PRODUCT})
_MAKERS = frozenset({NodeKind.ORGANIZATION})
_MODELS = frozenset({NodeKind.MODEL})
_MADE = frozenset({NodeKind.MODEL, NodeKind.PRODUCT})
_ENDS: Mapping[EdgeKind, tuple[frozenset[NodeKind], frozenset[NodeKind]]] = {
    EdgeKind.INTRODUCES: (WORK_KINDS, _THINGS),
    EdgeKind.USES: (WORK_KINDS | _USERS, _THINGS),
    EdgeKind.ABOUT: (WORK_KINDS, NAMED_KINDS),
    EdgeKind.EVALUATED_ON: (WORK_KINDS | _USERS, frozenset({NodeKind.BENCHMARK})),
    EdgeKind.AUTHORED_BY: (WORK_KINDS, frozenset({NodeKind.PERSON, NodeKind.ORGANIZATION})),
    EdgeKind.RELEASED_BY: (_MADE, _MAKERS),
    EdgeKind.SUCCEEDS: (_MODELS, _MODELS),
    EdgeKind.VARIANT_OF: (_MODELS, _MODELS),
    EdgeKind.OUTPERFORMS: (NAMED_KINDS, NAMED_KINDS),
    EdgeKind.COMPARED_WITH: (NAMED_KINDS, NAMED_KINDS),
}
"""The kinds that a relation is from and to. What uses or is measured may be a concept where no work stands for it."""


class Place(Struct, frozen=True, kw_only=True):
    """Where a text stands in the graph: `source` is what mentions (a document, or a record's work), `work` what it is.

    `works` and `sections` are those of its items, `headings` the heading over each block, `months` the month that it
    speaks of, if any. `record` is the identity of a record, None for a document; `stamp` orders its claims among those
    of others.
    """

    source: str
    work: NodeId | None
    stamp: str
    document: DocumentId | None = None
    record: str | None = None
    works: Mapping[ItemId, NodeId] = {}
    sections: Mapping[ItemId, str | None] = {}
    headings: Sequence[str | None] = ()
    months: Sequence[Month | None] = ()

    def section(self, passage: Passage) -> str | None:
        """Return the section that a passage stands in: its item's, else the last heading."""
        if passage.item is not None and passage.item in self.sections:
            return self.sections[passage.item]
        held = passage.block is not None and passage.block < len(self.headings)
        return self.headings[passage.block or 0] if held else None

    def month(self, passage: Passage) -> Month | None:
        """Return the month that a passage speaks of, where that is not the text's own."""
        held = passage.block is not None and passage.block < len(self.months)
        return self.months[passage.block or 0] if held else None


def document_place(
    document: Document, items: Iterable[Item], work: NodeId | None, months: Sequence[Month | None] = ()
) -> Place:
    """Return where a document stands; its items have the works that they list, `work` is the one it records."""
    headings: list[str | None] = []
    for block in document.outline.blocks:
        headings.append(block.text if block.kind is BlockKind.HEADING else headings[-1] if headings else None)
    listed = list(items)
    date = document.published
    return Place(
        source=document.id,
        work=work,
        stamp=f"{date.instant.isoformat() if date else _UNDATED}|{document.id}",
        document=document.id,
        works={item.id: item.node for item in listed if item.node},
        sections={item.id: item.section for item in listed},
        headings=headings,
        months=months,
    )


def record_place(identity: str, work: NodeId) -> Place:
    """Return where the record of a work stands."""
    return Place(source=work, work=work, stamp=f"{_UNDATED}|{identity}", record=identity)


def draw(text: Text, findings: Findings, place: Place, resolution: Resolution, sentences: Sentences) -> GraphDelta:
    """Return what the text says of concepts: that there are these, where they are named, what is stated of them."""
    drawing = _Drawing(text, findings, place, resolution, sentences)
    drawing.name()
    for statement in findings.statements:
        drawing.state(statement, findings.extractor)
    return drawing.sketch.delta()


class _Named(Struct, frozen=True):
    """A mention with its concept and where it stands."""

    mention: Mention
    concept: Concept
    node: NodeId
    passage: Passage

    @property
    def in_label(self) -> bool:
        """Say whether it stands in what names a work."""
        start, end = self.mention.start, self.mention.end
        return any(span.start <= start and end <= span.end for span in self.passage.labels)


class _Drawing:
    """One text's delta in the making."""

    def __init__(
        self, text: Text, findings: Findings, place: Place, resolution: Resolution, sentences: Sentences
    ) -> None:
        self.sketch = Sketch(f"{NAMES}{text.key}")
        self._place = place
        self._resolution = resolution
        self._quotes = Quotes(text.passages, sentences)
        self._named: list[_Named] = []
        for mention in findings.mentions:
            concept = resolution.of(mention)
            self._named.append(_Named(mention, concept, concept.id, text.passages[mention.passage]))
        self._expressions = expressions([_spelt(one) for one in self._named])
        self._labels = {(one.passage.item, one.node) for one in self._named if one.in_label}

    def name(self) -> None:
        """Say which concepts there are, in which blocks they are named, and what labels and titles are about."""
        groups: dict[NodeId, list[_Named]] = {}
        for one in self._named:
            groups.setdefault(one.node, []).append(one)
        for node, some in groups.items():
            self._claim(node, some)
            blocks: set[int | None] = set()
            for one in some:
                if one.passage.block not in blocks:
                    blocks.add(one.passage.block)
                    self._edge(self._place.source, EdgeKind.MENTIONS, one, None)
                if one.in_label:
                    self._about(one)

    def state(self, statement: Statement, extractor: str) -> None:
        """Draw what a sentence states, where it is between such things as the relation is between."""
        target = self._named[statement.object]
        kind, source, from_kind = self._subject(statement)
        kinds = _ENDS.get(kind)
        if kinds is None or source is None or source == target.node:
            return
        if from_kind not in kinds[0] or target.concept.kind not in kinds[1]:
            return
        quote = self._quotes.within(statement, target.mention)
        evidence = self._evidence(target, quote, statement.extractor or extractor)
        self.sketch.edge(source, kind, target.node, Basis.STATED, evidence, statement.confidence)

    def _subject(self, statement: Statement) -> tuple[EdgeKind, NodeId | None, NodeKind]:
        """Return the relation as it is drawn, what it is of, and that one's kind; a paper stands for any kind of work.

        What is said of the thing that an entry's label names is said of the entry's work, where the relation is a
        work's; and who released a work is who made it.
        """
        kind = statement.kind
        one = self._named[statement.subject] if statement.subject is not None else None
        item = self._named[statement.object].passage.item if one is None else one.passage.item
        stands = one is None or self._is_label(one)
        if kind is EdgeKind.RELEASED_BY and (
            one is None or one.concept.kind in (NodeKind.TECHNIQUE, NodeKind.BENCHMARK)
        ):
            kind = EdgeKind.AUTHORED_BY
        if stands and (one is None or (kind in _ENDS and NodeKind.PAPER in _ENDS[kind][0])):
            return kind, self._work(item), NodeKind.PAPER
        return (kind, one.node, one.concept.kind) if one else (kind, None, NodeKind.PAPER)

    def _is_label(self, one: _Named) -> bool:
        """Say whether a work stands for what is named: its entry's label, or a record's title, names it."""
        entry = one.passage.item
        return (entry, one.node) in self._labels and (entry is not None or self._place.record is not None)

    def _work(self, item: ItemId | None) -> NodeId | None:
        return self._place.works.get(item) if item else self._place.work

    def _claim(self, node: NodeId, some: Sequence[_Named]) -> None:
        concept = some[0].concept
        candidates = {key for one in some for key in one.concept.candidates}
        claimed = Node(
            id=node,
            kind=concept.kind,
            name=concept.name,
            aliases=_aliases(concept, self._names(some), self._expressions.get(node, ())),
            flags=(AMBIGUOUS,) if candidates else (),
            keys=concept.keys,
            candidates=tuple(sorted(candidates)),
        )
        self.sketch.claim(claimed, ClaimRank.REFERENCE, self._place.stamp)

    def _names(self, some: Iterable[_Named]) -> set[str]:
        """Return what the text calls a concept, but for names that a person set apart from it."""
        names = ((one.mention, name) for one in some for name in (one.mention.name, _bare(one.mention.text)))
        return {name for mention, name in names if name_key(name) and not self._resolution.is_apart(mention, name)}

    def _about(self, one: _Named) -> None:
        """Say that a work is about what its title or label names; a person there is who wrote it, as often as not."""
        work = self._work(one.passage.item)
        if work and work != one.node and one.concept.kind is not NodeKind.PERSON:
            self._edge(work, EdgeKind.ABOUT, one, Basis.NAMED)

    def _edge(self, source: str, kind: EdgeKind, one: _Named, basis: Basis | None) -> None:
        evidence = self._evidence(one, self._quotes.around(one.mention), one.mention.extractor)
        self.sketch.edge(source, kind, one.node, basis, evidence, one.mention.confidence)

    def _evidence(self, one: _Named, quote: str, extractor: str) -> Evidence:
        return Evidence(
            document=self._place.document,
            record=self._place.record,
            section=self._place.section(one.passage),
            block=one.passage.block,
            quote=quote,
            extractor=extractor,
            named=one.mention.text,
            month=self._place.month(one.passage),
        )


def _spelt(one: _Named) -> Spelt:
    mention = one.mention
    return Spelt(mention.passage, one.passage.text, mention.start, mention.end, one.node, one.concept.kind)


def _aliases(concept: Concept, names: Iterable[str], written: Iterable[str]) -> tuple[str, ...]:
    """Return how else the text writes the name, each shape once, sorted; expressions as far as they can be read."""
    aliases: dict[str, str] = {}
    for name in sorted(names):
        aliases.setdefault(name_shape(name), name)
    for name in written:
        if len(aliases) < READABLE:
            aliases.setdefault(name_shape(name), name)
    aliases.pop(name_shape(concept.name), None)
    return tuple(sorted(aliases.values()))


def _bare(text: str) -> str:
    """Return a name as written, without the quotes around it and the possessive behind it; an initial keeps its point."""
    bare = _POSSESSIVE.sub("", text.strip(_SIGNS)).strip(_SIGNS)
    return f"{bare}." if _INITIAL.search(bare) and f"{bare}." in text else bare
