"""What there is to read of each node and of each paper of the corpus, and in which order they get their vectors.

Works of the library come first (a few thousand, which people look at), then what texts name, then the papers that
nothing lists, newest first. Nothing is held beyond a page: a corpus may have millions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from graph.corpus import work_at
from graph.link import Gist
from graph.mention import NAMED_KINDS
from graph.model import WORK_KINDS, Document, EdgeKind, Node, NodeId, NodeKind
from graph.outline import BlockKind
from graph.ports import Library
from graph.record import Record

PAGE = 500
MOST = 1_500
"""Characters of what was gathered: somewhat more than the 256 tokens that the packaged model reads. Abstracts stay whole."""
_QUOTES = 3
"""Texts that are quoted on a concept, the earliest: later ones change nothing, so it need not be embedded again."""
_TOLD = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE, BlockKind.TURN})


def gists(library: Library, keys: Collection[NodeId]) -> dict[NodeId, Gist]:
    """Return key → gist for those of the keys that are works, named concepts or papers of the corpus."""
    nodes = library.graph.many(keys)
    works = [node for node in nodes.values() if node.kind in WORK_KINDS]
    concepts = [node for node in nodes.values() if node.kind in NAMED_KINDS]
    papers = library.corpus.by_node([key for key in keys if key not in nodes])
    found = [*_of_works(library, works), *_of_concepts(library, concepts)]
    found += [_of_record(key, record) for key, record in papers.items()]
    return {gist.key: gist for gist in found}


def every_gist(library: Library, *, corpus: bool = True) -> Iterator[list[Gist]]:
    """Yield the gists of all there is, page by page, in the order of embedding; without `corpus` none that nothing lists."""
    for page in _pages(library, WORK_KINDS):
        yield _of_works(library, page)
    for page in _pages(library, NAMED_KINDS):
        yield _of_concepts(library, page)
    for papers in _unlisted(library) if corpus else ():
        yield [_of_record(work_at(record.identity), record) for record in papers]


def every_key(library: Library, *, corpus: bool = True) -> Iterator[NodeId]:
    """Yield the keys of all there is, in the order of embedding."""
    for kinds in (WORK_KINDS, NAMED_KINDS):
        yield from (node.id for page in _pages(library, kinds) for node in page)
    for papers in _unlisted(library) if corpus else ():
        yield from (work_at(record.identity) for record in papers)


def count(library: Library, *, corpus: bool = True) -> int:
    """Return how many keys there are."""
    nodes = library.graph.counts()
    listed = sum(nodes.get(kind, 0) for kind in WORK_KINDS | NAMED_KINDS)
    return listed + (library.corpus.count() - library.corpus.count_listed() if corpus else 0)


def _pages(library: Library, kinds: Collection[NodeKind]) -> Iterator[list[Node]]:
    after: NodeId | None = None
    while page := library.graph.nodes(kinds, after, PAGE):
        yield page
        after = page[-1].id


def _unlisted(library: Library) -> Iterator[list[Record]]:
    """Yield the records that the graph has no work for."""
    after: str | None = None
    while page := library.corpus.newest(after, PAGE):
        listed = library.graph.find([record.identity for record in page])
        yield [record for record in page if record.identity not in listed]
        after = page[-1].identity


def _of_record(key: NodeId, record: Record) -> Gist:
    return _gist(key, record.title, record.abstract)


def _of_works(library: Library, works: Sequence[Node]) -> list[Gist]:
    records = library.corpus.records([work.identity for work in works if work.identity])
    abstracts = {work.id: records[work.identity].abstract for work in works if work.identity in records}
    bare = [work.id for work in works if not abstracts.get(work.id)]
    comments, beginnings = _comments(library, bare), _beginnings(library, bare)

    def told(work: Node) -> str:
        return _clipped("\n".join((*comments.get(work.id, ()), beginnings.get(work.id, work.about or ""))))

    return [_gist(work.id, work.name, abstracts.get(work.id) or told(work)) for work in works]


def _comments(library: Library, works: Collection[NodeId]) -> dict[NodeId, list[str]]:
    """Return work → what lists say of it, each thing once."""
    said: defaultdict[NodeId, dict[str, None]] = defaultdict(dict)
    for item in library.documents.items_listing(works):
        if item.node and item.comment:
            said[item.node][item.comment] = None
    return {work: list(comments) for work, comments in said.items()}


def _beginnings(library: Library, works: Collection[NodeId]) -> dict[NodeId, str]:
    """Return work → how the document that records it begins."""
    records = {edge.source: edge.target for edge in library.graph.edges_to(works, (EdgeKind.RECORDS,))}
    documents = library.documents.many(records)
    return {records[key]: _beginning(document) for key, document in sorted(documents.items(), reverse=True)}


def _beginning(document: Document) -> str:
    """Return the first sentences of a document, else its summary."""
    told: list[str] = []
    size = 0
    for block in document.outline.blocks:
        if size >= MOST:
            break
        if block.kind in _TOLD:
            told.append(block.text)
            size += len(block.text)
    return "\n".join(told) or document.summary or ""


def _of_concepts(library: Library, concepts: Sequence[Node]) -> list[Gist]:
    quotes: defaultdict[NodeId, dict[str, str]] = defaultdict(dict)
    for edge in library.graph.edges_to([concept.id for concept in concepts], (EdgeKind.MENTIONS,)):
        quote = next((evidence.quote for evidence in edge.evidence if evidence.quote), None)
        if quote:
            quotes[edge.target].setdefault(edge.source, quote)
    return [
        _gist(concept.id, concept.name, _clipped("\n".join(_earliest(library, concept.id, quotes[concept.id]))))
        for concept in concepts
    ]


def _earliest(library: Library, concept: NodeId, quotes: Mapping[str, str]) -> Iterable[str]:
    """Return what the texts say that named the concept first, undated ones last; each thing once."""
    dates = library.concordance.dates(concept) if len(quotes) > _QUOTES else {}
    first = sorted(quotes, key=lambda text: (text not in dates, dates.get(text, ""), text))[:_QUOTES]
    return dict.fromkeys(quotes[text] for text in first)


def _clipped(text: str) -> str:
    return text if len(text) <= MOST else text[:MOST].rpartition(" ")[0]


def _gist(key: NodeId, title: str, text: str | None) -> Gist:
    """Return the gist, white space folded."""
    return Gist(key=key, title=" ".join(title.split()), text=" ".join((text or "").split()) or None)
