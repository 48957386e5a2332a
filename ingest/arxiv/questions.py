"""What an `arxiv:` target asks for: papers by id, subjects, or a query in the API's own language.

arxiv:2402.06196, math/0611800v2     these papers (a version where one is named, else the newest)
arxiv:cs.CL   arxiv:cs.CL,cs.LG      what is new in these subjects
arxiv:all:"mixture of experts" AND cat:cs.LG
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from msgspec import Struct

from graph.errors import UnreadableError
from graph.ports import RecordFilter
from ingest.sources.arxiv.papers import paper

NEWEST = 200
"""Papers that a question brings which names no date: about a day of a large subject, two questions of a small one."""
MOST = 30_000
"""The API gives no more than this to one query (https://info.arxiv.org/help/api/user-manual.html)."""
_FIELDS = re.compile(r"\b(?:ti|au|abs|co|jr|cat|rn|id|all|submittedDate|lastUpdatedDate):")
_ARCHIVES = (
    "astro-ph|cond-mat|cs|econ|eess|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|nlin|nucl-ex|nucl-th|physics|q-bio"
    "|q-fin|quant-ph|stat"
)
_SUBJECT = re.compile(rf"(?:{_ARCHIVES})(?:\.[A-Za-z]+(?:-[a-z]+)?)?")
_LIKE_ID = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?")
_CLASS = re.compile(r" \[[\w.-]+\]")  # 2402.06196 [cs.CL], as arXiv prints it
_UNDIVIDED = frozenset(["gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "nucl-ex", "nucl-th", "quant-ph"])
_FIRST_DAY, _LAST_DAY = "19910101", "20991231"


class Papers(Struct, frozen=True):
    """Papers asked for by their ids, as the API spells them; `impossible` are what looks like ids and can be none."""

    ids: tuple[str, ...]
    impossible: tuple[str, ...] = ()


class Query(Struct, frozen=True):
    """A query. `name` is what it was asked by, without the filter, so that its source is the same tomorrow."""

    name: str
    search: str
    most: int


def question(target: str, asked: str, only: RecordFilter) -> Papers | Query:
    """Return what is asked, or raise UnreadableError saying what could have been."""
    asked = _CLASS.sub("", " ".join(asked.split()))
    parts = [part for part in re.split(r"[\s,]+", asked) if part]
    if parts and all(_LIKE_ID.fullmatch(part) or paper(f"arxiv:{part}") for part in parts):
        return _papers(parts)
    subjects = [part for part in re.split(r"[\s,+]+", asked) if part]
    if subjects and all(map(_SUBJECT.fullmatch, subjects)):
        return _query(_any(subjects), only)
    if _FIELDS.search(asked):
        return _query(asked, only)
    raise UnreadableError(target, 'neither ids (2402.06196), subjects (cs.CL) nor a query (all:"…", au:…, cat:…)')


def address_of_ids(base: str, ids: tuple[str, ...]) -> str:
    """Return the address that asks for these papers; `max_results` would be 10 even for a list of ids."""
    return f"{base}?{urlencode({'id_list': ','.join(ids), 'start': 0, 'max_results': len(ids)})}"


def address_of_slice(base: str, search: str, start: int, count: int) -> str:
    """Return the address that asks for a slice of a query's papers, newest first."""
    asked = {"search_query": search, "start": start, "max_results": count}
    return f"{base}?{urlencode({**asked, 'sortBy': 'submittedDate', 'sortOrder': 'descending'})}"


def _papers(parts: list[str]) -> Papers:
    ids, impossible = [], []
    for part in parts:
        known = paper(f"arxiv:{part}")
        if known is None:
            impossible.append(part)
        else:
            value = known[0].partition(":")[2]
            ids.append(f"{value}v{known[1]}" if known[1] else value)
    return Papers(tuple(dict.fromkeys(ids)), tuple(dict.fromkeys(impossible)))


def _query(name: str, only: RecordFilter) -> Query:
    search = name
    if only.categories:
        search = f"({search}) AND ({_any(list(only.categories))})"
    if only.since or only.until:
        since = f"{only.since:%Y%m%d}" if only.since else _FIRST_DAY
        until = f"{only.until:%Y%m%d}" if only.until else _LAST_DAY
        search = f"({search}) AND submittedDate:[{since}0000 TO {until}2359]"
    return Query(name, search, MOST if only.since else NEWEST)


def _any(subjects: list[str]) -> str:
    """Return the query for any of these subjects; an archive's name alone means all that it has."""
    return " OR ".join(f"cat:{one}" if "." in one or one in _UNDIVIDED else f"cat:{one}.*" for one in subjects)
