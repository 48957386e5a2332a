"""Recording what a person decided; the same for REST, pages and commands."""

from __future__ import annotations

from uuid import uuid4

from msgspec.structs import replace

from api.parts import Parts
from graph.concept_names import has_kind, is_ruling
from graph.decisions import check, check_new, key_of, keys_of, resolve_key
from graph.errors import ConflictError, NotFoundError
from graph.keys import SOURCE
from graph.mention import NAMED_KINDS
from graph.model import Decision, DecisionKind, NodeId
from graph.standing import concept_key, key_before, meant, when
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
    """Return a decision on a concept with keys that outlast what people call it.

    Those are of the names that texts use: whoever takes a renaming back takes nothing back that was decided since. One
    on names has the names that its concepts go by, whichever of theirs they were called by.
    """
    if not _is_on_concepts(decision):
        return decision
    value = dict(decision.value)
    value |= {"into": _lasting(parts, str(value["into"]), named=True)} if "into" in value else {}
    value |= {"to": _lasting(parts, str(value["to"]), named=False)} if "to" in value else {}
    return replace(decision, on=_lasting(parts, decision.on, named=is_ruling(decision)), value=value)


def _is_on_concepts(decision: Decision) -> bool:
    """Say whether the decision is on a concept, or on a link to one."""
    return any(map(concept_key, (decision.on, str(decision.value.get("to", "")))))


def _lasting(parts: Parts, key: str, *, named: bool) -> str:
    """Return the key of the concept's name before a person gave it another, else this one (`named`: as it is called)."""
    node = resolve_key(parts.library.graph, key)
    if node is None or node.kind not in NAMED_KINDS or not has_kind(node, key):
        return key
    return key_before(node, parts.library.decisions.decisions()) or (key_of(node) if named else key)


def _is_same(parts: Parts, earlier: Decision, decision: Decision) -> bool:
    """Say whether the decision is the one made before, by whichever names of the concepts it is asked for now."""
    if (earlier.kind, earlier.on, earlier.value) == (decision.kind, decision.on, decision.value):
        return True
    if earlier.kind is not decision.kind or not _is_on_concepts(decision):
        return False
    before = [one for one in parts.library.decisions.decisions() if when(one) < when(earlier)]
    then = meant([*before, replace(decision, id=earlier.id, at=earlier.at)]).get(earlier.id, decision)
    asked, node = _told_by_name(parts, decision), resolve_key(parts.library.graph, decision.on)
    near = {then.on, *(keys_of(node) if node else ())}
    return earlier.on in near and earlier.value in (then.value, asked.value)


def made_before(parts: Parts, key: str) -> Decision | None:
    """Return the decision with this id, None when there is none."""
    try:
        return parts.library.decisions.decision(key)
    except NotFoundError:
        return None
