"""The Extractor: puts the ways of finding names together, one text after another or on all cores.

A text goes through finders (each gives candidates a passage), `choosing` (no two overlap), `linking` (one name has one
full form within a text) and, on the full path, `relations`. The quick path leaves out what needs a model and what
sentences state; it reads abstracts by the ten thousand, on all cores.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cached_property
from itertools import chain, islice

from msgspec.structs import replace

from graph.mention import Findings, Mention, Statement, Text
from ingest.entities.candidate import Candidate, Finder
from ingest.entities.choosing import choose
from ingest.entities.field import in_field
from ingest.entities.forms import FormsFinder
from ingest.entities.forms.known import Known
from ingest.entities.known_makers import agrees
from ingest.entities.lexicon import Lexicon, load
from ingest.entities.linking import link
from ingest.entities.matching import LexiconFinder
from ingest.entities.people import find_people
from ingest.entities.recogniser import RecogniserFinder
from ingest.entities.relations import relate
from ingest.entities.terms import TermFinder

__all__ = ["Entities"]

RULES = "entities/7"
"""Counted up whenever a rule of this package changes what is found, so that texts are read again."""

_FEW = 400
"""Texts that are read sooner than other processes have started."""
_CHUNK = 100
"""Texts given to a process at once: a tenth of a second's work."""
_AHEAD = 3
"""Chunks in flight a process: enough that none waits, few enough that memory does not grow with the corpus."""
_MOST_PROCESSES = 4


class Entities:
    """The Extractor: all of its parts are made when they are first needed, since some take seconds."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._given = lexicon

    @cached_property
    def lexicon(self) -> Lexicon:
        """Return the names that are known."""
        return self._given or load()

    @property
    def name(self) -> str:
        """Return the version of the rules, the lexicon and the model."""
        return f"{RULES} {self.lexicon.version} {RecogniserFinder.version()}"

    def read(self, texts: Iterable[Text]) -> Iterator[Findings]:
        """Yield each text's findings in order, read by all means."""
        finders = (*self._quick, *self._thorough)
        for text in texts:
            found = [*(finder.find(text.passages) for finder in finders), find_people(text)]
            mentions = self._mentions(text, in_field(text.passages, found, self.lexicon.families))
            stated = (said for said in relate(text, mentions) if agrees(said, mentions, self.lexicon))
            yield self._findings(text, mentions, tuple(stated))

    def skim(self, texts: Iterable[Text]) -> Iterator[Findings]:
        """Yield each text's findings in order, without what needs a model or a sentence; many of them on all cores."""
        rest = iter(texts)
        first = list(islice(rest, _FEW))
        yield from self._skimmed(first)
        further = list(islice(rest, _FEW))
        processes = min(os.cpu_count() or 1, _MOST_PROCESSES)
        if len(further) < _FEW or processes == 1:
            yield from self._skimmed(chain(further, rest))
        else:
            yield from self._skimmed_apart(chain(further, rest), processes)

    def _skimmed(self, texts: Iterable[Text]) -> Iterator[Findings]:
        for text in texts:
            found = [finder.find(text.passages) for finder in self._quick]
            yield replace(self._findings(text, self._mentions(text, found)), skimmed=True)

    def _skimmed_apart(self, texts: Iterable[Text], processes: int) -> Iterator[Findings]:
        """Skim in processes of their own: this one may have threads, so they are started afresh, not forked."""
        spawned = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(processes, spawned, _prepare, (self._given,)) as pool:
            waiting: deque[Future[list[Findings]]] = deque()
            try:
                rest = iter(texts)
                while chunk := tuple(islice(rest, _CHUNK)):
                    waiting.append(pool.submit(_skim_chunk, chunk))
                    if len(waiting) > processes * _AHEAD:
                        yield from waiting.popleft().result()
                while waiting:
                    yield from waiting.popleft().result()
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    @cached_property
    def _quick(self) -> tuple[Finder, ...]:
        return (LexiconFinder(self.lexicon), FormsFinder(Known.of(self.lexicon)))

    @cached_property
    def _thorough(self) -> tuple[Finder, ...]:
        return (TermFinder(), RecogniserFinder())

    def _mentions(self, text: Text, found: Sequence[Sequence[Sequence[Candidate]]]) -> tuple[Mention, ...]:
        chosen: list[list[Candidate]] = [
            choose(passage, [candidate for ways in found for candidate in ways[at]])
            for at, passage in enumerate(text.passages)
        ]
        return tuple(mention for mention in link(text, chosen, self.lexicon) if self._counts(text, mention))

    def _counts(self, text: Text, mention: Mention) -> bool:
        """Say whether a mention is more than a task or a field named in passing: a title or a heading names it."""
        entry = self.lexicon.entry(mention.kind, mention.name) if mention.known else None
        if entry is None or not entry.topic:
            return True
        passage = text.passages[mention.passage]
        return passage.heading or any(
            label.start <= mention.start and mention.end <= label.end for label in passage.labels
        )

    def _findings(self, text: Text, mentions: tuple[Mention, ...], statements: tuple[Statement, ...] = ()) -> Findings:
        return Findings(key=text.key, digest=text.digest, extractor=self.name, mentions=mentions, statements=statements)


_apart: Entities | None = None
"""The extractor of a process of its own."""


def _prepare(lexicon: Lexicon | None) -> None:
    global _apart
    _apart = Entities(lexicon)


def _skim_chunk(texts: Sequence[Text]) -> list[Findings]:
    extractor = _apart or Entities()
    return list(extractor._skimmed(texts))
