"""Small values to put into stores."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from graph.model import (
    Basis,
    Claim,
    ClaimRank,
    Decision,
    DecisionKind,
    Document,
    Edge,
    EdgeKind,
    Evidence,
    Fetched,
    GraphDelta,
    Identity,
    Item,
    ItemLink,
    Moment,
    Node,
    NodeKind,
    Source,
)
from graph.outline import Block, BlockKind, Link, Outline
from graph.ports import Library, Reading


def source(key: str = "source-a", title: str = "A blog") -> Source:
    return Source(id=key, kind="feed", title=title, url="https://a.example/feed", authors=("Ada", "Émile"))


def item(key: str, document: str, *, node: str | None = None, block: int = 0, position: int = 1, **more) -> Item:
    given = {
        "section": "January",
        "month": "2025-01",
        "category": None,
        "label": f"Item {key}",
        "url": "https://arxiv.org/abs/2501.12948",
        "identity": "arxiv:2501.12948",
        "version": 2,
        "links": (ItemLink("code", "https://github.com/a/b", "github:a/b"),),
        "comment": "worth reading",
        "repairs": ("empty-href",),
    }
    return Item(id=key, document=document, position=position, block=block, node=node, **(given | more))


def reading(
    key: str = "document-a",
    *,
    of: str = "source-a",
    published: datetime | None = None,
    items: tuple[Item, ...] = (),
    links: tuple[str, ...] = (),
    payload: bytes = b'{"title": "T"}',
    title: str = "A post",
) -> Reading:
    """Return a document whose outline has one block, with a link."""
    block = Block(kind=BlockKind.PARAGRAPH, text="Read this “paper”.", links=(Link(5, 9, "https://x.example/"),))
    return Reading(
        fetched=Fetched(
            id=key, source=of, key=f"key of {key}", reader="feed", payload=payload, digest=str(len(payload))
        ),
        document=Document(
            id=key,
            source=of,
            kind="post",
            title=title,
            url=f"https://a.example/{key}",
            identity=Identity("web", f"https://a.example/{key}"),
            published=Moment(published, offset=60) if published else None,
            outline=Outline((block,)),
        ),
        items=items,
        links=links,
    )


def decision(key: str, on: str = "arxiv:2501.12948", *, day: int = 1, **value: object) -> Decision:
    return Decision(
        id=key, kind=DecisionKind.STATE, on=on, at=datetime(2025, 3, day, tzinfo=UTC), value=value or {"state": "read"}
    )


def claim(
    key: str,
    name: str | None = None,
    *,
    kind: NodeKind = NodeKind.PAPER,
    identity: str | None = None,
    rank: ClaimRank = ClaimRank.LIST,
    stamp: str = "2025",
) -> Claim:
    return Claim(node=Node(id=key, kind=kind, name=name or key, identity=identity), rank=rank, stamp=stamp)


def edge(
    source: str,
    target: str,
    kind: EdgeKind = EdgeKind.LISTS,
    *,
    basis: Basis | None = None,
    confidence: float = 1.0,
    quotes: tuple[str, ...] = ("a quote",),
) -> Edge:
    evidence = tuple(Evidence(document="document-a", block=1, quote=quote, extractor="items/1") for quote in quotes)
    return Edge(source=source, kind=kind, target=target, basis=basis, confidence=confidence, evidence=evidence)


def delta(contributor: str, *said: Claim | Edge) -> GraphDelta:
    return GraphDelta(
        contributor=contributor,
        claims=tuple(each for each in said if isinstance(each, Claim)),
        edges=tuple(each for each in said if isinstance(each, Edge)),
    )


@contextmanager
def undone(library: Library) -> Iterator[None]:
    """Run the body in a transaction that fails at its end."""
    with suppress(InterruptedError), library.transaction():
        yield
        raise InterruptedError


def everything(library: Library) -> tuple[object, ...]:
    """Return all that a library holds, in a form that compares."""
    nodes = library.graph.nodes(limit=10_000)
    return (
        library.documents.sources(),
        library.documents.fetched(limit=10_000),
        library.documents.documents(limit=10_000),
        library.documents.all_items(limit=10_000),
        library.decisions.decisions(),
        nodes,
        list(library.graph.all_edges()),
        {node.id: library.graph.contributors([node.id]) for node in nodes},
        library.graph.counts(),
        library.search.search("paper", limit=10_000),
        library.links.page(limit=10_000),
    )
