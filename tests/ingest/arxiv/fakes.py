"""A stand-in for arXiv's services: it answers what a test scripted, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlsplit

from ingest.fetch import Download

Reply = bytes | Exception


class Service:
    """Answers by a function of the address's parameters, or from a list, one answer after another."""

    def __init__(self, replies: Callable[[dict[str, str]], Reply] | list[Reply]) -> None:
        self._replies = replies
        self.asked: list[dict[str, str]] = []
        self.addresses: list[str] = []

    def __call__(
        self,
        url: str,
        *,
        etag: str | None = None,  # noqa: ARG002  (the fetcher's signature)
        last_modified: str | None = None,  # noqa: ARG002
        accept: str | None = None,  # noqa: ARG002
        headers: Mapping[str, str] | None = None,  # noqa: ARG002
        body: bytes | None = None,  # noqa: ARG002
        patience: float = 0.0,  # noqa: ARG002
    ) -> Download:
        """Return the next answer, or raise it."""
        self.addresses.append(url)
        self.asked.append(dict(parse_qsl(urlsplit(url).query)))
        reply = self._replies.pop(0) if isinstance(self._replies, list) else self._replies(self.asked[-1])
        if isinstance(reply, Exception):
            raise reply
        return Download(url=url, content=reply)


def answer(ids: list[str], total: int | None = None, start: int = 0, version: int = 1) -> bytes:
    """Return an answer of the API in its real shape, with these papers."""
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{one}v{version}</id><title>Paper {one}</title><summary>About {one}.</summary>"
        f"<published>20{one[:2]}-{one[2:4]}-02T00:00:00Z</published>"
        f"<updated>20{one[:2]}-{one[2:4]}-0{1 + version}T00:00:00Z</updated>"
        "<author><name>A. Author</name></author><category term='cs.CL'/><arxiv:primary_category term='cs.CL'/></entry>"
        for one in ids
    )
    return (
        "<feed xmlns:opensearch='http://a9.com/-/spec/opensearch/1.1/' xmlns:arxiv='http://arxiv.org/schemas/atom'"
        " xmlns='http://www.w3.org/2005/Atom'><title>arXiv Query: search_query=&amp;id_list=</title>"
        f"<opensearch:totalResults>{len(ids) if total is None else total}</opensearch:totalResults>"
        f"<opensearch:startIndex>{start}</opensearch:startIndex>{entries}</feed>"
    ).encode()
