"""What a rule is: the words that give a relation away, what stands around them, and who it is said of."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from graph.model import EdgeKind
from ingest.entities.relations.frames import Frame
from ingest.entities.relations.subjects import Subject

Finds = Callable[[Frame, int], Subject | None]


class Rule(Struct, frozen=True):
    """One way of saying a relation.

    `pattern` is looked for in a frame (`frames.py`: M model, T technique, B benchmark, O organization, P person, D product,
    L label); its group `o` are the objects, its group `s`, where it has one, the subjects. Without `s`, `subject` finds
    who it is said of; without both it is said of the work. One of `cues`, beginnings of words, must occur. `alike`:
    subject and object are of one kind; `named_after`: the
    subject's name begins with the object's. `labels`: labels only (True), sentences only (False).
    """

    kind: EdgeKind
    cues: tuple[str, ...]
    pattern: re.Pattern[str]
    subject: Finds | None = None
    confidence: float = 0.9
    alike: bool = False
    named_after: bool = False
    labels: bool | None = None

    def may_apply(self, text: str) -> bool:
        """Say whether the text has one of the words without which the rule need not be tried."""
        return not self.cues or any(cue in text for cue in self.cues)


def rule(
    kind: EdgeKind,
    cues: str,
    pattern: str,
    subject: Finds | None = None,
    *,
    confidence: float = 0.9,
    alike: bool = False,
    named_after: bool = False,
    labels: bool | None = None,
) -> Rule:
    """Return a rule; `cues` are divided by blanks."""
    return Rule(kind, tuple(cues.split()), re.compile(pattern), subject, confidence, alike, named_after, labels)
