"""How trends are told: windows, shares, who was first and how long it took in words; bars and shades in steps. All pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from api.pages.figures import scaled
from api.pages.words import counted, day, grouped, month_word, people, spelled
from graph.months import month_name
from graph.trends import LEAST, Share
from graph.views.trend_lag import days_of
from graph.views.trend_shapes import (
    Firsts,
    Heat,
    Lag,
    MonthShare,
    Rising,
    Saying,
    TrendLine,
    TrendView,
    Window,
)

SHADES = 6
"""Steps of a heatmap: the eye tells no more of one hue apart."""
RAREST = 10_000
_WEEK = 6

_ECHOES = {
    "curator": "the same curator as {of}",
    "link": "links {of}",
    "words": "in the same words as {of}",
}


def window_words(window: Window) -> str:
    """Return "March 2025", "January to March 2025" or "November 2024 to January 2025"."""
    if window.since == window.until:
        return month_name(window.until)
    same_year = window.since[:4] == window.until[:4]
    return f"{month_word(window.since) if same_year else month_name(window.since)} to {month_name(window.until)}"


def before_words(window: Window) -> str:
    """Return "the nine months before"."""
    return f"the {spelled(window.months)} {'month' if window.months == 1 else 'months'} before"


def share_words(share: Share, noun: str = "work") -> str:
    """Return "7 of 52 works"."""
    return f"{grouped(share.part)} of {counted(share.of, noun)}"


def change_words(line: TrendLine, recent: Window, earlier: Window) -> str:
    """Return "in 7 of 52 works in March 2025, 2 of 61 the three months before"."""
    before = f"{grouped(line.earlier.part)} of {grouped(line.earlier.of)}"
    return f"in {share_words(line.recent)} {during(recent)}, {before} {before_words(earlier)}"


def during(window: Window) -> str:
    """Return "in March 2025" or "from January to March 2025"."""
    return f"{'in' if window.since == window.until else 'from'} {window_words(window)}"


def compared_words(view: TrendView) -> str:
    """Return what is compared, and what is left out of the comparison and of the months."""
    told = f"{counted(view.works.part, 'work')} compared with {grouped(view.earlier_works.part)} before"
    others = view.works.of + view.earlier_works.of - view.works.part - view.earlier_works.part
    if others:
        heard = f"{grouped(view.compared.part)} of {counted(view.compared.of, 'source')}"
        told += f", of the {heard} heard in both spans; {counted(others, 'work')} of the others left out"
    told += f"; {counted(view.tested, view.kind)} tested"
    return told + (f"; {counted(view.undated, 'work')} without a month" if view.undated else "")


def unrisen_words(rising: Rising) -> str:
    """Return that nothing rises up to a month, of how many tested, or why nothing could."""
    if rising.works.part and rising.earlier_works.part and rising.tested:
        tested = counted(rising.tested, rising.kind)
        return f"nothing rises further than shares ordinarily move {during(rising.recent)}, of {tested} tested"
    return nothing_words(rising)


def nothing_words(view: TrendView | Rising) -> str:
    """Return why nothing is told to rise or to fade, where nothing is: there may have been nothing to compare."""
    if not view.works.of and not view.earlier_works.of:
        return "nothing to compare: no work is first mentioned in either time"
    if not view.works.part or not view.earlier_works.part:
        return "nothing to compare: no source is heard in both times"
    if not view.tested:
        return f"nothing to compare: no {view.kind} is named in {spelled(LEAST)} works"
    return "nothing further than shares ordinarily move"


def part_words(share: Share) -> str:
    """Return a share in per cent with a narrow space, "none" for nothing and "under 1 %" for next to nothing."""
    if not share.part:
        return "none"
    return f"{round(share.ratio * 100)}\u202f%" if share.ratio >= 0.01 else "under 1\u202f%"


def chance_words(chance: float) -> str:
    """Return how rarely so large a change comes about where nothing changed: "1 in 240"."""
    return f"1 in {grouped(round(1 / chance))}" if chance > 1 / RAREST else f"under 1 in {grouped(RAREST)}"


def alone_words(line: TrendLine) -> str | None:
    """Return that one source alone says so, where that is so."""
    if line.alone is None:
        return None
    return f"one source alone: {line.alone}" if line.alone else "your picks alone"


def spark(months: Sequence[MonthShare], recent: int, tallest: int) -> list[tuple[int, int, bool, MonthShare]]:
    """Return (place, height, whether it is one of the recent months, the month) of each month that has any."""
    most = max((one.works.ratio for one in months), default=0.0)
    return [
        (
            place,
            scaled(round(one.works.ratio * 10_000), round(most * 10_000), tallest),
            place >= len(months) - recent,
            one,
        )
        for place, one in enumerate(months)
        if one.works.part
    ]


def shade(count: int, of: int, heat: Heat) -> int:
    """Return how dark a cell is, 1 to `SHADES`; 0 where fewer than three works say so.

    By the root of the share, so that a share of 5 % is told from one of 1 % where the largest is 60 %.
    """
    most = max(
        (works / of for row in heat.rows for works, of in zip(row.works, heat.of, strict=True) if works >= LEAST),
        default=0.0,
    )
    if count < LEAST or not of or not most:
        return 0
    return max(1, min(SHADES, round(SHADES * sqrt(count / of / most))))


def first_words(firsts: Firsts) -> str:
    """Return who was first, or that it is not known which of several was."""
    if not firsts.first:
        return "no mention has a date"
    names = people([saying.title for saying in firsts.first], 4)
    when = {said_when(saying) for saying in firsts.first}
    if len(when) > 1:
        return f"{names}: their dates do not tell which"
    return f"{names}, {'both ' if len(firsts.first) == 2 else ''}{when.pop()}"


def said_when(saying: Saying) -> str:
    """Return when it was said, as exactly as that is known."""
    if saying.since is None or saying.until is None:
        return "undated"
    first, last = days_of(saying.since, saying.until)
    if first == last:
        return f"on {day(last.isoformat())}"
    if (last - first).days == _WEEK:
        return f"in the week to {day(last.isoformat())}"
    if first.day == 1 and f"{first:%Y-%m}" == f"{last:%Y-%m}":
        return f"in {month_name(f'{last:%Y-%m}')}"
    return f"between {day(first.isoformat())} and {day(last.isoformat())}"


def echo_words(saying: Saying) -> str | None:
    """Return why a mention is no independent one, where it is none."""
    return _ECHOES[saying.echo].format(of=saying.of) if saying.echo and saying.of else None


def independent_words(firsts: Firsts) -> str:
    """Return how many sources mention it, and how many of them independently."""
    every, echoes = len(firsts.sayings), len(firsts.sayings) - firsts.independent
    told = f"{spelled(every, 'source')} {'mentions' if every == 1 else 'mention'} it"
    if echoes:
        told += f", {spelled(firsts.independent)} independently"
    return told + (f"; {spelled(firsts.undated)} more without a date" if firsts.undated else "")


def days_words(days: float | None) -> str:
    """Return "6 days", "the same day", "3 days before it" of the median from publication to mention."""
    if days is None:
        return "–"
    whole = abs(round(days))
    if not whole:
        return "the same day"
    return f"{grouped(whole)} day{'s' if whole > 1 else ''}{' before' if days < 0 else ''}"


def lag_words(lag: Lag) -> str:
    """Return how long it took, from how many papers, and between what bounds with those whose dates are rough."""
    parts = []
    if lag.median is not None:
        parts.append(f"the median is {days_words(lag.median)}, of {counted(lag.papers, 'paper')} dated to the day")
    if lag.rough and lag.low is not None:
        bounds = f"between {days_words(lag.low)} and {days_words(lag.high)}"
        more = "more are known roughly, with them it lies" if parts else "are known roughly, their median lies"
        parts.append(f"{grouped(lag.rough)} {more} {bounds}")
    if lag.undated:
        parts.append(f"{counted(lag.undated, 'mention')} without a date")
    return "; ".join(parts)
