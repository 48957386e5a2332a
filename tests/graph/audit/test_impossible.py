"""Ids that can't exist, and those that can."""

from __future__ import annotations

import pytest

from graph.audit import Claim
from graph.audit.impossible import impossible
from graph.identity import read_address

TODAY = "2026-11"


def why(url: str, published: str | None = None) -> str | None:
    """Return why an address that was read as any item's is cannot exist."""
    address = read_address(url)
    identity = str(address.identity) if address.identity else ""
    claim = Claim(
        item="i", document="d", block=0, label="A paper", url=address.url, identity=identity, published=published
    )
    return impossible(claim, TODAY)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://arxiv.org/abs/2513.00012", "no month 13"),
        ("https://arxiv.org/pdf/2400.01234v2", "no month 00"),
        ("https://arxiv.org/abs/0703.0001", "begin with April 2007"),
        ("https://arxiv.org/abs/1405.12345", "have 4 digits"),
        ("https://arxiv.org/abs/2405.1234", "have 5 digits"),
        ("https://arxiv.org/abs/2405.123456", "have 5 digits"),
        ("https://arxiv.org/abs/2405.00000", "this one is 0"),
        ("https://arxiv.org/abs/2405.99999", "99,999 papers"),
        ("https://arxiv.org/abs/2612.00001", "still to come"),
        ("arxiv:2513.00012", "no month 13"),
        ("https://arxiv.org/abs/hep-th/9913001", "no month 13"),
        ("https://arxiv.org/abs/math/0704001", "July 1991 to March 2007"),
        ("https://arxiv.org/abs/hep-th/99010011", "seven digits"),
        ("https://doi.org/11.1038/s41586", "a DOI begins with 10."),
        ("https://doi.org/10.12/x", "a DOI begins with 10."),
        ("https://dx.doi.org/nature12373", "a DOI begins with 10."),
        ("https://www.youtube.com/watch?v=short", "has 11 characters"),
        ("https://youtu.be/muchTooLongForAnId", "has 11 characters"),
    ],
)
def test_an_id_that_was_never_given_out_is_told(url: str, reason: str) -> None:
    """Each with the rule that it breaks."""
    assert reason in (why(url) or "")


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/0704.0001",
        "https://arxiv.org/abs/1412.9999",
        "https://arxiv.org/abs/1501.00001",
        "https://arxiv.org/pdf/2611.00001v3",
        "https://arxiv.org/abs/hep-th/9901001",
        "https://arxiv.org/abs/math.CA/0703800",
        "https://arxiv.org/list/cs.CL/recent",
        "https://doi.org/10.1038/s41586-024-07487-w",
        "https://doi.org/",
        "https://www.youtube.com/watch?v=abcdefghijk",
        "https://www.youtube.com/@channel",
        "https://example.org/2513.00012",
    ],
)
def test_an_id_that_may_exist_is_left_alone(url: str) -> None:
    """The first and the last of each scheme, and pages that are no paper."""
    assert why(url) is None


def test_a_paper_is_not_linked_before_its_month() -> None:
    """A month's grace is for time zones and numbers that come a day late."""
    assert "the text that links to it is of March 2024" in (why("https://arxiv.org/abs/2405.00001", "2024-03") or "")
    assert why("https://arxiv.org/abs/2405.00001", "2024-04") is None
    assert why("https://arxiv.org/abs/2401.00001", "2023-12") is None
