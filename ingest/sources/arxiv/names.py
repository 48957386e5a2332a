"""arXiv's author line, as its submitters type it ("A. Author, B. Author (1) and C. D. Author ((1) Somewhere)") → names.

Affiliations stand in brackets behind names, or after all of them; accents are typed as in TeX.
"""

from __future__ import annotations

import re

from ingest.sources.latex import plain

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_BETWEEN = re.compile(r"\s*[,;&]\s*(?:and\s+)?|\s+and\s+|\s*:\s*", re.IGNORECASE)
_ET_AL = re.compile(r"[,;]?\s+et\.?\s+al\.?\s*$", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?", re.IGNORECASE)
_MOST = 64
"""Affiliations nested deeper than this are no affiliations."""


def authors_of(line: str) -> tuple[str, ...]:
    """Return the names in the line, in order, without affiliations; TeX's accents as the letters they mean."""
    text = plain(line)
    for _ in range(_MOST):
        shorter = _BRACKETS.sub("", text)
        if shorter == text:
            break
        text = shorter
    names: list[str] = []
    for part in _BETWEEN.split(_ET_AL.sub("", text.partition("(")[0])):
        name = part.strip()
        if names and _SUFFIX.fullmatch(name):
            names[-1] = f"{names[-1]}, {name}"
        elif name.strip("."):
            names.append(name)
    return tuple(names)
