"""A date that is only spoken: "Today, as we are recording, is January 9th, 2026, a Friday night"."""

from __future__ import annotations

import re
from calendar import day_name, month_name
from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec import Struct

from graph.model import Moment, Precision
from graph.outline import Outline

BASIS = "spoken"
FIRST_SECONDS = 180.0
FIRST_BLOCKS = 12
"""The date is said at the beginning: within three minutes, or where nothing is timed in the first blocks."""
_MONTHS = tuple(name.lower() for name in month_name if name)
_DAYS = tuple(name.lower() for name in day_name)
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if name != "may" else name for name in _MONTHS)
_DAY = r"(?P<day{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"\b(?:(?P<month1>{_MONTH})\.?\s+(?:the\s+)?{_DAY.format(1)},?\s+(?:of\s+)?(?P<year1>20\d\d)"
    rf"|(?:the\s+)?{_DAY.format(2)}\s+(?:of\s+)?(?P<month2>{_MONTH})\.?,?\s+(?P<year2>20\d\d))\b",
    re.IGNORECASE,
)
_CUE = re.compile(r"\b(?:today(?:['’]s)?|record(?:ing|ed)?|taping|taped)\b", re.IGNORECASE)
_LIGHT_WORDS = (
    "a afternoon an and are as at being currently date day early episode evening for here in is it it's its late live "
    "local me morning night now of on our podcast recorded recording right show taped taping the this time today "
    "today's us was we we're"
)
_LIGHT = frozenset(_LIGHT_WORDS.split()) | frozenset(_DAYS)  # fmt: skip
"""What may stand between "today" or "recording" and the date it says; any other word may give the date to something else."""
LONGEST_SENTENCE = 1_000
"""Signs of a sentence that are looked at: each date in it is held against each word that could mean "today"."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


class Spoken(Struct, frozen=True):
    """The date that was said; none where nothing was, or where the weekday said with it is another (`doubtful`)."""

    moment: Moment | None = None
    doubtful: bool = False


def spoken_date(outline: Outline) -> Spoken:
    """Return the day on which, as its first minutes say, the episode was recorded."""
    for text in _opening(outline):
        for sentence in _SENTENCE.split(text):
            sentence = sentence[:LONGEST_SENTENCE]
            for found in _DATE.finditer(sentence):
                if _is_of_today(sentence, found) and (day := _day(found)) is not None:
                    return _checked(day, sentence)
    return Spoken()


def _opening(outline: Outline) -> Iterable[str]:
    said = [n for n, block in enumerate(outline.blocks) if block.speaker or block.start is not None]
    begins = (outline.start_of(said[0]) or 0.0) if said else 0.0
    for count, n in enumerate(said):
        start = outline.start_of(n)
        if (start is None and count >= FIRST_BLOCKS) or (start or 0.0) > begins + FIRST_SECONDS:
            return
        yield outline.blocks[n].text


def _is_of_today(sentence: str, date: re.Match[str]) -> bool:
    """Tell whether nothing but light words stands between the date and a word that says: this is the day."""
    for cue in _CUE.finditer(sentence):
        between = (
            sentence[cue.end() : date.start()] if cue.end() <= date.start() else sentence[date.end() : cue.start()]
        )
        if all(word.lower().replace("’", "'") in _LIGHT for word in _WORD.findall(between)):
            return cue[0].lower() != "recorded" or _is_this(sentence[: cue.start()])
    return False


def _is_this(before: str) -> bool:
    """Tell "we recorded this", "this episode was recorded" from a talk that somebody recorded."""
    words = [word.lower() for word in _WORD.findall(before)[-3:]]
    return not words or bool({"we", "this", "episode", "podcast", "show", "we're"} & set(words))


def _day(found: re.Match[str]) -> datetime | None:
    month = (found["month1"] or found["month2"]).lower()[:3]
    number = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(month))
    try:
        return datetime(int(found["year1"] or found["year2"]), number, int(found["day1"] or found["day2"]), tzinfo=UTC)
    except ValueError:
        return None


def _checked(day: datetime, sentence: str) -> Spoken:
    named = {word.lower() for word in _WORD.findall(sentence)} & set(_DAYS)
    if named and _DAYS[day.weekday()] not in named:
        return Spoken(doubtful=True)
    return Spoken(Moment(day, 0, Precision.DAY, BASIS))
