"""What a person asked: words, exact phrases in quotes, and filters. Any text is a question; a filter has to be known."""

from __future__ import annotations

import re
from collections.abc import Collection

from msgspec import Struct

from graph.errors import InvalidInputError, NotFoundError
from graph.ids import category_id
from graph.model import Month, NodeId, NodeKind, SourceId, State
from graph.months import NAMES, month_of
from graph.names import FUNCTION_WORDS
from graph.ports import Library
from graph.ports.register import Words
from graph.tokens import tokenise

MOST_WORDS = 32
"""Words looked for: more tell nothing more of what is meant."""
LONGEST = 1_000
"""Characters read: what a model takes in is less."""

_QUOTED = re.compile(r'"([^"]*)"|“([^“”"]*)”')
_BETWEEN = re.compile(r"(.*?)\s*(?:\.\.|\s[-–—]\s|–|\bto\b)\s*(.*)", re.I)
_YEAR = re.compile(r"[0-9]{4}")
_NUMBERED = re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>0?[1-9]|1[0-2])|(?P<of>0?[1-9]|1[0-2])[/.](?P<in>[0-9]{4})")
_NAMED = re.compile(r"(?:(?P<in>[0-9]{4})\s+)?(?P<name>[a-z]{3,9})\.?(?:,?\s*(?P<year>[0-9]{4}))?", re.I)


class Question(Struct, frozen=True, kw_only=True):
    """A question as it is looked for.

    `words` are those between white space, each cut as full text cuts it ("GPT-5" is two side by side), those of the
    language's own left out unless there are no others; `phrases` must stand in what is found just so. `every` word tells
    a title; `text` is what a model reads; `cut` says that there was more than is looked for.
    """

    text: str
    words: tuple[Words, ...]
    phrases: tuple[Words, ...]
    every: tuple[str, ...]
    cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)


def question_of(query: str) -> Question:
    """Return what the text asks for; a quote without its other half is no quote."""
    read = query[:LONGEST]
    quoted = [tuple(tokenise(one or other)) for one, other in _QUOTED.findall(read)]
    plain = [tuple(tokenise(word)) for word in _QUOTED.sub(" ", read).split()]
    words = list(dict.fromkeys(word for word in plain if word))
    telling = [word for word in words if not FUNCTION_WORDS.issuperset(word)] or ([] if any(quoted) else words)
    return Question(
        text=" ".join(read.replace('"', " ").split()),
        words=tuple(telling[:MOST_WORDS]),
        phrases=tuple(dict.fromkeys(phrase for phrase in quoted if phrase))[:MOST_WORDS],
        every=tuple(dict.fromkeys(word for each in (*words, *quoted) for word in each))[:MOST_WORDS],
        cut=len(query) > LONGEST or len(telling) > MOST_WORDS,
    )


class Filters(Struct, frozen=True, kw_only=True):
    """What may be found; None lets everything through. The months are both included."""

    kind: NodeKind | None = None
    since: Month | None = None
    until: Month | None = None
    category: NodeId | None = None
    source: SourceId | None = None
    state: State | None = None


def filters_of(
    library: Library,
    *,
    kind: str | None = None,
    month: str | None = None,
    category: str | None = None,
    source: str | None = None,
    state: str | None = None,
) -> Filters:
    """Return the filters as asked for in an address, or raise InvalidInputError naming the one that is none.

    A category or a source that is not there is a NotFoundError.

    A month is `2024-03` or as people write it ("March 2024"), a year, or a range of either (`2024-03..2024-06`, `2024..`);
    a category its id or its name.
    """
    since, until = months_of(month) if month else (None, None)
    return Filters(
        kind=NodeKind(_one_of(kind, set(NodeKind), "kind")) if kind else None,
        since=since,
        until=until,
        category=category_of(library, category) if category else None,
        source=_source(library, source) if source else None,
        state=State(_one_of(state, set(State), "state")) if state else None,
    )


def months_of(text: str) -> tuple[Month | None, Month | None]:
    """Return the first and the last month that the text means, in their order; None where it is open there."""
    between = _BETWEEN.fullmatch(text.strip())
    first, last = (between[1], between[2]) if between else (text.strip(), text.strip())
    since, until = _month(first, "01"), _month(last, "12")
    if (first and not since) or (last and not until):
        raise InvalidInputError(f"no month: {text!r} (2024-03, 2024, or a range: 2024-03..2024-06)", "month")
    return (until, since) if since and until and since > until else (since, until)


def _month(text: str, of_year: str) -> Month | None:
    if _YEAR.fullmatch(text) and text.isascii():
        return f"{text}-{of_year}"
    if numbered := _NUMBERED.fullmatch(text):
        return month_of(int(numbered["year"] or numbered["in"]), int(numbered["month"] or numbered["of"]))
    named = _NAMED.fullmatch(text)
    if named is None or bool(named["year"]) == bool(named["in"]):
        return None
    begun = named["name"].lower()
    places = [place for place, name in enumerate(NAMES, 1) if name.lower().startswith(begun)]
    return month_of(int(named["year"] or named["in"]), places[0]) if places else None


def _one_of(text: str, known: Collection[str], field: str) -> str:
    if text not in known:
        raise InvalidInputError(f"no such {field}: {text!r} (one of {', '.join(sorted(known))})", field)
    return text


def category_of(library: Library, text: str) -> NodeId:
    """Return the id of the category with this id (a superseded one too), slug or name; or raise NotFoundError."""
    for key in dict.fromkeys((text, f"category-{text}", category_id(text))):
        try:
            node = library.graph.node(library.graph.resolve(key))
        except NotFoundError:
            continue
        if node.kind is NodeKind.CATEGORY:
            return node.id
    raise NotFoundError("category", text)


def _source(library: Library, key: str) -> SourceId:
    return library.documents.source(key).id
