"""Concepts over REST: indexes by kind. Each concept is a node (`nodes`), its mentions a list of their own."""

from __future__ import annotations

from typing import Annotated, Literal

from apiflask import APIBlueprint
from pydantic import Field

from api.parts import parts
from api.rest import schemas
from api.rest.etags import tag_by_version
from api.rest.paging import Page, PageQuery, after_in, page_of
from graph.model import Node, NodeKind
from graph.views.concept_shapes import ConceptLine
from graph.views.concepts import KINDS, concept_lines, most_named

concepts = APIBlueprint("concepts", __name__, url_prefix="/api/v1/concepts")
tag_by_version(concepts)

ConceptKind = Literal["model", "technique", "benchmark", "organization", "person", "product"]


class ConceptQuery(PageQuery):
    """Which concepts: all, of one kind, those whose name or alias holds the letters of `q`."""

    kind: ConceptKind | None = None
    q: Annotated[str, Field(max_length=schemas.LONGEST_NAME)] = ""


@concepts.get("")
@concepts.input(ConceptQuery, location="query")
@concepts.output(schemas.ConceptPage)
def concepts_list(query_data: ConceptQuery) -> Page[ConceptLine]:
    """The concepts, those that most texts name first, each with its maker and the months in which it is named."""
    library = parts().library
    kinds = (NodeKind(query_data.kind),) if query_data.kind else KINDS
    page = page_of(after_in(most_named(library, kinds, query_data.q), query_data.after, _id), query_data.limit, _id)
    return Page(results=concept_lines(library, page.results), next=page.next)


def _id(node: Node) -> str:
    return node.id
