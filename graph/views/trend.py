"""What rises and what fades up to a month, who said it first, and how long papers took to be mentioned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from graph.errors import InvalidInputError
from graph.model import Month, Node, NodeId, NodeKind, SourceId
from graph.months import months_of
from graph.ports import Followed, Library, MonthFigures, Telling
from graph.trends import LEAST, Share
from graph.views.strip import strip_of
from graph.views.trend_echoes import Heard, firsts
from graph.views.trend_lag import dated, lag_of
from graph.views.trend_shapes import (
    FirstCount,
    FirstLine,
    Heat,
    HeatRow,
    LagLine,
    Rising,
    TrendLine,
    TrendView,
    Window,
)
from graph.views.trend_shares import Base, Counts, Found, Spans, base_of, by_month, found_in, heard_in
from graph.views.trend_voices import Voices
from graph.views.when import parse_month

KINDS = (NodeKind.TECHNIQUE, NodeKind.MODEL, NodeKind.BENCHMARK, NodeKind.ORGANIZATION, NodeKind.PRODUCT)
"""What has trends; people are no fashion."""
MONTHS = (1, 3, 6)
"""How many recent months may be held against the three times as many before."""
USUAL = 3
"""A single month of a few dozen works rarely shows anything."""
MOST = 12
ROWS = 16
WORKS = 8
LAGS = 10

Speakers = Mapping[Month, frozenset[SourceId]]


def trend_view(
    library: Library, now: Month, month: str | None = None, kind: str = KINDS[0], months: int = USUAL
) -> TrendView:
    """Return the trends of a kind of concept up to a month (None: the newest that holds works and is not to come).

    Raise InvalidInputError where it is no month, no kind that has trends, or no number of months that are compared.
    """
    asked = _asked_kind(kind)
    if months not in MONTHS:
        raise InvalidInputError(f"compared are {', '.join(map(str, MONTHS))} months, not {months}", "months")
    works, heard = library.chronicle.works(), library.chronicle.sources()
    until = parse_month(month) if month else newest(works, now)
    spans = Spans.at(until, months)
    base = base_of(works, heard, spans)
    year = months_of(int(until[:4]))
    naming = library.chronicle.naming(asked, min(spans.history[0], spans.earlier[0]), year[-1])
    found = found_in(base, naming)
    rising = sorted((one for one in found if one.rises), key=_surest)[:MOST]
    fading = sorted((one for one in found if one.fades), key=_surest)[:MOST]
    heat = heat_of(library, works, heard, naming, year)
    voices = Voices(library.documents.sources())
    lines = _lines(library, base, heard, voices, [*rising, *fading])
    recent, earlier = spans.windows()
    followed = dated(library, library.chronicle.followed(recent.since, recent.until))
    told = [*(one.concept for one in (*rising, *fading)), *(row.node.id for row in heat.rows)]
    return TrendView(
        kind=asked.value,
        month=until,
        recent=recent,
        earlier=earlier,
        strip=strip_of(_figures(library, works), int(until[:4]), until),
        works=_works_of(base, spans.recent),
        earlier_works=_works_of(base, spans.earlier),
        compared=Share(len(base.compared - {""}), len(heard_in(heard, (*spans.recent, *spans.earlier)))),
        tested=len(found),
        undated=library.chronicle.undated(),
        rising=tuple(lines[one.concept] for one in rising if one.concept in lines),
        fading=tuple(lines[one.concept] for one in fading if one.concept in lines),
        heat=heat,
        first_works=_first_works(library, voices, spans.recent),
        first_counts=_first_counts(library, voices, spans.recent),
        lag=lag_of(one for one in followed if one.first),
        lag_by_source=_lag_by_source(library, followed),
        lag_by_concept=_lag_by_concept(library, followed, told, recent),
    )


def rising_to(library: Library, month: Month, kind: NodeKind = KINDS[0], months: int = USUAL) -> Rising:
    """Return what rises up to a month, as the page of trends has it, without all else that page tells."""
    works, heard = library.chronicle.works(), library.chronicle.sources()
    spans = Spans.at(month, months)
    base = base_of(works, heard, spans)
    found = found_in(base, library.chronicle.naming(kind, min(spans.history[0], spans.earlier[0]), month))
    rising = sorted((one for one in found if one.rises), key=_surest)[:MOST]
    lines = _lines(library, base, heard, Voices(library.documents.sources()), rising)
    recent, earlier = spans.windows()
    return Rising(
        kind=kind.value,
        recent=recent,
        earlier=earlier,
        works=_works_of(base, spans.recent),
        earlier_works=_works_of(base, spans.earlier),
        tested=len(found),
        lines=tuple(lines[one.concept] for one in rising if one.concept in lines),
    )


def _works_of(base: Base, months: Collection[Month]) -> Share:
    """Return how many works of these months the compared sources brought, of how many."""
    return Share(base.share({}, months).of, base.share_of_all({}, months).of)


def newest(works: Counts, now: Month) -> Month:
    """Return the newest month with works that is not to come; the present one where there is none."""
    return max((month for month, _ in works if month <= now), default=now)


def heat_of(
    library: Library,
    works: Counts,
    heard: Speakers,
    naming: Mapping[NodeId, Counts],
    months: Sequence[Month],
) -> Heat:
    """Return the concepts that most works of these months name, at least three, month by month."""
    by_concept = {concept: by_month(counts) for concept, counts in naming.items()}
    sums = {concept: sum(counts.get(month, 0) for month in months) for concept, counts in by_concept.items()}
    most = sorted((concept for concept in sums if sums[concept] >= LEAST), key=lambda one: (-sums[one], one))[:ROWS]
    nodes, of = library.graph.many(most), by_month(works)
    return Heat(
        months=tuple(months),
        of=tuple(of.get(month, 0) for month in months),
        sources=tuple(len(heard.get(month, ())) for month in months),
        rows=tuple(
            HeatRow(node=nodes[key], works=tuple(by_concept[key].get(month, 0) for month in months))
            for key in most
            if key in nodes
        ),
    )


def line_of(
    base: Base,
    heard: Speakers,
    spoken: Speakers,
    node: Node,
    found: Found,
    voices: Voices,
    titles: Mapping[SourceId, str],
) -> TrendLine:
    """Return a tested concept as it is told; `spoken` are the sources that speak of it, `heard` all, by month."""
    spans = base.spans
    every = by_month(found.counts)
    bringing = found.brought_by(spans.earlier if found.fades else spans.recent) & base.compared
    return TrendLine(
        node=node,
        recent=found.recent,
        earlier=found.earlier,
        all_recent=base.share_of_all(every, spans.recent),
        all_earlier=base.share_of_all(every, spans.earlier),
        sources=Share(len(heard_in(spoken, spans.recent)), len(heard_in(heard, spans.recent))),
        earlier_sources=Share(len(heard_in(spoken, spans.earlier)), len(heard_in(heard, spans.earlier))),
        chance=found.change.either,
        alone=voices.alone(bringing, titles),
        months=tuple(base.by_month(found.own, (*spans.history, *spans.recent))),
    )


def _asked_kind(kind: str) -> NodeKind:
    if kind not in KINDS:
        raise InvalidInputError(f"trends are of a {', a '.join(KINDS)}, not of a {kind!r}", "kind")
    return NodeKind(kind)


def _surest(one: Found) -> tuple[float, NodeId]:
    return (one.change.either, one.concept)


def _lines(
    library: Library,
    base: Base,
    heard: Speakers,
    voices: Voices,
    found: Sequence[Found],
) -> dict[NodeId, TrendLine]:
    keys = [one.concept for one in found]
    nodes, spoken, titles = library.graph.many(keys), library.chronicle.voices(keys), titles_of(library)
    return {
        one.concept: line_of(base, heard, spoken.get(one.concept, {}), nodes[one.concept], one, voices, titles)
        for one in found
        if one.concept in nodes
    }


def titles_of(library: Library) -> dict[SourceId, str]:
    """Return source → what it is called."""
    return {source.id: source.title for source in library.documents.sources()}


def _figures(library: Library, works: Counts) -> list[MonthFigures]:
    """Return the months of the strip: how many works are first mentioned in each, and how many were picked for it."""
    picks = {one.month: one.picks for one in library.calendar.months()}
    return [
        MonthFigures(month=month, works=count, picks=picks.get(month, 0), said=True)
        for month, count in sorted(by_month(works).items())
    ]


def _first_works(library: Library, voices: Voices, months: Iterable[Month]) -> tuple[FirstLine, ...]:
    """Return the works of these months that most voices mention, each with who was first."""
    told = _shared(library, voices, months)
    most = sorted(told, key=lambda work: (-_heads(voices, told[work]), work))[:WORKS]
    comments = _comments(library, most)
    nodes = library.graph.many(most)
    lines = [
        FirstLine(
            node=nodes[work], firsts=firsts(library, voices, [_heard(one, comments) for one in _earliest(told[work])])
        )
        for work in most
        if work in nodes
    ]
    return tuple(line for line in lines if line.firsts.sayings)


def _shared(library: Library, voices: Voices, months: Iterable[Month]) -> dict[NodeId, list[Telling]]:
    """Return the works first mentioned in these months that two voices or more mention, with who mentions them."""
    works = [work for month in months for work in library.chronicle.shared(month)]
    told: defaultdict[NodeId, list[Telling]] = defaultdict(list)
    for one in library.chronicle.tellings(works):
        if one.source:
            told[one.work].append(one)
    return {work: some for work, some in told.items() if _heads(voices, some) > 1}


def _earliest(told: Iterable[Telling]) -> list[Telling]:
    """Return each source's earliest telling."""
    ordered = sorted(told, key=lambda one: (one.until or "~", one.document), reverse=True)
    return list({one.source: one for one in ordered}.values())


def _heads(voices: Voices, told: Iterable[Telling]) -> int:
    return len({voices.of_source(one.source) for one in told})


def _comments(library: Library, works: Collection[NodeId]) -> dict[tuple[NodeId, str], tuple[str, ...]]:
    """Return (work, document) → the comments with which the document lists the work."""
    found: defaultdict[tuple[NodeId, str], list[str]] = defaultdict(list)
    for item in library.documents.items_listing(works):
        if item.node and item.comment:
            found[item.node, item.document].append(item.comment)
    return {place: tuple(some) for place, some in found.items()}


def _heard(one: Telling, comments: Mapping[tuple[NodeId, str], tuple[str, ...]]) -> Heard:
    words = comments.get((one.work, one.document), ())
    return Heard(document=one.document, since=one.since, until=one.until, month=one.month, words=words)


class _Tally(Struct):
    first: int = 0
    maybe: int = 0
    of: int = 0


def _first_counts(library: Library, voices: Voices, months: Iterable[Month]) -> tuple[FirstCount, ...]:
    """Return how often each source was the first of several voices, those that were most often."""
    tallies: defaultdict[SourceId, _Tally] = defaultdict(_Tally)
    for told in _shared(library, voices, months).values():
        dated = [one for one in told if one.until]
        bound = min((one.until or "" for one in dated), default="")
        early = {one.source for one in dated if (one.since or "") <= bound}
        for source in {one.source for one in told}:
            tally = tallies[source]
            tally.of += 1
            tally.first += early == {source}
            tally.maybe += source in early and len(early) > 1
    titles = titles_of(library)
    counts = (
        FirstCount(source=key, title=titles.get(key, key), first=one.first, maybe=one.maybe, of=one.of)
        for key, one in tallies.items()
        if one.of >= LEAST
    )
    return tuple(sorted(counts, key=lambda one: (-one.first, -one.maybe, one.title)))[:LAGS]


def _lag_by_source(library: Library, followed: Iterable[Followed]) -> tuple[LagLine, ...]:
    by_source: defaultdict[SourceId, list[Followed]] = defaultdict(list)
    for one in followed:
        by_source[one.telling.source].append(one)
    titles = titles_of(library)
    lines = [LagLine(key=key, title=titles.get(key, key), lag=lag_of(some)) for key, some in by_source.items()]
    return _enough(lines)


def _lag_by_concept(
    library: Library, followed: Iterable[Followed], concepts: Sequence[NodeId], window: Window
) -> tuple[LagLine, ...]:
    first = {one.telling.work: one for one in followed if one.first}
    naming = library.chronicle.works_naming(tuple(dict.fromkeys(concepts)), window.since, window.until)
    nodes = library.graph.many(naming)
    lines = [
        LagLine(key=key, title=nodes[key].name, lag=lag_of(first[work] for work in works if work in first))
        for key, works in naming.items()
        if key in nodes
    ]
    return _enough(lines)


def _enough(lines: Iterable[LagLine]) -> tuple[LagLine, ...]:
    """Return those of at least three dated papers, the ones with most papers first."""
    held = [line for line in lines if line.lag.papers + line.lag.rough >= LEAST]
    return tuple(sorted(held, key=lambda line: (-line.lag.papers - line.lag.rough, line.title)))[:LAGS]
