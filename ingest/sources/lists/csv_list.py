"""The reader of reading lists in columns: a row a work, with or without a header. One file is one document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from graph.errors import UnreadableError
from graph.identity import read_address
from graph.model import Document, Fetched
from ingest.sources.lists.listed import Listed, is_address, month_heading, outline_of
from ingest.sources.lists.listfile import as_fetched, file_of, list_document
from ingest.sources.reading import SourceReading
from ingest.sources.table import Row, Table, is_regular, read_table

NAMES = {
    "title": "title; name; paper; paper title; label; headline; work; article; article title",
    "url": "url; link; links; address; href; website; paper url; paper link; source url; webpage; uri",
    "doi": "doi; doi link; doi url",
    "arxiv": "arxiv; arxiv id; arxivid; arxiv url; arxiv link",
    "comment": "comment; comments; my comment; note; notes; my notes; remark; remarks; annotation; thoughts; takeaway; "
    "description; summary; why; review",
    "month": "month; month read",
    "date": "date; date read; read on; date added; added; added on; time added; created",
    "year": "year",
    "category": "category; categories; topic; topics; section; folder; collection; group; theme; shelf; area; subject",
    "tags": "tag; tags; labels; keywords",
    "authors": "author; authors",
}
"""What a column is for → what people call it, folded, the best name first."""
MEANING = {name: meaning for meaning, names in NAMES.items() for name in names.split("; ")}
TELLING = frozenset({"title", "url", "doi", "arxiv"})
LINKED = 0.5
"""Half the rows of a table without a header need an address; others are tables of something else."""


class CsvReader:
    """Reads reading lists as CSV or TSV."""

    name = "csv"

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell it by a header that names a title or an address, or by its columns and addresses."""
        del content_type
        table = read_table(content, MEANING, head=True)
        return table is not None and _looks_like_one(table)

    def read(self, content: bytes, *, target: str, url: str | None, as_of: datetime | None = None) -> SourceReading:
        """Return the list as one document, or raise UnreadableError."""
        del as_of
        table = read_table(content, MEANING)
        if table is None or not _is_list(table):
            raise UnreadableError(target, "a table without a column of titles or addresses" if table else "no table")
        return as_fetched(content, self.name, target, url)

    def document(self, fetched: Fetched) -> Document:
        """Return the list as a document: a section for each month and category, an item for each row."""
        file = file_of(fetched)
        table = read_table(file.text.encode(), MEANING)
        return list_document(fetched, file, outline_of(_entries(table) if table else ()))


def _is_list(table: Table) -> bool:
    """Tell a table that lists works: a column is called so, or half its rows have an address."""
    if _meanings(table) & TELLING and table.cells:
        return True
    rows = [table.first, *table.cells]
    return is_regular(rows) and sum(any(map(is_address, row)) for row in rows) >= LINKED * len(rows)


def _looks_like_one(table: Table) -> bool:
    """Tell it from a text with commas in it, whose first words may be the name of a column."""
    return len(table.first) > 1 and _is_list(table) and (len(_meanings(table)) > 1 or _has_addresses(table))


def _meanings(table: Table) -> set[str]:
    return {MEANING[name] for name in table.header if name in MEANING}


def _has_addresses(table: Table) -> bool:
    return is_regular([table.first, *table.cells]) and any(map(is_address, (table.cells or (table.first,))[0]))


def _entries(table: Table) -> Iterator[Listed]:
    if {MEANING.get(name) for name in table.header} & TELLING and not any(map(is_address, table.first)):
        names = _best_names(table.header)
        extra = [name for name in table.header if name and name not in names.values()]
        yield from (entry for row in table.rows if (entry := _entry(row, names, extra)))
    else:
        yield from (entry for cells in _all_cells(table) if (entry := _without_header(cells)))


def _best_names(header: Sequence[str]) -> dict[str, str]:
    """Return meaning → the column that has it, the best name where several do."""
    ranked = sorted((name for name in header if name in MEANING), key=list(MEANING).index)
    return {MEANING[name]: name for name in reversed(ranked)}


def _entry(row: Row, names: dict[str, str], extra: Sequence[str]) -> Listed | None:
    said = {meaning: row.get(name, "").strip() for meaning, name in names.items()}
    addresses = [_address(meaning, said.get(meaning, "")) for meaning in ("url", "doi", "arxiv")]
    urls = list(dict.fromkeys(address for address in addresses if address))
    title = said.get("title", "")
    if is_address(title) and not urls:
        urls, title = [title], ""
    if not title and not urls:
        return None
    more = [(name, row[name].strip()) for name in extra if is_address(row.get(name, ""))]
    month = month_heading(
        said.get("month") or said.get("date") or "", said.get("year", "") if said.get("month") else ""
    )
    category = said.get("category") or re.split(r"[;,|]", said.get("tags", ""))[0]
    return Listed(
        label=title or urls[0],
        url=urls[0] if urls else None,
        comment=said.get("comment") or None,
        more=(*((_scheme(url), url) for url in urls[1:]), *more),
        under=tuple(filter(None, (month, category.strip()))),
    )


def _address(meaning: str, cell: str) -> str:
    """Return what a cell leads to: a DOI or an arXiv number needs no address around it."""
    if not cell or is_address(cell):
        return cell.strip("<>")
    address = read_address(f"arXiv:{cell}" if meaning == "arxiv" and cell[:1].isdigit() else cell)
    return address.url if address.identity and address.url else cell if meaning == "url" else ""


def _scheme(url: str) -> str:
    identity = read_address(url).identity
    return {"doi": "DOI", "arxiv": "arXiv"}.get(identity.scheme, "link") if identity else "link"


def _all_cells(table: Table) -> Iterator[Sequence[str]]:
    yield from (table.first, *table.cells)


def _without_header(cells: Sequence[str]) -> Listed | None:
    """Return an entry: its first address, then its first text as its name, the other texts as what is said of it."""
    urls = [cell.strip().strip("<>") for cell in cells if is_address(cell)]
    texts = [cell.strip() for cell in cells if cell.strip() and not is_address(cell)]
    if not urls and not texts:
        return None
    month = next((text for text in texts[1:] if re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", text)), "")
    said = [text for text in texts[1:] if text != month]
    return Listed(
        label=texts[0] if texts else urls[0],
        url=urls[0] if urls else None,
        comment=" — ".join(said) or None,
        more=tuple((_scheme(url), url) for url in urls[1:]),
        under=(month_heading(month),) if month else (),
    )
