"""Texts as the spellings of one name share them, sign by sign, so that a place in the one is the place in the other."""

from __future__ import annotations

import re
import unicodedata

# A point that is no decimal point ends something or joins a file name; it parts words like any other sign.
_POINT = re.compile(r"\.(?!\d)")
_WITHOUT_WORDS = 0x2E80
"""From here on scripts put no spaces between words: a Latin name ends where they begin."""


class _Signs(dict[int, str]):
    """What each sign is folded to, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


def _folded(sign: str) -> str:
    """Return one sign for one sign: a letter or digit without case and accent, a point, else a space."""
    if sign == ".":
        return sign
    if "<super>" in unicodedata.decomposition(sign):
        return " "
    plain = unicodedata.normalize("NFKD", sign.casefold())[:1] if len(sign.casefold()) == 1 else sign
    return plain if plain.isalnum() and ord(plain) < _WITHOUT_WORDS else " "


_SIGNS = _Signs()


def fold_signs(text: str) -> str:
    """Return the text, as long as it was: case and accents set aside, every sign between words a space."""
    return _POINT.sub(" ", text.translate(_SIGNS))
