"""Which sources are followed and which are the user's own: decisions on `source:` keys, folded.

A subscription hangs on an address (`source:https://ada.example/feed`, `source:arxiv:cs.CL`), since there may be no
source yet; a source that was read from a file has none, so its id stands there. What a decision does not say of `mine`
and `kind` stays as an earlier one said it: following a source that is the user's own does not make it a stranger's.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from graph.decisions import in_force
from graph.keys import SOURCE
from graph.model import Decision, DecisionKind, Source

_PREFIX = f"{SOURCE}:"


class Subscription(Struct, frozen=True):
    """What was decided of one address (or source id): whether it is followed, whether it is the user's own, its reader."""

    address: str
    on: bool = False
    mine: bool = False
    kind: str | None = None


def source_key(source: Source) -> str:
    """Return the key that a new decision on this source hangs on."""
    return keys_of_source(source)[0]


def keys_of_source(source: Source) -> tuple[str, ...]:
    """Return every key whose decisions are this source's: what was asked for, where it led, its id. Its own comes first."""
    names = (source.asked, source.url, source.id)
    return tuple(dict.fromkeys(f"{_PREFIX}{name}" for name in names if name))


def subscriptions(decisions: Iterable[Decision]) -> dict[str, Subscription]:
    """Return key → what was decided, for every key with a subscription in force, also one that was ended."""
    found: dict[str, Subscription] = {}
    for decision in _about_sources(decisions):
        before = found.get(decision.on) or Subscription(decision.on.removeprefix(_PREFIX))
        found[decision.on] = _after(before, decision)
    return found


def subscription_of(source: Source, decisions: Iterable[Decision]) -> Subscription:
    """Return what was decided of this source under any of its keys, as one."""
    keys = keys_of_source(source)
    held = Subscription(keys[0].removeprefix(_PREFIX))
    for decision in _about_sources(decisions):
        held = _after(held, decision) if decision.on in keys else held
    return held


def marked(source: Source, decisions: Iterable[Decision]) -> Source:
    """Return the source as the user's own, or not, as decided: readers cannot know."""
    mine = subscription_of(source, decisions).mine
    return source if source.mine == mine else replace(source, mine=mine)


def _about_sources(decisions: Iterable[Decision]) -> list[Decision]:
    about = (DecisionKind.SUBSCRIPTION, DecisionKind.UNDO)
    made = in_force(decision for decision in decisions if decision.kind in about)
    return [decision for decision in made if decision.kind is DecisionKind.SUBSCRIPTION]


def _after(held: Subscription, decision: Decision) -> Subscription:
    value = decision.value
    kind = value.get("kind", held.kind)
    return replace(
        held,
        on=bool(value["on"]),
        mine=bool(value.get("mine", held.mine)),
        kind=str(kind) if kind else None,
    )
