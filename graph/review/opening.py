"""A review's headline and opening paragraph, composed from its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from graph.model import NodeKind
from graph.months import month_name
from graph.review.cite import behind, dating, filing, gathered, listings, lists
from graph.review.phrases import counted, kinds, leaders, listed, long_date, number, quoted, sentence, works
from graph.review.plan import MONTH
from graph.review.shapes import Plan, PlannedEntry, PlannedSection, Reference, Sentence
from graph.views.entries import own

_YEAR = 12
_NAMED = 3
"""How many of many are named before the rest is left to the list below."""


def headline(plan: Plan) -> Sentence:
    """Return "2024 by category: 46 works from one list"."""
    entries = all_entries(plan)
    found = lists(entries)
    picks = sum(planned.picked for planned in entries)
    how = "month by month" if plan.by == MONTH else "by category"
    start = f"{plan.year}, {how}: {works(len(entries))}"
    if picks:
        start += f", {number(picks)} of them picked"
    elif len(_from_a_list(entries)) == len(entries):
        start += f" from {counted(len(found), 'list', 'lists')}"
    return Sentence(text=start, sources=_documents(entries))


def opening(plan: Plan) -> tuple[Sentence, ...]:
    """Return the opening paragraph: where the works come from, how they spread, what stands out."""
    entries = all_entries(plan)
    said = [_from_lists(entries), _picks(entries), _spread(plan), _kinds(entries), _across(plan, entries)]
    said += [_shared(entries), _guesses(entries), _undated(entries)]
    return tuple(one for one in said if one)


def all_entries(plan: Plan) -> list[PlannedEntry]:
    """Return the plan's entries in reading order."""
    return [planned for section in plan.sections for planned in section.entries]


def _from_a_list(entries: Sequence[PlannedEntry]) -> list[PlannedEntry]:
    """Return the entries that a list brings in; others are only picked."""
    return [planned for planned in entries if any(reference.document for reference in planned.homes)]


def _documents(entries: Sequence[PlannedEntry]) -> tuple[Reference, ...]:
    return gathered([document for document, _ in lists(entries)]) or behind(entries)


def _from_lists(entries: Sequence[PlannedEntry]) -> Sentence | None:
    found = lists(entries)
    if not found:
        return None
    brought = len(_from_a_list(entries))
    come = "come" if brought > 1 else "comes"
    start = f"The works {come}" if brought == len(entries) > 1 else f"{works(brought)} {come}"
    if len(found) <= _NAMED:
        sources = [None, *(document.source for document, _ in found)]
        names = listed(
            [
                _titled(document if document.source != before else replace(document, source=None), count, len(found))
                for (document, count), before in zip(found, sources, strict=False)
            ]
        )
        text = f"{start} from {names}"
    else:
        first = leaders([(document.title, count) for document, count in found], _NAMED)
        names = listed([f"{quoted(title)} ({count})" for title, count in first])
        text = f"{start} from {counted(len(found), 'list', 'lists')}{f', above all {names}' if first else ''}"
    return Sentence(text=sentence(text), sources=_documents(entries))


def _titled(document: Reference, count: int, of: int) -> str:
    details = [document.source, long_date(document.published), works(count) if of > 1 else None]
    told = ", ".join(detail for detail in details if detail)
    return f"{quoted(document.title)} ({told})" if told else quoted(document.title)


def _picks(entries: Sequence[PlannedEntry]) -> Sentence | None:
    picked = [planned for planned in entries if planned.picked]
    if not picked:
        return None
    lead = "they lead their sections" if len(picked) > 1 else "it leads its section"
    were = "were" if len(picked) > 1 else "was"
    text = f"{number(len(picked))} of them {were} picked by hand; {lead}"
    return Sentence(text=sentence(text), sources=behind(picked))


def _spread(plan: Plan) -> Sentence | None:
    """Say which sections are the largest (a list's rhythm) and, by month, which month is the quietest."""
    sections = [section for section in plan.sections if section.month or section.category]
    if len(sections) < 2:
        return None
    ordered = sorted(sections, key=lambda section: -len(section.entries))
    placed = [planned for section in sections for planned in section.entries]
    if plan.by == MONTH:
        return Sentence(text=sentence(_by_month(ordered)), sources=dating(placed))
    text = _by_category(ordered)
    return Sentence(text=sentence(text), sources=filing(placed)) if text else None


def _by_month(ordered: Sequence[PlannedSection]) -> str:
    """Compare the months that have works; a month without any has no section and is not spoken of."""
    size = len(ordered[0].entries)
    if size == len(ordered[-1].entries):
        each = f"{number(len(ordered))} months{'' if len(ordered) == _YEAR else ' with works'}"
        return f"Each of the {each} holds {works(size)}"
    return f"{_most(ordered)}; {'' if len(ordered) == _YEAR else 'of the months with works '}{_least(ordered)}"


def _by_category(ordered: Sequence[PlannedSection]) -> str | None:
    size = len(ordered[0].entries)
    if size == len(ordered[-1].entries):
        return f"Each of the {number(len(ordered))} categories holds {works(size)}"
    first = leaders([(section.name, len(section.entries)) for section in ordered], _NAMED)
    told = listed([f"{quoted(name)} ({count})" for name, count in first])
    if len(first) == len(ordered):
        return f"The {number(len(ordered))} categories are {told}"
    are = "is" if len(first) == 1 else "are"
    return f"The largest of the {number(len(ordered))} categories {are} {told}" if first else None


def _most(ordered: Sequence[PlannedSection]) -> str:
    top = [section.name for section in ordered if len(section.entries) == len(ordered[0].entries)]
    size = works(len(ordered[0].entries))
    if len(top) == 1:
        return f"the fullest month is {top[0]} with {size}"
    return f"the fullest months are {listed(top)} with {size} each"


def _least(ordered: Sequence[PlannedSection]) -> str:
    low = [section.name for section in ordered if len(section.entries) == len(ordered[-1].entries)]
    size = works(len(ordered[-1].entries))
    return (
        f"the quietest is {low[0]} with {size}" if len(low) == 1 else f"the quietest, {listed(low)}, have {size} each"
    )


def _kinds(entries: Sequence[PlannedEntry]) -> Sentence | None:
    counts = Counter(planned.entry.node.kind for planned in entries)
    if len(counts) < 2:
        return None
    text = f"Among them are {kinds_of(counts)}"
    return Sentence(text=sentence(text), sources=_documents(entries))


def kinds_of(counts: Counter[NodeKind]) -> str:
    """Return "six papers, three articles and two videos"."""
    return listed([kinds(kind, count) for kind, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))])


def _across(plan: Plan, entries: Sequence[PlannedEntry]) -> Sentence | None:
    """Say how the works lie the other way round: the categories of a review by month, the months of one by category."""
    if plan.by == MONTH:
        names = Counter(best.name for planned in entries if (best := own(planned.entry)))
        what, where, sources = ("category", "categories"), {name: quoted(name) for name in names}, filing(entries)
    else:
        names = Counter(planned.month for planned in entries if planned.month)
        what, where, sources = ("month", "months"), {name: month_name(name) for name in names}, dating(entries)
    if len(names) < 2:
        return None
    ordered = [one for one in leaders(sorted(names.items()), _NAMED) if one[1] > 1]
    if not ordered:
        return None
    told = listed([f"{where[name]} ({count})" for name, count in ordered])
    are = f"{what[0]} is" if len(ordered) == 1 else f"{what[1]} are"
    return Sentence(text=sentence(f"The most frequent {are} {told}"), sources=sources)


def _shared(entries: Sequence[PlannedEntry]) -> Sentence | None:
    shared = [planned for planned in entries if listings(planned) > 1]
    if not shared:
        return None
    shared.sort(key=lambda planned: (-listings(planned), planned.entry.node.name))
    names = listed([quoted(planned.entry.node.name) for planned in shared[:_NAMED]])
    if len(shared) == 1:
        text = f"One work stands on more than one list: {names}"
    elif len(shared) <= _NAMED:
        text = f"{works(len(shared))} stand on more than one list: {names}"
    else:
        text = f"{works(len(shared))} stand on more than one list, among them {names}"
    return Sentence(text=sentence(text), sources=behind(shared))


def _guesses(entries: Sequence[PlannedEntry]) -> Sentence | None:
    guessed = [planned.guess for planned in entries if planned.guess]
    if not guessed:
        return None
    guesses = "one category is a guess" if len(guessed) == 1 else f"{number(len(guessed))} categories are guesses"
    if len(guessed) == len(entries) > 1:
        guesses = "all categories are guesses"
    text = f"{guesses}, marked with the probability: no list states {'it' if len(guessed) == 1 else 'them'}"
    return Sentence(text=sentence(text), sources=gathered(guessed))


def _undated(entries: Sequence[PlannedEntry]) -> Sentence | None:
    undated = [planned for planned in entries if planned.month is None]
    if not undated:
        return None
    text = f"For {works(len(undated))} no source states a month; they are marked as undated"
    if len(undated) == 1:
        text = "For one work no source states a month; it is marked as undated"
    return Sentence(text=sentence(text), sources=behind(undated))
