"""Does what a sentence seems to say of a maker agree with what is commonly known?

"Cursor and Codex from OpenAI", "Microsoft's ChatGPT bill": a sentence puts a company beside a thing for many reasons. Who
made a well-known thing is known better than any sentence can say; of others the sentence is believed. A lab and the
company it belongs to are one maker here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.mention import Mention, Statement
from graph.model import EdgeKind, NodeKind
from ingest.entities.lexicon import Lexicon

_DEEPEST = 5
"""Steps up from a lab to its owners' owner; a circle among parents ends there."""


def agrees(statement: Statement, mentions: Sequence[Mention], lexicon: Lexicon) -> bool:
    """Say whether nothing known speaks against a statement of who released what."""
    if statement.kind is not EdgeKind.RELEASED_BY or statement.subject is None:
        return True
    thing, maker = mentions[statement.subject], mentions[statement.object]
    entry = lexicon.entry(thing.kind, thing.name) if thing.known else None
    if entry is None or entry.organization is None or not maker.known:
        return True
    said, known = set(_owners(maker.name, lexicon)), set(_owners(entry.organization, lexicon))
    return bool(said & known)


def _owners(name: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield an organization's name and the names of those it belongs to."""
    for _ in range(_DEEPEST):
        entry = lexicon.entry(NodeKind.ORGANIZATION, name)
        yield entry.name if entry else name
        if entry is None or entry.parent is None:
            return
        name = entry.parent
