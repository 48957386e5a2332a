"""What is followed, when it is asked next, and how it went, in a reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from graph.keys import SOURCE
from graph.model import Source, SourceId
from graph.ports import Appointment, Library, Schedule, Visit
from graph.subscriptions import Subscription, keys_of_source, subscription_of, subscriptions

_TIMES = (
    "",
    "",
    "twice",
    "three times",
    "four times",
    "five times",
    "six times",
    "seven times",
    "eight times",
    "nine times",
)
_FETCHED = ("http://", "https://", "arxiv:", "oai:")


class SubscriptionView(Struct, frozen=True, kw_only=True):
    """A subscription: what was decided, how it stands (`standing` in a sentence), and the source it brought so far.

    `due` is when it is asked next, None where it is not asked by itself.
    """

    address: str
    on: bool
    mine: bool
    kind: str | None
    source: SourceId | None
    title: str | None
    due: datetime | None
    succeeded: datetime | None
    failures: int
    error: str | None
    moved_to: str | None
    gone: bool
    standing: str


def subscription_index(library: Library, schedule: Schedule, now: datetime) -> tuple[SubscriptionView, ...]:
    """Return what is followed, the user's own first, then by title or address."""
    if library.is_unmade():
        return ()
    held = schedule.appointments()
    sources = {source.id: source for source in library.documents.sources()}
    by_key = {key: source for source in sources.values() for key in keys_of_source(source)}
    lines = [
        _view(each, held.get(each.address), _source_of(each, held, sources, by_key), now)
        for each in subscriptions(library.decisions.decisions()).values()
        if each.on
    ]
    return tuple(sorted(lines, key=lambda line: (not line.mine, (line.title or line.address).casefold(), line.address)))


def subscription_at(library: Library, schedule: Schedule, address: str, now: datetime) -> SubscriptionView:
    """Return how an address is followed, whether it is or not."""
    key = f"{SOURCE}:{address}"
    each = subscriptions(library.decisions.decisions({key})).get(key, Subscription(address))
    sources = {source.id: source for source in library.documents.sources()}
    by_key = {key: source for source in sources.values() for key in keys_of_source(source)}
    asked = schedule.appointment(address)
    return _view(each, asked, _source_of(each, {address: asked} if asked else {}, sources, by_key), now)


def source_subscription(library: Library, schedule: Schedule, source: Source, now: datetime) -> SubscriptionView:
    """Return how a source is followed, or could be: its address is what a decision on it hangs on."""
    made = library.decisions.decisions()
    held = schedule.appointments()
    addresses = addresses_of(source, held)
    followed = [each for each in subscriptions(made).values() if each.on and each.address in addresses]
    merged = subscription_of(source, made)
    chosen = followed[0] if followed else merged
    asked = next((held[each] for each in (chosen.address, *addresses) if each in held), None)
    return _view(Subscription(chosen.address, bool(followed), merged.mine, chosen.kind), asked, source, now)


def source_history(schedule: Schedule, source: Source) -> list[Visit]:
    """Return how asking a source went, newest first, whatever address it was asked at."""
    addresses = addresses_of(source, schedule.appointments())
    visits = [visit for address in addresses for visit in schedule.visits(address)]
    return sorted(visits, key=lambda visit: visit.at, reverse=True)


def addresses_of(source: Source, held: Mapping[str, Appointment]) -> tuple[str, ...]:
    """Return every address whose visits are this source's."""
    own = [key.removeprefix(f"{SOURCE}:") for key in keys_of_source(source)]
    return tuple(dict.fromkeys([*own, *(each.address for each in held.values() if each.source == source.id)]))


def standing(followed: bool, fetched: bool, asked: Appointment | None, now: datetime) -> str:
    """Return in a sentence how a subscription stands."""
    if not fetched:
        return "It was read from a file, so there is no address to ask again."
    if asked is not None and asked.gone:
        return f"{_capital(asked.error or 'gone')}: it is not asked again until you want it."
    if asked is not None and asked.error:
        times = _times(asked.failures)
        next_try = f"; next try {_soon(asked.due, now)}" if followed else ""
        return f"{_capital(asked.error)}{times}{next_try}."
    if not followed:
        return "Not followed: it is read only when you ask for it."
    if asked is None or asked.succeeded is None:
        return "Not asked yet; it comes with the next refresh."
    return f"Asked {_ago(asked.succeeded, now)}; next time {_soon(asked.due, now)}."


def span_words(span: timedelta) -> str:
    """Return "40 seconds", "20 minutes", "2 hours", "3 days": as exactly as anybody wants to know."""
    seconds = max(round(span.total_seconds()), 1)
    if seconds < 60:
        return f"{seconds} second{'s' if seconds > 1 else ''}"
    minutes = round(span.total_seconds() / 60)
    if minutes < 2:
        return "a minute"
    if minutes < 90:
        return f"{minutes} minutes"
    hours = round(minutes / 60)
    return f"{hours} hours" if hours < 36 else f"{round(hours / 24)} days"


def _view(each: Subscription, asked: Appointment | None, source: Source | None, now: datetime) -> SubscriptionView:
    fetched = each.address.startswith(_FETCHED)
    return SubscriptionView(
        address=each.address,
        on=each.on,
        mine=each.mine,
        kind=each.kind,
        source=source.id if source else None,
        title=source.title if source else None,
        due=(asked.due if asked else now) if each.on and fetched else None,
        succeeded=asked.succeeded if asked else None,
        failures=asked.failures if asked else 0,
        error=asked.error if asked else None,
        moved_to=asked.moved_to if asked else None,
        gone=asked.gone if asked else False,
        standing=standing(each.on, fetched, asked, now),
    )


def _source_of(
    each: Subscription,
    held: Mapping[str, Appointment],
    sources: Mapping[SourceId, Source],
    by_key: Mapping[str, Source],
) -> Source | None:
    asked = held.get(each.address)
    found = sources.get(asked.source) if asked and asked.source else None
    return found or by_key.get(f"{SOURCE}:{each.address}")


def _times(failures: int) -> str:
    if failures < 2:
        return ""
    counted = _TIMES[failures] if failures < len(_TIMES) else f"{failures} times"
    return f", {counted} in a row"


def _soon(due: datetime | None, now: datetime) -> str:
    return f"in about {span_words(due - now)}" if due and due > now else "with the next refresh"


def _ago(then: datetime, now: datetime) -> str:
    return "just now" if now - then < timedelta(minutes=2) else f"{span_words(now - then)} ago"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
