"""What sentences state of what they name, each statement with its sentence.

A small engine of rules over the names of a sentence (`rules.py`, `making.py`) rather than a parser: spaCy's small model
reads 5,700 words a second, a fifth of what is asked, and what it is best at, where names end, is known here already.
What is denied, supposed, asked or planned states nothing; nor does a sentence whose subject cannot be told.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.mention import Mention, Statement, Text
from ingest.entities.relations.reading import Reader

__all__ = ["relate"]


def relate(text: Text, mentions: Sequence[Mention]) -> tuple[Statement, ...]:
    """Return what the text's sentences state, in reading order; `mentions` are the text's, in reading order."""
    return tuple(Reader(text, mentions).statements()) if mentions else ()
