"""The keys that decisions hang on, and the way from a key to its node (law 1).

A work with an address is known by its identity, everything else by kind and name. A resolver may change what it makes
of either, so a key is followed in several ways: as it stands, as today's rules read its address, by the key that the
work had before somebody corrected it, by the id that its name makes, and last by anything that has the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from graph.categories import ARXIV, OWN, CategoryNames, category_names
from graph.errors import ConflictError, InvalidInputError
from graph.identity import address_of, identify, read_address
from graph.ids import concept_id, named_id, work_id
from graph.mention import NAMED_KINDS
from graph.model import WORK_KINDS, Decision, DecisionKind, Identity, Node, NodeId, NodeKind
from graph.names import name_key, spelling
from graph.ports import GraphStore

DECISION = "decision:"
SOURCE = "source"
FACET = "facet"
"""arXiv's subjects are not ours to name, and an own category may have the name of one."""
_PAGE = 1_000


class Name(Struct, frozen=True):
    """The key of what has no identity."""

    kind: NodeKind
    name: str


Key = Identity | Name


def key_of(node: Node) -> str:
    """Return the key that a new decision on this node hangs on; a subject facet's is nothing to decide on."""
    return node.identity or f"{FACET if node.scheme == ARXIV else node.kind}:{node.name}"


def keys_of(node: Node) -> tuple[str, ...]:
    """Return every key whose decisions are this node's, its own first."""
    return tuple(dict.fromkeys((key_of(node), *node.keys)))


def parse_key(key: str) -> Key | None:
    """Return what the key says of a node; None when it is no key, a source's or a facet's."""
    scheme, _, value = key.partition(":")
    if not scheme or not value.strip() or scheme in (SOURCE, FACET):
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


def identity_given(decision: Decision) -> Identity | None:
    """Return the identity that a correction gives a work; None for any other decision."""
    if decision.kind is not DecisionKind.CORRECTION or decision.value["field"] != "identity":
        return None
    return identify(str(decision.value["value"] or ""))


def identities_given(decisions: Iterable[Decision]) -> dict[Key, str]:
    """Return each identity that a correction gave → the key that its work had before; the first work to get it has it."""
    given: dict[Key, str] = {}
    for decision in decisions:
        identity, origin = identity_given(decision), parse_key(decision.on)
        while origin and _sought(origin) in given:
            origin = parse_key(given[_sought(origin)])
        if identity and origin and _sought(origin) != identity:
            given.setdefault(identity, decision.on)
    return given


def check_address(decision: Decision, made: Sequence[Decision], graph: GraphStore) -> None:
    """Raise ConflictError when the identity that a correction gives is, or was, another work's."""
    identity = identity_given(decision)
    if identity is None:
        return
    finder = Finder(graph, category_names(()), earlier_keys(made))
    holder, own = identified(graph, identity), finder.node(decision.on)
    if holder and decision.on not in keys_of(holder) and not (own and own.id == holder.id):
        raise ConflictError(f"{holder.name!r} has this address already, and two works cannot share one", "value")
    left = any(identity_given(earlier) and identity == today(earlier.on) for earlier in made)
    if left and identity not in map(_sought, finder.known_as(decision.on)):
        raise ConflictError("another work had this address before it was corrected", "value")


def earlier_keys(decisions: Iterable[Decision]) -> dict[Key, str]:
    """Return what works became known by once a name, a kind or an identity was corrected → the key they had before."""
    made = list(decisions)
    return _earlier_names(made) | identities_given(made)


def _earlier_names(decisions: Iterable[Decision]) -> dict[Key, str]:
    called: dict[str, set[Name]] = {}
    earlier: dict[Key, str] = {}
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


def _sought(key: Key) -> Key:
    return _spelt(key) if isinstance(key, Name) else reread(key) or key


def today(key: str) -> Key | None:
    """Return what the key says by today's rules; two keys of one work may differ in their spelling alone."""
    parsed = parse_key(key)
    return _sought(parsed) if parsed else None


class Finder:
    """Finds the nodes of many keys in a graph that holds no decisions yet; looks through all names at most once."""

    def __init__(self, graph: GraphStore, names: CategoryNames, earlier: Mapping[Key, str]) -> None:
        self._graph = graph
        self._names = names
        self._earlier = earlier
        self._by_name: dict[_Called, NodeId] | None = None

    def node(self, key: str) -> Node | None:
        """Return the key's node, or None."""
        known = self.known_as(key)
        identities = (each for each in known if isinstance(each, Identity))
        found = next((node for each in identities if (node := identified(self._graph, each))), None)
        return found or self._named([each for each in known if isinstance(each, Name)])

    def imagined(self, key: str) -> Node | None:
        """Return the node that the key itself makes, for one the library has no node for; None when it is no key."""
        known = self.known_as(key)
        if not known:
            return None
        name = known[-1]
        if isinstance(name, Identity):
            identity = reread(name) or name
            kind = read_address(str(identity)).kind
            return Node(id=work_id(kind, identity), kind=kind, name="", identity=str(identity), url=_url(identity))
        scheme = OWN if name.kind is NodeKind.CATEGORY else None
        return Node(id=self._id(name), kind=name.kind, name=name.name, scheme=scheme)

    def known_as(self, key: str) -> list[Key]:
        """Return the key and those that the same work had before, the latest first; none when it is no key."""
        known: list[Key] = []
        while (each := parse_key(key)) and each not in known:
            known.append(each)
            key = self._earlier.get(_sought(each), "")
        return known

    def _named(self, names: Sequence[Name]) -> Node | None:
        """Return the node made of the name or of one it had before, else any node that is called so."""
        keys = [self._id(each) for each in names]
        keys += [key for each in reversed(names) if (key := self._look_up(each))]
        made = self._graph.many(keys)
        return next((made[key] for key in keys if key in made), None)

    def _id(self, name: Name) -> NodeId:
        if name.kind is NodeKind.CATEGORY:
            return self._names.node(name.name)
        return concept_id(name.kind, name.name) if name.kind in NAMED_KINDS else named_id(name.kind, name.name)

    def _look_up(self, name: Name) -> NodeId | None:
        """Return a node of this name: of the very kind, else, since kinds get corrected, another kind of its sort."""
        if self._by_name is None:
            self._by_name = self._all_names()
        found = (self._by_name.get(called) for called in _called(name))
        return next((key for key in found if key), None)

    def _all_names(self) -> dict[_Called, NodeId]:
        """Return what nodes are called: what a person or a source calls them goes before what others do."""
        keys: dict[_Called, NodeId] = {}
        names: dict[_Called, NodeId] = {}
        aliases: dict[_Called, NodeId] = {}
        after: NodeId | None = None
        while page := self._graph.nodes(after=after, limit=_PAGE):
            after = page[-1].id
            for node in (node for node in page if node.scheme != ARXIV):
                decided = (
                    key for key in map(parse_key, node.keys) if isinstance(key, Name) and key.kind in NAMED_KINDS
                )
                for found, some in (
                    (keys, decided),
                    (names, [Name(node.kind, node.name)]),
                    (aliases, [Name(node.kind, alias) for alias in node.aliases]),
                ):
                    for called in (called for name in some for called in _called(name)):
                        found.setdefault(called, node.id)
        return aliases | names | keys


_Called = tuple[str, str]
"""A kind (or the sort of several kinds) and a name in the form in which it is looked up."""


def _called(name: Name) -> list[_Called]:
    """Return how a name is looked up: by its kind, then by any kind of its sort. A concept's spellings are one."""
    if name.kind in NAMED_KINDS:
        key = name_key(name.name)
        return [(name.kind, key), ("concept", key)]
    spelt = spelling(name.name)
    return [(name.kind, spelt), *([("work", spelt)] if name.kind in WORK_KINDS else [])]


def _url(identity: Identity) -> str | None:
    try:
        return address_of(identity)
    except InvalidInputError:
        return None
