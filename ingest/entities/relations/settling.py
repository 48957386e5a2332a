"""Between what an edge may go, by the kinds of what is named (DESIGN's table of edges)."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import EdgeKind, NodeKind
from ingest.entities.relations.frames import Frame
from ingest.entities.relations.naming import Names

Edge = tuple[EdgeKind, int | None, int]
"""Kind, subject (None: the work), object."""

CONCEPTS = frozenset({NodeKind.MODEL, NodeKind.TECHNIQUE, NodeKind.BENCHMARK, NodeKind.PRODUCT})
RELEASED = frozenset({NodeKind.MODEL, NodeKind.PRODUCT})
MAKERS = frozenset({NodeKind.ORGANIZATION, NodeKind.PERSON})
OF_WORKS = frozenset({EdgeKind.INTRODUCES, EdgeKind.ABOUT, EdgeKind.AUTHORED_BY})
OF_BOTH = frozenset({EdgeKind.USES, EdgeKind.EVALUATED_ON})
_BETWEEN_PEERS = frozenset({EdgeKind.OUTPERFORMS, EdgeKind.COMPARED_WITH})


def settled(names: Names, kind: EdgeKind, frame: Frame, of: int | None, place: int) -> Iterator[Edge]:
    """Yield the edges that stand for what a sentence says of a subject and an object."""
    if kind is EdgeKind.RELEASED_BY:
        yield from _made(names, frame, of, place)
    elif kind is EdgeKind.INTRODUCES:
        yield from _introduced(names, frame, of, place)
    elif kind in OF_WORKS:
        yield from _of_work(names, kind, frame, of, place)
    elif of is None:
        if kind in OF_BOTH and not names.is_head(frame, place):
            yield kind, None, place
    elif names.kind(of) in CONCEPTS and not (kind in _BETWEEN_PEERS and names.kind(of) is NodeKind.BENCHMARK):
        yield kind, of, place
        if kind in OF_BOTH and names.is_of_work(frame) and names.is_head(frame, of):
            yield kind, None, place


def _made(names: Names, frame: Frame, of: int | None, place: int) -> Iterator[Edge]:
    """Yield who released a model or a product; else who wrote the work that is named after what they made."""
    if of is None or names.kind(of) in MAKERS:
        of, place = place, place if of is None else of
    if names.kind(place) is NodeKind.ORGANIZATION and names.kind(of) in RELEASED:
        yield EdgeKind.RELEASED_BY, of, place
    elif names.kind(place) in MAKERS and names.is_of_work(frame) and names.is_head(frame, of):
        yield EdgeKind.AUTHORED_BY, None, place


def _introduced(names: Names, frame: Frame, of: int | None, place: int) -> Iterator[Edge]:
    """Yield what a work introduces; a model that introduces a technique uses it."""
    work = names.is_of_work(frame)
    if of is None or names.is_head(frame, of):
        if work and (of is None or not names.same(of, place)) and not names.is_common(frame, place):
            yield EdgeKind.INTRODUCES, None, place
    elif names.kind(of) in MAKERS:
        if work and names.is_head(frame, place):
            yield EdgeKind.INTRODUCES, None, place
    elif names.kind(of) in RELEASED and names.kind(place) is NodeKind.TECHNIQUE:
        yield EdgeKind.USES, of, place


def _of_work(names: Names, kind: EdgeKind, frame: Frame, of: int | None, place: int) -> Iterator[Edge]:
    about_head = kind is EdgeKind.ABOUT and of is not None and names.is_head(frame, of) and not names.same(of, place)
    if names.is_of_work(frame) and (of is None or about_head):
        yield kind, None, place
