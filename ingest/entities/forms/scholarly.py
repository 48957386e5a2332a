"""Whether a text is a paper, or speaks of its own work as papers do: what such a text names is most likely an idea."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.mention import Passage

_LONG = 600
"""Words; from here on one turn of speech in passing is not enough."""
_SPOKEN = re.compile(
    r"\b(?:[Ww]e (?:propose|introduce|present|study|show that|demonstrate|prove|investigate|develop)"
    r"|[Tt]his (?:paper|work|article|survey|thesis)|[Oo]ur (?:method|approach|experiments|results|framework|algorithm|analysis"
    r"|model|proposed)|[Ee]xperiment(?:s|al results)|state-of-the-art|[Oo]utperform(?:s|ing)|arXiv|et al|[Ee]mpirical(?:ly)?"
    r"|[Pp]roposed|[Nn]ovel)\b"
)


def is_scholarly(passages: Sequence[Passage]) -> bool:
    """Say whether the passages speak as papers do."""
    asked = 1 + (sum(passage.text.count(" ") + 1 for passage in passages) > _LONG)
    found: set[str] = set()
    for passage in passages:
        for match in _SPOKEN.finditer(passage.text):
            found.add(match.group().lower())
            if len(found) == asked:
                return True
    return False


_NEAR = 100
_FIELD = re.compile(
    r"\b(?:AI|ML|NLP|RL|LL?Ms?|VLMs?|GPTs?|[Mm]odels?|[Ll]earning|[Tt]raining|[Nn]eural|[Aa]gents?|[Bb]enchmarks?|[Dd]atasets?|[Ii]nference"
    r"|[Tt]ransformers?|[Tt]okens?|[Rr]easoning|[Pp]rompts?|[Ff]ine-?tun\w{1,4}|[Aa]lgorithms?|[Ee]mbeddings?)\b"
)


def is_of_field(text: str, start: int, end: int) -> bool:
    """Say whether a word of the field stands near text[start:end]."""
    return bool(_FIELD.search(text, max(0, start - _NEAR), start) or _FIELD.search(text, end, end + _NEAR))
