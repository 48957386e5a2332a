"""A search as a whole, over the small library and a few papers of the corpus."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from graph.embedders.hashing import HashingEmbedder
from graph.errors import InvalidInputError, NotFoundError
from graph.link import Facet, space_of
from graph.model import Claim, ClaimRank, Decision, DecisionKind, GraphDelta, Moment, Node, NodeKind
from graph.ports import Coming, Library, Vectors
from graph.record import Record
from graph.views.search import Filters, Finder, filters_of
from graph.views.search.addresses import UNKNOWN
from graph.views.search.saying import CUT, NO_WORDS
from ingest.searching import entries_for
from tests.graph.small import AGENT, JUDGE, SPEED

LEARNING = "technique-patient-learning"
ZEBRAS = "paper-arxiv-2403.00007"


def know(library: Library, number: int, title: str, abstract: str = "", day: str = "2024-03-07") -> None:
    """Give the corpus a paper."""
    at = Moment(datetime.fromisoformat(day).replace(tzinfo=UTC))
    library.corpus.put(
        [Record(identity=f"arxiv:2403.{number:05d}", title=title, provider="x", abstract=abstract, published=at)]
    )


@pytest.fixture
def held(library: Library) -> Library:
    """Return the small library with a concept, its search entries, and a few papers known from metadata."""
    concept = Node(id=LEARNING, kind=NodeKind.TECHNIQUE, name="Patient learning", aliases=("PatLearn",))
    library.graph.apply([GraphDelta(contributor="x", claims=(Claim(node=concept, rank=ClaimRank.LIST, stamp=""),))])
    library.search.put(entries_for(library, [node.id for node in library.graph.nodes(limit=1000)]))
    know(library, 7, "Zebras that wait", "Herds <b>graze</b> & wait for rain, side by side.")
    know(library, 8, "Learning of patience", "An agent learns by graze and rest.", "2024-05-01")
    know(library, 9, "Side effects", "By the side.")
    return library


def keys(library: Library, query: str, filters: Filters | None = None, **more: int) -> list[str]:
    """Return the ids of what is found."""
    return [one.node.id for one in Finder(library).find(query, filters, **more).results]


def test_an_exact_name_comes_first_however_it_is_spelt(held: Library) -> None:
    """Of concepts too, by alias, and misspelt."""
    for query in ("patient learning", "PatientLearning", "patlearn", "patient lerning", "paitent learnin"):
        assert keys(held, query)[0] == LEARNING


def test_what_is_listed_is_preferred_but_not_whatever_it_is(held: Library) -> None:
    """A paper whose title is what was asked for comes before a work that has the words somewhere."""
    know(held, 10, "An Agent That Waits")

    assert keys(held, "agent that waits")[:2] == [AGENT, "paper-arxiv-2403.00010"]
    assert keys(held, "learning of patience")[0] == "paper-arxiv-2403.00008"


def test_a_phrase_must_stand_so(held: Library) -> None:
    """The same words elsewhere don't count."""
    assert keys(held, '"side by side"') == [ZEBRAS]
    assert keys(held, '"by side side"') == []
    assert set(keys(held, "side")) == {ZEBRAS, "paper-arxiv-2403.00009"}


def test_words_and_what_is_around_them_are_marked(held: Library) -> None:
    """In the title and in the abstract, as parts: what a source wrote stays text."""
    (result,) = [one for one in Finder(held).find("graze wait").results if one.node.id == ZEBRAS]

    assert result.title.parts == (("Zebras that ", False), ("wait", True))
    assert result.excerpt is not None
    assert result.excerpt.parts[:3] == (("Herds <b>", False), ("graze", True), ("</b> & ", False))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "technique"}, {LEARNING}),
        ({"kind": "video"}, set()),
        ({"month": "2024-05"}, {"paper-arxiv-2403.00008"}),
        ({"month": "2024-01..2024-06"}, {"paper-arxiv-2403.00008"}),
        ({"month": "2025.."}, set()),
    ],
)
def test_filters_narrow(held: Library, asked: dict[str, str], found: set[str]) -> None:
    """To a kind, a month, or a range of months."""
    assert set(keys(held, "learning", filters_of(held, **asked))) == found


def test_filters_by_category_source_and_state(held: Library) -> None:
    """As the library has them now."""
    finder = Finder(held)
    agents = filters_of(held, category="Agents")
    assert agents == filters_of(held, category="category-agents") == filters_of(held, category="agents")
    assert [one.node.id for one in finder.find("agent", agents).results] == [AGENT]
    assert [one.node.id for one in finder.find("judge", filters_of(held, source="source-letters")).results] == [JUDGE]
    assert not finder.find("judge", filters_of(held, source="source-notes")).results
    assert not finder.find("agent", filters_of(held, state="read")).results

    said = Decision(
        id="decision-1", kind=DecisionKind.STATE, on="arxiv:2402.00001", at=datetime(2025, 1, 1, tzinfo=UTC),
        value={"state": "read"},
    )  # fmt: skip
    held.decisions.append(said)

    view = finder.find("agent", filters_of(held, state="read"))
    assert [one.node.id for one in view.results] == [AGENT]
    assert [(one.value, one.count) for one in view.filters.state] == [("read", 1)]


def test_each_filter_is_counted_with_the_others_as_they_are(held: Library) -> None:
    """What a choice says is what it leaves."""
    finder = Finder(held)
    for filters in (Filters(), Filters(kind=NodeKind.PAPER), Filters(since="2024-02", until="2024-04")):
        view = finder.find("wait agent learning", filters)
        for field in ("kind", "month", "category", "source"):
            asked = {"since": filters.since, "until": filters.until, "kind": filters.kind}
            for choice in getattr(view.filters, field):
                given = filters_of(held, **{field: choice.value})
                mixed = {name: getattr(given, name) or value for name, value in asked.items()}
                mixed |= {"since": given.since, "until": given.until} if field == "month" else {}
                narrowed = Filters(**(mixed | {"category": given.category, "source": given.source}))
                assert finder.find("wait agent learning", narrowed).total == choice.count


@pytest.mark.parametrize(
    "asked", [{"kind": "poem"}, {"state": "lost"}, {"month": "March"}, {"category": "nope"}, {"source": "nobody"}]
)
def test_a_filter_nobody_knows_is_named(held: Library, asked: dict[str, str]) -> None:
    """Nothing is found quietly by mistake."""
    with pytest.raises((InvalidInputError, NotFoundError), match=next(iter(asked.values()))):
        filters_of(held, **asked)


def test_a_query_is_turned_in_parts(held: Library) -> None:
    """Nothing twice, nothing left out; the total stays."""
    finder = Finder(held)
    whole = finder.find("wait agent learning side")
    turned = [finder.find("wait agent learning side", skip=skip, limit=1) for skip in range(whole.total)]

    assert [one.results[0].node.id for one in turned] == [one.node.id for one in whole.results]
    assert {one.total for one in turned} == {len(whole.results)}


def test_any_text_is_a_query(held: Library) -> None:
    """It finds something or nothing, and says what was left out."""
    finder = Finder(held)
    for query in ("", "!!!", '"', '"""', "\x00", "\ud800", "AND ()", "x" * 10_000, "agents " * 2_000, "the of"):
        finder.find(query)

    assert CUT in finder.find("x" * 10_000).notes
    assert finder.find("!!!").notes == (NO_WORDS,)
    assert "“zebrsa” is nowhere; taken for “zebras”." in finder.find("zebrsa").notes


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("zebras rain nowhere-at-all", "Nothing has all of these words; these have some of them."),
        ("xyzzyqwertyplugh", "Nothing has this word."),
        ("xyzzyqwertyplugh qwelkj", "Nothing has any of these words."),
        ("rain qwelkjzx plughqwert", "Nothing has most of these words."),
        ('"by side side"', "“by side side” stands nowhere just so."),
        ('"side of rain" "by rain"', "“side of rain” and “by rain” stand nowhere just so."),
        ("zebras that wait", None),
    ],
)
def test_what_was_not_found_is_said_in_one_true_sentence(held: Library, query: str, told: str | None) -> None:
    """Whether some, or none, of the words are anywhere, or a phrase."""
    view = Finder(held).find(query)

    assert view.notes == ((told,) if told else ())
    assert bool(view.total) == (told is None or "some of them" in told)


def test_what_is_not_found_under_filters_is_said_of_these(held: Library) -> None:
    """Elsewhere it may well be."""
    view = Finder(held).find("zebras", Filters(kind=NodeKind.VIDEO))

    assert (view.total, view.notes) == (0, ("Nothing under these filters has this word.",))


@pytest.mark.parametrize(
    "query", ["2403.00007", "arXiv:2403.00007v2", "arxiv 2403.00007", "https://arxiv.org/pdf/2403.00007?utm_source=x"]
)
def test_an_address_finds_what_it_names(held: Library, query: str) -> None:
    """In any spelling, before what mentions it, and nothing else."""
    know(held, 12, "An answer to zebras", "We doubt arXiv:2403.00007 much.")
    view = Finder(held).find(query)

    assert [one.node.id for one in view.results] == [ZEBRAS, "paper-arxiv-2403.00012"]
    assert view.notes == ()


def test_a_work_of_the_graph_is_found_by_its_address(held: Library) -> None:
    """Under the filters as everything else."""
    assert keys(held, "https://arxiv.org/abs/2402.00001") == [AGENT]
    assert not keys(held, "https://arxiv.org/abs/2402.00001", Filters(kind=NodeKind.VIDEO))


def test_an_address_nobody_has_is_said(held: Library) -> None:
    """But a name that looks like a host is words."""
    view = Finder(held).find("https://github.com/nobody/zebras")

    assert (view.total, view.notes) == (0, (UNKNOWN,))
    assert UNKNOWN not in Finder(held).find("zebras.ai").notes


def test_names_do_not_crowd_out_works(held: Library) -> None:
    """A concept with the word in its name is found beside the works, not before all of them; its own name before all."""
    made = [
        Node(id=f"technique-{word}-waiting", kind=NodeKind.TECHNIQUE, name=f"{word} waiting")
        for word in ("early", "late", "idle", "long", "short", "quiet")
    ]
    exact = Node(id="technique-dwelling", kind=NodeKind.TECHNIQUE, name="Dwelling", aliases=("Waiting",))
    delta = GraphDelta(
        contributor="y", claims=tuple(Claim(node=n, rank=ClaimRank.LIST, stamp="") for n in [*made, exact])
    )
    held.graph.apply([delta])
    held.search.put(entries_for(held, [node.id for node in (*made, exact)]))
    know(held, 13, "Waiting for rain, a longer title than most")
    found = keys(held, "waiting")

    assert found[0] == exact.id
    assert found.index("paper-arxiv-2403.00013") <= 2


def test_a_name_as_it_is_spelt_stands_before_one_run_together(held: Library) -> None:
    """ "Zeal S" is not "zeals", though the same letters."""
    made = [
        Node(id="technique-zeal-s", kind=NodeKind.TECHNIQUE, name="Zeal S"),
        Node(id="category-zeals", kind=NodeKind.CATEGORY, name="Zeals"),
    ]
    delta = GraphDelta(contributor="y", claims=tuple(Claim(node=n, rank=ClaimRank.LIST, stamp="") for n in made))
    held.graph.apply([delta])

    assert keys(held, "zeals")[0] == "category-zeals"
    assert keys(held, "zeal s")[0] == "technique-zeal-s"


def test_authors_are_found_by_their_names(held: Library) -> None:
    """In either order, before works that have the same words of two people; and the name is shown."""
    for number, authors in (
        (14, ("Ute Okonjo", "Bo Vale")),
        (15, ("Ute Vale", "Bo Okonjo")),
        (16, ("Vi Roe", "Bo Vale")),
    ):
        held.corpus.put(
            [Record(identity=f"arxiv:2403.{number:05d}", title=f"On rest {number}", provider="x", authors=authors)]
        )
    view = Finder(held).find("Bo Vale")

    assert {one.node.id for one in view.results[:2]} == {"paper-arxiv-2403.00014", "paper-arxiv-2403.00016"}
    assert set(keys(held, "vale, bo")[:2]) == {one.node.id for one in view.results[:2]}
    assert view.results[0].excerpt
    assert ("Bo Vale", True) in view.results[0].excerpt.parts or ("Bo", True) in view.results[0].excerpt.parts


def test_an_empty_library_finds_nothing(held: Library) -> None:
    """Nor one that was emptied since."""
    finder = Finder(held)
    finder.find("agent")
    held.graph.clear()
    held.search.clear()

    assert {one.node.id for one in finder.find("agent").results} == {"paper-arxiv-2403.00008"}


def test_what_comes_or_changes_is_found_at_once(held: Library) -> None:
    """By words and by a misspelt title; what it said before is forgotten."""
    finder = Finder(held)
    assert not finder.find("giraffes").results

    know(held, 11, "Giraffes")
    assert [one.node.id for one in finder.find("girafes").results] == ["paper-arxiv-2403.00011"]
    for number in range(20, 40):  # so many that all is read anew
        know(held, number, f"Ostrich {number}")
    know(held, 11, "Okapis of the forest, a longer title")

    assert [one.node.id for one in finder.find("okapi").results] == ["paper-arxiv-2403.00011"]
    assert finder.find("ostrich").total == 20


class Meaning:
    """Reads questions with the hashing embedder, once it is told to."""

    def __init__(self) -> None:
        self.ready = False
        self.asked = 0
        self._embedder = HashingEmbedder()

    @property
    def name(self) -> str:
        return self._embedder.name

    def load(self) -> None:
        self.asked += 1

    def state(self) -> str:
        return "ready" if self.ready else "the model is being loaded"

    def vector(self, text: str) -> Vectors | None:
        return self._embedder.embed([text])[0] if self.ready else None


def embed(library: Library, *facets: Facet) -> None:
    """Give the papers of the corpus vectors."""
    embedder = HashingEmbedder()
    records = library.corpus.page()
    for facet in facets:
        texts = [one.title if facet is Facet.TITLE else one.abstract or "" for one in records]
        papers = [f"paper-arxiv-{one.identity.removeprefix('arxiv:')}" for one in records]
        library.vectors.put(space_of(embedder.name, facet), papers, embedder.embed(texts))


def test_words_alone_until_the_model_is_ready(held: Library) -> None:
    """And it is said, as is that no vector has come yet; without vectors nobody asks for a model."""
    meaning = Meaning()
    finder = Finder(held, meaning, lambda: Coming(waiting=2, total=5))
    finder.prepare()
    view = finder.find("zebras")
    assert (view.by, meaning.asked) == ("words", 0)
    assert view.notes == ("By words alone: vectors are still coming, none of 5 is there yet.",)
    assert Finder(held, meaning).find("zebras").notes == ()

    embed(held, Facet.TITLE)
    finder.prepare()
    assert meaning.asked == 1
    view = finder.find("zebras")
    assert (view.by, view.notes) == ("words", ("By words alone: the model is being loaded.",))
    before = finder.state()

    meaning.ready = True
    view = finder.find("zebras")
    assert view.by == "words and meaning"
    assert view.notes == ("Vectors still coming: 3 of 5; the others are found by their words.",)
    assert finder.state() != before


def test_meaning_finds_what_has_not_the_words(held: Library) -> None:
    """What is near comes after what has the words; filters hold for it too."""
    meaning = Meaning()
    meaning.ready = True
    embed(held, Facet.TITLE, Facet.TEXT)
    finder = Finder(held, meaning)

    found = [one.node.id for one in finder.find("zebraic herding").results]

    assert ZEBRAS in found
    assert ZEBRAS not in keys(held, "zebraic herding")
    assert not finder.find("zebraic herding", Filters(kind=NodeKind.VIDEO)).results


def test_what_is_no_nearer_than_chance_is_no_result(held: Library) -> None:
    """Letters drawn at random find nothing; what is near without a word in common is said to be just that."""
    meaning = Meaning()
    meaning.ready = True
    for number in range(20, 120):
        know(held, number, f"On the matter of {number} things that graze or rest")
    embed(held, Facet.TITLE, Facet.TEXT)
    finder = Finder(held, meaning)

    assert finder.find("qwxkjv zzplm").total == 0
    near = finder.find("thematterofthingsthatgraze")
    assert near.total
    assert near.notes == ("Nothing has this word; these are near in meaning only.",)
    assert finder.hits("thematterofthingsthatgraze") == []


def test_hits_are_what_is_surely_found(held: Library) -> None:
    """Near in meaning counts beside a word that is known; a word taken for another is none. Nothing is asked for twice."""
    meaning = Meaning()
    meaning.ready = True
    embed(held, Facet.TITLE, Facet.TEXT)
    finder = Finder(held, meaning)

    assert finder.hits("zebras herding") == finder.ranking("zebras herding")
    assert ZEBRAS in finder.hits("zebrs")
    assert finder.hits("") == finder.hits("!") == []
    assert finder.hits("zebras") is finder.hits("zebras")
    first = finder.hits("zebras")
    know(held, 20, "More zebras")
    assert len(finder.hits("zebras")) == len(first) + 1


def test_speed_is_a_work(held: Library) -> None:
    """A work of the library is drawn as its entry, whoever has the words."""
    (result,) = [one for one in Finder(held).find("speed without haste").results if one.node.id == SPEED]

    assert result.entry
    assert result.entry.month == "2025-01"
