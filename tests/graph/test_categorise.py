"""Guessing categories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from graph.assemble import assemble
from graph.categories import category_names, defaults_delta
from graph.categorise import WorkText, categorise, chosen, gather, leave_one_out, predict
from graph.decisions import effects
from graph.embedders.hashing import HashingEmbedder
from graph.embedders.minilm import MiniLmEmbedder
from graph.ids import category_id
from graph.model import Basis, Claim, ClaimRank, Edge, EdgeKind, GraphDelta, Node, NodeKind
from graph.ports import Library
from graph.stores.sqlite import SqliteLibrary
from tests.contracts.test_concordance import naming
from tests.contracts.values import reading, source
from tests.graph.test_assemble import document, item
from tests.graph.test_decisions import decided
from tests.shared import SHARED, needs_shared

TEXTS = {
    "Music": ["Generating music from text", "A model for music and songs", "Singing voices and music"],
    "Proteins": ["Protein structure prediction", "Folding proteins with attention", "Designing a protein binder"],
}
WORKS = [WorkText(f"work-{text}", text, text) for texts in TEXTS.values() for text in texts]
LABELS = {f"work-{text}": category_id(name) for name, texts in TEXTS.items() for text in texts}
CATEGORIES = [Node(id=category_id(name), kind=NodeKind.CATEGORY, name=name, scheme="own") for name in TEXTS]
NEW = WorkText("work-new", "Music transformer", "Music transformer for songs")


def silent(_done: int, _total: int | None, _what: str) -> None:
    """Report to nobody."""


def test_a_work_is_guessed_into_the_category_of_works_like_it() -> None:
    """The guess says how likely it is, by which model, and what speaks for it."""
    (edge,) = predict([*WORKS, NEW], LABELS, CATEGORIES, HashingEmbedder()).edges

    assert (edge.source, edge.target, edge.basis) == ("work-new", "category-music", Basis.PREDICTED)
    assert 0.5 < edge.confidence < 1
    assert edge.confidence == round(edge.confidence, 4)
    assert edge.evidence[0].extractor.startswith("ridge/1 hashing-256 ")
    assert edge.evidence[0].quote == "words: music; like: A model for music and songs, Singing voices and music"


def test_names_alone_suffice_for_a_first_guess() -> None:
    """A new library has only the names of the default categories."""
    (edge,) = predict([NEW], {}, CATEGORIES, HashingEmbedder()).edges

    assert edge.target == "category-music"
    assert edge.evidence[0].quote == "words: music"


def test_names_in_common_speak_for_a_category() -> None:
    """What two works name counts beside how they are worded, and is told as a reason."""
    songs = replace(WORKS[0], concepts=("WaveNet", "Suno"))
    alike = WorkText("work-alike", "Dilated causal layers", "Dilated causal layers", ("WaveNet",))
    without, named = (
        predict([songs, *WORKS[1:], new], LABELS, CATEGORIES, HashingEmbedder()).edges[0]
        for new in (replace(alike, concepts=()), alike)
    )

    assert "names" not in (without.evidence[0].quote or "")
    assert named.target == "category-music"
    assert (named.evidence[0].quote or "").startswith("names: WaveNet")


def test_a_correction_counts_with_the_next_guess() -> None:
    """One work that a person moved takes another like it along, and weighs more than a source's word."""
    first, second = (WorkText(f"work-{n}", f"Reading proteins aloud {n}", "Protein songs") for n in (1, 2))
    corrected = {**LABELS, first.id: "category-music"}

    def told(works: list[WorkText], labels: dict[str, str]) -> tuple[str, float]:
        edges = predict([*WORKS, *works], labels, CATEGORIES, HashingEmbedder()).edges
        return next((edge.target, edge.confidence or 0) for edge in edges if edge.source == second.id)

    before, stated = told([first, second], LABELS), told([first, second], corrected)
    picked = told([replace(first, picked=True), second], corrected)

    assert before[0] == "category-proteins"
    assert picked[0] == stated[0] == "category-music"
    assert picked[1] > stated[1]


def test_only_so_many_works_are_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person's come first, then each category has its share, whatever the order."""
    monkeypatch.setattr("graph.categorise._MOST", 3)
    many = [WorkText(f"work-more-{n}", f"Music again {n}", f"Music again {n}") for n in range(20)]
    labels = LABELS | dict.fromkeys((work.id for work in many), "category-music")
    known = [*WORKS, *many[:-1], replace(many[-1], picked=True)]

    kept = chosen(known, labels)

    assert kept == chosen(known[::-1], labels)
    assert many[-1].id in {work.id for work in kept}
    assert {labels[work.id] for work in kept} == {"category-music", "category-proteins"}


@pytest.mark.parametrize("name", ["", "???", "of the", "a" * 100_000, "語" * 3_000, "\ud800"])
def test_a_name_without_words_is_guessed_all_the_same(name: str) -> None:
    """Titles come from anywhere."""
    odd = WorkText("work-odd", name, name)

    assert len(predict([*WORKS, odd], LABELS, CATEGORIES, HashingEmbedder()).edges) == 1
    assert len(predict([odd, *WORKS], {odd.id: "category-music"}, CATEGORIES, HashingEmbedder()).edges) == len(WORKS)


def test_without_categories_or_works_nothing_is_guessed() -> None:
    """Nothing to choose from, nothing to choose for."""
    assert predict([NEW], {}, [], HashingEmbedder()).edges == ()
    assert predict(WORKS, LABELS, CATEGORIES, HashingEmbedder()).edges == ()


def test_guesses_do_not_depend_on_the_order_of_works() -> None:
    """Deterministic, so that two libraries compare with diff."""
    forward = predict([*WORKS, NEW], LABELS, CATEGORIES, HashingEmbedder())
    backward = predict([NEW, *WORKS[::-1]], LABELS, CATEGORIES[::-1], HashingEmbedder())

    assert forward == backward


def test_leaving_one_out_measures_the_guesses() -> None:
    """The works here are easy."""
    assert leave_one_out(WORKS, LABELS, CATEGORIES, HashingEmbedder()) > 0.6
    assert leave_one_out([], {}, CATEGORIES, HashingEmbedder()) == 0.0


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Return a library with works in two categories and two in none."""
    made = SqliteLibrary(tmp_path / "library.sqlite")
    items = [item(text, category=name) for name, texts in TEXTS.items() for text in texts]
    items += [item("Music transformer for songs"), item("Protein language")]
    made.graph.apply([assemble(document(), items)[0]])
    return made


def guesses(library: Library) -> dict[str, str]:
    """Return work name → guessed category."""
    edges = [e for e in library.graph.all_edges() if e.basis is Basis.PREDICTED and e.kind is EdgeKind.IN_CATEGORY]
    return {library.graph.node(edge.source).name: edge.target for edge in edges}


def test_every_work_without_a_category_gets_one_guess(library: Library) -> None:
    """The list's two and the document itself; twice equals once."""
    assert categorise(library, HashingEmbedder(), silent) == 3
    once = list(library.graph.all_edges())
    assert categorise(library, HashingEmbedder(), silent) == 3

    assert list(library.graph.all_edges()) == once
    assert guesses(library)["Music transformer for songs"] == "category-music"
    assert guesses(library)["Protein language"] == "category-proteins"


def test_nothing_is_learned_twice(library: Library) -> None:
    """The guesses are left alone while nothing changes that they rest on, and made anew once something does."""
    library.decisions.append(decided(1, "note", "article:Protein language", text="A note."))
    categorise(library, HashingEmbedder(), silent)
    version = library.version()
    with library.transaction():
        library.graph.apply(effects(None, library.decisions, library.graph))

    assert (categorise(library, HashingEmbedder(), silent), library.version()) == (3, version + 1)

    library.graph.apply([GraphDelta(contributor="predictions")])
    assert categorise(library, HashingEmbedder(), silent) == len(guesses(library)) == 3


def test_what_a_work_names_is_told_by_its_record_by_its_entries_and_by_statements_on_it(library: Library) -> None:
    """Whatever else its document names is none of its own."""
    work = next(node.id for node in library.graph.nodes(limit=100) if node.name == "Protein language")
    entry = item("Protein language", block=7, node=work)
    library.documents.put_source(source())
    library.documents.put([replace(reading("document-1"), document=document(), items=(entry,))])
    names = ("ProtT5", "attention", "CASP", "Elsewhere")
    nodes = [Node(id=f"technique-{name.lower()}", kind=NodeKind.TECHNIQUE, name=name) for name in names]
    by_entry, by_record, stated, elsewhere = (node.id for node in nodes)
    measured = Edge(source=work, kind=EdgeKind.EVALUATED_ON, target=stated, basis=Basis.STATED)
    claims = tuple(Claim(node=node, rank=ClaimRank.REFERENCE, stamp="1") for node in nodes)
    told = GraphDelta(contributor="names:all", claims=claims, edges=(measured,))
    in_document, in_record = naming("document-1", (by_entry, 7), (elsewhere, 8)), naming(work, (by_record, 0))
    library.graph.apply([told, in_document, in_record])

    works, _ = gather(library, ())

    assert {one.id: one.concepts for one in works}[work] == ("CASP", "ProtT5", "attention")


def test_a_person_ends_the_guessing(library: Library) -> None:
    """A picked category replaces the guess, and teaches the next ones."""
    library.decisions.append(decided(1, "pick", "article:Protein language", month="2025-01", category="Language"))
    library.graph.apply(effects(None, library.decisions, library.graph))

    categorise(library, HashingEmbedder(), silent)

    assert "Protein language" not in guesses(library)


def test_default_categories_seed_an_empty_library_and_follow_its_names() -> None:
    """They are own categories with a sentence each, and can be withdrawn."""
    delta = defaults_delta(wanted=True)
    names = category_names([decided(1, "merge", "category:Reasoning", into="category:Models")])

    assert 8 <= len(delta.claims) <= 12
    assert all(claim.node.about and claim.node.scheme == "own" for claim in delta.claims)
    assert defaults_delta(wanted=False).claims == ()
    assert "category-reasoning" not in {claim.node.id for claim in defaults_delta(True, names).claims}


@needs_shared
@pytest.mark.slow
def test_guesses_on_a_real_review_are_far_better_than_its_largest_section() -> None:
    """The 2024 review's 46 works in eight sections, the largest with a third of them."""
    items = json.loads((SHARED / "gold-dev" / "items-2024.json").read_text())["items"]
    names = sorted({row["section"] for row in items})
    works = [WorkText(str(n), row["label"], f"{row['label']}. {row['comment'] or ''}") for n, row in enumerate(items)]
    labels = {str(n): category_id(row["section"]) for n, row in enumerate(items)}
    categories = [replace(CATEGORIES[0], id=category_id(name), name=name) for name in names]

    assert leave_one_out(works, labels, categories, MiniLmEmbedder()) > 0.6
