"""Pages that hold nothing to read, and what they are instead."""

from __future__ import annotations

import re

from graph.outline import Outline
from ingest.sources.pages.tree import Element

_SAID = 4000
FEW_WORDS = 60
"""What a page without its text still says; a real page with so few words is read unless it says why it has no more."""
HARDLY = 40
"""Words of a page that may be taken at their own word; a longer one says in its title or heading what it is."""
MANY_WORDS = 300
"""A page with so many is a text, whatever its title is."""
_SCRIPTED = re.compile(
    r"(?:enable|turn on|activate|requires?|needs?|without) (?:your )?javascript|javascript (?:is )?(?:disabled|required|must be)|"
    r"please (?:wait|enable) .{0,40}(?:javascript|cookies)",
    re.IGNORECASE,
)
_CHALLENGED = re.compile(
    r"checking (?:if the site|your browser)|verify(?:ing)? (?:that )?you are (?:a )?human|just a moment\.\.\.|unusual traffic|"
    r"are you a robot|access denied|attention required|captcha",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"\b404\b|page (?:was |could |can)?(?:not|n['’]t)(?: be)? found|page (?:does|do)(?: not|n['’]t) exist|"
    r"no longer (?:available|exists)|"
    r"nothing (?:was )?found here|(?:can|could)(?:not|n['’]t| not) find (?:the|that|this) page",
    re.IGNORECASE,
)
_WALLED = re.compile(
    r"(?:sign|log) ?in to (?:continue|read|view|see|access)|(?:please )?(?:log|sign) ?in\b.{0,40}(?:required|to continue)|"
    r"subscribe(?:rs)? (?:to (?:continue|keep) reading|only)|"
    r"this (?:content|article|post|page) is (?:for|only for|reserved for|available to) .{0,20}"
    r"(?:subscribers|members)|"
    r"create (?:a free |an )?account to (?:continue|read)",
    re.IGNORECASE,
)


def why_nothing(tree: Element, title: str | None, outline: Outline) -> str | None:
    """Return what the page is instead of a text; None where it is one."""
    words = outline.words()
    if words >= MANY_WORDS:
        return None
    headings = [" ".join(heading.text_content().split()) for heading in tree.iter("title", "h1")]
    said = " ".join([title or "", *headings])
    if words < HARDLY:
        said += " " + " ".join(tree.text_content().split())[:_SAID]
    if _MISSING.search(said):
        return "an HTML page that says the page was not found"
    if _CHALLENGED.search(said):
        return "an HTML page that asks whether a person is reading it"
    if words >= FEW_WORDS:
        return None
    if tree.find(".//input[@type='password']") is not None or is_walled(tree):
        return "an HTML page that asks to sign in or to subscribe before it shows its text"
    shell = tree.find(".//script") is not None and words < FEW_WORDS // 4
    if _SCRIPTED.search(said) or (shell and _is_empty(tree)):
        return "an HTML page whose text only a script would bring"
    return None if words else "an HTML page without a text"


def is_walled(tree: Element) -> bool:
    """Tell a page that says its text goes on for those who sign in or subscribe."""
    return any(_WALLED.search(text) for text in tree.itertext())


def _is_empty(tree: Element) -> bool:
    """Tell a page whose body is places for a script to fill."""
    body = tree.find("body")
    return body is None or not any(body.iter("p", "li", "h1", "h2", "article"))
