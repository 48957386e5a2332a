"""`flask enrich`: ask the catalogues for the metadata that works lack."""

from __future__ import annotations

import click

from api.cli.extract import NAMES, read_names
from api.cli.guessing import guess_categories
from api.cli.outcome import Failed, ProgressLine, failing_clearly
from api.cli.reports import enrich_lines
from api.parts import parts


@click.command("enrich")
@NAMES
@click.option("-v", "--verbose", is_flag=True, help="Show every note and every unknown id, not three of each kind.")
@failing_clearly
def enrich(names: bool, verbose: bool) -> None:
    """Ask arXiv and Crossref (OpenAlex, Semantic Scholar with a key) for the metadata that works lack.

    What was asked for in vain is asked again after a month. A service that fails is told, and the others still run.
    """
    progress = ProgressLine()
    try:
        report = parts().ingestor.enrich(progress)
    finally:
        progress.clear()
    if offline := next((note for note in report.notes if note.code == "offline"), None):
        raise Failed(offline.message)
    for line in enrich_lines(report, verbose=verbose):
        click.echo(line)
    if names and (report.records.new or report.records.changed):
        read_names(parts().ingestor, corpus=False)
    guess_categories(parts().ingestor, brought=False)
