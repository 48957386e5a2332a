"""Reads a text's frames by the rules, and settles who "this paper", "the model" and "it" are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from graph.mention import Mention, Statement, Text
from graph.model import EdgeKind, ItemId, NodeKind
from graph.names import name_key
from ingest.entities.relations.frames import Frame, frames_of
from ingest.entities.relations.grammar import AUX, NOUNS, PAPERS, THINGS, gap
from ingest.entities.relations.rule import Rule
from ingest.entities.relations.rules import RULES
from ingest.entities.relations.subjects import Meant, Subject, main_subject, unsaid

EXTRACTOR = "relations/1"

_CONCEPTS = frozenset({NodeKind.MODEL, NodeKind.TECHNIQUE, NodeKind.BENCHMARK, NodeKind.PRODUCT})
_RELEASED = frozenset({NodeKind.MODEL, NodeKind.PRODUCT})
_MAKERS = frozenset({NodeKind.ORGANIZATION, NodeKind.PERSON})
_OF_WORKS = frozenset({EdgeKind.INTRODUCES, EdgeKind.ABOUT, EdgeKind.AUTHORED_BY})
_BETWEEN_PEERS = frozenset({EdgeKind.OUTPERFORMS, EdgeKind.COMPARED_WITH})
_OF_BOTH = frozenset({EdgeKind.USES, EdgeKind.EVALUATED_ON})

_HEAD = re.compile(
    rf"(?:(?:introducing|announcing|presenting|meet|welcome|the|[OP](?:'s)?(?::| —| releases| introduces| launches)?) ){{0,2}}"
    rf"{gap(1)}(?P<head>[{THINGS}])(?:(?P<set>:| —)|(?=\Z|,| (?:{NOUNS}|{PAPERS}|technical|system|model|is|are|and|for)\b))"
)
_NOVEL = re.compile(
    rf"(?: (?:{PAPERS}|{NOUNS})){{0,2}}(?:, [^;?]{{1,110}}?,)? ?(?:{AUX})"
    r"(?:introduc(?:es|e|ing|ed)|propos(?:es|e|ing|ed)|present(?:s|ing|ed)?|is|offers?|represents?|describes?|develops?),? "
    r"(?:(?:a|an|the first|one of the first)\b[^.;:?A-Z]{0,60}|[^.;:?A-Z]{0,30}\b(?:novel|new)\b)|"
    rf"(?: (?:{NOUNS}))?,? introduced (?:by|in)\b"
)
_FRESH = re.compile(r"\b(?:new|novel|first|groundbreaking|innovative|pioneering|introduc\w+|propos\w+)\b")
LEAST_SURE = 0.6
"""Below that, what is named is too doubtful to state anything of."""
_LATE = 40
"""How far before a match its sentence is looked through for what denies it."""


class Reader:
    """Reads one text."""

    def __init__(self, text: Text, mentions: Sequence[Mention]) -> None:
        self.text, self.mentions = text, mentions
        self._by_passage: dict[int, list[int]] = defaultdict(list)
        for place, one in enumerate(mentions):
            self._by_passage[one.passage].append(place)
        self._heads: dict[ItemId | None, int] = {}
        self._set_off: set[ItemId | None] = set()
        self._last: int | None = None
        self._lone: int | None = None
        self._seen: set[tuple[object, ...]] = set()

    def statements(self) -> Iterator[Statement]:
        """Yield what is stated, in reading order."""
        for number, places in sorted(self._by_passage.items()):
            self._last = self._lone = None
            named = [self.mentions[place] for place in places]
            for frame in frames_of(self.text.passages[number], number, named, places[0]):
                if frame.label:
                    self._note_head(frame)
                    yield from self._about(frame)
                yield from self._read(frame)

    def _note_head(self, frame: Frame) -> None:
        """Note what a label is the name of: what it begins with, else the only model in it."""
        item = self.text.passages[frame.passage].item
        if item in self._heads:
            return
        if found := _HEAD.match(frame.text):
            self._heads[item] = frame.mentions(*found.span("head"))[0]
            if found.group("set") or "introducing " in frame.text[: found.start("head")]:
                self._set_off.add(item)
            return
        models = {
            self.mentions[n].name: n
            for n in reversed(frame.mentions(0, len(frame.text)))
            if self._is(n, NodeKind.MODEL)
        }
        if len(models) == 1:
            self._heads[item] = next(iter(models.values()))

    def _about(self, frame: Frame) -> Iterator[Statement]:
        for place in frame.mentions(0, len(frame.text)):
            if self.mentions[place].kind in _CONCEPTS:
                yield from self._stated(EdgeKind.ABOUT, frame, None, place, 0.9)

    def _read(self, frame: Frame) -> Iterator[Statement]:
        """Yield what one sentence states."""
        if not frame.text.endswith("?"):
            yield from self._novelty(frame)
            for rule in RULES:
                if rule.labels in (None, frame.label) and any(cue in frame.text for cue in rule.cues or ("",)):
                    for found in rule.pattern.finditer(frame.text):
                        yield from self._matched(rule, frame, found)
        if not frame.label:
            self._remember(frame)

    def _remember(self, frame: Frame) -> None:
        """Keep what the sentence is about, for the "it" of the next, and the only thing it tells of that is released."""
        released = {self._key(n): n for n in frame.mentions(0, len(frame.text)) if self.mentions[n].kind in _RELEASED}
        self._lone = next(iter(released.values())) if len(released) == 1 else None
        subject = main_subject(frame, len(frame.text))
        if subject is None:
            return
        if len(subject.named) == 1 and self.mentions[subject.named[0]].kind in _CONCEPTS and not subject.meant:
            self._last = subject.named[0]
        elif subject.named or subject.meant is Meant.WORK:
            self._last = None

    def _matched(self, rule: Rule, frame: Frame, found: re.Match[str]) -> Iterator[Statement]:
        """Yield the statements of one match, unless what is said is denied or doubted."""
        if "s" in rule.pattern.groupindex:
            subject: Subject | None = Subject(tuple(frame.mentions(*found.span("s"))))
            since = max(0, found.start() - _LATE)
        else:
            subject = rule.subject(frame, found.start()) if rule.subject else Subject(meant=Meant.WORK)
            since = min(subject.end, found.start()) if subject else 0
        if subject is None or unsaid(frame.text[since : found.end()]):
            return
        objects = frame.mentions(*found.span("o"))
        for kind, of, place in self._settled(rule, frame, subject, objects):
            if kind is EdgeKind.INTRODUCES and len(objects) == 1:
                self._heads.setdefault(self.text.passages[frame.passage].item, place)
            yield from self._stated(kind, frame, of, place, rule.confidence)

    def _settled(
        self, rule: Rule, frame: Frame, subject: Subject, objects: Sequence[int]
    ) -> Iterator[tuple[EdgeKind, int | None, int]]:
        """Yield (kind, subject, object) as the edges go: of the work, of what it is named after, or of what is named."""
        for kind, of in self._subjects(rule.kind, frame, subject):
            for place in objects:
                if of is None or self._fit(rule, of, place):
                    yield from self._judged(kind, frame, of, place)

    def _fit(self, rule: Rule, of: int, place: int) -> bool:
        """Say whether subject and object are as much alike as the rule asks."""
        if rule.alike and self.mentions[of].kind is not self.mentions[place].kind:
            return False
        return not rule.named_after or str(self._key(of)).startswith(str(self._key(place)))

    def _subjects(self, kind: EdgeKind, frame: Frame, subject: Subject) -> Iterator[tuple[EdgeKind, int | None]]:
        head, work = self._head(frame), self._is_of_work(frame)
        if subject.meant is None:
            yield from ((kind, place) for place in subject.named)
            return
        if subject.named:
            if work and head is not None and any(self._same(place, head) for place in subject.named):
                yield kind, None
            return
        thing = self._meant(subject.meant, head)
        if kind in _OF_WORKS:
            if work:
                yield kind, None
        elif kind in _OF_BOTH and (subject.meant is Meant.WORK or thing is None):
            if work:
                yield kind, None
        elif thing is not None:
            yield kind, thing

    def _meant(self, meant: Meant, head: int | None) -> int | None:
        """Return what "it", "the model" are: what the last sentence was about, else what the work is named after."""
        if meant is Meant.HEAD:
            return head
        if meant is Meant.LATEST:
            return head if head is not None else self._lone
        return self._last if meant is Meant.THING and self._last is not None else head

    def _judged(
        self, kind: EdgeKind, frame: Frame, of: int | None, place: int
    ) -> Iterator[tuple[EdgeKind, int | None, int]]:
        """Yield the edges that a subject and an object may have by their kinds (DESIGN's table of edges)."""
        head, work = self._head(frame), self._is_of_work(frame)
        is_head = of is not None and head is not None and self._same(of, head)
        what = None if of is None else self.mentions[of].kind
        if kind is EdgeKind.RELEASED_BY:
            yield from self._made(of, place, frame)
        elif kind is EdgeKind.INTRODUCES:
            yield from self._introduced(of, place, is_head=is_head, head=head, work=work)
        elif kind in (EdgeKind.ABOUT, EdgeKind.AUTHORED_BY):
            if work and (of is None or (is_head and kind is EdgeKind.ABOUT and not self._same(of or 0, place))):
                yield kind, None, place
        elif of is None:
            if kind in _OF_BOTH:
                yield kind, None, place
        elif what in _CONCEPTS and not (what is NodeKind.BENCHMARK and kind in _BETWEEN_PEERS):
            yield kind, of, place
            if is_head and work and kind in _OF_BOTH:
                yield kind, None, place

    def _made(self, of: int | None, place: int, frame: Frame) -> Iterator[tuple[EdgeKind, int | None, int]]:
        """Yield who released a model or a product; of a technique or a benchmark, who wrote the work that is named after it."""
        if of is None or self.mentions[of].kind in _MAKERS:
            of, place = place, place if of is None else of
        head = self._head(frame)
        maker, made = self.mentions[place].kind, self.mentions[of].kind
        if maker is NodeKind.ORGANIZATION and made in _RELEASED:
            yield EdgeKind.RELEASED_BY, of, place
        elif maker in _MAKERS and head is not None and self._same(of, head) and self._is_of_work(frame):
            yield EdgeKind.AUTHORED_BY, None, place

    def _introduced(
        self, of: int | None, place: int, *, is_head: bool, head: int | None, work: bool
    ) -> Iterator[tuple[EdgeKind, int | None, int]]:
        if of is None or is_head:
            if work and (of is None or not self._same(of, place)) and not self._is_common(place, head):
                yield EdgeKind.INTRODUCES, None, place
        elif self.mentions[of].kind in _MAKERS:
            if work and head is not None and self._same(head, place):
                yield EdgeKind.INTRODUCES, None, place
        elif self.mentions[of].kind in _RELEASED and self.mentions[place].kind is NodeKind.TECHNIQUE:
            yield EdgeKind.USES, of, place

    def _novelty(self, frame: Frame) -> Iterator[Statement]:
        """Yield that a work introduces what it is named after, where a sentence speaks of that as new."""
        item = self.text.passages[frame.passage].item
        head = self._heads.get(item)
        if frame.label or head is None or item not in self._set_off or not self._is_of_work(frame):
            return
        subject = main_subject(frame, len(frame.text))
        if subject is None or not (found := _NOVEL.match(frame.text, subject.end)):
            return
        own = any(self._same(place, head) for place in subject.named) or (
            subject.meant is not None and not subject.named
        )
        if own and _FRESH.search(found.group()) and not unsaid(found.group()):
            here = [n for n in frame.mentions(0, len(frame.text)) if self._same(n, head)]
            yield from self._stated(EdgeKind.INTRODUCES, frame, None, here[0] if here else head, 0.85)

    def _stated(
        self, kind: EdgeKind, frame: Frame, of: int | None, place: int, confidence: float
    ) -> Iterator[Statement]:
        """Yield a statement once a sentence; nothing is related to itself."""
        if of is not None and (self._same(of, place) or not self._is_sure(of)) or not self._is_sure(place):
            return
        said = (kind, self._key(of), self._key(place), frame.passage, frame.start)
        if said in self._seen:
            return
        self._seen.add(said)
        sure = self.mentions[place].confidence * (1.0 if of is None else self.mentions[of].confidence)
        yield Statement(
            kind=kind,
            passage=frame.passage,
            start=frame.start,
            end=frame.end,
            object=place,
            subject=of,
            extractor=EXTRACTOR,
            confidence=round(confidence * sure, 4),
        )

    def _head(self, frame: Frame) -> int | None:
        return self._heads.get(self.text.passages[frame.passage].item)

    def _is_of_work(self, frame: Frame) -> bool:
        """Say whether "this paper" is known here: in an entry, in a title, in a record of a work."""
        passage = self.text.passages[frame.passage]
        return passage.item is not None or passage.block is None or not self.text.key.startswith("document-")

    def _is_common(self, place: int, head: int | None) -> bool:
        """Say whether a known technique is written as a common noun, which a work applies rather than introduces."""
        one = self.mentions[place]
        common = one.known and one.kind is NodeKind.TECHNIQUE and one.text == one.text.lower()
        return common and (head is None or not self._same(place, head))

    def _is_sure(self, place: int) -> bool:
        return self.mentions[place].known or self.mentions[place].confidence >= LEAST_SURE

    def _is(self, place: int, kind: NodeKind) -> bool:
        return self.mentions[place].kind is kind

    def _key(self, place: int | None) -> str | None:
        return None if place is None else name_key(self.mentions[place].name)

    def _same(self, one: int, other: int) -> bool:
        first, second = self.mentions[one], self.mentions[other]
        return (
            one == other
            or name_key(first.name) == name_key(second.name)
            or (bool(first.long) and first.long == second.long)
        )
