"""How sentences say what a thing is measured on, beats, or is compared with."""

from __future__ import annotations

from graph.model import EdgeKind
from ingest.entities.relations.grammar import AUX, NOUNS, WORD, either, gap, listed
from ingest.entities.relations.rule import rule
from ingest.entities.relations.subjects import nearest_subject, subject_before, subject_of_participle

_MEASURED = (
    r"evaluat\w+, test(?:s|ed|ing), benchmark(?:ed|ing), assess(?:ed|es|ing), measured, validated?, achiev\w+, "
    r"scor(?:es?|ed|ing), reach(?:es|ed|ing)?, attain\w*, obtain\w*, gets?, hits?, results(?= (?:on|across)), "
    r"perform(?:s|ed|ing)?, performance, accuracy, points?, percent, state-of-the-art, sota, gains?, improv\w+, "
    r"outperform\w*, surpass\w*, beats?, experiments?, excels?, evaluations?, solv(?:es|ed|ing), competitive, "
    r"effective\w*, better, worse, on par, match(?:es|ed|ing), ahead, lost, loses, wins?, won, beat, outscor\w*"
)
_MEASURED_CUES = (
    "evaluat test benchmark assess measur validat achiev scor reach attain obtain get hit result perform accura "
    "point percent state sota gain improv outperform surpass beat experiment excel solv competitive effectiv better "
    "worse par match ahead lost lose win won"
)
_SCORES = r"(?:earns?|earned|scores?|scored|achieve[sd]?|gets?|got|hits?|reache[sd]|manage[sd]?)"
_BENCHES = listed("B", "o", 4)

EVALUATED = (
    rule(
        EdgeKind.EVALUATED_ON,
        "accura perform score result",
        rf"(?P<s>[MTD])'s (?:{WORD} ){{0,2}}(?:accuracy|performance|scores?|results?) (?:on|in|across) "
        rf"{gap(5)}{_BENCHES}",
    ),
    rule(
        EdgeKind.EVALUATED_ON,
        _MEASURED_CUES,
        rf"\b{either(_MEASURED)}\b(?:(?! but )(?!trained|focus|based|paper|work|post)[^;?:]){{0,120}}? "
        rf"(?:on|across|over|(?<=evaluated )using|(?<=tested )using|(?<=measured )using) {gap(8)}{_BENCHES}",
        nearest_subject,
    ),
    rule(EdgeKind.EVALUATED_ON, "%", rf"\d ?% [^;?]{{0,40}}?(?:on|across) {gap(6)}{_BENCHES}", nearest_subject),
    rule(
        EdgeKind.EVALUATED_ON,
        "top lead place rank spot first crush saturat ace solv",
        rf"\b(?:tops|topped|leads|topping|leading|aces|aced|acing|saturates|saturated|crushes|crushed|"
        rf"(?:(?:took|takes|taking|ranks?|ranked|ranking|came|claims|claimed|holds|won|wins) (?:{WORD} ){{0,2}}"
        rf"(?:place|spot|position|lead|crown|first|second|third|no\.? ?1|#1|1st|2nd)) (?:on|in|at|of)) "
        rf"{gap(4)}{_BENCHES}",
        nearest_subject,
    ),
    rule(
        EdgeKind.EVALUATED_ON,
        "solv medal scor place points",
        rf"\b(?:solv\w+|medals?|scor\w+|points|placed?|wins?|won) [^;?A-Z]{{0,60}}?\b(?:in|at|from) {gap(5)}{_BENCHES}",
        nearest_subject,
    ),
    rule(
        EdgeKind.EVALUATED_ON,
        "first second third top 1 number highest",
        rf"(?:\A|, )(?:first|second|third|top|#1|no\.? ?1|number one|highest)(?: (?:place|spot|score|position|"
        rf"rank))? (?:on|in|at) "
        rf"{gap(4)}{_BENCHES}",
        nearest_subject,
    ),
    rule(
        EdgeKind.EVALUATED_ON,
        "scor achiev get got hit reach manag earn post",
        rf"\b{_SCORES} (?:{WORD} ){{0,4}}[\d.,]+ ?%? (?:(?:on|of) )?{gap(2)}{_BENCHES}",
        nearest_subject,
    ),
    rule(
        EdgeKind.EVALUATED_ON,
        "scor achiev get got hit reach manag",
        rf"(?P<s>[MTD])(?: (?:{NOUNS}))? {AUX}{_SCORES} [^;?]{{0,60}}? on {gap(5)}{_BENCHES}",
    ),
    rule(
        EdgeKind.EVALUATED_ON,
        "on across",
        rf"(?:\A|[,;—] |\band )(?:on|across) {gap(5)}{_BENCHES}, (?:the )?{gap(2)}(?P<s>[MTD])(?: (?:{NOUNS}))? "
        rf"{AUX}(?:{either(_MEASURED)})\b",
    ),
)

_BEAT = (
    "outperforms?, outperformed, beats?, surpass(?:es|ed)?, exceeds?, exceeded, outscores?, outscored, "
    "outclass(?:es|ed)?, overtakes?, overtook, tops, topped, bests, bested, outranks?, edges out, edged out, "
    "crush(?:es|ed), improves (?:up)?on, improves over, outpaces?, (?:is|was|are) ahead of, pulls ahead of, pulled "
    "ahead of, (?:took|takes) the (?:lead|crown|top spot) from, dethrone[sd]?, eclipse[sd]?, leapfrogs?, "
    "leapfrogged, trounce[sd]?"
)
_BEAT_CUES = (
    "outperform beat surpass exceed outscor outclass overt top best outrank edge crush improv "
    "outpac ahead from thron eclips leapfrog trounc"
)
_RIVALS = (
    rf"(?:(?:{WORD},? ){{0,8}}(?:including|such as|like|namely|e\.g\.,?) )?{gap(6)}"
    rf"(?![MTD]-|T (?:benchmark|dataset|task)){listed('MTD', 'o', 4)}(?!'s)"
)

OUTPERFORMS = (
    rule(EdgeKind.OUTPERFORMS, _BEAT_CUES, rf"\b{either(_BEAT)} {_RIVALS}", subject_before),
    rule(
        EdgeKind.OUTPERFORMS,
        _BEAT_CUES,
        rf"\b(?:outperforming|beating|surpassing|exceeding|outscoring|overtaking|besting|edging out|topping|dethroning|"
        rf"pulling ahead of|(?<=, )(?:well |far |just |narrowly )?ahead of) {_RIVALS}",
        subject_of_participle,
    ),
    rule(
        EdgeKind.OUTPERFORMS,
        "better superior stronger ahead higher more",
        rf"\b(?:is|are|was|were|performs?|performed|works?|does|did|scores?|scored) {AUX}(?:far |much |even |"
        rf"slightly |significantly )?"
        rf"(?:better than|superior to|stronger than|higher than|more (?:capable|powerful|accurate) than|ahead of) "
        rf"{_RIVALS}",
        subject_before,
    ),
    rule(
        EdgeKind.OUTPERFORMS,
        "lost lose trail behind worse lag fell fall",
        rf"(?P<o>[MTD])(?: (?:{NOUNS}))? {AUX}(?:lost to|loses to|trails|trailed|lags? behind|lagged behind|falls? "
        rf"behind|fell behind|behind|"
        rf"(?:did |does |perform(?:s|ed) |is |was )?(?:much |slightly )?worse than) {gap(4)}(?P<s>[MTD])(?!'s|-)",
    ),
    rule(
        EdgeKind.OUTPERFORMS,
        "outperformed beaten surpassed overtaken bested",
        rf"(?P<o>[MTD]) (?:is|was|are|were|has been) {AUX}(?:outperformed|beaten|surpassed|overtaken|"
        rf"bested) by {gap(4)}(?P<s>[MTD])",
    ),
)

_COMPARED_TO = (
    r"compared (?:to|with|against), in comparison (?:to|with), on par with, comparable (?:to|with), competitive "
    r"with, rival(?:s|ing), (?:clos|bridg|narrow)(?:es|ed|ing) (?:\S+ )?(?:\S+ )?(?:\S+ )?gap (?:to|with), "
    r"approach(?:es|ing), nears, nearing, keeps? up with, kept up with, competes? with, competed with, competing "
    r"with, comes? close to, neck and neck with, ability to match(?: or exceed(?: the "
    r"(?:performance|quality|accuracy) of)?)?, on a par with, in line with, at parity with, match(?:es|ing|ed)(?: or "
    r"exceed(?:s|ing|ed))?(?: the (?:performance|quality|accuracy) of)?, benchmarked against, relative to, close to, "
    r"similar to"
)
_MORE = (
    "more, less, fewer, better, stronger, weaker, smarter, sharper, faster, slower, cheaper, smaller, larger, "
    "bigger, worse, lower, higher, simpler, lighter, "
    "easier, greater"
)
_COMPARISON = rf"(?:{either(_COMPARED_TO)}|{either(_MORE)}(?: {WORD}){{0,5}} than)"

COMPARED = (
    rule(
        EdgeKind.COMPARED_WITH,
        "compar par competitive rival match benchmarked relative clos similar than gap approach near keep kept "
        "compet neck line",
        rf"\b{_COMPARISON} {_RIVALS}",
        nearest_subject,
    ),
    rule(
        EdgeKind.COMPARED_WITH,
        "than",
        rf"(?P<s>[MTD])(?: (?:{NOUNS}))? {AUX}(?:feels?|felt|looks?|gets?|got|runs?|ran|writes?|reads?|stays?|acts?|"
        rf"costs?|is|was) "
        rf"[^,;:?A-Z]{{0,40}}\b{either(_MORE)}(?: {WORD}){{0,4}} than {_RIVALS}",
    ),
    rule(
        EdgeKind.COMPARED_WITH,
        "compar contrast",
        rf"\b(?:compar(?:e|es|ed|ing)|contrast(?:s|ing)?) {gap(4)}(?P<s>[MTD])(?: (?:{NOUNS}))? (?:with|to|and|"
        rf"against|vs\.?) "
        rf"{gap(3)}(?P<o>[MTD])",
    ),
    rule(
        EdgeKind.COMPARED_WITH,
        "unlike compared contrast relative",
        rf"(?:\A|[,;—] |\b(?:and|but) )(?:unlike|(?:as )?compared (?:to|with)|in (?:contrast|comparison) (?:to|with)|"
        rf"relative to) "
        rf"{gap(4)}(?P<o>[MTD])(?: (?:{NOUNS}))?,(?: which [^,]{{1,60}},)? (?:the )?{gap(2)}(?P<s>[MTD])(?!'s|-| "
        rf"(?:and|or)\b)",
        presumed=True,
    ),
    rule(
        EdgeKind.COMPARED_WITH,
        "unlike",
        rf"(?P<s>[MTD]),? unlike {gap(4)}(?P<o>[MTD])(?!'s|-)",
        presumed=True,
    ),
    rule(
        EdgeKind.COMPARED_WITH,
        "rival alternative competitor challenger",
        rf"(?P<s>[MD]),? [^,;:?A-Z]{{0,60}}(?:rivals?|alternatives?|competitors?|challengers?) (?:to|of) "
        rf"{gap(3)}(?P<o>[MD])(?!'s|-)",
    ),
    rule(EdgeKind.COMPARED_WITH, "vs versus", rf"(?P<s>[MTD]) (?:vs\.?|versus) {gap(3)}(?P<o>[MTD])"),
)
