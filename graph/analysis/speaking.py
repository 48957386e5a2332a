"""What speaks for a bridge: a subject of the one field that the other one hardly knows.

The words themselves come from `graph.reasons`, as of links. Of them counts what is at home in one of the two fields and
seldom in the other: it is what the bridge would carry over. What is at home in both, or what all speak of ("agents"),
makes no bridge; what stands in both works and is at home in neither makes two works of one kind, whatever their fields.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from graph.analysis.naming import Words
from graph.analysis.terms import folded
from graph.link import Reason
from graph.model import NodeId

_AT_HOME = 0.1  # of a field's works have it in their titles,
_SEVERAL = 3  # at least so many,
_SELDOM = 0.05  # and of the other field's no more than so many
_EVERYBODY = 0.03  # of all that are not of the field have it: it is at home everywhere


class Speaking:
    """How works word what they are about, field by field."""

    def __init__(self, words: Words, fields: Sequence[Collection[NodeId]]) -> None:
        self._leaning = words.leaning or ()
        self._works = len(words.terms)
        self._said = Counter(chain.from_iterable(words.terms.values()))
        self._sizes = [sum(key in words.terms for key in field) for field in fields]
        self._inside = [_counted(words, field) for field in fields]

    def telling(self, reasons: Sequence[Reason], one: int, other: int) -> tuple[Reason, ...]:
        """Return those of the reasons that speak for a bridge from one field to the other."""
        return tuple(reason for reason in reasons if self._tells(reason, one, other))

    def _tells(self, reason: Reason, one: int, other: int) -> bool:
        terms = {folded(where.named) for where in reason.evidence if where.named}
        return any(self._is_carried(term, one, other) for term in terms)

    def _is_carried(self, term: str, one: int, other: int) -> bool:
        (few, _), (many, home) = sorted((self._share(term, field), field) for field in (one, other))
        outside = self._said[term] - self._inside[home][term]
        is_known = outside > _EVERYBODY * (self._works - self._sizes[home])
        return many >= _AT_HOME and few <= _SELDOM and term not in self._leaning and not is_known

    def _share(self, term: str, field: int) -> float:
        count = self._inside[field][term]
        return count / self._sizes[field] if count >= _SEVERAL else 0.0


def _counted(words: Words, field: Collection[NodeId]) -> Mapping[str, int]:
    return Counter(chain.from_iterable(words.terms.get(key, ()) for key in field))
