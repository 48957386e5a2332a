"""What a whole text says of each name, so that the one place that introduces it speaks for all the others.

A name is taken where its shape and all that is said of it weigh enough; its kind is what most of the weight says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from graph.model import NodeKind
from graph.names import name_key
from ingest.entities.forms.contexts import Evidence
from ingest.entities.forms.endings import kind_of_form
from ingest.entities.forms.generic import is_generic
from ingest.entities.forms.scanning import Shape

ENOUGH = 1.0
"""What shape and evidence must weigh together; an introduction alone does nearly, everyday use alone never."""
_PRIORS = {Shape.CAMEL: 0.5, Shape.DIGITS: 0.35, Shape.MIXED: 0.35, Shape.ACRONYM: 0.2, Shape.WORD: 0.0}
_MOST_USED = 0.5
"""What use ("using X", "X achieves") may add however often it is repeated."""
_VERSIONED = 0.4
"""What a size or a decimal version adds for a model, against neighbours such as "the Foo-2.5 architecture"."""
_TOLD_AGAIN = 0.25
_NUMBERED = frozenset({NodeKind.BENCHMARK, NodeKind.PRODUCT})
"""What a name with a mere number may be where nothing speaks of a model."""
_VERSIONED_KINDS = frozenset({NodeKind.MODEL, NodeKind.PRODUCT})
_MODEL_BAR = 0.5
"""A technique called a model is a wrong node in the lineage of models; so that kind must be said, not guessed."""

key_of = lru_cache(maxsize=1 << 17)(name_key)


@dataclass(slots=True)
class Entry:
    """One name in a text."""

    name: str
    shape: Shape
    places: list[tuple[int, int, int]] = field(default_factory=list)
    told: float = 0.0
    used: float = 0.0
    kinds: defaultdict[NodeKind, float] = field(default_factory=lambda: defaultdict(float))
    model: float = 0.0
    family: str | None = None
    long: str | None = None
    spelt: bool = False
    bare: bool = False
    signed: bool = False
    near: bool = False

    @property
    def version(self) -> float:
        """Return how far its version is a model's: a bare number is one where something else says so."""
        return self.model if self.signed or not self.bare else 0.0

    def hear(self, said: Evidence) -> None:
        """Take in what one place says. The strongest introduction counts in full, further ones a little."""
        if said.told:
            self.told = max(self.told, said.weight) + _TOLD_AGAIN * min(self.told, said.weight)
        else:
            self.used += said.weight
        if said.kind is not None:
            self.kinds[said.kind] += said.weight
            self.signed |= said.kind is NodeKind.MODEL

    @property
    def weight(self) -> float:
        """Return how far this is a name."""
        repeated = 0.1 * min(len(self.places) - 1, 2) if self.shape >= Shape.MIXED else 0.0
        plain = _MOST_USED if self.shape > Shape.WORD else _MOST_USED / 2
        if self.spelt:
            plain = ENOUGH
        ending = 0.3 if self.shape > Shape.WORD and kind_of_form(self.name) else 0.0
        return _PRIORS.get(self.shape, 0.0) + self.version + self.told + min(self.used, plain) + repeated + ending

    @property
    def kind(self) -> NodeKind:
        """Return what kind most of the weight says, a technique where nothing does."""
        votes = dict(self.kinds)
        if ending := kind_of_form(self.name):
            votes[ending[0]] = votes.get(ending[0], 0.0) + ending[1]
        if self.version:
            versioned = _VERSIONED if self.version >= _MODEL_BAR else 0.0
            votes[NodeKind.MODEL] = votes.get(NodeKind.MODEL, 0.0) + self.version + versioned
        best = max(votes, key=lambda kind: (votes[kind], kind), default=NodeKind.TECHNIQUE)
        if best is NodeKind.MODEL and votes[best] < _MODEL_BAR and not self.family:
            return NodeKind.TECHNIQUE
        return best

    def is_taken(self, scholarly: bool) -> bool:
        """Say whether the name is one. `scholarly`: what a paper names without a kind is its idea; elsewhere nothing."""
        if self.shape is Shape.ACRONYM and not (self.long or self.near or self.told or scholarly):
            return False
        if self.bare and not self.signed and self.kind not in _NUMBERED and not (scholarly and self.told):
            return False
        shaped = self.told and self.shape > Shape.WORD and scholarly
        said = self.kinds or self.version or kind_of_form(self.name) or shaped
        return bool(said) and self.weight >= ENOUGH


class Ledger:
    """The names of one text by their key. `scholarly`: the text is a paper's."""

    def __init__(self, scholarly: bool = True) -> None:
        self.entries: dict[str, Entry] = {}
        self._scholarly = scholarly

    def entry(self, name: str, shape: Shape) -> Entry | None:
        """Return the name's entry, a new one where it has none; None for what names nothing."""
        key = key_of(name)
        found = self.entries.get(key)
        if found is None:
            if not key or is_generic(name):
                return None
            found = self.entries[key] = Entry(name, shape)
        elif shape > found.shape:
            found.shape, found.name = shape, name
        return found

    def taken(self) -> list[Entry]:
        """Return the names that are, families of models among them."""
        counted = self._counted()
        taken = [entry for key, entry in self.entries.items() if key not in counted and entry.is_taken(self._scholarly)]
        families = {
            key_of(entry.family): entry.kind for entry in taken if entry.family and entry.kind in _VERSIONED_KINDS
        }
        names = {id(entry) for entry in taken}
        for entry, kind in self._relatives(families):
            if id(entry) not in names:
                if kind is NodeKind.MODEL:
                    entry.model = 1.0
                else:
                    entry.hear(Evidence(ENOUGH, kind, True))
                taken.append(entry)
        return taken + self._plurals({id(entry): entry for entry in taken})

    def _counted(self) -> frozenset[str]:
        """Return the keys of numbered things: "Taxonomy 1" and "Taxonomy 2" of one text count, they don't name."""
        numbers: defaultdict[str, set[int]] = defaultdict(set)
        keys: defaultdict[str, list[str]] = defaultdict(list)
        for key, entry in self.entries.items():
            head, _, number = entry.name.rpartition(" ")
            if entry.bare and number.isdigit() and head.replace(" ", "").isalpha():
                plain = head.lower().removesuffix("s")
                numbers[plain].add(int(number))
                keys[plain].append(key)
        return frozenset(key for head, some in numbers.items() if len(some) > 1 and 1 in some for key in keys[head])

    def _plurals(self, taken: Mapping[int, Entry]) -> list[Entry]:
        """Return the names that are many of a taken one ("GPTs")."""
        found = []
        for key, entry in self.entries.items():
            plural = key[-1] == "s" and id(entry) not in taken and entry.shape > Shape.WORD
            one = self.entries.get(key[:-1]) if plural else None
            if one is not None and id(one) in taken:
                entry.kinds, entry.model, entry.told = one.kinds, one.model, ENOUGH
                found.append(entry)
        return found

    def maker_of(self, entry: Entry) -> str:
        """Return the first word (and a space) of a model's name where the text speaks of it as a company."""
        first, space, rest = entry.name.partition(" ")
        maker = self.entries.get(key_of(first)) if entry.family and rest else None
        return first + space if maker is not None and maker.kind is NodeKind.ORGANIZATION else ""

    def _relatives(self, families: Mapping[str, NodeKind]) -> list[tuple[Entry, NodeKind]]:
        """Return the families of versions and their other versions, each with its family's kind."""
        return [
            (entry, kind)
            for key, entry in self.entries.items()
            if (kind := families.get(key) or families.get(key_of(entry.family or "")))
        ]
