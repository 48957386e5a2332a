"""What the tags and attributes of source HTML mean to an outline, as data."""

from __future__ import annotations

import re

HEADINGS = {f"h{level}": level for level in range(1, 7)}
EMPHASIS = frozenset({"b", "strong", "i", "em"})
BREAKS = frozenset(
    {"address", "article", "aside", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt"}
    | {"fieldset", "footer", "form", "header", "hgroup", "hr", "html", "main", "nav", "p", "section", "summary"}
    | {"tbody", "tfoot", "thead"}
)
"""Block-level tags without a meaning of their own: text before and after is not one paragraph."""
DROPPED = frozenset(
    {"annotation", "audio", "button", "canvas", "iframe", "noscript", "object", "script", "select", "style", "svg"}
    | {"template", "textarea", "title", "video"}
)
"""Nothing inside these is text of the document (`noscript` repeats a lazily loaded image)."""
NOTE_PLACES = frozenset({"aside", "div", "dl", "footer", "li", "ol", "p", "section", "ul"})
NOTES = re.compile(r"(?:^|[\s_-])(?:foot|end)-?notes?(?:$|[\s_-](?!ref|anchor|num|back))", re.IGNORECASE)
"""A class or id that says: here stand the notes."""
NOTE_ROLES = frozenset(
    {"doc-endnotes", "doc-endnote", "doc-footnote", "footnote", "footnotes", "endnotes", "rearnotes"}
)
MARKER_ROLES = frozenset({"doc-noteref", "doc-backlink", "noteref", "backlink"})
MARKER_CLASS = re.compile(
    r"(?:^|\s|-)(?:footnote(?:-?(?:ref|anchor|number|back\w*|link))?|reversefootnote|noteref|fn-?(?:ref|back)\w*)(?:$|\s)",
    re.IGNORECASE,
)
MARKER_FRAGMENT = re.compile(
    r"(?:^|_|-)(?:fn|fnref|ftn|ftnref|footnote|footnoteref|noteref|endnote|easy-footnote|cite_(?:note|ref)|sdfootnote|note)"
    r"(?:$|[-_:.]|\d)",
    re.IGNORECASE,
)
MARKER_TEXT = re.compile(r"\W*(?:\d{1,3}|[ivxIVX]{1,5}|[a-z])?\W*")
"""All that a footnote's marker says: a number or a letter, or signs only."""
BACK_LINK = re.compile(r"[↩↵⏎⤴↑⬆^\ufe0e\ufe0f\s]+")
PERMALINK = re.compile(r"[#¶§🔗∞\ufe0e\ufe0f\s]+|(?:direct )?link to (?:this )?heading|permalink", re.IGNORECASE)
"""The sign beside a heading that links to the heading."""
SIDE = re.compile(r"(?:^|[\s_-])(?:lineno|linenos|gutter|line-numbers?|sr-only-focusable)(?:$|[\s_-])", re.IGNORECASE)
"""Line numbers beside code."""
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
INLINE_IMAGE = re.compile(r"(?:^|[\s_-])(?:emoji|smiley|wp-smiley|latex|math)(?:$|[\s_-])", re.IGNORECASE)
"""Images that stand for a sign in the text: their alt text is the text."""
IMAGE_NAME = re.compile(r"\S*\.(?:png|jpe?g|gif|webp|avif|svg|bmp|tiff?|heic)", re.IGNORECASE)
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
OPENED = frozenset({"http", "https", "ftp", "doi", "arxiv"})
"""Schemes that lead to a work; a link of any other scheme keeps its text only."""
