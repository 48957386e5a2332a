"""What a person typed into the search field, as words to look for; nothing in it is syntax."""

from __future__ import annotations

from graph.names import FUNCTION_WORDS
from graph.tokens import tokenise as tokenise  # also for those who compare words

Phrase = tuple[str, ...]

TITLE_WEIGHT = 4.0
"""A word of a title tells more of what the work is about than one of its comments."""


def phrases(query: str) -> list[Phrase]:
    """Return one phrase a white-space separated word: "GPT-5 Café!" gives ("gpt", "5") and ("cafe",)."""
    return [tokens for word in query.split() if (tokens := tuple(tokenise(word)))]


def title_words(title: str) -> list[str]:
    """Return the words that tell a title from others, each once: without the language's own, unless it has no others."""
    found = list(dict.fromkeys(tokenise(title)))
    return [word for word in found if word not in FUNCTION_WORDS] or found
