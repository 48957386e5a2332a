"""What people decided of the names of concepts: merged, split off, renamed, of another kind.

A decision is about a name, never about what a resolver once made of it: it enters the resolver as a value
(`graph.resolve`) and is read again whenever the resolver changes or texts come and go (law 1).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from msgspec import Struct
from msgspec.structs import replace

from graph.errors import ConflictError
from graph.mention import NAMED_KINDS
from graph.model import Decision, DecisionKind, Node, NodeKind
from graph.names import name_key
from graph.standing import Meant, concept_key

AMBIGUOUS = "ambiguous"
"""Flags a node whose name may mean several concepts; also tells it from one of them that has the bare name itself."""


class Ruling(Struct, frozen=True, kw_only=True):
    """One decision on a name. `kind` and `name` are of the concept that it is on; `keys` are what it hangs on.

    `act` merge: into the concept `to` of kind `to_kind`; split: the name `to` is a concept of its own, or no longer
    (`on` false); correction: it is called `to`, or is of kind `to_kind`; both None take the correction `field` back.
    """

    act: DecisionKind
    keys: frozenset[str]
    kind: NodeKind
    name: str
    to: str | None = None
    to_kind: NodeKind | None = None
    field: str | None = None
    on: bool = True

    def names(self) -> set[str]:
        """Return the keys of the names that the decision speaks of, those told apart as ambiguous also bare."""
        keys = {name_key(each) for each in (self.name, self.to) if each}
        return keys | {key.removesuffix(AMBIGUOUS) for key in keys if key != AMBIGUOUS}


class ConceptNames(Struct, frozen=True):
    """All that was decided of names, in the order it was decided."""

    rulings: tuple[Ruling, ...] = ()

    def beside(self, names: Collection[str]) -> set[str]:
        """Return the names that decisions put in one with these."""
        wanted = set(names)
        return {key for ruling in self.rulings if (keys := ruling.names()) & wanted for key in keys}

    def apart(self) -> set[str]:
        """Return the names that were ever split off: texts may mean them where the extractor knows better."""
        return {name_key(ruling.to or "") for ruling in self.rulings if ruling.act is DecisionKind.SPLIT}

    def decided(self) -> set[str]:
        """Return every name that a decision speaks of."""
        return {key for ruling in self.rulings for key in ruling.names()}


def concept_names(decisions: Iterable[Decision], told: Meant | None = None) -> ConceptNames:
    """Return what these decisions (in force, in the order they were made) say of names; others are skipped.

    `told` are those that are meant otherwise than they are written.
    """
    rulings = ((decision.on, _ruling((told or {}).get(decision.id, decision))) for decision in decisions)
    return ConceptNames(tuple(replace(each, keys=each.keys | {key}) for key, each in rulings if each))


def is_ruling(decision: Decision) -> bool:
    """Say whether the decision is about the name or the kind of a concept, which the resolver draws."""
    return _ruling(decision) is not None


def check_concept(decision: Decision, find: Callable[[str], Node | None]) -> None:
    """Raise ConflictError, naming the field, unless what is decided of a name is there and makes a difference."""
    ruling = _ruling(decision)
    if ruling is None or (ruling.act is DecisionKind.SPLIT and not ruling.on):
        return
    node = find(decision.on)
    if node is None or not has_kind(node, decision.on):
        raise ConflictError(f"no such {ruling.kind}: {ruling.name!r}", "on")
    if ruling.act is DecisionKind.MERGE:
        _check_merge(node, str(decision.value["into"]), find)
    elif ruling.act is DecisionKind.SPLIT:
        _check_split(node, str(ruling.to))
    elif ruling.to or ruling.to_kind:
        other = find(f"{ruling.to_kind or node.kind}:{ruling.to or node.name}")
        if other and other.id != node.id and other.kind == (ruling.to_kind or node.kind):
            raise ConflictError(f"there is a {other.kind} {other.name!r} already: merge them instead", "value")


def has_kind(node: Node, key: str) -> bool:
    """Say whether a concept is of the kind in the key, or a decision on it says that it was."""
    return key.partition(":")[0] in {node.kind, *(each.partition(":")[0] for each in node.keys)}


def _check_merge(node: Node, into: str, find: Callable[[str], Node | None]) -> None:
    other = find(into)
    if other is None or not has_kind(other, into):
        raise ConflictError(f"no such concept: {into!r}", "into")
    if other.id == node.id:
        raise ConflictError(f"{into!r} is a name of it already", "into")


def _check_split(node: Node, name: str) -> None:
    held = {name_key(each) for each in (node.name, *node.aliases)}
    if name_key(name) not in held:
        raise ConflictError(f"{name!r} is no name of {node.name!r}", "name")
    if len(held) == 1:
        raise ConflictError(f"{name!r} is the only name it has", "name")
    if name_key(name) == name_key(node.name):
        raise ConflictError(f"{name!r} is what it is called: split its other names off, or rename it first", "name")


def _ruling(decision: Decision) -> Ruling | None:
    concept, value = concept_key(decision.on), decision.value
    if concept is None:
        return None
    ruling = Ruling(act=decision.kind, keys=frozenset({decision.on}), kind=concept[0], name=concept[1])
    if decision.kind is DecisionKind.MERGE:
        into = concept_key(str(value["into"]))
        return replace(ruling, to_kind=into[0], to=into[1]) if into else None
    if decision.kind is DecisionKind.SPLIT:
        return replace(ruling, to=str(value["name"]), on=value.get("on", True) is not False)
    if decision.kind is DecisionKind.CORRECTION:
        return _correction(ruling, value["field"], value["value"])
    return None


def _correction(ruling: Ruling, field: object, to: object) -> Ruling | None:
    if field == "name":
        return replace(ruling, field="name", to=str(to) if to else None)
    if field == "kind":
        return replace(ruling, field="kind", to_kind=NodeKind(str(to)) if to in NAMED_KINDS else None)
    return None
