"""The Linker port: texts get their vectors (`graph.embedding`), nodes their links.

Here is gathered what a linking needs of the library and kept what comes of it; what makes a link is judged by
`graph.linking`, what is news by `graph.joined`. The nearest of every node are kept (`graph.neighbours`), so that a new node
is linked without looking at all the others.

What waits to be linked is never written down: it is every node whose vectors were made of something else than stands beside
the neighbours. That is written when its links are, so a run that was killed is made up for by the next one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from graph.embedding import Queue
from graph.errors import StoreError
from graph.joined import news
from graph.link import Ends, Link, ends_of, link_of
from graph.link_decisions import settle_links
from graph.linking.choice import chosen, pairs_of, probable, settled
from graph.linking.meaning import Sense
from graph.linking.pairs import Sides, crowding, features, probability, usual
from graph.model import NodeId
from graph.ports import Came, Coming, EmbedReport, Library, LinkReport, Neighbours, Progress, Vectors
from graph.senses import Senses

NEAREST = 15
"""Neighbours kept of each node: candidates for its links."""
FEW, SHARE = 50, 30
"""So many nodes, and one in so many, are linked one by one; of more, linking all anew is quicker, and learns of them."""
PAGE = 20_000
"""Links read at once."""


class EmbeddingLinker:
    """Links what a library has by what it means."""

    def __init__(self, library: Library, queue: Queue, neighbours: Neighbours, kept: Path) -> None:
        """`kept` is the file that what was learned of the library's meanings lies in."""
        self._library = library
        self._queue = queue
        self._neighbours = neighbours
        self._kept = kept
        self._usually = "", 0.0

    def embed(self, progress: Progress | None = None, *, corpus: bool = True, came: Came | None = None) -> EmbedReport:
        """Embed every text that has no vector of this model: listed works and posts first, then the corpus, newest first."""
        return self._queue.run(progress or _silent, corpus=corpus, came=came)

    def coming(self) -> Coming:
        """Return how many still wait for their vectors; quick enough for every page."""
        return self._queue.coming()

    def link(self, progress: Progress | None = None) -> LinkReport:
        """Link all that has vectors, anew; twice equals once."""
        if self._library.is_unmade():
            return LinkReport()
        senses, tell = self._senses(), progress or _silent
        made = senses.made()  # before the vectors: what changes meanwhile is linked again
        seen = senses.all()
        keys = [gist.key for gist in seen.gists]
        if not keys:
            return self._keep({}, None, 0)
        tell(0, len(keys), "nodes learned from")
        sense, name = senses.learn(seen)
        sight = sense.see(seen)
        self._neighbours.build(keys, sight.meanings, NEAREST, tell, model=name)
        near = self._neighbours.held()
        if near is None or near.model != name:
            raise StoreError("the neighbours that were just kept cannot be read; the links stay as they were")
        tell(0, len(keys), "nodes linked")
        sides = Sides(sight, senses.names(keys), crowding(near.scores))
        ones, others = pairs_of(near.places)
        likely = probable(keys, ones, others, probability(features(sides, ones, others)))
        report = self._keep(chosen(news(self._library, likely)), None, len(keys))
        self._neighbours.tell_linked(made, model=name)
        return report

    def update(self, keys: Collection[NodeId] | None = None, progress: Progress | None = None) -> LinkReport:
        """Link these nodes, else what changed, by what was learned when all were linked; the others stay as they are."""
        if self._library.is_unmade():
            return LinkReport()
        senses = self._senses()
        learned, made = senses.held(), senses.made(keys)
        if learned is None or self._neighbours.model() != learned[1] or not self._library.links.count():
            return self.link(progress) if made else LinkReport(waiting=self.coming().waiting)
        due = _other(made, self._neighbours.linked()) if keys is None else set(keys)
        if len(due) > max(FEW, self.coming().total // SHARE):
            return self.link(progress)
        if not due:
            return LinkReport(links=self._library.links.count(), waiting=self.coming().waiting)
        return self._link_some(due, senses, learned, {key: made[key] for key in due if key in made})

    def _link_some(
        self, due: Collection[NodeId], senses: Senses, learned: tuple[Sense, str], made: Mapping[NodeId, bytes]
    ) -> LinkReport:
        sense, name = learned
        seen = senses.some(due)
        changed = [gist.key for gist in seen.gists]
        self._neighbours.update(changed, sense.see(seen).meanings, set(due) - set(changed), model=name)
        report = self._keep(self._likely_of(changed, senses, learned), due, len(changed))
        self._neighbours.tell_linked(made, set(due) - made.keys(), model=name)
        return report

    def _likely_of(self, fresh: Collection[NodeId], senses: Senses, learned: tuple[Sense, str]) -> dict[Ends, float]:
        """Return the links of some nodes: with their nearest, and with those that they are among the nearest of."""
        (sense, name), some = learned, set(fresh)
        wanted = self._candidates(some)
        seen = senses.some({end for ends in wanted for end in ends})
        keys = [gist.key for gist in seen.gists]
        if not keys:
            return {}
        rows = {key: row for row, key in enumerate(keys)}
        there = sorted(ends for ends in wanted if ends[0] in rows and ends[1] in rows)
        ones, others = (np.array([rows[ends[side]] for ends in there], dtype=np.intp) for side in (0, 1))
        sides = Sides(sense.see(seen), senses.names(keys), self._crowding(keys, name))
        held = {link for links in self._library.links.of(keys).values() for link in links}
        before = {(link.a, link.b) for link in held if {link.a, link.b} & some}
        likely = probable(keys, ones, others, probability(features(sides, ones, others)), before)
        return chosen(news(self._library, likely), (link for link in held if not {link.a, link.b} & some), before)

    def _candidates(self, fresh: Collection[NodeId]) -> set[Ends]:
        """Return the pairs to judge: those of which one is fresh and one is among the nearest of the other."""
        near = self._neighbours.of({*fresh, *self._neighbours.having(fresh)})
        pairs = [(key, hit.key) for key, hits in near.items() for hit in hits]
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

    def _keep(self, wanted: Mapping[Ends, float], keys: Collection[NodeId] | None, nodes: int) -> LinkReport:
        """Hold these in place of the links before; of these nodes, or all."""
        links = self._library.links
        with self._library.transaction():
            settle_links(self._library)
            before = self._held(keys)
            found = [link_of(*ends, chance) for ends, chance in settled(wanted, before).items()]
            if keys is None:
                links.replace(found)
            else:
                links.replace_of(keys, found)
            after = self._held(keys)
        return LinkReport(
            nodes=nodes,
            links=links.count(),
            new=len(after.keys() - before.keys()),
            gone=len(before.keys() - after.keys()),
            waiting=self.coming().waiting,
        )

    def _held(self, keys: Collection[NodeId] | None) -> dict[Ends, float]:
        if keys is not None:
            return _scores(link for links in self._library.links.of(keys).values() for link in links)
        found: dict[Ends, float] = {}
        after: Ends | None = None
        while page := self._library.links.page(after, PAGE):
            found |= _scores(page)
            after = (page[-1].a, page[-1].b)
        return found


def _scores(links: Iterable[Link]) -> dict[Ends, float]:
    return {(link.a, link.b): link.score for link in links}


def _other(made: Mapping[NodeId, bytes], linked: Mapping[NodeId, bytes]) -> set[NodeId]:
    """Return the nodes that came, changed or went."""
    return {key for key in made.keys() | linked.keys() if made.get(key) != linked.get(key)}


def _silent(_done: int, _total: int | None, _what: str) -> None:
    """Report to nobody."""
