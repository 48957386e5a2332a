"""Text in columns → rows: CSV and TSV as spreadsheets write them, with or without a header, whatever parts the columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from msgspec import Struct

from ingest.sources.decoding import decode
from ingest.sources.kinds import is_binary

Row = dict[str, str]
"""Column → cell; a column without a name is left out."""

DELIMITERS = ",;\t|"
SAMPLE = 50
"""Rows that tell what parts the columns."""
ALIKE = 0.8
"""The share of rows that must have as many cells as the first for a text to be a table."""
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""The line that Excel reads and writes to say what parts the columns."""


class Table(Struct, frozen=True):
    """A table's first row and the others, blank ones left out. Whether the first names the columns is for others to say."""

    first: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]

    @property
    def header(self) -> tuple[str, ...]:
        """Return the first row as names of columns, folded."""
        return tuple(map(folded, self.first))

    @property
    def columns(self) -> frozenset[str]:
        """Return the names of the columns."""
        return frozenset(self.header)

    @property
    def rows(self) -> Iterator[Row]:
        """Yield the rows by column."""
        header = self.header
        for cells in self.cells:
            yield {name: cell for name, cell in zip(header, cells, strict=False) if name}


def read_table(content: bytes, known: Collection[str] = (), *, head: bool = False) -> Table | None:
    """Return the table, or None for what is none. `head`: no more of it than a sample.

    `known` are column names: of several ways to part the columns the one that gives most of these is right.
    """
    if is_binary(content):
        return None
    text = decode(content).text.lstrip("\ufeff")
    stated = _SEPARATOR_LINE.match(text)
    if stated:
        text = text[stated.end() :]
    delimiter = stated[1] if stated else _delimiter(text, known)
    rows = _rows(text, delimiter, SAMPLE if head else None)
    if rows is None or not rows:
        return None
    return Table(tuple(rows[0]), tuple(map(tuple, rows[1:])))


def folded(name: str) -> str:
    """Return a column's name as it is compared: `Paper_URL` is "paper url"."""
    return " ".join(re.sub(r"[_\-\s]+", " ", name).strip(" :*\ufeff").lower().split())


def is_regular(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether most rows have as many cells as the first."""
    return sum(len(row) == len(rows[0]) for row in rows) >= ALIKE * len(rows)


def _delimiter(text: str, known: Collection[str]) -> str:
    best, most = ",", (0, 0.0)
    for delimiter in DELIMITERS:
        rows = _rows(text, delimiter, SAMPLE)
        if rows and len(rows[0]) > 1:
            named = len({folded(cell) for cell in rows[0]} & set(known))
            alike = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
            if (named, alike) > most:
                best, most = delimiter, (named, alike)
    return best


def _rows(text: str, delimiter: str, most: int | None) -> list[list[str]] | None:
    try:
        read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [row for row in islice(read, most) if any(cell.strip() for cell in row)]
    except csv.Error:
        return None
