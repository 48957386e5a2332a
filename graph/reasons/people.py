"""Who wrote both, and which of them cites the other."""

from __future__ import annotations

from collections.abc import Iterator

from graph.link import Reason
from graph.model import Evidence
from graph.names import fold
from graph.reasons.naming import in_words, title_of
from graph.reasons.told import EXTRACTOR, Told

LEAST_AUTHORS = 2
"""One name alone may be two people: there are many Yang Lius."""
_MOST = 3


def both_by(one: Told, other: Told) -> Iterator[Reason]:
    """Yield the author names that both have, where there are two at least; names with initials alone count for nothing."""
    theirs = {fold(author) for author in other.authors}
    shared = [author for author in one.authors if fold(author) in theirs and _is_whole(author)]
    if len(shared) < LEAST_AUTHORS:
        return
    more = len(shared) - _MOST
    named = [*shared[:_MOST], *([f"{more} other{'s' if more > 1 else ''}"] if more > 0 else [])]
    quotes = tuple(
        Evidence(record=each.node.identity, quote=", ".join(each.authors), extractor=EXTRACTOR)
        for each in (one, other)
        if each.node.identity
    )
    yield Reason(kind="authors", text=f"both by {in_words(named)}", evidence=quotes)


def one_cites_the_other(one: Told, other: Told) -> Iterator[Reason]:
    """Yield that the record of one has the other among its references."""
    for citing, cited in ((one, other), (other, one)):
        if cited.node.identity in citing.references:
            where = Evidence(record=citing.node.identity, quote=cited.node.identity, extractor=EXTRACTOR)
            yield Reason(kind="cites", text=f"{title_of(citing)} cites {title_of(cited)}", evidence=(where,))
            return


def _is_whole(author: str) -> bool:
    """Tell a name with a given name that is written out."""
    parts = author.replace(".", " ").split()
    return len(parts) > 1 and all(len(part) > 1 for part in (parts[0], parts[-1]))
