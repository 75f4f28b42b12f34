"""Files and mappings made to cost time or memory by what stands beside the cells, or by what a
mapping makes of few: each is answered within the limits of `test_limits`."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import xlsxwriter

from mittaristo.project import Project
from tests.importing.test_limits import HEAD, HOSTILE, is_answered
from tests.importing.test_workbook import BOOK, GOOD, SHEET, parts_of, zipped
from tests.lib.builders import marked_as_invented
from tests.lib.foreign import MAPPED_CLIENTS, mapped_jobs, written

Made = Callable[[Path], tuple[Path, str]]
"""What lies in a folder then: the registers, and the mapping where one reads them."""

ROWS = 50_000


def changed(part: str, before: str, more: Callable[[], str]) -> Made:
    """A right workbook with more in one of its parts."""

    def make(folder: Path) -> tuple[Path, str]:
        parts = parts_of(GOOD)
        text = parts[part].decode()
        assert before in text
        parts[part] = text.replace(before, more() + before, 1).encode()
        path = folder / "r.xlsx"
        path.write_bytes(zipped(parts))
        return path, ""

    return make


def drawn(draw: Callable[[xlsxwriter.Workbook], None]) -> Made:
    def make(folder: Path) -> tuple[Path, str]:
        with xlsxwriter.Workbook(folder / "r.xlsx") as book:
            draw(book)
        return folder / "r.xlsx", ""

    return make


def csvs(mapping: str = "", **tables: Callable[[], str]) -> Made:
    def make(folder: Path) -> tuple[Path, str]:
        for name, text in tables.items():
            written(folder / f"{name}.csv", text())
        return marked_as_invented(folder), mapping

    return make


def lines(head: str, rows: Iterable[str]) -> str:
    return "\n".join([head, *rows]) + "\n"


def mapped(rows: Callable[[], str], text: str) -> Made:
    """Clients and jobs in a layout of their own."""
    clients = lines("Nro,Aloitti,Sukupuoli", (f"A{at},1.2.2024,N" for at in range(1000)))
    return csvs(MAPPED_CLIENTS + text, Asiakkaat=lambda: clients, Työt=rows)


def styled(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("clients")
    for at in range(20_000):
        form = book.add_format({"font_size": 8 + at % 200, "num_format": f'0.0" {at} kpl"'})
        sheet.write(at, at % 50, at, form)


def commented(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("clients")
    for at in range(30_000):
        sheet.write(at, 0, f"K{at}")
        sheet.write_comment(at, 0, "x" * 500)


def merged(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("clients")
    for at in range(30_000):
        sheet.merge_range(2 * at, 0, 2 * at + 1, 3, f"K{at}")


def calculated(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("clients")
    for at in range(60_000):
        sheet.write_formula(at, at % 9, '="x"&' + "A1&" * 100 + '"y"', None, "")


def checked_cells(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("clients")
    for at in range(30_000):
        sheet.data_validation(at, 0, at, 0, {"validate": "list", "source": ["a", "b", str(at)]})
        sheet.conditional_format(at, 1, at, 1, {"type": "cell", "criteria": ">", "value": at})


SEVERAL = '{ from = "%s", split = ";" }'
PERSONS = "," + ",".join(["name", "birth_date"])
SPLIT_TWICE = mapped_jobs(
    client_id=SEVERAL % "Kenelle", support=SEVERAL % "Tuki", contract=SEVERAL % "Laji"
)
LONG = ";".join(f"A{at}" for at in range(190))
EACH = ", ".join(f'{{ started_on = "Työ {at}" }}' for at in range(400))
MANY_CODES = ", ".join(f'"tuki {at}" = "direct"' for at in range(20_000))
JOINS = ", ".join(f'{{ sheet = "L{at}", on = {{ "Nro" = "Nro" }} }}' for at in range(10))
LEFT_OUT = "".join(
    f'[[leave_out]]\ntable = "employments"\nkey = "W{at}"\nreason = "x"\n' for at in range(9_000)
)

COSTLY: dict[str, Made] = {
    "20000 styles": drawn(styled),
    "30000 comments": drawn(commented),
    "30000 merged areas": drawn(merged),
    "60000 formulas without values": drawn(calculated),
    "30000 rules of cells": drawn(checked_cells),
    "a merged area of the whole sheet": changed(
        SHEET,
        "<pageMargins",
        lambda: '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    ),
    "a million merged areas of nothing": changed(
        SHEET,
        "<pageMargins",
        lambda: (
            "<mergeCells>"
            + "".join(f'<mergeCell ref="A{at}:B{at}"/>' for at in range(1, 1_000_000))
            + "</mergeCells>"
        ),
    ),
    "200000 names": changed(
        BOOK,
        "<calcPr",
        lambda: (
            "<definedNames>"
            + "".join(
                f'<definedName name="n{at}">clients!$A$1</definedName>' for at in range(ROWS * 4)
            )
            + "</definedNames>"
        ),
    ),
    "tags within tags": changed(
        SHEET,
        "</sheetData>",
        lambda: "<row><c><is>" + "<r>" * 300_000 + "</r>" * 300_000 + "</is></c></row>",
    ),
    "800 MB of spaces": changed(SHEET, "</sheetData>", lambda: " " * 800_000_000),
    "a million columns described": changed(
        SHEET,
        "<sheetData",
        lambda: "<cols>" + '<col min="1" max="16384" hidden="1"/>' * 1_000_000 + "</cols>",
    ),
    "one name and birth date": csvs(
        clients=lambda: lines(
            HEAD.strip() + PERSONS,
            (
                f"K{at},2024-01-10,woman,1990,ru,unknown,205,3,,Aino Maria Oja Ek,1.1.1990"
                for at in range(ROWS)
            ),
        )
    ),
    "names of many words": csvs(
        clients=lambda: lines(
            HEAD.strip() + PERSONS,
            (
                f"K{at},2024-01-10,woman,1990,ru,unknown,205,3,,{'Abdi Ali ' * 100},1.1.1990"
                for at in range(10_000)
            ),
        )
    ),
    "ids that each differ by a sign": csvs(
        clients=lambda: lines(
            HEAD.strip(),
            (
                f"K{at}/{'b' * (at % 3)},2024-01-10,woman,1990,ru,unknown,205,3,"
                for at in range(ROWS)
            ),
        )
    ),
    "firms of many words": csvs(
        employers=lambda: lines(
            "employer_id,industry,municipality,staffing_firm,client_since",
            (f"{'Rakennus ja Saneeraus ' * 40}{at} Oy,F,205,false," for at in range(ROWS)),
        )
    ),
    "three cells of 190 values on each row": mapped(
        lambda: lines(
            "Nro,Kenelle,Alku,Tuki,Laji",
            (f"W{at},{LONG},1.3.2024,{LONG},{LONG}" for at in range(100)),
        ),
        SPLIT_TWICE,
    ),
    "a cell of 190 values on 20000 rows": mapped(
        lambda: lines("Nro,Kenelle,Alku", (f"W{at},{LONG},1.3.2024" for at in range(20_000))),
        mapped_jobs(
            employment_id='{ number_by = ["Nro", "Kenelle"] }', client_id=SEVERAL % "Kenelle"
        ),
    ),
    "400 jobs in the columns of 2000 rows": mapped(
        lambda: lines(
            "Nro,Kenelle," + ",".join(f"Työ {at}" for at in range(400)),
            (f"W{at},A{at % 1000}" + ",1.3.2024" * 400 for at in range(2_000)),
        ),
        mapped_jobs(
            more=f"each = [{EACH}]", employment_id='{ number_by = ["Nro"] }', started_on=""
        ).replace("started_on = \n", ""),
    ),
    "20000 codes": mapped(
        lambda: lines(
            "Nro,Kenelle,Alku,Tuki",
            (f"W{at},A{at % 1000},1.3.2024,tuki. {at}" for at in range(20_000)),
        ),
        mapped_jobs(support=f'{{ from = "Tuki", codes = {{ {MANY_CODES} }} }}'),
    ),
    "ten sheets beside one": csvs(
        MAPPED_CLIENTS.replace("[clients.columns]", f"join = [{JOINS}]\n[clients.columns]"),
        Asiakkaat=lambda: lines("Nro,Aloitti,Sukupuoli", (f"A{a},1.2.2024,N" for a in range(ROWS))),
        **{
            f"L{at}": lambda at=at: lines(f"Nro,x{at}", (f"A{row},x" for row in range(ROWS)))
            for at in range(10)
        },
    ),
    "9000 rows left out": mapped(
        lambda: lines("Nro,Kenelle,Alku", (f"W{at},A{at % 1000},x" for at in range(ROWS))),
        mapped_jobs() + LEFT_OUT,
    ),
    "1900 headings that are not read": mapped(
        lambda: lines(
            "Nro,Kenelle,Alku," + ",".join(f"Nro {at}" for at in range(1_900)),
            (f"W{at},A{at},1.3.2024" + ",x" * 1_900 for at in range(1_000)),
        ),
        mapped_jobs(),
    ),
}


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.long) for name in COSTLY])
def test_what_stands_beside_cells_costs_no_more_than_the_limits(
    project: Project, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    source, mapping = COSTLY[name](folder)
    more = ["--mapping", str(written(tmp_path / "m.toml", mapping))] if mapping else []
    is_answered(project, source, *more)


PROPOSED = ("the widest sheet", "450 sheets", "400 files", "wide files")
"""Those for which a mapping is proposed, too."""


def test_there_are_more_than_sixty_of_them() -> None:
    assert len(COSTLY) + len(HOSTILE) + len(PROPOSED) > 60


@pytest.mark.long
@pytest.mark.parametrize("name", PROPOSED)
def test_a_proposal_for_many_headings_is_made_within_the_limits(
    project: Project, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    is_answered(project, HOSTILE[name](folder), "--proposal", str(tmp_path / "p.toml"))
