"""A figure followed to its rows on the command line."""

import re
from pathlib import Path

import fastexcel
import pytest

from mittaristo.cli.main import main
from mittaristo.project import Project
from tests.lib.builders import BUNDLED, GOOD, snapshot_of
from tests.lib.store import remove


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MITTARISTO_LANG", "en")
    monkeypatch.delenv("MITTARISTO_ROLE", raising=False)


def test_a_trace_says_what_the_page_says_and_counts_the_units_anew(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data, units = str(BUNDLED.parent), tmp_path / "units.xlsx"
    asked = ["trace", "clients_employed", "--project", "next-level", "--as-of", "2026-03-01"]
    assert main([*asked, "--data", data, "--units", str(units)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Persons employed: 235 persons\nA newer figure exists")
    for words in (
        "Rows read: Employments 243",
        "queries/measures/clients_employed.sql\n-- Every time",
        "snapshot=3&measure=clients_employed",
        "Units counted anew: 235, together 235. The figure is 235: they agree.",
    ):
        assert words in said
    sheet = fastexcel.read_excel(units).load_sheet(0, header_row=None).to_polars()
    counting = sum(row[-1] == "yes" for row in sheet.iter_rows())
    assert counting == 235


def test_units_are_the_team_s_and_a_trace_needs_no_registers(
    real: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    snapshot_of(real, GOOD, "2024-06-30")
    asked = ["trace", "employments", "--project", "koe", "--data", str(real.folder.parent)]
    assert main([*asked, "--units", str(tmp_path / "units.xlsx")]) == 2
    assert "for the team only" in capsys.readouterr().err
    assert main(["trace", "nobody", *asked[2:]]) == 2
    assert "There is no figure nobody" in capsys.readouterr().err
    folder = real.folder / "snapshots" / "000001"
    folder.chmod(0o755)
    remove(folder / "registers")
    assert main(asked) == 0
    said = capsys.readouterr().out
    assert said.startswith("Employments: 1 employment\nThis is the current figure")
    assert "The registers of this snapshot are not here." in said
    assert re.search(r"Digest of the source file \(SHA-256\): [0-9a-f]{64}", said)


def test_recomputing_says_where_the_queries_of_today_differ(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ["figures", "--project", "next-level", "--data", str(BUNDLED.parent)]
    assert main([*asked, "--snapshot", "1", "--recompute"]) == 0
    assert "Every figure of the whole project is the same." in capsys.readouterr().out
    assert main([*asked, "--add-edition"]) == 2
