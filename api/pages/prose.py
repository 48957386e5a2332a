"""The user's own Markdown, and the draft's HTML, made safe to draw. What a source wrote never comes through here."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {
    "a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "section", "strong",
    "sup", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "id"}, "li": {"id"}, "section": {"id"}, "sup": {"id"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}

# An image would be fetched from its host by whoever opens the page.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")


def markdown(text: str) -> Markup:
    """Return the user's Markdown as HTML without scripts, styles, images or raw markup."""
    return sanitised(_MARKDOWN.render(text))


def sanitised(html: str) -> Markup:
    """Return the HTML with nothing left in it but plain text markup and links."""
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noreferrer noopener")
    return Markup(clean)  # noqa: S704  nh3 has just cleaned it
