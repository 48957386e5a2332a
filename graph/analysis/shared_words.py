"""What two works both say and few others do: the phrases that make a reader see why they belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from graph.analysis.naming import terms_of
from graph.gists import gists
from graph.model import NodeId
from graph.ports import Library

MOST = 3
SAMPLE = 1_000
"""Other works that tell how rare a phrase is."""

RARE = 0.03
"""What a larger share of works says joins no two of them."""

COMMON = 0.05
"""A word in more works than this is no part of what joins two ("have made impressive progress")."""


def shared_words(
    library: Library, pairs: Sequence[tuple[NodeId, NodeId]], works: Sequence[NodeId]
) -> dict[tuple[NodeId, NodeId], tuple[str, ...]]:
    """Return pair → the rarest phrases that both say, for those of the pairs that have any."""
    ends = {key for pair in pairs for key in pair}
    every = max(len(works) // SAMPLE, 1)
    said = phrases(library, ends | set(works[::every]))
    counts = Counter(key for terms in said.values() for key in terms)
    return {pair: told for pair in pairs if (told := _rarest(said, pair, counts, len(said)))}


def phrases(library: Library, keys: Iterable[NodeId]) -> dict[NodeId, dict[str, str]]:
    """Return work → the phrases of its title and its text, each with how it is written."""
    found = gists(library, list(keys))
    return {key: terms_of(f"{gist.title}. {gist.text or ''}") for key, gist in found.items()}


def _rarest(
    said: Mapping[NodeId, Mapping[str, str]], pair: tuple[NodeId, NodeId], counts: Mapping[str, int], size: int
) -> tuple[str, ...]:
    one, other = (said.get(key, {}) for key in pair)
    kept: list[str] = []
    for key in sorted(one.keys() & other.keys(), key=lambda key: (-key.count(" "), counts[key], key)):
        taken = {word for chosen in kept for word in chosen.split()}
        if len(kept) < MOST and not taken & set(key.split()) and _tells(key, one[key], counts, size):
            kept.append(key)
    return tuple(one[key] for key in kept)


def _tells(key: str, written: str, counts: Mapping[str, int], size: int) -> bool:
    """Tell whether a phrase is rare, and made of rare words; a word alone must be a name."""
    rare = counts[key] <= max(RARE * size, 2)
    alone = " " not in key
    plain = any(counts.get(word, size) > max(COMMON * size, 2) for word in key.split())
    return rare and not plain and (not alone or written != written.lower())
