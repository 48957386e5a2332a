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
    "relative-date": "a date like “yesterday” was worked out from the day it was said",
    "same-id": "another entry has the same id; they are kept apart",
    "wrong-encoding": "the source names a wrong encoding",
    "footnote-in-doubt": "a footnote’s digit may stand in two places and was left in the text",
    "footnote-without-marker": "nothing in the text points at one of the footnotes",
    "footnotes-linked": "digits of footnotes were taken out of the words and lead to their notes",
    "count-differs": "the source states another number of posts than could be read",
    "left-over": "lines that belong to none of the source’s posts were not kept",
    "list-items-moved": "list items stand behind the text, where the page had moved them",
    "notes-missing": "its footnotes were cut off, or cannot be told from the end of its text",
    "notes-not-apart": "the first footnote cannot be told from the end of the text",
    "notes-twice": "footnotes printed twice are kept once",
    "paragraphs-joined": "its paragraphs were joined, and where they began is not known",
    "relative-to-unknown": "its date is relative to a day that is not known, so it is undated",
    "text-cut": "the source shows only the beginning of the text",
    "contents-list": "chapters listed above the transcript stand where they begin",
    "cue-not-read": "some captions have a time that cannot be read",
    "embed-left": "names of sites that embedded posts left behind were dropped",
    "empty-turn": "a name or a time without a word was dropped",
    "page-labels": "labels of the page around the transcript were dropped",
    "rolling-captions": "captions that repeat themselves are kept once",
    "speaker-spelling": "a speaker spelt in several ways has one name here",
    "spoken-date-doubtful": "the date that is said contradicts its weekday, so it is undated",
}

_FLAGS = {
    "shortener": "a shortened address that has not been followed",
    "metadata-only": "known from metadata only: no list has it",
    "shared-identity": "its address is another work’s too; this one is kept apart",
}


_CONCEPT_FLAGS = {
    "ambiguous": "it may mean several things",
    "metadata-only": "only papers of the corpus name it, no document of the library",
}


def repair_phrase(code: str) -> str:
    """Return what was mended, in words; a code without words of its own is told as it is."""
    return _REPAIRS.get(code, f"mended: {code.replace('-', ' ')}")


def concept_flag(code: str) -> str:
    """Return what is doubtful about a concept, in words."""
    return _CONCEPT_FLAGS.get(code, flag_phrase(code))


def flag_phrase(code: str) -> str:
    """Return what is doubtful about a node, in words."""
    return _FLAGS.get(code, f"in doubt: {code.replace('-', ' ')}")
