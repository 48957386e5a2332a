"""A section's paragraph: its curators' own opening words, then what its figures say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from graph.months import month_name
from graph.review.cite import behind, dating, filing, gathered, listings
from graph.review.opening import kinds_of
from graph.review.phrases import counted, kinds, leaders, listed, number, quoted, sentence, works
from graph.review.shapes import PlannedEntry, PlannedSection, Sentence, Voice
from graph.views.entries import own

_NAMED = 3
_VOICES = 3
"""More openings than this make a section of quotations."""

_VERBS = ("begins", "writes", "puts it this way", "starts out")


def paragraph(section: PlannedSection, place: int) -> tuple[Sentence, ...]:
    """Return the section's sentences; `place` (from 0) varies how the same thing is said."""
    said: list[Sentence | None] = [
        _opening(voice, place + at) for at, voice in enumerate(_own_first(section.openings)[:_VOICES])
    ]
    said += [_size(section, place), _picks(section.entries)]
    said += [_categories(section.entries, place)] if section.month else [_months(section.entries, place)]
    said += [_shared(section.entries)]
    return tuple(one for one in said if one)


def _own_first(voices: Sequence[Voice]) -> list[Voice]:
    return sorted(voices, key=lambda voice: not voice.mine)


def _opening(voice: Voice, place: int) -> Sentence:
    text = voice.text if voice.mine else f"{voice.by} {_VERBS[place % len(_VERBS)]}: {quoted(voice.text)}"
    return Sentence(text=text, sources=(voice.reference,))


def _size(section: PlannedSection, place: int) -> Sentence:
    entries = section.entries
    counts = Counter(planned.entry.node.kind for planned in entries)
    kind = next(iter(counts))
    if len(entries) == 1:
        text = f"A single work stands here, {_article(kinds(kind, 1))}"
    elif len(counts) == 1:
        text = f"Here are {kinds(kind, len(entries))}"
    else:
        told = kinds_of(counts)
        text = (
            f"{works(len(entries))} stand here: {told}",
            f"Here are {works(len(entries))}: {told}",
            f"The section holds {works(len(entries))}, namely {told}",
        )[place % 3]
    return Sentence(text=sentence(text), sources=behind(entries))


def _article(one: str) -> str:
    """Return "an article" for "one article"."""
    noun = one.removeprefix("one ")
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _picks(entries: Sequence[PlannedEntry]) -> Sentence | None:
    picked = [planned for planned in entries if planned.picked]
    if not picked or len(picked) > _NAMED:
        return None
    names = listed([quoted(planned.entry.node.name) for planned in picked])
    verb = "was" if len(picked) == 1 else "were"
    return Sentence(text=f"{names} {verb} picked.", sources=behind(picked))


def _categories(entries: Sequence[PlannedEntry], place: int) -> Sentence | None:
    found = [(planned, best) for planned in entries if (best := own(planned.entry))]
    if len(found) < 2:
        return None
    counts = Counter(best.name for _, best in found)
    top, size = counts.most_common(1)[0]
    if size < 2:
        return None
    ordered = [one for one in leaders(sorted(counts.items()), _NAMED) if one[1] > 1]
    told = listed([f"{quoted(name)} ({count})" for name, count in ordered])
    if len(counts) == 1:
        all_ = "All of them belong" if len(found) == len(entries) else f"The {number(size)} that have a category belong"
        text = f"{all_} to {quoted(top)}"
    elif not ordered:
        return None
    else:
        text = (f"The most frequent subject is {told}", f"Most often they belong to {told}")[
            0 if len(ordered) == 1 else 1
        ]
    guesses = [planned.guess for planned, _ in found if planned.guess]
    if guesses:
        text += f"; {_guessed(len(guesses), len(found), place)}"
    return Sentence(text=sentence(text), sources=filing(planned for planned, _ in found))


def _guessed(guesses: int, of: int, place: int) -> str:
    if guesses == of:
        return ("these categories are guesses", "no list states them, so they are guesses")[place % 2]
    if guesses == 1:
        return "one category is a guess"
    return f"{number(guesses)} of the categories are guesses"


def _months(entries: Sequence[PlannedEntry], place: int) -> Sentence | None:
    dated = [planned for planned in entries if planned.month]
    if not dated:
        return None
    counts = Counter(planned.month for planned in dated if planned.month)
    months = sorted(counts)
    if len(dated) == 1:
        one = "It is from" if len(entries) == 1 else "Only one of them is dated, to"
        return Sentence(text=f"{one} {month_name(months[0])}.", sources=dating(entries))
    if len(months) == 1:
        of = "All" if len(dated) == len(entries) else f"The {number(len(dated))} that are dated"
        text = f"{of} are from {month_name(months[0])}"
    else:
        start = _short(months[0], months[-1])
        text = (
            f"They run from {start} to {month_name(months[-1])}",
            f"The earliest is from {start}, the latest from {month_name(months[-1])}",
        )[place % 2]
        most = max(months, key=lambda month: counts[month])
        if counts[most] > 1 and list(counts.values()).count(counts[most]) == 1:
            text += f", with {number(counts[most])} in {_short(most, months[-1])}"
    undated = [planned for planned in entries if not planned.month]
    if undated:
        text += f"; {counted(len(undated), 'is', 'are')} undated"
    sources = gathered([*(one for planned in dated for one in planned.dated), *behind(undated)])
    return Sentence(text=sentence(text), sources=sources)


def _short(month: str, beside: str) -> str:
    """Return the month without its year where the one named beside it has the same."""
    name = month_name(month)
    return name.rpartition(" ")[0] if month[:4] == beside[:4] else name


def _shared(entries: Sequence[PlannedEntry]) -> Sentence | None:
    shared = [planned for planned in entries if listings(planned) > 1]
    if not shared or len(shared) > _NAMED or len(entries) == 1:
        return None
    names = listed([quoted(planned.entry.node.name) for planned in shared])
    verb = "stands" if len(shared) == 1 else "stand"
    return Sentence(text=f"{names} {verb} on more than one list.", sources=behind(shared))
