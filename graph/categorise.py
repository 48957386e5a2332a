"""Own categories for works that no source and no person put in one: a guess each, with its probability.

A category is the mean of the vectors of its works and of its name. A work is guessed into the nearest; a softmax over
the cosines gives the probability, at the temperature under which the works with a known category, each left out in its
turn, are likeliest. Chosen by leave-one-out accuracy with MiniLM: on the 46 works of a yearly review in eight sections
.63 (always the largest .33, ten nearest works .46, ridge regression at best .54), on 919 papers under 35 headings .42
(largest .17, nearest .31, ridge .47). Rejected besides: weights by size, which starve the small categories.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph.categories import OWN
from graph.model import (
    WORK_KINDS,
    Basis,
    Edge,
    EdgeKind,
    Evidence,
    GraphDelta,
    Node,
    NodeId,
    NodeKind,
)
from graph.ports import Embedder, Library, Progress, Vectors

PREDICTIONS = "predictions"
EXTRACTOR = "centroid/1"

_TEMPERATURES = (0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15)
_USUAL_TEMPERATURE = 0.05  # the likeliest on both lists above
_ENOUGH = 20  # fewer works with a category say too little to choose a temperature by
_NAMED = 2  # nearest works that a guess names as its reason
_PAGE = 500
_BATCH = 64  # texts between two reports of progress: a second or two

_Floats = NDArray[np.float32]
_Places = NDArray[np.intp]


class WorkText(Struct, frozen=True):
    """What is known of a work in words."""

    id: NodeId
    name: str
    text: str


def categorise(library: Library, embedder: Embedder, progress: Progress) -> int:
    """Guess a category for every recorded or listed work that has none; return how many have a guess now."""
    own = [node for node in _all(library, {NodeKind.CATEGORY}) if node.scheme == OWN]
    works, labels = _works(library, {node.id for node in own})
    delta = predict(works, labels, own, _Reporting(embedder, progress))
    with library.transaction():
        library.graph.apply([delta])
    return len(delta.edges)


def predict(
    works: Sequence[WorkText], labels: Mapping[NodeId, NodeId], categories: Sequence[Node], embedder: Embedder
) -> GraphDelta:
    """Return a guess for each of the works that `labels` (work → category) does not hold. Deterministic."""
    known = [work for work in works if work.id in labels]
    unknown = [work for work in works if work.id not in labels]
    if not unknown or not categories:
        return GraphDelta(contributor=PREDICTIONS)
    model = _Centroids(known, labels, categories, embedder)
    vectors = embedder.embed([work.text for work in unknown])
    chances = _softmax(model.cosines(vectors), model.temperature())
    edges = [
        Edge(
            source=work.id,
            kind=EdgeKind.IN_CATEGORY,
            target=model.categories[best].id,
            basis=Basis.PREDICTED,
            confidence=round(float(chance[best]), 4),
            evidence=(Evidence(quote=model.reason(vector, best), extractor=f"{EXTRACTOR} {embedder.name}"),),
        )
        for work, vector, chance, best in zip(unknown, vectors, chances, chances.argmax(axis=1).tolist(), strict=True)
    ]
    return GraphDelta(contributor=PREDICTIONS, edges=tuple(edges))


def leave_one_out(
    works: Sequence[WorkText], labels: Mapping[NodeId, NodeId], categories: Sequence[Node], embedder: Embedder
) -> float:
    """Return the share of works with a category that would be guessed into it, had they none."""
    known = [work for work in works if work.id in labels]
    if not known or not categories:
        return 0.0
    model = _Centroids(known, labels, categories, embedder)
    return float((model.held_out().argmax(axis=1) == model.places).mean())


class _Centroids:
    """The categories as vectors."""

    def __init__(
        self, known: Sequence[WorkText], labels: Mapping[NodeId, NodeId], categories: Sequence[Node], embedder: Embedder
    ) -> None:
        self.categories = sorted(categories, key=lambda node: node.id)
        place = {node.id: at for at, node in enumerate(self.categories)}
        self._known = sorted((work for work in known if labels[work.id] in place), key=lambda work: work.id)
        self.places: _Places = np.array([place[labels[work.id]] for work in self._known], dtype=np.intp)
        self._sums: _Floats = embedder.embed([_description(node) for node in self.categories]).copy()
        self._vectors = embedder.embed([work.text for work in self._known])
        if self._known:
            np.add.at(self._sums, self.places, self._vectors)

    def cosines(self, vectors: Vectors) -> _Floats:
        """Return how near each vector is to each category."""
        return vectors @ _unit(self._sums).T

    def held_out(self) -> _Floats:
        """Return how near each known work is to each category, to its own without itself."""
        near = self.cosines(self._vectors)
        others = _unit(self._sums[self.places] - self._vectors)
        near[np.arange(len(near)), self.places] = (others * self._vectors).sum(axis=1)
        return near

    def temperature(self) -> float:
        """Return the temperature under which the known works' categories are likeliest."""
        if len(self._known) < _ENOUGH:
            return _USUAL_TEMPERATURE
        near, rows = self.held_out(), np.arange(len(self.places))
        chances = {heat: _softmax(near, heat)[rows, self.places] for heat in _TEMPERATURES}
        return max(_TEMPERATURES, key=lambda heat: float(np.log(chances[heat] + 1e-9).mean()))

    def reason(self, vector: Vectors, category: int) -> str | None:
        """Return the names of the category's works that are nearest; None when it has none."""
        members = np.flatnonzero(self.places == category)
        if not len(members):
            return None
        nearest = members[np.argsort(-(self._vectors[members] @ vector), kind="stable")[:_NAMED]]
        return "nearest: " + ", ".join(self._known[at].name for at in nearest)


def _description(category: Node) -> str:
    return f"{category.name}. {category.about}" if category.about else category.name


def _unit(vectors: _Floats) -> _Floats:
    unit: _Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return unit


def _softmax(cosines: _Floats, temperature: float) -> _Floats:
    heights = np.exp((cosines - cosines.max(axis=1, keepdims=True)) / temperature)
    chances: _Floats = heights / heights.sum(axis=1, keepdims=True)
    return chances


def _works(library: Library, own: Collection[NodeId]) -> tuple[list[WorkText], dict[NodeId, NodeId]]:
    """Return the works that some document records or lists, or a person placed, and the categories that are known."""
    works: list[WorkText] = []
    labels: dict[NodeId, NodeId] = {}
    for page in _pages(library, WORK_KINDS):
        keys = [node.id for node in page]
        known = _known_categories(library, keys, own)
        labels.update(known)
        told = library.graph.edges_to(keys, (EdgeKind.RECORDS, EdgeKind.LISTS))
        admitted = {edge.target for edge in told if edge.basis is not Basis.FURTHER} | set(known)
        comments = {item.node: item.comment for item in reversed(library.documents.items_listing(keys)) if item.comment}
        for node in page:
            if node.id in admitted:
                said = (node.name, node.about, comments.get(node.id))
                works.append(WorkText(node.id, node.name, ". ".join(text for text in said if text)))
    return works, labels


def _known_categories(library: Library, works: Sequence[NodeId], own: Collection[NodeId]) -> dict[NodeId, NodeId]:
    """Return work → the own category that a person, else a source, put it in."""
    trust = {Basis.PICKED: 0, Basis.STATED: 1}
    edges = library.graph.edges_from(works, (EdgeKind.IN_CATEGORY,))
    known = [edge for edge in edges if edge.target in own and edge.basis in trust]
    ordered = sorted(known, key=lambda edge: (trust[edge.basis or Basis.STATED], edge.target), reverse=True)
    return {edge.source: edge.target for edge in ordered}


def _all(library: Library, kinds: Collection[NodeKind]) -> list[Node]:
    return [node for page in _pages(library, kinds) for node in page]


def _pages(library: Library, kinds: Collection[NodeKind]) -> Iterator[list[Node]]:
    after: NodeId | None = None
    while page := library.graph.nodes(kinds, after, _PAGE):
        yield page
        after = page[-1].id


class _Reporting:
    """An embedder that tells how far it is."""

    def __init__(self, inner: Embedder, progress: Progress) -> None:
        self._inner = inner
        self._progress = progress

    @property
    def name(self) -> str:
        return self._inner.name

    def embed(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return self._inner.embed(texts)
        parts = []
        for start in range(0, len(texts), _BATCH):
            self._progress(start, len(texts), "works read for their category")
            parts.append(self._inner.embed(texts[start : start + _BATCH]))
        return np.concatenate(parts)
