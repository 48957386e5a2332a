"""The text of an entry as aggregators print it, one long line: its footnotes once, what was moved or cut said.

Such a page flattens a post: paragraphs run on, list items are collected behind the text, and footnotes follow in their
own order, mostly twice (… notes, list items, notes with their arrows). Every word is kept; only the second print of a
note goes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from graph.outline import Block
from ingest.outline import outline_text
from ingest.sources.saved.footnotes import Noted, drop_unexplained, read_numbered, read_ordered

_ARROW = re.compile(r"\s*[↩⤴⏎↵][\ufe0e\ufe0f]*\d{0,2}\s*")
_SENTENCE = re.compile(r"(?:(?<=[.!?:…][\s”’\"')])|(?<=[.!?:…])\s|^)\s*(?=\S)")
_ENDED = re.compile(r"[.!?…:][”’\"')\]»\s]*$|[”’\"»)\]]$")
_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*(?:(?:read|continue)\b.*)?$", re.IGNORECASE)
LONGEST_PARAGRAPH = 250
"""Words. Printed prose seldom has a paragraph of 200; a line with more was several."""
SHORTEST_NOTE = 8
"""Signs. What repeats and is shorter repeats by chance."""


MOST_SENTENCES = 2000
MOST_PLACES = 20
"""How far a single note is looked for: no post is longer, and no opening of a note repeats more often."""


class _Parted(Struct, frozen=True):
    """A line taken apart: text, list items that were moved behind it, notes."""

    text: str
    moved: str
    notes: tuple[str, ...]
    repairs: tuple[str, ...] = ()


def read_joined(lines: Sequence[str]) -> Noted:
    """Return the blocks of an entry's text: its lines, its moved list items, its notes."""
    text: list[str] = []
    moved: list[str] = []
    notes: list[str] = []
    repairs: set[str] = set()
    for number, line in enumerate(lines):
        parted = _parted(line, number > 0)
        text += [parted.text] if parted.text else []
        moved += [parted.moved] if parted.moved else []
        notes += parted.notes
        repairs |= set(parted.repairs)
    body = [*_blocks(text), *_blocks(moved)]
    told = [block for note in notes for block in _blocks([note])]
    noted = _noted(body, told, 2 if "notes-not-apart" in repairs else 1)
    repairs |= {*noted.repairs, *_shape(text, bool(notes))}
    return Noted(noted.blocks, tuple(sorted(repairs)))


def _noted(body: Sequence[Block], notes: Sequence[Block], first: int) -> Noted:
    if notes or first > 1:
        return read_ordered(body, notes, first)
    numbered = read_numbered(body)
    return numbered if numbered.repairs else drop_unexplained(body)


def _blocks(lines: Sequence[str]) -> tuple[Block, ...]:
    return outline_text("\n\n".join(lines)).blocks


def _shape(text: Sequence[str], noted: bool) -> set[str]:
    """Say what the page did to the text, as far as one can see it."""
    repairs = {"paragraphs-joined"} if any(len(line.split()) > LONGEST_PARAGRAPH for line in text) else set()
    last = text[-1].rstrip() if text else ""
    if last and not noted and (_CUT.search(last) or not _ENDED.search(last)):
        repairs.add("text-cut")
    return repairs


def _parted(line: str, later: bool) -> _Parted:
    """Take a line apart at its arrows: between two of them stands a note; before the first one all the rest.

    Where a later line of a text has an arrow, nothing but notes stands on it.
    """
    if not _ARROW.search(line):
        return _Parted(line, "", ())
    rest, *others = _ARROW.split(line)
    *notes, behind = others
    notes = [note for note in notes if note]
    first, text, moved, repairs = _first_note(rest, notes)
    if later and not first:
        first, text, repairs = text, "", ()
    moved = " ".join(filter(None, (moved, behind)))
    told = (first, *notes) if first else tuple(notes)
    repairs = (*repairs, *(("list-items-moved",) if moved else ()))
    return _Parted(text, moved, told, repairs)


def _first_note(rest: str, notes: Sequence[str]) -> tuple[str, str, str, tuple[str, ...]]:
    """Return (first note, text, what was moved between the two prints, repairs) of what stands before the first arrow.

    The notes after the first are known, so their first print is found, and the first note is what stands both before
    that and at the end. A note that was printed once and has nothing before it to end the text stays in the text.
    """
    printed = " ".join(notes)
    behind = rest.rfind(printed) if printed else -1
    if printed and behind < 0:
        return "", rest, "", ("notes-not-apart",)
    start = _repeated(rest, rest[:behind].rstrip()) if printed else _repeated_once(rest)
    if start is None:
        return "", rest, "", ("notes-not-apart",)
    first = rest[start:]
    ahead = rest[:behind].rstrip() if printed else rest[: rest.rfind(first, 0, start) + len(first)]
    text, tail = ahead[: len(ahead) - len(first)], rest[len(ahead) : start].strip()
    return first, text.strip(), tail.removeprefix(printed).strip(), ("notes-twice",)


def _repeated(whole: str, ahead: str) -> int | None:
    """Return where in `whole` its longest ending begins that `ahead` ends with too, at the start of a sentence there."""
    common = 0
    while common < min(len(whole), len(ahead)) and whole[-1 - common] == ahead[-1 - common]:
        common += 1
    for start in _sentences(ahead):
        length = len(ahead) - start
        if SHORTEST_NOTE <= length <= common and len(ahead) <= len(whole) - length:
            return len(whole) - length
    return None


def _repeated_once(whole: str) -> int | None:
    """Return where the ending begins that stands in the text once before: a text's only note, printed twice."""
    for start in _sentences(whole)[:MOST_SENTENCES]:
        opening = whole[start : start + SHORTEST_NOTE]
        again = whole.find(opening, start + len(opening))
        for _ in range(MOST_PLACES):
            if again < 0:
                break
            if len(whole) - again <= again - start and whole.startswith(whole[again:], start):
                return again
            again = whole.find(opening, again + 1)
    return None


def _sentences(text: str) -> list[int]:
    return [found.end() for found in _SENTENCE.finditer(text)]
