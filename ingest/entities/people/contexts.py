"""What the words around a name say: that it is a person's. Precision first, so one of few things must be said."""

from __future__ import annotations

import re

from ingest.entities.forms.generic import word_set

_ROLE_WORDS = (
    "ceo cto cfo coo founder co-founder cofounder researcher professor prof dr mr ms mrs author scientist engineer president "
    "guest economist philosopher physicist mathematician psychologist journalist historian novelist sociologist linguist "
    "programmer developer analyst senator minister secretary chairman chancellor director editor columnist biologist "
    "neuroscientist entrepreneur investor rev colleague friend"
)
_ROLES = word_set(_ROLE_WORDS)
_LED = word_set("by with")
_LEADING = word_set(
    """interview conversation talk paper post essay keynote article presented hosted written book podcast chat joined edited
    translated directed founded co-founded cofounded authored illustrated narrated moderated"""
)
_SAYING = re.compile(
    r" (?:says|said|writes|wrote|argues|argued|explains|explained|told|tweeted|tweets|suggests|suggested|joins|joined|"
    r"points out|pointed out|reflects|recalls|recalled|coined|thinks|believes|noted|warns|warned|quipped)\b"
)
_APPOSED = re.compile(
    r"(?:,| \() ?(?:[\w’'-]{1,24} ){0,3}(?:CEO|CTO|COO|CFO|VP|cofounder|co-founder|founder|founders|professor|director|head|"
    r"chief|author|researcher|engineer|scientist|creator|president|chair|partner|economist|journalist|philosopher|"
    r"historian|psychologist|analyst|editor|columnist|blogger|investor)\b"
)
_WORK = re.compile(
    r"['’]s? (?:[a-z-]{2,14} ){0,2}(?:essay|talk|paper|book|blog|post|piece|newsletter|podcast|lecture|keynote|thesis|memoir|"
    r"novel|tweet|interview|argument|insight|insights)\b"
)


def is_said(text: str, start: int, end: int) -> bool:
    """Say whether the words around text[start:end] tell that it is somebody's name: a role, a verb of saying, a work."""
    if _SAYING.match(text, end) or _APPOSED.match(text, end) or _WORK.match(text, end):
        return True
    before = [word.strip(".,(“\"'").lower() for word in text[max(0, start - 40) : start].split()]
    if not before or text[start - 1 : start] != " ":
        return False
    return before[-1] in _ROLES or (len(before) > 1 and before[-1] in _LED and before[-2] in _LEADING)
