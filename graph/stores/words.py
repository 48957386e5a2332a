"""What a person typed into the search field, as words to look for; nothing in it is syntax."""

from __future__ import annotations

import unicodedata

Phrase = tuple[str, ...]

TITLE_WEIGHT = 4.0
"""A word of a title tells more of what the work is about than one of its comments."""


def phrases(query: str) -> list[Phrase]:
    """Return one phrase a white-space separated word: "GPT-5 Café!" gives ("gpt", "5") and ("cafe",)."""
    return [tokens for word in query.split() if (tokens := tuple(tokenise(word)))]


def tokenise(text: str) -> list[str]:
    """Return the runs of letters and digits, lower-cased, without diacritics, as FTS5's unicode61 cuts them."""
    plain = unicodedata.normalize("NFD", text.lower())
    kept = (_kept(character) for character in plain)
    return "".join(kept).split()


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Mn":
        return ""
    return character if category[0] in "LN" or category == "Co" else " "
