"""`flask ingest`: read targets into the library and say what was found, mended, skipped and why."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from api.cli.outcome import ProgressLine, failing_clearly, say_error
from api.cli.reports import failure_text, ingest_lines
from api.parts import parts
from graph.errors import EmbedderError
from graph.ports import IngestOptions, Ingestor


@click.command("ingest")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day that relative dates count from (YYYY-MM-DD); filters nothing.",
)
@click.option("--predict/--no-predict", default=True, help="Guess categories for works that have none (the default).")
@click.option("-v", "--verbose", is_flag=True, help="Show every note, not three of each kind.")
@failing_clearly
def ingest(targets: tuple[str, ...], as_of: datetime | None, predict: bool, verbose: bool) -> None:
    """Read each TARGET (a file or an http(s) address) into the library.

    One that fails is told on stderr and leaves nothing behind; the next ones still run, and the exit code is 1.
    """
    day = as_of.replace(tzinfo=UTC) if as_of else None
    progress = ProgressLine()
    failed = succeeded = False
    for report in parts().ingestor.ingest_all(targets, IngestOptions(as_of=day), progress=progress):
        progress.clear()
        if report.error:
            failed = True
            say_error(failure_text(report.target, report.error))
            continue
        succeeded = True
        for line in ingest_lines(report, verbose=verbose):
            click.echo(line)
    if predict and succeeded:
        _predict(parts().ingestor)
    if failed:
        click.get_current_context().exit(1)


def _predict(ingestor: Ingestor) -> None:
    progress = ProgressLine()
    try:
        guessed = ingestor.predict(progress)
    except EmbedderError as error:
        progress.clear()
        click.echo(f"note: categories were not guessed: {error}", err=True)
        return
    progress.clear()
    click.echo(f"categories guessed for {guessed} works")
