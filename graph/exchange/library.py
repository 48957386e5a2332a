"""The whole library as JSON: sorted, stable and without run times, so that two libraries compare with `diff`.

Streamed a record a line, page by page, so that memory does not grow with the library. What is unknown is null.
Decisions carry no ids of their own (two libraries would never agree on them): an undo names the decision it takes back
by kind, key and time. A pick, tag or merge that was withdrawn in the same breath says `"off": true`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import msgspec

from graph.corpus import work_at
from graph.exchange.naming import CorpusNames
from graph.exchange.records import (
    decision_record,
    document_record,
    edge_record,
    item_record,
    metadata_record,
    named_record,
    node_record,
    related_record,
    source_record,
)
from graph.link import Ends, Link
from graph.model import Edge, EdgeKind
from graph.ports import Library
from graph.reasons import model_of, reasons

SCHEMA = 1
PAGE = 200

Record = Mapping[str, object]


def export_json(library: Library) -> Iterator[bytes]:
    """Yield one JSON document, a record a line inside its arrays."""
    yield b'{"schema": %d' % SCHEMA
    for name, records in _kinds(library):
        yield b',\n "%s": [' % name.encode()
        separator = b"\n"
        for record in records:
            yield separator + b"  " + msgspec.json.encode(record)
            separator = b",\n"
        yield b"]"
    yield b"}\n"


def export_jsonl(library: Library) -> Iterator[bytes]:
    """Yield the same records one a line, each with its kind as `record`; the first line is the schema."""
    yield msgspec.json.encode({"record": "schema", "schema": SCHEMA}) + b"\n"
    for name, records in _kinds(library):
        for record in records:
            yield msgspec.json.encode({"record": name.removesuffix("s"), **record}) + b"\n"


def _kinds(library: Library) -> Iterable[tuple[str, Iterator[Record]]]:
    names = CorpusNames(library)
    return (
        ("sources", map(source_record, library.documents.sources())),
        ("documents", _documents(library)),
        ("items", _items(library)),
        ("nodes", _nodes(library, names)),
        ("edges", chain(map(edge_record, library.graph.all_edges()), _related(library))),
        ("decisions", _decisions(library)),
        ("records", _metadata(library, names)),
    )


def _documents(library: Library) -> Iterator[Record]:
    after = None
    while page := library.documents.documents(after=after, limit=PAGE):
        after = page[-1].id
        recorded = library.graph.edges_from([document.id for document in page], (EdgeKind.RECORDS,))
        works = {edge.source: edge.target for edge in recorded}
        for document in page:
            yield document_record(document, works.get(document.id))


def _items(library: Library) -> Iterator[Record]:
    after = None
    while page := library.documents.all_items(after, PAGE):
        after = page[-1].id
        yield from map(item_record, page)


def _nodes(library: Library, names: CorpusNames) -> Iterator[Record]:
    ahead = deque(names.only())
    after = None
    while page := library.graph.nodes(after=after, limit=PAGE):
        after = page[-1].id
        edges = library.graph.edges_from([node.id for node in page], (EdgeKind.IN_MONTH, EdgeKind.IN_CATEGORY))
        categories = library.graph.many({edge.target for edge in edges if edge.kind is EdgeKind.IN_CATEGORY})
        schemes = {key: category.scheme for key, category in categories.items()}
        placed: dict[str, list[Edge]] = {node.id: [] for node in page}
        for edge in edges:
            placed[edge.source].append(edge)
        for node in page:
            while ahead and ahead[0].id <= node.id:
                if (concept := ahead.popleft()).id < node.id:
                    yield named_record(concept)
            yield node_record(node, placed[node.id], schemes)
    yield from map(named_record, ahead)


def _links(library: Library) -> Iterator[list[Link]]:
    """Yield all links, page by page, sorted by their ends."""
    after: Ends | None = None
    while page := library.links.page(after, PAGE):
        yield page
        after = (page[-1].a, page[-1].b)


def _related(library: Library) -> Iterator[Record]:
    """Yield the links that join nodes, with their reasons; those of papers that nothing lists stand with their records."""
    model = model_of(library)
    for page in _links(library):
        nodes = library.graph.many({end for link in page for end in (link.a, link.b)})
        joining = [link for link in page if link.a in nodes and link.b in nodes]
        why = reasons(library, joining)
        yield from (related_record(link, why.get((link.a, link.b), ()), model) for link in joining)


def _metadata(library: Library, names: CorpusNames) -> Iterator[Record]:
    after = None
    while page := library.corpus.page(after, PAGE):
        after = page[-1].identity
        identities = [record.identity for record in page]
        read, listed = library.mentions.get(identities), library.graph.find(identities)
        keys = {work_at(record.identity): record.identity for record in page if record.identity not in listed}
        links = {keys[key]: [(link, link.other(key)) for link in some] for key, some in library.links.of(keys).items()}
        for record in page:
            findings = read.get(record.identity)
            mentions = names.mentions(findings) if findings else None
            yield metadata_record(record, mentions, links.get(record.identity, ()))


def _decisions(library: Library) -> Iterator[Record]:
    decisions = library.decisions.decisions()
    by_id = {decision.id: decision for decision in decisions}
    return (decision_record(decision, by_id) for decision in decisions)
