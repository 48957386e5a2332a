"""What the services' readers share: works from JSON one by one, identities, dates that may be years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from graph.errors import UnreadableError
from graph.identity import identify
from graph.model import Moment, Precision

T = TypeVar("T")


def decoded(content: bytes, shape: type[T], service: str) -> T:
    """Return the answer in its shape, or raise UnreadableError naming the service."""
    try:
        return msgspec.json.decode(content, type=shape)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise UnreadableError(service, f"an answer that cannot be read: {error}") from error


def works(raws: Iterable[msgspec.Raw], shape: type[T]) -> Iterator[T]:
    """Yield the works that have their shape; one that has another is left out, and the others come."""
    for raw in raws:
        try:
            yield msgspec.json.decode(raw, type=shape)
        except (msgspec.DecodeError, ValueError, RecursionError):
            continue


def identity_of(doi: str | None) -> str | None:
    """Return `doi:…` (`arxiv:…` where the DOI is a paper's of arXiv) for a DOI or its address."""
    identity = identify(doi if doi and doi.lower().startswith("http") else f"doi:{doi}") if doi else None
    return str(identity) if identity and identity.scheme != "web" else None


def stated(parts: Sequence[int | None]) -> Moment | None:
    """Return year, month and day as far as they are given."""
    year, month, day = (*(part or 0 for part in parts), 0, 0, 0)[:3]
    precision = Precision.DAY if month and day else Precision.MONTH if month else Precision.YEAR
    try:
        return Moment(datetime(year, month or 1, day or 1, tzinfo=UTC), precision=precision)
    except (ValueError, OverflowError):
        return None
