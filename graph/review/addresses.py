"""Addresses fit to stand in a rendered review."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

# What an address may hold as it is; all else (blanks, angle brackets, parentheses) is percent-encoded.
_SAFE = "%/:?#[]@!$&'*+,;=~-._"


def safe_address(url: str | None) -> str | None:
    """Return an http or https address with nothing in it that could end a link early; None for any other."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    return quote(url.strip().encode("utf-8", "replace"), safe=_SAFE)
