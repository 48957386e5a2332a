"""Where the words that were asked for stand in what was found. Pure; what is marked is told as parts, never as markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence

from graph.ports.register import Words
from graph.views.search.shapes import Marked

EXCERPT = 240
"""Characters of an excerpt: three lines."""
_LEAD = 60
"""Characters before the first word that is marked, where something was left out."""

_FOREIGN = re.compile(r"[^\x00-\x7f]")
_SIGN = r"[^\W_]"
_BETWEEN = r"[\W_]+"

Place = tuple[int, int, str]
"""Where a marked stretch begins and ends, and which of the wanted it is."""


class Wanted:
    """What is marked: words, and words side by side; `prefix` also as a beginning."""

    def __init__(self, sought: Collection[Words], *, prefix: Words | None = None) -> None:
        several = sorted({_BETWEEN.join(map(re.escape, words)) for words in sought if words}, key=len, reverse=True)
        begun = [f"{_BETWEEN.join(map(re.escape, prefix))}{_SIGN}*"] if prefix else []
        # That it begins a word is looked at afterwards: a pattern that begins with letters is searched twice as quickly.
        self._pattern = re.compile(f"(?:{'|'.join([*several, *begun])})(?!{_SIGN})")

    def places(self, text: str) -> list[Place]:
        """Return where they stand, in order; none overlaps another."""
        # Lower case is looked through three times as quickly as both.
        plain = (text if text.isascii() else _FOREIGN.sub(_bare, text)).lower()
        return [
            (*match.span(), match[0])
            for match in self._pattern.finditer(plain)
            if match[0] and _begins(plain, match.start())
        ]


def _begins(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalnum()


def _bare(letter: re.Match[str]) -> str:
    """Return a letter in lower case without its diacritics, as one letter, so that no place in the text moves."""
    return unicodedata.normalize("NFD", letter[0])[0].lower()[0]


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
        told = len({word for *_, word in within})
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
    within = [(max(first - start, 0), last - start, word) for first, last, word in places]
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
