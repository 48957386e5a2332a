"""A few papers of the corpus for the small library: one that it lists, two that it does not."""

from __future__ import annotations

from datetime import UTC, datetime

from graph.model import Moment
from graph.ports import Library
from graph.record import Record

OLDEST, NEWEST = "paper-arxiv-2501.00021", "paper-arxiv-2501.00020"


def paper(number: str, title: str, abstract: str | None, day: int) -> Record:
    """Return the record of an arXiv paper of January 2025."""
    date = Moment(datetime(2025, 1, day, tzinfo=UTC))
    return Record(identity=f"arxiv:{number}", title=title, provider="arxiv-snapshot", abstract=abstract, published=date)


AGENT_PAPER = paper("2402.00001", "An Agent That Waits", "An agent\n waits.", 1)


def fill_corpus(library: Library) -> None:
    """Put them into the library's corpus."""
    others = [paper("2501.00020", "New", "It is new.", 9), paper("2501.00021", "Old", None, 2)]
    library.corpus.put([AGENT_PAPER, *others])
