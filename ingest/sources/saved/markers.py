"""Where a footnote's marker may stand in plain text, scored by form: what a digit leans on, and what comes after it.

Four forms: glued to a word ("quality2."), set off by spaces where a page printed each inline element apart
("worth it 2 ."), in brackets ("worth it[2]"), raised ("worth it²"). A digit that belongs to a number, a unit or a name
is no candidate, or a poor one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from graph.outline import Block, BlockKind

LIKELY = 3
"""From here on the form alone says that it is a marker; below, it takes a note that needs one."""
MOST = 3000
"""Candidates. More of them stand in no text that anybody wrote; such a text keeps its digits."""
BESIDE = 80
"""Signs before a digit that are looked at: longer than any word."""
LABEL = 60
"""Signs. A shorter line that ends with a number is a label or a command."""
_DIGITS = re.compile(r"(?<!\d)(?<!\d[.,])\d{1,6}(?!\d)(?![.,:]\d)")
_VERSION = re.compile(r"(?<![\w-])([^\W\d_][\w-]{0,39})[  -]?(\d{1,2}(?:\.\d{1,2})*\.\d{2,4})(?![\w%]|[.,:]\d)")
"""A name and its version: "Llama 3.13" may be Llama 3.1 and note 3."""
_MODEL = re.compile(r"(?:[\w.]+-|[^\W\d_]*)\d{1,3}(?![exEX]$)[A-Za-z]{1,2}")
"""What ends as names of models do: "GPT-4o"; no release candidate, no exponent."""
_HALF = re.compile(r"(?<=\S)[  ](\d{1,2})\.\d(?=[  ][.,;:?!](?:\s|$))")
_RAISED = re.compile(r"[⁰¹²³⁴-⁹]{1,6}")
_RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_CLOSERS = ".,;:!?)]}”’\"'…»%"
_OPEN_BEFORE = "(["
_ENDS_CLAUSE = re.compile(r"[.,;:!?)\]}”’\"'…»]*(?:\s|$)|[—–]")
_WORD = re.compile(r"[^\W_](?:[\w+./-]*[^\W_])?$")
_SAID = re.compile(r"[\w-]+(?:(?<=\d)\.\d+)*")
_PUNCTUATED = re.compile(r"\s[.,;:?!)](?:\s|$)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NUMBERED = _words("""
    act algorithm appendix apr april aug august book ch chapter chapters class day dec december definition edition eq
    episode equation example exercise experiment feb february fig figs figure figures footnote formula generation grade
    hour issue item iteration jan january jul july jun june layer lesson level line lines mar march may module month
    node note nov november number oct october option page pages paragraph part parts phase point pp problem question rank
    round row rule season sec section sections sept september series slide stage step steps table task tasks theorem tier
    top type unit version versions vol volume week year zone
""")
"""Words that introduce a number."""
_QUANTIFIED = _words("""
    about above after almost and another approximately around at average before below between by every exactly first for
    from gets had has have in into is just last least less more most nearly next of on only or other over past per plus
    roughly than the through times to under until up was were with within
""")
"""Words after which a bare number is a quantity."""
_CARRIERS = _words("""
    base bf claude es fp gemini gemma gpt grok h int ipv k llama md mistral mp o p phi python r rtx s sha t uint utf v web
    win x
""")
"""Names that carry a number of their own."""
_FINE = _words("go py python ubuntu v")
"""What has minor versions of two digits: "Python 3.11"."""
_AFTER_MARKER = _words("""
    a an and are as at because but by can do does for from had has have he how i if in into is it may of on or our she so
    than that the their there these they this those to was we were what when where which while who will with would you
""")
"""Words that follow no quantity."""


class Marker(Struct, frozen=True):
    """A candidate: `text[start:end]` of a block is what would be cut, `numbers` are the notes it would point at."""

    block: int
    start: int
    end: int
    numbers: tuple[int, ...]
    score: int
    set_off: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """Return where it stands in reading order."""
        return self.block, self.start

    def precedes(self, other: Marker) -> bool:
        """Tell whether both can hold: the other one stands later and counts on."""
        apart = self.block < other.block or (self.block == other.block and self.end <= other.start)
        return apart and self.numbers[-1] < other.numbers[0]


def markers(blocks: Sequence[Block], most: int, notes: Sequence[Block] = ()) -> list[Marker]:
    """Return every place in the blocks where a marker of the notes 1 to `most` may stand; notes say names too."""
    said = Counter(word for block in (*blocks, *notes) for word in _SAID.findall(block.text))
    found = [
        marker
        for number, block in enumerate(blocks)
        if block.kind is not BlockKind.CODE
        for read in (_raised, _written, _versions)
        for marker in read(block.text, number, said)
        if marker.score > 0 and marker.numbers[0] > 0 and marker.numbers[-1] <= most
    ]
    return found if len(found) <= MOST else []


def halves(blocks: Sequence[Block]) -> list[Marker]:
    """Return the markers of notes that were squeezed in later ("2.5"), each with the whole number before it."""
    return [
        Marker(number, found.start(), found.end() + 1, (int(found[1]),), LIKELY, True)
        for number, block in enumerate(blocks)
        for found in _HALF.finditer(block.text)
    ]


def _raised(text: str, block: int, said: Counter[str]) -> Iterator[Marker]:
    del said
    for found in _RAISED.finditer(text):
        if found.start() and not text[found.start() - 1].isspace():
            number = int(found[0].translate(_RAISED_DIGITS))
            yield Marker(block, found.start(), found.end(), (number,), 4, True)


def _written(text: str, block: int, said: Counter[str]) -> Iterator[Marker]:
    for found in _DIGITS.finditer(text):
        start, end = found.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if before == "[" and after == "]" and start > 1 and text[end + 1 : end + 2] != "(":
            cut = start - 2 if text[start - 2 : start - 1] == " " else start - 1
            yield Marker(block, cut, end + 1, (int(found[0]),), LIKELY + 1, True)
        elif before.isspace() and (not after or after.isspace()):
            yield _set_off(text, block, start, end)
        elif before and before not in _OPEN_BEFORE and (not before.isspace() or end - start > len("2024")):
            yield from _glued(text, block, start, end, said)


def _versions(text: str, block: int, said: Counter[str]) -> Iterator[Marker]:
    """Yield each way to part a version: a poor candidate, which takes a note that has no better place."""
    for found in _VERSION.finditer(text):
        name, version = found[1].rstrip("-"), found[2]
        quantity = name.islower() and name not in _CARRIERS
        if quantity or name.lower() in _QUANTIFIED | _NUMBERED | _FINE or said[version] > 1:
            continue
        if not _ENDS_CLAUSE.match(text, found.end()):
            continue
        for kept in range(version.rindex(".") + 2, len(version)):
            digits = version[kept:]
            if digits[0] != "0":
                score = max(1, _known(version[:kept], said))
                yield Marker(block, found.start(2) + kept, found.end(), (int(digits),), score)


def _set_off(text: str, block: int, start: int, end: int) -> Marker:
    """Judge a number that stands alone. Where punctuation follows after a space, the space goes with the marker."""
    cut = end + 1 if _PUNCTUATED.match(text, end) else end
    return Marker(block, start - 1, cut, (int(text[start:end]),), _alone_score(text, start, end), True)


def _alone_score(text: str, start: int, end: int) -> int:
    said = text[max(start - BESIDE, 0) : start].rstrip()
    word = _last_word(said)
    if word.lower() in _CARRIERS or word.isdigit() or said[-1:] in "$€£#=<>+×*/&–—-":
        return -1
    if word.lower() in _NUMBERED:
        return 1 if _PUNCTUATED.match(text, end) else -1
    after = text[end : end + BESIDE].lstrip()
    closed = said[-1:] in _CLOSERS
    if _PUNCTUATED.match(text, end):
        return 4 if closed or not word[:1].isupper() else 3
    if not after:
        return 3 if len(text) > LABEL and (closed or word[:1].islower()) else 0
    following = re.split(r"\W", after, maxsplit=1)[0]
    if closed and said[-1:] != ",":
        return 3 if following[:1].isupper() else 2
    if word.lower() in _QUANTIFIED or (word[:1].isupper() and not closed):
        return 0
    if following.lower() in _AFTER_MARKER or after.startswith(("- ", "– ", "— ", "(")):
        return 2
    if text[start:end] == "1" and following.islower() and following.endswith("s") and not following.endswith("ss"):
        return LIKELY  # one of anything is no plural
    return 1 if closed or following.islower() else 0


def _glued(text: str, block: int, start: int, end: int, said: Counter[str]) -> Iterator[Marker]:
    """Yield each way to part the digits: all of them one marker, the last ones, or one marker a digit."""
    if not _ENDS_CLAUSE.match(text, end):
        return
    run = text[start:end]
    before = text[max(start - BESIDE, 0) : start]
    for kept in range(len(run)):
        stem, digits = before + run[:kept], run[kept:]
        score = _stem_score(stem, before + run, kept > 0, said)
        if _ENDS_CLAUSE.match(text, end) and text[end : end + 1] not in ("", " "):
            score += 1
        if digits[0] != "0":
            yield Marker(block, start + kept, end, (int(digits),), score)
        apart = tuple(map(int, digits))
        if len(digits) > 1 and all(then == first + 1 for first, then in pairwise(apart)):
            yield Marker(block, start + kept, end, apart, score)


def _stem_score(stem: str, token: str, split: bool, said: Counter[str]) -> int:
    """Judge what the digits lean on. A name that the text also has without them, or only with them, is told by that."""
    last = stem[-1]
    if last in _CLOSERS:
        return _after_sign(stem)
    word, full = _last_word(stem), _last_word(token)
    if not word or not last.isalnum() or word.lower().rstrip("-") in _CARRIERS:
        return -1
    if said[_SAID.findall(full)[-1]] > 1:
        return -1
    if split:
        return _after_digit(word, said)
    if len(word) == 1 or not word.replace("’", "").replace("'", "").replace("-", "").isalpha():
        return max(_known(word, said), int(_MODEL.fullmatch(word) is not None)) if len(word) > 1 else -1
    if word[-2:-1] == "-":
        return -1  # "Kimi-K2"
    if word.islower():
        return 4 if len(word) > 2 else 2
    return _known(word, said)


def _after_sign(stem: str) -> int:
    """A marker stands behind the sign that ends a clause; a digit behind "p.", in "M.2" or in "3.5" does not."""
    said = stem.rstrip(_CLOSERS)
    if not said or said[-1].isspace() or (said[-1].isdigit() and stem[-1] in ".,:"):
        return -1
    word = _last_word(said)
    return -1 if stem[-1] == "." and (len(word) == 1 or word.lower() in _NUMBERED) else 4


def _after_digit(word: str, said: Counter[str]) -> int:
    """ "o31" may be "o3" and a note, "20251" a year and a note; "101" is a number."""
    if word.isdigit():
        return 2 if re.fullmatch(r"(?:19|20)\d\d", word) else -1
    return 1 + _known(word, said)


def _known(word: str, said: Counter[str]) -> int:
    return 2 if said[word] else 0


def _last_word(text: str) -> str:
    found = _WORD.search(text[-BESIDE:])
    return found[0] if found else ""
