"""The linker gathers, links and keeps: in full, or what changed, with one outcome."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from graph.embedders.hashing import HashingEmbedder
from graph.embedding import Queue
from graph.errors import StoreError
from graph.link import link_of
from graph.linker import EmbeddingLinker
from graph.model import Decision, DecisionKind, Moment
from graph.neighbours import KeptNeighbours
from graph.ports import Library, LinkReport
from graph.record import Record
from graph.stores.memory import MemoryLibrary

THEMES = (
    "kelp forest otters urchins grazing coast",
    "glacier crevasse moraine ice melt ridge",
    "violin varnish luthier maple bridge tone",
)


def paper(number: int, title: str, abstract: str | None = None) -> Record:
    """Return the record of an arXiv paper."""
    return Record(identity=f"arxiv:2306.{number:05}", title=title, abstract=abstract, provider="arxiv-snapshot")


def key(number: int) -> str:
    """Return the id of that paper."""
    return f"paper-arxiv-2306.{number:05}"


def said(theme: int, seed: int, count: int) -> str:
    """Return words of a theme in an order of their own."""
    return " ".join(Random(seed).choices(THEMES[theme].split(), k=count))  # noqa: S311  # test data


def fill(library: Library, count: int = 12) -> None:
    """Let the corpus hold papers on three themes in turn."""
    library.corpus.put(paper(n, f"Notes {n} on {said(n % 3, n, 3)}", said(n % 3, n, 12)) for n in range(1, count + 1))


@pytest.fixture
def library() -> Library:
    """Return a library whose corpus has papers on three themes."""
    made = MemoryLibrary()
    fill(made)
    return made


def linker_of(library: Library, folder: Path, name: str = "a") -> EmbeddingLinker:
    """Return a linker with its own file of neighbours."""
    neighbours = KeptNeighbours(folder / f"{name}.neighbours")
    return EmbeddingLinker(library, Queue(library, HashingEmbedder), neighbours, folder / f"{name}.sense")


def pairs(library: Library) -> set[tuple[str, str]]:
    """Return the ends of all links."""
    return {(link.a, link.b) for link in library.links.page()}


def test_papers_of_one_theme_are_linked(library: Library, tmp_path: Path) -> None:
    """And no others; each link is one, whichever end it was found from."""
    linker = linker_of(library, tmp_path)
    linker.embed()
    report = linker.link()
    links = library.links.page()

    assert links
    assert all(int(link.a[-5:]) % 3 == int(link.b[-5:]) % 3 for link in links)
    assert all(link.a < link.b and 0 < link.score < 1 for link in links)
    assert report == LinkReport(nodes=12, links=len(links), new=len(links), gone=0, waiting=0)


def test_linking_twice_changes_nothing(library: Library, tmp_path: Path) -> None:
    """Not even the library's version."""
    linker = linker_of(library, tmp_path)
    linker.embed()
    linker.link()
    version = library.version()
    report = linker.link()

    assert (report.new, report.gone, library.version()) == (0, 0, version)


def test_what_came_is_linked_and_the_others_stay_as_they_are(library: Library, tmp_path: Path) -> None:
    """A new paper is linked with its theme, by what was learned when all were linked."""
    linker = linker_of(library, tmp_path)
    linker.embed()
    linker.link()
    before = library.links.page()
    library.corpus.put([paper(15, f"Late notes on {said(0, 15, 3)}", said(0, 15, 12))])
    linker.embed()
    report = linker.update()
    came = [link for link in library.links.page() if key(15) in (link.a, link.b)]

    assert {int(link.other(key(15))[-5:]) % 3 for link in came} == {0}
    assert [link for link in library.links.page() if key(15) not in (link.a, link.b)] == before
    assert (report.new, report.gone) == (len(came), 0)


def test_what_an_earlier_run_embedded_is_linked_by_the_next(library: Library, tmp_path: Path) -> None:
    """Nobody has to remember what came, changed and went: another process finds it, and once only."""
    first = linker_of(library, tmp_path)
    first.embed()
    first.link()
    changed = replace(paper(3, "Notes", said(1, 3, 12)), updated=Moment(datetime(2026, 1, 1, tzinfo=UTC)))
    library.corpus.put([paper(13, f"Late notes on {said(0, 13, 3)}", said(0, 13, 12)), changed])
    library.vectors.delete([key(2)])
    first.embed(corpus=False)
    with pytest.raises(InterruptedError):
        first.embed(cut_off)
    Queue(library, HashingEmbedder).run(lambda *_: None)
    library.vectors.delete([key(2)])
    linker = linker_of(library, tmp_path)
    report, again = linker.update(), linker.update()
    themes = {int(link.other(key(3))[-5:]) % 3 for link in library.links.of([key(3)])[key(3)]}

    assert (report.nodes, again.nodes) == (2, 0)
    assert {key(13), key(2)} & {end for ends in pairs(library) for end in ends} == {key(13)}
    assert themes == {1}


def cut_off(done: int, _total: int | None, _what: str) -> None:
    """End a run as somebody does who cancels it."""
    if done:
        raise InterruptedError


def test_a_linking_that_is_cut_off_is_made_up_for(library: Library, tmp_path: Path) -> None:
    """Though all neighbours are kept already: what is linked is written last."""
    linker = linker_of(library, tmp_path)
    linker.embed()
    linker.link()
    fill(library, 90)
    linker.embed()

    def cut(_done: int, _total: int | None, what: str) -> None:
        if what == "nodes linked":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        linker.update(progress=cut)
    report = linker_of(library, tmp_path).update()
    made_up = pairs(library)
    linker.link()

    assert (report.nodes, pairs(library)) == (90, made_up)


def test_an_update_that_is_cut_off_is_made_up_for(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also with those that have the new one among their nearest, and it has not them."""
    fill(library, 60)
    linker, other = linker_of(library, tmp_path), linker_of(library, tmp_path)
    linker.embed()
    linker.link()
    library.corpus.put([paper(61, f"Late notes on {said(0, 61, 3)}", said(0, 61, 12))])
    linker.embed()
    monkeypatch.setattr(linker, "_keep", lambda *_: cut_off(1, None, ""))
    with pytest.raises(InterruptedError):
        linker.update()
    other.update()
    made_up = library.links.page()
    other.update([key(61)])

    assert any(key(61) in (link.a, link.b) for link in made_up)
    assert library.links.page() == made_up
    assert other.update().nodes == 0


def test_links_stay_where_the_neighbours_cannot_be_read(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error says so; nothing is as good as what is there."""
    linker = linker_of(library, tmp_path)
    linker.embed()
    linker.link()
    before = pairs(library)
    monkeypatch.setattr(KeptNeighbours, "held", lambda _: None)

    with pytest.raises(StoreError, match="the links stay"):
        linker.link()
    assert pairs(library) == before


def test_what_was_learned_by_another_linking_is_not_used(library: Library, tmp_path: Path) -> None:
    """Two processes may learn at once: neighbours found by one are nothing to see with the other's eyes."""
    linker = linker_of(library, tmp_path)
    linker.embed()
    linker.link()
    fill(library, 30)
    other = linker_of(library, tmp_path, "b")
    other.embed()
    other.link()
    before = pairs(library)
    (tmp_path / "b.sense").replace(tmp_path / "a.sense")
    report = linker.update([key(1)])

    assert report.nodes == 30
    assert pairs(library) == before


def test_an_update_of_what_did_not_change_changes_nothing(library: Library, tmp_path: Path) -> None:
    """Also where a node has links that others proposed, or more than it would propose itself."""
    fill(library, 60)
    linker = linker_of(library, tmp_path)
    linker.embed()
    linker.link()
    before = library.links.page()
    for node in range(1, 61, 7):
        linker.update([key(node)])

    assert library.links.page() == before


def test_a_score_that_hardly_differs_stays(library: Library, tmp_path: Path) -> None:
    """Sums come out differently in the last digits when others stand beside; nothing is written for that."""
    linker = linker_of(library, tmp_path)
    linker.embed()
    linker.link()
    library.links.replace([link_of(link.a, link.b, link.score + 0.0001) for link in library.links.page()])
    version = library.version()
    linker.update([key(1)])
    linker.link()

    assert library.version() == version


def test_an_update_before_any_linking_links_all(library: Library, tmp_path: Path) -> None:
    """There is nothing yet that it could change."""
    linker = linker_of(library, tmp_path)
    linker.embed()
    linker.update([key(1)])

    assert len({end for ends in pairs(library) for end in ends}) == 12


def test_what_is_gone_has_no_links(library: Library, tmp_path: Path) -> None:
    """Once it is told that it went."""
    linker = linker_of(library, tmp_path)
    linker.embed()
    linker.link()
    library.vectors.delete([key(2)])
    linker.update([key(2)])

    assert key(2) not in {end for ends in pairs(library) for end in ends}


def test_what_people_decided_outlives_every_linking(library: Library, tmp_path: Path) -> None:
    """A link dismissed is not proposed again, one kept stays although nothing speaks for it."""
    linker = linker_of(library, tmp_path)
    linker.embed()
    linker.link()
    first = library.links.page()[0]
    for number, (one, other, keep) in enumerate([(first.a, first.b, False), (key(3), key(1), True)]):
        on, to = (f"arxiv:{each.removeprefix('paper-arxiv-')}" for each in (one, other))
        library.decisions.append(
            Decision(
                id=f"decision-{number}",
                kind=DecisionKind.LINK,
                on=on,
                at=datetime(2026, 1, 1, tzinfo=UTC),
                value={"to": to, "keep": keep},
            )
        )
    linker.link()
    linker.update([first.a, key(3)])

    assert (first.a, first.b) not in pairs(library)
    assert library.links.between(key(3), key(1)).confirmed  # type: ignore[union-attr]


def test_two_records_of_one_work_are_not_linked(library: Library, tmp_path: Path) -> None:
    """However near they are."""
    library.corpus.put(
        Record(identity=identity, title="Tuning forks at night", abstract="Tuning forks.", provider="crossref")
        for identity in ("arxiv:2306.00050", "doi:10.1000/182")
    )
    linker = linker_of(library, tmp_path)
    linker.embed()
    linker.link()

    assert not [link for link in library.links.page() if "paper-arxiv-2306.00050" in (link.a, link.b)]


def test_an_empty_library_has_nothing_to_link(tmp_path: Path) -> None:
    """And asking makes nothing."""
    library = MemoryLibrary()
    linker = linker_of(library, tmp_path)

    assert linker.link() == linker.update(["paper-x"]) == LinkReport()
    assert library.is_unmade()
    assert list(tmp_path.iterdir()) == []


def test_without_vectors_there_are_no_links(library: Library, tmp_path: Path) -> None:
    """The report says how many wait."""
    assert linker_of(library, tmp_path).link() == LinkReport(waiting=12)


@pytest.mark.parametrize("content", [None, b"", b"no zip", b"PK\x03\x04 cut off"])
def test_without_what_was_learned_all_is_linked_anew(library: Library, tmp_path: Path, content: bytes | None) -> None:
    """A file that is gone or damaged is made again."""
    linker = linker_of(library, tmp_path)
    linker.embed()
    linker.link()
    before = pairs(library)
    kept = tmp_path / "a.sense"
    kept.unlink() if content is None else kept.write_bytes(content)
    report = linker.update([key(1)])

    assert report.nodes == 12
    assert pairs(library) == before


def test_a_work_called_by_its_address_is_linked_by_what_is_said_of_it(library: Library, tmp_path: Path) -> None:
    """Addresses are like each other, and say nothing."""
    library.corpus.put([paper(16, "arXiv:2306.00016", said(1, 16, 12)), paper(17, "arXiv:2306.00017", said(2, 17, 12))])
    linker = linker_of(library, tmp_path)
    linker.embed()
    linker.link()

    assert library.links.between(key(16), key(17)) is None
    assert {int(link.other(key(16))[-5:]) % 3 for link in library.links.of([key(16)])[key(16)]} == {1}
