"""arXiv's announcements: new papers and cross-lists are documents, replacements only metadata, weekends empty."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnreadableError
from ingest.sources import reader_for, reader_named
from ingest.sources.arxiv.feed import ArxivFeedReader
from ingest.sources.arxiv.names import authors_of
from tests.ingest.recorded import small

READER = ArxivFeedReader()


def test_new_papers_and_cross_lists_are_documents_and_replacements_are_not() -> None:
    """All four are reference metadata; the replacement is told and is no new paper."""
    reading = READER.read(small("arxiv/announcements.rss"), target="feed", url=None)

    assert [fetched.key for fetched in reading.documents] == ["2501.01111", "2412.02222", "2412.04444"]
    assert [record.identity for record in reading.records][2] == "arxiv:2301.03333"
    assert [version.number for version in reading.records[2].versions] == [4]
    assert [(note.kind, note.code) for note in reading.notes] == [("skipped", "replacement")]
    assert (reading.source.kind, reading.source.title) == ("arxiv", "cs.XX updates on arXiv.org")


def test_an_announcements_fields_are_read() -> None:
    """The abstract without its opening, the names one by one, subjects, licence, DOI and journal."""
    new, cross, *_ = READER.read(small("arxiv/announcements.rss"), target="feed", url=None).records

    assert new.abstract == "We say a < b and no more."
    assert new.authors == ("Ann Author", "Björn Beispiel", "Cy de Example")
    assert (new.categories, new.published) == (("cs.CL", "cs.LG"), None)
    assert new.license == "http://creativecommons.org/licenses/by/4.0/"
    assert (cross.doi, cross.venue) == ("10.5555/777", "Proc. Examples 2024")


def test_only_a_new_paper_is_dated_by_its_announcement_and_only_within_its_ids_month() -> None:
    """A cross-list may come years later and New Year's papers days later; then the id's month is all that is known."""
    new, cross, turned = map(
        READER.document, READER.read(small("arxiv/announcements.rss"), target="feed", url=None).documents
    )

    assert new.published is not None
    assert (new.published.local.isoformat(), new.published.basis) == ("2025-01-10T00:00:00-05:00", "announced")
    assert (cross.published, turned.published) == (None, None)


def test_atom_says_the_same_as_rss() -> None:
    """Both forms of one announcement give one record."""
    rss, atom = (READER.read(small(f"arxiv/announcements.{form}"), target="f", url=None) for form in ("rss", "atom"))

    assert atom.records[0] == rss.records[0]
    assert atom.documents[0].digest == rss.documents[0].digest


def test_a_weekend_without_announcements_is_no_error() -> None:
    """The feed is empty then, and stays the source that it is."""
    reading = READER.read(small("arxiv/announcements-weekend.rss"), target="feed", url=None)

    assert (reading.documents, reading.notes) == ((), ())
    assert reading.source.id == READER.read(small("arxiv/announcements.rss"), target="feed", url=None).source.id


@pytest.mark.parametrize("name", ["announcements.rss", "announcements.atom", "announcements-weekend.rss"])
def test_announcements_are_told_from_other_feeds(name: str) -> None:
    """arXiv's vocabulary decides, before the reader of feeds is asked."""
    assert reader_for(small(f"arxiv/{name}")) is reader_named("arxiv-feed")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("A. One, B. Two (1) and C. Three ((1) Here, (2) There)", ("A. One", "B. Two", "C. Three")),
        (r"Jos\'e \'{I}bar, {\L}ukasz K., and J. Doe, Jr.", ("José Íbar", "Łukasz K.", "J. Doe, Jr.")),
        ("The X Collaboration: A. One, B. Two", ("The X Collaboration", "A. One", "B. Two")),
        ("Ana O'Neil, Max M\\\"uller et al.", ("Ana O'Neil", "Max Müller")),
        ("Someone (unclosed", ("Someone",)),
        ("  ", ()),
    ],
)
def test_a_line_of_authors_is_read_into_names(line: str, names: tuple[str, ...]) -> None:
    """Affiliations are left out, TeX's accents are letters, what belongs to a name stays with it."""
    assert authors_of(line) == names


@given(st.text(max_size=80))
def test_any_line_of_authors_gives_names(line: str) -> None:
    """Never an error, never an empty name."""
    assert all(name.strip() for name in authors_of(line))


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_no_mutation_of_an_announcement_raises_anything_else(data: st.DataObject) -> None:
    """A byte changed, cut or doubled anywhere: a reading, or UnreadableError."""
    content = bytearray(small("arxiv/announcements.rss"))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        content[start : start + data.draw(st.integers(0, 12))] = data.draw(st.binary(max_size=8))
    try:
        reading = READER.read(bytes(content), target="feed", url=None)
    except UnreadableError:
        return
    for fetched in reading.documents:
        READER.document(fetched)
