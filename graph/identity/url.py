"""URLs made canonical, after RFC 3986 section 6 and what browsers do with broken ones (url.spec.whatwg.org)."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import quote, unquote

from msgspec import Struct

from graph.identity.tables import CLOSERS, HOST_TRACKING, TRACKING, TRACKING_PREFIXES, TRAILING_JUNK

MAX_LENGTH = 8_192
"""No server takes a longer address, and nobody means one."""

_MAX_ROUNDS = 8  # a link whose end is still junk after so many trims is no link

_SPLIT = re.compile(r"([^/\\?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.S)
_PREFIX = re.compile(r"https?:[/\\]*(?:https?:?[/\\]+)*", re.I)
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")
_ODD = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~!$&'()*+,;=:@/?]")
# Unreserved, the marks of RFC 2396 that were unreserved until 2005, and three that no server tells apart in a path.
_DECODED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!*'(),:@")


class Url(Struct, frozen=True):
    """A canonical URL in parts: `host` with its port, `route` a fragment used as a path, `dropped` what went."""

    host: str
    path: str
    query: str
    route: str
    dropped: tuple[str, ...]

    @property
    def target(self) -> str:
        """Return what the scheme rules look at: path and query."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def value(self) -> str:
        """Return the canonical spelling."""
        return f"https://{self.host}{self.target}{self.route}"


def canonical_url(text: str) -> Url | None:
    """Return the canonical URL of a text that starts with http(s); None without a public host or an end to its junk."""
    dropped: tuple[str, ...] = ()
    for _ in range(_MAX_ROUNDS):
        url = _parse(text)
        if url is None:
            return None
        dropped += url.dropped
        value = url.value
        if len(value) > MAX_LENGTH:
            return None
        text = without_trailing_junk(value)
        if text == value:
            return Url(url.host, url.path, url.query, url.route, dropped) if dropped != url.dropped else url
        dropped += ("trailing-junk",)
    return None


def without_trailing_junk(text: str) -> str:
    """Return the text without stray quotes and brackets at its end; a bracket that closes another stays."""
    while text.endswith(TRAILING_JUNK):
        token = next(junk for junk in TRAILING_JUNK if text.endswith(junk))
        if token in CLOSERS and text.count(CLOSERS[token]) >= text.count(token):
            break
        text = text[: -len(token)]
    return text


def split_prefix(text: str) -> tuple[str, str]:
    """Return the scheme with its slashes, however often it stands there, and the rest; ("", text) without one."""
    match = _PREFIX.match(text)
    return (match.group(), text[match.end() :]) if match else ("", text)


def is_tracking(name: str, host: str) -> bool:
    """Say whether a query parameter only tells where the reader came from."""
    name = name.lower()
    if name in TRACKING or name.startswith(TRACKING_PREFIXES):
        return True
    own = HOST_TRACKING.get(host) or HOST_TRACKING.get(host.partition(".")[2])
    return own is not None and name in own


def _parse(text: str) -> Url | None:
    match = _SPLIT.fullmatch(split_prefix(text)[1])
    if match is None:
        return None
    authority, path, query, fragment = match.groups()
    host, credentials = _host(authority)
    if not host:
        return None
    path = _path(path)
    dropped: tuple[str, ...] = ("credentials-dropped",) if credentials else ()
    if query:
        query, tracked = _query(query, host)
        if tracked:
            dropped += ("tracking-parameters",)
    return Url(host, path, query or "", _route(fragment) if fragment else "", dropped)


@lru_cache(maxsize=8_192)
def _host(authority: str) -> tuple[str, bool]:
    """Return the canonical host with its port ("" when the public cannot reach it), and if credentials stood there."""
    userinfo, _, place = authority.rpartition("@")
    name, port = _split_port(place)
    if port is None:
        return "", False
    host = _ip(name) or _name(name)
    if not host:
        return "", False
    # The canonical scheme is always https, so both default ports are.
    return (host if port in ("", "80", "443") else f"{host}:{port}"), bool(userinfo)


def _split_port(place: str) -> tuple[str, str | None]:
    """Return name and port ("" when absent); None as port when it is not one."""
    match = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::([0-9]{0,8}))?", place, re.S)
    if match is None:
        return place, None
    name, port = match.groups()
    if not port:
        return name, ""
    number = int(port)
    return name, str(number) if 0 < number < 65_536 else None


def _ip(name: str) -> str | None:
    """Return a public IP address in its shortest spelling; None for names and for private addresses."""
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return None
    if not address.is_global:
        return None
    return f"[{address.compressed}]" if address.version == 6 else str(address)


def _name(name: str) -> str | None:
    """Return the host name in lower case and punycode, without `www.`; None when it is no public name."""
    if "%" in name:
        name = unquote(name)
    name = name.lower()
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return None
    name = name.rstrip(".")
    while name.startswith("www.") and "." in name[4:]:
        name = name[4:]
    return name if len(name) < 254 and _HOST.fullmatch(name) else None


def _path(path: str) -> str:
    if "\\" in path:
        path = path.replace("\\", "/")
    path = normalise_percent(path)
    if "/." in path:
        path = _without_dots(path)
    return path.rstrip("/")


def _without_dots(path: str) -> str:
    """Resolve `.` and `..` (RFC 3986 section 5.2.4)."""
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept)


def _query(query: str, host: str) -> tuple[str, bool]:
    """Return the query sorted by name (values of one name keep their order) without tracking, and if there was any."""
    kept, tracked = [], False
    for piece in normalise_percent(query).split("&"):
        while piece.startswith("amp;"):  # an ampersand escaped once too often
            piece = piece[4:]
        name = piece.partition("=")[0]
        if not piece:
            continue
        if is_tracking(name, host):
            tracked = True
        else:
            kept.append((name, piece))
    kept.sort(key=_by_name)
    return "&".join(piece for _, piece in kept), tracked


def _by_name(pair: tuple[str, str]) -> str:
    return pair[0]


def _route(fragment: str) -> str:
    """Return `#/…` and `#!…`, which single-page sites use as paths; other fragments are places within one page."""
    if fragment[0] not in "!/":
        return ""
    route = normalise_percent(fragment).rstrip("/")
    return f"#{route}" if len(route) > 1 else ""


def normalise_percent(text: str) -> str:
    """Decode what needs no encoding, encode what does, write the rest in capitals."""
    return _ODD.sub(_normal, text)


def _normal(match: re.Match[str]) -> str:
    piece = match.group()
    if len(piece) == 1:
        return quote(piece.encode("utf-8", "replace"), safe="")
    char = chr(int(piece[1:], 16))
    return char if char in _DECODED else piece.upper()
