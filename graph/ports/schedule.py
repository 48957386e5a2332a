"""When each subscription is asked again, and how it went: a schedule, and who goes by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from graph.model import SourceId
from graph.ports.work import IngestOptions, IngestReport, Progress


class Visit(Struct, frozen=True, kw_only=True):
    """One time a subscription was asked. `outcome` is new, unchanged, moved, failed or gone.

    `new` and `changed` count documents; `message` is why it failed, or where it moved to, in words.
    """

    address: str
    at: datetime
    outcome: str
    new: int = 0
    changed: int = 0
    seconds: float = 0.0
    message: str = ""


class Appointment(Struct, frozen=True, kw_only=True):
    """When a subscription is asked next. `failures` counts those in a row, `error` tells the last of them.

    `moved_to` is the address its server sent us to for good; `gone`: the server said it will not come back, so it is
    not asked again until the user wants it; `due` is None then. `source` is what it brought at the last success.
    `quiet` is until when its server asked to be left alone (Retry-After).
    """

    address: str
    due: datetime | None
    interval: timedelta | None = None
    failures: int = 0
    succeeded: datetime | None = None
    error: str | None = None
    moved_to: str | None = None
    gone: bool = False
    source: SourceId | None = None
    quiet: datetime | None = None


class Schedule(Protocol):
    """Keeps the appointments and the latest visits of each; what it does not know yet is due."""

    def appointment(self, address: str) -> Appointment | None:
        """Return the address's appointment, None where it was never asked."""

    def appointments(self) -> dict[str, Appointment]:
        """Return address → appointment, of all that were ever asked."""

    def take(self, address: str, now: datetime, until: datetime) -> bool:
        """Put the appointment off until then, so that nobody else asks meanwhile; False where it is not due."""

    def keep(self, appointment: Appointment, visit: Visit) -> None:
        """Write down a visit and the appointment that follows from it."""

    def resume(self, address: str, now: datetime) -> None:
        """Let the address be due at once, whatever was said of it before: gone, failing or not yet due."""

    def visits(self, address: str, limit: int = 100) -> list[Visit]:
        """Return the latest visits, newest first."""


class Refreshed(Struct, frozen=True):
    """A visit with what it brought; no report where it failed."""

    visit: Visit
    report: IngestReport | None = None


class Refresher(Protocol):
    """Asks subscriptions for what is new, and lets the schedule know."""

    def due(self) -> list[str]:
        """Return the subscribed addresses that are due, those of one host apart from each other."""

    def refresh(self, addresses: Sequence[str], progress: Progress | None = None) -> Iterator[Refreshed]:
        """Ask these, due or not, one after another; one that fails never stops the next."""

    def read(self, address: str, options: IngestOptions, progress: Progress | None = None) -> IngestReport:
        """Read an address for the first time and count that as its first visit; raise as the ingestor does."""

    def refresh_due(self, most: int | None = None, progress: Progress | None = None) -> Iterator[Refreshed]:
        """Ask those that are due, at most so many, leaving out what another process asks just now."""
