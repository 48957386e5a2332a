"""`flask extract`: read what texts name, where that was not read yet."""

from __future__ import annotations

import click

from api.cli.guessing import guess_categories
from api.cli.outcome import ProgressLine, failing_clearly
from api.cli.reports import count_lines, extract_lines, names_line, note_lines
from api.parts import parts
from graph.mention import NAMED_KINDS
from graph.ports import Ingestor

NAMES = click.option(
    "--names/--no-names", default=True, help="Read what texts name (the default), or leave it to flask extract."
)
"""Of every command that brings texts in."""


@click.command("extract")
@click.option("-v", "--verbose", is_flag=True, help="Show every text that could not be read, not three of them.")
@failing_clearly
def extract(verbose: bool) -> None:
    """Read what documents and abstracts name: models, techniques, who made them, and what is said of them.

    Only what is new or changed is read, and everything once Almanac has learnt to read better. A run that is cut off
    goes on where it stopped.
    """
    progress = ProgressLine()
    try:
        report = parts().ingestor.extract(progress)
    finally:
        progress.clear()
    for line in extract_lines(report, verbose=verbose):
        click.echo(line)
    counts = parts().library.graph.counts()
    for line in count_lines({kind.value: counts[kind] for kind in sorted(NAMED_KINDS) if counts.get(kind)}):
        click.echo(line)
    guess_categories(parts().ingestor, brought=False)


def read_names(ingestor: Ingestor, *, corpus: bool) -> None:
    """Read what new texts name, and say so in a line; with `corpus` the abstracts that nothing lists too."""
    progress = ProgressLine()
    try:
        report = ingestor.extract(progress, corpus=corpus)
    finally:
        progress.clear()
    if report.documents or report.records:
        click.echo(names_line(report))
    for line in note_lines(report.notes, verbose=False):
        click.echo(line)
