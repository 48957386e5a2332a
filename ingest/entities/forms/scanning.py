"""The one pass over a text: its tokens that could be (part of) a name, and how much their shape alone says so.

Whatever else is asked is asked only around these. All patterns are linear: possessive where they repeat.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from msgspec import Struct

from ingest.entities.forms.generic import STARTERS, bare, is_generic

_MOST = 60
"""Signs that a name's token has at most; longer ones are addresses, keys, sequences."""

_TOKEN = re.compile(
    r"(?<![\w@\\#/.$&=%~^])(?=[^\W\d_A-ZÀ-Þ]*+(?:[-‐‑][^\W\d_A-ZÀ-Þ]++){0,4}+[-‐‑]?[A-ZÀ-Þ0-9])"
    r"[^\W_]++(?:[-‐‑][^\W_]++|\.(?=\d)[^\W_]++|\.ai(?![\w/-]|\.\w))*+(?:\+{1,2}(?!\w)|\*(?![\w*]))?"
)


class Shape(IntEnum):
    """What a token looks like, from the least to the most like a name of its own."""

    NUMBER = 0
    LETTER = 1
    WORD = 2  # Capitalised
    ACRONYM = 3
    MIXED = 4  # an acronym or capitals within a hyphenated word
    DIGITS = 5  # letters and digits
    CAMEL = 6


class Token(Struct, frozen=True):
    """A token of a passage: its place, what is written, its shape. `opens` says that a sentence may begin with it."""

    start: int
    end: int
    text: str
    shape: Shape
    opens: bool


_PREFIX = re.compile(r"(?:non|pre|post|anti|un|ex|mid)[-‐‑](?=[^\W_]*[A-Z])")

_NUMBER = re.compile(
    r"v?\d[\d.,]*(?:[a-z]{1,2}|[KMBTkx%])?|\d+(?:\.\d+)?[KMBT]|\d+x\d+(?:\.\d+)?[BM]?|\d+-\w*|(?:\d+s)"
)
_ACRONYM = re.compile(r"[A-Z]{2,}s?[+*]*|[A-Z][+*]+")
_DIGITS = re.compile(r"(?=[^\W\d_]*\d)[^\W_]*[^\W\d_][^\W_]*(?:\.\d[^\W_]*)*[+*]*|\d*[A-Z]\w*\d\w*")
_CAMEL = re.compile(r"[^\W\d_]*[a-zß-ÿ][A-ZÀ-Þ]\w*[+*]*|[A-Z]{2,}[a-z]{2,}\w*[+*]*")
_WORD = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ]+(?:[-‐‑][A-ZÀ-Þa-zß-ÿ][a-zß-ÿ]*)*[+*]*")


@lru_cache(maxsize=1 << 17)
def shape_of(token: str) -> Shape:
    """Return what the token looks like."""
    if _NUMBER.fullmatch(token):
        return Shape.NUMBER
    if len(token) < 2:
        return Shape.LETTER
    if _WORD.fullmatch(token):
        return Shape.WORD
    if _ACRONYM.fullmatch(token):
        return Shape.ACRONYM
    if token.endswith(".ai"):
        return Shape.MIXED
    if "-" in token or "‑" in token or "‐" in token:
        return _hyphenated(re.split("[-‐‑]", token))
    if _CAMEL.fullmatch(token):
        return Shape.CAMEL
    return Shape.DIGITS if _DIGITS.fullmatch(token) else Shape.WORD


def _hyphenated(parts: list[str]) -> Shape:
    telling = [shape_of(part) for part in parts if part and not is_generic(part)]
    if any(shape is Shape.CAMEL for shape in telling):
        return Shape.CAMEL
    if any(any(sign.isdigit() for sign in part) for part in parts) and any(s >= Shape.WORD for s in telling):
        return Shape.DIGITS
    return Shape.MIXED if any(shape >= Shape.ACRONYM for shape in telling) else Shape.WORD


@lru_cache(maxsize=1 << 17)
def _judged(written: str) -> tuple[int, Shape] | None:
    """Return how long the name in what is written is, and its shape; None for what names nothing."""
    if len(written) > _MOST:
        return None
    kept = bare(written)
    shape = shape_of(kept)
    if shape > Shape.LETTER and is_generic(kept) and kept.lower() not in STARTERS:
        return (len(kept), Shape.LETTER)
    return (len(kept), shape)


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text that have a capital or a digit, in order."""
    found = []
    for match in _TOKEN.finditer(text):
        start, written = match.start(), match.group()
        if prefix := _PREFIX.match(written):
            start, written = start + prefix.end(), written[prefix.end() :]
        if judged := _judged(written):
            length, shape = judged
            found.append(Token(start, start + length, written[:length], shape, opens(text, start)))
    return found


def parted(token: Token, at: int) -> tuple[Token, Token]:
    """Return the two tokens of one that was run together."""
    left, right = token.text[:at], token.text[at:]
    middle = token.start + at
    first = Token(token.start, middle, left, shape_of(left), token.opens)
    return first, Token(middle, token.end, right, shape_of(right), False)


def opens(text: str, start: int) -> bool:
    """Say whether a sentence, a line or a quotation may begin here, where a capital says nothing."""
    before = text[max(0, start - 3) : start].rstrip(" \"'“”‘’([*•·-–—>")
    return (start < 3 and not before) or not before or before[-1] in ".!?:;\n"
