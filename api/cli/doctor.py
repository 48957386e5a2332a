"""`flask doctor`: what is configured, reachable and stale."""

from __future__ import annotations

import sys

import click

from api.cli.outcome import failing_clearly, one_line
from api.doctor import examine
from api.parts import parts


@click.command("doctor")
@failing_clearly
def doctor() -> None:
    """Tell what is configured, reachable and stale, and what to do; the exit code is 1 where something is broken."""
    broken = 0
    for finding in examine(parts()):
        broken += finding.state == "broken"
        click.echo(f"{finding.state:<7} {finding.what}: {one_line(finding.found)}")
        if finding.advice:
            click.echo(f"{'':<7} → {finding.advice}")
    sys.exit(1 if broken else 0)
