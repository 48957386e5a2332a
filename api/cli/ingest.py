"""`flask ingest`: read targets into the library and say what was found, mended, skipped and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click
from msgspec import Struct

from api.cli.extract import NAMES, read_names
from api.cli.guessing import guess_categories
from api.cli.outcome import ProgressLine, failing_clearly, say_error
from api.cli.reports import failure_text, ingest_lines
from api.parts import parts
from api.subscribing import is_followed, subscribe
from graph.errors import InvalidInputError
from graph.identity import identify
from graph.ports import CorpusCounts, IngestOptions, IngestReport, RecordFilter

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("ingest")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@click.option("--as-of", type=DAY, metavar="DATE", help="The day that relative dates count from; filters nothing.")
@click.option("--kind", metavar="KIND", help="What the target is, where its bytes don't tell (feed, page, csv, …).")
@click.option(
    "--subscribe", "follow", is_flag=True, help="Follow the address from now on; of a page, the feed it names."
)
@click.option("--mine", is_flag=True, help="The source is your own: its lists become your picks, with their comments.")
@click.option("--corpus", is_flag=True, help="Papers come in as reference metadata only, not as works to read.")
@click.option("--category", "categories", multiple=True, metavar="SUBJECT", help="Only records of this arXiv subject.")
@click.option("--since", type=DAY, metavar="DATE", help="Only records first published on this day or later.")
@click.option("--until", type=DAY, metavar="DATE", help="Only records first published on this day or before.")
@click.option("--ids", type=click.Path(path_type=Path), metavar="FILE", help="Only records with an id in this file.")
@NAMES
@click.option("--predict/--no-predict", default=True, help="Guess categories for works that have none (the default).")
@click.option("-v", "--verbose", is_flag=True, help="Show every note, not three of each kind.")
@failing_clearly
def ingest(
    targets: tuple[str, ...],
    as_of: datetime | None,
    kind: str | None,
    follow: bool,
    mine: bool,
    corpus: bool,
    categories: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    ids: Path | None,
    names: bool,
    predict: bool,
    verbose: bool,
) -> None:
    """Read each TARGET into the library: a file, an http(s) address, arxiv:ID, arxiv:SUBJECT, oai:SET.

    One that fails is told on stderr and leaves nothing behind; the next ones still run, and the exit code is 1.
    """
    only = RecordFilter(categories=categories, since=_day(since), until=_day(until), ids=_ids(ids))
    options = IngestOptions(as_of=as_of.replace(tzinfo=UTC) if as_of else None, kind=kind, corpus=corpus, only=only)
    wishes = Wishes(subscribe=follow, mine=mine, verbose=verbose)
    reports = _read(targets, options, wishes)
    named = [address for report in reports for address in feeds_to_read(report, subscribe=follow)]
    reports += _read(named, IngestOptions(as_of=options.as_of), wishes) if named else []
    if names and any(not report.error for report in reports):
        read_names(parts().ingestor, corpus=any(report.records.new or report.records.changed for report in reports))
    if predict:
        guess_categories(parts().ingestor, brought=any(brought_works(report) for report in reports))
    if any(report.error for report in reports):
        click.get_current_context().exit(1)


class Wishes(Struct, frozen=True, kw_only=True):
    """What is asked of every target that could be read."""

    subscribe: bool
    mine: bool
    verbose: bool


def brought_works(report: IngestReport) -> bool:
    """Tell whether a target was read and is more than metadata: only works are guessed at."""
    documents = report.new + report.changed + report.unchanged
    return not report.error and (documents > 0 or report.records == CorpusCounts())


def feeds_to_read(report: IngestReport, *, subscribe: bool) -> tuple[str, ...]:
    """Return the feeds that a target names and that are to be read too.

    A list of subscriptions (it has no documents) is read for its feeds; of a page it is its first feed that is followed.
    """
    documents = report.new + report.changed + report.unchanged
    wanted = report.feeds if not documents else report.feeds[:1] if subscribe else ()
    return tuple(found.address for found in wanted)


def _read(targets: Sequence[str], options: IngestOptions, wishes: Wishes) -> list[IngestReport]:
    """Read the targets and tell what became of each."""
    progress = ProgressLine()
    reports = []
    for report in parts().ingestor.ingest_all(targets, options, progress=progress):
        progress.clear()
        reports.append(report)
        if report.error:
            say_error(failure_text(report.target, report.error))
            continue
        if (wishes.subscribe or wishes.mine) and not feeds_to_read(report, subscribe=wishes.subscribe):
            _follow(report, options.kind, wishes)
        for line in ingest_lines(report, verbose=wishes.verbose):
            click.echo(line)
    return reports


def _follow(report: IngestReport, kind: str | None, wishes: Wishes) -> None:
    """Follow what was read, or mark it as the user's own; what comes from a file can only be marked."""
    if wishes.subscribe and not is_followed(report.target):
        click.echo(f"note: {report.target} is a file, which cannot be followed", err=True)
    on = wishes.subscribe and is_followed(report.target)
    address = report.target if is_followed(report.target) else report.source or ""
    if on or wishes.mine:
        subscribe(parts(), [address], on=on or None, mine=wishes.mine or None, kind=kind)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _ids(path: Path | None) -> frozenset[str] | None:
    """Return the identities in a file of ids, one a line, or raise InvalidInputError naming what is none."""
    if path is None:
        return None
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    found = {line: identify(line) or identify(f"arxiv:{line}") for line in lines if line and not line.startswith("#")}
    if wrong := [line for line, identity in found.items() if identity is None]:
        raise InvalidInputError(f"{path}: not an id: {wrong[0]!r}", "ids")
    return frozenset(str(identity) for identity in found.values())
