"""`flask rebuild`, `export`, `backup` and `restore`: the library as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from api.cli.outcome import ProgressLine, failing_clearly, is_stream, write_out
from api.cli.reports import count_lines
from api.parts import parts
from graph.exchange import export_json, export_jsonl

NEW_FILE = click.Path(dir_okay=False, path_type=Path)
OLD_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
PIECE = 1 << 20


@click.command("rebuild")
@failing_clearly
def rebuild() -> None:
    """Derive the whole graph anew from the documents as fetched and the decisions."""
    progress = ProgressLine()
    try:
        counts = parts().ingestor.rebuild(progress)
    finally:
        progress.clear()
    for line in count_lines(counts):
        click.echo(line)


@click.command("export")
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "jsonl"]),
    default="json",
    show_default=True,
    help="One document, or a record a line.",
)
@click.option("-o", "--output", type=NEW_FILE, metavar="FILE", help="Write to FILE instead of stdout.")
@failing_clearly
def export(form: str, output: Path | None) -> None:
    """Write the whole library, sorted and stable, so that two libraries compare with diff."""
    write_out({"json": export_json, "jsonl": export_jsonl}[form](parts().library), output)


@click.command("backup")
@click.argument("file", type=NEW_FILE)
@failing_clearly
def backup(file: Path) -> None:
    """Write everything into one checksummed FILE, consistent while the service runs."""
    piped = is_stream(file)
    if piped:
        with TemporaryDirectory() as folder:
            whole = Path(folder) / "backup"
            parts().library.backup(whole)
            write_out(_pieces(whole), file)
    else:
        parts().library.backup(file)
    click.echo(f"backed up to {file}", err=piped)


@click.command("restore")
@click.argument("file", type=OLD_FILE)
@click.option("--yes", is_flag=True, help="Do not ask.")
@failing_clearly
def restore(file: Path, yes: bool) -> None:
    """Replace this library by the backup in FILE; a damaged backup leaves it as it was."""
    held = parts().library.documents.counts()["documents"]
    if not yes and held:
        click.confirm(f"This replaces the library with its {held} documents. Go on?", abort=True)
    parts().library.restore(file)
    click.echo(f"restored from {file}")


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while piece := stream.read(PIECE):
            yield piece
