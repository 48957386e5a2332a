"""Every GET carries an ETag, so that asking again what has not changed costs nothing.

What is read from the library is tagged by the library's version and the address, before any of it is read; other
answers (jobs, the description) by their bytes. A start of the service changes the first kind too: another release or
another data folder may answer the same address differently at the same version.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

from flask import Blueprint, Flask, g, request
from werkzeug.wrappers import Response

from api.parts import parts

START = secrets.token_hex(4)


def tag_by_version(blueprint: Blueprint, also: Callable[[], str] = str) -> None:
    """Tag this blueprint's GETs by the library's version, and what `also` tells; answer 304 before doing the work."""
    blueprint.before_request(lambda: _not_modified(also))


def tag_answers(app: Flask) -> None:
    """Tag every successful GET under /api and answer 304 where the client has it."""
    app.after_request(_tag)


def _not_modified(also: Callable[[], str]) -> Response | None:
    if request.method not in {"GET", "HEAD"}:
        return None
    # Read before the work: a write in between makes the tag too old, which costs one more answer, never a stale one.
    address = hashlib.sha256(f"{request.full_path} {also()}".encode()).hexdigest()[:16]
    g.etag = f"{START}-{parts().library.version()}-{address}"
    if not request.if_none_match.is_strong(g.etag) and not request.if_none_match.is_weak(g.etag):
        return None
    response = Response(status=304)
    response.set_etag(g.etag)
    return response


def _tag(response: Response) -> Response:
    if not request.path.startswith("/api/") or request.method not in {"GET", "HEAD"} or response.status_code != 200:
        return response
    response.headers.setdefault("Cache-Control", "private, no-cache")
    if "etag" in g:
        response.set_etag(g.etag)
    else:
        response.add_etag()
    return response.make_conditional(request)
