"""How sentences say what a work or a thing introduces, uses, succeeds, beats, is measured on or compared with."""

from __future__ import annotations

from graph.model import EdgeKind
from ingest.entities.relations.grammar import AUX, NOUNS, THINGS, WORD, gap, listed
from ingest.entities.relations.making import AUTHORED, RELEASED
from ingest.entities.relations.rule import Rule, rule
from ingest.entities.relations.subjects import main_subject, subject_before, subject_beside

_METHODS = "MTDB"
_OBJECT = listed(THINGS, "o")
_METHOD = listed(_METHODS, "o")
_PART = rf"(?:the |a |an |its )?(?:{WORD} ){{0,4}}of (?:the )?"
"""What of something is used: "the strengths of", "a variant of"."""

# Where a name ends a noun phrase; "introduces a LoRA alternative" introduces no LoRA.
_WHOLE = (
    r"(?!'s?\b|-)(?=[,.;:!?]|\Z| (?:to|for|that|which|with|as|and|or|by|in|on|at|from|—|is|are|was|where|through|via|using|but|"
    r"while|when|can|into|under|based|trained|designed|built|achiev\w+|outperform\w+|inspired|across|without|of|over|it|we)\b| —)"
)
_NEW = r"(?:(?:the|our|its|their|two|three|both|new|novel|first|open|latest) ){0,3}"
_KIND = rf"(?:an?|the|our|their|its|two|three|new|novel|first) {gap(9)}?(?:[a-z-]+)"
_CALLED = r"(?:,? (?:called|named|dubbed|termed|known as|coined|which (?:they|we|the authors) (?:call|name|term|dub)|referred to as)|,|:| —)"
_INTRODUCING = (
    "introduc(?:e|es|ed|ing)|propos(?:e|es|ed|ing)|present(?:s|ed|ing)?|unveil(?:s|ed)?|releas(?:e|es|ed)|launch(?:es|ed)?|"
    "contribut(?:e|es|ed)|open-? ?sourc(?:e|es|ed)|announc(?:e|es|ed)|debut(?:s|ed)|develop(?:s|ed)?|creat(?:e|es|ed)|design(?:s|ed)?|"
    "built|build|devis(?:e|es|ed)|formulat(?:e|es|ed)|describ(?:e|es)"
)
_STRONG_INTRODUCING = "introduc(?:e|es|ed)|propos(?:e|es|ed)|present(?:s|ed)?|unveil(?:s|ed)?|contribut(?:e|es|ed)"
_INTRO_CUES = "introduc propos present unveil releas launch contribut open announc debut develop creat design buil devis formulat describ"

INTRODUCES: tuple[Rule, ...] = (
    rule(
        EdgeKind.INTRODUCES,
        _INTRO_CUES,
        rf"\b(?:{_STRONG_INTRODUCING}) {_NEW}{_OBJECT}{_WHOLE}",
        subject_before,
        labels=False,
    ),
    rule(
        EdgeKind.INTRODUCES,
        _INTRO_CUES,
        rf"\b(?:{_INTRODUCING}) {_KIND}{_CALLED} (?:the )?{_OBJECT}{_WHOLE}",
        subject_before,
        labels=False,
    ),
    rule(
        EdgeKind.INTRODUCES,
        "method dataset model benchmark framework algorithm technique approach system architecture agent new",
        rf"\b(?:method|dataset|data set|model|benchmark|framework|algorithm|technique|approach|system|architecture|agent|suite|mechanism|"
        rf"strategy|paradigm|family) (?:called|named|dubbed|termed) {_OBJECT}",
        main_subject,
        labels=False,
    ),
    rule(
        EdgeKind.INTRODUCES,
        "introduc announc meet unveil present",
        rf"\A(?:introducing|announcing|presenting|unveiling|meet):? {_NEW}{_OBJECT}{_WHOLE}",
        labels=True,
    ),
)

_USING = (
    "uses?|used|utili[sz]e[sd]?|utili[sz]e|leverage[sd]?|employ(?:s|ed)?|adopt(?:s|ed)?|incorporate[sd]?|integrate[sd]?|"
    "combine[sd]?|relies on|rely on|relied on|appl(?:y|ies|ied)|exploits?|harness(?:es)?|makes? use of|is based on|are based on|"
    "was based on|builds? (?:up)?on(?: top of)?|built (?:up)?on(?: top of)?|is built (?:up)?on(?: top of)?|is powered by|are powered by|runs? on|"
    "is trained with|was trained with|were trained with|is trained using|is built with|is implemented with|draws on|"
    "is inspired by|features?|trained with"
)
_USING_NOW = (
    "using|utili[sz]ing|leveraging|employing|adopting|incorporating|integrating|combining|relying on|applying|exploiting|harnessing|"
    "by means of|with the help of|making use of|building (?:up)?on"
)
_USE_CUES = (
    "us util leverag employ adopt incorporat integrat combin rel appl exploit harness mak bas buil power run train implement draw "
    "inspir feature by with"
)
USES: tuple[Rule, ...] = (
    rule(EdgeKind.USES, _USE_CUES, rf"\b(?:{_USING}) (?:{_PART})?{gap(5)}{_METHOD}", subject_before),
    rule(EdgeKind.USES, _USE_CUES, rf"\b(?:{_USING_NOW}) (?:{_PART})?{gap(5)}{_METHOD}", main_subject, confidence=0.85),
    rule(
        EdgeKind.USES,
        "combin integrat merg",
        rf"\b(?:combin(?:es|e|ing)|integrat(?:es|e|ing)|merg(?:es|e|ing)|pair(?:s|ing)|coupl(?:es|ing)) [^;:?]{{1,90}}? (?:with|and|into) (?:{_PART})?{gap(5)}{_METHOD}",
        main_subject,
        confidence=0.85,
    ),
    rule(
        EdgeKind.USES,
        "use",
        rf"\b(?:explor\w+|investigat\w+|propos\w+|demonstrat\w+|highlight\w+|through|by|including|and|via|with|makes?|advocat\w+ for) "
        rf"(?:the )?use of (?:{_PART})?{gap(4)}{_METHOD}",
        main_subject,
        confidence=0.85,
    ),
    rule(
        EdgeKind.USES,
        "with",
        rf"(?<=[a-z,] )with {gap(3)}{listed('T', 'o')}{_WHOLE}",
        labels=True,
        confidence=0.8,
    ),
    rule(EdgeKind.USES, "train", rf"\btrained (?:{WORD} ){{0,2}}on {gap(5)}{listed('B', 'o')}", subject_beside),
    rule(
        EdgeKind.USES,
        "bas power buil train driven",
        rf"(?<!is )(?<!are )(?<!was )\b(?:based on|powered by|built (?:up)?on(?: top of)?|built with|built using|trained with|trained using|driven by) "
        rf"(?:{_PART})?{gap(5)}{_METHOD}",
        subject_beside,
        confidence=0.85,
    ),
    rule(
        EdgeKind.USES, "hybrid", rf"\bhybrid (?P<o>[MT](?:(?:-|/| and | & |, )[MT]){{1,4}})", main_subject, labels=False
    ),
    rule(
        EdgeKind.USES,
        "with via us through by",
        rf"(?<=[a-z,] )(?<!\bfor )(?<!\bon )(?<!\bof )(?<!\bto )(?<!\bto start )(?:via|using|through) {gap(4)}{_METHOD}{_WHOLE}",
        labels=True,
        confidence=0.8,
    ),
)

_MEASURING = (
    r"evaluat\w+|test(?:s|ed|ing)|benchmark(?:ed|ing)|assess(?:ed|es|ing)|measured|validated?|achiev\w+|scor(?:es?|ed|ing)|"
    r"reach(?:es|ed|ing)?|attain\w*|obtain\w*|gets?|hits?|results(?= (?:on|across))|perform(?:s|ed|ing)?|performance|accuracy|points?|percent|"
    r"state-of-the-art|sota|gains?|improv\w+|outperform\w*|surpass\w*|beats?|experiments?|excels?|evaluations?|solv(?:es|ed|ing)|"
    r"competitive|effective\w*"
)
_BENCHES = listed("B", "o", 4)
EVALUATED: tuple[Rule, ...] = (
    rule(
        EdgeKind.EVALUATED_ON,
        "evaluat test benchmark assess measur validat achiev scor reach attain obtain get hit result perform accura point percent "
        "state sota gain improv outperform surpass beat experiment excel solv competitive effectiv",
        rf"\b(?:{_MEASURING})\b(?:(?! but )(?!trained|focus|based|paper|work|post)[^;?]){{0,120}}? (?:on|across|over) {gap(8)}{_BENCHES}",
        main_subject,
    ),
    rule(EdgeKind.EVALUATED_ON, "%", rf"\d ?% [^;?]{{0,40}}?(?:on|across) {gap(6)}{_BENCHES}", main_subject),
    rule(
        EdgeKind.EVALUATED_ON, "top lead", rf"\b(?:tops|topped|leads|topping|leading) (?:the )?{_BENCHES}", main_subject
    ),
    rule(
        EdgeKind.EVALUATED_ON,
        "on",
        rf"(?P<s>[MTD])(?: {WORD}){{0,3}} (?:scores?|scored|achieve[sd]?|get(?:s)?|got|hits?|reache[sd]|manage[sd]?) [^;?]{{0,60}}? on {gap(5)}{_BENCHES}",
    ),
)

_ONE = rf"(?P<s>[{THINGS}])(?: (?:{NOUNS}))?"
_OTHER = rf"{gap(5)}(?P<o>[{THINGS}])(?!'s|-\w)"
SUCCEEDS: tuple[Rule, ...] = (
    rule(
        EdgeKind.SUCCEEDS,
        "success sequel follow upgrade evolution generation version iteration",
        rf"{_ONE}(?:,| (?:is|was|are|represents|marks|serves as)) {gap(6)}(?:successors?|sequel|follow-up|upgrade|evolution|"
        rf"(?:next|new|newest|latest|second|updated|improved|upgraded|major|better|third) (?:generation|version|iteration|evolution|update)) (?:to|of|over|from) {_OTHER}",
        alike=True,
    ),
    rule(
        EdgeKind.SUCCEEDS,
        "success sequel follow upgrade evolution generation version iteration",
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
        "succeed supersed replac buil extend",
        rf"\b(?:succeeds|succeeded|supersedes|superseded|replaces|replaced|builds (?:up)?on and (?:extends|improves)|replacing|succeeding|superseding) {_OTHER}(?! (?:with|by)\b)",
        subject_before,
        alike=True,
    ),
    rule(
        EdgeKind.SUCCEEDS,
        "replac supersed succeed",
        rf"(?P<o>[{THINGS}]) (?:is|was|has been|gets) {AUX}(?:replaced|superseded|succeeded) by {gap(3)}(?P<s>[{THINGS}])",
        alike=True,
    ),
)

_MADE_OF = (
    "distilled|fine-? ?tuned|finetuned|quanti[sz]ed|pruned|smaller|larger|lighter|lightweight|faster|cheaper|compact|compressed|open|"
    "instruction-tuned|multimodal|specialized|specialised|customized|modified|post-trained|scaled-down|scaled-up|vision|mini|chat|"
    "reasoning|coding|multilingual|tuned|adapted|enhanced|experimental|stripped-down|on-device"
)
VARIANTS: tuple[Rule, ...] = (
    rule(
        EdgeKind.VARIANT_OF,
        "version variant edition checkpoint flavo fork derivative mode",
        rf"{_ONE}(?:,| (?:is|was|are)) {gap(7)}(?:versions?|variants?|editions?|flavou?rs?|forks?|derivatives?|checkpoints?) of {_OTHER}",
        alike=True,
    ),
    rule(
        EdgeKind.VARIANT_OF,
        "version variant edition fork derivative distil",
        rf"\b(?:a|an|the) {gap(4)}(?:versions?|variants?|editions?|forks?|derivatives?|distillations?) of {gap(4)}(?P<o>[{THINGS}])(?!'s|-\w)(?:,| called| named| dubbed)+ (?P<s>[{THINGS}])",
        alike=True,
    ),
    rule(
        EdgeKind.VARIANT_OF,
        "fine finetun distil deriv post initial adapt fork bas buil train",
        rf"\b(?:fine-?tuned|finetuned|distilled|derived|post-trained|initiali[sz]ed|adapted|forked|continued|trained) (?:version )?(?:from|on top of) {gap(4)}(?P<o>[M])(?!'s)",
        subject_beside,
        alike=True,
    ),
    rule(
        EdgeKind.VARIANT_OF,
        "bas buil",
        rf"\b(?:based on|built (?:up)?on(?: top of)?) {gap(3)}(?P<o>[M])(?!'s|-\w)(?: (?:model|architecture|backbone|base|family)s?)?",
        subject_beside,
        alike=True,
    ),
)

_BEATING = (
    "outperforms?|outperformed|beats?|surpass(?:es|ed)?|exceeds?|exceeded|outscores?|outscored|outclass(?:es|ed)?|overtakes?|overtook|"
    "tops|topped|bests|bested|outranks?|edges out|edged out|crush(?:es|ed)|improves (?:up)?on|improves over|outpaces?"
)
_RIVALS = rf"(?:(?:{WORD},? ){{0,8}}(?:,? ?(?:including|such as|like|namely|e\.g\.,?) ))?{gap(6)}{listed('MTD', 'o', 4)}(?!'s)"
OUTPERFORMS: tuple[Rule, ...] = (
    rule(
        EdgeKind.OUTPERFORMS,
        "outperform beat surpass exceed outscor outclass overt top best outrank edge crush improv outpac",
        rf"\b(?:{_BEATING}) {_RIVALS}",
        subject_before,
    ),
    rule(
        EdgeKind.OUTPERFORMS,
        "outperform beat surpass exceed outscor overtak",
        rf"\b(?:outperforming|beating|surpassing|exceeding|outscoring|overtaking|besting) {_RIVALS}",
        main_subject,
    ),
    rule(
        EdgeKind.OUTPERFORMS,
        "better superior ahead stronger",
        rf"\b(?:is|are|was|were|performs?|performed|works?|does) {AUX}(?:far |much |significantly |slightly |even |substantially )?(?:better than|superior to|stronger than|ahead of) {_RIVALS}",
        subject_before,
    ),
    rule(
        EdgeKind.OUTPERFORMS,
        "outperform beat surpass best",
        rf"(?P<o>[MTD]) (?:is|was|are|were|has been) {AUX}(?:outperformed|beaten|surpassed|overtaken|bested) by {gap(4)}(?P<s>[MTD])",
    ),
)
_COMPARING = (
    r"compared (?:to|with|against)|in comparison (?:to|with)|on par with|comparable (?:to|with)|competitive with|rival(?:s|ing)|"
    r"match(?:es|ing|ed) (?:or exceed(?:s|ing) )?(?:the (?:performance|quality|accuracy) of )?|benchmarked against|relative to|close to|similar to|"
    r"(?:more|less|fewer|faster|slower|cheaper|smaller|larger|bigger|worse|lower|higher|simpler|lighter|easier|greater)(?: [^\sA-Z,;:()—?!]+){0,5} than"
)
COMPARED: tuple[Rule, ...] = (
    rule(
        EdgeKind.COMPARED_WITH,
        "compar par competitive rival match versus vs benchmark relativ close similar than",
        rf"\b(?:{_COMPARING}) {_RIVALS}",
        main_subject,
    ),
    rule(
        EdgeKind.COMPARED_WITH,
        "compar contrast",
        rf"\b(?:compar(?:e|es|ed|ing)|contrast(?:s|ing)?) {gap(4)}(?P<s>[MTD])(?: (?:{NOUNS}))? (?:with|to|and|against|vs\.?) {gap(3)}(?P<o>[MTD])",
    ),
    rule(EdgeKind.COMPARED_WITH, "vs versus", rf"(?P<s>[MTD]) (?:vs\.?|versus) {gap(3)}(?P<o>[MTD])"),
)

ABOUT: tuple[Rule, ...] = (
    rule(
        EdgeKind.ABOUT,
        "survey overview explor review introduc primer guide deep stud investigat examin discuss analy look history explain",
        rf"\b(?:surveys?|overviews?|primers?|guides?|reviews?|introductions?|deep dives?|history|analys[ie]s|tutorials?|looks?|summary) (?:of|on|to|into|at) (?:{_PART})?{gap(4)}{_METHOD}",
        main_subject,
        labels=False,
    ),
    rule(
        EdgeKind.ABOUT,
        "explor investigat examin discuss analy stud survey review explain delv tackl div look cover describ",
        rf"\b(?:explor|investigat|examin|discuss|analy[sz]|stud|survey|review|explain|cover|describ)(?:e|es|s|ed|ies|y)? (?:{_PART})?{gap(4)}{_METHOD}",
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
