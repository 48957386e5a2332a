"""Reference metadata: two records of one work as one, the node a record stands for, and what it says in the graph.

A catalogue is asked again and again, and several catalogues know one work, so records are merged and never replaced:
field by field the newest value wins (by the highest version of the record that said it, then by when that was updated),
and a value keeps that stamp wherever it goes: one that was taken over from an old record never counts as a new one.
So merging is associative, commutative and idempotent: twice equals once, and any order of any catalogues is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any

from msgspec.structs import replace

from graph.categories import ARXIV
from graph.errors import InvalidInputError
from graph.identity import address_of, read_address
from graph.ids import facet_id, work_id
from graph.model import (
    Basis,
    ClaimRank,
    EdgeKind,
    Evidence,
    GraphDelta,
    Identity,
    Moment,
    Node,
    NodeId,
    NodeKind,
    Precision,
)
from graph.names import clipped
from graph.record import Record, Stamp, Version
from graph.sketch import Sketch

CONTRIBUTOR = "record:"
EXTRACTOR = "record/"
CATALOGUES = {
    "arxiv-snapshot": "arXiv’s metadata",
    "arxiv-api": "arXiv",
    "arxiv-oai": "arXiv",
    "arxiv-rss": "arXiv",
    "crossref": "Crossref",
    "openalex": "OpenAlex",
    "semantic-scholar": "Semantic Scholar",
}
"""Who says what a record says, by the names people know them by."""

_ABOUT = 500
_SAID = ("title", "provider", "abstract", "authors", "categories", "doi", "venue", "comment", "license")
_EXACTNESS = {precision: place for place, precision in enumerate(Precision)}
_PRINTED = ("['", '["')
_UNDATED = "9999"  # sorts after every date


def merged(one: Record, other: Record) -> Record:
    """Return two records of one identity as one, in whatever order they come; nothing known is lost to a None."""
    told = [max(values, key=_weight) for values in zip(_told(one), _told(other), strict=True)]
    said: dict[str, Any] = {field: value for field, (value, _) in zip(_SAID, told, strict=True)}
    both = replace(
        one,
        **said,
        published=_surest(one.published, other.published),
        updated=_latest(one.updated, other.updated),
        versions=_united((*one.versions, *other.versions)),
        references=tuple(sorted({*one.references, *other.references})),
    )
    own = _freshness(both)
    stamps = {field: stamp for field, (value, stamp) in zip(_SAID, told, strict=True) if value and stamp != own}
    return replace(both, stamps=tuple(stamps.items()))


def gathered(records: Iterable[Record]) -> dict[str, Record]:
    """Return identity → record, those of one identity merged, references in order."""
    found: dict[str, Record] = {}
    for record in records:
        held = found.get(record.identity)
        found[record.identity] = merged(held or record, record) if held or record.references else record
    return found


def searched(record: Record) -> tuple[str, str]:
    """Return what full text finds a record by: its title, and its authors and abstract."""
    return record.title, " ".join((*record.authors, record.abstract or ""))


def node_of(record: Record) -> Node:
    """Return the work that the record is of, as the record knows it."""
    kind, identity = _work(record.identity)
    return Node(
        id=work_id(kind, identity),
        kind=kind,
        name=record.title,
        identity=record.identity,
        url=_address(identity),
        about=clipped(record.abstract, _ABOUT) if record.abstract else None,
        authors=record.authors,
    )


def work_at(identity: str) -> NodeId:
    """Return the id of the work that a record or a document with this identity is of."""
    return work_id(*_work(identity))


def day_of(record: Record) -> str:
    """Return when the work was first published, in UTC, in a form that sorts; "" where that is not known."""
    return record.published.instant.astimezone(UTC).isoformat(timespec="microseconds") if record.published else ""


def record_delta(record: Record, node: NodeId | None = None, cited: Mapping[str, NodeId] | None = None) -> GraphDelta:
    """Return what the record says of its work: `node` where that is known by another id (a person gave it the identity).

    A record makes no work one of the library's, so what it claims has neither identity nor address: a document or a
    decision gives it those. `cited` holds the works it may cite, by identity: the others are nobody's business yet.
    """
    work, sketch = node_of(record), Sketch(f"{CONTRIBUTOR}{record.identity}")
    key, cites, extractor = node or work.id, cited or {}, f"{EXTRACTOR}{record.provider}"
    stamp = record.published.instant.isoformat() if record.published else _UNDATED
    sketch.claim(replace(work, id=key, identity=None, url=None), ClaimRank.METADATA, stamp)
    if record.published and record.published.month:
        sketch.in_month(
            key, record.published.month, Basis.PUBLISHED, _evidence(record, extractor, record.published.written)
        )
    for subject in record.categories:
        facet = Node(id=facet_id(subject), kind=NodeKind.CATEGORY, name=subject, scheme=ARXIV)
        sketch.claim(facet, ClaimRank.RECORD, "")
        sketch.edge(key, EdgeKind.IN_CATEGORY, facet.id, Basis.STATED, _evidence(record, extractor, subject))
    for reference in record.references:
        if reference in cites and cites[reference] != key:
            sketch.edge(key, EdgeKind.CITES, cites[reference], None, _evidence(record, extractor, reference))
    return sketch.delta()


def withdrawn(identity: str) -> GraphDelta:
    """Return the delta by which the record of this identity says nothing any more."""
    return GraphDelta(contributor=f"{CONTRIBUTOR}{identity}")


def _work(identity: str) -> tuple[NodeKind, Identity]:
    scheme, _, value = identity.partition(":")
    if scheme != "arxiv":  # theirs are all papers: no need to read as many addresses as a snapshot has
        address = read_address(identity)
        if address.identity:
            return address.kind, address.identity
    return NodeKind.PAPER, Identity(scheme, value)


def _address(identity: Identity) -> str | None:
    try:
        return address_of(identity)
    except InvalidInputError:
        return None


def _evidence(record: Record, extractor: str, quote: str) -> Evidence:
    return Evidence(record=record.identity, quote=quote, extractor=extractor)


def _freshness(record: Record) -> Stamp:
    highest = record.versions[-1].number if record.versions else 0
    return highest, record.updated.instant.timestamp() if record.updated else float("-inf")


def _told(record: Record) -> list[tuple[Any, Stamp]]:
    """Return what the record says in each field, and how fresh that is."""
    own, stamps = _freshness(record), dict(record.stamps)
    return [(getattr(record, field), stamps.get(field, own)) for field in _SAID]


def _weight(told: tuple[Any, Stamp]) -> tuple[Any, ...]:
    """Return what a value is chosen by: something before nothing, the freshest, the longest, then any fixed order.

    Names that were taken out of a printed list with its brackets, as once was done, give way to any others.
    """
    value, stamp = told
    is_printed = isinstance(value, tuple) and bool(value) and value[0].startswith(_PRINTED)
    return value is not None, bool(value), not is_printed, stamp, len(value or ()), value or ()


def _surest(one: Moment | None, other: Moment | None) -> Moment | None:
    """Return the more exact of two dates of one event, else the earlier one."""
    return min((date for date in (one, other) if date), key=_by_exactness, default=None)


def _by_exactness(date: Moment) -> tuple[int, float, int, str]:
    return _EXACTNESS[date.precision], date.instant.timestamp(), date.offset, date.basis


def _latest(one: Moment | None, other: Moment | None) -> Moment | None:
    known = [date for date in (one, other) if date]
    return max(known, key=lambda date: (date.instant.timestamp(), *map(str, _by_exactness(date))), default=None)


def _united(versions: Iterable[Version]) -> tuple[Version, ...]:
    """Return every version once, in order, with the surest date that was ever told of it."""
    found: dict[int, Version] = {}
    for version in versions:
        held = found.get(version.number, version)
        found[version.number] = replace(version, created=_surest(held.created, version.created))
    return tuple(found[number] for number in sorted(found))
