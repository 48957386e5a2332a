"""What servers state in headers, as numbers."""

from __future__ import annotations

import pytest

from ingest.fetch.answers import stated_pause


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
