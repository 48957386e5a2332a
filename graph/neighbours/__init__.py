"""The nearest neighbours of a library's vectors, kept in one file beside the store."""

from graph.neighbours.kept import KeptNeighbours

__all__ = ["KeptNeighbours"]
