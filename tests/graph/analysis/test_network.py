"""The library as a network: what joins whom, how strongly, and what joins nothing."""

from __future__ import annotations

from graph.analysis.network import among, joins_of, network
from graph.analysis.paths import shortest_paths
from graph.link import link_of
from graph.model import Basis, Edge, EdgeKind


def edge(source: str, kind: EdgeKind, target: str, basis: Basis | None = None) -> Edge:
    return Edge(source=source, kind=kind, target=target, basis=basis)


def test_a_document_that_names_something_is_the_work_that_it_records():
    """So a post and what it names are joined, and the document is no node of its own."""
    drawn = joins_of(
        [
            edge("document-1", EdgeKind.RECORDS, "article-1"),
            edge("document-1", EdgeKind.MENTIONS, "technique-waiting"),
        ],
        [],
    )

    assert set(drawn) == {("article-1", "technique-waiting")}


def test_a_list_stands_for_itself():
    """A post that lists a hundred papers is not about all of them."""
    drawn = joins_of(
        [edge("document-1", EdgeKind.RECORDS, "article-1"), edge("document-1", EdgeKind.LISTS, "paper-1")], []
    )

    assert set(drawn) == {("document-1", "paper-1")}


def test_months_and_subjects_join_nothing():
    """Thousands came out in one month, and stand under one of arXiv's subjects."""
    drawn = joins_of(
        [
            edge("paper-1", EdgeKind.IN_MONTH, "month-2025-01", Basis.PUBLISHED),
            edge("paper-1", EdgeKind.IN_CATEGORY, "category-arxiv-cs.CL", Basis.STATED),
        ],
        [],
    )

    assert not drawn


def test_of_several_joins_the_strongest_counts():
    """A mention adds nothing to what a paper is about; a link counts by its score."""
    told = [edge("paper-1", kind, "technique-waiting") for kind in (EdgeKind.MENTIONS, EdgeKind.ABOUT)]
    drawn = joins_of(told, [link_of("paper-2", "paper-1", 0.8)])

    assert drawn == {("paper-1", "technique-waiting"): 1.0, ("paper-1", "paper-2"): 0.8}


def test_what_is_joined_with_many_joins_weakly():
    """That two name what everybody names says little."""
    many = {("model-known", f"paper-{number}"): 1.0 for number in range(50)}
    made = network(many | {("paper-x", "paper-y"): 1.0})
    weights = {key: made.weights[made.places[key]].sum() for key in ("paper-0", "paper-x")}

    assert weights["paper-0"] < weights["paper-x"]


def test_the_sum_tells_networks_apart():
    """Equal joins have equal sums in any order; another weight has another."""
    one = network({("a", "b"): 1.0, ("b", "c"): 0.5})
    same = network({("b", "c"): 0.5, ("a", "b"): 1.0})
    other = network({("a", "b"): 1.0, ("b", "c"): 0.6})

    assert one.sum() == same.sum() != other.sum()


def test_a_part_is_a_network():
    """With the keys that were taken, and the joins between them."""
    part = among(network({("a", "b"): 1.0, ("b", "c"): 1.0}), [0, 1])

    assert list(part.keys) == ["a", "b"]
    assert part.weights.nnz == 2


def test_a_path_is_the_shortest_with_both_ends():
    """And pairs that nothing leads between have none; unknown ends neither."""
    made = network({("a", "b"): 1.0, ("b", "c"): 1.0, ("c", "d"): 1.0, ("b", "d"): 1.0, ("x", "y"): 1.0})
    paths = shortest_paths(made, [("a", "d"), ("a", "x"), ("a", "nobody")])

    assert paths == {("a", "d"): ("a", "b", "d")}


def test_no_path_leads_over_what_everybody_has():
    """It may begin or end there."""
    hub = {("hub", f"paper-{number:03}"): 1.0 for number in range(100)}
    made = network(hub)
    paths = shortest_paths(made, [("paper-001", "paper-002"), ("hub", "paper-002"), ("paper-002", "hub")])

    assert set(paths) == {("hub", "paper-002"), ("paper-002", "hub")}
