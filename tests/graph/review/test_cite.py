"""References gathered for a figure over many works."""

from graph.review.cite import MOST, gathered
from graph.review.shapes import Reference


def section(document: str, name: str) -> Reference:
    return Reference(document=document, title=document, section=name, url=f"https://a.example/{document}#{name}")


def test_few_references_stay_as_they_are() -> None:
    """Once each, the most used first."""
    one, other = section("a", "x"), section("a", "y")

    assert gathered([one, other, other]) == (other, one)


def test_many_sections_of_one_document_become_the_document() -> None:
    """A figure over twelve months cites the review, not twelve of its sections."""
    (whole,) = gathered([section("a", str(number)) for number in range(12)])

    assert (whole.document, whole.section, whole.url) == ("a", None, "https://a.example/a")


def test_more_documents_than_anybody_reads_are_counted() -> None:
    """The rest is one reference that says how many it stands for."""
    found = gathered([section(str(number), "x") for number in range(MOST + 4)])

    assert len(found) == MOST
    assert found[-1].title.startswith("5 more places")
