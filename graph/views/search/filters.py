"""Which rows the filters let through, and how many of those found each value of a filter would leave."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from msgspec.structs import replace

from graph.months import month_number, month_text
from graph.views.search.catalogue import KINDS, STATES, Catalogue, Codes, Mask
from graph.views.search.question import Filters

FIELDS = ("kind", "month", "category", "source", "state")

Counted = Mapping[str, list[tuple[str, int]]]
"""Filter → its values and how many of those found each would leave, none without any: months in order, else the most first."""


def let_through(catalogue: Catalogue, filters: Filters) -> Mask:
    """Return which rows there are under these filters."""
    mask = catalogue.there.copy()
    if filters.kind:
        mask &= catalogue.kinds == KINDS.index(filters.kind)
    if filters.since or filters.until:
        mask &= (catalogue.months >= max(month_number(filters.since), 1)) & (
            catalogue.months <= (month_number(filters.until) or np.iinfo(np.int32).max)
        )
    if filters.category:
        known = catalogue.category_names
        mask &= catalogue.categories == (known.index(filters.category) if filters.category in known else len(known))
    if filters.source:
        held = np.zeros(len(mask), np.bool_)
        held[catalogue.sources.get(filters.source, [])] = True
        mask &= held
    if filters.state:
        mask &= catalogue.states == STATES.index(filters.state)
    return mask


def counted(catalogue: Catalogue, found: Mask, filters: Filters) -> Counted:
    """Return what each filter could be set to, the others staying as they are."""
    return {
        field: _choices(catalogue, found & let_through(catalogue, _without(filters, field)), field) for field in FIELDS
    }


def _without(filters: Filters, field: str) -> Filters:
    return replace(filters, since=None, until=None) if field == "month" else replace(filters, **{field: None})


def _choices(catalogue: Catalogue, found: Mask, field: str) -> list[tuple[str, int]]:
    if field == "month":
        months, counts = np.unique(catalogue.months[found], return_counts=True)
        told = zip(months.tolist(), counts.tolist(), strict=True)
        return [(month_text(month), count) for month, count in told if month]
    if field == "source":
        counts_of = {source: int(found[rows].sum()) for source, rows in catalogue.sources.items()}
    else:
        codes, values = _coded(catalogue, field)
        counts_of = dict(
            zip(values, np.bincount(codes[found] + 1, minlength=len(values) + 1)[1:].tolist(), strict=True)
        )
    ordered = sorted(counts_of.items(), key=lambda one: (-one[1], one[0]))
    return [(str(value), count) for value, count in ordered if count]


def _coded(catalogue: Catalogue, field: str) -> tuple[Codes, tuple[str, ...]]:
    if field == "kind":
        return catalogue.kinds, KINDS
    return (catalogue.categories, catalogue.category_names) if field == "category" else (catalogue.states, STATES)
