"""The expressions that a text writes a name in: with its maker, in quotes, with the noun that says what it is.

Readers look for them as they look for names ("Northwind’s “Quill” model", "Quill datasets", "Quill-style"), so they are
aliases; but they only repeat the name, and a node shows no more of them than can be read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from graph.model import NodeId, NodeKind
from graph.names import name_shape

READABLE = 12
"""Aliases that a page can show in a line or two; names in their own right are all kept."""
_MOST_SIGNS = 60

_MADE = frozenset({NodeKind.MODEL, NodeKind.PRODUCT})
_OR = frozenset({" or ", ", or "})
_OF = re.compile(r"(?:['’]s)? [\"“‘]?")
_CLOSING = {'"': '"', "“": "”", "‘": "’"}
_COMPOUND = re.compile(r"[-‐‑](?:style|like|based|powered|inspired|driven|class|esque)\b|\.(?:pdf|html|md)\b")
_OWNER = re.compile(r"(?<![\w/.-])[A-Za-z][\w-]{1,38}/\Z")
_BETWEEN = re.compile(r"[^\w.+#*]+")
_ADJECTIVES = (
    "base chat coding diffusion embedding foundation frontier language multimodal open reasoning reward video vision "
    "world"
)
_NOUNS = {
    NodeKind.MODEL: "model models LLM LLMs family series chatbot",
    NodeKind.BENCHMARK: "dataset datasets benchmark benchmarks corpus leaderboard suite",
    NodeKind.PRODUCT: "app apps API CLI SDK agent agents library server servers platform tool tools browser extension",
    NodeKind.TECHNIQUE: "algorithm architecture method optimizer loss server servers protocol framework",
    NodeKind.ORGANIZATION: "team",
}
_HEADS = {
    kind: re.compile(
        rf"[\"”’]? (?:(?:{'|'.join(_ADJECTIVES.split())})[ -])?(?:{'|'.join(nouns.split())})(?![\w-])", re.IGNORECASE
    )
    for kind, nouns in _NOUNS.items()
}


class Spelt(Struct, frozen=True):
    """A name where a text writes it: passage, place and text around it, and the concept it means."""

    passage: int
    text: str
    start: int
    end: int
    node: NodeId
    kind: NodeKind


def expressions(spelt: Sequence[Spelt]) -> Mapping[NodeId, Sequence[str]]:
    """Return the expressions that the text has for each concept, the most frequent and then the shortest first."""
    found: dict[NodeId, Counter[str]] = {}
    for node, written in _written(spelt):
        if len(written) <= _MOST_SIGNS and "\n" not in written:
            found.setdefault(node, Counter())[written] += 1
    return {node: sorted(some, key=lambda one: (-some[one], len(one), one)) for node, some in found.items()}


def readable(name: str, aliases: Mapping[str, int]) -> list[str]:
    """Return the aliases (each with how many say it) without those that repeat another beyond what can be read, sorted."""
    names = {name_shape(one): one for one in (name, *aliases)}
    repeating = [alias for alias in aliases if _repeats(name_shape(alias), names)] if len(aliases) > READABLE else []
    kept = set(aliases).difference(repeating)
    repeating.sort(key=lambda alias: (-aliases[alias], len(alias), alias))
    return sorted([*kept, *repeating[: max(0, READABLE - len(kept))]])


def _repeats(shape: str, names: Iterable[str]) -> bool:
    """Say whether one of the names stands in another one as a word of it."""
    around = f" {_BETWEEN.sub(' ', shape)} "
    return any(name != shape and f" {name} " in around for name in names)


def _written(spelt: Sequence[Spelt]) -> Iterator[tuple[NodeId, str]]:
    for one in spelt:
        yield from _with_own_words(one)
    for one, other in pairwise(spelt):
        if one.passage == other.passage:
            yield from _side_by_side(one, other)


def _with_own_words(one: Spelt) -> Iterator[tuple[NodeId, str]]:
    """Yield a name with what is hung on it: "-style", its owner before a stroke, a noun in capitals."""
    text, start, end = one.text, one.start, one.end
    if compound := _COMPOUND.match(text, end):
        yield one.node, text[start : compound.end()]
    if one.kind in _MADE and (owner := _OWNER.search(text, max(0, start - 40), start)):
        yield one.node, text[owner.start() : end]
    if (head := _head(one)) and not text[start - 1 : start].strip(" ("):
        noun = head.group().strip('"”’ ')
        if noun[0].isupper() or noun != noun.casefold() or " " in noun or one.kind is NodeKind.TECHNIQUE:
            yield one.node, text[start : head.end()]


def _side_by_side(one: Spelt, other: Spelt) -> Iterator[tuple[NodeId, str]]:
    """Yield how two names are written together: long and short form, or the maker before what it made."""
    text, start, end = one.text, one.start, other.end
    gap = text[one.end : other.start]
    if one.node == other.node:
        if gap == " (" and text[end : end + 1] == ")":
            yield other.node, text[start : end + 1]
        elif gap in _OR:
            yield other.node, text[start:end]
    elif one.kind is NodeKind.ORGANIZATION and other.kind in _MADE and _OF.fullmatch(gap):
        closing = _CLOSING.get(gap[-1], "")
        if not text.startswith(closing, end):
            return
        yield other.node, text[start : end + len(closing)]
        if closing and (head := _head(other)):
            yield other.node, text[start : head.end()]


def _head(one: Spelt) -> re.Match[str] | None:
    heads = _HEADS.get(one.kind)
    return heads.match(one.text, one.end) if heads else None
