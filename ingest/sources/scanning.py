"""What stands between a beginning and an end (comments, CDATA, a DOCTYPE), in one pass however much is left open.

A pattern like `<!--.*?-->` looks for an end behind every beginning anew: 200 kB of `<!--` keep it busy for minutes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct


class Enclosure(Struct, frozen=True):
    """How it begins and how it ends, as patterns that match within what they name; an end may be empty."""

    begins: str
    ends: str


COMMENT = Enclosure("<!--", "-->")
CDATA = Enclosure(r"<!\[CDATA\[", r"\]\]>")
INSTRUCTION = Enclosure(r"<\?", r"\?>")
DOCTYPE = (Enclosure(r"<!DOCTYPE[^\[<>]*\[", r"\]\s*>"), Enclosure(r"<!DOCTYPE[^\[<>]*>", ""))
"""With declarations of its own, and without."""


def enclosed(text: str, *kinds: Enclosure) -> Iterator[tuple[int, int]]:
    """Yield where each begins and ends; what has no end is none."""
    begins = re.compile("|".join(f"({kind.begins})" for kind in kinds), re.IGNORECASE)
    ends = [re.compile(kind.ends) for kind in kinds]
    endless: set[int] = set()
    found = begins.search(text)
    while found:
        kind, at = (found.lastindex or 1) - 1, found.end()
        # Where one had no end, none behind it has one.
        end = None if kind in endless else ends[kind].search(text, at)
        if end is None:
            endless.add(kind)
        else:
            at = end.end()
            yield found.start(), at
        found = begins.search(text, at)


def parted(text: str, *kinds: Enclosure) -> list[str]:
    """Return the text in parts: what stands outside, what is enclosed, what stands outside, and so on."""
    parts, at = [], 0
    for start, end in enclosed(text, *kinds):
        parts += [text[at:start], text[start:end]]
        at = end
    return [*parts, text[at:]]


def without(text: str, *kinds: Enclosure) -> str:
    """Return what stands outside."""
    return "".join(parted(text, *kinds)[::2])


def outside(text: str, change: Callable[[str], str], *kinds: Enclosure) -> str:
    """Return the text with what stands outside changed."""
    parts = parted(text, *kinds)
    parts[::2] = map(change, parts[::2])
    return "".join(parts)
