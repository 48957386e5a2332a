"""Where the words that were asked for stand in what was found. Pure; what is marked is told as parts, never as markup."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from graph.ports.register import Words
from graph.tokens import tokenise
from graph.views.search.shapes import Marked

EXCERPT = 240
"""Characters of an excerpt: three lines."""
_LEAD = 60
"""Characters before the first word that is marked, where something was left out."""

_WORD = re.compile(r"[^\W_]+")

Place = tuple[int, int, int]
"""Where a marked stretch begins and ends, and which of the wanted it is."""


class Wanted:
    """What is marked: words, and words side by side; with `prefix` the last of them also as a beginning."""

    def __init__(self, sought: Collection[Words], *, prefix: Words | None = None) -> None:
        self._by_first: defaultdict[str, list[tuple[int, Words]]] = defaultdict(list)
        for number, words in enumerate(sought):
            if words:
                self._by_first[words[0]].append((number, words))
        self._prefix = prefix[-1] if prefix else None
        self._prefix_number = len(sought)

    def places(self, text: str) -> list[Place]:
        """Return where they stand, in order; none overlaps another."""
        cut = [(match.start(), match.end(), "".join(tokenise(match[0]))) for match in _WORD.finditer(text)]
        found: list[Place] = []
        at = 0
        while at < len(cut):
            number, length = self._longest(cut, at)
            if length:
                found.append((cut[at][0], cut[at + length - 1][1], number))
            at += max(length, 1)
        return found

    def _longest(self, cut: Sequence[tuple[int, int, str]], at: int) -> tuple[int, int]:
        """Return which of the wanted begins at this word, and how many words it has; 0 words for none."""
        word = cut[at][2]
        fitting = [
            (len(words), number)
            for number, words in self._by_first.get(word, ())
            if tuple(each for *_, each in cut[at : at + len(words)]) == words
        ]
        if fitting:
            length, number = max(fitting)
            return number, length
        return (self._prefix_number, 1) if self._prefix and word.startswith(self._prefix) else (0, 0)


def marked(text: str, wanted: Wanted) -> Marked:
    """Return the whole text with what was wanted marked."""
    return _parts(text, wanted.places(text))


def excerpt(texts: Iterable[str], wanted: Wanted, most: int = EXCERPT) -> Marked | None:
    """Return the stretch of one of the texts that has most of what was wanted; None where none has any."""
    best: tuple[int, str, list[Place]] | None = None
    for text in (" ".join(text.split()) for text in texts):
        told, some = _densest(wanted.places(text), most)
        if told and (best is None or told > best[0]):
            best = told, text, some
    return _cut(best[1], best[2], most) if best else None


def _densest(places: Sequence[Place], most: int) -> tuple[int, list[Place]]:
    """Return how many different ones the best stretch has, and its places: those from its first one on."""
    best: tuple[int, list[Place]] = 0, []
    for first, (start, _, _) in enumerate(places):
        within = [place for place in places[first:] if place[1] - start <= most - _LEAD]
        told = len({number for *_, number in within})
        if told > best[0]:
            best = told, within
    return best


def _cut(text: str, places: Sequence[Place], most: int) -> Marked:
    start, end = 0, len(text)
    if len(text) > most:
        if places[0][0] > _LEAD:
            start = text.rfind(" ", 0, places[0][0] - _LEAD // 2) + 1
        if start + most < len(text):
            last = max(places[-1][1], text.rfind(" ", 0, start + most))
            end = last
    within = [(max(first - start, 0), last - start, number) for first, last, number in places]
    parts = _parts(text[start:end], within).parts
    return Marked(((("… ", False),) if start else ()) + parts + ((("…", False),) if end < len(text) else ()))


def _parts(text: str, places: Iterable[Place]) -> Marked:
    parts: list[tuple[str, bool]] = []
    end = 0
    for start, stop, _ in places:
        parts += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    parts.append((text[end:], False))
    return Marked(tuple(part for part in parts if part[0]))
