"""The GraphStore port's contract: what it holds comes out whole, as a copy of the library needs it."""

import pytest

from tests.contracts.values import claim, delta, edge


@pytest.fixture
def graph(library):
    return library.graph


def test_what_is_said_comes_in_pages(graph):
    """By contributor, whole; who says nothing any more is not among them."""
    said = [delta(f"document-{name}", claim(name), edge(name, "z")) for name in "cab"]
    graph.apply([*said, delta("document-d", claim("d"))])
    graph.apply([delta("document-d")])

    assert graph.contributions(limit=2) == [said[1], said[2]]
    assert graph.contributions(after="document-b") == [said[0]]


def test_superseded_ids_are_told(graph):
    """Each with the id that it was last redirected to."""
    graph.redirect("a", "b")
    graph.redirect("b", "c")

    assert graph.superseded() == {"a": "b", "b": "c"}
