"""Where sentences end."""

from itertools import pairwise

import pytest

from ingest.entities.sentences import sentences


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "We follow Rivera et al. (2021) and Moss et al. in all we do.",
        "Several tools, e.g. Parsers and Taggers, vs. Our own, were tried.",
        "The error fell from 41.0 to 23.7 with v2.5 of the library.",
        "It was built by Dr. Amara Okafor and J. P. Lindqvist of Acme Inc. in the U.S. South.",
        "See Fig. 3 and Eq. 4 for details!",
        "1. Introduction",
        "He asked why? and went on.",
    ],
)
def test_a_sentence_goes_on_after_abbreviations_and_numbers(text: str) -> None:
    """A full stop is not always an end."""
    assert parts(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One ends here. Another begins.", ["One ends here.", "Another begins."]),
        ("It rose to 23.7. We were glad.", ["It rose to 23.7.", "We were glad."]),
        ("So says Moss et al. The rest disagree.", ["So says Moss et al.", "The rest disagree."]),
        ("“Is it so?” It is… Then stop!", ["“Is it so?”", "It is…", "Then stop!"]),
        ("It is known.[3] It is old.", ["It is known.[3]", "It is old."]),
        ("We like it. gLLM is fast.", ["We like it.", "gLLM is fast."]),
        ("A heading\n\nA paragraph\nof two lines", ["A heading", "A paragraph\nof two lines"]),
        ("It runs v2.5. Nothing else does.", ["It runs v2.5.", "Nothing else does."]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_says_so(text: str, expected: list[str]) -> None:
    """Marks, closing quotes, footnotes and empty lines end sentences."""
    assert parts(text) == expected


@pytest.mark.parametrize("piece", [".", ". ", ".)", "!?", "\n", "\n ", "a.", "A. ", '..."', "'", "[1]", ".[1]", "。"])
def test_hostile_text_is_read_in_one_pass(piece: str) -> None:
    """Two megabytes of anything end, and the sentences are in order and inside the text."""
    text = piece * (2_000_000 // len(piece))

    found = sentences(text)

    assert all(start < end for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
