"""The end of every command that changes what guessed categories rest on."""

from __future__ import annotations

import click

from api.cli.outcome import ProgressLine
from graph.errors import EmbedderError
from graph.ports import Ingestor


def guess_categories(ingestor: Ingestor, *, brought: bool) -> None:
    """Guess categories where works were brought or had guesses; where no model is available, a note says so."""
    progress = ProgressLine()
    try:
        guessed = (ingestor.predict if brought else ingestor.predict_again)(progress)
    except EmbedderError as error:
        progress.clear()
        click.echo(f"note: categories were not guessed: {error}", err=True)
        return
    progress.clear()
    if guessed is not None:
        click.echo(f"categories guessed for {guessed} works")
