"""The whole way in: twice equals once, a killed run resumes, a rebuild and every order give the same library."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from graph import assemble as assembling
from graph.embedders.hashing import HashingEmbedder
from graph.errors import UnreadableError
from graph.exchange import export_json
from graph.model import Decision, DecisionKind, Document, EdgeKind, Identity, NodeId, NodeKind
from graph.ports import Library
from graph.stores.memory import MemoryLibrary
from graph.stores.sqlite import SqliteLibrary
from ingest import derive as deriving
from ingest.loading import Loader
from ingest.pipeline import Pipeline

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted([*(ROOT / "examples").glob("*.xml"), *(ROOT / "examples").glob("*.json")])


def no_network(url: str) -> object:
    """Refuse to fetch: these tests read files."""
    raise AssertionError(f"a test fetched {url}")


def pipeline(library: Library) -> Pipeline:
    """Return a pipeline without a network and with the tests' embedder."""
    return Pipeline(library, Loader(no_network), HashingEmbedder)  # type: ignore[arg-type]


@pytest.fixture(params=["memory", "sqlite"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Library:
    """Return an empty library of each kind."""
    return MemoryLibrary() if request.param == "memory" else SqliteLibrary(tmp_path / "library.sqlite")


def exported(library: Library) -> bytes:
    """Return the library's export."""
    return b"".join(export_json(library))


def ingest_all(library: Library, paths: list[Path] = EXAMPLES) -> None:
    """Ingest these files and guess the categories."""
    for path in paths:
        pipeline(library).ingest(str(path))
    pipeline(library).predict()


def pick(identity: str = "arxiv:2501.12948") -> Decision:
    """Return a pick with a comment."""
    return Decision(
        id="decision-1",
        kind=DecisionKind.PICK,
        on=identity,
        at=datetime(2025, 2, 1, tzinfo=UTC),
        value={"month": "2025-01", "comment": "The one to read.", "category": "Favourites"},
    )


def test_ingesting_twice_changes_nothing(library: Library) -> None:
    """Law 4: the second time finds everything unchanged and the export is the same, byte for byte."""
    ingest_all(library)
    once = exported(library)

    report = pipeline(library).ingest(str(EXAMPLES[0]))
    ingest_all(library)

    assert (report.new, report.changed) == (0, 0)
    assert report.unchanged > 0
    assert exported(library) == once


def test_the_order_of_sources_does_not_matter(library: Library) -> None:
    """A work listed by two sources is the same work whichever was read first, citations included."""
    ingest_all(library)
    other = MemoryLibrary()
    ingest_all(other, EXAMPLES[::-1])

    assert exported(other) == exported(library)


def test_a_rebuild_gives_the_same_library(library: Library) -> None:
    """Law 1: the graph is derived; deriving it again, decisions included, changes no byte."""
    ingest_all(library)
    library.decisions.append(pick())
    pipeline(library).settle_decisions({"arxiv:2501.12948"})
    pipeline(library).predict()
    before = exported(library)

    pipeline(library).rebuild()

    assert exported(library) == before


def test_both_stores_hold_the_same_library(tmp_path: Path) -> None:
    """The SQLite adapter and the memory adapter export the same bytes."""
    stores: tuple[Library, ...] = (MemoryLibrary(), SqliteLibrary(tmp_path / "library.sqlite"))
    for store in stores:
        ingest_all(store)

    assert exported(stores[0]) == exported(stores[1])


def test_a_pick_survives_a_rebuild_under_a_changed_resolver(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law 1: decisions hang on identities, so new ids take them along, and the old id leads to the new one."""
    ingest_all(library)
    library.decisions.append(pick())
    pipeline(library).settle_decisions({"arxiv:2501.12948"})
    old = library.graph.find(["arxiv:2501.12948"])["arxiv:2501.12948"].id
    work_id = assembling.work_id

    def renamed(kind: NodeKind, identity: Identity) -> NodeId:
        return f"{kind}-renamed-{work_id(kind, identity)}"

    for module in ("graph.assemble", "graph.keys"):
        monkeypatch.setattr(f"{module}.work_id", renamed)
    pipeline(library).rebuild()

    new = library.graph.find(["arxiv:2501.12948"])["arxiv:2501.12948"].id
    picked = [e.target for e in library.graph.edges_from([new], [EdgeKind.IN_MONTH]) if e.basis == "picked"]
    assert new == f"paper-renamed-{old}"
    assert picked == ["month-2025-01"]
    assert library.graph.resolve(old) == new


def test_a_document_that_drops_an_item_drops_its_work(library: Library, tmp_path: Path) -> None:
    """A refresh replaces what the document said; works only it listed go, citations of them too."""
    feed = tmp_path / "feed.json"
    entry = '<li><a href=\\"https://lab.example/{}\\">{}</a> - good</li>'

    def write(*names: str) -> None:
        listed = "".join(entry.format(name, name.title()) for name in names)
        about = '<p>As <a href=\\"https://lab.example/beta\\">Beta</a> shows.</p>'
        feed.write_text(
            '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "home_page_url": "https://t.example",'
            '"items": ['
            f'{{"id": "1", "url": "https://t.example/1", "title": "List", "content_html": "<ul>{listed}</ul>"}},'
            f'{{"id": "2", "url": "https://t.example/2", "title": "Prose", "content_html": "{about}"}}]}}'
        )

    write("alpha", "beta")
    ingest_all(library, [feed])
    assert len(library.graph.find(["web:https://lab.example/beta"])) == 1
    assert any(edge.kind is EdgeKind.CITES for edge in library.graph.all_edges())

    write("alpha")
    ingest_all(library, [feed])

    assert library.graph.find(["web:https://lab.example/beta"]) == {}
    assert not any(edge.kind is EdgeKind.CITES for edge in library.graph.all_edges())


def test_a_list_that_sorts_names_a_work_before_one_that_only_cites_it(library: Library, tmp_path: Path) -> None:
    """A reference list published first, with a wrong title, does not name what a month's list names."""
    feed = tmp_path / "feed.json"
    entry = '<h2>{}</h2><ul><li><a href=\\"https://www.lab.example/alpha\\">{}</a></li></ul>'
    posts = [
        f'{{"id": "{n}", "title": "T", "date_published": "{date}T00:00:00Z", "content_html": "{entry.format(*told)}"}}'
        for n, (date, told) in enumerate(
            [("2025-01-01", ("References", "Wrong Title")), ("2025-12-01", ("March 2025", "Alpha"))]
        )
    ]
    head = '"version": "https://jsonfeed.org/version/1.1", "title": "T", "feed_url": "https://t.example/f"'
    feed.write_text(f'{{{head}, "items": [{",".join(posts)}]}}')
    ingest_all(library, [feed])

    node = library.graph.find(["web:https://lab.example/alpha"])["web:https://lab.example/alpha"]

    assert (node.name, node.aliases, node.url) == ("Alpha", ("Wrong Title",), "https://www.lab.example/alpha")


def test_what_cannot_be_read_writes_nothing(library: Library, tmp_path: Path) -> None:
    """An unreadable target raises, naming itself, and the library stays as it was."""
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><title>Hello</title>")
    before = exported(library)

    for target in (page, tmp_path, tmp_path / "missing.xml"):
        with pytest.raises(UnreadableError, match=target.name):
            pipeline(library).ingest(str(target))

    assert exported(library) == before


def test_one_dead_feed_does_not_stop_the_next(library: Library, tmp_path: Path) -> None:
    """Law 5: a target that fails is a report with its error; those around it are read, the same one twice too."""
    dead = tmp_path / "dead.xml"
    dead.write_text("")
    first, *others = map(str, EXAMPLES)

    reports = list(pipeline(library).ingest_all([first, str(dead), first, *others]))

    assert [report.target for report in reports] == [first, str(dead), first, *others]
    assert [bool(report.error) for report in reports] == [False, True, False, *(False for _ in others)]
    assert (reports[2].new, reports[2].unchanged) == (0, reports[0].new)
    pipeline(library).predict()
    whole = MemoryLibrary()
    ingest_all(whole)
    assert exported(library) == exported(whole)


def test_a_feed_that_meets_a_bug_is_left_out_alone(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others of its group are stored, and its report says what happened."""
    draw = deriving.assemble

    def failing(document: Document, *rest: object) -> object:
        if "by category" in (document.title or ""):
            raise ZeroDivisionError("a bug")
        return draw(document, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(deriving, "assemble", failing)
    reports = list(pipeline(library).ingest_all(map(str, EXAMPLES)))

    assert [bool(report.error) for report in reports] == ["by-category" in path.name for path in EXAMPLES]
    assert len(library.documents.sources()) == len(EXAMPLES) - 1


def test_a_library_without_guesses_stays_without_them(library: Library) -> None:
    """A rebuild guesses anew only where something was guessed before."""
    for path in EXAMPLES:
        pipeline(library).ingest(str(path))
    before = exported(library)

    pipeline(library).rebuild()

    assert exported(library) == before


def test_search_forgets_what_is_gone(library: Library, tmp_path: Path) -> None:
    """A work that its only list dropped is not found any more."""
    feed = tmp_path / "feed.json"
    item = '{{"id": "1", "url": "https://t.example/1", "title": "List", "content_html": "<ul>{}</ul>"}}'
    head = '"version": "https://jsonfeed.org/version/1.1", "title": "T", "feed_url": "https://t.example/f"'
    for names in (("zebra", "lion"), ("lion",)):
        listed = "".join(f'<li><a href=\\"https://lab.example/{name}\\">{name}</a> - good</li>' for name in names)
        feed.write_text(f'{{{head}, "items": [{item.format(listed)}]}}')
        ingest_all(library, [feed])
        assert bool(library.search.search("zebra")) == ("zebra" in names)


def test_every_item_has_a_node_and_every_work_a_month_or_a_bound_and_a_category(library: Library) -> None:
    """Law 6: both views for every work that a list names."""
    ingest_all(library)
    record = msgspec.json.decode(exported(library))
    nodes = {node["id"]: node for node in record["nodes"]}
    bounds = {node.id: node.before for node in library.graph.many(list(nodes)).values()}

    for item in record["items"]:
        node = nodes[item["node"]]
        assert node["months"] or bounds[node["id"]], node
        assert [c for c in node["categories"] if c["scheme"] == "own"], node


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.ingest.test_pipeline import EXAMPLES, pipeline
from graph.stores.sqlite import SqliteLibrary

def die(done, total, what):
    if done >= int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

pipe = pipeline(SqliteLibrary(Path(sys.argv[1])))
for path in EXAMPLES:
    pipe.ingest(str(path), progress=die)
"""


@pytest.mark.parametrize("at", [1, 3, 5])
def test_a_killed_ingest_resumes_with_nothing_lost_or_doubled(tmp_path: Path, at: int) -> None:
    """Law 4: kill -9 at any document, then the same command again, gives the same library."""
    path = tmp_path / "library.sqlite"
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), str(at)], cwd=ROOT, check=False, timeout=60)
    assert done.returncode == -9

    library = SqliteLibrary(path)
    ingest_all(library)

    whole = MemoryLibrary()
    ingest_all(whole)
    assert exported(library) == exported(whole)
