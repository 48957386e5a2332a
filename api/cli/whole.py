"""`flask analyse`, `flask bridges`, `flask draw`: what the whole graph says."""

from __future__ import annotations

import click

from api.cli.outcome import ProgressLine, failing_clearly, nothing_yet
from api.pages.words import roughly
from api.parts import parts
from graph.views.bridges import bridges_view
from graph.views.communities import community_index
from graph.views.draw import draw_view
from graph.views.when import parse_month
from graph.views.whole_shapes import BridgeLine, CommunityLine, CommunityName


@click.command("analyse")
@failing_clearly
def analyse() -> None:
    """Work out the communities, what is central and which works nothing joins yet, and list the communities.

    `flask link` ends with it. Communities keep their names as long as they are the same.
    """
    made, progress = parts(), ProgressLine()
    if nothing_yet(made.library):
        return
    try:
        atlas = made.analysis.refresh(progress)
    finally:
        progress.clear()
    index = community_index(made.library, atlas)
    click.echo(f"{atlas.nodes} nodes, {atlas.joins} joins, {atlas.vectors} works with a vector")
    click.echo(f"{len(index.communities)} communities, {len(atlas.bridges)} bridges")
    for line in index.communities:
        click.echo(_community(line))


@click.command("bridges")
@click.option(
    "-n", "--number", type=click.IntRange(1, 150), default=10, show_default=True, help="How many of each kind."
)
@failing_clearly
def bridges(number: int) -> None:
    """Show works near in meaning that nothing joins, each with why and what leads from one to the other."""
    made = parts()
    if nothing_yet(made.library):
        return
    view = bridges_view(made.library, made.analysis.atlas(), number)
    if not view.ready:
        click.echo("nothing was worked out yet: flask analyse does it")
    elif not view.extent.vectors:
        click.echo("no work has a vector yet, and bridges compare what works mean: flask link makes them")
    elif not (view.listed or view.beyond):
        click.echo("no two works are nearer than chance explains and not joined")
    else:
        click.echo(f"at most one in {roughly(view.odds)} pairs made up by chance is as near as these")
    for line in (*view.listed, *view.beyond):
        for told in _bridge(line):
            click.echo(told)


@click.command("draw")
@click.argument("month")
@click.option(
    "-n",
    "--number",
    type=click.IntRange(1, 1_000_000),
    default=1,
    show_default=True,
    help="Another one is another draw.",
)
@failing_clearly
def draw(month: str, number: int) -> None:
    """Draw ten works of a MONTH (2025-03), few of a kind, and say what connects them."""
    made, asked = parts(), parse_month(month)
    if nothing_yet(made.library):
        return
    view = draw_view(made.library, made.analysis.held(), asked, number)
    of = "that are listed in the month or picked for it" if view.is_chosen else "that the month has"
    click.echo(f"{len(view.entries)} of {view.pool} works {of}:")
    for entry in view.entries:
        click.echo(f"{entry.node.name}  ({entry.node.url or entry.node.id})")
    for thread in view.threads:
        click.echo(f"- {thread.text}.")
    names = {entry.node.id: entry.node.name for entry in view.entries}
    for key in view.alone:
        click.echo(f"- Nothing known yet leads to “{names[key]}”.")


def _community(line: CommunityLine) -> str:
    return f"  {line.name}: {line.works} works" + (f", in {len(line.parts)} parts" if line.parts else "")


def _bridge(line: BridgeLine) -> list[str]:
    path = " → ".join(step.name for step in line.path)
    fields = f"  {_field(line.field_a)} – {_field(line.field_b)}"
    return [
        line.a.name,
        f"  {line.b.name}",
        fields,
        *(f"  {told}" for told in line.reasons),
        *([f"  {path}"] if path else []),
    ]


def _field(one: CommunityName | None) -> str:
    return one.name if one else "of no community"
