"""What to read next: learned from a few decisions, told with reasons that are so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from graph.embedders.hashing import HashingEmbedder
from graph.ids import work_id
from graph.link import Facet, space_of
from graph.model import Decision, DecisionKind, Identity, Moment, NodeId, NodeKind, Precision
from graph.opinions import Opinion
from graph.ports import Library
from graph.record import Record
from graph.stores.memory import MemoryLibrary
from graph.views import recommendations as views
from graph.views.because import liked_for
from graph.views.candidates import Wish, pool_of, reader_of
from graph.views.meanings import Meanings
from graph.views.recommendations import recommendations
from tests.graph.small import LETTERS, NOTES, Part, arxiv, put, reading

NOW = datetime(2026, 1, 2, 12, tzinfo=UTC)
PLANTS = ["Watering ferns at night", "Ferns that need no watering", "Soil for ferns and mosses", "Mosses on wet soil"]
TRAINS = [
    "Signals for mountain trains",
    "Trains that brake on ice",
    "Ice on mountain signals",
    "Brakes for night trains",
]
TITLES = {f"2510.0000{at}": title for at, title in enumerate([*PLANTS, *TRAINS], 1)}
EVERY = tuple(arxiv(title, number) for number, title in TITLES.items())
ALONE = Record(identity="arxiv:2511.00001", title="Ferns in rooms without soil", provider="arxiv-snapshot")


def node(number: str) -> NodeId:
    return work_id(NodeKind.PAPER, Identity("arxiv", number))


AUTUMN_URL = "web:https://source-letters.example/autumn"
AUTUMN = work_id(NodeKind.ARTICLE, Identity("web", AUTUMN_URL.removeprefix("web:")))
FERNS, DRY, SOIL, MOSSES, SIGNALS, TRAINS_ON_ICE, ICE, BRAKES = map(node, TITLES)


@pytest.fixture
def library() -> Library:
    """Two sources list eight works on two subjects, the second one of them again; each has its vectors."""
    made = MemoryLibrary()
    made.documents.put_source(LETTERS)
    made.documents.put_source(NOTES)
    put(made, reading("autumn", LETTERS, "Autumn reading", "2025-10-31", (Part(heading="Read", entries=EVERY),)))
    again = (arxiv(TRAINS[1], "2510.00006"),)
    put(made, reading("weekly", NOTES, "Weekly notes", "2025-12-05", (Part(heading="Read", entries=again),)))
    made.corpus.put([ALONE])
    keys = [*map(node, TITLES), node("2511.00001")]
    vectors = HashingEmbedder().embed([*TITLES.values(), ALONE.title])
    for facet in (Facet.TITLE, Facet.TEXT):
        made.vectors.put(space_of(HashingEmbedder().name, facet), keys, vectors)
    return made


def decide(library: Library, kind: str, number: str, days: int = 1, **value: object) -> None:
    """Let a person decide on a work, so many days ago."""
    key, at = f"{kind}-{number}-{days}", NOW - timedelta(days)
    on = number if ":" in number else f"arxiv:{number}"
    library.decisions.append(Decision(id=key, kind=DecisionKind(kind), on=on, at=at, value=value))


def ranked(library: Library, **wish: object) -> list[NodeId]:
    """Return the works that are recommended, in their order."""
    view = recommendations(library, NOW, Wish(**wish))  # type: ignore[arg-type]
    return [one.entry.node.id for one in (view.top, view.backup, *view.others) if one]


def test_without_decisions_the_most_mentioned_come_first_and_that_is_said(library: Library) -> None:
    """Two sources name one work, the others have one; nothing is claimed to be to anybody's liking."""
    view = recommendations(library, NOW, Wish(corpus=False))

    assert view.top is not None
    assert view.top.entry.node.id == TRAINS_ON_ICE
    assert view.basis == "What most independent sources mentioned lately."
    assert [one.text for one in view.top.reasons] == ["Listed by two sources: Ada's letters and Weekly notes."]
    assert len(view.others) == 7, "a post that lists one work is a work too"
    assert "The first fits" not in (view.trade_off or "")


def test_the_list_that_works_were_chosen_from_is_not_recommended(library: Library) -> None:
    """Nor where lists are all that is best: those behind them come."""
    library.vectors.put(
        space_of(HashingEmbedder().name, Facet.TITLE), [AUTUMN], HashingEmbedder().embed([f"{PLANTS[0]}, {PLANTS[2]}"])
    )
    decide(library, "state", "2510.00001", state="reading")
    decide(library, "state", "2510.00005", state="skipped")

    assert AUTUMN in library.chronicle.mentions()
    assert AUTUMN not in ranked(library, corpus=False, limit=50)
    assert AUTUMN not in ranked(library, corpus=False, limit=50, surprise=1)
    assert len(ranked(library, corpus=False, limit=50)) == 7


def test_where_the_best_are_lists_the_choice_is_from_those_behind(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks for more like a list is nearest to that list."""
    vector = HashingEmbedder().embed(["Autumn reading"])
    library.vectors.put(space_of(HashingEmbedder().name, Facet.TITLE), [AUTUMN], vector)
    decide(library, "leaning", AUTUMN_URL, toward="more")
    reader, meanings = reader_of(library, NOW), Meanings(library)
    monkeypatch.setattr(views, "SHORTLIST", 1)

    assert pool_of(library, reader, meanings, NOW, Wish(corpus=False)).best(1).keys == [AUTUMN]
    assert len(ranked(library, corpus=False)) == 1
    assert AUTUMN not in ranked(library, corpus=False)


def test_with_only_lists_left_there_is_nothing_to_recommend(library: Library) -> None:
    """It says so."""
    for number in TITLES:
        decide(library, "state", number, state="read")
    decide(library, "state", "web:https://source-notes.example/weekly", state="read")
    view = recommendations(library, NOW, Wish(corpus=False))

    assert (view.top, view.basis) == (None, "There is nothing left to recommend.")


def test_one_pick_suffices_to_learn_from(library: Library) -> None:
    """What is like the picked work comes first, because of it; the picked one is not recommended again."""
    decide(library, "pick", "2510.00001", month="2025-12")
    view = recommendations(library, NOW, Wish(corpus=False))

    assert view.top is not None
    assert view.top.entry.node.id in (DRY, SOIL)
    assert view.top.reasons[0].text.startswith("Because you picked “Watering ferns at night” for December 2025: ")
    assert (view.top.reasons[0].work, view.decided) == (FERNS, 1)
    assert FERNS not in ranked(library)


def test_what_is_disliked_pushes_its_like_down(library: Library) -> None:
    """Ferns rated 1: a work on trains leads."""
    decide(library, "rating", "2510.00001", rating=1)

    assert set(ranked(library, corpus=False)[:3]) <= {SIGNALS, TRAINS_ON_ICE, ICE, BRAKES, MOSSES}
    assert ranked(library, corpus=False)[-1] in (DRY, SOIL)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("state", {"state": "read"}),
        ("state", {"state": "reading"}),
        ("state", {"state": "skipped"}),
        ("rating", {"rating": 5}),
        ("pick", {"month": "2025-12"}),
        ("leaning", {"toward": "less"}),
    ],
)
def test_what_one_is_through_with_is_never_recommended(library: Library, kind: str, value: dict[str, object]) -> None:
    """Nor is a work whose like is not wanted."""
    decide(library, kind, "2510.00006", **value)

    assert TRAINS_ON_ICE not in ranked(library, corpus=True)


def test_what_is_to_be_read_is_recommended_and_that_is_said(library: Library) -> None:
    """It is not done with."""
    decide(library, "state", "2510.00006", state="to-read")
    view = recommendations(library, NOW, Wish(corpus=False))

    assert view.top is not None
    told = {one.entry.node.id: one.reasons for one in (view.top, view.backup, *view.others) if one}
    assert "It is on your list to read." in [one.text for one in told[TRAINS_ON_ICE]]


def test_another_version_of_what_was_read_is_not_recommended(library: Library) -> None:
    """Listed again under another address, spelled a little otherwise."""
    again = (arxiv("Watering Ferns at Night.", "2512.00009"),)
    put(library, reading("later", NOTES, "Later notes", "2025-12-20", (Part(heading="Read", entries=again),)))
    assert node("2512.00009") in ranked(library, corpus=False)
    assert FERNS not in ranked(library, corpus=False)
    decide(library, "state", "2510.00001", state="read")

    assert not {FERNS, node("2512.00009")} & set(ranked(library, corpus=False))


def test_papers_that_no_list_has_come_when_asked_or_when_little_is_left(library: Library) -> None:
    """Seven listed works are few, so without a word they come too, and that is said."""
    decide(library, "rating", "2510.00001", rating=5)

    assert node("2511.00001") not in ranked(library, corpus=False)
    assert node("2511.00001") in ranked(library, corpus=True)
    view = recommendations(library, NOW)
    assert "Few listed works are left, so papers that no list has are among these." in view.notes
    assert node("2511.00001") in ranked(library)


def test_leanings_are_listed_to_be_taken_back(library: Library) -> None:
    """The latest first; one that was taken back is gone."""
    decide(library, "leaning", "2510.00002", 3, toward="more")
    decide(library, "leaning", "2511.00001", 2, toward="less")
    decide(library, "leaning", "2510.00005", 2, toward="more")
    decide(library, "leaning", "2510.00005", 1, toward=None)
    view = recommendations(library, NOW)

    assert [(one.name, one.toward) for one in view.leanings] == [(ALONE.title, "less"), (PLANTS[1], "more")]


def test_a_surprise_is_drawn_anew_each_turn_and_the_same_each_time(library: Library) -> None:
    """Turns differ; one turn of one day is one list."""
    decide(library, "rating", "2510.00001", rating=5)
    turns = [tuple(ranked(library, surprise=turn, corpus=False)) for turn in range(1, 6)]
    view = recommendations(library, NOW, Wish(surprise=1))

    assert len(set(turns)) > 1
    assert tuple(ranked(library, surprise=1, corpus=False)) == turns[0]
    assert view.top is not None
    assert view.top.reasons[0].text == "A step away from what you usually choose."


def test_without_choices_a_surprise_claims_no_usual(library: Library) -> None:
    """It is drawn by lot; so where works were only disliked, and where what was chosen has not been read for its meaning."""
    lot = "A surprise: drawn by lot, the likelier the more sources mention a work, and the later."
    fresh = recommendations(library, NOW, Wish(surprise=1))
    decide(library, "rating", "2510.00001", rating=1)
    disliked = recommendations(library, NOW, Wish(surprise=1))
    decide(library, "rating", "2510.00002", rating=5)
    library.vectors.clear()
    unread = recommendations(library, NOW, Wish(surprise=1))

    for view in (fresh, disliked, unread):
        assert view.basis == lot
        assert view.top is not None
        told = [why.text for one in (view.top, *view.others) for why in one.reasons]
        assert told
        assert not [text for text in told if "you" in text.replace("your list", "")]
        assert "fits" not in (view.trade_off or "")


def test_what_two_works_say_is_told_before_what_is_around_them(library: Library) -> None:
    """Also of the second nearest; else of the nearest that a list has both, or that it is the nearest."""
    said = Opinion(weight=1.0, said=DecisionKind.RATING, value="5", at=NOW)
    liked, alone = dict.fromkeys((FERNS, SOIL, SIGNALS, ICE), said), node("2511.00001")
    nearest = {alone: [SIGNALS, SOIL], BRAKES: [SIGNALS, FERNS], SOIL: [ICE, SIGNALS], TRAINS_ON_ICE: [alone]}
    found = liked_for(library, nearest, liked | {alone: said}, dict.fromkeys((*liked, alone), "A work"))

    assert {work: (one.work, one.shared.text if one.shared else None) for work, one in found.items()} == {
        alone: (SOIL, "both about ferns and soil"),
        BRAKES: (FERNS, "both about night"),
        SOIL: (ICE, "listed together in “Autumn reading” under “Read”"),
        TRAINS_ON_ICE: (alone, None),
    }


def test_without_vectors_mentions_decide_and_it_is_said(library: Library) -> None:
    """What was chosen cannot count yet."""
    library.vectors.clear()
    decide(library, "rating", "2510.00001", rating=5)
    view = recommendations(library, NOW)

    assert view.top is not None
    assert view.top.entry.node.id == TRAINS_ON_ICE
    assert view.notes[0] == "What works mean has not been read yet, so what you chose cannot count."


def test_an_empty_library_has_nothing_to_recommend() -> None:
    """It says so."""
    view = recommendations(MemoryLibrary(), NOW)

    assert (view.top, view.backup, view.others) == (None, None, ())
    assert view.basis == "There is nothing left to recommend."


def test_undated_works_are_candidates_too(library: Library) -> None:
    """A list without a date."""
    entry = (arxiv("Ferns by lamplight", "2509.00001"),)
    one = reading("undated", NOTES, "Undated notes", "2025-12-20", (Part(heading="Read", entries=entry),))
    put(library, replace(one, document=replace(one.document, published=None)))

    assert node("2509.00001") in ranked(library, corpus=False, limit=50)


def test_a_mention_of_long_ago_counts_less(library: Library) -> None:
    """Two sources named one work years ago, one names another now."""
    old = (arxiv("Lamps of the first trains", "1510.00001"),)
    for key, source in (("old", LETTERS), ("older", NOTES)):
        one = reading(key, source, "Old notes", "2015-12-20", (Part(heading="Read", entries=old),))
        put(
            library,
            replace(
                one, document=replace(one.document, published=Moment(NOW - timedelta(3_000), precision=Precision.DAY))
            ),
        )

    found = ranked(library, corpus=False, limit=50)
    assert found.index(node("1510.00001")) > found.index(TRAINS_ON_ICE)
