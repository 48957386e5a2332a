"""What catalogues say of works: reference metadata, as values."""

from __future__ import annotations

from msgspec import Struct

from graph.model import Moment


class Version(Struct, frozen=True, order=True):
    """One version of a paper, and when it was submitted."""

    number: int
    created: Moment | None = None


Stamp = tuple[int, float]
"""How fresh a record's word is: the highest version that it knew, and when it was updated."""


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a catalogue says of one work: reference metadata. What it does not say is None or empty.

    `categories` are arXiv's subjects, the primary one first; `published` is the first version's date; `versions` are
    all that were ever seen, in order; `references` are identities it cites; `provider` is who said so
    (`arxiv-snapshot`, `arxiv-api`, `arxiv-oai`, `crossref`, …).

    `stamps` is bookkeeping of `graph.corpus.merged`: the fields whose values are not as fresh as the record as a whole.
    """

    identity: str
    title: str
    provider: str
    abstract: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    published: Moment | None = None
    updated: Moment | None = None
    versions: tuple[Version, ...] = ()
    doi: str | None = None
    venue: str | None = None
    comment: str | None = None
    license: str | None = None
    references: tuple[str, ...] = ()
    stamps: tuple[tuple[str, Stamp], ...] = ()
