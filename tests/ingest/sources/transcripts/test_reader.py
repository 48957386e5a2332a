"""Transcripts: an episode's page, WebVTT, SRT, JSON. Our own files in the real shapes, and the seed's facts."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from graph.errors import UnreadableError
from graph.exchange.records import document_record
from graph.model import Document, Precision
from graph.outline import BlockKind
from ingest.sources import read_source, reader_named
from tests.shared import SHARED, needs_shared

DATA = Path(__file__).resolve().parents[3] / "data" / "transcripts"
SEED = SHARED / "seeds" / "004_eee92d00b1b36364.txt"


@cache
def read(name: str, url: str | None = None) -> Document:
    """Return one of our files, or the seed, as a document."""
    path = SEED if name == "seed" else DATA / name
    (fetched,) = read_source(path.read_bytes(), target=str(path), url=url).documents
    return reader_named(fetched.reader).document(fetched)


def said(document: Document) -> list[tuple[str, float | None, str | None]]:
    """Return (kind, second, speaker) of each block."""
    return [(block.kind.value, block.start, block.speaker) for block in document.outline.blocks]


def texts(document: Document, kind: BlockKind) -> list[str]:
    """Return the texts of one kind of block."""
    return [block.text for block in document.outline.blocks if block.kind is kind]


@needs_shared
def test_the_seed_is_one_episode_with_its_chapters_turns_and_speakers() -> None:
    """14 chapters, 96 turns, two speakers though one of them is spelt in two ways."""
    record = document_record(read("seed"), None)

    assert (len(record["chapters"]), record["turns"]) == (14, 96)  # type: ignore[arg-type]
    assert record["speakers"] == ["Chester Roh", "Seungjoon Choi"]
    assert record["authors"] == ("Chester Roh", "Seungjoon Choi")
    assert record["chapters"][2]["start"] == 94  # type: ignore[index]
    assert (record["title"], record["kind"]) == ("Prompting with Transformer Mechanics in Mind", "episode")


@needs_shared
def test_the_seeds_date_is_the_one_that_is_spoken() -> None:
    """To the day, and marked as what it is."""
    record = document_record(read("seed"), None)

    assert record["published"] == "2026-01-09T00:00:00+00:00"
    assert (record["published_precision"], record["published_basis"]) == ("day", "spoken")


@needs_shared
def test_no_word_of_the_seed_is_lost() -> None:
    """But for times, names, what stands above the first chapter and what two embeds left behind."""
    document = read("seed")
    body = SEED.read_text(encoding="utf-8").split("View episode resources")[1]
    body = re.sub(r"^\d\d:\d\d (Chester Roh|Seungjoon Choi) ", "", body, flags=re.MULTILINE)
    body = re.sub(r" \d\d:\d\d$", "", body, flags=re.MULTILINE).replace("x.com x.com", "")

    assert " ".join(block.text for block in document.outline.blocks).split() == body.split()


@needs_shared
def test_the_seeds_figures_are_nobodys_words() -> None:
    """Five descriptions, each between a title or a turn and a turn."""
    figures = texts(read("seed"), BlockKind.FIGURE)

    assert [figure.split()[0] for figure in figures] == ["METR", "A", "A", "A", "A"]


def test_an_episode_in_html_keeps_its_links_and_figures() -> None:
    """Navigation and footer are left out; what nobody says under a chapter's title is a figure."""
    document = read("episode.html", "https://signals.example/episodes/7?from=mail")

    assert (document.title, document.url) == ("Why routers overfit", "https://signals.example/episodes/7")
    assert document.published is not None
    assert (document.published.month, document.published.basis) == ("2025-03", "stated")
    assert said(document)[:6] == [
        ("heading", 0.0, None), ("turn", 0.0, "Mina Park"), ("turn", 21.0, "Ravi Iyer"), ("paragraph", None, "Ravi Iyer"),
        ("heading", 75.0, None), ("figure", None, None),
    ]  # fmt: skip
    assert document.outline.blocks[1].links[0].url == "https://arxiv.org/abs/1701.06538"
    assert texts(document, BlockKind.FIGURE)[1] == "Loss with and without a balancing term"
    assert not any("reserved" in block.text for block in document.outline.blocks)


def test_a_misspelling_is_no_further_speaker() -> None:
    """The line of authors says who is who."""
    document = read("episode.html", "https://signals.example/episodes/7?from=mail")

    assert {block.speaker for block in document.outline.blocks if block.speaker} == {"Mina Park", "Ravi Iyer"}
    assert "speaker-spelling" in document.outline.repairs


def test_a_time_of_day_is_no_chapter() -> None:
    """Nor the hour in a sentence, nor the length of the episode."""
    document = read("episode.html", "https://signals.example/episodes/7?from=mail")

    assert texts(document, BlockKind.HEADING) == ["Opening", "What a gate learns"]
    assert document.summary == "Episode 7 · 1:02:10"


def test_chapters_told_above_stand_where_they_begin() -> None:
    """A list of them is a table of contents."""
    document = read("list.txt")

    assert [(b.text, b.start) for b in document.outline.blocks if b.kind is BlockKind.HEADING] == [
        ("Hello", 0.0),
        ("Quantising at home", 190.0),
        ("Goodbye", 540.0),
    ]
    assert said(document)[:2] == [("heading", 0.0, None), ("turn", 0.0, "Jane Doe")]


EPISODE = """{top}

{label}
00:00 Hello
05:30 Gates at work
1:02:03 Outlook

Hello

Host 00:00
Welcome to the show, everyone.

Mina Park 00:45
Thank you for having me here.

Gates at work

Host 05:30
So what are they, these gates?

Mina Park 06:10
They are switches.

OUTLOOK

Host 1:02:03
And what next?
"""


@pytest.mark.parametrize("label", ["Chapters", "Timestamps:", "Show notes", "Table of contents"])
@pytest.mark.parametrize(
    ("top", "show", "title"),
    [
        ("Episode 12: Gates with Mina Park\n\nPublished January 9, 2025", "ep", "Gates with Mina Park"),
        ("Gates with Mina Park\n\nJanuary 9, 2025", "ep", "Gates with Mina Park"),
        ("Deep Signals\nGates with Mina Park\nJanuary 9, 2025", "Deep Signals", "Gates with Mina Park"),
        ("Deep Signals\nJanuary 9, 2025\nEpisode 12\nGates with Mina Park", "Deep Signals", "Gates with Mina Park"),
    ],
)
def test_what_a_page_calls_its_parts_is_no_title(top: str, show: str, title: str, label: str) -> None:
    """Nor is a chapter's; the line that is numbered, or dated, is one."""
    reading = read_source(EPISODE.format(top=top, label=label).encode(), target="ep.txt")
    document = reader_named("transcript").document(reading.documents[0])

    assert (reading.source.title, document.title) == (show, title)


def test_a_listed_chapters_bare_title_is_that_chapter() -> None:
    """It stands once in the text, with the time that the list told."""
    reading = read_source(EPISODE.format(top="Episode 12: Gates", label="Chapters").encode(), target="ep.txt")
    document = reader_named("transcript").document(reading.documents[0])

    titles = {"hello", "gates at work", "outlook"}
    assert [(b.text, b.start, b.speaker) for b in document.outline.blocks if b.text.lower() in titles] == [
        ("Hello", 0.0, None),
        ("Gates at work", 330.0, None),
        ("Outlook", 3723.0, None),
    ]


def test_a_description_between_two_turns_is_a_figure() -> None:
    """Told by its form: it opens with what is shown, and nobody says "I"."""
    assert texts(read("list.txt"), BlockKind.FIGURE) == [
        "A photo of a small computer under an umbrella, taken at night."
    ]


def test_webvtt_is_read_by_voice() -> None:
    """Cues of a voice are joined; styles, notes and settings are no text; a broken time is told."""
    document = read("captions.vtt")

    assert document.title == "Talking Weights, episode 3"
    assert texts(document, BlockKind.TURN) == [
        "Welcome to Talking Weights. Today: merging & pruning.", "Merging first.", "Really? An average of weights.",
    ]  # fmt: skip
    assert said(document) == [
        ("turn", 1.0, "Ann Lee"), ("turn", 6.5, "Bo Kim"), ("paragraph", 70.0, "Bo Kim"), ("turn", 70.0, "Ann Lee"),
    ]  # fmt: skip
    assert document.outline.repairs == ("cue-not-read",)


def test_captions_that_roll_up_are_read_once() -> None:
    """Each line stands there three times."""
    assert texts(read("rolling.vtt"), BlockKind.TURN) == ["so today we look at the new optimizer and what it costs"]


def test_a_file_of_chapters_has_chapters_and_no_turns() -> None:
    """Its cues last long and say little."""
    document = read("chapters.vtt")

    assert [block.start for block in document.outline.blocks] == [0.0, 130.0, 1200.0]
    assert document_record(document, None)["turns"] is None


def test_subrip_is_read_by_its_names() -> None:
    """A name holds until the next one; two dashes are two speakers; a mark, CRLF and a missing number do not matter."""
    document = read("dialogue.srt")

    assert [(block.speaker, block.text) for block in document.outline.blocks] == [
        ("ANN LEE", "Where were we? At merging."),
        ("BO KIM", "Right."),
        ("ANN LEE", "So go on. Nobody knows when this is."),
        ("BO KIM", "It ends here."),
    ]
    assert document.outline.repairs == ("cue-not-read",)


def test_podcasting_json_is_read_segment_by_segment() -> None:
    """A segment without a speaker goes on; a pause begins a paragraph with a time of its own."""
    document = read("podcast.json")

    assert said(document) == [
        ("turn", 0.5, "Ann Lee"),
        ("turn", 6.5, "Bo Kim"),
        ("paragraph", 80.0, "Bo Kim"),
    ]
    assert document.outline.blocks[0].text == "Welcome back. We record on March 14th, 2025."
    assert document.published is not None
    assert (document.published.precision, document.published.basis) == (Precision.DAY, "spoken")


@pytest.mark.parametrize(
    ("first", "day"),
    [
        ("Today is Friday, March 14th, 2025.", "2025-03-14"),
        ("We are recording this on the 14th of March 2025.", "2025-03-14"),
        ("This episode was recorded on March 14, 2025.", "2025-03-14"),
        ("It is March 14th, 2025, a Friday night, as we record.", "2025-03-14"),
        ("Today is Monday, March 14th, 2025.", None),
        ("Today we read a paper from March 14th, 2025.", None),
        ("The talk was recorded on March 14th, 2025.", None),
        ("Today is March 14th.", None),
        ("On March 14th, 2025, they released it.", None),
        ("Today is February 30th, 2025.", None),
    ],
)
def test_a_date_is_spoken_only_where_it_is_said_of_today(first: str, day: str | None) -> None:
    """With the year, near a word for now, on the weekday that is said; else the episode is undated."""
    content = json.dumps({"segments": [{"speaker": "Ann", "startTime": 1, "body": first}]}).encode()
    (fetched,) = read_source(content, target="x.json").documents
    published = reader_named(fetched.reader).document(fetched).published

    assert (published.instant if published else None) == (datetime.fromisoformat(f"{day}T00:00+00:00") if day else None)


def test_a_date_said_late_is_a_date_that_is_talked_about() -> None:
    """Three minutes in, nobody says which day it is."""
    content = json.dumps({"segments": [{"startTime": 0, "body": "Hi.", "speaker": "Ann"},
                                       {"startTime": 400, "body": "Today is March 14th, 2025.", "speaker": "Bo"}]})  # fmt: skip
    (fetched,) = read_source(content.encode(), target="x.json").documents

    assert reader_named(fetched.reader).document(fetched).published is None


@pytest.mark.parametrize("name", ["captions.vtt", "dialogue.srt", "podcast.json", "list.txt", "episode.html"])
def test_a_transcript_read_twice_is_one_document(name: str) -> None:
    """Of one source."""
    content = (DATA / name).read_bytes()
    first, second = (read_source(content, target=f"../here/{name}") for _ in range(2))

    assert first == second


def test_show_notes_with_times_are_no_transcript() -> None:
    """Nobody speaks in them."""
    notes = "<html><body><h1>Notes</h1><p>" + "What we talked about in this video, at length. " * 5 + "</p>"
    times = "".join(f"<p>0{n}:00 Topic number {n}</p>" for n in range(8))
    reading = read_source(f"{notes}{times}</body></html>".encode(), target="notes.html")

    assert reading.documents[0].reader == "page"


def test_captions_without_a_cue_are_named() -> None:
    """Rather than read as an empty episode."""
    with pytest.raises(UnreadableError, match="no cue"):
        read_source(b"WEBVTT\n\nNOTE nothing\n", target="x.vtt")
