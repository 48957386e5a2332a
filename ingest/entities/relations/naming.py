"""What works are named after, and which names of a text are one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.mention import Mention, Text
from graph.model import ItemId, NodeKind
from graph.names import name_key
from ingest.entities.relations.frames import Frame
from ingest.entities.relations.grammar import NOUNS, PAPERS, THINGS, either, gap

LEAST_SURE = 0.4
"""Below that, what is named is too doubtful to state anything of."""

_ANNOUNCED_KINDS = frozenset({NodeKind.MODEL, NodeKind.BENCHMARK, NodeKind.PRODUCT})

_HEAD = re.compile(
    rf"(?:(?:introducing|announcing|presenting|meet|welcome|the|[OP](?:'s)?(?::| —| releases| introduces| "
    rf"launches)?) ){{0,2}}"
    rf"{gap(1)}(?P<head>[{THINGS}])(?:(?P<set>:| —)|(?=\Z|,| (?:{NOUNS}|{PAPERS}|technical|system|model|is|are|and|"
    rf"for)\b))"
)
_ANNOUNCING = either(
    "introducing, announcing, presenting, meet, unveiling, launching, open-sourcing, releasing, hello, welcome, the, "
    "new, open, open-source"
)
_ANNOUNCED = either(
    "preview, beta, release, launch, announcement, paper, technical report, tech report, system card, model card, "
    "report, blog ?post, is here, is out, now available, available, benchmark, dataset, data ?set, models?, family, "
    "series, suite, leaderboard, agent, framework, library, model family"
)
# "Northwind Orion 2 and Orion 2 mini": nothing but what is announced, and who announces it.
_EXACT = re.compile(
    rf"(?:(?:{_ANNOUNCING}|[OP](?:'s)?:?|—) ){{0,4}}(?P<named>[{THINGS}](?:(?:,? and |, | & | \+ |/)[{THINGS}]){{0,4}})"
    rf"(?: (?:{_ANNOUNCED}|v?\d[\d.]*)){{0,2}}[.!]?\Z"
)
_SUBTITLED = re.compile(rf"(?:[OP](?:'s)?:? )?(?:the )?(?P<named>[{THINGS}])(?: \d[\d.]*)?(?::| —) (?P<subtitle>.+)")
_MAKER = re.compile(r"(?:(?:the|introducing|announcing) )?(?P<maker>O)(?:'s\b|:| |\Z)")
# What somebody says of it is not its own announcement.
_DISCUSSED = re.compile(
    r"\b(?:critic(?:s|ism|isms|ize\w*|al (?:look|review|take))|critiques?|reviews?|reviewed|tutorial|guide|how "
    r"to|explained|explainer|explains (?:how|why|what)|analys[ie]s|analy[sz]es|deep dive|market "
    r"share|markets|stocks?|shares|investors?|lawsuits?|sue[ds]?|funding|raise[ds]? "
    r"\$|valuation|acqui(?:res?|red|sition)|buys|bought|interviews?|podcast|take "
    r"on|thoughts|impressions|hands-on|first look|look at|surveys?|overview|primer|introduction "
    r"to|controvers\w+|backlash|reactions?|reproduc\w+|replicat\w+|hype|bubble|debunk\w*|evaluation of|stud(?:y|ies) "
    r"(?:of|on|show\w*)|limits of|limitations of|lessons|history of|comparison "
    r"of|retrospective|opinion|essay|outage|leaked|banned|examines|jailbreak\w*|broke|failed|fails)\b"
)
_SUBTITLE = re.compile(
    r"\b(?:perspectives?|challenges|opportunities|roadmap|jack of|the good|can it|usage|an? introduction)\b"
)
# "The Sluice - introduces a gate that …": the comment says that the technique is new.
_SAID_NEW = re.compile(
    r"\W*(?:(?:this|the) (?:new )?(?:paper|work|post) )?(?:introduces|introducing|proposes|presents|an? (?:[\w-]+ "
    r"){0,2}(?:new|novel)|an? (?:[\w-]+ ){0,3}(?:method|approach|framework|architecture|algorithm|technique|recipe) "
    r"(?:that|for|to|which)) "
)
_OPENING = 120
"""How much of a comment tells whether it is on an announcement or on what others made of it."""


class Names:
    """The mentions of a text by their places, and the head of each of its works: what the work is named after."""

    def __init__(self, text: Text, mentions: Sequence[Mention]) -> None:
        self._text, self._mentions = text, mentions
        self._heads: dict[ItemId | None, int] = {}
        self._set_off: set[ItemId | None] = set()
        self._led: set[ItemId | None] = set()
        self._makers: dict[ItemId | None, int] = {}

    def note_label(self, label: Frame) -> None:
        """Note the head of a label: what it begins with, else the only model in it."""
        item = self._item(label)
        if item in self._heads:
            return
        if maker := _MAKER.match(label.text):
            self._makers[item] = label.mentions(*maker.span("maker"))[0]
        if found := _HEAD.match(label.text):
            self._heads[item] = label.mentions(*found.span("head"))[0]
            self._led.add(item)
            if found.group("set") or "introducing " in label.text[: found.start("head")]:
                self._set_off.add(item)
            return
        models = {self.key(n): n for n in reversed(label.all) if self.kind(n) is NodeKind.MODEL}
        if len(models) == 1:
            self._heads[item] = next(iter(models.values()))

    def announced(self, label: Frame, comment: str) -> list[int]:
        """Return what an entry's label announces: it is but the name of that, or the name and a subtitle.

        A technique's bare name is as likely a subject as an announcement, and so is a well-known one with a subtitle.
        """
        if (
            label.aside
            or not self.is_of_item(label)
            or label.text.endswith("?")
            or _DISCUSSED.search(comment[:_OPENING])
        ):
            return []
        if found := _EXACT.match(label.text):
            named = label.mentions(*found.span("named"))
            said_new = len(named) == 1 and _SAID_NEW.match(comment)
            return named if said_new or all(self.kind(place) in _ANNOUNCED_KINDS for place in named) else []
        found = _SUBTITLED.match(label.text)
        if found is None or _DISCUSSED.search(found.group("subtitle")) or _SUBTITLE.search(found.group("subtitle")):
            return []
        place = label.mentions(*found.span("named"))[0]
        usual = {NodeKind.TECHNIQUE, NodeKind.PRODUCT}
        return [] if self._mentions[place].known and self.kind(place) in usual else [place]

    def maker(self, frame: Frame) -> int | None:
        """Return the organization that the label of the frame's work leads with."""
        return self._makers.get(self._item(frame))

    def note_introduced(self, frame: Frame, place: int) -> None:
        """Note what a work introduces: from here on, "the method" is that, not what its label only speaks of."""
        item, head = self._item(frame), self.head(frame)
        only_spoken_of = head is not None and item not in self._set_off and self._mentions[head].known
        if head is None or (only_spoken_of and self.kind(head) is NodeKind.TECHNIQUE):
            self._heads[item] = place

    def head(self, frame: Frame) -> int | None:
        """Return the head of the work that a frame belongs to."""
        return self._heads.get(self._item(frame))

    def is_head(self, frame: Frame, place: int | None) -> bool:
        """Say whether a mention names the head of the frame's work."""
        head = self.head(frame)
        return place is not None and head is not None and self.same(place, head)

    def is_led(self, frame: Frame) -> bool:
        """Say whether the work's label leads with its head, so that a comment without a subject is on that.

        A known technique there is what the work is about, unless a subtitle follows.
        """
        head = self.head(frame)
        if head is None or self._item(frame) not in self._led:
            return False
        known = self._mentions[head].known and self.kind(head) is NodeKind.TECHNIQUE
        return not known or self.is_set_off(frame)

    def is_set_off(self, frame: Frame) -> bool:
        """Say whether the work's label reads "Head: what it is"."""
        return self._item(frame) in self._set_off

    def is_of_work(self, frame: Frame) -> bool:
        """Say whether "this paper" is known here: in an entry, in a title, in a record of a work."""
        passage = self._text.passages[frame.passage]
        return passage.item is not None or passage.block is None or not self._text.key.startswith("document-")

    def is_of_item(self, frame: Frame) -> bool:
        """Say whether others write of the work here."""
        return self._item(frame) is not None

    def kind(self, place: int) -> NodeKind:
        """Return a mention's kind."""
        return self._mentions[place].kind

    def key(self, place: int | None) -> str | None:
        """Return what the spellings of a mention's name share."""
        return None if place is None else name_key(self._mentions[place].name)

    def same(self, one: int, other: int) -> bool:
        """Say whether two mentions name one thing."""
        first, second = self._mentions[one], self._mentions[other]
        spelt_out = bool(first.long) and first.long == second.long
        return one == other or spelt_out or name_key(first.name) == name_key(second.name)

    def sureness(self, place: int | None) -> float:
        """Return how sure a mention is to be one; 0 where it is too doubtful."""
        if place is None:
            return 1.0
        one = self._mentions[place]
        return one.confidence if one.known or one.confidence >= LEAST_SURE else 0.0

    def is_common(self, frame: Frame, place: int) -> bool:
        """Say whether a known technique is written as a common noun, which a work applies rather than introduces."""
        one = self._mentions[place]
        common = one.text == one.text.lower() or (one.text.endswith("s") and one.text[:-1].isupper())  # "GNNs"
        return common and one.known and one.kind is NodeKind.TECHNIQUE and not self.is_head(frame, place)

    def _item(self, frame: Frame) -> ItemId | None:
        return self._text.passages[frame.passage].item
