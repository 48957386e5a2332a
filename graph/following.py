"""Following sources: the decisions that say so, made for many addresses at once and only where they change something."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from uuid import uuid4

from graph.decision_values import check
from graph.keys import SOURCE
from graph.model import Decision, DecisionKind
from graph.ports import Library
from graph.subscriptions import Subscription, subscriptions


def follow(
    library: Library,
    settle: Callable[[Collection[str]], None],
    addresses: Iterable[str],
    now: datetime,
    *,
    on: bool | None = True,
    mine: bool | None = None,
    kind: str | None = None,
) -> list[Decision]:
    """Follow these addresses, or stop; let that take effect and return the decisions made, none for what was so already.

    What is None stays as it was. Raise InvalidInputError where one is no address, and follow
    none of them then.
    """
    with library.transaction():
        wanted = wanted_decisions(library.decisions.decisions(), addresses, on=on, mine=mine, kind=kind)
        made = [
            Decision(id=_new_id(library, place), kind=DecisionKind.SUBSCRIPTION, on=key, at=now, value=value)
            for place, (key, value) in enumerate(wanted)
        ]
        for decision in made:
            library.decisions.append(decision)
        if made:
            settle({decision.on for decision in made})
    return made


def wanted_decisions(
    decided: Iterable[Decision], addresses: Iterable[str], *, on: bool | None, mine: bool | None, kind: str | None
) -> list[tuple[str, dict[str, object]]]:
    """Return key and value of the decisions that change something, or raise InvalidInputError."""
    held = subscriptions(decided)
    said: dict[str, object] = ({} if mine is None else {"mine": mine}) | ({} if kind is None else {"kind": kind})
    wanted = []
    for address in dict.fromkeys(address.strip() for address in addresses):
        key = f"{SOURCE}:{address}"
        before = held.get(key, Subscription(address))
        value = {"on": before.on if on is None else on} | said
        check(DecisionKind.SUBSCRIPTION, value, key)
        after = Subscription(address, bool(value["on"]), before.mine if mine is None else mine, kind or before.kind)
        if after != before:
            wanted.append((key, value))
    return wanted


def _new_id(library: Library, place: int) -> str:
    """Return an id that sorts in the order of decisions: those of one instant are told apart by it."""
    return f"decision-{library.version():012}-{place:04}{uuid4().hex[:8]}"
