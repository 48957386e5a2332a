"""Sources that are the user's own: their mark is stored with them, and their lists become picks in the log."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from graph.mine import chosen, is_picked_for, month_of, picks_of, reconciled
from graph.model import Decision, DecisionKind, Document, Item, SourceId
from graph.ports import Library, Note
from graph.subscriptions import marked

PAGE = 200
WITHOUT_MONTH = "neither its section, its address nor its list names a month, so it is no pick"


class Settled(Struct, frozen=True):
    """The keys that decisions were appended on, for them to take effect; by source a note for each item without a month."""

    keys: frozenset[str] = frozenset()
    notes: Mapping[SourceId, tuple[Note, ...]] = {}


def settle_mine(library: Library, sources: Collection[SourceId] | None = None) -> Settled:
    """Mark these sources (all when None) as was decided, and append what makes the lists of the user's own their picks.

    Belongs in a transaction. Twice equals once, and a rebuild has no part in it: it changes no decision.
    """
    log = library.decisions.decisions()
    about = [one for one in log if one.kind in (DecisionKind.SUBSCRIPTION, DecisionKind.UNDO)]
    if not any(one.kind is DecisionKind.SUBSCRIPTION for one in about):
        return Settled()
    keys: set[str] = set()
    notes: dict[SourceId, tuple[Note, ...]] = {}
    for source in library.documents.sources():
        if sources is not None and source.id not in sources:
            continue
        as_decided = marked(source, about)
        if as_decided is not source:
            library.documents.put_source(as_decided)
        if as_decided.mine or any(is_picked_for(source.id, decision) for decision in log):
            lists = list(_lists(library, source.id)) if as_decided.mine else []
            keys |= _append(library, source.id, [pick for one in lists for pick in picks_of(*one)], log)
            if told := tuple(note for one in lists for note in _without_month(*one)):
                notes[source.id] = told
    return Settled(frozenset(keys), notes)


def _append(library: Library, source: SourceId, wanted: list[Decision], log: list[Decision]) -> set[str]:
    made = reconciled(source, wanted, log)
    for decision in made:
        library.decisions.append(decision)
    return {decision.on for decision in made}


def _lists(library: Library, source: SourceId) -> Iterator[tuple[Document, list[Item]]]:
    after = None
    while page := library.documents.documents(source, after, PAGE):
        after = page[-1].id
        for document in page:
            if items := library.documents.items(document.id):
                yield document, items


def _without_month(document: Document, items: list[Item]) -> Iterator[Note]:
    for item in chosen(document, items):
        if month_of(item, document) is None:
            where = f"{document.title or document.id} · {item.label}"
            yield Note(kind="flagged", code="no-month", where=where, message=WITHOUT_MONTH)
