"""Which decisions hold, and what those were on that were made under a name or a kind that a person had given.

A decision hangs on a key. What a person calls a concept is a key too, but one that goes with the renaming: so what was
decided while the concept was called so is about the name that it had before, whatever is undone later. That is read off
the log in the order it was made, and so stays as it is when something is added: an undo restores what was (law 1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import product

from msgspec.structs import replace

from graph.mention import NAMED_KINDS
from graph.model import Decision, DecisionKind, Node, NodeKind
from graph.names import name_key

Meant = Mapping[str, Decision]
"""Decisions by id, as they are meant where that is not as they were written."""
_Called = tuple[str, str]
"""A kind and the key of a name."""


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that were not undone, in the order they were made; undos themselves are left out."""
    made = sorted(decisions, key=when)
    gone = undone(made)
    return [decision for decision in made if decision.kind is not DecisionKind.UNDO and decision.id not in gone]


def undone(decisions: Iterable[Decision]) -> set[str]:
    """Return the ids of the decisions that an undo takes back which was not taken back itself."""
    gone: set[str] = set()
    for decision in sorted(decisions, key=when, reverse=True):
        if decision.kind is DecisionKind.UNDO and decision.id not in gone:
            gone.add(str(decision.value["decision"]))
    return gone


def when(decision: Decision) -> tuple[float, str]:
    """Return what sorts decisions in the order they were made."""
    return (decision.at.timestamp(), decision.id)


def concept_key(key: str) -> tuple[NodeKind, str] | None:
    """Return the kind and the name in a concept's key, None for any other key."""
    scheme, _, name = key.partition(":")
    return (NodeKind(scheme), name.strip()) if scheme in NAMED_KINDS and name_key(name) else None


def meant(decisions: Iterable[Decision]) -> Meant:
    """Return the decisions (all that were made) that hang on a given name, hung on the one that the concept had before."""
    told: dict[str, Decision] = {}
    naming: list[Decision] = []
    given: Mapping[_Called, str] = {}
    for decision in sorted(decisions, key=when):
        if decision.kind is not DecisionKind.UNDO:
            told |= _meant(decision, given)
        if _names(decision) or (decision.kind is DecisionKind.UNDO and naming):
            naming.append(decision)
            given = _given([told.get(each.id, each) for each in in_force(naming)])
    return told


def key_before(node: Node, decisions: Iterable[Decision]) -> str | None:
    """Return the key that a concept had before a person gave it its name and its kind; None where nobody did."""
    made = list(decisions)
    told = meant(made)
    given = _given([told.get(each.id, each) for each in in_force(made) if _names(each)])
    own = (node.kind.value, name_key(node.name))
    return given.get(own) or next(
        (key for (_, name), key in given.items() if name == own[1] and key in node.keys), None
    )


def _names(decision: Decision) -> bool:
    """Say whether the decision gives a concept a name or a kind, or takes a name off one."""
    if concept_key(decision.on) is None:
        return False
    if decision.kind is DecisionKind.SPLIT:
        return decision.value.get("on", True) is not False
    return decision.kind is DecisionKind.CORRECTION and bool(decision.value["value"])


def _given(standing: Iterable[Decision]) -> dict[_Called, str]:
    """Return what concepts are called since a person said so → the key that they had before.

    A name that was split off means another concept from then on.
    """
    keys: dict[_Called, str] = {}
    kinds: defaultdict[_Called, set[str]] = defaultdict(set)
    names: defaultdict[_Called, set[str]] = defaultdict(set)
    for decision in standing:
        origin = _called(decision.on)
        if decision.kind is DecisionKind.SPLIT:
            for called in names.values():
                called.discard(name_key(str(decision.value["name"])))
            continue
        keys.setdefault(origin, decision.on)
        kinds[origin].add(origin[0])
        names[origin].add(origin[1])
        to = str(decision.value["value"])
        if decision.value["field"] == "kind":
            kinds[origin].add(to)
        else:
            names[origin].add(name_key(to))
    given: dict[_Called, str] = {}
    for origin, key in keys.items():
        for each in product(sorted(kinds[origin]), sorted(names[origin])):
            given.setdefault(each, key)
    return {called: key for called, key in given.items() if called not in keys}


def _called(key: str) -> _Called:
    kind, _, name = key.partition(":")
    return kind, name_key(name)


def _meant(decision: Decision, given: Mapping[_Called, str]) -> dict[str, Decision]:
    """Return the decision by its id as it is meant, nothing where that is as it is written."""
    on = given.get(_called(decision.on))
    others = {field: key for field in ("into", "to") if (key := given.get(_called(str(decision.value.get(field, "")))))}
    if on is None and not others:
        return {}
    return {decision.id: replace(decision, on=on or decision.on, value=decision.value | others)}
