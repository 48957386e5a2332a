"""How sentences say who made something: released it, or wrote the work that it is.

Launched is not listed: an organization that only stands in the same sentence has made nothing, nor has one that offers
what another made ("launches Claude in Bedrock").
"""

from __future__ import annotations

from graph.model import EdgeKind
from ingest.entities.relations.grammar import ADJECTIVE, AUTHORS, AUX, NOUNS, PAPERS, THINGS, WORD, gap, listed
from ingest.entities.relations.rule import Rule, rule
from ingest.entities.relations.subjects import main_subject, the_head, the_latest, the_thing

_RELEASED, _AUTHORED = EdgeKind.RELEASED_BY, EdgeKind.AUTHORED_BY

_TITLE = r"(?:,? (?:an?|the|its|their|our) [^,;:?A-Z]{1,90}?)"
_RELEASING = (
    "releases?|released|launche[sd]|launch|introduce[sd]?|unveil(?:s|ed)?|announce[sd]?|open-? ?source[sd]|debut(?:s|ed)|"
    "publishe[sd]|publish|rolled out|rolls out|present(?:s|ed)?|dropped|drops|previewed|previews"
)
_RELEASING_NOW = "releasing|launching|introducing|unveiling|announcing|open-sourcing|rolling out"
_BUILDING = "develop(?:s|ed)|create[sd]|built|builds|trained|trains|designed|designs"
_MADE = (
    "released|launched|introduced|unveiled|announced|open-? ?sourced|published|presented|developed|created|built|trained|"
    "designed|made|proposed|produced|conceived|invented|pioneered|authored|written"
)
_ANNOUNCING = (
    "release|launch|announcement|unveiling|introduction|preview|rollout|publication|debut|open-sourcing|open release"
)
_MAKER = r"(?:the )?(?:makers?|creators?|developers?|company|lab|startup|team|folks|people) (?:of|behind)"
_AT = rf"(?:(?:the |my |our |an? )?(?:(?:{WORD} ){{0,2}}(?:{AUTHORS}) (?:at|from|of) )?(?:the )?)"
_ORGS = rf"{_AT}(?P<o>O(?:(?:,? and |, | & |/)(?:the )?O)*)"
_NAMES = rf"{_AT}(?P<o>[OP](?:(?:,? and |, | & |/)(?:the )?[OP])*)"
_OWN_THING = (
    r"models?|tools?|apps?|browsers?|platforms?|agents?|assistants?|chatbots?|editors?|systems?|librar(?:y|ies)|frameworks?|"
    r"family|generators?|response|answer|take|entry|attempt|bid|offering"
)
_TEAM = rf"(?: (?:{AUTHORS}|ai|research)){{0,2}}"
_NOT_OFFERED = (
    r"(?!'s?\b|-| (?:support|integrations?|availability|access|plug-?ins?|connectors?|competitors?|rivals?|alternatives?|clones?|"
    r"partnership|deployment|hosting|users?|subscri\w+|accounts?|credits?|prompts?|customers?|powered|based|fine-?tun\w+)\b"
    r"| (?:on|in|into|inside|to|via|through|within|for) (?:its |the |their )?(?:[a-z]+ )?[ODM])"
)
_ONE_PAPER = (
    "paper|technical report|tech report|report|study|survey|blog ?post|post|article|preprint|essay|tutorial|lecture|white ?paper|"
    "newsletter|memo|keynote|system card|model card|course|guide"
)
# "Microsoft's study showing GPT-4 …" says nothing of who made it.
_ITS = (
    rf"(?:(?!(?:stud\w+|analys[ie]s|evaluations?|research|paper|report|reviews?|tests?|use|usage|versions?|ports?|forks?|"
    r"integrations?|implementations?|adoption|support|purchase|response|answer|(?!leading|upcoming|groundbreaking|reasoning|coding|"
    rf"existing|open|text-to|cutting|time-saving|programming)[a-z]+ing)\b){ADJECTIVE}){{0,5}}"
)
_SUCH = rf"(?:(?!paper\b){WORD} ){{0,4}}"
_BEFORE_OTHERS = r"(?<!earlier )(?<!previous )(?<!prior )(?<!related )(?<!existing )(?<!other )(?<!recent )"

_THING = listed(THINGS, "s")

RELEASED: tuple[Rule, ...] = (
    rule(_RELEASED, "from by", rf"{_THING}{_TITLE}?,? (?:from|by|(?:{_MADE}) by) {_ORGS}"),
    rule(_RELEASED, "from by", rf"{_THING} (?:is|are|was|represents?|marks?) {gap(8)}(?:{NOUNS}) (?:from|by) {_ORGS}"),
    rule(_RELEASED, "'s", rf"\b(?P<o>O)'s {_ITS}(?:(?:{NOUNS}),? )?{_THING}{_NOT_OFFERED}"),
    rule(_RELEASED, "'s", rf"\b(?P<o>O)'s {gap(4)}(?:{_ANNOUNCING}) of {gap(4)}{_THING}"),
    rule(
        _RELEASED,
        "'s",
        rf"{_THING}(?:,| (?:is|are|was|represents|marks)(?: {WORD})?) (?P<o>O)'s {gap(7)}(?:{NOUNS}|flagship|answer|foray)\b",
    ),
    rule(
        _RELEASED,
        "releas launch introduc unveil announc open debut publish roll present drop previe",
        rf"(?P<o>O(?: and O)?){_TEAM}(?:, [^,;?]{{1,80}},)? {AUX}(?:{_RELEASING}) {gap(6)}{_THING}{_NOT_OFFERED}",
    ),
    rule(
        _RELEASED,
        "develop creat buil train design",
        rf"(?P<o>O(?: and O)?){_TEAM}(?:, [^,;?]{{1,80}},)? {AUX}(?:{_BUILDING}) {gap(4)}{_THING}(?! into| on){_NOT_OFFERED}",
    ),
    rule(
        _RELEASED,
        "releas launch introduc unveil announc open roll",
        rf"(?P<o>O){_TEAM} {AUX}(?:{_RELEASING_NOW}) {gap(6)}{_THING}{_NOT_OFFERED}",
    ),
    rule(
        _RELEASED,
        "releas launch introduc unveil announc open publish present develop creat buil train design made propos produc",
        rf"{_THING}{_TITLE}?,? (?:(?:which|that) )?{AUX}(?:{_MADE})(?: {WORD}){{0,5}} (?:by|at) {_ORGS}",
    ),
    rule(_RELEASED, "mak creat develop compan lab start team folks people", rf"(?P<o>O), {_MAKER} {gap(2)}{_THING}"),
    rule(
        _RELEASED,
        "mak made develop buil creat",
        rf"(?P<o>O), (?:which|who) (?:makes?|develops?|made|developed|built) {_THING}",
    ),
    rule(
        _RELEASED,
        "releas launch introduc unveil announc open roll debut ship",
        rf"(?:, |\band |\A)(?:{_RELEASING_NOW}|shipping|debuting) {gap(6)}{listed(THINGS, 'o')}{_NOT_OFFERED}",
        main_subject,
        labels=False,
    ),
    rule(
        _RELEASED,
        "with",
        rf"(?P<o>O) {AUX}(?:countered|responded|followed|followed up|came out|is out|came back|is back|answered|hit back) "
        rf"with {gap(4)}{_THING}{_NOT_OFFERED}",
    ),
    rule(
        _RELEASED,
        "this the",
        rf"\b(?:this|the) {gap(3)}(?:{NOUNS}|iteration|release|generation) (?:of|from|by) (?P<o>O)(?:'s (?:[^\s,;:?A-SU-Z]+ ){{0,5}}(?:{NOUNS}))?\b(?!'s)",
        the_thing,
        confidence=0.8,
        labels=False,
    ),
    rule(
        _RELEASED,
        "'s",
        rf"\A(?P<o>O)'s {gap(3)}(?:latest|new|newest|most recent|first|own|open|flagship|next) {gap(4)}(?:{NOUNS})\b(?! card)",
        the_latest,
        confidence=0.8,
        labels=False,
    ),
    rule(
        _RELEASED,
        "'s",
        rf"\A(?P<o>O)'s {gap(4)}(?:{_OWN_THING})\b(?! card)",
        the_head,
        confidence=0.8,
        labels=False,
    ),
    rule(_RELEASED, "", rf"(?:\A|[ ,])(?P<o>O) {_THING}{_NOT_OFFERED}", confidence=0.75),
)

AUTHORED: tuple[Rule, ...] = (
    rule(
        _AUTHORED,
        "from by at of",
        rf"\b(?:this|these|the) {_SUCH}(?:{PAPERS})(?: [^,;:?A-Z]{{0,60}})?,? (?:from|by|with) {_NAMES}",
        labels=False,
    ),
    rule(
        _AUTHORED,
        "from by",
        rf"(?:\A|— |: |L,? |(?:this|it|here) is )(?:(?:an?|another|my|new|more|the|some|one) )?{_SUCH}(?:{PAPERS}),? "
        rf"(?:from|by|written by|led by) {_NAMES}",
        labels=False,
    ),
    rule(_AUTHORED, "from by", rf"L,? (?:from|by) {_NAMES}", labels=False),
    rule(
        _AUTHORED,
        "author research team scien engineer folks people colleagu collabor friend group lab dev",
        rf"{_BEFORE_OTHERS}\b(?:authors?|researchers?|scientists?|colleagues|collaborators|folks|a team|the team|teams|people),? "
        rf"(?:from|at|of) (?:the )?(?P<o>O(?:(?:,? and |, | & )(?:the )?O)*)",
        labels=False,
    ),
    rule(
        _AUTHORED,
        "'s",
        rf"(?:\A|— |: |\b(?:this is|in) )(?:the |another )?(?P<o>[OP])'s (?:[^\s,;:?]+ ){{0,4}}?(?:{PAPERS}|take|faq|mandate|advice|notes)\b(?! of)",
    ),
    rule(
        _AUTHORED,
        "paper report stud research survey post blog article essay talk lecture tutorial",
        rf"(?:\A|— )(?:the |this |an? |new )?(?P<o>O) (?:{_ONE_PAPER})\b(?!'s| (?:team|lab|scien|and ))",
    ),
    rule(
        _AUTHORED,
        "show present introduc propos argu demonstrat describ explor investigat explain stud find found writ wrote discuss case walk out reflect shar offer",
        rf"(?:\A|— |L,? |(?:paper|report|post|article|essay|work|study|talk|survey|piece), )(?P<o>[OP](?:(?: and |, | & )[OP])*)"
        rf"(?: (?:{AUTHORS}|research|ai)){{0,2}} {AUX}(?:shows?|presents?|introduces?|proposes?|argues?|demonstrates?|describes?|"
        r"explores?|investigates?|explains?|finds?|found|showed|proposed|argued|explained|writes?|wrote|reflects?|shares?|"
        r"discuss(?:es)?|makes the case|walks? (?:us )?through|lays? out|outlines?|reviews?|summari[sz]es?|"
        r"(?:showing|arguing|explaining|demonstrating|discussing|describing|exploring|reflecting|proposing|offering)(?= ))\b",
        labels=False,
    ),
)
