"""Who a verb is about: what stands before it, else what its sentence began with.

A subject is one or more things named, or one of the two that are meant by "this paper" (the work) and "the model" (what
the work is named after). Where neither can be told, nothing is stated.
"""

from __future__ import annotations

import re
from enum import Enum

from msgspec import Struct

from ingest.entities.relations.frames import Frame
from ingest.entities.relations.grammar import ANY, AUTHORS, AUX, NOUNS, PAPERS, QUALIFIER, WORD, listed


class Meant(Enum):
    """What a subject without a name means: the work, what it is named after, what was spoken of, what was just told of,
    the organization that its label leads with.

    "They" are a work's authors in what others write of it; in its own words the authors are "we".
    """

    WORK = "work"
    THEY = "they"
    HEAD = "head"
    THING = "thing"
    LATEST = "latest"
    MAKER = "maker"


class Subject(Struct, frozen=True):
    """`named` are mentions; `meant` is set instead, or beside them where it is "the X paper". `end`: where it ends."""

    named: tuple[int, ...] = ()
    meant: Meant | None = None
    end: int = 0


LOOK_BACK = 240

_WORK = (
    rf"(?:(?:this|the|these|their|our|his|her|an?|another)(?: O's| P's)? (?:(?!paper\b){WORD} ){{0,4}}(?:{PAPERS}|"
    rf"{AUTHORS})"
    rf"(?:,? (?:from|by|at|led by) (?:the |our |my )?[^,;:]{{0,60}}[OP](?: (?:{AUTHORS}))?,?)?|"
    rf"(?:the )?authors|we|these (?:findings|results|experiments))"
)
_THING = (
    rf"(?:it|(?:this|the|these|its|our|their) (?:new |latest |novel |proposed |resulting |final |same |"
    rf"[a-z-]+ ){{0,3}}"
    rf"(?:{NOUNS}|iteration|release|generation|design|collection|recipe|solution|method|innovation|technology|work))"
)
_LEAD = rf"(?:(?:an?|the|our|its|their|this|these) )?(?:(?!an? |the ){QUALIFIER}){{0,5}}"
_NAMED = (
    rf"(?P<lead>(?:[OP]'s? )?{_LEAD})(?:[OP] )?{listed(ANY, 'named')}"
    rf"(?P<paper> (?:(?:technical|research) )?(?:{PAPERS}|{AUTHORS})\b)?"
)
# After it stands no other noun, which it would only qualify: "few-shot prompts beat …" is not about few-shot learning.
_FOLLOWED = (
    r"(?=[,;)]|\.?\Z| (?:[a-z-]+(?:s|ed|ly|ing)|can|could|may|might|will|would|should|had|do|did|took|came|won|lost|"
    r"ran|got|held|saw|gave|kept|found|brought|began|not|to|from|by|in|"
    r"with|for|on|at|"
    r"that|which|who|of|and|or|as|—|built|made|get|led|became|beat|set|are|were|have)\b| —)"
)
_APPOSED = r"(?:, [^;:?]{1,110}?,| — [^—;?]{1,110} —)?"
_OPENED = (
    r"(?:^|\b(?:in|on|at) (?:our|my|their|its|these|the|most|all|some|several) [a-z -]{1,24} |[;:,—] |"
    r"\b(?:and|but|while|whereas|that|because|since|so|although|though|as|when|how|where|then|which means) )"
)
_NEAR = re.compile(
    rf"{_OPENED}(?:(?P<label>L)|(?P<they>they)|(?P<work>{_WORK})|(?P<thing>{_THING})|{_NAMED}){_APPOSED} ?(?:{AUX})\Z"
)
# "T models" are not T: of a technique only the bare name is meant.
_BARE_T = rf"(?!T (?:{NOUNS})\b)"
_TITLE = rf"(?:an?|the) (?:{WORD} ){{0,7}}{WORD}"
_RELATIVE = re.compile(
    rf"(?:{_BARE_T}{listed(ANY, 'named')}|(?P<label>L))(?:,? {_TITLE})?,? (?:that|which|who) (?:{AUX})\Z"
)
_BESIDE = re.compile(rf"(?:{_BARE_T}{listed(ANY, 'named')}|(?P<label>L))(?:, {_TITLE})?,? (?:{AUX})\Z")
# "M, a T that …", "M is a T trained on …": M is what it is said of, T only its sort.
_SORTED = re.compile(
    rf"(?P<named>[MD])(?:,| —| is| was| are) (?:an?|the|its|another) [^;:?A-SU-Z]{{0,80}}?T(?: (?:{NOUNS}))?,? "
    rf"(?:(?:that|which) )?(?:{AUX})\Z"
)
_OWN = re.compile(rf"{_OPENED}(?:(?P<they>they)|(?P<work>{_WORK})|(?P<thing>{_THING})) (?:{AUX})\Z")
_LEAD_IN = (
    r"(?:(?:in|by|with|at|on|for|from|through|using|unlike|instead|rather|while|although|though|as|to|after|before|"
    r"since|"
    r"given|despite|when|here|today|yesterday|now|compared|based|built|inspired|similar|like|under|over|more|most|"
    r"combining|leveraging|drawing|unsurprisingly|this week|last|earlier|during|beyond|following|thanks|if)\b"
    r"[^,?;]{0,140}, |(?:however|but|and|so|also|moreover|finally|meanwhile|additionally|furthermore|first|second|"
    r"third|"
    r"notably|interestingly|specifically|importantly|recently|here|today|then|[a-z]+ly),? |[•●*·▪-] ?|[^:;?—]{1,60}: |"
    r"[a-z -]{0,50}\b(?:shows?|showed|demonstrates?|finds?|found|reveals?|reports?) that )"
)
_MAIN = re.compile(
    rf"(?:{_LEAD_IN}){{0,2}}(?:(?P<label>L)(?= )|(?P<they>they)|(?P<work>{_WORK})\b|(?P<thing>{_THING})\b|"
    rf"{_NAMED}{_FOLLOWED})(?!'s|-)"
)
# "Proposes a framework that …": notes on a work leave out who.
_VERB_FIRST = re.compile(
    rf"(?:{_LEAD_IN}){{0,2}}(?P<verb>(?:introduc|propos|present|show|demonstrat|explor|investigat|provid|describ|"
    rf"extend|"
    r"appl|us|leverag|combin|develop|releas|achiev|outperform|surpass|train|fine-tun|analyz|analys|evaluat|compar|find|"
    r"revisit|improv|enabl|offer|design|build|integrat|employ|studi|build|argu|report|scal|adapt|generat|aim|allow|"
    r"tackl|"
    r"address|discuss|survey|review|examin|formulat|reveal|suggest|trac|claim|focus|launch|open-sourc|beat|top|match|"
    r"scor|rank|exceed|rival|approach|lead|tak|hit|power|run|edg|clos|switch|produc|deliver|yield|boost|support|set|"
    r"replac|insert|learn|optimiz|solv|mix|pair|merg|"
    r"perform|select|convert|encod|distil|pretrain|align|augment|sampl|filter|retriev|construct|creat|catalog|measur|"
    r"assess|mov|extract|adopt)(?:e?s|ies)\b|"
    r"introduce\b|propose\b|present\b|"
    r"[a-z-]{3,}(?<![su'])s (?=(?:an?|the|its|their|several|multiple|many|both|how|that|whether|new|two|three|"
    r"existing|all|up)\b))"
)
# "A small model that scores …" as a comment on what the label names.
_DESCRIBING = re.compile(
    rf"(?:an?|another|the (?:first|new|latest)|(?:one|part|some) of the) (?!{PAPERS}\b)(?:{WORD} |T "
    rf"){{0,6}}?(?:{NOUNS}|{WORD}|T)\b|"
    r"(?:on (?:an? )?par|first|second|third|top|number one|#1|comparable|competitive|close|similar|better|faster|"
    r"cheaper|smaller|stronger|ahead|state-of-the-art|sota|trained|built|based|powered|designed|made|[a-z]+(?<!ne)ed)\b"
)
_PRESENTING = re.compile(
    r"(?:introduc|propos|present|describ|develop|offer|is|are|was|were)(?:e|es|ed|s)? (?:an?|the|our|their|its) "
    r"[^,;A-SU-Z]{0,80}\Z"
)
# "S is a model for T that beats …": not T beats it.
_PRESENTED_FOR = re.compile(
    rf"\b(?:is|are|was|were|introduces|proposes|presents) (?:an?|the|our) [^,;A-SU-Z]{{0,80}}T(?: (?:{NOUNS}))?,? "
    rf"(?:that|which) (?:{AUX})\Z"
)
# "In May" is no "may".
_UNSAID = re.compile(
    r"\b(?:if|not|n't|never|nor|neither|cannot|could|(?<!in )(?<!since )(?<!of )(?<!last )may|might|would|should|will|"
    r"shall|won't|reportedly|allegedly|supposedly|rumou?r\w*|claims?|claimed|claiming|suppose|imagine|whether|perhaps|"
    r"maybe|possibly|hypothe\w+|speculat\w+|plans?|planning|hopes?|hoping|expect\w*|aims?|unlike|without|rather than|"
    r"instead of|wants?|wish|asks?|asked|doubt\w*|believes?|let's|unclear|seems?|appears?|likely|going to|"
    r"suggest)\b|n't\b"
)

_WHICH = re.compile(rf"\b(?:that|which) (?:{AUX})\Z")
_GOES_ON = re.compile(rf"(?:\band|,|\bbut|\balso|\bthen|, and) (?:{AUX})\Z")
_OPENS = re.compile(rf"(?:\A|; (?:and |then |finally, )?|[•●*·▪] |: )(?:{AUX})\Z")
_CLAUSE = re.compile(r"; (?:and |but )?|[•●▪] ")
_ANOTHER_CLAUSE = re.compile(r"\b(?:which|when|where|who|whose|than|because|whereas|while(?! (?:[a-z]+ing|\Z)))\b")


def unsaid(text: str) -> bool:
    """Say whether these words, before or within what is stated, deny it, doubt it, or put it off."""
    return _UNSAID.search(text) is not None


def subject_of_participle(frame: Frame, place: int) -> Subject | None:
    """Return what "using …", "surpassing …" is said of: what its sentence is about, "
    "unless another clause stands between."""
    subject = main_subject(frame, place)
    return None if subject is None or _ANOTHER_CLAUSE.search(frame.text, subject.end, place) else subject


def subject_before(frame: Frame, place: int) -> Subject | None:
    """Return the subject of a finite verb at a place: what stands right before it, or what it goes on about."""
    left = frame.text[max(0, place - LOOK_BACK) : place]
    offset = place - len(left)
    if found := _SORTED.search(left):
        return _read(frame, found, offset)
    if (found := _RELATIVE.search(left)) and not _PRESENTED_FOR.search(left):
        return _read(frame, found, offset)
    if _WHICH.search(left):
        return _presented(frame, left, place)
    if found := _NEAR.search(left):
        return _read(frame, found, offset)
    if _GOES_ON.search(left):
        return main_subject(frame, place)
    if _OPENS.search(left) and _VERB_FIRST.match(frame.text, place):
        return Subject(meant=Meant.WORK, end=place)
    return None


def subject_beside(frame: Frame, place: int) -> Subject | None:
    """Return what "based on …", "released by …" is said of: what stands right before it, or what is presented there."""
    left = frame.text[max(0, place - LOOK_BACK) : place]
    if found := _SORTED.search(left) or _BESIDE.search(left):
        return _read(frame, found, place - len(left))
    if found := _OWN.search(left):
        return _read(frame, found, place - len(left))
    return _presented(frame, left, place)


def main_subject(frame: Frame, place: int) -> Subject | None:
    """Return what the clause of a place, else its sentence, is about: its first noun phrase, "
    "what it opens with aside."""
    clause = max((found.end() for found in _CLAUSE.finditer(frame.text, 0, place)), default=0)
    return _opening(frame, clause, place) or (_opening(frame, 0, place) if clause else None)


def nearest_subject(frame: Frame, place: int) -> Subject | None:
    """Return what stands right before a place as its subject, else what its clause is about."""
    return subject_before(frame, place) or main_subject(frame, place)


def _opening(frame: Frame, start: int, place: int) -> Subject | None:
    if found := _VERB_FIRST.match(frame.text, start):
        return Subject(meant=Meant.WORK, end=min(found.end(), place)) if found.start("verb") <= place else None
    found = _MAIN.match(frame.text, start)
    subject = _read(frame, found, 0) if found else None
    if subject is None and frame.opens and (found := _DESCRIBING.match(frame.text)):
        subject = Subject(meant=Meant.HEAD, end=min(found.end(), place))
    return subject if subject and subject.end <= place else None


def the_thing(_frame: Frame, place: int) -> Subject:
    """Return what was spoken of ("this latest version of O's model")."""
    return Subject(meant=Meant.THING, end=place)


def the_head(_frame: Frame, place: int) -> Subject:
    """Return what the work is named after ("O's tool for …" as a comment on it)."""
    return Subject(meant=Meant.HEAD, end=place)


def the_latest(_frame: Frame, place: int) -> Subject:
    """Return what was just told of ("O's latest model", "O's answer to it")."""
    return Subject(meant=Meant.LATEST, end=place)


def the_maker(_frame: Frame, place: int) -> Subject:
    """Return who the work's label leads with ("Announcing X and Y" as a comment on what that one published)."""
    return Subject(meant=Meant.MAKER, end=place)


def _presented(frame: Frame, left: str, place: int) -> Subject | None:
    """Return the subject of "S introduces a new agent that …", which says it of S."""
    return main_subject(frame, place) if _PRESENTING.search(left) else None


def _read(frame: Frame, found: re.Match[str], offset: int) -> Subject:
    groups = found.groupdict()
    for group, meant in (("label", Meant.THING), ("they", Meant.THEY), ("work", Meant.WORK), ("thing", Meant.THING)):
        if groups.get(group):
            return Subject(meant=meant, end=offset + found.end(group))
    start, end = found.span("named")
    named = tuple(frame.mentions(offset + start, offset + end))
    return Subject(named, Meant.WORK if groups.get("paper") else None, offset + end)
