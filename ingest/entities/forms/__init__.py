"""Names that no lexicon has, by their form: how they are written, introduced, defined and spoken of.

Every token with a capital or a digit is looked at once (`scanning`); grammar (`versions`), titles, definitions
(`abbreviations`) and the words around it (`contexts`) say what it is; a text's ledger weighs all that together.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.mention import Passage
from graph.model import NodeKind
from ingest.entities.candidate import Candidate
from ingest.entities.forms.echoes import echo
from ingest.entities.forms.known import Known
from ingest.entities.forms.ledger import Entry
from ingest.entities.forms.reading import Reading
from ingest.entities.forms.scholarly import is_scholarly

EXTRACTOR = "forms/1"
INTRODUCED = 0.75
"""The least confidence in a name that the text itself introduces or defines."""
INTRODUCTION = 0.85
"""What a title, an introduction or a definition weighs at least."""


class FormsFinder:
    """A Finder of unknown names. `known`: what common knowledge says of names beside them; there may be nothing."""

    def __init__(self, known: Known | None = None) -> None:
        self._known = known or Known()

    def find(self, passages: Sequence[Passage]) -> list[list[Candidate]]:
        """Return each passage's candidates in order of their start; they may overlap."""
        reading = Reading(self._known, is_scholarly(passages))
        for place, passage in enumerate(passages):
            reading.read(place, passage)
        found: list[list[Candidate]] = [[] for _ in passages]
        taken = reading.ledger.taken()
        echo(passages, taken)
        for entry in taken:
            kind = entry.kind
            maker = reading.ledger.maker_of(entry)
            for place, start, end in dict.fromkeys(entry.places):
                start += len(maker)
                found[place].append(_candidate(start, end, kind, entry))
        for candidates in found:
            candidates.sort(key=lambda one: (one.start, -one.end))
        return found


def _candidate(start: int, end: int, kind: NodeKind, entry: Entry) -> Candidate:
    least = INTRODUCED if entry.told >= INTRODUCTION else 0.0
    confidence = round(min(0.95, max(0.4 + 0.2 * entry.weight, least)), 2)
    return Candidate(start=start, end=end, kind=kind, extractor=EXTRACTOR, confidence=confidence, long=entry.long)
