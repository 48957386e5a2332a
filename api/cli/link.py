"""`flask link`: link all that has vectors, and say what still waits for them."""

from __future__ import annotations

import click

from api.cli.embed import embed_texts
from api.cli.outcome import ProgressLine, failing_clearly, nothing_yet
from api.cli.reports import link_line
from api.parts import parts

EMBED = click.option(
    "--embed/--no-embed",
    default=True,
    help="Read what listed works and concepts mean first (the default), or link what has vectors as it is.",
)


@click.command("link")
@EMBED
@failing_clearly
def link(embed: bool) -> None:
    """Link works and concepts by what they mean, anew; what was kept or dismissed stays so.

    What has no vectors yet waits: `flask embed` reads the papers that nothing lists too, and the service does so by and by.
    """
    made = parts()
    if nothing_yet(made.library):
        return
    if embed:
        embed_texts(made, corpus=False)
    progress = ProgressLine()
    try:
        report = made.linker.link(progress)
    finally:
        progress.clear()
    click.echo(link_line(report))
