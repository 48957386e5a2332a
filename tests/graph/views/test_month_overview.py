"""A month at a glance: who lists what, what works are about together, new models, what rises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

import pytest

from graph.errors import InvalidInputError
from graph.model import Basis, Claim, ClaimRank, Edge, EdgeKind, Evidence, GraphDelta, Node, NodeId, NodeKind, Source
from graph.ports import Library
from graph.stores.memory import MemoryLibrary
from graph.trends import Share
from graph.views.month_overview import month_overview
from graph.views.storylines import by_concept, told
from tests.graph.small import Listed, Part, arxiv, put, reading
from tests.graph.trending import LAST, TREES, fill_history
from tests.graph.views.test_entries import Counting

ADA = Source(id="source-ada", kind="feed", title="Ada's letters", url="https://ada.example/feed")
ADA_TOO = Source(id="source-ada-2", kind="feed", title="Ada's podcast", site="https://ada.example/talks")
BEN = Source(id="source-ben", kind="feed", title="Ben's notes", url="https://ben.example/feed")

SEARCH = Node(id="technique-waiting-search", kind=NodeKind.TECHNIQUE, name="waiting search")
HASTE = Node(id="model-haste", kind=NodeKind.MODEL, name="Haste")
LULL = Node(id="model-lull", kind=NodeKind.MODEL, name="Lull")

WAITS = arxiv("Waiting search in trees", "2503.00001", "It waits.")
RESTS = arxiv("A rest for agents", "2503.00002", "Uses waiting search for once.")
HASTES = arxiv("Haste: a quick model", "2503.00003", "Quick.")
SLEEPS = arxiv("Sleeping in", "2503.00004", "Long ago it was quiet. " * 12 + "Beats waiting search.")


def paper(entry: Listed) -> NodeId:
    return f"paper-{(entry.identity or '').replace(':', '-')}"


def library_of(*lists: tuple[Source, str, Collection[Listed]]) -> MemoryLibrary:
    """Return a library whose sources list these works for March 2025."""
    library = MemoryLibrary()
    for source, key, entries in lists:
        library.documents.put_source(source)
        part = Part(heading="March: calm", month="2025-03", entries=tuple(entries))
        put(library, reading(key, source, key.capitalize(), "2025-03-31", (part,)))
    claims = [Claim(node=node, rank=ClaimRank.LIST, stamp="2025") for node in (SEARCH, HASTE, LULL)]
    library.graph.apply([GraphDelta(contributor="concepts", claims=tuple(claims))])
    return library


def name(library: Library, concept: Node, text: str, *blocks: int | None, quote: str = "So it is.") -> None:
    """Let a text name a concept in these blocks, in its title where there is none."""
    record = {} if text.startswith("document-") else {"record": text}
    document = text if text.startswith("document-") else None
    said = tuple(
        Evidence(document=document, block=block, quote=f"{quote} {block}", named=concept.name, **record)
        for block in blocks
    )
    edge = Edge(source=text, kind=EdgeKind.MENTIONS, target=concept.id, evidence=said)
    library.graph.apply([GraphDelta(contributor=f"names:{text}:{concept.id}", edges=(edge,))])


def introduce(library: Library, work: NodeId, model: Node) -> None:
    evidence = (Evidence(record=work, quote=f"We introduce {model.name}.", extractor="test/1"),)
    edge = Edge(source=work, kind=EdgeKind.INTRODUCES, target=model.id, basis=Basis.STATED, evidence=evidence)
    library.graph.apply([GraphDelta(contributor=f"introduces:{work}", edges=(edge,))])


def test_a_work_that_two_curators_list_is_told_apart_with_both_their_words() -> None:
    """The entry of each; what one alone lists is not among them."""
    again = arxiv(WAITS.label, "2503.00001", "Patience pays.")
    overview = month_overview(library_of((ADA, "ada", [WAITS, RESTS]), (BEN, "ben", [again])), "2025-03")

    (shared,) = overview.shared
    assert shared.node.id == paper(WAITS)
    assert [(one.source_title, one.comment) for one in shared.listings] == [
        ("Ada's letters", "It waits."),
        ("Ben's notes", "Patience pays."),
    ]


def test_two_feeds_of_one_curator_are_one_list() -> None:
    """They share a site, so nothing stands side by side and nobody agrees with herself."""
    site = Source(id=ADA.id, kind="feed", title=ADA.title, site="https://ada.example/letters")
    overview = month_overview(library_of((site, "ada", [WAITS]), (ADA_TOO, "talk", [WAITS])), "2025-03")

    assert overview.shared == ()
    assert overview.columns == ()


def test_lists_stand_side_by_side_what_others_list_too_first() -> None:
    """The longer list first; each work says who else has it."""
    overview = month_overview(library_of((ADA, "ada", [RESTS, WAITS]), (BEN, "ben", [WAITS])), "2025-03")

    first, second = overview.columns
    assert (first.curator.title, first.total, second.curator.title, second.total) == (
        "Ada's letters",
        2,
        "Ben's notes",
        1,
    )
    assert [(one.node.id, one.others) for one in first.works] == [(paper(WAITS), ("Ben's notes",)), (paper(RESTS), ())]


def test_a_storyline_is_told_with_the_words_of_every_work() -> None:
    """Two works of two curators whose entries begin with it; one that mentions it far into its entry is not of them."""
    library = library_of((ADA, "ada", [WAITS, SLEEPS]), (BEN, "ben", [RESTS]))
    name(library, SEARCH, "document-ada", 1, 2)
    name(library, SEARCH, "document-ben", 1)

    (line,) = month_overview(library, "2025-03").storylines

    assert (line.node.id, line.total) == (SEARCH.id, 2)
    assert {work.node.id: work.evidence[0].text for work in line.works} == {
        paper(WAITS): "Waiting search in trees - It waits.",
        paper(RESTS): "A rest for agents - Uses waiting search for once.",
    }
    assert [one.title for one in line.sources] == ["Ada's letters", "Ben's notes"]


def test_two_works_of_one_curator_are_no_storyline() -> None:
    """Three are."""
    third = arxiv("Waiting search again", "2503.00005")
    few, enough = library_of((ADA, "ada", [WAITS, RESTS])), library_of((ADA, "ada", [WAITS, RESTS, third]))
    name(few, SEARCH, "document-ada", 1, 2)
    name(enough, SEARCH, "document-ada", 1, 2, 3)

    assert month_overview(few, "2025-03").storylines == ()
    assert [line.total for line in month_overview(enough, "2025-03").storylines] == [3]


def test_an_abstract_that_mentions_a_technique_once_is_not_about_it() -> None:
    """A title that names it is enough."""
    library = library_of((ADA, "ada", [WAITS, RESTS, HASTES]))
    for entry in (WAITS, RESTS, HASTES):
        name(library, SEARCH, paper(entry), 0)
    titled = library_of((ADA, "ada", [WAITS, RESTS, HASTES]))
    for entry in (WAITS, RESTS, HASTES):
        name(titled, SEARCH, paper(entry), None)

    assert month_overview(library, "2025-03").storylines == ()
    assert len(month_overview(titled, "2025-03").storylines) == 1


def test_one_story_by_two_names_is_told_once() -> None:
    """The second name stands beside the first; a third story with works of its own is its own."""
    works = {"a": ["trees", "planning"], "b": ["trees", "planning"], "c": ["trees", "planning"], "d": ["trees"]}
    works |= {key: ["speed"] for key in ("x", "y", "z")}
    voices = {work: frozenset({"ada"}) for work in works}

    stories = told(by_concept(works), voices, {"trees": 5, "planning": 40, "speed": 50}, 100)

    assert [(story.concept, story.beside, len(story.works)) for story in stories] == [
        ("trees", ("planning",), 4),
        ("speed", (), 3),
    ]


def test_what_few_texts_name_comes_before_what_many_do() -> None:
    """And what two curators speak of before what one does."""
    works = {"a": ["rare", "common"], "b": ["rare"], "c": ["rare"], "x": ["common"], "y": ["common"]}
    one = {work: frozenset({"ada"}) for work in works}
    two = one | {"x": frozenset({"ada", "ben"})}
    counts = {"rare": 3, "common": 60}

    assert [story.concept for story in told(by_concept(works), one, counts, 100)] == ["rare", "common"]
    assert [story.concept for story in told(by_concept(works), two, counts, 100)] == ["common", "rare"]


def test_a_model_is_new_where_the_first_work_that_introduces_it_is_of_the_month() -> None:
    """One that an older paper introduced is not, whoever says so again."""
    library = library_of((ADA, "ada", [HASTES, WAITS]))
    put(
        library,
        reading("old", ADA, "Old", "2024-05-31", (Part(heading="May: old", month="2024-05", entries=(RESTS,)),)),
    )
    introduce(library, paper(HASTES), HASTE)
    introduce(library, paper(WAITS), LULL)
    introduce(library, paper(RESTS), LULL)
    for model in (HASTE, LULL):
        name(library, model, "document-ada", 1, quote=f"{model.name} is here.")

    (model,) = month_overview(library, "2025-03").models

    assert model.node.id == HASTE.id
    assert [line.node.id for line in model.introduced] == [paper(HASTES)]
    assert model.introduced[0].evidence[0].text == "We introduce Haste."
    assert model.first
    assert model.first.title == "Ada"


def test_what_a_young_library_never_heard_before_is_no_news() -> None:
    """Half a year of works comes first; then an entry that begins with a name nobody knew presents it."""
    young, old = library_of((ADA, "ada", [HASTES])), library_of((ADA, "ada", [HASTES]))
    for number in range(1, 7):
        entry = arxiv(f"Paper {number}", f"240{number}.00009")
        part = Part(heading="Then", month=f"2024-{number:02}", entries=(entry,))
        put(old, reading(f"past-{number}", ADA, "Then", f"2024-{number:02}-28", (part,)))
    for library in (young, old):
        name(library, HASTE, "document-ada", 1, quote="Haste: a quick model")

    assert month_overview(young, "2025-03").models == ()
    assert [model.node.id for model in month_overview(old, "2025-03").models] == [HASTE.id]


def test_what_rises_has_the_denominators_of_the_trends_page() -> None:
    """Over three months, of the sources heard before and after."""
    library = MemoryLibrary()
    fill_history(library)

    rising = month_overview(library, LAST).rising

    assert [(line.node.id, line.recent, line.earlier) for line in rising.lines] == [
        (TREES, Share(48, 120), Share(18, 360))
    ]
    assert (rising.works, rising.earlier_works) == (Share(120, 140), Share(360, 360))
    assert (rising.recent.since, rising.recent.until) == ("2025-01", LAST)


def test_the_number_of_queries_does_not_grow_with_the_works() -> None:
    """Twelve works that name and introduce something cost as many calls as three."""
    calls = []
    for number in (3, 12):
        entries = [arxiv(f"Waiting search {place}", f"2503.000{place:02}", "It waits.") for place in range(number)]
        library = library_of((ADA, "ada", entries), (BEN, "ben", entries))
        name(library, SEARCH, "document-ada", *range(1, number + 1))
        name(library, HASTE, "document-ada", 1, quote="Haste is here.")
        for entry in entries:
            introduce(library, paper(entry), HASTE)
        counted: Counter[str] = Counter()
        counting: Any = Counting(library, counted)
        month_overview(counting, "2025-03")
        calls.append(counted)

    assert calls[0] == calls[1]


def test_an_empty_month_has_nothing_to_tell() -> None:
    """And what is no month is refused."""
    overview = month_overview(MemoryLibrary(), "2025-03")

    assert (overview.shared, overview.storylines, overview.columns, overview.models) == ((), (), (), ())
    with pytest.raises(InvalidInputError):
        month_overview(MemoryLibrary(), "March")
