"""When a share has risen or fallen further than shares ordinarily move. Pure.

A share of few works moves by chance, and from month to month by more than chance: works come in bundles, one list on one
subject. So a recent count is held against what the earlier share and the ordinary unrest of shares lead to expect: a
beta-binomial whose mean is the earlier share, and whose spread is the uncertainty of that share plus the unrest that the
library's own past shows. Of all that is tested the false discoveries are kept at one in ten (Benjamini and Hochberg,
1995, doi:10.1111/j.2517-6161.1995.tb02031.x), and nothing is claimed from fewer than three works.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, lgamma, log

import numpy as np
from msgspec import Struct

LEAST = 3
"""Works that a statement needs: two are a coincidence."""
FALSE = 0.1
"""The share of statements that may be chance: a reader who follows ten leads forgives one."""
MOST_UNREST = 0.5
DOUBT = 1.0
"""Standard errors that unrest is taken larger by than the past shows: too small an estimate makes claims of chance."""


class Share(Struct, frozen=True):
    """So many of so many."""

    part: int = 0
    of: int = 0

    @property
    def ratio(self) -> float:
        """Return the part as a number from 0 to 1; 0 of nothing is 0."""
        return self.part / self.of if self.of else 0.0


class Change(Struct, frozen=True):
    """How likely so large a rise or fall is where nothing changed."""

    up: float
    down: float

    @property
    def either(self) -> float:
        """Return how likely so large a change in either direction is."""
        return min(1.0, 2 * min(self.up, self.down))


def unrest(parts: Sequence[Sequence[int]], of: Sequence[int]) -> float:
    """Return how much shares move from month to month beyond chance, as the correlation of two works of one month.

    `parts` are of each concept the works by month that name it, `of` the works of these months. By moments over all
    concepts together: the excess of Pearson's statistic over its degrees of freedom, spread over the works of a month.
    Only concepts of `LEAST` works and more tell anything; none at all is no unrest.
    """
    works = np.asarray(of, dtype=float)
    held = works > 0
    counts = np.asarray(parts, dtype=float).reshape(len(parts), len(of))[:, held]
    works = works[held]
    total = counts.sum(axis=1)
    told = (total >= LEAST) & (total < works.sum())
    freedom = int(told.sum()) * (len(works) - 1)
    if freedom <= 0 or works.mean() <= 1:
        return 0.0
    mean = (total[told] / works.sum())[:, None]
    excess = ((counts[told] - works * mean) ** 2 / (works * mean * (1 - mean))).sum()
    most = excess / freedom + DOUBT * (2 / freedom) ** 0.5
    return float(np.clip((most - 1) / (works.mean() - 1), 0.0, MOST_UNREST))


def change(recent: Share, earlier: Share, months: tuple[int, int], stir: float = 0.0) -> Change:
    """Return how likely the recent count is, given the earlier one, over so many recent and earlier months.

    `stir` is the unrest of shares. A count as large as the one seen is half as surprising as a larger one (mid-p).
    """
    if not recent.of or not earlier.of:
        return Change(1.0, 1.0)
    mean = (earlier.part + 0.5) / (earlier.of + 1)
    known = earlier.of / (1 + max(earlier.of / months[1] - 1, 0) * stir)
    weight = 1 / (stir / months[0] + 1 / (known + 2)) - 1
    below = _below(recent, mean * weight, (1 - mean) * weight)
    return Change(1 - below, below)


def claimed(chances: Sequence[float], false: float = FALSE) -> list[bool]:
    """Return which of the tests may be claimed when at most this share of the claims is to be wrong."""
    order = sorted(range(len(chances)), key=chances.__getitem__)
    last = max((rank for rank, one in enumerate(order, 1) if chances[one] <= false * rank / len(order)), default=0)
    held = set(order[:last])
    return [one in held for one in range(len(chances))]


def _below(seen: Share, alpha: float, beta: float) -> float:
    """Return the beta-binomial chance of fewer than what is seen, plus half that of as many."""
    total = alpha + beta
    chance = lgamma(total) - lgamma(beta) + lgamma(beta + seen.of) - lgamma(total + seen.of)
    found = 0.0
    for count in range(seen.part):
        found += exp(chance)
        chance += log((seen.of - count) / (count + 1) * (alpha + count) / (beta + seen.of - count - 1))
    return min(found + exp(chance) / 2, 1.0)
