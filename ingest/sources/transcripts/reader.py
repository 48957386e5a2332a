"""Readers of transcripts: an episode's page as text or HTML, WebVTT, SRT, Podcasting 2.0 JSON → one document each."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b, sha256
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from graph.errors import UnreadableError
from graph.identity import identify
from graph.identity.url import canonical_url
from graph.model import Document, Fetched, Moment, Source
from graph.names import fold
from graph.outline import Block, BlockKind, Outline
from graph.ports import Found
from ingest.outline import outline_html, paragraph
from ingest.outlines.text import clean
from ingest.sources.dates import read_date
from ingest.sources.decoding import decode, decode_html
from ingest.sources.kinds import FEED_ROOTS, HTML_ROOTS, is_binary, root_of
from ingest.sources.pages.told import Told, tell
from ingest.sources.pages.tree import markup, parse_page, prune
from ingest.sources.reading import SourceReading
from ingest.sources.transcripts.cues import Track, blocks_of
from ingest.sources.transcripts.episode import Episode, is_transcript, read_episode
from ingest.sources.transcripts.podcast_json import read_json
from ingest.sources.transcripts.spoken import spoken_date
from ingest.sources.transcripts.srt import is_srt, read_srt
from ingest.sources.transcripts.stamps import CLOCK
from ingest.sources.transcripts.vtt import read_vtt

KIND = "podcast"
HEAD = 65_536
_CLOCKS = re.compile(r"\d:[0-5]\d")
_CLOCK = re.compile(rf"\W*{CLOCK}\W*")
_HEADING = re.compile(r"\s*(#{1,6})\s+(?=\S)")
_NAMED = re.compile(r"(?:^|[\n>])[^\S\n]*[A-Z][^\n:<>]{1,40}(?:</\w+>)?:", re.MULTILINE)
FEWEST_SIGNS = 4
"""Times or names before a colon that a text needs to be worth a closer look."""
_encoder = msgspec.json.Encoder()


class TranscriptFile(Struct, frozen=True, omit_defaults=True):
    """A transcript as it was sent: its text, its address, and the name of the file it was read from."""

    text: str
    name: str
    url: str | None = None


_decoder = msgspec.json.Decoder(TranscriptFile)


class TranscriptReader:
    """Reads an episode's page: header, chapters, turns."""

    name = "transcript"

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell it by its turns: lines that open with a time and a recurring name."""
        del content_type
        if is_binary(content):
            return False
        text = decode(content).text
        if root_of(text[:HEAD]) in FEED_ROOTS or text.lstrip()[:1] in ("{", "["):
            return False
        if len(_CLOCKS.findall(text)) < FEWEST_SIGNS and len(_NAMED.findall(text)) < FEWEST_SIGNS:
            return False
        return is_transcript(_blocks(text, None))

    def read(self, content: bytes, *, target: str, url: str | None, as_of: datetime | None = None) -> SourceReading:
        """Return the episode as one document of its show, or raise UnreadableError."""
        del as_of
        file = _file(content, target, url)
        episode, told = _episode(file)
        if not any(block.speaker or block.start is not None for block in episode.outline.blocks):
            raise UnreadableError(target, "no transcript: no line of it says who speaks, or when")
        show = episode.header.show or told.site or _titled(file)
        source = _source(show, file.url)
        key = " ".join(filter(None, (episode.header.number, episode.header.title or told.title))) or _key(file)
        return _one(self.name, file, source, key, feeds=told.feeds)

    def document(self, fetched: Fetched) -> Document:
        """Return the episode."""
        file = _decoder.decode(fetched.payload)
        episode, told = _episode(file)
        header = episode.header
        stated = read_date(header.published).moment if header.published else told.published
        outline, published = _dated(episode.outline, stated)
        return _document(
            fetched,
            outline,
            title=header.title or told.title or _titled(file),
            url=told.url or file.url,
            authors=episode.people or told.authors,
            published=published,
            summary=" · ".join(filter(None, (header.number, header.length))) or None,
        )


class CueReader:
    """Reads one kind of caption file; `parse` gives its cues, None where the text is of another kind."""

    def __init__(self, name: str, is_it: Callable[[str], bool], parse: Callable[[str], Track | None]) -> None:
        self.name = name
        self._is_it = is_it
        self._parse = parse

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell it by its first line or its shape."""
        del content_type
        return not is_binary(content) and self._is_it(decode(content).text.lstrip("\ufeff"))

    def read(self, content: bytes, *, target: str, url: str | None, as_of: datetime | None = None) -> SourceReading:
        """Return the file as one document, or raise UnreadableError."""
        del as_of
        file = _file(content, target, url)
        track = self._parse(file.text)
        if track is None or not track.cues:
            raise UnreadableError(target, f"no cue in it can be read as {self.name}")
        return _one(self.name, file, _source(track.title or _titled(file), file.url), _key(file))

    def document(self, fetched: Fetched) -> Document:
        """Return what was said, in turns."""
        file = _decoder.decode(fetched.payload)
        track = self._parse(file.text) or Track(())
        blocks, repairs = blocks_of(track)
        outline, published = _dated(Outline(blocks, repairs), None)
        title = track.title or _titled(file)
        return _document(fetched, outline, title=title, url=file.url, authors=(), published=published)


def is_json_transcript(text: str) -> bool:
    """Tell a transcript in JSON by its segments."""
    if not text.lstrip().startswith("{") or '"segments"' not in text:
        return False
    track = read_json(text)
    return track is not None and bool(track.cues)


VTT = CueReader("webvtt", lambda text: re.match(r"WEBVTT(?=\s|$)", text) is not None, read_vtt)
SRT = CueReader("srt", is_srt, read_srt)
JSON = CueReader("transcript-json", is_json_transcript, read_json)


def _file(content: bytes, target: str, url: str | None) -> TranscriptFile:
    text = decode_html(content).text.lstrip("\ufeff")
    path = PurePosixPath(unquote(urlsplit(url).path) if url else target.replace("\\", "/"))
    # Transcripts of many episodes are called alike; their folders tell them apart.
    return TranscriptFile(text, "/".join(path.parts[-2:]), url)


def _blocks(text: str, url: str | None) -> tuple[Block, ...]:
    """Return the lines of a page: of HTML without what stands around its text, of plain text as they are."""
    if root_of(text[:HEAD]) not in HTML_ROOTS and not re.search(r"</(?:p|div|cite|time|h\d)>", text[:HEAD]):
        return tuple(block for line in text.splitlines() if (block := _line(line)))
    tree = parse_page(text)
    if tree is None:
        return ()
    for button in list(tree.iter("button")):
        if _CLOCK.fullmatch(clean(button.text_content())):
            button.tag = "span"  # it plays from there, and says when that is
    prune(tree)
    return outline_html(markup(tree), url).blocks


def _line(text: str) -> Block | None:
    """Return a line of plain text, or of Markdown with its signs taken for what they mean."""
    found = _HEADING.match(text)
    block = paragraph((text[found.end() :] if found else text).replace("**", ""))
    if block is not None and found is not None:
        return replace(block, kind=BlockKind.HEADING, level=len(found[1]))
    return block


def _episode(file: TranscriptFile) -> tuple[Episode, Told]:
    tree = parse_page(file.text) if root_of(file.text[:HEAD]) in HTML_ROOTS else None
    told = tell(tree, file.url) if tree is not None else Told()
    return read_episode(_blocks(file.text, told.url or file.url)), told


def _dated(outline: Outline, stated: Moment | None) -> tuple[Outline, Moment | None]:
    """Return when the episode is from: as stated, else as said in its first minutes, else nothing."""
    if stated is not None:
        return outline, stated
    spoken = spoken_date(outline)
    if not spoken.doubtful:
        return outline, spoken.moment
    return replace(outline, repairs=tuple(sorted({*outline.repairs, "spoken-date-doubtful"}))), None


def _source(title: str, url: str | None) -> Source:
    """Return the show: one wherever its episodes are read from, but for two sites with shows of one name."""
    site = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" if url else None
    return Source(id="source-" + _digest(f"{KIND} {fold(title)} {site or ''}"), kind=KIND, title=title, site=site)


def _one(reader: str, file: TranscriptFile, source: Source, key: str, feeds: tuple[Found, ...] = ()) -> SourceReading:
    payload = _encoder.encode(file)
    fetched = Fetched(
        id="document-" + _digest(f"{source.id} {key}"),
        source=source.id,
        key=key,
        reader=reader,
        payload=payload,
        digest=sha256(payload).hexdigest(),
    )
    return SourceReading(source=source, documents=(fetched,), feeds=feeds)


def _document(
    fetched: Fetched,
    outline: Outline,
    *,
    title: str,
    url: str | None,
    authors: tuple[str, ...],
    published: Moment | None,
    summary: str | None = None,
) -> Document:
    return Document(
        id=fetched.id,
        source=fetched.source,
        kind="episode",
        title=title,
        url=url,
        identity=identify(url) if url else None,
        authors=authors,
        published=published,
        summary=summary,
        outline=outline,
    )


def _key(file: TranscriptFile) -> str:
    """Return what makes a file without a title the same one again: its address, else its name."""
    canonical = canonical_url(file.url) if file.url else None
    return canonical.value if canonical else file.url or file.name


def _titled(file: TranscriptFile) -> str:
    """Return a file's name as a title."""
    stem = re.sub(
        r"(?:\.(?:vtt|srt|json|txt|html?|en|transcript))+$", "", file.name.rpartition("/")[2], flags=re.IGNORECASE
    )
    return re.sub(r"[\s_]+", " ", stem).strip() or "Untitled"


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=5).hexdigest()
