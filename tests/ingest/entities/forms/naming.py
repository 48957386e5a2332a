"""What forms find in a text of our own."""

from __future__ import annotations

from graph.mention import Passage
from graph.model import NodeKind
from graph.outline import Span
from ingest.entities.choosing import choose
from ingest.entities.forms import FormsFinder
from ingest.entities.forms.known import Known, known_families


def title(text: str) -> Passage:
    return Passage(text=text, labels=(Span(0, len(text)),))


def body(text: str) -> Passage:
    return Passage(text=text, block=0)


def named(*passages: Passage | str, families: tuple[str, ...] = (), known: Known | None = None) -> dict[str, NodeKind]:
    """Return what is found and stands, by what is written."""
    given = [body(one) if isinstance(one, str) else one for one in passages]
    found = FormsFinder(known or known_families(families)).find(given)
    return {
        passage.text[one.start : one.end]: one.kind
        for passage, candidates in zip(given, found, strict=True)
        for one in choose(passage, candidates)
    }
