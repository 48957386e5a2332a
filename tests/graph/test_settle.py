"""The fold from claims to a node."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from graph.mention import NAMED_KINDS
from graph.model import Claim, ClaimRank, Node, NodeKind
from graph.names import fold, is_generic
from graph.settle import settle

KEY = "paper-arxiv-2402.06196"


def claim(name: str, rank: ClaimRank = ClaimRank.LIST, stamp: str = "2024-12-22", **fields: object) -> Claim:
    """Return a claim of a paper under this name."""
    values: dict[str, object] = {"kind": NodeKind.PAPER, "identity": "arxiv:2402.06196", **fields}
    return Claim(node=Node(id=KEY, name=name, **values), rank=rank, stamp=stamp)  # type: ignore[arg-type]


names = st.sampled_from(
    ["", "A", "a", "LLM Survey", "llm  survey", "here", "ΑΒΓΣ", "αβγς", "Straße", "STRASSE"]
) | st.text(max_size=9)
maybe = st.none() | st.sampled_from(["x", "y", "z"])
nodes = st.builds(
    Node,
    id=st.just(KEY),
    kind=st.sampled_from(NodeKind),
    name=names,
    aliases=st.lists(names, max_size=3).map(tuple),
    identity=maybe,
    url=maybe,
    flags=st.lists(st.sampled_from("abc"), max_size=3).map(tuple),
    about=maybe,
    authors=st.lists(st.sampled_from("AB"), max_size=2).map(tuple),
    before=st.none() | st.sampled_from(["2024-12", "2025-01"]),
    scheme=maybe,
    keys=st.lists(st.sampled_from("kl"), max_size=3).map(tuple),
    candidates=st.sampled_from([(), ("model:a",), ("model:a", "model:b")]),
)
claims = st.lists(
    st.builds(Claim, node=nodes, rank=st.sampled_from(ClaimRank), stamp=st.sampled_from("12")), min_size=1
)


@given(claims, st.randoms())
def test_the_order_of_claims_does_not_matter(said: list[Claim], chance: random.Random) -> None:
    """Stores keep claims in any order; the node is one."""
    shuffled = chance.sample(said, len(said))

    assert settle(KEY, shuffled) == settle(KEY, said)


@given(claims)
def test_a_claim_made_twice_is_made_once(said: list[Claim]) -> None:
    """Twice equals once."""
    assert settle(KEY, [*said, *said]) == settle(KEY, said)


@given(claims)
def test_aliases_are_other_names_that_say_something(said: list[Claim]) -> None:
    """No alias is a second spelling of the name or of another alias; of a work none is a link text such as "here"."""
    node = settle(KEY, said)
    folded = [fold(name).strip(".") for name in (node.name, *node.aliases)]

    assert node.name
    assert len(set(folded)) == len(folded)
    assert list(node.aliases) == sorted(node.aliases)
    assert node.kind in NAMED_KINDS or not any(map(is_generic, node.aliases))


def test_the_most_trusted_claim_names_the_node() -> None:
    """A list's words beat a passing link's, the earlier list's beat the later's."""
    node = settle(
        KEY,
        [
            claim("The LLM survey", ClaimRank.FURTHER, "2023-01-01"),
            claim("Large Language Models: A Survey"),
            claim("LLM Survey", stamp="2025-01-01"),
            claim("large language models: a  survey", stamp="2025-01-02"),
            claim("Large language models: a survey.", stamp="2025-01-03"),
            claim("paper", stamp="2025-01-04"),
        ],
    )

    assert node.name == "Large Language Models: A Survey"
    assert node.aliases == ("LLM Survey",)


def test_what_the_best_claim_does_not_know_the_next_one_answers() -> None:
    """The list knows no address, the passing link does."""
    node = settle(
        KEY, [claim("A survey", identity=None), claim("", ClaimRank.FURTHER, url="https://arxiv.org/abs/2402.06196")]
    )

    assert (node.name, node.identity, node.url) == ("A survey", "arxiv:2402.06196", "https://arxiv.org/abs/2402.06196")


def test_a_node_nobody_names_is_called_by_its_address() -> None:
    """A link called "here" still has an address to be known by."""
    node = settle(KEY, [claim("", url="https://example.org/posts/state-of-agents.html", identity=None)])

    assert node.name == "state of agents"
    assert settle(KEY, [claim("", url="https://arxiv.org/abs/2402.06196")]).name == "arXiv:2402.06196"


def test_the_latest_of_a_persons_names_wins_and_leaves_the_kind_alone() -> None:
    """A decision replaces the one before it, and a name says nothing about the kind."""
    said = [
        claim("List name", kind=NodeKind.TALK),
        claim("First try", ClaimRank.PERSON, "2026-01-01"),
        claim("Second try", ClaimRank.PERSON, "2026-01-02"),
    ]

    node = settle(KEY, said)

    assert (node.name, node.kind) == ("Second try", NodeKind.TALK)
    assert settle(KEY, [*said, claim("", ClaimRank.PERSON, kind=NodeKind.VIDEO)]).kind is NodeKind.VIDEO


def test_the_tightest_bound_holds() -> None:
    """A work older than 2024-06 is older than 2025-01 too."""
    assert settle(KEY, [claim("A", before="2025-01"), claim("A", before="2024-06")]).before == "2024-06"


def test_a_concepts_names_differ_by_more_than_hyphens() -> None:
    """Texts write them in every way; what is ambiguous to one text is so to all."""
    told = [
        claim("GPT-4o", kind=NodeKind.MODEL, aliases=aliases, candidates=candidates)
        for aliases, candidates in ((("GPT 4o", "gpt-4o", "GPT4o"), ("model:b",)), (("gpt4o", "Omni"), ("model:a",)))
    ]

    node = settle("model-gpt-4o", told)

    assert node.aliases == ("GPT4o", "Omni")
    assert node.candidates == ("model:a", "model:b")
