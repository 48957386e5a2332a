"""What values are called on a page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from api.pages import codes, words
from graph.model import Moment, Node, NodeKind, Precision


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([], ""),
        (["Ada"], "Ada"),
        (["Ada", "Ben"], "Ada and Ben"),
        (["Ada", "Ben", "Cleo"], "Ada, Ben and Cleo"),
        (["Ada", "Ben", "Cleo", "Dan"], "Ada, Ben and 2 others"),
    ],
)
def test_people_are_named_until_they_are_many(names: list[str], told: str) -> None:
    """Beyond three the rest are counted."""
    assert words.people(names) == told


def test_counts_take_their_noun_along() -> None:
    """One, none and many are three forms."""
    assert [words.counted(number, "work") for number in (0, 1, 1204)] == ["no works", "1 work", "1,204 works"]
    assert words.counted(2, "category") == "2 categories"
    assert (words.spelled(2, "list"), words.spelled(13, "list"), words.spelled(0)) == ("two lists", "13 lists", "no")


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (7, "7"),
        (12.9, "12"),
        (1_299, "1,200"),
        (999_999, "990,000"),
        (1_990_000, "1.9 million"),
        (103_719_896, "100 million"),
    ],
)
def test_an_estimate_has_two_figures(number: float, told: str) -> None:
    """And never more than there is."""
    assert words.roughly(number) == told


@pytest.mark.parametrize(
    ("written", "told"),
    [("2025-03-01", "1 March 2025"), ("2025-03", "March 2025"), ("2025", "2025"), ("soon", "soon")],
)
def test_dates_are_told_as_exactly_as_they_are_known(written: str, told: str) -> None:
    """What is no date stays as it is."""
    assert words.day(written) == told


def test_a_moment_is_told_in_the_offset_its_source_stated() -> None:
    """Half past eleven at night in New York is still that day."""
    moment = Moment(datetime(2025, 4, 1, 3, 30, tzinfo=UTC), offset=-240, precision=Precision.DAY)

    assert words.moment_day(moment) == "31 March 2025"


def test_a_guess_is_never_told_as_certain_or_impossible() -> None:
    """1 and 99 are the ends."""
    assert [words.percent(share).split("\u202f")[0] for share in (0.0, 0.824, 1.0)] == ["1", "82", "99"]


def test_a_long_text_is_cut_at_a_word() -> None:
    """With an ellipsis; a short one stays, and none is empty."""
    assert words.shortened("one two, three four", 10) == "one two…"
    assert words.shortened("one", 10) == "one"
    assert words.shortened(None, 10) == ""


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://[::1", "", None])
def test_only_addresses_that_lead_to_pages_are_opened(url: str | None) -> None:
    """A script in an address never becomes a link."""
    assert words.openable(url) is None
    assert words.openable("https://example.org/a") == "https://example.org/a"


def test_sites_are_called_as_people_call_them() -> None:
    """Known ones by name, others by host."""
    told = [words.site(url) for url in ("https://www.arxiv.org/abs/1", "https://Example.org:8000/", "https://[::1")]

    assert told == ["arXiv", "example.org", "https://[::1"]


def test_an_undated_work_tells_its_bound() -> None:
    """A month is never invented."""
    node = Node(id="paper-a", kind=NodeKind.PAPER, name="A", before="2025-01")

    assert words.undated(node) == "undated, before January 2025"


def test_an_unknown_code_is_told_as_it_is() -> None:
    """A new reader's repair shows at once, its words can follow."""
    assert codes.repair_phrase("upside-down") == "mended: upside down"
    assert codes.flag_phrase("odd-one") == "in doubt: odd one"
