"""The verbs of the command line, from an empty folder on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mittaristo.__main__ import main
from mittaristo.store import numbers
from tests.builders import client, employment, write

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MITTARISTO_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("MITTARISTO_LANG", "en")
    monkeypatch.delenv("MITTARISTO_KEY_FILE", raising=False)


@pytest.fixture
def registers(tmp_path: Path) -> Path:
    rows = {"clients": [client("A")], "employments": [employment("1", "A", "2024-03-01")]}
    return write(tmp_path / "registers", rows)


NEW = ["new", "koe", "--name", "Koe", "--starts", "2024-01-01", "--ends", "2025-12-31"]


def test_from_new_to_figures(registers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(NEW) == 0
    assert main(["check", str(registers), "--project", "koe"]) == 0
    published = ["publish", str(registers), "--project", "koe", "--as-of"]
    assert main([*published, "2024-03-31"]) == 0
    assert main([*published, "2024-06-30", "--dry-run"]) == 0
    assert main([*published, "2024-06-30"]) == 0
    assert main(["snapshots", "--verify"]) == 0
    capsys.readouterr()
    assert main(["figures", "--project", "koe", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["project"], answer["as_of"], answer["snapshot"]) == ("koe", "2024-06-30", 2)
    assert answer["synthetic"] is False
    assert set(answer) == {
        "project",
        "as_of",
        "snapshot",
        "synthetic",
        "left_out",
        "measures",
        "indicators",
        "checks",
    }
    row = next(row for row in answer["measures"] if row["id"] == "clients_employed")
    assert row == {
        "id": "clients_employed",
        "from": "2024-01-01",
        "to": "2024-06-30",
        "value": 1,
        "unit": "persons",
        "target": None,
        "published": None,
        "difference": None,
    }
    assert main(["figures", "--project", "koe", "--as-of", "2024-05-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["snapshot"] == 1


def test_registers_with_errors_publish_nothing(
    tmp_path: Path, registers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(NEW)
    write(registers, {"clients": [client("A", "soon"), client("A")]})
    capsys.readouterr()
    for verb in (["check"], ["publish", "--as-of", "2024-06-30"]):
        assert main([verb[0], str(registers), "--project", "koe", *verb[1:]]) == 1
        out = capsys.readouterr().out.splitlines()
        assert out[0].startswith("clients.csv, row 2, column joined_on: this is not a date. Write")
        assert out[1].startswith("clients.csv, row 2, column client_id: another row has the same")
        assert out[2].startswith("clients.csv, row 3, column client_id: another row has the same")
    assert numbers(tmp_path / "data" / "koe") == []


def test_the_reader_chooses_the_language(
    registers: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(NEW)
    write(registers, {"clients": [client("A", "soon")]})
    capsys.readouterr()
    arguments = ["check", str(registers), "--project", "koe"]
    main([*arguments, "--lang", "fi"])
    assert (
        "clients.csv, rivi 2, sarake joined_on: tämä ei ole päivämäärä." in capsys.readouterr().out
    )
    monkeypatch.delenv("MITTARISTO_LANG")
    monkeypatch.setenv("LC_ALL", "fi_FI.UTF-8")
    main(arguments)
    assert "rivi 2" in capsys.readouterr().out


USAGE = [
    [],
    ["conquer"],
    ["publish", "x"],
    ["publish", "x", "--project", "koe", "--as-of", "30.4.2026"],
    ["check", "x", "--project", "nobody"],
    ["figures", "--project", "nobody"],
    ["figures", "--project", "koe", "--as-of", "2024-01-01", "--snapshot", "1"],
    ["new", "Iso Nimi"],
    ["new", "koe"],
    ["new", "../outside"],
    ["example", "--clients", "0", "-o", "x"],
    ["example", "--as-of", "2031-01-01", "-o", "x"],
]


@pytest.mark.parametrize("arguments", USAGE)
def test_a_wrong_call_is_told_apart_from_a_refusal(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    main(NEW)
    assert main(arguments) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config", "data"]


def test_real_registers_need_their_key_and_invented_ones_do_not(
    tmp_path: Path, registers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(NEW)
    publish = ["publish", str(registers), "--project", "koe", "--as-of", "2024-06-30"]
    key = tmp_path / "config" / "mittaristo" / "koe.key"
    kept = key.read_bytes()
    key.unlink()
    assert main(publish) == 1
    assert str(key) in capsys.readouterr().err
    assert numbers(tmp_path / "data" / "koe") == []
    (registers / "invented.csv").write_text("note\nmade up\n")
    assert main(publish) == 0
    (registers / "invented.csv").unlink()
    key.write_bytes(kept)
    capsys.readouterr()
    assert main(publish) == 0
    assert "Snapshot 1 could not be compared with" in capsys.readouterr().out
    main(["snapshots", "--project", "koe"])
    lines = capsys.readouterr().out.splitlines()
    assert ["invented example data" in line for line in lines[1:]] == [True, False]


@pytest.mark.parametrize("output", ["registers", "registers.xlsx"])
def test_an_example_goes_through_new_and_publish(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], output: str
) -> None:
    path = str(tmp_path / output)
    assert main(["example", "--clients", "60", "--seed", "5", "-o", path]) == 0
    assert main(["new", "big"]) == 0
    assert main(["publish", path, "--project", "big", "--as-of", "2026-04-30"]) == 0
    capsys.readouterr()
    main(["figures", "--project", "big", "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert answer["synthetic"] is True
    joined = next(row for row in answer["measures"] if row["id"] == "clients_joined")
    assert joined["value"] == 60


def test_it_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mittaristo", "figures", "--project", "next-level", "--json"],
        cwd=ROOT,
        env={**os.environ, "MITTARISTO_DATA": str(ROOT / "data")},
        capture_output=True,
        check=True,
        text=True,
    )
    assert json.loads(done.stdout)["synthetic"] is True


def test_an_example_never_overwrites_what_is_no_example(tmp_path: Path, registers: Path) -> None:
    kept = (registers / "clients.csv").read_bytes()
    assert main(["example", "-o", str(registers)]) == 2
    assert (registers / "clients.csv").read_bytes() == kept
    again = ["example", "--clients", "5", "-o", str(tmp_path / "again")]
    assert [main(again), main(again)] == [0, 0]


def test_a_project_is_made_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    monkeypatch.setenv("MITTARISTO_KEY_FILE", str(blocked / "koe.key"))
    assert main(NEW) == 1
    assert not (tmp_path / "data").exists()
    monkeypatch.delenv("MITTARISTO_KEY_FILE")
    assert main([*NEW, "--name", "a\x7fb"]) == 2
    assert main([*NEW, "--name", "\udcff"]) == 2
    assert main(NEW) == 0
    assert (tmp_path / "config" / "mittaristo" / "koe.key").exists()
    (tmp_path / "data" / "toinen").mkdir()
    (tmp_path / "data" / "toinen" / "project.toml").write_text("name = ")
    capsys.readouterr()
    assert main(["snapshots"]) == 1
    assert "Koe" in capsys.readouterr().out
