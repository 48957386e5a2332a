"""Addresses that people list without `https://`: arXiv's numbers, DOIs, `www.…`, at the beginning or the end of a line."""

from __future__ import annotations

import re

from graph.identity import read_address

_NAMED = r"arxiv:\s?\S+|(?:doi:\s?)?10\.\d{4,9}/\S+|www\.\S+"
_NUMBER = r"\d{4}\.\d{4,5}(?:v\d{1,3})?(?=[\W_]*(?:$|[^\W\d]))"
"""A paper's number alone or before words; among other numbers it is a number."""
_OPENING = re.compile(rf"\s*(?:(?:[-*+•–]|\d{{1,4}}[.)])\s+)?[<(\[]?(?P<bare>{_NAMED}|{_NUMBER})", re.IGNORECASE)
_ENDING = re.compile(rf"(?:^|[\s(\[<])(?P<bare>{_NAMED})$", re.IGNORECASE)
_CLOSING = ".,;:!?)]>\"'"


def with_addresses(text: str) -> str:
    """Return the text with each such address written out; a line that has a link, a heading or a table's row stays."""
    return "\n".join(map(_written_out, text.split("\n")))


def _written_out(line: str) -> str:
    if "://" in line or "](" in line or line.lstrip().startswith(("#", "|")):
        return line
    found = _OPENING.match(line) or _ENDING.search(line.rstrip())
    if found is None:
        return line
    bare = found["bare"].rstrip(_CLOSING)
    address = read_address(bare)
    if address.identity is None:
        return line
    return line[: found.start("bare")] + address.url + line[found.start("bare") + len(bare) :]
