"""Months as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.months import closing, is_month, month_name, month_of, months_of, shift

months = st.builds(month_of, st.integers(1000, 8000), st.integers(1, 12))


@given(months, st.integers(-5000, 5000))
def test_shifting_there_and_back_changes_nothing(month: str, by: int) -> None:
    """Every shift has its inverse, and text order is the order of time."""
    there = shift(month, by)

    assert is_month(there)
    assert shift(there, -by) == month
    assert (there > month) == (by > 0)


def test_a_year_runs_on_into_the_next() -> None:
    """The month after December is January."""
    assert shift("2024-12", 1) == "2025-01"
    assert months_of(2025)[-1] == "2025-12"
    assert month_name("2025-03") == "March 2025"


@pytest.mark.parametrize("text", ["2025-13", "2025-3", "25-03", "2025-03-01", "", None, 202503, "2025-03\n"])
def test_other_writings_are_no_months(text: object) -> None:
    """One spelling only."""
    assert not is_month(text)


@given(months, st.integers(1, 31))
def test_what_is_only_known_to_be_of_a_month_comes_after_its_days(month: str, day: int) -> None:
    """And before the next month, in the order of text."""
    assert f"{month}-{day:02}T23:59:59" < closing(month) < shift(month, 1)
