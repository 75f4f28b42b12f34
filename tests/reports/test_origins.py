"""Every number of a measure in a report leads to its origin, and is the one of `figures --json`."""

import html
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pptx
import pytest

from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.panels.parts.view import View
from mittaristo.panels.review import figure
from mittaristo.reports.json_file import as_json
from mittaristo.reports.origin import Origin
from mittaristo.reports.whole.contents import Contents, contents
from mittaristo.reports.whole.html import report_html
from mittaristo.reports.whole.markdown import report_markdown
from mittaristo.reports.whole.slides import report_slides
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED

ADDRESS = "https://mittaristo.example"
FEW = ("figures", "changes", "monitoring")
"""Themes of all measures, with few charts to draw."""

EVERY = [
    (5, "fi", FEW),
    *(
        pytest.param(number, language, None, marks=pytest.mark.long)
        for number in (1, 2, 3, 4, 5)
        for language in LANGUAGES
    ),
]

NAMED = re.compile(
    r'(?:<li><span>|<tr role="row">\s*<th[^>]*>)<a href="([^"]*)">(.*?)</a>', re.DOTALL
)
CELLS = re.compile(r"<(td|strong|span)\b[^>]*>(.*?)</\1>", re.DOTALL)


def report_of(number: int, language: Language, themes: Sequence[str] | None = None) -> Contents:
    snapshot = open_snapshot(BUNDLED, number)
    days, _weekly = snapshot.figures.comparison_days("everyone")
    view = View(snapshot.figures, language, next(iter(days), None))
    return contents(snapshot, Origin.of(snapshot, view).at(ADDRESS), themes)


def linked_rows(written: str) -> Iterator[tuple[str, str, list[str]]]:
    """Of each card and row of a table that is linked: the address, the name, the other cells."""
    for item in re.findall(r"<li>.*?</li>|<tr role=\"row\">.*?</tr>", written, re.DOTALL):
        found = re.match(
            r'(?:<li><span>|<tr role="row">\s*<th[^>]*>)<a href="([^"]*)">(.*?)</a>',
            item,
            re.DOTALL,
        )
        if found:
            cells = re.findall(
                r"<(?:td|strong|span)\b[^>]*>(.*?)</(?:td|strong|span)>", item, re.DOTALL
            )
            plain = [html.unescape(re.sub("<[^>]*>", "", cell)) for cell in cells]
            yield html.unescape(found[1]), html.unescape(found[2]), plain


def measure_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["measure"][0]


def numbers_in(cells: list[str]) -> set[str]:
    """The number that each line of some cells begins with, as it is written."""
    found = (re.match(r"[−\d][\d\s.,]*", line) for cell in cells for line in cell.split("\n"))
    return {re.sub(r"[\s.,]+$", "", one[0]) for one in found if one}


def same_values(report: Contents, written: str) -> set[str]:
    """The addresses that rows and cards lead to; each has the value that `figures --json` gives.

    Rows on what was reported of earlier days are about those.
    """
    origin, _ = report.origin, report.origin.view.wording
    values: dict[str, set[str]] = {}
    for one in as_json(open_snapshot(BUNDLED, origin.number))["measures"]:
        values.setdefault(one["id"], set()).add(_.number(one["value"]))
    earlier = [one.name[_.language] for one in origin.view.figures.project.reporting_periods]
    seen = set()
    for address, name, cells in linked_rows(written):
        asked = {key: value for key, [value] in parse_qs(urlsplit(address).query).items()}
        assert asked["snapshot"] == str(origin.number)
        if asked["measure"] not in values:  # rows of figures are tried in tests/panels/test_rows.py
            assert origin.view.figures.described(asked["measure"])
            continue
        if not cells[0].startswith(tuple(earlier)):
            said = numbers_in(cells) or {"–"}.intersection(cells)  # nothing is known
            assert said & values[asked["measure"]], (name, cells)
        seen.add(address)
    return seen


@pytest.mark.parametrize(("number", "language", "themes"), EVERY)
def test_each_leads_to_its_origin_and_has_its_value(
    number: int, language: Language, themes: Sequence[str] | None
) -> None:
    report = report_of(number, language, themes)
    view, _ = report.origin.view, report.origin.view.wording
    written = report_html(report, print).decode()
    seen, kept = same_values(report, written), view.figures.kept(*view.figures.measures)
    origin = report.origin.at(f"{ADDRESS}/")
    assert seen == {origin.of_figure(name) for name in kept}
    for name in kept:
        title = figure.heading(replace(view, since=None, measure=name)).title
        assert title.startswith(f"{view.labels[name]}: {view.number(name)}")
    text = report_markdown(report, print).decode()
    led = set(re.findall(r"\]\((https://[^)]*measure=\w+(?:&row=[^)]*)?)\)", text))
    assert {one for one in led if measure_of(one) in kept} == seen


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_slides_lead_there_too(language: Language) -> None:
    report = report_of(4, language)
    labels, origin = report.origin.view.labels, report.origin.at(f"{ADDRESS}/")
    deck = pptx.Presentation(io.BytesIO(report_slides(report, print)))
    runs = [
        run
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for run in row.cells[0].text_frame.paragraphs[0].runs
    ]
    led = {run.hyperlink.address for run in runs} - {None}
    assert {one for one in led if measure_of(one) in labels} == {
        origin.of_figure(name) for name in labels
    }


def test_without_an_address_nothing_leads_anywhere() -> None:
    snapshot = open_snapshot(BUNDLED, 5)
    report = contents(snapshot, Origin.of(snapshot, View(snapshot.figures, "fi")), ["figures"])
    assert list(linked_rows(report_html(report, print).decode())) == []
    assert "](http" not in report_markdown(report, print).decode()
