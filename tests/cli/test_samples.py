"""The verb `sample`: units of a figure, drawn so that they can be drawn again."""

import hashlib
import json
from pathlib import Path
from typing import Any

import fastexcel
import pytest

from mittaristo.cli.main import main
from mittaristo.project import Project
from mittaristo.snapshots import reading
from tests.lib.builders import Tables, client, employment, snapshot_of, write

JOBS: Tables = {
    "clients": [client(f"C{n:02}") for n in range(12)],
    "employments": [
        employment(f"W{n:02}", f"C{n % 9:02}", f"2024-02-{n + 10}", evidence="contract")
        for n in range(12)
    ],
}


def rows_of(path: Path) -> list[dict[str, Any]]:
    table = fastexcel.read_excel(path).load_sheet("Sample", header_row=4).to_polars()
    return table.rows(named=True)


@pytest.fixture
def given(project: Project, data: Path) -> list[str]:
    snapshot_of(project, JOBS, "2024-03-31")
    snapshot_of(project, JOBS, "2024-06-30")
    return ["--data", str(data), "--project", project.id, "--snapshot", "1", "--lang", "en"]


def test_the_same_seed_and_snapshot_give_the_same_draw_by_a_rule_that_anyone_can_follow(
    given: list[str], project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, seed in (("a", "7"), ("b", "7"), ("c", "8")):
        out = str(tmp_path / f"{name}.xlsx")
        assert (
            main(["sample", "employments", *given, "--size", "5", "--seed", seed, "-o", out]) == 0
        )
    assert "Drawn 5 of 12 with seed 7" in capsys.readouterr().out
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    log = (project.folder / "samples.jsonl").read_text().splitlines()
    assert [json.loads(line)["seed"] for line in log] == [7, 7, 8]
    assert json.loads(log[0]).items() >= {"snapshot": 1, "drawn": 5, "of": 12}.items()
    assert "W0" not in "".join(log)
    drawn = [row["Unit"] for row in rows_of(tmp_path / "a.xlsx")]
    assert drawn == [row["Employment id"] for row in rows_of(tmp_path / "a.xlsx")]
    assert drawn != [row["Unit"] for row in rows_of(tmp_path / "c.xlsx")]
    snapshot = reading.open_snapshot(project.folder, 1)
    digest = snapshot.manifest.digests["registers"]
    lots = {
        hashlib.sha256(f"7:{digest}:employments:{unit}".encode()).hexdigest(): unit
        for unit in snapshot.registers()["employments"]["employment_id"]
    }
    assert drawn == [lots[lot] for lot in sorted(lots)[:5]]


def test_own_ids_are_found_in_the_source_and_the_evidence_stands_beside(
    given: list[str], tmp_path: Path
) -> None:
    source, out = write(tmp_path / "own", JOBS), tmp_path / "s.xlsx"
    drawing = ["sample", "clients_employed", *given, "--size", "50", "--source", str(source)]
    assert main([*drawing, "-o", str(out)]) == 0
    rows = rows_of(out)
    assert {row["Own id"] for row in rows} == {f"C{n:02}" for n in range(9)}
    assert all(row["Employment id"] == f"W{row['Own id'][1:]}" for row in rows)
    assert {row["Evidence"] for row in rows} == {"Contract"}
    assert rows[0]["Finding"] is None
    drawing[1] = "clients_joined"
    assert main([*drawing, "-o", str(tmp_path / "c.xlsx")]) == 0
    told = ["No.", "Unit", "Own id", "Counts from", "Checked on", "Finding"]
    assert list(rows_of(tmp_path / "c.xlsx")[0]) == told


def test_without_registers_measure_or_size_there_is_no_draw(
    given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["-o", str(tmp_path / "s.xlsx")]
    assert main(["sample", "nothing", *given, "--size", "5", *out]) == 2
    assert "There is no figure nothing to draw from" in capsys.readouterr().err
    assert main(["sample", "employments", *given, "--size", "0", *out]) == 2
    assert not (tmp_path / "s.xlsx").exists()


def test_own_ids_of_a_real_project_take_the_key_that_its_snapshot_was_made_with(
    real: Project, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    snapshot_of(real, JOBS, "2024-06-30")
    source, out = write(tmp_path / "own", JOBS, invented=False), tmp_path / "s.xlsx"
    drawing = ["sample", "employments", "--data", str(data), "--project", real.id, "--lang", "en"]
    drawing += ["--size", "3", "--source", str(source), "-o"]
    assert main([*drawing, str(out)]) == 0
    assert all(
        row["Own id"] in {job["employment_id"] for job in JOBS["employments"]}
        for row in rows_of(out)
    )
    (tmp_path / "koe.key").chmod(0o600)
    (tmp_path / "koe.key").write_text("k" * 40)
    assert main([*drawing, str(tmp_path / "other.xlsx")]) == 2
    assert "was made with another key" in capsys.readouterr().err
    assert not (tmp_path / "other.xlsx").exists()
