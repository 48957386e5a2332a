"""The audit as the doors ask for it: of today, and a finding put aside or taken up again."""

from __future__ import annotations

from api.deciding import new_decision, record
from api.parts import Parts
from graph.audit import Finding
from graph.errors import NotFoundError
from graph.identity import identify
from graph.model import Decision, DecisionKind, Month
from graph.views.audit import finding_of


def this_month(made: Parts) -> Month:
    """Return the month it is, after which no paper can be numbered."""
    return made.now().strftime("%Y-%m")


def found(made: Parts, key: str) -> Finding:
    """Return the finding, or raise NotFoundError."""
    finding = finding_of(made.library, this_month(made), key)
    if finding is None:
        raise NotFoundError("finding", key)
    return finding


def put_aside(made: Parts, key: str) -> Decision:
    """Record that the finding needs no more looking at; raise NotFoundError when there is none."""
    identity = found(made, key).identity
    on = str(identify(identity) or identity)
    return record(made, new_decision(made, DecisionKind.DISMISSAL, on, {"finding": key}))


def take_up(made: Parts, decision: str) -> Decision:
    """Take a dismissal back; raise NotFoundError when there is no such decision."""
    earlier = made.library.decisions.decision(decision)
    if earlier.kind is not DecisionKind.DISMISSAL:
        raise NotFoundError("dismissal", decision)
    return record(made, new_decision(made, DecisionKind.UNDO, earlier.on, {"decision": earlier.id}))
