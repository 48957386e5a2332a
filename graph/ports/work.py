"""Who works on a library: the embedder and the ingestor, as small Protocols."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from msgspec import Struct

from graph.model import SourceId
from graph.ports.stores import CorpusCounts
from graph.ports.vectors import Vectors


class Embedder(Protocol):
    """Turns texts into vectors. `name` says which model, exactly; equal names give equal vectors."""

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text, in order, shape (len(texts), dimensions); EmbedderError when it cannot."""


READY = "ready"
"""What a model that can be asked says of its state."""


class Meaning(Protocol):
    """Turns what a person asks into a vector of an embedder's, once that is loaded; nobody ever waits for it."""

    @property
    def name(self) -> str:
        """Return the embedder's name."""

    def load(self) -> None:
        """Begin to load the model, unless that was begun; returns at once."""

    def state(self) -> str:
        """Return whether it can be asked: "ready", else why not, in words ("the model is being loaded")."""

    def vector(self, text: str) -> Vectors | None:
        """Return the text's unit vector, shape (dimensions,); None where it cannot be had now, which begins the loading."""


class Note(Struct, frozen=True, kw_only=True):
    """One line of a report: what was mended, skipped or failed, where, and why. `kind` is mended, skipped, flagged or failed."""

    kind: str
    code: str
    where: str
    message: str


class Found(Struct, frozen=True):
    """A feed that a target names: a page's own, or one of a list of subscriptions (with the folders it lies in)."""

    address: str
    title: str | None = None
    folders: tuple[str, ...] = ()


class RecordFilter(Struct, frozen=True, kw_only=True):
    """Which records of a long stream are wanted; all given conditions must hold.

    `categories` are arXiv subjects (`cs.CL`; `cs` for all of them); `since` and `until` bound the first publication,
    both included; `ids` are identities.
    """

    categories: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    ids: frozenset[str] | None = None


class IngestOptions(Struct, frozen=True, kw_only=True):
    """What is asked beside the target.

    `as_of` only resolves relative dates. `kind` names the reader (`ingest.sources.READERS`), else the bytes decide.
    `corpus`: what comes is reference metadata only. `only` filters records.
    """

    as_of: datetime | None = None
    kind: str | None = None
    corpus: bool = False
    only: RecordFilter = RecordFilter()


class IngestReport(Struct, frozen=True, kw_only=True):
    """What one target brought. `records` counts reference metadata by what became of it; `feeds` are those it names."""

    target: str
    source: SourceId | None = None
    title: str | None = None
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    items: int = 0
    records: CorpusCounts = CorpusCounts()
    feeds: tuple[Found, ...] = ()
    notes: tuple[Note, ...] = ()
    error: str | None = None


class EnrichReport(Struct, frozen=True, kw_only=True):
    """What catalogues were asked for and what came: works asked, records by what became of them, works nobody knows."""

    asked: int = 0
    records: CorpusCounts = CorpusCounts()
    unknown: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


class ExtractReport(Struct, frozen=True, kw_only=True):
    """What reading names brought: texts read (documents, records of the corpus), those that were read before, what is named.

    `mentions` are those found now, `concepts` all that there are; `notes` tell which texts could not be read.
    """

    documents: int = 0
    records: int = 0
    unchanged: int = 0
    mentions: int = 0
    concepts: int = 0
    notes: tuple[Note, ...] = ()


Progress = Callable[[int, int | None, str], None]
"""Called with (done, total or None, what) as long work proceeds; it may raise to cancel."""


class Ingestor(Protocol):
    """Brings things in and keeps the derived graph true to documents and decisions."""

    def check(self, target: str, kind: str | None = None) -> None:
        """Raise InvalidInputError (field `on` or `kind`) where no try could ever read this; nothing is fetched."""

    def ingest(
        self, target: str, options: IngestOptions | None = None, *, progress: Progress | None = None
    ) -> IngestReport:
        """Read one target (a path or a URL) into the library. Raise FetchError or UnreadableError and write nothing."""

    def ingest_all(
        self, targets: Iterable[str], options: IngestOptions | None = None, *, progress: Progress | None = None
    ) -> Iterator[IngestReport]:
        """Read targets one after another; one that fails is a report with its error, and the next ones still run."""

    def predict(self, progress: Progress | None = None) -> int:
        """Predict categories for works that have none; return how many have a guess now. Quick where nothing changed."""

    def predict_again(self, progress: Progress | None = None) -> int | None:
        """Predict categories where they were predicted before; return as `predict`, None where there are no guesses."""

    def extract(self, progress: Progress | None = None, *, corpus: bool = True) -> ExtractReport:
        """Read what texts name, wherever they changed or the extractor did, and draw it; a run cut off goes on there.

        Without `corpus` the records that nothing lists are left for another time: they may be very many.
        """

    def rebuild(self, progress: Progress | None = None) -> Mapping[str, int]:
        """Derive the whole graph anew from documents and decisions; return the counts."""

    def enrich(self, progress: Progress | None = None) -> EnrichReport:
        """Ask catalogues for the metadata that works lack; a service that fails is a note, the others still run."""

    def settle_decisions(self, keys: Collection[str]) -> None:
        """Let the decisions on these keys take effect on the graph."""
