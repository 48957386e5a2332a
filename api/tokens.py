"""Secrets, and what is signed with them: form tokens and the cookie that says a browser has logged in."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

ACCESS_SECONDS = 30 * 24 * 3600
"""A browser logs in once a month: rare enough to bear, short enough that a lost laptop is forgotten."""


def load_secret(folder: Path) -> bytes:
    """Return the data folder's secret, made on first need and readable by its owner alone."""
    path = folder / "secret"
    if not path.exists():
        _create_secret(path)
    return path.read_bytes()


def _create_secret(path: Path) -> None:
    """Write a whole secret or none: two processes that start at once agree on the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # mkstemp makes it 0600
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def new_nonce() -> str:
    """Return what a browser keeps in its cookie, for form tokens to be bound to."""
    return secrets.token_urlsafe(16)


def form_token(secret: bytes, nonce: str) -> str:
    """Return the token that a form carries beside the cookie with this nonce."""
    return _text(URLSafeSerializer(secret, salt="form").dumps(nonce))


def form_token_holds(secret: bytes, token: str, nonce: str) -> bool:
    """Say whether the form's token was made for this nonce."""
    try:
        signed = URLSafeSerializer(secret, salt="form").loads(token)
    except BadSignature:
        return False
    return isinstance(signed, str) and hmac.compare_digest(signed.encode(), nonce.encode())


def access_cookie(secret: bytes, token: str) -> str:
    """Return the cookie of a browser that showed the access token; a new token makes it worthless."""
    return _text(_access(secret).dumps(_fingerprint(token)))


def access_cookie_holds(secret: bytes, cookie: str, token: str) -> bool:
    """Say whether the cookie was given for this access token, not too long ago."""
    try:
        signed = _access(secret).loads(cookie, max_age=ACCESS_SECONDS)
    except BadSignature:
        return False
    return isinstance(signed, str) and hmac.compare_digest(signed, _fingerprint(token))


def same_token(given: str, wanted: str) -> bool:
    """Compare two access tokens in constant time."""
    return hmac.compare_digest(given.encode(), wanted.encode())


def _access(secret: bytes) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="access")


def _fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _text(signed: str | bytes) -> str:
    return signed.decode() if isinstance(signed, bytes) else signed
