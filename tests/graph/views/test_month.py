"""The month's page: lists in their curators' order, then what was only published."""

import pytest

from graph.errors import InvalidInputError, NotFoundError
from graph.ports import Library
from graph.views.month import month_index, month_view
from tests.graph.small import AGENT, SPEED


def test_a_curators_list_keeps_its_order(library: Library) -> None:
    """The list stands as the curator wrote it, heading and all."""
    (section,) = month_view(library, "2025-01").lists

    assert section.heading == "January: speed"
    assert [entry.node.id for entry in section.entries] == [SPEED, AGENT]


def test_prose_ends_at_the_next_heading(library: Library) -> None:
    """Paragraphs before and after the list belong to it; the items themselves do not."""
    (section,) = month_view(library, "2025-01").lists

    assert [quote.text for quote in section.prose] == ["January was quick.", "It slowed down later."]
    assert {quote.document_title for quote in section.prose} == {"2025, month by month"}


def test_a_document_is_a_work_of_the_month_it_was_published_in(library: Library) -> None:
    """A post without a list shows where it appeared, below the lists."""
    view = month_view(library, "2025-03")

    assert [entry.node.name for entry in view.published] == ["A post of its own"]
    assert [entry.node.name for section in view.lists for entry in section.entries] == ["A page on rest"]


def test_a_work_listed_later_still_shows_when_it_was_published(library: Library) -> None:
    """The month of its arXiv number has it below, though it is read under January 2025."""
    (entry,) = month_view(library, "2024-02").published

    assert (entry.node.id, entry.month) == (AGENT, "2025-01")


def test_a_further_link_is_no_work_of_the_month(library: Library) -> None:
    """The code beside a listed paper shows inside the paper's entry only."""
    shown = [entry for line in month_index(library) for entry in month_view(library, line.month).published]

    assert not [entry for entry in shown if entry.node.kind == "code"]


def test_the_months_that_hold_something_are_neighbours(library: Library) -> None:
    """Arrows skip empty months and end at the ends."""
    march = month_view(library, "2025-03")

    assert (march.previous, march.next) == ("2025-01", "2025-12")
    assert month_view(library, "2025-12").next is None


def test_categories_count_each_work_once(library: Library) -> None:
    """A stated category and a guess both count, under the best one."""
    assert month_view(library, "2025-01").categories == (("category-agents", "Agents", 2),)


def test_an_empty_month_is_not_found(library: Library) -> None:
    """Nothing in a month is an answer of its own."""
    with pytest.raises(NotFoundError):
        month_view(library, "2025-07")


@pytest.mark.parametrize("text", ["2025-13", "2025", "2025-3", "March 2025", "2025-03-01", ""])
def test_a_malformed_month_is_invalid(library: Library, text: str) -> None:
    """Only 2025-03 is how a month is written."""
    with pytest.raises(InvalidInputError):
        month_view(library, text)


def test_the_index_is_newest_first_and_counts_works_once(library: Library) -> None:
    """Each work counts under the month it is read under."""
    counts = {line.month: line.count for line in month_index(library)}

    assert list(counts) == sorted(counts, reverse=True)
    assert counts == {"2024-01": 1, "2024-12": 1, "2025-01": 2, "2025-03": 2, "2025-12": 1}
