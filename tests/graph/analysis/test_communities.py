"""Communities: found where they are, the same again, and known by their ids when members come and go."""

from __future__ import annotations

from zlib import crc32

from graph.analysis.communities import Group, groups_of, matched, opened, subjects
from graph.analysis.network import network
from graph.analysis.standings import standings_of
from graph.ports.analysis import Community
from tests.graph.analysis.planted import groups, joins, without


def hash_of(one: str, other: str) -> int:
    return crc32(f"{one} {other}".encode())


def test_groups_are_found():
    """Whoever is joined inside a group is in one community, in any order of the joins."""
    planted = groups(4, 12)
    drawn = joins(planted)
    found = groups_of(network(drawn))
    again = groups_of(network(dict(reversed(drawn.items()))))

    assert sorted(sorted(group.members) for group in found) == planted
    assert found == again


def test_a_few_are_no_community():
    """Three that know each other are an accident; nothing joined is nothing."""
    assert groups_of(network({("a", "b"): 1.0, ("b", "c"): 1.0})) == []
    assert groups_of(network({})) == []


def test_a_big_one_has_parts():
    """Which lie inside it and share nobody."""
    planted = groups(3, 80)
    halves = joins([half for group in planted for half in (group[:40], group[40:])], 0.5)
    across = {
        (one, other): 1.0
        for group in planted
        for one in group[:40]
        for other in group[40:]
        if hash_of(one, other) % 10 < 3
    }
    found = groups_of(network(halves | across))

    assert sorted(sorted(group.members) for group in found) == planted
    for group in found:
        members = [member for part in group.parts for member in part]
        assert len(group.parts) > 1
        assert len(members) == len(set(members))
        assert set(members) <= set(group.members)


def test_a_new_member_changes_no_others():
    """What was together stays together when one goes; the search begins where it ended."""
    planted = groups(4, 12)
    before = groups_of(network(joins(planted)))
    after = groups_of(network(without(joins(planted), "paper-02-005")), before)

    assert {frozenset(group.members) - {"paper-02-005"} for group in before} == {
        frozenset(group.members) for group in after
    }


def test_a_community_is_known_again():
    """By what it shares with yesterday's; one that is new is nobody's, and no two are the same."""
    before = {"community-a": list("abcdefgh"), "community-b": list("ijklmnop")}
    found = matched([list("abcdefgx"), list("12345678"), list("ijklm")], before)

    assert found == {0: "community-a", 2: "community-b"}
    assert matched([list("abcd"), list("efgh")], {"community-a": list("abcdefgh")}).keys() == {0}


def test_where_a_node_stands_is_counted():
    """With how many it is joined, and with how many of its own community and of another."""
    made = network({("a", "b"): 1.0, ("a", "c"): 1.0, ("a", "x"): 1.0, ("x", "y"): 1.0})
    communities = [
        Community(id="one", name="One", terms=(), members=("a", "b", "c"), works=3),
        Community(id="two", name="Two", terms=(), members=("x", "y"), works=2),
    ]
    first = standings_of(made, communities)[0]

    assert (first.key, first.joined, first.community, first.inside, first.other, first.outside) == (
        "a",
        3,
        "one",
        2,
        "two",
        1,
    )


def test_parts_of_what_is_too_wide_are_communities():
    """With the members that they had, and parts of their own where they are big."""
    group = Group(members=tuple("abcd"), parts=(("a", "b"), ("c", "d")))
    made = network({("a", "b"): 1.0, ("c", "d"): 1.0, ("b", "c"): 0.1})

    assert [one.members for one in opened(made, group)] == [("a", "b"), ("c", "d")]


def test_a_list_is_of_no_subject():
    """What stands in one list is joined by it, and is no community for that."""
    listed = {("document-week", f"paper-{place}"): 0.05 for place in range(12)}

    assert groups_of(network(listed))
    assert groups_of(subjects(network(listed))) == []
