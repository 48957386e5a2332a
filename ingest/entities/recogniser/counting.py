"""What a corpus tells of phrases: where they stand, what stands before them, which ones are given an abbreviation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ingest.entities.recogniser.phrases import ENDINGS, Phrase, folded, parts, phrases

LEAST_DOCUMENTS = 4
"""A phrase of fewer documents is judged by its words: what it shows of itself is chance."""
_FORGET_EVERY = 10_000
"""After so many documents, phrases met once are forgotten, or memory would fill with them."""

_BEFORE = {
    "the": "the this these that those",
    "a": "a an",
    "our": "our its their your my",
    "via": "via using with through by based",
    "of": "of for in on",
    "to": "to can we that will",
    "and": "and , or like including",
}
_CLASS = {word: name for name, words in _BEFORE.items() for word in words.split()}
BEFORE = tuple(_BEFORE)
OTHER = "other"

_SHORT = re.compile(r"\(([A-Za-z][A-Za-z0-9-]{1,9})\)")
_WORD_BEFORE = re.compile(r"([^\W_]+|,)\s*\Z")
_MOST_LETTERS = 120
_BROKEN = re.compile(r"[.;:(),\n]")


class Counts:
    """How often each phrase was met, by where it stands."""

    def __init__(self) -> None:
        self.documents: Counter[str] = Counter()
        self.titles: Counter[str] = Counter()
        self.met: Counter[str] = Counter()
        self.left: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.capital: Counter[str] = Counter()
        self.before: Counter[tuple[str, str]] = Counter()
        self.defined: Counter[str] = Counter()

    def add(self, title: str, abstract: str) -> None:
        """Count what one document's title and abstract have."""
        seen: set[str] = set()
        for text, is_title in ((title, True), (abstract, False)):
            for ending in phrases(text):
                for phrase in ending:
                    self._met(phrase, text, is_title, seen)
        self.defined.update({" ".join(parts(words)) for words in long_forms(abstract)})

    def forget(self) -> None:
        """Drop the phrases that were met once."""
        for phrase in [phrase for phrase, times in self.met.items() if times == 1]:
            for counter in (self.documents, self.titles, self.met, self.left, self.right, self.capital):
                counter.pop(phrase, None)
            for name in (*BEFORE, OTHER):
                self.before.pop((phrase, name), None)

    def _met(self, phrase: Phrase, text: str, is_title: bool, seen: set[str]) -> None:
        name = " ".join(phrase.words)
        self.met[name] += 1
        self.left[name] += phrase.left
        self.right[name] += phrase.right
        if not is_title and text[phrase.start : phrase.end].istitle() and phrase.start:
            self.capital[name] += 1
        if (
            phrase.left
            and phrase.start
            and (before := _WORD_BEFORE.search(text[max(0, phrase.start - 20) : phrase.start]))
        ):
            self.before[name, _CLASS.get(before[1].lower(), OTHER)] += 1
        if name not in seen:
            seen.add(name)
            self.documents[name] += 1
            self.titles[name] += is_title


def counted(documents: Iterable[tuple[str, str]]) -> Counts:
    """Return the counts of documents, each a title and an abstract."""
    counts = Counts()
    for number, (title, abstract) in enumerate(documents, 1):
        counts.add(title, abstract)
        if number % _FORGET_EVERY == 0:
            counts.forget()
    return counts


def long_forms(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of what a text abbreviates: "graph wavelet coding" of "graph wavelet coding (GWC)".

    The method is Schwartz and Hearst's (2003): the short form's letters are looked for backwards.
    """
    for short in _SHORT.finditer(text):
        if sum(letter.isupper() for letter in short[1]) > 1:
            form = _long_form(text[max(0, short.start() - _MOST_LETTERS) : short.start()].rstrip(), short[1])
            words = form.lower().split()
            if len(words) > 1 and folded(parts((words[-1],))[-1] if parts((words[-1],)) else "") in ENDINGS:
                yield (*words[:-1], folded(words[-1]))


def _long_form(window: str, short: str) -> str:
    letters = [letter.lower() for letter in short.rstrip("s") if letter.isalnum()]
    at = len(window)
    for place in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0 and not _matches(window, at, letters[place], first=place == 0):
            at -= 1
        if at < 0:
            return ""
    form = window[at:]
    return "" if _BROKEN.search(form) or len(form.split()) > min(len(letters) + 3, len(letters) * 2) else form


def _matches(window: str, at: int, letter: str, *, first: bool) -> bool:
    return window[at].lower() == letter and not (first and at and window[at - 1].isalnum())
