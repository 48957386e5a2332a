"""The page that lets a browser in beyond loopback: it shows the access token once and gets a cookie for it."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, render_template, render_template_string, request
from flask.typing import ResponseReturnValue
from jinja2 import TemplateNotFound
from werkzeug.utils import redirect

from api.parts import parts
from api.protection import ACCESS_COOKIE, secret
from api.tokens import ACCESS_SECONDS, access_cookie, same_token

login = Blueprint("login", __name__)

PLAIN_FORM = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Almanac: log in</title></head><body><main><h1>Almanac</h1>
{% if failed %}<p role="alert">That is not the access token.</p>{% endif %}
<form method="post" action="/login"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<input type="hidden" name="next" value="{{ next }}">
<p><label>Access token <input type="password" name="token" required autocomplete="current-password"></label></p>
<p><button>Log in</button></p></form></main></body></html>
"""


@login.get("/login")
def form() -> ResponseReturnValue:
    """Ask for the access token."""
    return _draw(own_path(request.args.get("next", "/")), failed=False)


@login.post("/login")
def enter() -> ResponseReturnValue:
    """Give the browser its cookie when the token is right, and send it on."""
    wanted = parts().settings.token
    onward = own_path(request.form.get("next", "/"))
    if not wanted:
        return redirect(onward, 303)
    if not same_token(request.form.get("token", ""), wanted):
        return _draw(onward, failed=True), 403
    response = redirect(onward, 303)
    # Lax, not Strict: a link in a colleague's mail should open the page it names.
    response.set_cookie(
        ACCESS_COOKIE,
        access_cookie(secret(), wanted),
        max_age=ACCESS_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response


def own_path(target: str) -> str:
    """Return the target when it is a path of ours, else the front page: a login must not send people elsewhere."""
    parsed = urlsplit(target.replace("\\", "/"))
    if parsed.scheme or parsed.netloc or not target.startswith("/") or target.startswith("//"):
        return "/"
    return target if "\\" not in target and target.isprintable() else "/"


def _draw(onward: str, *, failed: bool) -> str:
    try:
        return render_template("login.html", next=onward, failed=failed)
    except TemplateNotFound:
        return render_template_string(PLAIN_FORM, next=onward, failed=failed)
