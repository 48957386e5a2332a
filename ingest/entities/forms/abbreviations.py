"""Short forms that a text defines: "Long Form (LF)" and "LF (Long Form)".

After Schwartz and Hearst, "A Simple Algorithm for Identifying Abbreviation Definitions in Biomedical Text" (2003):
the short form's signs are found in the long form from right to left, its first at the beginning of a word.
"""

from __future__ import annotations

import re

from msgspec import Struct

_BRACKET = re.compile(r"[\w\d”\"'’*}+] \(([^()\n]{2,90})\)")
_SHORT = re.compile(r"[^\W_]++(?:[-‐‑+.*/&][^\W_]*+)*+")
_WORD = re.compile(r"[^\s(),;:]+")
_LIMIT = 12
"""Signs of a short form at most."""


class Definition(Struct, frozen=True):
    """Where a text defines a short form: the spans of both."""

    short: tuple[int, int]
    long: tuple[int, int]


def definitions(text: str) -> list[Definition]:
    """Return the definitions of a text in order."""
    if "(" not in text:
        return []
    return [found for match in _BRACKET.finditer(text) if (found := _definition(text, match))]


def _definition(text: str, match: re.Match[str]) -> Definition | None:
    start = match.start(1)
    inner = re.split("[;,]", match.group(1), maxsplit=1)[0].rstrip(" \"'”’*")
    inner = inner.removeprefix("i.e. ").removeprefix("or ").removeprefix("called ")
    start = text.index(inner, start) if inner else start
    while inner[:1] in {'"', "“", "'", "‘", "*"} and inner:
        inner, start = inner[1:], start + 1
    if _is_short(inner):
        long = _long_before(text, match.start() + 1, inner)
        return Definition((start, start + len(inner)), long) if long else None
    return _long_inside(text, match.start() + 1, start, inner)


def _is_short(form: str) -> bool:
    return (
        2 <= len(form) <= _LIMIT
        and bool(_SHORT.fullmatch(form))
        and sum(map(str.isupper, form)) >= 1
        and (sum(map(str.isupper, form)) >= 2 or any(map(str.isdigit, form)))
    )


def _long_before(text: str, end: int, short: str) -> tuple[int, int] | None:
    """Return the span of the long form that ends before the bracket; None where the letters don't fit."""
    window = text[max(0, end - 160) : end]
    base = end - len(window)
    for mark in (". ", "; ", ": ", " (", ") ", "? ", "\n"):
        cut = window.rfind(mark) + len(mark) if mark in window else 0
        window, base = window[cut:], base + cut
    signs = [sign for sign in short if sign.isalnum()]
    words = list(_WORD.finditer(window))[-min(len(signs) + 5, 2 * len(signs)) :]
    if not words:
        return None
    start = _fit(signs, window, words[0].start())
    if start is None and signs[-1] == "s":
        start = _fit(signs[:-1], window, words[0].start())
    if start is None or (" " not in window[start:].strip() and "-" not in window[start:]):
        return None
    return base + start, end


def _fit(signs: list[str], window: str, first: int) -> int | None:
    """Return where the long form starts so that all signs stand in it in order, the first at a word's beginning."""
    place = len(window) - 1
    for number in range(len(signs) - 1, -1, -1):
        sign = signs[number].lower()
        while place >= first and (
            window[place].lower() != sign or (number == 0 and place > 0 and window[place - 1].isalnum())
        ):
            place -= 1
        if place < first:
            return None
        place -= 1
    return place + 1


def _long_inside(text: str, end: int, start: int, inner: str) -> Definition | None:
    """Read "LF (Long Form)": the word before the bracket against the words in it."""
    before = re.search(r"[^\W_][\w+*.-]{0,14}$", text[max(0, end - 16) : end])
    if before is None or " " not in inner or not inner[0].isalpha() or not _is_short(before.group()):
        return None
    signs = [sign for sign in before.group() if sign.isalpha()]
    if len(signs) < 2 or signs[0].lower() != inner[0].lower() or len(inner.split()) > len(signs) + 4:
        return None
    if _fit(signs, inner, 0) != 0:
        return None
    length = len(before.group())
    return Definition((end - length, end), (start, start + len(inner)))
