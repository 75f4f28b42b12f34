"""Snapshots are written once, verified at every reading, and never changed."""

import datetime as dt
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mittaristo.messages.refusals import Refusal
from mittaristo.project import Project
from mittaristo.publishing.preview import publish_told
from mittaristo.publishing.publish import prepare
from mittaristo.snapshots import manifest as manifest_
from mittaristo.snapshots import reading
from mittaristo.snapshots.manifest import Damaged
from mittaristo.snapshots.reading import open_snapshot
from mittaristo.snapshots.selection import choose
from mittaristo.snapshots.verification import verify
from tests.lib.builders import (
    GOOD,
    SMALL,
    day,
    make_project,
    publish_rows,
    snapshot_of,
    write,
)
from tests.lib.store import tamper


@pytest.fixture
def two(project: Project) -> Project:
    """A project with snapshots of 31.3. and 30.6.2024."""
    snapshot_of(project, SMALL, "2024-03-31")
    snapshot_of(project, SMALL, "2024-06-30")
    return project


def files(project: Project, number: int) -> dict[str, bytes]:
    folder = reading.folder_of(project.folder, number)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_registers_give_the_same_bytes_in_two_empty_stores(tmp_path: Path) -> None:
    contents = []
    for name in ("one", "two"):
        (tmp_path / name / "data").mkdir(parents=True)
        project = make_project(tmp_path / name / "data")
        tables = {table: rows if name == "one" else rows[::-1] for table, rows in GOOD.items()}
        assert publish_rows(project, tables, "2024-06-30").published
        contents.append(
            {
                file: content
                for file, content in files(project, 1).items()
                if file != manifest_.MANIFEST
            }
        )
    assert contents[0] == contents[1]
    assert any(name.endswith(".parquet") for name in contents[0])


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.long)])
def test_one_flipped_bit_in_any_file_is_noticed_and_the_one_before_is_chosen(
    two: Project, step: int
) -> None:
    folder = reading.folder_of(two.folder, 2)
    for name, content in list(files(two, 2).items())[::step]:
        for position in {0, len(content) // 3, len(content) // 2, len(content) - 1}:
            flipped = bytearray(content)
            flipped[position] ^= 1 << (position % 8)
            tamper(folder / name, bytes(flipped))
            with pytest.raises(Damaged):
                open_snapshot(two.folder, 2)
            choice = choose(two.folder, team=False)
            assert choice.damaged == (2,)
            assert choice.snapshot
            assert choice.snapshot.manifest.number == 1
            assert [entry.fault is not None for entry in verify(two.folder)] == [False, True]
        tamper(folder / name, content)
    assert choose(two.folder, team=False).damaged == ()


def test_a_missing_or_a_foreign_file_is_noticed(two: Project) -> None:
    folder = reading.folder_of(two.folder, 2)
    folder.chmod(0o755)
    (folder / "figures").chmod(0o755)
    (folder / "figures" / "months.parquet").rename(folder / "figures" / "moved.parquet")
    with pytest.raises(Damaged):
        open_snapshot(two.folder, 2)
    (folder / "figures" / "moved.parquet").rename(folder / "figures" / "months.parquet")
    (folder / "notes.txt").write_text("hello")
    assert verify(two.folder)[1].file == "notes.txt"


def test_figures_alone_verify_and_registers_without_one_table_do_not(two: Project) -> None:
    folder = reading.folder_of(two.folder, 2)
    folder.chmod(0o755)
    (folder / "registers").chmod(0o755)
    (folder / "registers" / "clients.parquet").unlink()
    with pytest.raises(Damaged):
        open_snapshot(two.folder, 2)
    shutil.rmtree(folder / "registers")
    assert open_snapshot(two.folder, 2).figures["values"].height > 0
    assert verify(two.folder)[1].figures_only


def test_a_snapshot_in_the_place_of_another_is_noticed(two: Project) -> None:
    snapshots = reading.snapshots_folder(two.folder)
    shutil.copytree(snapshots / "000001", snapshots / "000003")
    assert choose(two.folder, team=False).damaged == (3,)
    shutil.rmtree(snapshots / "000003")
    shutil.rmtree(snapshots / "000001")
    assert verify(two.folder)[0].fault == "earlier snapshots are missing"


def test_the_current_snapshot_is_the_newest_day_then_the_highest_number(two: Project) -> None:
    assert publish_rows(two, SMALL, "2024-06-30").published
    chosen = {
        question: choose(two.folder, team=False, **asked).snapshot  # type: ignore[arg-type]
        for question, asked in {
            "now": {},
            "in May": {"as_of": dt.date(2024, 5, 15)},
            "the second": {"number": 2},
            "too early": {"as_of": dt.date(2024, 1, 1)},
        }.items()
    }
    assert {
        question: snapshot.manifest.number if snapshot else None
        for question, snapshot in chosen.items()
    } == {"now": 3, "in May": 1, "the second": 2, "too early": None}


def test_a_weekly_snapshot_is_for_the_team_only(two: Project) -> None:
    assert publish_rows(two, SMALL, "2024-07-07", "weekly").published
    for team, number in ((True, 3), (False, 2)):
        snapshot = choose(two.folder, team=team).snapshot
        assert snapshot
        assert snapshot.manifest.number == number
    assert choose(two.folder, team=False, number=3).snapshot is None


def test_the_as_of_date_never_goes_back(two: Project) -> None:
    before = files(two, 1), files(two, 2)
    with pytest.raises(Refusal):
        publish_rows(two, SMALL, "2024-06-29")
    assert reading.numbers(two.folder) == [1, 2]
    assert (files(two, 1), files(two, 2)) == before


@pytest.mark.long
def test_a_disk_that_fails_leaves_everything_as_it_was(
    two: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(two, 2)
    real = os.fsync
    for failing in range(8):
        calls = iter(range(1000))

        def fsync(handle: int, calls: object = calls, failing: int = failing) -> None:
            if next(calls) == failing:  # type: ignore[call-overload]
                raise OSError(5, "Input/output error")
            real(handle)

        monkeypatch.setattr(os, "fsync", fsync)
        with pytest.raises(Refusal, match="Input/output"):
            publish_rows(two, SMALL, "2024-09-30")
        monkeypatch.undo()
        assert reading.numbers(two.folder) == [1, 2]
        assert files(two, 2) == before
        assert not list((two.folder / ".staging").glob("*"))
    assert publish_rows(two, SMALL, "2024-09-30").published


def test_publishers_at_the_same_time_take_one_number_each(project: Project, tmp_path: Path) -> None:
    source = write(tmp_path / "registers", SMALL)
    numbers = []

    def one() -> None:
        as_of = day("2024-06-30")
        prepared = prepare(source, project, as_of)
        *_told, published = publish_told(prepared, "meeting", as_of, accepted=True)
        assert published
        numbers.append(published.number)

    threads = [threading.Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [1, 2, 3]
    assert all(entry.fault is None for entry in verify(project.folder))


def test_what_a_killed_publisher_left_behind_is_cleared_and_never_shown(two: Project) -> None:
    left = two.folder / ".staging" / "abc" / "figures"
    left.mkdir(parents=True)
    (left / "values.parquet").write_bytes(b"half")
    assert reading.numbers(two.folder) == [1, 2]
    assert publish_rows(two, SMALL, "2024-09-30").published
    assert not left.exists()


def test_a_published_snapshot_is_read_only(two: Project) -> None:
    for path in reading.folder_of(two.folder, 2).rglob("*"):
        assert path.stat().st_mode & 0o222 == 0


def test_a_manifest_that_is_mended_takes_its_place_again(two: Project) -> None:
    manifest = reading.folder_of(two.folder, 2) / manifest_.MANIFEST
    content = manifest.read_bytes()
    tamper(manifest, b"{}")
    assert publish_rows(two, SMALL, "2024-03-31").published
    tamper(manifest, content)
    snapshot = choose(two.folder, team=False).snapshot
    assert snapshot
    assert snapshot.manifest.number == 2
    assert verify(two.folder)[2].fault == "its date is before that of the snapshot it follows"


def test_a_manifest_sealed_anew_over_other_digests_is_damaged(two: Project) -> None:
    written = dict(reading.read_manifest(two.folder, 2).written)
    for change in (
        {"digests": {**written["digests"], "figures": "0" * 64}},
        {"version": 99},
        {"as_of": None},
    ):
        forged = {**written, **change}
        forged["digests"] = {**forged["digests"], "manifest": manifest_.manifest_digest(forged)}
        tamper(reading.folder_of(two.folder, 2) / manifest_.MANIFEST, manifest_.canonical(forged))
        with pytest.raises(Damaged):
            reading.read_manifest(two.folder, 2)


@pytest.mark.parametrize("name", ["1", "²", "000001x", "0000001"])
def test_a_folder_with_another_kind_of_name_is_no_snapshot(two: Project, name: str) -> None:
    (reading.snapshots_folder(two.folder) / name).mkdir()
    assert reading.numbers(two.folder) == [1, 2]


def test_a_mistyped_year_is_asked_about(two: Project) -> None:
    with pytest.raises(Refusal, match="2062"):
        publish_rows(two, SMALL, "2062-06-30")
    assert publish_rows(two, SMALL, "2026-03-31").published


def test_what_its_owner_alone_may_read_stays_so(project: Project) -> None:
    before = os.umask(0o077)
    try:
        publish_rows(project, GOOD, "2024-06-30")
    finally:
        os.umask(before)
    folder = reading.folder_of(project.folder, 1)
    assert all(path.stat().st_mode & 0o077 == 0 for path in [folder, *folder.rglob("*")])


def test_publishers_in_processes_of_their_own_take_one_number_each(
    project: Project, tmp_path: Path
) -> None:
    source = write(tmp_path / "registers", SMALL)
    command = [sys.executable, "-m", "mittaristo", "publish", str(source), "--project", project.id]
    command += ["--as-of", "2024-06-30", "--data", str(project.folder.parent), "--accept-doubts"]
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(3)]
    assert [publisher.wait(timeout=60) for publisher in running] == [0, 0, 0]
    assert reading.numbers(project.folder) == [1, 2, 3]
    assert all(entry.fault is None for entry in verify(project.folder))
