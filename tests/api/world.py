"""A small library and made-up helpers that the tests of the doors share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from apiflask import APIFlask
from msgspec import Struct
from msgspec.structs import replace

from api import create_app
from api.parts import Parts, Settings
from graph.analysis.kept import LibraryAnalysis
from graph.errors import AlmanacError, InvalidInputError, NotFoundError
from graph.model import (
    Basis,
    Claim,
    ClaimRank,
    Document,
    Edge,
    EdgeKind,
    Evidence,
    Fetched,
    GraphDelta,
    Identity,
    Item,
    Moment,
    Node,
    NodeId,
    NodeKind,
    Source,
)
from graph.outline import Block, BlockKind, Link, Outline
from graph.ports import (
    Came,
    Coming,
    EmbedReport,
    EnrichReport,
    ExtractReport,
    IngestOptions,
    IngestReport,
    Job,
    JobOptions,
    Library,
    LinkReport,
    Progress,
    Reading,
    Refreshed,
    SearchEntry,
    Visit,
)
from graph.stores.memory import MemoryLibrary
from graph.views.alike import Alike
from graph.views.map import Charter
from graph.views.search import Finder
from ingest.fetch import Fetcher
from ingest.ledger import Ledger
from ingest.loading import Loader
from ingest.schedule import LedgerSchedule
from tests.api.compiled import COMPILED

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
WORKS = 7
_CHECK = Loader(Fetcher().fetch).check  # of no app: reading the certificates it trusts takes as long as making one


class MadeUpIngestor:
    """Answers with the reports it was given and remembers what it was asked."""

    def __init__(self) -> None:
        self.reports: dict[str, IngestReport | AlmanacError] = {}
        self.predicts: int | AlmanacError = 3
        self.settled: list[set[str]] = []
        self.asked: list[tuple[str, datetime | None]] = []
        self.predicted = self.predicted_again = 0
        self.enriched = EnrichReport()
        self.extracts = ExtractReport()
        self.extracted: list[bool] = []
        self.check = _CHECK

    def ingest(
        self, target: str, options: IngestOptions | None = None, *, progress: Progress | None = None
    ) -> IngestReport:
        """Return or raise what this target brings."""
        self.asked.append((target, (options or IngestOptions()).as_of))
        if progress is not None:
            progress(1, 2, "reading")
        outcome = self.reports.get(target) or IngestReport(target=target)
        if isinstance(outcome, AlmanacError):
            raise outcome
        return outcome

    def ingest_all(
        self, targets: Iterable[str], options: IngestOptions | None = None, *, progress: Progress | None = None
    ) -> Iterator[IngestReport]:
        """Yield what each target brings, a failure as a report of it."""
        for target in targets:
            try:
                yield self.ingest(target, options, progress=progress)
            except AlmanacError as error:
                yield IngestReport(target=target, error=str(error))

    def predict(self, progress: Progress | None = None) -> int:  # noqa: ARG002
        """Return or raise what was set."""
        self.predicted += 1
        if isinstance(self.predicts, AlmanacError):
            raise self.predicts
        return self.predicts

    def predict_again(self, progress: Progress | None = None) -> int | None:  # noqa: ARG002
        """Remember that it was asked; there are no guesses."""
        self.predicted_again += 1
        return None

    def extract(self, progress: Progress | None = None, *, corpus: bool = True) -> ExtractReport:  # noqa: ARG002
        """Return what was set, and remember whether the corpus was wanted."""
        self.extracted.append(corpus)
        return self.extracts

    def rebuild(self, progress: Progress | None = None) -> Mapping[str, int]:  # noqa: ARG002
        """Return made-up counts."""
        return {"paper": 1200, "edges": 3}

    def enrich(self, progress: Progress | None = None) -> EnrichReport:  # noqa: ARG002
        """Return what was set."""
        return self.enriched

    def settle_decisions(self, keys: Collection[str]) -> None:
        """Remember the keys."""
        self.settled.append(set(keys))


class MadeUpLinker:
    """Answers with the reports it was given and remembers what it was asked."""

    def __init__(self) -> None:
        self.waits = Coming(waiting=1204, total=58053)
        self.report: EmbedReport | BaseException = EmbedReport(model="made-up", embedded=2, unchanged=5, waiting=3)
        self.comes: tuple[NodeId, ...] = ()
        self.linked = LinkReport(nodes=7, links=9, new=9)
        self.asked: list[str | bool | tuple[NodeId, ...]] = []

    def embed(
        self,
        progress: Progress | None = None,  # noqa: ARG002
        *,
        corpus: bool = True,
        came: Came | None = None,
    ) -> EmbedReport:
        """Return or raise what was set; something came meanwhile where that was set."""
        self.asked.append(corpus)
        if came and corpus and self.comes:
            came(self.comes)
        if isinstance(self.report, BaseException):
            raise self.report
        return self.report

    def coming(self) -> Coming:
        """Return what was set."""
        return self.waits

    def link(self, progress: Progress | None = None) -> LinkReport:  # noqa: ARG002
        """Return what was set."""
        self.asked.append("link")
        return self.linked

    def update(self, keys: Collection[NodeId] | None = None, progress: Progress | None = None) -> LinkReport:  # noqa: ARG002
        """Remember the keys."""
        self.asked.append("changed" if keys is None else tuple(keys))
        return self.linked


class MadeUpJobs:
    """Keeps jobs in a list; they never run."""

    def __init__(self) -> None:
        self.kept: dict[str, Job] = {}

    def submit(self, kind: str, target: str = "", options: JobOptions | None = None) -> Job:
        """Queue it."""
        if kind not in {"ingest", "refresh", "rebuild", "predict", "enrich", "extract", "embed", "link"}:
            raise InvalidInputError(f"no such job: {kind}", "kind")
        made, asked = f"job-{len(self.kept) + 1}", options or JobOptions()
        job = Job(id=made, kind=kind, target=target, options=asked, state="queued", created=NOW)
        self.kept[job.id] = job
        return job

    def job(self, key: str) -> Job:
        """Return it."""
        if key not in self.kept:
            raise NotFoundError("job", key)
        return self.kept[key]

    def jobs(self, limit: int = 50) -> list[Job]:
        """Return the newest first."""
        return list(reversed(self.kept.values()))[:limit]

    def cancel(self, key: str) -> Job:
        """Cancel what waits."""
        job = self.job(key)
        if job.state == "queued":
            self.kept[key] = job = replace(job, state="cancelled", finished=NOW)
        return job

    def attended(self) -> bool:
        """Say that somebody works."""
        return True


class MadeUpWorker:
    """Remembers whether it works."""

    working = False

    def start(self) -> None:
        """Work."""
        self.working = True

    def stop(self) -> None:
        """Work no more."""
        self.working = False


class MadeUpRefresher:
    """Brings what it was given: a report, or why there is none."""

    def __init__(self) -> None:
        self.brings: dict[str, IngestReport | str] = {}

    def due(self) -> list[str]:
        """Return what it was given."""
        return list(self.brings)

    def refresh(self, addresses: Sequence[str], progress: Progress | None = None) -> Iterator[Refreshed]:
        """Bring what each was given."""
        for done, address in enumerate(addresses):
            if progress is not None:
                progress(done, len(addresses), address)
            brought = self.brings[address]
            failed = isinstance(brought, str)
            visit = Visit(
                address=address, at=NOW, outcome="failed" if failed else "new", message=brought if failed else ""
            )
            yield Refreshed(visit, None if failed else brought)

    def read(self, address: str, options: IngestOptions, progress: Progress | None = None) -> IngestReport:  # noqa: ARG002
        """Bring what it was given."""
        brought = self.brings[address]
        assert isinstance(brought, IngestReport)
        return brought

    def refresh_due(self, most: int | None = None, progress: Progress | None = None) -> Iterator[Refreshed]:
        """Bring what is due."""
        return self.refresh(self.due()[:most], progress)


class World(Struct, frozen=True, kw_only=True):
    """An app over made-up parts."""

    app: APIFlask
    library: Library
    others: dict[str, Library]
    """Libraries in other stores, by address, as they were asked for."""
    ingestor: MadeUpIngestor
    jobs: MadeUpJobs
    refresher: MadeUpRefresher
    schedule: LedgerSchedule
    linker: MadeUpLinker


def world(data: Path, library: Library | None = None, **settings: object) -> World:
    """Return an app over a small library, its data in the folder."""
    library = small_library() if library is None else library
    others: dict[str, Library] = {}
    ingestor, jobs, refresher = MadeUpIngestor(), MadeUpJobs(), MadeUpRefresher()
    schedule, linker = LedgerSchedule(Ledger(data)), MadeUpLinker()
    analysis = LibraryAnalysis(library, data, lambda: "hashing")
    parts = Parts(
        settings=Settings(data=data, cache=data, **settings),  # type: ignore[arg-type]
        library=library,
        library_at=lambda store: others.setdefault(store, MemoryLibrary()),
        ingestor=ingestor,
        jobs=jobs,
        worker=MadeUpWorker(),
        schedule=schedule,
        refresher=refresher,
        linker=linker,
        analysis=analysis,
        finder=Finder(library),
        alike=Alike(library),
        charter=Charter(library, analysis),
        now=lambda: NOW,
    )
    app = create_app(parts)
    app.testing = True
    app.jinja_env.bytecode_cache = COMPILED
    return World(
        app=app,
        library=library,
        others=others,
        ingestor=ingestor,
        jobs=jobs,
        refresher=refresher,
        schedule=schedule,
        linker=linker,
    )


def small_library() -> Library:
    """Return a library with one source, one document and seven works in one month and one category."""
    library = MemoryLibrary()
    source = Source(id="source-letters", kind="feed", title="Letters", url="https://letters.example/feed")
    with library.transaction():
        library.documents.put_source(source)
        library.documents.put([_reading(source)])
        library.graph.apply([_delta()])
        library.graph.redirect("paper-old", "paper-arxiv-2501.00001")
        library.search.put(SearchEntry(key=_work(n), title=f"Work {n}", text="agents") for n in range(1, WORKS + 1))
    return library


def _work(number: int) -> str:
    return f"paper-arxiv-2501.0000{number}"


def _address(number: int) -> str:
    return f"https://arxiv.org/abs/2501.0000{number}"


def _reading(source: Source) -> Reading:
    blocks = [Block(kind=BlockKind.HEADING, text="January: agents", level=2)]
    blocks += [
        Block(kind=BlockKind.LIST_ITEM, text=f"Work {n}: worth it", level=1, list=1, links=(Link(0, 6, _address(n)),))
        for n in range(1, WORKS + 1)
    ]
    document = Document(
        id="document-letter",
        source=source.id,
        kind="post",
        title="Letter of January 2025",
        url="https://letters.example/january",
        identity=Identity("web", "https://letters.example/january"),
        authors=("Ada",),
        published=Moment(datetime(2025, 1, 31, 23, 30, tzinfo=UTC), offset=60),
        outline=Outline(blocks=tuple(blocks)),
    )
    fetched = Fetched(id=document.id, source=source.id, key="january", reader="feed", payload=b"{}", digest="d1")
    return Reading(fetched=fetched, document=document, items=tuple(map(_item, range(1, WORKS + 1))), links=())


def _item(number: int) -> Item:
    return Item(
        id=f"item-{number}",
        document="document-letter",
        section="January: agents",
        position=number,
        month="2025-01",
        category="Agents",
        label=f"Work {number}",
        url=_address(number),
        identity=f"arxiv:2501.0000{number}",
        version=None,
        links=(),
        comment="worth it",
        repairs=(),
        block=number,
        node=_work(number),
    )


def _delta() -> GraphDelta:
    works = [
        Node(
            id=_work(n),
            kind=NodeKind.PAPER,
            name=f"Work {n}",
            identity=f"arxiv:2501.0000{n}",
            url=_address(n),
        )
        for n in range(1, WORKS + 1)
    ]
    shared = [
        Node(id="month-2025-01", kind=NodeKind.MONTH, name="2025-01"),
        Node(id="category-agents", kind=NodeKind.CATEGORY, name="Agents", scheme="own"),
        Node(id="category-reasoning", kind=NodeKind.CATEGORY, name="Reasoning", scheme="own"),
    ]
    edges = [edge for work in works for edge in _edges(work.id, int(work.id[-1]))]
    claims = tuple(Claim(node=node, rank=ClaimRank.LIST, stamp="2025") for node in [*works, *shared])
    return GraphDelta(contributor="document-letter", claims=claims, edges=tuple(edges))


def _edges(work: str, block: int) -> list[Edge]:
    evidence = (Evidence(document="document-letter", section="January: agents", block=block, extractor="items/1"),)
    return [
        Edge(source="document-letter", kind=EdgeKind.LISTS, target=work, evidence=evidence),
        Edge(source=work, kind=EdgeKind.IN_MONTH, target="month-2025-01", basis=Basis.CURATED, evidence=evidence),
        Edge(source=work, kind=EdgeKind.IN_CATEGORY, target="category-agents", basis=Basis.STATED, evidence=evidence),
    ]
