"""`flask recommend`: what to read next, and why."""

from __future__ import annotations

from collections.abc import Iterator

import click

from api.cli.outcome import failing_clearly, nothing_yet
from api.parts import parts
from graph.months import month_name
from graph.views.candidates import LIMIT, LONGEST, Wish
from graph.views.reading_shapes import Recommendation, RecommendationsView
from graph.views.recommendations import recommendations


@click.command("recommend")
@click.option(
    "-n", "--number", type=click.IntRange(1, LONGEST), default=LIMIT, show_default=True, help="How many works."
)
@click.option(
    "--surprise", type=click.IntRange(min=1), metavar="TURN", help="Something off your usual: each TURN another."
)
@click.option("--corpus/--listed", default=None, help="With papers that no list has, or without.")
@failing_clearly
def recommend(number: int, surprise: int | None, corpus: bool | None) -> None:
    """Tell what to read next, and why."""
    made, wish = parts(), Wish(limit=number, surprise=surprise or 0, corpus=corpus)
    if nothing_yet(made.library):
        return
    for line in _told(recommendations(made.library, made.now(), wish)):
        click.echo(line)


def _told(view: RecommendationsView) -> Iterator[str]:
    yield view.basis
    yield from view.notes
    for title, some in (("read next:", [view.top]), ("or:", [view.backup]), ("then, unlike each other:", view.others)):
        found = [one for one in some if one]
        if found:
            yield title
        for one in found:
            yield from _lines(one)
        if title == "or:" and view.trade_off:
            yield f"  {view.trade_off}"


def _lines(one: Recommendation) -> Iterator[str]:
    month = month_name(one.entry.month) if one.entry.month else "undated"
    yield f"  {one.entry.node.name} ({one.entry.node.kind}, {month})"
    yield from (f"    {why.text}" for why in one.reasons)
    if one.entry.node.url:
        yield f"    {one.entry.node.url}"
