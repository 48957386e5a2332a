"""What the sentences of an abstract are there for. The abstracts are made up."""

from __future__ import annotations

import pytest

from graph.link import Facet, Gist
from graph.linking.roles import parts, roles
from ingest.entities.sentences import sentences

LETTERS = {"b": Facet.BACKGROUND, "m": Facet.METHOD, "r": Facet.RESULT}

ABSTRACTS = {
    "the usual course": """
        b Bakeries that cannot foresee demand throw away a fifth of their bread.
        b However, existing forecasts look at each shop alone.
        m We propose Crumb, a graph model over neighbouring shops.
        m It passes messages along delivery routes and predicts the demand of the next morning.
        r On two years of tills, Crumb reduces waste by 31% and outperforms gradient-boosted trees.
        r The code is available on request.
    """,
    "the answer first": """
        m This paper introduces Lantern, a retriever that reads tables row by row.
        b Prior retrievers flatten tables, which hides what a cell belongs to.
        m To address this, Lantern keeps the header beside every cell.
        r Experiments on four table collections show gains of up to 9 points.
    """,
    "a study with a question": """
        b Do small models really forget faster than large ones?
        b Little is known about what is lost first.
        m We train forty models of six sizes on the same stream of recipes.
        r We find that names are lost before facts, whatever the size.
        r These results suggest that replay should begin with names.
    """,
    "a theorem": """
        b Learning the order of a hidden queue is a fundamental problem in online scheduling.
        b It remains open whether a single pass suffices.
        r We prove that two passes are necessary, and that three yield the optimal rate.
    """,
    "a benchmark": """
        b Agents that book journeys have become popular, yet they are often tested on one airline.
        b Such tests fail to show how an agent recovers from a cancelled train.
        m We present Waybill, a benchmark of 640 journeys with planned and unplanned changes.
        m Each journey consists of a map, a timetable and a traveller who changes their mind.
        r We evaluate nine agents and find that none completes more than 40% of the journeys.
    """,
    "steps told in order": """
        b Restoring faded maps is challenging because ink and paper age differently.
        m Our approach has two stages.
        m First, a segmentation network separates ink from paper.
        m Then a diffusion model repaints the strokes under a loss that keeps coastlines closed.
        r Results on 300 scanned maps demonstrate sharper labels than hand restoration.
    """,
    "in the passive": """
        b Leaks in water mains are typically found only when streets are flooded.
        m A novel listening device is described, which is based on three cheap microphones.
        m Specifically, arrival times are compared across joints.
        r In a field test of nine weeks, 17 of 19 leaks were located to within two metres, compared with 6 by the crew.
    """,
}


def test_the_usual_courses_of_abstracts_are_told() -> None:
    """Background, then method, then result; the answer may come first, and a theorem may need no method."""
    for name, abstract in ABSTRACTS.items():
        lines = [line.strip() for line in abstract.strip().splitlines()]
        assert roles([line[2:] for line in lines]) == [LETTERS[line[0]] for line in lines], name


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("Recent years have seen rapid growth of pocket translators.", "b"),
        ("Whether this holds for mosaics remains unclear.", "b"),
        ("We develop a two-stage sampler for tide tables.", "m"),
        ("Our results indicate that shade matters more than soil.", "r"),
        ("It surpasses the best known heuristic by 4.2 points.", "r"),
    ],
)
def test_a_sentence_by_itself_is_told_by_how_it_speaks(sentence: str, role: str) -> None:
    """Without a place among others."""
    assert roles([sentence]) == [LETTERS[role]]


def test_what_says_nothing_goes_on_with_what_was_said() -> None:
    """A sentence without any turn of speech belongs to the part before it."""
    told = roles(["We propose a clock of sand.", "Grains fall through a neck of glass.", "We find that it is on time."])

    assert told == [Facet.METHOD, Facet.METHOD, Facet.RESULT]


def test_no_sentences_have_no_roles() -> None:
    """Nor has a gist without a text any parts."""
    assert roles([]) == []
    assert parts(sentences)(Gist(key="paper-a", title="A clock of sand")) == {}


def test_parts_are_sentences_joined() -> None:
    """By facet; a part that nothing tells is left out."""
    text = "Clocks of sand often stick. We propose a wider neck. Grains then fall one by one."
    told = parts(sentences)(Gist(key="paper-a", title="A clock of sand", text=text))

    assert told == {
        Facet.BACKGROUND: "Clocks of sand often stick.",
        Facet.METHOD: "We propose a wider neck. Grains then fall one by one.",
    }
