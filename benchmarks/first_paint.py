"""What a visitor waits for in Chromium: python -m benchmarks.first_paint [--turns 5] [--page NAME]

Of an empty Streamlit page and of a page of the dashboard: the first visit to a server just started,
the first visit of a browser to a server that has met others, and a reload. Told are the times from
asking to the first heading and to the last chart, requests and bytes, and layout shift. Then each
thing that a visitor does on a page: the time from pressing the mouse to the last change of what is
on the page, beside that of a page with one choice and nothing else.
"""

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.bundled import ROOT
from benchmarks.goals import Goal

try:
    from playwright.sync_api import Browser, CDPSession, Page, Playwright, sync_playwright
    from playwright.sync_api import TimeoutError as TookLong

    from tests.lib.browser import ARGUMENTS, CHROMIUM, serving
except ImportError:
    sys.exit("first_paint: not measured, since it needs Playwright: make test installs it.")

PEERS = ROOT / "benchmarks" / "peers"
WATCH = """
window.seen = {moved: 0, any: 0, last: 0, ended: 0, began: 0, ran: false, heading: null,
  charts: 0, chart: null, state: null};
new PerformanceObserver(list => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) seen.moved += one.value;
}).observe({type: "layout-shift", buffered: true});
addEventListener("pointerdown", () => {
  Object.assign(seen, {began: performance.now(), ran: false});
}, true);
new MutationObserver(changes => {
  const now = seen.any = performance.now();
  const state = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState;
  const main = document.querySelector("[data-testid=stMain]");
  if (changes.some(one => one.attributeName === "data-test-script-state")) seen.ran = true;
  if (state === "notRunning" && seen.state !== state) seen.last = seen.ended = now;
  if (changes.some(one => main?.contains(one.target))) seen.last = now;
  seen.state = state;
  if (seen.heading === null && document.querySelector("h1")) seen.heading = now;
  const drawn = [...document.querySelectorAll("[data-testid=stVegaLiteChart]")]
    .filter(one => one.querySelector("svg, canvas")).length;
  if (drawn > seen.charts) Object.assign(seen, {charts: drawn, chart: now});
}).observe(document, {childList: true, subtree: true, attributes: true, characterData: true});
"""
"""What is noted within the page, by its own clock, which begins when it is asked for."""

STILL = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  return seen.ran && app?.dataset.testScriptState === "notRunning"
    && document.querySelectorAll("[data-testid=stSkeleton], [data-stale=true]").length === 0
    && performance.now() - seen.any > 1000;
}"""
"""Whether the script has run to its end and nothing has changed for a second."""


@dataclass
class Visits:
    """Of visits of one kind: heading, last chart (on a page without any its end), what was sent."""

    heading: list[float] = field(default_factory=list)
    chart: list[float] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    moved: list[float] = field(default_factory=list)


class Traffic:
    """Requests, and what came over the wire, kept files aside; messages of the web socket too."""

    def __init__(self, wire: CDPSession) -> None:
        self.requests = self.sent = 0
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", self._asked)
        wire.on("Network.loadingFinished", lambda told: self._came(told["encodedDataLength"]))
        wire.on(
            "Network.webSocketFrameReceived",
            lambda told: self._came(len(told["response"]["payloadData"]) * 3 // 4),
        )

    def _asked(self, _told: object) -> None:
        self.requests += 1

    def _came(self, length: float) -> None:
        self.sent += int(length)


def look(page: Page, visits: Visits, go: Callable[[], object]) -> None:
    """Open a page, and note when it was there."""
    traffic = Traffic(page.context.new_cdp_session(page))
    go()
    page.wait_for_function(STILL, polling=100, timeout=180_000)
    seen = page.evaluate("seen")
    visits.heading.append(seen["heading"])
    visits.chart.append(seen["chart"] or seen["heading"])
    visits.requests.append(traffic.requests)
    visits.sent.append(traffic.sent / 1000)
    visits.moved.append(seen["moved"])


@contextmanager
def newcomer(browser: Browser) -> Iterator[Page]:
    """A visitor whose browser has kept nothing yet."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


KINDS = ("first visit, server just started", "first visit", "reload")


def first_paints(browser: Browser, script: Path, path: str, turns: int) -> dict[str, Visits]:
    """Kind of visit → what was seen; a server just started once a turn."""
    found = {kind: Visits() for kind in KINDS}
    for _ in range(turns):
        with serving(script=script, MITTARISTO_ROLE="everyone") as address:
            for kind in KINDS[:2]:
                with newcomer(browser) as page:
                    look(page, found[kind], lambda page=page: page.goto(address + path))  # type: ignore[misc]
                    if kind == "first visit":
                        look(page, found["reload"], page.reload)
    return found


Took = dict[str, list[tuple[float, float]]]
"""What is done → milliseconds each time: to the last change of the page, to the script's end."""

# --- What a visitor does ------------------------------------------------------------------------


def did(page: Page, deed: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds from pressing the mouse to the last change of the page, and to the script's end.

    Beside the page changes what tells that it is running, which fades away in its own time.
    """
    page.bring_to_front()
    for _ in range(3):  # the first choice on a page that has just come to the front may go nowhere
        deed()
        with suppress(TookLong):
            page.wait_for_function(STILL, polling=100, timeout=30_000)
            break
    else:
        raise TimeoutError("nothing came of what was done")
    last, ended = page.evaluate("[seen.last - seen.began, seen.ended - seen.began]")
    return float(last), float(ended)


def choosing(page: Page, field_: int) -> Callable[[], None]:
    """Choose another one of the first two in a field of the side bar."""

    def deed() -> None:
        written = page.get_by_test_id("stSelectbox").nth(field_).locator("input")
        chosen = written.input_value()
        written.click()
        options = page.get_by_role("option")
        options.first.wait_for()
        options.nth(1 if options.first.inner_text().strip() == chosen.strip() else 0).click()

    return deed


def in_turns(*deeds: Callable[[], object]) -> Callable[[], None]:
    """First the one, next time the other."""
    waiting = list(deeds)

    def deed() -> None:
        waiting[0]()
        waiting.append(waiting.pop(0))

    return deed


def deeds(page: Page) -> dict[str, Callable[[], None]]:
    """What a visitor does on a page of results."""
    links = page.get_by_test_id("stSidebarNav").get_by_role("link")
    texts = (page.get_by_text("English", exact=True), page.get_by_text("Suomi", exact=True))
    return {
        "another page": in_turns(links.nth(2).click, links.nth(1).click),
        "language": in_turns(*(text.click for text in texts)),
        "snapshot": choosing(page, 1),
        "period": choosing(page, 3),
    }


def interactions(browser: Browser, path: str, turns: int) -> Took:
    """What is done → milliseconds each time, once whatever it shows has been made before."""
    took: Took = {}
    with (
        serving(script=PEERS / "one_choice.py") as empty,
        serving(MITTARISTO_ROLE="everyone") as dashboard,
        newcomer(browser) as bare,
        newcomer(browser) as page,
    ):
        look(bare, Visits(), lambda: bare.goto(empty))
        look(page, Visits(), lambda: page.goto(dashboard + path))
        all_deeds = {EMPTY: (bare, choosing(bare, 0))}
        all_deeds |= {name: (page, deed) for name, deed in deeds(page).items()}
        for turn in range(turns + 1):
            for name, (where, deed) in all_deeds.items():
                times = [did(where, deed), did(where, deed)]
                took.setdefault(name, []).extend(times if turn else [])
    return took


def middle(times: list[tuple[float, float]]) -> tuple[float, float]:
    """The medians."""
    return median(last for last, _ in times), median(ended for _, ended in times)


EMPTY = "a page with one choice"
MOST_OF_RELOAD, MOST_OF_RERUN = 2.0, 1.5


def table(found: dict[str, dict[str, Visits]]) -> Iterator[str]:
    """Rows of Markdown: what is opened and how, and times of it, beside those of the empty page."""
    yield "| page | visit | heading ms | last chart ms | × empty | requests | kB | layout shift |"
    yield "|---|---|" + "---:|" * 6
    for name, kinds in found.items():
        for kind, one in kinds.items():
            ratio = median(one.chart) / median(found["empty page"][kind].chart)
            times = f"{median(one.heading):.0f} | {median(one.chart):.0f} | {ratio:.2f}"
            sent = f"{median(one.requests):.0f} | {median(one.sent):.0f}"
            yield f"| {name} | {kind} | {times} | {sent} | {median(one.moved):.3f} |"


def goals(found: dict[str, dict[str, Visits]], took: Took, page: str) -> Iterator[Goal]:
    """What was aimed at, and what came."""
    reloads = [median(found[name]["reload"].chart) for name in (page, "empty page")]
    yield Goal("reload, last chart, × empty page", reloads[0] / reloads[1], MOST_OF_RELOAD)
    for name, times in took.items():
        if name != EMPTY:
            ratio = middle(times)[0] / middle(took[EMPTY])[0]
            yield Goal(f"{name}, × re-run of an empty page", ratio, MOST_OF_RERUN)


def measure(play: Playwright, page: str, turns: int) -> None:
    """Print both tables and the goals."""
    browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    scripts = {"empty page": (PEERS / "empty.py", ""), page: (ROOT / "dashboard.py", page)}
    found = {name: first_paints(browser, *where, turns) for name, where in scripts.items()}
    print(*table(found), sep="\n")
    took = interactions(browser, page, turns)
    print(
        "\n| what is done | script has ended ms | last change ms | × empty |\n|---|" + "---:|" * 3
    )
    for name, times in took.items():
        last, ended = middle(times)
        ratio = last / middle(took[EMPTY])[0]
        print(f"| {name} | {ended:.0f} | {last:.0f} | {ratio:.2f} |")
    print(*goals(found, took, page), sep="\n")
    browser.close()


def main() -> None:
    """Measure, if there is a browser."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.first_paint")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--page", default="employments", help="a page of results")
    given = parser.parse_args()
    if CHROMIUM is None:
        sys.exit("first_paint: not measured, since there is no Chromium on this machine.")
    print(f"{time.strftime('%Y-%m-%d %H:%M')}, Python {platform.python_version()}", end=", ")
    print(f"processors: {os.cpu_count()}; medians of {given.turns} turns\n", flush=True)
    with sync_playwright() as play:
        measure(play, given.page, given.turns)


if __name__ == "__main__":
    main()
