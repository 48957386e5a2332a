"""Long work over REST: asked for, then polled."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import url_for

from api.parts import parts
from api.rest import schemas
from api.rest.job_orders import AnyJob, IngestOrder, JobChange, RefreshOrder
from api.rest.paging import Page, PageQuery, after_in, page_of
from graph.ports import Job, JobOptions

jobs = APIBlueprint("jobs", __name__, url_prefix="/api/v1/jobs")

MOST_KEPT = 10_000
"""More than a runner keeps."""


@jobs.get("")
@jobs.input(PageQuery, location="query")
@jobs.output(schemas.JobPage)
def jobs_list(query_data: PageQuery) -> Page[Job]:
    """The jobs, newest first."""
    following = after_in(parts().jobs.jobs(MOST_KEPT), query_data.after, lambda job: job.id)
    return page_of(following, query_data.limit, lambda job: job.id)


@jobs.get("/<job>")
@jobs.output(schemas.Job)
def job(job: str) -> Job:
    """A job; its ETag changes as it proceeds."""
    return parts().jobs.job(job)


@jobs.post("")
@jobs.input(AnyJob)
@jobs.output(schemas.Job, 202)
def submit(json_data: AnyJob) -> tuple[Job, int, dict[str, Any]]:
    """Queue a job, or find the one like it that waits already; poll the address in Location."""
    order = json_data.root
    target, options = "", JobOptions()
    if isinstance(order, RefreshOrder):
        target = order.target or ""
    elif isinstance(order, IngestOrder):
        target, options = order.target, JobOptions(subscribe=order.subscribe, mine=order.mine)
    queued = parts().jobs.submit(order.kind, target, options)
    return queued, 202, {"Location": url_for("jobs.job", job=queued.id)}


@jobs.patch("/<job>")
@jobs.input(JobChange)
@jobs.output(schemas.Job)
def cancel(job: str, json_data: JobChange) -> Job:
    """Cancel a job: one that waits at once, one that runs where it next tells its progress. A finished one stays."""
    del json_data  # there is only this change
    return parts().jobs.cancel(job)
