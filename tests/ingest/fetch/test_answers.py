"""What servers state in headers, as numbers."""

from __future__ import annotations

import pytest

from ingest.fetch.answers import DAY, retry_after, stated_pause


@pytest.mark.parametrize(
    ("limit", "interval", "pause"),
    [
        ("50", "1s", 0.02),
        ("1", "2s", 2.0),
        ("1", "86400s", 60.0),
        ("", "1s", 0.0),
        ("0", "1s", 0.0),
        ("5", "soon", 0.0),
    ],
)
def test_a_stated_rate_is_a_pause_between_two_requests(limit: str, interval: str, pause: float) -> None:
    """Crossref's two headers; nonsense states nothing, and nobody is waited for longer than a minute."""
    assert stated_pause({"X-Rate-Limit-Limit": limit, "X-Rate-Limit-Interval": interval}) == pause


@pytest.mark.parametrize(
    ("stated", "wait"),
    [
        ("120", 120.0),
        ("9" * 5_000, DAY),
        ("Thu, 01 Jan 1970 00:05:00 GMT", 300.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", DAY),
        ("Fri, 31 Dec 99999999999999999999 23:59:59 GMT", None),
        ("Mon, 99999999999999999999 Jan 2020 00:00:00 GMT", None),
        ("Wed, 01 Jan 2020 00:00:00 +99999999999999999999", None),
        ("Wed, 01 Jan 2020 00:00:00 -9999", None),
        ("9" * 5_000 + " Jan 2020 00:00:00", None),
        ("soon", None),
        (None, None),
    ],
)
def test_whatever_a_server_states_is_a_wait_of_a_day_at_most(stated: str | None, wait: float | None) -> None:
    """Dates that no clock holds state nothing."""
    assert retry_after(stated, 0.0) == wait
