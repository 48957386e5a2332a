"""`flask categories` and `flask category`: the list's own categories, renamed and merged by decisions."""

from __future__ import annotations

import click

from api.cli.outcome import Failed, failing_clearly
from api.cli.reports import category_lines
from api.deciding import key_of_node, new_decision, record
from api.parts import parts
from graph.model import DecisionKind, Node
from graph.names import fold
from graph.views.category import category_index


@click.command("categories")
@failing_clearly
def categories() -> None:
    """List the categories, those with most works first."""
    for line in category_lines(category_index(parts().library)):
        click.echo(line)


@click.group("category")
def category() -> None:
    """Rename or merge a category; both are decisions and can be undone."""


@category.command("rename")
@click.argument("old")
@click.argument("new")
@failing_clearly
def rename(old: str, new: str) -> None:
    """Call the category OLD by the name NEW."""
    known = _named(old)
    if not new.strip():
        raise Failed("a category needs a name")
    _decide(known, DecisionKind.CORRECTION, {"field": "name", "value": new.strip()})
    click.echo(f"{known.name} is now called {new.strip()}")


@category.command("merge")
@click.argument("one")
@click.argument("into")
@failing_clearly
def merge(one: str, into: str) -> None:
    """Put the works of the category ONE under INTO."""
    merged, kept = _named(one), _named(into)
    _decide(merged, DecisionKind.MERGE, {"into": key_of_node(parts(), kept.id)})
    click.echo(f"{merged.name} is now part of {kept.name}")


def _named(name: str) -> Node:
    for line in category_index(parts().library):
        if name in {line.node.name, line.node.id} or fold(name) == fold(line.node.name):
            return line.node
    raise Failed(f"no such category: {name!r} (`flask categories` lists them)")


def _decide(on: Node, kind: DecisionKind, value: dict[str, object]) -> None:
    record(parts(), new_decision(parts(), kind, key_of_node(parts(), on.id), value))
