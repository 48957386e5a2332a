"""What the corpus knows speaks for the library's works, whichever came first."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.copying import links_of
from graph.model import Basis, Decision, DecisionKind, EdgeKind, Moment, Node
from graph.ports import Library
from graph.record import Record
from graph.stores.memory import MemoryLibrary
from graph.stores.sqlite import SqliteLibrary
from ingest.derive import Derivation
from tests.ingest.test_pipeline import exported, pipeline

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(params=["memory", "sqlite"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Library:
    """Return an empty library of each kind."""
    return MemoryLibrary() if request.param == "memory" else SqliteLibrary(tmp_path / "library.sqlite")


def record(number: int = 1, **more: object) -> Record:
    """Return what a catalogue says of a paper."""
    given = {
        "title": f"The title of paper {number}",
        "abstract": "On reading.",
        "authors": ("Ada Okafor",),
        "categories": ("cs.CL",),
        "published": Moment(datetime(2025, 1, 31, 23, tzinfo=UTC)),
        "provider": "arxiv-snapshot",
    }
    return Record(identity=f"arxiv:2501.{number:05d}", **(given | more))  # type: ignore[arg-type]


def learn(library: Library, *records: Record) -> None:
    """Let a catalogue say this, as the pipeline does."""
    with library.transaction():
        library.corpus.put(records)
        Derivation(library, links_of).records([one.identity for one in records])


def publish(library: Library, folder: Path, *entries: str) -> None:
    """Read a list of these entries."""
    items = [{"id": "1", "url": "https://t.example/1", "title": "March", "content_html": "".join(entries)}]
    head = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "home_page_url": "https://t.example"}
    path = folder / "feed.json"
    path.write_text(json.dumps({**head, "items": items}))
    pipeline(library).ingest(str(path))


def listed(*numbers: int, label: str = "Nickname") -> str:
    """Return a list that names these papers by a nickname."""
    links = "".join(f'<li><a href="https://arxiv.org/abs/2501.{n:05d}">{label} {n}</a>: good.</li>' for n in numbers)
    return f"<h2>March</h2><ul>{links}</ul>"


def work(library: Library, number: int = 1) -> Node:
    """Return the paper's node."""
    key = f"arxiv:2501.{number:05d}"
    return library.graph.find([key])[key]


def months(library: Library, number: int = 1) -> set[tuple[str, str, str]]:
    """Return (month, basis, extractor) of each evidence that dates the paper."""
    edges = library.graph.edges_from([work(library, number).id], [EdgeKind.IN_MONTH])
    return {(edge.target[6:], str(edge.basis), each.extractor) for edge in edges for each in edge.evidence}


@pytest.mark.parametrize("first", ["record", "list"])
def test_a_listed_work_has_its_records_title_authors_and_abstract(library: Library, tmp_path: Path, first: str) -> None:
    """Whichever came first; what the list calls it is an alias."""
    for step in (first, "list" if first == "record" else "record"):
        if step == "record":
            learn(library, record())
        else:
            publish(library, tmp_path, listed(1))

    node = work(library)
    assert (node.name, node.aliases) == ("The title of paper 1", ("Nickname 1",))
    assert (node.authors, node.about) == (("Ada Okafor",), "On reading.")
    assert node.url == "https://arxiv.org/abs/2501.00001"
    assert [hit.key for hit in library.search.search("okafor")] == [node.id]


def test_a_paper_that_nobody_lists_is_no_node(library: Library, tmp_path: Path) -> None:
    """Nor in any month or facet; its record stays when the list that had it forgets it."""
    learn(library, record(1), record(2))
    assert library.graph.counts() == {"edges": 0}

    publish(library, tmp_path, listed(1))
    assert library.graph.find(["arxiv:2501.00002"]) == {}

    publish(library, tmp_path, "<p>Nothing.</p>")
    assert library.graph.find(["arxiv:2501.00001"]) == {}
    assert library.search.search("okafor") == []
    assert library.corpus.count() == 2


def test_a_cited_work_has_its_record_too(library: Library, tmp_path: Path) -> None:
    """A link in prose makes it a node."""
    learn(library, record())
    publish(library, tmp_path, '<p>As <a href="https://arxiv.org/abs/2501.00001">they</a> show.</p>')

    assert work(library).name == "The title of paper 1"


def test_a_new_version_updates_the_work(library: Library, tmp_path: Path) -> None:
    """Its identity and its history stay."""
    publish(library, tmp_path, listed(1))
    learn(library, record())
    before = work(library).id

    learn(library, record(title="Retitled", updated=Moment(NOW)))

    assert (work(library).id, work(library).name) == (before, "Retitled")


def test_a_decision_makes_a_corpus_paper_a_work(library: Library) -> None:
    """Its record speaks from then on, until the decision is taken back."""
    learn(library, record())
    picked = Decision(
        id="d1", kind=DecisionKind.PICK, on="arxiv:2501.00001", at=NOW, value={"month": "2025-03", "comment": "Good."}
    )
    undo = Decision(id="d2", kind=DecisionKind.UNDO, on=picked.on, at=NOW, value={"decision": "d1"})
    for made in (picked, undo):
        library.decisions.append(made)
        pipeline(library).settle_decisions({made.on})
        if made is picked:
            assert (work(library).name, work(library).authors) == ("The title of paper 1", ("Ada Okafor",))
            assert ("2025-03", "picked", "person") in months(library)

    assert library.graph.find(["arxiv:2501.00001"]) == {}


def test_a_corrected_identity_brings_its_own_record(library: Library, tmp_path: Path) -> None:
    """And leaves the other one's; taken back, it is as before."""
    publish(library, tmp_path, listed(1))
    learn(library, record(1), record(2))
    before = exported(library)
    correct = {"field": "identity", "value": "arxiv:2501.00002"}
    corrected = Decision(id="d1", kind=DecisionKind.CORRECTION, on="arxiv:2501.00001", at=NOW, value=correct)
    library.decisions.append(corrected)
    pipeline(library).settle_decisions({corrected.on})

    assert (work(library, 2).id, work(library, 2).name) == ("paper-arxiv-2501.00001", "The title of paper 2")

    undo = Decision(id="d2", kind=DecisionKind.UNDO, on=corrected.on, at=NOW, value={"decision": "d1"})
    library.decisions.append(undo)
    pipeline(library).settle_decisions({undo.on})
    head, tail = b'"decisions"', exported(library)
    assert tail[: tail.index(head)] == before[: before.index(head)]


def test_the_first_version_outdates_the_id(library: Library, tmp_path: Path) -> None:
    """Where they differ; where they agree both are evidence; a date that is no month leaves the id's."""
    published = Moment(datetime(2025, 2, 1, tzinfo=UTC))
    publish(library, tmp_path, listed(1, 2, 3))
    learn(library, record(1, published=published), record(2), record(3, published=None))

    later = {("2025-02", "published", "record/arxiv-snapshot")}
    stated = {("2025-01", "published", "arxiv-id/1")}
    said = {("2025-01", "published", "record/arxiv-snapshot")}
    for _ in range(2):
        found = [{month for month in months(library, number) if month[1] == "published"} for number in (1, 2, 3)]
        assert found == [later, stated | said, stated]
        publish(library, tmp_path, listed(1, 2, 3), "<p>Once more, with the records known before.</p>")

    learn(library, record(1, published=Moment(datetime(2025, 1, 31, tzinfo=UTC))))
    assert months(library, 1) >= stated | said


def test_works_of_the_library_cite_each_other_by_their_records(library: Library, tmp_path: Path) -> None:
    """As soon as both are works, and no longer."""
    learn(library, record(1, references=("arxiv:2501.00002", "arxiv:2501.00003")), record(2))

    def cited() -> list[str]:
        edges = library.graph.all_edges()
        return [edge.target[-1] for edge in edges if edge.kind is EdgeKind.CITES]

    publish(library, tmp_path, listed(1))
    assert cited() == []
    publish(library, tmp_path, listed(1, 3))
    assert cited() == ["3"]
    publish(library, tmp_path, listed(1, 2, 3))
    assert cited() == ["2", "3"]
    before = exported(library)
    pipeline(library).rebuild()
    assert exported(library) == before
    publish(library, tmp_path, listed(1, 2))
    assert cited() == ["2"]


def test_subjects_are_facets_and_never_categories(library: Library, tmp_path: Path) -> None:
    """They are no category that a source states: the defaults stay, and a guess is still wanted."""
    learn(library, record(1), record(2))
    publish(library, tmp_path, listed(1, 2))
    pipeline(library).predict()

    edges = library.graph.edges_from([work(library).id], [EdgeKind.IN_CATEGORY])
    bases = {edge.target: edge.basis for edge in edges}
    assert bases.pop("category-arxiv-cs.CL") is Basis.STATED
    assert set(bases.values()) == {Basis.PREDICTED}
    assert "category-agents" in library.graph.many(["category-agents"])
