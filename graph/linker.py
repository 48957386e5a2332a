"""The Linker port: texts get their vectors (`graph.embedding`), nodes their links.

Here is gathered what a linking needs of the library and kept what comes of it; what makes a link is judged by
`graph.linking`. The nearest of every node are kept (`graph.neighbours`), so that a new node is linked without looking at
all the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.embedding import Queue
from graph.gists import gists
from graph.ids import kind_of
from graph.joined import are_one, joined, lists_of_works, named_together, tells
from graph.link import Ends, Link, ends_of, link_of
from graph.link_decisions import settle_links
from graph.linking.meaning import Sense
from graph.linking.pairs import BAR, Sides, crowding, features, probability, usual
from graph.mention import NAMED_KINDS
from graph.model import NodeId, NodeKind
from graph.ports import Coming, EmbedReport, Library, LinkReport, Neighbours, Progress, Vectors
from graph.senses import Senses

NEAREST = 15
"""Neighbours kept of each node: candidates for its links."""
SUREST = 0.9999
"""Only what a person keeps is certain."""
MOST = 10
"""Links proposed of a node; one may get more from others' proposals."""
PAGE = 20_000
"""Links looked at once."""
IDEAS = NAMED_KINDS - {NodeKind.ORGANIZATION, NodeKind.PERSON}
"""Concepts that are linked; who works on something is told by other edges, and two institutes are no ideas."""
Rows = NDArray[np.intp]


class EmbeddingLinker:
    """Links what a library has by what it means."""

    def __init__(self, library: Library, queue: Queue, neighbours: Neighbours, kept: Path) -> None:
        """`kept` is the file that what was learned of the library's meanings lies in."""
        self._library = library
        self._queue = queue
        self._neighbours = neighbours
        self._kept = kept
        self._usually = "", 0.0

    def embed(self, progress: Progress | None = None, *, corpus: bool = True) -> EmbedReport:
        """Embed every text that has no vector of this model: listed works and posts first, then the corpus, newest first."""
        return self._queue.run(progress or _silent, corpus=corpus)

    def coming(self) -> Coming:
        """Return how many still wait for their vectors; quick enough for every page."""
        return self._queue.coming()

    def link(self, progress: Progress | None = None) -> LinkReport:
        """Link all that has vectors, anew; twice equals once."""
        if self._library.is_unmade():
            return LinkReport()
        senses, tell = self._senses(), progress or _silent
        seen = senses.all()
        keys = [gist.key for gist in seen.gists]
        if not keys:
            return self._keep({}, None, 0)
        tell(0, len(keys), "nodes learned from")
        sense, name = senses.learn(seen)
        sight = sense.see(seen)
        self._neighbours.build(keys, sight.meanings, NEAREST, tell, model=name)
        near = self._neighbours.held()
        if near is None:
            return self._keep({}, None, len(keys))
        tell(0, len(keys), "nodes linked")
        sides = Sides(sight, senses.names(keys), crowding(near.scores))
        ones, others = _pairs(near.places)
        return self._keep(_likely(keys, ones, others, probability(features(sides, ones, others))), None, len(keys))

    def update(self, keys: Collection[NodeId]) -> LinkReport:
        """Link these nodes (new, changed or gone) by what was learned when all were linked; the others stay as they are."""
        if self._library.is_unmade():
            return LinkReport()
        senses = self._senses()
        learned = senses.held()
        if learned is None or self._neighbours.model() != learned[1]:
            return self.link()
        sense, name = learned
        seen = senses.some(set(keys))
        changed = [gist.key for gist in seen.gists]
        touched = self._neighbours.update(changed, sense.see(seen).meanings, set(keys) - set(changed), model=name)
        return self._keep(self._likely_of(changed, touched, senses, learned), keys, len(changed))

    def _likely_of(
        self, changed: Collection[NodeId], touched: Collection[NodeId], senses: Senses, learned: tuple[Sense, str]
    ) -> dict[Ends, float]:
        """Return the probable links of some nodes: with their nearest, and with those that they are among the nearest of."""
        (sense, name), fresh = learned, set(changed)
        wanted = self._candidates(fresh, touched)
        seen = senses.some({end for ends in wanted for end in ends})
        keys = [gist.key for gist in seen.gists]
        if not keys:
            return {}
        rows = {key: row for row, key in enumerate(keys)}
        there = sorted(ends for ends in wanted if ends[0] in rows and ends[1] in rows)
        ones, others = (np.array([rows[ends[side]] for ends in there], dtype=np.intp) for side in (0, 1))
        sides = Sides(sense.see(seen), senses.names(keys), self._crowding(keys, name))
        held = self._library.links.of(keys)
        further = {
            rows[key]: [link.score for link in some if not {link.a, link.b} & fresh] for key, some in held.items()
        }
        before = {(link.a, link.b) for some in held.values() for link in some}
        return _likely(keys, ones, others, probability(features(sides, ones, others)), further, before)

    def _candidates(self, fresh: Collection[NodeId], touched: Collection[NodeId]) -> set[Ends]:
        """Return the pairs to judge; who else has a node among its nearest is known by the links that it has had."""
        near = self._neighbours.of({*fresh, *touched})
        pairs = [(key, hit.key) for key, hits in near.items() for hit in hits]
        pairs += [(link.a, link.b) for some in self._library.links.of(fresh).values() for link in some]
        return {ends_of(*pair) for pair in pairs if pair[0] in fresh or pair[1] in fresh}

    def _crowding(self, keys: Sequence[NodeId], name: str) -> Vectors:
        """Return how crowded it is around these nodes beside what is usual, which is reckoned once a linking."""
        if self._usually[0] != name:
            near = self._neighbours.held()
            self._usually = name, usual(near.scores) if near else 0.0
        hits = self._neighbours.of(keys)
        scores: Vectors = np.full((len(keys), NEAREST), -1, dtype=np.float32)
        for row, key in enumerate(keys):
            some = hits.get(key, [])[:NEAREST]
            scores[row, : len(some)] = [hit.score for hit in some]
        return crowding(scores, self._usually[1])

    def _senses(self) -> Senses:
        return Senses(self._library, self._queue.model, self._kept)

    def _keep(self, likely: Mapping[Ends, float], keys: Collection[NodeId] | None, nodes: int) -> LinkReport:
        """Hold what of these is news in place of the links before; of these nodes, or all."""
        wanted = list(self._news(likely))
        links = self._library.links
        with self._library.transaction():
            settle_links(self._library)
            before = self._ends(keys)
            if keys is None:
                links.replace(wanted)
            else:
                links.replace_of(keys, wanted)
            after = self._ends(keys)
        return LinkReport(
            nodes=nodes,
            links=links.count(),
            new=len(after - before),
            gone=len(before - after),
            waiting=self.coming().waiting,
        )

    def _news(self, likely: Mapping[Ends, float]) -> Iterable[Link]:
        """Yield the links that tell of two things which nobody joined."""
        pairs = sorted(likely)
        for start in range(0, len(pairs), PAGE):
            page = pairs[start : start + PAGE]
            keys = {end for ends in page for end in ends}
            keys -= lists_of_works(self._library, keys)
            told = {
                key: gist
                for key, gist in gists(self._library, keys).items()
                if kind_of(key) in IDEAS or (kind_of(key) not in NAMED_KINDS and tells(gist))
            }
            concepts = {ends for ends in page if {kind_of(end) for end in ends} <= NAMED_KINDS}
            known = joined(self._library, told) | named_together(self._library, concepts)
            for a, b in page:
                if a in told and b in told and (a, b) not in known and not are_one(told[a], told[b]):
                    yield link_of(a, b, likely[a, b])

    def _ends(self, keys: Collection[NodeId] | None) -> set[Ends]:
        if keys is not None:
            return {(link.a, link.b) for some in self._library.links.of(keys).values() for link in some}
        found: set[Ends] = set()
        after: Ends | None = None
        while page := self._library.links.page(after, PAGE):
            found |= {(link.a, link.b) for link in page}
            after = (page[-1].a, page[-1].b)
        return found


def _pairs(places: NDArray[np.int32]) -> tuple[Rows, Rows]:
    """Return every two rows of which one is among the nearest of the other, each pair once."""
    count, width = places.shape
    ones, others = np.repeat(np.arange(count), width), places.ravel().astype(np.int64)
    there = others >= 0
    low, high = np.minimum(ones, others)[there], np.maximum(ones, others)[there]
    once = np.unique(low * count + high)
    return once // count, once % count


def _likely(
    keys: Sequence[NodeId],
    ones: Rows,
    others: Rows,
    chances: NDArray[np.float64],
    further: Mapping[int, Sequence[float]] | None = None,
    before: Collection[Ends] = (),
) -> dict[Ends, float]:
    """Return the ends of the pairs that are probable enough and among the most probable of one of the two.

    `further` are the scores of other links that a row has; a link that was there `before` stays while it is probable.
    """
    passed: Counter[int] = Counter()
    apart = further or {}

    def is_full(row: int, chance: float) -> bool:
        return passed[row] + sum(score >= chance for score in apart.get(row, ())) >= MOST

    found: dict[Ends, float] = {}
    best = np.argsort(-chances, kind="stable")
    for at in best[: np.count_nonzero(chances >= BAR)].tolist():
        one, other, chance = int(ones[at]), int(others[at]), min(float(chances[at]), SUREST)
        ends = ends_of(keys[one], keys[other])
        if ends in before or not (is_full(one, chance) and is_full(other, chance)):
            found[ends] = chance
        passed.update((one, other))
    return found


def _silent(_done: int, _total: int | None, _what: str) -> None:
    """Report to nobody."""
