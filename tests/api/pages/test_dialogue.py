"""A transcript's page: chapters with their times, turns that lead to their second."""

from __future__ import annotations

from api.pages.outlines import draw
from api.pages.words import clock
from graph.outline import Block, BlockKind

BLOCKS = (
    Block(BlockKind.HEADING, "Routing", level=2, start=94.0),
    Block(BlockKind.TURN, "Right.", speaker="Ann Lee", start=94.0),
    Block(BlockKind.PARAGRAPH, "And more.", speaker="Ann Lee"),
    Block(BlockKind.TURN, "Yes.", speaker="Bo Kim", start=3723.5),
)


def test_each_second_has_one_place() -> None:
    """A chapter has it before the turn that begins with it, so that a page holds no name twice."""
    assert [block.place for block in draw(BLOCKS, ())] == ["t-94", None, None, "t-3723"]


def test_who_speaks_is_said_where_a_turn_begins() -> None:
    """What goes on with it says it once only."""
    assert [block.speaker for block in draw(BLOCKS, ())] == [None, "Ann Lee", None, "Bo Kim"]


def test_seconds_are_read_as_on_a_clock() -> None:
    """Hours only where there are any."""
    assert [clock(second) for second in (0, 94.9, 3723.5)] == ["0:00", "1:34", "1:02:03"]
