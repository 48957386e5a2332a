"""How one text uses names: its mentions put together by name, which is what names are resolved by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from graph.mention import Findings, Mention
from graph.model import NodeKind
from graph.names import name_key
from graph.ports import Use

DOCUMENT = "document-"
"""How a document's key begins; any other text is a record, and its key an identity."""

_PLACES = 6
"""Weights are sums of floats, which are not to differ by the order of adding."""


def is_document(text: str) -> bool:
    """Tell a document's key from a record's."""
    return text.startswith(DOCUMENT)


def has_say(findings: Findings) -> bool:
    """Tell whether what was read there counts when names are resolved: a thousand skimmed abstracts do not."""
    return not findings.skimmed


@lru_cache(maxsize=1 << 16)
def key_of_name(name: str) -> str:
    """Return the name's key; the same few names are met again and again."""
    return name_key(name)


def uses_of(findings: Findings) -> tuple[Use, ...]:
    """Return how the text uses each name, once a kind, sorted by name and kind."""
    groups: defaultdict[tuple[str, NodeKind], list[Mention]] = defaultdict(list)
    for mention in findings.mentions:
        if name := key_of_name(mention.name):
            groups[name, mention.kind].append(mention)
    return tuple(_use(findings.key, name, groups[name, kind]) for name, kind in sorted(groups))


def commonest(said: Iterable[str]) -> str | None:
    """Return what is said most often, of several the first in the alphabet; None where nothing is said."""
    return min(((-count, text) for text, count in Counter(said).items()), default=(0, None))[1]


def _use(text: str, name: str, mentions: Sequence[Mention]) -> Use:
    first = mentions[0]
    if len(mentions) == 1:
        return Use(
            text=text,
            name=name,
            kind=first.kind,
            called=first.name,
            known=first.known,
            weight=round(first.confidence, _PLACES),
            long=(key_of_name(first.long) or None) if first.long else None,
        )
    return Use(
        text=text,
        name=name,
        kind=first.kind,
        called=commonest(mention.name for mention in mentions) or first.name,
        known=any(mention.known for mention in mentions),
        count=len(mentions),
        weight=round(sum(mention.confidence for mention in mentions), _PLACES),
        long=commonest(key for mention in mentions if mention.long and (key := key_of_name(mention.long))),
    )
