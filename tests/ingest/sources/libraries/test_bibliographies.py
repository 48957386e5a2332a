"""RIS, CSL-JSON and Zotero's CSV: entries, notes, and what makes one the same at the next import."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import UnreadableError
from graph.model import Document
from graph.outline import BlockKind
from ingest.sources import reader_named
from ingest.sources.libraries.bibliography import by_given_name, doi_in, is_address
from ingest.sources.libraries.csl_json import extra_of
from ingest.sources.libraries.ris import entries
from tests.ingest.sources.libraries.samples import documents, kind_of, reading, said, sample

MANY = "1" * 5_000
FILES = {"zotero.ris": "ris", "zotero.json": "csl-json", "zotero.csv": "zotero-csv", "better.json": "zotero-json"}


def notes(document: Document) -> list[str]:
    """Return a document's notes."""
    return [block.text for block in document.outline.blocks if block.kind is BlockKind.NOTE]


def csl(**fields: object) -> Document:
    """Return a CSL entry as a document."""
    content = json.dumps([{"type": "article", "title": "T", **fields}]).encode()
    (document,) = documents(content, "one.json").values()
    return document


@pytest.mark.parametrize(("name", "kind"), FILES.items())
def test_each_format_is_told_by_its_bytes(name: str, kind: str) -> None:
    """Whatever the file is called."""
    assert kind_of(sample(name)) == kind
    assert kind_of(b"\xef\xbb\xbf" + sample(name)) == kind
    assert reading(sample(name), name).source.kind == "bibliography"


def test_ris_is_read_tag_by_tag() -> None:
    """A wrapped abstract, an entry without its end, the last one without any; what has no address comes in by title."""
    found = documents(sample("zotero.ris"), "zotero.ris")

    assert [said(document) for document in found.values()] == [
        {
            "title": "Long Short-Term Memory",
            "authors": ("Sepp Hochreiter", "Jürgen Schmidhuber"),
            "date": ("1997-11-15", "day"),
            "identity": "doi:10.1162/neco.1997.9.8.1735",
            "kind": "paper",
        },
        {
            "title": "Denoising Diffusion Probabilistic Models",
            "authors": ("Jonathan Ho", "Ajay Jain"),
            "date": ("2020-06-19", "day"),
            "identity": "arxiv:2006.11239",
            "kind": None,
        },
        {
            "title": "A Report That Has No Address",
            "authors": ("A. Somebody",),
            "date": ("2001-01-01", "year"),
            "identity": None,
            "kind": "report",
        },
        {
            "title": "The last one, without its end",
            "authors": (),
            "date": None,
            "identity": "web:https://example.org/last",
            "kind": "article",
        },
    ]
    first = found["hochreiter1997"]
    assert first.summary == "Gates that keep an error alive through many steps."
    assert (first.tags, notes(first)) == (("memory", "classics"), ["Read again in the course."])
    assert first.outline.blocks[-1].links[0].url == "https://example.org/course"


def test_csl_json_is_read_field_by_field() -> None:
    """Dates as numbers, texts and free text; particles; what Zotero's "Extra" holds; an entry that is none is told."""
    found = documents(sample("zotero.json"), "zotero.json")
    told = [said(document) for document in found.values()]

    assert [one["title"] for one in told] == [
        "Highly accurate protein structure prediction with AlphaFold",
        "Language Models are Few-Shot Learners",
        "A Thesis Without an Address",
        "The Bitter Lesson",
        "vLLM",
    ]
    assert [one["date"] for one in told] == [
        ("2021-08-01", "month"),
        ("2020-07-22", "day"),
        ("1999-01-01", "year"),
        ("2019-03-13", "day"),
        None,
    ]
    assert [one["identity"] for one in told][:3] == ["doi:10.1038/s41586-021-03819-2", "arxiv:2005.14165", None]
    assert [one["kind"] for one in told] == ["paper", "paper", "paper", "article", "code"]
    assert found["K1"].authors == ("Vincent van Gogh",)
    alphafold = found["http://zotero.org/users/12/items/AB2CD3EF"]
    assert (alphafold.tags, notes(alphafold)) == (("biology", "to read"), ["tldr: Biology's moment."])
    assert notes(found["Z9"]) == []
    assert [note.code for note in reading(sample("zotero.json"), "zotero.json").notes] == ["entry-broken"]


def test_zoteros_csv_is_read_row_by_row() -> None:
    """A preprint by its id although it has a DOI, quoted line breaks, notes in HTML; no path of the machine is kept."""
    found = documents(sample("zotero.csv"), "zotero.csv")
    held = b"".join(fetched.payload for fetched in reading(sample("zotero.csv"), "zotero.csv").documents)

    assert [said(document)["identity"] for document in found.values()] == [
        "arxiv:1706.03762",
        "doi:10.1109/cvpr.2016.90",
        None,
    ]
    assert found["AAAA1111"].tags == ("transformers", "to present", "Computer Science")
    assert notes(found["AAAA1111"]) == ["Ours to present, with “quotes”."]
    assert found["BBBB2222"].title == 'Deep Residual Learning, with a "quoted" word'
    assert found["BBBB2222"].summary == "Two lines."
    assert said(found["CCCC3333"])["date"] == ("1986-01-01", "year")
    assert b"somebody" not in held


def test_better_bibtexs_json_is_read_item_by_item() -> None:
    """As a row of Zotero's CSV is; who made a work without authors counts as one, and no path of the machine is kept."""
    found = documents(sample("better.json"), "better.json")
    held = b"".join(fetched.payload for fetched in reading(sample("better.json"), "better.json").documents)

    assert list(map(said, found.values())) == [
        {
            "title": "Attention Is All You Need",
            "authors": ("Ashish Vaswani",),
            "date": ("2017-06-12", "day"),
            "identity": "arxiv:1706.03762",
            "kind": "paper",
        },
        {
            "title": "GPT-4 Technical Report",
            "authors": ("OpenAI",),
            "date": ("2023-01-01", "year"),
            "identity": "arxiv:2303.08774",
            "kind": "paper",
        },
    ]
    first = found["AAAA1111"]
    assert (first.tags, notes(first), first.summary) == (
        ("transformers", "to present"),
        ["Ours to present."],
        "One mechanism is enough.",
    )
    assert [(note.code, note.where) for note in reading(sample("better.json"), "better.json").notes] == [
        ("own-item", "CCCC3333")
    ]
    assert b"somebody" not in held


def test_what_zotero_keeps_beside_works_is_no_work() -> None:
    """Attachments, notes and annotations have rows of their own in the CSV; each is told."""
    table = "Key,Item Type,Publication Year,Author,Title\nA,preprint,,,T\nB,attachment,,,Snapshot\nC,note,,,\nD,annotation,,,"
    found = reading(table.encode(), "a.csv")

    assert [document.key for document in found.documents] == ["A"]
    assert [(note.kind, note.code, note.where) for note in found.notes] == [
        ("skipped", "own-item", "Snapshot"),
        ("skipped", "own-item", "C"),
        ("skipped", "own-item", "D"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        ("a.json", '[{"id": 3, "type": "chapter", "title": null, "author": []}, {"type": "book", "title": "T"}]', "3"),
        ("a.bib", "@misc{z, author={Q, R}, year=2001}\n@misc{t, title={T}}", "z"),
        ("a.ris", "TY  - JOUR\nAU  - Q, R\nER  - \nTY  - JOUR\nTI  - T\nER  - ", "entry 1"),
        ("a.csv", "Key,Item Type,Publication Year,Author,Title\nK,book,2001,Q,\nL,book,2001,Q,T", "K"),
    ],
)
def test_an_entry_that_names_no_work_is_told(name: str, content: str, where: str) -> None:
    """Without a title and without an address it would be a work that nobody can tell from another."""
    found = reading(content.encode(), name)

    assert [document.title for document in documents(content.encode(), name).values()] == ["T"]
    assert [(note.kind, note.code, note.where) for note in found.notes] == [("skipped", "no-work", where)]


@pytest.mark.parametrize("name", FILES)
def test_importing_again_brings_nothing_twice(name: str) -> None:
    """The same file from another folder is the same source with the same documents."""
    first, again = reading(sample(name), name), reading(sample(name), f"elsewhere/{name}")

    assert first.source == again.source
    assert [(one.id, one.digest) for one in first.documents] == [(one.id, one.digest) for one in again.documents]
    assert len({one.id for one in first.documents}) == len(first.documents)


def test_only_what_has_an_identity_is_a_record() -> None:
    """The others are known by their title alone, which is no key for reference metadata."""
    assert len(reading(sample("zotero.ris"), "zotero.ris").records) == 3
    assert len(reading(sample("zotero.json"), "zotero.json").records) == 4
    assert len(reading(sample("zotero.csv"), "zotero.csv").records) == 2


def test_a_paper_that_a_note_mentions_is_not_the_works_identity() -> None:
    """Only a note that is nothing but a number says what the work is."""
    assert csl(note="Compare arXiv:2005.14165 with it").identity is None
    assert str(csl(note="arXiv: 2005.14165").identity) == "arxiv:2005.14165"
    assert str(csl(note="arXiv:2005.14165 [cs]").identity) == "arxiv:2005.14165"


def test_the_doi_comes_before_the_number_and_the_number_before_the_address() -> None:
    """In the order in which they are to be trusted."""
    address, number, doi = "https://lab.example/paper", "arXiv:2005.14165", "10.1145/3292500.3330701"

    assert str(csl(URL=address, number=number, DOI=doi).identity) == f"doi:{doi}"
    assert str(csl(URL=address, number=number).identity) == "arxiv:2005.14165"
    assert str(csl(URL=address).identity) == f"web:{address}"
    assert csl(URL="https://www.lab.example/paper").url == "https://www.lab.example/paper"


@pytest.mark.parametrize(
    ("field", "doi"),
    [
        ("10.1038/s41586-021-03819-2", "10.1038/s41586-021-03819-2"),
        ("https://doi.org/10.1038/s41586-021-03819-2.", "10.1038/s41586-021-03819-2"),
        ("doi: 10.48550/arXiv.1706.03762", "10.48550/arXiv.1706.03762"),
        ("https://doi.org/", None),
        ("10.1038", None),
        ("", None),
    ],
)
def test_a_doi_is_found_in_its_field(field: str, doi: str | None) -> None:
    """Whatever it is wrapped in."""
    assert doi_in(field) == doi


def test_small_judgements() -> None:
    """Names turned round, notes that are addresses, the lines of "Extra"."""
    assert [by_given_name(name) for name in ("Vaswani, Ashish", "King, Jr., Martin", "OpenAI", " Ada  Lovelace ")] == [
        "Ashish Vaswani",
        "Martin King Jr.",
        "OpenAI",
        "Ada Lovelace",
    ]
    assert is_address("arXiv:2005.14165v4 [cs.CL]")
    assert is_address("https://a.example/x")
    assert not is_address("See arXiv:2005.14165, which is larger")
    assert extra_of("DOI: 10.1/x\ntldr: Good.\nhttps://a.example: a site") == (
        {"doi": "10.1/x"},
        "tldr: Good.\nhttps://a.example: a site",
    )


def test_ris_tags_are_lenient() -> None:
    """One space or two, lower case in the text, a byte order mark; what stands before the first entry is skipped."""
    found = list(
        entries("\ufeffexported by hand\nTY - JOUR\nTI - A title - with a dash\nER - \nTY  - CONF\nT1  -\nER  -\n")
    )

    assert found == [{"TY": ["JOUR"], "TI": ["A title - with a dash"]}, {"TY": ["CONF"], "T1": [""]}]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"no tag", "ris"),
        (b"[]", "csl-json"),
        (b'{"items": 3}', "csl-json"),
        (b"a,b\n1,2\n", "zotero-csv"),
        (b'{"items": [{"itemType": 3}, 4]}', "zotero-json"),
        (b"\x00\x01\x02", "ris"),
    ],
)
def test_what_is_none_is_unreadable(content: bytes, kind: str) -> None:
    """Asked for by name, each says what is wrong."""
    with pytest.raises(UnreadableError):
        reading(content, "file", kind)


@given(st.sampled_from(sorted(FILES)), st.data())
def test_no_mutation_raises_anything_else(name: str, data: st.DataObject) -> None:
    """Bytes cut out, put in or exchanged: read as far as it goes, or called unreadable."""
    content = bytearray(sample(name))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        put = data.draw(st.binary(max_size=8) | st.sampled_from([b"{", b"]", b'"', b"\n", b"null", b"[1]", b"TY  - "]))
        content[at : at + data.draw(st.integers(0, 20))] = put
    try:
        found = reading(bytes(content), name, FILES[name])
    except UnreadableError:
        return
    for fetched in found.documents:
        reader_named(fetched.reader).document(fetched)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["family", "date-parts", "raw"]), inner)
    ),
    max_leaves=8,
)
FIELDS = ["title", "author", "issued", "DOI", "URL", "note", "number", "keyword", "id", "container-title", "type"]


@given(st.dictionaries(st.sampled_from(FIELDS), json_values))
def test_any_json_is_an_entry_or_none(fields: dict[str, object]) -> None:
    """A field may hold anything at all; what names no work is told."""
    found = reading(json.dumps([fields]).encode(), "any.json", "csl-json")

    assert len(found.documents) + len(found.notes) == 1


@pytest.mark.parametrize(
    ("name", "content", "date"),
    [
        ("a.bib", f"@misc{{a, title={{T}}, year=2001, month={{{MANY}}}, day={{{MANY}}}}}", ("2001-01-01", "year")),
        ("a.bib", f"@misc{{a, title={{T}}, year=2001, month=feb, day={{{MANY}}}}}", ("2001-02-01", "month")),
        ("a.bib", f"@misc{{a, title={{T}}, year={{{MANY}}}, date={{{MANY}}}}}", None),
        ("a.json", f'[{{"type": "article", "title": "T", "issued": {{"date-parts": [["{MANY}"]]}}}}]', None),
        (
            "a.json",
            f'[{{"type": "article", "title": "T", "issued": {{"date-parts": [["2001", "{MANY}", "{MANY}"]]}}}}]',
            ("2001-01-01", "year"),
        ),
        ("a.ris", f"TY  - JOUR\nTI  - T\nPY  - {MANY}\nDA  - 2001/{MANY}\nER  - ", ("2001-01-01", "year")),
        (
            "a.csv",
            f"Key,Item Type,Publication Year,Author,Title,Date\na,preprint,{MANY},A,T,{MANY}\n",
            None,
        ),
    ],
)
def test_a_number_of_any_length_costs_no_more_than_its_date(
    name: str, content: str, date: tuple[str, str] | None
) -> None:
    """Python refuses to count beyond 4,300 digits; the entry is read all the same."""
    (document,) = documents(content.encode(), name).values()

    assert said(document)["title"] == "T"
    assert said(document)["date"] == date
