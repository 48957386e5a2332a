"""Reads one text's passages into its ledger."""

from __future__ import annotations

import re

from msgspec.structs import replace

from graph.mention import Passage
from graph.model import NodeKind
from graph.outline import Span
from ingest.entities.forms import abbreviations, versions
from ingest.entities.forms.contexts import Evidence, evidence
from ingest.entities.forms.endings import is_bot
from ingest.entities.forms.enumerations import Heard, share
from ingest.entities.forms.generic import STARTERS, is_generic, word_set
from ingest.entities.forms.known import Known
from ingest.entities.forms.ledger import Entry, Ledger
from ingest.entities.forms.makers import institution, is_body, is_ordinance
from ingest.entities.forms.nouns import head_kind, kind_of
from ingest.entities.forms.scanning import Shape, Token, opens, parted, shape_of, tokens
from ingest.entities.forms.scholarly import is_of_field
from ingest.entities.forms.titles import Titled, acts, is_name, is_product, titled
from ingest.entities.whole import PRODUCTS

_MOST_HEARD = 8
"""Places of a name whose surroundings are heard; further ones repeat them."""
_STAGES = word_set("preview beta alpha pro max plus mini lite experimental latest instant canary nightly")
"""What comes of a thing, not a thing."""
_ARTICLES = frozenset({"The", "A", "An"})
_SHARES = word_set("part parts member members head use role power rest one")
"""Before "of" and a name these are no part of it."""
_JOINT = frozenset({" ", " of ", " of the ", " of a ", " of an "})
_MOST_WORDS = 6
_SHORT = 3
_HEADLINED = Evidence(0.4, None, True)
"""What it says of a version that a work is called by it."""
_UNSAID = Evidence(0.1, NodeKind.TECHNIQUE)
"""What a title that says no kind leaves: most works name what they propose."""
_BOT = Evidence(1.0, NodeKind.PRODUCT, True)
"""What a capital within a sentence says of a name that ends like "chatbot"."""
_VERSIONED_PROGRAM = Evidence(0.5, NodeKind.PRODUCT, True)
"""What a version of three parts says of a name."""
_ADDRESSED = Evidence(1.0, NodeKind.ORGANIZATION, True)
"""What a company's or a publication's address says where it stands for its name ("Quillworth.ai")."""
_SPELT = 0.6
"""What capitals within a sentence say of a phrase that ends in a noun of its kind ("Quiet Reward Optimization")."""
_SPELT_KINDS = frozenset({NodeKind.TECHNIQUE, NodeKind.BENCHMARK, NodeKind.MODEL})
_LAST = re.compile(r"[^\s-]+")
_SHAPED = re.compile(r"[a-z][A-Z]|[A-Z]{2}|\d")


class Reading:
    """One text being read: passage by passage into a ledger. `scholarly`: the text is a paper's."""

    def __init__(self, known: Known, scholarly: bool) -> None:
        self.ledger = Ledger(scholarly)
        self._row: list[Heard] = []
        self._labels: tuple[Span, ...] = ()
        self._known = known
        self._scholarly = scholarly

    def read(self, place: int, passage: Passage) -> None:
        """Take in what a passage says."""
        text = passage.text
        found = self._parted(tokens(text))
        if not found:
            return
        paper = self._scholarly or passage.block is not None
        for label in passage.labels:
            for one in titled(text[label.start : label.end], label.start):
                self._title(place, text, one, paper)
        if passage.heading and not passage.labels:
            for one in titled(text):
                if not one.phrase:
                    self._title(place, text, one, self._scholarly)
        for definition in abbreviations.definitions(text):
            self._defined(place, text, definition)
        self._row = []
        self._labels = passage.labels
        self._units(place, text, found, bool(passage.labels and passage.block is None) or passage.heading)
        share(text, self._row)

    def _parted(self, found: list[Token]) -> list[Token]:
        """Return the tokens, those apart that were run together where a table's or a list's marks were lost."""
        cuts = {
            n: at for n, one in enumerate(found) if one.shape >= Shape.DIGITS and (at := self._known.glued(one.text))
        }
        if not cuts:
            return found
        return [part for n, one in enumerate(found) for part in (parted(one, cuts[n]) if n in cuts else (one,))]

    def _units(self, place: int, text: str, found: list[Token], titled_case: bool) -> None:
        number = 0
        while number < len(found):
            token = found[number]
            if token.shape > Shape.LETTER or token.text.lower() in self._known.families:
                tiers = not titled_case and not token.opens
                read = versions.read(text, token.start, token.end, self._known.families, tiers)
                if read is not None and not (titled_case and read.bare and acts(token.text.lower())):
                    self._model(place, text, token, read)
                    while number < len(found) and found[number].start < read.end:
                        number += 1
                    continue
            if _is_word(token):
                number = self._words(place, text, found, number, titled_case)
                continue
            if token.shape > Shape.WORD and not self._is_tail(text, found, number):
                self._single(place, text, token)
            number += 1

    def _is_tail(self, text: str, found: list[Token], number: int) -> bool:
        """Say whether a few capitals only end a name whose first word stands before them: "Blended OS"."""
        token, before = found[number], found[number - 1]
        short = token.shape is Shape.ACRONYM and len(token.text) <= _SHORT and not self._scholarly
        return short and number > 0 and before.shape is Shape.WORD and text[before.end : token.start] == " "

    def _model(self, place: int, text: str, token: Token, read: versions.Named) -> None:
        if read.program or (read.bare and self._is_program(read.family, text, read.end)):
            self._program(place, text, token, read)
            return
        name = text[token.start : read.end]
        entry = self.ledger.entry(name, max(Shape.DIGITS, shape_of(token.text)))
        if entry is None:
            return
        named = name.lower() in self._known.families
        entry.model = max(entry.model, 1.0 if named else read.weight)
        entry.family, entry.bare = read.family, read.bare and not named
        entry.signed |= read.bare and self._known.speaks_of_model(text, token.start, read.end, widely=self._scholarly)
        if any(label.start <= token.start and read.end <= label.end for label in self._labels):
            entry.hear(_HEADLINED)
        self._hear(entry, place, text, token.start, read.end)

    def _is_program(self, family: str, text: str, end: int) -> bool:
        """Say whether a version is one of a known program, whose name the text has without it anyway."""
        return family.lower() in self._known.programs and not text[end : end + 7].startswith(" model")

    def _program(self, place: int, text: str, token: Token, read: versions.Named) -> None:
        """Take in a program's name, without its version, where common knowledge doesn't have it."""
        name = text[token.start : token.start + len(read.family)]
        if name != read.family or name.lower() in self._known.programs or self._known.is_family(name):
            return
        if entry := self.ledger.entry(name, shape_of(name)):
            entry.hear(_VERSIONED_PROGRAM)
            self._hear(entry, place, text, token.start, token.start + len(name))

    def _single(self, place: int, text: str, token: Token) -> None:
        if entry := self.ledger.entry(token.text, token.shape):
            if token.text.endswith(".ai"):
                entry.hear(_ADDRESSED)
            self._hear(entry, place, text, token.start, token.end)

    def _words(self, place: int, text: str, found: list[Token], number: int, titled_case: bool) -> int:
        """Read a run of capitalised words as one name; return the number of the token after it."""
        first = _first(text, found, number)
        if first is None:
            return number + 1
        if not _is_word(found[first]):
            return first
        last = _last(text, found, first)
        first += first < last and found[first].text in _ARTICLES
        first += first < last and found[first].text.lower() in _SHARES and text[found[first].end :].startswith(" of")
        tiers = not titled_case and not found[first].opens
        read = versions.read(text, found[last].start, found[last].end, self._known.families, tiers)
        if read is not None:
            first = last if self._known.is_family(read.family) else max(first, last - 2)
            return self._versioned(place, text, found, first, last, read, titled_case)
        if first == last and (_goes_on(text, found, last) or found[last].text.lower() in _STAGES):
            return last + 1
        start, end = found[first].start, found[last].end
        if entry := self.ledger.entry(text[start:end], Shape.WORD):
            if titled_case:
                entry.places.append((place, start, end))
            elif first == last and found[first].opens:
                self._overhear(entry, place, text, start, end)
            else:
                self._hear(entry, place, text, start, end)
                self._phrase(entry)
                if is_bot(entry.name) or self._is_product(entry.name):
                    entry.hear(_BOT)
        return last + 1

    def _phrase(self, entry: Entry) -> None:
        """Take in what capitals within a sentence say of several words: an institution, a named idea."""
        if " " not in entry.name and "-" not in entry.name:
            return
        if maker := institution(entry.name):
            entry.hear(maker)
        elif not entry.spelt and (kind := _kind_of_phrase(_LAST.findall(entry.name)[-1])):
            entry.spelt = True
            if kind is NodeKind.TECHNIQUE and not self._scholarly and self._known.leads(entry.name):
                kind = NodeKind.PRODUCT  # "Foo Design", where Foo is a product's or a model's name
            entry.hear(Evidence(_SPELT, kind))

    def _is_product(self, name: str) -> bool:
        """Say whether a family's name goes on with a product's word: "Foo Enterprise"."""
        family, _, last = name.rpartition(" ")
        return self._known.is_family(family) and last.lower() in PRODUCTS

    def _versioned(
        self, place: int, text: str, found: list[Token], first: int, last: int, read: versions.Named, headline: bool
    ) -> int:
        """Read a family of several words with its version ("Foo Bar 3.1") as one name; a headline's verb is none of it."""
        for at in range(first, last):
            plain = found[at].text.lower()
            apart = text[found[at].end : found[at + 1].start] != " " or plain in STARTERS
            if apart or ((headline or found[at].opens) and acts(plain)):
                first = at + 1
        family = text[found[first].start : found[last].start] + read.family
        if not (headline and first == last and read.bare and acts(family.lower())):
            self._model(place, text, found[first], replace(read, family=family))
        while last < len(found) and found[last].start < read.end:
            last += 1
        return last

    def _hear(self, entry: Entry, place: int, text: str, start: int, end: int) -> None:
        entry.places.append((place, start, end))
        if len(entry.places) <= _MOST_HEARD:
            entry.near |= not self._scholarly and is_of_field(text, start, end)
            said = evidence(text, start, end)
            for one in said:
                entry.hear(one)
            self._row.append(Heard(start, end, entry, said))

    def _overhear(self, entry: Entry, place: int, text: str, start: int, end: int) -> None:
        """Take in what is said of a sentence's first word, whose capital says nothing: only what is told of it."""
        entry.places.append((place, start, end))
        for said in evidence(text, start, end) if len(entry.places) <= _MOST_HEARD else ():
            if said.told or said.kind is NodeKind.ORGANIZATION:
                entry.hear(said)

    def _title(self, place: int, text: str, one: Titled, paper: bool) -> None:
        """Take in what a title presents. `paper`: the title is a paper's, which names an idea where it says no kind."""
        name = text[one.start : one.end]
        kind = self._presented(name, one)
        if not paper and not one.announced and (not is_name(name) or (one.phrase and one.guessed)):
            return
        entry = self.ledger.entry(name, _shape(name))
        if entry is not None:
            entry.hear(Evidence(one.weight + (0.0 if not one.phrase else 0.1), kind, True))
            if kind is None and paper and not one.announced:
                entry.hear(_UNSAID)
            entry.near = True
            entry.places.append((place, one.start, one.end))

    def _presented(self, name: str, one: Titled) -> NodeKind | None:
        """Return what is announced: what has a maker before it or a product's word behind it is a product."""
        if any(map(str.isdigit, name)) or one.kind is NodeKind.MODEL or (self._scholarly and not one.announced):
            return one.kind
        if one.announced and is_body(name):
            return NodeKind.ORGANIZATION
        return NodeKind.PRODUCT if (one.announced and is_product(name)) or self._known.leads(name) else one.kind

    def _defined(self, place: int, text: str, definition: abbreviations.Definition) -> None:
        short, long = text[slice(*definition.short)], text[slice(*definition.long)]
        if is_generic(long) or is_generic(short):
            return
        entry = self.ledger.entry(short, max(shape_of(short), Shape.ACRONYM))
        if entry is None:
            return
        entry.long = entry.long or long
        capitals = sum(word[:1].isupper() for word in long.split()) * 2 > len(long.split())
        kind = _kind_of_long(long, capitals)
        if not self._scholarly and capitals and is_ordinance(long):
            return
        whole = (min(definition.long[0], definition.short[0]), max(definition.long[1], definition.short[1]) + 1)
        around = evidence(text, *whole)
        told = any(said.told for said in around)
        weight = 0.9 if (capitals and not opens(text, definition.long[0])) or told else 0.5
        spelt = self.ledger.entry(long, Shape.WORD)
        for said in (Evidence(weight if kind or weight > 0.5 else 0.3, kind, True), *around):
            entry.hear(said)
            if spelt is not None:
                spelt.hear(said)
        if spelt is not None:
            spelt.places.append((place, *definition.long))


def _first(text: str, found: list[Token], number: int) -> int | None:
    """Return where a run begins behind a sentence's first words ("The", "Using"); None where nothing follows them."""
    while found[number].opens and _only_begins(found[number].text.lower()):
        if number + 1 >= len(found) or text[found[number].end : found[number + 1].start] not in _JOINT:
            return None
        number += 1
    return number


def _only_begins(word: str) -> bool:
    return word in STARTERS or (len(word) > 5 and word.endswith("ly"))


def _last(text: str, found: list[Token], first: int) -> int:
    """Return the last token of the run of words that begins with this one."""
    last = first
    while (
        last + 1 < len(found)
        and last - first < _MOST_WORDS
        and _is_word(found[last + 1])
        and text[found[last].end : found[last + 1].start] in _JOINT
    ):
        last += 1
    return last


def _goes_on(text: str, found: list[Token], last: int) -> bool:
    """Say whether a capitalised word is only the beginning of a longer name ("External DNS") or of an address."""
    end = found[last].end
    if text[end : end + 1] == "." and text[end + 1 : end + 2].islower():
        return True
    return (
        last + 1 < len(found)
        and found[last + 1].shape > Shape.WORD
        and text[found[last].end : found[last + 1].start] == " "
    )


def _is_word(token: Token) -> bool:
    """Say whether the token is a capitalised word; of several words even a term of the field may be one."""
    return token.shape is Shape.WORD or (token.shape is Shape.LETTER and token.text.istitle() and len(token.text) > 2)


def _kind_of_phrase(last: str) -> NodeKind | None:
    """Return the kind that a capitalised phrase's last word says; many of a kind are none in particular."""
    kind = kind_of(last.lower())
    return kind if kind in _SPELT_KINDS and last[0].isupper() and not last.endswith("s") else None


def _shape(name: str) -> Shape:
    return max((shape_of(word) for word in name.split()), default=Shape.WORD) if _SHAPED.search(name) else Shape.WORD


def _kind_of_long(long: str, capitals: bool) -> NodeKind | None:
    """Return what a long form's head noun says. A kind of models ("state space models") is no model but an idea."""
    if capitals and is_body(long):
        return NodeKind.ORGANIZATION
    kind = head_kind(long.split())
    if kind is NodeKind.MODEL and (not capitals or long.endswith("s")):
        return NodeKind.TECHNIQUE
    return kind
