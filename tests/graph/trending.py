"""A made-up library with a history: two sources that list twenty works a month, a third that begins with one subject."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import replace

from graph.model import Basis, Claim, Edge, EdgeKind, Evidence, GraphDelta, Moment, NodeId, NodeKind, Source
from graph.months import shift
from graph.ports import Library
from tests.contracts.values import claim, reading

LETTERS, NOTES, DIGEST = "source-letters", "source-notes", "source-digest"
TREES, GRAPHS, STEADY, HYPE = "technique-trees", "technique-graphs", "technique-steady", "technique-hype"
LAST = "2025-03"
WORKS = 20


def fill_history(library: Library, months: int = 15) -> None:
    """Let trees rise in 2025, graphs fall, one technique stay as it was, and one be only a new source's."""
    for key, title, author in (
        (LETTERS, "Letters", "Ada Reader"),
        (NOTES, "Notes", "Ben Other"),
        (DIGEST, "Digest", ""),
    ):
        authors = (author,) if author else ()
        library.documents.put_source(Source(id=key, kind="feed", title=title, authors=authors))
    concepts = tuple(claim(key, key.partition("-")[2].capitalize(), kind=NodeKind.TECHNIQUE) for key in _CONCEPTS)
    library.graph.apply([GraphDelta(contributor="concepts", claims=concepts)])
    for source in (LETTERS, NOTES):
        for back in range(months):
            recent = back < 3
            counts = {TREES: 8 if recent else 1, GRAPHS: 0 if recent else 8, STEADY: 5}
            list_works(library, source, shift(LAST, -back), counts)
    list_works(library, DIGEST, LAST, {HYPE: WORKS})


_CONCEPTS = (TREES, GRAPHS, STEADY, HYPE)


def list_works(library: Library, source: str, month: str, counts: dict[NodeId, int], works: int = WORKS) -> None:
    """Put a document of a month's tenth that lists works, of which so many name each concept."""
    key = f"document-{source}-{month}"
    papers = [f"paper-{source}-{month}-{place}" for place in range(works)]
    put_document(library, key, source, f"{month}-10")
    edges = [Edge(source=key, kind=EdgeKind.LISTS, target=paper) for paper in papers]
    edges += [published(paper, f"{month}-03") for paper in papers]
    claims: list[Claim] = [claim(paper, f"Paper {paper}") for paper in papers]
    library.graph.apply([GraphDelta(contributor=key, claims=tuple(claims), edges=tuple(edges))])
    named = [naming(paper, concept) for concept, count in counts.items() for paper in papers[:count]]
    library.graph.apply([GraphDelta(contributor=f"names:{key}", edges=tuple(named))])


def put_document(library: Library, key: str, source: str, day: str, **more: object) -> None:
    """Put a document published at half past nine of a day."""
    moment = Moment(datetime.fromisoformat(f"{day}T09:30:00").replace(tzinfo=UTC))
    links = more.pop("links", ())
    one = reading(key, of=source, payload=key.encode(), links=links)  # type: ignore[arg-type]
    library.documents.put([replace(one, document=replace(one.document, published=moment, **more))])


def naming(text: str, concept: NodeId, quote: str = "It names this.", block: int | None = None) -> Edge:
    """Return that a text names a concept in these words."""
    evidence = Evidence(document=text, block=block, quote=quote, named="this")
    return Edge(source=text, kind=EdgeKind.MENTIONS, target=concept, evidence=(evidence,))


def published(work: NodeId, day: str) -> Edge:
    """Return that a work was published on a day."""
    evidence = Evidence(record=f"arxiv:{work}", quote=day, extractor="record/arxiv")
    return Edge(
        source=work,
        kind=EdgeKind.IN_MONTH,
        target=f"month-{day[:7]}",
        basis=Basis.PUBLISHED,
        evidence=(evidence,),
    )
