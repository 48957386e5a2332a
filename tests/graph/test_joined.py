"""Pairs that are no news."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from msgspec.structs import replace

from graph.corpus import work_at
from graph.joined import are_one, joined, lists_of_works, named_together, news, tells
from graph.link import Ends, Gist, Link, Reason, ends_of
from graph.model import Edge, EdgeKind, GraphDelta
from graph.ports import Library
from graph.record import Record
from tests.graph.named import HASTE, PATIENCE, SEARCH, name
from tests.graph.small import AGENT, BY_MONTH, JUDGE, SPEED, put


def join(library: Library, *edges: tuple[str, EdgeKind, str]) -> None:
    """Draw these edges."""
    library.graph.apply(
        [GraphDelta(contributor="test", edges=tuple(Edge(source=a, kind=kind, target=b) for a, kind, b in edges))]
    )


def test_what_an_edge_joins_is_no_news(library: Library) -> None:
    """Whichever end it goes from; a citation or a comparison is no reason against a link."""
    name(library)
    join(library, (AGENT, EdgeKind.PART_OF, JUDGE), (AGENT, EdgeKind.CITES, SPEED))
    all_of_them = joined(library)

    assert {ends_of(AGENT, JUDGE), ends_of(AGENT, SEARCH), ends_of(AGENT, PATIENCE)} <= all_of_them
    assert not {ends_of(AGENT, SPEED), ends_of(PATIENCE, HASTE)} & all_of_them


def test_two_concepts_are_no_news_where_one_has_no_text_without_the_other(library: Library) -> None:
    """What they have in common is that text."""
    ends = ends_of(PATIENCE, HASTE)
    both, one, other = (
        (("document-2025", EdgeKind.MENTIONS, PATIENCE), ("document-2025", EdgeKind.MENTIONS, HASTE)),
        *((text, EdgeKind.MENTIONS, concept) for text, concept in (("document-a", PATIENCE), ("document-b", HASTE))),
    )
    join(library, *both, one)
    assert named_together(library, {ends}) == {ends}

    join(library, *both, one, other)
    assert named_together(library, {ends}) == set()


def test_a_post_is_joined_with_what_its_document_lists_and_names(library: Library) -> None:
    """The document stands for the work that it records."""
    name(library)
    work = next(edge.target for edge in library.graph.edges_from(["document-2025"], (EdgeKind.RECORDS,)))
    expected = {ends_of(work, SPEED), ends_of(work, HASTE)}

    assert expected <= joined(library)
    assert expected <= joined(library, [work])
    assert expected <= joined(library, [SPEED, HASTE])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Speed Without Haste", "speed without haste"),
        ("GPT-4o", "gpt 4o"),
        ("A Survey on LLMs", "Survey on LLM"),
        ("The Reward Model", "Reward Models"),
        ("The Long Road to Slow Agents in Many Small Worlds", "The long road to slow agents in many small worlds (v2)"),
    ],
)
def test_one_thing_under_two_names_is_not_linked(one: str, other: str) -> None:
    """Spellings, and titles of nearly the same words."""
    assert are_one(Gist(key="a", title=one), Gist(key="b", title=other, text="It waits."))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Speed Without Haste", "Haste Without Rest"),
        ("GPT-4", "GPT-4o"),
        ("A Survey", "A Study"),
        ("The", "A"),
        ("LoRA+", "LoRA"),
        ("Plan A", "Plan B"),
        ("Boss", "Bos"),
    ],
)
def test_two_things_of_like_names_are_two(one: str, other: str) -> None:
    """A word that differs counts where there are few."""
    assert not are_one(Gist(key="a", title=one), Gist(key="b", title=other))


def test_what_one_sentence_says_of_two_joins_them_no_further() -> None:
    """Of all that is known of them; where more is said of both, they are two."""
    said = "Lull came out before Haste, and both were measured on long walks."
    more = "It hums through the night; nobody has heard it sleep, in all the years it was listened to."

    assert are_one(Gist(key="a", title="Lull", text=said), Gist(key="b", title="Haste", text=said))
    assert are_one(
        Gist(key="a", title="Lull", text="Lull and Haste."), Gist(key="b", title="Haste", text="Lull and Haste.")
    )
    assert not are_one(Gist(key="a", title="Lull", text=said), Gist(key="b", title="Haste", text=more))


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Exploiting GPT", None, False),
        ("Exploiting GPT on long walks", None, True),
        ("arXiv:2301.00001", None, False),
        ("https://lab.example/a", None, False),
        ("arXiv:2301.00001", "It waits.", True),
    ],
)
def test_a_title_of_next_to_nothing_tells_nothing(title: str, text: str | None, expected: bool) -> None:
    """Unless somebody says something of what is there."""
    assert tells(Gist(key="a", title=title, text=text)) is expected


def listing(library: Library) -> str:
    """Let a document of the library list many works, and return the work that it is."""
    entry = BY_MONTH.items[0]
    many = tuple(
        replace(entry, id=f"item-{n}", identity=f"arxiv:2501.1{n:04}", url=f"https://arxiv.org/abs/2501.1{n:04}")
        for n in range(6)
    )
    put(library, replace(BY_MONTH, items=many))
    return next(edge.target for edge in library.graph.edges_from(["document-2025"], (EdgeKind.RECORDS,)))


def test_a_post_of_many_entries_and_few_words_is_a_list(library: Library) -> None:
    """An essay with as many references is none."""
    digest = listing(library)
    works = [edge.target for edge in library.graph.all_edges() if edge.kind is EdgeKind.RECORDS]

    assert lists_of_works(library, works) == {digest}


WALKS = "A study of patience on long walks: how far it goes before it tires, told by nineteen walkers."
TIDES = "Tide tables of small harbours, and who reads them."


def papers(library: Library, *abstracts: str) -> list[str]:
    """Let the corpus have papers with these abstracts, and return their ids."""
    records = [
        Record(identity=f"arxiv:2306.{n:05}", title=f"Notes {n}", abstract=said, provider="arxiv-snapshot")
        for n, said in enumerate(abstracts, 1)
    ]
    library.corpus.put(records)
    return [work_at(record.identity) for record in records]


def test_what_nobody_joined_is_news(library: Library) -> None:
    """What an edge joins is none."""
    one, other = papers(library, WALKS, TIDES)
    found = news(library, {(one, other): 0.9, ends_of(one, AGENT): 0.9})
    join(library, (one, EdgeKind.PART_OF, other))

    assert (one, other) in found
    assert (one, other) not in news(library, {(one, other): 0.9})


def test_a_list_of_works_is_no_news(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """However near it is to a paper."""
    monkeypatch.setattr("graph.joined.reasons", told("words"))
    (one,) = papers(library, WALKS)
    work = next(edge.target for edge in library.graph.edges_from(["document-2025"], (EdgeKind.RECORDS,)))
    assert news(library, {ends_of(work, one): 0.9})

    assert news(library, {ends_of(listing(library), one): 0.9}) == {}


def told(*kinds: str) -> Callable[[Library, Sequence[Link]], dict[Ends, tuple[Reason, ...]]]:
    """Return one that tells each link's reasons, of these kinds."""
    return lambda _, links: {(link.a, link.b): tuple(Reason(kind=kind, text="So.") for kind in kinds) for link in links}


@pytest.mark.parametrize(("kinds", "kept"), [((), False), (("near",), False), (("near", "words"), True)])
def test_a_post_or_a_concept_is_linked_where_a_reader_sees_why(
    library: Library, monkeypatch: pytest.MonkeyPatch, kinds: tuple[str, ...], kept: bool
) -> None:
    """Reading alike is none that anybody sees; papers need not be asked."""
    monkeypatch.setattr("graph.joined.reasons", told(*kinds))
    name(library)
    one, other = papers(library, WALKS, TIDES)
    likely = {(one, other): 0.9, ends_of(one, HASTE): 0.88}

    assert news(library, likely) == (likely if kept else {(one, other): 0.9})
