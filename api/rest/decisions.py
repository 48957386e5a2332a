"""Decisions over REST: an append-only log, so that undoing is one more decision."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import url_for

from api.deciding import key_of_node, made_before, new_decision, record
from api.parts import parts
from api.rest import schemas
from api.rest.etags import tag_by_version
from api.rest.orders import AnyDecision, LinkOrder, OneOrder, SubscriptionOrder, UndoOrder
from api.rest.paging import Page, PageQuery, after_in, page_of
from graph.errors import ConflictError, InvalidInputError
from graph.identity import identify
from graph.keys import keys_of
from graph.model import Decision, DecisionKind, NodeKind
from graph.views.known import node_at

decisions = APIBlueprint("decisions", __name__, url_prefix="/api/v1/decisions")
tag_by_version(decisions)


class DecisionQuery(PageQuery):
    """Which decisions: all, or those on one key or node."""

    on: str | None = None
    node: str | None = None


@decisions.get("")
@decisions.input(DecisionQuery, location="query")
@decisions.output(schemas.DecisionPage)
def decisions_list(query_data: DecisionQuery) -> Page[Decision]:
    """The decisions in the order they were made."""
    keys = {query_data.on} if query_data.on is not None else set()
    if query_data.node is not None:
        keys |= set(keys_of(node_at(parts().library, query_data.node)))
    made = parts().library.decisions.decisions(keys or None)
    return page_of(after_in(made, query_data.after, _id), query_data.limit, _id)


@decisions.get("/<decision>")
@decisions.output(schemas.Decision)
def decision(decision: str) -> Decision:
    """A decision."""
    return parts().library.decisions.decision(decision)


@decisions.post("")
@decisions.input(AnyDecision)
@decisions.output(schemas.Decision, 201)
@decisions.doc(responses={409: "The id is taken by another decision, or the decision does not suit the library"})
def decide(json_data: AnyDecision) -> tuple[Decision, int, dict[str, Any]]:
    """Decide something, once: the same `id` sent again is answered with what was recorded."""
    order = json_data.root
    on = _on(order)
    value: dict[str, Any] = order.value.model_dump(mode="json", exclude_none=isinstance(order, SubscriptionOrder))
    if isinstance(order, LinkOrder):
        value["to"] = _key(order.value.to, None)
    known = order.id is not None and made_before(parts(), order.id) is not None
    try:
        made = record(parts(), new_decision(parts(), DecisionKind(order.kind), on, value, order.id))
    except (ConflictError, InvalidInputError) as error:
        if error.field is None:
            raise
        raise type(error)(str(error), "on" if error.field == "on" else f"value.{error.field}") from error
    return made, 200 if known else 201, {"Location": url_for("decisions.decision", decision=made.id)}


def _on(order: OneOrder) -> str:
    if isinstance(order, UndoOrder):
        return _undone(order)
    return order.on if isinstance(order, SubscriptionOrder) else _key(order.on, order.node)


def _key(on: str | None, node: str | None) -> str:
    """Return the node's key, or the one given as it is written in the log, whatever its spelling."""
    if node is not None:
        return key_of_node(parts(), node)
    key = str(on)
    return key if key.partition(":")[0] in set(NodeKind) else str(identify(key) or key)


def _undone(order: UndoOrder) -> str:
    """Return the key of the decision to take back, or raise NotFoundError."""
    return parts().library.decisions.decision(order.value.decision).on


def _id(decision: Decision) -> str:
    return decision.id
