"""What to read next: which works are most to a reader's liking, and a choice of them that is diverse on purpose. Pure.

Liking is learned anew each time, from the few works that a reader said something about and, as the background against
which these stand out, the library's own: a regularised least squares over what works mean, as for categories, solved for
a weight a dimension. It has one linear system of as many unknowns as a vector has dimensions, so it costs the same for
five decisions and for five thousand, and 58,000 papers are judged by one product. What was tried beside it stands in
docs/decisions.md; `python -m bench.recommend` has the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from msgspec import Struct

from graph.model import Month
from graph.months import month_name
from graph.ports import Vectors
from graph.wording import Wording, Words, whole

_PENALTY = 30.0  # of a dimension's mean spread in the background; from 10 on, all is within bench.recommend's spread
_WORDS = 0.5  # of how a work is worded, beside 1 for what it means
_BALANCE = 0.7  # of being liked, beside 0.3 of being unlike what stands above it
_CROWD = 0.04  # for each that stands above it for the same interest
_DRAWN = 0.5  # of a surprise is chance, so that the next one is another

Scores = Vectors
"""One number a candidate, (n,)."""


def leaning(examples: Vectors, weights: Vectors, background: Vectors) -> Vectors:
    """Return the direction (d,) in which works are liked: `weights` (above 0 liked, below not) of `examples` (m, d).

    `background` (n, d) are works that nothing was said of. The direction is the difference between the examples' mean
    and the background's, evened out by the background's spread, so that what all works share says little.
    """
    centre = background.mean(axis=0)
    spread = background - centre
    covariance = spread.T @ spread / max(len(background), 1)
    strength = float(np.trace(covariance)) / covariance.shape[0] or 1.0
    evened = covariance + _PENALTY * strength * np.eye(covariance.shape[0], dtype=np.float32)
    wanted = weights @ (examples - centre) / np.abs(weights).sum()
    found: Vectors = np.linalg.solve(evened, wanted).astype(np.float32)
    return found


def worded(examples: Sequence[Words], weights: Vectors, texts: Sequence[Words]) -> Scores:
    """Return how much each text is worded like the examples, (n,): a vector does not know rare names, words do."""
    rows = Wording([*texts, *examples], whole).rows
    profile = rows[len(texts) :].T @ weights
    found: Scores = np.asarray(rows[: len(texts)] @ profile, dtype=np.float32) / np.abs(weights).sum()
    return found


def together(fits: Scores, wordings: Scores) -> Scores:
    """Return what meaning and wording come to for a few candidates, in units of their spread."""
    return standardised(fits) + _WORDS * standardised(wordings)


def standardised(scores: Scores) -> Scores:
    """Return the scores with mean 0 and spread 1, so that two kinds of them can be added; equal ones are all 0."""
    spread = float(scores.std()) if len(scores) else 0.0
    found: Scores = (scores - scores.mean()) / spread if spread > 0 else np.zeros_like(scores)
    return found


def chosen(scores: Scores, vectors: Vectors, groups: Sequence[str | None], limit: int) -> list[int]:
    """Return the places of a diverse choice, best first: each is liked, and unlike those before it.

    Maximal marginal relevance (Carbonell and Goldstein, 1998) over unit vectors; `groups` tell the interest each is of, so
    that one of several does not take the whole list.
    """
    lowest, highest = (float(scores.min()), float(scores.max())) if len(scores) else (0.0, 0.0)
    liked = (scores - lowest) / (highest - lowest) if highest > lowest else np.ones_like(scores)
    nearest, crowd = np.zeros_like(liked), np.zeros_like(liked)
    left = np.ones(len(scores), dtype=bool)
    places: list[int] = []
    for _ in range(min(limit, len(scores))):
        worth = np.where(left, _BALANCE * liked - (1 - _BALANCE) * nearest - _CROWD * crowd, -np.inf)
        place = int(worth.argmax())
        places.append(place)
        left[place] = False
        nearest = np.maximum(nearest, vectors @ vectors[place])
        crowd += [each is not None and each == groups[place] for each in groups]
    return places


def surprising(standing: Scores, fits: Scores, keys: Sequence[str], turn: str) -> Scores:
    """Return scores for what a reader would not have looked for: away from their liking, worth it by others' word.

    `standing` says how much others make of each; `turn` (a day, and how often it was asked) draws among equals.
    """
    drawn = np.array([crc32(f"{turn} {key}".encode()) / 2**32 for key in keys], dtype=np.float32)
    away = -np.abs(standardised(fits) + 1.0)  # a little off the usual: what is farthest off is another field
    found: Scores = standing + away + _DRAWN * standardised(drawn)
    return found


class Facts(Struct, frozen=True, kw_only=True):
    """What a suggestion is weighed by against another: `near` is a liked work, in words, that it is the closer one to.

    `fit` is None where nothing is known of what the reader likes.
    """

    kind: str
    month: Month | None = None
    sources: int = 0
    fit: float | None = None
    near: str | None = None
    category: str | None = None


_CLEARLY = 0.25  # of the spread of all: less is a tie
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def trade_off(first: Facts, second: Facts) -> str:
    """Return in words why one would take the first, and why rather the second; only what is so is said."""
    ahead = _ahead(first, second)
    behind = _ahead(second, first) or [f"is {told}" for told in _other(second, first)]
    if not ahead and not behind:
        return "There is little between the two."
    if not behind:
        return f"The first {_joined(ahead)}; the second comes close behind."
    if not ahead and not _fits_as_well(first, second):
        return f"The second {_joined(behind)}."
    return f"The first {_joined(ahead or ['fits about as well'])}; the second {_joined(behind)}."


def _fits_as_well(one: Facts, other: Facts) -> bool:
    return one.fit is not None and other.fit is not None and one.fit >= other.fit - _CLEARLY


def _ahead(one: Facts, other: Facts) -> list[str]:
    """Return what speaks for the one against the other."""
    found = []
    if one.month and other.month and one.month > other.month:
        found.append(f"is newer ({month_name(one.month)}, not {month_name(other.month)})")
    if one.sources > max(other.sources, 1):
        found.append(f"is listed by {number_word(one.sources)} sources, not {number_word(other.sources)}")
    if one.near:
        found.append(f"is closer to {one.near}")
    elif one.fit is not None and not _fits_as_well(other, one):
        found.append("fits what you chose better")
    return found


def _other(one: Facts, other: Facts) -> list[str]:
    """Return what is different about the one without being better."""
    if one.kind != other.kind:
        article = "an" if one.kind[0] in "aeiou" else "a"
        return [f"{article} {one.kind}"]
    if one.category and one.category != other.category:
        return [f"on another subject ({one.category})"]
    return []


def number_word(count: int) -> str:
    """Return "two" for 2."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _joined(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
