"""A document and its items → what the graph says because of it: works, months, categories, citations, with evidence.

Pure: the same document, items, known identities and category names give the same delta. A document speaks of the work
that it records, of each work that its items list (with an item's further links), and of works that its text links to,
where those are scholarly or already in the library; other links lead to pages nobody chose.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from graph.categories import CategoryNames
from graph.identity import Address, address_of, read_address, stated_month
from graph.ids import named_id, recorded_id, work_id
from graph.model import (
    Basis,
    ClaimRank,
    Document,
    EdgeKind,
    Evidence,
    GraphDelta,
    Identity,
    Item,
    ItemLink,
    Moment,
    Month,
    Node,
    NodeId,
    NodeKind,
    Precision,
)
from graph.months import is_month, shift
from graph.names import clipped, is_generic, share_words
from graph.outline import BlockKind, Link
from graph.sketch import Sketch

DATES = "feed-date/1"
ITEMS = "items/1"
LINKS = "links/1"
DOCUMENTS = "documents/1"
ARXIV_IDS = "arxiv-id/1"
ADDRESSES = "address/1"
SHARED_IDENTITY = "shared-identity"
SCHOLARLY = frozenset({"arxiv", "doi", "openreview", "acl"})
EPISODE = "episode"
RECORD = "record"

_LABELS = 20
"""Labels of one work that a further one is compared with: what has nothing in common with so many is another work."""
_QUOTED = 300
_ABOUT = 500
_SENTENCE_END = re.compile(r"[.!?…][\"”’)\]]*\s+")
_UNDATED = "9999"  # sorts after every date


def assemble(
    document: Document,
    items: Sequence[Item],
    known: Collection[str] = (),
    names: CategoryNames | None = None,
    misdated: Collection[str] = (),
) -> tuple[GraphDelta, tuple[Item, ...]]:
    """Return what the document says of the graph, and its items with the work that each lists.

    `known` holds the identities (`scheme:value`) that some document of the library records or lists; `misdated` those
    that state another month than their record, which knows better.
    """
    drawing = _Drawing(document, names or CategoryNames(), misdated)
    listed = _listed(items)
    drawing.record()
    for entry in listed:
        drawing.list_entry(entry)
    drawing.cite(items, known)
    return drawing.sketch.delta(), tuple(replace(entry.item, node=entry.node) for entry in listed)


class _Listed(Struct, frozen=True, kw_only=True):
    """An item and the work it lists. `shared`: its identity is another item's work, so this one has none (law 8)."""

    item: Item
    node: NodeId
    address: Address | None
    shared: bool = False

    @property
    def identity(self) -> Identity | None:
        """Return the identity of the work, None where it has none of its own."""
        return self.address.identity if self.address and not self.shared else None


def _listed(items: Sequence[Item]) -> list[_Listed]:
    """Return each item's work: one identity, one node, except where labels have nothing in common (law 8)."""
    labels: dict[NodeId, list[str]] = {}
    listed = []
    for item in items:
        address = read_address(item.identity) if item.identity else None
        if address is None or address.identity is None:
            listed.append(_Listed(item=item, node=named_id(NodeKind.ARTICLE, item.label), address=None))
            continue
        node = work_id(address.kind, address.identity)
        held = labels.setdefault(node, [])
        shared = bool(held) and not any(share_words(item.label, label) for label in held)
        if shared:
            node = named_id(address.kind, item.label)
        elif len(held) < _LABELS and not is_generic(item.label):
            held.append(item.label)
        listed.append(_Listed(item=item, node=node, address=address, shared=shared))
    return listed


class _Drawing:
    """One document's delta in the making."""

    def __init__(self, document: Document, names: CategoryNames, misdated: Collection[str]) -> None:
        self.sketch = Sketch(document.id)
        self._document = document
        self._names = names
        self._misdated = misdated
        self._address = read_address(str(document.identity)) if document.identity else None
        if document.identity and self._address:
            self._work = work_id(self._address.kind, document.identity)
        elif document.kind == RECORD and document.title and not is_generic(document.title):
            self._work = named_id(_listed_kind(document.work_kind), document.title)
        else:
            self._work = recorded_id(document.title or "", document.id)
        date = document.published
        self._month = date.month if date else None
        self._bound = _bound(date, self._month) if date else None
        self._stamp = f"{date.instant.isoformat() if date else _UNDATED}|{document.id}"

    def record(self) -> None:
        """Say that the document is a work, published when its source says."""
        document, date = self._document, self._document.published
        stated = document.identity and stated_month(document.identity)
        node = Node(
            id=self._work,
            kind=self._recorded_kind(),
            name=document.title or "",
            identity=str(document.identity) if document.identity else None,
            url=address_of(document.identity) if document.identity else document.url,
            about=clipped(document.summary, _ABOUT) if document.summary else None,
            authors=document.authors,
            before=None if self._month or stated else self._bound,
        )
        self.sketch.claim(node, ClaimRank.RECORD, self._stamp)
        said = clipped(document.title, _QUOTED) if document.title else None
        self._edge(EdgeKind.RECORDS, self._work, None, Evidence(document=document.id, quote=said, extractor=DOCUMENTS))
        if document.identity and stated and document.kind == RECORD:
            self._stated(self._work, document.identity)  # a catalogue's date may be the printed paper's
        elif date and self._month:
            written = date.local.isoformat() if date.precision is Precision.SECOND else date.local.date().isoformat()
            evidence = Evidence(document=document.id, quote=written, extractor=DATES)
            self.sketch.in_month(self._work, self._month, Basis.PUBLISHED, evidence)
        elif document.identity:
            self._stated(self._work, document.identity)

    def _recorded_kind(self) -> NodeKind:
        """Return what the document's work is: what its address says, else what its source does."""
        kind = self._address.kind if self._address else NodeKind.ARTICLE
        document, told = self._document, self._document.work_kind
        if told and document.identity and document.identity.scheme == "doi":
            return told  # code and data have DOIs too
        told = told or (NodeKind.TALK if document.kind == EPISODE else None)
        return told if told and kind is NodeKind.ARTICLE else kind

    def list_entry(self, entry: _Listed) -> None:
        """Say that the document lists the item's work, and what its section says of it; then its further links."""
        item, evidence = entry.item, self._item_evidence(entry.item)
        rank = ClaimRank.LIST if item.month or item.category else ClaimRank.REFERENCE
        self._claim(entry, rank, _telling(item.label) if entry.identity else item.label, item.url)
        self._edge(EdgeKind.LISTS, entry.node, None, evidence)
        self._placed(entry)
        if item.category:
            category = self._names.claim(item.category, ClaimRank.LIST, self._stamp)
            self.sketch.claim(category.node, category.rank, category.stamp)
            self.sketch.edge(entry.node, EdgeKind.IN_CATEGORY, category.node.id, Basis.STATED, self._heading(item))
        if entry.address and not entry.shared:
            self._part_of(entry.node, entry.address, evidence)
        for link in item.links:
            self._further(link, entry)

    def _further(self, link: ItemLink, beside: _Listed) -> None:
        address = read_address(link.identity) if link.identity else None
        if address is None or address.identity is None:
            return
        entry = _Listed(item=beside.item, node=work_id(address.kind, address.identity), address=address)
        if entry.node in (beside.node, self._work):
            return
        evidence = self._item_evidence(entry.item)
        self._claim(entry, ClaimRank.FURTHER, _telling(link.label), link.url)
        self._edge(EdgeKind.LISTS, entry.node, Basis.FURTHER, evidence)
        self._placed(entry)
        self._part_of(entry.node, address, evidence)

    def _claim(self, entry: _Listed, rank: ClaimRank, name: str, written: str | None) -> None:
        item, address, identity = entry.item, entry.address, entry.identity
        dated = item.month or (identity and stated_month(identity))
        node = Node(
            id=entry.node,
            kind=address.kind if address else NodeKind.ARTICLE,
            name=name,
            identity=str(identity) if identity else None,
            url=_address(address, written),
            flags=(*(address.flags if address else ()), *((SHARED_IDENTITY,) if entry.shared else ())),
            before=None if dated else self._bound,
        )
        self.sketch.claim(node, rank, f"{self._stamp}|{item.block:06d}")

    def _placed(self, entry: _Listed) -> None:
        """Put a listed work in the month that its section states, and in the one that its identity does."""
        if entry.item.month:
            self.sketch.in_month(entry.node, entry.item.month, Basis.CURATED, self._heading(entry.item))
        if entry.identity:
            self._stated(entry.node, entry.identity, entry.item)

    def _heading(self, item: Item) -> Evidence:
        return Evidence(
            document=self._document.id, section=item.section, block=item.block, quote=item.section, extractor=ITEMS
        )

    def cite(self, items: Sequence[Item], known: Collection[str]) -> None:
        """Say which works the text links to, beside those that its items list: each once, where it is first linked."""
        told = {item.identity for item in items} | {link.identity for item in items for link in item.links}
        told.add(str(self._document.identity))
        section: str | None = None
        for place, block in enumerate(self._document.outline.blocks):
            if block.kind is BlockKind.HEADING:
                section = block.text
            sentences = _Sentences(block.text)
            for link in block.links:
                identity = read_address(link.url).identity if len(link.url) > 1 else None
                if identity and str(identity) not in told and _is_cited(identity, known):
                    told.add(str(identity))
                    self._citation(identity, section, place, sentences.around(link))

    def _citation(self, identity: Identity, section: str | None, block: int, quote: str) -> None:
        address = read_address(str(identity))
        node = work_id(address.kind, identity)
        evidence = Evidence(document=self._document.id, section=section, block=block, quote=quote, extractor=LINKS)
        month = stated_month(identity)
        claimed = Node(
            id=node,
            kind=address.kind,
            name="",
            identity=str(identity),
            url=address_of(identity),
            flags=address.flags,
            before=None if month else self._bound,
        )
        self.sketch.claim(claimed, ClaimRank.MENTION, f"{self._stamp}|{block:06d}")
        self.sketch.edge(self._work, EdgeKind.CITES, node, None, evidence)
        self._stated(node, identity)
        self._part_of(node, address, evidence)

    def _part_of(self, node: NodeId, address: Address, evidence: Evidence) -> None:
        whole = address.part_of
        if whole is None:
            return
        kind = read_address(str(whole)).kind
        target = Node(id=work_id(kind, whole), kind=kind, name="", identity=str(whole), url=address_of(whole))
        self.sketch.claim(replace(target, before=self._bound), ClaimRank.MENTION, self._stamp)
        self.sketch.edge(node, EdgeKind.PART_OF, target.id, None, evidence)

    def _stated(self, node: NodeId, identity: Identity, item: Item | None = None) -> None:
        """Put a work in the month that its identity states."""
        month = stated_month(identity)
        if month is None or not is_month(month) or str(identity) in self._misdated:
            return
        evidence = Evidence(
            document=self._document.id,
            section=item.section if item else None,
            block=item.block if item else None,
            quote=identity.value,
            extractor=ARXIV_IDS if identity.scheme == "arxiv" else ADDRESSES,
        )
        self.sketch.in_month(node, month, Basis.PUBLISHED, evidence)

    def _edge(self, kind: EdgeKind, target: NodeId, basis: Basis | None, evidence: Evidence) -> None:
        self.sketch.edge(self._document.id, kind, target, basis, evidence)

    def _item_evidence(self, item: Item) -> Evidence:
        said = f"{item.label} {item.comment}" if item.comment else item.label
        return Evidence(
            document=self._document.id,
            section=item.section,
            block=item.block,
            quote=clipped(said, _QUOTED),
            extractor=ITEMS,
        )


def _listed_kind(kind: NodeKind | None) -> NodeKind:
    """Return the kind that a work without an address has in its id, so that a list which only names it means the same one.

    A list does not say whether it names a paper, a report or an article; film, code and data it would not call by a title.
    """
    return kind if kind and kind not in (NodeKind.PAPER, NodeKind.REPORT) else NodeKind.ARTICLE


def _address(address: Address | None, written: str | None) -> str | None:
    """Return where a work is opened: as its curator wrote it on the web (a site may need its www), else canonical."""
    if address is None or address.identity is None:
        return None
    return written if written and address.identity.scheme == "web" else address_of(address.identity)


def _telling(label: str) -> str:
    """Return the label where it names something; an empty name says nothing and leaves naming to others."""
    return "" if is_generic(label) else label


def _bound(published: Moment, month: Month | None) -> Month:
    """Return the month before which everything lies that a document of this date speaks of."""
    return shift(month, 1) if month else f"{published.local.year + 1:04d}-01"


def _is_cited(identity: Identity, known: Collection[str]) -> bool:
    if identity.scheme in SCHOLARLY:
        return True
    if identity.scheme == "github" and identity.value.lower().endswith(".pdf"):
        return True
    return str(identity) in known


class _Sentences:
    """A text's sentences, whose ends are looked for once however many links it has, and not before they are needed."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _ends(self) -> tuple[list[int], list[int]]:
        spans = [match.span() for match in _SENTENCE_END.finditer(self._text)]
        return [start for start, _ in spans], [end for _, end in spans]

    def around(self, link: Link) -> str:
        """Return the sentence that the link stands in."""
        stops, starts = self._ends
        before, after = bisect_right(starts, link.start), bisect_left(stops, link.end - 1)
        start = starts[before - 1] if before else 0
        end = starts[after] if after < len(starts) else len(self._text)
        if end - start > _QUOTED:
            start = max(start, link.start - _QUOTED // 2)
        return clipped(self._text[start : min(end, start + 2 * _QUOTED)].strip(), _QUOTED)
