"""Given names: what the first word of a name says.

`given.txt` lists common ones of many languages; one marked `?` is also a word, a place or a product ("Grace", "Austin").
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "given.txt"


@cache
def given_names() -> frozenset[str]:
    """Return all given names."""
    return frozenset(name.removeprefix("?") for name in _FILE.read_text(encoding="utf-8").split())


@cache
def doubtful_names() -> frozenset[str]:
    """Return those that are words as well."""
    return frozenset(name[1:] for name in _FILE.read_text(encoding="utf-8").split() if name[0] == "?")
