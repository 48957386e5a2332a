"""What the corpus knows that the judge asks for: how rare words are, and which papers have titles like a label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.audit.text import Rarity
from graph.ports import Corpus
from graph.record import Record

FIRST_YEAR, LAST_YEAR = 2007, 2035
A_PAGE = 6
LIKE = 8
"""How many titles are looked at: the one that was meant is the best or nearly so, if the corpus has it at all."""


def rarity_of(corpus: Corpus) -> Rarity:
    """Return how rare words are in a sample of the corpus: the same records each time, spread over the years."""
    records = {record.identity: record for start in _starts() for record in corpus.page(start, A_PAGE)}
    return Rarity(f"{record.title} . {record.abstract or ''}" for record in records.values())


def titles_like(corpus: Corpus, label: str) -> Sequence[Record]:
    """Return the records whose titles share most with the label, best first."""
    hits = corpus.titled(label, LIKE)
    records = corpus.records([hit.key for hit in hits])
    return [records[hit.key] for hit in hits if hit.key in records]


def _starts() -> Iterator[str]:
    """Yield identities to begin a page after; pages that meet, as in a small corpus, are one."""
    yield from ("acl:", "arxiv:", "doi:", "openreview:")
    for year in range(FIRST_YEAR, LAST_YEAR):
        for month in range(1, 13):
            yield from (f"arxiv:{year % 100:02d}{month:02d}.{part}" for part in (0, 1))
