"""The composition root: settings from the environment, the parts, the Flask app with its commands; nobody imports it.

`python app.py` serves; `flask COMMAND` finds `create_app` here by itself.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from apiflask import APIFlask
from msgspec.structs import replace
from platformdirs import user_cache_path

from api import create_app as build_app
from api.cli.reports import names_line
from api.ops import write_logs
from api.parts import Parts, Settings
from api.protection import refuse_open_listening
from graph.analysis.following import AnalysedLinker
from graph.analysis.kept import LibraryAnalysis
from graph.embedders.asking import LoadedMeaning
from graph.embedders.cached import CachedEmbedder
from graph.embedders.hashing import HashingEmbedder
from graph.embedders.minilm import MiniLmEmbedder
from graph.embedding import Queue
from graph.errors import AlmanacError, InvalidInputError, StoreError
from graph.linker import EmbeddingLinker
from graph.linking.roles import parts as parts_of_texts
from graph.neighbours import KeptNeighbours
from graph.ports import Embedder, Library, Meaning
from graph.stores.memory import MemoryLibrary
from graph.stores.sqlite import SqliteLibrary
from graph.views.alike import Alike
from graph.views.map import Charter
from graph.views.search import Finder
from ingest.asking import Endpoints, Fetch
from ingest.enrich import Enricher, Keys
from ingest.enriching.unanswered import Unanswered
from ingest.entities.sentences import sentences
from ingest.fetch import Fetcher, Manners
from ingest.jobs import JobWork, QueuedJobs, QueueWorker
from ingest.ledger import Ledger
from ingest.loading import Loader
from ingest.pipeline import Pipeline
from ingest.schedule import LedgerSchedule, Listener, SubscriptionRefresher

if TYPE_CHECKING:
    from graph.lineage import Facts
    from ingest.entities.extractor import Entities

ROOT = Path(__file__).resolve().parent
EXAMPLES = ROOT / "examples"
USAGE = """usage: python app.py

Serves the library in ALMANAC_DATA on ALMANAC_HOST:ALMANAC_PORT; it takes no arguments (README.md lists the settings).
Everything else is a command: flask --help"""
SERVICES = (
    ("arxiv", "ALMANAC_ARXIV_URL"),
    ("oai", "ALMANAC_OAI_URL"),
    ("crossref", "ALMANAC_CROSSREF_URL"),
    ("openalex", "ALMANAC_OPENALEX_URL"),
    ("semantic_scholar", "ALMANAC_S2_URL"),
)
KEYS = (("openalex", "ALMANAC_OPENALEX_KEY"), ("semantic_scholar", "ALMANAC_S2_KEY"))


def settings_from(environment: dict[str, str]) -> Settings:
    """Read the `ALMANAC_*` settings; raise InvalidInputError naming the one that cannot be used."""
    log = environment.get("ALMANAC_LOG") or "text"
    if log not in ("text", "json"):
        raise InvalidInputError(f"ALMANAC_LOG is neither text nor json: {log!r}", "ALMANAC_LOG")
    port = environment.get("ALMANAC_PORT", "8000")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise InvalidInputError(f"ALMANAC_PORT is no port: {port!r}", "ALMANAC_PORT")
    return Settings(
        data=Path(environment.get("ALMANAC_DATA") or ROOT / "data").expanduser(),
        cache=Path(environment.get("ALMANAC_CACHE") or user_cache_path("almanac")).expanduser(),
        store=environment.get("ALMANAC_STORE") or "sqlite",
        store_user=environment.get("ALMANAC_STORE_USER") or "neo4j",
        store_password=environment.get("ALMANAC_STORE_PASSWORD") or "",
        store_database=environment.get("ALMANAC_STORE_DATABASE") or "neo4j",
        store_http=environment.get("ALMANAC_STORE_HTTP") or None,
        model=environment.get("ALMANAC_MODEL") or None,
        token=environment.get("ALMANAC_TOKEN") or None,
        host=environment.get("ALMANAC_HOST") or "127.0.0.1",
        port=int(port),
        log=log,
        hosts=_words(environment.get("ALMANAC_HOSTS", "")),
        trusted=_words(environment.get("ALMANAC_TRUSTED", "")),
        contact=_contact(environment.get("ALMANAC_CONTACT") or None),
        services={
            name: _service(setting, environment[setting]) for name, setting in SERVICES if environment.get(setting)
        },
        keys={name: environment[setting] for name, setting in KEYS if environment.get(setting)},
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _contact(text: str | None) -> str | None:
    if text and not (text.isascii() and text.isprintable()):
        raise InvalidInputError(f"ALMANAC_CONTACT is no mail or web address: {text!r}", "ALMANAC_CONTACT")
    return text


def _service(setting: str, address: str) -> str:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise InvalidInputError(f"{setting} is no http(s) address: {address!r}", setting)
    return address.rstrip("/")


def library_at(settings: Settings) -> Library:
    """Return the library that the settings name; one that is not there is made when it is first used."""
    if settings.store == "sqlite":
        return SqliteLibrary(settings.data / "almanac.sqlite")
    if settings.store == "memory":
        return MemoryLibrary()
    if "://" in settings.store:
        return bolt_library(settings)
    raise InvalidInputError(
        f"ALMANAC_STORE is neither sqlite nor an address such as neo4j://localhost: {settings.store!r}", "ALMANAC_STORE"
    )


def bolt_library(settings: Settings) -> Library:
    """Return the library in the database of a server; raise InvalidInputError where the address is none."""
    from graph.stores.neo4j import Address, Neo4jLibrary, Server  # the driver is for those who have a server

    address = Address(
        url=settings.store,
        user=settings.store_user,
        password=settings.store_password,
        database=settings.store_database,
        http=settings.store_http,
    )
    return Neo4jLibrary(Server(address))


def embedder_of(settings: Settings) -> Embedder:
    """Return the embedder the settings name, its vectors kept in the cache folder; `hashing` is the tests' own."""
    if settings.model == "hashing":
        return HashingEmbedder()
    return CachedEmbedder(MiniLmEmbedder(settings.model), settings.cache)


@cache
def extractor_of() -> Entities:
    """Return what reads texts for names."""
    from ingest.entities.extractor import Entities  # its rules take most of a second to compile, and few commands read

    return Entities()


@cache
def facts_known() -> Facts:
    """Return what the lexicon knows of makers and families."""
    from ingest.entities.facts import facts_of  # as above

    return facts_of(extractor_of().lexicon)


def fetcher_of(settings: Settings) -> Fetcher:
    """Return the one fetcher; every process with this cache folder takes its turns at the same hosts."""
    endpoints = Endpoints(**settings.services)
    return Fetcher(
        manners=Manners(settings.cache / "hosts"),
        contact=settings.contact,
        allowed=(*settings.trusted, *endpoints.hosts()),
        endpoints=endpoints.addresses(),
    )


def enricher_of(settings: Settings, library: Library, fetch: Fetch, ledger: Ledger) -> Enricher:
    """Return who asks the catalogues; a mail address among the settings is told to the one that asks for it."""
    contact = settings.contact if settings.contact and "@" in settings.contact else None
    return Enricher(
        library,
        fetch,
        endpoints=Endpoints(**settings.services),
        keys=Keys(**settings.keys, contact=contact),
        unanswered=Unanswered(ledger),
        now=now,
    )


def meaning_of(settings: Settings) -> Meaning:
    """Return who reads questions: the model without its cache, so that nothing that was asked is written down."""
    return LoadedMeaning(HashingEmbedder() if settings.model == "hashing" else MiniLmEmbedder(settings.model))


def now() -> datetime:
    """Return the instant in UTC."""
    return datetime.now(UTC)


def parts_of(settings: Settings) -> Parts:
    """Build all parts once."""
    library, ledger = library_at(settings), Ledger(settings.data)
    listener = Listener(fetcher_of(settings).fetch)
    loader = Loader(listener, Endpoints(**settings.services), now)
    enricher = enricher_of(settings, library, listener, ledger)
    ingestor = Pipeline(
        library,
        loader,
        cache(lambda: embedder_of(settings)),
        enricher,
        extractor=extractor_of,
        facts=facts_known,
    )
    schedule = LedgerSchedule(ledger)
    refresher = SubscriptionRefresher(library, ingestor, schedule, listener, now, random.random)
    # A model of its own: the one that answers questions must not wait for a batch of the background.
    queue = Queue(library, cache(lambda: embedder_of(settings)), parts_of_texts(sentences))
    analysis = LibraryAnalysis(library, settings.data, lambda: queue.model)
    embedding = EmbeddingLinker(
        library, queue, KeptNeighbours(settings.data / "almanac.neighbours"), settings.data / "almanac.sense"
    )
    linker, meaning = AnalysedLinker(embedding, analysis), meaning_of(settings)
    jobs = QueuedJobs(ledger, JobWork(library, ingestor, refresher, now, linker), now)
    return Parts(
        settings=settings,
        library=library,
        library_at=lambda store: library_at(replace(settings, store=store)),
        ingestor=ingestor,
        jobs=jobs,
        worker=QueueWorker(jobs, settings.data),
        schedule=schedule,
        refresher=refresher,
        linker=linker,
        analysis=analysis,
        finder=Finder(library, meaning, linker.coming),
        alike=Alike(library, meaning, parts_of_texts(sentences)),
        charter=Charter(library, analysis),
        now=now,
    )


def create_app() -> APIFlask:
    """Return the app that `flask` and the server run; a setting that cannot be used ends with one clear line."""
    try:
        return build_app(parts_of(settings_from(dict(os.environ))))
    except AlmanacError as error:
        raise SystemExit(f"error: {error}") from error


def load_examples(parts: Parts) -> None:
    """Fill an empty library with `examples/`, so that the first start shows something without a network."""
    if parts.library.documents.counts()["sources"]:
        return
    print("The library is empty: loading the examples …", flush=True)
    for path in sorted([*EXAMPLES.glob("*.xml"), *EXAMPLES.glob("*.json")]):
        report = parts.ingestor.ingest(str(path))
        print(f"  {report.title}: {report.new} documents, {report.items} items", flush=True)
    print(f"  {names_line(parts.ingestor.extract())}", flush=True)
    try:
        print(f"  categories guessed for {parts.ingestor.predict()} works", flush=True)
    except AlmanacError as error:
        print(f"  categories not guessed: {error}", flush=True)


def warm(app: APIFlask) -> None:
    """Draw the front page, its month and what to read next once, so that no visitor waits for templates, figures, vectors."""
    parts: Parts = app.extensions["almanac"]
    try:
        parts.finder.prepare()
        parts.charter.prepare()
        months = parts.library.calendar.months()
    except StoreError as error:
        app.logger.error("nothing is drawn ahead: %s", error)
        return
    client = app.test_client()
    for path in ("/", *(f"/months/{one.month}" for one in months[-1:]), "/reading"):
        client.get(path, base_url=f"http://{parts.settings.host}:{parts.settings.port}")


def main() -> None:
    """Serve on ALMANAC_HOST:ALMANAC_PORT until interrupted."""
    from waitress import serve  # the commands never serve

    if len(sys.argv) > 1:
        print(USAGE, file=sys.stderr)
        sys.exit(2)
    app = create_app()
    parts: Parts = app.extensions["almanac"]
    write_logs(parts.settings.log)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # as Ctrl+C does: the server ends, then the worker
    try:
        refuse_open_listening(parts.settings)
        load_examples(parts)
        parts.worker.start()
        threading.Thread(target=warm, args=(app,), name="almanac-warm", daemon=True).start()
        print(f"Almanac is at http://{parts.settings.host}:{parts.settings.port}  (Ctrl+C ends it)", flush=True)
        serve(app, host=parts.settings.host, port=parts.settings.port, threads=8, ident=None)
    except AlmanacError as error:
        sys.exit(f"error: {error}")
    except OSError as error:
        sys.exit(f"error: cannot listen on {parts.settings.host}:{parts.settings.port}: {error.strerror or error}")
    finally:
        parts.worker.stop()


if __name__ == "__main__":
    main()
