"""What each kind of job does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import msgspec

from graph.errors import EmbedderError, UnreachableError
from graph.following import follow
from graph.ports import CorpusCounts, Ingestor, IngestReport, Job, Library, Linker, Progress, Refresher
from ingest.schedule.refreshing import FETCHED

BATCH = 10
"""Sources asked by one job of all that are due, so that what somebody waits for never waits for hundreds of servers."""


class JobWork:
    """Does jobs on a library and returns what they report."""

    def __init__(
        self,
        library: Library,
        ingestor: Ingestor,
        refresher: Refresher,
        now: Callable[[], datetime],
        linker: Linker,
    ) -> None:
        self._library = library
        self._ingestor = ingestor
        self._refresher = refresher
        self._linker = linker
        self._now = now
        self._embedded: int | None = None
        self._acts: Mapping[str, Callable[[Job, Progress], dict[str, object]]] = {
            "ingest": self._ingest,
            "refresh": self._refresh,
            "rebuild": lambda _, progress: dict(ingestor.rebuild(progress)),
            "predict": lambda _, progress: {"predicted": ingestor.predict(progress)},
            "enrich": lambda _, progress: self._enrich(progress),
            "extract": lambda _, progress: self._extract(progress),
            "embed": lambda _, progress: self._embed(progress),
            "link": lambda _, progress: self._link(progress),
        }

    def __call__(self, job: Job, progress: Progress) -> dict[str, object]:
        """Do a job and return its report."""
        return self._acts[job.kind](job, progress)

    def refresh_is_due(self) -> bool:
        """Tell whether some subscription is to be asked."""
        return bool(self._refresher.due())

    def embed_is_due(self) -> bool:
        """Tell whether the library has changed since texts were last embedded, or that failed.

        Nobody knows of an earlier process. What somebody cancelled waits for the next change.
        """
        return not self._library.is_unmade() and self._library.version() != self._embedded

    def has_store(self) -> bool:
        """Tell whether the store answers just now."""
        try:
            self._library.version()
        except UnreachableError:
            return False
        return True

    def _ingest(self, job: Job, progress: Progress) -> dict[str, object]:
        follows = job.options.subscribe and job.target.startswith(FETCHED)
        read = self._refresher.read if follows else self._ingestor.ingest
        report = read(job.target, job.options, progress=progress)
        told: dict[str, object] = msgspec.to_builtins(report)
        if job.options.subscribe:
            told["followed"] = self._follow(job, report)
        return told | self._name(report.records, progress) | self._guess(self._ingestor.predict, progress)

    def _refresh(self, job: Job, progress: Progress) -> dict[str, object]:
        refreshed = (
            self._refresher.refresh([job.target], progress)
            if job.target
            else self._refresher.refresh_due(BATCH, progress)
        )
        visits = [each.visit for each in refreshed]
        failed = [visit for visit in visits if visit.outcome in ("failed", "gone")]
        new = sum(visit.new for visit in visits)
        records = _together(each.report.records for each in refreshed if each.report)
        told = {"visits": msgspec.to_builtins(visits), "asked": len(visits), "failed": len(failed), "new": new}
        if records.new or records.changed or new or any(visit.changed for visit in visits):
            told |= self._name(records, progress)
        came = new or any(visit.changed for visit in visits)
        return told | self._guess(self._ingestor.predict if came else self._ingestor.predict_again, progress)

    def _enrich(self, progress: Progress) -> dict[str, object]:
        report = self._ingestor.enrich(progress)
        told = dict(msgspec.to_builtins(report)) | self._name(CorpusCounts(), progress)
        return told | self._guess(self._ingestor.predict_again, progress)

    def _extract(self, progress: Progress) -> dict[str, object]:
        told = dict(msgspec.to_builtins(self._ingestor.extract(progress)))
        return told | self._guess(self._ingestor.predict_again, progress)

    def _embed(self, progress: Progress) -> dict[str, object]:
        """Embed what waits and link it: first what the library lists, which takes minutes, then the corpus, which takes hours."""
        self._embedded = self._library.version()
        embedded = 0
        try:
            for corpus in (False, True):
                report = self._linker.embed(progress, corpus=corpus, came=self._linker.update)
                embedded += report.embedded
                self._linker.update(progress=progress)
        except Exception:
            self._embedded = None
            raise
        return {"model": report.model, "embedded": embedded, "waiting": report.waiting}

    def _link(self, progress: Progress) -> dict[str, object]:
        """Link everything anew, with what the library lists embedded first."""
        self._linker.embed(progress, corpus=False)
        return dict(msgspec.to_builtins(self._linker.link(progress)))

    def _follow(self, job: Job, report: IngestReport) -> list[str]:
        """Follow what was read. What names feeds is itself none: a list's are followed, a page's are for the user to choose."""
        named = [feed.address for feed in report.feeds]
        addresses = ([] if named else [job.target]) if job.target.startswith(FETCHED) else named
        mine = True if job.options.mine else None
        follow(
            self._library,
            self._ingestor.settle_decisions,
            addresses,
            self._now(),
            mine=mine,
            kind=job.options.kind if addresses == [job.target] else None,
        )
        return addresses

    def _name(self, records: CorpusCounts, progress: Progress) -> dict[str, object]:
        """Read what new texts name, of abstracts that nothing lists only where some came: they may be very many."""
        report = self._ingestor.extract(progress, corpus=bool(records.new or records.changed))
        return {"names": msgspec.to_builtins(report)}

    def _guess(self, predict: Callable[[Progress], int | None], progress: Progress) -> dict[str, object]:
        try:
            guessed = predict(progress)
            return {} if guessed is None else {"predicted": guessed}
        except EmbedderError as error:  # what was read is kept; only the guesses are missing
            return {"predicted": None, "warning": str(error)}


def _together(counts: Iterable[CorpusCounts]) -> CorpusCounts:
    every = list(counts)
    return CorpusCounts(new=sum(each.new for each in every), changed=sum(each.changed for each in every))
