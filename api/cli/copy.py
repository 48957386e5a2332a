"""`flask copy`: the library moved into another store."""

from __future__ import annotations

from itertools import zip_longest

import click

from api.cli.outcome import Failed, ProgressLine, failing_clearly
from api.parts import parts
from graph.copying import copy as copy_library
from graph.errors import InvalidInputError
from graph.exchange import export_jsonl
from graph.ports import Library

SHOWN = 200
"""How much is told of a record that differs."""


@click.command("copy")
@click.option(
    "--to", "store", required=True, metavar="STORE", help="Where to: a neo4j:// or bolt:// address, or sqlite."
)
@failing_clearly
def copy(store: str) -> None:
    """Copy the library of ALMANAC_STORE into another STORE, and compare what both export.

    Run again it goes on where it was cut off. A library that is another one is never overwritten.
    """
    made = parts()
    if store == made.settings.store:
        raise Failed(f"{store} is where the library is")
    if store == "memory":
        raise Failed("a copy in memory would be gone at once; --to takes sqlite, or a neo4j:// or bolt:// address")
    try:
        target = made.library_at(store)
    except InvalidInputError as error:
        raise Failed(f"--to: {error}".replace("ALMANAC_STORE ", "it ")) from error
    progress = ProgressLine()
    try:
        copy_library(made.library, target, progress)
        progress.clear()
        click.echo(f"copied; both export the same {_compared(made.library, target):,} records")
        click.echo(f"to use the copy from now on: ALMANAC_STORE={store}")
    finally:
        progress.clear()
        target.close()


def _compared(one: Library, other: Library) -> int:
    """Return how many records both export; raise Failed where they differ."""
    records = 0
    for records, (was, became) in enumerate(zip_longest(export_jsonl(one), export_jsonl(other), fillvalue=b"nothing")):
        if was != became:
            raise Failed(f"the copy differs in record {records}: {was[:SHOWN]!r} became {became[:SHOWN]!r}")
    return records
