"""Long lists come in parts: `?after=100` shows what follows the first hundred, `?all=1` what a page leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import urlencode

from flask import request, url_for
from msgspec import Struct

from graph.model import DocumentId

MOST = 60
"""How many brief entries a page shows unasked: each has its forms, so that hundreds would weigh megabytes."""

BLOCKS = 500
"""Blocks a page shows of a document: a list of 25,000 would weigh megabytes."""

T = TypeVar("T")


class Part(Struct, frozen=True):
    """What a page shows of a list of `total`: at most `most`, those after the first `after`."""

    after: int
    most: int
    total: int

    @property
    def before(self) -> int | None:
        """Return where the part before begins, None for the first part."""
        return max(self.after - self.most, 0) if self.after else None

    @property
    def next(self) -> int | None:
        """Return where the part after begins, None for the last part."""
        following = self.after + self.most
        return following if following < self.total else None

    @property
    def last(self) -> int:
        """Return the number of the last one shown."""
        return min(self.after + self.most, self.total)


def part_asked(total: int, most: int) -> Part:
    """Return the part of the list that the address asks for, the first where it asks for none there is."""
    after = request.args.get("after", 0, type=int)
    return Part(after if 0 < after < total else 0, most, total)


def turned(after: int) -> str:
    """Return this page's address with the list turned to another part."""
    kept = {name: value for name, value in request.args.items() if name != "after"}
    query = urlencode({**kept, "after": after} if after else kept)
    return f"{request.path}?{query}" if query else request.path


def block_address(document: DocumentId, block: int | None, place: str | None = None) -> str:
    """Return where a block stands on its document's page: in the part that shows it, under its name there."""
    if block is None:
        return url_for("pages.document", key=document)
    after = block // BLOCKS * BLOCKS
    address = url_for("pages.document", key=document, after=after or None)
    return f"{address}#{place or f'b{block}'}"


def at_first(found: Sequence[T]) -> Sequence[T]:
    """Return what the page shows of a list: the first of it, or all where the address asks for that."""
    return found if request.args.get("all") == "1" else found[:MOST]
