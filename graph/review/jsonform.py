"""A draft as JSON: sentences with the numbers of their sources, and the sources once each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from graph.review.cite import numbered
from graph.review.shapes import Draft, DraftItem, Reference, Sentence

Record = dict[str, object]
Notes = Mapping[Reference, int]


def render_json(draft: Draft) -> str:
    """Return the draft as indented JSON with a line break at its end."""
    return msgspec.json.format(msgspec.json.encode(draft_record(draft)), indent=1).decode() + "\n"


def draft_record(draft: Draft) -> Record:
    """Return the draft as plain values; `sources` are numbers of `references`."""
    notes = numbered(draft)
    return {
        "year": draft.year,
        "by": draft.by,
        "headline": _sentence(draft.headline, notes),
        "opening": _sentences(draft.opening, notes),
        "sections": [
            {
                "name": section.name,
                "paragraph": _sentences(section.paragraph, notes),
                "items": [_item(item, notes) for item in section.items],
            }
            for section in draft.sections
        ],
        "references": [{"number": number, **msgspec.structs.asdict(reference)} for reference, number in notes.items()],
    }


def _sentence(sentence: Sentence, notes: Notes) -> Record:
    return {"text": sentence.text, "sources": [notes[reference] for reference in sentence.sources]}


def _sentences(sentences: Iterable[Sentence], notes: Notes) -> list[Record]:
    return [_sentence(sentence, notes) for sentence in sentences]


def _item(item: DraftItem, notes: Notes) -> Record:
    return {
        "node": item.node,
        "title": item.title,
        "url": item.url,
        "picked": item.picked,
        "remarks": _sentences(item.remarks, notes),
        "sources": sorted(notes[reference] for reference in item.sources),
    }
