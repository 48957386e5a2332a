"""The user's own Markdown."""

from __future__ import annotations

from api.pages.prose import markdown


def test_markdown_is_drawn() -> None:
    """Emphasis, lists and links."""
    drawn = markdown("**Read** [this](https://a.example)\n\n- one")

    assert "<strong>Read</strong>" in drawn
    assert 'href="https://a.example"' in drawn
    assert "<li>one</li>" in drawn


def test_nothing_in_markdown_can_run_or_fetch() -> None:
    """Raw markup is text, scripts in addresses are gone, images are not fetched."""
    drawn = markdown('<script>x</script> <b onclick="x">b</b> [a](javascript:x) ![i](https://a.example/i.png)')

    assert "<script" not in drawn
    assert "<b" not in drawn
    assert "href" not in drawn.replace('href="https://a.example/i.png"', "")
    assert "<img" not in drawn
