"""The larger sweep: each snapshot in each format and language has the numbers of figures --json."""

import html
import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import fastexcel
import pptx
import pytest
from pypdf import PdfReader

from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.panels.parts.view import View
from mittaristo.reports.json_file import as_json
from mittaristo.reports.origin import Origin
from mittaristo.reports.whole.contents import contents
from mittaristo.reports.whole.formats import FORMATS
from mittaristo.reports.xlsx import TOP
from mittaristo.snapshots.reading import numbers, open_snapshot
from tests.lib.builders import BUNDLED

pytestmark = pytest.mark.long


def closed_up(text: str) -> str:
    """A text without what lines and cells are broken by."""
    return re.sub(r"[\s|\N{SOFT HYPHEN}\N{HYPHEN}\\-]", "", text)


def of_pdf(file: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)


def of_slides(file: bytes) -> str:
    slides = pptx.Presentation(io.BytesIO(file)).slides
    return " ".join(cell for slide in slides for cell in cells_of(slide))


def cells_of(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_table:
            for row in shape.table.rows:
                yield from (cell.text_frame.text for cell in row.cells)


def of_html(file: bytes) -> str:
    bare = re.sub(r"<(script|style)\b.*?</\1>", "", file.decode(), flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", " ", bare))


READ: Mapping[str, Callable[[bytes], str]] = {
    "pdf": of_pdf,
    "large": of_pdf,
    "pptx": of_slides,
    "html": of_html,
    "md": bytes.decode,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", numbers(BUNDLED))
def test_every_measure_has_its_value_in_every_format(number: int, language: Language) -> None:
    snapshot = open_snapshot(BUNDLED, number)
    days, _weekly = snapshot.figures.comparison_days("everyone")
    view = View(snapshot.figures, language, next(iter(days), None))
    report, _ = contents(snapshot, Origin.of(snapshot, view)), view.wording
    figures = as_json(snapshot)
    period = (view.starts_on.isoformat(), figures["as_of"])
    whole = [one for one in figures["measures"] if (one["from"], one["to"]) == period]
    kept = [one for one in whole if one["value"] is not None]
    assert len(kept) > 20
    files = {name: one.write(report, print) for name, one in FORMATS.items()}
    for name, text_of in READ.items():
        text = closed_up(text_of(files[name]))
        for one in kept:
            said = f"{view.labels[one['id']]}{_.number(one['value'])}{_.unit(one['unit'])}"
            if name == "large":  # rows of wide tables stand one below another there
                said = _.number(one["value"])
            assert closed_up(said) in text, (name, one["id"])
    sheet = fastexcel.read_excel(files["xlsx"]).load_sheet(1, header_row=TOP).to_polars()
    measured = {row[0]: (row[2], row[4]) for row in sheet.iter_rows()}
    assert {one["id"]: measured[one["id"]] for one in kept} == {
        one["id"]: (one["value"], one["target"]) for one in kept
    }
    assert {name: one.write(report, print) for name, one in FORMATS.items()} == files
