"""A small library written for these tests: a review by category, one by month, a post, a prediction."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from graph.assemble import assemble
from graph.ids import category_id
from graph.model import (
    Basis,
    Document,
    Edge,
    EdgeKind,
    Evidence,
    Fetched,
    GraphDelta,
    Identity,
    Item,
    ItemLink,
    Moment,
    NodeId,
    Precision,
    Source,
)
from graph.outline import Block, BlockKind, Outline
from graph.ports import Library, Reading

LETTERS = Source(id="source-letters", kind="feed", title="Ada's letters", url="https://ada.example/feed")
NOTES = Source(id="source-notes", kind="feed", title="Weekly notes", url="https://notes.example/feed")

JUDGE = "paper-arxiv-2401.00002"
AGENT = "paper-arxiv-2402.00001"
SPEED = "paper-arxiv-2501.00003"


class Listed(Struct, frozen=True, kw_only=True):
    """One list entry to be."""

    label: str
    url: str | None = None
    identity: str | None = None
    comment: str | None = None
    links: tuple[ItemLink, ...] = ()


class Part(Struct, frozen=True, kw_only=True):
    """A section to be: its heading, the prose before and after its list, and the list."""

    heading: str
    month: str | None = None
    category: str | None = None
    before: str | None = None
    after: str | None = None
    entries: tuple[Listed, ...] = ()


def arxiv(label: str, number: str, comment: str | None = None, links: tuple[ItemLink, ...] = ()) -> Listed:
    """Return an entry that lists an arXiv paper."""
    url = f"https://arxiv.org/abs/{number}"
    return Listed(label=label, url=url, identity=f"arxiv:{number}", comment=comment, links=links)


def page(label: str, address: str, comment: str | None = None) -> Listed:
    """Return an entry that lists a page."""
    return Listed(label=label, url=f"https://{address}", identity=f"web:https://{address}", comment=comment)


def reading(key: str, source: Source, title: str, on: str, parts: tuple[Part, ...], author: str = "") -> Reading:
    """Return a document with an outline and items made of its parts; `on` is its date."""
    blocks: list[Block] = []
    items: list[Item] = []
    for part in parts:
        name = part.heading.split()[0].lower()
        blocks.append(Block(kind=BlockKind.HEADING, text=part.heading, level=2, anchors=(name,)))
        blocks += [Block(kind=BlockKind.PARAGRAPH, text=part.before)] if part.before else []
        for position, entry in enumerate(part.entries, 1):
            items.append(_item(key, part, position, entry, len(blocks)))
            blocks.append(Block(kind=BlockKind.LIST_ITEM, text=f"{entry.label} - {entry.comment}", level=1, list=1))
        blocks += [Block(kind=BlockKind.PARAGRAPH, text=part.after)] if part.after else []
    url = f"https://{source.id}.example/{key}"
    document = Document(
        id=f"document-{key}",
        source=source.id,
        kind="post",
        title=title,
        url=url,
        identity=Identity("web", url),
        authors=(author,) if author else (),
        published=Moment(instant=datetime.fromisoformat(on).replace(tzinfo=UTC), precision=Precision.DAY),
        outline=Outline(blocks=tuple(blocks)),
    )
    payload = title.encode()
    fetched = Fetched(id=document.id, source=source.id, key=key, reader="test", payload=payload, digest=key)
    return Reading(fetched=fetched, document=document, items=tuple(items), links=())


def _item(key: str, part: Part, position: int, entry: Listed, block: int) -> Item:
    return Item(
        id=f"item-{key}-{block:03}",
        document=f"document-{key}",
        section=part.heading,
        position=position,
        month=part.month,
        category=part.category,
        label=entry.label,
        url=entry.url,
        identity=entry.identity,
        version=None,
        links=entry.links,
        comment=entry.comment,
        repairs=(),
        block=block,
    )


def put(library: Library, *readings: Reading) -> None:
    """Put documents and what they say of the graph into the library, as the pipeline does."""
    for one in readings:
        delta, items = assemble(one.document, one.items)
        library.documents.put([replace(one, items=items)])
        library.graph.apply([delta])


def guess(library: Library, work: NodeId, category: str, probability: float) -> None:
    """Guess the category of a work (the only guess: predictions replace each other)."""
    edge = Edge(
        source=work,
        kind=EdgeKind.IN_CATEGORY,
        target=category_id(category),
        basis=Basis.PREDICTED,
        confidence=probability,
        evidence=(Evidence(extractor="neighbours/1"),),
    )
    library.graph.apply([GraphDelta(contributor="predictions", edges=(edge,))])


BY_CATEGORY = reading(
    "2024",
    LETTERS,
    "2024: a year of reading",
    "2024-12-31",
    (
        Part(
            heading="Judging models",
            category="Judging models",
            before="Judging got harder this year. Nobody agreed on how.",
            entries=(
                arxiv("A Judge of Judges", "2401.00002", "Reads verdicts twice."),
                page("How we grade", "grading.example/how", "A plain page."),
            ),
        ),
        Part(
            heading="Agents",
            category="Agents",
            entries=(
                arxiv(
                    "An Agent That Waits",
                    "2402.00001",
                    "It waits, “patiently”, and wins.",
                    (ItemLink("code", "https://github.com/ada/waits", "github:ada/waits"),),
                ),
            ),
        ),
    ),
    author="Ada Reader",
)
REFERENCES = reading(
    "references",
    LETTERS,
    "On speed",
    "2025-06-01",
    (
        Part(
            heading="References",
            entries=(
                arxiv("Slow, L. (2025). Slowness.", "2504.00009", "Slow, L. (2025). Slowness."),
                arxiv("Haste, S. (2025). Speed Without Haste", "2501.00003", "Haste, S. (2025). Speed Without Haste"),
            ),
        ),
    ),
    author="Ada Reader",
)
BY_MONTH = reading(
    "2025",
    NOTES,
    "2025, month by month",
    "2025-12-21",
    (
        Part(
            heading="January: speed",
            month="2025-01",
            before="January was quick.",
            after="It slowed down later.",
            entries=(
                arxiv("Speed Without Haste", "2501.00003", "Fast [and](https://evil.example) <b>loose</b>."),
                arxiv("Waiting agents again", "2402.00001"),
            ),
        ),
        Part(
            heading="March: rest",
            month="2025-03",
            entries=(page("A page on rest", "rest.example/page", "Restful."),),
        ),
    ),
)
POST = reading("post", NOTES, "A post of its own", "2025-03-05", ())


def fill(library: Library) -> None:
    """Fill the library with all of it."""
    library.documents.put_source(LETTERS)
    library.documents.put_source(NOTES)
    put(library, BY_CATEGORY, BY_MONTH, POST)
    guess(library, SPEED, "Agents", 0.624)
