"""Keeping a link, or saying that it is none; the same for REST, pages and commands."""

from __future__ import annotations

from api.deciding import key_of_node, new_decision, record
from api.parts import Parts
from graph.model import Decision, DecisionKind, NodeId
from graph.views.related import ruled_on


def rule(parts: Parts, one: NodeId, other: NodeId, *, keep: bool) -> Decision:
    """Record whether the two belong together. Raise NotFoundError for an unknown node, ConflictError for one and itself."""
    value: dict[str, object] = {"to": key_of_node(parts, other), "keep": keep}
    return record(parts, new_decision(parts, DecisionKind.LINK, key_of_node(parts, one), value))


def take_back(parts: Parts, one: NodeId, other: NodeId) -> list[Decision]:
    """Take back all that was decided of the link of the two, so that it is a guess again."""
    standing = ruled_on(parts.library, one, other)
    return [record(parts, new_decision(parts, DecisionKind.UNDO, made.on, {"decision": made.id})) for made in standing]
