"""What `app.py` hands to the doors: the library, who works on it, the clock and the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import cast

from flask import current_app
from msgspec import Struct

from graph.ports import Ingestor, JobRunner, Library, Linker, Refresher, Schedule, Worker
from graph.ports.analysis import Analysis
from graph.views.alike import Alike
from graph.views.map import Charter
from graph.views.search import Finder


class Settings(Struct, frozen=True, kw_only=True):
    """The `ALMANAC_*` settings, read once by `app.py`.

    `trusted` are the "host:port" that may be fetched although they are private.
    """

    data: Path
    cache: Path
    store: str = "sqlite"
    """`sqlite`, `memory`, or the address of a server that speaks Bolt; the next four are for that alone."""
    store_user: str = "neo4j"
    store_password: str = ""
    store_database: str = "neo4j"
    store_http: str | None = None
    """Where ArcadeDB's HTTP door is (`graph.stores.neo4j.indexes`)."""
    model: str | None = None
    token: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    log: str = "text"
    """How the service writes down what happens: `text` or `json` (`api.ops`)."""
    trusted: tuple[str, ...] = ()
    contact: str | None = None
    """Whom a server's operator may write to about our requests (`ALMANAC_CONTACT`), told to every server."""
    services: Mapping[str, str] = {}
    """Where catalogues answer, by name, as far as the operator says (`ALMANAC_ARXIV_URL`, …)."""
    keys: Mapping[str, str] = {}
    """The operator's keys with catalogues, by name (`ALMANAC_OPENALEX_KEY`, `ALMANAC_S2_KEY`)."""
    hosts: tuple[str, ...] = ()
    """Further names it answers to (`ALMANAC_HOSTS`, comma-separated): a name in the local network, a proxy's."""


class Parts(Struct, frozen=True, kw_only=True):
    """Everything the doors work with; `now` gives aware UTC instants."""

    settings: Settings
    library: Library
    library_at: Callable[[str], Library]
    """Returns the library in another store: what `ALMANAC_STORE` takes."""
    ingestor: Ingestor
    jobs: JobRunner
    worker: Worker
    schedule: Schedule
    refresher: Refresher
    linker: Linker
    analysis: Analysis
    finder: Finder
    alike: Alike
    charter: Charter
    now: Callable[[], datetime]


def parts() -> Parts:
    """Return the running app's parts."""
    return cast(Parts, current_app.extensions["almanac"])
