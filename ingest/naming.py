"""The pass that reads texts for what they name: documents and listed works by all means, all other records quickly.

What was read is known by the extractor's version, so a pass finds the texts that are left by asking the store alone,
and one that is cut off goes on where it stopped: what a batch brought is safe, and the next one begins anew. Findings
are of the text as it was when it was read; should it have changed meanwhile, it is left for the next pass.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from graph.errors import AlmanacError
from graph.mention import NAMED_KINDS, Findings, Text
from graph.ports import Extractor, ExtractReport, Library, Note, Progress, Unread
from ingest.drawing import Drawing
from ingest.passages import PASSAGES

PAGE = 500
"""Texts looked up at once; an extractor may ask for some more than it has read."""
MOST_TEXTS = {Unread.DOCUMENTS: 100, Unread.WORKS: 100, Unread.RECORDS: 2_000}
"""Texts written in one transaction."""
MOST_READ = {Unread.DOCUMENTS: 500_000, Unread.WORKS: 500_000, Unread.RECORDS: 5_000_000}
"""Characters read for one transaction: a quarter of a minute's work at most is lost when a pass is cut off."""
WHAT = {
    Unread.DOCUMENTS: "documents read for names",
    Unread.WORKS: "abstracts of works read for names",
    Unread.RECORDS: "other abstracts read for names",
}

_Read = Callable[[Iterable[Text]], Iterator[Findings]]


class Naming:
    """Reads the texts of a library that are unread; `keep` draws findings, inside the transaction of their batch."""

    def __init__(
        self,
        library: Library,
        drawing: Drawing,
        extractor: Extractor,
        keep: Callable[[Sequence[Findings]], None],
    ) -> None:
        self._library = library
        self._drawing = drawing
        self._extractor = extractor
        self._keep = keep
        self._version = f"{extractor.name} {PASSAGES}"
        self._notes: list[Note] = []

    def run(self, progress: Progress, *, corpus: bool) -> ExtractReport:
        """Read documents and the records of works; with `corpus` all other records too."""
        read = dict.fromkeys(Unread, 0)
        mentions = 0
        for lot in Unread:
            for batch in self._batches(lot, progress) if corpus or lot is not Unread.RECORDS else ():
                read[lot] += len(batch)
                mentions += sum(len(findings.mentions) for findings in batch)
        nodes = self._library.graph.counts()
        return ExtractReport(
            documents=read[Unread.DOCUMENTS],
            records=read[Unread.WORKS] + read[Unread.RECORDS],
            unchanged=self._library.mentions.counts()["texts"] - sum(read.values()),
            mentions=mentions,
            concepts=sum(nodes.get(kind, 0) for kind in NAMED_KINDS),
            notes=tuple(self._notes),
        )

    def _batches(self, lot: Unread, progress: Progress) -> Iterator[list[Findings]]:
        """Read a lot's texts and yield each batch once it is safe."""
        total = self._library.mentions.count_unread(lot, self._version)
        if not total:
            return
        batch: list[Findings] = []
        size = 0
        read = self._extractor.skim if lot is Unread.RECORDS else self._extractor.read
        for done, (text, found) in enumerate(self._found(read, self._texts(lot)), 1):
            batch.append(replace(found, extractor=self._version, skimmed=lot is Unread.RECORDS))
            size += sum(len(passage.text) for passage in text.passages)
            if len(batch) >= MOST_TEXTS[lot] or size >= MOST_READ[lot]:
                yield self._safe(batch)
                batch, size = [], 0
            progress(done, total, WHAT[lot])
        if batch:
            yield self._safe(batch)

    def _safe(self, batch: list[Findings]) -> list[Findings]:
        """Keep a batch, but for texts that are no longer as they were read."""
        with self._library.transaction():
            now = self._drawing.current([found.key for found in batch])
            kept = [found for found in batch if found.key in now and now[found.key].digest == found.digest]
            self._keep(kept)
        return kept

    def _texts(self, lot: Unread) -> Iterator[Text]:
        after = ""
        while page := self._library.mentions.unread(lot, self._version, after, PAGE):
            after = page[-1]
            yield from (text for _, text in sorted(self._drawing.current(page).items()))

    def _found(self, read: _Read, texts: Iterator[Text]) -> Iterator[tuple[Text, Findings]]:
        """Yield each text with what was found; one that cannot be read has nothing, and the next ones are read."""
        waiting: deque[Text] = deque()

        def handed() -> Iterator[Text]:
            for text in texts:
                waiting.append(text)
                yield text

        while True:
            try:
                for found in read(handed()):
                    yield waiting.popleft(), found
            except AlmanacError:
                raise
            except Exception as error:  # law 5: what one text says never stops the next
                if not waiting or not _works(read):
                    raise
                yield from [(text, self._alone(read, text, error)) for text in waiting]
                waiting.clear()
            else:
                return

    def _alone(self, read: _Read, text: Text, error: Exception) -> Findings:
        try:
            return next(read([text]))
        except Exception:  # told as it was met first, and kept as read: the next pass would fail again
            message = f"cannot be read for names: {type(error).__name__}: {error}"
            self._notes.append(Note(kind="failed", code="unread-names", where=text.key, message=message))
            return Findings(key=text.key, digest=text.digest, extractor=self._version)


def _works(read: _Read) -> bool:
    """Tell whether an extractor can read at all: what fails on a text of nothing does not fail by the text's fault."""
    try:
        list(read([Text(key="", digest="", passages=())]))
    except Exception:
        return False
    return True
