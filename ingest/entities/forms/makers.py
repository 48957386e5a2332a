"""Organizations by form: what an institution's own word says. People are `ingest.entities.people`'s."""

from __future__ import annotations

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
