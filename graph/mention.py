"""What a text names and states, as it was read, before anything is resolved.

A passage is read for mentions and statements; both keep their place, so that every edge drawn from them can show its
sentence. Offsets are code points into the passage's text.
"""

from __future__ import annotations

from msgspec import Struct

from graph.model import EdgeKind, ItemId, NodeKind
from graph.outline import Span

NAMED_KINDS = frozenset(
    {
        NodeKind.MODEL,
        NodeKind.TECHNIQUE,
        NodeKind.BENCHMARK,
        NodeKind.ORGANIZATION,
        NodeKind.PERSON,
        NodeKind.PRODUCT,
    }
)
"""The concepts that texts name. A dataset that is named is a benchmark: what is trained and what is measured on."""


class Passage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A stretch of text that is read as one: a block of an outline, a title, an abstract.

    `block` is its place in the outline, None for the title of the whole text; of a record's abstract it is 0. `labels`
    are the spans that name a work (an item's label; all of a title). `item` is the entry that it belongs to: "this
    paper" means that item's work, without one the document's (or the record's) own. `speaker` is who says it.
    """

    text: str
    block: int | None = None
    labels: tuple[Span, ...] = ()
    item: ItemId | None = None
    heading: bool = False
    speaker: str | None = None


class Text(Struct, frozen=True, kw_only=True):
    """All passages of a document or a record, in order. `key` is the document's id or the record's identity.

    `digest` is of the passages; `authors` are the metadata's author strings, which say who a bare surname may be.
    """

    key: str
    digest: str
    passages: tuple[Passage, ...]
    authors: tuple[str, ...] = ()


class Mention(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A span that names something: `text` is passage text[start:end], `passage` its place among the text's passages.

    `name` is what it is called in full as far as this text and common knowledge tell ("Claude Opus 4.5" for "Opus
    4.5"); `known` where a lexicon entry has that canonical name. `long` is the long form that this text defines for a
    short one. `candidates` are canonical names where several entries have the name and the text does not decide.
    """

    passage: int
    start: int
    end: int
    text: str
    kind: NodeKind
    name: str
    extractor: str
    confidence: float = 1.0
    known: bool = False
    long: str | None = None
    candidates: tuple[str, ...] = ()


class Statement(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A relation that a sentence (passage text[start:end]) states. `subject` and `object` are places among the mentions.

    `subject` None is the work that the passage belongs to (`Passage.item`).
    """

    kind: EdgeKind
    passage: int
    start: int
    end: int
    object: int
    subject: int | None = None
    extractor: str = ""
    confidence: float = 1.0


class Findings(Struct, frozen=True, kw_only=True):
    """What was read in one text, and by what: `extractor` is the version of all that read it.

    What was `skimmed` (records of the corpus that nothing lists) has no say in what names mean.
    """

    key: str
    digest: str
    extractor: str
    skimmed: bool = False
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
