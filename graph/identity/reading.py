"""From a text to an address: repair, open wrappers, apply the scheme rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar
from urllib.parse import quote, unquote

from msgspec import Struct
from msgspec.structs import replace

from graph.errors import InvalidInputError
from graph.identity.schemes import ADDRESSES, ARXIV_NEW, ARXIV_OLD, DOI, DOI_OF_OTHERS, RULES, WRAPPERS, Rule, Wrapper
from graph.identity.tables import BARE_HOST_ENDINGS, FILE_ENDINGS, LEADING_JUNK, SHORTENERS, WEB_KINDS
from graph.identity.url import MAX_LENGTH, Url, canonical_url, is_tracking, split_prefix, without_trailing_junk
from graph.model import Identity, NodeKind


class Address(Struct, frozen=True, kw_only=True):
    """A link as it was read. `url` is the address as a reader should follow it; `repairs` say what was mended in it.

    `identity` is None where the text is no address. `kind` is the work's; `flags` holds "shortener" where only a fetch
    can tell what is behind it; `part_of` is the repository that a paper lies in.
    """

    identity: Identity | None
    url: str
    kind: NodeKind = NodeKind.ARTICLE
    version: int | None = None
    repairs: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    part_of: Identity | None = None


_R = TypeVar("_R", Rule, Wrapper)

_MAX_WRAPPERS = 4  # a link wrapped deeper than this is a trap, not a link
_MAX_DOI = 500  # the longest registered ones have about 350 characters

# White space, controls and the invisible characters that copying from a page leaves in an address.
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_SPACES = " \t\r\n\x0b\x0c\xa0\u2002\u2003\u2009\u202f\u3000"
_HTTP = re.compile(r"https?:", re.I)
# People write "arXiv: 2402.06196"; "x: 12" is prose.
_SCHEME = re.compile(rf"(arxiv|doi)\s*:\s*(?=\S)|({'|'.join(ADDRESSES)}):(?=\S)", re.I)
_FEED = re.compile(r"(?:feed|view-source):(?=https?:)|feed:(?=//)", re.I)
_FEED_ID = re.compile(r"yt:video:|oai:arXiv\.org:", re.I)  # entry ids of YouTube's and arXiv's own feeds
_FEED_ID_SCHEMES = {"yt:video:": "youtube", "oai:arxiv.org:": "arxiv"}
_BARE_ARXIV = re.compile(rf"(?:{ARXIV_NEW}|{ARXIV_OLD})(?:v[1-9]\d{{0,2}})?", re.ASCII)
_CLASS = re.compile(r"\s+\[[\w.-]+\]$")  # arXiv:2402.06196 [cs.CL]
_BARE_DOI = re.compile(DOI + r"\S")
_BARE_HOST = re.compile(
    r"(?://)?(?P<www>www\.)?(?:[\w-]+\.)+(?P<ending>[^\W\d_]{2,63})(?::\d+)?(?P<rest>[/?#]\S*)?", re.I
)
_DOI_VALUE = re.compile(rf"{DOI}(?!(?:.*/)?\.\.?(?:/|$))[!-~]{{1,{_MAX_DOI}}}", re.I)
_URL_START = re.compile(r"https?:[/\\]|www\.", re.I)


def identify(text: str) -> Identity | None:
    """Return what a link or an identifier names, or None when it names nothing. Never raises; idempotent."""
    return read_address(text).identity


def read_address(text: str) -> Address:
    """Return the address in the text, mended, with its identity (None where the text is no address). Never raises."""
    return _read_short(text) if len(text) <= MAX_LENGTH else _read(text)


def address_of(identity: Identity) -> str:
    """Return the URL that people open for this identity, or raise InvalidInputError for a scheme nobody knows."""
    template = ADDRESSES.get(identity.scheme)
    if template is None:
        raise InvalidInputError(f"no such scheme: {identity.scheme!r}", "identity")
    return template.format(_in_address(identity.scheme, identity.value))


def _in_address(scheme: str, value: str) -> str:
    if scheme == "doi":
        return quote(value.encode("utf-8", "replace"), safe="/:;()!*',@=$&+~")
    if scheme == "github" and value.count("/") > 1:
        owner, repo, path = value.split("/", 2)
        return f"{owner}/{repo}/blob/HEAD/{path}"
    if scheme == "huggingface" and value.lower().endswith(".pdf"):
        parts = value.split("/")
        name = 3 if parts[0] in ("datasets", "spaces") and len(parts) > 3 else 2
        return f"{'/'.join(parts[:name])}/blob/main/{'/'.join(parts[name:])}"
    return value


def _read(text: str) -> Address:
    address, repairs = _cleaned(text)
    if len(address) > MAX_LENGTH:
        return Address(identity=None, url=address)
    read = _read_clean(address, 0)
    if read.identity is None:
        return replace(read, url=text)
    return replace(read, repairs=repairs + read.repairs) if repairs else read


_read_short = lru_cache(maxsize=16_384)(_read)


def _cleaned(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text without what surrounds an address, and what that mends."""
    text = text.strip(_SPACES)
    repairs: tuple[str, ...] = ()
    if _INVISIBLE.search(text):
        text, repairs = _INVISIBLE.sub("", text).strip(_SPACES), ("stray-characters",)
    bare = without_trailing_junk(text.lstrip(LEADING_JUNK))
    return (bare, (*repairs, "trailing-junk")) if bare != text else (text, repairs)


def _read_clean(text: str, depth: int) -> Address:
    """Decide which form the text has."""
    if _HTTP.match(text):
        return _read_url(text, depth)
    scheme = _SCHEME.match(text)
    if scheme:
        return _read_scheme((scheme[1] or scheme[2]).lower(), text[scheme.end() :], text, depth)
    feed_id = _FEED_ID.match(text)
    if feed_id:
        return _read_scheme(_FEED_ID_SCHEMES[feed_id[0].lower()], text[feed_id.end() :], text, depth)
    if _BARE_ARXIV.fullmatch(text):
        return _read_scheme("arxiv", text, text, depth)
    if _BARE_DOI.match(text):
        return _read_scheme("doi", text, text, depth)
    if _FEED.match(text):
        return _mended(_read_clean(text.partition(":")[2], depth), "missing-scheme")
    if _is_host(text):
        return _mended(_read_url("https://" + text.lstrip("/"), depth), "missing-scheme")
    return Address(identity=None, url=text)


def _is_host(text: str) -> bool:
    match = _BARE_HOST.fullmatch(text)
    if match is None:
        return False
    ending = match["ending"].lower()
    if match["www"] or text.startswith("//"):
        return True
    return ending not in FILE_ENDINGS if match["rest"] else ending in BARE_HOST_ENDINGS


def _mended(address: Address, repair: str) -> Address:
    return replace(address, repairs=(repair, *address.repairs)) if address.identity else address


def _read_scheme(scheme: str, value: str, text: str, depth: int) -> Address:
    """Read `scheme:value` by way of the address it stands for, so that there is one reading of each."""
    if scheme == "web":
        return _read_url(value, depth) if _HTTP.match(value) else Address(identity=None, url=text)
    if scheme == "arxiv":
        value = _CLASS.sub("", value)
    address = _read_url(address_of(Identity(scheme, value)), depth)
    if address.identity is None or (address.identity.scheme != scheme and scheme != "doi"):
        return Address(identity=None, url=text)
    return address


def _read_url(text: str, depth: int) -> Address:
    url = canonical_url(text)
    if url is None:
        return Address(identity=None, url=text)
    wrapper = _WRAPPERS.get(url.host) or _WRAPPERS.get(_parent(url.host))
    if wrapper and depth < _MAX_WRAPPERS:
        opened = _unwrapped(wrapper, url, text, depth)
        if opened:
            return opened
    read = _by_rule(url) or _as_web(url)
    return replace(read, url=_followed(text, url), repairs=_repairs(text, url))


def _parent(host: str) -> str:
    return "*." + host.partition(".")[2]


def _unwrapped(wrappers: tuple[Wrapper, ...], url: Url, text: str, depth: int) -> Address | None:
    """Return the address inside the wrapper; None when what it carries is no address (a search for words)."""
    for wrapper in wrappers:
        match = wrapper.pattern.match(url.target)
        if match is None:
            continue
        target = unquote(match["target"]) if wrapper.encoded else match["target"] + _fragment(text)
        if _URL_START.match(target):
            inner, _ = _cleaned(target)
            read = _read_clean(inner, depth + 1)
            if read.identity:
                return replace(read, repairs=(wrapper.repair, *read.repairs))
    return None


def _fragment(text: str) -> str:
    _, mark, fragment = text.partition("#")
    return mark + fragment


def _by_rule(url: Url) -> Address | None:
    rules = _RULES.get(url.host) or _RULES.get(_parent(url.host)) or (_RULES["*"] if "/doi/" in url.path else ())
    for rule in rules:
        match = rule.pattern.match(url.target)
        if match is None:
            continue
        groups = match.groupdict()
        identity = _identity(rule.scheme, rule.value.format_map(groups))
        if identity:
            version = groups.get("version")
            part_of = Identity(rule.scheme, rule.part_of.format_map(groups)) if rule.part_of else None
            return Address(
                identity=identity, url="", kind=rule.kind, version=int(version) if version else None, part_of=part_of
            )
    return None


def _identity(scheme: str, value: str) -> Identity | None:
    """Return the identity with its value in the scheme's one spelling; None when the value turns out to be none."""
    if scheme == "doi":
        return _doi(value)
    if scheme == "acl" and value[0].isalpha():
        value = value.upper()
    return Identity(scheme, value)


def _doi(value: str) -> Identity | None:
    """DOIs are case-insensitive (DOI Handbook 2.4) and printable; a double encoding is undone."""
    previous = ""
    while value != previous:
        previous, value = value, without_trailing_junk(unquote(value).lower().rstrip("/."))
    if not _DOI_VALUE.fullmatch(value):
        return None
    for scheme, pattern in DOI_OF_OTHERS:
        match = pattern.fullmatch(value)
        if match:
            groups = match.groupdict()
            return _identity(scheme, groups["id"] or f"{groups['archive']}/{groups['number']}")
    return Identity("doi", value)


def _as_web(url: Url) -> Address:
    place = url.host + url.path
    kind = next((rule.kind for rule in WEB_KINDS if rule.pattern.search(place)), NodeKind.ARTICLE)
    flags = ("shortener",) if url.host in SHORTENERS and url.path else ()
    return Address(identity=Identity("web", url.value), url="", kind=kind, flags=flags)


def _repairs(text: str, url: Url) -> tuple[str, ...]:
    doubled = ("doubled-scheme",) if len(split_prefix(text)[0]) > len("https://") else ()
    return (*doubled, *dict.fromkeys(url.dropped))


def _followed(text: str, url: Url) -> str:
    """Return the address as written, less what was dropped from it."""
    prefix, rest = split_prefix(text)
    if len(prefix) > len("https://") or "/" not in prefix:
        text = "https://" + rest
    if "trailing-junk" in url.dropped:
        return url.value
    if "credentials-dropped" in url.dropped:
        text = re.sub(r"(?<=//)[^/?#]*@", "", text, count=1)
    if "tracking-parameters" in url.dropped:
        text = _untracked(text, url.host)
    return text


def _untracked(text: str, host: str) -> str:
    address, mark, fragment = text.partition("#")
    place, _, query = address.partition("?")
    pieces = (piece.removeprefix("amp;") for piece in query.split("&"))
    kept = "&".join(piece for piece in pieces if piece and not is_tracking(unquote(piece.partition("=")[0]), host))
    return place + ("?" + kept if kept else "") + mark + fragment


def _by_host(rules: Iterable[_R]) -> dict[str, tuple[_R, ...]]:
    hosts: dict[str, list[_R]] = {}
    for rule in rules:
        for host in rule.hosts:
            hosts.setdefault(host, []).append(rule)
    return {host: tuple(own) for host, own in hosts.items()}


_RULES = _by_host(RULES)
_WRAPPERS = _by_host(WRAPPERS)
