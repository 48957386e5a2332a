"""What codes of repairs and flags mean, in the reader's words."""

from __future__ import annotations

_REPAIRS = {
    "address-not-kept": "a link that leads to no page of the web was not kept",
    "empty-href": "the link was empty; its address was read from the text",
    "address-in-text": "the address stood in the text and is a link now",
    "markdown-link": "a link left as Markdown was mended",
    "search-wrapper": "the address was taken out of a search engine’s link",
    "redirect-wrapper": "the address was taken out of a redirecting link",
    "archive-wrapper": "the address was taken out of an archive’s link",
    "tracking-parameters": "tracking was taken off the address",
    "stray-characters": "stray characters were taken off the address",
    "trailing-junk": "stray characters were taken off the address’s end",
    "doubled-scheme": "the address began twice and was mended",
    "missing-scheme": "the address lacked its https:// and was mended",
    "credentials-dropped": "a name and password were taken out of the address",
    "label-outside-anchor": "the title stood outside its link",
    "starts-in-prose": "the entry starts in running text",
    "no-address": "the source gives no address",
    "bare-ampersand": "stray ampersands in the source were mended",
    "broken-character": "half a character in the source was read as �",
    "date-without-offset": "the date came without an offset and is taken as UTC",
    "date-not-read": "the date could not be read, so it is undated",
    "date-placeholder": "the date is a clock’s zero, so it is undated",
    "double-escaped": "text that was escaped twice was read once more",
    "entities-ignored": "markup that a feed must not have was ignored",
    "html-entities": "names of characters in the source were read as characters",
    "duplicate": "the same entry stood in the feed twice and is kept once",
    "junk-before-xml": "something before the feed’s beginning was skipped",
    "link-not-followed": "a link that leads to no page keeps its text only",
    "not-well-formed": "the source is broken and was read as far as it goes",
    "read-by-feedparser": "the source is broken and was read by a patient reader",
    "relative-date": "a date like “yesterday” was worked out",
    "same-id": "another entry has the same id; they are kept apart",
    "wrong-encoding": "the source names a wrong encoding",
}

_FLAGS = {
    "shortener": "a shortened address that has not been followed",
    "shared-identity": "its address is another work’s too; this one is kept apart",
}


def repair_phrase(code: str) -> str:
    """Return what was mended, in words; a code without words of its own is told as it is."""
    return _REPAIRS.get(code, f"mended: {code.replace('-', ' ')}")


def flag_phrase(code: str) -> str:
    """Return what is doubtful about a node, in words."""
    return _FLAGS.get(code, f"in doubt: {code.replace('-', ' ')}")
