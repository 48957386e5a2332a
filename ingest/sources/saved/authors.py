"""A byline → names."""

from __future__ import annotations

import re

_AND = re.compile(r"\s*(?:,\s*(?:and|&)\s+|,\s+(?=\S+\s)|\s+(?:and|&)\s+|;\s*)")


def names(byline: str | None) -> tuple[str, ...]:
    """Return the names in "Ada Novak, Ben Ito and Chi Oduya"; a single word behind a comma ("Novak, Ada") is no name."""
    if not byline:
        return ()
    return tuple(dict.fromkeys(filter(None, (name.strip(" ,") for name in _AND.split(byline)))))
