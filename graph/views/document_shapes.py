"""What a document's page tells beside its text: who speaks, how what it names is spread, what was read block by block."""

from __future__ import annotations

from msgspec import Struct

from graph.model import Item, Node, NodeId
from graph.views.shapes import NameAt, Quote


class Voice(Struct, frozen=True, kw_only=True):
    """Who speaks in a talk, in the order of first speaking, with the share of all words (0 to 1).

    `seconds` and `time_share` are None where a turn has no second, or it is not known when the last one ends.
    """

    name: str
    first: int
    """The block that they first speak in."""
    turns: int
    words: int
    share: float
    seconds: float | None = None
    time_share: float | None = None


class Chapter(Struct, frozen=True, kw_only=True):
    """What stands under one heading: its block (None before the first heading), words, and how often something is named."""

    block: int | None
    title: str
    start: float | None
    words: int
    names: int


class NamedHere(Struct, frozen=True, kw_only=True):
    """A concept that the document names, in which blocks, and how far on in its words each of these is (0 to 1)."""

    node: Node
    blocks: tuple[int, ...]
    at: tuple[float, ...]


class Figures(Struct, frozen=True, kw_only=True):
    """A document in figures: `turns` and `voices` are empty for a text. `named` has all concepts, the most named first.

    `length` is how many seconds the recording takes as its source says, else where its last turn begins (`at_least`).
    """

    words: int
    turns: int
    voices: tuple[Voice, ...]
    chapters: tuple[Chapter, ...]
    named: tuple[NamedHere, ...]
    length: float | None = None
    at_least: bool = False


class Stands(Struct, frozen=True, kw_only=True):
    """A month or a category that a work counts under, why, and how sure; a guess has basis "predicted"."""

    node: NodeId
    name: str
    basis: str
    probability: float


class ItemRead(Struct, frozen=True, kw_only=True):
    """An entry as it was read, and the month and category that its work counts under now, by whatever is known of it."""

    item: Item
    work: Node | None
    month: Stands | None
    category: Stands | None


class Stated(Struct, frozen=True, kw_only=True):
    """A relation that a sentence of a block states, from a work or a concept to a concept."""

    kind: str
    source: NodeId
    source_name: str
    target: Node
    quote: Quote


class LinkRead(Struct, frozen=True, kw_only=True):
    """A link of a block, text[start:end], and what became of it; `node` is the work that it was read as.

    `why` is "further" or "cited" where it was read; "empty", "itself", "no-page", "other-list" or "unchosen" where it was
    left out.
    """

    start: int
    end: int
    text: str
    url: str
    why: str
    node: Node | None = None


class BlockRead(Struct, frozen=True, kw_only=True):
    """All that was read in one block."""

    block: int
    items: tuple[ItemRead, ...] = ()
    names: tuple[NameAt, ...] = ()
    stated: tuple[Stated, ...] = ()
    links: tuple[LinkRead, ...] = ()
