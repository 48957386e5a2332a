"""Who a name is when the text says no more than an initial."""

from __future__ import annotations

from graph.mention import Text
from graph.model import NodeKind
from ingest.entities.lexicon import Entry, Form, Lexicon
from ingest.entities.persons import name_persons
from tests.ingest.entities.marked import marked

LEXICON = Lexicon(
    [
        Entry(kind=NodeKind.PERSON, name="Zorvan Telt", forms=(Form("Zorvan Telt"), Form("Telt", exact=True))),
        Entry(kind=NodeKind.PERSON, name="Ada Quillworth", forms=(Form("Ada Quillworth"),)),
    ]
)


def names(written: str) -> list[tuple[str, bool]]:
    """Return what the people marked in a text are called in full, and whether that is known."""
    _, mentions = marked(written)
    found = name_persons(mentions, Text(key="a", digest="b", passages=()), LEXICON)
    return [(one.name, one.known) for one in found]


def test_an_initial_is_somebody_whom_everybody_means_by_the_surname() -> None:
    """Where the lexicon has the surname for them alone; their initial must be theirs."""
    assert names("{P:Telt, Z.} (2024)") == [("Zorvan Telt", True)]
    assert names("{P:Telt, A.} (2024)") == [("A. Telt", False)]
    assert names("{P:Quillworth, A.} (2024)") == [("A. Quillworth", False)]


def test_the_text_comes_before_common_knowledge() -> None:
    """Another person of that surname and initial, in full in this text, is meant."""
    assert names("{P:Zelda Telt} and {P:Telt, Z.}")[1] == ("Zelda Telt", False)
