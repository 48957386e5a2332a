"""The lexicon's tables hold what their README says: one name one entry, known makers and parents, no stray signs."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import zip_longest

import pytest

from graph.model import NodeKind
from graph.names import name_key
from ingest.entities.lexicon import COLUMNS, FOLDER, TABLES, load

Row = dict[str, str]

SINCE = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
OLDEST = 1000
"""Universities are old, nothing else is as old."""

SHORT = 3
"""A form of so few letters is an abbreviation of many things: it is marked."""

LISTS = ("aliases", "needs")


def _rows(table: str) -> list[Row]:
    """Return a table's lines; the empty columns at a line's end may be left out."""
    lines = (FOLDER / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    return [dict(zip_longest(COLUMNS, line.split("\t"), fillvalue="")) for line in lines[1:]]


ROWS = {table: _rows(table) for table in TABLES}


def _names(table: str) -> set[str]:
    return {row["name"] for row in ROWS[table]}


def _listed(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def _forms(row: Row) -> list[str]:
    """Return an entry's forms with their marks, the name first, as an alias that equals it says."""
    aliases = _listed(row["aliases"])
    own = next((alias for alias in aliases if alias.lstrip("?=") == row["name"]), row["name"])
    return [own, *(alias for alias in aliases if alias != own)]


def test_every_line_becomes_an_entry() -> None:
    """The reader leaves none out, and takes none for another."""
    found = Counter(entry.kind for entry in load().entries)

    lines: Counter[NodeKind] = Counter()
    for table, kind in TABLES.items():
        lines[kind] += len(ROWS[table])

    assert found == lines


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_a_header_and_clean_lines(table: str) -> None:
    """UTF-8, a tab between columns and none after the last, a line end after each line."""
    text = (FOLDER / f"{table}.tsv").read_text(encoding="utf-8")

    assert text.splitlines()[0] == "\t".join(COLUMNS)
    assert text.endswith("\n")
    assert "\r" not in text
    assert [line for line in text.splitlines() if line.count("\t") >= len(COLUMNS) or line != line.rstrip()] == []


@pytest.mark.parametrize("table", TABLES)
def test_a_name_stands_once_however_it_is_spelt(table: str) -> None:
    """Two lines of one key would be one concept with two makers."""
    keys = Counter(name_key(row["name"]) for row in ROWS[table])

    assert [key for key, count in keys.items() if count > 1 or not key] == []


@pytest.mark.parametrize("table", TABLES)
def test_no_space_or_separator_is_stray(table: str) -> None:
    """A space at an end, two in a row or an empty part of a list is a slip that would hide a form."""
    cells = [cell for row in ROWS[table] for cell in row.values()]
    parts = [part for row in ROWS[table] for column in LISTS for part in _listed(row[column])]

    assert [cell for cell in cells if cell != " ".join(cell.split())] == []
    assert [part for part in parts if not part or part != part.strip() or not part.lstrip("?=").strip()] == []


@pytest.mark.parametrize("table", TABLES)
def test_marks_stand_in_one_order(table: str) -> None:
    """`?=` is both marks; any other run of them is a slip."""
    marks = {form[: len(form) - len(form.lstrip("?="))] for row in ROWS[table] for form in _forms(row)}

    assert marks <= {"", "=", "?", "?="}


@pytest.mark.parametrize("table", TABLES)
def test_an_entry_lists_a_form_once(table: str) -> None:
    """One form with two marks would be as free as the freer of them."""
    forms = {row["name"]: Counter(form.lstrip("?=") for form in _forms(row)) for row in ROWS[table]}

    assert [name for name, counts in forms.items() if max(counts.values()) > 1] == []


@pytest.mark.parametrize("table", TABLES)
def test_a_spelling_of_the_name_is_listed_only_to_restrict_it(table: str) -> None:
    """Case, hyphens and spaces are known to make no other name; a doubt about a variant leaves the name no freer."""
    for row in ROWS[table]:
        aliases = _listed(row["aliases"])
        own = [alias for alias in aliases if name_key(alias.lstrip("?=")) == name_key(row["name"])]

        assert all(alias[0] in "?=" for alias in own), row["name"]
        assert _forms(row)[0][0] in "?=" or not any(alias.startswith("?") for alias in own), row["name"]


@pytest.mark.parametrize("table", TABLES)
def test_makers_are_known_organizations(table: str) -> None:
    """An entry's organization is a canonical name of the organizations' table."""
    assert {row["organization"] for row in ROWS[table]} - {""} - _names("organizations") == set()


@pytest.mark.parametrize("table", TABLES)
def test_parents_are_known_entries_of_the_same_kind(table: str) -> None:
    """A variant's base, a broader technique, the organization that owns another: each has its own line."""
    kin = {name for other, kind in TABLES.items() if kind is TABLES[table] for name in _names(other)}

    assert {row["parent"] for row in ROWS[table]} - {""} - kin == set()


def test_a_technique_stands_in_one_of_its_two_tables() -> None:
    """What is a task or a field in one is no method in the other."""
    assert {name_key(name) for name in _names("techniques")} & {name_key(name) for name in _names("topics")} == set()


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_its_own_ancestor(table: str) -> None:
    """Lineage is a tree."""
    parents = {row["name"]: row["parent"] for row in ROWS[table]}
    for name in parents:
        seen = {name}
        while (name := parents.get(name, "")) and name not in seen:
            seen.add(name)
        assert not name


@pytest.mark.parametrize("table", TABLES)
def test_dates_are_years_or_months_past(table: str) -> None:
    """`since` is YYYY or YYYY-MM."""
    dates = [row["since"] for row in ROWS[table] if row["since"]]

    assert [since for since in dates if not SINCE.fullmatch(since)] == []
    assert [since for since in dates if not OLDEST <= int(since[:4]) <= date.max.year] == []


def test_a_variant_is_not_older_than_its_base() -> None:
    """A size or version that came out before what it is a variant of is a wrong parent or a wrong date."""
    since = {row["name"]: row["since"] for row in ROWS["models"]}

    wrong = [
        row["name"]
        for row in ROWS["models"]
        if row["since"] and (base := since.get(row["parent"])) and row["since"][: len(base)] < base[: len(row["since"])]
    ]

    assert wrong == []


@pytest.mark.parametrize("table", TABLES)
def test_every_doubt_can_be_settled(table: str) -> None:
    """By words of the context, the maker, the parent, or a form of the entry that is in no doubt."""
    helped = ("needs", "organization", "parent")
    lost = [
        row["name"]
        for row in ROWS[table]
        if all(form.startswith("?") for form in _forms(row)) and not any(row[column] for column in helped)
    ]

    assert lost == []


@pytest.mark.parametrize("table", TABLES)
def test_short_forms_are_marked(table: str) -> None:
    """Two or three letters mean too much to count in any case; a number makes them particular ("BM25")."""
    short = re.compile(rf"[^\W\d_]{{1,{SHORT}}}")

    assert [form for row in ROWS[table] for form in _forms(row) if short.fullmatch(form)] == []


def test_families_of_all_great_makers_are_there() -> None:
    """Each with its maker, and with a version of its own."""
    families = {"GPT", "Claude", "Gemini", "Llama", "Qwen", "Grok", "Phi", "Gemma", "Kimi", "Granite", "OLMo", "FLUX"}
    rows = [row for row in ROWS["models"] if row["name"] in families]

    assert {row["name"] for row in rows} == families
    assert all(row["organization"] for row in rows)
    assert families <= {row["parent"] for row in ROWS["models"]}


def test_a_lab_and_the_company_that_owns_it_are_two() -> None:
    """Neither is a name of the other, whatever people say for short."""
    lexicon = load()
    for lab, owner in (("Google DeepMind", "Google"), ("FAIR", "Meta"), ("Microsoft Research", "Microsoft")):
        entries = {entry.name: entry for entry in lexicon.organizations}

        assert entries[lab].parent == owner
        assert entries[lab].keys.isdisjoint(entries[owner].keys)
