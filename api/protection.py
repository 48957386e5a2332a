"""Who may come in: known hosts, writes from our own pages, form tokens, the access token, and headers.

Principles: a page of another site can make a browser send us anything, so a write must prove that it comes from a
page of ours (Origin or Sec-Fetch-Site, and a signed token for forms; JSON's content type forces a preflight, which is
never answered). A name that resolves to us is not ours (DNS rebinding), so only known hosts are answered. Beyond
loopback everything needs the access token. A program without cookies carries nobody's authority, so it may write
without an Origin.

Rejected: SameSite=Strict for the form cookie. A link from another site (our own bookmarklet) would arrive without it,
get a fresh one, and break the forms in every other tab. Lax is sent on links and still never with a cross-site POST.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from flask import Flask, current_app, g, redirect, request, url_for
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized, UnsupportedMediaType
from werkzeug.wrappers import Response

from api.parts import Settings, parts
from api.problems import MisdirectedRequestError
from api.tokens import access_cookie_holds, form_token, form_token_holds, load_secret, new_nonce, same_token
from graph.errors import InvalidInputError

FORM_COOKIE = "almanac_form"
ACCESS_COOKIE = "almanac_access"
FORM_FIELD = "csrf_token"
FORM_HEADER = "X-CSRF-Token"
MOST_BYTES = 1024 * 1024
"""The largest body: a decision is a few kilobytes, a long note far less than this."""

MOST_UPLOADED = 16 * 1024 * 1024
"""A library of ten thousand references, or a list of as many feeds, is smaller."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN_ENDPOINTS = frozenset({"ops.healthz", "ops.readyz", "login.form", "login.enter", "static"})
"""What a browser needs to log in, and what a supervisor polls; none tells anything of the library."""

UPLOADS = frozenset({"pages.upload"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: with that a browser sends "Origin: null" from our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

POLICY = "Content-Security-Policy"
EMBEDDED = HEADERS[POLICY].replace("frame-ancestors 'none'", "frame-ancestors *")
"""For a view without a form: whoever puts it into a page of theirs can neither read it nor have something pressed in it."""


def refuse_open_listening(settings: Settings) -> None:
    """Raise InvalidInputError when the service would listen beyond loopback without an access token."""
    if not is_loopback(settings.host) and not settings.token:
        raise InvalidInputError(
            f"refusing to listen on {settings.host}, which is beyond this machine: set ALMANAC_TOKEN", "ALMANAC_TOKEN"
        )


def is_loopback(host: str) -> bool:
    """Say whether the host name or address stays on this machine."""
    bare = host.strip("[]").lower()
    if bare == "localhost":
        return True
    address = _address(bare)
    return address is not None and address.is_loopback


def host_allowed(host: str, settings: Settings) -> bool:
    """Say whether the Host header names us: loopback, the configured host, or (when listening on all) any address.

    Rebinding needs a name, so a bare address is harmless; the configured names beyond those are `settings.hosts`.
    """
    name = _host_name(host)
    if is_loopback(name) or name in {known.strip("[]").lower() for known in (settings.host, *settings.hosts)}:
        return True
    listening = _address(settings.host.strip("[]"))
    return listening is not None and listening.is_unspecified and _address(name) is not None


def comes_from_here(host: str, origin: str | None, fetch_site: str | None, has_cookies: bool) -> bool:
    """Say whether a write comes from our own pages, or from a program that carries no cookies.

    The origin's scheme is not compared: behind a proxy that speaks TLS we don't know our own.
    """
    if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
        return False
    if fetch_site is not None:
        return fetch_site in {"same-origin", "none"}
    return origin is not None or not has_cookies


def protect(app: Flask) -> None:
    """Put the checks before every request and the headers on every answer."""
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_BYTES, SESSION_COOKIE_NAME="almanac_session", SESSION_COOKIE_SAMESITE="Lax"
    )
    app.session_interface = _Sessions()
    app.before_request(_check_host)
    app.before_request(_check_access)
    app.before_request(_check_write)
    app.after_request(_add_headers)
    app.add_template_global(csrf_token)


def csrf_token() -> str:
    """Return the token for a form on this page; the answer sets the cookie that it is bound to."""
    if "nonce" not in g:
        g.nonce = request.cookies.get(FORM_COOKIE) or new_nonce()
    return form_token(secret(), g.nonce)


def secret() -> bytes:
    """Return the secret that tokens are signed with, read once."""
    if "almanac-secret" not in current_app.extensions:
        current_app.extensions["almanac-secret"] = load_secret(parts().settings.data)
    return bytes(current_app.extensions["almanac-secret"])


class _Sessions(SecureCookieSessionInterface):
    """Flask's sessions (they carry the word after a form), signed with our secret, which only a request needs."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return the serializer, the secret loaded."""
        app.secret_key = secret()
        return super().get_signing_serializer(app)


def _check_host() -> None:
    if not host_allowed(request.host, parts().settings):
        raise MisdirectedRequestError


def _check_access() -> Response | None:
    token = parts().settings.token
    if not token:
        # However it was started (`flask run --host`), it answers only this machine without a token.
        if request.remote_addr and not is_loopback(request.remote_addr):
            raise Forbidden("Beyond this machine an access token is needed; none is set (ALMANAC_TOKEN).")
        return None
    if request.endpoint in OPEN_ENDPOINTS or _has_access(token):
        return None
    if request.path.startswith("/api/") or request.method not in SAFE_METHODS:
        raise Unauthorized(
            "An access token is needed (Authorization: Bearer …).", www_authenticate=WWWAuthenticate("bearer")
        )
    return redirect(url_for("login.form", next=request.full_path.rstrip("?")), 303)


def _has_access(token: str) -> bool:
    given = request.authorization
    if given is not None and given.type == "bearer":
        return given.token is not None and same_token(given.token, token)
    return access_cookie_holds(secret(), request.cookies.get(ACCESS_COOKIE, ""), token)


def _check_write() -> None:
    if request.method in SAFE_METHODS:
        return
    if request.endpoint in UPLOADS:
        request.max_content_length = MOST_UPLOADED
    headers = request.headers
    if not comes_from_here(request.host, headers.get("Origin"), headers.get("Sec-Fetch-Site"), bool(request.cookies)):
        raise Forbidden("This write came from another site.")
    if request.path.startswith("/api/"):
        # A route that isn't there answers 404 or 405 by itself.
        if request.endpoint is not None and request.mimetype != "application/json":
            raise UnsupportedMediaType("Send application/json.")
    elif not _form_token_sent():
        raise Forbidden("This form is too old or came from elsewhere: open the page again and send it once more.")


def _form_token_sent() -> bool:
    token = request.form.get(FORM_FIELD) or request.headers.get(FORM_HEADER, "")
    return form_token_holds(secret(), token, request.cookies.get(FORM_COOKIE, ""))


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if "nonce" in g and request.cookies.get(FORM_COOKIE) != g.nonce:
        response.set_cookie(FORM_COOKIE, g.nonce, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
