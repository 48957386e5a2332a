"""From a plan to a draft: composed sentences that say only what the library holds, each with its sources."""

from __future__ import annotations

from graph.ids import month_id
from graph.model import Basis
from graph.review.cite import gathered
from graph.review.grounds import is_picked
from graph.review.opening import headline, opening
from graph.review.phrases import listed, percent, quoted
from graph.review.section import paragraph
from graph.review.shapes import (
    Draft,
    DraftItem,
    DraftSection,
    Plan,
    PlannedEntry,
    PlannedSection,
    Reference,
    Sentence,
    Voice,
)
from graph.views.entries import own

NAMED = 3
_MONTH_WORDS = {
    Basis.PICKED.value: "Picked for",
    Basis.CURATED.value: "Listed under",
    Basis.PUBLISHED.value: "Published in",
    Basis.RELEASED.value: "Released in",
}


def draft(plan: Plan) -> Draft:
    """Return the plan as sentences; every one of them has at least one source."""
    return Draft(
        year=plan.year,
        by=plan.by,
        headline=headline(plan),
        opening=opening(plan),
        sections=tuple(_section(section, place) for place, section in enumerate(plan.sections)),
    )


def _section(section: PlannedSection, place: int) -> DraftSection:
    return DraftSection(
        name=section.name,
        paragraph=paragraph(section, place),
        items=tuple(_item(planned, section) for planned in section.entries),
    )


def _item(planned: PlannedEntry, section: PlannedSection) -> DraftItem:
    facts = [_category_fact(planned, section), _month_fact(planned, section)]
    remarks = (*map(_remark, planned.voices), *_listed_by(planned), *(fact for fact in facts if fact))
    return DraftItem(
        node=planned.entry.node.id,
        title=planned.entry.node.name,
        url=planned.entry.node.url,
        picked=planned.picked,
        remarks=remarks,
        sources=tuple(dict.fromkeys(source for remark in remarks for source in remark.sources)),
    )


def _remark(voice: Voice) -> Sentence:
    """The user's own words stand as they are; anybody else's are quoted and attributed."""
    text = voice.text.strip() if voice.mine else f"{voice.by}: {quoted(voice.text)}"
    return Sentence(text=text, sources=(voice.reference,), verbatim=voice.mine)


def _listed_by(planned: PlannedEntry) -> list[Sentence]:
    """Say who picked or listed the work without a word on it."""
    spoken = {voice.reference for voice in planned.voices}
    silent = [reference for reference in planned.references if reference not in spoken]
    picks = [reference for reference in silent if not reference.document]
    lists = tuple(reference for reference in silent if reference.document)
    said = [Sentence(text=f"Picked for {pick.section}.", sources=(pick,)) for pick in picks]
    names = [name for name in planned.listed_by if name not in {voice.by for voice in planned.voices}]
    if lists and names:
        verb = "Also listed" if spoken or picks else "Listed"
        said.append(Sentence(text=f"{verb} by {listed(names)}.", sources=gathered(lists)))
    elif lists:
        said.append(Sentence(text=f"Listed again in {listed(_places(lists, spoken))}.", sources=gathered(lists)))
    return said


def _places(lists: tuple[Reference, ...], spoken: set[Reference]) -> list[str]:
    """Return the lists by title; a list that was quoted already by the section that has the work once more."""
    quoted_from = {reference.document for reference in spoken}
    places = [one.section if one.document in quoted_from and one.section else one.title for one in lists]
    told = [quoted(place) for place in dict.fromkeys(places)]
    return told if len(told) <= NAMED else [*told[:NAMED], f"{len(told) - NAMED} more"]


def _category_fact(planned: PlannedEntry, section: PlannedSection) -> Sentence | None:
    best = own(planned.entry)
    if best is None:
        return None
    if planned.guess:
        name = "" if section.category else f": {best.name}"
        return Sentence(text=f"Category guessed{name}, {percent(best.probability)}.", sources=planned.filed)
    if section.category:
        return None
    return Sentence(text=f"Category: {best.name}.", sources=gathered(planned.filed))


def _month_fact(planned: PlannedEntry, section: PlannedSection) -> Sentence | None:
    if section.month:
        return None
    if planned.month is None:
        before = planned.entry.node.before
        return Sentence(
            text=f"Undated, before {before}." if before else "Undated.", sources=gathered(planned.references)
        )
    best = next(placement for placement in planned.entry.months if placement.node == month_id(planned.month))
    words = _MONTH_WORDS.get(best.basis, "From")
    if best.basis == Basis.PICKED and not is_picked(best, planned.entry):
        words = "Dated by the editor:"
    return Sentence(text=f"{words} {best.name}.", sources=gathered(planned.dated))
