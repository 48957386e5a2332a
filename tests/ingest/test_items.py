"""List entries become items: what their writers meant, whatever they typed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from graph.model import Document, Item, Moment
from ingest.items import items_of, read_lists
from ingest.items.monthly import heading_month
from ingest.items.sections import months_told
from ingest.outline import outline_html


def document(html: str, title: str = "A list", published: str = "2025-06-15") -> Document:
    """Return a post with this body."""
    return Document(
        id="document-1",
        source="source-1",
        kind="post",
        title=title,
        url="https://blog.example/list",
        identity=None,
        published=Moment(datetime.fromisoformat(published).replace(tzinfo=UTC)),
        outline=outline_html(html, "https://blog.example/list"),
    )


def only(entry: str) -> Item:
    """Return the item that this entry becomes among plain ones."""
    plain = '<li><a href="https://plain.example/">Plain</a> - entry</li>'
    items = items_of(document(f"<ul>{plain}<li>{entry}</li>{plain}</ul>"))
    assert len(items) == 3
    return items[1]


A, B, C = "https://arxiv.org/abs/2501.00001", "https://lab.example/b", "https://lab.example/c"


@pytest.mark.parametrize(
    ("entry", "label", "comment", "identity", "further"),
    [
        (f'<a href="{A}">Small Models</a> - Cheap and good.', "Small Models", "Cheap and good.", "arxiv:2501.00001", []),
        (f'<b><a href="{A}">Small Models</a></b>: cheap.', "Small Models", "cheap.", "arxiv:2501.00001", []),
        (f'<a href="{A}">Small Models </a>– cheap', "Small Models", "cheap", "arxiv:2501.00001", []),
        (f'<a href="{A}">Small Models</a>', "Small Models", None, "arxiv:2501.00001", []),
        (f'<a href="{A}">Small Models</a> now run on phones', "Small Models", "now run on phones", "arxiv:2501.00001", []),
        (
            f'<a href="{A}">Paper one</a> and on <a href="{B}">its sequel</a> - Two studies.',
            "Paper one", "Two studies.", "arxiv:2501.00001", ["its sequel"],
        ),
        (
            f'<a href="{A}">Editor</a> - The tool that made <a href="{B}">its app</a> famous.',
            "Editor", "The tool that made its app famous.", "arxiv:2501.00001", ["its app"],
        ),
        (
            f'A lab shipped <a href="{B}">Model Q</a>, though <a href="{C}">the start was slow</a>.',
            "Model Q", "A lab shipped Model Q, though the start was slow.", "web:https://lab.example/b", ["the start was slow"],
        ),
        (
            f'The Chip Debate- <a href="{B}">Daily</a> , and <a href="{C}">Weekly</a> disagree.',
            "The Chip Debate", "Daily , and Weekly disagree.", "web:https://lab.example/b", ["Weekly"],
        ),
        (
            f'[Browser Agent] ({B}) and <a href="{C}">Study</a>- news',
            "Browser Agent", "news", "web:https://lab.example/b", ["Study"],
        ),
        (f'<a href="">Spring keynote</a> {B}', "Spring keynote", None, "web:https://lab.example/b", []),
        ('<a href="">A feature on chips</a> in a magazine', "A feature on chips", "in a magazine", None, []),
        (f'Doe, J. (2024). <em>On Small Models</em>. <a href="{A}">{A}</a>', "On Small Models", None, "arxiv:2501.00001", []),
        (f'<b>Chips</b>: see <a href="{B}">this piece</a>', "Chips", "see this piece", "web:https://lab.example/b", []),
        (f'<a href="{A}">Split</a> - various task<b>s</b>.', "Split", "various tasks.", "arxiv:2501.00001", []),
        (
            f'<a href="{A}">Proceedings</a>. Also. * * <a href="{B}">Here</a> is one.',
            "Proceedings", "Also. Here is one.", "arxiv:2501.00001", ["Here"],
        ),
        (
            f'Small Models (<a href="{A}">paper</a>) - cheap and good',
            "Small Models", "cheap and good", "arxiv:2501.00001", [],
        ),
        (
            f'<b>Doe, J.</b> (2024). <a href="{A}">On Small Models</a>',
            "On Small Models", "Doe, J. (2024). On Small Models", "arxiv:2501.00001", [],
        ),
        (
            f'<b>Small Models</b>. Cheap and good. <a href="{A}">[paper]</a>',
            "Small Models", "Cheap and good. [paper]", "arxiv:2501.00001", [],
        ),
        (f'Small Models: <a href="{A}">arXiv</a>', "Small Models", None, "arxiv:2501.00001", []),
        (
            f'Small Models - cheap and good (<a href="{A}">paper</a>)',
            "Small Models", "cheap and good (paper)", "arxiv:2501.00001", [],
        ),
        (f'<a href="{B}">“A Book” by A. Writer)</a>: fine', "“A Book” by A. Writer", "fine", "web:https://lab.example/b", []),
    ],
)  # fmt: skip
def test_an_entry_is_read_as_its_writer_meant_it(
    entry: str, label: str, comment: str | None, identity: str | None, further: list[str]
) -> None:
    """Label, comment, address and further links come out whatever the form."""
    item = only(entry)

    assert (item.label, item.identity, [link.label for link in item.links]) == (label, identity, further)
    if "<em>" not in entry:
        assert item.comment == comment


@pytest.mark.parametrize(
    ("entry", "repair"),
    [
        (f'<a href="">Keynote</a> {B}', "empty-href"),
        (f"[Agent] ({B}) - x", "markdown-link"),
        (f'<a href="https://www.google.com/search?q={B}">Agent</a> - x', "search-wrapper"),
        ('<a href="https://goo.gle/abc">Agent</a> - x', "shortener"),
        (f'<a href="{B}?utm_source=n">Agent</a> - x', "tracking-parameters"),
        ('<a href="">Keynote</a> of spring', "no-address"),
        (f'A lab shipped <a href="{B}">Model Q</a>', "starts-in-prose"),
        (f'The Debate- <a href="{B}">Daily</a> and <a href="{C}">Weekly</a>', "label-outside-anchor"),
    ],
)
def test_what_was_mended_is_said(entry: str, repair: str) -> None:
    """Each mended thing leaves its code on the item."""
    assert repair in only(entry).repairs


def test_a_table_of_contents_is_no_reading_list() -> None:
    """Links into the same document list its parts, not works."""
    toc = '<ul><li><a href="#a">One</a></li><li><a href="#b">Two</a></li></ul><h2 id="a">One</h2><p>Text.</p>'

    assert items_of(document(toc)) == ()
    assert items_of(document(toc.replace("#", "https://blog.example/list#"))) == ()


def test_an_argument_with_a_link_in_it_is_no_reading_list() -> None:
    """A list of sentences stays prose even when one of them cites something."""
    html = (
        "<ul><li>First we looked at the budget of the team and found that it was small.</li>"
        f'<li>Then somebody remembered <a href="{B}">an old post</a> about how budgets grow when nobody looks at them.</li>'
        "<li>In the end we did nothing at all.</li></ul>"
    )

    assert items_of(document(html)) == ()


def test_under_a_month_a_list_of_sentences_with_links_is_a_reading_list() -> None:
    """A month's list recommends, however it is written; remarks without a link stay out when they are sentences."""
    entries = [
        f'This month everybody talked about budgets, and the thing to read was <a href="{A}">Small Models</a>, by far.',
        f'And the other thing that everybody sent me twice was <a href="{B}">Chips at Home</a>, which is less good.',
        "I have nothing else to recommend this month, as it was a rather quiet one for everybody I know and read.",
    ]
    listed = "".join(f"<li>{entry}</li>" for entry in entries)

    assert [item.label for item in items_of(document(f"<h2>May 2024</h2><ul>{listed}</ul>"))] == [
        "Small Models", "Chips at Home",
    ]  # fmt: skip
    assert items_of(document(f"<h2>What we learnt</h2><ul>{listed}</ul>")) == ()


@pytest.mark.parametrize("heading", ["Table of Contents:", "Share", "Hosts", "Related posts"])
def test_what_stands_around_a_text_is_no_reading_list(heading: str) -> None:
    """Navigation under a heading that says so; it is said that it was left out."""
    html = f"<h2>{heading}</h2><ul>" + f'<li><a href="{B}">Page</a></li>' * 3 + "</ul>"

    assert items_of(document(html)) == ()
    assert read_lists(document(html)).left_out == (("furniture", "Page"),)


def test_lists_of_profiles_are_no_reading_lists() -> None:
    """People's pages and share buttons are no works, under any heading."""
    profiles = [
        "https://twitter.com/somebody",
        "https://bsky.app/profile/some.body",
        "https://www.linkedin.com/in/somebody",
    ]
    listed = "".join(f'<li><a href="{url}">Somebody</a></li>' for url in profiles)

    assert items_of(document(f"<h2>People</h2><ul>{listed}</ul>")) == ()


@pytest.mark.parametrize(
    ("heading", "month"),
    [
        ("January: a start", "2023-01"),
        ("9. September", "2023-09"),
        ("In June", "2023-06"),
        ("The papers of May", "2023-05"),
        ("August ☀️", "2023-08"),
        ("DECEMBER ’21", "2021-12"),
        ("July 4", "2023-07"),
        ("March 14", "2023-03"),
        ("2022: March", "2022-03"),
        ("October’s best", "2023-10"),
        ("March 2022", "2022-03"),
        ("Week of May 5, 2024", "2024-05"),
        ("Week of January 27 – February 2, 2025", "2025-01"),
        ("2024-11", "2024-11"),
        ("January & February", None),
        ("June 2023 – August 2023", None),
        ("May the source be with you", None),
        ("Marching on", None),
        ("Mar-a-Lago", None),
        ("Jan wins", None),
    ],
)
def test_a_month_is_read_where_a_heading_names_one_and_never_made_up(heading: str, month: str | None) -> None:
    """A word, a name or two months are no month."""
    assert heading_month(heading, ["2023: the year"], None) == month


@pytest.mark.parametrize(
    ("heading", "title", "published", "month"),
    [
        ("January: a start", "2023: the year", "2024-01-02", "2023-01"),
        ("December", "Looking back", "2025-01-03", "2024-12"),
        ("January", "Looking back", "2025-01-03", "2025-01"),
    ],
)
def test_a_headings_month_takes_its_year_from_the_title_else_the_date(
    heading: str, title: str, published: str, month: str
) -> None:
    """Law 9: heading, then title, then the publication date."""
    html = f'<h2>{heading}</h2><ul><li><a href="{A}">X</a> - y</li></ul>'

    assert items_of(document(html, title, published))[0].month == month


def test_a_bold_month_opens_a_section_even_above_an_introduction() -> None:
    """Months are often written as bold paragraphs with a few words between them and the list."""
    entry = f'<ul><li><a href="{A}">X</a> - y</li></ul>'
    html = f"<p><b>February</b></p>{entry}<p><b>March</b></p><p>It was a long one.</p>{entry}"

    assert [item.month for item in items_of(document(html, "2024"))] == ["2024-02", "2024-03"]


def test_remarks_below_an_entry_are_its_comment() -> None:
    """A list below an entry that lists nothing itself goes on about the entry."""
    remarks = "<ul><li>Read it twice.</li><li>Then again.</li></ul>"
    html = f'<ul><li><a href="{A}">One</a> - first{remarks}</li><li><a href="{B}">Two</a></li></ul>'

    assert [(item.label, item.comment) for item in items_of(document(html))] == [
        ("One", "first Read it twice. Then again."), ("Two", None),
    ]  # fmt: skip


def test_an_entry_that_only_holds_a_list_is_a_section() -> None:
    """Lists nested under months or topics stand in those sections; after the list the heading holds again."""
    entry = f'<li><a href="{A}">X</a> - y</li>'
    html = (
        f"<h2>2024</h2><ul><li>January<ul>{entry}{entry}</ul></li><li>🌸 March<ul>{entry}</ul></li></ul>"
        f"<p>And more.</p><ul>{entry}</ul>"
    )

    assert [(item.section, item.month, item.position) for item in items_of(document(html))] == [
        ("January", "2024-01", 1), ("January", "2024-01", 2), ("🌸 March", "2024-03", 1), ("2024", None, 1),
    ]  # fmt: skip


def test_a_run_of_paragraphs_that_each_open_with_a_link_is_a_list() -> None:
    """Digests are often written so; two such paragraphs, or links inside sentences, stay prose."""
    entry = f'<p><b><a href="{A}">Small Models</a></b>: cheap and good.</p>'
    prose = f'<p><a href="{B}">This post</a> made me think about budgets again.</p>'

    assert [item.comment for item in items_of(document(entry * 3))] == ["cheap and good."] * 3
    assert items_of(document(entry * 2 + prose)) == ()
    assert items_of(document(prose * 4)) == ()


def test_positions_count_within_a_section() -> None:
    """Two lists under one heading are one sequence; the next heading starts anew."""
    entry = f'<li><a href="{A}">X</a></li>'
    html = f"<h2>One</h2><ul>{entry}{entry}</ul><p>and</p><ul>{entry}</ul><h2>Two</h2><ul>{entry}</ul>"

    assert [(item.section, item.position) for item in items_of(document(html))] == [
        ("One", 1), ("One", 2), ("One", 3), ("Two", 1),
    ]  # fmt: skip


def test_headings_that_sort_research_are_categories_and_others_are_not() -> None:
    """Three headings over ten works, a third of them scholarly, sort research; a shelf of shops does not."""
    papers = [f'<li><a href="https://arxiv.org/abs/2501.{n:05d}">P{n}</a></li>' for n in range(1, 13)]
    shelf = [f'<li><a href="https://shop.example/{n}">B{n}</a></li>' for n in range(1, 13)]

    def headed(entries: list[str]) -> str:
        return "".join(
            f"<h2>{name}</h2><ul>{''.join(entries[i * 4 : i * 4 + 4])}</ul>"
            for i, name in enumerate(("Agents", "Speech", "References"))
        )

    assert {item.category for item in items_of(document(headed(papers)))} == {None}
    assert {i.category for i in items_of(document(headed(papers).replace("References", "Vision")))} == {
        "Agents",
        "Speech",
        "Vision",
    }
    assert {item.category for item in items_of(document(headed(shelf).replace("References", "Vision")))} == {None}


def test_a_category_is_kept_beside_a_month() -> None:
    """Lists by month inside categories, and the other way round, state both."""
    papers = [f'<li><a href="https://arxiv.org/abs/2501.{n:05d}">P{n}</a></li>' for n in range(1, 13)]
    sections = [(name, "".join(papers[i * 4 : i * 4 + 4])) for i, name in enumerate(("Agents", "Speech", "Vision"))]
    inside = "".join(f"<h2>{name}</h2><h3>May 2024</h3><ul>{entries}</ul>" for name, entries in sections)
    outside = "<h2>May 2024</h2>" + "".join(f"<h3>{name}</h3><ul>{entries}</ul>" for name, entries in sections)

    for html in (inside, outside):
        items = items_of(document(html))
        assert {item.category for item in items} == {"Agents", "Speech", "Vision"}
        assert {item.month for item in items} == {"2024-05"}


LISTS = '<ul><li><a href="https://arxiv.org/abs/2501.00001">P</a></li></ul>'


def told(html: str, published: str = "2025-12-21") -> list[str | None]:
    """Return the months that the blocks of a post speak of."""
    one = document(html, published=published)
    return months_told(one, items_of(one))


def test_a_month_whose_works_are_listed_is_its_sections() -> None:
    """Whatever stands under the heading, and below further ones; the document's own month needs no telling."""
    body = f"<h2>April</h2><p>A month.</p><h3>Models</h3><p>Some.</p>{LISTS * 3}<h2>Else</h2><p>Nothing.</p>"

    assert told(body) == ["2025-04"] * 7 + [None] * 2
    assert set(told(body, published="2025-04-30")) == {None}


def test_a_month_that_lists_nothing_is_no_sections() -> None:
    """It may stand in a heading for anything, unless the text goes by months."""
    one = "<h2>Correction, October 10</h2><p>A word.</p>"

    assert set(told(one)) == {None}
    assert told(f"{one}<h2>In April</h2><p>A.</p><h2>In May</h2><p>B.</p>") == [
        *["2025-10"] * 2, *["2025-04"] * 2, *["2025-05"] * 2,
    ]  # fmt: skip


def test_a_month_to_come_names_nothing_yet() -> None:
    """A text speaks on the day it is published."""
    body = "".join(f"<h2>{month} 2026</h2><p>Plans.</p>" for month in ("January", "April", "May"))

    assert set(told(body)) == {None}
    assert told(body, published="2026-04-05") == ["2026-01", "2026-01", None, None, None, None]


def test_a_line_of_the_contents_speaks_of_the_month_it_leads_to() -> None:
    """Before any heading says so."""
    heads = [f"{month}: things" for month in ("April", "May", "June")]
    contents = "".join(f'<li><a href="#{n}">{head}</a></li>' for n, head in enumerate(heads))
    body = f"<ul>{contents}</ul>" + "".join(f"<h2>{head}</h2><p>Text.</p>" for head in heads)

    assert told(body)[:3] == ["2025-04", "2025-05", "2025-06"]
