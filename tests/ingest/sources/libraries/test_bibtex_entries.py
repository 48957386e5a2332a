"""Strings and inheritance in BibTeX: what honest files mean, and what a few lines could make of any memory."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from ingest.sources.libraries.bibtex_entries import parse
from tests.ingest.sources.libraries.samples import documents

SOUND = "@misc{sound, title={Sound}, year={2001}}\n"
BOMBS = {
    "strings": '@string{a0 = "aaaaaaaaaa"}\n'
    + "".join(f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n" for n in range(1, 34))
    + "@misc{big, title = a33 # a10 # a10}\n",
    "one value": f"@string{{a = {{{'x' * 2_000}}}}}\n@misc{{big, title = {' # '.join('a' * 200_000)}}}\n",
    "many values": f"@string{{a = {{{'x' * 1_000}}}}}\n"
    + "".join(f"@misc{{b{n}, title = {' # '.join('a' * 20)}}}\n" for n in range(4_000)),
    "one parent": f"@xdata{{x, abstract = {{{'x' * 100_000}}}}}\n"
    + "".join(f"@misc{{c{n}, title = {{C}}, xdata = {{x}}}}\n" for n in range(4_000)),
    "many fields": "@xdata{x, "
    + ", ".join(f"f{n} = 1" for n in range(2_000))
    + "}\n"
    + "".join(f"@misc{{c{n}, title = {{C}}, xdata = {{x}}}}\n" for n in range(2_000)),
}


def fields(text: str) -> dict[str, dict[str, str]]:
    """Return the fields of the entries by key."""
    return {entry.key: entry.fields for entry in parse(text)[0]}


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_does_not_outgrow_memory(name: str) -> None:
    """What would is told by its key, and what is sound is read."""
    text = SOUND + BOMBS[name]
    tracemalloc.start()
    found, notes = parse(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert found[0].fields == {"title": "Sound", "year": "2001"}
    assert {note.code for note in notes} == {"entry-broken"}
    assert peak < 150_000_000
    assert sum(len(value) for entry in found for value in entry.fields.values()) <= 1_000_000 + 11 * len(text)


def test_a_string_that_grows_too_large_is_told_and_the_smaller_ones_hold() -> None:
    """Ten signs, doubled ten times, are the last that fit."""
    found, notes = parse(BOMBS["strings"] + "@misc{small, title = a10}\n")

    assert (notes[0].where, notes[-1].where) == ("a11", "big")
    assert [(entry.key, len(entry.fields["title"])) for entry in found] == [("small", 10 * 2**10)]


def test_what_is_written_out_may_be_long() -> None:
    """An appendix in the notes is no bomb, and strings may stand beside it."""
    long = "word " * 20_000

    assert fields(f"@misc{{a, title = jan # {{ {long}}}}}")["a"]["title"] == f"jan {long}"


def test_parents_named_again_and_again_are_asked_once() -> None:
    """Two names a level would be a million million ways, forty levels down."""
    levels = "".join(f"@xdata{{x{n}, xdata = {{x{n + 1}, x{n + 1},x{n + 1}}}, n{n} = {{{n}}}}}\n" for n in range(1, 41))
    before = time.process_time()
    found = fields(SOUND + levels + "@misc{a, title = {A}, xdata = {x1,x1}, crossref={x1}}\n")

    assert found["a"]["n1"] == "1"
    assert found["a"]["n9"] == "9"
    assert time.process_time() - before < 1


@pytest.mark.parametrize("name", ["crossref", "xdata"])
def test_a_long_chain_of_parents_is_soon_read(name: str) -> None:
    """Five thousand, each a part of the next: nearest first, and none is lost."""
    chain = "".join(f"@misc{{k{n}, title={{T{n}}}, f{n}={{{n}}}, {name}={{k{n + 1}}}}}\n" for n in range(5_000))
    before = time.process_time()
    found = documents((SOUND + chain).encode(), "chain.bib")

    assert len(found) == 5_001
    assert found["k4999"].title == "T4999"
    assert time.process_time() - before < 8
    inherited = fields(chain)["k0"]
    assert (inherited["title"], inherited["f1"], inherited["f9"]) == ("T0", "1", "9")
    assert len(inherited) < 50


def test_a_whole_gives_its_title_as_the_books() -> None:
    """Also where another entry stands between; what is its own, as its abstract, it keeps, but not from xdata."""
    found = fields(
        "@xdata{x, publisher = {P}, abstract = {Shared}}\n"
        "@proceedings{whole, title = {Whole}, abstract = {Own}, year = 2001, xdata = {x}}\n"
        "@inproceedings{part, title = {Part}, crossref = {WHOLE}}\n"
        "@misc{heir, title = {Heir}, xdata = {x}}\n"
    )

    assert found["part"] == {
        "title": "Part", "crossref": "WHOLE", "booktitle": "Whole", "year": "2001", "publisher": "P",
    }  # fmt: skip
    assert found["heir"]["abstract"] == "Shared"
