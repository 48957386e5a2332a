"""`flask review`: the first draft of a yearly review."""

from __future__ import annotations

from pathlib import Path

import click

from api.cli.library import NEW_FILE
from api.cli.outcome import Failed, failing_clearly, write_out
from api.parts import parts
from graph.errors import NotFoundError
from graph.review import draft, plan, render_html, render_json, render_markdown

RENDERERS = {"markdown": render_markdown, "html": render_html, "json": render_json}


@click.command("review")
@click.argument("year", type=click.IntRange(1900, 9999))
@click.option(
    "--by",
    type=click.Choice(["month", "category"]),
    default="month",
    show_default=True,
    help="How the review is divided.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(RENDERERS)),
    default="markdown",
    show_default=True,
    help="What is written.",
)
@click.option("-o", "--output", type=NEW_FILE, metavar="FILE", help="Write to FILE instead of stdout.")
@failing_clearly
def review(year: int, by: str, form: str, output: Path | None) -> None:
    """Print the first draft of YEAR's review, every sentence and item with its source."""
    library = parts().library
    try:
        planned = plan(library, year, by)
    except NotFoundError as error:
        raise Failed(f"nothing in the library for {year}") from error
    write_out([RENDERERS[form](draft(planned)).encode()], output)
