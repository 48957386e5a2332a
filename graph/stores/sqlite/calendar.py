"""The calendar in SQLite, read from the rows that `placing` keeps true."""

from __future__ import annotations

from graph.model import Month, NodeId
from graph.ports import MonthFigures, MonthList, MonthSum
from graph.stores.sqlite.connection import Database

_SAID = "basis IN ('picked', 'curated')"


class SqliteCalendar:
    """The Calendar port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def months(self) -> list[MonthFigures]:
        """Return the months that hold something, in order."""
        rows = self._database.rows(
            f"SELECT month, sum(main), count(DISTINCT iif(basis = 'picked', work, NULL)), max({_SAID}) "  # noqa: S608 - constants
            "FROM placed GROUP BY month HAVING sum(main) OR max(basis = 'picked') OR max(basis = 'curated') ORDER BY month"
        )
        return [
            MonthFigures(month=month, works=works, picks=picks, said=bool(said)) for month, works, picks, said in rows
        ]

    def sum(self, month: Month) -> MonthSum:
        """Return how many works stand in the month, each counted once a kind."""
        row = self._database.row(
            "SELECT count(*), sum(picked), sum(listed), sum(NOT picked AND NOT listed) FROM ("
            "SELECT max(basis = 'picked') AS picked, max(basis = 'curated') AS listed FROM placed WHERE month = ? "
            "GROUP BY work)",
            (month,),
        )
        lists = self._database.row(
            "SELECT count(DISTINCT document) FROM placed WHERE month = ? AND basis = 'curated'", (month,)
        )
        works, picked, listed, published = row or (0, 0, 0, 0)
        return MonthSum(
            works=works,
            picked=picked or 0,
            listed=listed or 0,
            lists=lists[0] if lists else 0,
            published=published or 0,
        )

    def picked(self, month: Month) -> list[NodeId]:
        """Return the works picked for the month, sorted."""
        rows = self._database.rows(
            "SELECT DISTINCT work FROM placed WHERE month = ? AND basis = 'picked' ORDER BY work", (month,)
        )
        return [work for (work,) in rows]

    def lists(self, month: Month) -> list[MonthList]:
        """Return the sections that list works in the month, sorted by document, then block."""
        rows = self._database.rows(
            "SELECT document, section, min(block), count(DISTINCT work) FROM placed "
            "WHERE month = ? AND basis = 'curated' GROUP BY document, section ORDER BY document, min(block), section",
            (month,),
        )
        return [MonthList(document=one, section=two, block=block, works=works) for one, two, block, works in rows]

    def listed(self, month: Month, part: MonthList, skip: int = 0, limit: int = 100) -> list[NodeId]:
        """Return a section's works in its order, each where it first stands."""
        rows = self._database.rows(
            "SELECT work FROM placed WHERE month = ? AND basis = 'curated' AND document = ? AND section = ? "
            "GROUP BY work ORDER BY min(block), work LIMIT ? OFFSET ?",
            (month, part.document, part.section, limit, skip),
        )
        return [work for (work,) in rows]

    def published(self, month: Month, skip: int = 0, limit: int = 100) -> list[NodeId]:
        """Return the works that are neither picked nor listed in the month, by day, then id."""
        rows = self._database.rows(
            f"SELECT work FROM placed WHERE month = ? GROUP BY work HAVING NOT max({_SAID}) "  # noqa: S608 - constants
            "ORDER BY min(day), work LIMIT ? OFFSET ?",
            (month, limit, skip),
        )
        return [work for (work,) in rows]

    def categories(self, month: Month) -> dict[NodeId, int]:
        """Return own category → how many of the month's works count under it."""
        return dict(
            self._database.rows(
                "SELECT category, count(DISTINCT work) FROM placed WHERE month = ? AND category != '' GROUP BY category",
                (month,),
            )
        )
