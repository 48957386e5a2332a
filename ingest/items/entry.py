"""One list entry → label, links, comment: what its writer meant, with what was mended.

Forms met in the wild, in the order they are tried:
`[Title] - comment` · `[Title] and [Other] - comment` · `[Title] goes on as a sentence` · `Label - [A], [B] and [C] comment` ·
`**Label**: comment with [link]` · `a sentence that names [Title] inside` · `Author (year). *Title*. [address]` · no link at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from graph.names import is_generic
from graph.outline import Block, Link, Span
from ingest.items.mending import mend

SEPARATOR = re.compile(r"\s*(?:[-–—|•·:]+|[.,;](?=\s|$))\s*")
DASH = re.compile(r"\s+[-–—|]+\s*|(?<=\w)[-–—]+\s+|\s*:\s+")
CONNECTORS = re.compile(r"[\s,&/;]*(?:(?:and|or|plus|with|also|on|by|from|the|a|in|see)\b[\s,&/;]*)*", re.IGNORECASE)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)+/\S+", re.IGNORECASE)
NUMBER = re.compile(r"(?:arxiv|doi)?[:\s]*[\W\d]+(?:v\d+)?", re.IGNORECASE)
MOST_TEXT = 20_000
"""Longer than that, a block is no entry of a list."""
SETTING_OFF = "-–—:|"
SENTENCE = re.compile(r"[.!?]\s+\w+\s+\w")
LABEL_WORDS = 10
"""A label is a name: longer stretches before a separator are sentences."""
UNLINKED_WORDS = 20
"""An entry without any link and without a separator is a name only when it is short."""


class Entry(Struct, frozen=True):
    """A list entry as read: `links[0]`, where there is one, is the item's own address, the others are further links."""

    label: str
    comment: str | None
    links: tuple[tuple[str, str], ...]
    repairs: tuple[str, ...]


def read_entry(block: Block) -> Entry | None:
    """Return the entry a block holds, or None when it holds nothing that names a work."""
    text, links, repairs = mend(block) if len(block.text) <= MOST_TEXT else ("", [], ())
    if not text:
        return None
    if not links:
        return _without_link(text, _moved(block, text), repairs)
    named = tuple((_clean(text[link.start : link.end]), link.url) for link in links)
    label, comment, how = _label_and_comment(text, links, _moved(block, text))
    label, trimmed = _balanced(label)
    more = (*((how,) if how else ()), *(("stray-characters",) if trimmed else ()))
    if not any(url for _, url in named):
        more = (*more, "no-address")
    if comment in {anchor for anchor, _ in named}:
        comment = None  # nothing but the link itself
    return Entry(label, comment, named, (*repairs, *more)) if label else None


def leads_with_link(block: Block) -> bool:
    """Tell whether a block reads like a reading-list entry.

    It opens with a link, is little else than links, or is a name followed by a link that only says "paper" or "here".
    """
    text, links, _ = mend(block) if len(block.text) <= MOST_TEXT else ("", [], ())
    if not links:
        return False
    prefix = text[: links[0].start]
    linked = sum(link.end - link.start for link in links)
    says_nothing = _says_nothing(text[links[0].start : links[0].end])
    named = says_nothing and len(_words(prefix)) <= UNLINKED_WORDS and not SENTENCE.search(prefix)
    set_off = says_nothing and _emphasised_lead(text, _moved(block, text), SETTING_OFF + ".") is not None
    return is_generic(prefix) or linked * 5 >= len(text) * 2 or named or set_off


def is_set_off(block: Block) -> bool:
    """Tell whether a block opens with a link that names something and is set off from the comment that follows."""
    if not block.links or block.text[: block.links[0].start].strip(" “\"'([0123456789.)•*–-"):
        return False
    text, links, _ = mend(block) if len(block.text) <= MOST_TEXT else ("", [], ())
    if not links or _says_nothing(text[links[0].start : links[0].end]):
        return False
    rest = text[links[0].end :]
    return re.match(r"[)\]”\"]*\s*[-–—:|]\s*\w", rest) is not None


def _moved(block: Block, text: str) -> list[Span]:
    """Return the block's emphasis where it stands in the mended text."""
    if text == block.text:
        return list(block.emphasis)
    found = [(text.find(stretch), stretch) for span in block.emphasis if (stretch := block.text[span.start : span.end])]
    return [Span(start, start + len(stretch)) for start, stretch in found if start >= 0]


def _without_link(text: str, emphasis: Sequence[Span], repairs: tuple[str, ...]) -> Entry | None:
    lead = _emphasised_lead(text, emphasis, SETTING_OFF)
    if lead:
        label, rest = lead
        return Entry(label, rest or None, (), (*repairs, "no-address"))
    found = DASH.search(text)
    if found and 0 < len(_words(text[: found.start()])) <= LABEL_WORDS:
        return Entry(_clean(text[: found.start()]), _clean(text[found.end() :]) or None, (), (*repairs, "no-address"))
    if len(_words(text)) <= UNLINKED_WORDS:
        return Entry(_clean(text), None, (), (*repairs, "no-address"))
    return None


def _label_and_comment(
    text: str, links: Sequence[Link], emphasis: Sequence[Span]
) -> tuple[str, str | None, str | None]:
    first = links[0]
    anchor = _clean(text[first.start : first.end])
    prefix = text[: first.start]
    if is_generic(prefix):
        return _opening(text, links, anchor)
    # "**Title**. Comment [paper]" has its name before the dot; "**Author, A.** (2024). [Title]" has not.
    lead = _emphasised_lead(text, emphasis, SETTING_OFF + "." if _says_nothing(anchor) else SETTING_OFF)
    if lead and len(lead[0]) <= first.start:
        return lead[0], lead[1] or None, "label-outside-anchor"
    outside = re.fullmatch(r"(.*?)\s*[-–—:|]+\s*", prefix, re.DOTALL)
    if outside and _is_name(outside[1]) and (len(links) > 1 or _says_nothing(anchor)):
        return _clean(outside[1]), _clean(text[first.start :]) or None, "label-outside-anchor"
    if not _says_nothing(anchor):
        return anchor, text, "starts-in-prose"
    set_off = DASH.search(prefix)
    if set_off and _is_name(prefix[: set_off.start()]):
        return _clean(prefix[: set_off.start()]), _clean(text[set_off.end() :]) or None, "label-outside-anchor"
    title = _title_in_prose(text, first, emphasis)
    rest = re.sub(r"^[\s)\]”\"]*(?:[-–—:|.,]\s*)*", "", text[links[-1].end :])
    return title, _clean(rest) or (None if _clean(prefix).startswith(title) else text), "label-outside-anchor"


def _opening(text: str, links: Sequence[Link], anchor: str) -> tuple[str, str | None, str | None]:
    """Read an entry that opens with its link; where that is only an id or an address, the name is what follows."""
    comment = _comment_after(text, links)
    if not comment or not (NUMBER.fullmatch(anchor) or ADDRESS.fullmatch(anchor)):
        return anchor, comment, None
    rest = comment.lstrip(')]}”" ')
    set_off = DASH.search(rest)
    if set_off and _is_name(rest[: set_off.start()]):
        return _clean(rest[: set_off.start()]), _clean(rest[set_off.end() :]) or None, "label-outside-anchor"
    return (_clean(rest), None, "label-outside-anchor") if _is_name(rest) else (anchor, comment, None)


def _comment_after(text: str, links: Sequence[Link]) -> str | None:
    """Return the text after the opening link, past further links joined to it by "and" and past the separator."""
    end = links[0].end
    for link in links[1:]:
        between = text[end : link.start]
        if CONNECTORS.fullmatch(between) and between.strip() and SEPARATOR.match(text, link.end):
            end = link.end
        else:
            break
    found = SEPARATOR.match(text, end)
    return _clean(text[found.end() if found else end :]) or None


def _emphasised_lead(text: str, emphasis: Sequence[Span], marks: str) -> tuple[str, str] | None:
    """Return (label, rest) where the text opens with an emphasised name set off by one of these marks."""
    for span in emphasis[:1]:
        lead, rest = text[span.start : span.end].rstrip(), text[span.end :]
        if span.start > 0 or not _is_name(lead.rstrip(f" {marks}")):
            return None
        if rest.lstrip()[:1] in tuple(marks) or lead[-1:] in tuple(marks):
            return _clean(lead.rstrip(f" {marks}")), _clean(rest.lstrip(f" {marks}"))
    return None


def _title_in_prose(text: str, first: Link, emphasis: Sequence[Span]) -> str:
    """Return the title of an entry whose anchor is only an address: what is emphasised before it, else all before it."""
    titles = [
        text[span.start : span.end]
        for span in emphasis
        if span.end <= first.start and len(_words(text[span.start : span.end])) > 1
    ]
    if titles:
        return _clean(max(titles, key=len).rstrip(" .,:;"))
    before = _clean(text[: first.start]).rstrip(" .,:;-–—([")
    return before if len(before) <= 200 else before[:200].rsplit(" ", 1)[0] + "…"


def _is_name(text: str) -> bool:
    words = _words(text)
    return 0 < len(words) <= LABEL_WORDS and not re.search(r"[.!?]\s+\w", text)


def _says_nothing(anchor: str) -> bool:
    """Tell whether an anchor names nothing: an address, an id, or words such as "here" and "paper"."""
    return is_generic(anchor) or ADDRESS.fullmatch(anchor.strip()) is not None


def _balanced(label: str) -> tuple[str, bool]:
    """Return the label without a closing bracket that nothing opened at its end, and whether one was dropped."""
    for opening, closing in ("()", "[]"):
        if label.endswith(closing) and label.count(closing) > label.count(opening):
            return label[:-1].rstrip(), True
    return label, False


def _words(text: str) -> list[str]:
    return re.findall(r"\w[\w’'.+-]*", text)


def _clean(text: str) -> str:
    return " ".join(text.split())
