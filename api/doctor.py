"""What is configured, reachable and stale, each with what to do: for `flask doctor` and whoever looks after the service."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from msgspec import Struct

from api.parts import Parts
from api.protection import is_loopback
from graph.errors import AlmanacError, RestoringError, StoreError, UnreachableError
from graph.ports import UNFINISHED
from graph.views.subscriptions import subscription_index

STATIC = Path(__file__).resolve().parent / "static" / "manifest.json"
ROOM_BYTES = 1 << 30
"""Less free disk than this is told: an ingest of a large snapshot takes some hundred megabytes."""

RECENT = timedelta(days=7)


class Finding(Struct, frozen=True, kw_only=True):
    """One thing looked at. `state` is fine, stale (it works, but something is to be done) or broken; `advice` says what."""

    what: str
    state: str
    found: str
    advice: str = ""


def examine(parts: Parts) -> Iterator[Finding]:
    """Yield what is found, the settings first; nothing is changed, and no server but the store's is asked."""
    yield _folder("data", parts.settings.data, "ALMANAC_DATA")
    yield _folder("cache", parts.settings.cache, "ALMANAC_CACHE")
    yield _listening(parts)
    yield _frontend()
    store = _store(parts)
    yield store
    if store.state == "broken":
        return
    for look in (_jobs, _failures, _subscriptions, _vectors, _analysis):
        yield _told(look, parts)


def _told(look: Callable[[Parts], Finding], parts: Parts) -> Finding:
    try:
        return look(parts)
    except AlmanacError as error:
        return Finding(what=look.__name__.strip("_"), state="broken", found=str(error))


def _folder(what: str, folder: Path, setting: str) -> Finding:
    there = next(one for one in (folder, *folder.parents) if one.exists())
    if not (there.is_dir() and os.access(there, os.W_OK)):
        advice = f"give this user the folder, or set {setting} to another one"
        return Finding(what=what, state="broken", found=f"{there} cannot be written", advice=advice)
    free = shutil.disk_usage(there).free
    found = f"{folder} ({free / 1e9:,.1f} GB free)"
    if free < ROOM_BYTES:
        return Finding(what=what, state="stale", found=found, advice=f"make room, or set {setting} to a larger disk")
    return Finding(what=what, state="fine", found=found)


def _listening(parts: Parts) -> Finding:
    settings = parts.settings
    found = f"http://{settings.host}:{settings.port}"
    if not is_loopback(settings.host) and not settings.token:
        advice = "set ALMANAC_TOKEN: beyond this machine the service refuses to listen without one"
        return Finding(what="address", state="broken", found=found, advice=advice)
    return Finding(what="address", state="fine", found=found + (", with a token" if settings.token else ""))


def _frontend() -> Finding:
    if STATIC.exists():
        return Finding(what="pages", state="fine", found="their style and scripts are built")
    return Finding(
        what="pages", state="broken", found="their style and scripts are not built", advice="run make frontend"
    )


def _store(parts: Parts) -> Finding:
    store = parts.settings.store
    try:
        if parts.library.is_unmade():
            return Finding(what="store", state="fine", found=f"{store}; nothing is in the library yet")
        counts, version = parts.library.documents.counts(), parts.library.version()
    except StoreError as error:
        return Finding(what="store", state="broken", found=str(error), advice=_remedy(error))
    found = f"{store}; {counts['documents']:,} documents of {counts['sources']:,} sources, version {version:,}"
    return Finding(what="store", state="fine", found=found)


def _remedy(error: StoreError) -> str:
    if isinstance(error, RestoringError):
        return "wait for the restore to end, or flask restore the backup again"
    if isinstance(error, UnreachableError):
        return "start the server, or set ALMANAC_STORE to where it is"
    return "set right what it names, then flask doctor again"


def _jobs(parts: Parts) -> Finding:
    waiting = [job for job in parts.jobs.jobs() if job.state in UNFINISHED]
    if waiting and not parts.jobs.attended():
        advice = "start the service (python app.py), or flask work"
        return Finding(what="jobs", state="stale", found=f"{len(waiting)} wait and nobody works on them", advice=advice)
    return Finding(what="jobs", state="fine", found=f"{len(waiting)} waiting or running" if waiting else "none wait")


def _failures(parts: Parts) -> Finding:
    since = parts.now() - RECENT
    failed = [job for job in parts.jobs.jobs() if job.state == "failed" and job.finished and job.finished > since]
    if failed:
        found = f"{len(failed)} failed in a week, the last: {failed[0].kind} {failed[0].target}: {failed[0].message}"
        return Finding(what="failures", state="stale", found=found, advice="flask jobs lists them")
    return Finding(what="failures", state="fine", found="no job failed in a week")


def _subscriptions(parts: Parts) -> Finding:
    lines = subscription_index(parts.library, parts.schedule, parts.now())
    failing = [line for line in lines if line.failures]
    if failing:
        found = f"{len(failing)} of {len(lines)} fail, the first: {failing[0].address}: {failing[0].standing}"
        return Finding(what="subscriptions", state="stale", found=found, advice="flask subscriptions lists them")
    due = len(parts.refresher.due())
    if due and not parts.jobs.attended():
        found = f"{due} of {len(lines)} are due and nobody asks them"
        return Finding(what="subscriptions", state="stale", found=found, advice="flask refresh, or start the service")
    return Finding(what="subscriptions", state="fine", found=f"{len(lines)} followed, {due} due")


def _vectors(parts: Parts) -> Finding:
    coming = parts.linker.coming()
    if coming.waiting and not parts.jobs.attended():
        found = f"{coming.waiting:,} of {coming.total:,} texts have no vectors yet and nobody works on them"
        return Finding(what="vectors", state="stale", found=found, advice="flask embed, then flask link")
    return Finding(what="vectors", state="fine", found=f"{coming.total - coming.waiting:,} of {coming.total:,} texts")


def _analysis(parts: Parts) -> Finding:
    held = parts.analysis.held()
    if held is None and parts.library.is_unmade():
        return Finding(what="analysis", state="fine", found="nothing to work out yet")
    if held is None:
        found = "communities, bridges and the map's layout were never worked out"
        return Finding(what="analysis", state="stale", found=found, advice="flask analyse")
    return Finding(what="analysis", state="fine", found=f"of {held.nodes:,} nodes")
