"""What asks an address, and the addresses of the services that are asked for metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import asdict

from ingest.fetch import Download

PATIENCE = 60.0
"""Seconds that a busy service's `Retry-After` is waited for; what asks for longer is asked another time."""


ANNOUNCEMENTS = "https://rss.arxiv.org/"
"""arXiv's feeds are asked for as feeds; they too were made for programs."""


class Fetch(Protocol):
    """Fetches an address; with an etag or a date it may answer that nothing has changed."""

    def __call__(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        patience: float = 0.0,
    ) -> Download:
        """Return what the address gives, or raise FetchError. A `body` is JSON, and posted."""


class Endpoints(Struct, frozen=True, kw_only=True):
    """Where each service answers; an operator may name a mirror or a stand-in."""

    arxiv: str = "https://export.arxiv.org/api/query"
    oai: str = "https://oaipmh.arxiv.org/oai"
    crossref: str = "https://api.crossref.org"
    openalex: str = "https://api.openalex.org"
    semantic_scholar: str = "https://api.semanticscholar.org/graph/v1"

    def addresses(self) -> tuple[str, ...]:
        """Return all of them, as the beginnings of what is asked."""
        return (*asdict(self).values(), ANNOUNCEMENTS)

    def hosts(self) -> tuple[str, ...]:
        """Return "host:port" of those that an operator named, which may lie in a private network."""
        usual = Endpoints().addresses()
        named = (urlsplit(address) for address in self.addresses() if address not in usual)
        ports = {"http": 80, "https": 443}
        return tuple(f"{part.hostname}:{part.port or ports.get(part.scheme, 443)}" for part in named if part.hostname)
