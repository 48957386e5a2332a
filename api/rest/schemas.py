"""What leaves and what comes in over REST; shapes of the core are mirrored, only differences are written here."""

from __future__ import annotations

from html import escape
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, create_model, model_validator

from api.rest.mirrors import Wire, mirror, mirrored_as, mirrors
from graph import model, outline, ports
from graph.decision_values import BIDI, UNSEEN, UNSEEN_IN_PROSE
from graph.record import Record
from graph.views import concept_shapes, reading_shapes, related, shapes
from graph.views.search import shapes as search_shapes
from graph.views.subscriptions import SubscriptionView

MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
INK = rf"[^\s\x00-\x20\x7f-\xa0{BIDI}]"
"""A character one can see; said so that every dialect of patterns agrees (they differ about what \\s is)."""

LONGEST_NOTE = 20_000
LONGEST_NAME = 200

MonthText = Annotated[str, Field(pattern=MONTH)]
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, pattern=rf"^[^{UNSEEN}]*{INK}[^{UNSEEN}]*$")]
Words = Annotated[str, Field(max_length=LONGEST_NOTE, pattern=rf"^[^{UNSEEN_IN_PROSE}]*$")]
DecisionId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{7,63}$")]

MARKED = "Escaped text with <mark> around what was asked for, and no other markup"


def marked_html(text: search_shapes.Marked) -> str:
    """Return the text as HTML that is nothing but text and marks."""
    return "".join(f"<mark>{escape(part)}</mark>" if is_marked else escape(part) for part, is_marked in text.parts)


mirrored_as(model.Identity, Annotated[str, BeforeValidator(str)])


@mirrors(model.Document)
class DocumentLine(Wire):
    """A document without its outline."""

    id: str
    source: str
    kind: str
    title: str | None
    url: str | None
    identity: str | None
    authors: list[str]
    published: str | None = Field(description="ISO 8601, in the offset its source stated")
    published_precision: str | None
    published_basis: str | None
    tags: list[str]
    summary: str | None
    words: int
    repairs: list[str]

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, document: Any) -> Any:
        return _flat(document) if isinstance(document, model.Document) else document


class DocumentFull(DocumentLine):
    """A document with its outline."""

    outline: mirror(outline.Outline)  # type: ignore[valid-type]


def _flat(document: model.Document) -> dict[str, Any]:
    moment = document.published
    return {name: getattr(document, name) for name in document.__struct_fields__} | {
        "identity": str(document.identity) if document.identity else None,
        "published": moment.local.isoformat() if moment else None,
        "published_precision": moment.precision.value if moment else None,
        "published_basis": moment.basis if moment else None,
        "words": document.outline.words(),
    }


Source = mirror(model.Source)
Item = mirror(model.Item)
Node = mirror(model.Node)
Decision = mirror(model.Decision)
Job = mirror(ports.Job)
Vectors = mirror(ports.Coming)
MonthView = mirror(shapes.MonthView)
CategoryView = mirror(shapes.CategoryView)
mirrored_as(search_shapes.Marked, Annotated[str, BeforeValidator(marked_html), Field(description=MARKED)])
SearchView = mirror(search_shapes.SearchView)
SourceView = mirror(shapes.SourceView)
Subscription = mirror(SubscriptionView)
Visit = mirror(ports.Visit)


Recommendations = mirror(reading_shapes.RecommendationsView)


class ReadingPart(mirror(reading_shapes.ReadingView)):  # type: ignore[misc]
    """A part of one's reading; `next` is the address of the part after, null on the last."""

    next: str | None


class MonthPart(MonthView):  # type: ignore[valid-type, misc]
    """A part of a month; `next` is the address of the part after, null on the last."""

    next: str | None


class SearchPart(SearchView):  # type: ignore[valid-type, misc]
    """A part of what was found; `next` is the address of the part after, null on the last."""

    next: str | None


class NodeFull(Wire):
    """A node: as an entry when it is a work, what was decided about it, the documents that record it, its metadata.

    `concept` is what is written about one that texts name. Its edges, its mentions and what is related to it are lists
    of their own: `edges`, `mentions` and `related` are their addresses.
    """

    node: mirror(model.Node)  # type: ignore[valid-type]
    entry: mirror(shapes.Entry) | None  # type: ignore[valid-type]
    choices: mirror(shapes.Choices)  # type: ignore[valid-type]
    documents: list[DocumentLine]
    record: mirror(Record) | None  # type: ignore[valid-type]
    concept: mirror(concept_shapes.ConceptView) | None  # type: ignore[valid-type]
    edges: str
    mentions: str
    related: str


def page_model(name: str, of: Any) -> type[BaseModel]:
    """Return the model of a page of these."""
    doc = "A page of a list; `next` is the address of the page after, null on the last."
    return create_model(name, __base__=Wire, __doc__=doc, results=(list[of], ...), next=(str | None, ...))


SourcePage = page_model("SourcePage", Source)
DocumentPage = page_model("DocumentPage", DocumentLine)
ItemPage = page_model("ItemPage", Item)
NodePage = page_model("NodePage", Node)
EdgePage = page_model("EdgePage", mirror(shapes.EdgeLine))
MonthPage = page_model("MonthPage", mirror(shapes.MonthLine))
ConceptPage = page_model("ConceptPage", mirror(concept_shapes.ConceptLine))
MentionPage = page_model("MentionPage", mirror(concept_shapes.MentionLine))
RelatedPage = page_model("RelatedPage", mirror(related.RelatedLine))


class RelatedPart(RelatedPage):  # type: ignore[valid-type, misc]
    """A page of what is related; where a facet has nothing (yet), `missing` says why."""

    missing: str | None


CategoryPage = page_model("CategoryPage", mirror(shapes.CategoryLine))
AuditPage = page_model("AuditPage", mirror(shapes.AuditLine))
SubscriptionPage = page_model("SubscriptionPage", Subscription)
VisitPage = page_model("VisitPage", Visit)
JobPage = page_model("JobPage", Job)
DecisionPage = page_model("DecisionPage", Decision)


class FieldProblem(BaseModel):
    """One thing wrong with one field."""

    field: str
    detail: str


class Problem(BaseModel):
    """An RFC 9457 problem document."""

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[FieldProblem] = []
