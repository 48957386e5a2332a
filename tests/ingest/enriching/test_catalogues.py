"""What Crossref, OpenAlex and Semantic Scholar answer, in their real shapes, read into records."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnreadableError
from graph.model import Precision
from ingest.enriching import crossref, openalex, semantic_scholar
from ingest.enriching.shapes import stated, works
from tests.ingest.recorded import small


def test_a_crossref_work_is_read_field_by_field() -> None:
    """Title and subtitle without markup, people and groups, the surest date, what it cites by identity."""
    alpha, beta = crossref.records(small("catalogues/crossref.json"))

    assert (alpha.identity, alpha.title) == ("doi:10.5555/alpha.1", "On Alpha & Omega: A Study")
    assert alpha.authors == ("Ada Example", "The Beta Group")
    assert (alpha.abstract, alpha.venue) == ("We study alpha.", "Journal of Examples")
    assert alpha.published is not None
    assert (alpha.published.local.date().isoformat(), alpha.published.precision) == ("2024-05-17", Precision.DAY)
    assert alpha.references == ("doi:10.5555/beta.2", "arxiv:2401.00009")
    assert alpha.license == "https://creativecommons.org/licenses/by/4.0/"
    assert beta.published is not None
    assert (beta.published.precision, beta.authors) == (Precision.YEAR, ())


def test_crossref_is_asked_in_batches_and_for_a_doi_with_a_comma_alone() -> None:
    """A comma separates filters, so such a DOI fits into none; a contact is told to those who ask for one."""
    dois = [f"10.5555/{n}" for n in range(45)] + ["10.5555/with,comma"]
    asked = crossref.addresses("https://api.crossref.example", dois, "me@example.org")
    first = parse_qs(urlsplit(asked[0][0]).query)

    assert [len(batch) for _, batch in asked] == [40, 5, 1]
    assert first["filter"][0].split(",")[:2] == ["doi:10.5555/0", "doi:10.5555/1"]
    assert (first["rows"], first["mailto"]) == (["40"], ["me@example.org"])
    assert urlsplit(asked[2][0]).path == "/works/10.5555%2Fwith%2Ccomma"
    assert crossref.records(small("catalogues/crossref-single.json"))[0].identity == "doi:10.5555/with,comma"


def test_an_openalex_work_is_read_with_its_abstract_put_in_order() -> None:
    """The abstract comes as words with their places; a work without a DOI is nobody's that was asked for."""
    (gamma,) = openalex.records(small("catalogues/openalex.json"))

    assert (gamma.identity, gamma.title) == ("doi:10.5555/gamma.3", "Gamma, Told by Another")
    assert (gamma.abstract, gamma.authors) == ("In words and words", ("Gil Gamma", "H. Raw"))
    assert gamma.published is not None
    assert gamma.published.local.date().isoformat() == "2021-02-03"
    assert (gamma.venue, gamma.license) == ("Proceedings of Examples", "cc-by")


def test_semantic_scholar_answers_in_the_order_of_the_question() -> None:
    """What is cited is named by arXiv's id where it has one; a work that nobody knows is None."""
    asked = ["arxiv:2501.00001", "doi:10.5555/unknown", "doi:10.5555/alpha.1"]

    assert json.loads(semantic_scholar.question(asked)) == {
        "ids": ["ARXIV:2501.00001", "DOI:10.5555/unknown", "DOI:10.5555/alpha.1"]
    }
    assert semantic_scholar.references(small("catalogues/semantic-scholar.json"), asked) == {
        "arxiv:2501.00001": ("arxiv:2401.00009", "doi:10.5555/beta.2"),
        "doi:10.5555/unknown": None,
        "doi:10.5555/alpha.1": (),
    }


@pytest.mark.parametrize("content", [b"", b"[1]", b"<html>busy</html>", b"\xff\xfe", b'{"message": 1, "results": 1}'])
def test_what_is_no_answer_is_told(content: bytes) -> None:
    """An unreadable answer names the service that gave it."""
    with pytest.raises(UnreadableError, match="openalex: an answer that cannot be read"):
        openalex.records(content)
    with pytest.raises(UnreadableError, match="semantic-scholar: an answer that cannot be read"):
        semantic_scholar.references(content, ["arxiv:2501.00001"])


def test_an_answer_of_the_right_shape_without_works_holds_nothing() -> None:
    """Nothing found is no error."""
    assert crossref.records(b'{"message": {"items": []}}') == []
    assert openalex.records(b'{"results": []}') == []


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_mutation_of_an_answer_raises_anything_else(data: st.DataObject) -> None:
    """A byte changed, cut or doubled anywhere: records, or UnreadableError."""
    name, read = data.draw(
        st.sampled_from(
            [
                ("crossref.json", crossref.records),
                ("openalex.json", openalex.records),
                ("semantic-scholar.json", lambda body: semantic_scholar.references(body, ["arxiv:2501.00001"])),
            ]
        )
    )
    content = bytearray(small(f"catalogues/{name}"))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        content[start : start + data.draw(st.integers(0, 12))] = data.draw(st.binary(max_size=8))
    try:
        read(bytes(content))
    except UnreadableError:
        return


@pytest.mark.parametrize("date", ["9" * 5_000, "99999999999999999999-01-01", "2024-" + "9" * 5_000])
def test_a_date_that_no_calendar_has_costs_no_more_than_itself(date: str) -> None:
    """Python refuses to count so far; the works are read all the same."""
    work = {"doi": "https://doi.org/10.5555/alpha.1", "title": "Alpha", "publication_date": date}
    (record,) = openalex.records(json.dumps({"results": [work]}).encode())

    assert record.title == "Alpha"


def test_years_beyond_counting_are_unknown() -> None:
    """Crossref writes numbers."""
    assert stated([2**62, 1, 1]) is None


@pytest.mark.parametrize(
    "shape", ["%s", '{"message": {"items": [%s]}}', '{"results": [%s]}', '{"message": {"items": %s}}']
)
def test_what_is_nested_without_end_is_unreadable_or_left_out(shape: str) -> None:
    """It overflows no stack."""
    content = (shape % ("[" * 100_000 + "]" * 100_000)).encode()
    for read in (crossref.records, openalex.records):
        with suppress(UnreadableError):
            assert read(content) == []


def test_a_work_that_is_nested_without_end_is_left_out_alone() -> None:
    """The others come."""
    raws = [msgspec.Raw(b'{"a":' * 100_000 + b"1" + b"}" * 100_000), msgspec.Raw(b'{"a": 1}')]

    assert list(works(raws, dict[str, Any])) == [{"a": 1}]
