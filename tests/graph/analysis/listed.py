"""A library of planted works: listed in a month, about concepts of their field, with vectors and links where wanted."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from graph.link import Facet, Link, link_of, space_of
from graph.model import (
    Basis,
    Claim,
    ClaimRank,
    Document,
    Edge,
    EdgeKind,
    Evidence,
    Fetched,
    GraphDelta,
    Item,
    Moment,
    Node,
    NodeKind,
    Source,
)
from graph.outline import Outline
from graph.ports import Library, Reading
from tests.graph.analysis.planted import groups, joins, vectors

FIELDS = ("Kite flying", "Bread baking", "Stone carving", "River diving")
SIZE = 16  # a list of all is then so long that it brings no two of them together
PLANTED = groups(len(FIELDS), SIZE)
KEYS = [key for group in PLANTED for key in group]
MODEL = "hashing"
MONTH = "2025-03"
FAR = (KEYS[3], KEYS[-3])


def fill(library: Library, *, embedded: bool = True) -> None:
    """Put the works, their fields and their links; with vectors among which the two of `FAR` are near."""
    source = Source(id="source-notes", kind="feed", title="Notes", url="https://notes.example/feed")
    with library.transaction():
        library.documents.put_source(source)
        library.documents.put([_reading(source)])
        library.graph.apply([_delta()])
        library.links.replace(_links())
    if embedded:
        rows = vectors(PLANTED, width=128, noise=1.0)
        rows[-3] = 0.8 * rows[3] + 0.5 * rows[-3]
        rows = np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)
        for facet in (Facet.TITLE, Facet.TEXT):
            library.vectors.put(space_of(MODEL, facet), KEYS, rows)


def concept(field: int) -> str:
    """Return the technique of a field."""
    return f"technique-{FIELDS[field].lower().replace(' ', '-')}"


def _links() -> list[Link]:
    return [link_of(one, other, 0.8) for (one, other), weight in joins(PLANTED, 0.3).items() if weight == 1.0]


def _reading(source: Source) -> Reading:
    document = Document(
        id="document-list",
        source=source.id,
        kind="post",
        title="All of March",
        url="https://notes.example/march",
        identity=None,
        published=Moment(datetime(2025, 3, 31, tzinfo=UTC)),
        outline=Outline(blocks=()),
    )
    items = tuple(
        Item(
            id=f"item-{place}",
            document=document.id,
            section="March",
            position=place,
            month=MONTH,
            category=None,
            label=_title(place),
            url=None,
            identity=None,
            version=None,
            links=(),
            comment=None,
            repairs=(),
            block=place,
            node=key,
        )
        for place, key in enumerate(KEYS)
    )
    fetched = Fetched(id=document.id, source=source.id, key="march", reader="test", payload=b"", digest="d")
    return Reading(fetched=fetched, document=document, items=items, links=())


def _title(place: int) -> str:
    told = f"{FIELDS[place // SIZE]} {place % SIZE}"
    return f"{told} and {FIELDS[0].lower()}" if KEYS[place] == FAR[1] else told


def _delta() -> GraphDelta:
    works = [Node(id=key, kind=NodeKind.PAPER, name=_title(place)) for place, key in enumerate(KEYS)]
    named = [Node(id=concept(place), kind=NodeKind.TECHNIQUE, name=field) for place, field in enumerate(FIELDS)]
    month = Node(id=f"month-{MONTH}", kind=NodeKind.MONTH, name=MONTH)
    claims = tuple(Claim(node=node, rank=ClaimRank.LIST, stamp="") for node in (*works, *named, month))
    edges = [edge for place, key in enumerate(KEYS) for edge in _edges(place, key)]
    return GraphDelta(contributor="document-list", claims=claims, edges=tuple(edges))


def _edges(place: int, key: str) -> list[Edge]:
    told = (Evidence(document="document-list", block=place, section="March", extractor="items/1"),)
    return [
        Edge(source="document-list", kind=EdgeKind.LISTS, target=key, evidence=told),
        Edge(source=key, kind=EdgeKind.IN_MONTH, target=f"month-{MONTH}", basis=Basis.CURATED, evidence=told),
        Edge(source=key, kind=EdgeKind.ABOUT, target=concept(place // SIZE), evidence=told),
    ]
