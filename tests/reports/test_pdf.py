"""A report as PDF: the figures of the pages, readable by everyone, the same for good."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from mittaristo.cli.main import main
from mittaristo.i18n.translation import LANGUAGES
from mittaristo.panels.parts.panel import Matters, Panel, Points
from mittaristo.panels.parts.view import View
from mittaristo.project import Project
from mittaristo.reports.json_file import as_json
from mittaristo.reports.origin import Origin
from mittaristo.reports.whole.contents import contents
from mittaristo.reports.whole.pdf import report_pdf
from mittaristo.snapshots.reading import Snapshot
from tests.lib.builders import SMALL, day, snapshot_of
from tests.reports.conftest import FI_FIRST

pytestmark = pytest.mark.xdist_group("pdf")
"""Reports are made once, so that one worker has them all."""

FEW = ("employments", "goals")
"""Themes with charts, tables and texts: what is asked of a whole report otherwise in the sweep."""

ADDRESS = "https://mittaristo.example"
INVENTED = {"fi": "keksitty esimerkkiaineisto", "en": "invented example data"}
COFUNDED = {"fi": "Euroopan unionin osarahoittama", "en": "Co-funded by the European Union"}


@pytest.fixture(scope="module", params=FI_FIRST)
def origin(request: pytest.FixtureRequest, snapshot: Snapshot) -> Origin:
    return Origin.of(snapshot, View(snapshot.figures, request.param, day("2025-12-31"))).at(ADDRESS)


def made(
    snapshot: Snapshot, origin: Origin, themes: Sequence[str] | None = None, **how: Any
) -> PdfReader:
    return PdfReader(io.BytesIO(report_pdf(contents(snapshot, origin, themes), print, **how)))


@pytest.fixture(scope="module")
def pdf(snapshot: Snapshot, origin: Origin) -> PdfReader:
    return made(snapshot, origin)


def closed_up(text: str) -> str:
    """A text without what lines are broken by."""
    return re.sub(r"[\s\N{SOFT HYPHEN}\N{HYPHEN}-]", "", text)


def test_every_measure_stands_beside_its_value(
    snapshot: Snapshot, origin: Origin, pdf: PdfReader
) -> None:
    _, figures = origin.view.wording, as_json(snapshot)
    text = closed_up("".join(page.extract_text() for page in pdf.pages))
    start = origin.view.starts_on.isoformat()
    whole = [
        one for one in figures["measures"] if (one["from"], one["to"]) == (start, figures["as_of"])
    ]
    kept = [one for one in whole if one["value"] is not None]
    assert len(kept) == 26
    for one in kept:
        said = closed_up(
            f"{origin.view.labels[one['id']]}{_.number(one['value'])}{_.unit(one['unit'])}"
        )
        assert said in text, one["id"]


def test_the_first_page_says_what_moved_what_is_decided_risks_and_money(
    snapshot: Snapshot, origin: Origin, pdf: PdfReader
) -> None:
    first, second = (closed_up(pdf.pages[at].extract_text()) for at in (0, 1))
    blocks = [block for block, _left_out in contents(snapshot, origin, []).chapters[0].blocks]
    titles = [block.title for block in blocks if isinstance(block, Panel | Points | Matters)]
    assert len(titles) == 6
    assert [title for title in titles if closed_up(title) not in first] == []
    chapter = contents(snapshot, origin, ["clients"]).chapters[1]
    assert second.find(closed_up(chapter.heading.title)) in range(300), "it ends on its page"


@pytest.mark.long
def test_every_table_of_the_pages_is_in_it(
    snapshot: Snapshot, origin: Origin, pdf: PdfReader
) -> None:
    text = closed_up("".join(page.extract_text() for page in pdf.pages))
    rows = 0
    for chapter in contents(snapshot, origin).chapters:
        for section in chapter.sections:
            for _title, table in (*section.tables, *section.behind):
                for row in table.rows:
                    assert all(closed_up(cell) in text for cell in row), row
                    rows += 1
    assert rows > 150


def test_every_page_says_day_snapshot_address_and_that_the_data_are_invented(
    origin: Origin, pdf: PdfReader
) -> None:
    language, count = origin.view.language, len(pdf.pages)
    for number, page in enumerate(pdf.pages, start=1):
        text = closed_up(page.extract_text())
        as_of = {"fi": "Tilanne 30.4.2026", "en": "As of 30 Apr 2026"}[language]
        for said in (INVENTED[language], COFUNDED[language], as_of, f"{number}/{count}", ADDRESS):
            assert closed_up(said) in text, (number, said)
        assert dict(origin.digests)["manifest"][:12] in text
        assert f"lang={language}&project=nextlevel&snapshot=5&since=20251231" in text


def test_what_the_heads_say_is_read_aloud_once(origin: Origin, pdf: PdfReader) -> None:
    text = closed_up(pdf.pages[0].extract_text())
    said = INVENTED[origin.view.language] + "·" + COFUNDED[origin.view.language]
    assert closed_up(said) in text


def test_it_is_tagged_and_says_that_it_is_pdf_ua(origin: Origin, pdf: PdfReader) -> None:
    catalogue = pdf.root_object
    metadata = catalogue["/Metadata"].get_object().get_data().decode()  # type: ignore[union-attr]
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert catalogue["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert str(catalogue["/Lang"]).split("-")[0] == origin.view.language
    assert pdf.metadata is not None
    assert str(pdf.metadata.title).startswith("Next Level, ")
    tags = list(tagged(catalogue["/StructTreeRoot"]))
    figures = [one for one in tags if one.get("/S") == "/Figure"]
    assert len(figures) >= 5
    assert all(len(one["/Alt"]) > 20 for one in figures)
    kinds = {one.get("/S") for one in tags}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/P", "/L"} <= kinds


def tagged(one: Any) -> Iterator[Any]:
    """All elements of a structure tree."""
    one = one.get_object() if hasattr(one, "get_object") else one
    if isinstance(one, list):
        for inner in one:
            yield from tagged(inner)
    elif isinstance(one, dict):
        yield one
        if "/K" in one:
            yield from tagged(one["/K"])


def test_real_data_are_not_called_invented_and_other_funds_have_no_emblem(
    snapshot: Snapshot, origin: Origin
) -> None:
    figures = origin.view.figures
    project = replace(figures.project, co_funding="none")
    tables = {name: one for name, one in figures.tables.items() if name != "labour_market"}
    real = replace(figures, synthetic=False, project=project, tables=tables)
    plain = replace(origin, view=replace(origin.view, figures=real))
    text = closed_up("".join(page.extract_text() for page in made(snapshot, plain).pages))
    for said in (INVENTED, COFUNDED):
        assert closed_up(said[origin.view.language]) not in text


def test_signs_that_no_font_has_do_not_hinder_a_report(snapshot: Snapshot, origin: Origin) -> None:
    figures = origin.view.figures
    about = dict.fromkeys(LANGUAGES, "Привет 日本 \N{ZERO WIDTH SPACE}😀 \x07 مرحبا 😀")
    project = replace(figures.project, about=about)
    odd = replace(origin, view=replace(origin.view, figures=replace(figures, project=project)))
    text = made(snapshot, odd, ()).pages[0].extract_text()
    assert "Привет □□ □ " in " ".join(text.split())


@pytest.mark.parametrize("themes", [FEW, pytest.param(None, marks=pytest.mark.long)])
def test_without_an_address_the_command_stands_in_its_place(
    snapshot: Snapshot, origin: Origin, themes: Sequence[str] | None
) -> None:
    for page in made(snapshot, origin.at(""), themes).pages:
        text = closed_up(page.extract_text())
        assert closed_up("python -m mittaristo figures --project next-level --snapshot 5") in text
        assert "https" not in text


def sizes_of(pdf: PdfReader) -> set[float]:
    """How large the letters are on paper, in points; those within a transparent group left out."""
    found = set()
    for page in pdf.pages:
        scale, text, font, kept = 1.0, 1.0, 0.0, list[float]()
        contents = page.get_contents()
        assert contents is not None
        for operands, operator in contents.operations:
            if operator == b"q":
                kept.append(scale)
            elif operator == b"Q":
                scale = kept.pop()
            elif operator == b"cm":
                scale *= abs(float(operands[3]))
            elif operator == b"Tm":
                text = abs(float(operands[3]))
            elif operator == b"Tf":
                font = float(operands[1])
            elif operator in (b"Tj", b"TJ"):
                found.add(round(font * text * scale, 1))
    return found


@pytest.mark.parametrize("themes", [FEW, pytest.param(None, marks=pytest.mark.long)])
def test_large_print_has_no_letter_below_sixteen_points(
    snapshot: Snapshot, origin: Origin, themes: Sequence[str] | None
) -> None:
    sizes = sizes_of(made(snapshot, origin, themes, large=True))
    assert len(sizes) > 4
    assert min(sizes) == 16
    assert min(sizes_of(made(snapshot, origin, themes))) < 9


def test_a_snapshot_gives_the_same_bytes_when_newer_ones_have_come(
    project: Project, tmp_path: Path, data: Path
) -> None:
    def report(name: str) -> bytes:
        made = tmp_path / name
        given = ["report", "--data", str(data), "--project", "koe", "--snapshot", "1", "-o"]
        assert main([*given, str(made)]) == 0
        return made.read_bytes()

    snapshot_of(project, SMALL, "2024-06-30")
    first = report("first.pdf")
    snapshot_of(project, SMALL, "2024-09-30")
    assert report("again.pdf") == first


def test_no_id_of_a_row_is_in_it(snapshot: Snapshot, pdf: PdfReader) -> None:
    text = "".join(page.extract_text() for page in pdf.pages)
    ids = {
        str(value)
        for table in snapshot.registers().values()
        for column in table.iter_columns()
        if column.name in ("client_id", "employment_id", "service_id", "employer_id")
        for value in column.drop_nulls().unique()
    }
    assert len(ids) > 1000
    assert {one for one in ids if one in text} == set()


def test_the_code_beside_a_figure_leads_to_where_it_comes_from(
    origin: Origin, pdf: PdfReader
) -> None:
    """Read back from the printed page, as a telephone does."""
    if origin.view.language == "en":
        pytest.skip("the page is the same in Finnish")
    address = f"{ADDRESS}/figure?lang=fi&project=next-level&snapshot=5&measure=clients_employed"
    place = next(
        place
        for place, page in enumerate(pdf.pages)
        if closed_up(address) in closed_up(page.extract_text())
    )
    assert pdf.stream
    pdf.stream.seek(0)
    with pypdfium2.PdfDocument(pdf.stream.read()) as printed:
        picture = printed[place].render(scale=2.5).to_pil()
    assert address in {code.text for code in zxingcpp.read_barcodes(picture)}
