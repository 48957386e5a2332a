"""Lists of addresses without markup → entries.

An address stands alone on its line or beside its title or comment. In a block of lines that have one address, what is
above it is its title and what is below is its comment; where several addresses stand alone, the line above each is its
title, or, where the block opens with an address, what follows each is its comment. A line that opens with `#` is a
heading at the top of a block and a remark on the next entry inside one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.outlines.text import clean
from ingest.sources.lists.listed import Listed, is_address

ADDRESS = re.compile(r"<?(https?://[^\s<>\"]+)>?", re.IGNORECASE)
BLANK_LINE = re.compile(r"\n[ \t]*\n")
_SETTING_OFF = " \t-–—:|•·*>"


def plain_entries(text: str) -> Iterator[Listed]:
    """Yield the entries of a list without markup, under its headings."""
    under: tuple[str, ...] = ()
    for block in BLANK_LINE.split(text):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        if lines and lines[0].startswith("#"):
            heading = lines.pop(0).lstrip("# ")
            under = (heading,) if heading else ()
        for unit in units(lines):
            if entry := _entry(unit, under):
                yield entry


def units(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield a block's lines as entries: each line that has an address, with the lines that speak of it."""
    linked = [n for n, line in enumerate(lines) if ADDRESS.search(line)]
    if len(linked) < 2:
        yield list(lines)
        return
    titled = linked[0] > 0 and all(is_address(lines[n]) for n in linked)
    starts = [0]
    for before, n in pairwise(linked):
        start = n
        while start - 1 > before and (lines[start - 1].startswith("#") or (titled and start == n)):
            start -= 1
        starts.append(start)
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield list(lines[start:end])


def _entry(lines: Sequence[str], under: tuple[str, ...]) -> Listed | None:
    found = next(((n, match) for n, line in enumerate(lines) if (match := ADDRESS.search(line))), None)
    if found is None:
        return None
    place, match = found
    url = match[1].rstrip(".,;:!?)]")
    before = clean(lines[place][: match.start()]).strip(_SETTING_OFF).rstrip(_SETTING_OFF + "([")
    after = clean(lines[place][match.start(1) + len(url) :]).lstrip(_SETTING_OFF + "#.,;)")
    titles = [line for line in lines[:place] if not line.startswith("#")]
    remarks = [line.lstrip("# ") for line in lines if line.startswith("#")]
    below = [line for line in lines[place + 1 :] if not line.startswith("#")]
    label = before or (clean(titles[0]).strip(_SETTING_OFF) if titles else "")
    said = [*(titles if before else titles[1:]), after, *below, *remarks]
    return Listed(label=label or url, url=url, comment=" ".join(filter(None, map(clean, said))) or None, under=under)
