"""The bits of English that the rules are put together from, as regular expressions over frames.

Every repetition is bounded: a rule costs the same everywhere in a text, whoever wrote it.
"""

from __future__ import annotations

THINGS = "MTBD"
"""What is neither a person nor an organization."""
ANY = THINGS + "OP"

WORD = r"[^\sA-Z,;:()—?!]+"

STOP = (
    "to|that|which|who|whose|for|of|in|on|at|with|by|from|as|and|or|but|than|is|are|was|were|be|been|not|no|never|if|"
    "when|while|"
    "because|since|into|over|under|via|using|without|where|how|what|why|whether|it|they|we|i|you|he|she|instead|rather|"
    "between|against|about|like|such|towards?|through|per|so|then|across|among|during|after|before|until|despite|"
    "has|have|had|can|could|will|would|may|might|should|containing|consisting|comprising|including|involving|"
    "requiring|enabling|"
    "allowing|having|called|named|based|driven|compared"
)
_STOPPED = rf"(?!(?:{STOP})\b)"

NOUNS = (
    "models?|llms?|slms?|vlms?|systems?|famil(?:y|ies)|series|agents?|assistants?|chatbots?|apis?|apps?|tools?|"
    "frameworks?|librar(?:y|ies)|platforms?|architectures?|algorithms?|methods?|techniques?|approach(?:es)?|"
    "mechanisms?|"
    "benchmarks?|datasets?|suites?|leaderboards?|challenges?|tests?|corpus|corpora|variants?|versions?|layers?|"
    "networks?|"
    "pipelines?|modules?|blocks?|backbones?|strateg(?:y|ies)|paradigms?|training|tuning|objectives?|loss(?:es)?|"
    "weights|"
    "checkpoints?|services?|protocols?|modes?|editors?|browsers?|plugins?|engines?|ide|cli|sdk|servers?"
)
PAPER = (
    "paper|technical report|tech report|report|study|work|research|survey|system card|model card|blog ?post|post|"
    "blog|article|"
    "preprint|essay|announcement|tutorial|talk|video|lecture|white ?paper|manuscript|letter|review|write-?up|thread|"
    "episode|"
    "guide|cookbook|course|breakdown|analysis|deep dive|newsletter|memo|keynote|book|piece|overview|position paper|"
    "editorial"
)
PAPERS = rf"(?:{PAPER})s?|studies|essays|analyses|surveys"
AUTHORS = "authors?|researchers?|teams?|scientists?|engineers?|folks|people|colleagues|collaborators|friends|group|labs?|developers"

AUX = (
    r"(?:(?:has|have|had|is|are|was|were|been|being|also|just|now|already|still|further|then|thus|therefore|even|often|"
    r"always|today|yesterday|first|both|does|do|did|can|again|this week|this month|recently|once|all|soon|"
    r"(?!apply |supply |rely |imply |reply |comply )[a-z]+ly)\s){0,4}"
)
"""What may stand between a subject and its verb; "not", "could", "may" may not."""


ADJECTIVE = rf"{_STOPPED}{WORD}(?:,(?! [a-z]+ing\b))? "
"""An adjective or a noun before a noun, with the space behind it."""

QUALIFIER = rf"(?![a-z-]+(?<![su'])s ){ADJECTIVE}"
"""The same, but nothing that may be a verb: "selects pretraining data" is not about pretraining."""


def gap(most: int = 5) -> str:
    """Return the pattern of up to so many adjectives and nouns."""
    return rf"(?:{ADJECTIVE}){{0,{most}}}"


def sort(most: int = 5) -> str:
    """Return the pattern of up to so many words before a name that say what sort of thing it is: techniques may be among them.

    "A new vision-language model" is read as "a new T".
    """
    return rf"(?:{QUALIFIER}|T ){{0,{most}}}"


_AND = r"(?:,? (?:and|or|as well as|along with|specifically|especially|particularly|in particular|namely) | plus | & |/| \+ )"
# "… and Y is" begins another sentence.
_SPEAKS = (
    r"(?! (?:also |even |still )?(?:is|are|was|were|has|have|had|can|will|does|do|beats|outperforms|achieves|uses|"
    r"shows|surpasses|"
    r"performs|remains|offers|introduces|matches|leads|wins|provides|enables|improves|makes|comes|gets|combines|"
    r"adds)\b)"
)


def listed(kinds: str, name: str, members: int = 3) -> str:
    """Return the pattern of one or more names of these kinds, enumerated; `name` is the group of them all.

    Commas enumerate only where an "and" follows: "built with X, Y surpasses Z" enumerates nothing.
    """
    like = r"(?:-based|-powered|-trained)?" if name == "o" else "(?!-)"  # "an X-based model" is not X, but it uses X
    one = rf"(?:the )?[{kinds}](?!['’]s\b){like}(?: (?:{NOUNS})\b){{0,2}}(?: by [\d.]+ ?%)?"
    return rf"(?P<{name}>{one}(?:(?:, {gap(members)}{one}){{0,10}}{_AND}{gap(members)}{one}{_SPEAKS}){{0,3}})"


def either(choices: str) -> str:
    """Return the pattern of any of these, which commas divide."""
    return "(?:" + "|".join(choice.strip() for choice in choices.split(",")) + ")"


_FUNCTION = either(
    "to, for, that, which, with, as, and, or, by, in, on, at, from, —, is, are, was, where, through, via, using, "
    "but, while, when, can, into, under, based, trained, designed, built, achiev\\w+, outperform\\w*, inspired, "
    "across, without, of, over, it, we, today, yesterday, last, this, earl(?:y|ier), late(?:r)?, just, publicly, "
    "its, their, after, before, again, \\w+day"
)
WHOLE = rf"(?!'s?\b|-)(?=[,.;:!?]|\Z| {_FUNCTION}(?!\w))"
"""Where a noun phrase ends: "introduces a LoRA alternative" introduces no LoRA."""

_AT = rf"(?:(?:the |my |our |an? )?(?:(?:{WORD} ){{0,2}}(?:{AUTHORS}) (?:at|from|of) )?(?:the )?)"
ORGANIZATIONS = rf"{_AT}(?P<o>O(?:(?:,? and |, | & |/)(?:the )?O)*)"
"""One or more organizations, enumerated, or the researchers there: the group `o`."""
MAKERS = rf"{_AT}(?P<o>[OP](?:(?:,? and |, | & |/)(?:the )?[OP])*)"
"""The same, persons among them."""
