"""How the map is told in words: what it starts from, and what joins two nodes. All pure but for the request's address."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import request

from api.pages.words import day, shortened
from graph.months import month_name
from graph.views.map import Start
from graph.views.map.chart import Chart
from graph.views.shapes import EdgeLine

_JOINED = {
    "LISTS": "{one} lists {other}",
    "MENTIONS": "{one} names {other}",
    "IN_CATEGORY": "{one} is in the category {other}",
    "CITES": "{one} links to {other}",
    "PART_OF": "{one} is a part of {other}",
    "ABOUT": "{one} is about {other}",
    "INTRODUCES": "{one} introduces {other}",
    "USES": "{one} uses {other}",
    "EVALUATED_ON": "{one} is evaluated on {other}",
    "AUTHORED_BY": "{one} is by {other}",
    "RELEASED_BY": "{one} was released by {other}",
    "SUCCEEDS": "{one} follows {other}",
    "VARIANT_OF": "{one} is a variant of {other}",
    "OUTPERFORMS": "{one} is said to be better than {other}",
    "COMPARED_WITH": "{one} is compared with {other}",
}
_NAME = 60


def join_words(line: EdgeLine, one: str, other: str) -> str:
    """Return what an edge of `one` says as a sentence."""
    ends = (one, other) if line.outgoing else (other, one)
    first, second = (shortened(end, _NAME) for end in ends)
    return f"{_JOINED.get(line.kind, '{one} has to do with {other}').format(one=f'“{first}”', other=f'“{second}”')}."


def start_words(chart: Chart, start: Start) -> str:
    """Return what the map shows: "The map", "Around GPT-4", "Listed by Letters in 2025"."""
    parts = []
    if start.nodes:
        names = [chart.names[chart.rows[key]] for key in start.nodes]
        parts.append(
            f"Around {' and '.join(shortened(name, _NAME) for name in names[:2])}{' and others' if names[2:] else ''}"
        )
    if start.query:
        parts.append(f"Found by “{shortened(start.query, _NAME)}”")
    if start.category:
        parts.append(dict(chart.category_names).get(start.category, start.category))
    if start.source:
        parts.append(f"Listed by {dict(chart.source_names).get(start.source, start.source)}")
    if start.since or start.until:
        parts.append(_span(start))
    return ", ".join(parts) or "The map"


def explored(**changed: object) -> str:
    """Return this page's address with these parameters changed; None takes one away."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in changed and value]
    query = urlencode([*kept, *((name, str(value)) for name, value in changed.items() if value is not None)])
    return f"{request.path}?{query}" if query else request.path


def _span(start: Start) -> str:
    since, until = start.since, start.until
    if since and until and since[:4] == until[:4] and (since[5:], until[5:]) == ("01", "12"):
        return since[:4]
    if since == until and since:
        return month_name(since)
    return f"{day(since) if since else '…'} to {day(until) if until else 'now'}"
