"""The analysis of a library: worked out once, kept, named alike the next day, and whole without vectors."""

from __future__ import annotations

import os
from itertools import combinations
from pathlib import Path

import pytest

from graph.analysis import kept as looks
from graph.analysis.following import AnalysedLinker
from graph.analysis.kept import LibraryAnalysis
from graph.errors import EmbedderError
from graph.link import link_of
from graph.model import Claim, ClaimRank, GraphDelta, Node, NodeKind
from graph.ports import EmbedReport, LinkReport
from graph.stores.memory import MemoryLibrary
from tests.api.world import MadeUpLinker
from tests.graph.analysis.listed import FAR, FIELDS, KEYS, MODEL, PLANTED, concept, fill


@pytest.fixture
def library() -> MemoryLibrary:
    return MemoryLibrary()


@pytest.fixture
def kept(library: MemoryLibrary, tmp_path: Path) -> LibraryAnalysis:
    return LibraryAnalysis(library, tmp_path, lambda: MODEL)


def test_communities_are_called_after_their_fields(library: MemoryLibrary, kept: LibraryAnalysis) -> None:
    """Each has its works, and the technique that they are about."""
    fill(library)
    atlas = kept.refresh()

    assert sorted(community.name for community in atlas.communities) == sorted(FIELDS)
    assert {community.works for community in atlas.communities} == {len(PLANTED[0])}


def test_what_no_word_names_is_put_asunder(library: MemoryLibrary, kept: LibraryAnalysis) -> None:
    """Many works that share no word are several fields; a part that none names either is called after what is in it."""
    fill(library, embedded=False)
    library.links.replace([link_of(one, other, 0.9) for one, other in combinations(KEYS, 2)])
    tops = [one for one in kept.refresh().communities if one.parent is None]

    assert all(one.terms or one.name.startswith("Around ") for one in tops)


def test_works_that_mean_the_same_in_two_fields_are_a_bridge(library: MemoryLibrary, kept: LibraryAnalysis) -> None:
    """With the path that leads from one to the other, if one does."""
    fill(library)
    first = kept.refresh().bridges[0]

    assert {first.a, first.b} == set(FAR)
    assert not first.path or {first.path[0], first.path[-1]} == set(FAR)


def test_without_vectors_there_are_communities_and_no_bridges(library: MemoryLibrary, kept: LibraryAnalysis) -> None:
    """And the atlas says that no work has one."""
    fill(library, embedded=False)
    atlas = kept.refresh()

    assert len(atlas.communities) == len(FIELDS)
    assert (atlas.vectors, atlas.bridges) == (0, ())


def test_without_a_model_there_are_communities(library: MemoryLibrary, tmp_path: Path) -> None:
    """Whatever is wrong with it."""

    def missing() -> str:
        raise EmbedderError("no model here")

    fill(library)

    assert LibraryAnalysis(library, tmp_path, missing).refresh().vectors == 0


def test_the_same_is_not_worked_out_twice(library: MemoryLibrary, kept: LibraryAnalysis, tmp_path: Path) -> None:
    """And another process finds what one has worked out."""
    fill(library)
    first = kept.refresh()

    assert kept.refresh() == first == LibraryAnalysis(library, tmp_path, lambda: MODEL).held()


def test_ids_and_names_stay_when_works_come_and_go(library: MemoryLibrary, kept: LibraryAnalysis) -> None:
    """A community that lost a few is the same."""
    fill(library)
    before = kept.refresh()
    library.links.replace_of(KEYS[:2], [])
    after = kept.refresh()

    assert before.made_of != after.made_of
    assert {(one.id, one.name) for one in before.communities} == {(one.id, one.name) for one in after.communities}


def test_everything_has_a_place_that_stays(library: MemoryLibrary, kept: LibraryAnalysis) -> None:
    """Works and what they are about; one that comes later and is joined with nothing too."""
    fill(library)
    before = kept.refresh()
    new = Node(id="person-nobody", kind=NodeKind.PERSON, name="Nobody")
    library.graph.apply([GraphDelta(contributor="one", claims=(Claim(node=new, rank=ClaimRank.LIST, stamp=""),))])
    after = kept.refresh()

    assert before.positions.keys() == {*KEYS, *(concept(field) for field in range(len(FIELDS)))}
    assert after.positions.keys() - before.positions.keys() == {new.id}
    assert before.positions.items() <= after.positions.items()


def test_an_empty_library_has_an_empty_atlas(library: MemoryLibrary, kept: LibraryAnalysis) -> None:
    """Nothing is worked out for one that was never written to; one that was emptied has nothing in it."""
    assert kept.atlas() is None
    assert kept.refresh().communities == ()
    assert kept.held() is None
    library.graph.apply([GraphDelta(contributor="nobody")])

    assert kept.refresh().communities == ()


def test_a_file_that_cannot_be_read_is_as_none(library: MemoryLibrary, kept: LibraryAnalysis, tmp_path: Path) -> None:
    """It is worked out again."""
    fill(library)
    (tmp_path / "atlas.json").write_bytes(b"{")

    assert kept.held() is None
    assert kept.atlas() == kept.held()


def test_each_linking_is_followed(library: MemoryLibrary, kept: LibraryAnalysis) -> None:
    """All of it, and that of some nodes; embedding alone changes nothing."""
    fill(library)
    inner = MadeUpLinker()
    inner.report = EmbedReport(model="made-up", embedded=2)
    linker = AnalysedLinker(inner, kept)
    linker.embed()
    linker.coming()
    assert kept.held() is None

    assert isinstance(linker.link(), LinkReport)
    first = kept.held()
    library.links.replace([])
    linker.update(KEYS[:1])

    assert first
    assert kept.held() != first


def test_a_big_library_is_not_looked_at_after_each_change(
    library: MemoryLibrary, kept: LibraryAnalysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once an hour is enough; all of it linked anew is looked at by all means."""
    fill(library)
    monkeypatch.setattr(looks, "SMALL", 0)
    linker = AnalysedLinker(MadeUpLinker(), kept)
    first = linker.link() and kept.held()
    library.links.replace([])
    linker.update(KEYS[:1])
    assert kept.held() == first

    os.utime(tmp_path / "atlas.json", (0, 0))
    linker.update(KEYS[:1])
    assert kept.held() != first


def test_a_very_small_library_is_looked_at_when_it_changed(library: MemoryLibrary, kept: LibraryAnalysis) -> None:
    """Also without anything to link it."""
    fill(library, embedded=False)
    first = kept.atlas()
    library.links.replace_of(KEYS[:2], [])

    assert kept.atlas() != first
    assert kept.atlas() is kept.held()


def test_a_lost_file_comes_back_without_anything_to_embed(
    library: MemoryLibrary, kept: LibraryAnalysis, tmp_path: Path
) -> None:
    """However big the library: whoever looks for texts to embed, as a service does at its start, works it out again."""
    fill(library)
    inner = MadeUpLinker()
    inner.report = EmbedReport(model="made-up")
    linker = AnalysedLinker(inner, kept)
    first = kept.refresh()
    (tmp_path / "atlas.json").unlink()

    linker.embed(corpus=False)
    assert kept.held() is None
    linker.embed()
    assert kept.held() == first
