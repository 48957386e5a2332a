"""What there is to find, a line each, and which lines hold which words: what search keeps in memory, and asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph.model import Moment, Month, Node, NodeId, SourceId

Words = tuple[str, ...]
"""Words that stand side by side, as `graph.words.tokenise` cuts them."""

Numbers = NDArray[np.int64]

Mark = tuple[int, str, int, int]
"""How far the records were told; what it says is the adapter's own business."""


class Standing(Struct, frozen=True, kw_only=True):
    """A node and where it stands: the month it is read under, the own category it counts under, who recorded or listed it.

    `entry` is its number in the full text, None where that does not have it.
    """

    node: Node
    entry: int | None = None
    month: Month | None = None
    category: NodeId | None = None
    sources: tuple[SourceId, ...] = ()


class Filed(Struct, frozen=True, kw_only=True):
    """A record of the corpus: its number in the full text, the id its work has, and what a search tells it by."""

    number: int
    node: NodeId
    identity: str
    title: str
    published: Moment | None = None


class Filing(Struct, frozen=True, kw_only=True):
    """The records that came or changed since a mark; all there are where `whole`, and those known before are forgotten."""

    mark: Mark
    whole: bool
    records: list[Filed]


class Register(Protocol):
    """Everything a search may find, always as the library is: nobody writes here."""

    def nodes(self) -> list[Standing]:
        """Return every node, sorted by id."""

    def records(self, since: Mark | None = None) -> Filing:
        """Return the records that came or changed since then; all when None, or where that can no longer be told."""

    def holding(self, any_of: Sequence[Words], *, prefix: bool = False) -> tuple[Numbers, Numbers]:
        """Return the entries and the records whose title or text holds one of these, with `prefix` also as a beginning.

        Each sorted; case and diacritics do not matter.
        """
