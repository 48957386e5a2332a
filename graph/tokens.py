"""Texts as full text cuts them, which is what search compares."""

from __future__ import annotations

import re
import unicodedata

_PLAIN = re.compile("[0-9a-z]+")


def tokenise(text: str) -> list[str]:
    """Return the runs of letters and digits, lower-cased, without diacritics, as FTS5's unicode61 cuts them."""
    lower = text.lower()
    if lower.isascii():
        return _PLAIN.findall(lower)
    kept = (_kept(character) for character in unicodedata.normalize("NFD", lower))
    return "".join(kept).split()


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Mn":
        return ""
    return character if category[0] in "LN" or category == "Co" else " "
