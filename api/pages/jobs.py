"""Jobs: what is under way and what came of it, cancelling, and following what a page or a list named."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.pages.blueprint import pages
from api.pages.sayings import say
from api.parts import parts
from api.subscribing import subscribe
from api.telling import coming_told, job_title
from graph.errors import UnreachableError
from graph.ports import UNFINISHED
from graph.views.subscriptions import subscription_index

SHOWN = 60
T = TypeVar("T")


@pages.get("/jobs")
def jobs() -> str:
    """Show the latest jobs, and whether anybody works on them."""
    made = parts()
    return render_template(
        "jobs.html",
        section="sources",
        jobs=made.jobs.jobs(SHOWN),
        attended=made.jobs.attended(),
        coming=_where_there(lambda: coming_told(made.linker.coming())),
    )


@pages.get("/jobs/<key>")
def job(key: str) -> str:
    """Show how a job stands and what it brought; while it is under way the page looks again by itself."""
    made = parts()
    found = made.jobs.job(key)
    lines = _where_there(lambda: subscription_index(made.library, made.schedule, made.now())) or ()
    followed = {address for line in lines for address in (line.address, line.moved_to) if address}
    return render_template(
        "job.html",
        section="sources",
        job=found,
        unfinished=found.state in UNFINISHED,
        attended=made.jobs.attended(),
        followed=followed,
    )


def _where_there(ask: Callable[[], T]) -> T | None:
    """Return what the library tells; nothing while its store is away: jobs are in a file of their own, and wait."""
    try:
        return ask()
    except UnreachableError:
        return None


@pages.post("/jobs/<key>/cancel")
def cancel_job(key: str) -> Response:
    """Cancel a job."""
    job = parts().jobs.cancel(key)
    said = (
        "Cancelled."
        if job.state == "cancelled"
        else f"{job_title(job)} is being cancelled."
        if not job.finished
        else ""
    )
    return say(redirect(url_for("pages.job", key=key), 303), said or "It had ended before.")


@pages.post("/jobs/<key>/follow")
def follow_found(key: str) -> Response:
    """Follow the feeds that a page or a list named, those that were chosen."""
    made = parts()
    made.jobs.job(key)
    chosen = [address for address in request.form.getlist("address") if address]
    new = subscribe(made, chosen)
    if new:
        made.jobs.submit("refresh")
    said = f"Following {len(new)} more." if new else "Nothing new to follow."
    return say(redirect(url_for("pages.job", key=key), 303), said)
