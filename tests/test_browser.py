"""The dashboard in a real browser: what AppTest cannot see.

Uses the system's Chromium. Where there is none the tests say so and skip, unless REQUIRE_BROWSER=1.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from mittaristo.figures import House
from mittaristo.texts import LANGUAGES, translator, words
from tests.test_architecture import sentences

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
REQUIRED = os.environ.get("REQUIRE_BROWSER") == "1"
PAGES = {"": 2, "employments": 1, "trainings": 2, "employers": 2}
"""Path → number of charts on it."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(
        CHROMIUM is None and not REQUIRED,
        reason="no Chromium on this machine: apt install chromium",
    ),
]

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def serving(data: Path = ROOT / "data") -> Iterator[str]:
    """A server just started; its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    server = subprocess.Popen(
        [*command, "--server.port", str(port), "--server.address", "127.0.0.1"],
        cwd=ROOT,
        env={**os.environ, "MITTARISTO_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}_stcore/health", timeout=1)
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "REQUIRE_BROWSER=1, but there is no Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving() as address:
        yield address


@dataclass
class Watched:
    """A page, and what went wrong on it."""

    page: Page
    faults: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


def of_streamlit(message: str, url: str) -> bool:
    """Streamlit looks below the page's own path for its server first, and gets two 404 answers."""
    probes = ("/_stcore/health", "/_stcore/host-config")
    return "404" in message and url.endswith(probes) and urlsplit(url).path.count("/") > 2


def watched(browser: Browser, address: str, **context: object) -> Watched:
    """A new visitor's page that notes console errors and requests to other hosts."""
    page = browser.new_context(**context).new_page()  # type: ignore[arg-type]
    seen = Watched(page)

    def on_console(message: object) -> None:
        kind, text = message.type, message.text  # type: ignore[attr-defined]
        url = message.location.get("url", "")  # type: ignore[attr-defined]
        if kind in ("error", "warning") and not of_streamlit(text, url):
            seen.faults.append(f"{kind}: {text}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: seen.faults.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((address, "data:", "blob:", address.replace("http", "ws")))
            else seen.elsewhere.append(request.url)
        ),
    )
    return seen


def ready(page: Page, charts: int) -> None:
    """Wait until the page is drawn: its title, its charts, and nothing running."""
    expect(page.locator("h1")).to_have_count(1, timeout=60_000)
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(charts, timeout=60_000)
    drawn = page.locator("[data-testid=stVegaLiteChart] :is(svg, canvas)")
    expect(drawn).to_have_count(charts, timeout=60_000)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=60_000)


def test_twenty_first_visitors_of_a_cold_server_meet_no_error(browser: Browser) -> None:
    with serving() as cold:
        visitors = [watched(browser, cold) for _ in range(20)]
        paths = [list(PAGES)[number % len(PAGES)] for number in range(20)]
        for visitor, path in zip(visitors, paths, strict=True):
            visitor.page.goto(cold + path, wait_until="commit")
        for visitor, path in zip(visitors, paths, strict=True):
            ready(visitor.page, PAGES[path])
            expect(visitor.page.get_by_test_id("stException")).to_have_count(0)
            expect(visitor.page.get_by_role("dialog")).to_have_count(0)
            assert not visitor.faults
            visitor.page.context.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_console_error_and_asks_no_other_host(
    browser: Browser, address: str, path: str, language: str, dark: bool
) -> None:
    seen = watched(browser, address, color_scheme="dark" if dark else "light")
    seen.page.goto(f"{address}{path}?lang={language}")
    ready(seen.page, PAGES[path])
    assert seen.faults == []
    assert seen.elsewhere == []
    assert seen.page.evaluate("document.documentElement.lang") == language
    assert barriers(seen.page) == []
    seen.page.context.close()


def barriers(page: Page) -> list[str]:
    """What axe finds, but for the list that Streamlit's own navigation is made of."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['target']}"
        for violation in violations
        for node in violation["nodes"]
        if not (
            violation["id"] in ("list", "listitem")
            and page.locator(f"[data-testid=stSidebarNav] {node['target'][-1]}").count()
        )
    ]


def english() -> set[str]:
    """English sentences, labels and words that are written otherwise in Finnish."""
    finnish = translator("fi")
    said = {sentence for sentence in sentences() if finnish(sentence) != sentence}
    explained = House.load().explanations.values()
    said |= {entry[what]["en"] for entry in explained for what in ("label", "definition", "source")}
    for room in words().values():
        said |= {word["en"] for word in room.values() if word["en"] != word["fi"]}
    return {sentence for sentence in said if len(sentence) > 4 and "{" not in sentence}


@pytest.mark.parametrize("path", PAGES)
def test_no_english_is_left_on_a_finnish_page(browser: Browser, address: str, path: str) -> None:
    seen = watched(browser, address)
    seen.page.goto(address + path)
    ready(seen.page, PAGES[path])
    for summary in seen.page.locator("details summary").all():
        summary.click()
    seen.page.wait_for_timeout(500)
    main = seen.page.locator("[data-testid=stMain], [data-testid=stSidebar]")
    text = "\n".join(main.all_inner_texts())
    drawn = seen.page.locator("[data-testid=stVegaLiteChart] svg text").all_text_contents()
    shown = "\n".join([text, *drawn]).replace("Next Level", "").replace("Kieli · Language", "")
    left = {said for said in english() if re.search(rf"\b{re.escape(said)}\b", shown)}
    assert left == set()
    seen.page.context.close()


def test_the_co_funding_is_seen_without_scrolling_and_the_emblem_is_whole(
    browser: Browser, address: str
) -> None:
    for width, height in ((1440, 900), (390, 844)):
        seen = watched(browser, address, viewport={"width": width, "height": height})
        seen.page.goto(address)
        ready(seen.page, PAGES[""])
        emblem = seen.page.get_by_alt_text("EU-tunnus")
        box = emblem.bounding_box()
        assert box
        assert box["y"] + box["height"] < height
        assert emblem.evaluate("image => image.naturalWidth / image.naturalHeight") > 1.4
        expect(seen.page.get_by_text("Euroopan unionin osarahoittama")).to_be_in_viewport()
        seen.page.context.close()


def test_choices_stand_in_the_link_and_the_link_gives_the_same_view(
    browser: Browser, address: str
) -> None:
    seen = watched(browser, address)
    page = seen.page
    page.goto(f"{address}employments")
    ready(page, 1)
    page.get_by_text("English", exact=True).click()
    expect(page.locator("h1")).to_have_text("How many found work?", timeout=30_000)
    page.get_by_test_id("stSelectbox").first.locator("input").click()
    page.get_by_role("option", name="31 Dec 2025").click()
    expect(page.get_by_text("as of 31 Dec 2025").first).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Employers").click()
    expect(page.locator("h1")).to_have_text("How many employers are with us?", timeout=30_000)
    query = urlsplit(page.url)
    assert query.path == "/employers"
    assert set(query.query.split("&")) == {"lang=en", "snapshot=3"}

    other = watched(browser, address)
    other.page.goto(page.url)
    expect(other.page.locator("h1")).to_have_text("How many employers are with us?", timeout=30_000)
    expect(other.page.get_by_text("as of 31 Dec 2025").first).to_be_visible(timeout=30_000)
    for visitor in (seen, other):
        assert visitor.faults == []
        visitor.page.context.close()


def test_every_chart_has_a_text_and_a_table(browser: Browser, address: str) -> None:
    seen = watched(browser, address)
    for path, charts in PAGES.items():
        seen.page.goto(f"{address}{path}?lang=en")
        ready(seen.page, charts)
        for at in range(charts):
            drawn = seen.page.get_by_test_id("stVegaLiteChart").nth(at)
            expect(drawn).to_have_attribute("aria-label", re.compile(r"^As of 30 Apr 2026\. .*\d"))
        for at in range(charts):
            seen.page.get_by_text("The figures as a table").nth(at).click()
        expect(seen.page.locator("table.figures:visible")).not_to_have_count(0)
        assert seen.page.locator("table.figures:visible").count() >= charts
    seen.page.context.close()
