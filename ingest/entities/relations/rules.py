"""How sentences say what a work or a thing introduces, uses, succeeds, beats, is measured on or compared with."""

from __future__ import annotations

from graph.model import EdgeKind
from ingest.entities.relations.grammar import AUX, NOUNS, THINGS, WHOLE, WORD, either, gap, listed
from ingest.entities.relations.making import AUTHORED, RELEASED
from ingest.entities.relations.rule import Rule, rule
from ingest.entities.relations.subjects import main_subject, subject_before, subject_beside, subject_of_participle

_OBJECT = listed(THINGS, "o")
_ONE = rf"(?P<s>[{THINGS}])(?: (?:{NOUNS}))?"
_OTHER = rf"{gap(5)}(?P<o>[{THINGS}])(?!'s|-\w)"

# Of "uses a variant of X", "combines the strengths of X", X is the object too.
_PART = rf"(?:(?:the |a |an |its )?(?:{WORD} ){{0,4}}of (?:the )?)?"

_INTRODUCE = "introduc(?:e|es|ed), propos(?:e|es|ed), present(?:s|ed)?, unveil(?:s|ed)?, contribut(?:e|es|ed)"
_MAKE = (
    "releas(?:e|es|ed), launch(?:es|ed)?, open-? ?sourc(?:e|es|ed), announc(?:e|es|ed), debut(?:s|ed), develop(?:s|"
    "ed)?, "
    "creat(?:e|es|ed), design(?:s|ed)?, built, build, devis(?:e|es|ed), formulat(?:e|es|ed), describ(?:e|es)"
)
_INTRODUCE_CUES = (
    "introduc propos present unveil contribut releas launch open announc debut develop creat design buil devis formulat "
    "describ"
)
_NEW = r"(?:(?:the|our|its|their|both|new|novel|first|open|latest) ){0,3}"
_KIND = rf"(?:an?|the|our|their|its|two|three|new|novel|first) {gap(9)}?(?:[a-z-]+)"
_CALLED = (
    r"(?:,? (?:called|named|dubbed|termed|known as|coined|referred to as|"
    r"which (?:they|we|the authors) (?:call|name|term|dub))|,|:| —)"
)
_WHAT = (
    "method, dataset, data set, model, benchmark, framework, algorithm, technique, approach, system, architecture, "
    "agent, suite, "
    "mechanism, strategy, paradigm, family"
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
)

_USE = (
    "uses?, used, utili[sz]e[sd]?, leverage[sd]?, employ(?:s|ed)?, adopt(?:s|ed)?, incorporate[sd]?, integrate[sd]?, "
    "combine[sd]?, "
    "relies on, rely on, relied on, appl(?:y|ies|ied), exploits?, harness(?:es)?, makes? use of, (?:is|are|"
    "was) based on, "
    "builds? (?:up)?on(?: top of)?, built (?:up)?on(?: top of)?, (?:is|are) powered by, runs? on, draws on, "
    "is inspired by, "
    "(?:is|was|were) (?:built|implemented|trained) with, (?:is|was|were) trained using, features?, trained with"
)
_USING = (
    "using, utili[sz]ing, leveraging, employing, adopting, incorporating, integrating, combining, relying on, "
    "applying, exploiting, "
    "harnessing, by means of, with the help of, making use of, building (?:up)?on"
)
_USE_CUES = (
    "us util leverag employ adopt incorporat integrat combin rel appl exploit harness mak bas buil power run train implement draw "
    "inspir feature by with"
)
_COMBINING = r"combin(?:es|e|ing), integrat(?:es|e|ing), merg(?:es|e|ing)"
_THE_USE_OF = (
    r"explor\w+, investigat\w+, propos\w+, demonstrat\w+, highlight\w+, through, by, including, and, via, with, makes?"
)
_BUILT_ON = (
    "based on, powered by, built (?:up)?on(?: top of)?, built with, built using, trained with, trained using, driven by"
)

USES = (
    rule(EdgeKind.USES, _USE_CUES, rf"\b{either(_USE)} {_PART}{gap(5)}{_OBJECT}", subject_before),
    rule(
        EdgeKind.USES,
        _USE_CUES,
        rf"\b{either(_USING)} {_PART}{gap(5)}{_OBJECT}",
        subject_of_participle,
        confidence=0.85,
    ),
    rule(
        EdgeKind.USES,
        "combin integrat merg",
        rf"\b{either(_COMBINING)} [^;:?]{{1,90}}? (?:with|and) {_PART}{gap(5)}{_OBJECT}",
        subject_of_participle,
        confidence=0.85,
    ),
    rule(
        EdgeKind.USES,
        "use of",
        rf"\b{either(_THE_USE_OF)} (?:the )?use of {_PART}{gap(4)}{_OBJECT}",
        main_subject,
        confidence=0.85,
    ),
    rule(EdgeKind.USES, "train", rf"\btrained (?:{WORD} ){{0,2}}on {gap(5)}{listed('B', 'o')}", subject_beside),
    rule(
        EdgeKind.USES,
        "bas power buil train driven",
        rf"(?<!is )(?<!are )(?<!was )\b{either(_BUILT_ON)} {_PART}{gap(5)}{_OBJECT}",
        subject_beside,
        confidence=0.85,
    ),
    rule(EdgeKind.USES, "hybrid", r"\bhybrid (?P<o>[MT](?:(?:-|/| and | & |, )[MT]){1,4})", main_subject, labels=False),
    rule(
        EdgeKind.USES,
        "via us through",
        rf"(?<=[a-z,] )(?<!\bfor )(?<!\bon )(?<!\bof )(?<!\bto )(?<!\bstart )(?:via|using|"
        rf"through) {gap(4)}{_OBJECT}{WHOLE}",
        labels=True,
        confidence=0.8,
    ),
    rule(EdgeKind.USES, "with", rf"(?<=[a-z,] )with {gap(3)}{listed('T', 'o')}{WHOLE}", labels=True, confidence=0.8),
)

_MEASURED = (
    r"evaluat\w+, test(?:s|ed|ing), benchmark(?:ed|ing), assess(?:ed|es|ing), measured, validated?, achiev\w+, "
    r"scor(?:es?|ed|ing), "
    r"reach(?:es|ed|ing)?, attain\w*, obtain\w*, gets?, hits?, results(?= (?:on|across)), perform(?:s|ed|ing)?, "
    r"performance, accuracy, "
    r"points?, percent, state-of-the-art, sota, gains?, improv\w+, outperform\w*, surpass\w*, beats?, experiments?, "
    r"excels?, "
    r"evaluations?, solv(?:es|ed|ing), competitive, effective\w*"
)
_MEASURED_CUES = (
    "evaluat test benchmark assess measur validat achiev scor reach attain obtain get hit result perform accura point percent "
    "state sota gain improv outperform surpass beat experiment excel solv competitive effectiv"
)
_SCORES = r"(?:scores?|scored|achieve[sd]?|gets?|got|hits?|reache[sd]|manage[sd]?)"
_BENCHES = listed("B", "o", 4)

EVALUATED = (
    rule(
        EdgeKind.EVALUATED_ON,
        _MEASURED_CUES,
        rf"\b{either(_MEASURED)}\b(?:(?! but )(?!trained|focus|based|paper|work|post)[^;?]){{0,120}}? "
        rf"(?:on|across|over) {gap(8)}{_BENCHES}",
        main_subject,
    ),
    rule(EdgeKind.EVALUATED_ON, "%", rf"\d ?% [^;?]{{0,40}}?(?:on|across) {gap(6)}{_BENCHES}", main_subject),
    rule(
        EdgeKind.EVALUATED_ON, "top lead", rf"\b(?:tops|topped|leads|topping|leading) (?:the )?{_BENCHES}", main_subject
    ),
    rule(
        EdgeKind.EVALUATED_ON,
        "scor achiev get got hit reach manag",
        rf"(?P<s>[MTD])(?: (?:{NOUNS}))? {AUX}{_SCORES} [^;?]{{0,60}}? on {gap(5)}{_BENCHES}",
    ),
)

_SUCCESSOR = (
    "successors?, sequel, follow-up, upgrade, evolution, (?:next|new|newest|latest|second|updated|improved|upgraded|"
    "major|better|third) "
    "(?:generation|version|iteration|evolution|update)"
)
_SUCCESSOR_CUES = "success sequel follow upgrade evolution generation version iteration"

SUCCEEDS = (
    rule(
        EdgeKind.SUCCEEDS,
        _SUCCESSOR_CUES,
        rf"{_ONE}(?:,| (?:is|was|are|represents|marks|serves as)) {gap(6)}{either(_SUCCESSOR)} (?:to|of|over|"
        rf"from) {_OTHER}",
        alike=True,
    ),
    rule(
        EdgeKind.SUCCEEDS,
        "success sequel follow upgrade",
        rf"\b(?:the|a|an|as) (?:{WORD} ){{0,3}}(?:successors?|sequel|follow-up|upgrade) (?:to|of|over) {_OTHER}",
        subject_beside,
        alike=True,
    ),
    rule(
        EdgeKind.SUCCEEDS,
        "buil extend improv",
        rf"\b(?:builds (?:up)?on(?: top of)?|building (?:up)?on|extends|improves (?:up)?on) {_OTHER}",
        subject_before,
        alike=True,
        named_after=True,
    ),
    rule(
        EdgeKind.SUCCEEDS,
        "success",
        rf"(?P<o>[{THINGS}])'s (?:{WORD} ){{0,2}}successor,? (?P<s>[{THINGS}])",
        alike=True,
    ),
    rule(
        EdgeKind.SUCCEEDS,
        "succe supersed replac buil",
        rf"\b(?:succeeds|succeeded|supersedes|superseded|replaces|replaced|builds (?:up)?on and (?:extends|improves)|"
        rf"replacing|"
        rf"succeeding|superseding) {_OTHER}(?! (?:with|by)\b)",
        subject_before,
        alike=True,
    ),
    rule(
        EdgeKind.SUCCEEDS,
        "succe supersed replac",
        rf"(?P<o>[{THINGS}]) (?:is|was|has been|gets) {AUX}(?:replaced|superseded|"
        rf"succeeded) by {gap(3)}(?P<s>[{THINGS}])",
        alike=True,
    ),
)

_VERSION = "versions?, variants?, editions?, forks?, derivatives?"
_DERIVED = "fine-?tuned, distilled, derived, post-trained, initiali[sz]ed, adapted, forked, continued, trained"

VARIANTS = (
    rule(
        EdgeKind.VARIANT_OF,
        "version variant edition fork derivativ checkpoint flavo",
        rf"{_ONE}(?:,| (?:is|was|are)) (?:an?|the|another) {gap(6)}(?:{either(_VERSION)}|flavou?rs?|checkpoints?) of "
        rf"{_OTHER}",
        alike=True,
    ),
    rule(
        EdgeKind.VARIANT_OF,
        "version variant edition fork derivativ distill",
        rf"\b(?:a|an|the) {gap(4)}(?:{either(_VERSION)}|distillations?) of {gap(4)}(?P<o>[{THINGS}])(?!'s|-\w)"
        rf"(?:,| called| named| dubbed){{1,2}} (?P<s>[{THINGS}])",
        alike=True,
    ),
    rule(
        EdgeKind.VARIANT_OF,
        "tuned distilled derived trained initiali adapted forked continued",
        rf"\b{either(_DERIVED)} (?:version )?(?:from|on top of) {gap(4)}(?P<o>M)(?!'s)",
        subject_beside,
        alike=True,
    ),
    rule(
        EdgeKind.VARIANT_OF,
        "based on built",
        rf"\b(?:based on|built (?:up)?on(?: top of)?) {gap(3)}(?P<o>M)(?!'s|-\w)",
        subject_beside,
        alike=True,
    ),
)

_BEAT = (
    "outperforms?, outperformed, beats?, surpass(?:es|ed)?, exceeds?, exceeded, outscores?, outscored, outclass(?:es|"
    "ed)?, overtakes?, "
    "overtook, tops, topped, bests, bested, outranks?, edges out, edged out, crush(?:es|ed), improves (?:up)?on, "
    "improves over, outpaces?"
)
_BEAT_CUES = "outperform beat surpass exceed outscor outclass overt top best outrank edge crush improv outpac"
_RIVALS = rf"(?:(?:{WORD},? ){{0,8}}(?:including|such as|like|namely|e\.g\.,?) )?{gap(6)}{listed('MTD', 'o', 4)}(?!'s)"

OUTPERFORMS = (
    rule(EdgeKind.OUTPERFORMS, _BEAT_CUES, rf"\b{either(_BEAT)} {_RIVALS}", subject_before),
    rule(
        EdgeKind.OUTPERFORMS,
        _BEAT_CUES,
        rf"\b(?:outperforming|beating|surpassing|exceeding|outscoring|overtaking|besting) {_RIVALS}",
        subject_of_participle,
    ),
    rule(
        EdgeKind.OUTPERFORMS,
        "better superior stronger ahead",
        rf"\b(?:is|are|was|were|performs?|performed|works?|does) {AUX}(?:far |much |even )?(?:better than|"
        rf"superior to|stronger than|"
        rf"ahead of) {_RIVALS}",
        subject_before,
    ),
    rule(
        EdgeKind.OUTPERFORMS,
        "outperformed beaten surpassed overtaken bested",
        rf"(?P<o>[MTD]) (?:is|was|are|were|has been) {AUX}(?:outperformed|beaten|surpassed|overtaken|"
        rf"bested) by {gap(4)}(?P<s>[MTD])",
    ),
)

_COMPARED_TO = (
    "compared (?:to|with|against), in comparison (?:to|with), on par with, comparable (?:to|with), competitive with, "
    "rival(?:s|ing), "
    "match(?:es|ing|ed) (?:or exceed(?:s|ing) )?(?:the (?:performance|quality|accuracy) of )?, benchmarked against, "
    "relative to, "
    "close to, similar to"
)
_MORE = (
    "more, less, fewer, faster, slower, cheaper, smaller, larger, bigger, worse, lower, higher, simpler, lighter, easier, "
    "greater"
)
_COMPARISON = rf"(?:{either(_COMPARED_TO)}|{either(_MORE)}(?: {WORD}){{0,5}} than)"

COMPARED = (
    rule(
        EdgeKind.COMPARED_WITH,
        "compar par competitive rival match benchmarked relative close similar than",
        rf"\b{_COMPARISON} {_RIVALS}",
        main_subject,
    ),
    rule(
        EdgeKind.COMPARED_WITH,
        "compar contrast",
        rf"\b(?:compar(?:e|es|ed|ing)|contrast(?:s|ing)?) {gap(4)}(?P<s>[MTD])(?: (?:{NOUNS}))? (?:with|to|and|"
        rf"against|vs\.?) "
        rf"{gap(3)}(?P<o>[MTD])",
    ),
    rule(EdgeKind.COMPARED_WITH, "vs versus", rf"(?P<s>[MTD]) (?:vs\.?|versus) {gap(3)}(?P<o>[MTD])"),
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

RULES: tuple[Rule, ...] = (
    *RELEASED,
    *AUTHORED,
    *INTRODUCES,
    *USES,
    *EVALUATED,
    *SUCCEEDS,
    *VARIANTS,
    *OUTPERFORMS,
    *COMPARED,
    *ABOUT,
)
