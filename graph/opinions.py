"""What a person thinks of works, read off what they decided: how much more, or less, of their like is wanted.

Pure. The strongest word counts, not the sum of all: who picked a work, read it and tagged it has liked one work. Where
they said outright what they think (a rating, "more like this", "less like this"), the last of that is what counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from graph.model import Decision, DecisionKind, State
from graph.standing import when

HALF_LIFE_DAYS = 180
"""What was said half a year ago counts half: a monthly reader's interests move, but not from one issue to the next."""

LEAST = 0.2
"""However long ago: five stars do not become indifference."""

RATED: Mapping[object, float] = {5: 1.0, 4: 0.6, 3: 0.1, 2: -0.5, 1: -1.0}
LEANING: Mapping[object, float] = {"more": 1.0, "less": -1.0}
STATES: Mapping[object, float] = {State.READING: 0.6, State.TO_READ: 0.4, State.READ: 0.3, State.SKIPPED: -0.5}
"""To read a work says that its subject was worth the time, not yet that it was liked; to skip one may have other reasons."""
PICKED, TAGGED, NOTED = 1.0, 0.3, 0.3

_OUTRIGHT = (DecisionKind.RATING, DecisionKind.LEANING)


class Opinion(Struct, frozen=True, kw_only=True):
    """What was said of one work: `weight` is 1 for all of it and -1 for none of it, faded by now.

    `said` is the decision's kind, `value` what it holds: the month, the rating, the state, the tag, "more" or "less".
    """

    weight: float
    said: DecisionKind
    value: str
    at: datetime


def opinion(made: Iterable[Decision], now: datetime) -> Opinion | None:
    """Return what the decisions in force on one work say of it; None where they say nothing of liking."""
    said = _said(made)
    outright = [one for one in said if one.said in _OUTRIGHT]
    if outright:
        return _faded(outright[-1], now)
    return max((_faded(one, now) for one in said), key=lambda one: (abs(one.weight), one.at), default=None)


def _said(made: Iterable[Decision]) -> list[Opinion]:
    """Return what each decision says, the last about one thing alone, in the order they were made."""
    last: dict[tuple[DecisionKind, object], Decision] = {}
    for decision in sorted(made, key=when):
        about = decision.value.get("month") or decision.value.get("tag")
        last.pop((decision.kind, about), None)
        last[decision.kind, about] = decision
    found = (_one(decision) for decision in last.values() if decision.value.get("on", True))
    return [one for one in found if one is not None]


def _one(decision: Decision) -> Opinion | None:
    kind, value = decision.kind, decision.value
    weights: dict[DecisionKind, tuple[str, float | None]] = {
        DecisionKind.PICK: ("month", PICKED),
        DecisionKind.RATING: ("rating", RATED.get(value.get("rating"))),
        DecisionKind.LEANING: ("toward", LEANING.get(value.get("toward"))),
        DecisionKind.STATE: ("state", STATES.get(value.get("state"))),
        DecisionKind.TAG: ("tag", TAGGED),
        DecisionKind.NOTE: ("text", NOTED if value.get("text") else None),
    }
    field, weight = weights.get(kind, ("", None))
    return None if weight is None else Opinion(weight=weight, said=kind, value=str(value[field]), at=decision.at)


def _faded(one: Opinion, now: datetime) -> Opinion:
    days = max((now - one.at).total_seconds() / 86_400, 0.0)
    return Opinion(
        weight=one.weight * max(0.5 ** (days / HALF_LIFE_DAYS), LEAST), said=one.said, value=one.value, at=one.at
    )
