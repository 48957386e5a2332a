"""The LinkStore port's contract."""

import pytest

from graph.link import Link, link_of


@pytest.fixture
def links(library):
    library.links.replace(
        [link_of("b", "a", 0.9), link_of("a", "c", 0.7), link_of("d", "a", 0.9), link_of("c", "d", 0.4)]
    )
    return library.links


def ends(links):
    return [link.a + link.b for link in links]


def test_the_likeliest_links_come_first(links):
    """Whichever end they are asked for by; equal ones by their other end."""
    found = links.of(["a", "d", "x"])

    assert {key: [link.other(key) for link in some] for key, some in found.items()} == {
        "a": ["b", "d", "c"],
        "d": ["a", "c"],
    }
    assert ends(links.of(["a"], limit=1)["a"]) == ["ab"]
    assert links.of([]) == {}


def test_a_link_has_its_ends_in_order(links):
    """It is symmetric, and found from either side."""
    assert links.between("b", "a") == links.between("a", "b") == Link(a="a", b="b", score=0.9)
    assert links.between("b", "c") is None


def test_links_among_some_have_both_ends_there(links):
    """Sorted by their ends."""
    assert ends(links.among(["d", "c", "a"])) == ["ac", "ad", "cd"]
    assert links.among(["b", "c"]) == []


def test_all_links_are_paged_by_their_ends(links):
    """Those after the given ends."""
    assert ends(links.page(limit=2)) == ["ab", "ac"]
    assert ends(links.page(("a", "c"))) == ["ad", "cd"]
    assert links.page(("c", "d")) == []
    assert links.count() == 4


def test_a_linking_replaces_the_one_before(links):
    """All of it, or what touches some nodes."""
    links.replace_of(["c", "x"], [link_of("c", "b", 0.5), link_of("a", "c", 0.6)])

    assert ends(links.page()) == ["ab", "ac", "ad", "bc"]
    assert links.of(["c"])["c"][0].score == 0.6
    links.replace([link_of("x", "y", 0.5)])
    assert ends(links.page()) == ["xy"]
    links.replace([])
    assert links.count() == 0


def test_linking_twice_changes_nothing(links, library):
    """Not even the version."""
    links.rule({("a", "b"): True})
    before = library.version()
    links.replace([link_of("a", "b", 0.9), link_of("a", "c", 0.7), link_of("a", "d", 0.9), link_of("c", "d", 0.4)])
    links.replace_of(["c"], [link_of("a", "c", 0.7), link_of("c", "d", 0.4)])
    links.rule({("a", "b"): True})

    assert library.version() == before


def test_of_a_link_that_is_told_twice_the_likelier_is_held(links):
    """Whichever is told first, in a store that is empty or not."""
    told = [link_of("p", "q", 0.8), link_of("q", "p", 0.6), link_of("r", "s", 0.5), link_of("r", "s", 0.7)]
    for _ in range(2):
        links.replace(told)
        assert [(link.a, link.b, link.score) for link in links.page()] == [("p", "q", 0.8), ("r", "s", 0.7)]
    links.replace([])
    links.replace(told)
    assert [link.score for link in links.page()] == [0.8, 0.7]


def test_what_people_keep_is_certain(links):
    """Proposed or not, and whatever is proposed later."""
    links.rule({("a", "c"): True, ("y", "z"): True})

    assert links.between("a", "c") == Link(a="a", b="c", score=1.0, confirmed=True)
    assert [link.other("a") for link in links.of(["a"])["a"]] == ["c", "b", "d"]
    links.replace([])
    assert ends(links.page()) == ["ac", "yz"]
    links.replace_of(["a"], [link_of("a", "c", 0.2)])
    assert links.between("c", "a").score == 1.0


def test_what_people_dismissed_is_gone_for_good(links):
    """From every answer, however often it is proposed again."""
    links.rule({("a", "c"): False})
    links.replace_of(["a", "c"], [link_of("a", "c", 0.99)])

    assert links.between("a", "c") is None
    assert links.of(["a", "c"]) == {}
    assert links.among(["a", "c"]) == links.page() == []
    assert links.count() == 0


def test_what_was_taken_back_leaves_the_proposal_as_it_was(links):
    """Its score outlives what people say of it; a link that only they made is gone with it."""
    before = links.page()
    links.rule({("a", "c"): False, ("a", "b"): True, ("y", "z"): True, ("x", "z"): False})
    links.rule({("a", "b"): False})
    links.rule({})

    assert links.page() == before


def test_very_many_links_at_once_are_found_from_either_end(links):
    """And replaced by others as few are."""
    links.replace(link_of("hub", f"spoke-{number:05}", 0.5) for number in range(10_001))
    assert links.count() == 10_001
    assert ends(links.of(["spoke-00007"])["spoke-00007"]) == ["hubspoke-00007"]

    links.replace([link_of("a", "spoke-00007", 0.8)])
    assert ends(links.of(["spoke-00007"])["spoke-00007"]) == ["aspoke-00007"]


def test_what_was_proposed_is_told_apart_from_what_people_said(links):
    """Whatever they said of it; page by page."""
    links.rule({("a", "b"): True, ("a", "c"): False, ("b", "z"): True})

    assert links.rulings() == {("a", "b"): True, ("a", "c"): False, ("b", "z"): True}
    assert links.proposed(limit=2) == [Link(a="a", b="b", score=0.9), Link(a="a", b="c", score=0.7)]
    assert ends(links.proposed(("a", "c"))) == ["ad", "cd"]
