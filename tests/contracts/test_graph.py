"""The GraphStore port's contract, and its laws."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import NotFoundError
from graph.model import Basis, ClaimRank, Edge, EdgeKind, Evidence, NodeKind
from graph.settle import settle
from tests.contracts.conftest import MAKERS
from tests.contracts.values import claim, delta, edge, everything, undone

few = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def graph(library):
    return library.graph


def test_a_node_is_settled_from_its_claims(graph):
    """All contributors' claims count, the most trusted names it."""
    claims = [claim("n", "here", identity="arxiv:1"), claim("n", "The Title", rank=ClaimRank.RECORD)]
    graph.apply([delta("document-a", claims[0]), delta("document-b", claims[1])])

    assert graph.node("n") == settle("n", claims)
    assert graph.node("n").name == "The Title"
    assert graph.find(["arxiv:1", "arxiv:2"]) == {"arxiv:1": graph.node("n")}
    assert graph.many(["n", "x"]) == {"n": graph.node("n")}


def test_a_node_lives_while_it_has_a_claim(graph):
    """The last one withdrawn takes it along; an edge alone makes no node."""
    graph.apply([delta("document-a", claim("n"), edge("n", "m")), delta("document-b", claim("n", "other"))])
    graph.apply([delta("document-a")])
    assert graph.node("n").name == "other"
    assert list(graph.all_edges()) == []

    graph.apply([delta("document-b", edge("n", "m"))])
    with pytest.raises(NotFoundError):
        graph.node("n")
    assert graph.find(["arxiv:1"]) == {}
    assert graph.counts() == {"edges": 1}


def test_one_contributor_may_claim_a_node_twice(graph):
    """A post that lists a work twice, once by a better name."""
    graph.apply([delta("document-a", claim("n", "DeepSeek paper", stamp="1"), claim("n", "DeepSeek-R1", stamp="0"))])

    assert (graph.node("n").name, graph.node("n").aliases) == ("DeepSeek-R1", ("DeepSeek paper",))


def test_applying_tells_which_nodes_it_touched(graph):
    """Those whose claims came, went or changed, whoever else claims them; not those of which only edges changed."""
    assert graph.apply([delta("document-a", claim("n"), claim("m"), edge("x", "y")), delta("d", claim("n"))]) == {
        "n",
        "m",
    }
    assert graph.apply([delta("document-a", claim("n"), claim("m"), edge("n", "y"))]) == set()
    assert graph.apply([delta("document-a", claim("n"), claim("m", "renamed")), delta("e", claim("o"))]) == {"m", "o"}
    assert graph.apply([delta("document-a"), delta("e", claim("p"))]) == {"n", "m", "o", "p"}
    assert graph.apply([]) == graph.apply([delta("unknown")]) == set()
    assert graph.many(["n", "m", "o", "p"]).keys() == {"n", "p"}


def test_an_edge_is_one_whoever_says_it(graph):
    """The highest confidence, all evidence sorted and each once; another basis is another edge."""
    graph.apply(
        [
            delta("document-b", edge("a", "b", confidence=0.5, quotes=("z", "x"))),
            delta("document-a", edge("a", "b", confidence=0.7, quotes=("y", "x"))),
            delta("document-c", edge("a", "b", basis=Basis.STATED)),
        ]
    )
    merged, stated = graph.edges_from(["a"])

    assert merged == edge("a", "b", confidence=0.7, quotes=("x", "y", "z"))
    assert stated == edge("a", "b", basis=Basis.STATED)
    assert list(graph.all_edges()) == [merged, stated]
    assert graph.counts() == {"edges": 2}


def test_one_contributor_may_say_an_edge_twice(graph):
    """Its evidence adds up, with and without a block."""
    late, early = Evidence(document="d", block=1), Evidence(document="d")
    twice = [Edge(source="a", kind=EdgeKind.CITES, target="b", evidence=(each,)) for each in (late, early)]
    graph.apply([delta("document-a", *twice)])

    assert graph.edges_to(["b"])[0].evidence == (early, late)
    assert len(list(graph.all_edges())) == 1


def test_edges_are_found_from_both_ends(graph):
    """Sorted by source, kind, target and basis, of the kinds asked for."""
    cites, lists = EdgeKind.CITES, EdgeKind.LISTS
    said = [edge("b", "c", lists), edge("a", "c", lists), edge("a", "c", cites), edge("a", "b", cites), edge("c", "c")]
    graph.apply([delta("document-a", *said)])

    assert graph.edges_from(["a", "b", "x"]) == [said[3], said[2], said[1], said[0]]
    assert graph.edges_from({"a"}, [lists]) == [said[1]]
    assert graph.edges_to(["c"]) == [said[2], said[1], said[0], said[4]]
    assert graph.edges_to(["c"], [cites, EdgeKind.PART_OF]) == [said[2]]
    assert graph.edges_from([]) == graph.edges_to([]) == []


def test_all_edges_come_in_one_order(graph):
    """No basis comes before any."""
    bases = [edge("a", "b", basis=basis) for basis in (Basis.STATED, None, Basis.PICKED)]
    graph.apply([delta("document-b", *bases), delta("document-a", edge("B", "b"))])

    assert [(each.source, each.basis) for each in graph.all_edges()] == [
        ("B", None),
        ("a", None),
        ("a", Basis.PICKED),
        ("a", Basis.STATED),
    ]


def test_a_degree_counts_distinct_sources(graph):
    """Of one kind, whatever the basis."""
    said = [edge("a", "x"), edge("a", "x", basis=Basis.STATED), edge("b", "x"), edge("a", "y", EdgeKind.CITES)]
    graph.apply([delta("document-a", *said), delta("document-b", *said)])

    assert graph.degrees(EdgeKind.LISTS) == {"x": 2}
    assert graph.degrees(EdgeKind.CITES) == {"y": 1}
    assert graph.degrees(EdgeKind.PART_OF) == {}


def test_contributors_are_those_who_speak_of_a_node(graph):
    """By a claim or by an edge from or to it."""
    graph.apply(
        [
            delta("claims", claim("n")),
            delta("from", edge("n", "m")),
            delta("to", edge("m", "n")),
            delta("else", claim("m"), edge("m", "m")),
        ]
    )

    assert graph.contributors(["n", "x"]) == {"claims", "from", "to"}
    assert graph.contributors([]) == set()


def test_nodes_come_in_pages_by_kind(graph):
    """Sorted by id across the kinds."""
    kinds = {"a": NodeKind.PAPER, "b": NodeKind.CODE, "c": NodeKind.PAPER, "d": NodeKind.MONTH, "B": NodeKind.CODE}
    graph.apply([delta("document-a", *(claim(key, kind=kind) for key, kind in kinds.items()))])

    def ids(*arguments, **named):
        return [node.id for node in graph.nodes(*arguments, **named)]

    assert ids() == ["B", "a", "b", "c", "d"]
    assert ids(after="a", limit=2) == ["b", "c"]
    assert ids([NodeKind.PAPER, NodeKind.CODE], after="B", limit=2) == ["a", "b"]
    assert ids({NodeKind.MONTH}) == ["d"]
    assert graph.counts() == {"paper": 2, "code": 2, "month": 1, "edges": 0}


def test_a_node_can_change_its_kind_and_identity(graph):
    """Look-ups follow."""
    graph.apply([delta("document-a", claim("n", identity="web:x"))])
    graph.apply([delta("document-a", claim("n", identity="web:y", kind=NodeKind.CODE))])

    assert list(graph.find(["web:x", "web:y"])) == ["web:y"]
    assert graph.nodes([NodeKind.PAPER]) == []
    assert graph.counts() == {"code": 1, "edges": 0}


def test_of_two_nodes_with_one_identity_the_first_by_id_is_found(graph):
    """A doubtful twin has the longer id."""
    graph.apply([delta("document-a", claim("n-2", identity="web:x"), claim("n", identity="web:x"))])

    assert graph.find(["web:x"])["web:x"].id == "n"


def test_redirects_are_followed_to_a_current_node(graph):
    """A chain of them too; a node that is there is current, whatever was said of its id."""
    graph.apply([delta("document-a", claim("new"))])
    graph.redirect("old", "mid")
    graph.redirect("mid", "new")

    assert [graph.resolve(key) for key in ("old", "mid", "new")] == ["new"] * 3
    graph.apply([delta("document-b", claim("mid"))])
    assert [graph.resolve(key) for key in ("old", "mid")] == ["mid"] * 2


def test_a_redirect_that_leads_nowhere_raises(graph):
    """The error names what was asked for."""
    graph.redirect("old", "gone")

    for key in ("old", "gone", "x"):
        with pytest.raises(NotFoundError, match=repr(key)):
            graph.resolve(key)


def test_the_newest_redirect_wins(graph):
    """One to itself leads nowhere."""
    graph.apply([delta("document-a", claim("b"), claim("c"))])
    graph.redirect("a", "b")
    graph.redirect("a", "c")
    assert graph.resolve("a") == "c"

    graph.redirect("a", "a")
    with pytest.raises(NotFoundError):
        graph.resolve("a")


def test_a_redirect_can_turn_around(graph):
    """A rebuild under a changed resolver and then under the first again, as often as one likes."""
    graph.redirect("oldest", "x")
    for old, new in [("x", "x-v2"), ("x-v2", "x")] * 2:
        graph.apply([delta("document-a", claim(new))])
        graph.redirect(old, new)
        assert {graph.resolve(key) for key in ("oldest", "x", "x-v2")} == {new}


def test_a_longer_loop_is_cut_too(graph):
    """All that led around it leads to where the newest redirect says."""
    for old, new in ("ab", "bc", "cd", "da"):
        graph.redirect(old, new)
    graph.apply([delta("document-a", claim("a"))])

    assert {graph.resolve(key) for key in "abcd"} == {"a"}


def test_a_merge_can_be_undone_and_made_the_other_way_round(graph):
    """A node that is there again is not left, so the first merge's redirect needs no taking back."""
    graph.apply([delta("document-a", claim("a"), claim("b"))])
    for away, into in ("ab", "ba", "ab"):
        graph.apply([delta("document-a", claim(into))])
        graph.redirect(away, into)
        assert (graph.resolve(away), graph.resolve(into)) == (into, into)

        graph.apply([delta("document-a", claim("a"), claim("b"))])
        assert (graph.resolve("a"), graph.resolve("b")) == ("a", "b")


def test_clearing_keeps_redirects(graph):
    """A rebuild starts from nothing, yet old addresses still lead somewhere."""
    graph.apply([delta("document-a", claim("new"), edge("new", "x"))])
    graph.redirect("old", "new")
    graph.clear()

    assert (graph.nodes(), list(graph.all_edges()), graph.counts()) == ([], [], {"edges": 0})
    assert graph.contributors(["new"]) == set()
    graph.apply([delta("document-a", claim("new"))])
    assert graph.resolve("old") == "new"


def test_no_keys_find_nothing(graph):
    """An empty collection is not "all"."""
    graph.apply([delta("document-a", claim("n", identity="web:x"))])
    graph.apply([])

    assert (graph.find([]), graph.many([])) == ({}, {})


names = st.sampled_from(["a", "b", "c"])
claims = st.builds(
    claim,
    names,
    st.sampled_from(["One", "Two", "two", "Three"]),
    kind=st.sampled_from([NodeKind.PAPER, NodeKind.CODE]),
    identity=st.sampled_from([None, "web:x", "web:y"]),
    rank=st.sampled_from(ClaimRank),
    stamp=st.sampled_from(["1", "2"]),
)
edges = st.builds(
    edge,
    names,
    names,
    st.sampled_from([EdgeKind.CITES, EdgeKind.LISTS]),
    basis=st.sampled_from([None, Basis.STATED]),
    confidence=st.sampled_from([0.5, 1.0]),
    quotes=st.sampled_from([(), ("q",), ("p", "q")]),
)
said = st.lists(claims | edges, max_size=4)
deltas = st.dictionaries(st.sampled_from(["d1", "d2", "d3"]), said, max_size=3).map(
    lambda by: [delta(contributor, *each) for contributor, each in by.items()]
)


@few
@given(deltas)
def test_applying_twice_equals_once(fresh, given_deltas):
    """And is no change."""
    with fresh() as library:
        library.graph.apply(given_deltas)
        once, version = everything(library), library.version()
        library.graph.apply(given_deltas)

        assert everything(library) == once
        assert library.version() == version


@few
@given(deltas, deltas)
def test_every_adapter_agrees_with_the_reference(fresh, before, given_deltas):
    """Whatever was said before."""
    with fresh() as library, MAKERS["memory"]() as reference:
        for each in (library, reference):
            each.graph.apply(before)
            each.graph.apply(given_deltas)

        assert everything(library) == everything(reference)


@few
@given(deltas, deltas)
def test_every_node_that_changes_is_touched(fresh, before, given_deltas):
    """Whoever changed it, those that came and went included."""
    with fresh() as library:
        library.graph.apply(before)
        held = {node.id: node for node in library.graph.nodes()}
        touched = library.graph.apply(given_deltas)
        now = {node.id: node for node in library.graph.nodes()}

        changed = {key for key in held.keys() | now.keys() if held.get(key) != now.get(key)}
        assert changed <= touched <= {each.node.id for said in (*before, *given_deltas) for each in said.claims}


@few
@given(deltas, st.randoms(use_true_random=False))
def test_the_order_of_deltas_does_not_matter(fresh, given_deltas, random):
    """Nor whether they come together or one by one."""
    shuffled = random.sample(given_deltas, len(given_deltas))
    with fresh() as together, fresh() as one_by_one:
        together.graph.apply(given_deltas)
        for each in shuffled:
            one_by_one.graph.apply([each])

        assert everything(one_by_one) == everything(together)


@few
@given(deltas, said)
def test_replacing_what_was_said_equals_never_having_said_it(fresh, given_deltas, before):
    """Whoever said it, and withdrawing too."""
    with fresh() as corrected, fresh() as straight:
        corrected.graph.apply([delta("d1", *before), delta("d2", *before[::-1]), delta("d9", *before)])
        corrected.graph.apply([delta("d1"), delta("d2"), *given_deltas, delta("d9")])
        straight.graph.apply(given_deltas)

        assert everything(corrected) == everything(straight)


@few
@given(deltas, deltas)
def test_a_failed_transaction_leaves_the_graph_as_it_was(fresh, before, given_deltas):
    """Applied, cleared, redirected: all taken back."""
    with fresh() as library:
        library.graph.apply(before)
        held = everything(library)
        with undone(library):
            library.graph.apply(given_deltas)
            library.graph.clear()
            library.graph.redirect("x", "a")
            library.graph.apply(given_deltas[:1])

        assert everything(library) == held
        with pytest.raises(NotFoundError):
            library.graph.resolve("x")


@few
@given(st.permutations(["a", "b", "c", "d", "e"]))
def test_a_chain_of_redirects_leads_to_its_end(fresh, order):
    """In whatever order the links of the chain were made."""
    with fresh() as library:
        library.graph.apply([delta("d1", claim("f"))])
        for key in order:
            library.graph.redirect(key, chr(ord(key) + 1))

        assert {library.graph.resolve(key) for key in "abcdef"} == {"f"}


@few
@given(st.lists(st.tuples(names, names), max_size=8), names)
def test_redirects_never_run_in_circles(fresh, redirects, there):
    """Whatever was redirected, each id leads to a current node or nowhere, and the last one said holds."""
    with fresh() as library:
        for old, new in redirects:
            library.graph.redirect(old, new)
        library.graph.apply([delta("d1", claim(there))])

        for key in ("a", "b", "c"):
            try:
                assert library.graph.resolve(key) == there
            except NotFoundError:
                assert key != there
        for old, new in redirects[-1:]:
            assert new != there or library.graph.resolve(old) == there
