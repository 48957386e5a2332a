"""How soon to ask a source again: pure judgements over what it brought, what its server said and how often it failed.

A source is asked as often as it has news: a share of the median time between two of them, so that one that publishes
weekly is asked daily and one that fell silent hardly ever. Where it fails, the waits double and are spread at random
(full jitter), so that a server that comes back is not met by everybody at once. What a server asks for (`Retry-After`,
`max-age`) makes a wait longer, never shorter.

Rejected: WebSub (needs an address that servers can call), a fixed interval (wrong for nearly every source), asking at
the hour of day when news used to come (a gain of minutes for a table of hours).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from urllib.parse import urlsplit

from msgspec import Struct


class SchedulePolicy(Struct, frozen=True, kw_only=True):
    """The bounds, each with its reason."""

    shortest: timedelta = timedelta(minutes=30)
    """Even news need not be read sooner, and servers begin to mind."""
    longest: timedelta = timedelta(days=7)
    """What was silent for a year may speak tomorrow; a week late is late enough."""
    unknown: timedelta = timedelta(days=1)
    """For a source that never said when it published."""
    share: float = 1 / 6
    """Of the median gap: what is new is known after a twelfth of it on average, for six questions a piece of news."""
    considered: int = 20
    """The latest arrivals that count: how often a source publishes changes with the years."""
    daily: timedelta = timedelta(days=1)
    """arXiv announces once a day; asking more often brings nothing."""
    first_retry: timedelta = timedelta(minutes=30)
    longest_retry: timedelta = timedelta(days=1)
    """A server that was away for a week is still found again on the day it returns."""
    longest_unreached: timedelta = timedelta(hours=3)
    """Where nobody answered it is often our own network that is away, and asking costs nobody anything."""
    longest_wish: timedelta = timedelta(days=7)
    """A `Retry-After` or `max-age` beyond this is a mistake rather than a wish."""
    spread: float = 0.1
    """Successes are spread a little too, so that what was subscribed at once is not asked at once forever."""


def next_interval(arrivals: Collection[datetime], now: datetime, policy: SchedulePolicy) -> timedelta:
    """Return how long to wait, given when its news came; a silence longer than its usual gap makes it longer."""
    times = sorted({time for time in arrivals if time <= now})[-policy.considered :]
    if len(times) < 2:
        return policy.unknown
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    typical = max(timedelta(seconds=median(gaps)), now - times[-1])
    return _between(policy.shortest, typical * policy.share, policy.longest)


def after_success(
    address: str,
    arrivals: Collection[datetime],
    now: datetime,
    wish: timedelta | None,
    chance: float,
    policy: SchedulePolicy,
) -> timedelta:
    """Return the wait after a visit that went well. `wish` is for how long its server says that nothing changes."""
    wait = next_interval(arrivals, now, policy) * (1 + policy.spread * chance)
    wait = max(wait, min(wish or timedelta(0), policy.daily), policy.daily if is_daily(address) else timedelta(0))
    return _between(policy.shortest, wait, policy.longest)


def after_failure(
    failures: int, longest: timedelta, wish: timedelta | None, chance: float, policy: SchedulePolicy
) -> timedelta:
    """Return the wait after so many failures in a row, `chance` in 0…1; never less than the server asked for."""
    ceiling = min(policy.first_retry * (1 << min(failures, 30)), longest)
    wait = policy.first_retry + (ceiling - policy.first_retry) * chance
    return max(wait, min(wish or timedelta(0), policy.longest_wish))


def is_daily(address: str) -> bool:
    """Tell an address of arXiv: its queries, its feeds and its interfaces change once a day."""
    if address.startswith(("arxiv:", "oai:")):
        return True
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    return host == "arxiv.org" or host.endswith(".arxiv.org")


def _between(least: timedelta, wait: timedelta, most: timedelta) -> timedelta:
    return max(least, min(wait, most))
