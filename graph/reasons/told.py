"""What is said of nodes, in whose words: what reasons for links are read from.

Of a work its own words count, and those of lists on it: title and abstract, comments, how its document begins. Of a
concept it is the sentences that name it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from graph.corpus import node_of
from graph.ids import concept_id
from graph.mention import NAMED_KINDS
from graph.model import WORK_KINDS, Document, Edge, EdgeKind, Evidence, Item, Node, NodeId, NodeKind
from graph.names import name_key
from graph.outline import BlockKind
from graph.ports import Library
from graph.quotes import quoted
from graph.record import Record
from graph.uses import key_of_name

EXTRACTOR = "linker/1"
_BEGINNING = 1_500
"""Characters of a document that tell what it is about."""
_TOLD = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE, BlockKind.TURN})
_NAMING = (EdgeKind.INTRODUCES, EdgeKind.ABOUT, EdgeKind.USES, EdgeKind.EVALUATED_ON, EdgeKind.MENTIONS)
_BEFORE, _AFTER = r"(?<![\w-])", r"(?![\w+]|[.-]\d|\sv?\d+(?:\.\d+)*(?![\w%-]))"
"""Opus 4 is not named by "Opus 4.1", nor Orca by "Orca 2", nor V3 by "DeepSeek-V3"."""
_QUOTES = 12
"""Sentences that name a concept which are looked at."""
_BREAK = re.compile(r"[.!?…]['\"”’)]*\s+|\n+")


class Said(Struct, frozen=True, kw_only=True):
    """A passage of a node's own words: `part` is title, abstract, comment, text or quote; `evidence` is where it stands."""

    part: str
    text: str
    evidence: Evidence

    def quote(self, start: int, end: int, named: str | None = None) -> Evidence:
        """Return the evidence with the sentence around text[start:end]."""
        before = [stop.end() for stop in _BREAK.finditer(self.text, 0, start)]
        after = _BREAK.search(self.text, end)
        words = quoted(
            self.text, before[-1] if before else 0, after.start() + 1 if after else len(self.text), start, end
        )
        told = self.evidence
        return Evidence(
            document=told.document,
            record=told.record,
            section=told.section,
            block=told.block,
            quote=words,
            extractor=EXTRACTOR,
            named=named,
        )


class Name(Struct, frozen=True, kw_only=True):
    """What texts may name: `spellings` are all it goes by."""

    kind: NodeKind
    called: str
    spellings: tuple[str, ...]


class Told(Struct, frozen=True, kw_only=True):
    """A node with its own words, the names found in them by their keys, and the entries of lists that have it."""

    node: Node
    said: tuple[Said, ...] = ()
    names: Mapping[str, Name] = {}
    introduces: frozenset[str] = frozenset()
    entries: tuple[Item, ...] = ()
    authors: tuple[str, ...] = ()
    references: frozenset[str] = frozenset()

    def find(self, name: Name) -> tuple[Said, re.Match[str]] | None:
        """Return the first passage of its own words that has the name, and where; None where none has."""
        pattern = _pattern(name.spellings)
        found = ((said, match) for said in self.said if (match := pattern.search(said.text)))
        return next(found, None)


def told(library: Library, keys: Collection[NodeId]) -> dict[NodeId, Told]:
    """Return key → what is said of it, for those of the keys that are nodes or papers of the corpus."""
    nodes = library.graph.many(keys)
    papers = library.corpus.by_node([key for key in keys if key not in nodes])
    nodes |= {key: node_of(record) for key, record in papers.items()}
    records = library.corpus.records([node.identity for node in nodes.values() if node.identity])
    works = [key for key, node in nodes.items() if node.kind in WORK_KINDS and key not in papers]
    items, documents = _entries(library, works), _documents(library, works)
    quotes = _quotes(library, [key for key, node in nodes.items() if node.kind in NAMED_KINDS])
    said = {
        key: [
            *_said(node, records.get(node.identity or ""), items.get(key, ()), documents.get(key)),
            *quotes.get(key, ()),
        ]
        for key, node in nodes.items()
    }
    names, introduced = _names(library, nodes, works, items, documents), _introduced(library, works)
    return {
        key: Told(
            node=node,
            said=tuple(said[key]),
            names=names.get(key, {}),
            introduces=introduced.get(key, frozenset()),
            entries=tuple(items.get(key, ())),
            authors=record.authors if (record := records.get(node.identity or "")) else node.authors,
            references=frozenset(record.references if record else ()),
        )
        for key, node in nodes.items()
    }


def apart(one: Told, other: Told) -> tuple[Told, Told]:
    """Return the two without the passages that are said of both: what these have in common is one sentence.

    The words of a work that names a concept stay the work's, and are no longer the concept's.
    """
    return _without(one, other), _without(other, one)


def _without(one: Told, other: Told) -> Told:
    every = {place for said in other.said for place in _places(said)}
    own = {place for said in other.said if said.part not in ("title", "quote") for place in _places(said)}
    kept = [
        said
        for said in one.said
        if said.part == "title" or not _places(said) & (every if said.part == "quote" else own)
    ]
    return replace(one, said=tuple(kept)) if len(kept) < len(one.said) else one


def _places(said: Said) -> set[object]:
    """Return what tells that two passages are one: where it stands, and its words."""
    where = said.evidence
    return {said.text, (where.document, where.record, where.block)}


def names_of(library: Library, keys: Collection[NodeId]) -> dict[NodeId, dict[str, Name]]:
    """Return node → key → name, for all that its own words name as far as the extractor read them."""
    nodes = library.graph.many(keys)
    papers = library.corpus.by_node([key for key in keys if key not in nodes])
    works = [key for key, node in nodes.items() if node.kind in WORK_KINDS]
    every = nodes | {key: node_of(record) for key, record in papers.items()}
    return _names(library, every, works, _entries(library, works), _documents(library, works))


def _entries(library: Library, works: Collection[NodeId]) -> dict[NodeId, list[Item]]:
    found: defaultdict[NodeId, list[Item]] = defaultdict(list)
    for item in library.documents.items_listing(works):
        found[item.node or ""].append(item)
    return found


def _documents(library: Library, works: Collection[NodeId]) -> dict[NodeId, Document]:
    recorded = {edge.source: edge.target for edge in library.graph.edges_to(works, (EdgeKind.RECORDS,))}
    documents = library.documents.many(recorded)
    return {recorded[key]: document for key, document in sorted(documents.items(), reverse=True)}


def _said(node: Node, record: Record | None, items: Iterable[Item], document: Document | None) -> Iterator[Said]:
    if node.kind in NAMED_KINDS:
        yield Said(part="title", text=node.name, evidence=Evidence())
        return
    if record is not None:
        yield Said(part="title", text=record.title, evidence=Evidence(record=record.identity))
        if record.abstract:
            yield Said(part="abstract", text=record.abstract, evidence=Evidence(record=record.identity, block=0))
    elif document is not None:
        yield Said(part="title", text=node.name, evidence=Evidence(document=document.id))
        yield from _beginning(document)
    for item in items:
        where = Evidence(document=item.document, section=item.section, block=item.block)
        if record is None and document is None:
            yield Said(part="title", text=item.label, evidence=where)
        if item.comment:
            yield Said(part="comment", text=item.comment, evidence=where)


def _beginning(document: Document) -> Iterator[Said]:
    size = 0
    for place, block in enumerate(document.outline.blocks):
        if size >= _BEGINNING:
            return
        if block.kind in _TOLD:
            size += len(block.text)
            yield Said(part="text", text=block.text, evidence=Evidence(document=document.id, block=place))


def _quotes(library: Library, concepts: Collection[NodeId]) -> dict[NodeId, list[Said]]:
    """Return concept → the sentences that name it, each once."""
    found: defaultdict[NodeId, dict[str, Said]] = defaultdict(dict)
    for edge in sorted(library.graph.edges_to(concepts, (EdgeKind.MENTIONS,)), key=lambda edge: edge.source):
        for evidence in edge.evidence:
            if evidence.quote and len(found[edge.target]) < _QUOTES:
                found[edge.target].setdefault(
                    evidence.quote, Said(part="quote", text=evidence.quote, evidence=evidence)
                )
    return {concept: list(some.values()) for concept, some in found.items()}


def _names(
    library: Library,
    nodes: Mapping[NodeId, Node],
    works: Sequence[NodeId],
    items: Mapping[NodeId, Sequence[Item]],
    documents: Mapping[NodeId, Document],
) -> dict[NodeId, dict[str, Name]]:
    """Return node → key → the name, for what its own words may name; whether they do is looked up there (`Told.find`)."""
    found: defaultdict[NodeId, dict[str, Name]] = defaultdict(dict)
    for key, concepts in _concepts(library, works, items, documents).items():
        found[key] |= {key_of_name(node.name): _name(node) for node in concepts}
    listed = set(works)
    papers = {node.identity: key for key, node in nodes.items() if node.identity and key not in listed}
    for identity, findings in library.mentions.get(list(papers)).items():
        for mention in findings.mentions:
            name = Name(kind=mention.kind, called=mention.name, spellings=tuple({mention.name, mention.text}))
            found[papers[identity]].setdefault(key_of_name(mention.name), name)
    for key, node in nodes.items():
        if node.kind in NAMED_KINDS:
            found[key][key_of_name(node.name)] = _name(node)
    return found


def _concepts(
    library: Library,
    works: Sequence[NodeId],
    items: Mapping[NodeId, Sequence[Item]],
    documents: Mapping[NodeId, Document],
) -> dict[NodeId, list[Node]]:
    """Return work → the concepts that it, its entries and the beginning of its document name."""
    places = [((item.document, item.block), work) for work in works for item in items.get(work, ())]
    places += [
        ((said.evidence.document or "", said.evidence.block or 0), work)
        for work, document in documents.items()
        for said in _beginning(document)
    ]
    there = library.concordance.at({place for place, _ in places})
    named: defaultdict[NodeId, set[NodeId]] = defaultdict(set)
    for place, work in places:
        named[work].update(there.get(place, ()))
    for edge in library.graph.edges_from(works, _NAMING):
        named[edge.source].add(edge.target)
    nodes = library.graph.many({key for some in named.values() for key in some})
    return {work: [nodes[key] for key in sorted(some) if key in nodes] for work, some in named.items()}


def _introduced(library: Library, works: Collection[NodeId]) -> dict[NodeId, frozenset[str]]:
    edges: Sequence[Edge] = library.graph.edges_from(works, (EdgeKind.INTRODUCES,))
    nodes = library.graph.many({edge.target for edge in edges})
    found: defaultdict[NodeId, set[str]] = defaultdict(set)
    for edge in edges:
        if edge.target in nodes:
            found[edge.source].add(key_of_name(nodes[edge.target].name))
    return {work: frozenset(keys) for work, keys in found.items()}


def _name(node: Node) -> Name:
    return Name(kind=node.kind, called=node.name, spellings=tuple(dict.fromkeys((node.name, *node.aliases))))


def concept_of(name: Name) -> NodeId:
    """Return the id of the concept that has this name."""
    return concept_id(name.kind, name.called)


@lru_cache(maxsize=4_096)
def _pattern(spellings: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of the spellings as whole words; one with capitals only so, since "phi" is not Phi."""
    longest = sorted((one for one in spellings if name_key(one)), key=len, reverse=True)
    return re.compile("|".join(map(_spelt, longest)) or r"(?!)")


def _spelt(spelling: str) -> str:
    words = r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", spelling.strip())))
    plain = " " in spelling.strip() or "-" in spelling or spelling.islower()
    flags = "i" if plain else ""
    plural = "s?" if spelling[-1:].isalpha() else ""
    return rf"(?{flags}:{_BEFORE}{words}{plural}{_AFTER})" if flags else rf"(?:{_BEFORE}{words}{plural}{_AFTER})"
