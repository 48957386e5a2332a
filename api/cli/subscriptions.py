"""`flask subscribe`, `unsubscribe`, `subscriptions` and `refresh`: what is followed, and asking it for news."""

from __future__ import annotations

from collections.abc import Iterator

import click

from api.cli.extract import NAMES, read_names
from api.cli.guessing import guess_categories
from api.cli.outcome import ProgressLine, failing_clearly, say_error
from api.cli.reports import failure_text, ingest_lines
from api.parts import Parts, parts
from api.subscribing import is_followed, same_address
from api.subscribing import subscribe as follow
from graph.errors import InvalidInputError
from graph.ports import Progress, Refreshed
from graph.views.subscriptions import span_words, subscription_index

ADDRESSES = click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")


@click.command("subscribe")
@ADDRESSES
@click.option("--mine", is_flag=True, help="They are your own: their lists are your picks.")
@click.option("--kind", metavar="KIND", help="The reader to use, where the bytes cannot tell.")
@failing_clearly
def subscribe(addresses: tuple[str, ...], mine: bool, kind: str | None) -> None:
    """Follow each ADDRESS (http(s), or a query like arxiv:cs.CL) from now on; `flask refresh` reads what is new."""
    made = follow(parts(), addresses, mine=mine or None, kind=kind)
    click.echo(f"followed: {len(made)}, already followed: {len(set(addresses)) - len(made)}")


@click.command("unsubscribe")
@ADDRESSES
@failing_clearly
def unsubscribe(addresses: tuple[str, ...]) -> None:
    """Follow each ADDRESS no longer; what it brought stays."""
    made = follow(parts(), addresses, on=False)
    click.echo(f"no longer followed: {len(made)}")
    if len(made) < len(set(addresses)):
        click.echo(f"note: {len(set(addresses)) - len(made)} of them were not followed", err=True)


@click.command("subscriptions")
@failing_clearly
def subscriptions() -> None:
    """List what is followed, and how each stands."""
    made = parts()
    for line in subscription_index(made.library, made.schedule, made.now()):
        click.echo(f"{line.address}{'  (mine)' if line.mine else ''}")
        click.echo(f"  {line.title + ' · ' if line.title else ''}{line.standing}")


@click.command("refresh")
@click.argument("addresses", nargs=-1, metavar="[ADDRESS...]")
@click.option(
    "--all", "everything", is_flag=True, help="Ask all of them, due or not, but for what is gone or asked for quiet."
)
@NAMES
@click.option("--predict/--no-predict", default=True, help="Guess categories for works that have none (the default).")
@click.option("-v", "--verbose", is_flag=True, help="Show every note, not three of each kind.")
@failing_clearly
def refresh(addresses: tuple[str, ...], everything: bool, names: bool, predict: bool, verbose: bool) -> None:
    """Ask every subscription that is due for what is new, or those at ADDRESS, due or not.

    One that fails is told on stderr; the next ones still run, and the exit code is 1.
    """
    if everything and addresses:
        raise click.UsageError("--all asks all that is followed; name no ADDRESS beside it")
    progress = ProgressLine()
    asked = failed = changed = records = 0
    for refreshed in _refreshed(parts(), addresses, everything, progress):
        progress.clear()
        asked += 1
        failed += refreshed.report is None
        changed += refreshed.visit.new + refreshed.visit.changed
        records += refreshed.report.records.new + refreshed.report.records.changed if refreshed.report else 0
        _tell(refreshed, verbose)
    click.echo(f"asked: {asked}, failed: {failed}" if asked else "nothing is due")
    if names and (changed or records):
        read_names(parts().ingestor, corpus=records > 0)
    if predict:
        guess_categories(parts().ingestor, brought=changed > 0)
    if failed:
        click.get_current_context().exit(1)


def _refreshed(made: Parts, addresses: tuple[str, ...], everything: bool, progress: Progress) -> Iterator[Refreshed]:
    if everything:
        return made.refresher.refresh(_not_quiet(made), progress)
    if addresses:
        return made.refresher.refresh(_named(made, addresses), progress)
    return made.refresher.refresh_due(None, progress)


def _named(made: Parts, addresses: tuple[str, ...]) -> list[str]:
    """Return these as they are followed, whatever their spelling, or raise InvalidInputError."""
    followed = subscription_index(made.library, made.schedule, made.now())
    known = {same_address(each): line.address for line in followed for each in (line.moved_to, line.address) if each}
    if strange := [address for address in addresses if same_address(address) not in known]:
        raise InvalidInputError(f"{strange[0]} is not followed (flask subscribe {strange[0]})", "addresses")
    return list(dict.fromkeys(known[same_address(address)] for address in addresses))


def _not_quiet(made: Parts) -> list[str]:
    """Return all that can be asked, and tell what asked to be left alone for now."""
    now, held = made.now(), made.schedule.appointments()
    asked = []
    for line in subscription_index(made.library, made.schedule, now):
        quiet = held[line.address].quiet if line.address in held else None
        if not is_followed(line.address) or line.gone:
            continue
        if quiet and quiet > now:
            click.echo(f"{line.address}: left alone for {span_words(quiet - now)}, as its server asked")
        else:
            asked.append(line.address)
    return asked


def _tell(refreshed: Refreshed, verbose: bool) -> None:
    visit, report = refreshed.visit, refreshed.report
    if report is None:
        say_error(failure_text(visit.address, visit.message))
    elif visit.outcome == "unchanged":
        click.echo(f"{report.title or visit.address}: nothing new")
    else:
        for line in ingest_lines(report, verbose=verbose):
            click.echo(line)
        if visit.message:
            click.echo(f"  {visit.message}")
