"""Which model came before which, by name and by common knowledge."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from graph.concept_names import concept_names
from graph.ids import concept_id
from graph.lineage import Fact, Facts, Told, first_read, lineage
from graph.model import Basis, Edge, EdgeKind, Evidence, Node, NodeKind
from graph.names import name_key
from graph.resolve import resolve
from tests.graph.test_decisions import decided

MODEL, PRODUCT, ORGANIZATION = NodeKind.MODEL, NodeKind.PRODUCT, NodeKind.ORGANIZATION


def model(name: str, *, kind: NodeKind = MODEL, keys: tuple[str, ...] = ()) -> Node:
    """Return a model's node."""
    return Node(id=concept_id(kind, name), kind=kind, name=name, keys=keys)


def fact(name: str, *, kind: NodeKind = MODEL, **told: str) -> Fact:
    """Return what is known of a name."""
    return Fact(kind=kind, name=name, **told)


def facts(*known: Fact) -> Facts:
    """Return facts as they are looked up."""
    return {(each.kind, name_key(each.name)): each for each in known}


def drawn_of(names: Sequence[str], known: Sequence[Fact], texts: int = 2, makers: Sequence[str] = ()) -> list[Edge]:
    """Return the edges among models of these names, each read in so many texts, those of `makers` made by them all."""
    nodes = [model(name) for name in names]
    first = {node.id: Evidence(document="document-a", block=1, named=node.name) for node in nodes}
    told = Told(first, dict.fromkeys(first, texts), dict.fromkeys(first, frozenset(makers)))
    return [edge for edge in lineage(nodes, facts(*known), resolve([]), told).edges if edge.target in first]


def descends(*names: str, known: tuple[Fact, ...] = ()) -> set[tuple[str, str, str]]:
    """Return (model, relation, model) for models of these names, all of them read in several texts."""
    called = {model(name).id: name for name in names}
    return {(called[edge.source], edge.kind, called[edge.target]) for edge in drawn_of(names, known)}


def surely(*names: str, known: Sequence[Fact] = ()) -> dict[tuple[str, str], float]:
    """Return (model, the one before it) → how sure that is."""
    called = {model(name).id: name for name in names}
    edges = [edge for edge in drawn_of(names, known) if edge.kind == EdgeKind.SUCCEEDS]
    return {(called[edge.source], called[edge.target]): edge.confidence for edge in edges}


def test_a_version_succeeds_the_next_lower_one_of_its_line() -> None:
    """Whatever the order of the words; Flash does not succeed Pro."""
    found = descends(
        "GPT-4", "GPT-5", "GPT-5.2", "Claude 3.7 Sonnet", "Claude Sonnet 4", "Claude Opus 4.1", "Claude Opus 4.5",
        "Gemini 2.5 Pro", "Gemini 3 Flash", "o1", "o3-mini", "o4-mini",
    )  # fmt: skip

    assert {(one, other) for one, kind, other in found if kind == EdgeKind.SUCCEEDS} == {
        ("GPT-5.2", "GPT-5"),
        ("GPT-5", "GPT-4"),
        ("Claude Sonnet 4", "Claude 3.7 Sonnet"),
        ("Claude Opus 4.5", "Claude Opus 4.1"),
        ("o4-mini", "o3-mini"),
    }


def test_a_name_with_more_in_it_is_a_variant_of_the_nearest_base() -> None:
    """A size, a date, a variant's word; without a version only such a word."""
    found = descends(
        "Llama 3.1", "Llama 3.1 70B", "Llama 3.1 70B Instruct", "Llama 3", "GPT-5", "GPT-5 Pro", "GPT-5.2",
        "Quill", "Quill Turbo", "Dream", "Dream Machine", "DeepSeek-R1", "DeepSeek-R1-0528", "DeepSeek-R1-Distill-Qwen-32B",
        known=(fact("Quill"), fact("Dream")),
    )  # fmt: skip

    assert {(one, other) for one, kind, other in found if kind == EdgeKind.VARIANT_OF} == {
        ("Llama 3.1 70B", "Llama 3.1"),
        ("Llama 3.1 70B Instruct", "Llama 3.1 70B"),
        ("GPT-5 Pro", "GPT-5"),
        ("Quill Turbo", "Quill"),
        ("DeepSeek-R1-0528", "DeepSeek-R1"),
        ("DeepSeek-R1-Distill-Qwen-32B", "DeepSeek-R1"),
    }


def test_a_family_is_no_version() -> None:
    """What has a version is a variant of what has none, whatever came before it."""
    assert descends("Sora", "Sora 2", "Sora 3") == {
        ("Sora 2", "VARIANT_OF", "Sora"),
        ("Sora 3", "VARIANT_OF", "Sora"),
        ("Sora 3", "SUCCEEDS", "Sora 2"),
    }
    assert descends("DeepSeek", "DeepSeek-V2", known=(fact("DeepSeek"),)) == {("DeepSeek-V2", "VARIANT_OF", "DeepSeek")}
    assert descends("Quill", "Quill 2", known=(fact("Quill 2", parent="Quill"),)) == {
        ("Quill 2", "VARIANT_OF", "Quill")
    }


def test_a_size_of_a_version_counts_as_the_version() -> None:
    """Of several the whole one; what has a size itself follows what has the same."""
    assert surely("Llama 3.2", "Llama 3.3 70B", "Llama 4") == {("Llama 4", "Llama 3.3 70B"): 1.0}
    assert surely("Llama 3.3", "Llama 3.3 70B", "Llama 4") == {("Llama 4", "Llama 3.3"): 1.0}
    assert surely("Llama 2 70B", "Llama 3", "Llama 3 8B", "Llama 3.1 70B") == {
        ("Llama 3", "Llama 2 70B"): 1.0,
        ("Llama 3.1 70B", "Llama 2 70B"): 0.5,
    }


def test_after_a_generation_that_is_not_named_it_is_less_sure() -> None:
    """Known of it or of a variant, or likely where nothing is known; versions in between are no generations."""
    known = (fact("Quill 1"), fact("Quill 2 Large"), fact("Quill 3"), fact("Quill 4"))
    assert surely("Quill 1", "Quill 3", "Quill 4", known=known) == {
        ("Quill 4", "Quill 3"): 1.0,
        ("Quill 3", "Quill 1"): 0.5,
    }
    dated = (fact("Quill 4", since="2025"), fact("Quill 4.5", since="2025-03"), fact("Quill 4.1", since="2025-04"))
    assert surely("Quill 4", "Quill 4.5", known=dated) == {("Quill 4.5", "Quill 4"): 1.0}
    odd = (fact("o1", organization="A"), fact("o3", organization="A"))
    assert surely("o1", "o3", known=odd) == {("o3", "o1"): 1.0}
    assert surely("Claude 2.1", "Claude 3.5") == {("Claude 3.5", "Claude 2.1"): 0.5}
    assert surely("GPT-3.5", "GPT-5", "GPT-5.2") == {("GPT-5.2", "GPT-5"): 1.0, ("GPT-5", "GPT-3.5"): 0.5}


def test_what_is_counted_is_what_stands_before_the_version() -> None:
    """Where a family counts its sizes with itself, either order says so."""
    assert descends("Grok-1", "Grok Code Fast 1", "Grok 4 Fast") == set()
    assert ("Claude Opus 4", "VARIANT_OF", "Claude 4") in descends("Claude 4", "Claude Opus 4", "Claude 3 Opus")
    assert descends("Claude Opus 4", "Claude 4 Opus") == set()


def test_names_that_only_look_like_models_have_no_lineage() -> None:
    """Words that stand in one text, or whose family is no model; a version in several texts, a sign, a maker speak."""

    def told(*names: str, texts: int = 1, makers: Sequence[str] = (), known: Sequence[Fact] = ()) -> int:
        return len(drawn_of(names, known, texts, makers))

    assert told("EGFR", "EGFR-high") == told("Steam", "Steam Chat", texts=9) == told("Quill 12", "Quill 12-16") == 0
    assert told("Quill 1.1", "Quill 1.2") == 0
    assert told("Quill 1.1", "Quill 1.2", texts=2) == 1
    assert told("Quill 1.1", "Quill 1.2", texts=2, known=(fact("Quill", kind=PRODUCT),)) == 0
    assert told("Quill", "Quill 7B") == told("QuillGPT LLM 1", "QuillGPT LLM 2") == 1
    assert told("Quill", "Quill Turbo", makers=("organization-a",)) == 1
    assert told("GPT-5", "GPT-5.2") == told("Quill 2", "Quill 3", known=(fact("Quill 1"),)) == 1


def test_what_is_known_holds_names_back() -> None:
    """Two makers' lines are two, what came out later is not succeeded, and one letter alone is no family."""
    assert descends("T0", "T5") == set()
    two = (fact("T0", organization="A"), fact("T5", organization="B"))
    assert descends("T0", "T5", known=two) == set()
    one = (fact("o1", organization="A"), fact("o3", organization="A"))
    assert descends("o1", "o3", known=one) == {("o3", "SUCCEEDS", "o1")}
    dated = (fact("Quill 4", since="2023-03"), fact("Quill 4.1", since="2025-04"), fact("Quill 4.5", since="2025-02"))
    assert descends("Quill 4", "Quill 4.1", "Quill 4.5", known=dated) == {
        ("Quill 4.1", "SUCCEEDS", "Quill 4"),
        ("Quill 4.5", "SUCCEEDS", "Quill 4"),
    }


def test_a_known_parent_is_followed_up_to_what_is_named() -> None:
    """And is the reason where the names say the same."""
    known = (fact("Opal 2 Large", parent="Opal 2"), fact("Opal 2", parent="Opal"), fact("Odd One", parent="Odd One"))
    nodes = [model("Opal 2 Large"), model("Opal"), model("Odd One")]
    first = {node.id: Evidence(document="document-a", named=node.name) for node in nodes}

    (edge,) = lineage(nodes, facts(*known), resolve([]), Told(first)).edges

    assert (edge.source, edge.target, edge.basis) == ("model-opal-2-large", "model-opal", Basis.KNOWN)
    assert edge.evidence == (Evidence(document="document-a", named="Opal", extractor="lineage/2"),)


def test_makers_are_told_of_what_texts_name() -> None:
    """An organization that nobody names is a node then; one that a person renamed goes by that name."""
    known = facts(
        fact("Quill 3", organization="Northwind"),
        fact("Scribe", kind=PRODUCT, organization="Northwind"),
        fact("Opal", organization="Southwind"),
    )
    nodes = [model("Quill Three", keys=("model:Quill 3",)), model("Scribe", kind=PRODUCT)]
    rename = decided(1, "correction", "organization:Northwind", field="name", value="Northwind Labs")

    drawn = lineage(nodes, known, resolve([], concept_names([rename])), Told())

    assert {(edge.source, edge.kind, edge.target, edge.basis) for edge in drawn.edges} == {
        ("model-quill-three", EdgeKind.RELEASED_BY, "organization-northwind-labs", Basis.KNOWN),
        ("product-scribe", EdgeKind.RELEASED_BY, "organization-northwind-labs", Basis.KNOWN),
    }
    (maker,) = {claim.node for claim in drawn.claims}
    assert (maker.id, maker.name, maker.kind) == ("organization-northwind-labs", "Northwind Labs", ORGANIZATION)
    assert drawn.edges[0].evidence == (Evidence(extractor="lexicon"),)


def test_a_concept_is_found_by_all_it_is_commonly_called() -> None:
    """Common names are a concept's aliases though no text writes them, but for one that a person split off."""
    known = facts(fact("Quill 3", aliases=("Quill Three", "Feather")))
    split = decided(1, "split", "model:Quill 3", name="Feather", on=True)
    first = {"model-quill-3": Evidence(document="document-a")}

    (all_of_them,) = lineage([model("Quill 3")], known, resolve([], concept_names([])), Told(first)).claims
    (but_one,) = lineage([model("Quill 3")], known, resolve([], concept_names([split])), Told(first)).claims

    assert all_of_them.node.aliases == ("Quill Three", "Feather")
    assert but_one.node.aliases == ("Quill Three",)


def test_the_first_to_name_it_is_the_oldest_text() -> None:
    """Within a text the first block; a text without a date comes last."""
    old, new, undated = (Evidence(document=f"document-{key}", block=3) for key in "anu")
    early = Evidence(document="document-a", block=1)
    edges = [
        Edge(source=str(each.document), kind=EdgeKind.MENTIONS, target="model-x", evidence=(each,))
        for each in (undated, new, old, early)
    ]

    found = first_read(edges, {"document-a": "2024-01-01", "document-n": "2025-01-01"})
    assert found == {"model-x": early}
    assert first_read(edges[:1], {}) == {"model-x": undated}


def test_a_months_section_is_read_in_its_month() -> None:
    """Before what the same text says of no month, after what is dated to a day of that month."""
    plain, monthly, other = (
        Evidence(document="document-a", block=1),
        Evidence(document="document-a", block=2, month="2025-04"),
        Evidence(document="document-b", block=3),
    )
    edges = [
        Edge(source=each.document or "", kind=EdgeKind.MENTIONS, target="model-x", evidence=(each,))
        for each in (plain, monthly, other)
    ]

    assert first_read(edges[:2], {}) == {"model-x": monthly}
    assert first_read(edges, {"document-a": "2025-12-21", "document-b": "2025-04-30"}) == {"model-x": other}


NAMES = [
    "GPT-4",
    "GPT-5",
    "GPT-5 Pro",
    "GPT-5 mini",
    "GPT-5.2",
    "GPT-5.2 Pro",
    "GPT",
    "o1",
    "o3",
    "o3-mini",
    "Sora 2",
    "Sora",
]


@given(st.lists(st.sampled_from(NAMES), unique=True), st.randoms())
def test_the_order_of_models_does_not_matter(names: list[str], chance: random.Random) -> None:
    """And nothing succeeds itself, in however many steps, or two at once."""
    found = descends(*names)

    assert descends(*chance.sample(names, len(names))) == found
    after = [one for one, kind, _ in found if kind == EdgeKind.SUCCEEDS]
    assert len(after) == len(set(after))
    assert all(one != other for one, _, other in found)
