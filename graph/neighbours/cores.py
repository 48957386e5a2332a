"""Work on several cores: one part a thread, each matrix product on one core.

Numpy's products take all cores by themselves, but for products of a thousandth of a second these wait for each other
longer than they work, and what comes between the products is done by one core alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from threadpoolctl import ThreadpoolController

Part = TypeVar("Part")
Done = TypeVar("Done")

_MOST = 8
"""Threads: each holds about 100 MB."""


def side_by_side(work: Callable[[Part], Done], parts: Sequence[Part]) -> Iterator[Done]:
    """Yield what the work makes of each part, in their order; numpy's work holds up no other thread."""
    if len(parts) < 2:
        yield from map(work, parts)
        return
    with _products().limit(limits=1, user_api="blas"), ThreadPoolExecutor(min(_MOST, os.cpu_count() or 1)) as pool:
        yield from pool.map(work, parts)


@cache
def _products() -> ThreadpoolController:
    return ThreadpoolController()  # it looks through all loaded libraries: once is enough
