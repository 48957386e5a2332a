"""All that the audit says of a library's claims: each judged by itself, then side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.audit.across import same_titles, shared_identities
from graph.audit.impossible import impossible
from graph.audit.judge import Judgement, Titled, judge
from graph.audit.shapes import Claim, Finding, Verdict, finding_id
from graph.audit.text import Rarity
from graph.model import Month
from graph.names import spelling
from graph.record import Record

ORDER = {verdict: place for place, verdict in enumerate(Verdict)}


Judged = tuple[Claim, Judgement]


def findings(judged: Sequence[Judged], records: Mapping[str, Record], rarity: Rarity) -> list[Finding]:
    """Return what is found, the gravest first, then by identity; the order of the claims is no matter.

    Claims of one label on one link with one verdict are one finding, whichever documents make them.
    """
    judged = sorted(judged, key=_place)
    verdicts = [
        (claim, judgement.verdict) for claim, judgement in judged if judgement.verdict is not Verdict.IMPOSSIBLE
    ]
    found = [*_gathered(judged, records), *shared_identities(verdicts, records, rarity)]
    found += same_titles(verdicts, records, rarity)
    return sorted(found, key=lambda one: (ORDER[one.verdict], one.identity, one.label, one.id))


def audited(claim: Claim, record: Record | None, rarity: Rarity, titled: Titled, today: Month) -> Judgement:
    """Return the judgement on one claim; what cannot exist need not be looked up."""
    reason = impossible(claim, today)
    return Judgement(Verdict.IMPOSSIBLE, reason) if reason else judge(claim, record, rarity, titled)


def _place(judged: Judged) -> tuple[str, int, str]:
    claim = judged[0]
    return (claim.document, claim.block, claim.item)


def _gathered(judged: Iterable[Judged], records: Mapping[str, Record]) -> list[Finding]:
    groups: dict[tuple[str, str, Verdict], list[Judged]] = defaultdict(list)
    for claim, judgement in judged:
        groups[claim.identity or claim.url, spelling(claim.label), judgement.verdict].append((claim, judgement))
    return [_finding(group, records) for group in groups.values()]


def _finding(group: Sequence[Judged], records: Mapping[str, Record]) -> Finding:
    claim, judgement = group[0]
    record = records.get(claim.identity)
    identity = claim.identity or claim.url
    return Finding(
        id=finding_id(judgement.verdict, identity, claim.label),
        verdict=judgement.verdict,
        reason=judgement.reason,
        identity=identity,
        label=claim.label,
        claims=tuple(each for each, _ in group),
        title=record.title if record else None,
        provider=record.provider if record else None,
        right=judgement.right,
    )
