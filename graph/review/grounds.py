"""Where a work's month or category was read: a list's heading, a post's own date, the work's id or address, the editor."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from graph.assemble import ADDRESSES, ARXIV_IDS
from graph.corpus import EXTRACTOR
from graph.months import month_name
from graph.review.shapes import Reference
from graph.views.shapes import Entry, Pick, Placement, Quote

_Places = dict[tuple[str | None, str | None], Reference]
PICKS = "Picked and commented by the editor"
EDITOR = Reference(title="Decided by the editor")
STATED = {
    ARXIV_IDS: Reference(title="The work's own arXiv id, whose number begins with its year and month"),
    ADDRESSES: Reference(title="The work's own address, which states its date"),
}
"""Months that a work's identity states: one footnote for all such works, since the address stands beside each."""


def pick_reference(pick: Pick) -> Reference:
    """Return the reference for what the user picked and wrote."""
    return Reference(title=PICKS, section=month_name(pick.month))


def is_picked(placement: Placement, entry: Entry) -> bool:
    """Say whether a pick put the work there; the user may have corrected it instead."""
    made = {quote.decision for quote in placement.evidence}
    return any(pick.decision in made for pick in entry.choices.picks)


def ground(placement: Placement, entry: Entry, known: Collection[Reference]) -> tuple[Reference, ...]:
    """Return where the placement was read, once each; `known` are the places that the entry is listed at."""
    picks = {pick.decision: pick_reference(pick) for pick in entry.choices.picks}
    places: _Places = {(one.document, one.section): one for one in known if one.document}
    found = [_read_at(quote, picks, places) for quote in placement.evidence]
    return tuple(dict.fromkeys(found)) or tuple(known)


def _read_at(quote: Quote, picks: Mapping[str, Reference], places: _Places) -> Reference:
    if quote.decision:
        return picks.get(quote.decision, EDITOR)
    if quote.extractor in STATED:
        return STATED[quote.extractor]
    if quote.extractor.startswith(EXTRACTOR):
        return Reference(title=f"{quote.source_title}: the date of the first version")
    return places.get((quote.document, quote.section)) or Reference(
        document=quote.document,
        title=quote.document_title or quote.url or quote.document or quote.extractor,
        source=quote.source_title,
        published=quote.published,
        section=quote.section,
        url=quote.url,
    )
