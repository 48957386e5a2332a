"""Entries of a reading list that came without markup → an outline as a page of the same list would give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from graph.months import NAMES, month_name
from graph.names import clipped
from graph.outline import Block, BlockKind, Link, Outline
from ingest.outlines.text import clean
from ingest.sources.dates import read_date

MOST_TEXT = 19_000
"""An entry is no longer than a block that still is one (`ingest.items.entry`)."""

_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)


class Listed(Struct, frozen=True, kw_only=True):
    """An entry: what it is called, where it leads, what is said of it, under which headings; `more` are further links."""

    label: str
    url: str | None = None
    comment: str | None = None
    more: tuple[tuple[str, str], ...] = ()
    under: tuple[str, ...] = ()


def outline_of(entries: Iterable[Listed]) -> Outline:
    """Return the entries as lists under their headings, in the order in which the headings first come."""
    groups: dict[tuple[str, ...], list[Listed]] = {(): []}
    for entry in entries:
        for depth in range(1, len(entry.under)):
            groups.setdefault(entry.under[:depth], [])
        groups.setdefault(entry.under, []).append(entry)
    blocks: list[Block] = []
    for number, under in enumerate(_nested(list(groups)), 1):
        if under:
            blocks.append(Block(BlockKind.HEADING, clean(under[-1]), level=len(under) + 1))
        blocks += [_block(entry, number) for entry in groups[under]]
    return Outline(tuple(blocks))


def month_heading(written: str, year: str = "") -> str:
    """Return the heading that a month or a date makes: "March 2024" for 2024-03-05, "March" where no year is known."""
    text = " ".join(written.split())
    if re.fullmatch(r"0?[1-9]|1[0-2]", text):
        text = NAMES[int(text) - 1]
    if year.strip() and not re.search(r"\d{4}", text):
        text = f"{text} {year.strip()}".strip()
    moment = read_date(text).moment if text else None
    return month_name(moment.month) if moment and moment.month else text


def without_breaks(text: str) -> str:
    """Return the text with a space for each `<br>`, which people write where a table has no line breaks."""
    return _BREAK.sub(" ", text)


def is_address(text: str) -> bool:
    """Tell a text that is an address and nothing else."""
    return re.fullmatch(r"<?https?://[^\s<>]+>?", text.strip(), re.IGNORECASE) is not None


def _nested(paths: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the paths so that each stands behind the one it lies in."""
    place: dict[tuple[str, ...], int] = {}
    for path in paths:
        place.setdefault(path, len(place))
    return sorted(paths, key=lambda path: [place[path[: depth + 1]] for depth in range(len(path))])


def _block(entry: Listed, number: int) -> Block:
    label = clipped(clean(entry.label) or clean(entry.url or ""), MOST_TEXT // 2)
    links = [Link(0, len(label), entry.url or "")]
    text = label
    if comment := clean(without_breaks(entry.comment or "")):
        text += " — " + clipped(comment, MOST_TEXT // 2)
    for name, url in entry.more:
        start = len(text) + 2
        text += f" ({clean(name)})"
        links.append(Link(start, len(text) - 1, url))
    return Block(BlockKind.LIST_ITEM, text, level=1, list=number, links=tuple(links))
