"""`flask trends`: what rises and what fades, who said it first, how long papers took to be mentioned."""

from __future__ import annotations

from collections.abc import Iterator

import click

from api.cli.outcome import failing_clearly, nothing_yet
from api.pages.trending import (
    alone_words,
    chance_words,
    change_words,
    compared_words,
    first_words,
    independent_words,
    lag_words,
    nothing_words,
    window_words,
)
from api.parts import parts
from graph.views.trend import KINDS, MONTHS, USUAL, trend_view
from graph.views.trend_shapes import TrendLine, TrendView
from graph.views.when import parse_month


@click.command("trends")
@click.argument("month", required=False)
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in KINDS]),
    default=KINDS[0].value,
    show_default=True,
    help="What is followed.",
)
@click.option(
    "--months",
    type=click.Choice([str(one) for one in MONTHS]),
    default=str(USUAL),
    show_default=True,
    help="How many months are held against the three times as many before.",
)
@failing_clearly
def trends(month: str | None, kind: str, months: str) -> None:
    """Tell what rises and what fades up to MONTH (2025-03; without it the newest that holds works)."""
    made, asked = parts(), parse_month(month) if month else None
    if nothing_yet(made.library):
        return
    view = trend_view(made.library, made.now().strftime("%Y-%m"), asked, kind, int(months))
    for line in _told(view):
        click.echo(line)


def _told(view: TrendView) -> Iterator[str]:
    yield f"{window_words(view.recent)} against {window_words(view.earlier)}"
    yield f"  {compared_words(view)}"
    for title, lines in (("rising", view.rising), ("fading", view.fading)):
        yield f"{title}:"
        yield from (_line(view, line) for line in lines)
        if not lines:
            yield f"  {nothing_words(view)}"
    if view.first_works:
        yield "first to mention:"
        yield from (
            f"  {line.node.name}: {first_words(line.firsts)} ({independent_words(line.firsts)})"
            for line in view.first_works
        )
    if lag := lag_words(view.lag):
        yield f"from publication to the first mention: {lag}"


def _line(view: TrendView, line: TrendLine) -> str:
    facts = [f"by chance {chance_words(line.chance)}", alone_words(line)]
    return f"  {line.node.name}: {change_words(line, view.recent, view.earlier)} ({'; '.join(filter(None, facts))})"
