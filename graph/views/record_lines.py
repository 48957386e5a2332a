"""The papers of the corpus that name a concept, each with its own words around the name."""

from __future__ import annotations

from collections.abc import Collection

from graph.mention import Findings
from graph.model import Node
from graph.names import name_key
from graph.ports import Library
from graph.record import Record
from graph.views.concept_shapes import RecordLine
from graph.views.corpus_names import names_of
from graph.views.known import id_month, known_node
from graph.views.shapes import Quote
from graph.views.when import date_text

PAGE = 10
AROUND = 160
"""Characters shown on either side of a name: about a sentence."""


def record_lines(library: Library, node: Node, skip: int = 0, limit: int = PAGE) -> tuple[RecordLine, ...]:
    """Return papers of the corpus that name the concept, each with its words around the name."""
    names = names_of(node)
    identities = library.mentions.records_naming(names, skip, limit)
    records, findings = library.corpus.records(identities), library.mentions.get(identities)
    works = library.graph.find(identities)
    return tuple(
        RecordLine(
            node=works.get(identity) or known_node(records[identity]),
            quote=_quote(records[identity], findings.get(identity), names),
        )
        for identity in identities
        if identity in records
    )


def _quote(record: Record, findings: Findings | None, names: Collection[str]) -> Quote:
    """Return what the record says around the name: of its abstract, else of its title."""
    mentions = findings.mentions if findings else ()
    written = next((mention.text for mention in mentions if name_key(mention.name) in names), None)
    in_abstract = bool(written and record.abstract and written in record.abstract)
    text = (record.abstract if in_abstract else record.title) or ""
    return Quote(
        text=_around(text, written or ""),
        document=None,
        document_title=None,
        source_title="its abstract" if in_abstract else "its title",
        url=None,
        published=date_text(record.published) or id_month(record),
        section=None,
        block=None,
        extractor=findings.extractor if findings else "",
        basis=None,
        confidence=1.0,
        decision=None,
        named=written,
    )


def _around(text: str, name: str) -> str:
    """Return the words around the name's first place, cut at spaces."""
    at = max(text.find(name), 0)
    start, end = max(at - AROUND, 0), at + len(name) + AROUND
    if start:
        start = text.find(" ", start, at) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", at + len(name), end), at + len(name))
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")
