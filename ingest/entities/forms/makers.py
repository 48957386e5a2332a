"""Organizations by form: what an institution's own word says. People are `ingest.entities.people`'s."""

from __future__ import annotations

from graph.model import NodeKind
from ingest.entities.forms.contexts import Evidence
from ingest.entities.forms.generic import word_set

_INSTITUTIONS = word_set(
    """university institute college academy laboratory laboratories labs inc corporation foundation ltd gmbh"""
)
_CERTAIN = 1.0


def institution(name: str) -> Evidence | None:
    """Return that a capitalised phrase is an institution's name: "Foo University", "Institute of Bar"."""
    words = name.lower().split()
    if len(words) > 1 and (words[-1] in _INSTITUTIONS or (words[0] in _INSTITUTIONS and words[1] in {"of", "for"})):
        return Evidence(_CERTAIN, NodeKind.ORGANIZATION, True)
    return None
