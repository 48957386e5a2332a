"""Plan and draft: which works, in which order, and what is said of them."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from graph.decisions import effects
from graph.errors import InvalidInputError, NotFoundError
from graph.model import Basis, Decision, DecisionKind, Edge, EdgeKind, GraphDelta
from graph.ports import Library
from graph.review import draft, plan, render_html, render_markdown
from graph.review.cite import statements
from graph.review.shapes import Draft, DraftItem, Plan
from tests.graph.small import (
    AGENT,
    JUDGE,
    LETTERS,
    REFERENCES,
    SPEED,
    Part,
    arxiv,
    page,
    put,
    reading,
)

EITHER_WAY = [(2024, "category"), (2024, "month"), (2025, "month"), (2025, "category")]


def names(planned: Plan) -> list[str]:
    return [section.name for section in planned.sections]


def item(made: Draft, node: str) -> DraftItem:
    return next(one for section in made.sections for one in section.items if one.node == node)


def remarks(made: Draft, node: str) -> list[str]:
    return [remark.text for remark in item(made, node).remarks]


def pick(library: Library) -> None:
    """Pick the waiting agent for March 2025, as the log and the graph hold it."""
    value: dict[str, object] = {"month": "2025-03", "category": None, "comment": "my own words\nand more", "on": True}
    at = datetime(2025, 3, 4, tzinfo=UTC)
    library.decisions.append(Decision(id="d1", kind=DecisionKind.PICK, on="arxiv:2402.00001", at=at, value=value))
    edge = Edge(source=AGENT, kind=EdgeKind.IN_MONTH, target="month-2025-03", basis=Basis.PICKED)
    library.graph.apply([GraphDelta(contributor="decision:arxiv:2402.00001", edges=(edge,))])


@pytest.mark.parametrize(("year", "by"), EITHER_WAY)
def test_every_sentence_and_every_item_has_a_source(library: Library, year: int, by: str) -> None:
    """Law 2: nothing without evidence."""
    pick(library)
    made = draft(plan(library, year, by))

    assert all(sentence.sources for sentence in statements(made))
    assert all(one.sources and one.remarks for section in made.sections for one in section.items)


@pytest.mark.parametrize(("year", "by"), EITHER_WAY)
def test_every_work_stands_once(library: Library, year: int, by: str) -> None:
    """A work in two months or two lists is read once."""
    planned = plan(library, year, by)
    works = [one.entry.node.id for section in planned.sections for one in section.entries]

    assert len(works) == len(set(works)) == 3


def test_a_review_by_category_follows_the_lists_own_order(library: Library) -> None:
    """The curator's categories in the curator's order, each in order of date."""
    planned = plan(library, 2024, "category")

    assert names(planned) == ["Judging models", "Agents"]
    assert [one.month for one in planned.sections[0].entries] == ["2024-01", None]


def test_a_list_by_category_gets_months_and_a_section_for_the_undated(library: Library) -> None:
    """Law 6: both views for every work, with a bound where no month is known."""
    assert names(plan(library, 2024, "month")) == ["January 2024", "February 2024", "Undated, before 2025-01"]


def test_a_list_by_month_gets_categories_and_says_which_are_guesses(library: Library) -> None:
    """A guess is marked with its probability, what has no category says so."""
    made = draft(plan(library, 2025, "category"))

    assert [section.name for section in made.sections] == ["Agents", "Without a category"]
    assert "Category guessed, 62 %." in remarks(made, SPEED)


def test_a_month_keeps_its_curators_order(library: Library) -> None:
    """The year's own list decides, not an older one that has the work too."""
    january = plan(library, 2025, "month").sections[0]

    assert [one.entry.node.id for one in january.entries] == [SPEED, AGENT]


def test_a_curators_words_are_quoted_and_attributed(library: Library) -> None:
    """Nobody else's comment passes for the user's."""
    made = draft(plan(library, 2024, "category"))

    assert remarks(made, JUDGE)[0] == "Ada Reader: “Reads verdicts twice.”"
    assert made.sections[0].paragraph[0].text == "Ada Reader begins: “Judging got harder this year.”"


def test_a_pick_leads_with_the_users_own_words(library: Library) -> None:
    """It moves to its month, stands first, and needs no quotation marks."""
    pick(library)
    made = draft(plan(library, 2025, "month"))
    march = next(section for section in made.sections if section.name == "March 2025")

    assert march.items[0].picked
    assert remarks(made, AGENT)[0] == "my own words\nand more"
    assert "one of them picked" in made.headline.text


def test_own_words_stand_as_they_were_written(library: Library) -> None:
    """No capital and no full stop is put to them, and their lines stay lines."""
    pick(library)
    made = draft(plan(library, 2025, "month"))

    assert "** — my own words\\\n  and more[^" in render_markdown(made)
    assert "my own words<br>and more<sup" in render_html(made)


def test_a_month_cites_what_states_it(library: Library) -> None:
    """The list that names a paper states no date; the paper's own number does. A list by month states its own."""
    made = draft(plan(library, 2024, "category"))
    (published,) = [one for one in item(made, JUDGE).remarks if one.text.startswith("Published in")]
    (own_number,) = published.sources
    listed = [one for one in item(draft(plan(library, 2025, "category")), SPEED).remarks if "January" in one.text]

    assert (own_number.document, own_number.title.startswith("The work's own arXiv id")) == (None, True)
    assert [source.section for one in listed for source in one.sources] == ["January: speed"]


def test_a_month_that_a_post_states_cites_the_post(library: Library) -> None:
    """A recorded post is dated by its own feed, not by the list that has it."""
    url = "source-notes.example/post"
    part = Part(heading="Agents", category="Agents", entries=(page("A post of its own", url),))
    put(library, reading("more", LETTERS, "More of 2025", "2025-12-30", (part,)))
    made = draft(plan(library, 2025, "category"))
    (post,) = [one for section in made.sections for one in section.items if one.title == "A post of its own"]
    (published,) = [one for one in post.remarks if one.text == "Published in March 2025."]

    assert [source.document for source in published.sources] == ["document-post"]


def test_a_corrected_month_is_the_editors(library: Library) -> None:
    """It is no pick, and no list states it."""
    value: dict[str, object] = {"field": "month", "value": "2024-05"}
    at = datetime(2025, 3, 4, tzinfo=UTC)
    library.decisions.append(Decision(id="d1", kind=DecisionKind.CORRECTION, on="arxiv:2401.00002", at=at, value=value))
    library.graph.apply(effects(None, library.decisions, library.graph))
    (dated,) = [one for one in item(draft(plan(library, 2024, "category")), JUDGE).remarks if "May" in one.text]

    assert dated.text == "Dated by the editor: May 2024."
    assert [source.title for source in dated.sources] == ["Decided by the editor"]


def test_the_quietest_month_is_one_of_those_with_works(library: Library) -> None:
    """A month of which nothing is known has less than the quietest."""
    more = tuple(arxiv(f"Paper {number}", f"2401.0010{number}") for number in range(3))
    put(library, reading("more", LETTERS, "More of 2024", "2024-12-30", (Part(heading="More", entries=more),)))
    told = " ".join(one.text for one in draft(plan(library, 2024, "month")).opening)

    assert "of the months with works the quietest is February 2024 with one work" in told


def test_months_alike_are_those_with_works(library: Library) -> None:
    """Sections of the undated are no months."""
    told = " ".join(one.text for one in draft(plan(library, 2024, "month")).opening)

    assert "Each of the two months with works holds one work." in told


def test_the_comments_of_a_source_of_ones_own_are_the_users(library: Library) -> None:
    """A source marked as mine is not quoted."""
    library.documents.put_source(replace(LETTERS, mine=True))

    assert remarks(draft(plan(library, 2024, "category")), JUDGE)[0] == "Reads verdicts twice."


def test_figures_agree_with_the_list(library: Library) -> None:
    """The headline counts what stands below it."""
    made = draft(plan(library, 2024, "category"))

    assert made.headline.text == "2024, by category: three works from one list"


def test_a_work_without_a_comment_says_who_lists_it(library: Library) -> None:
    """No entry is bare."""
    assert "Also listed by Weekly notes." in remarks(draft(plan(library, 2025, "month")), AGENT)


def test_a_reference_list_recommends_nothing(library: Library) -> None:
    """What a text rests on is not in its writer's review, nor is a citation a comment; it is told as a listing."""
    put(library, REFERENCES)
    made = draft(plan(library, 2025, "month"))

    assert {one.node for section in made.sections for one in section.items}.isdisjoint({"paper-arxiv-2504.00009"})
    assert not any("Haste, S." in text for text in remarks(made, SPEED))
    assert "Also listed by Ada Reader." in remarks(made, SPEED)


def test_a_list_of_another_year_brings_no_work_of_its_own_year(library: Library) -> None:
    """An old work in this year's plain list belongs to its own year."""
    old = Part(heading="Old and gold", entries=(arxiv("Attention", "1706.03762"), arxiv("New", "2505.00001")))
    put(library, reading("gold", LETTERS, "Old and gold", "2025-07-01", (old,)))
    planned = plan(library, 2025, "month")

    works = {one.entry.node.id for section in planned.sections for one in section.entries}
    assert "paper-arxiv-2505.00001" in works
    assert "paper-arxiv-1706.03762" not in works


def test_a_review_of_the_year_may_list_older_works(library: Library) -> None:
    """What a curator put into the year's review stays in it, in a section of its own."""
    part = Part(heading="Agents", category="Agents", entries=(arxiv("Attention", "1706.03762"),))
    put(library, reading("more", LETTERS, "More of 2024", "2025-01-07", (part,)))

    assert "From before 2024" in names(plan(library, 2024, "month"))


def test_undated_links_of_a_plain_list_stay_out_where_there_is_a_review(library: Library) -> None:
    """A post's link list brings in what is known to be of the year, not every page it names."""
    links = Part(heading="Links", entries=(page("A page", "page.example/x"), arxiv("New", "2505.00001")))
    put(library, reading("links", LETTERS, "Some links", "2025-07-01", (links,)))

    works = {one.entry.node.name for section in plan(library, 2025, "month").sections for one in section.entries}
    assert "New" in works
    assert "A page" not in works


def test_what_a_source_repeats_is_no_find(library: Library) -> None:
    """The hosts of a podcast stand in every episode's notes."""
    host = Part(heading="With", entries=(arxiv("A host's paper", "2506.00001"),))
    put(library, *(reading(f"e{n}", LETTERS, f"Episode {n}", f"2025-07-0{n}", (host,)) for n in range(1, 5)))

    works = {one.entry.node.name for section in plan(library, 2025, "month").sections for one in section.entries}
    assert "A host's paper" not in works


def test_a_caption_does_not_open_a_section(library: Library) -> None:
    """Only a sentence before the list is quoted as the curator's opening."""
    part = Part(heading="Agents", category="Agents", before="A figure", after="All in all, agents did well this year.",
                entries=(arxiv("More", "2403.00005", "More."),))  # fmt: skip
    put(library, reading("more", LETTERS, "More of 2024", "2024-12-30", (part,)))
    made = draft(plan(library, 2024, "category"))

    agents = next(section for section in made.sections if section.name == "Agents")
    assert not any("figure" in one.text or "All in all" in one.text for one in agents.paragraph)


def test_a_year_without_works_is_not_found(library: Library) -> None:
    """There is nothing to draft."""
    with pytest.raises(NotFoundError):
        plan(library, 1999, "month")


def test_a_review_is_by_month_or_by_category(library: Library) -> None:
    """Anything else is refused."""
    with pytest.raises(InvalidInputError):
        plan(library, 2024, "mood")
