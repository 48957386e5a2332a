"""What the sentences of an abstract are there for: the problem and what is known, the way, the outcome.

There are no labelled abstracts to learn from, so this rests on how abstracts are written (Swales, "Genre analysis",
1990): turns of speech that belong to one move, and the moves' usual order. Each sentence has a value for each part; the
likeliest course through all of them is found at once (Viterbi), in which going back costs. A single sentence, and a text
that is no abstract, is background throughout unless it speaks otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from graph.link import Facet, Gist
from graph.quotes import Sentences

ROLES = (Facet.BACKGROUND, Facet.METHOD, Facet.RESULT)

_BACK, _SKIPPED = 1.5, 0.3
"""What it costs to go back a part, and to go from background to result with no method between."""
_FIRST = 1.0
"""What it is worth to the first sentence to be background; half of it to the second."""
_LAST = 0.6
"""What it is worth to the last sentence to be result, where there are three or more."""

_MAKES = (
    "propose|present|introduce|develop|design|describe|formulate|devise|build|construct|create|train|fine-?tune|adopt|"
    "employ|leverage|extend|apply|combine|formali[sz]e|cast|model|curate|collect|release|derive|implement|use|exploit|"
    "augment|distil|define|decompose|incorporate|integrate|replace|reformulate|frame"
)
_FINDS = (
    "find|found|show|showed|demonstrate|observe|achieve|report|prove|obtain|establish|reveal|discover|confirm|validate|"
    "identify|see|conclude|evaluate|test|benchmark|compare|analy[sz]e|measure"
)
_PAPER = "paper|work|article|study|report|manuscript"
_TELLS = "show|demonstrat|indicat|reveal|suggest|confirm|validat|highlight"
_CUES: tuple[tuple[Facet, float, str], ...] = (
    # What is known, what is missing, what is asked.
    (Facet.BACKGROUND, 1.5, r"\b(?:recent(?:ly)?|existing|prior|previous|current|conventional|traditional)\b"),
    (Facet.BACKGROUND, 1.5, r"\b(?:has|have) (?:been|become|emerged|shown|achieved|attracted|led|made|gained|seen)\b"),
    (Facet.BACKGROUND, 1.5, r"\b(?:remains?|challeng\w+|difficult\w*|bottleneck\w*|unclear|unexplored|underexplored)\b"),
    (Facet.BACKGROUND, 1.0, r"\b(?:however|despite|although|yet|nevertheless|unfortunately)\b"),
    (Facet.BACKGROUND, 1.0, r"\b(?:often|typically|usually|commonly|increasingly|widely|generally|traditionally)\b"),
    (Facet.BACKGROUND, 1.5, r"\b(?:suffers?|fails?|struggles?|lacks?|limited|limitations?|hinders?|neglects?|overlooks?)\b"),
    (Facet.BACKGROUND, 1.0, r"\b(?:is|are) (?:an? )?(?:\w+ )?(?:important|crucial|critical|essential|fundamental|key|vital)\b"),
    (Facet.BACKGROUND, 1.5, r"\?$|\bwe (?:ask|study|investigate|examine|consider|explore|address|revisit|tackle|focus)\b"),
    (Facet.BACKGROUND, 1.0, r"\b(?:little is known|open (?:question|problem)|aims? to|the (?:task|problem|goal) of)\b"),
    # What is made, and how it works.
    (Facet.METHOD, 3.0, rf"\b(?:we|i)(?: \w+ly)?(?: then| also| further| first| instead)? (?:{_MAKES})\b"),
    (Facet.METHOD, 3.0, rf"\b(?:this|our) (?:{_PAPER}) (?:proposes|presents|introduces|describes|develops)\b"),
    (Facet.METHOD, 2.0, r"\b(?:to this end|to address (?:this|these)|specifically|in particular|concretely)\b"),
    (Facet.METHOD, 1.5, r"\b(?:our|the proposed|the) (?:method|approach|framework|model|system|algorithm|pipeline|architecture)\b"),
    (Facet.METHOD, 1.5, r"\b(?:consists? of|is based on|builds? (?:up)?on|relies on|works by|comprises|consisting of)\b"),
    (Facet.METHOD, 1.5, r"\b(?:novel|key (?:idea|insight|component)s?|(?:two|three|four)[- ](?:stage|step|phase)s?)\b"),
    (Facet.METHOD, 1.0, r"\b(?:by (?:using|leveraging|combining|training|learning|treating)|which (?:uses|combines|learns))\b"),
    (Facet.METHOD, 1.0, r"\b(?:called|named|dubbed|termed|first,|second,|finally,|then|module|encoder|loss|objective)\b"),
    # What came of it.
    (Facet.RESULT, 3.0, rf"\b(?:experiments?|results?|evaluations?|ablations?|findings|analys[ei]s)\b[^.]{{0,60}}\b(?:{_TELLS})"),
    (Facet.RESULT, 2.5, rf"\bwe (?:\w+ly )?(?:also |further |then )?(?:{_FINDS})\b"),
    (Facet.RESULT, 2.5, r"\b(?:outperform\w*|surpass\w*|state[- ]of[- ]the[- ]art|exceed\w*|on par with|superior)\b"),
    (Facet.RESULT, 2.0, r"\b(?:achiev|attain|yield|improv|reduc|increas|gain|boost)\w*\b[^.]*\d"),
    (Facet.RESULT, 1.5, r"\d(?:\.\d+)?\s?(?:\\?%|x\b|×|times|points?|percent)"),
    (Facet.RESULT, 1.5, r"\b(?:achieves?|attains?|yields?|improves?|demonstrates?|compared (?:to|with)|baselines?)\b"),
    (Facet.RESULT, 1.5, r"\b(?:suggest(?:s|ing)? that|demonstrating|highlight(?:s|ing)?|these (?:results|findings)|extensive)\b"),
    (Facet.RESULT, 1.5, r"\b(?:code|data|models?|dataset)\b[^.]*\b(?:available|released|open-?sourced?)\b|https?://"),
)  # fmt: skip
_COMPILED = tuple((ROLES.index(role), worth, re.compile(cue, re.IGNORECASE)) for role, worth, cue in _CUES)


def roles(sentences: Sequence[str]) -> list[Facet]:
    """Return what each sentence of an abstract is there for: background, method or result."""
    if not sentences:
        return []
    worth, course = _values(sentences[0], 0, len(sentences)), list[list[int]]()
    for at, sentence in enumerate(sentences[1:], start=1):
        came = [_came(worth, to) for to in range(len(ROLES))]
        own = _values(sentence, at, len(sentences))
        worth = [worth[was] - _cost(was, to) + own[to] for to, was in enumerate(came)]
        course.append(came)
    at_last = max(range(len(ROLES)), key=worth.__getitem__)
    found = [at_last]
    for came in reversed(course):
        found.append(came[found[-1]])
    return [ROLES[at] for at in reversed(found)]


def parts(sentences: Sentences) -> Callable[[Gist], Mapping[Facet, str]]:
    """Return what tells the parts of a gist's text apart, given what finds its sentences: facet → its sentences joined."""

    def told(gist: Gist) -> Mapping[Facet, str]:
        text = gist.text or ""
        own = [text[start:end] for start, end in sentences(text)]
        said = list(zip(roles(own), own, strict=True))
        joined = {role: " ".join(sentence for part, sentence in said if part is role) for role in ROLES}
        return {role: part for role, part in joined.items() if part}

    return told


def _values(sentence: str, at: int, count: int) -> list[float]:
    """Return what speaks for each part, from the sentence itself and its place."""
    values = [0.0] * len(ROLES)
    for role, worth, cue in _COMPILED:
        if cue.search(sentence):
            values[role] += worth
    values[0] += _FIRST / (at + 1) if at < 2 else 0
    values[2] += _LAST if at == count - 1 and at >= 2 else 0
    return values


def _came(worth: Sequence[float], to: int) -> int:
    """Return which part was likeliest before; of equals the earlier, so that a part goes on until another is spoken."""
    return max(range(len(ROLES)), key=lambda was: (worth[was] - _cost(was, to), -was))


def _cost(was: int, to: int) -> float:
    if to < was:
        return _BACK * (was - to)
    return _SKIPPED if to - was == 2 else 0.0
