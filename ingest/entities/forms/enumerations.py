"""Names in one breath: what is said of one in "models such as Foo, Bar-2 and Baz" holds for all."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from graph.model import NodeKind
from ingest.entities.forms.contexts import Evidence
from ingest.entities.forms.ledger import Entry

_BETWEEN = frozenset({", ", " and ", ", and ", " or ", ", or ", "/", " & ", " vs ", " vs. ", " versus ", "; "})
_PASSED_ON = 0.8
"""How much of what is said of one name is said of its neighbours."""
_COMPANY = Evidence(0.5, NodeKind.MODEL)
"""What standing among names that are a model's by their grammar says."""
_SURE = 0.5


class Heard(NamedTuple):
    """A place of a name, and what was said there."""

    start: int
    end: int
    entry: Entry
    said: list[Evidence]


def share(text: str, row: list[Heard]) -> None:
    """Let the names of each enumeration in a passage share what is said of one of them. `row` is in order."""
    chain: list[Heard] = []
    for one, other in pairwise(row):
        if other.start - one.end < 9 and text[one.end : other.start] in _BETWEEN:
            chain = chain or [one]
            chain.append(other)
        else:
            _shared(chain)
            chain = []
    _shared(chain)


def _shared(chain: list[Heard]) -> None:
    if not chain:
        return
    models = sum(heard.entry.version for heard in chain)
    kinded = [(heard.entry, said) for heard in chain for said in heard.said if said.kind is not None]
    for heard in chain:
        passed = [said for entry, said in kinded if entry is not heard.entry]
        if passed:
            most = max(passed, key=lambda said: said.weight)
            heard.entry.hear(most if most.told else Evidence(most.weight * _PASSED_ON, most.kind))
        if models - heard.entry.version >= _SURE > heard.entry.version:
            heard.entry.hear(_COMPANY)
