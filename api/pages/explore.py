"""The explorer: a map of the library with its filters, the same as a table, a text and a picture, and what its panel shows."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Response, make_response, render_template, request, url_for
from msgspec import Struct

from api.exploring import hits_of, nodes_asked, rising_in
from api.pages.blueprint import pages
from api.pages.drawing import HUES, drawn_map
from api.pages.turning import Part, part_asked
from api.parts import parts
from api.protection import EMBEDDED, POLICY
from graph.errors import InvalidInputError
from graph.mention import NAMED_KINDS
from graph.model import NodeKind, State
from graph.months import is_month
from graph.views.category import category_index
from graph.views.concept import concept_view
from graph.views.known import node_at
from graph.views.map import Start, start_of
from graph.views.map.chart import Chart, Codes
from graph.views.map.listing import MapGroup, MapTable, Narrowing, bridges_among, groups, narrowed, table
from graph.views.map.paths import path_between
from graph.views.map.starts import MOST_HOPS, started
from graph.views.map.why import is_dismissed, strides, why_view
from graph.views.node import node_view
from graph.views.related import related_view
from graph.views.search import category_of

FRAGMENT = "X-Fragment"
"""The explorer asks with it for a part of a page; whoever else asks, a browser without a script, gets a whole one."""
LINES = 100
MOST_LINES = 100_000
GROUPS = 40
WORKS = 5
MENTIONS = 3
STARTS = ("node", "expanded", "hops", "q", "month", "category", "source")
VIEWS = ("map", "table", "text")
KINDS = tuple(kind.value for kind in NodeKind if kind is not NodeKind.MONTH)


class Asked(Struct, frozen=True, kw_only=True):
    """What the address asks for: the start, what of it is shown, and the rows that are; `total` are those of the start."""

    start: Start
    narrowing: Narrowing
    chart: Chart
    rows: Codes
    total: int


@pages.get("/explore")
def explore() -> Response:
    """Show the map from a start (`?node=`, `q`, `month`, `category`, `source`), or its table or text (`?view=`)."""
    view = request.args.get("view", "map")
    if view not in VIEWS:
        raise InvalidInputError(f"the map is shown as {', '.join(VIEWS)}, not {view!r}", "view")
    asked = _asked()
    part = part_asked(MOST_LINES, LINES)
    lines: MapTable | None = None
    told: tuple[MapGroup, ...] = ()
    more = 0
    if view == "table":
        sort, down = request.args.get("sort", "joined"), request.args.get("order")
        lines = table(asked.chart, asked.rows, sort, None if down is None else down == "down", part.after, LINES)
        part = Part(part.after, LINES, len(asked.rows))
    if view == "text":
        told, more = groups(asked.chart, asked.rows, GROUPS)
    embedded = view == "map" and request.args.get("embed") == "1"
    page = render_template(
        "explore.html",
        section="explore",
        view=view,
        asked=asked,
        values=request.args,
        kinds=KINDS,
        lines=lines,
        told=told,
        more=more,
        part=part,
        hops=MOST_HOPS,
        data=f"{url_for('map.map_sheet')}?{_query(STARTS)}".rstrip("?"),
        embedded=embedded,
    )
    return make_response(page, {POLICY: EMBEDDED} if embedded else {})


@pages.get("/explore.svg")
def explore_picture() -> Response:
    """Draw what the map shows as a picture: the best joined nodes, the communities by name."""
    asked = _asked()
    response = make_response(render_template("explore.svg", picture=drawn_map(asked.chart, asked.rows), hues=HUES))
    response.mimetype = "image/svg+xml"
    return response


@pages.get("/explore/about/<key>")
def explore_about(key: str) -> Response:
    """Show the panel of a node: what put it here, what one can do with it, what it is joined with."""
    made = parts()
    node = node_at(made.library, key)
    concept = concept_view(made.library, node, limit=MENTIONS, works=WORKS) if node.kind in NAMED_KINDS else None
    return _panel(
        "explore_about.html",
        view=node_view(made.library, node.id),
        concept=concept,
        related=related_view(made.library, node, alike=made.alike if node.kind not in NAMED_KINDS else None),
        facets=(),
        category_lines=category_index(made.library),
    )


@pages.get("/explore/why")
def explore_why() -> Response:
    """Show why two nodes are joined."""
    made = parts()
    one, other = _end("one"), _end("other")
    why = why_view(made.library, made.analysis.held(), one, other)
    return _panel("explore_why.html", why=why, dismissed=is_dismissed(made.library, one, other))


@pages.get("/explore/path")
def explore_path() -> Response:
    """Show the way from one node to another, and why each step holds."""
    made = parts()
    steps = path_between(made.charter.chart(), _end("one"), _end("other"))
    return _panel("explore_path.html", strides=strides(made.library, steps))


@pages.get("/explore/rising")
def explore_rising() -> Response:
    """Show the techniques and models that rise up to a month."""
    month, lines = rising_in(request.args.get("month") or None)
    return _panel("explore_rising.html", month=month, lines=lines)


@pages.get("/explore/bridges")
def explore_bridges() -> Response:
    """List the bridges between works of a start."""
    asked = _asked()
    return _panel("explore_bridges.html", bridges=bridges_among(asked.chart, asked.rows))


def _panel(template: str, **told: object) -> Response:
    """Draw a part of a page for the explorer, else a page of its own."""
    parts().charter.prepare()  # what was decided here made the map another: the next question of it need not wait
    whole = FRAGMENT not in request.headers
    response = make_response(render_template(template, whole=whole, **told))
    response.headers["Vary"] = FRAGMENT
    return response


def _asked() -> Asked:
    """Return what the address asks of the chart; InvalidInputError or NotFoundError names what is none."""
    values, chart = request.args, parts().charter.chart()
    start = start_of(
        parts().library,
        nodes=nodes_asked(),
        expanded=nodes_asked("expanded"),
        hops=1 if (hops := _number("hops")) is None else hops,
        query=values.get("q", ""),
        month=values.get("month") or None,
        category=values.get("category") or None,
        source=values.get("source") or None,
    )
    rows, _ = started(chart, start, hits_of(start.query))
    narrowing = Narrowing(
        kinds=tuple(NodeKind(one) for one in _several("kinds", KINDS)),
        states=tuple(State(one) for one in _several("states", tuple(State))),
        categories=tuple(category_of(parts().library, one) for one in _several("categories")),
        sources=tuple(parts().library.documents.source(one).id for one in _several("sources")),
        since=_month("since"),
        until=_month("until"),
        joined=_number("joined"),
    )
    return Asked(start=start, narrowing=narrowing, chart=chart, rows=narrowed(chart, rows, narrowing), total=len(rows))


def _query(names: tuple[str, ...]) -> str:
    return urlencode([(name, value) for name in names for value in request.args.getlist(name) if value])


def _several(name: str, known: tuple[str, ...] = ()) -> list[str]:
    """Return the values of a filter, which may be repeated or stand between commas."""
    found = [one for text in request.args.getlist(name) for one in text.split(",") if one]
    for one in found:
        if known and one not in known:
            raise InvalidInputError(f"no such {name.removesuffix('s')}: {one!r} (one of {', '.join(known)})", name)
    return found


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    if text and not (text.isdecimal() and len(text) < 10):
        raise InvalidInputError(f"no number: {text!r}", name)
    return int(text) if text else None


def _month(name: str) -> str | None:
    text = request.args.get(name)
    if text and not is_month(text):
        raise InvalidInputError(f"no month: {text!r} (such as 2025-03)", name)
    return text or None


def _end(name: str) -> str:
    key = request.args.get(name, "")
    if not key:
        raise InvalidInputError(f"{name} is missing", name)
    return node_at(parts().library, key).id
