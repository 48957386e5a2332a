"""English, composed: numbers, plurals, lists, quotations and names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from graph.model import NodeKind
from graph.months import month_name

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_KINDS = {
    NodeKind.PAPER: ("paper", "papers"),
    NodeKind.REPORT: ("report", "reports"),
    NodeKind.ARTICLE: ("article", "articles"),
    NodeKind.VIDEO: ("video", "videos"),
    NodeKind.TALK: ("talk", "talks"),
    NodeKind.CODE: ("code repository", "code repositories"),
    NodeKind.DATASET: ("dataset", "datasets"),
}

# What ends in a full stop without ending a sentence.
_ABBREVIATIONS = ("e.g.", "i.e.", "etc.", "vs.", "cf.", "al.", "dr.", "mr.", "ms.", "mrs.", "st.", "no.", "fig.")
_SENTENCE_END = re.compile(r"[.!?…][”\"’')\]]*(?=\s+[^a-z\s])")
_LONGEST = 320
_INNER = str.maketrans("“”„", "‘’‚")
_STRAIGHT = re.compile(r"(?<![^\s(\[{—–-])\"(?=\S)([^\"]*[^\s\"])\"(?!\w)")
"""A pair of typewriter marks around words; the sign for inches opens none."""


def number(count: int) -> str:
    """Return the count in words up to twelve, in figures with thousands separated beyond."""
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def counted(count: int, one: str, many: str) -> str:
    """Return "one work", "two works", "13 works"."""
    return f"{number(count)} {one if count == 1 else many}"


def works(count: int) -> str:
    """Return so many works."""
    return counted(count, "work", "works")


def kinds(kind: NodeKind, count: int) -> str:
    """Return so many works of a kind."""
    return counted(count, *_KINDS.get(kind, ("work", "works")))


def listed(names: Sequence[str]) -> str:
    """Return "A", "A and B", "A, B and C"."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def leaders(counts: Iterable[tuple[str, int]], most: int) -> list[tuple[str, int]]:
    """Return the most frequent, at most so many, and none of those as frequent as one that would be left out."""
    ordered = sorted(counts, key=lambda one: -one[1])
    left_out = ordered[most][1] if len(ordered) > most else 0
    return [one for one in ordered[:most] if one[1] > left_out]


def quoted(text: str) -> str:
    """Return the text in double quotation marks, those within it single; all else stays as it is.

    Marks that enclose the whole of it already are not doubled, one at its edge that has no partner is dropped.
    """
    inner = _STRAIGHT.sub(r"‘\1’", _bare(text.strip())).translate(_INNER)
    return f"“{inner}”"


def _bare(text: str) -> str:
    """Return the text without quotation marks around all of it or one without a partner at its start or end."""
    if text[:1] == "“" or text[:1] == '"':
        partner = _partner(text)
        if partner is None:
            return text[1:]
        return text[1:-1] if partner == len(text) - 1 else text
    if text[-1:] == "”" and "“" not in text:
        return text[:-1]
    return text


def _partner(text: str) -> int | None:
    """Return where the quotation that opens the text closes; None where it never does."""
    depth = 0
    for place, sign in enumerate(text):
        if place and text[0] == sign == '"':
            return place
        depth += (sign == "“") - (sign == "”")
        if text[0] == "“" and depth == 0:
            return place
    return None


def sentence(text: str) -> str:
    """Return the text with a capital letter first and a full stop last, where it has no other end."""
    text = text.strip()
    ended = text if re.search(r"[.!?…][”\"’')\]]*$", text) else f"{text}."
    return ended[:1].upper() + ended[1:]


def first_sentence(text: str) -> str:
    """Return the text's first sentence; a very long one ends in an ellipsis at a word."""
    for match in _SENTENCE_END.finditer(text):
        candidate = text[: match.end()]
        if not candidate.lower().endswith(_ABBREVIATIONS) and not re.search(r"\b[A-Z]\.$", candidate):
            return _shortened(candidate)
    return _shortened(text.strip())


def percent(probability: float) -> str:
    """Return "62 %"; never certain, never impossible."""
    return f"{min(max(round(probability * 100), 1), 99)} %"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0].rstrip(' ,;:–—-')} …"


def long_date(date: str | None) -> str | None:
    """Return "31 December 2024" for "2024-12-31", "December 2024" for "2024-12"; a bare year as it is."""
    if not date or len(date) < 7:
        return date
    day = f"{int(date[8:])} " if len(date) > 7 else ""
    return day + month_name(date[:7])
