"""What people would call a community: what its works' titles and concepts have often, and other works seldom.

A term's worth is its part in how far the community's wording is from the rest's (its share inside times the logarithm of
how much larger that is than outside: c-tf-idf, in Grootendorst 2022, with shares for counts, so that each term can be
told as evidence: "41 of its 60 works, 70 of all"). No two communities of a level share a term.

What nobody would say of a field is left out: a term that is neither said by many of the works nor said mostly of them; a
word that is told by the next one ("legal", "multi-agent"), which is said with it; the same again in another form or as its
initials; a heading that only some of the works stand under, or many others too, for lists are sorted by much else than
subjects (where titles say the same, they speak for it).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import takewhile
from math import log

from msgspec import Struct

from graph.analysis.terms import Terms, cased, folded
from graph.model import NodeId
from graph.names import FUNCTION_WORDS

MOST = 3
"""Terms in a name: four are a list."""

_LEAST = 3  # works; what two have in common is theirs alone
_LEAST_SHARE = 0.15  # of the works; what fewer have, the others are not called by
_WORTH = 0.35  # of the best term's: what is worth less is no part of the name
_KEPT = 1.4  # yesterday's terms are worth so much more: a name changes when another is clearly better
_CHANCE = 2  # works that may share half a sentence ("models with massive")
_PART_OF = 0.6  # a term that stands so often within a longer one is a piece of it ("augmented generation")
_OF_IT = 0.25  # a term is said by so many of the works, or so many of those that say it are here
_MOST_UNDER = 0.5  # of a community's works stand under a heading, and of the heading's in the community: it is its name
_LEANS = 0.9  # a term that is so often followed by a word says no more than "legal", "low-rank", "text-to-image"
_LEANING_ON = 0.07  # of these go on alike: "legal reasoning"
_MOSTLY_ON = 0.35  # of those that say another word: "topic modeling" for "topic"
_WHOLE = 3  # where they do not, a term of fewer words is no name; of so many it is: "text-to-SQL" says it all
_ROOT = 5  # letters that two forms of a word share at least,
_ROOT_OF = 0.6  # and of the shorter one's
_PART_HERE = 0.9  # and in a single community nearly always ("sensing")
_CAPITALS = 4
_MEANT = 0.9  # a name is written alike so often; a word has a plural
_LENGTH = {1: 0.75, 2: 1.1, 3: 1.2}  # "agents" says less than "web agents", even where it is said more often


class Naming(Struct, frozen=True, kw_only=True):
    """A name, and the terms it is made of: each with how many works of the community have it, and how many of all."""

    name: str
    terms: tuple[tuple[str, int, int], ...] = ()


class Words(Struct, frozen=True, kw_only=True):
    """What works may be called by: their terms, what they stand under, and which words are known to have a capital or none.

    `titles` stand for what has no term; `leaning` are words that hardly ever end a phrase (None: as these works tell it).
    """

    terms: Mapping[NodeId, Terms]
    titles: Mapping[NodeId, str] = {}
    headings: Mapping[NodeId, Terms] = {}
    capitals: Mapping[str, bool] = {}
    leaning: Collection[str] | None = None


class _Said(Struct, frozen=True, kw_only=True):
    """How all works word it: how many say a term, which are pieces of others, which go on from which, which must."""

    works: int
    counts: Mapping[str, int]
    pieces: Collection[str]
    longer: Mapping[str, Sequence[str]]
    leaning: Collection[str]


def names_of(
    groups: Sequence[Collection[NodeId]],
    words: Words,
    former: Sequence[Collection[str]],
    taken: Collection[str] = (),
    proper: Iterable[str] = (),
) -> list[Naming]:
    """Return a name for each group of works; `former` are the terms of its name of yesterday, `taken` those of others.

    A group for which nothing speaks has an empty name. `proper` are names that are written as they are ("Llama").
    """
    terms = _under_headings(groups, words)
    said = _said(terms, words.leaning)
    inside = [Counter(key for work in group for key in terms.get(work, ())) for group in groups]
    worth = [
        _going_on(dict(_worths(len(group), found, said, {folded(term) for term in before})), len(group), found, said)
        for group, found, before in zip(groups, inside, former, strict=True)
    ]
    owners = _owners(worth, {folded(term) for term in taken})
    chosen = [
        _chosen({key: value for key, value in one.items() if owners.get(key) == at}) for at, one in enumerate(worth)
    ]
    written = _spellings(terms, {key for keys in chosen for key in keys}, proper, words.capitals)
    return [
        Naming(
            name=_name([written[key] for key in keys]),
            terms=tuple((written[k], found[k], said.counts[k]) for k in keys),
        )
        for keys, found in zip(chosen, inside, strict=True)
    ]


def _under_headings(groups: Sequence[Collection[NodeId]], words: Words) -> dict[NodeId, Terms]:
    """Return the terms with those headings that stand over most of a group and over little else."""
    told, headings = dict(words.terms), words.headings
    everywhere = Counter(key for said in headings.values() for key in said)
    for group in groups:
        here = Counter(key for work in group for key in headings.get(work, ()))
        own = {key for key, count in here.items() if count >= _MOST_UNDER * max(len(group), everywhere[key])}
        for work in group:
            if said := {key: form for key, form in headings.get(work, {}).items() if key in own}:
                told[work] = {**told.get(work, {}), **said}
    return told


def _said(terms: Mapping[NodeId, Terms], leaning: Collection[str] | None) -> _Said:
    counts = Counter(key for said in terms.values() for key in said)
    longer: defaultdict[str, list[str]] = defaultdict(list)
    for key in counts:
        longer[key.rpartition(" ")[0]].append(key)
    return _Said(
        works=len(terms),
        counts=counts,
        pieces=set(_pieces(counts, _PART_OF)),
        longer=longer,
        leaning=leaning_of(terms) if leaning is None else leaning,
    )


def _pieces(counts: Mapping[str, int], share: float) -> Iterator[str]:
    """Yield the terms that mostly stand within a longer one."""
    for key, count in counts.items():
        words = key.split()
        for size in range(1, len(words)):
            for start in range(len(words) - size + 1):
                piece = " ".join(words[start : start + size])
                if count >= share * counts.get(piece, count + 1) and count > 1:
                    yield piece


def leaning_of(terms: Mapping[NodeId, Terms]) -> set[str]:
    """Return the words, compounds too ("low-rank"), that hardly ever end what is said."""
    counts = Counter(key for said in terms.values() for key in said)
    went_on: Counter[str] = Counter()
    apart: Counter[str] = Counter()
    for said in terms.values():
        went_on.update({key.rpartition(" ")[0] for key in said})
        apart.update(key for key, form in said.items() if " " in form)
    return {key for key, count in counts.items() if went_on[key] >= _LEANS * count and 2 * apart[key] < count}


def _worths(size: int, found: Mapping[str, int], said: _Said, before: Collection[str]) -> Iterator[tuple[str, float]]:
    """Yield the terms that may name a group of so many works, `found` in so many of them, with what each is worth."""
    least = _least(size)
    pieces = set(_pieces(found, _PART_HERE)).union(said.pieces)
    for key, count in found.items():
        outside = (said.counts.get(key, 0) - count + 0.5) / (said.works - size + 1)
        share = count / size
        is_told = (
            share > 2 * outside
            and max(share, count / max(said.counts.get(key, 0), count)) >= _OF_IT
            and key not in pieces
        )
        is_chance = count <= _CHANCE and not FUNCTION_WORDS.isdisjoint(key.split())
        if count >= least and is_told and not is_chance:
            length = _LENGTH.get(key.count(" ") + 1, 1.0)
            yield key, share * log(share / outside) * length * (_KEPT if key in before else 1.0)


def _least(size: int) -> float:
    """Return how many works of so many must say what all are called by."""
    return max(_LEAST, size * _LEAST_SHARE)


def _going_on(worth: Mapping[str, float], size: int, found: Mapping[str, int], said: _Said) -> dict[str, float]:
    """Return the worths with words told with what mostly follows; those that lean on it with what follows at all, or not."""
    told: defaultdict[str, float] = defaultdict(float)
    for key, value in worth.items():
        end = key
        while follows := [one for one in said.longer.get(end, ()) if found[one] >= _enough(end, size, found, said)]:
            end = min(follows, key=lambda one: (-found[one], one))
        if end not in said.leaning or end.count(" ") >= _WHOLE - 1:
            told[end] = max(told[end], value)
    return dict(told)


def _enough(key: str, size: int, found: Mapping[str, int], said: _Said) -> float:
    """Return how many works, of so many, must go on alike from a term."""
    if key in said.leaning:
        return max(_least(size), _LEANING_ON * found[key])
    is_word = " " not in key or key in said.pieces
    return max(_least(size), (_MOSTLY_ON if is_word else 1.0) * found[key])


def _owners(worth: Sequence[Mapping[str, float]], taken: Collection[str]) -> dict[str, int]:
    """Return term → the group that it is worth most to."""
    best: dict[str, tuple[float, int]] = {}
    for at, one in enumerate(worth):
        for key, value in one.items():
            if key not in taken and (key not in best or value > best[key][0]):
                best[key] = (value, at)
    return {key: at for key, (_, at) in best.items()}


def _chosen(worth: Mapping[str, float]) -> list[str]:
    kept: list[str] = []
    ranked = sorted(worth, key=lambda key: (-worth[key], key))
    for key in ranked:
        if len(kept) == MOST or worth[key] < _WORTH * worth[ranked[0]]:
            break
        if not any(are_alike(key, one) for one in kept):
            kept.append(key)
    return kept


def are_alike(one: str, other: str) -> bool:
    """Tell whether two terms, as folded, share a word or its root, or one is the other's initials."""
    some, more = ([word for word in key.split() if word not in FUNCTION_WORDS] for key in (one, other))
    initials = {"".join(word[0] for word in words) for words in (one.split(), other.split(), some, more)}
    return bool({*some, *more} & initials or any(_share_a_root(a, b) for a in (*some, one) for b in (*more, other)))


def _share_a_root(one: str, other: str) -> bool:
    one, other = one.replace(" ", ""), other.replace(" ", "")
    if one == other:
        return True
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return shared >= _ROOT and shared > _ROOT_OF * min(len(one), len(other))


def _spellings(
    terms: Mapping[NodeId, Terms], keys: Collection[str], proper: Iterable[str], capitals: Mapping[str, bool]
) -> dict[str, str]:
    """Return term → how it is mostly written; capitals (LoRA) are left out more easily than put in."""
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for said in terms.values():
        for key in said.keys() & keys:
            written[key][said[key]] += 1
    names = {key: name for name in proper if (key := folded(name)) in keys}

    def seldom(key: str, form: str) -> tuple[int, str]:
        return (-written[key][form] * (_CAPITALS if form != form.lower() else 1), form)

    def told(key: str) -> str:
        best = min(written[key], key=partial(seldom, key))
        return names[key] if key in names and _is_name(names[key], written[key]) else cased(best, capitals)

    return {key: told(key) for key in written}


def _is_name(name: str, forms: Mapping[str, int]) -> bool:
    """Tell whether titles mean the name rather than a word: "operators" are not those of "Operator", "REST" is not "ReST"."""
    same = [form for form in forms if form.casefold() == name.casefold()]
    is_said = sum(forms[form] for form in same) >= _MEANT * sum(forms.values())
    return name != name.lower() and is_said and all(form in (name, form.lower()) for form in same)


def _name(terms: Sequence[str]) -> str:
    told = " and ".join(part for part in (", ".join(terms[:-1]), *terms[-1:]) if part)
    return told[:1].upper() + told[1:]
