"""Following sources, ending that, and marking them as the user's own: decisions on `source:` keys, made in one place."""

from __future__ import annotations

from collections.abc import Iterable

from api.deciding import new_decision, record
from api.parts import Parts
from graph.model import Decision, DecisionKind

FOLLOWED = ("http://", "https://", "arxiv:", "oai:")


def is_followed(target: str) -> bool:
    """Tell an address that can be asked again from a file, which is read once."""
    return target.lower().startswith(FOLLOWED)


def subscribe(
    parts: Parts, addresses: Iterable[str], *, on: bool = True, mine: bool | None = None, kind: str | None = None
) -> list[Decision]:
    """Follow these addresses, or stop following them; a source that was read from a file is named by its id.

    What is None stays as it was decided before. Raise InvalidInputError for what is no address and no source.
    """
    said = {"on": on, **({"mine": mine} if mine is not None else {}), **({"kind": kind} if kind else {})}
    return [
        record(parts, new_decision(parts, DecisionKind.SUBSCRIPTION, f"source:{address}", dict(said)))
        for address in addresses
    ]
