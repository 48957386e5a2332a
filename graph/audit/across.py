"""What several links together give away: one id claimed by different titles, one title with different ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from graph.audit.labels import names_nothing
from graph.audit.shapes import Claim, Finding, Verdict, finding_id
from graph.audit.text import Rarity, Text, share_held, words_of
from graph.names import content_words, share_words, spelling
from graph.record import Record

AGREE = 0.5
"""Share of a label's weight that the other's label and comment must have for the two to be names of one work."""
LEAST_TITLE = 2
"""Telling words that make a label a title: two works may well share a name, but hardly a title."""
MOST_COMPARED = 2_000
"""Pairs of labels without a word in common that are looked at for one address: every pair of forty."""
MOST_NAMED = 5
"""Titles that a reason spells out."""

Judged = Sequence[tuple[Claim, Verdict]]


def shared_identities(judged: Judged, records: Mapping[str, Record], rarity: Rarity) -> list[Finding]:
    """Return a finding for each identity that items claim under titles which have nothing in common."""
    by_identity: dict[str, list[tuple[Claim, Verdict]]] = defaultdict(list)
    for claim, verdict in judged:
        by_identity[claim.identity].append((claim, verdict))
    several = [(identity, _named(claims)) for identity, claims in sorted(by_identity.items()) if len(claims) > 1]
    return [
        _shared(identity, claims, records.get(identity)) for identity, claims in several if _disagree(claims, rarity)
    ]


def same_titles(judged: Judged, records: Mapping[str, Record], rarity: Rarity) -> list[Finding]:
    """Return a finding for each title that items give to different ids, unless these are known to be of one work."""
    by_title: dict[str, list[Claim]] = defaultdict(list)
    for claim, _ in judged:
        by_title[spelling(claim.label)].append(claim)
    several = [claims for _, claims in sorted(by_title.items()) if len({claim.identity for claim in claims}) > 1]
    return [
        _same(claims) for claims in several if _is_title(claims[0].label, rarity) and not _one_work(claims, records)
    ]


def _named(claims: Judged) -> Judged:
    return [(claim, verdict) for claim, verdict in claims if not names_nothing(claim.label)]


def _disagree(claims: Judged, rarity: Rarity) -> bool:
    """Say whether two of the claims are names of different works, as far as their words tell.

    Two labels that both fit the record are two names of it.
    """
    return any(_apart(one, other, rarity) for one, other in islice(_strangers(claims), MOST_COMPARED))


def _strangers(claims: Judged) -> Iterator[tuple[Claim, Claim]]:
    """Yield each doubted claim with each label that has no word in common with its own; bits stand for labels."""
    labels = list({spelling(claim.label): claim for claim, _ in claims}.values())
    having: dict[str, int] = defaultdict(int)
    for place, claim in enumerate(labels):
        for word in content_words(claim.label):
            having[word] |= 1 << place
    for claim in (claim for claim, verdict in claims if verdict is not Verdict.FITS):
        others = (1 << len(labels)) - 1
        for word in content_words(claim.label):
            others &= ~having[word]
        while others:
            place = others.bit_length() - 1
            others ^= 1 << place
            yield claim, labels[place]


def _apart(one: Claim, other: Claim, rarity: Rarity) -> bool:
    if share_words(one.label, other.label):
        return False
    return _told(one, other, rarity) < AGREE and _told(other, one, rarity) < AGREE


def _told(one: Claim, other: Claim, rarity: Rarity) -> float:
    return share_held(words_of(one.label), Text.of(f"{other.label} {other.comment or ''}"), rarity)


def _shared(identity: str, claims: Judged, record: Record | None) -> Finding:
    names = list({spelling(claim.label): claim.label for claim, _ in claims}.values())
    reason = f"{_listed(names)} are given one address"
    reason += f"; what is there is “{record.title}”" if record else "; whose it is could not be checked"
    return Finding(
        id=finding_id(Verdict.SHARED_IDENTITY, identity),
        verdict=Verdict.SHARED_IDENTITY,
        reason=reason,
        identity=identity,
        label=names[0],
        claims=tuple(claim for claim, _ in claims),
        title=record.title if record else None,
        provider=record.provider if record else None,
    )


def _is_title(label: str, rarity: Rarity) -> bool:
    telling = [word for word in set(words_of(label)) if rarity.of(word) > TELLING]
    return not names_nothing(label) and len(telling) >= LEAST_TITLE


TELLING = 0.3
"""A word that one text in six has or fewer, in a sample of some thousands."""


def _one_work(claims: Iterable[Claim], records: Mapping[str, Record]) -> bool:
    """Say whether a record names the other id as its own: an arXiv paper and the article it became."""
    identities = {claim.identity for claim in claims}
    named = {f"doi:{doi.lower()}" for key in identities if (record := records.get(key)) and (doi := record.doi)}
    return len(identities - named) <= 1


def _same(claims: Sequence[Claim]) -> Finding:
    identities = sorted({claim.identity for claim in claims})
    return Finding(
        id=finding_id(Verdict.SAME_TITLE, "", claims[0].label),
        verdict=Verdict.SAME_TITLE,
        reason=f"one title leads to {len(identities)} addresses",
        identity=identities[0],
        others=tuple(identities[1:]),
        label=claims[0].label,
        claims=tuple(claims),
    )


def _listed(names: Sequence[str]) -> str:
    quoted = [f"“{name}”" for name in names[:MOST_NAMED]]
    if len(names) > MOST_NAMED:
        quoted.append(f"{len(names) - MOST_NAMED:,} more")
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
