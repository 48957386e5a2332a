"""How sentences say what a work introduces, and what it is about."""

from __future__ import annotations

from graph.model import EdgeKind
from ingest.entities.relations.grammar import NOUNS, THINGS, WHOLE, WORD, either, gap, listed
from ingest.entities.relations.rule import rule
from ingest.entities.relations.subjects import main_subject, subject_before

_OBJECT = listed(THINGS, "o")

# Of "uses a variant of X", "combines the strengths of X", X is the object too.
_PART = rf"(?:(?:the |a |an |its )?(?:{WORD} ){{0,4}}of (?:the )?)?"

_INTRODUCE = "introduc(?:e|es|ed), propos(?:e|es|ed), present(?:s|ed)?, unveil(?:s|ed)?, contribut(?:e|es|ed)"
_MAKE = (
    "releas(?:e|es|ed), launch(?:es|ed)?, open-? ?sourc(?:e|es|ed), announc(?:e|es|ed), debut(?:s|ed), "
    "develop(?:s|ed)?, creat(?:e|es|ed), design(?:s|ed)?, built, build, devis(?:e|es|ed), formulat(?:e|es|ed), "
    "describ(?:e|es)"
)
_INTRODUCE_CUES = (
    "introduc propos present unveil contribut releas launch open announc debut develop creat design buil devis "
    "formulat describ"
)
_NEW = r"(?:(?:the|our|its|their|both|new|novel|first|open|latest) ){0,3}"
_KIND = rf"(?:an?|the|our|their|its|two|three|new|novel|first) {gap(9)}?(?:[a-z-]+)"
_CALLED = (
    r"(?:,? (?:called|named|dubbed|termed|known as|coined|referred to as|"
    r"which (?:they|we|the authors) (?:call|name|term|dub))|,|:| —)"
)
_WHAT = (
    "method, dataset, data set, model, benchmark, framework, algorithm, technique, approach, system, architecture, "
    "agent, suite, mechanism, strategy, paradigm, family"
)

INTRODUCES = (
    rule(
        EdgeKind.INTRODUCES,
        _INTRODUCE_CUES,
        rf"\b{either(_INTRODUCE)} {_NEW}{_OBJECT}{WHOLE}",
        subject_before,
        labels=False,
    ),
    rule(
        EdgeKind.INTRODUCES,
        _INTRODUCE_CUES,
        rf"\b(?:{either(_INTRODUCE)}|{either(_MAKE)}) {_KIND}{_CALLED} (?:the )?{_OBJECT}{WHOLE}",
        subject_before,
        labels=False,
    ),
    rule(
        EdgeKind.INTRODUCES,
        "called named dubbed termed",
        rf"\b{either(_WHAT)} (?:called|named|dubbed|termed) {_OBJECT}",
        main_subject,
        labels=False,
    ),
    rule(
        EdgeKind.INTRODUCES,
        "introducing announcing presenting unveiling meet",
        rf"\A(?:introducing|announcing|presenting|unveiling|meet):? {_NEW}{_OBJECT}{WHOLE}",
        labels=True,
    ),
    rule(
        EdgeKind.INTRODUCES,
        "launches releases introduces unveils announces debuts sources rolls",
        rf"\A[OP] (?:launches|releases|introduces|unveils|announces|debuts|open-sources|rolls out) "
        rf"{_NEW}{gap(4)}{_OBJECT}"
        rf"(?: (?:{NOUNS}))?\Z",
        labels=True,
        confidence=0.8,
    ),
    rule(
        EdgeKind.INTRODUCES,
        "introducing announcing presenting unveiling launching releasing sourcing rolling",
        rf"\A(?:introducing|announcing|presenting|unveiling|launching|releasing|open-sourcing|rolling out) "
        rf"{_NEW}{gap(4)}"
        rf"{_OBJECT}{WHOLE}",
        opening=True,
    ),
)

_OVERVIEWS = (
    "surveys?, overviews?, primers?, guides?, reviews?, introductions?, deep dives?, history, analys[ie]s, tutorials?, "
    "looks?, summary, evaluations?"
)
_EXPLORE = "evaluat, explor, investigat, examin, discuss, analy[sz], stud, survey, review, explain, cover, describ"

ABOUT = (
    rule(
        EdgeKind.ABOUT,
        "survey overview primer guide review introduction dive history analys tutorial look summary evaluation",
        rf"\b{either(_OVERVIEWS)} (?:of|on|to|into|at) {_PART}{gap(4)}{_OBJECT}",
        main_subject,
        labels=False,
    ),
    rule(
        EdgeKind.ABOUT,
        "survey overview primer guide review introduction dive history analys tutorial look summary evaluation",
        rf"\A(?:an?|the|(?:this|it) is an?) {gap(4)}{either(_OVERVIEWS)} (?:of|on|to|into|at) {_PART}{gap(4)}{_OBJECT}",
        labels=False,
    ),
    rule(
        EdgeKind.ABOUT,
        "evaluat explor investigat examin discuss analy stud survey review explain cover describ",
        rf"\b{either(_EXPLORE)}(?:e|es|s|ed|ies|y)? {_PART}{gap(4)}{_OBJECT}",
        subject_before,
        labels=False,
    ),
)
