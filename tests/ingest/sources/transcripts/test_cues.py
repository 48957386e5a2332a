"""Laws of cues, whatever is said: no word is lost or made up, and time goes forward."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from graph.outline import BlockKind
from ingest.sources.transcripts.cues import Cue, Track, blocks_of
from ingest.sources.transcripts.srt import read_srt
from ingest.sources.transcripts.vtt import read_vtt

WORDS = st.lists(
    st.sampled_from(["so", "we", "merge", "them", "Right.", "Gates", "2", "starve!"]), min_size=1, max_size=9
)
SPEAKERS = st.sampled_from([None, "Ann Lee", "Bo Kim"])


@st.composite
def tracks(draw: st.DrawFn) -> list[Cue]:
    """Make cues in order of time, no two neighbours alike (those are captions that roll)."""
    cues: list[Cue] = []
    start = 0.0
    for n, words in enumerate(draw(st.lists(WORDS, min_size=1, max_size=30))):
        start += draw(st.integers(1, 40))
        cues.append(Cue(start, start + 1, " ".join([f"w{n}", *words, f"z{n}"]), draw(SPEAKERS)))
    return cues


def clock(seconds: float, point: str) -> str:
    return f"{int(seconds) // 3600:02d}:{int(seconds) // 60 % 60:02d}:{int(seconds) % 60:02d}{point}000"


@given(tracks())
def test_what_is_said_is_what_is_read(cues: list[Cue]) -> None:
    """Every word, once, in order."""
    blocks, _ = blocks_of(Track(tuple(cues)))

    assert " ".join(block.text for block in blocks).split() == " ".join(cue.text for cue in cues).split()


@given(tracks())
def test_every_block_has_its_second_and_time_goes_forward(cues: list[Cue]) -> None:
    """So that every mention leads to where it is heard."""
    blocks, _ = blocks_of(Track(tuple(cues)))
    starts = [block.start for block in blocks]

    assert all(start is not None for start in starts)
    assert all(one <= other for one, other in pairwise(starts))  # type: ignore[operator]


@given(tracks())
def test_a_turn_begins_where_the_speaker_changes(cues: list[Cue]) -> None:
    """And nowhere else."""
    blocks, _ = blocks_of(Track(tuple(cues)))
    changes = 1 + sum(one.speaker != other.speaker for one, other in pairwise(cues))

    assert sum(block.kind is BlockKind.TURN for block in blocks) == changes


@given(tracks())
def test_webvtt_gives_the_cues_that_were_written(cues: list[Cue]) -> None:
    """A voice goes on where the next cue names none."""
    written = "".join(
        f"{clock(cue.start, '.')} --> {clock(cue.end or 0, '.')}\n"
        f"{f'<v {cue.speaker}>' if cue.speaker else ''}{cue.text}\n\n"
        for cue in cues
    )
    track = read_vtt(f"WEBVTT\n\n{written}")

    assert track is not None
    assert [(cue.start, cue.text) for cue in track.cues] == [(cue.start, cue.text) for cue in cues]
    assert track.broken == 0


@given(tracks())
def test_subrip_gives_the_cues_that_were_written(cues: list[Cue]) -> None:
    """Numbers between the cues are no words."""
    written = "".join(
        f"{n}\n{clock(cue.start, ',')} --> {clock(cue.end or 0, ',')}\n"
        f"{f'{cue.speaker}: ' if cue.speaker else ''}{cue.text}\n\n"
        for n, cue in enumerate(cues, 1)
    )
    track = read_srt(written)

    assert [(cue.start, cue.text) for cue in track.cues] == [(cue.start, cue.text) for cue in cues]
    assert track.broken == 0
