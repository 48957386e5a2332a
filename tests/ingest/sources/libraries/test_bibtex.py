"""BibTeX from many hands: entries, names, dates, addresses, LaTeX, and what is broken."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.errors import UnreadableError
from graph.model import Document
from graph.outline import BlockKind
from ingest.sources.latex import plain, verbatim
from ingest.sources.libraries.bibtex import BibtexReader, people
from ingest.sources.libraries.bibtex_entries import parse
from tests.ingest.sources.libraries.samples import documents, kind_of, reading, said, sample

NAME = "handwritten.bib"


def entry(key: str) -> Document:
    """Return an entry of the sample."""
    return documents(sample(NAME), NAME)[key]


def read(text: str) -> Document:
    """Return the only entry of a file."""
    (document,) = documents(text.encode(), "one.bib", "bibtex").values()
    return document


@pytest.mark.parametrize(
    ("key", "title", "authors", "date", "identity", "kind"),
    [
        (
            "vaswani2017",
            "Attention Is All You Need",
            ("Ashish Vaswani", "Noam Shazeer", "Łukasz Kaiser"),
            ("2017-12-01", "month"),
            "arxiv:1706.03762",
            "paper",
        ),
        (
            "devlin-etal-2019-bert",
            "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding",
            ("Jacob Devlin", "Ming-Wei Chang", "Kenton Lee", "Kristina Toutanova"),
            ("2019-06-01", "month"),
            "acl:N19-1423",
            "paper",
        ),
        (
            "DBLP:journals/corr/KingmaB14",
            "Adam: A Method for Stochastic Optimization",
            ("Diederik P. Kingma", "Jimmy Ba"),
            ("2014-01-01", "year"),
            "arxiv:1412.6980",
            "paper",
        ),
        (
            "hinton2015distilling",
            "Distilling the knowledge in a neural network",
            ("Geoffrey Hinton", "Oriol Vinyals", "Jeff Dean"),
            ("2015-01-01", "year"),
            "arxiv:1503.02531",
            "paper",
        ),
        (
            "kaplan_scaling_2020",
            "Scaling Laws for Neural Language Models",
            ("Jared Kaplan", "Sam McCandlish"),
            ("2020-01-01", "month"),
            "arxiv:2001.08361",
            None,
        ),
        (
            "Kingma2013",
            "Auto-Encoding Variational Bayes",
            ("Diederik P Kingma", "Max Welling"),
            ("2013-12-01", "month"),
            "arxiv:1312.6114",
            "paper",
        ),
        (
            "Shannon1948",
            "A Mathematical Theory of Communication",
            ("Claude E. Shannon",),
            ("1948-07-01", "month"),
            "doi:10.1002/j.1538-7305.1948.tb01338.x",
            "paper",
        ),
        (
            "page1999",
            "The PageRank Citation Ranking",
            ("Larry Page", "Sergey Brin", "R. Motwani", "T. Winograd"),
            ("1999-01-01", "year"),
            None,
            "report",
        ),
        (
            "g2003",
            "Étude des réseaux à mémoire: α and naïve Gödel & co.",
            ("José Gödel",),
            ("2003-03-12", "day"),
            None,
            "paper",
        ),
        ("torch", "PyTorch", ("The PyTorch Team",), ("2016-09-01", "month"), "github:pytorch/pytorch", "code"),
        ("part", "A Part", ("Jane Doe",), ("2021-07-01", "month"), None, "paper"),
        (
            "gptblog",
            "Better language models and their implications",
            (),
            ("2019-02-14", "day"),
            "web:https://openai.com/blog/better-language-models",
            None,
        ),
    ],
)
def test_every_program_writes_its_own_way(
    key: str, title: str, authors: tuple[str, ...], date: tuple[str, str], identity: str | None, kind: str | None
) -> None:
    """Zotero, Mendeley, JabRef, Google Scholar, DBLP, ACL and hands: title, people, date as exact as stated, address."""
    assert said(entry(key)) == {"title": title, "authors": authors, "date": date, "identity": identity, "kind": kind}


def test_words_of_ones_own_are_notes_and_keywords_are_tags() -> None:
    """A note that is nothing but an address is none, and a paper that a note names is not what the note is on."""
    notes = [block for block in entry("vaswani2017").outline.blocks if block.kind is BlockKind.NOTE]

    assert [note.text for note in notes] == [
        "The one that everything since builds on. See https://example.org/~ann/notes_1 for ours."
    ]
    assert notes[0].links[0].url == "https://example.org/~ann/notes_1"
    assert not any(block.kind is BlockKind.NOTE for block in entry("kaplan_scaling_2020").outline.blocks)
    assert entry("Shannon1948").outline.blocks[-1].text.startswith("Where the bit has its name from")
    assert entry("vaswani2017").tags == ("transformers", "attention")
    assert entry("Kingma2013").tags == ("generative", "variational")
    assert entry("Shannon1948").tags == ("Classics",)


def test_paths_on_a_machine_are_not_kept() -> None:
    """They are nobody's business, and an export must not carry them."""
    held = b"".join(fetched.payload for fetched in reading(sample(NAME), NAME).documents)

    assert b"somebody" not in held
    assert "somebody" not in str(reading(sample(NAME), NAME).source)


def test_what_has_an_identity_is_a_record() -> None:
    """An arXiv paper's date is arXiv's to say; another paper's is in its record, with its venue."""
    records = {record.identity: record for record in reading(sample(NAME), NAME).records}

    assert records["arxiv:1706.03762"].published is None
    assert records["arxiv:1706.03762"].venue == "Advances in Neural Information Processing Systems 30"
    assert records["acl:N19-1423"].doi == "10.18653/v1/n19-1423"
    assert (records["acl:N19-1423"].abstract or "").endswith("80.5% on GLUE.")
    published = records["doi:10.1002/j.1538-7305.1948.tb01338.x"].published
    assert published is not None
    assert published.month == "1948-07"
    assert len(records) == 10


def test_a_broken_entry_is_told_by_its_key_and_the_rest_is_read() -> None:
    """Two entries with one key are both kept, and an entry without a key is known by its title."""
    found = reading(sample(NAME), NAME)

    assert [(note.code, note.where) for note in found.notes] == [("entry-broken", "broken"), ("same-key", "dup")]
    titles = [document.title for document in documents(sample(NAME), NAME).values()]
    assert titles[-3:] == ["First of the key", "Second of the key", "Without a key"]


def test_an_entry_keeps_its_document_when_it_changes() -> None:
    """The key in the file makes it the same one, in whatever folder the file lies."""
    before = reading(b"@misc{a, title={One}}\n@misc{b, title={Two}}", "my.bib")
    after = reading(b"@misc{b, title={Two}, year=2020}\n@misc{a, title={One}}", "my.bib")

    assert {one.id for one in before.documents} == {one.id for one in after.documents}
    assert {one.digest for one in before.documents} & {one.digest for one in after.documents}
    assert before.source == after.source
    assert before.source.id != reading(b"@misc{a, title={One}}", "other.bib").source.id


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (
            r"G{\"o}del \& {\'E}cole, \v{S}koda {\o} stra\ss e \L{}ukasz \'{\i}",
            "Gödel & École, Škoda ø straße Łukasz í",
        ),
        (r"\c{c} \c c {\c{C}} \H{o} \.I \u{g} {\aa} \~n", "ç ç Ç ő İ ğ å ñ"),
        (r"{BERT}: {P}re-training --- ``quoted'' and~tied", "BERT: Pre-training — “quoted” and tied"),
        (r"$\alpha$-divergence in $O(n^2)$, for \$5, 10\% or 10%", "α-divergence in O(n^2), for $5, 10% or 10%"),
        (r"\emph{Very \textbf{bold}} {\bf words}", "Very bold words"),
        (r"unbalanced {brace \'", r"unbalanced brace \'"),
        (r"\href{https://a.example/x_y}{the page}", "the page https://a.example/x_y"),
    ],
)
def test_latex_is_read_as_it_looks(latex: str, text: str) -> None:
    """Accents are letters, braces and commands are gone, words stay."""
    assert plain(latex) == text


def test_an_address_keeps_its_signs() -> None:
    """What LaTeX makes of underscores and tildes is nothing to an address."""
    assert verbatim(r"\url{https://a.example/~b/c\_d\%20e}") == "https://a.example/~b/c_d%20e"
    assert verbatim(r"https://a.example/{\~{}}b") == "https://a.example/~b"


def test_names_are_written_as_people_write_them() -> None:
    """Given name first; a body in braces is one name, and "others" is nobody."""
    names = r"van der Maaten, Laurens and {Big Lab and Sons} and de la Cruz, Jr, Juan and Ada Lovelace and others"

    assert people(names) == ("Laurens van der Maaten", "Big Lab and Sons", "Juan de la Cruz Jr", "Ada Lovelace")


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("date = {2017-06-12}", ("2017-06-12", "day")),
        ("date = {2017-06/2017-08}", ("2017-06-01", "month")),
        ("date = {2017~}", ("2017-01-01", "year")),
        ("year = {2017}, month = 6", ("2017-06-01", "month")),
        ("year = {2017a}, month = {Sept.}", ("2017-09-01", "month")),
        ("year = {2017}, month = {spring}", ("2017-01-01", "year")),
        ("year = {2017}, month = {13}", ("2017-01-01", "year")),
        ("year = {in press}", None),
        ("year = 2017, month = feb, day = 31", ("2017-02-01", "month")),
    ],
)
def test_a_date_is_as_exact_as_it_is_stated(fields: str, date: tuple[str, str] | None) -> None:
    """A year stays a year; a day that no calendar has is left out."""
    assert said(read(f"@misc{{a, title={{T}}, {fields}}}"))["date"] == date


def test_inheritance_ends_where_it_goes_round() -> None:
    """Two entries that name each other, and one that names itself."""
    text = "@misc{a, title={A}, crossref={b}}\n@misc{b, title={B}, crossref={a}, year={2001}}\n@misc{c, title={C}, xdata={c}}"

    found = documents(text.encode(), "round.bib")

    assert [document.title for document in found.values()] == ["A", "B", "C"]
    assert said(found["a"])["date"] == ("2001-01-01", "year")


def test_an_eprint_elsewhere_is_no_arxiv_paper() -> None:
    """HAL and JSTOR have eprints too."""
    assert read("@misc{a, title={T}, eprint={hal-01234567}, eprinttype={hal}}").identity is None


def test_a_bare_resolver_is_no_identity() -> None:
    """A DOI field that only says doi.org names nothing."""
    assert read("@misc{a, title={T}, doi={https://doi.org/}}").identity is None


def test_code_and_prose_are_no_bibtex() -> None:
    """An at sign alone makes no bibliography."""
    assert kind_of(sample(NAME)) == "bibtex"
    for text in (
        b"@dataclass(frozen=True, slots=True)\nclass A: ...",
        b"Mail me @ home, {a, b = c}",
        b"@misc is a type",
    ):
        assert not BibtexReader().detect(text, None)


def test_a_file_without_an_entry_is_unreadable() -> None:
    """Asked for by name, it says so; what only holds comments or strings is known for what it is."""
    with pytest.raises(UnreadableError, match="without a single entry"):
        reading(b"nothing here", "empty.bib", "bibtex")
    for aside in (b"@comment{hi}\n", b'\n@STRING(a = "b")\n', b'@preamble{"x"}'):
        with pytest.raises(UnreadableError, match="BibTeX without a single entry"):
            reading(aside, "empty.bib")


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters='{}\\"@%#$~'), max_size=30)
keys = st.from_regex(r"[A-Za-z][A-Za-z0-9:_-]{0,12}", fullmatch=True)


@given(st.lists(st.tuples(keys, words, st.sampled_from(["{%s}", '"%s"', "{{%s}}"])), max_size=12))
@example([("a", "0", "{%s}")] * 5)
def test_no_entry_is_lost(entries: list[tuple[str, str, str]]) -> None:
    """Whatever the titles and however many share a key."""
    text = "\n".join(f"@article{{{key}, title = {form % title}, year = 2020}}" for key, title, form in entries)
    found, notes = parse(text)

    assert [entry.key for entry in found] == [key for key, _, _ in entries]
    assert notes == []
    if entries:
        taken = reading(text.encode(), "any.bib", "bibtex")
        left = [note for note in taken.notes if note.code == "no-work"]
        assert len({one.id for one in taken.documents}) + len(left) == len(entries)


@given(st.data())
def test_no_mutation_raises_anything_else(data: st.DataObject) -> None:
    """Bytes cut out, put in or exchanged: read as far as it goes, or called unreadable."""
    content = bytearray(sample(NAME))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 30))] = data.draw(
            st.binary(max_size=12) | st.sampled_from([b"{", b"}", b'"', b"@a{", b"\\"])
        )
    try:
        found = reading(bytes(content), "mutated.bib", "bibtex")
    except UnreadableError:
        return
    for fetched in found.documents:
        BibtexReader().document(fetched)


@given(st.text(max_size=60))
def test_latex_never_raises(text: str) -> None:
    """What is no LaTeX is text."""
    assert "  " not in plain(text)
    assert re.search(r"(?<!\\)[{}]", plain(text.replace("\\", ""))) is None
