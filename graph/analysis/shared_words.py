"""What two works both say and few others do: the phrases that make a reader see why they belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from graph.analysis.terms import phrases_of, terms_of
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
    texts = _texts(library, ends | set(works[::every]))
    said = {key: phrases_of(text) for key, text in texts.items()}
    counts = Counter(phrase for phrases in said.values() for phrase in phrases)
    written = {key: terms_of(texts[key]) for key in {one for one, _ in pairs} if key in texts}
    return {
        (one, other): told
        for one, other in pairs
        if one in said and other in said
        if (told := _rarest(said[one] & said[other], written[one], counts, len(said)))
    }


def _texts(library: Library, keys: Iterable[NodeId]) -> dict[NodeId, str]:
    return {key: f"{gist.title}. {gist.text or ''}" for key, gist in gists(library, list(keys)).items()}


def _rarest(both: Collection[str], written: Mapping[str, str], counts: Mapping[str, int], size: int) -> tuple[str, ...]:
    kept: list[str] = []
    for key in sorted(both, key=lambda key: (-key.count(" "), counts[key], key)):
        taken = {word for chosen in kept for word in chosen.split()}
        if len(kept) < MOST and not taken & set(key.split()) and _tells(key, written[key], counts, size):
            kept.append(key)
    return tuple(written[key] for key in kept)


def _tells(key: str, written: str, counts: Mapping[str, int], size: int) -> bool:
    """Tell whether a phrase is rare, and made of rare words; a word alone must be a name."""
    rare = counts[key] <= max(RARE * size, 2)
    alone = " " not in key
    plain = any(counts.get(word, size) > max(COMMON * size, 2) for word in key.split())
    return rare and not plain and (not alone or written != written.lower())
