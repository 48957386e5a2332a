"""Reading lists as CSV, Markdown and lines of addresses: what each entry says, and which texts are no lists."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections import Counter
from itertools import groupby
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import UnreadableError
from graph.model import Item
from graph.outline import BlockKind
from ingest.sources.lists.csv_list import MEANING
from ingest.sources.lists.listed import month_heading
from ingest.sources.table import read_table
from tests.ingest.sources.libraries.samples import documents, kind_of, listed, reading, sample
from tests.shared import SHARED, needs_shared

MIXTRAL = "https://arxiv.org/abs/2401.04088"


def told(item: Item) -> tuple[str, str | None, str | None]:
    """Return what an item is called, what it is and what is said of it."""
    return item.label, item.identity, item.comment


def test_a_csv_has_a_row_for_each_work() -> None:
    """Excel's semicolons, quoted line breaks, a DOI alone, a row without any address, a further address."""
    items = listed(sample("list.csv"), "list.csv")

    assert kind_of(sample("list.csv")) == "csv"
    assert [told(item) for item in items] == [
        ("Attention Is All You Need", "arxiv:1706.03762", "The start; still worth a read. (code)"),
        ('A title, with "quotes" and a line break', "web:https://example.org/two", None),
        ("A title of quite a few words: the one that has no address at all", None, "Only on paper."),
        ("By its DOI alone.", "doi:10.1038/s41586-021-03819-2", None),
    ]
    assert [(item.month, item.section) for item in items] == [
        ("2024-01", "Architectures"),
        ("2024-01", "Architectures"),
        ("2024-02", "Reasoning"),
        ("2024-02", "Reasoning"),
    ]
    assert [link.identity for link in items[0].links] == ["github:tensorflow/tensor2tensor"]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Title,URL,Notes", f"Mixtral of Experts,{MIXTRAL},Eight experts."),
        ("\ufeffname;link;My comment", f"Mixtral of Experts;{MIXTRAL};Eight experts."),
        ("sep=;\npaper;arxiv_id;why", "Mixtral of Experts;2401.04088;Eight experts."),
        ("comment\tarxiv\ttitle", "Eight experts.\t2401.04088v2\tMixtral of Experts"),
        ("Rating|Paper Title|Paper URL|Comments", f"5|Mixtral of Experts|{MIXTRAL}|Eight experts."),
        ("title,doi,comment,authors", "Mixtral of Experts,10.48550/arXiv.2401.04088,Eight experts.,Jiang"),
        (f"Mixtral of Experts,{MIXTRAL},Eight experts.", f"Mixtral of Experts,{MIXTRAL},Eight experts."),
    ],
)
def test_columns_are_known_by_what_people_call_them(header: str, row: str) -> None:
    """Whatever parts them; without a header, by what they hold."""
    items = listed(f"{header}\n{row}\n".encode(), "list.csv", "csv")

    assert {told(item) for item in items} == {("Mixtral of Experts", "arxiv:2401.04088", "Eight experts.")}
    assert kind_of(f"{header}\n{row}\n".encode()) == "csv"


def test_spreadsheets_write_other_encodings() -> None:
    """Excel's "Unicode text" and its old code page."""
    text = f"Title\tLink\nÜber Mixtral\t{MIXTRAL}\n"

    for encoding in ("utf-16", "cp1252", "utf-8-sig"):
        assert [item.label for item in listed(text.encode(encoding), "list.txt", "csv")] == ["Über Mixtral"]


def test_rows_stand_under_their_months_and_categories() -> None:
    """In the order in which these first come, whatever the order of the rows; rows of none come first."""
    rows = [
        ("A", "2024-02", "Agents"),
        ("B", "2024-01", "Tools"),
        ("C", "2024-02", "Tools"),
        ("D", "", ""),
        ("E", "2024-02", "Agents"),
    ]
    text = "title,url,month,topic\n" + "".join(f"{a},https://{a}.example/,{b},{c}\n" for a, b, c in rows)

    items = listed(text.encode(), "list.csv")

    assert [(item.label, item.month, item.section) for item in items] == [
        ("D", None, None),
        ("A", "2024-02", "Agents"),
        ("E", "2024-02", "Agents"),
        ("C", "2024-02", "Tools"),
        ("B", "2024-01", "Tools"),
    ]


@pytest.mark.parametrize(
    ("written", "year", "heading"),
    [
        ("2024-03", "", "March 2024"),
        ("2024-03-05", "", "March 2024"),
        ("Mar 2024", "", "March 2024"),
        ("March", "", "March"),
        ("3", "2024", "March 2024"),
        ("03", "", "March"),
        ("2024", "", "2024"),
        ("", "2024", "2024"),
        ("some time", "", "some time"),
        ("", "", ""),
    ],
)
def test_a_month_is_a_heading(written: str, year: str, heading: str) -> None:
    """As exactly as it is written."""
    assert month_heading(written, year) == heading


def test_markdown_is_a_list_under_headings() -> None:
    """Bullets of several kinds, a remark below one, a bare address, a table, the front matter, and no raw HTML."""
    items = listed(sample("list.md"), "list.md")
    (document,) = documents(sample("list.md"), "list.md").values()

    assert kind_of(sample("list.md")) == "reading-list"
    assert [(item.month, *told(item)) for item in items] == [
        ("2024-01", "Mixtral of Experts", "arxiv:2401.04088", "Eight experts, two at a time."),
        ("2024-01", "Self-Rewarding Language Models", "arxiv:2401.10020", "judges itself. And a remark below."),
        ("2024-01", "DeepSeek LLM", "arxiv:2401.02954", None),
        ("2024-03", "Jamba", "arxiv:2403.19887", "Mixes | both. (Code)"),
        ("2024-03", "DBRX", "web:https://example.org/dbrx", "Large."),
    ]
    assert (document.title, document.kind) == ("Reading 2024", "list")
    assert document.published is not None
    assert document.published.month == "2024-12"
    assert "<script>alert(1)</script> is text." in [block.text for block in document.outline.blocks]


def test_the_only_heading_of_the_first_level_is_the_title() -> None:
    """Where there are several they are sections, and the file's name is the title."""
    one = f"# Papers of 2024\n\n## March\n\n- [Mixtral]({MIXTRAL})\n"
    two = f"# January\n\n- [Mixtral]({MIXTRAL})\n\n# February\n\n- [Jamba](https://arxiv.org/abs/2403.19887)\n"

    assert reading(one.encode(), "list.md").source.title == "Papers of 2024"
    assert [item.month for item in listed(one.encode(), "list.md")] == ["2024-03"]
    assert [document.title for document in documents(two.encode(), "reading-2024.md").values()] == ["reading-2024"]
    assert [item.month for item in listed(two.encode(), "reading-2024.md")] == ["2024-01", "2024-02"]


def test_a_table_is_sorted_by_its_months() -> None:
    """Below the heading that it stands under; a cell with a link of its own keeps it."""
    text = f"""# 2024

| Month | Paper | Comment |
|---|---|---|
| January | [Mixtral]({MIXTRAL}) | Eight<br>experts. |
| March | [Jamba](https://arxiv.org/abs/2403.19887) | |
"""
    assert [(item.month, *told(item)) for item in listed(text.encode(), "list.md")] == [
        ("2024-01", "Mixtral", "arxiv:2401.04088", "Eight experts."),
        ("2024-03", "Jamba", "arxiv:2403.19887", None),
    ]


def test_a_list_of_addresses_is_read_line_by_line() -> None:
    """A title before or above, a comment after or below, headings and remarks with a hash."""
    items = listed(sample("links.txt"), "links.txt")

    assert kind_of(sample("links.txt")) == "reading-list"
    assert [told(item) for item in items] == [
        ("https://arxiv.org/abs/2402.06196", "arxiv:2402.06196", None),
        ("mixes two designs", "arxiv:2403.19887", None),
        ("Self-Rewarding Language Models", "arxiv:2401.10020", None),
        ("A title above", "web:https://example.org/above", "and what is said of it below."),
    ]
    assert [item.month for item in items] == ["2024-03"] * 4


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("One\nhttps://a.example/1\nTwo\nhttps://a.example/2\n", [("One", None), ("Two", None)]),
        (
            "https://a.example/1\nsaid of one, which is a longer sentence that goes on.\nhttps://a.example/2\n",
            [
                ("https://a.example/1", "said of one, which is a longer sentence that goes on."),
                ("https://a.example/2", None),
            ],
        ),
        ("One: https://a.example/1\nTwo - <https://a.example/2>.\n", [("One", None), ("Two", None)]),
        (
            "# a remark\nhttps://a.example/1\n# on the second\nTwo https://a.example/2\n",
            [("https://a.example/1", None), ("Two", "on the second")],
        ),
    ],
)
def test_lines_belong_to_the_address_they_speak_of(text: str, entries: list[tuple[str, str | None]]) -> None:
    """Where addresses stand alone the line above each is its title, unless an address comes first."""
    assert [(item.label, item.comment) for item in listed(text.encode(), "links.txt")] == entries


BARE = """# Listed

https://a.example/1
www.example.org/page
arXiv:2303.08774
doi: 10.1145/3292500.3330701 - on trees
1706.03762v5
hep: the old ones (arXiv:hep-th/9901001)
10.1038/s41586-021-03819-2.
"""


def test_an_address_needs_no_scheme() -> None:
    """Numbers of arXiv, DOIs and `www.…` are entries of their own, no words about their neighbours."""
    assert kind_of(BARE.encode()) == "reading-list"
    assert [told(item)[:2] for item in listed(BARE.encode(), "links.txt")] == [
        ("https://a.example/1", "web:https://a.example/1"),
        ("https://www.example.org/page", "web:https://example.org/page"),
        ("https://arxiv.org/abs/2303.08774", "arxiv:2303.08774"),
        ("on trees", "doi:10.1145/3292500.3330701"),
        ("https://arxiv.org/abs/1706.03762v5", "arxiv:1706.03762"),
        ("hep: the old ones", "arxiv:hep-th/9901001"),
        ("https://doi.org/10.1038/s41586-021-03819-2", "doi:10.1038/s41586-021-03819-2"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2303.08774\n1706.03762\n", ["arxiv:2303.08774", "arxiv:1706.03762"]),
        ("10.1145/3292500.3330701\n", ["doi:10.1145/3292500.3330701"]),
        ("- arXiv:2303.08774 — long\n- 1706.03762: short\n", ["arxiv:2303.08774", "arxiv:1706.03762"]),
        ("GPT-4 arXiv:2303.08774\nwww.example.org/a another\n", ["arxiv:2303.08774", "web:https://example.org/a"]),
    ],
)
def test_a_list_may_have_no_schemes_at_all(text: str, found: list[str]) -> None:
    """Bare ids one a line, as bullets, with their titles."""
    assert kind_of(text.encode()) == "reading-list"
    assert [item.identity for item in listed(text.encode(), "ids.txt")] == found


ARTICLE = """# On reading

This is a text with [a link](https://a.example/1) here and there. It goes on for a while, as texts do.

It says more in a second paragraph, without any link at all, and in a third.

And this is the third, which ends it.

## References

- [One](https://a.example/1)
"""


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE,
        "Just words.\n\nAnd more of them.\n",
        "- milk\n- bread\n- [a shop](https://shop.example/)\n",
        "00:00:01 Ann: Hello, and welcome to the show.\n00:00:09 Ben: Thanks. See https://a.example/ for the notes.\n"
        * 3,
        "Name, what it does, and where: a sentence with commas\nAnother, like it, with commas\n",
        "2303.08774 12.5 0.1\n1706.03762 12.6 0.2\n",
        "1234.5678\n1299.12345\n2012.0401\n",
        "Compare arXiv:2303.08774 with what came before, says Ann.\n\nOr see www.example.org for more.\n",
        "Title\n\nAn essay of one paragraph that follows its title.\n",
        "",
    ],
)
def test_other_texts_are_no_reading_lists(text: str) -> None:
    """Half the entries of a list have a link; articles, transcripts and notes are for other readers."""
    assert kind_of(text.encode()) not in ("reading-list", "csv")


@pytest.mark.parametrize("kind", ["csv", "reading-list"])
def test_what_is_none_is_unreadable(kind: str) -> None:
    """Asked for by name, each says what is wrong."""
    for content in (b"no link, no title", b"\x00\x01\x02\x03"):
        with pytest.raises(UnreadableError):
            reading(content, "list", kind)


def test_a_file_of_the_same_name_is_the_same_list() -> None:
    """The folder does not matter and is not kept; a changed list is the same document, changed."""
    first = reading(sample("list.md"), "list.md")
    again = reading(sample("list.md") + f"- [Mixtral]({MIXTRAL})\n".encode(), "other/list.md")

    assert first.source == again.source
    assert first.documents[0].id == again.documents[0].id
    assert first.documents[0].digest != again.documents[0].digest
    assert b"somebody" not in first.documents[0].payload


cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\t"), max_size=12)


@given(st.lists(st.tuples(cells, cells, cells), max_size=8), st.sampled_from(",;\t|"))
def test_what_a_spreadsheet_writes_is_read_back(rows: list[tuple[str, str, str]], delimiter: str) -> None:
    """Row for row and cell for cell, whatever parts them."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows([("title", "url", "comment"), *rows])

    table = read_table(written.getvalue().encode(), MEANING)

    assert table is not None
    assert list(table.cells) == [row for row in rows if any(cell.strip() for cell in row)]


names = st.text("abcdefgh", min_size=4, max_size=9)


@given(st.lists(st.tuples(names, st.integers(1, 9999), names | st.just("")), min_size=1, max_size=15))
def test_every_row_is_an_item(rows: list[tuple[str, int, str]]) -> None:
    """In its order, with its words, as CSV and as Markdown; what only repeats the title is no comment."""
    table = "title,url,comment\n" + "".join(f"{a},https://arxiv.org/abs/2401.{b:05d},{c}\n" for a, b, c in rows)
    bullets = "".join(
        f"- [{a}](https://arxiv.org/abs/2401.{b:05d})" + (f" — {c}" if c else "") + "\n" for a, b, c in rows
    )
    expected = [(a, f"arxiv:2401.{b:05d}", (c or None) if c != a else None) for a, b, c in rows]

    assert [told(item) for item in listed(table.encode(), "list.csv", "csv")] == expected
    assert [told(item) for item in listed(bullets.encode(), "list.md", "reading-list")] == expected


@given(st.sampled_from([("list.csv", "csv"), ("list.md", "reading-list"), ("links.txt", "reading-list")]), st.data())
def test_no_mutation_raises_anything_else(file: tuple[str, str], data: st.DataObject) -> None:
    """Bytes cut out, put in or exchanged: read as far as it goes, or called unreadable."""
    name, kind = file
    content = bytearray(sample(name))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        put = data.draw(st.binary(max_size=8) | st.sampled_from([b"|", b'"', b"\n---\n", b"](", b"\r", b"# "]))
        content[at : at + data.draw(st.integers(0, 20))] = put
    try:
        listed(bytes(content), name, kind)
    except UnreadableError:
        return


def test_a_long_list_is_read_in_seconds() -> None:
    """25,000 rows; a list that grew ten times would take ten times as long."""
    rows = (
        f"Work number {n},https://arxiv.org/abs/24{1 + n % 12:02d}.{n:05d},Said of {n}.,2024-{1 + n % 12:02d}"
        for n in range(5_000)
    )
    content = ("title,url,comment,month\n" + "\n".join(rows)).encode()

    started = process_time()
    items = listed(content, "long.csv")

    assert len(items) == 5_000
    assert process_time() - started < 5


@needs_shared
def test_lists_that_people_keep_are_read_whole() -> None:
    """Over 2,000 rows of lists on GitHub, as CSV and as Markdown: every row, its title, its comment, its arXiv id."""
    path = SHARED / "data" / "reading-lists" / "lists-dev.jsonl.gz"
    lines = gzip.decompress(path.read_bytes()).splitlines()
    rows = sorted((json.loads(line) for line in lines), key=lambda row: str(row["list"]))
    for _, group in groupby(rows, key=lambda row: str(row["list"])):
        works = list(group)
        written = io.StringIO(newline="")
        columns = csv.DictWriter(written, ["date", "category", "title", "url", "comment"], extrasaction="ignore")
        columns.writeheader()
        columns.writerows(works)
        bullets = "".join(f"- [{work['title']}]({work['url']})\n" for work in works)

        for content, kind in ((written.getvalue(), "csv"), (bullets, "reading-list")):
            items = listed(content.encode(), "list", kind)
            papers = Counter(item.identity for item in items if (item.identity or "").startswith("arxiv:"))
            assert kind_of(content.encode()) == kind
            assert len(items) == len(works)
            assert papers == Counter(f"arxiv:{work['arxiv_id']}" for work in works if work["arxiv_id"])
        missed = {" ".join(work["title"].split()) for work in works} - {
            item.label for item in listed(written.getvalue().encode(), "list", "csv")
        }
        assert len(missed) <= 1


def test_a_list_is_lists_and_headings_alone() -> None:
    """What it says reads like a page of the same list."""
    (document,) = documents(sample("list.csv"), "list.csv").values()

    assert {block.kind for block in document.outline.blocks} == {BlockKind.HEADING, BlockKind.LIST_ITEM}
