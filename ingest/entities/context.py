"""What decides for a doubtful or ambiguous name: words of its context, its maker, its other names.

A doubtful form needs one of them: a word or its maker in the same passage, or another, certain name of it anywhere in
the text. Where several entries have a form, those that most speaks for in the nearest scope are left: in the sentence,
in the passage, in the text. What is left undecided stays ambiguous.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from msgspec import Struct

from graph.model import NodeKind
from ingest.entities.folding import fold_signs
from ingest.entities.lexicon import Entry, Form

_SENTENCE = 300
"""How far a sentence is looked for on either side: longer ones decide no better than their passage."""
_ENDS = (". ", "! ", "? ", "\n")


class Way(Struct, frozen=True):
    """An entry, the form of it that was found, and the words, folded, that speak for it."""

    entry: Entry
    form: Form
    needs: tuple[str, ...] = ()


class Hit(Struct, frozen=True):
    """A place in a passage's text and what it may name."""

    start: int
    end: int
    ways: tuple[Way, ...]

    @property
    def certain(self) -> Entry | None:
        """Return the entry it names whatever stands around it."""
        return self.ways[0].entry if len(self.ways) == 1 and not self.ways[0].form.doubtful else None


def folded_needs(entry: Entry) -> tuple[str, ...]:
    """Return the words that speak for an entry, as they stand in a folded text, singular and plural."""
    return tuple(f" {fold_signs(word)}{ending} " for word in entry.needs for ending in ("", "s"))


class Context:
    """A text's passages, and what speaks for an entry in them. `folded` texts are one space further than `texts`."""

    def __init__(self, texts: Sequence[str], folded: Sequence[str], hits: Sequence[Sequence[Hit]]) -> None:
        self._texts, self._folded, self._hits = texts, folded, hits
        self._passages: dict[tuple[int, NodeKind, str], int] = {}
        self._whole: dict[tuple[NodeKind, str], int] = {}

    def in_sentence(self, place: int, hit: Hit, way: Way) -> int:
        """Return how much speaks for a way in the sentence around a hit."""
        start, end = self._sentence(place, hit)
        starts, entries = self._certain[place]
        around = entries[bisect_left(starts, start) : bisect_left(starts, end)]
        return _speaks(way, f" {self._folded[place][start + 1 : end + 1]} ", _named(around))

    def in_passage(self, place: int, way: Way) -> int:
        """Return how much speaks for a way in a passage."""
        key = (place, way.entry.kind, way.entry.name)
        if key not in self._passages:
            self._passages[key] = _speaks(way, self._folded[place], self._by_passage[place])
        return self._passages[key]

    def in_text(self, way: Way) -> int:
        """Return how much speaks for a way in all passages."""
        key = (way.entry.kind, way.entry.name)
        if key not in self._whole:
            self._whole[key] = sum(self.in_passage(place, way) for place in range(len(self._texts)))
        return self._whole[key]

    def names(self, entry: Entry) -> bool:
        """Say whether the text has a certain name of an entry."""
        return entry.name in self._everywhere

    @cached_property
    def _by_passage(self) -> list[frozenset[str]]:
        return [_named(entries) for _, entries in self._certain]

    @cached_property
    def _certain(self) -> list[tuple[list[int], list[Entry]]]:
        """Each passage's certain names: where they begin, and what they name."""
        pairs = [[(hit.start, entry) for hit in hits if (entry := hit.certain)] for hits in self._hits]
        return [([start for start, _ in some], [entry for _, entry in some]) for some in pairs]

    @cached_property
    def _everywhere(self) -> frozenset[str]:
        return frozenset().union(*self._by_passage)

    def _sentence(self, place: int, hit: Hit) -> tuple[int, int]:
        text = self._texts[place]
        first, last = max(0, hit.start - _SENTENCE), min(len(text), hit.end + _SENTENCE)
        begun = max(text.rfind(end, first, hit.start) for end in _ENDS)
        stops = [at for end in _ENDS if (at := text.find(end, hit.end, last)) >= 0]
        return (begun + 1 if begun >= 0 else first), min(stops, default=last)


def decide(context: Context, place: int, hit: Hit) -> tuple[Way, ...]:
    """Return the ways that the context leaves: none, the one that it decides for, or all that it cannot tell apart."""
    if hit.certain:
        return hit.ways
    left = tuple(way for way in hit.ways if not way.form.doubtful or _is_spoken_for(context, place, way))
    scopes: tuple[Callable[[Way], int], ...] = (
        lambda way: context.in_sentence(place, hit, way),
        lambda way: context.in_passage(place, way),
        context.in_text,
    )
    for speaking in scopes:
        if len(left) < 2:
            break
        left = _most(left, [speaking(way) for way in left])
    return _least_restricted(left)


def _least_restricted(ways: tuple[Way, ...]) -> tuple[Way, ...]:
    """Return the ways that mean it most: certain before doubtful, this very case before any."""
    return _most(ways, [2 * (not way.form.doubtful) + way.form.exact for way in ways])


def _most(ways: tuple[Way, ...], scores: list[int]) -> tuple[Way, ...]:
    return tuple(way for way, score in zip(ways, scores, strict=True) if score == max(scores))


def _is_spoken_for(context: Context, place: int, way: Way) -> bool:
    return context.in_passage(place, way) > 0 or context.names(way.entry)


def _speaks(way: Way, folded: str, names: frozenset[str]) -> int:
    """Return how many words of its context, and of its name, maker and family, there are."""
    entry = way.entry
    company = {entry.name, entry.organization, entry.parent} & names
    return len(company) + sum(word in folded for word in way.needs)


def _named(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the names of entries, and of the families that they belong to."""
    return frozenset(name for entry in entries for name in (entry.name, entry.parent) if name)
