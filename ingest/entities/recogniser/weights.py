"""What was learned about phrases, and how likely a phrase is a technical term by it."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from ingest.entities.recogniser.phrases import parts

FILE = Path(__file__).parent / "weights.json"
CONSTANT = ""


class Words(Struct, frozen=True):
    """How much more (log) a word is part of defined terms than of other phrases, as the last word or before it."""

    heads: dict[str, float]
    modifiers: dict[str, float]
    unseen: float

    def shown(self, words: tuple[str, ...]) -> dict[str, float]:
        """Return what a phrase's words tell of it, each a feature by its name: a few sums, and the words themselves."""
        *before, head = parts(words) or [""]
        told = [self.modifiers.get(word, self.unseen) for word in before] or [self.unseen]
        return {
            "head": self.heads.get(head, self.unseen),
            "first": told[0],
            "least": min(told),
            "most": max(told),
            "mean": sum(told) / len(told),
            "words": float(len(words)),
            "alone": float(len(words) == 1),
            "hyphen": float(any("-" in word for word in words)),
            f"head {head}": 1.0,
            **{f"modifier {word}": 1.0 for word in before},
            **({f"first -{before[0][-3:]}": 1.0} if before else {}),
        }


class Weights(Struct, frozen=True):
    """Probabilities of the phrases that the corpus has often enough; for all others, what their words weigh."""

    phrases: dict[str, float]
    words: Words
    coefficients: dict[str, float]

    def probability(self, words: tuple[str, ...]) -> float:
        """Return how likely the phrase (as `phrases` gives its words) is a technical term."""
        known = self.phrases.get(" ".join(words))
        return round(probability(self.coefficients, self.words.shown(words)), 4) if known is None else known


def probability(coefficients: Mapping[str, float], shown: Mapping[str, float]) -> float:
    """Return the logistic function of the weighted sum; a feature without a coefficient weighs nothing."""
    logit = coefficients[CONSTANT] + sum(coefficients.get(name, 0.0) * value for name, value in shown.items())
    return 1 / (1 + math.exp(-logit))


@cache
def load() -> Weights:
    """Return the weights that come with the package."""
    return msgspec.json.decode(FILE.read_bytes(), type=Weights)


@cache
def version() -> str:
    """Return what changes with the weights, without reading them in."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()[:8]
