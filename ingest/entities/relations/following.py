"""How sentences say which model succeeds another, or is a variant of it."""

from __future__ import annotations

from graph.model import EdgeKind
from ingest.entities.relations.grammar import AUX, NOUNS, THINGS, WORD, either, gap
from ingest.entities.relations.rule import rule
from ingest.entities.relations.subjects import subject_before, subject_beside

_ONE = rf"(?P<s>[{THINGS}])(?: (?:{NOUNS}))?"
_OTHER = rf"{gap(5)}(?P<o>[{THINGS}])(?!'s|-\w)"

_SUCCESSOR = (
    "successors?, sequel, follow-up, upgrade, evolution, "
    "(?:next|new|newest|latest|second|updated|improved|upgraded|major|better|third) "
    "(?:generation|version|iteration|evolution|update)"
)
_SUCCESSOR_CUES = "success sequel follow upgrade evolution generation version iteration"

SUCCEEDS = (
    rule(
        EdgeKind.SUCCEEDS,
        _SUCCESSOR_CUES,
        rf"{_ONE}(?:,| (?:is|was|are|represents|marks|serves as|delivers?|offers?|brings?)) "
        rf"{gap(6)}{either(_SUCCESSOR)} (?:to|of|over|"
        rf"from) {_OTHER}",
        alike=True,
    ),
    rule(
        EdgeKind.SUCCEEDS,
        "success sequel follow upgrade",
        rf"\b(?:the|a|an|as) (?:{WORD} ){{0,3}}(?:successors?|sequel|follow-up|upgrade) (?:to|of|over) {_OTHER}",
        subject_beside,
        alike=True,
    ),
    rule(
        EdgeKind.SUCCEEDS,
        "buil extend improv",
        rf"\b(?:builds (?:up)?on(?: top of)?|building (?:up)?on|extends|improves (?:up)?on) {_OTHER}",
        subject_before,
        alike=True,
        named_after=True,
    ),
    rule(
        EdgeKind.SUCCEEDS,
        "success",
        rf"(?P<o>[{THINGS}])'s (?:{WORD} ){{0,2}}successor,? (?P<s>[{THINGS}])",
        alike=True,
    ),
    rule(
        EdgeKind.SUCCEEDS,
        "succe supersed replac buil",
        rf"\b(?:succeeds|succeeded|supersedes|superseded|replaces|replaced|builds (?:up)?on and (?:extends|improves)|"
        rf"replacing|"
        rf"succeeding|superseding) {_OTHER}(?! (?:with|by)\b)",
        subject_before,
        alike=True,
    ),
    rule(
        EdgeKind.SUCCEEDS,
        "succe supersed replac follow",
        rf"(?P<o>[{THINGS}]) (?:is|was|has been|gets) {AUX}(?:replaced|superseded|followed|"
        rf"succeeded) by {gap(3)}(?P<s>[{THINGS}])",
        alike=True,
    ),
)

_VERSION = "versions?, variants?, editions?, forks?, derivatives?"
_DERIVED = "fine-?tuned, distilled, derived, post-trained, initiali[sz]ed, adapted, forked, continued, trained"

VARIANTS = (
    rule(
        EdgeKind.VARIANT_OF,
        "version variant edition fork derivativ checkpoint flavo",
        rf"{_ONE}(?:,| (?:is|was|are)) (?:an?|the|another) {gap(6)}(?:{either(_VERSION)}|flavou?rs?|checkpoints?) of "
        rf"{_OTHER}",
        alike=True,
    ),
    rule(
        EdgeKind.VARIANT_OF,
        "version variant edition fork derivativ distill",
        rf"\b(?:a|an|the) {gap(4)}(?:{either(_VERSION)}|distillations?) of {gap(4)}(?P<o>[{THINGS}])(?!'s|-\w)"
        rf"(?:,| called| named| dubbed){{1,2}} (?P<s>[{THINGS}])",
        alike=True,
    ),
    rule(
        EdgeKind.VARIANT_OF,
        "tuned distilled derived trained initiali adapted forked continued",
        rf"\b{either(_DERIVED)} (?:version )?(?:from|on top of) {gap(4)}(?P<o>M)(?!'s)",
        subject_beside,
        alike=True,
    ),
    rule(
        EdgeKind.VARIANT_OF,
        "based on built",
        rf"\b(?:based on|built (?:up)?on(?: top of)?) {gap(3)}(?P<o>M)(?!'s|-\w)",
        subject_beside,
        alike=True,
    ),
)
