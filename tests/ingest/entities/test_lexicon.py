"""The lexicon: what a line says, what is looked up, what is left out."""

from pathlib import Path

import pytest

from graph.model import NodeKind
from ingest.entities.lexicon import COLUMNS, Form, Lexicon, LexiconError, load

MODELS = (
    "GPT-9\t?=gee nine\tOpenAI\tGPT\t2030-01\tOpenAI; chat",
    "GPT\t=GPT\tOpenAI",
    "Zephyrine\t?=Zephyrine;=zeph",
)
ORGANIZATIONS = ("OpenAI\tOpen Artificial",)


def tables(folder: Path, **lines: tuple[str, ...]) -> Lexicon:
    """Write tables and load them."""
    for stem, rows in lines.items():
        (folder / f"{stem}.tsv").write_text("\n".join(("\t".join(COLUMNS), *rows, "")), encoding="utf-8")
    return load(folder)


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    return tables(tmp_path, models=MODELS, organizations=ORGANIZATIONS)


def test_a_line_says_all_of_an_entry(lexicon: Lexicon) -> None:
    """Columns that are left out are not known; lists are parted by semicolons."""
    nine = lexicon.entry(NodeKind.MODEL, "GPT-9")
    maker = lexicon.entry(NodeKind.ORGANIZATION, "openai")

    assert nine is not None
    assert (nine.organization, nine.parent, nine.since, nine.needs) == ("OpenAI", "GPT", "2030-01", ("OpenAI", "chat"))
    assert nine.forms == (Form("GPT-9"), Form("gee nine", exact=True, doubtful=True))
    assert maker is not None
    assert (maker.organization, maker.parent, maker.since, maker.needs) == (None, None, None, ())


def test_a_marked_alias_that_equals_the_name_restricts_the_name(lexicon: Lexicon) -> None:
    """The canonical form is then as exact and as doubtful as the alias."""
    entry = lexicon.entry(NodeKind.MODEL, "Zephyrine")

    assert entry is not None
    assert entry.forms == (Form("Zephyrine", exact=True, doubtful=True), Form("zeph", exact=True))


def test_entries_are_found_by_any_spelling_of_any_form(lexicon: Lexicon) -> None:
    """The kind comes with the entry."""
    assert [entry.name for entry in lexicon.entries_of("gpt 9")] == ["GPT-9"]
    assert [entry.kind for entry in lexicon.entries_of("open artificial")] == [NodeKind.ORGANIZATION]
    assert lexicon.entries_of("nobody") == ()
    assert lexicon.entry(NodeKind.PERSON, "GPT-9") is None


def test_families_are_the_parents_of_models(lexicon: Lexicon) -> None:
    """A parent that has no entry of its own is none."""
    assert lexicon.families == {"GPT"}
    assert [entry.name for entry in lexicon.organizations] == ["OpenAI"]


def test_without_drops_every_entry_that_a_name_may_mean(lexicon: Lexicon) -> None:
    """Aliases count as names do, however they are spelt; the rest stays."""
    assert [entry.name for entry in lexicon.without(["GEE-NINE", "unheard of"]).entries] == [
        "GPT",
        "Zephyrine",
        "OpenAI",
    ]
    assert lexicon.without([]).entries == lexicon.entries


def test_the_version_is_that_of_the_entries(tmp_path: Path, lexicon: Lexicon) -> None:
    """The same tables give the same version, one entry less another."""
    assert load(tmp_path).version == lexicon.version
    assert lexicon.without(["GPT"]).version != lexicon.version


@pytest.mark.parametrize("lines", [("GPT-9", "gpt 9"), ("\tnameless",), ("a\tb\tc\td\te\tf\tg",)])
def test_a_line_that_is_no_entry_is_told_with_its_place(tmp_path: Path, lines: tuple[str, ...]) -> None:
    """A name that stands twice, a line without a name, one column too many."""
    with pytest.raises(LexiconError, match=rf"models\.tsv, line {len(lines) + 1}"):
        tables(tmp_path, models=lines)


def test_a_table_without_its_header_is_refused(tmp_path: Path) -> None:
    """Columns in another order would be read wrongly."""
    (tmp_path / "people.tsv").write_text("name\tneeds\n", encoding="utf-8")

    with pytest.raises(LexiconError, match="columns"):
        load(tmp_path)


def test_the_lexicon_that_comes_along_is_broad() -> None:
    """Every kind that texts name has its entries."""
    kinds = [entry.kind for entry in load().entries]

    assert {kind: kinds.count(kind) >= 350 for kind in set(kinds)} == dict.fromkeys(
        (
            NodeKind.MODEL,
            NodeKind.TECHNIQUE,
            NodeKind.BENCHMARK,
            NodeKind.ORGANIZATION,
            NodeKind.PERSON,
            NodeKind.PRODUCT,
        ),
        True,
    )


def test_a_company_that_ends_in_ai_is_its_address_too(tmp_path: Path) -> None:
    """ "Quillworth.ai" is Quillworth AI; a model of that name is not."""
    tables(tmp_path, organizations=("Quillworth AI",), models=("Marten AI",))
    lexicon = load(tmp_path)

    assert [[form.text for form in entry.forms] for entry in lexicon.organizations] == [
        ["Quillworth AI", "Quillworth.ai"]
    ]
    assert [form.text for entry in lexicon.entries for form in entry.forms].count("Marten.ai") == 0
