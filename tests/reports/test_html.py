"""A report as one HTML file: the figures of the pages, alive in a browser that is offline."""

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from mittaristo.panels.parts.view import View
from mittaristo.reports.json_file import as_json
from mittaristo.reports.origin import Origin
from mittaristo.reports.whole.contents import Contents, contents
from mittaristo.reports.whole.html import report_html
from mittaristo.snapshots.reading import Snapshot
from tests.lib.browser import IN_A_BROWSER, barriers

pytestmark = pytest.mark.xdist_group("browser")
"""The report is made once, also for the tests in a browser."""

INVENTED = {"fi": "keksitty esimerkkiaineisto", "en": "invented example data"}


@pytest.fixture(scope="module")
def written(report: Contents) -> str:
    return report_html(report, print).decode()


def without_scripts(written: str) -> str:
    return re.sub(r"<(script|style)\b.*?</\1>", "", written, flags=re.DOTALL)


def words_of(written: str) -> str:
    """What is read in it."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", without_scripts(written))).split())


def test_every_measure_stands_beside_its_value(
    snapshot: Snapshot, report: Contents, written: str
) -> None:
    view, _ = report.origin.view, report.origin.view.wording
    text, figures = words_of(written), as_json(snapshot)
    period = (view.starts_on.isoformat(), figures["as_of"])
    whole = [one for one in figures["measures"] if (one["from"], one["to"]) == period]
    kept = [one for one in whole if one["value"] is not None]
    assert len(kept) == 26
    for one in kept:
        said = f"{view.labels[one['id']]} {_.number(one['value'])} {_.unit(one['unit'])}"
        assert " ".join(said.split()) in text, one["id"]


def test_every_cell_of_the_tables_is_in_it(report: Contents, written: str) -> None:
    text = words_of(written)
    for chapter in report.chapters:
        for section in chapter.sections:
            for _title, table in (*section.tables, *section.behind):
                for row in table.rows:
                    assert " ".join(" ".join(row).split()) in text, row


def test_it_asks_for_nothing_and_says_what_it_is(report: Contents, written: str) -> None:
    assert "default-src 'none'" in written
    addresses = re.findall(r'\b(?:src|href)="([^"]*)"', without_scripts(written))
    assert addresses
    assert {one for one in addresses if not one.startswith(("data:", "#"))} == set()
    language = report.origin.view.language
    assert f'<html lang="{language}">' in written
    assert INVENTED[language] in words_of(written)
    assert "python -m mittaristo figures --project next-level --snapshot 5" in written
    assert report_html(report, print).decode() == written


def test_a_text_of_a_register_is_no_markup(snapshot: Snapshot) -> None:
    figures = snapshot.figures
    name = "</script><img src=x onerror=alert(1)>"
    harmful = replace(figures, project=replace(figures.project, name=name))
    made = contents(snapshot, Origin.of(snapshot, View(harmful, "en")), ["employments"])
    assert name not in report_html(made, print).decode()


class TestInABrowser:
    pytestmark = IN_A_BROWSER

    @pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.long), 390])
    def test_charts_are_alive_offline(
        self, browser: BrowserContext, written: str, tmp_path: Path, width: int
    ) -> None:
        file = tmp_path / "report.html"
        file.write_text(written, encoding="utf-8")
        page = browser.new_page()
        asked, said = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(file.as_uri())
        charts = written.count("data-chart=")
        expect(page.locator(".live svg")).to_have_count(charts)
        assert charts >= 5
        expect(page.locator("img[data-chart]")).to_have_count(0)
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        assert said == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert barriers(page) == []
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.close()
