"""A draft as Markdown with footnotes. Texts are escaped: whatever a source wrote, it reads as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from graph.review.addresses import safe_address
from graph.review.cite import name, numbered, place
from graph.review.phrases import long_date
from graph.review.shapes import Draft, DraftItem, DraftSection, Reference, Sentence

_MARKUP = re.compile(r"[\\`*_\[\]<>~^|$]|&(?=[#a-zA-Z])|(?<!\S)#")
# A bare address or an e-mail address would become a link of its own in many readers.
_AUTOLINK = re.compile(r"(?i):(?=//)|(?<=\bwww)\.|@|(?<=\bmailto):|(?<=\bxmpp):")
_BLOCK_START = re.compile(r"^(\d{1,9})?([.)#>+=-])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

Notes = Mapping[Reference, int]


def render_markdown(draft: Draft) -> str:
    """Return the draft: headline, sections, items, and every source as a footnote in order of first use."""
    notes = numbered(draft)
    parts = [
        f"# {_sentence(draft.headline, notes)}",
        starting(_paragraph(draft.opening, notes)),
        *(part for section in draft.sections for part in _section(section, notes)),
        "\n".join(_footnote(reference, number) for reference, number in notes.items()),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    """Return the text on one line so that Markdown shows it as it is, anywhere but at the start of a line."""
    line = _CONTROL.sub("", " ".join(text.split()))
    marked = _MARKUP.sub(_backslash, line)
    return _AUTOLINK.sub(_backslash, marked)


def starting(escaped: str) -> str:
    """Return escaped text so that it begins no heading, list or rule at the start of a line."""
    return _BLOCK_START.sub(r"\1\\\2", escaped)


def lined(text: str, indent: str = "") -> str:
    """Return escaped text with its line breaks kept: a line that begins no block, ended by a hard break."""
    first, *rest = text.strip("\n").split("\n")
    return f"\\\n{indent}".join([first, *map(starting, rest)])


def _backslash(match: re.Match[str]) -> str:
    return f"\\{match.group()}"


def _sentence(sentence: Sentence, notes: Notes) -> str:
    marks = "".join(f"[^{notes[reference]}]" for reference in sentence.sources)
    return "\n".join(map(escape, sentence.lines())) + marks


def _paragraph(sentences: Iterable[Sentence], notes: Notes, indent: str = "") -> str:
    """Return the sentences one after another; what is verbatim ends its line."""
    said = (_sentence(sentence, notes) + ("\n" if sentence.verbatim else " ") for sentence in sentences)
    return lined("".join(said).rstrip(" "), indent)


def _section(section: DraftSection, notes: Notes) -> tuple[str, ...]:
    items = "\n".join(_item(item, notes) for item in section.items)
    return (f"## {escape(section.name)}", starting(_paragraph(section.paragraph, notes)), items)


def _item(item: DraftItem, notes: Notes) -> str:
    url = safe_address(item.url)
    title = f"[{escape(item.title)}]({url})" if url else starting(escape(item.title))
    return f"- {f'**{title}**' if item.picked else title} — {_paragraph(item.remarks, notes, '  ')}"


def _footnote(reference: Reference, number: int) -> str:
    url = safe_address(reference.url)
    details = [name(reference), reference.source, long_date(reference.published), place(reference)]
    told = ", ".join(escape(detail) for detail in details if detail)
    return f"[^{number}]: {told}. <{url}>" if url else f"[^{number}]: {told}."
