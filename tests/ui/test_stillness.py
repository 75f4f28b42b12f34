"""A page does not jump while it is drawn: what moves, as browsers measure it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.lib.browser import IN_A_BROWSER, ready, serving, visitor
from tests.ui.test_browser import EVERY_PAGE, FEW, LONG

pytestmark = IN_A_BROWSER

MEASURE = """
  window.moved = 0;
  new PerformanceObserver((seen) => {
    for (const shift of seen.getEntries())
      if (!shift.hadRecentInput) window.moved += shift.value;
  }).observe({ type: "layout-shift", buffered: true });
"""

AT_MOST = 0.10
"""How much more may move than on an empty page. Below this a page is called stable."""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page of Streamlit with a word and nothing else."""
    script: Path = tmp_path_factory.mktemp("empty") / "empty.py"
    script.write_text("import streamlit as st\n\nst.title('-')\n", encoding="utf-8")
    with serving(script=script) as address:
        yield address


def moved(browser: BrowserContext, address: str, charts: int, width: int, height: int) -> float:
    """The sum of all layout shifts from a page's first paint until it is drawn."""
    with visitor(browser, address, width=width, height=height) as seen:
        seen.page.add_init_script(MEASURE)
        seen.page.goto(address)
        ready(seen.page, charts)
        seen.page.wait_for_timeout(1000)
        return float(seen.page.evaluate("window.moved"))


SIZES = {"projector": (1280, 720), "desk": (1440, 900), "phone": (390, 844)}

EVERY = [
    pytest.param(
        path,
        *size,
        id=f"{path}-{name}",
        # A few pages at one size; the others, and other sizes, in the larger sweep.
        marks=[] if path in FEW[:2] and place % len(SIZES) == order else LONG,
    )
    for place, path in enumerate(EVERY_PAGE)
    for order, (name, size) in enumerate(SIZES.items())
]


@pytest.mark.parametrize(("path", "width", "height"), EVERY)
def test_nothing_jumps_while_a_page_is_drawn(
    browser: BrowserContext, address: str, empty: str, path: str, width: int, height: int
) -> None:
    still = moved(browser, empty, 0, width, height)
    assert moved(browser, address + path, EVERY_PAGE[path], width, height) <= still + AT_MOST
