"""Names as references have them: "Okafor, A. N., & Lind, B. (2024)", "Ada Okafor (2024)"."""

from __future__ import annotations

import re

from ingest.entities.people.given import given_names

_SURNAME = r"(?:(?:van|von|de|der|den|da|di|el|al|la|le) ){0,2}[A-ZÀ-Þ][^\W\d_]{1,24}(?:[-’' ][A-ZÀ-Þ][^\W\d_]{1,24})?"
_ONE = re.compile(rf"{_SURNAME}, [A-ZÀ-Þ]\.(?:[ -]?[A-ZÀ-Þ]\.){{0,3}}")
_FULL = re.compile(r"[A-ZÀ-Þ][^\W\d_]{1,20}(?: [A-ZÀ-Þ]\.)?(?: [A-ZÀ-Þ][^\W\d_]{1,24}){1,2}")
_NEXT = re.compile(r",? (?:&|and) |, |; ")
_DATED = re.compile(r",?(?: et al\.?,?)? ?\((?:19|20)\d\d")
_MOST = 40
"""Names of one reference; further ones say nothing more of what the text speaks of."""


def referred(text: str, start: int) -> list[tuple[int, int]]:
    """Return the places of the names that a reference beginning here has, none unless a year follows them."""
    for form in (_ONE, _FULL):
        found: list[tuple[int, int]] = []
        end = start
        while len(found) < _MOST and (name := form.match(text, end)):
            found.append(name.span())
            following = _NEXT.match(text, name.end())
            if following is None:
                break
            end = following.end()
        told = form is _ONE or any(text[at:end].split()[0] in given_names() for at, end in found)
        if told and found and _DATED.match(text, found[-1][1]):
            return found
    return []
