"""What was mended, in words: one note a repair, for the report of an ingest and the pages."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from graph.ports import CorpusCounts, IngestReport, Note, Reading
from ingest.sources import repairs

SENTENCES = {
    "empty-href": "the link's address was empty; the address beside it in the text was taken, where there was one",
    "markdown-link": "a link left as Markdown was read as a link",
    "address-in-text": "an address that stood in the text was read as a link",
    "stray-characters": "list or emphasis marks left standing alone were dropped",
    "label-outside-anchor": "the name stands outside the link and was taken from there",
    "starts-in-prose": "the entry is a sentence; its first link names the item",
    "no-address": "the entry has no address; it is kept as a work without one",
    "search-wrapper": "a search engine's address was wrapped around the real one",
    "redirect-wrapper": "a redirecting address was wrapped around the real one",
    "archive-wrapper": "an archived copy's address was taken for the address it archives",
    "tracking-parameters": "tracking parameters were dropped from the address",
    "credentials-dropped": "a user name or password was dropped from the address",
    "missing-scheme": "the address was written without https://",
    "trailing-junk": "stray characters behind the address were dropped",
    "shared-identity": "the same list gives this address to another work; kept as a work of its own until somebody decides",
    "list-of-prose": "a list of sentences with a link here and there; read as text, its entries are no items",
    "furniture": "a list of profiles, tags or other pages of the site; its entries are no items",
    "shortener": "a shortened address: where it leads is known only after fetching it",
}
"""Code → sentence for what items and addresses need mended; documents' own codes come with their reader."""

FLAGS = frozenset({"shortener", "no-address", "shared-identity"})
"""Codes that warn rather than mend."""


def notes_of(readings: Iterable[Reading]) -> tuple[Note, ...]:
    """Return a note for each repair of the documents and of their items, in reading order."""
    return tuple(note for reading in readings for note in _notes(reading))


def _notes(reading: Reading) -> Iterable[Note]:
    title = reading.document.title or reading.document.url or reading.document.id
    for code in (*reading.document.repairs, *reading.document.outline.repairs):
        yield Note(kind="mended", code=code, where=title, message=sentence(code))
    for why, opening in reading.left_out:
        code = "list-of-prose" if why == "argument" else why
        yield Note(kind="skipped", code=code, where=f"{title} · {opening}", message=sentence(code))
    first: dict[str, str | None] = {}
    for item in reading.items:
        shared = item.identity is not None and first.setdefault(item.identity, item.node) != item.node
        for code in (*item.repairs, *(("shared-identity",) if shared else ())):
            kind = "flagged" if code in FLAGS else "mended"
            yield Note(kind=kind, code=code, where=f"{title} · {item.label}", message=sentence(code))


def added(first: IngestReport, then: IngestReport) -> IngestReport:
    """Return two reports of one target as one."""
    return replace(
        first,
        new=first.new + then.new,
        changed=first.changed + then.changed,
        unchanged=first.unchanged + then.unchanged,
        items=first.items + then.items,
        records=CorpusCounts(
            new=first.records.new + then.records.new,
            changed=first.records.changed + then.records.changed,
            unchanged=first.records.unchanged + then.records.unchanged,
        ),
        feeds=(*first.feeds, *then.feeds),
        notes=(*first.notes, *then.notes),
    )


def sentence(code: str) -> str:
    """Return what a repair's code means, in words."""
    return SENTENCES.get(code) or repairs.SENTENCES.get(code) or code.replace("-", " ")
