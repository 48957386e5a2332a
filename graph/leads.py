"""Where each name that texts use leads, before anybody decided anything (`graph.resolve` says for which reasons)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from graph.known_names import KnownNames
from graph.model import NodeKind
from graph.names import name_key
from graph.ports import Use

KIND_ORDER = (
    NodeKind.MODEL,
    NodeKind.TECHNIQUE,
    NodeKind.BENCHMARK,
    NodeKind.PRODUCT,
    NodeKind.ORGANIZATION,
    NodeKind.PERSON,
)
"""Which kind a name is of where texts are equally divided: the first of these."""

UNKNOWN = ""
Place = tuple[str, str]
"""What a name is before decisions: the kind of a known name (else "", or "split") and a key."""


class Leads:
    """The uses by name, and where each name leads before anybody decided anything."""

    def __init__(self, uses: Iterable[Use], known: KnownNames) -> None:
        self.uses = sorted(uses, key=_order)
        self._other = {key: (kind.value, name_key(name)) for key, (kind, name) in known.meant.items()}
        self.names = {place: known.meant[key][1] for key, place in self._other.items()}
        self._known: defaultdict[str, set[NodeKind]] = defaultdict(set)
        self._longs: defaultdict[str, set[str]] = defaultdict(set)
        self.shorts: defaultdict[str, set[str]] = defaultdict(set)
        for use in self.uses:
            if use.known or use.name in self._other:
                kind, name = (use.kind, use.name) if use.known else self._other[use.name]
                self._known[name].add(NodeKind(kind))
            if use.long and len(use.long) > len(use.name):
                self._longs[use.name].add(use.long)
                self.shorts[use.long].add(use.name)
        names = {use.name for use in self.uses} | set(self.shorts)
        self.bare: dict[str, Place] = {name: self._bare(name) for name in sorted(names)}

    def places(self) -> set[Place]:
        """Return every place that a name leads to."""
        known = {(kind.value, name) for name, kinds in self._known.items() for kind in kinds}
        return known | set(self.bare.values())

    def place(self, use: Use) -> Place:
        """Return where one text's use of a name leads."""
        if use.known:
            return (use.kind.value, use.name)
        return self.bare[use.long] if use.long in self.bare else self.bare[use.name]

    def leads(self, name: str) -> Place:
        """Return where a name leads, whether or not a text uses it."""
        return self.bare.get(name) or self._other.get(name) or (UNKNOWN, name)

    def meant(self, name: str) -> set[Place]:
        """Return what a short form stands for: one place, or several where it is ambiguous; none where it is not short."""
        if self._is_known(name) or name in self.shorts:
            return set()
        return {self.bare[long] for long in self._longs.get(name, ())}

    def _bare(self, name: str) -> Place:
        if name in self.shorts or self._is_known(name):
            return self._long(name)
        places = {self._long(long) for long in self._longs.get(name, ())}
        return places.pop() if len(places) == 1 else (UNKNOWN, name)

    def _is_known(self, name: str) -> bool:
        return name in self._known or name in self._other

    def _long(self, name: str) -> Place:
        """Return where a name leads that is not itself a short form of anything."""
        if name in self._known:
            return (min(self._known[name], key=KIND_ORDER.index).value, name)
        if name in self._other:
            return self._other[name]
        shorts = self.shorts[name]
        known = {self._long(short) for short in shorts if self._is_known(short)}
        if len(known) == 1:
            return known.pop()
        singular = name.removesuffix("s")
        if singular != name and any(singular in self._longs[short] for short in shorts):
            return self._long(singular)
        return (UNKNOWN, name)


def _order(use: Use) -> tuple[str, str, str]:
    return (use.name, use.text, use.kind)
