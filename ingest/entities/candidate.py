"""What one finder takes for a name, before finders are weighed against each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from graph.mention import Passage
from graph.model import NodeKind


class Candidate(Struct, frozen=True, kw_only=True):
    """A span of a passage's text that may name something; fields as in `graph.mention.Mention`.

    `name` is None where the finder knows no fuller name than what is written.
    """

    start: int
    end: int
    kind: NodeKind
    extractor: str
    confidence: float = 1.0
    name: str | None = None
    known: bool = False
    long: str | None = None
    candidates: tuple[str, ...] = ()


class Finder(Protocol):
    """One way of finding names: the lexicon, forms, a recogniser. Pure and deterministic."""

    def find(self, passages: Sequence[Passage]) -> list[list[Candidate]]:
        """Return each passage's candidates in order of their start; they may overlap."""
