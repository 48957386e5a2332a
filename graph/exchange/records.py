"""One export record of each kind: the keys, and their order, that the exchange format promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.exchange.naming import Named
from graph.link import Link, Reason
from graph.model import (
    Basis,
    Decision,
    DecisionKind,
    Document,
    Edge,
    EdgeKind,
    Evidence,
    Item,
    Moment,
    Node,
    NodeId,
    Source,
)
from graph.outline import BlockKind
from graph.reasons import evidence_of
from graph.record import Record as Metadata

Record = dict[str, object]

PLACES = 4
_SAID = ("month", "category", "comment")
_TRUST = {basis: place for place, basis in enumerate(Basis)}


def source_record(source: Source) -> Record:
    """Return the source's record."""
    return {"id": source.id, "kind": source.kind, "title": source.title, "url": source.url, "mine": source.mine}


def document_record(document: Document, work: NodeId | None) -> Record:
    """Return the document's record; dates stand in the offset the source stated."""
    published = document.published
    turns = [block for block in document.outline.blocks if block.kind is BlockKind.TURN]
    return {
        "id": document.id,
        "source": document.source,
        "kind": document.kind,
        "title": document.title,
        "url": document.url,
        "authors": document.authors,
        "published": published.local.isoformat() if published else None,
        "published_precision": published.precision if published else None,
        "published_basis": published.basis if published else None,
        "headings": [
            {"level": block.level, "text": block.text}
            for block in document.outline.blocks
            if block.kind is BlockKind.HEADING
        ],
        "chapters": [
            {"title": block.text, "start": _second(block.start)}
            for block in document.outline.blocks
            if block.kind is BlockKind.HEADING and block.start is not None
        ],
        "turns": len(turns) or None,
        "speakers": list(dict.fromkeys(turn.speaker for turn in turns if turn.speaker)),
        "words": document.outline.words(),
        "work": work,
    }


def _second(start: float) -> int | float:
    return int(start) if start == int(start) else round(start, 3)


def item_record(item: Item) -> Record:
    """Return the item's record."""
    return {
        "id": item.id,
        "document": item.document,
        "section": item.section,
        "position": item.position,
        "month": item.month,
        "category": item.category,
        "label": item.label,
        "url": item.url,
        "identity": item.identity,
        "version": item.version,
        "links": [{"label": link.label, "url": link.url, "identity": link.identity} for link in item.links],
        "comment": item.comment,
        "repairs": item.repairs,
        "node": item.node,
    }


def node_record(node: Node, placed: Iterable[Edge], schemes: Mapping[NodeId, str | None]) -> Record:
    """Return the node's record with its months and categories, most trusted first."""
    ordered = sorted(placed, key=_trust)
    return {
        "id": node.id,
        "kind": node.kind,
        "name": node.name,
        "aliases": node.aliases,
        "identity": node.identity,
        "months": [
            {"month": edge.target.removeprefix("month-"), "basis": edge.basis}
            for edge in ordered
            if edge.kind is EdgeKind.IN_MONTH
        ],
        "categories": [
            {
                "category": edge.target,
                "scheme": schemes.get(edge.target) or "own",
                "basis": edge.basis,
                "probability": round(edge.confidence, PLACES) if edge.basis is Basis.PREDICTED else None,
            }
            for edge in ordered
            if edge.kind is EdgeKind.IN_CATEGORY
        ],
    }


def edge_record(edge: Edge) -> Record:
    """Return the edge's record."""
    return {
        "from": edge.source,
        "kind": edge.kind,
        "to": edge.target,
        "basis": edge.basis,
        "confidence": round(edge.confidence, PLACES),
        "evidence": [_evidence_record(evidence) for evidence in edge.evidence],
    }


def related_record(link: Link, why: Iterable[Reason], model: str | None) -> Record:
    """Return a link between two nodes as an edge with its reasons in words, and where these stand as its evidence."""
    told = list(why)
    return {
        "from": link.a,
        "kind": "RELATED",
        "to": link.b,
        "basis": "confirmed" if link.confirmed else None,
        "confidence": round(link.score, PLACES),
        "reasons": [reason.text for reason in told],
        "evidence": [_evidence_record(evidence) for evidence in evidence_of(told, model)],
    }


def decision_record(decision: Decision, by_id: Mapping[str, Decision]) -> Record:
    """Return the decision's record: what it says stands between its key and its time."""
    keys = sorted(decision.value.keys() - {"on"}, key=lambda key: (_SAID.index(key) if key in _SAID else 0, key))
    said: Record = {key: decision.value[key] for key in keys}
    if decision.value.get("on") is False:
        said["off"] = True
    if decision.kind is DecisionKind.UNDO:
        undone = by_id.get(str(said.pop("decision", None)))
        said["undoes"] = {"kind": undone.kind, "on": undone.on, "at": undone.at.isoformat()} if undone else None
    return {"kind": decision.kind, "on": decision.on, **said, "at": decision.at.isoformat()}


def named_record(concept: Named) -> Record:
    """Return the record of a concept that only records of the corpus name."""
    return node_record(Node(id=concept.id, kind=concept.kind, name=concept.name), (), {})


def metadata_record(
    record: Metadata, mentions: Iterable[tuple[Named, str]] | None, links: Iterable[tuple[Link, NodeId]] = ()
) -> Record:
    """Return the record of what a catalogue says of a work; dates as exactly as they are known.

    `mentions` are what its title and abstract name, None where they were not read for names; `links` are those
    of a paper that nothing lists, each with its other end.
    """
    return {
        "identity": record.identity,
        "title": record.title,
        "provider": record.provider,
        "abstract": record.abstract,
        "authors": record.authors,
        "categories": record.categories,
        "published": _date(record.published),
        "updated": _date(record.updated),
        "versions": [{"number": version.number, "created": _date(version.created)} for version in record.versions],
        "doi": record.doi,
        "venue": record.venue,
        "comment": record.comment,
        "license": record.license,
        "references": record.references,
        "mentions": None if mentions is None else [_mention(concept, text) for concept, text in mentions],
        "links": [
            {"to": other, "confidence": round(link.score, PLACES), "confirmed": link.confirmed} for link, other in links
        ],
    }


def _mention(concept: Named, text: str) -> Record:
    return {"node": concept.id, "kind": concept.kind, "name": concept.name, "text": text}


def _trust(edge: Edge) -> tuple[int, float, NodeId]:
    return (_TRUST[edge.basis] if edge.basis else len(_TRUST), -edge.confidence, edge.target)


def _evidence_record(evidence: Evidence) -> Record:
    told: Record = {
        "document": evidence.document,
        "section": evidence.section,
        "block": evidence.block,
        "quote": evidence.quote,
        "extractor": evidence.extractor,
    }
    further = {"record": evidence.record, "month": evidence.month}
    return told | {key: value for key, value in further.items() if value}


def _date(moment: Moment | None) -> str | None:
    return moment.written if moment else None
