"""The line below a chart in a real browser: what it opens, what it gives, and where it leads."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.lib.browser import IN_A_BROWSER, Watched, ready

pytestmark = IN_A_BROWSER

LINE = ":nth-match(.below:has(details), 1)"
"""Below the chart of employments, which is the first of its page."""


@pytest.fixture(scope="module", autouse=True)
def _first(only_tab: Watched, address: str) -> None:
    """The server has had a visitor: while a snapshot is first read, something else stands there.

    What it pushes down is drawn anew by the next run, and closed by that.
    """
    only_tab.page.goto(f"{address}employments")
    ready(only_tab.page, 3)


def word(page: Page, said: str) -> Locator:
    """A word of the line below the chart of employments."""
    return page.locator(f"{LINE} > details > summary").filter(has_text=said)


def test_the_line_gives_files_and_leaves_open_what_is_open(
    tab: Watched, address: str, tmp_path: Path
) -> None:
    begins = {
        "Excel (XLSX)": (b"PK", "employments-by-month-2026-04-30-5.xlsx"),
        "Table (CSV)": (b"\xef\xbb\xbf", "employments-by-month-2026-04-30-5.csv"),
        "Picture (PNG)": (b"\x89PNG", "employments-by-month-2026-04-30-5.png"),
        "Picture (SVG)": (b"<svg ", "employments-by-month-2026-04-30-5.svg"),
        "All figures of the project (Excel)": (b"PK", "all-figures-2026-04-30-5.xlsx"),
    }
    tab.looks(dark=True)
    page = tab.page
    page.goto(f"{address}employments?lang=en")
    ready(page, 3)
    word(page, "As a table").click()
    word(page, "Download").click()
    for label, (first, name) in begins.items():
        button = page.locator(LINE).get_by_role("link", name=label)
        with page.expect_download(timeout=60_000) as downloaded:
            button.click()
        assert downloaded.value.suggested_filename == f"next-level-{name}"
        downloaded.value.save_as(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(first)
    csv = (tmp_path / "employments-by-month-2026-04-30-5.csv").read_text("utf-8-sig")
    assert f"{address}employments?lang=en&project=next-level&snapshot=5" in csv
    expect(page.locator(f"{LINE} table.figures").first).to_be_visible()


def test_the_words_of_the_line_are_opened_by_keyboard_and_stand_in_one_line(
    tab: Watched, address: str
) -> None:
    page = tab.page
    page.goto(f"{address}employments")
    ready(page, 3)
    words = page.locator(f"{LINE} > details > summary")
    said = [text.split(":")[0].strip() for text in words.all_text_contents()]
    assert said == ["Taulukko", "Tapahtumat", "Määritelmä", "Lataa", "Linkki"]
    word(page, "Taulukko").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"{LINE} table.figures").first).to_be_visible()
    heights = {round(box["y"]) for one in words.all() if (box := one.bounding_box())}
    assert max(heights) - min(heights) <= 3
    page.keyboard.press("Enter")
    expect(page.locator(f"{LINE} table.figures").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(words.first).to_be_hidden()


def test_the_link_leads_to_the_same_figures(tab: Watched, address: str) -> None:
    page = tab.page
    page.goto(f"{address}employments?lang=en&snapshot=3&since=2024-12-31")
    ready(page, 3)
    word(page, "Link").click()
    link = page.locator(f"{LINE} a.whole").inner_text()
    assert parse_qs(urlsplit(link).query) == {
        "lang": ["en"],
        "project": ["next-level"],
        "snapshot": ["3"],
        "since": ["2024-12-31"],
    }
    expect(page.locator(LINE)).to_contain_text("Next Level, as of 31 Dec 2025, snapshot 3: ")
    title = page.locator("h2").first.inner_text()
    page.goto(link)
    ready(page, 3)
    expect(page.locator("h2").first).to_have_text(title)
    expect(page.get_by_text("as of 31 Dec 2025").first).to_be_visible()
