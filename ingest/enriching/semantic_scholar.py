"""Semantic Scholar: papers → what they cite (https://api.semanticscholar.org/api-docs/graph). It wants a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from graph.identity import identify
from ingest.enriching.shapes import decoded, identity_of

NAME = "semantic-scholar"
BATCH = 500
"""Papers a question, which is what the service allows."""


class _Ids(Struct):
    arxiv: str | None = msgspec.field(default=None, name="ArXiv")
    doi: str | None = msgspec.field(default=None, name="DOI")


class _Reference(Struct):
    external_ids: _Ids | None = msgspec.field(default=None, name="externalIds")


class _Paper(Struct):
    references: list[_Reference] | None = None


def address(base: str) -> str:
    """Return where papers are asked for in batches, with what is wanted of them."""
    return f"{base}/paper/batch?{urlencode({'fields': 'references.externalIds'})}"


def question(identities: Sequence[str]) -> bytes:
    """Return what to post to ask for these works."""
    return msgspec.json.encode({"ids": [_spelled(identity) for identity in identities]})


def references(content: bytes, asked: Sequence[str]) -> Mapping[str, tuple[str, ...] | None]:
    """Return work → what it cites (None for one that nobody knows), or raise UnreadableError."""
    papers = decoded(content, list[_Paper | None], NAME)
    return {
        identity: None if paper is None else _cited(paper, identity)
        for identity, paper in zip(asked, papers, strict=False)
    }


def _cited(paper: _Paper, own: str) -> tuple[str, ...]:
    found = (_identity(one.external_ids) for one in paper.references or () if one.external_ids)
    return tuple(dict.fromkeys(one for one in found if one and one != own))


def _identity(ids: _Ids) -> str | None:
    paper = identify(f"arxiv:{ids.arxiv}") if ids.arxiv else None
    return str(paper) if paper else identity_of(ids.doi)


def _spelled(identity: str) -> str:
    scheme, _, value = identity.partition(":")
    return f"{'ARXIV' if scheme == 'arxiv' else 'DOI'}:{value}"
