"""A report as a workbook: a sheet a figure, with the numbers of the pages."""

import io
import re
import zipfile

import fastexcel
import pytest

from mittaristo.reports.json_file import as_json
from mittaristo.reports.tables import rows_of
from mittaristo.reports.whole.contents import Contents
from mittaristo.reports.whole.workbook import report_workbook
from mittaristo.reports.xlsx import TOP
from mittaristo.snapshots.reading import Snapshot

INVENTED = {"fi": "keksitty esimerkkiaineisto", "en": "invented example data"}


@pytest.fixture(scope="module")
def written(report: Contents) -> bytes:
    return report_workbook(report, print)


def test_all_figures_are_those_of_figures_json(
    snapshot: Snapshot, report: Contents, written: bytes
) -> None:
    rows = list(fastexcel.read_excel(written).load_sheet(1, header_row=TOP).to_polars().iter_rows())
    figures = as_json(snapshot)
    period = (report.origin.view.starts_on.isoformat(), figures["as_of"])
    whole = {
        one["id"]: (one["value"], one["target"])
        for one in figures["measures"]
        if (one["from"], one["to"]) == period and one["value"] is not None
    }
    measured = {row[0]: (row[2], row[4]) for row in rows if row[2] is not None}
    assert len(whole) == 26
    assert {name: measured[name] for name in whole} == whole


def test_the_table_of_each_panel_has_a_sheet_and_numbers_are_numbers(
    report: Contents, written: bytes
) -> None:
    book = fastexcel.read_excel(written)
    read = []
    for number in range(len(book.sheet_names)):
        sheet = book.load_sheet(number, header_row=TOP).to_polars()
        read.append((tuple(sheet.columns), list(sheet.iter_rows())))
    numbers = 0
    for chapter in report.chapters:
        for panel in chapter.panels:
            if panel.table.is_empty:
                continue
            found = [
                rows
                for heads, rows in read
                if heads[: len(panel.table.headings)] == panel.table.headings
            ]
            wanted = [tuple(value for _text, value in row) for row in rows_of(panel.table)]
            firsts = [tuple(row[: len(wanted[0])]) for rows in found for row in rows]
            for row in wanted:
                numbers += sum(isinstance(value, int | float) for value in row)
                if all(value is None or isinstance(value, int | float) for value in row[1:]):
                    assert rounded(row) in map(rounded, firsts), (panel.id, row)
    assert numbers > 200


def rounded(row: tuple[object, ...]) -> list[object]:
    """The numbers of a row, as far as Excel keeps them."""
    return [round(value, 12) if isinstance(value, float) else value for value in row[1:]]


def test_each_sheet_says_that_the_data_are_invented_and_no_text_is_a_formula(
    report: Contents, written: bytes
) -> None:
    invented = INVENTED[report.origin.view.language]
    with zipfile.ZipFile(io.BytesIO(written)) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) > 12
        for name in sheets:
            assert "<f>" not in book.read(name).decode()
        assert len(
            [name for name in book.namelist() if name.startswith("xl/drawings/drawing")]
        ) == len(sheets)
    read = fastexcel.read_excel(written)
    for number in range(len(sheets)):
        top = read.load_sheet(number, header_row=None, n_rows=2, dtypes="string").to_polars()
        assert invented in str(top[1, 0]), read.sheet_names[number]


def test_the_same_figures_give_the_same_bytes(report: Contents, written: bytes) -> None:
    assert report_workbook(report, print) == written


def test_months_and_courses_have_charts_of_the_spreadsheet_s_own(written: bytes) -> None:
    """Stacked bars over months and lines over days, each over the cells of its own sheet."""
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        charts = [
            archive.read(name).decode()
            for name in archive.namelist()
            if name.startswith("xl/charts/chart")
        ]
    stacked = [one for one in charts if "<c:barChart>" in one]
    assert all('<c:grouping val="stacked"/>' in one for one in stacked)
    lines = [one for one in charts if "<c:lineChart>" in one]
    assert len(stacked) >= 4
    assert len(lines) >= 3
    assert len(stacked) + len(lines) == len(charts)
    for chart in charts:
        places = [one for one in re.findall(r"<c:f>(.*?)</c:f>", chart) if ":" in one]
        assert len({place.rsplit("!", 1)[0] for place in places}) == 1
        assert INVENTED["fi"] in chart or INVENTED["en"] in chart
