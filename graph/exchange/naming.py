"""What records of the corpus name, as exported: concepts of the graph where it has them, else concepts of their own.

What a name means is up to the texts that have a say, so a name that some concept of the graph has is that concept. A
name that only records use is one concept, of the kind and the spelling that most of them give it; where it is common
knowledge, of that kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from graph.ids import concept_id
from graph.mention import NAMED_KINDS, Findings
from graph.model import Node, NodeId, NodeKind
from graph.ports import Library, Use
from graph.uses import key_of_name

PAGE = 1_000


class Named(Struct, frozen=True, order=True):
    """A concept, by its id."""

    id: NodeId
    kind: NodeKind
    name: str


class CorpusNames:
    """Which concept each name is that records use."""

    def __init__(self, library: Library) -> None:
        self._drawn = _by_key(library)
        self._told: defaultdict[str, list[Use]] = defaultdict(list)
        for use in library.mentions.record_uses():
            if use.name not in self._drawn:
                self._told[use.name].append(use)

    def concept(self, name: str, kind: NodeKind) -> Named | None:
        """Return what the name with this key is where it is taken for this kind; None where nobody uses it."""
        if drawn := self._drawn.get(name):
            return next((one for one in drawn if one.kind is kind), drawn[0])
        told = self._told.get(name, ())
        known = [use for use in told if use.known]
        best = _best([use for use in known if use.kind is kind] or known or told)
        return Named(concept_id(best.kind, best.called), best.kind, best.called) if best else None

    def only(self) -> list[Named]:
        """Return the concepts that the graph has none of, sorted by id."""
        found = {self.concept(use.name, use.kind) for uses in self._told.values() for use in uses}
        return sorted(one for one in found if one)

    def mentions(self, findings: Findings) -> Iterator[tuple[Named, str]]:
        """Yield what the text mentions, each with the words by which it does, once each, in order."""
        seen = set()
        for mention in findings.mentions:
            one = self.concept(key_of_name(mention.name), mention.kind)
            if one and (one.id, mention.text) not in seen:
                seen.add((one.id, mention.text))
                yield one, mention.text


def _by_key(library: Library) -> dict[str, list[Named]]:
    """Return the concepts of the graph by the keys of their names, those that are called so first."""
    called: defaultdict[str, list[Named]] = defaultdict(list)
    aliases: defaultdict[str, list[Named]] = defaultdict(list)
    for node in _concepts(library):
        one = Named(node.id, node.kind, node.name)
        called[key_of_name(node.name)].append(one)
        for key in {key_of_name(alias) for alias in node.aliases}:
            aliases[key].append(one)
    return {key: [*called.get(key, ()), *aliases.get(key, ())] for key in {*called, *aliases} if key}


def _concepts(library: Library) -> Iterator[Node]:
    after: NodeId | None = None
    while page := library.graph.nodes(NAMED_KINDS, after, PAGE):
        after = page[-1].id
        yield from page


def _best(uses: Sequence[Use]) -> Use | None:
    """Return the way of calling it that most records use; of several the first by kind and spelling."""
    counts: defaultdict[NodeKind, int] = defaultdict(int)
    for use in uses:
        counts[use.kind] += use.count
    return min(uses, key=lambda use: (-counts[use.kind], use.kind, -use.count, use.called), default=None)
