"""A copy for readers without persons, and a backup that comes back as it was."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from mittaristo.cli.main import main
from mittaristo.project import Project
from mittaristo.snapshots import reading, verification
from tests.lib.builders import GOOD, client, snapshot_of
from tests.lib.store import tamper


@pytest.fixture(autouse=True)
def _own_folder(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MITTARISTO_DATA", str(data))


def published(project: Project, *days: str, weekly: str = "") -> None:
    for day in days:
        snapshot_of(project, GOOD, day, "weekly" if day == weekly else "meeting")


def shared(target: Path) -> Path:
    assert main(["share", str(target), "--project", "koe"]) == 0
    return target / "koe"


def faults(project: Path) -> list[int]:
    return [one.number for one in verification.verify(project) if one.fault]


def every_byte(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_copy_has_the_figures_that_everyone_sees_and_verifies(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published(project, "2024-03-31", "2024-04-30", "2024-06-30", weekly="2024-04-30")
    copy = shared(tmp_path / "public")
    assert reading.numbers(copy) == [1, 3]
    assert not list(copy.rglob("registers"))
    assert faults(copy) == []
    for number in (1, 3):
        there = reading.open_snapshot(copy, number).manifest
        assert there == reading.open_snapshot(project.folder, number).manifest
    assert "1, 3" in capsys.readouterr().out


def test_a_second_time_only_what_is_new_is_brought(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published(project, "2024-03-31")
    copy = shared(tmp_path)
    before = every_byte(copy / "snapshots")
    published(project, "2024-06-30")
    capsys.readouterr()
    shared(tmp_path)
    assert "tuotu: 2." in capsys.readouterr().out
    assert before.items() <= every_byte(copy / "snapshots").items()
    assert faults(copy) == []


def test_what_was_lost_or_exchanged_in_a_copy_is_noticed_and_mended(
    project: Project, tmp_path: Path
) -> None:
    published(project, "2024-03-31", "2024-06-30")
    copy = shared(tmp_path)
    shutil.rmtree(copy / "snapshots" / "000002")
    assert faults(copy) == [2]
    tamper(copy / "snapshots" / "000001" / "figures" / "values.parquet", b"")
    assert faults(copy) == [1, 2]
    (copy / "copied.json").write_text("{}")
    assert faults(copy) == [1, 0]  # nothing vouches for what is there
    shared(tmp_path)
    assert faults(copy) == []


def test_a_copy_is_neither_published_into_nor_made_over_a_store(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published(project, "2024-03-31")
    copy = shared(tmp_path)
    given = ["publish", str(tmp_path), "--project", "koe", "--data", str(tmp_path)]
    assert main([*given, "--as-of", "2024-06-30"]) == 1
    (copy / "copied.json").unlink()
    assert main(["share", str(tmp_path), "--project", "koe"]) == 2
    assert "ei ole kopio" in capsys.readouterr().err
    assert main(["share", str(project.folder.parent), "--project", "koe"]) == 2
    assert main(["share"]) == 2


def test_a_damaged_snapshot_is_not_copied(project: Project, tmp_path: Path) -> None:
    published(project, "2024-03-31")
    tamper(project.folder / "snapshots" / "000001" / "figures" / "values.parquet", b"")
    assert main(["share", str(tmp_path / "public"), "--project", "koe"]) == 1
    assert not (tmp_path / "public").exists()


def test_no_id_of_a_row_is_in_a_copy(real: Project, tmp_path: Path) -> None:
    snapshot_of(real, {"clients": [client("KANARIA-1")]}, "2024-06-30")
    [pseudonym] = reading.open_snapshot(real.folder, 1).registers()["clients"]["client_id"]
    assert main(["share", str(tmp_path / "public"), "--project", real.id]) == 0
    copy = tmp_path / "public" / real.id
    tables = reading.open_snapshot(copy, 1).figures.tables.values()
    values = {str(value) for table in tables for column in table for value in column}
    texts = b"".join(content for content in every_byte(copy).values() if b"PAR1" not in content)
    assert not {"KANARIA-1", pseudonym} & values
    assert b"KANARIA-1" not in texts
    assert pseudonym.encode() not in texts


def test_a_backup_comes_back_byte_by_byte_and_holds_no_key(
    project: Project, tmp_path: Path, data: Path
) -> None:
    published(project, "2024-03-31", "2024-06-30")
    file, before = tmp_path / "koe.zip", every_byte(project.folder)
    assert main(["backup", str(file), "--project", "koe"]) == 0
    assert main(["backup", str(file), "--project", "koe"]) == 2
    assert main(["restore", str(file), "--project", "koe"]) == 2
    project.folder.rename(tmp_path / "lost")
    assert main(["restore", str(file), "--project", "koe"]) == 0
    assert every_byte(data / "koe") == before
    assert faults(data / "koe") == []
    assert file.stat().st_mode & 0o077 == 0
    published(project, "2024-08-31")


@pytest.mark.parametrize("how", ["changed", "cut", "outside", "none"])
def test_a_backup_that_is_not_whole_restores_nothing(
    project: Project, tmp_path: Path, data: Path, how: str
) -> None:
    published(project, "2024-03-31")
    file = tmp_path / "koe.zip"
    assert main(["backup", str(file), "--project", "koe"]) == 0
    with zipfile.ZipFile(file) as read:
        files = {name: read.read(name) for name in read.namelist()}
    if how == "changed":
        files["project.toml"] += b" "
    if how == "outside":
        told = json.loads(files["backup.json"])
        told["files"]["../outside"] = told["files"]["project.toml"]
        files = {**files, "../outside": files["project.toml"]}
        files["backup.json"] = json.dumps(told).encode()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    if how == "cut":
        file.write_bytes(file.read_bytes()[:-200])
    if how == "none":
        file.unlink()
    before = sorted(data.iterdir())
    assert main(["restore", str(file), "--project", "toinen"]) != 0
    assert sorted(data.iterdir()) == before
