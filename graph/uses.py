"""How one text uses names: its mentions put together by name, which is what names are resolved by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from graph.mention import Findings, Mention
from graph.model import NodeKind
from graph.names import name_key
from graph.ports import Use

DOCUMENT = "document-"
"""How a document's key begins; any other text is a record, and its key an identity."""


def is_document(text: str) -> bool:
    """Tell a document's key from a record's."""
    return text.startswith(DOCUMENT)


def has_say(findings: Findings) -> bool:
    """Tell whether what was read there counts when names are resolved: a thousand skimmed abstracts do not."""
    return not findings.skimmed


def uses_of(findings: Findings) -> tuple[Use, ...]:
    """Return how the text uses each name, once a kind, sorted by name and kind."""
    groups: defaultdict[tuple[str, NodeKind], list[Mention]] = defaultdict(list)
    for mention in findings.mentions:
        if name := name_key(mention.name):
            groups[name, mention.kind].append(mention)
    return tuple(
        Use(
            text=findings.key,
            name=name,
            kind=kind,
            called=commonest(mention.name for mention in mentions) or name,
            known=any(mention.known for mention in mentions),
            count=len(mentions),
            weight=round(sum(mention.confidence for mention in mentions), 6),
            long=commonest(key for mention in mentions if mention.long and (key := name_key(mention.long))),
        )
        for (name, kind), mentions in sorted(groups.items())
    )


def commonest(said: Iterable[str]) -> str | None:
    """Return what is said most often, of several the first in the alphabet; None where nothing is said."""
    return min(((-count, text) for text, count in Counter(said).items()), default=(0, None))[1]
