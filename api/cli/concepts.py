"""`flask concept`: what the names of models, techniques and their makers mean, corrected by decisions."""

from __future__ import annotations

import click

from api.cli.outcome import Failed, failing_clearly
from api.deciding import new_decision, record
from api.parts import parts
from graph.concept_names import has_kind
from graph.decisions import key_of, resolve_key
from graph.errors import NotFoundError
from graph.mention import NAMED_KINDS
from graph.model import DecisionKind, Node
from graph.names import name_key
from graph.standing import concept_key
from graph.views.known import node_at


@click.group("concept")
def concept() -> None:
    """Rename, merge or split a concept, or say what kind it is; all are decisions and can be undone."""


@concept.command("rename")
@click.argument("old")
@click.argument("new")
@failing_clearly
def rename(old: str, new: str) -> None:
    """Call the concept OLD (an id, kind:name, or one of its names) by the name NEW."""
    known = _named(old)
    _decide(known, DecisionKind.CORRECTION, {"field": "name", "value": new.strip()})
    click.echo(f"{known.name} is now called {new.strip()}")


@concept.command("merge")
@click.argument("one")
@click.argument("into")
@failing_clearly
def merge(one: str, into: str) -> None:
    """Let all names of the concept ONE be names of INTO."""
    merged, kept = _named(one), _named(into)
    _decide(merged, DecisionKind.MERGE, {"into": key_of(kept)})
    click.echo(f"{merged.name} is now a name of {kept.name}")


@concept.command("split")
@click.argument("one")
@click.argument("name")
@failing_clearly
def split(one: str, name: str) -> None:
    """Let NAME, one of the names of the concept ONE, be a concept of its own."""
    known = _named(one)
    _decide(known, DecisionKind.SPLIT, {"name": name.strip()})
    click.echo(f"{name.strip()} is no longer a name of {known.name}")


@concept.command("kind")
@click.argument("one")
@click.argument("kind", type=click.Choice(sorted(kind.value for kind in NAMED_KINDS)))
@failing_clearly
def kind(one: str, kind: str) -> None:
    """Say that the concept ONE is of this KIND."""
    known = _named(one)
    _decide(known, DecisionKind.CORRECTION, {"field": "kind", "value": kind})
    click.echo(f"{known.name} is now a {kind}")


def _named(name: str) -> Node:
    """Return the concept with this id, key or name, or fail where there is none or more than one."""
    library = parts().library
    try:
        node = node_at(library, name)
        found = {node.id: node} if node.kind in NAMED_KINDS else {}
    except NotFoundError:
        is_key = concept_key(name) is not None
        keys = [name] if is_key else [f"{kind}:{name}" for kind in sorted(NAMED_KINDS)] if name_key(name) else []
        told = [resolve_key(library.graph, key) for key in keys]
        known = [each for each in told if each and each.kind in NAMED_KINDS]
        found = {each.id: each for each in known if not is_key or has_kind(each, name)}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        raise Failed(f"{name!r} may be {', '.join(sorted(map(key_of, found.values())))}: say which")
    raise Failed(f"no such concept: {name!r}")


def _decide(on: Node, kind: DecisionKind, value: dict[str, object]) -> None:
    record(parts(), new_decision(parts(), kind, key_of(on), value))
