"""A person's reading: what waits in the inbox, what is to be read, being read, read and skipped; a part at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graph.errors import InvalidInputError
from graph.model import Decision, DecisionKind, NodeId, State
from graph.ports import Library
from graph.views.candidates import is_closed
from graph.views.decided import decided
from graph.views.reading_shapes import ReadingView, ShelfCount
from graph.views.recommendations import entries_of

MOST = 60
"""Entries a part: each has its forms, so that thousands would weigh megabytes."""


def reading_view(library: Library, state: str = State.INBOX, skip: int = 0, limit: int = MOST) -> ReadingView:
    """Return a part of the works in a state, or raise InvalidInputError when that is none."""
    if state not in set(State):
        raise InvalidInputError(f"not a state: {state!r} (one of {', '.join(State)})", "state")
    shelves = _shelves(library)
    keys = shelves[State(state)][skip : skip + limit]
    drawn = entries_of(library, set(keys))
    return ReadingView(
        state=state,
        counts=_counts(shelves),
        entries=tuple(drawn[key] for key in keys if key in drawn),
        skip=skip,
        limit=limit,
        total=len(shelves[State(state)]),
    )


def reading_counts(library: Library) -> tuple[ShelfCount, ...]:
    """Return how many works are in each state."""
    return _counts(_shelves(library))


def _counts(shelves: Mapping[State, Sequence[NodeId]]) -> tuple[ShelfCount, ...]:
    return tuple(ShelfCount(state=each.value, works=len(shelves[each])) for each in State)


def _shelves(library: Library) -> dict[State, Sequence[NodeId]]:
    """Return state → its works in their order."""
    made = decided(library)
    states = {work: last for work, some in made.items() if (last := _last_state(some))}
    found: dict[State, Sequence[NodeId]] = {state: _latest_first(states, state) for state in State}
    mentions = library.chronicle.mentions()
    new = mentions.keys() - states.keys() - {work for work, some in made.items() if is_closed(some)}
    back = found[State.INBOX]
    arrived = {work: mentions[work].latest or "" for work in new}
    found[State.INBOX] = [*back, *sorted(arrived, key=lambda work: (arrived[work], work), reverse=True)]
    return found


def _last_state(made: Iterable[Decision]) -> Decision | None:
    return next((one for one in reversed(list(made)) if one.kind is DecisionKind.STATE), None)


def _latest_first(states: Mapping[NodeId, Decision], state: State) -> list[NodeId]:
    some = [work for work, one in states.items() if one.value["state"] == state]
    return sorted(some, key=lambda work: (states[work].at, work), reverse=True)
