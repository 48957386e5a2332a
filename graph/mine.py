"""A source that is the user's own: what its lists say are picks, with their comments.

Its picks are decisions like any other, so months, reviews and letters need to know nothing of sources. They are made
of the lists alone: the same list gives the same decisions, and one that changed has the difference appended. The log
stays append-only, so a pick that went is undone, and one that came back has that undo undone, each under an id that
continues the pick's (`mine-S-P`, `mine-S-P-0001`, `mine-S-P-0002`): an odd number of them means gone.

What people do themselves is never touched. A pick they undid stays undone, also in other words; one that they kept
when the list dropped it stays; where they chose a work for a month, the list has nothing to add. What a text rests on
is no choice: reference lists give no picks, and neither do the records of a bibliography.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b

import msgspec
from msgspec.structs import replace

from graph.decisions import in_force, undone
from graph.identity import identify, stated_month
from graph.ids import kind_of, named_id
from graph.keys import Key, today
from graph.model import Decision, DecisionKind, Document, Item, Month, SourceId
from graph.names import clipped, is_reference

PREFIX = "mine-"
LIST = "list"
MOST_COMMENT = 20_000
MOST_CATEGORY = 200
"""What a decision may hold (`graph.decision_values`)."""
_encode = msgspec.json.Encoder(order="deterministic").encode


def picks_of(document: Document, items: Iterable[Item]) -> list[Decision]:
    """Return a pick for each work that the document's lists choose, in reading order; `items` know their works.

    A work listed twice for one month is one pick, in the words of its first item.
    """
    picks: dict[tuple[str, Month], Decision] = {}
    for item in chosen(document, items):
        if month := month_of(item, document):
            key = _key(item)
            picks.setdefault((key, month), _pick(document, item, key, month))
    return list(picks.values())


def chosen(document: Document, items: Iterable[Item]) -> list[Item]:
    """Return the items that choose a work; those of a reference list say what a text rests on."""
    return [item for item in items if document.kind == LIST or not is_reference(item.section or "")]


def month_of(item: Item, document: Document) -> Month | None:
    """Return the month an item chooses its work for: its section's, else the work's own, else its list's, else None."""
    identity = identify(item.identity) if item.identity else None
    stated = stated_month(identity) if identity else None
    return item.month or stated or (document.published.month if document.published else None)


def is_picked_for(source: SourceId, decision: Decision) -> bool:
    """Say whether this decision was made of the source's lists, an undo of one included."""
    return decision.id.startswith(_prefix(source))


def reconciled(source: SourceId, wanted: Iterable[Decision], log: Sequence[Decision]) -> list[Decision]:
    """Return what to append, so that of the source's picks those that are wanted hold, as far as people let them."""
    held = {decision.id: decision for decision in log if is_picked_for(source, decision)}
    own = [decision for decision in log if not decision.id.startswith(PREFIX)]
    taken_back = {_slot(pick) for key in undone(own) if (pick := held.get(key)) and pick.kind is DecisionKind.PICK}
    wished = {pick.id: pick for pick in _beside(own, list(wanted))}
    turned = []
    for pick in [one for one in held.values() if one.kind is DecisionKind.PICK]:
        last = _last(pick, held)
        gone = wished.pop(pick.id, None) is None
        if gone != _is_off(last) and (gone or _slot(pick) not in taken_back):
            turned.append(_turned(last))
    return [*(pick for pick in wished.values() if _slot(pick) not in taken_back), *turned]


def _prefix(source: SourceId) -> str:
    return f"{PREFIX}{_digest(source.encode(), 4)}-"


def _key(item: Item) -> str:
    """Return the key of the work an item lists: its identity, unless it is a work of its own beside it (law 8)."""
    if item.identity and not (item.node and item.node == named_id(kind_of(item.node), item.label)):
        return item.identity
    return f"{kind_of(item.node) if item.node else 'article'}:{item.label}"


def _pick(document: Document, item: Item, key: str, month: Month) -> Decision:
    value = {
        "month": month,
        "comment": clipped(item.comment, MOST_COMMENT) if item.comment else None,
        "category": clipped(item.category, MOST_CATEGORY) if item.category else None,
    }
    published = document.published
    at = published.instant if published else datetime.fromisoformat(f"{month}-01").replace(tzinfo=UTC)
    content = _digest(_encode((document.id, key, at, value)), 8)
    made = f"{_prefix(document.source)}{content}"
    return Decision(id=made, kind=DecisionKind.PICK, on=key, at=at, value=dict(value))


def _beside(own: Sequence[Decision], wanted: Sequence[Decision]) -> Sequence[Decision]:
    """Return the picks that take the place of none that people made themselves."""
    made = {_slot(decision): decision.at for decision in in_force(own) if decision.kind is DecisionKind.PICK}
    return [pick for pick in wanted if (at := made.get(_slot(pick))) is None or at > pick.at] if made else wanted


def _slot(pick: Decision) -> tuple[Key | None, object]:
    return today(pick.on), pick.value["month"]


def _last(pick: Decision, held: Mapping[str, Decision]) -> Decision:
    """Return the pick, or the last undo in the chain that continues it."""
    last = pick
    while further := held.get(_further(last)):
        last = further
    return last


def _turned(last: Decision) -> Decision:
    """Return the undo of what came last: of the pick, or of the undo that took it back."""
    return replace(last, id=_further(last), kind=DecisionKind.UNDO, value={"decision": last.id})


def _further(last: Decision) -> str:
    if last.kind is DecisionKind.PICK:
        return f"{last.id}-0001"
    pick, _, number = last.id.rpartition("-")
    return f"{pick}-{int(number) + 1:04d}"


def _is_off(last: Decision) -> bool:
    return last.kind is DecisionKind.UNDO and int(last.id.rpartition("-")[2]) % 2 == 1


def _digest(content: bytes, size: int) -> str:
    return blake2b(content, digest_size=size).hexdigest()
