"""Texts for tests, written with their names marked: "{M:Orion 2} from {O:Northwind}"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.mention import Mention, Passage, Statement, Text
from graph.model import NodeKind
from graph.outline import Span

KINDS = {
    "M": NodeKind.MODEL,
    "T": NodeKind.TECHNIQUE,
    "B": NodeKind.BENCHMARK,
    "O": NodeKind.ORGANIZATION,
    "P": NodeKind.PERSON,
    "D": NodeKind.PRODUCT,
}
_MARKED = re.compile(r"\{([MTBOPD]):([^{}=]+)(?:=([^{}]+))?\}")


def marked(written: str, passage: int = 0) -> tuple[str, list[Mention]]:
    """Return the text without its marks, and the mentions that they make; "{M:R1=Rook R1}" is named in full."""
    parts: list[str] = []
    mentions: list[Mention] = []
    at = length = 0
    for found in _MARKED.finditer(written):
        parts += [written[at : found.start()], found.group(2)]
        length += found.start() - at
        end = length + len(found.group(2))
        name = found.group(3) or found.group(2)
        kind = KINDS[found.group(1)]
        mentions.append(
            Mention(
                passage=passage, start=length, end=end, text=found.group(2), kind=kind, name=name, extractor="test/1"
            )
        )
        length, at = end, found.end()
    return "".join([*parts, written[at:]]), mentions


def entry(
    label: str, *sentences: str, item: str | None = "item-1", key: str = "document-1"
) -> tuple[Text, list[Mention]]:
    """Return a text of one list entry: its label, a dash, its comment."""
    text, mentions = marked(" - ".join([label, " ".join(sentences)]) if sentences else label)
    passage = Passage(text=text, block=1, labels=(Span(0, len(marked(label)[0])),), item=item)
    return Text(key=key, digest="", passages=(passage,)), mentions


def post(*paragraphs: str) -> tuple[Text, list[Mention]]:
    """Return a text of plain paragraphs that belong to no entry."""
    read = [marked(paragraph, n) for n, paragraph in enumerate(paragraphs)]
    passages = tuple(Passage(text=text, block=n) for n, (text, _) in enumerate(read))
    return Text(key="document-1", digest="", passages=passages), [one for _, some in read for one in some]


def record(title: str, abstract: str) -> tuple[Text, list[Mention]]:
    """Return a record's text: its title, its abstract."""
    name, first = marked(title)
    text, second = marked(abstract, 1)
    passages = (Passage(text=name, labels=(Span(0, len(name)),)), Passage(text=text, block=0))
    return Text(key="arxiv:2501.00001", digest="", passages=passages), [*first, *second]


def said(mentions: Sequence[Mention], statements: Sequence[Statement]) -> set[tuple[str | None, str, str]]:
    """Return (subject, kind, object) of each statement by their names; what labels are about is left out."""
    return {
        (None if one.subject is None else mentions[one.subject].name, one.kind.value, mentions[one.object].name)
        for one in statements
        if one.kind.value != "ABOUT"
    }
