"""What the lexicon knows of names, as lineage asks it."""

from __future__ import annotations

from graph.lineage import Fact, Facts
from graph.names import name_key
from ingest.entities.lexicon import Lexicon


def facts_of(lexicon: Lexicon) -> Facts:
    """Return the lexicon's facts by kind and name."""
    return {
        (entry.kind, name_key(entry.name)): Fact(
            kind=entry.kind,
            name=entry.name,
            organization=entry.organization,
            parent=entry.parent,
            since=entry.since,
        )
        for entry in lexicon.entries
    }
