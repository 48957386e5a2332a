"""The words that evidence quotes: the sentence around a name, cut where it is long, the name always in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from graph.mention import Mention, Passage, Statement

Sentences = Callable[[str], list[tuple[int, int]]]
"""Finds where the sentences of a text start and end, in order."""

_MOST = 300


class Quotes:
    """The sentences of a text's passages, looked for once a passage and not before they are needed."""

    def __init__(self, passages: Sequence[Passage], sentences: Sentences) -> None:
        self._passages = passages
        self._sentences = sentences
        self._found: dict[int, list[tuple[int, int]]] = {}

    def around(self, mention: Mention) -> str:
        """Return the sentence that the mention stands in."""
        text = self._passages[mention.passage].text
        if mention.passage not in self._found:
            self._found[mention.passage] = self._sentences(text)
        return quoted(text, *_holding(self._found[mention.passage], mention), mention.start, mention.end)

    def within(self, statement: Statement, mention: Mention) -> str:
        """Return the sentence that states something of the mention."""
        text = self._passages[statement.passage].text
        inside = statement.passage == mention.passage and statement.start <= mention.start < statement.end
        start, end = (mention.start, mention.end) if inside else (statement.start, statement.start)
        return quoted(text, statement.start, statement.end, start, end)


def quoted(text: str, start: int, end: int, first: int, last: int) -> str:
    """Return text[start:end], cut at words to about 300 characters where it is longer; text[first:last] stays in it."""
    end = max(end, last)
    if end - start <= _MOST:
        return text[start:end].strip()
    spare = max(0, _MOST - (last - first)) // 2
    left, right = max(start, first - spare), min(end, last + spare)
    left, right = max(start, right - _MOST), min(end, max(right, left + _MOST))
    if left > start:
        left = min(first, _word_start(text, left, first))
    if right < end:
        right = max(last, _word_end(text, last, right))
    return f"{'…' if left > start else ''}{text[left:right].strip()}{'…' if right < end else ''}"


def _holding(sentences: Sequence[tuple[int, int]], mention: Mention) -> tuple[int, int]:
    """Return the bounds of the sentence in which the mention begins; of the mention itself where there is none."""
    place = bisect_right(sentences, mention.start, key=lambda bounds: bounds[0]) - 1
    if place < 0 or sentences[place][1] <= mention.start:
        return mention.start, mention.end
    return sentences[place]


def _word_start(text: str, start: int, before: int) -> int:
    space = text.find(" ", start, before)
    return space + 1 if space >= 0 else start


def _word_end(text: str, after: int, end: int) -> int:
    space = text.rfind(" ", after, end)
    return space if space >= 0 else end
