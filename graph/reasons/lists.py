"""Lists as reasons: somebody put both into one section."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.link import Reason
from graph.model import Evidence, Item
from graph.names import clipped
from graph.ports import Library
from graph.reasons.naming import in_words
from graph.reasons.told import EXTRACTOR, Told

MOST_LISTS = 2
_EMOJI = re.compile(r":[a-z_]+:")
_TIMES = {2: "twice", 3: "three times", 4: "four times"}


def listed_together(library: Library, one: Told, other: Told) -> Iterator[Reason]:
    """Yield the lists that have both in one section, the newest first."""
    theirs: dict[tuple[str, str | None], Item] = {}
    for item in other.entries:
        theirs.setdefault((item.document, item.section), item)
    both: dict[str, tuple[Item, Item]] = {}
    for item in one.entries:
        if beside := theirs.get((item.document, item.section)):
            both.setdefault(item.document, (item, beside))
    documents = library.documents.many(both)
    lists = [(documents[key], *both[key]) for key in both if key in documents]
    if not lists:
        return
    lists.sort(key=lambda each: (each[0].published.instant.isoformat() if each[0].published else "", each[0].id))
    lists.reverse()
    named = [_place(document.title or "a list", item) for document, item, _ in lists[:MOST_LISTS]]
    if len(lists) > MOST_LISTS:
        more = len(lists) - MOST_LISTS
        named.append(f"{more} more list{'s' if more > 1 else ''}")
    times = "" if len(lists) == 1 else f" {_TIMES.get(len(lists), f'{len(lists)} times')}"
    text = f"listed together{times}: {in_words(named)}"
    quotes = tuple(_quote(item) for _, *items in lists[:MOST_LISTS] for item in items)
    yield Reason(kind="list", text=text if times else text.replace(":", " in", 1), evidence=quotes)


def _place(title: str, item: Item) -> str:
    told, section = f"“{clipped(title, 60)}”", _EMOJI.sub("", item.section or "").strip()
    return f"{told} under “{clipped(section, 50)}”" if section else told


def _quote(item: Item) -> Evidence:
    return Evidence(
        document=item.document, section=item.section, block=item.block, quote=item.label, extractor=EXTRACTOR
    )
