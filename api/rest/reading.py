"""One's reading over REST: the works by state, and what to read next."""

from __future__ import annotations

from typing import Annotated

from apiflask import APIBlueprint
from pydantic import Field

from api.parts import parts
from api.rest import schemas
from api.rest.etags import tag_by_version
from api.rest.paging import PageQuery, Query, next_address, place_after
from graph.model import State
from graph.views.candidates import LIMIT, LONGEST, Wish
from graph.views.reading import reading_view
from graph.views.reading_shapes import RecommendationsView
from graph.views.recommendations import recommendations


def _day_and_vectors() -> str:
    """Return what a recommendation hangs on beside the library: the day, and what has been read for its meaning."""
    return f"{parts().now().date()} {parts().library.vectors.version()}"


reading = APIBlueprint("reading", __name__, url_prefix="/api/v1")
tag_by_version(reading, _day_and_vectors)


class ReadingQuery(PageQuery):
    """Which works: those in this state."""

    state: State = State.INBOX


class RecommendationQuery(Query):
    """How many, and how they are wanted."""

    limit: Annotated[int, Field(ge=1, le=LONGEST)] = LIMIT
    surprise: Annotated[
        int, Field(ge=0, le=10**6, description="Draws what is off one's usual: each number another")
    ] = 0
    corpus: Annotated[
        bool | None, Field(description="With papers that no list has; null: where few others are left")
    ] = None


@reading.get("/reading")
@reading.input(ReadingQuery, location="query")
@reading.output(schemas.ReadingPart)
def reading_part(query_data: ReadingQuery) -> dict[str, object]:
    """The works in one state of one's reading, and how many are in each; `next` is the address of the part after.

    A work's state, rating and pick are decisions.
    """
    view = reading_view(parts().library, query_data.state, place_after(query_data.cursor), query_data.limit)
    end = view.skip + view.limit
    following = next_address(str(end)) if end < view.total else None
    return {name: getattr(view, name) for name in view.__struct_fields__} | {"next": following}


@reading.get("/recommendations")
@reading.input(RecommendationQuery, location="query")
@reading.output(schemas.Recommendations)
def recommended(query_data: RecommendationQuery) -> RecommendationsView:
    """What to read next: a top pick, a backup and what speaks for either, then others, each with its reasons.

    Learned from what was picked, read, rated, tagged and skipped. A decision of kind `leaning` on a work asks for more
    or less of its like.
    """
    wish = Wish(limit=query_data.limit, surprise=query_data.surprise, corpus=query_data.corpus)
    return recommendations(parts().library, parts().now(), wish)
