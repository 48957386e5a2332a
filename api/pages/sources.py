"""Sources: all of them, each with its history, reading a new one, following and ending that."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.pages.blueprint import pages
from api.pages.sayings import say
from api.pages.turning import part_asked
from api.parts import Parts, parts
from api.subscribing import is_followed, subscribe
from api.uploads import keep_upload
from graph.errors import InvalidInputError
from graph.ports import JobOptions
from graph.views.source import NEWEST, source_index, source_view
from graph.views.subscriptions import source_history, source_subscription, subscription_index

LATELY = 5


YEARS = 4
"""The newest years with lists: what a source listed in one of them is a click away on the map."""


@pages.get("/sources")
def sources() -> str:
    """Show the sources with what each brought and how it stands, and what is being read just now."""
    made = parts()
    followed = subscription_index(made.library, made.schedule, made.now())
    return render_template(
        "sources.html",
        section="sources",
        views=source_index(made.library),
        standing={line.source: line for line in followed if line.source},
        unread=[line for line in followed if not line.source],
        followed=len(followed),
        papers=made.library.corpus.count(),
        jobs=made.jobs.jobs(LATELY),
    )


@pages.get("/sources/<key>")
def source(key: str) -> str:
    """Show a source with its documents, the newest first, a part of them at a time, and how asking it went."""
    made = parts()
    library = made.library
    part = part_asked(library.documents.document_counts().get(key, 0), NEWEST)
    view = source_view(library, key, part.most, part.after)
    return render_template(
        "source.html",
        section="sources",
        view=view,
        part=part,
        subscription=source_subscription(library, made.schedule, view.source, made.now()),
        visits=source_history(made.schedule, view.source),
        years=sorted({one.month[:4] for one in library.calendar.months() if one.said})[-YEARS:],
    )


@pages.post("/sources")
def read_target() -> Response:
    """Have an address read, and followed where that is wanted. Files on this machine are for `flask ingest` alone."""
    target = request.form.get("target", "").strip()
    if not _is_fetched(target):
        raise InvalidInputError("an address begins with https:// or http:// and a host", "target")
    options = JobOptions(subscribe="subscribe" in request.form, mine="mine" in request.form)
    job = parts().jobs.submit("ingest", target, options)
    return redirect(url_for("pages.job", key=job.id), 303)


@pages.post("/sources/upload")
def upload() -> Response:
    """Take a list of subscriptions or a library from elsewhere: a file, or addresses one a line."""
    made, file = parts(), request.files.get("file")
    if file is not None and file.filename:
        path = keep_upload(made.settings.data, file.filename, file.stream)
        options = JobOptions(subscribe="subscribe" in request.form, mine="mine" in request.form)
        return redirect(url_for("pages.job", key=made.jobs.submit("ingest", str(path), options).id), 303)
    addresses = request.form.get("addresses", "").split()
    if not addresses:
        raise InvalidInputError("neither a file nor an address was given", "file")
    if wrong := [address for address in addresses if not _is_fetched(address)]:
        raise InvalidInputError(f"not an address: {wrong[0]}", "addresses")
    new = subscribe(made, addresses, mine=True if "mine" in request.form else None)
    return _asked(made, f"Following {len(new)} more; they are being asked now." if new else "All are followed.")


@pages.post("/sources/refresh")
def refresh_due() -> Response:
    """Ask all that are due."""
    return _asked(parts(), "What is due is being asked.")


@pages.post("/sources/stop")
def stop_following() -> Response:
    """Stop following an address that brought nothing so far."""
    subscribe(parts(), [request.form.get("address", "")], on=False)
    return say(redirect(url_for("pages.sources"), 303), "No longer followed.")


@pages.post("/sources/ask")
def ask_address() -> Response:
    """Ask an address that brought nothing so far; one that had been given up is taken up again."""
    return _ask(parts(), request.form.get("address", ""))


@pages.post("/sources/<key>/refresh")
def refresh_source(key: str) -> Response:
    """Ask a source now; one that had been given up is taken up again."""
    return _ask(*_followed(key))


@pages.post("/sources/<key>/follow")
def follow_source(key: str) -> Response:
    """Follow a source, or stop."""
    made, address = _followed(key)
    on = not request.form.get("stop")
    subscribe(made, [address], on=on)
    said = "Followed from now on." if on else "No longer followed; what it brought stays."
    return say(redirect(url_for("pages.source", key=key), 303), said)


@pages.post("/sources/<key>/mine")
def mark_source(key: str) -> Response:
    """Mark a source as one's own, or not."""
    made, address = _followed(key)
    mine = not request.form.get("remove")
    subscribe(made, [address], on=None, mine=mine)
    said = "Marked as yours: its lists are your picks." if mine else "No longer marked as yours."
    return say(redirect(url_for("pages.source", key=key), 303), said)


def _ask(made: Parts, address: str) -> Response:
    if not _is_fetched(address):
        raise InvalidInputError(f"nothing that can be asked: {address}", "address")
    made.schedule.resume(address, made.now())
    return redirect(url_for("pages.job", key=made.jobs.submit("refresh", address).id), 303)


def _followed(key: str) -> tuple[Parts, str]:
    """Return the parts and what decisions on the source hang on, or raise NotFoundError."""
    made = parts()
    found = made.library.documents.source(key)
    return made, source_subscription(made.library, made.schedule, found, made.now()).address


def _asked(made: Parts, said: str) -> Response:
    made.jobs.submit("refresh")
    return say(redirect(url_for("pages.sources"), 303), said)


def _is_fetched(target: str) -> bool:
    if not is_followed(target) or any(map(str.isspace, target)):
        return False
    if not target.lower().startswith("http"):
        return True
    try:
        return bool(urlsplit(target).hostname)
    except ValueError:
        return False
