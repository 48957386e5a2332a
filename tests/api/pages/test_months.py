"""A month's page at a glance, lists beside each other; a category in order of date."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.pages.months import are_beside, columns_told
from graph.model import Basis
from graph.ports import Library
from graph.stores.memory import MemoryLibrary
from graph.views.month import month_view
from graph.views.month_overview import month_overview
from tests.api.pages.test_pages import many_works
from tests.api.world import World, world
from tests.graph.small import fill
from tests.graph.trending import LAST, fill_history
from tests.graph.views.test_month_overview import (
    ADA,
    BEN,
    HASTE,
    HASTES,
    RESTS,
    SEARCH,
    WAITS,
    introduce,
    library_of,
    name,
    paper,
)


@pytest.fixture
def march() -> Library:
    """Two curators' lists of March, of a work in common."""
    library = library_of((ADA, "ada", [WAITS, HASTES]), (BEN, "ben", [WAITS, RESTS]))
    name(library, SEARCH, "document-ada", 1)
    name(library, SEARCH, "document-ben", 1, 2)
    name(library, HASTE, "document-ada", 2, quote="Haste: a quick model.")
    introduce(library, paper(HASTES), HASTE)
    return library


@pytest.fixture
def page(tmp_path: Path, march: Library) -> str:
    return world(tmp_path, march).app.test_client().get("/months/2025-03").text


def section(page: str, key: str) -> str:
    return page[page.index(f'id="{key}"') :].partition("</section>")[0]


def test_what_two_lists_mention_is_told_on_top_with_the_words_of_both(page: str) -> None:
    """Before anything else of the month."""
    told = section(page, "shared")

    assert "Two lists mention this" in told
    assert "Waiting search in trees" in told
    assert told.count("It waits.") == 2
    assert page.index('id="shared"') < page.index('id="storylines"') < page.index('id="list-1"')


def test_a_storyline_has_its_works_its_sources_and_a_mark_for_each(page: str) -> None:
    """The words are one gesture away."""
    told = section(page, "storylines")

    assert "Waiting search</a>" in told
    assert "Ada&#39;s letters" in told
    assert "Ben&#39;s notes" in told
    assert told.count('class="evidence"') == 2
    assert "A rest for agents - Uses waiting search for once." in told


def test_a_new_model_leads_to_what_introduces_it(page: str) -> None:
    """With the words of the statement."""
    told = section(page, "new-models")

    assert f"/nodes/{paper(HASTES)}" in told
    assert "We introduce Haste." in told


def test_two_curators_lists_stand_beside_each_other_in_full(page: str, march: Library) -> None:
    """So their titles are not told a second time; one curator's lists follow each other."""
    view = month_view(march, "2025-03")

    assert are_beside(view.lists)
    assert not are_beside(view.lists[:1])
    assert '<div class="lists-beside">' in page
    assert 'id="columns"' not in page


def test_titles_stand_list_by_list_where_a_curator_has_no_list_of_the_month(march: Library) -> None:
    """One of those beside each other in full, the other only lists works that came out then."""
    columns = month_overview(march, "2025-03").columns
    lists = month_view(march, "2025-03").lists

    assert columns_told(columns, lists) == ()
    assert columns_told(columns, lists[:1]) == columns


def test_the_second_part_of_a_month_goes_on_where_the_first_ends(there: World, client: FlaskClient) -> None:
    """Without telling again what the month is about."""
    many_works(there, 100, Basis.PUBLISHED, "month-2025-03")

    assert 'id="rising-here"' in client.get("/months/2025-03").text
    assert 'id="rising-here"' not in client.get("/months/2025-03?after=60").text


def test_what_rises_is_told_with_how_it_is_counted(tmp_path: Path) -> None:
    """And where nothing does, of how many."""
    library = library_of()
    fill_history(library)
    client = world(tmp_path, library).app.test_client()
    told = section(client.get(f"/months/{LAST}").text, "rising-here")

    assert "Trees" in told
    assert "In 48 of 120 works from January to March 2025, 18 of 360 the nine months before." in told
    assert "Nothing rises further than shares ordinarily move" in section(
        client.get("/months/2024-12").text, "rising-here"
    )


def test_a_category_can_be_read_in_order_of_date(client: FlaskClient) -> None:
    """Guesses stand among the others, as guesses; the usual order keeps them apart."""
    page = client.get("/categories/agents?order=date").text
    usual = client.get("/categories/agents").text

    assert 'id="guesses"' in usual
    assert 'id="guesses"' not in page
    places = [page.index(f'id="{key}"') for key in re.findall(r'<h2 id="(in-[^"]+)"', page)]
    months = re.findall(r'<h2 id="in-([^"]+)"', page)
    assert months == sorted(months)
    assert places == sorted(places)
    guessed = re.findall(r'<div class="guessed">.*?id="([^"]+)"', page, re.DOTALL)
    assert set(guessed) == set(re.findall(r'<article class="entry-brief" id="([^"]+)"', usual))
    assert guessed


def test_a_long_category_in_order_of_date_goes_in_parts(there: World, client: FlaskClient) -> None:
    """Sixty works each; the address keeps the order."""
    many_works(there, 100, Basis.PREDICTED, "category-agents")
    first = client.get("/categories/agents?order=date").text
    second = client.get("/categories/agents?order=date&after=60").text

    assert "order=date&amp;after=60" in first
    assert len(re.findall(r"<article", first)) == 60
    assert not set(re.findall(r'<article class="[^"]*" id="([^"]+)"', first)) & set(
        re.findall(r'<article class="[^"]*" id="([^"]+)"', second)
    )


def test_a_category_without_guesses_has_one_order(client: FlaskClient) -> None:
    """It is by date already."""
    assert "order=date" not in client.get("/categories/judging-models").text


def test_a_month_tells_which_of_its_works_the_year_counts_elsewhere(tmp_path: Path) -> None:
    """One came out in February and is read under January of the next year."""
    library = MemoryLibrary()
    fill(library)
    client = world(tmp_path, library).app.test_client()
    february, january = (client.get(f"/months/{month}").text for month in ("2024-02", "2025-01"))

    assert "One work, one of them counted under another month." in february
    assert "February: no works" in february
    assert "Two works, all in one list." in january
    assert "January: 2 works" in january
