"""What a page says once after a form: kept in a short-lived cookie of its own, so that no session is needed.

Not signed: it is plain text, escaped where it is drawn, and only this host can set it.
"""

from __future__ import annotations

from urllib.parse import quote, unquote

from flask import request
from werkzeug.wrappers import Response

from api.pages.blueprint import pages

COOKIE = "almanac-said"
SECONDS = 60
LONGEST = 300


def say(response: Response, text: str) -> Response:
    """Let the next page say the text."""
    response.set_cookie(COOKIE, quote(text[:LONGEST]), max_age=SECONDS, httponly=True, samesite="Lax")
    return response


def said() -> str:
    """Return what is to be said on this page, "" for nothing."""
    return unquote(request.cookies.get(COOKIE, ""))[:LONGEST]


@pages.after_request
def _once(response: Response) -> Response:
    shown = response.mimetype == "text/html" and not 300 <= response.status_code < 400
    if COOKIE in request.cookies and request.method == "GET" and shown:
        response.delete_cookie(COOKIE, httponly=True, samesite="Lax")
    return response
