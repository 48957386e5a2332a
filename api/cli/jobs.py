"""`flask work` and `flask jobs`: long work beside the service."""

from __future__ import annotations

import signal
import sys
import time

import click

from api.cli.outcome import failing_clearly
from api.cli.reports import job_line
from api.parts import Parts, parts

LOOKED_S = 0.5
SHOWN = 30


@click.command("work")
@failing_clearly
def work() -> None:
    """Work on the jobs until interrupted; where another process does that, wait until it ends, then take over."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    made = parts()
    told: dict[str, str] = {job.id: job.state for job in made.jobs.jobs()}
    made.worker.start()
    try:
        said = None
        while True:
            time.sleep(LOOKED_S)
            said = _say_standing(said, made.worker.working)
            _say_changes(made, told)
    except KeyboardInterrupt:
        click.echo("ending: what runs is put back and begun again by whoever works next", err=True)
    finally:
        made.worker.stop()


@click.command("jobs")
@click.option(
    "--cancel", "cancelled", metavar="JOB", help="Cancel this job: one that waits at once, one that runs soon."
)
@failing_clearly
def jobs(cancelled: str | None) -> None:
    """List the latest jobs, newest first."""
    made = parts()
    if cancelled:
        click.echo(job_line(made.jobs.cancel(cancelled)))
        return
    for job in made.jobs.jobs(SHOWN):
        click.echo(job_line(job))


def _say_standing(said: bool | None, working: bool) -> bool:
    if said is None and not working:
        click.echo("waiting: another process works on the jobs", err=True)
    elif said is not working and working:
        click.echo("working on the jobs (Ctrl+C ends)", err=True)
    return working


def _say_changes(made: Parts, told: dict[str, str]) -> None:
    for job in reversed(made.jobs.jobs()):
        if told.get(job.id) != job.state:
            told[job.id] = job.state
            click.echo(job_line(job))
