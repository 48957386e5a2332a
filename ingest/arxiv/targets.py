"""Targets that lead to arXiv's services: `arxiv:…`, `oai:SET`, and addresses that list records."""

from __future__ import annotations

from collections.abc import Iterator

from graph.errors import UnreadableError
from graph.ports import RecordFilter
from ingest.arxiv.api import ArxivApi
from ingest.arxiv.harvest import harvest, listing
from ingest.arxiv.questions import Papers, question
from ingest.asking import Endpoints, Fetch
from ingest.sources.arxiv.papers import paper
from ingest.sources.reading import SourceReading

_ALL = "all"


class ArxivTargets:
    """Reads what targets ask of arXiv, batch by batch."""

    def __init__(self, fetch: Fetch, endpoints: Endpoints) -> None:
        self._fetch = fetch
        self._endpoints = endpoints

    def batches(self, target: str, only: RecordFilter) -> Iterator[SourceReading] | None:
        """Return the batches of a target that is arXiv's, None for any other; FetchError and UnreadableError come with them."""
        scheme, _, rest = target.strip().partition(":")
        scheme = scheme.lower()
        if scheme == "arxiv":
            return self._asked(target, rest, only)
        if scheme == "oai" and paper(target.strip()):
            return self._asked(target, target.strip().rpartition(":")[2], only)
        if scheme == "oai":
            return self._harvested(target, rest.strip(), only)
        if scheme in ("http", "https") and (asked := listing(target)):
            return harvest(self._fetch, target.partition("?")[0], asked, only, target)
        return None

    def _asked(self, target: str, rest: str, only: RecordFilter) -> Iterator[SourceReading]:
        asked = question(target, rest, only)
        api = ArxivApi(self._fetch, self._endpoints.arxiv)
        return api.papers(asked, target) if isinstance(asked, Papers) else api.query(asked, only, target)

    def _harvested(self, target: str, name: str, only: RecordFilter) -> Iterator[SourceReading]:
        if not name:
            raise UnreadableError(target, f"names no set (oai:cs, oai:physics:hep-th; oai:{_ALL} for everything)")
        asked = {} if name.lower() == _ALL else {"set": name}
        return harvest(self._fetch, self._endpoints.oai, asked, only, target)
