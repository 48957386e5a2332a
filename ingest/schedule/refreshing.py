"""Asking subscriptions for what is new: which are due is found here, how soon each is asked again is `policy`'s."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import chain, zip_longest
from urllib.parse import urlsplit

from msgspec.structs import replace

from graph.errors import AlmanacError, FetchError, UnreachableError, UnreadableError
from graph.model import SourceId
from graph.ports import (
    Appointment,
    IngestOptions,
    Ingestor,
    IngestReport,
    Library,
    Progress,
    Refreshed,
    Schedule,
    Visit,
)
from graph.subscriptions import Subscription, subscriptions
from ingest.fetch import Download
from ingest.schedule.listening import Listener
from ingest.schedule.policy import SchedulePolicy, after_failure, after_success
from ingest.schedule.store import is_due

FETCHED = ("http://", "https://", "arxiv:", "oai:")
HELD = timedelta(minutes=10)
"""For how long a source that is being asked is nobody else's; one that takes its process with it rests as long."""


class SubscriptionRefresher:
    """Asks what a library subscribes to. `chance` gives numbers in 0…1."""

    def __init__(
        self,
        library: Library,
        ingestor: Ingestor,
        schedule: Schedule,
        listener: Listener,
        now: Callable[[], datetime],
        chance: Callable[[], float],
        policy: SchedulePolicy | None = None,
    ) -> None:
        self._library = library
        self._ingestor = ingestor
        self._schedule = schedule
        self._listener = listener
        self._now = now
        self._chance = chance
        self._policy = policy or SchedulePolicy()

    def due(self) -> list[str]:
        """Return the subscribed addresses that are due, those of one host apart from each other."""
        held, now = self._schedule.appointments(), self._now()
        return interleaved(
            address for address, each in self._subscribed().items() if each.on and is_due(held.get(address), now)
        )

    def refresh(self, addresses: Sequence[str], progress: Progress | None = None) -> Iterator[Refreshed]:
        """Ask these, due or not, one after another; one that fails never stops the next."""
        known = self._subscribed()
        for done, address in enumerate(addresses):
            subscription = known.get(address) or Subscription(address)
            yield self._visit(subscription, _within(progress, done, len(addresses), address))

    def refresh_due(self, most: int | None = None, progress: Progress | None = None) -> Iterator[Refreshed]:
        """Ask those that are due, at most so many, leaving out what another process asks just now."""
        addresses, known = self.due()[:most], self._subscribed()
        for done, address in enumerate(addresses):
            now = self._now()
            if self._schedule.take(address, now, now + HELD):
                try:
                    yield self._visit(known[address], _within(progress, done, len(addresses), address))
                except UnreachableError:
                    self._schedule.take(address, now + HELD, now)  # due again: nobody has asked it
                    raise

    def read(self, address: str, options: IngestOptions, progress: Progress | None = None) -> IngestReport:
        """Read an address for the first time and count that as its first visit; raise as the ingestor does."""
        return self._read(address, options, progress)[1]

    def _subscribed(self) -> dict[str, Subscription]:
        """Return address → subscription of what can be fetched; a source read from a file cannot be asked again."""
        if self._library.is_unmade():
            return {}
        decided = subscriptions(self._library.decisions.decisions()).values()
        return {each.address: each for each in decided if each.address.startswith(FETCHED)}

    def _visit(self, subscription: Subscription, progress: Progress) -> Refreshed:
        begun, clock = self._now(), time.monotonic()
        asked = IngestOptions(kind=subscription.kind)
        try:
            return Refreshed(*self._read(subscription.address, asked, progress))
        except UnreachableError:  # the library's own server is away: that says nothing of the source
            raise
        except Exception as error:  # nothing a source does may stop the next one (law 5)
            visit = Visit(
                address=subscription.address,
                at=begun,
                outcome="gone" if _is_gone(error) else "failed",
                seconds=_since(clock),
                message=reason_of(error),
            )
            self._schedule.keep(self._failed(self._held(subscription.address), visit, error), visit)
            return Refreshed(visit)

    def _read(self, address: str, options: IngestOptions, progress: Progress | None) -> tuple[Visit, IngestReport]:
        """Read an address and count that as a visit; raise as the ingestor does."""
        held, begun, clock = self._held(address), self._now(), time.monotonic()
        with self._listener.listening({address: held.moved_to} if held.moved_to else {}) as heard:
            report = self._ingestor.ingest(address, options, progress=progress)
        visit = Visit(address=address, at=begun, outcome="unchanged", seconds=_since(clock))
        visit, held = self._succeeded(held, visit, report, heard)
        self._schedule.keep(held, visit)
        return visit, report

    def _held(self, address: str) -> Appointment:
        return self._schedule.appointment(address) or Appointment(address=address, due=self._now())

    def _failed(self, held: Appointment, visit: Visit, error: Exception) -> Appointment:
        failures = held.failures + 1
        if visit.outcome == "gone":
            return replace(held, due=None, gone=True, failures=failures, error=visit.message)
        policy = self._policy
        longest = policy.longest_unreached if is_unreached(error) else policy.longest_retry
        wish = _seconds(error.retry_after) if isinstance(error, FetchError) else None
        wait, now = after_failure(failures, longest, wish, self._chance(), policy), self._now()
        quiet = now + min(wish, policy.longest_wish) if wish else None
        return replace(held, due=now + wait, interval=wait, failures=failures, error=visit.message, quiet=quiet)

    def _succeeded(
        self, held: Appointment, visit: Visit, report: IngestReport, heard: Sequence[Download]
    ) -> tuple[Visit, Appointment]:
        address, now = held.address, self._now()
        moved = heard[0].permanent if heard and address.startswith("http") else None
        moved = moved if moved not in (address, held.moved_to) else None
        outcome = "moved" if moved else "new" if report.new or report.changed or report.records.new else "unchanged"
        message = f"moved for good to {moved}" if moved else ""
        visit = replace(visit, outcome=outcome, new=report.new, changed=report.changed, message=message)
        wish = _seconds(heard[0].max_age if heard else None)
        arrivals = self._arrivals(address, report.source, visit)
        wait = after_success(held.moved_to or address, arrivals, now, wish, self._chance(), self._policy)
        return visit, Appointment(
            address=address,
            due=now + wait,
            interval=wait,
            succeeded=visit.at,
            moved_to=moved or held.moved_to,
            source=report.source or held.source,
        )

    def _arrivals(self, address: str, source: SourceId | None, visit: Visit) -> list[datetime]:
        """Return when its news came: as its documents say, else when a visit brought some."""
        newest = self._library.documents.newest(source, self._policy.considered) if source else []
        stated = [document.published.instant for document in newest if document.published]
        if len(stated) > 1:
            return stated
        return [each.at for each in (visit, *self._schedule.visits(address)) if each.new]


def interleaved(addresses: Iterable[str]) -> list[str]:
    """Return the addresses with those of one host as far apart as may be, else in their order."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        by_host[_host(address)].append(address)
    rounds = zip_longest(*by_host.values())
    return [address for address in chain.from_iterable(rounds) if address is not None]


def reason_of(error: Exception) -> str:
    """Return why a visit failed, as a clause: "the site answered 503 Service Unavailable"."""
    if isinstance(error, FetchError) and error.status is not None:
        return f"the site answered {error.reason}"
    if isinstance(error, FetchError | UnreadableError):
        return error.reason
    return str(error) if isinstance(error, AlmanacError) else f"{type(error).__name__}: {error}"


def is_unreached(error: BaseException | None) -> bool:
    """Tell whether no server answered: the connection, or the look-up of its name, failed somewhere below."""
    return error is not None and (isinstance(error, OSError) or is_unreached(error.__cause__))


def _is_gone(error: Exception) -> bool:
    return isinstance(error, FetchError) and error.status == HTTPStatus.GONE


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address.partition(":")[0]
    except ValueError:
        return address


def _since(clock: float) -> float:
    return round(time.monotonic() - clock, 3)


def _seconds(number: float | None) -> timedelta | None:
    return timedelta(seconds=number) if number else None


def _within(progress: Progress | None, done: int, total: int, address: str) -> Progress:
    """Return the progress of one source as that of all; it is told at once which one is asked. One alone tells its own."""

    def tell(own_done: int, own_total: int | None, what: str) -> None:
        if progress is not None and total == 1 and what:
            progress(own_done, own_total, what)
        elif progress is not None:
            progress(done, total, address)

    tell(0, None, "")
    return tell
