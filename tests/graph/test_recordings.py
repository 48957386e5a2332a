"""Addresses of recordings at a second."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from graph.identity import at_second, heard_at
from graph.model import Document
from graph.outline import Block, BlockKind, Outline
from graph.views.shelf import address_at


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("https://show.example/ep/1", "https://show.example/ep/1#t=94"),
        ("https://www.youtube.com/watch?v=qgHLZuZ7mmM", "https://www.youtube.com/watch?v=qgHLZuZ7mmM&t=94"),
        ("https://www.youtube.com/watch?v=qgHLZuZ7mmM&t=3", "https://www.youtube.com/watch?v=qgHLZuZ7mmM&t=94"),
        ("https://youtu.be/qgHLZuZ7mmM", "https://youtu.be/qgHLZuZ7mmM?t=94"),
    ],
)
def test_an_address_leads_to_a_second(url: str, there: str) -> None:
    """As a media fragment; on YouTube as it wants it."""
    assert at_second(url, 94.9) == there


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("https://youtu.be/qgHLZuZ7mmM", "https://youtu.be/qgHLZuZ7mmM?t=94"),
        ("https://vimeo.com/1234#x", "https://vimeo.com/1234#t=94s"),
        ("https://soundcloud.com/show/talk", "https://soundcloud.com/show/talk#t=94s"),
        ("https://www.twitch.tv/videos/1234?t=1h", "https://www.twitch.tv/videos/1234?t=94s"),
        ("https://open.spotify.com/episode/abc", "https://open.spotify.com/episode/abc?t=94"),
        ("https://podcasts.apple.com/show/id1?i=2", "https://podcasts.apple.com/show/id1?i=2&t=94"),
        ("https://cdn.example/talk.mp3?key=1", "https://cdn.example/talk.mp3?key=1#t=94"),
        ("https://show.example/ep/1", None),
        ("javascript:alert(1)", None),
        (None, None),
    ],
)
def test_a_recording_plays_from_a_second_where_its_site_is_known_to(url: str | None, there: str | None) -> None:
    """A show's own page may have any player or none, so that only the place on our page is left."""
    assert heard_at(url, 94.9) == there


def test_a_mention_leads_to_the_second_it_is_heard_at() -> None:
    """A paragraph without a time is heard from its turn on; a text has no seconds."""
    blocks = (
        Block(BlockKind.TURN, "Right.", speaker="Ann Lee", start=94.0),
        Block(BlockKind.PARAGRAPH, "More.", speaker="Ann Lee"),
    )
    talk = Document(
        id="document-1", source="source-1", kind="episode", title="A", url="https://a.example/1", identity=None,
        outline=Outline(blocks),
    )  # fmt: skip
    text = replace(talk, outline=Outline((Block(BlockKind.PARAGRAPH, "More."),)))

    assert address_at(talk, 1) == "https://a.example/1#t=94"
    assert address_at(text, 0) == "https://a.example/1"
