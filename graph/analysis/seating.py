"""Cells of a map, each for one point: one near by that is free, found without asking all that are taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Cell = tuple[int, int]

_LEVELS = 20
"""A block of the top level is a million cells wide: the one about a cell and those beside it are never all full."""


class Seats:
    """Remembers which cells are taken and, as a quadtree, which blocks of four, of four blocks, … are full."""

    def __init__(self, taken: Iterable[Cell] = ()) -> None:
        self._full: list[set[Cell]] = [set() for _ in range(_LEVELS + 1)]
        for cell in taken:
            self._fill(cell)

    def take(self, cell: Cell) -> Cell:
        """Take and return the cell, else one near by: in the nearest of the smallest blocks about it with one that is free.

        That may be some times as far as the nearest of all, which would have to be looked for along every edge of a crowd.
        """
        found = cell if cell not in self._full[0] else self._beside(cell)
        self._fill(found)
        return found

    def _fill(self, cell: Cell) -> None:
        for level, full in enumerate(self._full):
            full.add(cell)
            cell = cell[0] >> 1, cell[1] >> 1
            if not all(part in full for part in _parts(cell)) or level == _LEVELS:
                return

    def _beside(self, cell: Cell) -> Cell:
        level, blocks = 0, list[Cell]()
        while not blocks:
            level += 1
            x, y = cell[0] >> level, cell[1] >> level
            blocks = [(x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (x + i, y + j) not in self._full[level]]
        while level:
            block = min((_far(cell, one, level), one) for one in blocks)[1]
            level -= 1
            blocks = [part for part in _parts(block) if part not in self._full[level]]
        return min((_far(cell, one, 0), one) for one in blocks)[1]


def _parts(block: Cell) -> Iterator[Cell]:
    """Yield the four of the level below that make the block."""
    return ((2 * block[0] + i, 2 * block[1] + j) for i in (0, 1) for j in (0, 1))


def _far(cell: Cell, block: Cell, level: int) -> int:
    """Return the square of how many cells away a block of the level begins."""
    low, high = (block[0] << level, block[1] << level), (block[0] + 1 << level, block[1] + 1 << level)
    return sum(max(low[axis] - cell[axis], cell[axis] - high[axis] + 1, 0) ** 2 for axis in (0, 1))
