"""Who reads, and which works they could read next: with how much each is to their liking, and how much it is talked of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
from msgspec import Struct

from graph.model import Decision, DecisionKind, NodeId, State
from graph.opinions import Opinion, opinion
from graph.ports import Library, Mentions
from graph.recommend import Scores, leaning, standardised, surprising
from graph.views.decided import decided
from graph.views.meanings import Meanings

LIMIT, LONGEST = 10, 50
"""Works a list has unless told otherwise, and at most: who has read so many wants another list."""
FEW = 30
"""Listed works left to read below which papers that no list has are looked at too."""
BACKGROUND = 2_000
"""Works that tell what is usual, evenly out of all: more of them change nothing and cost their time."""
HEARD = 0.3
"""What others' mentions weigh beside the reader's liking: they decide between works that are liked alike."""
FADING_DAYS = 120
"""A mention four months older counts half: an old work that many name is no news."""

_CLOSED = frozenset({State.READING, State.READ, State.SKIPPED})


class Wish(Struct, frozen=True, kw_only=True):
    """How the list is wanted: how long, whether surprising (the turn, 0 for no), with papers that no list has.

    `corpus` is None where those are wanted only if little else is left.
    """

    limit: int = LIMIT
    surprise: int = 0
    corpus: bool | None = None


class Reader(Struct, frozen=True, kw_only=True):
    """What a person said: decisions and opinions by work; `closed` are the works they are through with, or in."""

    decisions: Mapping[NodeId, Sequence[Decision]]
    opinions: Mapping[NodeId, Opinion]
    closed: frozenset[NodeId]


class Pool(Struct, frozen=True, kw_only=True):
    """The candidates, sorted by id: `fits` by the reader's liking, `scores` in all; `corpus` where those nobody lists are in."""

    keys: Sequence[NodeId]
    fits: Scores
    scores: Scores
    corpus: bool


def reader_of(library: Library, now: datetime) -> Reader:
    """Return what the library's reader said so far."""
    made = decided(library)
    said = ((work, opinion(decisions, now)) for work, decisions in made.items())
    return Reader(
        decisions=made,
        opinions={work: found for work, found in said if found},
        closed=frozenset(work for work, decisions in made.items() if is_closed(decisions)),
    )


def is_closed(made: Sequence[Decision]) -> bool:
    """Tell whether the decisions on a work (in the order they were made) say that it is nothing to recommend any more."""
    last: dict[tuple[DecisionKind, object], Decision] = {(one.kind, one.value.get("month")): one for one in made}
    return any(
        (one.kind is DecisionKind.STATE and one.value["state"] in _CLOSED)
        or (one.kind is DecisionKind.RATING and one.value["rating"] is not None)
        or (one.kind is DecisionKind.PICK and one.value.get("on", True))
        or (one.kind is DecisionKind.LEANING and one.value["toward"] == "less")
        for one in last.values()
    )


def pool_of(library: Library, reader: Reader, meanings: Meanings, now: datetime, wish: Wish) -> Pool:
    """Return the works that may be recommended, each with its scores; works that a list or a post brought, if there are enough."""
    mentions = library.chronicle.mentions()
    keys = mentions.keys() - reader.closed
    corpus = wish.corpus if wish.corpus is not None else len(keys) < FEW
    if corpus:
        keys = keys | meanings.works() - reader.closed
    ordered = sorted(keys)
    fits = _fits(ordered, reader, meanings)
    heard = standardised(_heard(ordered, mentions, now))
    if wish.surprise:
        scores = surprising(heard, fits, ordered, f"{now.date()} {wish.surprise}")
    else:
        scores = standardised(fits) + HEARD * heard
    return Pool(keys=ordered, fits=standardised(fits), scores=scores, corpus=not keys <= mentions.keys())


def _fits(keys: Sequence[NodeId], reader: Reader, meanings: Meanings) -> Scores:
    """Return how much each is to the reader's liking; the mean where that cannot be told (yet)."""
    usual = meanings.known(keys[:: len(keys) // BACKGROUND + 1])
    examples = meanings.known(sorted(reader.opinions))
    if not usual or not examples:
        return np.zeros(len(keys), dtype=np.float32)
    weights = np.array([reader.opinions[key].weight for key in examples], dtype=np.float32)
    found = meanings.judged(keys, leaning(meanings.of(examples), weights, meanings.of(usual)))
    judged: Scores = np.nan_to_num(found, nan=float(np.nanmean(found)) if not np.isnan(found).all() else 0.0)
    return judged


def _heard(keys: Sequence[NodeId], mentions: Mapping[NodeId, Mentions], now: datetime) -> Scores:
    """Return how much the sources talk of each: the more of them and the later, the more."""
    return np.array([_talk(mentions.get(key), now) for key in keys], dtype=np.float32)


def _talk(one: Mentions | None, now: datetime) -> float:
    if one is None or not one.sources:
        return 0.0
    days = (now - datetime.fromisoformat(one.latest).replace(tzinfo=UTC)).days if one.latest else 10 * FADING_DAYS
    return one.sources * float(0.5 ** (max(days, 0) / FADING_DAYS))
