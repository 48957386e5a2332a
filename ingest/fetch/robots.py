"""A site's robots.txt → what it lets programs ask for (RFC 9309)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import httpx
from protego import Protego

from graph.errors import FetchError
from ingest.fetch.dialling import RefusedError

TOKEN = "almanac"  # noqa: S105 (the name a robots.txt knows this program by)
MOST_BYTES = 500 * 1024
"""RFC 9309, 2.5: at least this much is read; what follows is not."""
KEPT = 6 * 3600.0
"""Seconds for which it is believed; RFC 9309 allows a day."""
MOST_ORIGINS = 1000
"""Kept in memory; beyond them it is begun anew."""
_UNREACHED = (RefusedError, httpx.ConnectError, httpx.ConnectTimeout)
_AGENT = re.compile(r"\s*user[-\s]*agent\b\s*:?", re.IGNORECASE)


class Rules:
    """What one origin lets programs ask for, and how many seconds it wants between two requests."""

    def __init__(self, content: bytes = b"") -> None:
        text = content[:MOST_BYTES].decode("utf-8-sig", "replace")
        self._rules = Protego.parse("\n".join(_meant_for_us(text)))

    def allow(self, url: str) -> bool:
        """Tell whether the address may be asked for."""
        return self._rules.can_fetch(url, TOKEN)

    @property
    def delay(self) -> float:
        """`Crawl-delay` in seconds; 0 where none is stated."""
        return self._rules.crawl_delay(TOKEN) or 0.0


def _meant_for_us(text: str) -> Iterator[str]:
    """Yield the lines with everybody else's name made one: each name costs a copy of each rule below it."""
    for line in text.splitlines():
        if found := _AGENT.match(line):
            name = line[found.end() :].partition("#")[0].strip().lower().partition("/")[0]
            yield f"User-agent: {name if name in ('*', TOKEN) else 'other'}"
        else:
            yield line


class RuleBook:
    """The rules of the origins that were asked; `ask` returns what an address holds, or raises FetchError."""

    def __init__(self, ask: Callable[[str], bytes], clock: Callable[[], float]) -> None:
        self._ask = ask
        self._clock = clock
        self._known: dict[str, tuple[float, Rules]] = {}

    def rules(self, origin: str, *, own: bool = False) -> Rules:
        """Return the origin's rules, or raise RefusedError where it does not come out with them.

        None at all (a 4xx) allows everything; a server that fails is left alone (RFC 9309, 2.3.1). One's `own` server
        may fail to have any: its operator named it.
        """
        until, rules = self._known.get(origin, (0.0, None))
        if rules is None or until <= self._clock():
            if len(self._known) >= MOST_ORIGINS:
                self._known.clear()
            rules = self._asked(origin, own=own)
            self._known[origin] = (self._clock() + KEPT, rules)
        return rules

    def _asked(self, origin: str, *, own: bool) -> Rules:
        try:
            return Rules(self._ask(f"{origin}/robots.txt"))
        except FetchError as error:
            if own or (error.status is not None and 400 <= error.status < 500 and error.status != 429):
                return Rules()
            # What keeps us from the host itself is said as it is.
            said = error.reason if isinstance(error.__cause__, _UNREACHED) else f"its robots.txt: {error.reason}"
            raise RefusedError(said, error.retry_after) from error
