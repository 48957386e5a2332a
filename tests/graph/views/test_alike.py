"""What is alike to a work in one facet."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from graph.embedders.asking import LoadedMeaning
from graph.embedders.hashing import HashingEmbedder
from graph.embedding import Queue
from graph.link import Facet, Gist, link_of
from graph.model import NodeKind
from graph.ports import Library, Meaning, Vectors
from graph.stores.memory import MemoryLibrary
from graph.views.alike import Alike
from graph.views.related import alike_lines
from tests.contracts.values import claim, delta
from tests.graph.corpus_papers import paper

ASKED, SAME, OTHER = (f"paper-arxiv-2501.0000{n}" for n in (1, 2, 3))
PROBLEMS = "Heavy rye loaves stay flat", "Sticky dough ruins clean hands"
METHODS = "slowly feed wild yeast sugar", "quickly heat large oven stones"
TEXTS = tuple(f"{PROBLEMS[problem]}. {METHODS[method]}" for problem, method in ((0, 0), (1, 0), (0, 1)))


def halves(gist: Gist) -> Mapping[Facet, str]:
    """Return the first sentence as the background, the second as the method."""
    first, _, second = (gist.text or "").partition(". ")
    told = {Facet.BACKGROUND: first, Facet.METHOD: second}
    return {facet: text for facet, text in told.items() if text}


class Slow:
    """A model that is not there yet."""

    name = HashingEmbedder().name

    def load(self) -> None:
        """Take its time."""

    def state(self) -> str:
        """Say so."""
        return "the model is being loaded"

    def vector(self, text: str) -> Vectors | None:  # noqa: ARG002
        """Return nothing yet."""
        return None


def ready() -> Meaning:
    """Return a model that was loaded."""
    meaning = LoadedMeaning(HashingEmbedder())
    meaning._load()
    return meaning


@pytest.fixture
def library() -> Library:
    """Return papers that nothing lists, and a concept that they name; with the vectors of their titles and texts."""
    made = MemoryLibrary()
    made.corpus.put([paper(f"2501.0000{n}", f"Paper {n}", text, n) for n, text in enumerate(TEXTS, start=1)])
    made.corpus.put([paper("2501.00004", "Paper 4", "One sentence only", 4), paper("2501.00005", "Paper 5", "", 5)])
    made.graph.apply([delta("x", claim("technique-yeast", "We feed the yeast", kind=NodeKind.TECHNIQUE))])
    Queue(made, HashingEmbedder).run(lambda *_: None)
    return made


def test_what_a_text_says_of_a_facet_is_told(library: Library) -> None:
    """Of works that say something of it, and of parts only."""
    alike = Alike(library, ready(), halves)
    lines = alike_lines(library, alike, ASKED, Facet.METHOD, alike.of(ASKED, Facet.METHOD).found)

    assert all(line.part == alike.words([line.node.id], Facet.METHOD).get(line.node.id) for line in lines)
    assert any(line.part for line in lines)
    assert alike.words([ASKED], Facet.TEXT) == {}


def test_each_facet_ranks_by_its_own_part(library: Library) -> None:
    """Works alone, itself left out; with the link where there is one."""
    library.links.replace([link_of(ASKED, OTHER, 0.9)])
    alike = Alike(library, ready(), halves)
    by_method = alike.of(ASKED, Facet.METHOD)
    by_problem = alike.of(ASKED, Facet.BACKGROUND)

    assert by_method.found[0][0] == link_of(ASKED, SAME, 0.0)
    assert by_problem.found[0][0] == link_of(ASKED, OTHER, 0.9)
    assert {link.other(ASKED)[:5] for link, _ in by_method.found} == {"paper"}
    assert by_method.missing is None
    assert len(alike.of(ASKED, Facet.METHOD, limit=1).found) == 1


def test_what_the_queue_kept_is_asked_for_without_a_model(library: Library) -> None:
    """Listed works have vectors of their parts."""
    library.graph.apply([delta("list", claim(ASKED, "Paper 1", identity="arxiv:2501.00001"))])
    Queue(library, HashingEmbedder, halves).run(lambda *_: None)

    assert Alike(library).of(ASKED, Facet.METHOD).found[0][0].other(ASKED) == SAME


def test_whole_titles_and_texts_rank_by_their_cosine(library: Library) -> None:
    """Concepts too."""
    found = Alike(library).of(ASKED, Facet.TEXT).found

    assert [link.other(ASKED) for link, _ in found][:2] in ([SAME, OTHER], [OTHER, SAME])
    assert 0 < found[0][1] <= 1


@pytest.mark.parametrize(
    ("key", "facet", "meaning", "why"),
    [
        ("2501.00001", Facet.METHOD, None, "Vectors still coming: its parts have not been read"),
        ("2501.00001", Facet.METHOD, Slow(), "Not yet: the model is being loaded."),
        ("2501.00004", Facet.METHOD, ready(), "Its text tells no method."),
        ("2501.00005", Facet.METHOD, ready(), "There is no abstract or text of it"),
    ],
)
def test_where_there_is_nothing_it_says_why(
    library: Library, key: str, facet: Facet, meaning: Meaning | None, why: str
) -> None:
    """In words."""
    likes = Alike(library, meaning, halves).of(f"paper-arxiv-{key}", facet)

    assert not likes.found
    assert (likes.missing or "").startswith(why)


def test_vectors_that_are_still_coming_are_told(library: Library) -> None:
    """Of one paper, and where none has come yet."""
    library.corpus.put([paper("2501.00006", "Paper 6", "New. We wait.", 6)])
    alike = Alike(library, ready(), halves)

    assert (alike.of("paper-arxiv-2501.00006", Facet.METHOD).missing or "").startswith("Vectors still coming")
    assert not alike.can("paper-arxiv-2501.00006")
    assert alike.can(ASKED)
    assert (Alike(MemoryLibrary()).of(ASKED, Facet.METHOD).missing or "").startswith("Vectors still coming")
