"""What was learned about phrases, and how likely a phrase is a technical term by it."""

from __future__ import annotations

import hashlib
import math
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from ingest.entities.recogniser.phrases import parts

FILE = Path(__file__).parent / "weights.json"


class Weights(Struct, frozen=True):
    """Probabilities of phrases that the training texts have often enough; for all others what their words tell.

    `heads` and `modifiers`: how much more (log) a word is part of defined terms than of other phrases, as the last word
    or before it. `coefficients` belong to `by_words`, the constant under "".
    """

    phrases: dict[str, float]
    heads: dict[str, float]
    modifiers: dict[str, float]
    unseen_head: float
    unseen_modifier: float
    coefficients: dict[str, float]

    def probability(self, words: tuple[str, ...]) -> float:
        """Return how likely the phrase (as `phrases` gives its words) is a technical term."""
        known = self.phrases.get(" ".join(words))
        return self._by_words(words) if known is None else known

    def _by_words(self, words: tuple[str, ...]) -> float:
        shown = by_words(words, self.heads, self.modifiers, self.unseen_head, self.unseen_modifier)
        logit = self.coefficients[""] + sum(self.coefficients[name] * value for name, value in shown.items())
        return 1 / (1 + math.exp(-logit))


def by_words(
    words: tuple[str, ...],
    heads: dict[str, float],
    modifiers: dict[str, float],
    unseen_head: float,
    unseen_modifier: float,
) -> dict[str, float]:
    """Return what a phrase's words tell of it, each a feature of the same name in training."""
    *before, head = parts(words)
    told = [modifiers.get(word, unseen_modifier) for word in before] or [unseen_modifier]
    return {
        "head": heads.get(head, unseen_head),
        "first": told[0],
        "least": min(told),
        "most": max(told),
        "mean": sum(told) / len(told),
        "words": float(len(words)),
        "alone": float(len(words) == 1),
        "hyphen": float(any("-" in word for word in words)),
    }


@cache
def load() -> Weights:
    """Return the weights that come with the package."""
    return msgspec.json.decode(FILE.read_bytes(), type=Weights)


@cache
def version() -> str:
    """Return what changes with the weights, without reading them in."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()[:8]
