"""References gathered: for a figure over many works, and numbered as footnotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from graph.review.phrases import quoted
from graph.review.shapes import Draft, PlannedEntry, Reference, Sentence

MOST = 6
"""A figure over more references than this cites those behind most of its works and counts the rest: a row of thirty
footnotes is not read, and every work repeats its own below."""


def whole(reference: Reference) -> Reference:
    """Return a reference to the whole document instead of a section of it."""
    url = reference.url.partition("#")[0] if reference.url else None
    return replace(reference, section=None, url=url)


def lists(entries: Iterable[PlannedEntry]) -> list[tuple[Reference, int]]:
    """Return the documents that bring the entries into the review, with how many each brings, most first."""
    counts: Counter[Reference] = Counter()
    for planned in entries:
        counts.update({whole(reference) for reference in planned.homes if reference.document})
    return sorted(
        counts.items(), key=lambda one: (-one[1], one[0].published or "", one[0].title, one[0].document or "")
    )


def listings(planned: PlannedEntry) -> int:
    """Return how many documents list the entry, those of other years too."""
    return len({reference.document for reference in planned.references if reference.document})


def behind(entries: Iterable[PlannedEntry]) -> tuple[Reference, ...]:
    """Return what a figure over these entries rests on, section by section."""
    return gathered(reference for planned in entries for reference in planned.references)


def dating(entries: Iterable[PlannedEntry]) -> tuple[Reference, ...]:
    """Return where the months of these entries were read."""
    return gathered(reference for planned in entries for reference in planned.dated)


def filing(entries: Iterable[PlannedEntry]) -> tuple[Reference, ...]:
    """Return where the categories of these entries were read, or who guessed them."""
    return gathered(reference for planned in entries for reference in planned.filed)


def gathered(references: Iterable[Reference]) -> tuple[Reference, ...]:
    """Return the references once each, most used first.

    More than MOST become the documents they are sections of; of more documents than that, the rest is counted in one.
    """
    counts = Counter(references)
    if len(counts) > MOST:
        counts = Counter(whole(reference) if reference.document else reference for reference in counts.elements())
    ordered = [reference for reference, _ in counts.most_common()]
    if len(ordered) <= MOST:
        return tuple(ordered)
    rest = len(ordered) - MOST + 1
    return (*ordered[: MOST - 1], Reference(title=f"{rest} more places, each named at the works it concerns"))


def numbered(draft: Draft) -> dict[Reference, int]:
    """Return reference → footnote number, in order of first use."""
    return {
        reference: number
        for number, reference in enumerate(
            dict.fromkeys(reference for sentence in statements(draft) for reference in sentence.sources), 1
        )
    }


def statements(draft: Draft) -> Iterator[Sentence]:
    """Yield every sentence of the draft as it is read."""
    yield draft.headline
    yield from draft.opening
    for section in draft.sections:
        yield from section.paragraph
        for item in section.items:
            yield from item.remarks


def name(reference: Reference) -> str:
    """Return a document's title in quotation marks, anything else as it is called."""
    return quoted(reference.title) if reference.document else reference.title


def place(reference: Reference) -> str | None:
    """Return where in the reference it stands: a section's heading in quotation marks."""
    return quoted(reference.section) if reference.document and reference.section else reference.section
