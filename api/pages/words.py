"""What values are called on a page: months, dates, kinds, counts and codes in the reader's words. All pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from graph.identity import identify
from graph.model import Moment, Month, Node, Precision
from graph.months import month_name

_SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

STATE_WORDS = {
    "inbox": "inbox",
    "to-read": "to read",
    "reading": "reading",
    "read": "read",
    "skipped": "skipped",
}

_BASES = {
    "picked": "picked by you",
    "curated": "where a list has it",
    "stated": "as a text says",
    "published": "when it was published",
    "released": "when it was released",
    "known": "as is generally known",
    "named": "as the names say",
    "predicted": "a guess from the works most like it",
    "further": "a further link of an entry",
}

_SOURCES = {
    "feed": "feed",
    "podcast": "podcast",
    "page": "page",
    "snapshot": "arXiv’s metadata",
    "arxiv": "arXiv query",
    "bibliography": "bibliography",
}

_MILLION = 1_000_000
_OPENED = ("http://", "https://")

_HOSTS = {
    "arxiv.org": "arXiv",
    "github.com": "GitHub",
    "youtube.com": "YouTube",
    "openreview.net": "OpenReview",
    "huggingface.co": "Hugging Face",
    "aclanthology.org": "ACL Anthology",
}


def month_word(month: Month) -> str:
    """Return "March" for "2025-03"."""
    return month_name(month).partition(" ")[0]


def day(text: str) -> str:
    """Return "1 March 2025" for "2025-03-01", "March 2025" for "2025-03", and anything else as it is."""
    if len(text) == len("2025-03"):
        return month_name(text)
    try:
        stated = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return f"{stated.day} {month_name(text[:7])}"


def iso(moment: Moment) -> str:
    """Return the date as exactly as it is known, in its source's offset."""
    written = moment.local.date().isoformat()
    return {Precision.YEAR: written[:4], Precision.MONTH: written[:7]}.get(moment.precision, written)


def moment_day(moment: Moment) -> str:
    """Return the moment's date in words, as exactly as it is known."""
    return f"the week to {day(iso(moment))}" if moment.precision is Precision.WEEK else day(iso(moment))


def instant(moment: datetime) -> str:
    """Return "21 November 2026, 13:05 UTC": when we ourselves did something."""
    return f"{day(moment.date().isoformat())}, {moment:%H:%M} UTC"


def counted(number: int, noun: str) -> str:
    """Return "1 work", "no works" or "1,204 works"."""
    if number == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{grouped(number) if number else 'no'} {plural}"


def spelled(number: int, noun: str = "") -> str:
    """Return a count as running text has it: "two lists", "13 works"; without a noun only the number."""
    figure = _SPELLED[number] if number < len(_SPELLED) else grouped(number)
    return counted(number, noun).replace(grouped(number), figure, 1) if noun else figure


def capital(text: str) -> str:
    """Return the text with its first letter large, all else as it is written."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return the text as a sentence: a capital first, a full stop last."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…")) else ".")


def grouped(number: int) -> str:
    """Return "58,053" for 58053."""
    return f"{number:,}"


def roughly(number: float) -> str:
    """Return "100 million" for 103,719,896 and "1,200" for 1,234: no more than two figures of a number that is estimated."""
    whole = int(number)
    scale = 10 ** max(len(str(whole)) - 2, 0)
    rounded = whole // scale * scale
    return grouped(rounded) if rounded < _MILLION else f"{rounded / _MILLION:,g} million"


def percent(share: float) -> str:
    """Return "82 %" with a narrow space; a guess is never drawn as certain."""
    return f"{min(max(round(share * 100), 1), 99)}\u202f%"


def people(names: Sequence[str], most: int = 3) -> str:
    """Return "Ada, Ben and Cleo", or "Ada, Ben and 4 others" where there are more than `most`."""
    if len(names) > most:
        shown = max(most - 1, 1)
        return f"{', '.join(names[:shown])} and {len(names) - shown} others"
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def shortened(text: str | None, most: int) -> str:
    """Return the text, cut at a word and ended by an ellipsis where it is longer than `most`."""
    text = text or ""
    if len(text) <= most:
        return text
    cut = text[:most].rsplit(" ", 1)[0]
    return f"{cut.rstrip(' ,;:.')}…"


def site(url: str) -> str:
    """Return the name people know an address's host by: "arXiv", "example.org"."""
    host = _host(url)
    return _HOSTS.get(host, host) or url


def openable(url: str | None) -> str | None:
    """Return an address that may stand in a link, else None: neither javascript: nor a place in a private network does.

    Whatever a source wrote, following it should not reach what only this machine can.
    """
    return url if url and url.lower().startswith(_OPENED) and identify(url) else None


def bare(url: str) -> str:
    """Return the address as it is told in print: without its scheme, www. and a closing slash."""
    return shortened(url.partition("://")[2].removeprefix("www.").rstrip("/") or url, 90)


def clock(start: float) -> str:
    """Return 1:34 for 94 seconds, 1:02:03 from an hour on."""
    minutes, seconds = divmod(int(start), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def kind_word(kind: str) -> str:
    """Return what a node's kind is called."""
    return kind.replace("-", " ")


def state_word(state: str) -> str:
    """Return what a reading state is called."""
    return STATE_WORDS.get(state, state)


def basis_phrase(basis: str) -> str:
    """Return why a statement holds, in words."""
    return _BASES.get(basis, basis)


def source_word(kind: str) -> str:
    """Return what a kind of source is called."""
    return _SOURCES.get(kind, kind.replace("-", " "))


def category_slug(key: str) -> str:
    """Return the short id that a category's page is reached by: "agents" for "category-agents"."""
    return key.removeprefix("category-")


def undated(node: Node) -> str:
    """Return what is said where no month can be known."""
    return f"undated, before {month_name(node.before)}" if node.before else "undated"


def month_of(instant: datetime) -> Month:
    """Return the month of an instant."""
    return instant.strftime("%Y-%m")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
