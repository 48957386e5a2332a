"""Markup whose nesting is an attack → the same without it.

libxml2 looks through all open elements at each end tag that closes none, so 40,000 times `<b>` before 40,000 times
`</i>` take seven seconds, and ten times as many twelve minutes. People's pages come nowhere near these bounds and are left
as they are, letter by letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

FEW_TAGS = 4_000
"""Below this many the worst takes a fraction of a second."""
DEEPEST = 1_000
"""Elements open at once; what people write nests a hundred times less."""
MOST_LOOKS = 20_000_000
"""Open elements looked at for end tags without a beginning: some tenths of a second."""
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)[^<>]*>?")
_WITHOUT_END = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
    | {"p", "li", "dt", "dd", "tr", "td", "th", "option"}
)
"""Void elements, and those that the next one ends."""


def tamed(html: str) -> str:
    """Return the markup; where its nesting is absurd, without the tags that are too deep or close nothing."""
    if html.count("<") < FEW_TAGS or not _is_wild(html):
        return html
    kept, at = [], 0
    for start, end, _ in _wild_tags(html):
        kept.append(html[at:start])
        at = end
    return "".join([*kept, html[at:]])


def _is_wild(html: str) -> bool:
    looks = 0
    for _, _, depth in _wild_tags(html):
        looks += depth
        if depth >= DEEPEST or looks > MOST_LOOKS:
            return True
    return False


def _wild_tags(html: str) -> Iterator[tuple[int, int, int]]:
    """Yield the start and end of each tag that is too deep or closes nothing, and how many elements are open there."""
    opened: Counter[str] = Counter()
    depth = 0
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if name in _WITHOUT_END:
            continue
        if tag[1]:
            if not opened[name]:
                yield tag.start(), tag.end(), depth
                continue
            step = -1
        elif depth >= DEEPEST:
            yield tag.start(), tag.end(), depth
            continue
        else:
            step = 1
        opened[name] += step
        depth += step
