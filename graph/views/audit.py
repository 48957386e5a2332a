"""The audit over a library: each item that links to a scholarly address, judged by what the corpus knows of it.

Judging is done once for a state of the library and kept in memory; drawing a part of it reads only that part.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from weakref import WeakKeyDictionary

from msgspec import Struct
from msgspec.structs import replace

from graph.audit import (
    Claim,
    Finding,
    Judgement,
    Rarity,
    Verdict,
    audited,
    finding_id,
    findings,
    judge,
    meant,
    rarity_of,
    titles_like,
)
from graph.decisions import in_force
from graph.errors import InvalidInputError
from graph.identity import address_of
from graph.model import DecisionKind, Document, DocumentId, Evidence, Identity, Item, Month
from graph.ports import Library
from graph.record import Record
from graph.views.shapes import AuditLine, AuditView, Entry
from graph.views.shelf import Shelf

EXTRACTOR = "audit/1"
SCHOLARLY = ("arxiv:", "doi:", "acl:", "openreview:")
_PAGE = 2_000
GROWTH = 20
# Addresses that only look like those of papers and videos; whether they can exist is the audit's to say.
_LOOKS_KNOWN = re.compile(r"arxiv|doi\.org|doi:|youtu\.?be", re.I)
# What grows for years has no month that its links must be older than.
_DATED = ("post", "episode")


class Audit(Struct, frozen=True):
    """All findings in one state of a library, and what people said of them: finding → decision, and those settled.

    `judged` keeps each claim's judgement with the record it was judged by, so that the next audit judges only what is new.
    """

    version: int
    month: Month
    rarity: Rarity
    judged: dict[Claim, tuple[Record | None, Judgement]]
    findings: tuple[Finding, ...]
    dismissed: dict[str, str]
    settled: frozenset[str]

    def is_aside(self, finding: Finding) -> bool:
        """Say whether the finding needs no more looking at."""
        return finding.id in self.dismissed or finding.id in self.settled


_AUDITS: WeakKeyDictionary[Library, Audit] = WeakKeyDictionary()
_RARITIES: WeakKeyDictionary[Library, tuple[int, Rarity]] = WeakKeyDictionary()


def audit(library: Library, month: Month) -> Audit:
    """Return the audit of the library as it is now; `month` is the current one, after which nothing can be numbered."""
    version, made = library.version(), _AUDITS.get(library)
    if made is None or (made.version, made.month) != (version, month):
        made = _AUDITS[library] = _audit(library, version, month, made)
    return made


def audit_view(
    library: Library,
    month: Month,
    *,
    verdicts: Collection[Verdict] = tuple(Verdict),
    aside: bool | None = None,
    after: str | None = None,
    skip: int = 0,
    limit: int | None = None,
) -> AuditView:
    """Return the findings with these verdicts (only those put aside, or none of them), a part of them at a time."""
    made = audit(library, month)
    kept = [one for one in made.findings if one.verdict in verdicts and aside in (None, made.is_aside(one))]
    begin = skip if after is None else next((at for at, one in enumerate(kept, 1) if one.id == after), len(kept))
    shown = kept[begin : None if limit is None else begin + limit]
    counts = Counter(one.verdict.value for one in made.findings if not made.is_aside(one))
    return AuditView(
        counts={verdict.value: counts[verdict.value] for verdict in Verdict},
        aside=sum(made.is_aside(one) for one in made.findings),
        lines=_lines(library, made, shown),
    )


def finding_of(library: Library, month: Month, key: str) -> Finding | None:
    """Return the finding with this id, None where there is none (any more)."""
    return next((one for one in audit(library, month).findings if one.id == key), None)


def doubts(library: Library, entry: Entry) -> tuple[str, ...]:
    """Return why the work's link contradicts what lists say of it; nothing where none does, or somebody put it aside."""
    identity = entry.node.identity
    if not identity or not identity.startswith(SCHOLARLY) or not entry.listings:
        return ()
    record = library.corpus.records([identity]).get(identity)
    if record is None:
        return ()
    found = {}
    for listing in entry.listings:
        claim = Claim(
            item=listing.item,
            document=listing.document,
            block=0,
            label=listing.label,
            url=entry.node.url or "",
            identity=identity,
            comment=listing.comment,
            section=listing.section,
        )
        judged = judge(claim, record, _rarity(library), lambda label: titles_like(library.corpus, label))
        if judged.verdict is Verdict.CONTRADICTS:
            found[listing.label] = f"“{listing.label}” leads to “{record.title}”"
    return tuple(found.values()) if found and not _put_aside(library, identity, found) else ()


def _audit(library: Library, version: int, month: Month, earlier: Audit | None) -> Audit:
    items = [item for item in _items(library) if _is_audited(item)]
    published = _months(library.documents.many({item.document for item in items}))
    claims = [_claim(item, published.get(item.document)) for item in items]
    records = library.corpus.records({claim.identity for claim in claims})
    rarity = _rarity(library)
    known = earlier.judged if earlier and (earlier.month, earlier.rarity) == (month, rarity) else {}
    judged: dict[Claim, tuple[Record | None, Judgement]] = {}
    for claim in claims:
        record, before = records.get(claim.identity), known.get(claim)
        if before is None or before[0] != record:
            before = (record, audited(claim, record, rarity, lambda label: titles_like(library.corpus, label), month))
        judged[claim] = before
    found = findings([(claim, judgement) for claim, (_, judgement) in judged.items()], records, rarity)
    settled = _settled(library, found, items)
    return Audit(version, month, rarity, judged, tuple(found), _dismissed(library), settled)


def _items(library: Library) -> Iterator[Item]:
    after: str | None = None
    while page := library.documents.all_items(after, _PAGE):
        yield from page
        after = page[-1].id


def _is_audited(item: Item) -> bool:
    """Say whether the link leads to a paper, or to what its address takes for a paper or video and is none."""
    identity = item.identity or "web:"
    return identity.startswith(SCHOLARLY) or (
        identity.startswith("web:") and bool(item.url and _LOOKS_KNOWN.search(item.url))
    )


def _claim(item: Item, published: Month | None) -> Claim:
    return Claim(
        item=item.id,
        document=item.document,
        block=item.block,
        label=item.label,
        url=item.url or "",
        identity=item.identity or "",
        comment=item.comment,
        version=item.version,
        section=item.section,
        month=item.month,
        published=published,
    )


def _months(documents: Mapping[DocumentId, Document]) -> dict[DocumentId, Month | None]:
    """Return when the documents that say something once were published."""
    return {
        key: document.published.month
        for key, document in documents.items()
        if document.published and document.kind in _DATED
    }


def _rarity(library: Library) -> Rarity:
    """Return how rare words are in the corpus, sampled again when it has grown or shrunk by a twentieth."""
    count, kept = library.corpus.count(), _RARITIES.get(library)
    if kept is None or abs(kept[0] - count) * GROWTH > kept[0]:
        kept = _RARITIES[library] = (count, rarity_of(library.corpus))
    return kept[1]


def _dismissed(library: Library) -> dict[str, str]:
    """Return finding → the decision that put it aside."""
    made = in_force(library.decisions.decisions())
    return {str(one.value["finding"]): one.id for one in made if one.kind is DecisionKind.DISMISSAL}


def _put_aside(library: Library, identity: str, labels: Collection[str]) -> bool:
    made = in_force(library.decisions.decisions([identity]))
    dismissed = {one.value["finding"] for one in made if one.kind is DecisionKind.DISMISSAL}
    return all(finding_id(Verdict.CONTRADICTS, identity, label) in dismissed for label in labels)


def _settled(library: Library, found: Sequence[Finding], items: Sequence[Item]) -> frozenset[str]:
    """Return the contradictions whose works a person gave another address than the link's."""
    node_of = {item.id: item.node for item in items}
    listed = {
        one.id: {key for claim in one.claims if (key := node_of.get(claim.item))}
        for one in found
        if one.verdict is Verdict.CONTRADICTS
    }
    nodes = library.graph.many({key for keys in listed.values() for key in keys})
    corrected = {key for key, node in nodes.items() if node.identity}
    return frozenset(
        one.id
        for one in found
        if (keys := listed.get(one.id))
        and keys <= corrected
        and one.identity not in {nodes[key].identity for key in keys}
    )


def _lines(library: Library, made: Audit, shown: Sequence[Finding]) -> tuple[AuditLine, ...]:
    shown = [_with_right(library, one) for one in shown]
    shelf = Shelf.of(library, {claim.document for one in shown for claim in one.claims})
    rights = library.corpus.records({one.right for one in shown if one.right})
    correctable = _correctable(library, [one for one in shown if one.right and not made.is_aside(one)])
    return tuple(_line(one, made, shelf, rights, correctable.get(one.id)) for one in shown)


def _with_right(library: Library, finding: Finding) -> Finding:
    """Return the finding with the identity that was meant, where the corpus knows it; looked up for what is drawn."""
    if finding.verdict is not Verdict.CONTRADICTS or finding.right:
        return finding
    record = library.corpus.records([finding.identity])[finding.identity]
    right = meant(finding.claims[0], record, _rarity(library), lambda label: titles_like(library.corpus, label))
    return replace(finding, right=right)


def _line(
    finding: Finding, made: Audit, shelf: Shelf, rights: Mapping[str, Record], correctable: str | None
) -> AuditLine:
    claim = finding.claims[0]
    return AuditLine(
        id=finding.id,
        verdict=finding.verdict.value,
        reason=finding.reason,
        identity=finding.identity,
        others=finding.others,
        label=finding.label,
        url=claim.url or None,
        title=finding.title,
        provider=finding.provider,
        right=finding.right,
        right_title=rights[finding.right].title if finding.right and finding.right in rights else None,
        right_url=_url(finding.right),
        correctable=correctable,
        dismissed=made.dismissed.get(finding.id),
        settled=finding.id in made.settled,
        quotes=tuple(shelf.quote(_evidence(claim)) for claim in finding.claims),
    )


def _evidence(claim: Claim) -> Evidence:
    said = f"{claim.label} — {claim.comment}" if claim.comment else claim.label
    return Evidence(document=claim.document, section=claim.section, block=claim.block, quote=said, extractor=EXTRACTOR)


def _correctable(library: Library, wrong: Sequence[Finding]) -> dict[str, str]:
    """Return finding → the one work whose address is simply wrong: every list that names it says the same label.

    An address that another work has is that work's; putting two works into one is not done from here.
    """
    taken = library.graph.find({one.right for one in wrong if one.right})
    found: dict[str, str] = {}
    for one in wrong:
        nodes = {library.documents.item(claim.item).node for claim in one.claims}
        node = nodes.pop() if len(nodes) == 1 else None
        claimed = {claim.item for claim in one.claims}
        if node and one.right not in taken and {item.id for item in library.documents.items_listing({node})} == claimed:
            found[one.id] = node
    return found


def _url(identity: str | None) -> str | None:
    if identity is None:
        return None
    try:
        return address_of(Identity(*identity.split(":", 1)))
    except InvalidInputError:
        return None
