"""What tests of the dashboard in a real browser have in common: a server, a visitor, and waiting.

Uses the system's Chromium. Where there is none the tests say so and skip, unless REQUIRE_BROWSER=1.
"""

import os
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
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
REQUIRED = os.environ.get("REQUIRE_BROWSER") == "1"

IN_A_BROWSER = [
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
def serving(
    data: Path = ROOT / "data",
    script: Path = ROOT / "dashboard.py",
    log: Path = Path(os.devnull),
    **environ: str,
) -> Iterator[str]:
    """A server just started, of the dashboard or another script; its address once it answers.

    log: where what it says is kept.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    with log.open("wb") as said:
        server = subprocess.Popen(
            [*command, "--server.port", str(port), "--server.address", "127.0.0.1"],
            cwd=ROOT,
            env={**os.environ, "MITTARISTO_DATA": str(data), **environ},
            stdout=said,
            stderr=said,
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


@dataclass
class Watched:
    """A page, and what went wrong on it."""

    page: Page
    faults: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def looks(self, width: int = 1280, height: int = 720, *, dark: bool = False) -> None:
        """Give the page this size and look, on a screen."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(media="screen", color_scheme="dark" if dark else "light")


def of_streamlit(message: str, url: str) -> bool:
    """Streamlit looks below the page's own path for its server first, and gets two 404 answers."""
    probes = ("/_stcore/health", "/_stcore/host-config")
    return "404" in message and url.endswith(probes) and urlsplit(url).path.count("/") > 2


@contextmanager
def chromium() -> Iterator[BrowserContext]:
    """The system's Chromium. What its visitors have in common is only the server's files, kept."""
    assert CHROMIUM, "REQUIRE_BROWSER=1, but there is no Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser.new_context()
        browser.close()


@contextmanager
def visitor(
    browser: BrowserContext,
    address: str,
    *,
    width: int = 1280,
    height: int = 720,
    dark: bool = False,
) -> Iterator[Watched]:
    """A new visitor's empty page that notes console errors and requests to other hosts."""
    page = browser.new_page()
    seen = Watched(page)
    seen.looks(width, height, dark=dark)

    def on_console(message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        if message.type in ("error", "warning") and not of_streamlit(message.text, url):
            seen.faults.append(f"{message.type}: {message.text}")

    def on_request(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:", address.replace("http", "ws"))):
            seen.elsewhere.append(request.url)

    page.on("console", on_console)
    page.on("pageerror", lambda error: seen.faults.append(str(error)))
    page.on("request", on_request)
    yield seen
    page.close()


ALL_DRAWN = """() => [...document.querySelectorAll("[data-testid=stVegaLiteChart]")]
    .every(one => one.querySelector("svg, canvas"))"""


def ready(page: Page, charts: int | None = None) -> None:
    """Wait until the page is drawn: its title, its charts, and its script has come to the end.

    charts: so many; None where as many as there are then.
    """
    expect(page.locator("h1")).to_have_count(1, timeout=60_000)
    made = page.get_by_test_id("stVegaLiteChart")
    if charts is not None:
        expect(made).to_have_count(charts, timeout=60_000)
    script = page.get_by_test_id("stApp")
    expect(script).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
    page.wait_for_function(ALL_DRAWN, timeout=60_000)
    expect(page.locator("[data-testid=stSkeleton], [data-stale=true]")).to_have_count(
        0, timeout=60_000
    )


def open_all(page: Page) -> None:
    """Open what is folded below charts and tables."""
    folded = "details:not([open])"
    page.evaluate(f"document.querySelectorAll('{folded} > summary').forEach(one => one.click())")
    expect(page.locator(folded)).to_have_count(0)


STREAMLITS_OWN = (
    ("list", "stSidebarNav"),
    ("listitem", "stSidebarNav"),
    ("presentation-role-conflict", "stFileUploader"),
)
"""What axe finds in parts that Streamlit makes: finding, part."""


STILL = """() => Promise.all(document.getAnimations()
    .filter(one => one.effect.getComputedTiming().iterations !== Infinity)
    .map(one => one.finished.catch(() => null))).then(() => null)"""


def barriers(page: Page) -> list[str]:
    """What axe finds on a page that stands still: what is gone a little later was being drawn."""
    if found := _barriers(page):
        page.wait_for_timeout(2000)
        found = _barriers(page)
    return found


def _barriers(page: Page) -> list[str]:
    """What axe finds when nothing fades in or out any more, but for what is Streamlit's own."""
    page.evaluate(STILL)
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{violation['id']}: {node['target']}"
        for violation in violations
        for node in violation["nodes"]
        if not any(
            violation["id"] == finding
            and page.locator(f"[data-testid={part}]").locator(node["target"][-1]).count()
            for finding, part in STREAMLITS_OWN
        )
    ]
