"""Who reads, and which works they could read next: with how much each is to their liking, and how much it is talked of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from graph.gists import gists
from graph.link import Gist
from graph.model import Decision, DecisionKind, NodeId, State
from graph.opinions import Opinion, opinion
from graph.ports import Library, Mentions
from graph.recommend import Scores, leaning, standardised, surprising, together, worded
from graph.tokens import tokenise
from graph.views.decided import decided
from graph.views.meanings import Meanings

LIMIT, LONGEST = 10, 50
"""Works a list has unless told otherwise, and at most: who has read so many wants another list."""
FEW = 30
"""Listed works left to read below which papers that no list has are looked at too."""
BACKGROUND = 2_000
"""Works that tell what is usual, evenly out of all: more of them change nothing and cost their time."""
HEARD = 0.1
"""What a source's mention weighs, of the spread of all likings: it decides between works that are liked alike."""
FADING_DAYS = 120
"""A mention four months before the library's last one counts half: an old work that many name is no news."""

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

    @property
    def likes(self) -> list[NodeId]:
        """Return the works they spoke for, sorted."""
        return sorted(work for work, one in self.opinions.items() if one.weight > 0)


class Pool(Struct, frozen=True, kw_only=True):
    """Candidates with how much each is to the reader's liking (`fits`), how much it is talked of (`heard`), and in all.

    `unread` of all that there were have no vector yet; `corpus` tells whether papers that no list has were among them.
    """

    keys: Sequence[NodeId]
    fits: Scores
    heard: Scores
    scores: Scores
    unread: int = 0
    corpus: bool = False

    @property
    def is_learned(self) -> bool:
        """Tell whether there is a liking to say of how they fit it: something was said, and what works mean is known."""
        return bool(self.fits.any())

    def best(self, count: int) -> Pool:
        """Return the best of all, best first; equal ones by id."""
        places = np.argpartition(-self.scores, count)[:count] if count < len(self.keys) else np.arange(len(self.keys))
        bar = self.scores[places].min(initial=np.inf)
        ranked = sorted(np.flatnonzero(self.scores >= bar).tolist(), key=lambda at: (-self.scores[at], self.keys[at]))
        return self.part(ranked[:count])

    def part(self, places: Sequence[int]) -> Pool:
        """Return some of the candidates, in this order."""
        keys, rows = [self.keys[place] for place in places], list(places)
        return replace(self, keys=keys, fits=self.fits[rows], heard=self.heard[rows], scores=self.scores[rows])


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
    """Return the works that may be recommended, those that a list or a post brought first; no others, if these are enough."""
    mentions = library.chronicle.mentions()
    listed = sorted(mentions.keys() - reader.closed)
    keys = list(listed)
    if wish.corpus or (wish.corpus is None and len(keys) < FEW):
        keys += [key for key in meanings.works() if key not in mentions and key not in reader.closed]
    usual = listed if len(listed) >= FEW else sorted(keys)
    fits, unread = _fits(keys, usual[:: len(usual) // BACKGROUND + 1], reader, meanings)
    if wish.surprise and not reader.likes:
        fits = np.zeros_like(fits)  # what is disliked is no usual thing to step away from
    heard = _heard(keys, mentions)
    turn = f"{now.date()} {wish.surprise}"
    scores = surprising(heard, fits, keys, turn) if wish.surprise else fits + HEARD * heard
    return Pool(keys=keys, fits=fits, heard=heard, scores=scores, unread=unread, corpus=len(keys) > len(listed))


def looked_into(library: Library, reader: Reader, pool: Pool) -> Pool:
    """Return a few candidates judged by their words too, which costs too much to be done for all."""
    texts = gists(library, {*pool.keys, *reader.opinions})
    examples = sorted(texts.keys() & reader.opinions.keys())
    if not examples or not pool.is_learned:
        return pool
    weights = np.array([reader.opinions[key].weight for key in examples], dtype=np.float32)
    told = worded([_words(texts[key]) for key in examples], weights, [_words(texts.get(key)) for key in pool.keys])
    return replace(pool, scores=together(pool.fits, told) + HEARD * pool.heard)


def _words(gist: Gist | None) -> list[str]:
    return tokenise(f"{gist.title} {gist.text or ''}") if gist else []


def _fits(keys: Sequence[NodeId], usual: Sequence[NodeId], reader: Reader, meanings: Meanings) -> tuple[Scores, int]:
    """Return how much each is to the reader's liking, beside the others, and of how many that cannot be told (yet).

    `usual` are the works against which those that are liked stand out.
    """
    usual = meanings.known(usual)
    examples = meanings.known(sorted(reader.opinions))
    if not usual or not examples:
        return np.zeros(len(keys), dtype=np.float32), len(keys)
    weights = np.array([reader.opinions[key].weight for key in examples], dtype=np.float32)
    found = meanings.judged(keys, leaning(meanings.of(examples), weights, meanings.of(usual)))
    unread = np.isnan(found)
    return standardised(np.where(unread, np.nanmean(found), found).astype(np.float32)), int(unread.sum())


def _heard(keys: Sequence[NodeId], mentions: Mapping[NodeId, Mentions]) -> Scores:
    """Return how much the sources talk of each: twice as many of them count one more, and lately more than long ago."""
    last = max((one.latest for one in mentions.values() if one.latest), default="")
    return np.array([_talk(mentions[key], last) if key in mentions else 0.0 for key in keys], dtype=np.float32)


def _talk(one: Mentions, last: str) -> float:
    if not one.latest:
        return 0.0
    days = (datetime.fromisoformat(last) - datetime.fromisoformat(one.latest)).days
    return math.log2(1 + one.sources) * math.exp2(-days / FADING_DAYS)
