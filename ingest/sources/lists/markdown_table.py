"""Tables in Markdown → bullets: a row that lists a work says the same as an entry of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.sources.lists.csv_list import MEANING
from ingest.sources.lists.listed import month_heading
from ingest.sources.table import folded

_CELL = re.compile(r"(?<!\\)\|")
_HEADING = re.compile(r"(#{1,6})\s")
_NAMED_LINK = re.compile(r"\[[^\]]{1,300}\]\( {0,3}<?([^)\s]{1,800}?)>?(?:\s[^)]{0,500})?\)")
_ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?", re.IGNORECASE)


def with_bullets(text: str) -> str:
    """Return the text with each table that has links as bullets, under a heading for each month and category it names."""
    lines = text.split("\n")
    if not any(map(is_rule, lines)):
        return text
    out: list[str] = []
    level, n = 1, 0
    while n < len(lines):
        if heading := _HEADING.match(lines[n]):
            level = len(heading[1])
        if "|" in lines[n] and n + 1 < len(lines) and is_rule(lines[n + 1]):
            end = next((m for m in range(n + 2, len(lines)) if "|" not in lines[m]), len(lines))
            out += _bullets(_cells(lines[n]), [_cells(line) for line in lines[n + 2 : end]], level + 1)
            n = end
        else:
            out.append(lines[n])
            n += 1
    return "\n".join(out)


def is_rule(line: str) -> bool:
    """Tell the line under a table's header."""
    return "|" in line and "-" in line and not line.strip("|:- \t")


def _bullets(header: Sequence[str], rows: Sequence[Sequence[str]], level: int) -> Iterator[str]:
    meanings = [MEANING.get(folded(name), "") for name in header]
    groups: dict[str, list[str]] = {}
    for row in rows:
        if bullet := _bullet(header, meanings, row):
            groups.setdefault(_group(meanings, row), []).append(bullet)
    for name, bullets in sorted(groups.items(), key=lambda group: bool(group[0])):
        yield from ("", f"{'#' * min(level, 6)} {name}" if name else "", "")
        yield from bullets
    yield ""


def _bullet(header: Sequence[str], meanings: Sequence[str], row: Sequence[str]) -> str:
    said = dict(zip(meanings, row, strict=False))
    linked = [n for n, cell in enumerate(row) if _target(cell)]
    title = said.get("title", "") or (row[linked[0]] if linked else "")
    if not title:
        return ""
    shown = _NAMED_LINK.search(title) is not None
    rest = [n for n in linked if row[n] != title]
    if not shown and not _target(title):
        title = f"[{title}](<{_target(row[rest.pop(0)])}>)" if rest else title
    comment = said.get("comment", "")
    more = [f"[{header[n] if n < len(header) else 'link'}](<{_target(row[n])}>)" for n in rest if row[n] != comment]
    return "- " + title + (f" — {comment}" if comment else "") + (f" ({', '.join(more)})" if more else "")


def _group(meanings: Sequence[str], row: Sequence[str]) -> str:
    said = dict(zip(meanings, row, strict=False))
    month = month_heading(said.get("month") or said.get("date") or "")
    return month or said.get("category", "")


def _target(cell: str) -> str:
    found = _NAMED_LINK.search(cell) or _ADDRESS.search(cell)
    return found[1] if found else ""


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in _CELL.split(line.strip().removeprefix("|").removesuffix("|"))]
