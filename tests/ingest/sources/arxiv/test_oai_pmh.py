"""OAI-PMH answers: both forms, every version's date, withdrawn records, the protocol's errors as what they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnreadableError
from ingest.sources import reader_for
from ingest.sources.arxiv.oai_pmh import OaiReader, parse_page
from tests.ingest.recorded import OAI, real, small
from tests.shared import needs_shared

READER = OaiReader()


def test_the_raw_form_dates_every_version() -> None:
    """The first version is when it was published; the line of authors is read into names without affiliations."""
    page = parse_page(small("arxiv/oai-raw-first.xml"), "page")
    record = page.records[0]

    assert (record.identity, record.title) == ("arxiv:2401.05555", "A Paper in Two Versions")
    assert record.authors == ("G. Giver", "Hélène Hote", "I. Ibn")
    assert [version.number for version in record.versions] == [1, 2]
    assert record.published is not None
    assert record.published.instant.isoformat() == "2024-01-10T18:59:59+00:00"
    assert record.updated is not None
    assert record.updated.month == "2025-01"
    assert (record.categories, record.doi, record.venue) == (("cs.CL", "stat.ML"), "10.5555/raw", "Ex. Lett. 3")
    assert record.license == "http://creativecommons.org/licenses/by/4.0/"
    assert (page.token, page.total, page.set) == ("token-2", 4, "cs")


def test_a_withdrawn_record_is_told_and_an_unknown_form_skipped() -> None:
    """Neither is a paper, and each says why."""
    first, last = (parse_page(small(f"arxiv/oai-raw-{which}.xml"), "page") for which in ("first", "last"))

    assert [(note.kind, note.code, note.where) for note in first.notes] == [
        ("flagged", "deleted-record", "oai:arXiv.org:2401.06666")
    ]
    assert [note.code for note in last.notes] == ["record-not-read"]
    assert [record.identity for record in last.records] == ["arxiv:hep-th/9901001"]
    assert last.token is None


def test_a_date_after_the_ids_month_is_no_first_version() -> None:
    """The form `arXiv` may give the newest version's date as `created`; then the first one's is not known."""
    record = parse_page(small("arxiv/oai-plain.xml"), "page").records[0]

    assert record.published is None
    assert record.updated is not None
    assert record.updated.month == "2026-08"
    assert record.authors == ("K. K. Kay III",)


def test_nothing_is_no_error_and_an_unknown_id_is_named() -> None:
    """`noRecordsMatch` is an empty reading, `idDoesNotExist` a note, any other error is told in the service's words."""
    nothing = READER.read(small("arxiv/oai-nothing.xml"), target="page", url=None)
    unknown = READER.read(small("arxiv/oai-unknown.xml"), target="page", url=None)

    assert (nothing.records, nothing.notes) == ((), ())
    assert [(note.code, note.where) for note in unknown.notes] == [("unknown-id", "oai:arXiv.org:2501.99999")]
    with pytest.raises(UnreadableError, match=r"badResumptionToken: The token has expired\."):
        READER.read(small("arxiv/oai-token-gone.xml"), target="page", url=None)


def test_a_page_with_more_behind_it_says_so() -> None:
    """A file is read alone; that the harvest went on is told."""
    notes = READER.read(small("arxiv/oai-raw-first.xml"), target="page", url=None).notes

    assert "more-to-come" in [note.code for note in notes]


@needs_shared
def test_the_real_files_read_field_by_field() -> None:
    """Seven papers of three recordings: ids, titles over two lines, names, subjects, dates, references, DOIs."""
    assert len(OAI) == 3
    assert all(reader_for(path.read_bytes()).name == "oai-pmh" for path in OAI)  # type: ignore[union-attr]
    found = {r.identity: r for path in OAI for r in READER.read(path.read_bytes(), target=path.name, url=None).records}

    assert sorted(identity.removeprefix("arxiv:") for identity in found) == [
        *("1401.2122", "1412.8323", "1507.07790", "1607.01710", "1706.05371", "1706.09418", "1707.00874"),
    ]
    susy, vectors, single = found["arxiv:1706.09418"], found["arxiv:1507.07790"], found["arxiv:1401.2122"]
    assert susy.authors == ("Daniel Dercks", "Herbi Dreiner", "Manuel E. Krauss", "Toby Opferkuch", "Annika Reinert")
    assert (susy.doi, susy.venue) == ("10.1140/epjc/s10052-017-5414-4", "Eur. Phys. J. C (2017) 77:856")
    assert susy.categories == ("hep-ph", "hep-ex")
    assert vectors.title.endswith("vector bosons in an Aharonov-Bohm potential")
    assert vectors.published is not None
    assert vectors.updated is not None
    assert (vectors.published.local.date().isoformat(), vectors.updated.local.date().isoformat()) == (
        *("2015-07-28", "2016-03-04"),
    )
    assert single.categories[0] == "math.AP"
    assert single.abstract is not None
    assert single.abstract.startswith("We introduce a novel systematic construction")
    assert "\n" not in single.abstract
    assert READER.read(real("arxiv-physics-hep-ex"), target="x", url=None).source.title == "arXiv physics:hep-ex"


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_mutation_of_a_page_raises_anything_else(data: st.DataObject) -> None:
    """A byte changed, cut or doubled anywhere: a reading, or UnreadableError."""
    content = bytearray(small(data.draw(st.sampled_from(["arxiv/oai-raw-first.xml", "arxiv/oai-plain.xml"]))))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        content[start : start + data.draw(st.integers(0, 12))] = data.draw(st.binary(max_size=8))
    try:
        reading = READER.read(bytes(content), target="page", url=None)
    except UnreadableError:
        return
    for fetched in reading.documents:
        READER.document(fetched)
