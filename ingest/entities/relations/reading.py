"""Reads a text's frames by the rules, and settles who "this paper", "the model" and "it" are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from graph.mention import Mention, Statement, Text
from graph.model import EdgeKind, NodeKind
from ingest.entities.relations.frames import Frame, frames_of
from ingest.entities.relations.grammar import AUX, NOUNS, PAPERS
from ingest.entities.relations.naming import Names
from ingest.entities.relations.rule import Rule
from ingest.entities.relations.rules import RULES
from ingest.entities.relations.settling import CONCEPTS, OF_BOTH, OF_WORKS, RELEASED, settled
from ingest.entities.relations.subjects import Meant, Subject, main_subject, unsaid

EXTRACTOR = "relations/2"

LOOK_BACK = 40
"""How many signs before a match its sentence is looked through for what denies it."""

_NEW = re.compile(
    rf"(?: (?:{PAPERS}|{NOUNS})){{0,2}}(?:, [^;?]{{1,110}}?,)? ?(?:{AUX})"
    r"(?:introduc(?:es|e|ing|ed)|propos(?:es|e|ing|ed)|present(?:s|ing|ed)?|is|offers?|represents?|describes?|"
    r"develops?),? "
    r"(?:(?:a|an|the first|one of the first)\b[^.;:?A-Z]{0,60}|[^.;:?A-Z]{0,30}\b(?:novel|new)\b)|"
    rf"(?: (?:{NOUNS}))?,? introduced (?:by|in)\b"
)
_FRESH = re.compile(r"\b(?:new|novel|first|groundbreaking|innovative|pioneering|introduc\w+|propos\w+)\b")
_AUTHOR = r"[^\W\d_a-z][\w'’-]{1,30},(?: [^\W\d_a-z]\.-?){1,3}"
_REFERENCE = re.compile(rf"{_AUTHOR}(?:,? (?:(?:&|and) )?{_AUTHOR}){{0,30}}(?:,? et al\.?)? \(\d{{4}}[a-z]?\)")
_REPORTED = re.compile(r"\b(?:reportedly|claim(?:s|ed|ing) (?:to|that)?)")
_SURE_OF_LABEL = 0.9
_SURE_OF_NEW = 0.85


class Reader:
    """Reads one text, front to back: a sentence leaves behind what the next one calls "it"."""

    def __init__(self, text: Text, mentions: Sequence[Mention]) -> None:
        self._text, self._mentions = text, mentions
        self._names = Names(text, mentions)
        self._last: int | None = None
        self._latest: int | None = None
        self._said: set[tuple[object, ...]] = set()

    def statements(self) -> Iterator[Statement]:
        """Yield what is stated, in reading order."""
        by_passage: dict[int, list[int]] = defaultdict(list)
        for place, one in enumerate(self._mentions):
            by_passage[one.passage].append(place)
        for number, places in sorted(by_passage.items()):
            self._last = self._latest = None
            yield from self._reference(number, places)
            named = [self._mentions[place] for place in places]
            for frame in frames_of(self._text.passages[number], number, named, places[0]):
                yield from self._label(frame) if frame.label else self._sentence(frame)

    def _reference(self, number: int, places: Sequence[int]) -> Iterator[Statement]:
        """Yield the authors that an entry written as a reference begins with: "Okafor, A., & Lind, B. (2024)."."""
        passage = self._text.passages[number]
        found = _REFERENCE.match(passage.text) if passage.item is not None else None
        if found:
            frame = Frame(number, 0, found.end(), "", (), ())
            for place in places:
                if self._mentions[place].end <= found.end() and self._names.kind(place) is NodeKind.PERSON:
                    yield from self._stated(EdgeKind.AUTHORED_BY, frame, None, place, _SURE_OF_LABEL)

    def _label(self, frame: Frame) -> Iterator[Statement]:
        """Yield what a label says; that its work is about what it names goes without saying."""
        self._names.note_label(frame)
        passage = self._text.passages[frame.passage]
        comment = passage.text[frame.end :].lower()
        for place in self._names.announced(frame, comment):
            yield from self._stated(EdgeKind.INTRODUCES, frame, None, place, _SURE_OF_NEW)
        yield from self._by_rules(frame)

    def _sentence(self, frame: Frame) -> Iterator[Statement]:
        if not frame.text.endswith("?") and not frame.aside:
            yield from self._new(frame)
        yield from self._by_rules(frame)
        if not frame.aside:
            self._remember(frame)

    def _by_rules(self, frame: Frame) -> Iterator[Statement]:
        for rule in RULES:
            if rule.may_apply(frame):
                for found in rule.pattern.finditer(frame.text):
                    yield from self._matched(rule, frame, found)

    def _matched(self, rule: Rule, frame: Frame, found: re.Match[str]) -> Iterator[Statement]:
        """Yield the statements of one match, unless what is said is denied or doubted."""
        subject = _subject(rule, frame, found)
        if subject is None or (not rule.presumed and unsaid(_claimed(rule, frame, subject, found))):
            return
        objects = self._objects(rule, frame, found)
        for of in self._subjects(rule.kind, frame, subject):
            for place in objects:
                if not self._fit(rule, of, place):
                    continue
                for kind, source, target in settled(self._names, rule.kind, frame, of, place):
                    if kind is EdgeKind.INTRODUCES and len(objects) == 1:
                        self._names.note_introduced(frame, target)
                    yield from self._stated(kind, frame, source, target, rule.confidence)

    def _objects(self, rule: Rule, frame: Frame, found: re.Match[str]) -> list[int]:
        """Return what is said of the subject; where the rule names nothing it is who the work's label leads with."""
        if "o" in rule.pattern.groupindex:
            return frame.mentions(*found.span("o"))
        maker = self._names.maker(frame)
        return [] if maker is None else [maker]

    def _fit(self, rule: Rule, of: int | None, place: int) -> bool:
        """Say whether subject and object are as much alike as the rule asks."""
        if of is None:
            return True
        if rule.alike and self._names.kind(of) is not self._names.kind(place):
            return False
        return not rule.named_after or str(self._names.key(of)).startswith(str(self._names.key(place)))

    def _subjects(self, kind: EdgeKind, frame: Frame, subject: Subject) -> Iterator[int | None]:
        """Yield what a subject is: what is named, or None for the work; nothing where it cannot be told."""
        names, meant = self._names, subject.meant
        if meant is None:
            yield from subject.named
        elif subject.named:  # "the X paper"
            if names.is_of_work(frame) and any(names.is_head(frame, place) for place in subject.named):
                yield None
            elif kind in OF_BOTH:
                yield from (place for place in subject.named if names.kind(place) in CONCEPTS)
        elif meant is not Meant.THEY or names.is_of_item(frame):
            thing = self._spoken_of(meant, frame, subject.end)
            of_work = meant in (Meant.WORK, Meant.THEY) or thing is None
            if kind in OF_WORKS or (kind in OF_BOTH and of_work):
                yield from (None,) if names.is_of_work(frame) else ()
            elif thing is not None:
                yield thing

    def _spoken_of(self, meant: Meant, frame: Frame, end: int) -> int | None:
        """Return what "it" is: what its own sentence began with, if anything, else what was spoken of before."""
        if meant is Meant.THING and (own := main_subject(frame, end)) and own.end < end and not own.meant:
            named = {names for names in own.named if self._names.kind(names) in CONCEPTS}
            if len(named) == len(own.named) == 1:
                return named.pop()
        return self._thing(meant, frame)

    def _thing(self, meant: Meant, frame: Frame) -> int | None:
        """Return what "it", "the model" are: what the last sentence was about, else what the work is named after."""
        head = self._names.head(frame)
        if meant is Meant.MAKER:
            return self._names.maker(frame)
        if meant is Meant.HEAD and not self._names.is_led(frame):
            return None
        if meant is Meant.THING and self._last is not None:
            return self._last
        return self._latest if meant is Meant.LATEST and head is None else head

    def _remember(self, frame: Frame) -> None:
        """Keep what the sentence is about, for the "it" of the next, and the only thing it tells of that is "
        "released."""
        released = {self._names.key(n): n for n in frame.all if self._names.kind(n) in RELEASED}
        self._latest = next(iter(released.values())) if len(released) == 1 else None
        subject = main_subject(frame, len(frame.text))
        if subject is None:
            return
        if len(subject.named) == 1 and self._names.kind(subject.named[0]) in CONCEPTS and not subject.meant:
            self._last = subject.named[0]
        elif subject.named or subject.meant is Meant.WORK:
            self._last = None

    def _new(self, frame: Frame) -> Iterator[Statement]:
        """Yield that a work introduces what it is named after, where a sentence speaks of that as new."""
        head, subject = self._names.head(frame), main_subject(frame, len(frame.text))
        if head is None or subject is None or not self._names.is_set_off(frame) or not self._names.is_of_work(frame):
            return
        if subject.named and not any(self._names.same(place, head) for place in subject.named):
            return
        found = _NEW.match(frame.text, subject.end)
        if found and _FRESH.search(found.group()) and not unsaid(found.group()):
            here = [place for place in frame.all if self._names.same(place, head)]
            yield from self._stated(EdgeKind.INTRODUCES, frame, None, here[0] if here else head, _SURE_OF_NEW)

    def _stated(
        self, kind: EdgeKind, frame: Frame, of: int | None, place: int, confidence: float
    ) -> Iterator[Statement]:
        """Yield a statement, once a sentence; nothing is related to itself or to what is hardly a name."""
        names = self._names
        said = (kind, names.key(of), names.key(place), frame.passage, frame.start)
        sure = confidence * names.sureness(of) * names.sureness(place)
        if said in self._said or not sure or (of is not None and names.same(of, place)):
            return
        self._said.add(said)
        yield Statement(
            kind=kind,
            passage=frame.passage,
            start=frame.start,
            end=frame.end,
            object=place,
            subject=of,
            extractor=EXTRACTOR,
            confidence=round(sure, 4),
        )


def _subject(rule: Rule, frame: Frame, found: re.Match[str]) -> Subject | None:
    if "s" in rule.pattern.groupindex:
        return Subject(tuple(frame.mentions(*found.span("s"))))
    return rule.subject(frame, found.start()) if rule.subject else Subject(meant=Meant.WORK)


def _claimed(rule: Rule, frame: Frame, subject: Subject, found: re.Match[str]) -> str:
    """Return the words in which a denial would concern what was matched; a score that is only reported was measured."""
    said = frame.text[_since(rule, subject, found) : found.end()]
    return _REPORTED.sub("", said) if rule.kind is EdgeKind.EVALUATED_ON else said


def _since(rule: Rule, subject: Subject, found: re.Match[str]) -> int:
    """Return from where on a denial would concern what was matched."""
    if rule.subject is None or "s" in rule.pattern.groupindex:
        return max(0, found.start() - LOOK_BACK)
    return min(subject.end, found.start())
