"""What is known of hosts, parameters and endings: data, each table with its reason."""

from __future__ import annotations

import re

from msgspec import Struct

from graph.model import NodeKind


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Added by mailers, ad networks and share buttons; the page is the same without them.
# Sources: their vendors' documentation and the lists that browsers' query strippers ship (Brave, Firefox).
TRACKING_PREFIXES = (
    "utm_",
    "mtm_",
    "matomo_",
    "pk_",
    "piwik_",
    "hsa_",
    "vero_",
    "oly_",
    "guce_",
    "gaa_",
    "itm_",
    "__hs",
    "_hs",
    "at_medium",
    "at_campaign",
)
TRACKING = _words(
    # advertising click ids
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid ttclid yclid ysclid li_fat_id epik srsltid s_kwcid"
    # newsletters
    " mc_cid mc_eid mkt_tok ck_subscriber_id hsctatracking _bhlid ml_subscriber ml_subscriber_hash"
    # analytics that travel from page to page
    " _ga _gl _openstat spm wt_mc wt.mc_id s_cid cmpid ncid icid guccounter dgcid __readwiselocation"
    # "where you came from" and share buttons
    " ref ref_src ref_url referrer si igsh igshid feature_share share_id smid smtyp xtor"
)
# The same idea under names that mean something elsewhere, so only on the hosts that use them so.
_SUBSTACK = _words("r isfreemail triedredirect publication_id post_id showwelcome showwelcomeonshare token")
HOST_TRACKING: dict[str, frozenset[str]] = {
    "substack.com": _SUBSTACK,
    "x.com": frozenset({"s", "t"}),
    "twitter.com": frozenset({"s", "t"}),
    "youtube.com": frozenset({"feature", "pp", "ab_channel"}),
    "medium.com": frozenset({"source", "sk"}),
    "linkedin.com": frozenset({"trk", "trackingid", "rcm", "lipi"}),
    "wsj.com": frozenset({"mod", "reflink", "st"}),
    "ft.com": frozenset({"sharetype"}),
    "bloomberg.com": frozenset({"sref", "srnd", "leadsource"}),
    "forbes.com": frozenset({"sh"}),
    "docs.google.com": frozenset({"usp"}),
    "tiktok.com": frozenset({"_r", "_t", "refer"}),
    "amazon.com": frozenset(
        {"tag", "linkcode", "psc", "pd_rd_i", "dib", "dib_tag", "qid", "sr", "keywords", "crid", "sprefix"}
    ),
}

# Hosts that only forward: what stands behind them is known after a fetch, not before.
SHORTENERS = _words(
    "goo.gle goo.gl g.co bit.ly j.mp t.co lnkd.in tinyurl.com ow.ly buff.ly dlvr.it is.gd v.gd trib.al aka.ms msft.it"
    " fb.me amzn.to a.co git.io db.tt wp.me shorturl.at rb.gy cutt.ly tiny.cc t.ly hubs.ly hubs.la hubs.li dub.sh"
    " nyti.ms wapo.st reut.rs bloom.bg econ.st on.ft.com on.wsj.com cnb.cx go.nature.com nvda.ws ibm.co apple.co"
    " spr.ly zcu.io s.id snip.ly feedproxy.google.com feeds.feedburner.com"
)

# What a sentence, Markdown or a broken attribute leaves behind an address; encoded, because a canonical URL is.
# A full stop is not among them: `/wiki/Apple_Inc.` is an address.
CLOSERS = {")": "(", "]": "[", "}": "{", ">": "<", "%5D": "%5B", "%7D": "%7B", "%3E": "%3C"}
TRAILING_JUNK = (
    *CLOSERS,
    *("(", "[", "{", "<", "%5B", "%7B", "%3C"),
    *("'", '"', "`", "**", ",", ";", "|", "\\", "^", "%22", "%60", "%7C", "%5C", "%5E", " ", "%20", "&nbsp", "&quot"),
    *("‘", "’", "“", "”", "«", "»", "…", "\N{NO-BREAK SPACE}"),
    *("%E2%80%98", "%E2%80%99", "%E2%80%9C", "%E2%80%9D", "%C2%AB", "%C2%BB", "%E2%80%A6", "%C2%A0"),
)
LEADING_JUNK = "<([{\"'`*“‘«"

# A dotted word without a scheme and without a path is taken for a host only under these: `Node.js` and `README.md`
# are words, and half of the two-letter endings are file types too.
BARE_HOST_ENDINGS = _words("com org net edu gov ai io dev app co blog google tech news science info uk de fr eu")
# With a path behind it any ending may be a host, except those that name files.
FILE_ENDINGS = _words("html htm xhtml php asp aspx jsp js mjs css py rb md txt pdf xml json yaml yml png jpg gif svg")


class WebKind(Struct, frozen=True):
    """Which kind of work a plain web address is; the first that matches `host/path` counts."""

    pattern: re.Pattern[str]
    kind: NodeKind
    reason: str


WEB_KINDS = (
    WebKind(
        re.compile(r"(?:system|model)[-_]?card|technical[-_]?report|tech[-_]report", re.I),
        NodeKind.REPORT,
        "labs publish these beside a model; they call them reports themselves",
    ),
    WebKind(re.compile(r"\.pdf$", re.I), NodeKind.PAPER, "a PDF in a reading list is a paper unless it says otherwise"),
    WebKind(
        re.compile(
            r"(?:papers\.ssrn\.com/|proceedings\.mlr\.press/v|papers\.nips\.cc/paper|(?:proceedings|papers)\.neurips\.cc/paper"
            r"|openaccess\.thecvf\.com/content|jmlr\.org/papers/|ojs\.aaai\.org/index\.php/AAAI/article"
            r"|semanticscholar\.org/paper/|pubmed\.ncbi\.nlm\.nih\.gov/\d|(?:pmc\.)?ncbi\.nlm\.nih\.gov/(?:pmc/)?articles/"
            r"|ieeexplore\.ieee\.org/(?:abstract/)?document/|sciencedirect\.com/science/article/|mdpi\.com/\d{4}-\d{3}"
            r"|ai\.meta\.com/research/publications/.|research\.google/pubs/.|nber\.org/papers/.|eprint\.iacr\.org/\d{4}/"
            r"|isca-archive\.org/|usenix\.org/.*/presentation/|direct\.mit\.edu/.+/article|academic\.oup\.com/.+/article)"
        ),
        NodeKind.PAPER,
        "proceedings, repositories and publication lists: every page below these is one paper",
    ),
    WebKind(
        re.compile(
            r"(?:youtube\.com/(?:playlist|clip)|vimeo\.com/|ted\.com/talks/|twitch\.tv/videos/|loom\.com/share/|videolectures\.net/)"
        ),
        NodeKind.VIDEO,
        "video hosts",
    ),
    WebKind(
        re.compile(
            r"(?:podcasts\.apple\.com/.*/podcast/|open\.spotify\.com/episode/|slideslive\.com/\d|podcasters\.spotify\.com/)"
        ),
        NodeKind.TALK,
        "episodes and recorded talks",
    ),
    WebKind(
        re.compile(
            r"(?:gist\.github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|pypi\.org/project|colab\.research\.google\.com)(?:/|$)"
        ),
        NodeKind.CODE,
        "code hosts",
    ),
    WebKind(re.compile(r"kaggle\.com/datasets/."), NodeKind.DATASET, "Kaggle keeps data sets apart"),
)
