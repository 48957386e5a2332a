"""A linker whose links are looked at as a whole once they are there: by jobs and by commands alike.

A look that was lost is made again by the next run, even where there is nothing to embed or to link: a service looks for
texts to embed when it starts.
"""

from __future__ import annotations

from collections.abc import Collection

from graph.model import NodeId
from graph.ports import Came, Coming, EmbedReport, Linker, LinkReport, Progress
from graph.ports.analysis import Analysis


class AnalysedLinker:
    """The port Linker: another one's work, and after each linking the analysis of the whole."""

    def __init__(self, inner: Linker, analysis: Analysis) -> None:
        self._inner = inner
        self._analysis = analysis

    def embed(self, progress: Progress | None = None, *, corpus: bool = True, came: Came | None = None) -> EmbedReport:
        """Embed as the inner one does; where nothing is left to embed and the look at the whole was lost, make it again."""
        report = self._inner.embed(progress, corpus=corpus, came=came)
        if corpus and not report.embedded and self._analysis.held() is None:
            self._analysis.refresh(progress)
        return report

    def coming(self) -> Coming:
        """Return how many still wait for their vectors."""
        return self._inner.coming()

    def link(self, progress: Progress | None = None) -> LinkReport:
        """Link all that has vectors, and look at the whole."""
        report = self._inner.link(progress)
        self._analysis.refresh(progress)
        return report

    def update(self, keys: Collection[NodeId] | None = None, progress: Progress | None = None) -> LinkReport:
        """Link these nodes or what changed; look at the whole where that was anything and it is time for it."""
        report = self._inner.update(keys, progress)
        if (report.nodes or report.gone or self._analysis.held() is None) and self._analysis.is_due():
            self._analysis.refresh(progress)
        return report
