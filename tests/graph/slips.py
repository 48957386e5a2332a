"""A list with slips, and the records that tell them: what the tests of the audit's view and doors read."""

from __future__ import annotations

from graph.ports import Library
from tests.graph.audit.papers import ALL, RESIDUAL
from tests.graph.small import LETTERS, Listed, Part, arxiv, put, reading

UNKNOWN, WRONG, MONTH_13 = "2401.00009", "1909.00010", "https://arxiv.org/abs/2513.00012"
SLIPS = reading(
    "slips",
    LETTERS,
    "A list with slips",
    "2025-06-01",
    (
        Part(
            heading="Vision",
            entries=(
                arxiv("ResNet", RESIDUAL.identity.removeprefix("arxiv:"), "Much deeper than before."),
                arxiv("Segment Anything", WRONG),
                arxiv("Gardens in the sky", UNKNOWN),
                arxiv("Bridges under water", UNKNOWN),
                arxiv("paper", "2407.21783"),
                Listed(label="Thirteen", url=MONTH_13, identity=f"web:{MONTH_13}"),
                Listed(label="A video", url="https://youtu.be/abcdefghijk", identity="youtube:abcdefghijk"),
            ),
        ),
    ),
    author="Ada Reader",
)
AGAIN = reading(
    "again",
    LETTERS,
    "Another list",
    "2025-07-01",
    (Part(heading="Masks", entries=(arxiv("Segment  anything", WRONG),)),),
)


def fill(library: Library) -> None:
    """Put the list and the records into the library."""
    with library.transaction():
        library.documents.put_source(LETTERS)
        put(library, SLIPS)
        library.corpus.put(ALL)
