"""What is related, on the pages: with reasons, as a guess, and a person's word on it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from graph.link import link_of
from graph.link_decisions import settle_links
from graph.mention import NAMED_KINDS
from tests.api.pages.sending import send
from tests.api.world import World
from tests.graph.corpus_papers import NEWEST, fill_corpus
from tests.graph.named import HASTE
from tests.graph.small import AGENT, JUDGE, SPEED


@pytest.fixture(autouse=True)
def _links(there: World) -> None:
    """Link a few things."""
    fill_corpus(there.library)
    there.library.links.replace(
        [
            link_of(AGENT, SPEED, 0.82),
            link_of(AGENT, NEWEST, 0.61),
            link_of(SPEED, HASTE, 0.7),
            link_of(JUDGE, "gone", 0.9),
        ]
    )


def test_a_works_page_tells_what_is_related_and_why(client: FlaskClient) -> None:
    """Likeliest first, each as a guess, with the reasons and where they stand."""
    page = client.get(f"/nodes/{AGENT}").text
    section = page[page.index('id="related"') :]

    assert section.index(f"/nodes/{SPEED}") < section.index(f"/nodes/{NEWEST}")
    assert ">82" in section
    assert "listed together in “2025, month by month” under “January: speed”" in section
    assert "is-guess" in section


@pytest.mark.parametrize("key", [NEWEST, HASTE])
def test_papers_of_the_corpus_and_concepts_have_links_too(client: FlaskClient, key: str) -> None:
    """On their pages."""
    assert "Not related" in client.get(f"/nodes/{key}").text


def test_a_page_without_links_says_nothing_of_them(client: FlaskClient) -> None:
    """Nor of links to what is gone."""
    assert 'id="related"' not in client.get(f"/nodes/{JUDGE}").text


def test_a_link_is_kept_dismissed_and_let_go(there: World, client: FlaskClient) -> None:
    """By forms that need no script, from either end."""
    answer = send(client, f"/nodes/{AGENT}/related", f"/nodes/{AGENT}", other=SPEED, keep="no")
    settle_links(there.library)
    page = client.get(f"/nodes/{SPEED}").text
    assert answer.status_code == 303
    assert "Not related, you said: 1 link" in page

    send(client, f"/nodes/{SPEED}/related", f"/nodes/{SPEED}", other=AGENT, keep="")
    settle_links(there.library)
    assert "you said" not in client.get(f"/nodes/{SPEED}").text

    send(client, f"/nodes/{SPEED}/related", f"/nodes/{SPEED}", other=AGENT, keep="yes")
    settle_links(there.library)
    assert "kept by you" in client.get(f"/nodes/{AGENT}").text
    assert [made.kind.value for made in there.library.decisions.decisions()] == ["link", "undo", "link"]


@pytest.mark.parametrize(
    ("other", "keep", "status"), [("nope", "yes", 404), (SPEED, "perhaps", 400), ("", "yes", 400), (AGENT, "yes", 409)]
)
def test_what_cannot_be_linked_is_refused(client: FlaskClient, other: str, keep: str, status: int) -> None:
    """Unknown nodes, other words, nothing, the node itself."""
    assert send(client, f"/nodes/{AGENT}/related", f"/nodes/{AGENT}", other=other, keep=keep).status_code in (
        status,
        422,
    )


def test_all_links_are_one_step_away(there: World, client: FlaskClient) -> None:
    """Where there are more than a page shows; links to what is gone do not count."""
    concepts = [node.id for node in there.library.graph.nodes(NAMED_KINDS)]
    there.library.links.replace([link_of(JUDGE, other, 0.5) for other in (*concepts, "gone")])
    page = client.get(f"/nodes/{JUDGE}").text
    full = client.get(f"/nodes/{JUDGE}?related=all").text

    assert f"All {len(concepts)} related" in page
    assert page.count("is-guess") == 8
    assert full.count("is-guess") == len(concepts)
