"""The verbs of the command line, from an empty folder on."""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import fastexcel
import pytest

from mittaristo import project
from mittaristo.cli.main import main
from mittaristo.snapshots.reading import numbers
from tests.lib.builders import client, day, employment, make_project, marked_as_invented, write

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MITTARISTO_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("MITTARISTO_LANG", "en")
    monkeypatch.delenv("MITTARISTO_KEY_FILE", raising=False)


@pytest.fixture
def registers(tmp_path: Path) -> Path:
    rows = {"clients": [client("A")], "employments": [employment("1", "A", "2024-03-01")]}
    return write(tmp_path / "registers", rows, invented=False)


NEW = ["new", "koe", "--name", "Koe", "--starts", "2024-01-01", "--ends", "2025-12-31"]


def test_from_new_to_figures(registers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(NEW) == 0
    assert main(["check", str(registers), "--project", "koe"]) == 0
    published = ["publish", str(registers), "--project", "koe", "--as-of"]
    assert main([*published, "2024-03-31"]) == 0
    assert main([*published, "2024-06-30", "--dry-run"]) == 0
    assert main([*published, "2024-06-30"]) == 1, "the same rows again, and quiet ones"
    assert main([*published, "2024-06-30", "--accept-doubts"]) == 0
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
        "new": 1,
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
        assert out[1].startswith(
            "clients.csv, rows 2, 3, column client_id: another row has the same"
        )
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


DRY = {
    "en": [
        "What would change",
        "Against the newest snapshot, as of 31 Mar 2024.",
        "Rows added: 2, changed: 0, removed: 1",
        "  Clients. Rows added: 1, changed: 0, removed: 1",
        "  Employments. Rows added: 1, changed: 0, removed: 0",
        "  Persons employed: 1 → 2 (+1)",
        "Look at these first:",
        "  31 Dec 2027 is 401 days ahead. Is the date right?",
        "  Clients: rows that would be removed: 1 of 2 (50%).",
        "This could be published. Nothing was written.",
    ],
    "fi": [
        "Mikä muuttuisi",
        "Verrattuna uusimpaan tietopoimintaan, tilanne 31.3.2024.",
        "Rivejä lisätty: 2, muuttunut: 0, poistunut: 1",
        "  Asiakkaat. Rivejä lisätty: 1, muuttunut: 0, poistunut: 1",
        "  Työllistymiset. Rivejä lisätty: 1, muuttunut: 0, poistunut: 0",
        "  Työllistyneet: 1 → 2 (+1)",
        "Katso ensin nämä:",
        "  Päivään 31.12.2027 on vielä 401 päivää. Onko päivä oikein?",
        "  Asiakkaat: poistuvia rivejä 1 / 2 (50 %).",
        "Tämän voisi julkaista. Mitään ei kirjoitettu.",
    ],
}


@pytest.mark.parametrize("language", DRY)
def test_a_dry_run_says_what_would_change_and_what_is_suspicious(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    monkeypatch.setattr(project, "today", lambda: day("2026-11-25"))
    main(NEW)
    source = tmp_path / "registers"
    publish = ["publish", str(source), "--project", "koe", "--as-of"]
    work = employment("1", "A", "2024-03-01")
    write(source, {"clients": [client("A"), client("B")], "employments": [work]})
    assert main([*publish, "2024-03-31"]) == 0
    works = [work, employment("2", "C", "2024-04-01")]
    write(source, {"clients": [client("A"), client("C")], "employments": works})
    capsys.readouterr()
    assert main([*publish, "2027-12-31", "--dry-run", "--lang", language]) == 0
    said = capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert [line for line in said if line in DRY[language]] == DRY[language]
    assert numbers(tmp_path / "data" / "koe") == [1]


def test_a_day_far_ahead_is_pointed_out_when_it_is_published_too(
    registers: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "today", lambda: day("2024-06-30"))
    main(NEW)
    publish = ["publish", str(registers), "--project", "koe", "--as-of"]
    capsys.readouterr()
    assert main([*publish, "2024-07-31"]) == 0
    assert "ahead" not in capsys.readouterr().out
    assert main([*publish, "2024-08-31", "--accept-doubts"]) == 0
    assert "31 Aug 2024 is 62 days ahead. Is the date right?" in capsys.readouterr().out


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


WRONG_CALLS = [
    ([], "mittaristo: virhe: nämä puuttuvat: komento"),
    (["conquer"], "komento: 'conquer' ei ole mikään näistä: 'new', 'template', 'check',"),
    (["publish", "--project", "koe"], "nämä puuttuvat: REKISTERIT, --as-of"),
    (["publish", "x", "--purpose", "y"], "--purpose: 'y' ei ole mikään näistä: 'weekly',"),
    (["figures", "--project", "koe", "--snapshot", "x"], "--snapshot: tämä ei ole kokonaisluku."),
    (
        ["figures", "--project", "koe", "--as-of", "2024-01-01", "--snapshot", "1"],
        "--snapshot: ei käy yhdessä valitsimen --as-of kanssa",
    ),
    (["prune", "--project", "koe", "--reason", "x"], "yksi näistä tarvitaan: --before --all"),
    (["check", "x", "--project"], "--project: valitsimen perästä puuttuu arvo"),
    (["check", "x", "--project", "koe", "--bogus"], "näitä ei tunneta: --bogus"),
    (["publish", "x", "--new"], "--new-key: valitsimen perästä puuttuu arvo"),
    (["publish", "x", "--dry-run=1"], "--dry-run: valitsimelle ei anneta arvoa: '1'"),
    (["prune", "--project", "koe", "--"], "nämä puuttuvat: --reason"),
    (["publish", "x", "--p"], "--p voi tarkoittaa näitä: --project, --purpose"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG_CALLS)
def test_a_wrong_call_is_told_in_finnish(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    verb, others = arguments[:1], arguments[1:]
    with pytest.MonkeyPatch.context() as finnish:
        finnish.setenv("MITTARISTO_LANG", "fi" if verb in ([], ["conquer"]) else "en")
        assert main([*verb, *(["--lang", "fi"] if others else []), *others]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.startswith("käyttö: ")
    assert not {"error", "required", "choice", "argument"} & set(re.findall(r"\w+", err))


def test_help_is_all_in_the_reader_s_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", "--help", "--lang", "fi"]) == 0
    said = capsys.readouterr().out
    for words in ("käyttö: ", "mitä annetaan", "valitsimet", "näytä tämä ohje", "REKISTERIT"):
        assert words in said
    assert main(["publish", "--help", "--lang", "en"]) == 0
    assert "show this help message and exit" in capsys.readouterr().out


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
    marked_as_invented(registers)
    assert main(publish) == 0
    (registers / "invented.csv").unlink()
    key.write_bytes(kept)
    capsys.readouterr()
    assert main([*publish, "--accept-doubts"]) == 0
    assert "Snapshot 1 could not be compared with" in capsys.readouterr().out
    main(["snapshots", "--project", "koe"])
    lines = capsys.readouterr().out.splitlines()
    assert ["invented example data" in line for line in lines[1:]] == [True, False]


@pytest.mark.parametrize("verb", ["check", "publish"])
@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "fi",
            "clients.csv: hanke on merkitty keksityksi, mutta rekistereissä ei ole merkintää"
            " invented. Luo oikeille rekistereille oma hanke komennolla new.",
        ),
        (
            "en",
            "clients.csv: the project is marked as invented, but the registers are not."
            " Make a project of its own for real registers with: new.",
        ),
    ],
)
def test_registers_that_may_be_real_do_not_go_into_an_invented_project(
    tmp_path: Path,
    registers: Path,
    capsys: pytest.CaptureFixture[str],
    verb: str,
    language: str,
    said: str,
) -> None:
    """Everyone knows the key of invented data, and could undo the pseudonyms of real persons."""
    make_project(tmp_path / "data")
    command = [verb, str(registers), "--project", "koe", "--lang", language]
    command += ["--as-of", "2024-06-30"] if verb == "publish" else []
    assert main(command) == 1
    assert said in capsys.readouterr().out.splitlines()
    assert numbers(tmp_path / "data" / "koe") == []
    assert main([*command[:1], str(marked_as_invented(registers)), *command[2:]]) == 0


def test_invented_registers_in_a_real_project_are_said_to_be_invented(
    registers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(NEW)
    command = ["publish", str(marked_as_invented(registers)), "--project", "koe"]
    assert main([*command, "--as-of", "2024-06-30"]) == 0
    main(["snapshots", "--project", "koe"])
    main(["figures", "--project", "koe"])
    printed = capsys.readouterr().out
    assert "It is marked as invented example data on every page." in printed
    [line] = [line for line in printed.splitlines() if line.startswith("  000001 · ")]
    assert line.endswith(" · invented example data")
    assert "Invented example data." in printed
    main(["figures", "--project", "koe", "--json"])
    assert json.loads(capsys.readouterr().out)["synthetic"] is True


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


@pytest.mark.parametrize(
    "command", [["template"], ["example", "--clients", "20", "--as-of", "2025-01-31", "-o"]]
)
def test_a_file_that_cannot_be_written_is_a_sentence_with_its_path(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "nodir" / "registers.xlsx"
    assert main([*command, str(path), "--lang", "fi"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"Tiedostoa {path} ei voitu kirjoittaa. Onko sen kansio olemassa, ja saatko kirjoittaa"
        " sinne?\n"
    )


def test_problems_are_listed_though_their_report_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(NEW)
    faulty = write(tmp_path / "registers", {"clients": [client("A", "soon")]})
    path = tmp_path / "nodir" / "report.xlsx"
    capsys.readouterr()
    assert main(["check", str(faulty), "--project", "koe", "--report", str(path)]) == 1
    said = capsys.readouterr()
    assert "this is not a date." in said.out
    assert "Problems: 1." in said.out
    assert said.err.startswith(f"{path} could not be written.")


def test_the_same_fault_on_many_rows_is_told_once_with_its_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(NEW)
    rows = [client(f"A{number}", gender="T") for number in range(399)]
    rows[3]["municipality"] = rows[7]["municipality"] = "Atlantis"
    rows[5]["joined_on"] = "soon"
    source = write(tmp_path / "registers", {"clients": rows})
    report = tmp_path / "report.xlsx"
    capsys.readouterr()
    check = ["check", str(source), "--project", "koe", "--lang", "fi", "--report", str(report)]
    assert main(check) == 1
    gender, municipality, joined, rows_read, count, _ = capsys.readouterr().out.splitlines()
    assert rows_read == "Asiakkaat: rivejä 399"
    assert gender.startswith(
        "clients.csv, rivit 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 … (399 riviä), sarake gender:"
    )
    assert municipality.startswith("clients.csv, rivit 5, 9, sarake municipality:")
    assert joined.startswith("clients.csv, rivi 7, sarake joined_on:")
    assert count == "Ongelmia: 402."
    listed = fastexcel.read_excel(report).load_sheet(0).to_polars()
    assert listed.height == 402


class Terminal(io.StringIO):
    """A stream at which somebody looks."""

    def isatty(self) -> bool:
        return True


def test_publishing_tells_whoever_looks_on_how_far_it_is(registers: Path) -> None:
    assert main(NEW) == 0
    publish = ["publish", str(registers), "--project", "koe", "--as-of", "2024-03-31", "--dry-run"]
    publish.append("--any-size")
    seen, piped = Terminal(), io.StringIO()
    for stream in (seen, piped):
        with contextlib.redirect_stderr(stream):
            assert main(publish) == 0
    assert seen.getvalue().splitlines() == [
        f"Reading: {registers}",
        "Checking the rows",
        "Counting what would change",
    ]
    assert piped.getvalue() == ""
