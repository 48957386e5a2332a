"""Recording what a person decided; the same for REST, pages and commands."""

from __future__ import annotations

from uuid import uuid4

from msgspec.structs import replace

from api.parts import Parts
from graph.concept_names import is_ruling
from graph.decisions import check, check_new, key_of, keys_of, resolve_key
from graph.errors import ConflictError, NotFoundError
from graph.keys import SOURCE
from graph.model import Decision, DecisionKind, NodeId
from graph.views.known import node_at


def key_of_node(parts: Parts, node: NodeId) -> str:
    """Return the key that decisions on this node (a superseded id too, a paper of the corpus) hang on, or raise NotFoundError."""
    return key_of(node_at(parts.library, node))


def new_decision(
    parts: Parts, kind: DecisionKind, on: str, value: dict[str, object], key: str | None = None
) -> Decision:
    """Return a decision made now, under the id the client chose or a new one.

    New ids sort in the order they were made, since two decisions of one tick of the clock are ordered by them.
    """
    made = key or f"decision-{parts.library.version():012}-{uuid4().hex[:12]}"
    return Decision(id=made, kind=kind, on=on, at=parts.now(), value=value)


def record(parts: Parts, decision: Decision) -> Decision:
    """Append the decision and let it take effect, or return the same one made before under this id.

    Raise ConflictError when the id is taken by a different decision, InvalidInputError when it is none; both write
    nothing.
    """
    check(decision.kind, decision.value, decision.on)
    if decision.kind is DecisionKind.SUBSCRIPTION and (decision.value["on"] or decision.value.get("kind")):
        kind = decision.value.get("kind")
        parts.ingestor.check(decision.on.removeprefix(f"{SOURCE}:"), str(kind) if kind else None)
    with parts.library.transaction():
        earlier = made_before(parts, decision.id)
        if earlier is not None:
            if not _is_same(parts, earlier, decision):
                raise ConflictError(f"another decision has the id {decision.id!r}")
            return earlier
        decision = _told_by_name(parts, decision)
        check_new(decision, parts.library.decisions, parts.library.graph)
        parts.library.decisions.append(decision)
        parts.ingestor.settle_decisions({decision.on})
    return decision


def _told_by_name(parts: Parts, decision: Decision) -> Decision:
    """Return a decision on names with the names that its concepts go by, whichever of theirs they were called by."""
    if not is_ruling(decision):
        return decision
    graph, value = parts.library.graph, dict(decision.value)
    node = resolve_key(graph, decision.on)
    into = resolve_key(graph, str(value["into"])) if "into" in value else None
    value |= {"into": key_of(into)} if into else {}
    return replace(decision, on=key_of(node) if node else decision.on, value=value)


def _is_same(parts: Parts, earlier: Decision, decision: Decision) -> bool:
    """Say whether the decision is the one made before, by whichever names of the concepts it is asked for now."""
    if (earlier.kind, earlier.on, earlier.value) == (decision.kind, decision.on, decision.value):
        return True
    if earlier.kind is not decision.kind or not is_ruling(decision):
        return False
    asked = _told_by_name(parts, decision)
    node = resolve_key(parts.library.graph, decision.on)
    return node is not None and earlier.on in keys_of(node) and earlier.value == asked.value


def made_before(parts: Parts, key: str) -> Decision | None:
    """Return the decision with this id, None when there is none."""
    try:
        return parts.library.decisions.decision(key)
    except NotFoundError:
        return None
