"""A report as slides: native tables with the figures of the pages, charts that are described."""

import io
from collections.abc import Iterator
from typing import Any

import pptx
import pytest

from mittaristo.reports.json_file import as_json
from mittaristo.reports.whole.contents import Contents, contents
from mittaristo.reports.whole.slides import report_slides
from mittaristo.snapshots.reading import Snapshot

pytestmark = pytest.mark.xdist_group("slides")
"""Reports are made once, so that one worker has them all."""

INVENTED = {"fi": "keksitty esimerkkiaineisto", "en": "invented example data"}
COFUNDED = {"fi": "Euroopan unionin osarahoittama", "en": "Co-funded by the European Union"}


@pytest.fixture(scope="module")
def written(report: Contents) -> bytes:
    return report_slides(report, print)


@pytest.fixture(scope="module")
def slides(written: bytes) -> list[Any]:
    return list(pptx.Presentation(io.BytesIO(written)).slides)


def rows_of(slides: list[Any]) -> Iterator[list[str]]:
    """Every row of every native table."""
    for slide in slides:
        for shape in slide.shapes:
            if shape.has_table:
                for row in shape.table.rows:
                    yield [cell.text_frame.text for cell in row.cells]


@pytest.mark.long
def test_every_measure_stands_beside_its_value(
    snapshot: Snapshot, report: Contents, slides: list[Any]
) -> None:
    view, _ = report.origin.view, report.origin.view.wording
    figures, found = as_json(snapshot), [tuple(row[:3]) for row in rows_of(slides)]
    period = (view.starts_on.isoformat(), figures["as_of"])
    whole = [one for one in figures["measures"] if (one["from"], one["to"]) == period]
    kept = [one for one in whole if one["value"] is not None]
    assert len(kept) == 26
    for one in kept:
        row = (view.labels[one["id"]], _.number(one["value"]), _.unit(one["unit"]))
        assert row in found, one["id"]


def test_every_row_of_the_tables_stands_in_one_once(report: Contents, slides: list[Any]) -> None:
    found = list(rows_of(slides))
    for chapter in report.chapters:
        for section in chapter.sections:
            for _title, table in section.tables:
                for row in table.rows:
                    assert [cell.replace("\n", " · ") for cell in row] in found, row


def test_a_slide_has_a_title_and_says_what_it_is(report: Contents, slides: list[Any]) -> None:
    language = report.origin.view.language
    for slide in slides:
        assert slide.shapes.title.text_frame.text
        said = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert INVENTED[language] in said
        assert COFUNDED[language] in said
        assert report.short_digest() in said


def test_charts_are_described_and_notes_hold_definitions(
    report: Contents, slides: list[Any]
) -> None:
    pictures = [shape for slide in slides for shape in slide.shapes if hasattr(shape, "image")]
    described = [shape._element.nvPicPr.cNvPr.get("descr") for shape in pictures]
    assert all(described)
    assert len([text for text in described if len(text) > 20]) >= 5
    notes = "\n".join(
        slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide
    )
    charts = [panel for chapter in report.chapters for panel in chapter.panels if panel.chart]
    for panel in charts:
        assert all(one.definition in notes for one in panel.explanations), panel.id


@pytest.mark.parametrize("themes", [["employments"], pytest.param(None, marks=pytest.mark.long)])
def test_the_same_figures_give_the_same_bytes(
    snapshot: Snapshot, report: Contents, themes: list[str] | None
) -> None:
    twice = [contents(snapshot, report.origin, themes) for _ in range(2)]
    assert report_slides(twice[0], print) == report_slides(twice[1], print)
