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
    L label); its group `o` are the objects (without it, the organization that the work's label leads with), its group
    `s`, where it has one, the subjects. Without `s`, `subject` finds
    who it is said of; without both it is said of the work. One of `cues`, beginnings of words, must occur. `alike`:
    subject and object are of one kind; `named_after`: the
    subject's name begins with the object's. `labels`: labels only (True), sentences only (False). `opening`: only in the
    first sentence of a comment. `presumed`: whatever else is denied or asked ("is X's Y any good?"), this holds.
    """

    kind: EdgeKind
    cues: tuple[str, ...]
    pattern: re.Pattern[str]
    subject: Finds | None = None
    confidence: float = 0.9
    alike: bool = False
    named_after: bool = False
    labels: bool | None = None
    opening: bool = False
    presumed: bool = False

    def may_apply(self, frame: Frame) -> bool:
        """Say whether the rule need be tried: on such a frame, with one of the words without which it cannot match."""
        if self.labels not in (None, frame.label) or (self.opening and not frame.opens):
            return False
        if not self.presumed and frame.text.endswith("?"):
            return False
        return not self.cues or any(cue in frame.text for cue in self.cues)


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
    opening: bool = False,
    presumed: bool = False,
) -> Rule:
    """Return a rule; `cues` are divided by blanks."""
    return Rule(
        kind=kind,
        cues=tuple(cues.split()),
        pattern=re.compile(pattern),
        subject=subject,
        confidence=confidence,
        alike=alike,
        named_after=named_after,
        labels=labels,
        opening=opening,
        presumed=presumed,
    )
