"""The map as a picture for where there is no script: measured here, drawn by `explore.svg`. All pure."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from api.pages.words import shortened
from graph.mention import NAMED_KINDS
from graph.model import NodeKind
from graph.views.map.chart import KINDS, Chart, Codes

WIDTH = 1200
HEIGHT = 800
MARGIN = 40
MOST_DOTS = 4_000
"""The best joined: more would be megabytes for a picture of a few hundred thousand points."""
MOST_LINES = 1_500
FEW = 1_500
"""Where fewer nodes are shown their joins are drawn too."""
NAMES = 24
LABELS = 30
HUES = {
    "paper": ("#2a5a9c", "#86b1ec"),
    "report": ("#5a4fa8", "#aaa2ee"),
    "article": ("#14736c", "#5fc2b8"),
    "video": ("#a5336a", "#ea86b3"),
    "talk": ("#86479b", "#cf97e2"),
    "code": ("#40752a", "#93c676"),
    "dataset": ("#776610", "#cdb75a"),
    "model": ("#17759f", "#6cc0e4"),
    "technique": ("#9a5a12", "#dfa566"),
    "benchmark": ("#5f6a12", "#b9c25d"),
    "organization": ("#55606c", "#a6b2bf"),
    "person": ("#855440", "#d3a38f"),
    "product": ("#22805a", "#6fc9a2"),
    "category": ("#5f5a50", "#a9a397"),
    "month": ("#5f5a50", "#a9a397"),
}
"""By day and by night, as kinds.css has them: a picture that is opened alone has no style but its own."""
_LEAST, _MOST = 1.6, 9.0
_LETTER = 0.56  # of the size of the type: how wide a letter is, on average


class Dot(Struct, frozen=True, kw_only=True):
    """A node: `family` is its shape (work, concept, category)."""

    x: float
    y: float
    radius: float
    kind: str
    family: str


class Word(Struct, frozen=True, kw_only=True):
    """A name where it collides with none that is drawn before it."""

    x: float
    y: float
    size: float
    text: str
    is_community: bool


class Picture(Struct, frozen=True, kw_only=True):
    """What is drawn, of `total` nodes: pixels, y down."""

    width: int
    height: int
    dots: tuple[Dot, ...]
    lines: tuple[tuple[float, float, float, float], ...]
    words: tuple[Word, ...]
    kinds: tuple[str, ...]
    total: int


def drawn_map(chart: Chart, rows: Codes) -> Picture:
    """Return the picture of these rows, which come best joined first."""
    drawn = rows[:MOST_DOTS]
    x, y = _fitted(chart, rows)
    kinds = [KINDS[code] for code in chart.kinds[drawn].tolist()]
    radii = np.clip(_LEAST + np.log1p(chart.attention[drawn]) * 1.4, _LEAST, _MOST)
    return Picture(
        width=WIDTH,
        height=HEIGHT,
        dots=tuple(
            Dot(x=_short(x[row]), y=_short(y[row]), radius=_short(radius), kind=kind.value, family=_family(kind))
            for row, radius, kind in reversed(list(zip(drawn.tolist(), radii, kinds, strict=True)))
        ),
        lines=_lines(chart, rows, x, y) if len(rows) <= FEW else (),
        words=_words(chart, rows, x, y),
        kinds=tuple(dict.fromkeys(kind.value for kind in kinds)),
        total=len(rows),
    )


def _fitted(chart: Chart, rows: Codes) -> tuple[np.ndarray, np.ndarray]:
    """Return where every row of the chart falls in the picture that shows these."""
    if not len(rows):
        return np.zeros(len(chart.keys)), np.zeros(len(chart.keys))
    low = np.array([chart.x[rows].min(), chart.y[rows].min()], float)
    high = np.array([chart.x[rows].max(), chart.y[rows].max()], float)
    room = np.array([WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN])
    scale = float((room / np.maximum(high - low, 1)).min())
    middle = (low + high) / 2
    return WIDTH / 2 + (chart.x - middle[0]) * scale, HEIGHT / 2 - (chart.y - middle[1]) * scale


def _lines(chart: Chart, rows: Codes, x: np.ndarray, y: np.ndarray) -> tuple[tuple[float, float, float, float], ...]:
    shown = np.zeros(len(chart.keys), bool)
    shown[rows] = True
    joins = chart.joins
    kept = np.flatnonzero(shown[joins.one] & shown[joins.other])[:MOST_LINES]
    ends = np.stack([x[joins.one[kept]], y[joins.one[kept]], x[joins.other[kept]], y[joins.other[kept]]], axis=1)
    return tuple((a, b, c, d) for a, b, c, d in np.round(ends, 1).tolist())


def _words(chart: Chart, rows: Codes, x: np.ndarray, y: np.ndarray) -> tuple[Word, ...]:
    """Return the communities' names, the largest first, then those of the best joined nodes, as far as there is room."""
    communities = chart.communities_in[rows]
    codes, counts = np.unique(communities[communities >= 0], return_counts=True)
    most = sorted(zip(codes.tolist(), counts.tolist(), strict=True), key=lambda one: (-one[1], one[0]))[: 2 * NAMES]
    top = most[0][1] if most else 1
    wanted = [
        Word(
            x=_short(np.median(x[inside])),
            y=_short(np.median(y[inside])),
            size=_short(13 + 9 * (count / top) ** 0.5),
            text=shortened(chart.communities[code].name, 32),
            is_community=True,
        )
        for code, count in most
        if len(inside := rows[communities == code]) > 1
    ][:NAMES]
    wanted += [
        Word(x=_short(x[row]), y=_short(y[row] - 10), size=11, text=shortened(chart.names[row], 32), is_community=False)
        for row in rows[: 2 * LABELS].tolist()
    ]
    return _apart(wanted)


def _apart(words: list[Word]) -> tuple[Word, ...]:
    """Return the words that overlap none before them."""
    kept: list[Word] = []
    boxes: list[tuple[float, float, float, float]] = []
    for word in words:
        half = len(word.text) * word.size * _LETTER / 2
        at = min(max(word.x, half + 4), WIDTH - half - 4)
        box = (at - half, word.y - word.size, at + half, word.y + word.size * 0.4)
        if all(box[2] < a or c < box[0] or box[3] < b or d < box[1] for a, b, c, d in boxes):
            kept.append(Word(x=_short(at), y=word.y, size=word.size, text=word.text, is_community=word.is_community))
            boxes.append(box)
    return tuple(kept)


def _family(kind: NodeKind) -> str:
    if kind in NAMED_KINDS:
        return "concept"
    return "category" if kind is NodeKind.CATEGORY else "work"


def _short(number: float) -> float:
    return round(float(number), 1)
