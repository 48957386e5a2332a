"""`flask embed`: read what texts mean, where that was not read yet."""

from __future__ import annotations

import click

from api.cli.outcome import ProgressLine, failing_clearly, nothing_yet
from api.cli.reports import embed_line
from api.parts import Parts, parts
from api.telling import coming_told

CORPUS = click.option(
    "--corpus/--no-corpus",
    default=True,
    help="Papers that nothing lists too (the default), or leave them to the service, which does them by and by.",
)


@click.command("embed")
@CORPUS
@failing_clearly
def embed(corpus: bool) -> None:
    """Read what texts mean: give every work, concept and paper its vectors, those that the library lists first.

    Only what is new or changed is read, and everything once for another model. A run that is cut off goes on where it
    stopped. `flask link` then makes the links.
    """
    made = parts()
    if not nothing_yet(made.library):
        embed_texts(made, corpus=corpus)


def embed_texts(made: Parts, *, corpus: bool) -> None:
    """Embed what waits, and say so in a line."""
    progress = ProgressLine()
    try:
        report = made.linker.embed(progress, corpus=corpus)
    finally:
        progress.clear()
    click.echo(embed_line(report))
    if told := coming_told(made.linker.coming()):
        click.echo(told)
