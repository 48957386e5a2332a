"""Addresses of recordings at a second of theirs."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from graph.identity.reading import identify

_STARTS = frozenset({"t", "start", "time_continue"})
_FILE = re.compile(r"\.(?:mp3|m4a|aac|ogg|oga|opus|wav|flac|mp4|m4v|webm|ogv)$", re.I)
"""Files that browsers play themselves, media fragments and all."""
_FRAGMENTS = frozenset({"vimeo.com", "player.vimeo.com", "soundcloud.com"})
_PARAMETERS = frozenset({"open.spotify.com", "podcasts.apple.com", "pca.st", "play.pocketcasts.com", "twitch.tv"})
"""Players that begin at a second where `t` says so, in the fragment or as a parameter."""
_SAYS = {"twitch.tv": "{}s", "soundcloud.com": "{}s", "vimeo.com": "{}s", "player.vimeo.com": "{}s"}


def at_second(url: str, seconds: float) -> str:
    """Return the address at this second: `t=94` on YouTube, else `#t=94` (https://www.w3.org/TR/media-frags/)."""
    found = identify(url)
    if found is None or found.scheme != "youtube":
        return f"{url.partition('#')[0]}#t={int(seconds)}"
    return _with_start(url, str(int(seconds)))


def heard_at(url: str | None, seconds: float) -> str | None:
    """Return the address that begins to play at this second, None where nobody knows that the site can."""
    found = identify(url) if url else None
    if not url or found is None:
        return None
    if found.scheme == "youtube":
        return at_second(url, seconds)
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    start = _SAYS.get(host, "{}").format(int(seconds))
    if host in _PARAMETERS:
        return _with_start(url, start)
    plays = host in _FRAGMENTS or _FILE.search(parts.path)
    return urlunsplit(parts._replace(fragment=f"t={start}")) if plays else None


def _with_start(url: str, start: str) -> str:
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in _STARTS]
    return urlunsplit(parts._replace(query=urlencode([*kept, ("t", start)]), fragment=""))
