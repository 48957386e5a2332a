"""The Linker port: texts get their vectors (`graph.embedding`), nodes their links.

Here is gathered what a linking needs of the library and kept what comes of it; what makes a link is judged elsewhere.
The nearest of every node are kept (`graph.neighbours`), so that a new node is linked without looking at all the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from graph.embedding import Queue
from graph.gists import gists
from graph.joined import are_one, joined, lists_of_works
from graph.link import Ends, Link, ends_of, link_of
from graph.link_decisions import settle_links
from graph.model import NodeId
from graph.ports import Coming, EmbedReport, Library, LinkReport, Neighbours, Progress
from graph.senses import Senses

NEAREST = 20
"""Neighbours kept of each node: candidates for its links."""
BAR = 0.6
PAGE = 5_000
"""Nodes judged at once."""


class EmbeddingLinker:
    """Links what a library has by what it means."""

    def __init__(self, library: Library, queue: Queue, neighbours: Neighbours, kept: Path) -> None:
        """`kept` is the file that what was learned of the library's meanings lies in."""
        self._library = library
        self._queue = queue
        self._neighbours = neighbours
        self._kept = kept

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
        tell = progress or _silent
        keys, meanings, name = self._senses().learn()
        if keys:
            self._neighbours.build(keys, meanings, NEAREST, tell, model=name)
        links = [link for part in _parts(keys) for link in self._proposed(part, tell, len(keys))]
        return self._keep(links, None, len(keys))

    def update(self, keys: Collection[NodeId]) -> LinkReport:
        """Link these nodes (new, changed or gone) and what their coming changes; the others stay as they are."""
        if self._library.is_unmade():
            return LinkReport()
        senses, near = self._senses(), self._neighbours.held()
        learned = senses.held()
        if near is None or learned is None or near.model != learned[1]:
            return self.link()
        sense, name = learned
        changed, seen = senses.seen(set(keys))
        gone = set(keys) - set(changed)
        touched = self._neighbours.update(changed, sense.meaning(seen), gone, model=name)
        return self._keep(self._proposed(sorted(touched), _silent, len(touched)), touched | gone, len(touched))

    def _senses(self) -> Senses:
        return Senses(self._library, self._queue.model, self._kept)

    def _proposed(self, keys: Sequence[NodeId], progress: Progress, total: int) -> list[Link]:
        """Return the links of these nodes: the nearest of each other that are near enough, and are news."""
        near = self._neighbours.of(keys)
        back = self._neighbours.of({hit.key for hits in near.values() for hit in hits})
        scores = {
            ends_of(key, hit.key): hit.score
            for key, hits in near.items()
            for hit in hits
            if hit.score >= BAR and any(other.key == key for other in back.get(hit.key, ()))
        }
        progress(min(len(keys), total), total, "linked")
        known = joined(self._library, {end for ends in scores for end in ends})
        return self._news(scores, known)

    def _news(self, scores: Mapping[Ends, float], known: Collection[Ends]) -> list[Link]:
        keys = {end for ends in scores for end in ends}
        gisted = gists(self._library, keys - lists_of_works(self._library, keys))
        titles = {key: gist.title for key, gist in gisted.items()}
        return [
            link_of(a, b, score)
            for (a, b), score in scores.items()
            if a in titles and b in titles and (a, b) not in known and not are_one(titles[a], titles[b])
        ]

    def _keep(self, links: Iterable[Link], keys: Collection[NodeId] | None, nodes: int) -> LinkReport:
        """Hold the links in place of those before; of these nodes, or all."""
        wanted = {(link.a, link.b): link for link in links}
        with self._library.transaction():
            settle_links(self._library)
            before = self._ends(keys)
            if keys is None:
                self._library.links.replace(wanted.values())
            else:
                self._library.links.replace_of(keys, wanted.values())
            after = self._ends(keys)
        return LinkReport(
            nodes=nodes,
            links=self._library.links.count(),
            new=len(after - before),
            gone=len(before - after),
            waiting=self.coming().waiting,
        )

    def _ends(self, keys: Collection[NodeId] | None) -> set[Ends]:
        if keys is not None:
            return {(link.a, link.b) for some in self._library.links.of(keys).values() for link in some}
        found: set[Ends] = set()
        after: Ends | None = None
        while page := self._library.links.page(after, 10_000):
            found |= {(link.a, link.b) for link in page}
            after = (page[-1].a, page[-1].b)
        return found


def _parts(keys: Sequence[NodeId]) -> Iterable[Sequence[NodeId]]:
    return (keys[start : start + PAGE] for start in range(0, len(keys), PAGE))


def _silent(_done: int, _total: int | None, _what: str) -> None:
    """Report to nobody."""
