"""Gists: what there is to read of each node, and everything once, in the order of embedding."""

from __future__ import annotations

from graph.gists import MOST, count, every_gist, every_key, gists
from graph.link import Gist
from graph.model import EdgeKind, NodeKind
from graph.ports import Library
from tests.contracts.values import claim, delta, edge
from tests.graph.corpus_papers import AGENT_PAPER, NEWEST, OLDEST, fill_corpus
from tests.graph.small import AGENT, JUDGE, POST, SPEED

POST_KEY = f"article-{POST.document.id}"


def texts(library: Library, *keys: str) -> list[str | None]:
    """Return the texts of these nodes' gists."""
    found = gists(library, keys)
    return [found[key].text for key in keys]


def test_a_work_is_told_by_its_abstract_else_by_what_lists_say(library: Library) -> None:
    """Each comment once; white space folded."""
    fill_corpus(library)

    assert gists(library, [AGENT]) == {AGENT: Gist(key=AGENT, title=AGENT_PAPER.title, text="An agent waits.")}
    assert texts(library, JUDGE, SPEED) == ["Reads verdicts twice.", "Fast [and](https://evil.example) <b>loose</b>."]


def test_a_post_is_told_by_how_it_begins(library: Library) -> None:
    """Headings aside; one that says nothing has no text."""
    works = {edge.source: edge.target for edge in library.graph.all_edges() if edge.kind is EdgeKind.RECORDS}
    begun, empty = texts(library, works["document-2025"], works["document-post"])

    assert begun is not None
    assert begun.startswith("January was quick. Speed Without Haste - Fast")
    assert len(begun) <= MOST
    assert empty is None


def test_a_concept_is_told_by_those_who_named_it_first(library: Library) -> None:
    """A few of them, by date; its name alone where nobody says more."""
    mentions = [
        ("document-2024", "Judges need Quietus."),
        ("document-2025", "Later."),
        ("document-post", "Quietus is new."),
    ]
    edges = [edge(key, "model-quietus", EdgeKind.MENTIONS, quotes=(said,)) for key, said in mentions]
    undated = edge("document-0", "model-quietus", EdgeKind.MENTIONS, quotes=("No date.",))
    named = [claim("model-quietus", "Quietus", kind=NodeKind.MODEL), claim("model-bare", "Bare", kind=NodeKind.MODEL)]
    library.graph.apply([delta("document-2024", *named, undated, *edges)])

    assert texts(library, "model-quietus", "model-bare") == ["Judges need Quietus. Quietus is new. Later.", None]


def test_everything_comes_once_works_first_then_the_corpus_newest_first(library: Library) -> None:
    """A paper that the library has counts as its work; months and categories have no gist."""
    fill_corpus(library)
    library.graph.apply([delta("document-x", claim("model-quietus", "Quietus", kind=NodeKind.MODEL))])
    keys = list(every_key(library))
    listed = list(every_key(library, corpus=False))

    assert keys == [*listed, NEWEST, OLDEST]
    assert listed[-1] == "model-quietus"
    assert AGENT in listed
    assert [gist.key for page in every_gist(library) for gist in page] == keys
    assert {gist.key: gist for page in every_gist(library) for gist in page} == gists(library, keys)
    assert (count(library), count(library, corpus=False)) == (len(keys), len(listed))


def test_what_is_no_work_and_no_concept_has_no_gist(library: Library) -> None:
    """Unknown ids neither."""
    assert gists(library, ["month-2025-01", "category-agents", "nothing"]) == {}
