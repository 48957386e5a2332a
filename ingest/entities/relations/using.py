"""How sentences say what a work or a thing uses."""

from __future__ import annotations

from graph.model import EdgeKind
from ingest.entities.relations.grammar import AUTHORS, AUX, NOUNS, THINGS, WHOLE, WORD, either, gap, listed
from ingest.entities.relations.rule import rule
from ingest.entities.relations.subjects import (
    main_subject,
    subject_before,
    subject_beside,
    subject_of_participle,
    the_head,
)

_OBJECT = listed(THINGS, "o")

# Of "uses a variant of X", "combines the strengths of X", X is the object too.
_PART = rf"(?:(?:the |a |an |its )?(?:{WORD} ){{0,4}}of (?:the )?)?"

_USE = (
    "uses?, used, utili[sz]e[sd]?, leverage[sd]?, employ(?:s|ed)?, adopt(?:s|ed)?, incorporate[sd]?, integrate[sd]?, "
    "combine[sd]?, relie[sd] (?:[a-z]+ly )?on, lean(?:s|ed)? (?:[a-z]+ly )?on, rely (?:[a-z]+ly )?on, appl(?:y|ies|"
    "ied), exploits?, harness(?:es)?, "
    "makes? use of, (?:is|are|was) based on, builds? (?:up)?on(?: top of)?, built (?:up)?on(?: top of)?, (?:is|are) "
    "powered by, runs? on, draws on, is inspired by, (?:is|was|were) "
    "(?:built|implemented|trained|created|made|developed|fine-?tuned|aligned|pre-?trained|optimi[sz]ed) "
    "(?:with|using|via|through), features?, trained with, consists? of, comprises?, is made up of, switche[sd] to, "
    "borrow(?:s|ed)?, inherit(?:s|ed)?"
)
_USING = (
    "using, by adding, utili[sz]ing, leveraging, employing, adopting, incorporating, integrating, combining, relying "
    "on, "
    "applying, exploiting, harnessing, by means of, with the help of, making use of, building (?:up)?on"
)
_USE_CUES = (
    "us util leverag employ adopt incorporat integrat combin rel appl exploit harness mak bas buil power run train "
    "implement draw mov inspir feature by with creat mad develop tun align optimi replac swap switch borrow inherit "
    "pair"
)
_COMBINING = r"combin(?:es|e|ing), integrat(?:es|e|ing), merg(?:es|e|ing)"
_THE_USE_OF = (
    r"explor\w+, investigat\w+, propos\w+, demonstrat\w+, highlight\w+, through, by, including, and, via, with, makes?"
)
_BUILT_ON = (
    "based on, powered by, built (?:up)?on(?: top of)?, built with, built using, driven by, "
    "(?:fine-?tuned|pre-?trained|trained|aligned|distilled|quanti[sz]ed|optimi[sz]ed|implemented|created|built|"
    "extended) (?:with|"
    "using|via|through)"
)

USES = (
    rule(
        EdgeKind.USES,
        "to train to build to create to make",
        rf"\bto (?:train|build|create|make|develop) {gap(3)}(?P<s>[MD]), (?:the )?(?:O|they|we|it|{AUTHORS}) {AUX}"
        rf"(?:used?|uses|combined?|relied on|applied) {_PART}{gap(5)}{_OBJECT}",
    ),
    rule(
        EdgeKind.USES,
        " an the a ",
        rf"(?P<s>[MD])(?:,| —) (?:an?|the|another) {gap(5)}(?P<o>T)(?: (?:{NOUNS}))?(?=[,.;]|\Z| (?:that|which|"
        rf"trained|built|designed|with|"
        rf"based|for|from|by)\b)",
        confidence=0.75,
    ),
    rule(
        EdgeKind.USES,
        "architecture backbone core design training objective recipe",
        rf"(?P<s>[MD])'s {gap(2)}(?:architecture|backbone|core|design|training|objective|recipe) (?:is|was|uses?|"
        rf"used|combines|consists of|"
        rf"builds on|relies on) {_PART}{gap(5)}{_OBJECT}",
    ),
    rule(
        EdgeKind.USES,
        "wrapper harness shell front interface layer",
        rf"(?P<s>D)(?:,| is| was) an? {gap(3)}(?:wrapper|harness|shell|front-?end|interface|layer) (?:around|on top "
        rf"of|over) {gap(2)}"
        rf"(?P<o>[MD])",
    ),
    rule(
        EdgeKind.USES,
        "via by through using",
        rf"\b(?:via|by|through|using) {gap(3)}T of {gap(2)}(?P<o>M(?: on {gap(2)}B)?)",
        subject_of_participle,
    ),
    rule(
        EdgeKind.USES,
        "to power to run to drive",
        rf"(?P<o>M)(?: (?:ai |{WORD} )?(?:{NOUNS}))? to (?:power|run|drive) [^A-Z;:?]{{0,40}}(?P<s>D)(?!-)",
    ),
    rule(
        EdgeKind.USES,
        "available default",
        rf"{listed('M', 'o')} (?:is|are|will be|becomes|will become) {AUX}(?:available|the default(?: {WORD})?) "
        rf"(?:in|on|inside) (?P<s>D)"
        rf"(?!'s|-)",
        confidence=0.75,
    ),
    rule(
        EdgeKind.USES,
        "replac swap pair",
        rf"\b(?:replace[sd]?|swap(?:s|ped)?|pair(?:s|ed)) [^;:?]{{1,60}}? (?:with|for) {gap(4)}(?P<o>T)(?: "
        rf"{WORD})?{WHOLE}",
        subject_before,
    ),
    rule(EdgeKind.USES, "train", rf"\btrain(?:s|ed)? {gap(3)}{listed('T', 'o')}", subject_before),
    rule(
        EdgeKind.USES,
        "use reliance adoption combination",
        rf"(?P<s>[MTD])'s (?:{WORD} )?(?:use|reliance|adoption|combination|mix) (?:of|on) {gap(5)}{_OBJECT}",
        presumed=True,
    ),
    rule(
        EdgeKind.USES, "-based -powered -driven", rf"(?P<o>[MT])-(?:based|powered|driven) {gap(3)}(?P<s>[MD])(?!'s|-)"
    ),
    rule(
        EdgeKind.USES,
        "power underpin behind driv under",
        rf"(?P<o>[MT]),? (?:that |which )?(?:is )?{AUX}(?:power(?:s|ed|ing)|"
        rf"underpin(?:s|ned|ning)|"
        rf"underlying|driv(?:es|ing)|behind) {gap(4)}(?P<s>[MD])(?!'s)",
        confidence=0.85,
    ),
    rule(
        EdgeKind.USES,
        "power underpin behind under driv",
        rf"(?P<o>[MT])(?:,| —) (?:an?|the) {gap(4)}(?:{NOUNS}|T) (?:that |which )?(?:is |now )?(?:power(?:s|ed|ing)|"
        rf"underpin(?:s|ned|ning)|underlying|driv(?:es|ing)|behind) {gap(4)}(?P<s>[MD])(?!'s)",
        presumed=True,
    ),
    rule(EdgeKind.USES, "-based", rf"(?P<s>[MD])(?:,| —) (?:an?|the|its) {gap(5)}(?P<o>T)-based"),
    rule(
        EdgeKind.USES,
        "us run ran put deploy integrat built build",
        rf"\bO {AUX}(?:uses?|using|runs?|ran|puts?|deploy(?:s|ed)?|integrate[sd]?|built|builds) {gap(3)}(?P<o>[MT]) "
        rf"(?:in|inside|into|for|to power|behind) (?:its |the |their )?{gap(2)}(?P<s>D)(?!'s|-)",
    ),
    rule(
        EdgeKind.USES,
        "train buil develop creat tun design",
        rf"\b(?:trained|trains|built|builds|developed|created|fine-?tuned|designed) {gap(4)}(?P<s>[MD])(?:,? "
        rf"[^,;:?A-Z]{{1,60}})? "
        rf"(?:using|with|via|on top of) {gap(5)}{_OBJECT}",
        confidence=0.85,
    ),
    rule(
        EdgeKind.USES,
        " is was are",
        rf"(?P<s>[MD])(?:, [^,;?]{{1,60}},)? (?:is|was|are) (?:basically |essentially |simply |just )?(?:an?|the "
        rf"first) "
        rf"{gap(5)}(?P<o>T)(?:-based)?(?!'s)"
        rf"(?= |[,.;:]|\Z)(?! (?:benchmark|tool|survey|paper|study|startup|company))",
        confidence=0.8,
    ),
    rule(EdgeKind.USES, _USE_CUES, rf"\b{either(_USE)} {_PART}{gap(5)}{_OBJECT}", subject_before),
    rule(
        EdgeKind.USES,
        _USE_CUES,
        rf"(?<!evaluated )(?<!tested )(?<!measured )(?<!assessed )\b{either(_USING)} {_PART}{gap(5)}{_OBJECT}",
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
    rule(
        EdgeKind.USES,
        "train tuned",
        rf"\b(?:(?:pre-?|re-?)?trained|fine-?tuned) (?:{WORD} |O |T ){{0,6}}on {gap(5)}{_PART}{listed('BT', 'o')}",
        subject_beside,
    ),
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
    rule(
        EdgeKind.USES,
        "with",
        rf"(?<=[a-z,] )(?<!started )(?<!working )(?<!hands-on )(?<!experiments )(?<!conversation )(?<!problem )with "
        rf"{gap(3)}{listed('T', 'o')}{WHOLE}",
        labels=True,
        confidence=0.8,
    ),
    rule(
        EdgeKind.USES,
        _USE_CUES,
        rf"\A(?:the )?[OP](?:'s (?:{WORD} ){{1,3}}| (?:and O )?){AUX}(?:{either(_USE)}|{either(_USING)}|trains|"
        rf"moving to|switching to) "
        rf"{_PART}{gap(5)}{_OBJECT}",
        the_head,
        opening=True,
        confidence=0.85,
    ),
)
