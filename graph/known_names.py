"""Other names of what is commonly known, that are nothing else's: whoever reads one in a text, it is that name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from graph.model import NodeKind
from graph.names import name_key


class KnownNames(Struct, frozen=True):
    """`meant`: the key of a name → the kind and the canonical name of what it is; `together`: key → keys of the same."""

    meant: Mapping[str, tuple[NodeKind, str]] = {}
    together: Mapping[str, Collection[str]] = {}

    def beside(self, names: Iterable[str]) -> set[str]:
        """Return the keys of all names of what these are names of."""
        return {other for name in names for other in self.together.get(name, ())}


def known_names(told: Iterable[tuple[NodeKind, str, Iterable[str]]]) -> KnownNames:
    """Return the other names, of each kind and canonical name, that no second one has and that are no canonical name."""
    canonical: set[str] = set()
    owners: defaultdict[str, set[tuple[NodeKind, str]]] = defaultdict(set)
    for kind, name, aliases in told:
        canonical.add(name_key(name))
        for alias in aliases:
            owners[name_key(alias)].add((kind, name))
    meant = {key: next(iter(some)) for key, some in owners.items() if len(some) == 1 and key and key not in canonical}
    together: defaultdict[str, set[str]] = defaultdict(set)
    for key, (_, name) in meant.items():
        together[name_key(name)] |= {key, name_key(name)}
    return KnownNames(meant, {key: keys for keys in list(together.values()) for key in keys})
