"""What was asked of a service in vain, so that it is not asked at every run. Losing it costs only asking again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from ingest.ledger import Ledger

WAIT = timedelta(days=30)
"""A DOI may be registered weeks after a paper is out; an id with a slip in it never is."""
_TABLE = (
    "CREATE TABLE IF NOT EXISTS almanac_unanswered ("
    "service TEXT NOT NULL, identity TEXT NOT NULL, asked TEXT NOT NULL, PRIMARY KEY (service, identity)) WITHOUT ROWID"
)


class Unanswered:
    """Remembers, in the ledger beside the library, what a service did not know and when it was asked."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def worth_asking(self, service: str, identities: Iterable[str], now: datetime) -> list[str]:
        """Return those of the identities that were not asked in vain lately, in order."""
        since = (now - WAIT).isoformat()
        known = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'almanac_unanswered'"
        if not self._ledger.rows(known):
            return list(identities)
        asked = "SELECT identity FROM almanac_unanswered WHERE service = ? AND asked > ?"
        held = {identity for (identity,) in self._ledger.rows(asked, (service, since))}
        return [identity for identity in identities if identity not in held]

    def remember(self, service: str, identities: Collection[str], now: datetime) -> None:
        """Keep that these were asked now and not answered."""
        if not identities:
            return
        with self._ledger.writing() as connection:
            connection.execute(_TABLE)
            connection.executemany(
                "INSERT OR REPLACE INTO almanac_unanswered VALUES (?, ?, ?)",
                [(service, identity, now.isoformat()) for identity in sorted(identities)],
            )
