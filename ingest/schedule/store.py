"""Appointments and visits, in the file beside the library."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Connection

import msgspec
from msgspec.structs import replace

from graph.ports import Appointment, Visit
from ingest.ledger import Ledger

VISITS = 100
"""Kept of each source: a few days of a busy one, two years of a weekly one."""

_encode = msgspec.json.Encoder().encode
_appointment = msgspec.json.Decoder(Appointment).decode
_visit = msgspec.json.Decoder(Visit).decode


class LedgerSchedule:
    """The schedule of a library's subscriptions."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def appointment(self, address: str) -> Appointment | None:
        """Return the address's appointment, None where it was never asked."""
        found = self._ledger.rows("SELECT appointment FROM almanac_appointment WHERE address = ?", (address,))
        return _appointment(found[0][0]) if found else None

    def appointments(self) -> dict[str, Appointment]:
        """Return address → appointment, of all that were ever asked."""
        found = self._ledger.rows("SELECT address, appointment FROM almanac_appointment ORDER BY address")
        return {row[0]: _appointment(row[1]) for row in found}

    def take(self, address: str, now: datetime, until: datetime) -> bool:
        """Put the appointment off until then, so that nobody else asks meanwhile; False where it is not due."""
        with self._ledger.writing() as connection:
            found = connection.execute(
                "SELECT appointment FROM almanac_appointment WHERE address = ?", (address,)
            ).fetchone()
            held = _appointment(found[0]) if found else Appointment(address=address, due=now)
            if not is_due(held, now):
                return False
            _put(connection, replace(held, due=until))
            return True

    def keep(self, appointment: Appointment, visit: Visit) -> None:
        """Write down a visit and the appointment that follows from it."""
        with self._ledger.writing() as connection:
            _put(connection, appointment)
            connection.execute(
                "INSERT INTO almanac_visit (address, visit) VALUES (?, ?)", (visit.address, _encode(visit).decode())
            )
            connection.execute(
                "DELETE FROM almanac_visit WHERE address = ?1 AND place <= ("
                "SELECT place FROM almanac_visit WHERE address = ?1 ORDER BY place DESC LIMIT 1 OFFSET ?2)",
                (visit.address, VISITS),
            )

    def resume(self, address: str, now: datetime) -> None:
        """Let the address be due at once, whatever was said of it before: gone, failing or not yet due."""
        if held := self.appointment(address):
            with self._ledger.writing() as connection:
                _put(connection, replace(held, due=now, failures=0, error=None, gone=False, quiet=None))

    def visits(self, address: str, limit: int = VISITS) -> list[Visit]:
        """Return the latest visits, newest first."""
        found = self._ledger.rows(
            "SELECT visit FROM almanac_visit WHERE address = ? ORDER BY place DESC LIMIT ?", (address, limit)
        )
        return [_visit(row[0]) for row in found]


def is_due(appointment: Appointment | None, now: datetime) -> bool:
    """Tell whether an address is to be asked: never asked, or its time has come. What is gone never is."""
    if appointment is None:
        return True
    return not appointment.gone and (appointment.due is None or appointment.due <= now)


def _put(connection: Connection, appointment: Appointment) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO almanac_appointment VALUES (?, ?)",
        (appointment.address, _encode(appointment).decode()),
    )
