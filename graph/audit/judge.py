"""Does a link lead to what its text says? One item's claim against the record of what it links to.

Principles. Most links are right, and curators name papers as they speak of them: a nickname, half a title, what it is
about. So a link is taken to fit as soon as its label or its comment has something telling in common with the title or
the abstract, and is accused only where there was enough to compare and it disagrees, or where another paper has the
very title that the label says and this one has not. How telling a word is depends on how rare it is (`text.Rarity`).

Known exceptions: a one-word label that neither title nor abstract holds may be a nickname that the abstract does not
mention, so without a comment it is "could not check" unless another paper bears that name; likewise a label in another
language. Rejected: the similarity of whole strings (a nickname is nothing like its title, and two surveys of one field
are), and embeddings (they find two papers on one subject alike, which is the very mistake to be found).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import pairwise

from msgspec import Struct
from rapidfuzz import fuzz

from graph.audit.impossible import after
from graph.audit.labels import (
    authors_in,
    id_in,
    in_other_words,
    latest_month,
    names_nothing,
    parts_of,
    surnames,
    version_in,
    without_ids,
    without_umlauts,
)
from graph.audit.shapes import Claim, Verdict
from graph.audit.text import FIGURE_WEIGHT, Rarity, Text, plain, share_held, words_of
from graph.identity import stated_month
from graph.model import Identity, Month
from graph.months import month_name
from graph.names import fold
from graph.record import Record

NAMED = 0.8
"""Share of the label's weight in the title from which the label is the title's: what is missing is a typing error, an
article, a maker's name."""
HALF_NAMED = 0.6
"""… from which a label of several telling words is the title's unless another paper's title has all of them."""
A_NAME = 0.75
"""Weight of one rare word: less is said by words that every other title has."""
SEVERAL = 1.2
"""Weight of two telling words: from here on a label is more than a nickname."""
A_COMMENT = 4.0
"""Weight of some six telling words: a comment below it ("a must read") says too little about the paper."""
AGREES = 1.0
"""What comment and label must have in common with the paper together. Of 568 commented links of human lists one lies below,
and it is wrong; of as many links to other papers all but two do (`python -m bench.audit`)."""
IN_ABSTRACT = 0.6
"""Share of a label's weight in title and abstract from which the label tells what the paper is about."""
TITLE_HEARD = 0.6
"""Share of the title's weight that a longer label must say for the label to be that title with more words."""
MUCH_BETTER = 0.2
"""How much more of the label another paper's title must have to be the one that was meant."""
SAME_TITLE = 90
"""rapidfuzz's share of equal letters, words sorted: typing errors and a changed order, no more."""
ALL_OF_IT = 0.95
A_PHRASE = 3
"""Telling words that make a phrase, however common each is."""
A_BEGINNING = 4
"""Words that two titles hardly ever begin with by chance; of three ("a survey of") many do."""
NEXT_TO_NOTHING = 0.2
PIECE = 3
"""Letters of a word that a name must begin with to be made of it."""
_NUMBER = re.compile(r"v?\d")
LATE = 6
"""Months after the end of what its heading names that a paper may have appeared: lists are filed late, not years late."""


class Judgement(Struct, frozen=True):
    """A verdict with its reason; `right` is the identity that was meant, where that was seen on the way."""

    verdict: Verdict
    reason: str
    right: str | None = None


Titled = Callable[[str], Sequence[Record]]
"""Returns the records whose titles share most with a text; asked only where a link is suspicious."""


class Paper:
    """A record ready to be compared; its abstract is only read where the title does not decide."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.title = Text.of(record.title)

    @cached_property
    def text(self) -> Text:
        """Return title and abstract."""
        return Text.of(f"{self.record.title} . {self.record.abstract or ''}")

    @cached_property
    def aside(self) -> frozenset[str]:
        """Return what a label may say beside the title: authors, venue, year."""
        record = self.record
        year = {str(record.published.local.year)} if record.published else set()
        return surnames(record.authors) | frozenset(words_of(record.venue or "")) | year


def judge(claim: Claim, record: Record | None, rarity: Rarity, titled: Titled = lambda _label: ()) -> Judgement:
    """Return whether the link leads to what its text says."""
    if record is None:
        return _unchecked("nothing is known here of what this address leads to")
    if claim.label == record.title or plain(claim.label) == plain(record.title):
        return _versioned(claim, record, "the label is the title")
    if opens(record.title, claim.label):
        return _versioned(claim, record, "the title begins with the label")
    judged = _spelt_id(claim, record) or Comparison(claim, Paper(record), rarity, titled).judgement()
    return _versioned(claim, record, judged.reason) if judged.verdict is Verdict.FITS else judged


def opens(title: str, label: str) -> bool:
    """Say whether the title begins with the label, however common its words: "To be or not to be" names its paper."""
    said, told = words_of(label), words_of(title)
    return len(said) >= A_BEGINNING and told[: len(said)] == said


def meant(claim: Claim, record: Record, rarity: Rarity, titled: Titled) -> str | None:
    """Return the identity of the paper that has the label's title, for a link that leads elsewhere."""
    bearer = Comparison(claim, Paper(record), rarity, titled).bearer
    return bearer.identity if bearer else None


def _spelt_id(claim: Claim, record: Record) -> Judgement | None:
    """Say whether the label spells out another id than it leads to."""
    spelt = id_in(claim.label)
    if spelt is None or spelt[0].scheme != claim.identity.partition(":")[0]:
        return None
    if str(spelt[0]) in (claim.identity, record.identity):
        return _fits("the label is the id that it leads to") if names_nothing(without_ids(claim.label)) else None
    reason = f"the text says {spelt[0]}, and the link leads to {claim.identity}"
    return Judgement(Verdict.CONTRADICTS, reason, str(spelt[0]))


def _versioned(claim: Claim, record: Record, reason: str) -> Judgement:
    """Return the verdict on a link that leads to the right work: is it the version that the text names, or the newest?"""
    spelt = id_in(claim.label)
    said = (spelt[1] if spelt else None) or version_in(claim.label)
    newest = max((version.number for version in record.versions), default=None)
    linked = claim.version or newest
    if said and linked and said != linked:
        pinned = (
            f"the link leads to version {linked}"
            if claim.version
            else f"the link leads to the newest, version {linked}"
        )
        return Judgement(Verdict.OTHER_VERSION, f"the text says version {said}, and {pinned}")
    if not said and claim.version and newest and claim.version < newest:
        return Judgement(
            Verdict.OTHER_VERSION,
            f"the link is held at version {claim.version}, and version {newest} is the newest known; else it fits: {reason}",
        )
    return Judgement(Verdict.FITS, reason)


class Comparison:
    """One claim beside one paper."""

    def __init__(self, claim: Claim, paper: Paper, rarity: Rarity, titled: Titled) -> None:
        self.claim, self.paper, self.rarity, self.titled = claim, paper, rarity, titled
        self.words = [word for word in dict.fromkeys(words_of(claim.label)) if word not in paper.aside]
        self.weight = rarity.sum(self.words)
        self.in_title = share_held(self.words, paper.title, rarity)

    def judgement(self) -> Judgement:
        """Return the verdict, the surest evidence first."""
        if names_nothing(self.claim.label):
            return self._by_comment() or self._by_month() or _unchecked("the text of the link names nothing")
        authors = authors_in(self.claim.label)
        if authors is not None:
            return self._by_authors(authors)
        if conflicting_number(self.words, self.paper, self.rarity):
            return _against("the label has another number than the title")
        if self._named():
            return _fits("the title has the label's words")
        return self._by_comment() or self._by_label()

    def _named(self) -> bool:
        """Say whether the title has the label, or a part of it that names the paper by itself."""
        if self.in_title >= NAMED and self.weight * self.in_title >= A_NAME:
            return True
        parts = [
            [word for word in words_of(part) if word not in self.paper.aside] for part in parts_of(self.claim.label)
        ]
        held = ((self.rarity.sum(words), share_held(words, self.paper.title, self.rarity)) for words in parts)
        return any(share >= NAMED and weight * share >= A_NAME for weight, share in held)

    def _by_authors(self, authors: Sequence[str]) -> Judgement:
        """Judge a label that is nothing but authors."""
        known = surnames(self.paper.record.authors)
        if not known:
            return self._by_comment() or _unchecked("the text names authors, and who wrote it is not known here")
        if any(author in known or without_umlauts(author) in known for author in authors):
            return _fits("its authors are those that the text names")
        if share_held(authors, self.paper.text, self.rarity) >= NAMED:
            return _fits("the paper has the label's words")
        return _against("none of its authors is called what the text says")

    def _by_comment(self) -> Judgement | None:
        """Judge by what the curator writes of the paper; None where that is too little, or in another language."""
        comment = self.claim.comment or ""
        words = words_of(comment)
        if not self.paper.record.abstract or self.rarity.sum(words) < A_COMMENT or in_other_words(comment):
            return None
        said = share_held(words, self.paper.text, self.rarity)
        heard = share_held(self.paper.title.words, Text.of(f"{self.claim.label} {comment}"), self.rarity)
        agreement = 2 * said + heard + min(self.weight, 1.0) * self.in_title / 2
        if agreement >= AGREES:
            return _fits("what is written about it is what title and abstract say")
        if self.weight >= A_NAME and self._mentioned():
            return _fits("the abstract has the label's words")
        return _against("label and comment have too little in common with title and abstract")

    def _by_label(self) -> Judgement:
        """Judge by a label alone that the title does not bear out as it stands."""
        if self.weight < A_NAME:
            if self.words and self.in_title >= NAMED:
                return _fits("the title has the label's words")
            return self._by_month() or _unchecked("the label's words are too common to compare")
        if self._mentioned() and self.weight < SEVERAL:
            return _fits("the abstract has the label's word")
        told_of = self._told_of()
        if (told_of or self.weight < SEVERAL) and self.bearer:
            return Judgement(Verdict.CONTRADICTS, "another paper has the label's title", self.bearer.identity)
        if told_of:
            return _fits("title and abstract have what is telling in the label")
        if in_other_words(self.claim.label):
            return _unchecked("the label is in another language than the title")
        if self.weight < SEVERAL and not self._nothing_of_it():
            return self._by_month() or _unchecked("neither title nor abstract has the label's word, perhaps a nickname")
        return _against("the label has too little in common with title and abstract")

    def _by_month(self) -> Judgement | None:
        """Judge by time where words can't tell: a paper is not listed years before it appears."""
        latest, appeared = latest_month(self.claim.section, self.claim.month), month_of(self.paper.record)
        if not latest or not appeared or appeared <= after(latest, LATE):
            return None
        place = f"under “{self.claim.section}”" if self.claim.section else f"in a list of {month_name(latest)}"
        return _against(f"it stands {place}, and the paper appeared in {month_name(appeared)}")

    def _mentioned(self) -> bool:
        """Say whether title and abstract have the label's words letter by letter, as they have a paper's nickname."""
        held = self.rarity.sum(word for word in self.words if word in self.paper.text.known)
        return held >= NAMED * self.weight

    def _told_of(self) -> bool:
        return (
            self.in_title >= HALF_NAMED
            or share_held(self.paper.title.words, Text.of(self.claim.label), self.rarity) >= TITLE_HEARD
            or share_held(self.words, self.paper.text, self.rarity) >= IN_ABSTRACT
            or any(self.rarity.of(word) >= A_NAME and self._in_name(word) for word in self.words)
        )

    def _nothing_of_it(self) -> bool:
        """Say whether the label is a phrase, so no nickname, of which title and abstract have next to nothing."""
        telling = [word for word in self.words if self.rarity.of(word) > FIGURE_WEIGHT]
        return len(telling) >= A_PHRASE and share_held(self.words, self.paper.text, self.rarity) <= NEXT_TO_NOTHING

    def _in_name(self, word: str) -> bool:
        title = self.paper.title
        return word in title.known or pieced_together(word, title.words, self.paper.text.words)

    @cached_property
    def bearer(self) -> Record | None:
        """Return the record of another paper that has the label's title, where this one has it much less."""
        if self.weight < A_NAME:
            return None
        own = self.paper.record
        for rival in self.titled(self.claim.label):
            if rival.identity != own.identity and fold(rival.title) != fold(own.title) and self._bears(rival):
                return rival
        return None

    def _bears(self, rival: Record) -> bool:
        title = Text.of(rival.title)
        held = share_held(self.words, title, self.rarity)
        if held < self.in_title + MUCH_BETTER:
            return False
        if tuple(words_of(rival.title.partition(":")[0])) == tuple(words_of(self.claim.label)):
            return True
        alike = fuzz.token_sort_ratio(" ".join(words_of(self.claim.label)), " ".join(title.words))
        heard = share_held(title.words, Text.of(self.claim.label), self.rarity)
        return alike >= SAME_TITLE or (held >= ALL_OF_IT and heard >= TITLE_HEARD)


def conflicting_number(words: Sequence[str], paper: Paper, rarity: Rarity) -> bool:
    """Say whether the label has "Llama 2" where the title has "Llama 3", and the abstract nothing of Llama 2."""
    for name, number in pairwise(words):
        if _NUMBER.match(number) and len(name) > 2 and rarity.of(name) >= HALF_NAMED:
            others = {after for before, after in pairwise(paper.title.words) if before == name and _NUMBER.match(after)}
            if others and number not in others and (name, number) not in set(pairwise(paper.text.words)):
                return True
    return False


def pieced_together(word: str, title: Sequence[str], text: Sequence[str] = ()) -> bool:
    """Say whether a name is put together from beginnings of words, the first one of the title: ResNet, word2vec."""
    rest = word.replace("2", "to")
    return any(
        _is_made_of(rest[length:], (*title[at + 1 :], *text))
        for at, first in enumerate(title)
        for length in range(PIECE, min(len(first), len(rest) - PIECE) + 1)
        if first[:length] == rest[:length]
    )


def _is_made_of(rest: str, words: Sequence[str]) -> bool:
    """Say whether the rest is beginnings of these words, in their order."""
    return not rest or any(
        _is_made_of(rest[length:], words[at + 1 :])
        for at, word in enumerate(words)
        for length in range(2 if word == "to" else PIECE, min(len(word), len(rest)) + 1)
        if word[:length] == rest[:length]
    )


def month_of(record: Record) -> Month | None:
    """Return the month in which the paper appeared: that of its arXiv number, else of its first version."""
    scheme, _, value = record.identity.partition(":")
    stated = stated_month(Identity(scheme, value)) if scheme == "arxiv" else None
    return stated or (record.published.month if record.published else None)


def _fits(reason: str) -> Judgement:
    return Judgement(Verdict.FITS, reason)


def _against(reason: str) -> Judgement:
    return Judgement(Verdict.CONTRADICTS, reason)


def _unchecked(reason: str) -> Judgement:
    return Judgement(Verdict.UNCHECKED, reason)
