"""One block while it is being read: its text so far, the spans over it, and what waits for its end."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from graph.outline import Block, BlockKind, Link, Span
from ingest.outlines.text import composed, visible_lines, without_noise

Mark = tuple["Frame", int, int, int, bool]
"""A place to go back to: frame, its turn, parts, length, whether a space is due."""


class Figure:
    """An image met in the text; `link` is where the anchor around it leads."""

    __slots__ = ("image", "link", "text")

    def __init__(self, image: str, text: str, link: str | None) -> None:
        self.image = image
        self.text = text
        self.link = link

    def block(self) -> Block:
        """Return the figure with its alt text."""
        links = (Link(0, len(self.text), self.link),) if self.link else ()
        return Block(BlockKind.FIGURE, self.text, links=links, image=self.image)


class Anchor:
    """An `<a href>` that is open: where its text in the present block began, and whether it had any yet."""

    __slots__ = ("attributes", "image", "mark", "seen", "start", "url")

    def __init__(self, url: str, attributes: Mapping[str, str], mark: Mark) -> None:
        self.url = url
        self.attributes = attributes
        self.mark = mark
        self.start: int | None = None
        self.seen = False
        self.image = False


class Frame:
    """Collects one block after another (`joined` false: any break ends one) or exactly one (`joined` true)."""

    __slots__ = (
        "anchors", "caption", "cells", "emphasis", "figure", "figures", "joined", "kind", "length", "level", "links",
        "list", "ordered", "parts", "pending", "raw", "slot", "turn",
    )  # fmt: skip

    def __init__(self, kind: BlockKind, *, joined: bool = False, level: int = 0) -> None:
        self.kind = kind
        self.joined = joined
        self.level = level
        self.raw = kind is BlockKind.CODE
        self.list = 0
        self.ordered = False
        self.figure = False
        self.caption: Block | None = None
        self.cells = 0
        self.slot: int | None = None
        self.turn = 0
        self.anchors: list[str] = []
        self.figures: list[Figure] = []
        self._restart()

    def _restart(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.pending = False
        self.links: list[Link] = []
        self.emphasis: list[Span] = []

    def add(self, text: str) -> int | None:
        """Add text; return where it begins in the block, or None when there was nothing to see in it."""
        if self.raw:
            return self._append(visible_lines(text) if self.length else visible_lines(text).lstrip("\n"))
        words = " ".join(text.split())
        if not words.isprintable():
            text = without_noise(text)
            words = " ".join(text.split())
        if not words:
            self.pending = self.pending or bool(text)
            return None
        start, last = self.length, words[-1]
        if start and (self.pending or text[0] != words[0]):
            words = f" {words}"
            start += 1
        self.pending = text[-1] != last
        self.parts.append(words)
        self.length += len(words)
        return start

    def _append(self, text: str) -> int | None:
        if not text:
            return None
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start

    def newline(self) -> None:
        """In code, end the line."""
        if self.parts and not self.parts[-1].endswith("\n"):
            self._append("\n")

    def mark(self) -> Mark:
        """Return the place reached."""
        return self, self.turn, len(self.parts), self.length, self.pending

    def since(self, mark: Mark) -> str | None:
        """Return the text added since the mark, or None when the block of the mark has ended."""
        if mark[0] is not self or mark[1] != self.turn:
            return None
        return "".join(self.parts[mark[2] :])

    def back_to(self, mark: Mark) -> None:
        """Take back what was added since the mark. A space is due if one was on either side."""
        space = self.pending or mark[4]
        del self.parts[mark[2] :]
        self.length = mark[3]
        self.pending = space
        self.links = [link for link in self.links if link.end <= self.length]
        self.emphasis = [span for span in self.emphasis if span.end <= self.length]

    def take(self, kind: BlockKind | None = None) -> Block | None:
        """Return the block collected so far, or None where there is no text, and start the next one."""
        text = "".join(self.parts)
        block = self._block(kind or self.kind, text) if text.strip(" |\n\t") or self._bare(text) else None
        self._restart()
        self.turn += 1
        if block is not None:
            self.anchors = []
        return block

    def _bare(self, text: str) -> bool:
        """Tell whether a text of signs only is a text all the same (in table rows it is the separators)."""
        return bool(text.strip()) and self.kind is not BlockKind.TABLE_ROW

    def _block(self, kind: BlockKind, text: str) -> Block:
        if self.raw:
            text = text.rstrip()
        links, emphasis = self.links, self.emphasis
        if len(text) < self.length:
            links, emphasis = within(len(text), links, emphasis)
        if not text.isascii() and not unicodedata.is_normalized("NFC", text):
            cuts = {cut for link in links for cut in (link.start, link.end)}
            cuts |= {cut for span in emphasis for cut in (span.start, span.end)}
            text, now = composed(text, cuts)
            links = [Link(now[it.start], now[it.end], it.url) for it in links]
            emphasis = [Span(now[it.start], now[it.end]) for it in emphasis if now[it.start] < now[it.end]]
        anchors = tuple(dict.fromkeys(self.anchors))
        return Block(
            kind, text, self.level, self.list, self.ordered, tuple(links), tuple(emphasis), anchors,
        )  # fmt: skip


def within(end: int, links: Sequence[Link], emphasis: Sequence[Span]) -> tuple[list[Link], list[Span]]:
    """Return the spans cut off where the text ends."""
    return (
        [Link(min(link.start, end), min(link.end, end), link.url) for link in links],
        [Span(span.start, min(span.end, end)) for span in emphasis if span.start < end],
    )
