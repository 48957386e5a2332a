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
    return unicodedata.normalize("NFD", lower).translate(_KEPT).split()


class _Kept(dict[int, str]):
    """Code point → what is kept of it, found out once a character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        is_kept = category[0] in "LN" or category == "Co"
        self[code] = "" if category == "Mn" else character if is_kept else " "
        return self[code]


_KEPT = _Kept()
