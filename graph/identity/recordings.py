"""Addresses of recordings at a second of theirs."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from graph.identity.reading import identify

_STARTS = frozenset({"t", "start", "time_continue"})


def at_second(url: str, seconds: float) -> str:
    """Return the address at this second: `t=94` on YouTube, else `#t=94` (https://www.w3.org/TR/media-frags/)."""
    found = identify(url)
    if found is None or found.scheme != "youtube":
        return f"{url.partition('#')[0]}#t={int(seconds)}"
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in _STARTS]
    return urlunsplit(parts._replace(query=urlencode([*kept, ("t", str(int(seconds)))]), fragment=""))
