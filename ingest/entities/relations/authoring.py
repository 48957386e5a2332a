"""How sentences say who wrote a work."""

from __future__ import annotations

from graph.model import EdgeKind
from ingest.entities.relations.grammar import AUTHORS, AUX, MAKERS, ORGANIZATIONS, PAPERS, WORD, either
from ingest.entities.relations.rule import rule

_AUTHORED = EdgeKind.AUTHORED_BY

_SUCH = rf"(?:(?!paper\b){WORD} ){{0,4}}"
_ON = r"(?: (?:on|about|of|in|into) [^,;:?A-Z]{0,60})?"
_PAPER_CUES = (
    "paper report stud survey post article preprint essay tutorial lecture newsletter memo keynote card course guide "
    "feature investigat story op-ed column talk podcast explain repo notebook cookbook analys piece interview letter "
    "video webinar research work"
)
_ONE_PAPER = either(
    "paper, technical report, tech report, report, study, survey, blog ?post, post, article, preprint, essay, "
    "tutorial, lecture, white ?paper, newsletter, memo, keynote, system card, model card, course, guide, feature, "
    "investigation, story, op-ed, column, talk, podcast, explainer, repo, repository, notebook, cookbook, analysis, "
    "piece, interview, letter, video, webinar, research"
)
_RESEARCHERS = either(
    "authors?, researchers?, scientists?, colleagues, collaborators, folks, a team, the team, teams, people"
)
_NOT_EARLIER = r"(?<!earlier )(?<!previous )(?<!prior )(?<!related )(?<!existing )(?<!other )(?<!recent )"
_TELLING = either(
    "shows?, presents?, introduces?, proposes?, argues?, demonstrates?, describes?, explores?, investigates?, "
    "explains?, finds?, found, showed, proposed, argued, explained, writes?, wrote, reflects?, shares?, "
    "discuss(?:es)?, makes the case, walks? (?:us )?through, lays? out, outlines?, reviews?, summari[sz]es?, showing "
    "(?:how|that|why|what|where), arguing, explaining, demonstrating, discussing, describing, exploring, reflecting, "
    "proposing, offering"
)
_TELLING_CUES = (
    "show present introduc propos argu demonstrat describ explor investigat explain find found writ wrote reflect "
    "share sharing discuss case walk lay out review summari offering"
)
_OPENS = r"(?:\A|— )"

_DOING = either(
    "uses?, used, trains?, trained, builds?, built, develops?, developed, stud(?:y|ies|ied), examines?, examined, "
    "analy[sz]es?, analy[sz]ed, tests?, tested, applies, applied, scales?, scaled, extends?, adapts?, combines?, "
    "measures?, measured, evaluates?, evaluated, tackles?, publishe[sd], open-sources?, details?, detailing, "
    "looks?, offers?, offering, reports?, reported, creates?, created, designs?, designed, surveys?, shows? off, "
    "showed off, teaches, taught, recaps?, compares?, warns?, warning, breaks down, breaking down, digs into, "
    "dives into, tries, covers?, covering, argued, documents?, walks, walking, interviews?, reviews?, "
    "summari[sz]es?, summari[sz]ing, on (?:how|why|what|where)"
)
# "Northwind's stock fell": who is only spoken of has not written it.
_NOT_WORKS = either(
    "stocks?, shares, ceo, board, revenues?, valuation, market, lawsuits?, troubles?, problems?, struggles?, "
    "competitors?, rivals?, investors?, customers?, users?, employees, layoffs, own, former, biggest, dominance"
)
_NAMED = r"(?P<o>[OP](?:(?:,? and |, | & )(?:the )?[OP]){0,4})"
_LABEL_ENDS = r"(?:'s)?(?: (?:research|ai|labs?|team|engineering|blog))?[.)]?\Z"

LABELLED = (
    rule(
        _AUTHORED, ":", rf"\A{_NAMED}(?: (?:research|ai|labs?|team|engineering|blog))?: ", labels=True, confidence=0.85
    ),
    rule(
        _AUTHORED,
        "et al , and",
        r"\A(?P<o>P(?:(?:,? and |, | & )P){0,6})(?:,? et al\.?|(?<=P, P)|(?<=P and P))(?:,? \d{4})?\Z",
        labels=True,
    ),
    rule(_AUTHORED, "piece", rf"\A{_NAMED}, piece\b", labels=True),
    rule(_AUTHORED, "— |", rf"(?:—|\|) (?:by |from )?(?:the )?{_NAMED}{_LABEL_ENDS}", labels=True, confidence=0.85),
    rule(
        _AUTHORED,
        ",",
        rf"\A(?=[^A-Z,]{{6}})[^OP,]{{8,160}}, (?:by |from )?(?P<o>[OP]){_LABEL_ENDS}",
        labels=True,
        confidence=0.8,
    ),
    rule(
        _AUTHORED,
        " on ",
        r"\A(?P<o>P(?:(?:,? and |, )P)?) on (?:the |why |how |what |building |scaling |[A-Z])",
        labels=True,
        confidence=0.8,
    ),
    rule(
        _AUTHORED,
        "",
        rf"\A(?:the |inside )?(?P<o>O)(?: ai)? (?!\S*(?:s|ing|ed)\b)(?:{WORD} ){{0,4}}?(?:{_ONE_PAPER}|index|"
        rf"announcements?|principles|playbook|"
        rf"framework|spec|roadmap|summit|manifesto|constitution)(?: 20\d\d)?(?:\Z| (?:on|about|for|of)\b)",
        labels=True,
        confidence=0.8,
    ),
    rule(
        _AUTHORED,
        "from",
        rf"\b(?:{_ONE_PAPER}|work|findings|guidance|lessons|notes|thoughts) (?:from|out of) (?:the )?{_NAMED}{_LABEL_ENDS}",
        labels=True,
        confidence=0.85,
    ),
    rule(
        _AUTHORED,
        "by",
        rf"(?:(?<!ed)|(?<=published)|(?<=presented)|(?<=written)) by (?:the )?{_NAMED}{_LABEL_ENDS}",
        labels=True,
        confidence=0.8,
    ),
)

AUTHORED = (
    *LABELLED,
    rule(
        _AUTHORED,
        "joint collaborat",
        rf"\b(?:joint (?:work|paper|effort|study|project|research|report)|collaboration) (?:of|by|from|between|with) "
        rf"{MAKERS}",
    ),
    rule(
        _AUTHORED,
        "",
        rf"\A(?:the )?{_NAMED}(?:,[^,]{{1,60}},)?(?: (?:{AUTHORS}|research|ai|labs?)){{0,2}} {AUX}{_DOING}\b",
        opening=True,
        confidence=0.8,
    ),
    rule(
        _AUTHORED,
        "'s",
        rf"\A(?:(?:more|here is|this is|also|in|from|the) )?(?P<o>[OP](?: and [OP])?)'s (?!(?:{WORD} )?{_NOT_WORKS}\b)",
        opening=True,
        confidence=0.8,
    ),
    rule(
        _AUTHORED,
        "their its",
        r"(?:\A|, )(?:[a-z]+ing (?:[a-z]+ )?)?(?:their|its) (?:own |new |latest |first |big )?(?:take|vision|plan|"
        r"approach|answer|response|version|"
        r"view|bet|attempt|push|strategy|roadmap|paper|report|study|guide|announcement|research|work|framework)s?\b",
        opening=True,
        confidence=0.8,
    ),
    rule(_AUTHORED, "from by via courtesy", rf"\A(?:from|by|via|courtesy of) {MAKERS}(?!'s)", opening=True),
    rule(
        _AUTHORED,
        "from by with",
        rf"(?:\b(?:this|these)|{_OPENS}the) {_SUCH}(?:{PAPERS}){_ON},? (?:from|(?:written |led |published )?by|"
        rf"with) {MAKERS}",
        labels=False,
    ),
    rule(
        _AUTHORED,
        "from by",
        rf"(?:{_OPENS}|: |L,? |(?:this|it|here) is )(?:(?:an?|another|my|new|more|the|some|"
        rf"one) )?{_SUCH}(?:{PAPERS}|data|figures|numbers|findings|statistics|results|experiments|insights|lessons "
        rf"learned),? "
        rf"(?:from|by|written by|led by) {MAKERS}",
        labels=False,
    ),
    rule(_AUTHORED, "from by", rf"L,? (?:from|by) {MAKERS}", labels=False),
    rule(_AUTHORED, "from at of", rf"{_NOT_EARLIER}\b{_RESEARCHERS},? (?:from|at|of) {ORGANIZATIONS}", labels=False),
    rule(
        _AUTHORED,
        "'s",
        rf"(?:{_OPENS}|: |\b(?:this is|in) )(?:the |another )?(?P<o>[OP])'s (?:[^\s,;:?]+ ){{0,4}}?"
        rf"(?:{PAPERS}|take|faq|mandate|advice|notes|tactics|playbook|roadmap|manifesto|constitution|principles|"
        rf"framework)\b",
    ),
    rule(
        _AUTHORED,
        _PAPER_CUES,
        rf"{_OPENS}(?:the |this |an? |new )?(?P<o>O) {_ONE_PAPER}\b(?!'s| (?:team|lab|scien|and ))",
    ),
    rule(
        _AUTHORED,
        _TELLING_CUES,
        rf"(?:{_OPENS}|L,? |(?:paper|report|post|article|essay|work|study|talk|survey|piece), )"
        rf"(?P<o>[OP](?:(?: and |, | & )[OP])*)(?: (?:{AUTHORS}|research|ai)){{0,2}} {AUX}{_TELLING}\b",
        labels=False,
    ),
)
