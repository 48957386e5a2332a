"""The Register port's contract."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from graph.model import Basis, EdgeKind, NodeKind
from graph.ports import SearchEntry
from graph.record import Record
from tests.contracts.values import claim, delta, edge, reading, source


def paper(number: int, title: str, abstract: str | None = None) -> Record:
    return Record(identity=f"arxiv:2501.{number:05d}", title=title, provider="arxiv-snapshot", abstract=abstract)


@pytest.fixture
def register(library):
    library.documents.put_source(source("source-a"))
    library.documents.put([reading("document-a")])
    library.graph.apply(
        [
            delta(
                "document-a",
                claim("paper-a", "On waiting"),
                claim("category-agents", "Agents", kind=NodeKind.CATEGORY),
                claim("month-2025-01", "2025-01", kind=NodeKind.MONTH),
                claim("month-2025-02", "2025-02", kind=NodeKind.MONTH),
                edge("document-a", "paper-a", EdgeKind.LISTS),
                edge("paper-a", "month-2025-01", EdgeKind.IN_MONTH, basis=Basis.PUBLISHED),
                edge("paper-a", "month-2025-02", EdgeKind.IN_MONTH, basis=Basis.CURATED),
                edge("paper-a", "category-agents", EdgeKind.IN_CATEGORY, basis=Basis.PREDICTED),
            )
        ]
    )
    library.search.put([SearchEntry("paper-a", "On waiting", "patience, GPT-5"), SearchEntry("gone", "waiting", "")])
    library.corpus.put([paper(1, "Waiting agents", "They wait."), paper(2, "Café", "GPT 5 and waiters")])
    return library.register


def titles(filing):
    return sorted(one.title for one in filing.records)


def found(register, *any_of, prefix=False):
    """Return the names of what holds one of these."""
    entries, records = register.holding(any_of, prefix=prefix)
    nodes = {one.entry: one.node.id for one in register.nodes()}
    papers = {one.number: one.title for one in register.records().records}
    return {nodes[number] for number in entries if number in nodes} | {papers[number] for number in records}


def test_a_node_stands_under_its_most_trusted_month_and_own_category(register):
    """A source is told where one of its documents lists the node; what nobody places stands nowhere."""
    nodes = {one.node.id: one for one in register.nodes()}

    assert list(nodes) == sorted(nodes)
    listed = nodes["paper-a"]
    assert (listed.month, listed.category, listed.sources) == ("2025-02", "category-agents", ("source-a",))
    other = nodes["category-agents"]
    assert (other.month, other.category, other.sources, other.entry) == (None, None, (), None)


def test_a_subject_of_arxiv_is_no_own_category(library):
    """A facet never counts as one."""
    facet = claim("category-arxiv-cs.CL", "cs.CL", kind=NodeKind.CATEGORY)
    library.graph.apply(
        [
            delta(
                "record:x",
                claim("paper-a"),
                replace(facet, node=replace(facet.node, scheme="arxiv")),
                edge("paper-a", "category-arxiv-cs.CL", EdgeKind.IN_CATEGORY, basis=Basis.STATED),
            )
        ]
    )

    assert [one.category for one in library.register.nodes()] == [None, None]


def test_records_are_told_once_and_again_when_they_change(library, register):
    """Nothing that was told before is missing from what one then knows."""
    first = register.records()
    library.corpus.put([paper(2, "Café", "GPT 5 and waiters"), paper(3, "New")])
    second = register.records(first.mark)
    library.corpus.put([paper(1, "Waiting agents, revised")])
    third = register.records(second.mark)
    known = {} if second.whole else {one.number: one for one in first.records}
    known |= {one.number: one for one in second.records}
    known = {} if third.whole else known
    known |= {one.number: one for one in third.records}

    assert first.whole
    assert titles(first) == ["Café", "Waiting agents"]
    assert sorted(one.title for one in known.values()) == ["Café", "New", "Waiting agents, revised"]
    assert not register.records(third.mark).records


def test_a_library_put_back_is_told_as_a_whole(library, register, tmp_path):
    """What was known of the one before is forgotten."""
    library.backup(tmp_path / "a.backup")
    library.corpus.put([paper(1, "Other"), paper(9, "More")])
    held = register.records()
    library.restore(tmp_path / "a.backup")

    again = register.records(held.mark)

    assert again.whole
    assert titles(again) == ["Café", "Waiting agents"]


def test_words_are_held_by_title_or_text(register):
    """Any of several, side by side, as a beginning; case and diacritics do not matter."""
    assert found(register, ("waiting",)) == {"paper-a", "Waiting agents"}
    assert found(register, ("cafe",), ("patience",)) == {"paper-a", "Café"}
    assert found(register, ("gpt", "5")) == {"paper-a", "Café"}
    assert found(register, ("waiting", "patience")) == set()
    assert found(register, ("wait",)) == {"Waiting agents"}
    assert found(register, ("wait",), prefix=True) == {"paper-a", "Waiting agents", "Café"}
    assert found(register) == set()


def test_an_empty_library_holds_nothing(library):
    """And says so."""
    assert library.register.nodes() == []
    assert library.register.records().records == []
    assert [len(numbers) for numbers in library.register.holding([("a",)])] == [0, 0]
