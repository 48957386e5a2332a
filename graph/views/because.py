"""Why a work is recommended, in words that are so: which of the reader's own works it is nearest to, and what the two share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from graph.link import Reason, link_of
from graph.model import Basis, DecisionKind, NodeId
from graph.months import month_name
from graph.opinions import Opinion
from graph.ports import Library
from graph.reasons import reasons
from graph.recommend import Facts, number_word
from graph.views.reading_shapes import Why
from graph.views.shapes import Entry
from graph.views.shelf import Shelf

_SOURCES = 3
_AROUND = frozenset({"list", "authors", "near"})
"""Kinds of reasons that tell of two works what neither says: of the nearest only, since every list has many works."""
_STATES = {"to-read": "you want to read", "reading": "you are reading", "read": "you have read"}


class Liked(Struct, frozen=True, kw_only=True):
    """A work that the reader spoke for, what they said, and what it shares with the one that is recommended for it."""

    work: NodeId
    name: str
    opinion: Opinion
    shared: Reason | None = None


def liked_for(
    library: Library,
    nearest: Mapping[NodeId, Sequence[NodeId]],
    opinions: Mapping[NodeId, Opinion],
    names: Mapping[NodeId, str],
) -> dict[NodeId, Liked]:
    """Return work → one of those the reader spoke for, `nearest` first, and what the two share.

    It is the first that says something the work says too; where none does, the nearest, with what is around the two.
    """
    pairs = {work: [(link_of(work, other, 0.0), other) for other in some] for work, some in nearest.items()}
    told = reasons(library, [link for some in pairs.values() for link, _ in some])
    found: dict[NodeId, Liked] = {}
    for work, some in pairs.items():
        known = [(other, told.get((link.a, link.b), ())) for link, other in some if other in names]
        saying = [(other, one) for other, why in known for one in why if one.kind not in _AROUND]
        around = [(other, next(iter(why), None)) for other, why in known[:1]]
        for other, shared in [*saying, *around][:1]:
            found[work] = Liked(work=other, name=names[other], opinion=opinions[other], shared=shared)
    return found


def whys(
    entry: Entry, liked: Liked | None, voice: str | None, shelf: Shelf, *, unusual: bool = False
) -> tuple[Why, ...]:
    """Return why one would read the work; `voice` is who published it, `unusual` that it is nothing one usually chooses."""
    found = [Why(kind="unusual", before="A step away from what you usually choose.")] if unusual else []
    if liked and not unusual:
        found.append(_because(liked, shelf))
    if entry.choices.state == "to-read":
        found.append(Why(kind="own", before="It is on your list to read."))
    if entry.choices.leaning == "more":
        found.append(Why(kind="own", before="You asked for more like it."))
    return (*found, *_mentioned(entry, voice))


def facts(entry: Entry, fit: float | None, liked: Liked | None) -> Facts:
    """Return what the work is weighed by against another; `liked` is one that it is nearer to than that."""
    return Facts(
        kind=entry.node.kind.value,
        month=entry.month,
        sources=len(_sources(entry)),
        fit=fit,
        near=_near(liked) if liked else None,
        category=next((each.name for each in entry.categories if each.basis != Basis.PREDICTED), None),
    )


def _because(liked: Liked, shelf: Shelf) -> Why:
    """Return that the work is recommended because of one that the reader spoke for."""
    verb, tail = _said(liked.opinion)
    if liked.shared is None:
        which = _near(liked).removeprefix(f"“{liked.name}”")
        return Why(
            kind="liked", before="Of all you chose, nearest to", work=liked.work, name=liked.name, after=f"{which}."
        )
    return Why(
        kind="liked",
        before=f"Because {verb}",
        work=liked.work,
        name=liked.name,
        after=f"{tail}: {liked.shared.text}.",
        evidence=tuple(shelf.quote(one) for one in liked.shared.evidence),
    )


def _near(liked: Liked) -> str:
    verb, tail = _said(liked.opinion)
    which = "whose like you asked for" if liked.opinion.said is DecisionKind.LEANING else f"which {verb}{tail}"
    return f"“{liked.name}”, {which}"


def _said(opinion: Opinion) -> tuple[str, str]:
    """Return what was said of a work, around its name: ("you picked", " for March 2025")."""
    match opinion.said:
        case DecisionKind.PICK:
            return "you picked", f" for {month_name(opinion.value)}"
        case DecisionKind.RATING:
            return "you rated", f" {opinion.value} of 5"
        case DecisionKind.LEANING:
            return "you asked for more like", ""
        case DecisionKind.TAG:
            return "you tagged", f" “{opinion.value}”"
        case DecisionKind.NOTE:
            return "you took a note on", ""
        case _:
            return _STATES[opinion.value], ""


def _sources(entry: Entry) -> list[str]:
    """Return the sources whose lists have the work, each once."""
    return list(dict.fromkeys(each.source_title or each.document for each in entry.listings))


def _mentioned(entry: Entry, voice: str | None) -> list[Why]:
    named = _sources(entry)
    if not named:
        return [Why(kind="listed", before=f"Published by {voice}.")] if voice else []
    shown = named if len(named) <= _SOURCES else [*named[: _SOURCES - 1], f"{len(named) - _SOURCES + 1} more"]
    count = "Listed by" if len(named) == 1 else f"Listed by {number_word(len(named))} sources:"
    return [Why(kind="listed", before=f"{count} {_listed(shown)}.")]


def _listed(names: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
