"""Who said it first, and which mentions only repeat another: the same curator, a link to it, the same words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from graph.model import Document, DocumentId, Month
from graph.names import fold
from graph.ports import Library
from graph.views.shelf import Shelf
from graph.views.trend_shapes import Firsts, Saying
from graph.views.trend_voices import Voices

MOST = 40
"""Mentions looked into, the earliest: an echo is one of something earlier, and later ones change nothing about the first."""
SAME_WORDS = 0.8
"""The share of a sentence's runs of four words that another has too: more than two that merely quote one title."""
LEAST_WORDS = 8
"""Shorter sentences are alike without being copied."""
_RUN = 4


class Heard(Struct, frozen=True, kw_only=True):
    """A document that mentions something: when, under which section's month, in which words."""

    document: DocumentId
    since: str | None
    until: str | None
    month: Month | None = None
    words: tuple[str, ...] = ()


def firsts(library: Library, voices: Voices, heard: Iterable[Heard]) -> Firsts:
    """Return who was first of these, in order of time, of each why it is an echo; the earliest `MOST` are looked into."""
    every = list(heard)
    dated = sorted((one for one in every if one.until), key=_when)[:MOST]
    shelf = Shelf.of(library, {one.document for one in dated})
    kept = [one for one in dated if one.document in shelf.documents]
    sayings = tuple(_sayings(library, voices, shelf, kept))
    return Firsts(
        first=tuple(_earliest(voices, shelf, sayings)),
        sayings=sayings,
        undated=sum(one.until is None for one in every),
        independent=sum(one.echo is None for one in sayings),
    )


def _when(one: Heard) -> tuple[str, str, str]:
    return (one.until or "", one.since or "", one.document)


def _sayings(library: Library, voices: Voices, shelf: Shelf, heard: Sequence[Heard]) -> Iterable[Saying]:
    linking = _linking(library, {one.document: shelf.documents[one.document] for one in heard})
    for place, one in enumerate(heard):
        document = shelf.documents[one.document]
        echo, earlier = _echo(one, document, heard[:place], voices, shelf, linking)
        yield Saying(
            source=document.source,
            title=shelf.source_title(document) or document.source,
            document=one.document,
            document_title=document.title,
            since=one.since,
            until=one.until,
            month=one.month,
            echo=echo,
            of=shelf.source_title(shelf.documents[earlier.document]) if earlier else None,
        )


def _linking(library: Library, documents: Mapping[DocumentId, Document]) -> dict[DocumentId, set[DocumentId]]:
    """Return document → the documents that link it."""
    return {key: library.documents.linking([str(one.identity)]) for key, one in documents.items() if one.identity}


def _echo(
    one: Heard,
    document: Document,
    before: Sequence[Heard],
    voices: Voices,
    shelf: Shelf,
    linking: dict[DocumentId, set[DocumentId]],
) -> tuple[str | None, Heard | None]:
    own = voices.of(document)
    curator = (other for other in before if voices.of(shelf.documents[other.document]) == own)
    linked = (other for other in before if one.document in linking.get(other.document, ()))
    copied = (other for other in before if same_words(one.words, other.words))
    for reason, found in (("curator", curator), ("link", linked), ("words", copied)):
        earlier = next(found, None)
        if earlier is not None:
            return reason, earlier
    return None, None


def _earliest(voices: Voices, shelf: Shelf, sayings: Sequence[Saying]) -> Iterable[Saying]:
    """Yield who may have been first, one a voice: none is surely later than another, nor repeats one."""
    if not sayings:
        return
    bound = min(one.until or "" for one in sayings)
    seen: set[str] = set()
    for one in sayings:
        voice = voices.of(shelf.documents[one.document])
        if (one.since or "") <= bound and voice not in seen and one.echo is None:
            seen.add(voice)
            yield one


def same_words(one: Collection[str], other: Collection[str]) -> bool:
    """Say whether a sentence of one is, but for a few words, a sentence of the other."""
    mine, theirs = [_runs(text) for text in one], [_runs(text) for text in other]
    return any(a and b and len(a & b) >= SAME_WORDS * min(len(a), len(b)) for a in mine for b in theirs)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = fold(text).split()
    if len(words) < LEAST_WORDS:
        return set()
    return {tuple(words[place : place + _RUN]) for place in range(len(words) - _RUN + 1)}
