"""How what is named is drawn: names marked in sentences and blocks, months as strips, relations in words. All pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from api.pages.figures import scaled
from api.pages.words import shortened
from graph.model import Month
from graph.views.concept_shapes import MentionLine
from graph.views.shapes import Bar, EdgeLine, NameAt

PLURALS = {
    "model": "models",
    "technique": "techniques",
    "benchmark": "benchmarks",
    "organization": "organizations",
    "person": "people",
    "product": "products",
}
"""Each kind of concept and what several are called: the path of its index."""

KINDS = {plural: kind for kind, plural in PLURALS.items()}

TOLD = {"INTRODUCES": "Introduces", "ABOUT": "About", "USES": "Uses", "EVALUATED_ON": "Evaluated on"}
"""What a work does with a concept, on the work's page."""

_WORKS = {
    "INTRODUCES": "Introduced in",
    "AUTHORED_BY": "By them",
    "ABOUT": "About it",
    "USES": "Used in",
    "EVALUATED_ON": "Evaluated on it",
    "LISTS": "Listed with a word about it",
}
_COMPARED = {
    ("OUTPERFORMS", True): "Said to be better than",
    ("OUTPERFORMS", False): "Said to be behind",
    ("COMPARED_WITH", True): "Compared with",
    ("COMPARED_WITH", False): "Compared with",
}

_DECIMAL = re.compile(r"\.\d")
_COMPOUND = re.compile(r"[-\u2010\u2011][^\W\d_A-Z]+\b(?![.-]\w)")
_LONGER = re.compile(r"[-\u2010\u2011.]\w|[ \u00a0]\d")
_JOINED = re.compile(r"\w[-\u2010\u2011.]")
"""What follows or comes before where a name may be a part of a longer one."""

Stretch = tuple[int, int, NameAt]
"""Where in a block's text a name begins and ends."""


def marked(text: str | None, named: str | None, most: int = 420) -> Markup:
    """Return the words, cut around the name where they are longer than `most`, with the name marked where it stands."""
    if not named or not text:
        return escape(shortened(text, most))
    drawn = [
        Markup("<mark>{}</mark>").format(part) if is_name else escape(part) for part, is_name in _cut(text, named, most)
    ]
    return Markup("").join(drawn)


def _cut(text: str, named: str, most: int) -> Iterable[tuple[str, bool]]:
    text = _around(text, named, most)
    end = 0
    for start, stop in places(text, named):
        yield text[end:start], False
        yield text[start:stop], True
        end = stop
    yield text[end:], False


def _around(text: str, named: str, most: int) -> str:
    """Return a stretch of at most about `most` characters that has the name's first place in it."""
    at = next((start for start, _ in places(text, named)), 0)
    if len(text) <= most or at + len(named) < most * 3 // 4:
        return shortened(text, most)
    start = text.rfind(" ", 0, max(at - most // 3, 1)) + 1
    return f"… {shortened(text[start:], most)}"


def places(text: str, named: str, start: int = 0) -> list[tuple[int, int]]:
    """Return where, from `start` on, the name stands in the text: "GPT-5", and not "GPT-5.2" or "GPT-5-Codex".

    Only where it stands nowhere by itself, it is marked in "GPT-5-based", else before a number or a capital that it may
    be joined to; within a number it never is.
    """
    found: list[list[tuple[int, int]]] = [[], [], []]
    for match in re.finditer(rf"(?<!\w){re.escape(named)}(?!\w)", text) if named else ():
        if match.start() >= start and (joint := _joint(text, *match.span())) < len(found):
            found[joint].append(match.span())
    return next(filter(None, found), [])


def _joint(text: str, start: int, end: int) -> int:
    """Return how closely a name is joined to what surrounds it: 0 not, 1 compound, 2 maybe a longer name, 3 a number."""
    if _DECIMAL.match(text, end):
        return 3
    if _COMPOUND.match(text, end):
        return 1
    before = text[max(start - 2, 0) : start]
    return 2 if _LONGER.match(text, end) or _JOINED.fullmatch(before) else 0


def stretches(text: str, names: Iterable[NameAt]) -> list[Stretch]:
    """Return each name's first place in a block's text, none within another's: the longest name first.

    A name is looked for in its sentence, so that one that is two things in one block leads to each where it is that one.
    """
    found: list[Stretch] = []
    seen: set[str] = set()
    for name in sorted(names, key=lambda one: (-len(one.named), text.find(one.quote), one.node.id)):
        start = text.find(name.quote.strip("…"))
        spots = places(text, name.named, start) if start >= 0 else []
        free = (spot for spot in spots if not any(spot[0] < last and first < spot[1] for first, last, _ in found))
        spot = next(free, None)
        if spot and name.node.id not in seen:
            found.append((*spot, name))
            seen.add(name.node.id)
    return sorted(found, key=lambda one: one[:2])


def by_block(names: Iterable[NameAt], shown: Collection[int]) -> dict[int, list[NameAt]]:
    """Return the names of the blocks that are shown."""
    found: defaultdict[int, list[NameAt]] = defaultdict(list)
    for name in names:
        if name.block in shown:
            found[name.block].append(name)
    return dict(found)


def mentions_by_month(lines: Iterable[MentionLine]) -> list[tuple[Month | None, list[MentionLine]]]:
    """Return the mentions, which come in order of date, as runs of one month (of one year where no month is known)."""
    return [(month, list(run)) for month, run in groupby(lines, key=_month)]


def _month(line: MentionLine) -> Month | None:
    return line.month or (line.quote.published[: len("2025-03")] if line.quote.published else None)


def strip_bars(bars: Sequence[Bar], span: Sequence[Month], tallest: int) -> list[tuple[int, int]]:
    """Return (place in the span, height) of the bars that fall into it."""
    held = {bar.month: bar.count for bar in bars}
    most = max((held.get(month, 0) for month in span), default=0)
    return [(place, scaled(held[month], most, tallest)) for place, month in enumerate(span) if month in held]


def compared_groups(lines: Iterable[EdgeLine]) -> list[tuple[str, list[EdgeLine]]]:
    """Return what a concept is compared with, under what is said, each other end once."""
    groups: defaultdict[str, dict[str, EdgeLine]] = defaultdict(dict)
    for line in lines:
        groups[_COMPARED[line.kind, line.outgoing]].setdefault(line.other, line)
    return [(title, list(groups[title].values())) for title in dict.fromkeys(_COMPARED.values()) if title in groups]


def told_groups(lines: Iterable[EdgeLine]) -> list[tuple[str, list[EdgeLine]]]:
    """Return what a work introduces, is about, uses and is evaluated on, each concept under the first of these."""
    groups: defaultdict[str, list[EdgeLine]] = defaultdict(list)
    seen: set[str] = set()
    order = list(TOLD)
    for line in sorted(
        (one for one in lines if one.outgoing and one.kind in TOLD), key=lambda one: order.index(one.kind)
    ):
        if line.other not in seen:
            groups[TOLD[line.kind]].append(line)
            seen.add(line.other)
    return list(groups.items())


def works_title(relation: str, kind: str) -> str:
    """Return what the works of a relation to a concept are to it."""
    if relation == "AUTHORED_BY" and kind == "organization":
        return "Its works"
    return _WORKS.get(relation, relation.replace("_", " ").capitalize())


def told_word(relation: str) -> str:
    """Return what a work does with a concept."""
    verb = "is " if relation in ("ABOUT", "EVALUATED_ON") else ""
    return f"The work {verb}{TOLD[relation].lower()} it"


def plural(kind: str) -> str:
    """Return what several concepts of a kind are called."""
    return PLURALS.get(kind, f"{kind}s")
