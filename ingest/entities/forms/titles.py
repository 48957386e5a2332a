"""Names in titles and labels: "Name: subtitle", "Introducing Name", "Name Technical Report", "… with Name"."""

from __future__ import annotations

import re

from msgspec import Struct

from graph.model import NodeKind
from ingest.entities.forms.endings import kind_of_form
from ingest.entities.forms.generic import COUNTED, STARTERS, is_generic, word_set
from ingest.entities.forms.nouns import head_kind, kind_of
from ingest.entities.whole import PRODUCTS


class Titled(Struct, frozen=True):
    """A span of a title that may be a name, with what the title says of it. `phrase`: plain words, to be borne out;
    `announced`: "Introducing Foo", which may be anything; `guessed`: its kind is that of papers ("Foo: Doing things").
    """

    start: int
    end: int
    weight: float
    kind: NodeKind | None = None
    phrase: bool = False
    announced: bool = False
    guessed: bool = False


_COLON = re.compile(r"\s?:\s|(?<=\w):(?=[A-Z][a-z])|\s[-–—|]{1,3}\s|\.\s(?=[A-Z])|(?<=\w)—(?=\w)")
_REPORT = re.compile(
    r"(?:^|[:–—-] )(?:The )?([^\s:][^:]{1,50}?)(?:'s|’s)? (?:(Technical Report|Tech Report|System Card|Model Card|Herd of Models"
    r"|Model Family|Family of Models|Models?|is (?:now )?(?:here|available))|(Is All You Need|are All You Need))(?![\w])",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:^|[:–—-] )(?i:Introducing|Announcing|Meet|Presenting|Unveiling|Launching|Releasing|Say hello to)"
    r" (?:the )?([^\s:,!][^:,!?\n]{1,60})",
)
_REST = re.compile(
    r" (?:for|in|on|to|and|with|as|at|is|are|from|by|of|an?|the|our|your|that|now|who|via|powered|built|coming) |[’']s | [-–—|(] ?"
)
"""Where what is announced ends."""
_ENDING = re.compile(r" (?:with|via|by|using|through) (?:the )?([^\s:][^\s:]{1,40})$", re.IGNORECASE)
_SURVEYS = re.compile(
    r"\b(?:survey|review|study|perspective|analysis|case|roadmap|overview|tutorial|lessons|challenges|opportunities|position"
    r"|introduction|primer|taxonomy|guide|history|essay|comparison|interview|podcast|episode|opinion)\b",
    re.IGNORECASE,
)
_DETERMINED = re.compile(r"(?:A|An|The|Our|a|an|the) ")
_MEASURING = re.compile(r"(?:Benchmarking|Evaluating|Assessing|Measuring|Testing|Probing)\b", re.IGNORECASE)
_DOING = re.compile(
    r"(?!(?:Reasoning|Embedding|Coding|Learning|Thinking|Streaming|Editing|Speaking|Planning|Retrieving|Ranking)\b)\w{3,20}ing ",
    re.IGNORECASE,
)
"""A subtitle that says what is done ("Teaching Models to …"); whom it is done to is not what the name names."""
_SHAPED = re.compile(r"\S*(?:[a-z][A-Z]|[A-Z]{2}|\d)\S*")
_COMPOUND = re.compile(r"[A-Z][a-z]+-[a-z]+")
_OF_WORDS = re.compile(r" of (?:the |an? )?")
_OF = re.compile(r"\w+ (?:of|of a|of the|to) \w+", re.IGNORECASE)
_LABELS = word_set(
    """position paper survey review tutorial demo report abstract video update news note part chapter appendix podcast
    talk opinion editorial summary introduction conclusion discussion results background methods limitations example
    tip warning question answer task step goal idea problem solution theme topic date time location bonus extra
    correction erratum comment reply response thread link source code paper blog release announcement keynote
    interview episode"""
)
_VERBS = word_set("is are can need needs do does should will be was were has have meet meets helps makes make goes")
_PRAISE = word_set(
    "scalable efficient improved robust fast simple effective better enhanced accelerated lightweight unified general practical"
)
"""What a title says of a thing without its being part of the name."""
_DATED = re.compile(r"[,#;?]|(?:^|\s)[(’']?(?:(?:19|20)\d\d|\d{1,2}/\d{1,2})\b(?![-.\w])|^\d+[).]")
"""A place and a year, a list, a running number: what dates or counts a thing names none."""
_INFLECTED = re.compile(r"\w+(?:ing|ed|[^su]s)")
_HEADLINE_VERBS = word_set(
    """built made gets got beats tops hits adds says goes turns takes took gives gave wins won leads led drops cuts cut
    sets puts runs ran eyes bets meets buys bought sells sold sees saw finds found keeps kept sends sent loses lost
    holds held tells told shows happy best worst big biggest why how meet try free more less top final early late"""
)
_PRODUCT_WORDS = word_set(
    """program programs programme plan plans pages page pro max partner partners api apis app apps marketplace sdk cloud
    enterprise studio platform hub console gateway connector connectors plugin plugins extension tier subscription team
    teams suite serverless desktop mobile web browser store shop club community academy workspace dashboard editor
    playground portal tool tools labs connect build builder design search assistant"""
)
_ORDINARY_END = re.compile(r"\w{3}(?:ing|tion|tions|ment|ness|ity|ities|ism|ology|ics|ly)$", re.IGNORECASE)


def titled(title: str, base: int = 0) -> list[Titled]:
    """Return what may be names in a title, with offsets from `base`."""
    found = _cards(title) or _announced(title) or _prefixed(title) or _whole(title)
    found += _ended(title)
    return [
        Titled(one.start + base, one.end + base, one.weight, one.kind, one.phrase, one.announced, one.guessed)
        for one in found
    ]


def _cards(title: str) -> list[Titled]:
    match = _REPORT.search(title)
    if match is None or not _may_name(match.group(1)):
        return []
    if match.group(3):
        return [Titled(*match.span(1), 0.7, NodeKind.TECHNIQUE, True)]
    telling = match.group(2).lower() not in {"model", "models"}
    shaped = bool(_SHAPED.search(match.group(1)))
    return [Titled(*match.span(1), 1.0 if telling else 0.4, NodeKind.MODEL, not shaped)] if shaped or telling else []


def _announced(title: str) -> list[Titled]:
    match = _OPENING.search(title)
    if match is None:
        return []
    name = _REST.split(match.group(1))[0].rstrip(" .")
    if not _may_name(name) or not is_name(name, most=5):
        return []
    kind = head_kind(title[match.start(1) + len(name) :].lstrip(" :,-–—").split()) or head_kind(name.split())
    span = match.start(1), match.start(1) + len(name)
    return [Titled(*span, 0.9, kind, not _SHAPED.search(name), announced=True)]


def _prefixed(title: str) -> list[Titled]:
    match = _COLON.search(title)
    if match is None or match.start() > 60:
        return _comma(title)
    name, subtitle = title[: match.start()], title[match.end() :]
    inner = re.match(r"(.{2,40}?) \(([^()]{2,20})\)$", name)
    name = inner.group(1) if inner else name
    start = len(name) - len(name.lstrip(" \"'“‘[*`"))
    name = name.strip(" \"'“”‘’[]*`")
    if not _may_name(name):
        return []
    return [said] if (said := _of_subtitle(start, name, subtitle)) else []


def _comma(title: str) -> list[Titled]:
    """Read "Name, a …": an apposition right after a title's first words."""
    match = re.match(r"([^\s,][^,]{1,40}), (an? [^,]+)", title)
    if match is None or not _may_name(match.group(1)):
        return []
    kind = head_kind(match.group(2).split())
    return [Titled(*match.span(1), 0.9, kind, not _SHAPED.search(match.group(1)))] if kind else []


def _of_subtitle(start: int, name: str, subtitle: str) -> Titled | None:
    words = name.split()
    kind = head_kind(subtitle.split())
    defined = bool(_DETERMINED.match(subtitle)) and kind is not None
    if _MEASURING.match(subtitle):
        kind = NodeKind.BENCHMARK
    elif _DOING.match(subtitle):
        kind = NodeKind.TECHNIQUE
    end = start + len(name)
    if _SHAPED.search(name) and len(words) <= 3:
        return None if len(words) > 1 and acts(words[0].lower()) else Titled(start, end, 1.0, kind)
    if _SURVEYS.search(subtitle) and not defined:
        return None
    if len(words) == 1:
        return Titled(start, end, 0.9, kind, True, guessed=not defined)
    if len(words) > 5 or _ORDINARY_END.search(words[0]):
        return None
    if len(words) <= 4 and (said := _named_kind(words)):
        return Titled(start, end, 0.9, said, True)
    names = kind_of_form(name) or defined or _OF.search(name)
    return Titled(start, end, 0.9, kind, True, guessed=not defined) if names else None


def _named_kind(words: list[str]) -> NodeKind | None:
    """Return the kind that the last of several words says, where it tells an idea or a thing, not many of them."""
    last = words[-1].lower()
    kind = kind_of(last)
    if kind is None or (last.endswith("s") and kind is not NodeKind.MODEL and last not in {"loss", "process"}):
        return None
    return NodeKind.TECHNIQUE if kind is NodeKind.MODEL and last.endswith("s") else kind


def _whole(title: str) -> list[Titled]:
    """Read a title that is nothing but a short noun phrase: "Recursive Foo Models"."""
    start = 0
    while (first := title[start:].partition(" ")[0]).lower() in _PRAISE:
        start += len(first) + 1
    words = title[start:].split()
    if not 2 <= len(words) <= 4 or any(word.lower() in STARTERS for word in words) or not _may_name(title):
        return []
    if _ORDINARY_END.search(words[0]) or not all(word[0].isupper() for word in words) or title[-1] in ".!?":
        return []
    kind = _named_kind(words)
    return [Titled(start, len(title), 0.9, kind, True)] if kind else []


def _ended(title: str) -> list[Titled]:
    match = _ENDING.search(title)
    if match is None:
        return []
    name = match.group(1).rstrip(".")
    if is_generic(name) or not (_SHAPED.fullmatch(name) or (_COMPOUND.fullmatch(name) and kind_of(name))):
        return []
    return [Titled(match.start(1), match.start(1) + len(name), 0.4)]


def is_name(name: str, most: int = 3) -> bool:
    """Say whether every word is written as a name's: a capital or a shape, no function word at either end."""
    words = _OF_WORDS.sub(" ", name).split()
    plain = {words[0].lower(), words[-1].lower()} & (STARTERS | _VERBS) if words else {""}
    written = all(word[0].isupper() or word[0].isdigit() or _SHAPED.fullmatch(word) for word in words)
    return written and len(words) <= most and not plain


def is_product(name: str) -> bool:
    """Say whether a name ends in a product's word: "Foo Partner Program", "Bar Studio"."""
    first, _, last = name.rpartition(" ")
    return bool(first) and last.lower() in _PRODUCT_WORDS | PRODUCTS


def acts(word: str) -> bool:
    """Say whether a headline's word says what is done ("Unveils", "Steering", "Turned"), so that it begins no name."""
    return word in _HEADLINE_VERBS or (len(word) > 4 and bool(_INFLECTED.fullmatch(word)))


def _may_name(name: str) -> bool:
    """Say whether the words could name something: no question, no sentence's beginning, no mere label."""
    words = name.split()
    if not words or len(words) > 6 or is_generic(name) or _DATED.search(name):
        return False
    first = words[0].lower()
    if len(words) == 1:
        plain = first in _LABELS or kind_of(first) is not None or first in COUNTED
        return not plain or bool(_SHAPED.fullmatch(name))
    if first in COUNTED or any(word.lower() in _VERBS for word in words):
        return False
    return first not in STARTERS and not name.endswith("?") and not re.search(r"[.!?]\s", name)
