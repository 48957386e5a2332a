"""Who speaks: names that lines open with, and which spellings are one person's. Nothing is known of names beforehand."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz

_TOKEN = re.compile(r"[^\W\d_][\w'’\-]*\.?|\d{1,2}")
_PARTICLES = frozenset("de da di del della der den dos du la le van von bin al el of the y".split())  # noqa: SIM905  as names are written
_OPENING = (
    "a absolutely actually also an and are as at basically be because but by can could did do does don't even exactly "
    "for from good great had has have he hello here hey hi how i i'd i'll i'm i've if in is it it's just let let's "
    "like maybe mm mmhm my no not now of oh ok okay on one only or our really right she should so some still sure "
    "thank thanks that that's the their then there there's these they they're think this those to today uh um was we "
    "we'll we're we've welcome well were what what's when where which who why will with would yeah yep yes yet you "
    "you're your"
)
_OPENERS = frozenset(_OPENING.split())
"""Words that sentences open with: capitalised behind a name, they are no part of it."""
LONGEST = 4
"""Words in the longest name; a longer run of capitals is a title."""
GOES_ON = 0.8
"""A name's next word follows it nearly always; a sentence's first word does not."""
COVERED = 0.6
"""Lines that open with names do so most of the time; where fewer recur, they are words of sentences."""
CLOSE = 78
"""Percent of signs in common, in order (rapidfuzz). Twelve of fifteen pairs of spellings lie above it (Dmitri and Dmitry
83, Jon and John 86), John and Joan (75) or Dan and Don (67) below; Maria and Marie (80) do not, so `RARE` decides too."""
RARE = 4
"""A misspelling is rare: a spelling a quarter as frequent as the other or more is another person, but for one
that the line of authors states."""
_COLON = re.compile(r"(?P<name>[^\s:][^:\n]{0,48}?)\s*:(?:\s+|$)(?P<rest>.*)", re.DOTALL)


def by_colon(text: str) -> tuple[str, str] | None:
    """Return (name, the rest) of "Ann Lee: Right"; None where what stands before the colon is no name."""
    found = _COLON.fullmatch(text)
    if found is None or not is_name(found["name"]):
        return None
    return found["name"], found["rest"]


def is_name(text: str) -> bool:
    """Tell what may be a speaker's name: one to four words, none in lower case, the first no number."""
    tokens = re.sub(r"\s*\([^()]*\)$", "", text).split()
    return 0 < len(tokens) <= LONGEST + 1 and not tokens[0].isdigit() and all(map(_is_part, tokens))


def opening_names(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the names that lines without a colon open with, told by recurring: "Ann Lee Right, but…" → "Ann Lee"."""
    lines = [text.split(maxsplit=LONGEST + 1)[: LONGEST + 1] for text in texts]
    found = [name for first, members in _groups(lines, 0).items() for name in _grown((first,), members)]
    if sum(len(_opening(lines, name)) for name in found) < COVERED * len(lines):
        return ()
    return tuple(" ".join(name) for name in found)


def unseen_name(text: str) -> str | None:
    """Return the two capitalised words before a capitalised third: a speaker who takes the floor only once."""
    tokens = text.split(maxsplit=3)
    if len(tokens) < 3 or not all(map(_opens_name, tokens[:2])) or not tokens[2].lstrip("“\"'‘(")[:1].isupper():
        return None
    return " ".join(tokens[:2])


def one_person_each(counts: Mapping[str, int], stated: Sequence[str] = ()) -> dict[str, str]:
    """Return for every spelling the one to use: the most frequent among those that are one person's.

    Two people who are both `stated` (on the line of authors) stay two, however alike their names are. "J. Doe" is the
    one John or Jane Doe there is, spelt out.
    """
    names = sorted({*counts, *stated}, key=lambda name: (-counts.get(name, 0), name not in stated, name))
    chosen: dict[str, str] = {}
    for name in names:
        heads = [head for head in dict.fromkeys(chosen.values()) if _is_one(name, head, counts, stated)]
        chosen[name] = heads[0] if len(heads) == 1 else name
    for name in names:
        people = {chosen[full] for full in names if _abbreviates(name, full) and not {name, full} <= set(stated)}
        chosen[name] = people.pop() if len(people) == 1 else chosen[name]
    return chosen


def _abbreviates(name: str, full: str) -> bool:
    """Tell a name with initials for some of another's words, before an equal family name."""
    one, other = _parts(name), _parts(full)
    if one == other or len(one) != len(other) or one[-1:] != other[-1:]:
        return False
    return all(word == whole or (len(word) == 1 and whole[0] == word) for word, whole in zip(one, other, strict=True))


def _is_one(name: str, head: str, counts: Mapping[str, int], stated: Sequence[str]) -> bool:
    one, other = _parts(name), _parts(head)
    if sorted(one) == sorted(other):
        return True
    if name in stated and head in stated:
        return False
    if set(one) < set(other) or set(other) < set(one):
        return all(len(part) > 2 for part in min(one, other, key=len))
    rare = 1 if head in stated else RARE
    return counts.get(name, 0) * rare <= counts.get(head, 0) and _is_close(one, other)


def _is_close(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell two spellings of one name: as many words, all but one of them equal, that one nearly."""
    if len(one) != len(other) or len(one) < 2:
        return False
    differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and fuzz.ratio(*differing[0]) >= CLOSE


def _parts(name: str) -> list[str]:
    """Return a name's words without accents, case and titles' dots."""
    apart = unicodedata.normalize("NFKD", name)
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()
    return re.findall(r"[^\W_]+", bare)


def _groups(lines: Iterable[Sequence[str]], place: int) -> dict[str, list[Sequence[str]]]:
    """Return the lines by their word at this place, where it may be one of a name and recurs."""
    found: defaultdict[str, list[Sequence[str]]] = defaultdict(list)
    for line in lines:
        if len(line) > place and (_opens_name(line[place]) or (place and _is_part(line[place]))):
            found[line[place]].append(line)
    return {word: members for word, members in found.items() if len(members) > 1}


def _grown(name: tuple[str, ...], members: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return the names that begin so: a word is added while it follows nearly always; first names may be shared."""
    if len(name) == LONGEST:
        return [name]
    following = {word: some for word, some in _groups(members, len(name)).items() if word.lower() not in _OPENERS}
    most = Counter({word: len(some) for word, some in following.items()}).most_common(3)
    if most and most[0][1] >= GOES_ON * len(members):
        return _grown((*name, most[0][0]), following[most[0][0]])
    if len(name) == 1 and sum(count for _, count in most) >= GOES_ON * len(members):
        return [longer for word, _ in most for longer in _grown((*name, word), following[word])]
    return [name]


def _opening(lines: Iterable[Sequence[str]], name: tuple[str, ...]) -> list[Sequence[str]]:
    return [line for line in lines if tuple(line[: len(name)]) == name]


def _opens_name(token: str) -> bool:
    return token.lower() not in _OPENERS and not token.isdigit() and _is_part(token) and token not in _PARTICLES


def _is_part(token: str) -> bool:
    return _TOKEN.fullmatch(token) is not None and (not token[0].islower() or token in _PARTICLES)
