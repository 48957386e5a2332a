"""One library's content into another's, whatever keeps either: page by page, so that what was cut off goes on there.

What is equal already is not written again (every store's own law), so a copy is made again by making it once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import nullcontext
from typing import TypeVar

import numpy as np

from graph.errors import ConflictError
from graph.identity import identify
from graph.link import Ends, Link
from graph.model import Document, Fetched, GraphDelta, Item
from graph.ports import Library, Progress, Reading

PAGE = 200
"""What goes in one transaction, and is lost where a copy is cut off."""

TRIES = 3
"""How often to read a library that is written to meanwhile; the last time nobody else writes."""

T = TypeVar("T")


def links_of(document: Document, items: Iterable[Item]) -> tuple[str, ...]:
    """Return the identities a document links to, sorted, once each: its outline's and those its items were mended to."""
    mended = list(items)
    found = {str(i) for block in document.outline.blocks for link in block.links if (i := identify(link.url))}
    found |= {item.identity for item in mended if item.identity}
    found |= {link.identity for item in mended for link in item.links if link.identity}
    return tuple(sorted(found))


def copy(source: Library, target: Library, progress: Progress | None = None, *, vectors: bool = True) -> None:
    """Let the target hold what the source holds.

    Raise ConflictError, having written nothing, where the target holds what the source lacks or has otherwise: then it is
    another library, or was written to since, not a copy that was cut off. The copy is of one moment; where others write all
    the while, they wait for its end.
    """
    _check(source, target)
    for left in reversed(range(TRIES)):
        with nullcontext() if left else source.transaction():
            version = source.version()
            _pour(source, target, progress or _silent)
            if vectors:
                _vectors(source, target, progress or _silent)
            if not left or source.version() == version:
                return


def _check(source: Library, target: Library) -> None:
    """Raise ConflictError where the target holds what the source lacks, of all that is not worked out from the rest."""
    sources = {one.id for one in source.documents.sources()}
    _check_held({one.id for one in target.documents.sources()} - sources)
    for one in target.documents.sources():
        known = source.documents.digests(one.id)
        held = target.documents.digests(one.id)
        _check_held({key for key, digest in held.items() if known.get(key) != digest})
    made = {decision.id for decision in source.decisions.decisions()}
    _check_held({f"the decision {one.id}" for one in target.decisions.decisions() if one.id not in made})
    for page in _pages(target.corpus.page, lambda one: one.identity):
        records = source.corpus.records([one.identity for one in page])
        _check_held({one.identity for one in page if records.get(one.identity) != one})


def _check_held(lacking: Set[str]) -> None:
    if lacking:
        raise ConflictError(
            f"the target is another library, or was written to since: it has {min(lacking)}, which this one lacks or has "
            "otherwise; to replace it all the same, restore a backup of this one there"
        )


def _pour(source: Library, target: Library, tell: Progress) -> None:
    """Write all of the source into the target, and take from the target's derived stores what the source has not."""
    _documents(source, target, tell)
    _decisions(source, target)
    _records(source, target, tell)
    _findings(source, target, tell)
    _graph(source, target, tell)
    _entries(source, target, tell)
    _links(source, target, tell)


def _documents(source: Library, target: Library, tell: Progress) -> None:
    with target.transaction():
        for one in source.documents.sources():
            target.documents.put_source(one)
    total = source.documents.counts()["documents"]
    for page in _told(_pages(source.documents.fetched, lambda one: one.id), total, "documents", tell):
        known = source.documents.many([one.id for one in page])
        there = _held(target, page)
        readings = (_reading(source, fetched, known[fetched.id]) for fetched in page)
        target.documents.put(one for one in readings if there.get(one.document.id) != _told_by(one))


def _held(library: Library, page: Sequence[Fetched]) -> dict[str, tuple[Document, str, tuple[Item, ...]]]:
    """Return what a library has of these documents: as read, the digest of what was fetched, the items."""
    digests: dict[str, str] = {}
    for source in {one.source for one in page}:
        digests |= library.documents.digests(source)
    found = library.documents.many([one.id for one in page])
    return {
        key: (one, digests[key], tuple(library.documents.items(key))) for key, one in found.items() if key in digests
    }


def _told_by(reading: Reading) -> tuple[Document, str, tuple[Item, ...]]:
    return reading.document, reading.fetched.digest, reading.items


def _reading(library: Library, fetched: Fetched, document: Document) -> Reading:
    items = tuple(library.documents.items(document.id))
    return Reading(fetched=fetched, document=document, items=items, links=links_of(document, items))


def _decisions(source: Library, target: Library) -> None:
    with target.transaction():
        for decision in source.decisions.decisions():
            target.decisions.append(decision)


def _records(source: Library, target: Library, tell: Progress) -> None:
    pages = _pages(source.corpus.page, lambda one: one.identity)
    for page in _told(pages, source.corpus.count(), "records", tell):
        target.corpus.put(page)


def _findings(source: Library, target: Library, tell: Progress) -> None:
    total = source.mentions.counts()["texts"]
    for page in _told(_pages(source.mentions.page, lambda one: one.key), total, "texts read", tell):
        target.mentions.put(page)
    if target.mentions.counts()["texts"] > total:
        held = {one.key for page in _pages(source.mentions.page, lambda one: one.key) for one in page}
        there = {one.key for page in _pages(target.mentions.page, lambda one: one.key) for one in page}
        target.mentions.delete(there - held)


def _graph(source: Library, target: Library, tell: Progress) -> None:
    said: set[str] = set()
    for page in _told(_pages(source.graph.contributions, _contributor), None, "contributions", tell):
        said |= {delta.contributor for delta in page}
        target.graph.apply(page)
    there = {delta.contributor for page in _pages(target.graph.contributions, _contributor) for delta in page}
    target.graph.apply(GraphDelta(contributor=key) for key in sorted(there - said))
    with target.transaction():
        for old, new in sorted(source.graph.superseded().items()):
            target.graph.redirect(old, new)


def _entries(source: Library, target: Library, tell: Progress) -> None:
    held: set[str] = set()
    for page in _told(_pages(source.search.page, lambda one: one.key), None, "entries of the search", tell):
        held |= {entry.key for entry in page}
        target.search.put(page)
    there = {entry.key for page in _pages(target.search.page, lambda one: one.key) for entry in page}
    target.search.delete(there - held)


def _links(source: Library, target: Library, tell: Progress) -> None:
    pages = _told(_pages(source.links.proposed, _ends), None, "links", tell)
    with target.transaction():
        target.links.replace(link for page in pages for link in page)
        target.links.rule(source.links.rulings())


def _vectors(source: Library, target: Library, tell: Progress) -> None:
    counts = source.vectors.counts()
    for space in target.vectors.counts().keys() - counts.keys():
        target.vectors.clear(space)
    for space in counts:
        keys = source.vectors.keys(space)
        target.vectors.delete(set(target.vectors.keys(space)) - set(keys), space)
        for page in _told(_parts(keys), len(keys), f"vectors of {space}", tell):
            _vectors_of(source, target, space, page)


def _vectors_of(source: Library, target: Library, space: str, keys: Sequence[str]) -> None:
    """Write those of these vectors that the target lacks, or has of other texts."""
    digests, held = source.vectors.digests(space, keys), target.vectors.digests(space, keys)
    missing = [key for key in keys if key in digests and held.get(key) != digests[key]]
    found = source.vectors.get(space, missing)
    if found:
        target.vectors.put(space, list(found), np.stack(list(found.values())), [digests[key] for key in found])


def _pages(page: Callable[..., list[T]], key: Callable[[T], object]) -> Iterator[list[T]]:
    after: object = None
    while found := page(after=after, limit=PAGE):
        yield found
        after = key(found[-1])


def _parts(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + PAGE] for start in range(0, len(keys), PAGE))


def _told(pages: Iterable[Sequence[T]], total: int | None, what: str, tell: Progress) -> Iterator[Sequence[T]]:
    """Yield the pages, telling how many are done."""
    done = 0
    for page in pages:
        yield page
        done += len(page)
        tell(done, total, what)


def _contributor(delta: GraphDelta) -> str:
    return delta.contributor


def _ends(link: Link) -> Ends:
    return link.a, link.b


def _silent(_done: int, _total: int | None, _what: str) -> None:
    """Report to nobody."""
