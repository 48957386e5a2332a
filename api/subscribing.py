"""Following sources, ending that, and marking them as the user's own: decisions on `source:` keys, made in one place."""

from __future__ import annotations

from collections.abc import Iterable

from api.parts import Parts
from graph.following import follow
from graph.identity.url import canonical_url
from graph.model import Decision

FOLLOWED = ("http://", "https://", "arxiv:", "oai:")


def is_followed(target: str) -> bool:
    """Tell an address that can be asked again from a file, which is read once."""
    return target.lower().startswith(FOLLOWED)


def same_address(address: str) -> str:
    """Return the address as all its spellings share it."""
    url = canonical_url(address.strip())
    return url.value if url else address.strip().casefold()


def subscribe(
    parts: Parts, addresses: Iterable[str], *, on: bool | None = True, mine: bool | None = None, kind: str | None = None
) -> list[Decision]:
    """Follow these addresses, or stop following them; a source that was read from a file is named by its id.

    What is None stays as it was decided before. What had failed, or was given up as gone, is asked again soon.
    Return the decisions made, none for what was so already; raise InvalidInputError for what can never be read.
    """
    wanted = [address.strip() for address in addresses]
    settle, now = parts.ingestor.settle_decisions, parts.now()
    for address in wanted if on or kind else ():
        parts.ingestor.check(address, kind or None)
    made = follow(parts.library, settle, wanted, now, on=on, mine=mine, kind=kind or None)
    for address in wanted if on else ():
        held = parts.schedule.appointment(address)
        if held is not None and held.error:
            parts.schedule.resume(address, now)
    return made
