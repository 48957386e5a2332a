"""Descriptions of what a listener cannot see, told by their form; and the lines that players and embeds leave behind."""

from __future__ import annotations

import re

from graph.outline import Block

_SHOWN = (
    r"(?:slides?|screenshots?|screen ?captures?|screens?|charts?|graphs?|plots?|diagrams?|figures?|images?|photos?|photographs?|"
    r"pictures?|illustrations?|drawings?|sketch(?:es)?|tables?|maps?|infographics?|flowcharts?|heat ?maps?|histograms?|"
    r"timelines?|dashboards?|posters?|logos?|thumbnails?|memes?|cartoons?|posts?|tweets?|web ?pages?|terminal windows?|"
    r"code (?:listing|snippet|editor)s?|video (?:still|frame|clip)s?|stills?|visuali[sz]ations?|mock-?ups?|equations?)"
)
_GOES_ON = (
    r"(?:\s*[:,.;(–—-]|\s*$|\s+(?:of|with|from|on|in|at|by|for|against|side|that (?:shows?|reads?|says?|lists?|compares?)|"
    r"which (?:shows?|reads?|says?|lists?|compares?)|shows?|[a-z]+ing|titled|entitled|labell?ed|captioned|divided|split|composed|"
    r"taken|shared|posted|marked|made|dated|drawn|comparing|where)\b)"
)
_DESCRIBES = re.compile(
    rf"\W*(?:(?:an?|two|three|four|five|six|several|another|the (?:title|opening|closing|next|same|first|last))\s+)?"
    rf"(?:(?!(?:this|that|the|i|we|you|is|are|was|were)\b)[\w'’.,&/-]+\s+){{0,9}}?{_SHOWN}{_GOES_ON}",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"\b(?:i|i['’]\w+|we|we['’]\w+|you|you['’]\w+|my|our|your|let['’]s|us|me)\b", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’")
_MARKED = re.compile(
    r"[\[(]\s*(?:image|figure|slide|screenshot|chart|photo|picture|on[- ]screen|shown)\b.*[\])]", re.I | re.DOTALL
)
_HOST = re.compile(r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?", re.IGNORECASE)
MOST_HOSTS = 4
"""Words in what an embedded post leaves behind: its site, twice as a rule."""


def is_description(text: str) -> bool:
    """Tell the description of a picture from speech: it opens with what is shown, and nobody in it says "I"."""
    if _MARKED.fullmatch(text):
        return True
    return _DESCRIBES.match(text) is not None and _SPOKEN.search(_QUOTED.sub("", text)) is None


def is_embed(block: Block) -> bool:
    """Tell what an embedded post leaves behind: nothing but the name or address of its site, once or more."""
    words = block.text.split()
    return 0 < len(words) <= MOST_HOSTS and all(_HOST.fullmatch(word) for word in words)
