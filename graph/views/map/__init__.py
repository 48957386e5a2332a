"""The map of a library: what stands where, what joins it, what a start shows of it, and why two are joined."""

from graph.views.map.charter import Charter
from graph.views.map.sheet import Sheet, sheet_of
from graph.views.map.starts import Start, start_of

__all__ = ["Charter", "Sheet", "Start", "sheet_of", "start_of"]
