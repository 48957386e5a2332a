"""A draft as one HTML page without scripts: the same words, the same footnotes, everything escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from graph.review.addresses import safe_address
from graph.review.cite import name, numbered, place
from graph.review.phrases import long_date
from graph.review.shapes import Draft, DraftItem, DraftSection, Reference, Sentence

_STYLE = (
    "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.1rem/1.6 'Source Serif 4',Georgia,serif;"
    "color:#1b1a17;background:#fbfaf7}li{margin:.6em 0}sup{font-size:.7em;line-height:0}"
    "ol.notes{font-size:.85em}a{color:inherit}strong a{color:#b4432b}"
    "@media(prefers-color-scheme:dark){body{color:#e8e6e1;background:#151515}strong a{color:#e0795f}}"
)

Notes = Mapping[Reference, int]


def render_html(draft: Draft) -> str:
    """Return the draft as a complete page."""
    title = escape(draft.headline.text)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{render_article(draft)}</body>\n</html>\n"
    )


def render_article(draft: Draft) -> str:
    """Return the draft as an article element, to be set into a page."""
    return "".join(f"{line}\n" for line in _lines(draft))


def _lines(draft: Draft) -> Iterator[str]:
    notes = numbered(draft)
    marked: set[int] = set()
    yield "<article>"
    yield f"<h1>{_sentence(draft.headline, notes, marked)}</h1>"
    yield _paragraph(draft.opening, notes, marked)
    for section in draft.sections:
        yield from _section(section, notes, marked)
    yield '<ol class="notes">'
    for reference, number in notes.items():
        yield f'<li id="note-{number}">{_footnote(reference)} <a href="#mark-{number}">back</a></li>'
    yield "</ol>"
    yield "</article>"


def _section(section: DraftSection, notes: Notes, marked: set[int]) -> Iterator[str]:
    yield f"<h2>{escape(section.name)}</h2>"
    yield _paragraph(section.paragraph, notes, marked)
    yield "<ul>"
    for item in section.items:
        yield f"<li>{_title(item)} — {_sentences(item.remarks, notes, marked)}</li>"
    yield "</ul>"


def _paragraph(sentences: Iterable[Sentence], notes: Notes, marked: set[int]) -> str:
    return f"<p>{_sentences(sentences, notes, marked)}</p>"


def _sentences(sentences: Iterable[Sentence], notes: Notes, marked: set[int]) -> str:
    said = (_sentence(sentence, notes, marked) + ("<br>" if sentence.verbatim else " ") for sentence in sentences)
    return "".join(said).rstrip(" ").removesuffix("<br>")


def _sentence(sentence: Sentence, notes: Notes, marked: set[int]) -> str:
    return "<br>".join(map(escape, sentence.lines())) + "".join(
        _mark(notes[reference], marked) for reference in sentence.sources
    )


def _mark(number: int, marked: set[int]) -> str:
    """Return a footnote's mark; the first one of a number is where its note leads back to."""
    place = "" if number in marked else f' id="mark-{number}"'
    marked.add(number)
    return f'<sup{place}><a href="#note-{number}">{number}</a></sup>'


def _title(item: DraftItem) -> str:
    url = safe_address(item.url)
    title = f'<a href="{escape(url)}" rel="noreferrer">{escape(item.title)}</a>' if url else escape(item.title)
    return f"<strong>{title}</strong>" if item.picked else title


def _footnote(reference: Reference) -> str:
    url = safe_address(reference.url)
    title = escape(name(reference))
    details = [reference.source, long_date(reference.published), place(reference)]
    told = [f'<a href="{escape(url)}" rel="noreferrer">{title}</a>' if url else title]
    return ", ".join([*told, *(escape(detail) for detail in details if detail)]) + "."
