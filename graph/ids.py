"""Node ids: URL-safe slugs of letters, digits, dots and hyphens (underscores and capitals where a scheme needs them).

An id is made of what the source says alone, so that every run gives the same. Where the slug loses something of what it
is made of, a checksum follows, so that two works never share an id: web addresses always have one. An id's kind is the
address's kind, not what anybody says of the work later, so that a correction leaves the id as it is.
"""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import unquote

from graph.model import DocumentId, Identity, Month, NodeId, NodeKind
from graph.names import fold, name_key, slug

_LONGEST = 60
_SUM = 8
_FACETS = "arxiv-"

# The values that a slug keeps whole, by scheme. Each pattern lets the one slash be read back from the hyphen.
_WHOLE = {
    # 2402.06196; math/0611800 and hep-th/9901001 end in seven digits, so the slash can be nowhere else.
    "arxiv": re.compile(r"[0-9]{4}\.[0-9]{4,5}|[a-z-]+/[0-9]{7}"),
    # The prefix has no hyphen, so the first hyphen was the slash.
    "doi": re.compile(r"10\.[0-9.]+/[a-z0-9]([a-z0-9.-]*[a-z0-9])?"),
    "github": re.compile(r"[a-z0-9]+/[a-z0-9]([a-z0-9.-]*[a-z0-9])?"),
    "x": re.compile(r"[0-9]+"),
    "acl": re.compile(r"[A-Za-z0-9.-]+"),
    # Case is part of these.
    "youtube": re.compile(r"[A-Za-z0-9_-]+"),
    "openreview": re.compile(r"[A-Za-z0-9_-]+"),
}


def work_id(kind: NodeKind, identity: Identity) -> NodeId:
    """Return the id of the work with this identity: paper-arxiv-2402.06196, article-example.org-a-1f2e3d4c."""
    scheme, value = identity.scheme, identity.value
    whole = _WHOLE.get(scheme)
    if whole and whole.fullmatch(value):
        return f"{kind}-{scheme}-{value.replace('/', '-')}"
    told = re.sub(r"^[a-z]+://(www\.)?", "", value) if scheme == "web" else f"{scheme} {value}"
    return _summed(kind, unquote(told), str(identity))


def named_id(kind: NodeKind, name: str) -> NodeId:
    """Return the id of a work or concept that only has a name; spellings that fold to one name have one id."""
    return _summed(kind, name, f"{kind}:{fold(name)}")


def concept_id(kind: NodeKind, name: str) -> NodeId:
    """Return model-gpt-5.2, technique-mixture-of-experts; a checksum where the slug does not tell all of the name."""
    plain = slug(name)
    if name_key(plain.replace("-plus", "+")) == name_key(name) and len(plain) <= _LONGEST:
        return f"{kind}-{plain}"
    return _summed(kind, name, f"{kind}:{name_key(name)}")


def recorded_id(title: str, document: DocumentId) -> NodeId:
    """Return the id of the work that a document without any address is; two of one title are two works."""
    return _summed(NodeKind.ARTICLE, title, f"document:{document}")


def month_id(month: Month) -> NodeId:
    """Return month-2025-03."""
    return f"month-{month}"


def category_id(name: str) -> NodeId:
    """Return category-agents for "Agents", " agents " and "Agents!".

    A checksum tells names beyond ASCII apart, and an own "arXiv hep-th" from the subject of that name.
    """
    plain = slug(name)
    letters = re.sub(r"[\W_]+", "", fold(name))
    if plain and letters.isascii() and not plain.startswith(_FACETS):
        return f"category-{plain}"
    return _summed(NodeKind.CATEGORY, name, f"category:{fold(name)}")


def facet_id(subject: str) -> NodeId:
    """Return category-arxiv-cs.CL for arXiv's subject."""
    return f"category-{_FACETS}{subject}"


def kind_of(key: NodeId) -> NodeKind:
    """Return the kind that an id was made with."""
    return NodeKind(key.partition("-")[0])


def _summed(kind: NodeKind, told: str, whole: str) -> NodeId:
    readable = slug(told[: 4 * _LONGEST])
    if len(readable) > _LONGEST:
        readable = readable[: _LONGEST + 1].rpartition("-")[0] or readable[:_LONGEST]
    checksum = sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:_SUM]
    return "-".join(part for part in (kind.value, readable.strip("-."), checksum) if part)
