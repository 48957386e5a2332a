"""Organizations by form: what an institution's own word says. People are `ingest.entities.people`'s."""

from __future__ import annotations

import re
from itertools import pairwise

from graph.model import NodeKind
from ingest.entities.forms.contexts import Evidence
from ingest.entities.forms.generic import word_set

_INSTITUTIONS = word_set(
    """university institute college academy laboratory laboratories labs lab inc corporation foundation ltd gmbh commission
    agency consortium association ministry bureau"""
)
_GOVERNING = _INSTITUTIONS | word_set("center centre centers centres office department council society school faculty")
_OF = word_set("of for")
_CERTAIN = 1.0


def institution(name: str) -> Evidence | None:
    """Return that a capitalised phrase is an institution's name: "Foo University", "Bar Institute of Baz"."""
    words = name.lower().split()
    governing = any(word in _GOVERNING and following in _OF for word, following in pairwise(words))
    if governing or (len(words) > 1 and words[-1] in _INSTITUTIONS):
        return Evidence(_CERTAIN, NodeKind.ORGANIZATION, True)
    return None


_BODIES = _GOVERNING | word_set(
    """administration union bank court courts parliament federation alliance forum organization organisation authority
    committee board league party army police museum company trust fund"""
)
_ORDINANCES = word_set(
    """act regulation regulations directive law laws treaty agreement convention declaration test exam examination admission
    rights protocol bill amendment conference summit cooperation engineer engineers officer manager document documents
    record records requirement requirements obligations rate ratio index tax income product economy war plan deal
    standard certificate degree disease disorder syndrome virus"""
)
_PART = re.compile(r" (?:for|of|on|in|to|and|with|against) ")


def is_body(long: str) -> bool:
    """Say whether a long form is an organization's by its head: "Foo Bar Administration", "Center for Foo"."""
    head = _PART.split(long, maxsplit=1)[0].lower().split()
    return bool(head) and len(head) + long.count(" ") > 1 and head[-1] in _BODIES


def is_ordinance(long: str) -> bool:
    """Say whether a long form is a law, an exam, a meeting, a post or a figure: nothing that is kept as a name."""
    head = _PART.split(long, maxsplit=1)[0].lower().split()
    return bool(head) and head[-1] in _ORDINANCES
