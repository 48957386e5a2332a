"""The rules that say what an address is, as data, and the forms of each scheme's values.

A rule is tried on `path?query` of a canonical URL (host without `www.`, percent-encoding normalised, no fragment).
"""

from __future__ import annotations

import re

from msgspec import Struct

from graph.model import NodeKind


class Rule(Struct, frozen=True, kw_only=True):
    """One way to write an identity. Groups of `pattern` fill `value` and `part_of`.

    `hosts` may hold `*.example.org`, or `*` for a pattern that is tried where no host's own rules are (DOIs in paths).
    """

    scheme: str
    hosts: tuple[str, ...]
    pattern: re.Pattern[str]
    value: str = "{id}"
    part_of: str | None = None
    kind: NodeKind = NodeKind.PAPER
    reason: str


class Wrapper(Struct, frozen=True, kw_only=True):
    """A page whose address carries the one that was meant, in the group `target`; `repair` names the mending."""

    hosts: tuple[str, ...]
    pattern: re.Pattern[str]
    repair: str
    encoded: bool = True


_MONTH = r"(?:0[1-9]|1[0-2])"
# https://info.arxiv.org/help/arxiv_identifier.html: YYMM.NNNN since April 2007, YYMM.NNNNN since January 2015.
ARXIV_NEW = (
    rf"(?P<id>(?:07(?:0[4-9]|1[0-2])|(?:0[89]|1[0-4]){_MONTH})\.(?!0000)\d{{4}}"
    rf"|(?:1[5-9]|[2-8]\d){_MONTH}\.(?!00000)\d{{5}})"
)
# Before April 2007 the archive is part of the number: hep-th/9901001 is not math/9901001; the subject class is not.
ARXIV_OLD = (
    r"(?P<archive>acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs"
    r"|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph"
    r"|q-alg|q-bio|quant-ph|solv-int|supr-con)(?:\.[A-Za-z-]+)?"
    rf"/(?P<number>(?:9[1-9]|0[0-6]){_MONTH}\d{{3}}|070[1-3]\d{{3}})"
)
_VERSION = r"(?:v(?P<version>[1-9]\d{0,2}))?(?![\w-])"
# https://www.doi.org/doi-handbook/HTML/doi-name-syntax.html; a slash may come percent-encoded.
DOI = r"10\.\d{4,9}(?:\.\d+)*(?:/|%2F)"
_REPOSITORY = r"/(?P<owner>[A-Za-z0-9][A-Za-z0-9-]{0,38})/(?P<repo>(?!\.+(?:/|$|\?))[\w.-]{1,100}?)(?:\.git)?(?=[/?]|$)"
_BRANCH = r"(?:refs/(?:heads|tags)/)?[^/?]+"
_GITHUB_PAGES = (
    "about|account|advisories|apps|blog|business|codespaces|collections|contact|copilot|customer-stories|dashboard|education"
    "|enterprise|events|explore|features|gist|issues|join|login|logout|marketplace|mobile|models|new|nonprofit|notifications"
    "|open-source|organizations|orgs|partners|pricing|pulls|readme|resources|search|security|sessions|settings|signup|site"
    "|solutions|sponsors|stars|stargazers|team|topics|trending|users|watching|why-github"
)
_FACE_PAGES = (
    "about|api|blog|brand|changelog|chat|collections|docs|enterprise|inference|join|kernels|learn|login|models|new|organizations"
    "|papers|posts|pricing|privacy|resources|search|settings|support|tasks|terms-of-service|welcome"
)
_NAME = r"[A-Za-z0-9][\w.-]{0,95}"
_FACE = (
    rf"(?P<name>datasets/{_NAME}(?:/{_NAME})?|spaces/{_NAME}/{_NAME}"
    rf"|(?!(?:datasets|spaces|{_FACE_PAGES})/){_NAME}/{_NAME})"
)
_ACL = r"(?P<id>[A-Za-z]\d{2}-\d{4}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+)"

_ARXIV_HOSTS = (
    "arxiv.org *.arxiv.org ar5iv.labs.arxiv.org ar5iv.org xxx.lanl.gov"
    " alphaxiv.org arxiv-vanity.com scirate.com papers.cool"
)
_FACE_HOSTS = "huggingface.co hf.co"
_YOUTUBE_HOSTS = "youtube.com m.youtube.com music.youtube.com youtube-nocookie.com"
_RAW_HOSTS = "raw.githubusercontent.com raw.github.com"
_X_HOSTS = (
    "x.com mobile.x.com twitter.com mobile.twitter.com m.twitter.com"
    " nitter.net xcancel.com fxtwitter.com vxtwitter.com fixupx.com"
)
_DOI_IN_PATH = (
    "link.springer.com dl.acm.org queue.acm.org science.org onlinelibrary.wiley.com *.onlinelibrary.wiley.com pnas.org"
    " tandfonline.com journals.sagepub.com pubs.acs.org royalsocietypublishing.org frontiersin.org iopscience.iop.org"
    " journals.aps.org pubsonline.informs.org emerald.com degruyter.com annualreviews.org nejm.org epubs.siam.org"
    " worldscientific.com ahajournals.org acpjournals.org"
)


def _rule(scheme: str, hosts: str, pattern: str, reason: str, **more: str | NodeKind) -> Rule:
    return Rule(scheme=scheme, hosts=tuple(hosts.split()), pattern=re.compile(pattern, re.ASCII), reason=reason, **more)  # type: ignore[arg-type]


RULES = (
    _rule(
        "arxiv",
        _ARXIV_HOSTS,
        rf"(?:/[a-z-]+){{0,3}}/(?:\d{{4}}/)?{ARXIV_NEW}{_VERSION}",
        "abs, pdf, html, format, ps, src … all lead to one paper",
    ),
    _rule(
        "arxiv",
        _ARXIV_HOSTS,
        rf"(?:/[a-z-]+){{0,2}}/{ARXIV_OLD}{_VERSION}",
        "identifiers before April 2007",
        value="{archive}/{number}",
    ),
    _rule("arxiv", _FACE_HOSTS, rf"/papers/{ARXIV_NEW}{_VERSION}", "Hugging Face's paper pages are keyed by arXiv id"),
    _rule("doi", "doi.org dx.doi.org", rf"/(?:doi:)?(?P<id>{DOI}[^?]+)", "the DOI's own resolver"),
    _rule(
        "doi",
        _DOI_IN_PATH,
        rf"/(?:.*/)?(?P<id>{DOI}[^?]+?)(?:/(?:full|pdf|epdf|abstract|meta|html|fulltext|suppl_file|tables|figures)|\.pdf|\.full)?(?:\?|$)",
        "these publishers' article addresses end in the DOI",
    ),
    _rule(
        "doi",
        "academic.oup.com",
        rf"/(?:.*/)?doi/(?P<id>{DOI}\w+/\w+)",
        "an article number of the site's own follows the DOI",
    ),
    _rule(
        "doi",
        "*",
        rf"/(?:.*/)?doi/(?:(?:abs|full|pdf|epdf|pdfdirect|fullHtml|book)/)?(?P<id>{DOI}[^?]+?)(?:\.pdf)?(?:\?|$)",
        "the path that publishers' common software (Atypon) gives its articles on any host",
    ),
    _rule(
        "doi",
        "biorxiv.org medrxiv.org",
        rf"/(?:content|cgi/content/\w+)/(?:early/[\d/]+/)?(?P<id>{DOI}[\d.]*\d)(?:v(?P<version>[1-9]\d{{0,2}}))?(?![\d])",
        "the version follows the DOI without a separator; .full and .full.pdf are views",
    ),
    _rule(
        "doi",
        "journals.plos.org",
        rf"/[^?]*\?(?:.*&)?id=(?P<id>{DOI}[^&]+)",
        "PLOS names the article in a parameter",
    ),
    _rule(
        "doi",
        "nature.com",
        r"/articles/(?P<id>d\d{5}-[\w-]+)",
        "Nature's news: the last part of the address is the DOI's suffix",
        value="10.1038/{id}",
        kind=NodeKind.ARTICLE,
    ),
    _rule(
        "doi",
        "nature.com",
        r"/articles/(?P<id>[a-z0-9][\w-]*\d[\w-]*)",
        "the last part of the address is the DOI's suffix",
        value="10.1038/{id}",
    ),
    _rule(
        "doi",
        "elifesciences.org",
        r"/(?:articles|reviewed-preprints)/(?P<id>\d{5,6})(?!\d)",
        "eLife numbers its articles as its DOIs",
        value="10.7554/elife.{id}",
    ),
    _rule(
        "youtube",
        _YOUTUBE_HOSTS,
        r"/watch\?(?:.*&)?v=(?P<id>[\w-]{11})(?![\w-])",
        "the watch page",
        kind=NodeKind.VIDEO,
    ),
    _rule(
        "youtube",
        _YOUTUBE_HOSTS,
        r"/(?:shorts|embed|live|v|e)/(?P<id>(?!videoseries)[\w-]{11})(?![\w-])",
        "other players of one video",
        kind=NodeKind.VIDEO,
    ),
    _rule(
        "youtube",
        "youtu.be",
        r"/(?P<id>[\w-]{11})(?![\w-])",
        "YouTube's own shortener carries the id",
        kind=NodeKind.VIDEO,
    ),
    _rule(
        "github",
        "github.com",
        rf"(?!/(?:{_GITHUB_PAGES})/){_REPOSITORY}/(?:blob|raw|tree)/{_BRANCH}/(?P<path>[^?]{{1,1000}}\.[pP][dD][fF])",
        "a PDF kept in a repository is a paper of its own",
        value="{owner}/{repo}/{path}",
        part_of="{owner}/{repo}",
    ),
    _rule(
        "github",
        _RAW_HOSTS,
        rf"{_REPOSITORY}/{_BRANCH}/(?P<path>[^?]{{1,1000}}\.[pP][dD][fF])",
        "the same PDF, raw",
        value="{owner}/{repo}/{path}",
        part_of="{owner}/{repo}",
    ),
    _rule(
        "github",
        f"github.com {_RAW_HOSTS}",
        rf"(?!/(?:{_GITHUB_PAGES})/){_REPOSITORY}(?!/(?:issues|pull|discussions)/\d)",
        "whatever is deeper belongs to the repository, except conversations, which are texts of their own",
        value="{owner}/{repo}",
        kind=NodeKind.CODE,
    ),
    _rule(
        "openreview",
        "openreview.net",
        r"/(?:forum|pdf|attachment|revisions)\?(?:.*&)?id=(?P<id>[\w-]{6,40})(?![\w-])",
        "forum page, PDF and attachments share the id",
    ),
    _rule(
        "huggingface",
        _FACE_HOSTS,
        rf"/{_FACE}/(?:blob|resolve|raw)/{_BRANCH}/(?P<path>[^?]{{1,1000}}\.[pP][dD][fF])",
        "a PDF kept beside a model is a paper of its own",
        value="{name}/{path}",
        part_of="{name}",
    ),
    _rule(
        "huggingface",
        _FACE_HOSTS,
        rf"/(?=datasets/){_FACE}(?=[/?]|$)",
        "data sets",
        value="{name}",
        kind=NodeKind.DATASET,
    ),
    _rule("huggingface", _FACE_HOSTS, rf"/{_FACE}(?=[/?]|$)", "models and spaces", value="{name}", kind=NodeKind.CODE),
    _rule(
        "acl",
        "aclanthology.org aclanthology.info aclweb.org",
        rf"/(?:anthology/)?(?:papers/)?(?:[A-Z]/[A-Z]\d\d/)?{_ACL}{_VERSION}",
        "page, PDF and BibTeX share the id; aclweb.org is where it lived before",
    ),
    _rule(
        "x",
        _X_HOSTS,
        r"/(?:\w+|i/web)/status(?:es)?/(?P<id>[1-9]\d{0,19})(?!\d)",
        "the number alone names the post: the user's name may change",
        kind=NodeKind.ARTICLE,
    ),
)

# A DOI that wraps another scheme's identifier is that identifier.
DOI_OF_OTHERS = (
    ("arxiv", re.compile(rf"10\.48550/arxiv\.(?:{ARXIV_NEW}|{ARXIV_OLD}){_VERSION}", re.ASCII)),
    ("acl", re.compile(rf"10\.18653/v1/{_ACL}", re.ASCII)),
)

ADDRESSES = {
    "arxiv": "https://arxiv.org/abs/{}",
    "doi": "https://doi.org/{}",
    "youtube": "https://www.youtube.com/watch?v={}",
    "github": "https://github.com/{}",
    "openreview": "https://openreview.net/forum?id={}",
    "huggingface": "https://huggingface.co/{}",
    "acl": "https://aclanthology.org/{}",
    "x": "https://x.com/i/status/{}",
    "web": "{}",
}

_URL_PARAMETER = r"\?(?:.*&)?(?:{})=(?P<target>[^&]+)"


def _wrapper(hosts: str, path: str, names: str, repair: str = "redirect-wrapper") -> Wrapper:
    pattern = re.compile(path + _URL_PARAMETER.format(names))
    return Wrapper(hosts=tuple(hosts.split()), pattern=pattern, repair=repair)


_GOOGLE = (
    "google.com google.co.uk google.de google.fr google.es google.it google.ca google.com.au google.co.in google.co.jp"
)

WRAPPERS = (
    _wrapper(_GOOGLE, "/search", "q", "search-wrapper"),
    _wrapper("bing.com duckduckgo.com", "(?:/search)?", "q", "search-wrapper"),
    _wrapper(_GOOGLE, "/url", "q|url"),
    _wrapper("scholar.google.com", "/scholar_url", "url"),
    _wrapper("duckduckgo.com", "/l", "uddg"),
    _wrapper("l.facebook.com lm.facebook.com l.instagram.com l.threads.com", "/?(?:l.php)?", "u"),
    _wrapper("t.umblr.com", "/redirect", "z"),
    _wrapper("youtube.com", "/redirect", "q"),
    _wrapper("linkedin.com", "/(?:redir/redirect|safety/go|redir/general-malware-page)", "url"),
    _wrapper("medium.com", "/r", "url"),
    _wrapper("out.reddit.com disq.us slack-redir.net getpocket.com vk.com", "(?:/[^?]*)?", "url|to"),
    _wrapper("*.safelinks.protection.outlook.com", "", "url"),
    Wrapper(
        hosts=("web.archive.org",),
        pattern=re.compile(r"/web/\d{4,14}\*?(?:[a-z]{2}_)?/(?P<target>.+)"),
        repair="archive-wrapper",
        encoded=False,
    ),
    Wrapper(
        hosts=("urldefense.com",),
        pattern=re.compile(r"/v3/__(?P<target>.+?)__"),
        repair="redirect-wrapper",
        encoded=False,
    ),
    Wrapper(
        hosts=("r.jina.ai", "12ft.io"),
        pattern=re.compile(r"/(?P<target>https?:.+)"),
        repair="redirect-wrapper",
        encoded=False,
    ),
)
