"""Organizations and people by form. Precision comes first: a role, a verb of saying or an institution's own word."""

from __future__ import annotations

import re

from graph.model import NodeKind
from ingest.entities.forms.contexts import Evidence
from ingest.entities.forms.generic import COUNTED, STARTERS, TERMS, word_set
from ingest.entities.forms.nouns import kind_of

_INSTITUTIONS = word_set(
    """university institute college academy laboratory laboratories labs inc corporation foundation ltd gmbh"""
)
_ROLES = word_set(
    """ceo cto founder co-founder cofounder researcher professor prof prof. dr dr. mr. ms. author scientist engineer
    president guest guests economist philosopher physicist mathematician psychologist journalist"""
)
_HOSTING = word_set(
    """interview conversation talk paper post essay keynote article presented hosted written book podcast chat"""
)
_SAYING = re.compile(
    r" (?:says|said|writes|wrote|argues|argued|explains|explained|told|tweeted|suggests|suggested|joins|joined|points out|"
    r"pointed out|reflects|recalls|coined|thinks|believes)\b"
)
_PERSON = re.compile(
    r"[A-ZÀ-Þ][a-zß-ÿ]{1,15}(?:-[A-Z][a-z]{1,15})?(?: [A-ZÀ-Þ][a-zß-ÿ]{1,15}){0,1} [A-ZÀ-Þ][A-Za-zß-ÿ’'-]{1,20}"
)
_NO_NAMES = word_set(
    """labs lab team group deep google microsoft openai new open american chinese european generative artificial united
    best top big general senior chief north south east west san saint mount lake"""
)
_OTHERS = _NO_NAMES | TERMS | STARTERS | COUNTED | _INSTITUTIONS
_CERTAIN = 1.0


def institution(name: str) -> Evidence | None:
    """Return that a capitalised phrase is an institution's name: "Foo University", "Institute of Bar"."""
    words = name.lower().split()
    if len(words) > 1 and (words[-1] in _INSTITUTIONS or (words[0] in _INSTITUTIONS and words[1] in {"of", "for"})):
        return Evidence(_CERTAIN, NodeKind.ORGANIZATION, True)
    return None


def person(text: str, start: int, end: int) -> Evidence | None:
    """Return that the capitalised words text[start:end] are somebody's name: what they do, or their role, says so."""
    name = text[start:end]
    if not _PERSON.fullmatch(name) or not _may_be_called(name):
        return None
    before = text[max(0, start - 40) : start].lower().split()
    told = bool(_SAYING.match(text, end)) or (before and before[-1] in _ROLES)
    hosted = len(before) > 1 and before[-1] in {"by", "with"} and before[-2] in _HOSTING
    return Evidence(_CERTAIN, NodeKind.PERSON, True) if told or hosted else None


def _may_be_called(name: str) -> bool:
    return not any(word in _OTHERS or kind_of(word) for word in name.lower().split())
