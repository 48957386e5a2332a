"""Plain text: white space folded, NFC, and nothing in it that a reader cannot see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import unescape

# Controls but tab and line ends, soft hyphen, zero-width space, word joiner, byte-order mark, direction marks, fillers.
_NOISE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
# Joiners mean something between two letters of many scripts and inside emoji; elsewhere they are padding.
_JOINERS = re.compile("(?<![^\x00-\x7f\\s\u200c\u200d])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f\\s\u200c\u200d])")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INLINE = r"(?:a|abbr|b|big|cite|code|del|em|font|i|img|ins|mark|p|q|s|small|span|strong|sub|sup|tt|u|wbr)"
_INLINE_TAG = re.compile(rf"</?{_INLINE}(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<(?:br|/p|/div|/li|/h[1-6])\s*/?>|</?(?:div|ul|ol|li|h[1-6])(?:\s[^<>]*)?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")


def without_noise(text: str) -> str:
    """Return the text without what no reader can see."""
    return _JOINERS.sub("", _NOISE.sub("", text))


def folded(text: str) -> str:
    """Return the text without noise, each run of white space one space, none at the ends; not normalised."""
    out = " ".join(text.split())
    # Printable text holds no noise; asking is ten times quicker than searching.
    return out if out.isprintable() else " ".join(without_noise(text).split())


def clean(text: str) -> str:
    """Return the text as one line of NFC."""
    out = folded(text)
    return out if out.isascii() else unicodedata.normalize("NFC", out)


def visible_lines(text: str) -> str:
    """Return code without noise, its line ends as newlines and its other white space kept; not normalised."""
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return without_noise(_LINE_ENDS.sub("\n", text))


def plain(markup: str) -> str:
    """Return a title's or a name's text: inline markup stripped, entities decoded (twice where need be)."""
    if "<" in markup:
        markup = _stripped(markup)
    if "&" in markup:
        markup = unescape(markup)
        if "<" in markup and _INLINE_TAG.search(markup) and "</" in markup:
            markup = _stripped(markup)
        if _ENTITY.search(markup):
            markup = unescape(markup)
    return clean(_scalar(markup))


def literal(text: str) -> str:
    """Return a text that holds no markup, cleaned; entities left in it by escaping twice are decoded."""
    return clean(_scalar(unescape(text) if _ENTITY.search(text) else text))


def composed(text: str, cuts: Iterable[int]) -> tuple[str, dict[int, int]]:
    """Return the text in NFC and, for each place in it that was asked for, where that place is now."""
    out: list[str] = []
    places: dict[int, int] = {}
    length, before = 0, 0
    for cut in sorted(set(cuts)):
        here = _boundary(text, max(cut, before))
        part = unicodedata.normalize("NFC", text[before:here])
        out.append(part)
        length += len(part)
        places[cut] = length
        before = here
    whole = unicodedata.normalize("NFC", "".join(out) + text[before:])
    return whole, {cut: min(place, len(whole)) for cut, place in places.items()}


def _boundary(text: str, place: int) -> int:
    """Return the next place at or after this one that composing leaves alone."""
    while 0 < place < len(text) and _joins(text[place - 1], text[place]):
        place += 1
    return place


def _joins(left: str, right: str) -> bool:
    if right < "\u0300":
        return False
    pair = unicodedata.normalize("NFC", left + right)
    apart = unicodedata.normalize("NFC", left) + unicodedata.normalize("NFC", right)
    return unicodedata.combining(right) != 0 or pair != apart


def _stripped(markup: str) -> str:
    return _INLINE_TAG.sub("", _BREAK_TAG.sub(" ", markup))


def _scalar(text: str) -> str:
    """Return the text without lone surrogates, which no encoding can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
