"""The line of a listing that says when, and mostly who: "Ada Novak · 5 days ago", "3 weeks ago by Ben Ito · 4 min read"."""

from __future__ import annotations

import re

from msgspec import Struct

from ingest.sources.dates import RELATIVE

STAMP = (
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?"
)
"""A date that a machine wrote, as a pattern."""
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
WRITTEN = (
    r"\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
    rf"(?:{_MONTH}\s+{_DAY},?|{_DAY}\s+(?:of\s+)?{_MONTH},?)\s+(?:19|20)\d\d"
)
"""A day as people write it, as a pattern: "Jan 7, 2025", "Tuesday, 7th of January 2025"."""
LONGEST_BYLINE = 140
LONGEST_NAME = 80
MOST_WORDS = 9
_WHEN = rf"(?:{RELATIVE}|{STAMP}|{WRITTEN})"
APART = re.compile(r"\s*[·•|]\s*|\s+[—–-]\s+|\s*[—–]\s*")
_SHORT = re.compile(r"\d{1,3}\s?(?:s|m|min|h|hr|d|w|wk|mo|mth|y|yr)s?", re.IGNORECASE)
"""Said like this only where it stands by itself: "2d"."""
_SIGNED = r"(?:(?:posted|published|written|shared|added)\s*(?:on\s+)?)?(?:by|from)\s+"
BY = re.compile(_SIGNED, re.IGNORECASE)
_SAID = re.compile(rf"(?P<who>.*?)[\s,:(]*(?P<when>{_WHEN})\)?", re.IGNORECASE)
_AGO = re.compile(rf"(?P<who>.{{1,{LONGEST_NAME}}}?)[\s,:(·•|—–-]*(?P<when>{RELATIVE}|{WRITTEN})\)?", re.IGNORECASE)
_SAID_FIRST = re.compile(rf"(?P<when>{_WHEN})[\s,:]*(?P<who>{_SIGNED}.+)", re.IGNORECASE)
_ABSOLUTE = re.compile(rf"{STAMP}|{WRITTEN}", re.IGNORECASE)
_BEFORE_DAY = re.compile(r"\s+(?:on|in|of|from|since|until|before|after|for|to)$", re.IGNORECASE)
"""What a name ends with only where "by" introduces it: "By Ada Novak on Jan 7, 2025", "Notes from Jan 7, 2025"."""
_LEAD = re.compile(rf"{_SIGNED}|(?:posted|published|written|shared|added)(?:\s+on)?$", re.IGNORECASE)
COUNTS = re.compile(
    r"(?:(?:\d[\d.,]*\s?[km]?|no)\s+)?(?:(?P<views>views?|reads?)|comments?|likes?|points?|upvotes?|shares?|claps?|boosts?"
    r"|repl(?:y|ies)|reactions?|saves?|min(?:ute)?s? read|read more|continue reading|bookmark|save|hide|reply|report)[\s.…→»]*",
    re.IGNORECASE,
)
_PROSE = re.compile(
    r"\b(?:i|it|its|this|that|these|those|was|is|are|were|we|they|he|she|who|which|when|just|about)\b|[\"“”?!;:]"
    r"|(?<!\b\w)(?<!\b[JSjs]r)\.$",
    re.IGNORECASE,
)
"""What sentences have and hardly a name."""
_EVENT = re.compile(
    r"\b(?:updated?|opened|closed|merged|commented|replied|edited|asked|answered|modified|joined|committed|pushed|released"
    r"|submitted|ago)\b|#|^\W",
    re.IGNORECASE,
)
"""What a line says of a thing that happened, not of a post that was written."""


class Byline(Struct, frozen=True):
    """What the line says; all as written."""

    when: str
    author: str | None = None
    views: str | None = None


def read_byline(text: str) -> Byline | None:
    """Return what a line says, or None where it is no byline."""
    if len(text) > LONGEST_BYLINE:
        return None
    when, who, views = None, [], None
    for part in APART.split(text) if not re.fullmatch(_WHEN, text, re.IGNORECASE) else [text]:
        if found := COUNTS.fullmatch(part):
            views = part if found["views"] else views
        elif when is None and (said := _said(part)):
            when = said[0]
            who += [said[1]] if said[1] else []
        elif when is None and _SHORT.fullmatch(part) and part != text:
            when = part
        elif part:
            who.append(part)
    if when is None or len(who) > 1 or not all(map(is_name, who)):
        return None
    return Byline(when, name_of(who[0]) if who else None, views)


def read_repeated(text: str) -> Byline | None:
    """Return what a line says that is a byline only if its name, which may be any words, repeats on the page."""
    found = _AGO.fullmatch(text) if len(text) <= LONGEST_BYLINE else None
    if found is None or not found["who"] or len(found["who"].split()) > MOST_WORDS or _EVENT.search(found["who"]):
        return None
    return Byline(found["when"], name_of(found["who"]))


def _said(part: str) -> tuple[str, str] | None:
    found = _SAID_FIRST.fullmatch(part) or _SAID.fullmatch(part)
    if found is None:
        return None
    who = found["who"].strip(" ,:(")
    if _BEFORE_DAY.search(who) and name_of(who):
        return (found["when"], _BEFORE_DAY.sub("", who)) if BY.match(who) else None
    return found["when"], who


def is_absolute(when: str) -> bool:
    """Tell a date that stands for itself from one that is relative to a day."""
    return _ABSOLUTE.fullmatch(when) is not None


def name_of(text: str) -> str | None:
    """Return the name without what introduces it; None where nothing else stands there."""
    return _LEAD.sub("", text).strip(" ,:") or None


def is_name(text: str) -> bool:
    """Tell what may be a person's or a blog's name from a sentence."""
    name = name_of(text)
    if name is None:
        return True
    words = name.split()
    if len(name) > LONGEST_NAME or len(words) > MOST_WORDS or _PROSE.search(name) or _EVENT.search(name):
        return False
    return len(words) == 1 or not words[0].islower() or words[0] in ("de", "van", "von", "the", "el", "al", "di")
