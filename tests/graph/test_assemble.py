"""From a document and its items to what the graph says because of it."""

from __future__ import annotations

from datetime import UTC, datetime
from time import process_time

from msgspec.structs import replace

from graph.assemble import assemble
from graph.categories import CategoryNames
from graph.identity import identify, read_address
from graph.model import (
    Basis,
    Claim,
    Document,
    Edge,
    EdgeKind,
    GraphDelta,
    Item,
    ItemLink,
    Moment,
    Node,
    NodeKind,
    Precision,
)
from graph.outline import Block, BlockKind, Link, Outline
from graph.settle import settle

PUBLISHED = Moment(instant=datetime(2024, 12, 22, 10, tzinfo=UTC))
ADDRESS = "https://letters.example.org/2024-review"


def document(**fields: object) -> Document:
    """Return a review of 2024."""
    values: dict[str, object] = {
        "id": "document-1",
        "source": "source-1",
        "kind": "post",
        "title": "What we read in 2024",
        "url": ADDRESS,
        "identity": identify(ADDRESS),
        "published": PUBLISHED,
        **fields,
    }
    return Document(**values)  # type: ignore[arg-type]


def item(label: str, url: str | None = None, **fields: object) -> Item:
    """Return an entry as the items reader gives it."""
    address = read_address(url) if url else None
    values: dict[str, object] = {
        "id": f"item-{label}",
        "document": "document-1",
        "section": "Agents",
        "position": 1,
        "month": None,
        "category": None,
        "label": label,
        "url": url,
        "identity": str(address.identity) if address else None,
        "version": None,
        "links": (),
        "comment": None,
        "repairs": (),
        "block": 4,
        **fields,
    }
    return Item(**values)  # type: ignore[arg-type]


def further(label: str, url: str) -> ItemLink:
    """Return a further link of an item."""
    return ItemLink(label, url, str(identify(url)))


def edges(delta: GraphDelta, kind: EdgeKind) -> list[Edge]:
    """Return the delta's edges of one kind."""
    return [edge for edge in delta.edges if edge.kind is kind]


def node(delta: GraphDelta, key: str) -> Node:
    """Return a node as this delta alone settles it."""
    return settle(key, [claim for claim in delta.claims if claim.node.id == key])


def recorded_work(recorded: Document) -> str:
    """Return the work that a document is."""
    return edges(assemble(recorded, ())[0], EdgeKind.RECORDS)[0].target


def months(delta: GraphDelta, key: str | None) -> set[tuple[str, Basis | None]]:
    """Return the months that a work is in, each with its basis."""
    return {(edge.target, edge.basis) for edge in edges(delta, EdgeKind.IN_MONTH) if edge.source == key}


def test_a_document_records_the_work_that_it_is() -> None:
    """A post is an article, named by its title, in the month its feed states."""
    post = document(authors=("Ann",))

    delta, _ = assemble(post, ())
    (records,) = edges(delta, EdgeKind.RECORDS)
    work = node(delta, records.target)

    assert (records.source, work.identity) == ("document-1", f"web:{ADDRESS}")
    assert (work.kind, work.name, work.authors) == (NodeKind.ARTICLE, "What we read in 2024", ("Ann",))
    assert months(delta, work.id) == {("month-2024-12", Basis.PUBLISHED)}
    assert node(delta, "month-2024-12").name == "December 2024"


def test_an_episode_is_a_talk_and_keeps_an_articles_id() -> None:
    """The id's kind comes from the address alone."""
    delta, _ = assemble(document(kind="episode"), ())
    (records,) = edges(delta, EdgeKind.RECORDS)

    assert records.target.startswith("article-")
    assert node(delta, records.target).kind is NodeKind.TALK


def test_documents_without_an_address_are_works_of_their_own() -> None:
    """Two issues of one title are two works."""
    one = document(identity=None, url=None)

    assert recorded_work(one) != recorded_work(replace(one, id="document-2"))


def test_a_listed_work_is_in_its_sections_month_and_category() -> None:
    """Curated and stated, with the words of the item and of its heading as evidence."""
    listed = item("Jamba", "https://arxiv.org/abs/2403.19887", month="2024-04", category="Models", comment="A hybrid.")

    delta, (placed,) = assemble(document(), [listed])
    (lists,) = edges(delta, EdgeKind.LISTS)
    (category,) = edges(delta, EdgeKind.IN_CATEGORY)

    assert placed.node == lists.target == "paper-arxiv-2403.19887"
    assert (lists.evidence[0].quote, lists.evidence[0].block) == ("Jamba A hybrid.", 4)
    assert months(delta, placed.node) == {
        ("month-2024-04", Basis.CURATED),
        ("month-2024-03", Basis.PUBLISHED),
    }
    assert (category.target, category.basis, category.evidence[0].quote) == ("category-models", Basis.STATED, "Agents")
    assert node(delta, "category-models").scheme == "own"
    assert node(delta, placed.node).before is None


def test_an_undated_work_is_bounded_by_the_list_that_names_it() -> None:
    """What a list of December 2024 names is older than January 2025."""
    listed = item("State of agents", "https://example.org/state-of-agents")

    delta, (placed,) = assemble(document(), [listed])
    assert node(delta, placed.node or "").before == "2025-01"

    year = Moment(instant=datetime(2023, 1, 1, tzinfo=UTC), precision=Precision.YEAR)
    delta, _ = assemble(document(published=year), [listed])
    assert node(delta, placed.node or "").before == "2024-01"

    delta, _ = assemble(document(published=None), [listed])
    assert node(delta, placed.node or "").before is None


def test_an_item_without_any_address_is_a_work_too() -> None:
    """It is known by its label."""
    delta, (placed,) = assemble(document(), [item("An unpublished note")])
    work = node(delta, placed.node or "")

    assert (work.kind, work.name, work.identity) == (NodeKind.ARTICLE, "An unpublished note", None)


def test_one_identity_under_two_unrelated_labels_is_two_works() -> None:
    """The later item gets a node of its own, flagged, and keeps the identity it read (law 8)."""
    url = "https://arxiv.org/abs/2402.12354"
    first = item("LoRA+: Efficient Low Rank Adaptation of Large Models", url)
    second = item("Self-Play Preference Optimization for Language Model Alignment", url, block=5)

    delta, (one, other) = assemble(document(), [first, second])
    split = node(delta, other.node or "")

    assert one.node == "paper-arxiv-2402.12354"
    assert split.id.startswith("paper-self-play-preference")
    assert (split.identity, split.flags, other.identity) == (None, ("shared-identity",), "arxiv:2402.12354")
    assert months(delta, split.id) == set()
    assert node(delta, "paper-arxiv-2402.12354").flags == ()


def test_one_work_under_two_nicknames_in_two_months_is_one_work() -> None:
    """Both labels stay, both months hold, the edge to the document has both items as evidence."""
    url = "https://deepmind.google/blog/sima-2"
    first = item("SIMA 2 embodied agent research", url, month="2024-11")
    second = item("DeepMind Sima 2", url, month="2024-12", block=9)

    delta, (one, other) = assemble(document(), [first, second])
    (lists,) = edges(delta, EdgeKind.LISTS)

    assert one.node == other.node
    assert len(lists.evidence) == 2
    assert node(delta, one.node or "").aliases == ("DeepMind Sima 2",)
    assert {month for month, _ in months(delta, one.node)} == {"month-2024-11", "month-2024-12"}


def test_a_nickname_chain_is_one_work() -> None:
    """Each label has something in common with one before; link words count as neither."""
    url = "https://example.org/sima"
    labels = ["Paper", "SIMA 2", "DeepMind Sima", "DeepMind's new player", "Paper"]

    _, items = assemble(document(), [item(label, url) for label in labels])

    assert len({placed.node for placed in items}) == 1


def test_further_links_are_listed_as_such() -> None:
    """A link called "code" names nothing; the work is called by its address."""
    listed = item(
        "Husky",
        "https://arxiv.org/abs/2406.06469",
        month="2024-06",
        category="Agents",
        links=(further("code", "https://github.com/agent-husky/Husky-v1"),),
    )

    delta, _ = assemble(document(), [listed])
    work = node(delta, next(e.target for e in edges(delta, EdgeKind.LISTS) if e.basis is Basis.FURTHER))

    assert (work.kind, work.name, work.aliases) == (NodeKind.CODE, "Husky v1", ())
    assert months(delta, work.id) == {("month-2024-06", Basis.CURATED)}
    assert {edge.source for edge in edges(delta, EdgeKind.IN_CATEGORY)} == {"paper-arxiv-2406.06469"}


def test_a_paper_in_a_repository_is_part_of_it() -> None:
    """The repository is a work as well."""
    url = "https://github.com/deepseek-ai/DeepSeek-V3/blob/main/DeepSeek_V3.pdf"

    delta, (placed,) = assemble(document(), [item("Deepseek v3 technical report", url)])
    (part,) = edges(delta, EdgeKind.PART_OF)

    assert part.source == placed.node
    assert node(delta, part.target).identity == "github:deepseek-ai/DeepSeek-V3"


def paragraph(text: str, *links: tuple[str, str]) -> Block:
    """Return a paragraph in which these words lead to these addresses."""
    spans = (Link(text.index(words), text.index(words) + len(words), url) for words, url in links)
    return Block(BlockKind.PARAGRAPH, text, links=tuple(spans))


def test_a_document_cites_what_is_scholarly_or_known() -> None:
    """Other links lead to pages nobody chose; the sentence around the link is the evidence."""
    outline = Outline(
        (
            Block(BlockKind.HEADING, "On scaling", level=2),
            paragraph(
                "First things first. We liked that paper a lot. Also a shop, an old letter and ourselves.",
                ("that paper", "https://arxiv.org/pdf/2001.08361v1"),
                ("a shop", "https://shop.example.org/"),
                ("old letter", "https://letters.example.org/2023-review?utm_source=x"),
                ("ourselves", ADDRESS + "#top"),
            ),
        )
    )

    delta, _ = assemble(document(outline=outline), (), known={"web:https://letters.example.org/2023-review"})
    paper, letter = edges(delta, EdgeKind.CITES)

    assert paper.target == "paper-arxiv-2001.08361"
    assert paper.source == recorded_work(document())
    assert (paper.evidence[0].section, paper.evidence[0].block) == ("On scaling", 1)
    assert paper.evidence[0].quote == "We liked that paper a lot."
    assert node(delta, letter.target).identity == "web:https://letters.example.org/2023-review"


def test_an_items_links_are_listed_not_cited() -> None:
    """One link, one edge."""
    url = "https://arxiv.org/abs/2406.06469"
    outline = Outline((paragraph("Husky: an agent.", ("Husky", url)),))

    delta, _ = assemble(document(outline=outline), [item("Husky", url, block=0)])

    assert edges(delta, EdgeKind.CITES) == []


def test_long_words_are_cut_at_a_word() -> None:
    """A quote has at most 300 characters and its link is within."""
    text = "so it goes " * 60 + "as that paper says" + " and on and on" * 60
    outline = Outline((paragraph(text, ("that paper", "https://arxiv.org/abs/2001.08361")),))

    delta, _ = assemble(document(outline=outline), [item("A" * 400 + " b", "https://example.org/a")])
    (cites,) = edges(delta, EdgeKind.CITES)
    quotes = [evidence.quote or "" for edge in delta.edges for evidence in edge.evidence]

    assert "that paper" in (cites.evidence[0].quote or "")
    assert max(map(len, quotes)) <= 300


def test_a_work_linked_again_and_again_is_cited_once() -> None:
    """The first sentence that links to it is evidence enough."""
    url = "https://arxiv.org/abs/2001.08361"
    outline = Outline((paragraph("This paper. Why not that one?", ("This", url), ("that", url + "v2")),))

    (cites,) = edges(assemble(document(outline=outline), ())[0], EdgeKind.CITES)

    assert [evidence.quote for evidence in cites.evidence] == ["This paper."]


def test_a_paragraph_of_very_many_links_is_read_in_time() -> None:
    """Twice the links take about twice the time: ten thousand some hundreds of milliseconds, not seconds."""
    links = tuple(Link(3 * n, 3 * n + 1, f"https://arxiv.org/abs/2401.{n:05}") for n in range(1, 10_001))
    outline = Outline((Block(BlockKind.PARAGRAPH, "y. " * len(links), links=links),))
    start = process_time()

    delta, _ = assemble(document(outline=outline), ())

    assert process_time() - start < 3
    assert len(edges(delta, EdgeKind.CITES)) == len(links)


def test_headings_follow_renames_and_merges() -> None:
    """A merged heading's works go to the other category, and its name becomes an alias there."""
    listed = item("Husky", "https://arxiv.org/abs/2406.06469", category="Agents")
    names = CategoryNames(merged={"category-agents": "category-tools"})

    delta, _ = assemble(document(), [listed], names=names)
    claim: Claim = next(claim for claim in delta.claims if claim.node.kind is NodeKind.CATEGORY)

    assert [edge.target for edge in edges(delta, EdgeKind.IN_CATEGORY)] == ["category-tools"]
    assert (claim.node.name, claim.node.aliases) == ("", ("Agents",))


def test_every_edge_has_evidence_in_the_document() -> None:
    """Nothing without evidence (law 2), and assembling twice gives the same."""
    listed = item("Jamba", "https://arxiv.org/abs/2403.19887", month="2024-04", category="Models")

    delta, items = assemble(document(), [listed])

    assert all(e.document == "document-1" and e.extractor for edge in delta.edges for e in edge.evidence)
    assert all(edge.evidence for edge in delta.edges)
    assert assemble(document(), [listed]) == (delta, items)
    assert assemble(document(), items) == (delta, items)


def record(**fields: object) -> Document:
    """Return an entry of a bibliography."""
    return document(**{"kind": "record", "title": "On trees", "url": None, "identity": None, **fields})


def test_a_record_without_an_address_is_known_by_its_title() -> None:
    """Two bibliographies mean the same work, and so does a list that only names it; films are none of these."""
    paper = record(work_kind=NodeKind.PAPER)
    delta, items = assemble(document(id="document-2"), [item("On Trees")])

    assert recorded_work(paper) == recorded_work(record(id="document-3", source="source-2", work_kind=NodeKind.REPORT))
    assert items[0].node == recorded_work(paper)
    assert node(delta, recorded_work(paper)).kind is NodeKind.ARTICLE
    assert node(assemble(paper, ())[0], recorded_work(paper)).kind is NodeKind.PAPER
    assert recorded_work(record(work_kind=NodeKind.VIDEO)) != recorded_work(paper)
    assert recorded_work(record(title="Paper", id="document-4")) != recorded_work(record(title="Paper"))


def test_a_record_says_what_its_address_does_not() -> None:
    """Data and code have DOIs and pages like papers; an arXiv paper is one whatever its entry's type."""
    kinds = [
        ("https://doi.org/10.5281/zenodo.12345", NodeKind.DATASET, NodeKind.DATASET),
        ("https://torch.example/", NodeKind.CODE, NodeKind.CODE),
        ("https://torch.example/", None, NodeKind.ARTICLE),
        ("https://arxiv.org/abs/2403.19887", NodeKind.ARTICLE, NodeKind.PAPER),
    ]
    for address, told, kind in kinds:
        one = record(identity=identify(address), url=address, work_kind=told)
        assert node(assemble(one, ())[0], recorded_work(one)).kind is kind


def test_a_records_date_does_not_move_a_paper_from_its_own_month() -> None:
    """A bibliography states when the paper was printed; a year alone is a bound, no month."""
    printed = Moment(instant=datetime(2024, 12, 1, tzinfo=UTC), precision=Precision.MONTH)
    paper = record(identity=identify("arxiv:2403.19887"), published=printed)
    other = record(identity=identify("https://lab.example/paper"), published=printed)
    yearly = record(published=replace(printed, precision=Precision.YEAR))

    assert months(assemble(paper, ())[0], recorded_work(paper)) == {("month-2024-03", Basis.PUBLISHED)}
    assert months(assemble(other, ())[0], recorded_work(other)) == {("month-2024-12", Basis.PUBLISHED)}
    assert months(assemble(yearly, ())[0], recorded_work(yearly)) == set()
    assert node(assemble(yearly, ())[0], recorded_work(yearly)).before == "2025-01"
