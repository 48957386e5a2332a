"""Who speaks: sources and authors that are one curator are one voice, however many feeds carry it. Pure.

Two sources are one voice where they share an author's full name or a site of their own. A first name alone tells nobody
apart, and a host that rents pages to many is judged page by page. In a source of many authors each is a voice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from graph.model import Document, Source, SourceId
from graph.names import fold

HOSTS_OF_MANY = frozenset(
    {
        "anchor.fm",
        "arxiv.org",
        "bsky.app",
        "dev.to",
        "feeds.feedburner.com",
        "github.com",
        "huggingface.co",
        "linkedin.com",
        "medium.com",
        "open.spotify.com",
        "podcasts.apple.com",
        "raw.githubusercontent.com",
        "reddit.com",
        "x.com",
        "youtube.com",
    }
)
"""Hosts where a page's first step in the path says whose it is."""


class Voices:
    """Which sources and authors are one voice."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._leader: dict[str, str] = {}
        for source in sources:
            for sign in (*_names(source.authors), *_site(source)):
                self._join(source.id, sign)

    def of_source(self, source: SourceId) -> str:
        """Return the voice of a source."""
        return self._find(source)

    def alone(self, sources: Iterable[SourceId], titles: Mapping[SourceId, str]) -> str | None:
        """Return what the one voice of these sources is called ('' for the user's own picks); None where there are more."""
        held = sorted(sources)
        return titles.get(held[0], held[0]) if len({self.of_source(one) for one in held}) == 1 else None

    def of(self, document: Document) -> str:
        """Return the voice of a document: its author's where it names one in full, else its source's."""
        return self._find(next(iter(_names(document.authors)), document.source))

    def _join(self, one: str, other: str) -> None:
        self._leader[self._find(other)] = self._find(one)

    def _find(self, sign: str) -> str:
        while (leader := self._leader.get(sign, sign)) != sign:
            sign = leader
        return sign


def _names(authors: Iterable[str]) -> list[str]:
    return [f"author {name}" for name in map(fold, authors) if " " in name]


def _site(source: Source) -> list[str]:
    try:
        parts = urlsplit(source.site or source.url or "")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return []
    place = parts.path.strip("/").split("/")[0].casefold()
    if host in HOSTS_OF_MANY:
        return [f"site {host}/{place}"] if place else []
    return [f"site {host}"] if host else []
