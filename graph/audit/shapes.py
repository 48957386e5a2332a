"""What the audit works with and what comes out: a claim is what an item says of its link, a finding what that is worth."""

from __future__ import annotations

from enum import StrEnum
from hashlib import sha256

from msgspec import Struct

from graph.model import DocumentId, ItemId, Month
from graph.names import spelling


class Verdict(StrEnum):
    """What the audit says of a link, the gravest first. "Could not check" is not "wrong" (law 3)."""

    IMPOSSIBLE = "impossible"
    CONTRADICTS = "contradicts"
    SHARED_IDENTITY = "shared-identity"
    SAME_TITLE = "same-title"
    OTHER_VERSION = "other-version"
    UNCHECKED = "unchecked"
    FITS = "fits"


ACCUSING = frozenset({Verdict.IMPOSSIBLE, Verdict.CONTRADICTS, Verdict.SHARED_IDENTITY})
"""The verdicts that say somebody should look: the link is wrong, or one of two is."""


class Claim(Struct, frozen=True, kw_only=True):
    """One item's word on its link: the label and comment as the curator wrote them, and where and when they stand.

    `identity` is what the link is, "" where it is nothing known; `published` is the document's month.
    """

    item: ItemId
    document: DocumentId
    block: int
    label: str
    url: str
    identity: str
    comment: str | None = None
    version: int | None = None
    section: str | None = None
    month: Month | None = None
    published: Month | None = None


class Finding(Struct, frozen=True, kw_only=True):
    """A verdict on what links say, with its reason in plain words and the claims it is about.

    `identity` is the link's, and what a dismissal hangs on; `others` are further identities of the same title. `title`
    is what was found behind it and `provider` who says so; `right` is the identity that was meant, where that is known.
    """

    id: str
    verdict: Verdict
    reason: str
    identity: str
    label: str
    claims: tuple[Claim, ...]
    others: tuple[str, ...] = ()
    title: str | None = None
    provider: str | None = None
    right: str | None = None


def finding_id(verdict: Verdict, identity: str, *labels: str) -> str:
    """Return the same id for the same link, label and verdict, whichever documents say so and in whatever order.

    What several links give away is known by what they share: the address without a label, the title without an address.
    """
    facts = "\n".join((verdict, identity, *sorted({spelling(label) for label in labels})))
    return f"finding-{sha256(facts.encode('utf-8', 'replace')).hexdigest()[:16]}"
