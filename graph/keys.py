"""The keys that decisions hang on, and the way from a key to its node (law 1).

A work with an address is known by its identity, everything else by kind and name. A resolver may change what it makes
of either, so a key is followed in several ways: as it stands, as today's rules read its address, by the id that its
name makes, and last by anything that has the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from graph.categories import OWN, CategoryNames, category_names
from graph.errors import InvalidInputError
from graph.identity import address_of, identify, read_address
from graph.ids import named_id, work_id
from graph.model import WORK_KINDS, Decision, DecisionKind, Identity, Node, NodeId, NodeKind
from graph.names import spelling
from graph.ports import GraphStore

DECISION = "decision:"
_PAGE = 1_000


class Name(Struct, frozen=True):
    """The key of what has no identity."""

    kind: NodeKind
    name: str


def key_of(node: Node) -> str:
    """Return the key that a new decision on this node hangs on."""
    return node.identity or f"{node.kind}:{node.name}"


def keys_of(node: Node) -> tuple[str, ...]:
    """Return every key whose decisions are this node's, its own first."""
    return tuple(dict.fromkeys((key_of(node), *node.keys)))


def parse_key(key: str) -> Identity | Name | None:
    """Return what the key says; None when it is no key."""
    scheme, _, value = key.partition(":")
    if not scheme or not value.strip():
        return None
    return Name(NodeKind(scheme), value) if scheme in set(NodeKind) else Identity(scheme, value)


def reread(identity: Identity) -> Identity | None:
    """Return what today's rules make of the address behind an identity; None when they make nothing of it."""
    try:
        return identify(address_of(identity))
    except InvalidInputError:
        return None


def identified(graph: GraphStore, identity: Identity) -> Node | None:
    """Return the work with this identity, else the one with what today's rules make of it; None when there is none."""
    again = reread(identity)
    found = graph.find({str(identity), str(again or identity)})
    return found.get(str(identity)) or found.get(str(again))


def resolve_key(graph: GraphStore, key: str, decisions: Iterable[Decision] = ()) -> Node | None:
    """Return the node that decisions on this key are about, or None; `decisions` (in force) tell who was renamed."""
    made = list(decisions)
    return Finder(graph, category_names(made), earlier_keys(made)).node(key)


def earlier_keys(decisions: Iterable[Decision]) -> dict[Name, str]:
    """Return what works known by name were called once their name or kind was corrected → the key they had before."""
    called: dict[str, set[Name]] = {}
    earlier: dict[Name, str] = {}
    for decision in decisions:
        before = parse_key(decision.on)
        if decision.kind is DecisionKind.CORRECTION and isinstance(before, Name) and before.kind in WORK_KINDS:
            known = called.setdefault(decision.on, {_spelt(before)})
            known |= {_spelt(_corrected(name, decision.value)) for name in known}
            earlier |= dict.fromkeys(known - {_spelt(before)}, decision.on)
    return earlier


def _corrected(name: Name, correction: Mapping[str, object]) -> Name:
    field, value = correction["field"], correction["value"]
    if not value:
        return name
    if field == "name":
        return Name(name.kind, str(value))
    if field == "kind":
        return Name(NodeKind(str(value)), name.name)
    return Name(read_address(str(value)).kind, name.name) if field == "identity" else name


def _spelt(name: Name) -> Name:
    return Name(name.kind, spelling(name.name))


class Finder:
    """Finds the nodes of many keys in a graph that holds no decisions yet; looks through all names at most once."""

    def __init__(self, graph: GraphStore, names: CategoryNames, earlier: Mapping[Name, str]) -> None:
        self._graph = graph
        self._names = names
        self._earlier = earlier
        self._by_name: dict[tuple[bool, NodeKind | None, str], NodeId] | None = None

    def node(self, key: str) -> Node | None:
        """Return the key's node, or None."""
        parsed = parse_key(key)
        if isinstance(parsed, Identity):
            return identified(self._graph, parsed)
        return self._named(parsed) if parsed else None

    def imagined(self, key: str) -> Node | None:
        """Return the node that the key itself makes, for one the library has no node for; None when it is no key."""
        parsed = parse_key(key)
        if isinstance(parsed, Identity):
            identity = reread(parsed) or parsed
            kind = read_address(str(identity)).kind
            return Node(id=work_id(kind, identity), kind=kind, name="", identity=str(identity), url=_url(identity))
        if parsed is None:
            return None
        name = self._names_of(parsed)[-1]
        scheme = OWN if name.kind is NodeKind.CATEGORY else None
        return Node(id=self._id(name), kind=name.kind, name=name.name, scheme=scheme)

    def _named(self, name: Name) -> Node | None:
        """Return the node made of the name or of one it had before, else any node that is called so."""
        names = self._names_of(name)
        keys = [self._id(each) for each in names]
        keys += [key for each in reversed(names) if (key := self._look_up(each))]
        made = self._graph.many(keys)
        return next((made[key] for key in keys if key in made), None)

    def _names_of(self, name: Name) -> list[Name]:
        """Return the name and those that the same work had before, the latest first."""
        names = [name]
        while isinstance(before := parse_key(self._earlier.get(_spelt(names[-1]), "")), Name) and before not in names:
            names.append(before)
        return names

    def _id(self, name: Name) -> NodeId:
        return self._names.node(name.name) if name.kind is NodeKind.CATEGORY else named_id(name.kind, name.name)

    def _look_up(self, name: Name) -> NodeId | None:
        """Return a node of this name: of the very kind, else, since kinds get corrected, another kind of work."""
        if self._by_name is None:
            self._by_name = self._all_names()
        spelt, work = spelling(name.name), name.kind in WORK_KINDS
        return self._by_name.get((work, name.kind, spelt)) or self._by_name.get((work, None, spelt) if work else _NONE)

    def _all_names(self) -> dict[tuple[bool, NodeKind | None, str], NodeId]:
        found: dict[tuple[bool, NodeKind | None, str], NodeId] = {}
        aliases: dict[tuple[bool, NodeKind | None, str], NodeId] = {}
        after: NodeId | None = None
        while page := self._graph.nodes(after=after, limit=_PAGE):
            after = page[-1].id
            for node in page:
                work = node.kind in WORK_KINDS
                for kind in (node.kind, None):
                    found.setdefault((work, kind, spelling(node.name)), node.id)
                    for alias in node.aliases:
                        aliases.setdefault((work, kind, spelling(alias)), node.id)
        return aliases | found


_NONE = (False, None, "")


def _url(identity: Identity) -> str | None:
    try:
        return address_of(identity)
    except InvalidInputError:
        return None
