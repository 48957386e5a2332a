"""What templates may call: the pure functions of this package as filters, and a few facts of the request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request, url_for
from flask.blueprints import BlueprintSetupState
from msgspec import convert

from api.pages import codes, entries, figures, mapping, naming, prose, trending, words
from api.pages.assets import asset, preloaded_fonts
from api.pages.audit import entry_doubts, places, provider_word
from api.pages.blueprint import pages
from api.pages.outlines import place_at
from api.pages.sayings import said
from api.pages.search import drawn
from api.pages.turning import at_first, block_address, turned
from api.parts import parts
from api.subscribing import is_followed
from api.telling import job_standing, job_title, visit_told
from graph.model import Month, Node, NodeKind
from graph.months import month_name
from graph.placing import month_in
from graph.ports import Visit
from graph.views.shapes import EdgeLine, Strip
from graph.views.subscriptions import span_words


def here() -> str:
    """Return the path one is at, to come back to after a form."""
    return request.full_path.rstrip("?") if request.method == "GET" else url_for("pages.home")


def current_month() -> Month:
    """Return the month it is."""
    return words.month_of(parts().now())


def states() -> list[tuple[str, str]]:
    """Return the reading states with their words."""
    return list(words.STATE_WORDS.items())


def node_kinds() -> set[str]:
    """Return the kinds that have a glyph."""
    return {kind.value for kind in NodeKind}


def concept_kinds() -> dict[str, str]:
    """Return the kinds of concepts with what several are called."""
    return naming.PLURALS


def in_year(strip: Strip, year: int, at: str = "pages.month") -> str:
    """Return the address of another year of a strip whose months lead to `at`."""
    if at == "pages.trends":
        return url_for(at, month=f"{year:04}-{strip.current[5:] if strip.current else 12}")
    return url_for("pages.months", year=year)


def node_address(node: Node) -> str:
    """Return the page of a node: a month and a category have pages of their own."""
    return address(node.id, node.kind.value)


def other_address(line: EdgeLine) -> str:
    """Return the page of an edge's other end."""
    return address(line.other, line.other_kind)


def address(key: str, kind: str) -> str:
    """Return the page of what has this id and kind."""
    if kind == "document":
        return url_for("pages.document", key=key)
    if kind == NodeKind.CATEGORY.value:
        return url_for("pages.category", key=words.category_slug(key))
    if kind == NodeKind.MONTH.value:
        return url_for("pages.month", month=month_in(key))
    return url_for("pages.node", key=key)


def visit_phrase(visit: Visit | dict[str, Any]) -> str:
    """Return what a visit brought; a job's report holds it as it was written down."""
    return visit_told(convert(visit, Visit) if isinstance(visit, dict) else visit)


def at_most(number: int, most: int) -> int:
    """Return the number, or `most` where it is more."""
    return min(number, most)


FILTERS: dict[str, Callable[..., Any]] = {
    "all_repairs": entries.all_repairs,
    "alone_words": trending.alone_words,
    "at_first": at_first,
    "at_most": at_most,
    "bare": words.bare,
    "capital": words.capital,
    "catalogue": provider_word,
    "basis_phrase": words.basis_phrase,
    "before_words": trending.before_words,
    "by_month": entries.by_month,
    "chance_words": trending.chance_words,
    "change_words": trending.change_words,
    "clock": words.clock,
    "compared_words": trending.compared_words,
    "nothing_words": trending.nothing_words,
    "compared_groups": naming.compared_groups,
    "concept_flag": codes.concept_flag,
    "counted": words.counted,
    "day": words.day,
    "days_words": trending.days_words,
    "doubts": entry_doubts,
    "echo_words": trending.echo_words,
    "edge_groups": entries.edge_groups,
    "first_words": trending.first_words,
    "flag_phrase": codes.flag_phrase,
    "front_page": entries.front_page,
    "full_years": figures.full_years,
    "further_links": entries.further_links,
    "grouped": words.grouped,
    "roughly": words.roughly,
    "heights": figures.heights,
    "in_year": in_year,
    "independent_words": trending.independent_words,
    "instant": words.instant,
    "is_followed": is_followed,
    "iso": words.iso,
    "job_standing": job_standing,
    "job_title": job_title,
    "join_words": mapping.join_words,
    "kind_word": words.kind_word,
    "lag_words": trending.lag_words,
    "markdown": prose.markdown,
    "marked": naming.marked,
    "drawn": drawn,
    "mentions_by_month": naming.mentions_by_month,
    "moment_day": words.moment_day,
    "month_name": month_name,
    "month_of_id": month_in,
    "month_sum": entries.month_sum,
    "month_word": words.month_word,
    "neighbours": figures.neighbours,
    "node_address": node_address,
    "openable": words.openable,
    "other_address": other_address,
    "place_at": place_at,
    "part_words": trending.part_words,
    "people": words.people,
    "percent": words.percent,
    "places": places,
    "plural": naming.plural,
    "provider_word": provider_word,
    "repair_phrase": codes.repair_phrase,
    "said_when": trending.said_when,
    "same_place": entries.same_place,
    "sentence": words.sentence,
    "shade": trending.shade,
    "share_words": trending.share_words,
    "shares": figures.shares,
    "shortened": words.shortened,
    "site": words.site,
    "slug": words.category_slug,
    "source_word": words.source_word,
    "span": span_words,
    "spark": trending.spark,
    "spelled": words.spelled,
    "state_word": words.state_word,
    "strip_bars": naming.strip_bars,
    "tally": entries.tally,
    "told_groups": naming.told_groups,
    "told_word": naming.told_word,
    "undated": words.undated,
    "unrisen_words": trending.unrisen_words,
    "unheard": entries.unheard,
    "visit_phrase": visit_phrase,
    "window_words": trending.window_words,
    "works_title": naming.works_title,
}

GLOBALS: dict[str, Callable[..., Any]] = {
    "address_of": address,
    "asset": asset,
    "current_month": current_month,
    "here": here,
    "node_kinds": node_kinds,
    "preloaded_fonts": preloaded_fonts,
    "said": said,
    "states": states,
    "explored": mapping.explored,
    "start_words": mapping.start_words,
    "turned": turned,
    "block_address": block_address,
    "concept_kinds": concept_kinds,
}


@pages.record
def _teach(state: BlueprintSetupState) -> None:
    """Give the templates their words; the error page, which has no blueprint, needs them too."""
    state.app.jinja_env.filters.update(FILTERS)
    state.app.jinja_env.globals.update(GLOBALS)
