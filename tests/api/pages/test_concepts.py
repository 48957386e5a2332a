"""The pages of what is named, and what a person decides there."""

from __future__ import annotations

import re
from collections.abc import Collection

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace

from graph.mention import Findings, Mention
from graph.model import Claim, ClaimRank, Edge, EdgeKind, GraphDelta, Node, NodeKind
from graph.record import Record
from tests.api.pages.sending import send
from tests.api.world import World
from tests.graph.named import HASTE, LAB, LULL, PATIENCE, said
from tests.graph.small import AGENT

PAGE = f"/nodes/{PATIENCE}"


def test_a_models_page_tells_all_of_it(client: FlaskClient) -> None:
    """Maker, lineage, first mention, works, what it is compared with, what stands beside it."""
    page = client.get(PAGE).text

    for told in (
        "by <span",
        "Before and after",
        "Its variants",
        "First named here",
        "Used in",
        "Said to be better than",
    ):
        assert told in page
    assert f'href="/nodes/{LAB}"' in page
    assert "Named beside it" in page


def test_the_name_is_marked_in_each_sentence(client: FlaskClient) -> None:
    """And what else a source wrote stays text."""
    page = client.get(PAGE).text

    assert "<mark>Patience 2</mark> by Quiet Lab waits longer than Haste, says &lt;i&gt;Ada Reader&lt;/i&gt;." in page
    assert "<mark>P2</mark> judges, too." in page


def test_each_mention_leads_to_its_place(client: FlaskClient) -> None:
    """The block of the document; of an abstract the work's page."""
    page = client.get(PAGE).text

    assert 'href="/documents/document-2025#b2"' in page
    assert re.search(rf'class="small said-by">.*href="/nodes/{AGENT}".*its abstract', page)


def test_a_section_of_a_month_stands_under_that_month(there: World, client: FlaskClient) -> None:
    """With the heading that says so, and the date of the text."""
    told = replace(said("document-2025", 2, "April brought Haste.", "Haste"), section="April: haste", month="2025-04")
    edge = Edge(source="document-2025", kind=EdgeKind.MENTIONS, target=HASTE, evidence=(told,))
    there.library.graph.apply([GraphDelta(contributor="names:april", edges=(edge,))])
    page = client.get(f"/nodes/{HASTE}").text

    (group,) = re.findall(r'<section class="month-group" aria-labelledby="said-2025-04">.*?</section>', page, re.DOTALL)
    for part in ("April 2025", "April brought <mark>Haste</mark>.", "under “April: haste”", 'datetime="2025-12-21"'):
        assert part in group


def test_a_long_timeline_comes_in_parts(there: World, client: FlaskClient) -> None:
    """Twenty sentences each, by month; past the end the first one answers."""
    sentences = tuple(said("document-post", number, f"Sentence {number} on Haste.", "Haste") for number in range(50))
    edge = Edge(source="document-post", kind=EdgeKind.MENTIONS, target=HASTE, evidence=sentences)
    there.library.graph.apply([GraphDelta(contributor="names:post", edges=(edge,))])
    parts = [client.get(f"/nodes/{HASTE}{query}").text for query in ("", "?after=20", "?after=40", "?after=999")]

    assert [part.count('<li class="said') for part in parts] == [20, 20, 12, 20]
    assert "52 sentences that name it, the newest first. These are 1 to 20." in parts[0]
    assert 'rel="next" href="/nodes/model-haste?after=20"' in parts[0]


def test_an_ambiguous_name_offers_what_it_may_mean(there: World, client: FlaskClient) -> None:
    """With the maker of each."""
    node = Node(id=LULL, kind=NodeKind.MODEL, name="Lull", candidates=("model:Haste",))
    claims = (Claim(node=node, rank=ClaimRank.MENTION, stamp=""),)
    there.library.graph.apply([GraphDelta(contributor="names:test", claims=(*claims, haste()))])

    page = client.get(f"/nodes/{LULL}").text

    assert "It may mean" in page
    assert f'<a href="/nodes/{HASTE}">Haste</a>' in page


def haste() -> Claim:
    return Claim(node=Node(id=HASTE, kind=NodeKind.MODEL, name="Haste"), rank=ClaimRank.MENTION, stamp="")


@pytest.mark.parametrize("path", ["/models", "/techniques", "/benchmarks", "/organizations", "/people", "/products"])
def test_every_kind_has_an_index(client: FlaskClient, path: str) -> None:
    """Each line with how many texts name it; the filter works without a script."""
    assert re.search(r"in \d text|in no text", client.get(path).text)
    assert "here is called that" in client.get(f"{path}?q=%3Cnothing%3E").text


def test_an_index_tells_maker_month_and_strip(client: FlaskClient) -> None:
    """And keeps the words one filtered by."""
    page = client.get("/models?q=patience").text

    assert 'value="patience"' in page
    assert "Quiet Lab" in page
    assert "since February 2024" in page
    assert '<svg class="month-bars"' in page
    assert "Haste" not in page


def test_a_long_index_comes_in_parts(there: World, client: FlaskClient) -> None:
    """Sixty names each."""
    nodes = [Node(id=f"person-{number:03}", kind=NodeKind.PERSON, name=f"P {number:03}") for number in range(70)]
    claims = tuple(Claim(node=node, rank=ClaimRank.MENTION, stamp="") for node in nodes)
    there.library.graph.apply([GraphDelta(contributor="names:many", claims=claims)])
    parts = [client.get(f"/people{query}").text for query in ("", "?after=60", "?after=600")]

    assert [part.count('class="concept-name"') for part in parts] == [60, 11, 60]


def test_entries_have_chips_of_what_they_name(client: FlaskClient) -> None:
    """Three at most, the most telling first."""
    page = client.get("/months/2025-01").text
    entry = page[page.index("Waiting agents again") if "Waiting agents again" in page else page.index(AGENT) :]

    assert re.findall(r'class="chip named" href="/nodes/([^"]+)"', entry)[:2] == ["technique-waiting-search", PATIENCE]
    assert all(part.count('class="chip named"') <= 3 for part in re.split(r"<article", page) if "entry" in part[:30])


def test_a_works_page_tells_what_it_does_with_which_concept(client: FlaskClient) -> None:
    """Each under the first that is told of it, with its evidence."""
    page = client.get(f"/nodes/{AGENT}").text

    assert re.search(r"<dt>Introduces</dt>.*waiting search.*<dt>Uses</dt>.*Patience 2", page, re.DOTALL)
    assert "<dt>Names too</dt>" in page


def test_a_concept_is_merged_into_the_one_that_is_called_so(there: World, client: FlaskClient) -> None:
    """By its name, in any spelling, or its id; it leads on to the other's page."""
    answer = send(client, f"/nodes/{HASTE}/merge", PAGE, into="patience 2")

    (decision,) = there.library.decisions.decisions()
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert (decision.kind, decision.on, decision.value) == ("merge", "model:Haste", {"into": "model:Patience 2"})
    assert "Haste is Patience 2 from now on." in client.get(PAGE).text


@pytest.mark.parametrize("into", ["nothing of the kind", "haste", "  "])
def test_a_merge_with_nothing_is_refused(there: World, client: FlaskClient, into: str) -> None:
    """With itself too."""
    answer = send(client, f"/nodes/{HASTE}/merge", PAGE, into=into)

    assert answer.status_code == 422
    assert there.library.decisions.decisions() == []


def test_a_name_that_several_have_is_asked_about(there: World, client: FlaskClient) -> None:
    """Nothing is guessed; the answer is the id of one."""
    called = [Node(id=f"{kind}-twice", kind=kind, name="Twice") for kind in (NodeKind.MODEL, NodeKind.PRODUCT)]
    claims = tuple(Claim(node=node, rank=ClaimRank.MENTION, stamp="") for node in called)
    there.library.graph.apply([GraphDelta(contributor="names:twice", claims=claims)])

    asked = send(client, f"/nodes/{HASTE}/merge", PAGE, into="twice")
    assert asked.status_code == 300
    assert re.findall(r'name="into" value="([^"]+)"', asked.text) == ["model-twice", "product-twice"]
    assert there.library.decisions.decisions() == []

    send(client, f"/nodes/{HASTE}/merge", PAGE, into="product-twice")
    assert [one.value for one in there.library.decisions.decisions()] == [{"into": "product:Twice"}]


def test_what_was_done_is_said_on_the_page_that_the_concept_has_now(there: World, client: FlaskClient) -> None:
    """A rename gives it another id; a page that only leads on says nothing, and leaves it to the next."""
    graph = there.library.graph

    def renamed(keys: Collection[str]) -> None:
        node = Node(id="model-hurry", kind=NodeKind.MODEL, name="Hurry", keys=tuple(sorted(keys)))
        claim = Claim(node=node, rank=ClaimRank.MENTION, stamp="")
        kept = [node for node in graph.nodes(limit=1_000) if node.id != HASTE]
        graph.clear()
        graph.apply([GraphDelta(contributor="kept", claims=tuple(replace(claim, node=one) for one in (*kept, node)))])
        graph.redirect(HASTE, "model-hurry")

    there.ingestor.settle_decisions = renamed
    back = f"/nodes/{HASTE}"
    answer = send(client, f"{back}/correct", back, field="name", value="Hurry", back=f"{back}#yours")
    assert answer.headers["Location"] == "/nodes/model-hurry#yours"
    assert client.get(back).status_code == 308
    assert "The name is corrected." in client.get("/nodes/model-hurry").text
    assert "The name is corrected." not in client.get("/nodes/model-hurry").text


def test_a_name_is_split_off(there: World, client: FlaskClient) -> None:
    """One decision on the concept that had it."""
    send(client, f"{PAGE}/split", PAGE, name="P2")

    (decision,) = there.library.decisions.decisions()
    assert (decision.kind, decision.on, decision.value) == ("split", "model:Patience 2", {"name": "P2", "on": True})


def test_a_kind_is_corrected(there: World, client: FlaskClient) -> None:
    """With the form that corrects works."""
    answer = send(client, f"{PAGE}/correct", PAGE, field="kind", value="product")

    (decision,) = there.library.decisions.decisions()
    assert answer.status_code == 303
    assert decision.value == {"field": "kind", "value": "product"}


def test_works_are_no_concepts(client: FlaskClient) -> None:
    """They are neither merged nor looked for in the corpus here."""
    assert send(client, f"/nodes/{AGENT}/merge", PAGE, into="Haste").status_code == 404
    assert client.get(f"/nodes/{AGENT}/records").status_code == 404


def test_the_papers_of_the_corpus_have_a_page(client: FlaskClient) -> None:
    """It says so where there are none."""
    assert "No paper of the corpus names it." in client.get(f"{PAGE}/records").text


def test_a_name_in_running_text_is_a_link(there: World, client: FlaskClient) -> None:
    """The first time in its block, in its kind's hue; within a link it is left alone."""
    document = there.library.documents.document("document-2024")
    block = next(number for number, one in enumerate(document.outline.blocks) if "waits" in one.text)
    evidence = said(document.id, block, "", "waits")
    edge = Edge(source=document.id, kind=EdgeKind.MENTIONS, target=PATIENCE, evidence=(replace(evidence, quote=""),))
    there.library.graph.apply([GraphDelta(contributor="names:again", edges=(edge,))])

    page = client.get("/documents/document-2024").text

    assert page.count('<a class="name kind-model"') == 1


def test_a_name_that_only_the_corpus_knows_has_a_page(there: World, client: FlaskClient) -> None:
    """Its papers with their words, and where all of them are."""
    records = [
        Record(
            identity=f"arxiv:2505.{number:05}", title=f"Paper {number}", abstract="Snail-3 won.", provider="arxiv-api"
        )
        for number in range(60)
    ]
    there.library.corpus.put(records)
    one = Mention(passage=1, start=0, end=7, text="Snail-3", kind=NodeKind.MODEL, name="Snail-3", extractor="forms/1")
    there.library.mentions.put(
        Findings(key=record.identity, digest="d", extractor="e", mentions=(one,), skimmed=True) for record in records
    )
    page, every = client.get("/nodes/model-snail-3").text, client.get("/nodes/model-snail-3/records").text

    assert "No document of the library names it." in page
    assert page.count("<mark>Snail-3</mark> won.") == 10
    assert "May 2025" in page
    assert 'href="/nodes/model-snail-3/records">All 60 papers' in page
    assert every.count("<mark>Snail-3</mark> won.") == 50
    assert 'rel="next"' in every
