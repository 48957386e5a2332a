"""The embedding queue: what has no vector of this model yet gets one, the works of the library first.

What waits is never written down: it is every text whose digest is not the one beside its vector. So a run that was
killed goes on where it stopped, a changed text is embedded again, and twice equals once. Texts of like length are
embedded together, since a batch takes as long as its longest text; what a batch brought is safe before the next one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from hashlib import sha256

from msgspec import Struct

from graph.gists import count, every_gist, every_key
from graph.ids import kind_of
from graph.link import Facet, Gist, space_of
from graph.linking.roles import ROLES
from graph.model import WORK_KINDS, NodeId
from graph.ports import Came, Coming, Embedder, EmbedReport, Library, Progress

Texts = Callable[[Gist], Mapping[Facet, str]]
"""What of a gist is embedded, by facet; a facet that has no text is left out."""

LOT = 1_024
"""Texts sorted by length together: beyond that the batches hardly get more even."""
BATCH = 64
"""Texts between two signs of life: some three seconds' work of two cores."""
_DIGEST = 16
_WHAT = "read for their meaning"


def whole(gist: Gist) -> Mapping[Facet, str]:
    """Return the title and the text of a gist."""
    return {Facet.TITLE: gist.title} | ({Facet.TEXT: gist.text} if gist.text else {})


class Queue:
    """Embeds the gists of a library: their titles and texts, then (`parts`) the parts of what its works tell.

    Papers that nothing lists have none: it would take as long again as their texts, and being alike to them in a part is
    told nearly as well by their texts (`graph.views.alike`).
    """

    def __init__(self, library: Library, embedder: Callable[[], Embedder], parts: Texts | None = None) -> None:
        self._library = library
        self._embedder = embedder
        self._parts = parts
        self._total = (-1, 0)

    @property
    def model(self) -> str:
        """Return what makes the vectors."""
        return self._embedder().name

    def coming(self) -> Coming:
        """Return how many nodes and papers have no vectors yet, of how many; at the price of a few look-ups."""
        if self._library.is_unmade():
            return Coming()
        version = self._library.version()
        if self._total[0] != version:
            self._total = (version, count(self._library))
        total = self._total[1]
        have = self._library.vectors.counts().get(space_of(self._embedder().name, Facet.TITLE), 0)
        return Coming(waiting=max(total - have, 0), total=total)

    def run(self, progress: Progress, *, corpus: bool = True, came: Came | None = None) -> EmbedReport:
        """Embed what waits; without `corpus` only what the graph has. EmbedderError where the model cannot be used.

        What the graph comes to have meanwhile goes before the rest of the corpus; `came` is told of it.
        """
        if self._library.is_unmade():
            return EmbedReport(model=self._embedder().name)
        wholes = self._wholes()
        wholes.run(progress, corpus=corpus, after_lot=self._latecomers(progress, came) if corpus else None)
        if corpus:
            wholes.forget_gone(corpus=True)
        if self._parts:
            parts = _Pass(self._library, self._embedder(), _of_works(self._parts), set(ROLES))
            parts.run(progress, corpus=False)
            parts.forget_gone(corpus=False)
        if corpus:
            wholes.forget_others()
        return EmbedReport(
            model=self._embedder().name,
            embedded=len(wholes.embedded),
            unchanged=wholes.seen - len(wholes.embedded),
            waiting=self.coming().waiting,
        )

    def _wholes(self) -> _Pass:
        return _Pass(self._library, self._embedder(), whole, {Facet.TITLE, Facet.TEXT})

    def _latecomers(self, progress: Progress, came: Came | None) -> Callable[[], None]:
        """Return what embeds the works and concepts that the library has since it was called last, if it changed since."""
        version = self._library.version()

        def look() -> None:
            nonlocal version
            now = self._library.version()
            if now == version:
                return
            version = now
            listed = self._wholes()
            listed.run(progress, corpus=False)
            if came and listed.embedded:
                came(listed.embedded)

        return look


def _of_works(parts: Texts) -> Texts:
    """Return the parts of what works tell; a few quotes on a concept have none."""
    return lambda gist: parts(gist) if kind_of(gist.key) in WORK_KINDS else {}


class _Due(Struct, frozen=True):
    """A text that waits for its vector."""

    space: str
    key: NodeId
    text: str
    digest: bytes


class _Pass:
    """One walk over all gists, for some of their facets."""

    def __init__(self, library: Library, embedder: Embedder, texts: Texts, facets: Collection[Facet]) -> None:
        self._library = library
        self._embedder = embedder
        self._texts = texts
        self._spaces = {facet: space_of(embedder.name, facet) for facet in facets}
        self._held: Counter[str] = Counter()
        self.seen = 0
        self.embedded: set[NodeId] = set()

    def run(self, progress: Progress, *, corpus: bool, after_lot: Callable[[], None] | None = None) -> None:
        """Embed what waits."""
        total = count(self._library, corpus=corpus)
        due: list[_Due] = []
        for page in every_gist(self._library, corpus=corpus):
            due += self._due(page)
            self.seen += len(page)
            progress(self.seen, total, _WHAT)
            if len(due) >= LOT:
                self._embed(due, progress, total)
                due = []
                if after_lot:
                    after_lot()
        self._embed(due, progress, total)

    def forget_others(self) -> None:
        """Forget the vectors of other models: the new ones are complete."""
        for space in self._library.vectors.counts():
            model, _, facet = space.rpartition(" ")
            if facet in set(Facet) and model != self._embedder.name:
                self._library.vectors.clear(space)

    def _due(self, page: Sequence[Gist]) -> list[_Due]:
        """Return the texts of a page that have no vector, or one of another text; forget vectors that have no text."""
        texts = {gist.key: self._texts(gist) for gist in page}
        due: list[_Due] = []
        for facet, space in self._spaces.items():
            held = self._library.vectors.digests(space, list(texts))
            wanted = {key: some[facet] for key, some in texts.items() if facet in some}
            self._held[space] += len(wanted)
            stale = held.keys() - wanted.keys()
            if stale:
                self._library.vectors.delete(stale, space)
            digests = {key: _digest(text) for key, text in wanted.items()}
            due += [_Due(space, key, wanted[key], sum_) for key, sum_ in digests.items() if held.get(key) != sum_]
        return due

    def _embed(self, due: Sequence[_Due], progress: Progress, total: int) -> None:
        by_length = sorted(due, key=lambda one: len(one.text), reverse=True)
        keys = {one.key for one in due}
        for start in range(0, len(by_length), BATCH):
            progress(self.seen - len(keys) * (len(due) - start) // len(due), total, _WHAT)
            self._keep(by_length[start : start + BATCH])
        self.embedded |= keys

    def _keep(self, batch: Sequence[_Due]) -> None:
        vectors = self._embedder.embed([one.text for one in batch])
        rows: defaultdict[str, list[int]] = defaultdict(list)
        for row, one in enumerate(batch):
            rows[one.space].append(row)
        for space, some in rows.items():
            keys = [batch[row].key for row in some]
            self._library.vectors.put(space, keys, vectors[some], [batch[row].digest for row in some])

    def forget_gone(self, *, corpus: bool) -> None:
        """Forget the vectors of what this run, now over, did not see: where more are held than were seen, there are some."""
        counts = self._library.vectors.counts()
        if all(counts.get(space, 0) <= self._held[space] for space in self._spaces.values()):
            return
        there = set(every_key(self._library, corpus=corpus))
        for space in self._spaces.values():
            gone = [key for key in self._library.vectors.keys(space) if key not in there]
            self._library.vectors.delete(gone, space)


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()[:_DIGEST]
