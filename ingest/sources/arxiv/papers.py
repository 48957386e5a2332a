"""arXiv's papers as sources' documents: a record is one document, whose identity has no version."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import blake2b, sha256

import msgspec

from graph.identity import address_of, read_address, stated_month
from graph.model import Document, Fetched, Identity, Moment, NodeKind, Precision, Source
from graph.months import is_month
from graph.outline import Block, BlockKind, Outline
from graph.record import Record
from ingest.sources.dates import read_date

KIND = "arxiv"
DOCUMENT = "record"
_OPEN = (
    "astro-ph cond-mat cs econ eess gr-qc hep-ex hep-lat hep-ph hep-th math math-ph nlin nucl-ex nucl-th physics q-bio "
    "q-fin quant-ph stat"
)
_CLOSED = (
    "acc-phys adap-org alg-geom ao-sci atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas dg-ga funct-an mtrl-th "
    "patt-sol plasm-ph q-alg solv-int supr-con"
)
_ARCHIVES = frozenset([*_OPEN.split(), *_CLOSED.split()])
"""https://arxiv.org/archive; the papers of a closed one keep it as their subject."""
_SUBJECT = re.compile(r"([a-z-]+)(?:\.[A-Za-z]+(?:-[a-z]+)?)?")
"""cs.CL, hep-th, cond-mat.mtrl-sci; not 68T05, not I.2.7, nor the words that people write beside those."""
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Record)


def source_named(name: str, title: str, *, asked: str | None = None, site: str | None = None) -> Source:
    """Return the source of this name (`cs.CL`, `ids`, a query), which is the same however it is asked for."""
    return Source(id="source-" + _digest(f"{KIND} {name}"), kind=KIND, title=title, asked=asked, site=site)


def as_fetched(record: Record, source: Source, reader: str, payload: bytes | None = None) -> Fetched:
    """Return the record as a document of the source; a new version of the paper is the same document, changed."""
    key = record.identity.partition(":")[2]
    said = _encoder.encode(record)
    return Fetched(
        id="document-" + _digest(f"{source.id} {key}"),
        source=source.id,
        key=key,
        reader=reader,
        payload=payload or said,
        digest=sha256(said).hexdigest(),
    )


def as_document(fetched: Fetched) -> Document:
    """Return the document that holds a record."""
    return document_of(fetched, _decoder.decode(fetched.payload))


def document_of(fetched: Fetched, record: Record, published: Moment | None = None) -> Document:
    """Return a record's document; `published` is when it came out, where the record itself does not say."""
    scheme, _, value = record.identity.partition(":")
    identity = Identity(scheme, value)
    blocks = (Block(BlockKind.PARAGRAPH, record.abstract),) if record.abstract else ()
    return Document(
        id=fetched.id,
        source=fetched.source,
        kind=DOCUMENT,
        title=record.title,
        url=address_of(identity),
        identity=identity,
        authors=record.authors,
        published=record.published or published,
        tags=record.categories,
        summary=record.abstract,
        outline=Outline(blocks),
        work_kind=NodeKind.PAPER,
    )


def paper(text: str) -> tuple[str, int | None] | None:
    """Return the identity (`arxiv:2402.06196`) and the version that an id or an address names; None for no paper."""
    address = read_address(text)
    if address.identity is None or address.identity.scheme != "arxiv":
        return None
    return str(address.identity), address.version


def moment(text: str | None) -> Moment | None:
    """Return the date that arXiv states."""
    return read_date(text).moment if text else None


def subjects(terms: Iterable[str]) -> tuple[str, ...]:
    """Return those that are arXiv's subjects, once each; MSC and ACM classes stand among them unmarked."""
    return tuple(dict.fromkeys(term for term in map(str.strip, terms) if _is_subject(term)))


def _is_subject(term: str) -> bool:
    found = _SUBJECT.fullmatch(term)
    return found is not None and found[1] in _ARCHIVES


def id_month(identity: str) -> Moment | None:
    """Return the month that an arXiv id states, as a date of that precision."""
    month = stated_month(Identity("arxiv", identity.partition(":")[2]))
    if month is None or not is_month(month):
        return None
    instant = datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC)
    return Moment(instant, precision=Precision.MONTH, basis="arxiv-id")


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=5).hexdigest()
