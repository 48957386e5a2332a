"""Footnotes in plain text: digits are markers only where a note explains them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.outline import Block, BlockKind, Link, Span
from ingest.sources.saved.footnotes import drop_unexplained, read_numbered, read_ordered

NAMES = (
    "GPT-4",
    "GPT-4o2",
    "Llama 3.13",
    "Qwen2.53",
    "o3",
    "Qwen3",
    "Llama 3",
    "GPT4",
    "Claude 3.5",
    "H100",
    "2025",
    "mp3",
    "R1",
    "Kimi-K2",
    "AI21",
    "3.5",
)
WORDS = ("paper", "model", "result", "reader", "question", "method", "answer", "table", "number", "week")


def par(text: str, **more: object) -> Block:
    return Block(BlockKind.PARAGRAPH, text, **more)  # type: ignore[arg-type]


def post(*texts: str, notes: int) -> list[Block]:
    """Return a post's blocks with so many numbered notes at its end."""
    told = [par(line) for number in range(1, notes + 1) for line in (str(number), f"What note {number} says.")]
    return [*map(par, texts), *told]


def texts(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if block.kind is not BlockKind.NOTE]


@pytest.mark.parametrize(
    ("written", "notes", "meant"),
    [
        ("It used to be o31.", 1, "It used to be o3."),
        ("A fine word.2 Next one. First1, then.", 1, "A fine word.2 Next one. First, then."),
        ("At first1 it held. A fine word.2 Next one.", 2, "At first it held. A fine word. Next one."),
        (
            "We met R1 and Kimi-K2 in the CLI. Unlike its CLI12. So.",
            2,
            "We met R1 and Kimi-K2 in the CLI. Unlike its CLI. So.",
        ),
        ("Qwen3 came, then one1, two2 and three3.", 3, "Qwen3 came, then one, two and three."),
        ("It was so in 20241, and in 2025.", 1, "It was so in 2024, and in 2025."),
        ("Said “so”1 and (more)2 of it.", 2, "Said “so” and (more) of it."),
        ("Raised¹ and bracketed [2] ones.", 2, "Raised and bracketed ones."),
        ("Set off 1 . And again 2 , so.", 2, "Set off. And again, so."),
        ("GPT-4 and Llama 3 in 10% of 2 cases, as said1.", 1, "GPT-4 and Llama 3 in 10% of 2 cases, as said."),
    ],
)
def test_markers_go_and_names_keep_their_digits(written: str, notes: int, meant: str) -> None:
    """The notes that there are decide, in ascending order, each number once."""
    read = read_numbered(post(written, notes=notes))

    assert texts(read.blocks) == [meant]
    assert read.repairs == ("footnotes-linked",)


@pytest.mark.parametrize(
    ("written", "notes", "meant"),
    [
        ("With GPT-4o1 and 4o2, so.", 2, "With GPT-4o and 4o, so."),
        ("With Gemini 2.51 first and Grok 4.202 then.", 2, "With Gemini 2.5 first and Grok 4.20 then."),
        ("With o31, GPT-4o2, Opus 4.13 and gpt-4.14 in it.", 4, "With o3, GPT-4o, Opus 4.1 and gpt-4.1 in it."),
        ("With Opus 4.12 here1 and there2.", 2, "With Opus 4.12 here and there."),
        (
            "It is Opus 4.12 now, as said1, and Opus 4.12 it was.",
            2,
            "It is Opus 4.12 now, as said, and Opus 4.12 it was.",
        ),
        ("Out of 3.12 points, Python 3.12 and $ 4.22 in Table 2.12 it is said1.", 2, None),
        ("An M.2 drive, 2.0b2, 1e2 and Opus 4.12% of it, as said1.", 2, None),
    ],
)
def test_a_version_gives_its_last_digit_only_to_a_note_that_has_no_better_place(
    written: str, notes: int, meant: str | None
) -> None:
    """ "Llama 3.13" is 3.13 unless a third note asks for it; what is no name gives nothing."""
    assert texts(read_numbered(post(written, notes=notes)).blocks) == [meant or written.replace("said1", "said")]
    assert texts(read_numbered([par(written)]).blocks) == [written]


def test_a_certain_marker_is_placed_where_the_others_are_lost() -> None:
    """The notes stay notes, and it is said that nothing points at them; what a note names is a name in the text too."""
    told = post("A long text for its notes, which came to o31 in the end, and to much more.", notes=0)
    read = read_numbered([*told, *map(par, ("1", "Note about o3.", "2", "Two.", "3", "Three."))])

    assert texts(read.blocks) == ["A long text for its notes, which came to o3 in the end, and to much more."]
    assert [block.text for block in read.blocks[1:]] == ["Note about o3.", "Two.", "Three."]
    assert {block.kind for block in read.blocks[1:]} == {BlockKind.NOTE}
    assert read.repairs == ("footnotes-linked", "footnote-without-marker")


def test_sections_that_are_the_larger_part_are_no_notes() -> None:
    """Whatever digit the words before them end with."""
    blocks = post("We wrote it in pascal3, and in parts.", notes=5)

    assert read_numbered(blocks).blocks == tuple(blocks)


def test_a_marker_becomes_an_empty_link_to_its_note() -> None:
    """Other links and emphasis stay over their words; places count code points."""
    block = par("An 🚀 o31 and a link2.", links=(Link(14, 18, "https://a.example"),), emphasis=(Span(5, 8),))

    first, *notes = read_numbered([block, *post(notes=2)]).blocks

    assert first.text == "An 🚀 o3 and a link."
    assert first.links == (Link(7, 7, "#note-1"), Link(13, 17, "https://a.example"), Link(18, 18, "#note-2"))
    assert first.emphasis == (Span(5, 7),)
    assert [(note.kind, note.anchors, note.text) for note in notes] == [
        (BlockKind.NOTE, ("note-1",), "What note 1 says."),
        (BlockKind.NOTE, ("note-2",), "What note 2 says."),
    ]


def test_a_note_of_several_blocks_is_one_note() -> None:
    """Its list is no list of the post; only its first block is what a marker leads to."""
    item = Block(BlockKind.LIST_ITEM, "one of three", level=1, list=4)
    *_, opening, rest = read_numbered([par("As said1."), par("1"), par("Three things:"), item]).blocks

    assert (opening.anchors, rest.anchors) == (("note-1",), ())
    assert (rest.kind, rest.list) == (BlockKind.NOTE, 0)


def test_what_two_places_claim_alike_stays_and_is_flagged() -> None:
    """A wrong cut costs more than a digit."""
    read = read_numbered(post("Some words1 here and more lines1 there. Then two2.", notes=2))

    assert texts(read.blocks) == ["Some words1 here and more lines1 there. Then two."]
    assert read.repairs == ("footnotes-linked", "footnote-in-doubt")


def test_numbered_sections_are_no_notes() -> None:
    """Nothing in the text before them points at them."""
    blocks = post("An essay in two parts, about GPT-4.", notes=2)

    assert read_numbered(blocks).blocks == tuple(blocks)


@given(st.lists(st.sampled_from((*NAMES, *WORDS)), min_size=1, max_size=40), st.integers(0, 3))
def test_a_text_without_notes_is_never_changed(words: list[str], paragraphs: int) -> None:
    """Whatever digits its names end with."""
    blocks = [par(" ".join(words) + ".")] * (paragraphs + 1)

    assert read_numbered(blocks).blocks == tuple(blocks)
    assert drop_unexplained(blocks).blocks == tuple(blocks)


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.booleans()), min_size=8, max_size=40), st.booleans())
def test_markers_put_into_a_text_are_taken_out_again(words: list[tuple[str, bool]], apart: bool) -> None:
    """Glued or set off, among names that end with digits: what comes out is the text before the markers went in."""
    clean, marked, number = [], [], 0
    for place, (word, noted) in enumerate(words):
        stop = "." if noted else ""
        clean += [word + stop, *(["Llama 3"] if place % 7 == 3 else [])]
        number += noted
        mark = (f" {number} ." if apart else f"{number}.") if noted else ""
        marked += [word + mark, *(["Llama 3"] if place % 7 == 3 else [])]
    body = [par(" ".join(marked))]
    notes = [par("What a note says.")] * number

    read = read_ordered(body, notes) if apart else read_numbered([*body, *post(notes=number)])

    assert texts(read.blocks) == [" ".join(clean)]
    assert sum(block.kind is BlockKind.NOTE for block in read.blocks) == number


@given(st.lists(st.text(max_size=60), max_size=6), st.integers(0, 4))
def test_no_text_breaks_the_reader_and_only_digits_go(lines: list[str], notes: int) -> None:
    """Law: nothing but digits, brackets around them and the space they stood in leaves the text."""
    body = [par(line) for line in lines if not line.strip().isdigit()]
    read = read_numbered([*body, *post(notes=notes)])

    def bare(blocks: object) -> str:
        return re.sub(r"[\s\d\[\]⁰¹²³⁴-⁹]", "", "".join(block.text for block in blocks))  # type: ignore[attr-defined]

    assert bare(read.blocks) == bare([*body, *post(notes=notes)])
    assert all(0 <= link.start <= link.end <= len(block.text) for block in read.blocks for link in block.links)


def test_notes_without_numbers_are_joined_in_their_order() -> None:
    """A note squeezed in as 2.5 is the third; a marker out of order still leads to its own."""
    squeezed = read_ordered([par("One 1 . Two 2 . Noise 2.5 . Three 3 .")], [par(f"N{n}") for n in "abcd"])
    moved = read_ordered([par("One 1 . Two 2 . Four 4 , and three 3 .")], [par(f"N{n}") for n in "abcd"])

    assert squeezed.blocks[0].text == "One. Two. Noise. Three."
    assert [link.url for link in squeezed.blocks[0].links] == ["#note-1", "#note-2", "#note-3", "#note-4"]
    assert [link.url for link in moved.blocks[0].links] == ["#note-1", "#note-2", "#note-4", "#note-3"]


def test_markers_whose_notes_were_cut_off_go_too() -> None:
    """Only where they count from one, in places where no number belongs."""
    read = drop_unexplained(
        [par("A wiki 1 connects much 2 . More of it, which goes on for quite some time before it ends.")]
    )

    assert texts(read.blocks) == ["A wiki connects much. More of it, which goes on for quite some time before it ends."]
    assert (read.blocks[0].links, read.repairs) == ((), ("notes-missing",))


@pytest.mark.parametrize(
    "text",
    ["See Figure 1 .", "Set sv_lan 1", "We use Llama 3 .", "It took 1 week and 2 days .", "In chapter 2 , we saw."],
)
def test_a_number_that_something_introduces_is_no_marker(text: str) -> None:
    """Set off by spaces as it may be."""
    assert texts(drop_unexplained([par(text)]).blocks) == [text]
