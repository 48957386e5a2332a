"""Take the pictures of every page that `docs/screenshots/` holds, from a running service.

    .venv/bin/python docs/screenshots.py http://127.0.0.1:8000

Each page wide and narrow by day, the front page, months and the map by night too; needs Chromium and Playwright.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

TARGET = Path(__file__).resolve().with_name("screenshots")
SIZES = {1440: 900, 390: 844}
ARGUMENTS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
NIGHTLY = ("home", "month", "map")


def main(base: str) -> None:
    """Take all pictures."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, path in pages(browser, base).items():
            schemes = ("day", "night") if name.startswith(NIGHTLY) else ("day",)
            for width in SIZES:
                for scheme in schemes:
                    print(take(browser, base + path, name, width, scheme))


def pages(browser: Browser, base: str) -> dict[str, str]:
    """Return name → path; the newest month, its first work and the fullest category stand for their kind."""
    page = browser.new_page()
    month = first(page, f"{base}/", r"/months/\d{4}-\d{2}", ".onward")
    node = first(page, base + month, r"/nodes/[^#]+", "main")
    model = first(page, f"{base}/models", r"/nodes/model-[^#]+", "main")
    technique = first(page, f"{base}/techniques", r"/nodes/technique-[^#]+", "main")
    category = first(page, f"{base}/categories", r"/categories/.+", "main")
    document = first(page, base + month, r"/documents/[^#]+", "main")
    source = first(page, f"{base}/sources", r"/sources/.+", "main")
    page.close()
    year = month.rpartition("/")[2][:4]
    return {
        "home": "/",
        "months": "/months",
        "month": month,
        "categories": "/categories",
        "category": category,
        "node": node,
        "names": "/concepts",
        "models": "/models",
        "model": model,
        "technique": technique,
        "documents": "/documents",
        "document": document,
        "sources": "/sources",
        "audit": "/audit",
        "source": source,
        "search": "/search?q=agents",
        "related": f"{node}#related",
        "reading": "/reading",
        "trends": "/trends",
        "map": "/explore",
        "map-selected": f"/explore?selected={at_end(model)}",
        "map-path": f"/explore?selected={at_end(model)}&path={at_end(node)}",
        "map-year": f"/explore?month={year}&until={month.rpartition('/')[2]}",
        "map-month": f"/explore?month={month.rpartition('/')[2]}&overlay=bridges,rising",
        "map-table": "/explore?view=table",
        "map-text": "/explore?view=text",
        "communities": "/communities",
        "bridges": "/bridges",
        "ten": f"{month}/ten",
        "review": "/review",
        "review-by-month": f"/review/{year}?by=month",
        "review-by-category": f"/review/{int(year) - 1}?by=category",
        "not-found": "/nowhere",
    }


def at_end(path: str) -> str:
    """Return the id that a node's path ends with."""
    return path.rpartition("/")[2]


def first(page: Page, address: str, pattern: str, within: str) -> str:
    """Return the first path on the page that has this form."""
    page.goto(address)
    links = page.eval_on_selector_all(f"{within} a", "found => found.map(link => link.getAttribute('href'))")
    found = next((link for link in links if re.fullmatch(pattern, link or "")), None)
    if found is None:
        raise SystemExit(f"no link of the form {pattern} on {address}: is the library empty?")
    return str(found)


def take(browser: Browser, address: str, name: str, width: int, scheme: str) -> str:
    """Take one picture of what one sees first; return its name and size."""
    page = browser.new_page(
        viewport={"width": width, "height": SIZES[width]},
        color_scheme="light" if scheme == "day" else "dark",
        has_touch=width < 500,
    )
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    if page.locator("#explorer").count():
        page.wait_for_selector("#explorer[data-painted]")
        page.wait_for_timeout(1_000)  # names come in after the marks
    path = TARGET / f"{name}-{width}{'-night' if scheme == 'night' else ''}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = page.screenshot(path=path)
    page.close()
    return f"{path.name}: {len(picture) // 1024} kB"


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")
