"""An extractor that finds the words it is told: small enough to be seen through, and true to the port."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from graph.mention import Findings, Mention, Passage, Statement, Text
from graph.model import EdgeKind, NodeKind

KINDS = {"model": NodeKind.MODEL, "method": NodeKind.TECHNIQUE, "benchmark": NodeKind.BENCHMARK}
WORDS: Mapping[str, NodeKind] = {"Okapi": NodeKind.MODEL, "Quagga": NodeKind.TECHNIQUE, "OK": NodeKind.MODEL}
KNOWN = frozenset({"Quagga"})
SHORTER = {"Oka": "Okapi"}
"""What is written so is called so in full."""


class MadeUpExtractor:
    """Finds words, whatever their case: of the kind that the next word says, else as it is told.

    "Old Kit (OK)" defines a short form, "Okapi beats Quagga" states something, and so does "introduce Okapi". It
    keeps which texts it read and which it skimmed, and fails where a text says so.
    """

    def __init__(self, words: Mapping[str, NodeKind] = WORDS, version: str = "made-up/1") -> None:
        self.name = version
        self.did_read: list[str] = []
        self.did_skim: list[str] = []
        self._words = {word.lower(): kind for word, kind in words.items()}
        self._pattern = re.compile(
            rf"\b({'|'.join(sorted(words, key=len, reverse=True))})\b(?= \(([A-Z]+)\)| (\w+)|)", re.IGNORECASE
        )

    def read(self, texts: Iterable[Text]) -> Iterator[Findings]:
        """Yield mentions and statements."""
        for text in texts:
            self.did_read.append(text.key)
            mentions = self._mentions(text)
            yield self._findings(text, mentions, tuple(self._statements(text, mentions)))

    def skim(self, texts: Iterable[Text]) -> Iterator[Findings]:
        """Yield mentions alone."""
        for text in texts:
            self.did_skim.append(text.key)
            yield self._findings(text, self._mentions(text), ())

    def _findings(self, text: Text, mentions: list[Mention], statements: tuple[Statement, ...]) -> Findings:
        if any("unreadable" in passage.text for passage in text.passages):
            raise ArithmeticError("what is this?")
        return Findings(
            key=text.key, digest=text.digest, extractor=self.name, mentions=tuple(mentions), statements=statements
        )

    def _mentions(self, text: Text) -> list[Mention]:
        return [one for place, passage in enumerate(text.passages) for one in self._in(place, passage)]

    def _in(self, place: int, passage: Passage) -> Iterator[Mention]:
        for found in self._pattern.finditer(passage.text):
            word, short, following = found.groups()
            kind, name = KINDS.get(following or "", self._words[word.lower()]), SHORTER.get(word, word)
            told = {"passage": place, "kind": kind, "extractor": self.name, "known": word in KNOWN}
            yield Mention(start=found.start(1), end=found.end(1), text=word, name=name, **told)
            if short:
                start = found.end(1) + 2
                told = {**told, "known": False, "long": word}
                yield Mention(start=start, end=start + len(short), text=short, name=short, **told)

    def _statements(self, text: Text, mentions: list[Mention]) -> Iterator[Statement]:
        for at, one in enumerate(mentions):
            said = text.passages[one.passage].text
            whole = {"passage": one.passage, "start": 0, "end": len(said), "object": at, "extractor": "stated/1"}
            if said[: one.start].endswith("introduce "):
                yield Statement(kind=EdgeKind.INTRODUCES, **whole)
            before = mentions[at - 1] if at else None
            if before and before.passage == one.passage and said[before.end : one.start] == " beats ":
                yield Statement(kind=EdgeKind.OUTPERFORMS, subject=at - 1, **whole)
