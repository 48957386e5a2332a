"""Node ids: stable, URL-safe, one a thing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ids import category_id, facet_id, kind_of, month_id, named_id, work_id
from graph.model import Identity, NodeKind
from graph.names import fold

URL_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
SCHEMES = ["arxiv", "doi", "youtube", "github", "openreview", "hf", "acl", "x", "web"]
identities = st.builds(
    Identity, st.sampled_from(SCHEMES), st.text(min_size=1) | st.text("abAB/-._10", min_size=1, max_size=8)
)


@pytest.mark.parametrize(
    ("kind", "identity", "key"),
    [
        ("paper", Identity("arxiv", "2402.06196"), "paper-arxiv-2402.06196"),
        ("paper", Identity("arxiv", "math/0611800"), "paper-arxiv-math-0611800"),
        ("paper", Identity("doi", "10.1038/s41586-024-07487-w"), "paper-doi-10.1038-s41586-024-07487-w"),
        ("video", Identity("youtube", "qgHLZuZ7mmM"), "video-youtube-qgHLZuZ7mmM"),
        ("paper", Identity("openreview", "Ab_c-9"), "paper-openreview-Ab_c-9"),
        ("code", Identity("github", "karpathy/nanochat"), "code-github-karpathy-nanochat"),
    ],
)
def test_an_identity_is_read_off_its_id(kind: NodeKind, identity: Identity, key: str) -> None:
    """Where the slug loses nothing there is no checksum."""
    assert work_id(NodeKind(kind), identity) == key


def test_a_web_address_is_readable_short_and_summed() -> None:
    """Host and path for people, a checksum for the rest."""
    key = work_id(NodeKind.ARTICLE, Identity("web", "https://www.example.org/2025/01/" + "a-long-title-" * 20 + "?b=2"))

    assert re.fullmatch(r"article-example\.org-2025-01-a-long-title-[a-z-]{,50}-[0-9a-f]{8}", key)


@given(st.sampled_from(list(NodeKind)), identities)
def test_ids_are_url_safe(kind: NodeKind, identity: Identity) -> None:
    """No slash, no colon, nothing to be escaped, whatever an address holds."""
    key = work_id(kind, identity)

    assert URL_SAFE.fullmatch(key)
    assert kind_of(key) is kind


@given(identities, identities)
def test_two_identities_never_share_an_id(one: Identity, other: Identity) -> None:
    """Hyphens, slashes and case are told apart."""
    assert (work_id(NodeKind.PAPER, one) == work_id(NodeKind.PAPER, other)) == (one == other)


@given(st.text(), st.text())
def test_names_that_fold_to_one_have_one_id(one: str, other: str) -> None:
    """A work without any address is known by its label, however it is spaced or capitalised."""
    assert (named_id(NodeKind.ARTICLE, one) == named_id(NodeKind.ARTICLE, other)) == (fold(one) == fold(other))
    assert URL_SAFE.fullmatch(named_id(NodeKind.ARTICLE, one))


@given(st.text())
def test_category_ids_are_url_safe(name: str) -> None:
    """A heading in any script makes an id."""
    assert URL_SAFE.fullmatch(category_id(name))


def test_categories_and_months_have_human_ids() -> None:
    """They are part of the pages' addresses."""
    assert category_id("AI Security and alignment") == "category-ai-security-and-alignment"
    assert category_id("Agents") == category_id(" AGENTS!") == "category-agents"
    assert category_id("C++") != category_id("C")
    assert category_id("智能体") != category_id("检索")
    assert facet_id("cs.CL") == "category-arxiv-cs.CL"
    assert facet_id("hep-th") == "category-arxiv-hep-th" != category_id("arXiv hep-th")
    assert month_id("2025-03") == "month-2025-03"
