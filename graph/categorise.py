"""Own categories for works that no source and no person put in one: a guess each, with its probability and reasons.

The works that have a category, and the categories' own names, are the examples of a regularised least squares
(`graph.ridge`) over what works mean, how they are worded and which concepts they name. How sure a guess is, the examples
tell, each left out in its turn (`graph.calibration`). They are gathered anew each time, so that a correction counts with
the next guess; guesses say which examples and works they were made of, so that the same are not learned twice. What was
tried and rejected stands in docs/decisions.md (53); `python -m bench.categories` has the figures.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import sha256
from zlib import crc32

import msgspec
import numpy as np
from msgspec import Struct

from graph.calibration import Calibration
from graph.categories import OWN
from graph.model import (
    WORK_KINDS,
    Basis,
    Edge,
    EdgeKind,
    Evidence,
    GraphDelta,
    Item,
    Node,
    NodeId,
    NodeKind,
)
from graph.names import FUNCTION_WORDS, words
from graph.ports import Embedder, Library, Progress, Vectors
from graph.ports.concordance import TITLE, Place
from graph.ridge import Places, Ridge, Seen

PREDICTIONS = "predictions"
EXTRACTOR = "ridge/1"

_MOST = 1_500  # examples: their matrix is inverted in half a second, so that a decision is not waited for
_NAME, _PICK, _WORK = 4.0, 2.0, 1.0
"""What examples weigh: a category's name, what a person put in it, what a source did."""
_NAMED = 2  # works that a guess is like, and names and words that speak for it
_SPEAKS = 0.1  # of all that speaks for a guess: less is no reason
_PAGE = 500
_BATCH = 64  # texts between two reports of progress: a second or two
_ABSTRACT = 0  # the block of a record's abstract
_NAMING = (EdgeKind.INTRODUCES, EdgeKind.USES, EdgeKind.ABOUT, EdgeKind.EVALUATED_ON)


class WorkText(Struct, frozen=True):
    """What is known of a work in words: `concepts` are the names of those that it names.

    `picked` says that a person put it in its category.
    """

    id: NodeId
    name: str
    text: str
    concepts: tuple[str, ...] = ()
    picked: bool = False


def categorise(library: Library, embedder: Embedder, progress: Progress) -> int:
    """Guess a category for every recorded or listed work that has none; return how many have a guess now.

    Where the guesses rest on what there is now, nothing is done.
    """
    reporting = _Reporting(embedder, progress)
    version, edges = library.version(), _guessed(library, reporting)
    if edges is None:
        return len(guesses(library))
    with library.transaction():
        if library.version() != version:  # somebody wrote meanwhile: once more, now that the texts are embedded
            edges = _guessed(library, reporting)
        if edges is not None:
            library.graph.apply([GraphDelta(contributor=PREDICTIONS, edges=edges)])
        return len(guesses(library))


def guesses(library: Library) -> list[Edge]:
    """Return the guessed categories as they stand."""
    edges = library.graph.edges_to([node.id for node in _own(library)], (EdgeKind.IN_CATEGORY,))
    return [edge for edge in edges if edge.basis is Basis.PREDICTED]


def _guessed(library: Library, embedder: Embedder) -> tuple[Edge, ...] | None:
    """Return the guesses for the library as it is; None where they are what stands there already."""
    own = _own(library)
    works, labels = gather(library, {node.id for node in own})
    made_by = _made_by(works, labels, own, embedder)
    standing = guesses(library)
    if {work.id for work in works} - labels.keys() == {edge.source for edge in standing} and all(
        evidence.extractor == made_by for edge in standing for evidence in edge.evidence
    ):
        return None
    return predict(works, labels, own, embedder).edges


def _made_by(
    works: Sequence[WorkText], labels: Mapping[NodeId, NodeId], categories: Sequence[Node], embedder: Embedder
) -> str:
    """Return what makes the guesses: the method, the model of meaning, and the sum of all that they are made of."""
    made_of = (sorted(works, key=_id), sorted(labels.items()), sorted(categories, key=_id))
    told = json.dumps(msgspec.to_builtins(made_of))  # in ASCII: a name may hold half a character
    return f"{EXTRACTOR} {embedder.name} {sha256(told.encode()).hexdigest()[:8]}"


def _id(one: WorkText | Node) -> NodeId:
    return one.id


def predict(
    works: Sequence[WorkText], labels: Mapping[NodeId, NodeId], categories: Sequence[Node], embedder: Embedder
) -> GraphDelta:
    """Return a guess for each of the works that `labels` (work → category) does not hold. Deterministic."""
    unknown = [work for work in works if work.id not in labels]
    if not unknown or not categories:
        return GraphDelta(contributor=PREDICTIONS)
    model = _Model(works, labels, categories, embedder)
    made_by = _made_by(works, labels, categories, embedder)
    edges = [
        Edge(
            source=guess.work,
            kind=EdgeKind.IN_CATEGORY,
            target=guess.category,
            basis=Basis.PREDICTED,
            confidence=guess.chance,
            evidence=(Evidence(quote=guess.reason, extractor=made_by),),
        )
        for guess in model.guesses(unknown)
    ]
    return GraphDelta(contributor=PREDICTIONS, edges=tuple(edges))


def leave_one_out(
    works: Sequence[WorkText], labels: Mapping[NodeId, NodeId], categories: Sequence[Node], embedder: Embedder
) -> float:
    """Return the share of works with a category that would be guessed into it, had they none."""
    if not categories or not any(work.id in labels for work in works):
        return 0.0
    return _Model(works, labels, categories, embedder).accuracy()


class _Guess(Struct, frozen=True):
    """A category for a work, how likely it is and why."""

    work: NodeId
    category: NodeId
    chance: float
    reason: str | None


class _Model:
    """The categories, learned from their names and from the works that have one."""

    def __init__(
        self, works: Sequence[WorkText], labels: Mapping[NodeId, NodeId], categories: Sequence[Node], embedder: Embedder
    ) -> None:
        self._embedder = embedder
        self._categories = sorted(categories, key=lambda node: node.id)
        place = {node.id: at for at, node in enumerate(self._categories)}
        named = [WorkText(node.id, node.name, _description(node)) for node in self._categories]
        known = chosen([work for work in works if labels.get(work.id) in place], labels)
        self._examples = [*named, *known]
        own = [place[labels[work.id]] for work in known]
        self._places: Places = np.array([*range(len(named)), *own], dtype=np.intp)
        weights = [_NAME] * len(named) + [_PICK if work.picked else _WORK for work in known]
        self._ridge = Ridge(self._seen(self._examples), self._places, self._weighed(weights), len(named))
        self._calibration = self._calibrated()

    def guesses(self, works: Sequence[WorkText]) -> Iterator[_Guess]:
        """Yield the likeliest category of each of the works."""
        seen = self._seen(works)
        values = self._ridge.values(seen)
        chances, best = self._calibration.chances(values), values.argmax(axis=1)
        for start in range(0, len(works), _PAGE):
            page = slice(start, start + _PAGE)
            like = self._ridge.speaking(seen.part(page), best[page])
            for work, at, chance, row in zip(works[page], best[page].tolist(), chances[page], like, strict=True):
                yield _Guess(work.id, self._categories[at].id, round(float(chance), 4), self._reason(work, at, row))

    def accuracy(self) -> float:
        """Return the share of the example works that are guessed right when left out."""
        values, places = self._held_out()
        return float((values.argmax(axis=1) == places).mean())

    def _seen(self, works: Sequence[WorkText]) -> Seen:
        """Return the works as they are compared; what a work is called means as much as all else that is said of it."""
        texts = list(dict.fromkeys(text for work in works for text in (work.name, work.text)))
        vectors, at = self._embedder.embed(texts), {text: row for row, text in enumerate(texts)}
        both = vectors[[at[work.name] for work in works]] + vectors[[at[work.text] for work in works]]
        return Seen(_unit(both), [work.name for work in works], [work.concepts for work in works])

    def _weighed(self, weights: Sequence[float]) -> Vectors:
        """Let the works of small categories weigh more, by the root, so that the large ones do not take all."""
        sizes = np.bincount(self._places)[self._places]
        weighed: Vectors = (weights * np.sqrt(len(sizes) / len(self._categories) / sizes)).astype(np.float32)
        return weighed

    def _held_out(self) -> tuple[Vectors, Places]:
        names = len(self._categories)
        return self._ridge.held_out[names:], self._places[names:]

    def _calibrated(self) -> Calibration:
        """Return what the works say of how sure to be; of those called alike each would tell the other's category."""
        values, places = self._held_out()
        called = Counter(work.name for work in self._examples)
        once = [at for at, work in enumerate(self._examples[len(self._categories) :]) if called[work.name] == 1]
        return Calibration(values[once], places[once])

    def _reason(self, work: WorkText, place: int, like: Vectors) -> str | None:
        """Return what speaks most for a guess: names and words in the work, works of the category; None if nothing."""
        least = _SPEAKS * float(like.sum())
        names = _most(self._ridge.concepts_for(work.concepts, place), least / 2)
        told = {word for name in names for word in words(name)} | FUNCTION_WORDS
        spoken = self._ridge.words_for(work.name, place)
        said = _most({word: share for word, share in spoken.items() if word not in told and len(word) > 1}, least)
        start = len(self._categories)
        members = start + np.flatnonzero((self._places[start:] == place) & (like[start:] > 0))
        nearest = members[np.argsort(-like[members], kind="stable")[:_NAMED]]
        parts = {"names": names, "words": said, "like": [self._examples[at].name for at in nearest]}
        return "; ".join(f"{what}: {', '.join(some)}" for what, some in parts.items() if some) or None


def chosen(known: Sequence[WorkText], labels: Mapping[NodeId, NodeId]) -> list[WorkText]:
    """Return the examples to learn from, not too many: a person's first, then as many of each category as can be."""
    kept = Counter[NodeId]()
    ranked = []
    for work in sorted(known, key=lambda work: (not work.picked, crc32(work.id.encode()), work.id)):
        kept[labels[work.id]] += 1
        ranked.append((not work.picked, kept[labels[work.id]], work.id, work))
    return sorted((work for *_, work in sorted(ranked, key=lambda one: one[:3])[:_MOST]), key=lambda work: work.id)


def _most(shares: Mapping[str, float], least: float) -> list[str]:
    """Return those with the largest shares, largest first."""
    enough = [(-share, what) for what, share in shares.items() if share > max(least, 0.0)]
    return [what for _, what in sorted(enough)[:_NAMED]]


def _description(category: Node) -> str:
    return f"{category.name}. {category.about}" if category.about else category.name


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return unit


def gather(library: Library, own: Collection[NodeId]) -> tuple[list[WorkText], dict[NodeId, NodeId]]:
    """Return the works that some document records or lists, or a person placed, and the categories that are known."""
    works: list[WorkText] = []
    labels: dict[NodeId, NodeId] = {}
    for page in _pages(library, WORK_KINDS):
        keys = [node.id for node in page]
        known = _known_categories(library, keys, own)
        labels.update({work: edge.target for work, edge in known.items()})
        told = library.graph.edges_to(keys, (EdgeKind.RECORDS, EdgeKind.LISTS))
        admitted = {edge.target for edge in told if edge.basis is not Basis.FURTHER} | set(known)
        nodes = [node for node in page if node.id in admitted]
        items = library.documents.items_listing(sorted(admitted))
        comments = {item.node: item.comment for item in reversed(items) if item.comment}
        concepts = _concepts(library, [node.id for node in nodes], items)
        for node in nodes:
            said = (node.name, node.about, comments.get(node.id))
            text = ". ".join(text for text in said if text)
            picked = node.id in known and known[node.id].basis is Basis.PICKED
            works.append(WorkText(node.id, node.name, text, concepts.get(node.id, ()), picked))
    return works, labels


def _concepts(library: Library, works: Sequence[NodeId], items: Sequence[Item]) -> dict[NodeId, tuple[str, ...]]:
    """Return work → the names of the concepts that its record, an entry that lists it or a statement on it names."""
    found: dict[NodeId, set[NodeId]] = {work: set() for work in works}
    places: dict[Place, set[NodeId]] = {(work, block): {work} for work in works for block in (TITLE, _ABSTRACT)}
    for item in items:
        if item.node in found:
            places.setdefault((item.document, item.block), set()).add(item.node)
    for place, concepts in library.concordance.at(places).items():
        for work in places[place]:
            found[work].update(concepts)
    for edge in library.graph.edges_from(works, _NAMING):
        found[edge.source].add(edge.target)
    nodes = library.graph.many({concept for some in found.values() for concept in some})
    return {work: tuple(sorted(nodes[one].name for one in some if one in nodes)) for work, some in found.items()}


def _known_categories(library: Library, works: Sequence[NodeId], own: Collection[NodeId]) -> dict[NodeId, Edge]:
    """Return work → the edge to the own category that a person, else a source, put it in."""
    trust = {Basis.PICKED: 0, Basis.STATED: 1}
    edges = library.graph.edges_from(works, (EdgeKind.IN_CATEGORY,))
    known = [edge for edge in edges if edge.target in own and edge.basis in trust]
    ordered = sorted(known, key=lambda edge: (trust[edge.basis or Basis.STATED], edge.target), reverse=True)
    return {edge.source: edge for edge in ordered}


def _own(library: Library) -> list[Node]:
    return [node for page in _pages(library, {NodeKind.CATEGORY}) for node in page if node.scheme == OWN]


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
            self._progress(start, len(texts), "texts read for the categories")
            parts.append(self._inner.embed(texts[start : start + _BATCH]))
        return np.concatenate(parts)
