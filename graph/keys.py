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


def resolve_key(graph: GraphStore, key: str, decisions: Iterable[Decision] = ()) -> Node | None:
    """Return the node that decisions on this key are about, or None; `decisions` (in force) tell who was renamed."""
    made = list(decisions)
    return Finder(graph, category_names(made), renamed_keys(made)).node(key)


def renamed_keys(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return spelling of a name → the key it was given to, for works that are known by name."""
    renamed: dict[str, str] = {}
    for decision in decisions:
        parsed = parse_key(decision.on)
        if decision.kind is not DecisionKind.CORRECTION or not isinstance(parsed, Name):
            continue
        to = decision.value["value"]
        if parsed.kind in WORK_KINDS and decision.value["field"] == "name" and to:
            renamed[spelling(str(to))] = decision.on
    return renamed


class Finder:
    """Finds the nodes of many keys; looks through all names at most once."""

    def __init__(self, graph: GraphStore, names: CategoryNames, renamed: Mapping[str, str]) -> None:
        self._graph = graph
        self._names = names
        self._renamed = renamed
        self._by_name: dict[tuple[bool, NodeKind | None, str], NodeId] | None = None

    def node(self, key: str) -> Node | None:
        """Return the key's node, or None."""
        parsed = parse_key(key)
        if isinstance(parsed, Identity):
            return self._identified(parsed)
        return self._named(parsed, {key}) if parsed else None

    def imagined(self, key: str) -> Node | None:
        """Return the node that the key itself makes, for one the library has no node for; None when it is no key."""
        parsed = parse_key(key)
        if isinstance(parsed, Identity):
            identity = reread(parsed) or parsed
            kind = read_address(str(identity)).kind
            return Node(id=work_id(kind, identity), kind=kind, name="", identity=str(identity), url=_url(identity))
        if parsed is None:
            return None
        scheme = OWN if parsed.kind is NodeKind.CATEGORY else None
        return Node(id=self._id(parsed), kind=parsed.kind, name=parsed.name, scheme=scheme)

    def _identified(self, identity: Identity) -> Node | None:
        again = reread(identity)
        found = self._graph.find({str(identity), str(again or identity)})
        return found.get(str(identity)) or found.get(str(again))

    def _named(self, name: Name, tried: set[str]) -> Node | None:
        key = self._id(name)
        made = self._graph.many([key]).get(key)
        if made and not self._only_decided(made.id):
            return made
        earlier = self._renamed.get(spelling(name.name)) if name.kind in WORK_KINDS else None
        before = parse_key(earlier) if earlier and earlier not in tried else None
        if isinstance(before, Name):
            return self._named(before, {*tried, str(earlier)}) or made
        named = self._look_up(name)
        return self._graph.many([named]).get(named) if named else made

    def _id(self, name: Name) -> NodeId:
        return self._names.node(name.name) if name.kind is NodeKind.CATEGORY else named_id(name.kind, name.name)

    def _only_decided(self, key: NodeId) -> bool:
        """Say whether the node is there because of decisions alone: then it says nothing about where they belong."""
        return all(who.startswith(DECISION) for who in self._graph.contributors([key]))

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
