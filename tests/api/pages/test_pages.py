"""The pages, drawn over a small library."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace

from graph.model import Basis, Claim, ClaimRank, Edge, EdgeKind, GraphDelta, Node, NodeKind
from graph.outline import Block, BlockKind, Link, Outline
from graph.ports import SearchEntry
from graph.stores.memory import MemoryLibrary
from tests.api.world import World, world
from tests.graph.named import LAB, LULL, PATIENCE, SEARCH
from tests.graph.small import AGENT, BY_CATEGORY, LETTERS, SPEED, put, reading

PAGES = [
    "/",
    "/months",
    "/months?year=2024",
    "/months/2025-01",
    "/categories",
    "/categories/agents",
    f"/nodes/{AGENT}",
    f"/nodes/{SPEED}",
    "/concepts",
    "/models",
    "/techniques?q=wait",
    f"/nodes/{PATIENCE}",
    f"/nodes/{LAB}",
    f"/nodes/{SEARCH}",
    f"/nodes/{LULL}",
    "/documents",
    "/documents/document-2024",
    "/sources",
    "/audit",
    "/sources/source-letters",
    "/jobs",
    "/search",
    "/search?q=agent",
    "/review",
    "/review/2025",
    "/review/2024?by=category",
]


def many_works(there: World, number: int, basis: Basis, target: str) -> list[str]:
    """Put so many recorded works in a month or category; return their ids."""
    works = [f"paper-many-{n:03}" for n in range(number)]
    kind = EdgeKind.IN_MONTH if target.startswith("month") else EdgeKind.IN_CATEGORY
    nodes = [Node(id=work, kind=NodeKind.PAPER, name=work) for work in works]
    edges = [Edge(source=work, kind=kind, target=target, basis=basis) for work in works]
    edges += [Edge(source="document-post", kind=EdgeKind.RECORDS, target=work) for work in works]
    claims = tuple(Claim(node=node, rank=ClaimRank.LIST, stamp="2025") for node in nodes)
    there.library.graph.apply([GraphDelta(contributor="many", claims=claims, edges=tuple(edges))])
    return works


def many_documents(there: World, number: int) -> None:
    """Put so many posts of one source into the library."""
    there.library.documents.put_source(replace(LETTERS, id="source-many"))
    source = replace(LETTERS, id="source-many")
    there.library.documents.put([reading(f"many-{n}", source, f"Post {n}", "2024-05-05", ()) for n in range(number)])


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_drawn(client: FlaskClient, path: str) -> None:
    """Whole, with one main heading, and with nothing inline that the content policy forbids."""
    answer = client.get(path)

    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert answer.text.rstrip().endswith("</html>")
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on[a-z]+=", answer.text)
    ids = re.findall(r' id="([^"]+)"', answer.text)
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize(
    "path", ["/", "/months", "/categories", "/concepts", "/people", "/documents", "/sources", "/search?q=x", "/review"]
)
def test_an_empty_library_says_what_to_do(tmp_path: Path, path: str) -> None:
    """No page fails for want of content."""
    client = world(tmp_path, MemoryLibrary()).app.test_client()

    assert client.get(path).status_code == 200
    assert "flask ingest" in client.get("/").text


def test_a_page_without_its_style_says_how_to_make_it(there: World, tmp_path: Path) -> None:
    """The pages are readable without a build."""
    there.app.static_folder = str(tmp_path)
    drawn = there.app.test_client().get("/").text

    assert "make frontend" in drawn
    assert "stylesheet" not in drawn


def test_built_files_are_found_by_the_names_of_their_sources(there: World, tmp_path: Path) -> None:
    """Through the manifest of the build."""
    there.app.static_folder = str(tmp_path)
    (tmp_path / "manifest.json").write_text('{"src/main.css": {"file": "assets/main-1.css"}}')

    assert '<link rel="stylesheet" href="/static/assets/main-1.css">' in there.app.test_client().get("/").text


@pytest.mark.parametrize("path", ["/nope", "/nodes/nope", "/months/2030-01", "/categories/nope", "/documents/nope"])
def test_what_is_not_there_has_a_page_that_says_so(client: FlaskClient, path: str) -> None:
    """With ways on."""
    answer = client.get(path)

    assert answer.status_code == 404
    assert "not in the almanac" in answer.text
    assert 'href="/months"' in answer.text


def test_short_and_superseded_ids_lead_on(there: World, client: FlaskClient) -> None:
    """To the one address of each."""
    there.library.graph.redirect("paper-old", AGENT)

    assert client.get("/nodes/paper-old").headers["Location"] == f"/nodes/{AGENT}"
    assert client.get("/categories/category-agents").headers["Location"] == "/categories/agents"
    assert client.get("/nodes/category-agents").headers["Location"] == "/categories/agents"
    assert client.get("/nodes/month-2025-01").headers["Location"] == "/months/2025-01"


def test_a_month_shows_its_lists_as_their_curators_wrote_them(client: FlaskClient) -> None:
    """Heading, prose and comment, escaped; a guess with how sure it is; the strip with the month marked."""
    drawn = client.get("/months/2025-01").text

    assert "January: speed" in drawn
    assert "January was quick." in drawn
    assert "Fast [and](https://evil.example) &lt;b&gt;loose&lt;/b&gt;." in drawn
    assert re.search(r'class="chip guess"[^>]*>Agents <span class="guess-share">62', drawn)
    assert re.search(r'href="/months/2025-01" aria-current="true"', drawn)


def test_a_work_tells_what_each_list_said_of_it(client: FlaskClient) -> None:
    """The comment with its author and where it stands; lists without one; further links; a month with its evidence."""
    drawn = client.get(f"/nodes/{AGENT}").text

    assert "It waits, “patiently”, and wins." in drawn
    assert "Ada Reader, in" in drawn
    assert re.search(r"Also listed in\s+<a [^>]+>2025, month by month</a>", drawn)
    assert 'href="https://github.com/ada/waits"' in drawn
    assert "open there" in drawn


def test_a_document_is_never_drawn_in_its_own_markup(there: World, client: FlaskClient) -> None:
    """Text is escaped, scripts are no links, images are links at most."""
    blocks = (
        Block(kind=BlockKind.PARAGRAPH, text="<script>alert(1)</script> here", links=(Link(26, 30, "javascript:x"),)),
        Block(kind=BlockKind.FIGURE, text="A graph", image="https://pictures.example/a.png"),
    )
    document = replace(BY_CATEGORY.document, outline=Outline(blocks=blocks))
    put(there.library, replace(BY_CATEGORY, document=document, items=()))

    drawn = client.get("/documents/document-2024").text

    assert "&lt;script&gt;alert(1)" in drawn
    assert "javascript:" not in drawn
    assert "<img" not in drawn
    assert 'href="https://pictures.example/a.png"' in drawn


def test_a_long_category_shows_the_first_and_leads_to_all(there: World, client: FlaskClient) -> None:
    """Hundreds of guesses would weigh megabytes; the link goes on where they end."""
    path = "/categories/agents"
    works = many_works(there, 100, Basis.PREDICTED, "category-agents")
    short, whole = client.get(path).text, client.get(f"{path}?all=1").text
    shown = [work for work in works if f'id="{work}"' in short]
    onward = re.search(rf'href="{path}\?all=1#(paper-[^"]+)">Show all (\d+)<', short)

    assert onward is not None
    assert len(shown) < 61 < int(onward[2])
    assert onward[1] not in shown
    assert all(f'id="{work}"' in whole for work in works)
    assert "Show all" not in whole


def test_a_long_month_comes_in_parts(there: World, client: FlaskClient) -> None:
    """The parts follow one another and hold every work once; past the end the first one answers."""
    works = many_works(there, 100, Basis.PUBLISHED, "month-2025-01")
    parts = [client.get(path).text for path in ("/months/2025-01", "/months/2025-01?after=60")]

    assert 'href="/months/2025-01?after=60"' in parts[0]
    assert [work for work in works if sum(f'id="{work}"' in part for part in parts) != 1] == []
    assert 'href="/months/2025-01?after=60"' in client.get("/months/2025-01?after=9999").text


def test_a_long_document_comes_in_parts(there: World, client: FlaskClient) -> None:
    """Its contents and the marks of evidence lead to the part that a block is in."""
    paragraphs = tuple(Block(BlockKind.PARAGRAPH, f"Paragraph {number}.") for number in range(1200))
    blocks = (*paragraphs[:700], Block(BlockKind.HEADING, "Late", level=2), *paragraphs[700:])
    document = replace(BY_CATEGORY.document, outline=Outline(blocks=blocks))
    put(there.library, replace(BY_CATEGORY, document=document, items=()))
    path = "/documents/document-2024"
    parts = [client.get(f"{path}{query}").text for query in ("", "?after=500", "?after=1000")]

    assert [part.count("doc-par") for part in parts] == [500, 499, 201]
    assert f'href="{path}?after=500#b700"' in parts[0]


def test_a_short_page_offers_no_more(client: FlaskClient) -> None:
    """All of it is there."""
    assert not [path for path in PAGES if re.search("Show all|Other parts|These are", client.get(path).text)]


@pytest.mark.parametrize(
    ("path", "parts"), [("/documents", (100, 100, 50)), ("/sources/source-many", (20,) * 12 + (10,))]
)
def test_long_lists_of_documents_turn(there: World, client: FlaskClient, path: str, parts: tuple[int, ...]) -> None:
    """Each part says which it is of how many, and leads on; together they hold every document once."""
    many_documents(there, 250 - (3 if path == "/documents" else 0))
    page, found = client.get(path).text, []
    for number, part in enumerate(parts):
        assert ("250 documents" in page) or path != "/documents"
        first = sum(parts[:number])
        assert f"These are {first + 1} to {first + part}." in page
        lines = page[page.index('<ol class="document-lines') :]
        found += re.findall(r'<li><a href="/documents/([^"]+)', lines)
        forth = re.search(r'rel="next" href="([^"]+)"', lines)
        assert (forth is None) == (number + 1 == len(parts))
        page = client.get(forth[1]).text if forth else page

    assert len(found) == len(set(found)) == 250
    assert 'rel="prev"' in page


@pytest.mark.parametrize("after", ["-1", "251", "9" * 30, "x", ""])
def test_a_part_that_is_not_there_is_the_first(client: FlaskClient, after: str) -> None:
    """Addresses are typed and grow old."""
    for path in ("/documents", "/sources/source-letters"):
        assert client.get(f"{path}?after={after}&_scheme=x&endpoint=y").text.count('<li><a href="/documents/') > 0


def test_search_turns_too(there: World, client: FlaskClient) -> None:
    """And says that there is more."""
    works = many_works(there, 30, Basis.PUBLISHED, "month-2025-01")
    there.library.search.put(SearchEntry(key=work, title="plenty", text="") for work in works)
    first = client.get("/search?q=plenty")
    second = client.get("/search?q=plenty&after=25")

    assert "These are 1 to 25. There are more." in first.text
    assert 'rel="next" href="/search?q=plenty&amp;after=25"' in first.text
    assert "These are 26 to 30." in second.text
    assert 'rel="prev" href="/search?q=plenty"' in second.text
    assert "That was all." in client.get("/search?q=plenty&after=100").text


def test_home_tells_of_newer_months_without_a_list(client: FlaskClient) -> None:
    """Their posts are a line, not the page."""
    page = client.get("/").text

    assert "The newest month with a list" in page
    assert 'Out since then: <a href="/months/2025-12">December 2025</a> (1 work).' in page


def test_a_review_numbers_its_sources(client: FlaskClient) -> None:
    """Every number leads to a note."""
    drawn = client.get("/review/2025").text
    used = set(re.findall(r'href="#note-(\d+)"', drawn))

    assert used
    assert used == set(re.findall(r'id="note-(\d+)"', drawn))
