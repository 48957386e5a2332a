"""Which month a heading names, if it names one (law 9). Months are never made up: what may be a word or a name is none.

Read: "March: a theme", "3. March", "In June", "The papers of May", "DECEMBER ’21", "July 4", "Week of May 5, 2024",
"2024-11", "2024: March". Not read: "May the force", "Marching on", "Mar-a-Lago", "Jan wins", "January & February" (two).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.model import Moment, Month
from graph.months import month_name, month_of, months_of

MONTHS = [month_name(month).split()[0].lower() for month in months_of(2000)]
_LONG = "|".join(MONTHS)
_SHORT = "|".join(name[:3] for name in MONTHS if len(name) > 4) + "|sept"
NAMED = re.compile(rf"(?<![\w-])({_LONG}|{_SHORT})\b\.?(?!-?[^\W\d])(?![’'](?!s\b)[^\W\d])", re.IGNORECASE)
"""A month's name that no word is joined to (not "Mar-a-Lago"), but for the s of "October's"."""
WORDS_TOO = frozenset({"march", "may"})
"""Names that are words as well, like all short ones that are given names: they count only where nothing else reads on."""
SET_OFF = re.compile(r"\s*(?:[\W_]*$|[:–—|(,./]|-\s|\s-|['’]s\b|['’]\d\d\b|\d{1,4}(?:st|nd|rd|th)?\b)")
INTRODUCED = re.compile(
    r"(?:^|\b(?:in|of|for|from|during|month|since|until|to|early|mid|late))[\W\d_]*$", re.IGNORECASE
)
YEAR_AFTER = re.compile(
    r"[\s,]*(?:\d{1,2}(?:st|nd|rd|th)?(?:\s*[-–—]\s*(?:[a-z]+\.?\s+)?\d{1,2})?,?\s+)?(?:of\s+)?((?:19|20)\d\d)\b", re.I
)
SHORT_YEAR = re.compile(r"\s*['’](\d\d)\b")
DAY_AFTER = re.compile(r"\s+\d{1,2}(?:st|nd|rd|th)?\b")
ISO = re.compile(r"(?<![\d.])((?:19|20)\d\d)[-/](0[1-9]|1[0-2])(?!\d)")
YEAR = re.compile(r"(?<![\d/])(?:19|20)\d\d(?!\d)")
MOST_WORDS_BEFORE = 5


def heading_month(text: str, above: Sequence[str], published: Moment | None) -> Month | None:
    """Return the month a heading names, or None.

    Its year comes from the heading, else from the headings and the title `above` (nearest first), else from the
    publication date: the last such month that was not in the future then.
    """
    if found := ISO.search(text):
        return f"{found[1]}-{found[2]}"
    written = list(NAMED.finditer(text))
    named = [found for found in written if _names_a_month(text, found)]
    others = {_number(found) for found in written if found in named or found[1].lower() not in WORDS_TOO}
    if not named or (len(others) > 1 and not DAY_AFTER.match(text, named[0].end())):
        return None
    number = _number(named[0])
    if year := _year_after(text, named[0].end()):
        return month_of(year, number)
    for context in (text, *above):
        years = set(YEAR.findall(context))
        if len(years) == 1:
            return month_of(int(years.pop()), number)
    if published is None or published.month is None:
        return None
    year, month = map(int, published.month.split("-"))
    return month_of(year if number <= month else year - 1, number)


def _names_a_month(text: str, found: re.Match[str]) -> bool:
    """Tell a month from a word: it opens the heading or is introduced, and it is set off from what follows."""
    before, name = text[: found.start()], found[1].lower()
    introduced = INTRODUCED.search(before) is not None
    set_off = SET_OFF.match(text, found.end()) is not None
    if name in WORDS_TOO or len(name) < 4:
        return set_off and (introduced or _year_after(text, found.end()) is not None)
    return (set_off and len(re.findall(r"[^\W\d_]+", before)) <= MOST_WORDS_BEFORE) or (
        introduced and bool(before.strip())
    )


def _year_after(text: str, at: int) -> int | None:
    if found := YEAR_AFTER.match(text, at):
        return int(found[1])
    if found := SHORT_YEAR.match(text, at):
        return 2000 + int(found[1])
    return None


def _number(found: re.Match[str]) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(found[1].lower()[:3]))
