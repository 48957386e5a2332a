"""English, composed: numbers, plurals, lists, quotations and names."""

from __future__ import annotations

import re
from collections.abc import Sequence

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


def quoted(text: str) -> str:
    """Return the text in quotation marks; marks that already enclose the whole of it are not doubled."""
    text = text.strip()
    if len(text) > 1 and text[0] in '“"' and text[-1] in '”"' and not re.search('[“”"]', text[1:-1]):
        text = text[1:-1]
    return f"“{text}”"


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
