"""Identities: DESIGN.md's table, the traps it names, and the law that an identity is its own identity."""

from __future__ import annotations

import json

import pytest

from graph.errors import InvalidInputError
from graph.identity import address_of, identify, read_address, stated_month
from graph.model import Identity, NodeKind
from tests.shared import SHARED, needs_shared

AS_WRITTEN = [
    # DESIGN.md, "Identities by example"
    ("http://www.arxiv.org/pdf/2402.06196v3.pdf", "arxiv:2402.06196"),
    ("https://arxiv.org/abs/math.CA/0611800", "arxiv:math/0611800"),
    ("https://www.nature.com/articles/s41586-024-07487-w", "doi:10.1038/s41586-024-07487-w"),
    ("https://doi.org/10.48550/arXiv.2402.06196", "arxiv:2402.06196"),
    ("https://youtu.be/qgHLZuZ7mmM?si=x", "youtube:qgHLZuZ7mmM"),
    ("https://github.com/karpathy/nanochat", "github:karpathy/nanochat"),
    (
        "https://github.com/deepseek-ai/DeepSeek-V3/blob/main/DeepSeek_V3.pdf",
        "github:deepseek-ai/DeepSeek-V3/DeepSeek_V3.pdf",
    ),
    ("https://huggingface.co/papers/2402.06196", "arxiv:2402.06196"),
    ("https://www.google.com/search?q=https://blog.google/x/%23y", "web:https://blog.google/x"),
    ("https://goo.gle/3G4DNic", "web:https://goo.gle/3G4DNic"),
    ("https://www.Example.org:443/a/?utm_source=n&b=2#c", "web:https://example.org/a?b=2"),
    ("https://u:p@example.org/", "web:https://example.org"),
    # arXiv
    ("https://arxiv.org/html/2404.07143v1", "arxiv:2404.07143"),
    ("https://export.arxiv.org/abs/hep-th/9901001v2", "arxiv:hep-th/9901001"),
    ("https://arxiv.org/pdf/cs/0703041.pdf", "arxiv:cs/0703041"),
    ("https://arxiv.org/format/0704.0001", "arxiv:0704.0001"),
    ("https://www.alphaxiv.org/overview/2501.12948v2", "arxiv:2501.12948"),
    ("https://ar5iv.labs.arxiv.org/html/2402.06196", "arxiv:2402.06196"),
    ("arXiv:2402.06196v2", "arxiv:2402.06196"),
    ("arXiv: 2402.06196 [cs.CL]", "arxiv:2402.06196"),
    ("2402.06196", "arxiv:2402.06196"),
    ("math/0611800", "arxiv:math/0611800"),
    ("https://arxiv.org/abs/2402.06196.", "arxiv:2402.06196"),
    ("https://arxiv.org/list/cs.CL/recent", "web:https://arxiv.org/list/cs.CL/recent"),
    ("https://arxiv.org/abs/2413.06196", "web:https://arxiv.org/abs/2413.06196"),
    ("https://arxiv.org/abs/1412.12345", "web:https://arxiv.org/abs/1412.12345"),
    ("https://arxiv.org/abs/1501.1234", "web:https://arxiv.org/abs/1501.1234"),
    ("https://arxiv.org/abs/0703.1234", "web:https://arxiv.org/abs/0703.1234"),
    # DOI
    ("https://doi.org/", "web:https://doi.org"),
    ("http://dx.doi.org/10.1000%2FABC", "doi:10.1000/abc"),
    ("doi:10.1145/3442188.3445922.", "doi:10.1145/3442188.3445922"),
    (
        "10.1002/(SICI)1097(19980815)17:15<1661::AID>3.0.CO;2-2",
        "doi:10.1002/(sici)1097(19980815)17:15<1661::aid>3.0.co;2-2",
    ),
    ("https://dl.acm.org/doi/pdf/10.1145/3442188.3445922?download=true", "doi:10.1145/3442188.3445922"),
    ("https://link.springer.com/article/10.1007/s10994-022-06176-0#Sec1", "doi:10.1007/s10994-022-06176-0"),
    ("https://link.springer.com/content/pdf/10.1007/s10994-022-06176-0.pdf", "doi:10.1007/s10994-022-06176-0"),
    ("https://www.science.org/doi/full/10.1126/science.abq1158", "doi:10.1126/science.abq1158"),
    ("https://www.biorxiv.org/content/10.1101/2024.01.01.123456v2.full.pdf", "doi:10.1101/2024.01.01.123456"),
    ("https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0000001", "doi:10.1371/journal.pone.0000001"),
    ("https://www.frontiersin.org/articles/10.3389/fnins.2020.00001/full", "doi:10.3389/fnins.2020.00001"),
    ("https://www.nature.com/articles/s41586-024-07487-w.pdf", "doi:10.1038/s41586-024-07487-w"),
    ("https://doi.org/10.18653/v1/P19-1001", "acl:P19-1001"),
    ("https://academic.oup.com/ooec/article/doi/10.1093/ooec/odad002/7036634?login=false", "doi:10.1093/ooec/odad002"),
    ("https://journal.example.org/doi/abs/10.7326/aimcc.2024.1260", "doi:10.7326/aimcc.2024.1260"),
    ("https://doi.org/10.1000/./a", "doi:10.1000/a"),
    ("https://arxiv.org/ftp/arxiv/papers/2207/2207.01722.pdf", "arxiv:2207.01722"),
    ("oai:arXiv.org:2402.06196v1", "arxiv:2402.06196"),
    ("https://github.com/o/platform&nbsp", "github:o/platform"),
    # YouTube
    ("yt:video:qgHLZuZ7mmM", "youtube:qgHLZuZ7mmM"),
    ("https://m.youtube.com/watch?list=x&v=qgHLZuZ7mmM&t=5", "youtube:qgHLZuZ7mmM"),
    ("https://www.youtube.com/shorts/qgHLZuZ7mmM", "youtube:qgHLZuZ7mmM"),
    ("https://www.youtube-nocookie.com/embed/qgHLZuZ7mmM?rel=0", "youtube:qgHLZuZ7mmM"),
    ("https://www.youtube.com/@someone", "web:https://youtube.com/@someone"),
    # GitHub
    ("https://github.com/karpathy/nanochat.git", "github:karpathy/nanochat"),
    ("http://www.github.com/karpathy/nanochat/tree/master/scripts#readme", "github:karpathy/nanochat"),
    ("https://raw.githubusercontent.com/o/r/refs/heads/main/docs/A.pdf", "github:o/r/docs/A.pdf"),
    ("https://github.com/o/r/issues/12", "web:https://github.com/o/r/issues/12"),
    ("https://github.com/features/copilot", "web:https://github.com/features/copilot"),
    ("https://github.com/karpathy", "web:https://github.com/karpathy"),
    # The other schemes
    ("https://openreview.net/pdf?id=1PL1NIMMrw", "openreview:1PL1NIMMrw"),
    ("https://openreview.net/forum?noteId=a&id=1PL1NIMMrw", "openreview:1PL1NIMMrw"),
    ("https://huggingface.co/deepseek-ai/DeepSeek-R1/tree/main", "huggingface:deepseek-ai/DeepSeek-R1"),
    ("https://huggingface.co/datasets/cais/hle", "huggingface:datasets/cais/hle"),
    ("https://huggingface.co/spaces/o/demo", "huggingface:spaces/o/demo"),
    ("https://huggingface.co/blog/gemma", "web:https://huggingface.co/blog/gemma"),
    ("https://www.aclweb.org/anthology/P19-1001.pdf", "acl:P19-1001"),
    ("https://aclanthology.org/2023.acl-long.1v2.pdf", "acl:2023.acl-long.1"),
    ("https://aclanthology.org/venues/acl/", "web:https://aclanthology.org/venues/acl"),
    ("https://twitter.com/someone/status/1943158495588815072?s=20&t=x", "x:1943158495588815072"),
    ("https://x.com/i/web/status/1943158495588815072/photo/1", "x:1943158495588815072"),
    # The web
    ("https://lmarena.ai/?leaderboard", "web:https://lmarena.ai?leaderboard"),
    ("https://example.org/a?b=2&a=1&b=1", "web:https://example.org/a?a=1&b=2&b=1"),
    ("https://example.org/a?x=1&amp;utm_medium=email", "web:https://example.org/a?x=1"),
    ("https://example.org/index.html?", "web:https://example.org/index.html"),
    ("HTTP://EXAMPLE.ORG:80/%7euser/a%2fb/../c d/./", "web:https://example.org/~user/c%20d"),
    ("https://bücher.example/ü", "web:https://xn--bcher-kva.example/%C3%BC"),
    ("https://example.org/app#/papers/1", "web:https://example.org/app#/papers/1"),
    ("https://example.org:8443/a", "web:https://example.org:8443/a"),
    (
        "https://en.wikipedia.org/wiki/Attention_(machine_learning)",
        "web:https://en.wikipedia.org/wiki/Attention_(machine_learning)",
    ),
    ("https://en.wikipedia.org/wiki/Apple_Inc.", "web:https://en.wikipedia.org/wiki/Apple_Inc."),
    ("https://open.substack.com/pub/a/p/b?r=4pd1ap&utm_campaign=post", "web:https://open.substack.com/pub/a/p/b"),
    ("https://example.org/a?r=4", "web:https://example.org/a?r=4"),
]


@pytest.mark.parametrize(("written", "identity"), AS_WRITTEN)
def test_a_link_is_what_it_names_whatever_its_spelling(written: str, identity: str) -> None:
    """Every spelling leads to the identity that the table gives."""
    assert str(identify(written)) == identity


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "   ",
            "#section",
            "mailto:a@example.org",
            "javascript:void(0)",
            "data:text/html,x",
            "file:///etc/passwd",
        ),
        *(
            "ftp://example.org/a",
            "http://",
            "https:///",
            "http://localhost:4000/a",
            "http://192.168.0.1/a",
            "http://[::1]/",
        ),
        *(
            "https://exa mple.org/a",
            "https://nohost",
            "plain words",
            "Node.js",
            "README.md",
            "1.5",
            "and/or",
            "a@example.org",
        ),
        *(
            "/relative/path",
            "../up",
            "page.html",
            "doi:",
            "arxiv:nonsense",
            "youtube:short",
            "web:words",
            "x: 12",
            "github:features/x",
        ),
        *(
            "https://example.org:99999/",
            "\ud800",
            "https://" + "a." * 200 + "org",
            "https://example.org/" + "a" * 9_000,
        ),
    ],
)
def test_what_is_no_public_address_has_no_identity(text: str) -> None:
    """Fragments, other schemes, private hosts and prose name no work."""
    assert identify(text) is None


@pytest.mark.parametrize(
    ("written", "url", "repairs"),
    [
        (
            "https://www.google.com/search?q=https://blog.google/x/%23y",
            "https://blog.google/x/#y",
            ("search-wrapper",),
        ),
        (
            "https://www.google.com/url?sa=t&url=https%3A%2F%2Fexample.org%2Fa%3Fb%3D1",
            "https://example.org/a?b=1",
            ("redirect-wrapper",),
        ),
        (
            "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2F&h=x",
            "https://example.org/",
            ("redirect-wrapper",),
        ),
        (
            "https://web.archive.org/web/20240101000000/http://example.org/a?b=1",
            "http://example.org/a?b=1",
            ("archive-wrapper",),
        ),
        ("https://www.google.com/search?q=deep+learning", "https://www.google.com/search?q=deep+learning", ()),
        ("https://www.Example.org/a/?utm_source=n&b=2#c", "https://www.Example.org/a/?b=2#c", ("tracking-parameters",)),
        ("https://u:p@example.org/a", "https://example.org/a", ("credentials-dropped",)),
        ("www.example.org/a", "https://www.example.org/a", ("missing-scheme",)),
        ("//example.org/a", "https://example.org/a", ("missing-scheme",)),
        ("http://https://example.org/a", "https://example.org/a", ("doubled-scheme",)),
        ("https://example.org/dp/0593243919]", "https://example.org/dp/0593243919", ("trailing-junk",)),
        ("<https://example.org/a>", "https://example.org/a", ("trailing-junk",)),
        ("https://example.org/a`", "https://example.org/a", ("trailing-junk",)),
        ("https://example.org/a%22", "https://example.org/a", ("trailing-junk",)),
        ("https://example.org/\u200ba", "https://example.org/a", ("stray-characters",)),
        (" https://example.org/a\n", "https://example.org/a", ()),
        ("http://example.org/a/#top", "http://example.org/a/#top", ()),
    ],
)
def test_a_mended_address_says_what_was_mended(written: str, url: str, repairs: tuple[str, ...]) -> None:
    """The reader gets an address that works, and a code for each thing that was wrong with it."""
    address = read_address(written)

    assert (address.url, address.repairs) == (url, repairs)


def test_a_version_is_kept_beside_the_identity() -> None:
    """`v3` is no part of the paper's identity."""
    address = read_address("http://www.arxiv.org/pdf/2402.06196v3.pdf")

    assert (address.identity, address.version) == (Identity("arxiv", "2402.06196"), 3)
    assert read_address("https://arxiv.org/abs/2402.06196").version is None


def test_a_shortener_is_flagged_and_nothing_else_is() -> None:
    """What is behind a shortener is known after a fetch only."""
    assert read_address("https://goo.gle/3G4DNic").flags == ("shortener",)
    assert read_address("https://example.org/a").flags == ()


def test_a_paper_in_a_repository_is_part_of_it() -> None:
    """DESIGN.md: a paper, PART_OF the repository."""
    address = read_address("https://github.com/deepseek-ai/DeepSeek-V3/blob/main/DeepSeek_V3.pdf")

    assert address.part_of == Identity("github", "deepseek-ai/DeepSeek-V3")
    assert address.kind is NodeKind.PAPER


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("https://arxiv.org/abs/2402.06196", NodeKind.PAPER),
        ("https://www.nature.com/articles/d41586-024-00001-1", NodeKind.ARTICLE),
        ("https://youtu.be/qgHLZuZ7mmM", NodeKind.VIDEO),
        ("https://vimeo.com/12345", NodeKind.VIDEO),
        ("https://github.com/karpathy/nanochat", NodeKind.CODE),
        ("https://huggingface.co/datasets/cais/hle", NodeKind.DATASET),
        ("https://huggingface.co/deepseek-ai/DeepSeek-R1", NodeKind.CODE),
        ("https://x.com/a/status/12", NodeKind.ARTICLE),
        ("https://cdn.example.org/pdf/GDPval.pdf?dl=1", NodeKind.PAPER),
        ("https://openai.com/index/gpt-4o-system-card/", NodeKind.REPORT),
        ("https://podcasts.apple.com/us/podcast/x/id1?i=2", NodeKind.TALK),
        ("https://example.org/post", NodeKind.ARTICLE),
    ],
)
def test_the_kind_of_work_follows_from_the_address(written: str, kind: NodeKind) -> None:
    """Papers, videos, code and the rest are told apart without a fetch."""
    assert read_address(written).kind is kind


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("https://arxiv.org/abs/2402.06196", "2024-02"),
        ("https://arxiv.org/abs/hep-th/9901001", "1999-01"),
        ("https://arxiv.org/abs/math/0611800", "2006-11"),
        ("https://www.biorxiv.org/content/10.1101/2024.03.01.123456v1", "2024-03"),
        ("https://semianalysis.com/2025/01/31/deepseek-debates/", "2025-01"),
        ("https://example.org/wp-content/uploads/2025/08/a.pdf", "2025-08"),
        ("https://example.org/changelog/2025-07-23-title", "2025-07"),
        ("https://example.org/title-2025-06-13/", "2025-06"),
        ("https://example.org/tech/2025/aug/12/title", "2025-08"),
        ("https://example.org/2025/title", None),
        ("https://example.org/2025/13/title", None),
        ("https://example.org/a?d=2025-06-13", None),
        ("https://youtu.be/qgHLZuZ7mmM", None),
    ],
)
def test_a_month_is_stated_only_where_the_identity_says_it(written: str, month: str | None) -> None:
    """arXiv numbers, dated preprint DOIs and dated paths state a month; a year alone does not."""
    identity = identify(written)

    assert identity is not None
    assert stated_month(identity) == month


def test_an_unknown_scheme_has_no_address() -> None:
    """Asking for one is a mistake of the caller, said as such."""
    with pytest.raises(InvalidInputError):
        address_of(Identity("isbn", "1"))


@needs_shared
def test_the_2024_review_has_the_identities_a_person_read() -> None:
    """Forty-six links of the seed, against the hand reading."""
    gold = json.loads((SHARED / "gold-dev" / "items-2024.json").read_text())["items"]

    for item in gold:
        canonical = item["canonical"]
        expected = f"web:{canonical['id']}" if canonical["kind"] == "web" else canonical["id"]
        address = read_address(item["url"])
        assert str(address.identity) == expected
        assert (f"v{address.version}" if address.version else None) == canonical["version"]
