"""How sentences say who released a model or a product.

Launched is not listed: an organization that only stands in the same sentence has made nothing, nor has one that offers
what another made ("launches Claude in Bedrock").
"""

from __future__ import annotations

from graph.model import EdgeKind
from ingest.entities.relations.grammar import (
    AUTHORS,
    AUX,
    NOUNS,
    ORGANIZATIONS,
    QUALIFIER,
    THINGS,
    WHOLE,
    WORD,
    either,
    gap,
    listed,
    sort,
)
from ingest.entities.relations.rule import rule
from ingest.entities.relations.subjects import main_subject, the_head, the_latest, the_maker, the_thing

_RELEASED = EdgeKind.RELEASED_BY

_THING = listed(THINGS, "s")
_TITLE = r"(?:(?:,| —| is| was| are)? (?:an?|the|its|their|our) [^,;:?A-SU-Z]{1,90}?)?"
# "Tools such as X and Y from Z": only the last of them is Z's.
_NO_EXAMPLE = r"(?<!such as )(?<!including )(?<!like )(?<!e\.g\. )"
# "A new version of X", "a model called X".
_SORTED = (
    rf"(?:(?:an?|the|its) {gap(3)}(?:version|preview|beta|update|generation|family) of |"
    rf"(?:{NOUNS}) (?:called|named|dubbed) )?"
)
_BETWEEN = r"(?:, [^,;?]{1,80},)?"
_TEAM = rf"(?: (?:{AUTHORS}|ai|research)){{0,2}}"
_RELEASING = either(
    "releases?, released, launche[sd], launch, introduce[sd]?, unveil(?:s|ed)?, announce[sd]?, open-? ?source[sd], "
    "debut(?:s|ed), publishe[sd], publish, rolled out, rolls out, present(?:s|ed)?, dropped, drops, previewed, "
    "previews, shipped, ships, put out, puts out, (?:came|comes) out with, brought out"
)
_RELEASING_NOW = either("releasing, launching, introducing, unveiling, announcing, open-sourcing, rolling out")
_RELEASING_CUES = (
    "releas launch introduc unveil announc open debut publish roll present drop previe ship put com brought"
)
_BUILDING = either("develop(?:s|ed), create[sd], built, builds, trained, trains, designed, designs")
_MADE = either(
    "released, launched, introduced, unveiled, announced, open-? ?sourced, published, presented, developed, created, "
    "built, trained, designed, made, proposed, produced, conceived, invented, pioneered, authored, written"
)
_MADE_CUES = (
    "released launched introduced unveiled announced sourced published presented developed created built trained "
    "designed made proposed produced conceived invented pioneered authored written"
)
_ANNOUNCING = either(
    "release, launch, announcement, unveiling, introduction, preview, rollout, publication, debut, open-sourcing, "
    "open release"
)
_ANSWERING = either(
    "countered, responded, followed, followed up, came out, is out, came back, is back, answered, hit back"
)
_MAKER = r"(?:the )?(?:makers?|creators?|developers?|company|lab|startup|team|folks|people) (?:of|behind)"
_OWN = either(
    "models?, tools?, apps?, browsers?, platforms?, agents?, assistants?, chatbots?, editors?, systems?, "
    "librar(?:y|ies), frameworks?, suites?, toolkit, collection, series, lineup, service, engine, release, flagship, "
    "update, upgrade, api, ide, cli, family, generators?, response, answer, entry, attempt, bid, offering, l?l?ms?, "
    "vlms?, dataset, benchmark"
)
_LATEST = either("latest, new, newest, most recent, first, own, open, flagship, next")

# "Announced GPT-5 support", "launches Claude in Bedrock": who offers something is not who made it.
_OFFERED = either(
    "support, integrations?, availability, access, plug-?ins?, connectors?, competitors?, rivals?, alternatives?, "
    "clones?, partnership, speciali[sz]ation, courses?, workshops?, meetups?, interface, "
    r"deployment, hosting, users?, subscri\w+, accounts?, credits?, prompts?, customers?, powered, based, fine-?tun\w+"
)
_NOT_OFFERED = rf"(?!'s?\b|-| {_OFFERED}\b| (?:on|in|into|inside|to|via|through|within|for) (?:its |the |their )?(?:[a-z]+ )?[ODM])"
# "Microsoft's study showing GPT-4 …" says nothing of who made it.
_OTHERS = either(
    r"stud\w+, analys[ie]s, evaluations?, research, paper, report, reviews?, tests?, use, usage, versions?, ports?, "
    r"forks?, integrations?, implementations?, adoption, support, purchase, response, answer, "
    r"(?!leading|upcoming|groundbreaking|reasoning|coding|existing|cutting|time-saving|programming)[a-z]+ing"
)
_ITS = rf"(?:(?!{_OTHERS}\b)(?:{QUALIFIER}|T )){{0,5}}"

RELEASED = (
    rule(_RELEASED, "from by", rf"{_NO_EXAMPLE}{_THING}{_TITLE},? (?:from|by|{_MADE} by) {ORGANIZATIONS}"),
    rule(
        _RELEASED,
        "from by",
        rf"{_THING} (?:is|are|was|represents?|marks?) {sort(8)}(?:{NOUNS}|T) (?:from|by) {ORGANIZATIONS}",
    ),
    rule(_RELEASED, "'s", rf"\b(?P<o>O)'s {_ITS}(?:(?:{NOUNS}|T),? )?{_THING}{_NOT_OFFERED}", presumed=True),
    rule(
        _RELEASED, "its", rf"\b(?P<o>O){_TEAM},? [^;:?A-Z]{{0,120}}\bits {_ITS}{_THING}{_NOT_OFFERED}", confidence=0.8
    ),
    rule(
        _RELEASED,
        _MADE_CUES,
        rf"\b(?:it|(?:this|the) (?:{WORD} ){{0,2}}(?:{NOUNS}))(?:,| is| was| has been) {AUX}{_MADE}(?: {WORD}){{0,5}}? "
        rf"by {ORGANIZATIONS}",
        the_thing,
        confidence=0.8,
        labels=False,
    ),
    rule(_RELEASED, "'s", rf"\b(?P<o>O)'s {gap(4)}{_ANNOUNCING} of {gap(4)}{_THING}"),
    rule(
        _RELEASED,
        "'s",
        rf"{_THING}{_BETWEEN}(?:,| (?:is|are|was|represents|marks)(?: {WORD})?) (?P<o>O)'s {sort(7)}(?:{NOUNS}|T|"
        rf"flagship|answer|foray|attempt|entry|bet|offering|product)\b"
        r"(?!,? (?:and )?[OMD]|, [^,]{1,40}, and )",
    ),
    rule(
        _RELEASED,
        _RELEASING_CUES,
        rf"(?P<o>O(?: and O)?){_TEAM}{_BETWEEN} {AUX}{_RELEASING} {sort(6)}{_SORTED}{_THING}{WHOLE}{_NOT_OFFERED}",
    ),
    rule(
        _RELEASED,
        "develop creat buil train design",
        rf"(?P<o>O(?: and O)?){_TEAM}{_BETWEEN} {AUX}{_BUILDING} {sort(4)}{_SORTED}{_THING}{WHOLE}(?! into| "
        rf"on){_NOT_OFFERED}",
    ),
    rule(_RELEASED, _RELEASING_CUES, rf"(?P<o>O){_TEAM} {AUX}{_RELEASING_NOW} {sort(6)}{_THING}{WHOLE}{_NOT_OFFERED}"),
    rule(
        _RELEASED,
        _MADE_CUES,
        rf"{_THING}{_TITLE},? (?:(?:which|that) )?{AUX}{_MADE}(?: {WORD}){{0,5}} (?:by|at) {ORGANIZATIONS}",
    ),
    rule(
        _RELEASED,
        "came comes emerged originated",
        rf"{_THING}{_BETWEEN} {AUX}(?:came|comes|emerged|originated) (?:out of|from) {ORGANIZATIONS}",
    ),
    rule(_RELEASED, "— :", rf"\A(?P<o>O)(?: —|:) {_THING}(?:\Z|,)", confidence=0.75),
    rule(_RELEASED, "behind", rf"\b(?P<o>O){_TEAM} behind {gap(3)}{_THING}{_NOT_OFFERED}"),
    rule(
        _RELEASED,
        "it was is",
        rf"\bit (?:is|was) (?P<o>O) (?:that|who|which) {AUX}(?:{_RELEASING}|{_BUILDING}) "
        rf"{sort(4)}{_THING}{_NOT_OFFERED}",
    ),
    rule(_RELEASED, "of behind", rf"(?P<o>O), {_MAKER} {gap(2)}{_THING}"),
    rule(_RELEASED, "which who", rf"(?P<o>O), (?:which|who) (?:makes?|develops?|made|developed|built) {_THING}"),
    rule(
        _RELEASED,
        "ing",
        rf"(?:, |\band |\A)(?:{_RELEASING_NOW}|shipping|debuting) {gap(6)}{listed(THINGS, 'o')}{WHOLE}{_NOT_OFFERED}",
        main_subject,
        labels=False,
    ),
    rule(_RELEASED, "with", rf"(?P<o>O) {AUX}{_ANSWERING} with {gap(4)}{_THING}{_NOT_OFFERED}"),
    rule(
        _RELEASED,
        "this the",
        rf"\b(?:this|the) {sort(3)}(?:{NOUNS}|T|iteration|release|generation) (?:of|from|by) (?P<o>O)"
        rf"(?:'s (?:[^\s,;:?A-SU-Z]+ ){{0,5}}(?:{NOUNS}))?\b(?!'s)",
        the_thing,
        confidence=0.8,
        labels=False,
    ),
    rule(
        _RELEASED,
        "'s",
        rf"\A(?P<o>O)'s {gap(3)}{_LATEST} {sort(4)}(?:{NOUNS}|T)\b(?! card)",
        the_latest,
        confidence=0.8,
        labels=False,
    ),
    rule(_RELEASED, "'s", rf"\A(?P<o>O)'s {sort(4)}(?:{_OWN}|T)\b(?! card)", the_head, confidence=0.8, labels=False),
    rule(
        _RELEASED,
        "from by",
        rf"\A(?:(?:an?|another|the) )?{sort(6)}(?:{NOUNS}|T) (?:from|by) {ORGANIZATIONS}(?!'s)",
        the_head,
        confidence=0.8,
        opening=True,
    ),
    rule(
        _RELEASED,
        _RELEASING_CUES,
        rf"\A{_RELEASING_NOW} {gap(6)}{listed(THINGS, 'o')}{WHOLE}{_NOT_OFFERED}",
        the_maker,
        confidence=0.8,
        opening=True,
    ),
    rule(_RELEASED, "", rf"(?:\A|[ ,])(?P<o>O) {_THING}{_NOT_OFFERED}", confidence=0.75, presumed=True),
    rule(_RELEASED, _RELEASING_CUES, rf"(?P<o>O(?: and O)?){_TEAM}{_BETWEEN} {AUX}{_RELEASING} {gap(6)}L\b", the_head),
    rule(_RELEASED, "ing", rf"(?P<o>O) [^;:?A-Z]{{0,80}}\b{_RELEASING_NOW} {gap(6)}L\b", the_head),
)
