"""What a reader takes along, opened again: figures as on the page, which say what they are.

A formula never runs, whatever a register holds.
"""

import csv
import datetime as dt
import io
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import fastexcel
import pytest

from mittaristo.i18n.table import Table
from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.i18n.wording import wording
from mittaristo.panels.parts.panel import Panel
from mittaristo.panels.parts.view import View
from mittaristo.reports.catalogue import every_measure
from mittaristo.reports.csv_file import panel_csv
from mittaristo.reports.json_file import as_json
from mittaristo.reports.origin import Origin, cited
from mittaristo.reports.picture import panel_png, panel_svg
from mittaristo.reports.tables import parts
from mittaristo.reports.xlsx import TOP, panel_workbook, sheet_name
from mittaristo.snapshots.reading import Snapshot
from tests.lib.pages import makers

pytestmark = pytest.mark.xdist_group("files")
"""Panels are made once in each language, so that one worker has them all."""

SINCE = dt.date(2025, 12, 31)
INVENTED = {"fi": "keksitty esimerkkiaineisto", "en": "invented example data"}
COFUNDED = {"fi": "Euroopan unionin osarahoittama", "en": "Co-funded by the European Union"}
AS_OF = {"fi": "tilanne 30.4.2026", "en": "as of 30 Apr 2026"}


@pytest.fixture(scope="module", params=LANGUAGES)
def origin(request: pytest.FixtureRequest, snapshot: Snapshot) -> Origin:
    view = View(snapshot.figures, request.param, SINCE)
    return Origin.of(snapshot, view).at("https://mittaristo.example/employments")


@pytest.fixture(scope="module")
def panels(origin: Origin) -> list[Panel]:
    """Every panel of every page."""
    made = (maker(origin.view) for maker in [*makers(), every_measure])
    return [block for block in made if isinstance(block, Panel)]


def in_words(value: object, language: Language) -> str:
    """A cell that was read, as the page writes it."""
    _ = wording(language)
    if isinstance(value, dt.date):
        return _.day(value)
    return _.number(value) if isinstance(value, int | float) else str(value or "")


def same(text: str, value: object, language: Language) -> bool:
    """Whether a value that was read is what the page says."""
    if value is None:
        return not text[:1].isdigit()  # a dash, or why it is not told
    if isinstance(value, dt.date):
        return text in (in_words(value, language), wording(language).month(value))
    if isinstance(value, int | float) and "%" in text:
        tenths = wording(language).number(round(100 * value, 1))
        return text == wording(language).percent(value) or text.split("%")[0].strip() == tenths
    return in_words(value, language) in (text, text.lstrip("+±"))


# --- Workbooks --------------------------------------------------------------------------------


def sheets(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """Sheet → its rows below the headings, with the headings first."""
    book = fastexcel.read_excel(content)
    found = {}
    for name in book.sheet_names[:-1]:
        sheet = book.load_sheet(name, header_row=TOP).to_polars()
        found[name] = [tuple(sheet.columns), *sheet.iter_rows()]
    return found


def about(content: bytes) -> str:
    """All that the last sheet says."""
    book = fastexcel.read_excel(content)
    last = book.load_sheet(book.sheet_names[-1], header_row=None, dtypes="string").to_polars()
    return "\n".join(" ".join(cell or "" for cell in row) for row in last.iter_rows())


def test_a_workbook_holds_the_numbers_of_the_page_as_numbers(
    origin: Origin, panels: list[Panel]
) -> None:
    assert len(panels) > 8
    numbers = 0
    for panel in panels:
        read = list(sheets(panel_workbook(panel, origin)).values())
        assert len(read) == len(parts(panel))
        for (headings, *rows), (_title, table) in zip(read, parts(panel), strict=True):
            assert headings == table.headings
            assert len(rows) == len(table.rows)
            for row, texts in zip(rows, table.rows, strict=True):
                for value, text, numeric in zip(row, texts, table.numeric, strict=True):
                    assert same(text, value, origin.view.language), (panel.id, text, value)
                    if numeric and value is not None:
                        assert isinstance(value, int | float), (panel.id, text, value)
                        numbers += 1
    assert numbers > 300


def test_a_workbook_says_what_its_figures_are(
    origin: Origin, panels: list[Panel], snapshot: Snapshot
) -> None:
    language = origin.view.language
    for panel in panels:
        content = panel_workbook(panel, origin)
        said = about(content)
        words = {INVENTED[language].capitalize(), COFUNDED[language], AS_OF[language][1:]}
        words |= {"Next Level", snapshot.manifest.digests["manifest"], origin.link}
        for one in panel.explanations:
            words |= {one.label, one.definition, one.source, one.caveat, one.unit, one.sha256}
        assert {word for word in words if word not in said} == set(), panel.id
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
            drawings = [name for name in book.namelist() if name.startswith("xl/drawings/drawing")]
            assert len(sheets) == len(drawings)  # the emblem stands on each
            assert INVENTED[language] in book.read("xl/sharedStrings.xml").decode()


def test_all_figures_are_those_of_figures_json(origin: Origin, snapshot: Snapshot) -> None:
    [(headings, *rows)] = sheets(panel_workbook(every_measure(origin.view), origin)).values()
    figures = as_json(snapshot)
    start, end = origin.view.starts_on.isoformat(), figures["as_of"]
    whole = {
        one["id"]: (one["value"], one["target"])
        for one in figures["measures"]
        if (one["from"], one["to"]) == (start, end) and one["id"] in snapshot.figures.measures
    }
    assert {row[0]: (row[2], row[4]) for row in rows} == whole
    assert len(rows) == len(snapshot.figures.measures)
    changed = {row[0]: row[6] for row in rows}
    since = snapshot.figures.changes(SINCE, "everyone")
    assert changed["clients_employed"] == 47 == since["clients_employed"]["growth"] + 7
    assert len(set(headings)) == len(headings)


# --- CSV --------------------------------------------------------------------------------------


def test_a_csv_file_holds_the_same_and_its_notes_begin_with_a_hash(
    origin: Origin, panels: list[Panel], snapshot: Snapshot
) -> None:
    language = origin.view.language
    for panel in panels:
        text = panel_csv(panel, origin).decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";,"[language == "en"]))
        notes = [line for line in lines if line[0].startswith("#")]
        said = " ".join(cell for line in notes for cell in line)
        assert lines[: len(notes)] == notes
        for word in (AS_OF[language][1:], INVENTED[language][1:], COFUNDED[language], origin.link):
            assert word in said, (panel.id, word)
        assert snapshot.manifest.digests["manifest"] in said
        headings, *rows = lines[len(notes) :]
        [(_title, table), *_further] = parts(panel)
        assert headings == list(table.headings)
        for row, texts in zip(rows, table.rows, strict=True):
            for cell, heard, numeric in zip(row, texts, table.numeric, strict=True):
                if numeric and cell:
                    number = float(cell.replace(",", ".") if language == "fi" else cell)
                    assert same(heard, number, language), (panel.id, heard, cell)


def test_days_and_months_are_written_so_that_they_sort(origin: Origin) -> None:
    days = ((dt.date(2026, 4, 30), 1), (dt.date(2026, 4, 1), 2), (dt.date(2026, 4, 1), 3))
    _ = origin.view.wording
    texts = [(_.day(days[0][0]), "1"), (_.day(days[1][0]), "2"), (_.month(days[2][0]), "3")]
    table = Table.of_texts(["x", "y"], texts, numeric=[1], values=days)
    lines = panel_csv(Panel("x", "X", table), origin).decode("utf-8-sig").splitlines()
    assert [re.split("[;,]", line)[0] for line in lines[-3:]] == [
        *("2026-04-30", "2026-04-01", "2026-04"),
    ]


# --- Nothing runs -----------------------------------------------------------------------------

DANGEROUS = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "# x"),
    *('=HYPERLINK("http://x.example")', "http://x.example", "{=1}", "=cmd|' /C calc'!A0"),
)


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula_or_a_link(origin: Origin, text: str) -> None:
    table = Table.of_texts([text, "n"], [(text, "−5")], numeric=[1], values=[(text, -5.0)])
    panel = Panel("p", text, table, texts=(text,), note=text)
    content = panel_workbook(panel, origin)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/"):
                written = book.read(name).decode()
                assert "<f>" not in written
                assert "<f " not in written
                assert "<hyperlink" not in written
    text_file = io.StringIO(panel_csv(panel, origin).decode("utf-8-sig"), newline="")
    for cells in csv.reader(text_file, delimiter=";,"[origin.view.language == "en"]):
        for place, cell in enumerate(cells):
            note = place == 0 and cell.startswith("# ")
            assert note or cell == "-5" or not re.match(r"\s*[=+@＝-]|[\t\r]", cell), cell
    [_headings, row] = next(iter(sheets(content).values()))
    assert row[1] == -5


@pytest.mark.parametrize(
    ("title", "name"),
    [("a/b:c", "a b c"), ("x" * 40, "x" * 31), ("'q'", "q"), ("", "-"), ("TAKEN", "TAKEN 2")],
)
def test_a_sheet_has_a_name_that_excel_accepts(title: str, name: str) -> None:
    assert sheet_name(title, {"taken"}) == name


# --- Pictures ---------------------------------------------------------------------------------


def words_of(svg: str) -> str:
    return " ".join(re.findall(r"<(?:text|tspan|title|desc)\b[^>]*>([^<]*)", svg))


def test_a_picture_says_what_it_is_and_asks_no_other_host(
    origin: Origin, panels: list[Panel]
) -> None:
    drawn = [panel for panel in panels if panel.chart]
    assert len(drawn) >= 5
    for panel in drawn:
        svg = panel_svg(panel, origin)
        said = " ".join(words_of(svg).split())
        for word in (AS_OF[origin.view.language], INVENTED[origin.view.language], "Next Level"):
            assert word in said, (panel.id, word)
        assert COFUNDED[origin.view.language] in said
        assert svg.count("#FFCC00") == 1
        assert " ".join(panel.title.split())[:40].replace("<", "&lt;") in said
        hosts = set(re.findall(r"(?:href|src)=\"([^\"]*)\"|url\(([^)#]*)\)", svg))
        assert hosts == set()


def test_a_picture_has_two_hundred_points_an_inch(origin: Origin, panels: list[Panel]) -> None:
    panel = next(panel for panel in panels if panel.chart)
    png = panel_png(panel, origin)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    found = re.search(r'viewBox="0 0 (\d+) ([\d.]+)"', panel_svg(panel, origin))
    assert found
    assert abs(width - float(found[1]) * 200 / 72) < 2
    assert abs(height - float(found[2]) * 200 / 72) < 2


def test_a_picture_from_a_dark_screen_is_light(snapshot: Snapshot, origin: Origin) -> None:
    maker = next(maker for maker in makers() if drawn(maker, origin))
    dark = Origin.of(snapshot, replace(origin.view, dark=True))
    assert dark.view == replace(origin.view, dark=False)
    light = maker(dark.view)
    assert isinstance(light, Panel)
    assert "#0E1621" not in panel_svg(light, dark)


def drawn(maker: Callable[[View], object], origin: Origin) -> bool:
    made = maker(origin.view)
    return isinstance(made, Panel) and made.chart is not None


# --- Where it comes from ----------------------------------------------------------------------


def test_the_same_figures_give_the_same_bytes(origin: Origin, panels: list[Panel]) -> None:
    for write in (panel_workbook, panel_csv, panel_svg):
        panel = next(panel for panel in panels if panel.chart)
        assert write(panel, origin) == write(panel, origin)


def test_a_sentence_can_be_cited_and_its_link_names_the_snapshot(
    snapshot: Snapshot, origin: Origin
) -> None:
    panel = Panel("p", "Työllistyneet: 282", Table.of_texts(["a"], [("b",)]))
    said = {
        "fi": "Next Level, tilanne 30.4.2026, tietopoiminta 5: Työllistyneet: 282"
        " (keksitty esimerkkiaineisto).",
        "en": "Next Level, as of 30 Apr 2026, snapshot 5: Työllistyneet: 282"
        " (invented example data).",
    }[origin.view.language]
    link = (
        f"https://mittaristo.example/employments?lang={origin.view.language}"
        "&project=next-level&snapshot=5&since=2025-12-31"
    )
    assert cited(panel, origin) == f"{said} {link}"
    assert Origin.of(snapshot, replace(origin.view, since=None)).link.endswith("snapshot=5")


def test_real_data_are_not_called_invented_and_other_funds_have_no_emblem(
    origin: Origin, panels: list[Panel]
) -> None:
    figures = origin.view.figures
    project = replace(figures.project, co_funding="none")
    real = replace(figures, synthetic=False, project=project)
    plain = replace(origin, view=replace(origin.view, figures=real))
    panel = next(panel for panel in panels if panel.chart)
    svg = panel_svg(panel, plain)
    assert INVENTED[origin.view.language] not in svg
    assert "#FFCC00" not in svg
    assert COFUNDED[origin.view.language] not in svg
    content = panel_workbook(panel, plain)
    assert INVENTED[origin.view.language] not in about(content)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert not [name for name in book.namelist() if name.startswith("xl/media/")]
    text = panel_csv(panel, plain).decode("utf-8-sig")
    assert INVENTED[origin.view.language] not in text.casefold()
