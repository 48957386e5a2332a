"""Where else a text writes a name of several words that it introduced once."""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.mention import Passage
from ingest.entities.forms.ledger import Entry


def echo(passages: Sequence[Passage], entries: Sequence[Entry]) -> None:
    """Add to each name of several words all places where it stands as a whole, spelt as it was introduced."""
    names = {entry.name: entry for entry in entries if " " in entry.name}
    if not names:
        return
    automaton = AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest)
    written = list(names)
    for place, passage in enumerate(passages):
        text = passage.text
        for at, start, end in automaton.find_matches_as_indexes(text):
            if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum() or text[end : end + 1] == "-"):
                names[written[at]].places.append((place, start, end))
