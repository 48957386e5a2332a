"""Jobs and visits in words; the same for pages and commands."""

from __future__ import annotations

from graph.ports import Coming, Job, Visit

_TITLES = {
    "rebuild": "Deriving the graph anew",
    "predict": "Guessing categories",
    "enrich": "Asking catalogues for what is missing",
    "extract": "Reading what texts name",
    "embed": "Reading what texts mean",
    "link": "Linking what belongs together",
}


def job_title(job: Job) -> str:
    """Return what a job does: "Reading https://ada.example/feed"."""
    if job.kind == "ingest":
        return f"Reading {job_target(job)}"
    if job.kind == "refresh":
        return f"Asking {job.target or 'the sources that are due'}"
    return _TITLES.get(job.kind, job.kind)


def job_target(job: Job) -> str:
    """Return what it is about; of a file, its name."""
    return job.target if "://" in job.target or ":" in job.target else job.target.rpartition("/")[2]


def job_standing(job: Job) -> str:
    """Return how a job stands, with what it brought or why it failed."""
    if job.state == "queued":
        return "waiting, for another try" if job.attempts else "waiting"
    if job.state == "running":
        return "being cancelled" if job.cancelling else _proceeding(job)
    if job.state == "failed":
        return f"failed: {job.message}" if job.message else "failed"
    if job.state == "cancelled":
        return "cancelled"
    return _brought(job.report or {})


def visit_told(visit: Visit) -> str:
    """Return what a visit brought, or why it failed: "3 new documents, 1 changed"."""
    brought = ([_counted(visit.new, "new document")] if visit.new else []) + (
        [f"{visit.changed:,} changed"] if visit.changed else []
    )
    told = [visit.message] if visit.message else []
    return ", ".join(told + brought) or "nothing new"


def coming_told(coming: Coming) -> str | None:
    """Return that vectors still come, and how many; None where all are there."""
    if not coming.waiting:
        return None
    return f"Vectors still coming: {coming.waiting:,} of {coming.total:,}"


def _proceeding(job: Job) -> str:
    if job.total:
        return f"under way, {job.done:,} of {job.total:,}"
    return f"under way, {job.done:,}" if job.done else "under way"


def _brought(report: dict[str, object]) -> str:
    told = []
    asked, new, failed, feeds = (report.get(name) for name in ("asked", "new", "failed", "feeds"))
    if isinstance(asked, int):
        told.append(_counted(asked, "source") + " asked")
    if isinstance(feeds, list | tuple) and feeds:
        told.append(_counted(len(feeds), "feed") + " named")
    if isinstance(new, int) and (new or not feeds):
        told.append(_counted(new, "new document"))
    if isinstance(failed, int) and failed:
        told.append(f"{failed:,} failed")
    names = report.get("names", report)
    if isinstance(names, dict) and names.get("mentions"):
        told.append(_counted(names["mentions"], "mention"))
    return f"done, {', '.join(told)}" if told else "done"


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}" if number < 1000 else f"{number:,} {noun}s"
