"""What a text's candidates are called in full, as far as this one text and common knowledge tell.

Names are joined only where the text itself writes both forms and leaves no choice: a short name takes the longer one
that ends in it if it carries the version ("Opus 4.5", "R1") and there is exactly one. Kinds, sizes and versions tell
names apart, so nothing shorter is ever read as something longer ("MoE" and "Sparse MoE", "Codex" and "GPT-5-Codex",
"Claude" and "Claude Code" stay two). Rejected: joining by edit distance, which makes GPT-4 of GPT-4.1.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache

from msgspec.structs import replace
from rapidfuzz import fuzz

from graph.mention import Mention, Text
from graph.model import NodeKind
from graph.names import name_key
from ingest.entities.candidate import Candidate
from ingest.entities.forms.nouns import head_kind
from ingest.entities.leading import WORD, has_own_word, with_makers
from ingest.entities.lexicon import Entry, Lexicon
from ingest.entities.persons import name_persons

key_of = lru_cache(maxsize=1 << 16)(name_key)
"""`name_key`, remembered: a text asks for the same names again and again."""

SAME_LONG_FORM = 82
"""Two spellings of one long form are at least this alike (0–100): "Low-Rank Adaption", "low rank adaptation"."""

LONGEST = 120
"""Signs; what is longer is no name, and not taken apart as one."""

_QUOTES = "\"'“”‘’«»` "
_POSSESSIVE = re.compile(r"['’]s?\Z")
# What follows a proper name and is no part of it; of a technique ("state space models") it is.
_GENERIC_TAIL = re.compile(
    r"(?<=[A-Z0-9])(?P<rest>[\w.+-]{0,60}) (?:(?:language|reasoning|foundation|base|open|new) )?"
    r"(?:models?|LLMs?|family|series|papers?|benchmarks?|datasets?|technical report)\Z"
)
_PROGRAM = re.compile(r"([^\W\d].{0,50}?) (?:v\d+(?:\.\d+){0,3}|\d+(?:\.\d+){1,3})\Z")
_REPOSITORY = re.compile(r"[\w.-]+/([\w.-]+)\Z")
_SIZE = re.compile(r"\d+(?:\.\d+)?[bmkt]?\Z")
_ACRONYMS = re.compile(r"(.*\b[A-Z][\w-]*[A-Z])s\Z")
_PLURAL_HEAD = re.compile(
    r"(.+ (?:model|network|transformer|autoencoder|agent|machine|adapter|encoder|decoder|tree|embedding|graph))s\Z",
    re.I,
)
_VERSIONED = frozenset({NodeKind.MODEL, NodeKind.PRODUCT})
_SAID_KINDS = frozenset({NodeKind.PRODUCT, NodeKind.ORGANIZATION, NodeKind.BENCHMARK})
"""What a long form's head says for certain, against what the short form is known as elsewhere."""
_FORM_KINDS = frozenset({NodeKind.MODEL, NodeKind.PRODUCT, NodeKind.TECHNIQUE, NodeKind.BENCHMARK})


def link(text: Text, chosen: Sequence[Sequence[Candidate]], lexicon: Lexicon) -> tuple[Mention, ...]:
    """Return the text's mentions in reading order, each with its full name. `chosen` holds candidates per passage."""
    mentions = [
        _mention(n, text.passages[n].text, candidate)
        for n, candidates in enumerate(chosen)
        for candidate in sorted(candidates, key=lambda one: (one.start, one.end))
    ]
    if not mentions:
        return ()
    mentions = _bare(mentions, lexicon)
    mentions = with_makers(mentions, text, lexicon)
    mentions = _defined(mentions, text, lexicon)
    mentions = _completed(mentions)
    mentions = name_persons(mentions, text, lexicon)
    mentions = _spelt_alike(mentions)
    mentions = _decided(mentions, text, lexicon)
    return tuple(_of_one_kind(mentions))


def _mention(passage: int, text: str, candidate: Candidate) -> Mention:
    written = text[candidate.start : candidate.end]
    return Mention(
        passage=passage,
        start=candidate.start,
        end=candidate.end,
        text=written,
        kind=candidate.kind,
        name=candidate.name or written.strip(_QUOTES) or written,
        extractor=candidate.extractor,
        confidence=candidate.confidence,
        known=candidate.known,
        long=candidate.long,
        candidates=candidate.candidates,
    )


def _bare(mentions: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """Return the mentions without what is no part of a name: the maker before it, "models" behind it."""
    makers = {key_of(one.name) for one in mentions if one.kind is NodeKind.ORGANIZATION}
    names = {key_of(one.name) for one in mentions}

    @cache
    def is_maker(words: str) -> bool:
        return key_of(words) in makers or any(e.kind is NodeKind.ORGANIZATION for e in lexicon.entries_of(words))

    def is_name(words: str) -> bool:
        return bool(lexicon.entries_of(words)) or (key_of(words) in names and has_own_word(words))

    def renamed(one: Mention) -> Mention:
        if one.known or one.kind not in _FORM_KINDS or len(one.name) > LONGEST:
            return one
        name = _POSSESSIVE.sub("", one.name)
        if one.kind is not NodeKind.TECHNIQUE:
            name = _GENERIC_TAIL.sub(r"\g<rest>", name)
        name = _without_maker(name, is_maker, is_name)
        if one.kind is NodeKind.PRODUCT and (program := _PROGRAM.match(name)) and has_own_word(program[1]):
            name = program[1]  # a program's next version is the same program, a model's is another model
        return _looked_up(one, name, lexicon) if name != one.name or one.kind in _VERSIONED else one

    return [renamed(one) for one in mentions]


def _without_maker(name: str, is_maker: Callable[[str], bool], is_name: Callable[[str], bool]) -> str:
    """Return the name without an organization before it, where the rest can stand for itself."""
    if repository := _REPOSITORY.match(name):
        rest = repository.group(1)
        return rest if is_name(rest) or _stands_alone(rest) else name
    words = name.split(" ")
    for count in range(min(3, len(words) - 1), 0, -1):
        rest = " ".join(words[count:])
        if is_maker(_POSSESSIVE.sub("", " ".join(words[:count]))) and (is_name(rest) or _stands_alone(rest)):
            return rest
    return name


def _stands_alone(rest: str) -> bool:
    """Say whether a name has a word of its own and a version ("Opus 4.1"; not "R1", not "Large 2")."""
    return has_own_word(rest) and any(map(str.isdigit, rest))


def _looked_up(one: Mention, name: str, lexicon: Lexicon) -> Mention:
    """Return the mention under another name; known, where exactly one entry has that name without reserve."""
    entries = [e for e in lexicon.entries_of(name) if e.kind in _FORM_KINDS and _has_form(e, name)]
    if len(entries) == 1:
        return replace(one, name=entries[0].name, kind=entries[0].kind, known=True)
    return replace(one, name=name)


def _has_form(entry: Entry, name: str) -> bool:
    key = key_of(name)
    return any(
        not form.doubtful and (form.text == name if form.exact else key_of(form.text) == key) for form in entry.forms
    )


def _singular(name: str) -> str:
    """Return an acronym or a name with a common head ("state space models") in the singular."""
    plural = len(name) <= LONGEST and (_ACRONYMS.match(name) or _PLURAL_HEAD.match(name))
    return plural.group(1) if plural else name


def _defined(mentions: Sequence[Mention], text: Text, lexicon: Lexicon) -> list[Mention]:
    """Give short forms the long form that the text defines, wherever they stand, also before the definition."""
    definitions: dict[str, list[Mention]] = defaultdict(list)
    for one in mentions:
        if one.long:
            definitions[key_of(_singular(one.text.strip(_QUOTES)))].append(one)
    if not definitions:
        return list(mentions)
    expanded = [
        _expanded(one, _definition(one, some, text), lexicon)
        if (some := definitions.get(key_of(_singular(one.text.strip(_QUOTES)))))
        else one
        for one in mentions
    ]
    return _spelt_out(expanded)


def _definition(one: Mention, some: Sequence[Mention], text: Text) -> str:
    """Return the long form meant here: its own, else one of the same entry, else the last one before, else the next."""
    if one.long:
        return one.long
    item = text.passages[one.passage].item
    here = [d for d in some if item is not None and text.passages[d.passage].item == item] or list(some)
    before = [d for d in here if (d.passage, d.start) <= (one.passage, one.start)]
    return str((before[-1] if before else here[0]).long)


def _expanded(one: Mention, long: str, lexicon: Lexicon) -> Mention:
    """Return the mention with its long form: known if the long form is, no longer known if it says something else."""
    if one.known and any(_spells_out(entry, long) for entry in lexicon.entries_of(one.name)):
        return replace(one, long=long)
    entries = [e for e in lexicon.entries_of(_singular(long)) or lexicon.entries_of(long) if e.kind in _FORM_KINDS]
    if len(entries) == 1:
        return replace(one, name=entries[0].name, kind=entries[0].kind, known=True, long=long, candidates=())
    if one.known or one.candidates:
        said = head_kind(long.split())
        kind = said if said in _SAID_KINDS else one.kind
        return replace(one, name=one.text.strip(_QUOTES), kind=kind, known=False, long=long, candidates=())
    return replace(one, long=long)


def _spells_out(entry: Entry, long: str) -> bool:
    """Say whether a long form is that of an entry, more or less; an entry that is not spelt out itself cannot tell."""
    spelt = [form.text.casefold() for form in entry.forms if len(WORD.findall(form.text)) > 1]
    plain = long.casefold()
    words = set(WORD.findall(_singular(plain)))
    return not spelt or any(
        fuzz.ratio(plain, other) >= SAME_LONG_FORM or words.issuperset(WORD.findall(_singular(other)))
        for other in spelt
    )


def _spelt_out(mentions: Sequence[Mention]) -> list[Mention]:
    """Give a long form the known name of the short form that the text defines for it: the text says they are one."""
    names = {key_of(_singular(one.long)): one for one in mentions if one.long and one.known}

    def spelt_out(one: Mention) -> Mention:
        short = None if one.long else names.get(key_of(_singular(one.text.strip(_QUOTES))))
        return replace(one, name=short.name, kind=short.kind, known=True, candidates=()) if short else one

    return [spelt_out(one) for one in mentions] if names else list(mentions)


def _completed(mentions: Sequence[Mention]) -> list[Mention]:
    """Give a version without its family the one longer name of the text that ends in it ("Opus 4.5", "R1", "4o")."""
    full: dict[tuple[str, ...], Mention] = {}
    for one in mentions:
        if one.kind in _VERSIONED and not one.candidates:
            words = tuple(WORD.findall(one.name.casefold()))
            if words not in full or (one.known and not full[words].known):
                full[words] = one
    longer = _endings(full)

    def completed(one: Mention) -> Mention:
        if one.known or one.kind not in _VERSIONED:
            return one
        whole = longer.get(tuple(WORD.findall(one.name.casefold())))
        return replace(one, name=whole.name, known=whole.known, kind=whole.kind) if whole else one

    return [completed(one) for one in mentions] if longer else list(mentions)


def _endings(full: Mapping[tuple[str, ...], Mention]) -> dict[tuple[str, ...], Mention]:
    """Return short name → the only longer one that ends in it, both as words."""
    found: dict[tuple[str, ...], dict[str, Mention]] = defaultdict(dict)
    for words, one in full.items():
        for cut in range(1, len(words)):
            family, ending = words[:cut], words[cut:]
            if ending not in full or not _is_version(ending) or any(any(map(str.isdigit, w)) for w in family):
                continue
            found[ending][key_of(one.name)] = one
    return {ending: next(iter(wholes.values())) for ending, wholes in found.items() if len(wholes) == 1}


def _is_version(words: Sequence[str]) -> bool:
    """Say whether the words carry a version and more than a number or a size."""
    return any(any(map(str.isdigit, word)) for word in words) and not all(map(_SIZE.match, words))


def _spelt_alike(mentions: Sequence[Mention]) -> list[Mention]:
    """Give the spellings of one unknown name the one that is written most; a plural goes to its singular."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    singular = [one if one.known else replace(one, name=_singular(one.name)) for one in mentions]
    for one in singular:
        if not one.known:
            spellings[key_of(one.name)][one.name] += 1
    known = {(one.kind, key_of(one.name)): one.name for one in mentions if one.known}

    def spelt(one: Mention) -> Mention:
        key = key_of(one.name)
        if one.known or not key:
            return one
        if (one.kind, key) in known:
            return replace(one, name=known[one.kind, key], known=True, candidates=())
        if key.endswith("s") and key[:-1] in spellings and one.kind is not NodeKind.PERSON:
            key = key[:-1]
        return replace(one, name=_best(spellings[key]))

    return [spelt(one) for one in singular]


def _best(spellings: Counter[str]) -> str:
    """Return the most frequent spelling; of equals the one with the fewest signs that were only run together."""
    return min(spellings, key=lambda name: (-spellings[name], name.islower(), name))


def _decided(mentions: Sequence[Mention], text: Text, lexicon: Lexicon) -> list[Mention]:
    """Decide an ambiguous name where the same entry, else the whole text, otherwise names exactly one of its candidates."""
    if not any(one.candidates for one in mentions):
        return list(mentions)
    by_item: dict[str | None, set[str]] = defaultdict(set)
    everywhere: set[str] = set()
    for one in mentions:
        if one.known and not one.candidates:
            everywhere.add(one.name)
            by_item[text.passages[one.passage].item].add(one.name)

    def decided(one: Mention) -> Mention:
        for named in (by_item[text.passages[one.passage].item], everywhere):
            meant = [name for name in one.candidates if name in named]
            if len(meant) == 1:
                kinds = {e.kind for e in lexicon.entries_of(meant[0]) if e.name == meant[0]}
                kind = one.kind if one.kind in kinds or len(kinds) != 1 else kinds.pop()
                return replace(one, name=meant[0], kind=kind, known=True, candidates=())
        return one

    return [decided(one) for one in mentions]


def _of_one_kind(mentions: Sequence[Mention]) -> list[Mention]:
    """Make the kind of each unknown name the same throughout: as known here, else as most of the confidence says."""
    votes: dict[str, dict[NodeKind, float]] = defaultdict(lambda: defaultdict(float))
    known: dict[str, set[tuple[NodeKind, str]]] = defaultdict(set)
    for one in mentions:
        key = key_of(one.name)
        if one.known:
            known[key].add((one.kind, one.name))
        else:
            votes[key][one.kind] += one.confidence

    def judged(one: Mention) -> Mention:
        key = key_of(one.name)
        if one.known or one.candidates:
            return one
        if len(known.get(key, ())) == 1:
            kind, name = next(iter(known[key]))
            return replace(one, kind=kind, name=name, known=True)
        some = votes[key]
        return one if len(some) == 1 else replace(one, kind=min(some, key=lambda kind: (-some[kind], kind)))

    return [judged(one) for one in mentions]
