"""Open figures: every row that everyone may see, in formats that other programs read."""

import html
import io
import json
import math
import re
import zipfile
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import pytest

from mittaristo import project as projects
from mittaristo.cli.main import main
from mittaristo.figures.model import Figures
from mittaristo.messages.refusals import Refusal
from mittaristo.panels.parts.view import View
from mittaristo.project import Project
from mittaristo.reports.open_figures.files import PACKAGE, files
from mittaristo.reports.origin import Origin
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED, GOOD, employment, snapshot_of

INVENTED = "# keksitty esimerkkiaineisto · invented example data\n"


def origin_of(project: Path, number: int) -> Origin:
    snapshot = open_snapshot(project, number)
    return Origin.of(snapshot, View(snapshot.figures, "en"))


@pytest.fixture(scope="module")
def figures() -> Figures:
    return open_snapshot(BUNDLED, 5).figures


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    return dict(files(origin_of(BUNDLED, 5), "CC-BY-4.0"))


def rows_of(written: dict[str, bytes], name: str) -> pl.DataFrame:
    """The rows of a CSV file, as texts."""
    text = written[f"{name}.csv"].decode().removeprefix(INVENTED)
    return pl.read_csv(io.StringIO(text), infer_schema=False)


def test_every_table_is_there_with_its_columns_and_says_that_it_is_invented(
    figures: Figures, written: dict[str, bytes]
) -> None:
    package = json.loads(written[PACKAGE])
    named = {one["name"]: one for one in package["resources"]}
    assert set(named) == {*figures.tables, "measures"}
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]
    assert "Invented example data" in package["description"]
    for name, resource in named.items():
        metadata = json.loads(written[f"{name}.csv-metadata.json"])
        content = written[resource["path"]]
        assert content.decode().startswith(INVENTED)
        assert resource["bytes"] == len(content)
        columns = rows_of(written, name).columns
        assert [field["name"] for field in resource["schema"]["fields"]] == columns
        described = metadata["tableSchema"]["columns"]
        assert [column["name"] for column in described] == columns
        assert all(column["dc:description"] for column in described), name
        assert "Invented example data" in json.dumps(metadata)
    assert rows_of(written, "months").height == figures["months"].height


def test_a_cube_holds_every_value_in_its_place(figures: Figures, written: dict[str, bytes]) -> None:
    cube = json.loads(written["months.json-stat.json"])
    assert math.prod(cube["size"]) == len(cube["value"])
    places = [
        {code: at for at, code in enumerate(cube["dimension"][name]["category"]["index"])}
        for name in cube["id"]
    ]
    for row in figures.rows("months"):
        for metric in ("events", "total"):
            key = (row["measure"], row["month"].isoformat()[:7], metric)
            at = 0
            for size, place, code in zip(cube["size"], places, key, strict=True):
                at = at * size + place[code]
            assert cube["value"][at] == row[metric]
    monthly = {name for name in written if name.endswith(".json-stat.json")}
    assert "attendances_by_language_and_month.json-stat.json" in monthly
    assert "Invented example data" in cube["note"][0]


def test_the_snapshots_of_the_team_are_not_told(project: Project) -> None:
    rows = {**GOOD, "employments": [employment("J1", "A", "2024-02-10")]}
    snapshot_of(project, rows, "2024-03-31", "weekly")
    snapshot_of(project, rows, "2024-06-30", "meeting")
    origin = origin_of(project.folder, 2)
    assert origin.view.figures.rows("changes"), "the team compares with its own snapshot"
    found = dict(files(origin, ""))
    assert "licenses" not in json.loads(found[PACKAGE])
    for name in ("changes", "rows_since", "quality_since"):
        assert rows_of(found, name).is_empty()
    assert origin.view.figures.rows("rows_since")
    assert "since" not in set(rows_of(found, "periods")["period_kind"])


def test_the_licence_is_that_of_the_project(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MITTARISTO_DATA", str(project.folder.parent))
    snapshot_of(project, GOOD, "2024-06-30")
    toml = project.folder / "project.toml"
    plain = toml.read_text(encoding="utf-8")
    toml.write_text(f'licence = "https://example.org/licence"\n{plain}', encoding="utf-8")
    command = ["open", "--project", "koe", "--lang", "fi", "-o", str(tmp_path / "open")]
    assert main(command) == 0
    package = json.loads((tmp_path / "open" / PACKAGE).read_text(encoding="utf-8"))
    assert package["licenses"] == [{"path": "https://example.org/licence"}]
    assert main(command) == 2, "what is there is not written over"
    toml.write_text(f'licence = "as you like"\n{plain}', encoding="utf-8")
    with pytest.raises(Refusal, match="licence"):
        projects.load(project.folder)


def formulas(content: bytes) -> dict[str, str]:
    """Cell of the sheet of checks → its formula, as it stands in the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet3.xml").decode()
    found = re.findall(r'<c r="([A-Z]+\d+)"[^>]*><f>(.*?)</f>', sheet)
    return {cell: html.unescape(formula) for cell, formula in found}


def added_up(formula: str, sheets: dict[str, list[tuple[Any, ...]]]) -> float:
    """What a sum of cells comes to, by the numbers in the other sheets."""
    total = 0.0
    for part in formula.split("+"):
        name, cell = part.rsplit("!", 1)
        column, row = "ABCDEFGHIJK".index(cell[0]), int(cell[1:]) - 1
        total += float(sheets[name.strip("'")][row][column])
    return total


def test_indicators_come_with_their_sum_rules_as_formulas(
    figures: Figures, written: dict[str, bytes]
) -> None:
    content = written["indicators.xlsx"]
    book = fastexcel.read_excel(content)
    sheets = {
        name: book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        .to_polars()
        .rows()
        for name in book.sheet_names
    }
    indicators = {row[0]: row for row in sheets["Indicators"]}
    for row in figures.rows("indicators"):
        if row["total"] is not None:
            assert float(indicators[row["code"]][6]) == row["total"]
    rules, told = sheets["Checks"], formulas(content)
    checked = [number for number, row in enumerate(rules, start=1) if f"E{number}" in told]
    assert len(checked) > 25
    for number in checked:
        said, left, relation, right, verdict = rules[number - 1]
        sums = [added_up(told[f"{column}{number}"], sheets) for column in "BD"]
        assert [float(left), float(right)] == sums, said
        holds = sums[0] == sums[1] if relation == "=" else sums[0] <= sums[1]
        assert verdict == ("holds" if holds else "does not hold"), said
        assert f"B{number}{'=' if relation == '=' else '<='}D{number}" in told[f"E{number}"]
    assert any(row[4] == "not checked: the numbers are of different days" for row in rules)
    broken = [row[0] for row in rules if row[4] == "does not hold"]
    assert broken == []


def offline(*given: Any, **named: Any) -> None:
    raise AssertionError(f"nothing is asked of another host: {given}, {named}")


@pytest.mark.long
@pytest.mark.parametrize("number", [1, 5])
def test_three_independent_readers_read_every_row(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import csvw
    import frictionless
    from pyjstat import pyjstat

    monkeypatch.setattr("socket.socket.connect", offline)
    origin = origin_of(BUNDLED, number)
    figures = origin.view.figures
    for name, content in files(origin, "CC-BY-4.0"):
        (tmp_path / name).write_bytes(content)
    report = frictionless.validate(str(tmp_path / PACKAGE))
    assert report.valid, report.flatten(["name", "fieldName", "note"])[:5]
    package = frictionless.Package(str(tmp_path / PACKAGE))
    months = package.get_table_resource("months").read_rows()
    expected = figures.rows("months")
    assert [float(row["total"]) for row in months] == [row["total"] for row in expected]
    for path in sorted(tmp_path.glob("*.csv-metadata.json")):
        table = csvw.CSVW(str(path), validate=True)
        assert table.is_valid, (path.name, table.warnings)
        [only] = table.tables
        name = path.name.removesuffix(".csv-metadata.json")
        height = len(figures.measures) if name == "measures" else None
        rows = list(only.iterdicts())
        assert len(rows) == (height or len(rows))
        if name == "months":
            assert [row["events"] for row in rows] == [row["events"] for row in expected]
    cube = pyjstat.Dataset.read((tmp_path / "months.json-stat.json").read_text(encoding="utf-8"))
    assert cube.write("dataframe")["value"].sum() == sum(
        row["events"] + row["total"] for row in expected
    )
