"""Rows of persons can be erased; what was published from them stays, byte for byte."""

import errno
import itertools
import json
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from mittaristo.cli.main import main
from mittaristo.project import Project, load
from mittaristo.snapshots import manifest as manifest_
from mittaristo.snapshots import reading, retention, writing
from tests.lib.builders import (
    SMALL,
    make_project,
    publish_rows,
    snapshot_of,
    write,
)
from tests.lib.faults import Mortals, trace, watched
from tests.lib.store import assert_all_verify, failing, prints, remove

WHY = "Määräaika on umpeutunut"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Snapshots as of 31.3., 30.6. and 30.9.2024."""
    data = tmp_path_factory.mktemp("kept") / "data"
    data.mkdir()
    project = make_project(data)
    for as_of in ("2024-03-31", "2024-06-30", "2024-09-30"):
        snapshot_of(project, SMALL, as_of)
    return data


@pytest.fixture(scope="module")
def mortals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mortals]:
    made = Mortals(tmp_path_factory.mktemp("said") / "said", {})
    yield made
    made.close()


def copied(kept: Path, tmp_path: Path) -> Project:
    remove(tmp_path / "data")
    shutil.copytree(kept, tmp_path / "data")
    return load(tmp_path / "data" / "koe")


@pytest.fixture
def three(kept: Path, tmp_path: Path) -> Project:
    return copied(kept, tmp_path)


def prunes(project: Project, *which: str, why: str = WHY) -> list[str]:
    command = ["prune", "--project", project.id, "--data", str(project.folder.parent)]
    return [*command, "--lang", "en", "--reason", why, *which]


ALL_BUT_NEWEST = ("--all-but-newest", "--yes")


def with_rows(project: Project) -> list[int]:
    return [
        number
        for number in reading.numbers(project.folder)
        if (reading.folder_of(project.folder, number) / "registers").is_dir()
    ]


def everything(project: Project) -> dict[str, tuple[int, bytes]]:
    """Every file and folder of the project, with its rights."""
    return {
        path.relative_to(project.folder).as_posix(): (
            path.stat().st_mode,
            b"" if path.is_dir() else path.read_bytes(),
        )
        for path in project.folder.rglob("*")
    }


@pytest.mark.parametrize(
    ("which", "left"),
    [
        (("--all-but-newest",), [3]),
        (("--before", "2024-06-30"), [2, 3]),
        (("--before", "2024-07-01"), [3]),
        (("--before", "2025-01-01"), []),
    ],
)
def test_registers_go_and_every_other_byte_stays(
    three: Project, which: tuple[str, ...], left: list[int]
) -> None:
    before = everything(three)
    assert main(prunes(three, *which, "--yes")) == 0
    after = everything(three)
    assert with_rows(three) == left
    gone = {
        path
        for path in before
        if "/registers" in path and int(path.split("/")[1]) in {1, 2, 3} - set(left)
    }
    assert set(before) - set(after) == gone
    assert set(after) - set(before) == {retention.LOG}
    assert {path: after[path] for path in set(before) - gone} == {
        path: before[path] for path in set(before) - gone
    }
    assert_all_verify(three)


def test_without_yes_it_only_says_what_it_would_erase(
    three: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(three)
    assert main(prunes(three, "--all-but-newest")) == 1
    assert capsys.readouterr().out.splitlines() == [
        "The registers of these snapshots would be erased for good: 1, 2.",
        "Nothing was erased. Add --yes to erase them.",
    ]
    assert everything(three) == before


def test_it_is_written_down_and_said_in_the_list(
    three: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = reading.folder_of(three.folder, 2)
    folder.chmod(0o755)
    shutil.move(folder / "registers", three.folder.parent.parent / "elsewhere")
    assert main(prunes(three, *ALL_BUT_NEWEST)) == 0
    assert main(prunes(three, *ALL_BUT_NEWEST)) == 1
    capsys.readouterr()
    (line,) = (three.folder / retention.LOG).read_text(encoding="utf-8").splitlines()
    written = json.loads(line)
    assert (written["snapshots"], written["reason"]) == ([1], WHY)
    on = retention.erased_on(three.folder)
    assert list(on) == [1]
    assert written["at"].startswith(on[1].isoformat())
    listing = ["snapshots", "--project", three.id, "--data", str(three.folder.parent)]
    main([*listing, "--lang", "en"])
    lines = capsys.readouterr().out.splitlines()[1:]
    assert ["registers erased on" in one for one in lines] == [True, False, False]
    assert main([*listing, "--lang", "en", "--verify"]) == 0
    first, second, third = capsys.readouterr().out.splitlines()[1:]
    assert "registers erased on" in first
    assert first.endswith(" · verified")
    assert second.endswith("figures verified, registers not here")
    assert third.endswith(" · verified")


def test_the_next_publisher_says_what_it_cannot_compare_with(
    three: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(prunes(three, "--before", "2024-06-01", "--yes")) == 0
    source = write(three.folder.parent.parent / "registers", SMALL)
    command = ["publish", str(source), "--project", three.id, "--as-of", "2024-12-31"]
    command += ["--accept-doubts"]
    capsys.readouterr()
    assert main([*command, "--data", str(three.folder.parent), "--lang", "en"]) == 0
    said = [line for line in capsys.readouterr().out.splitlines() if "compared" in line]
    assert len(said) == 1
    assert (
        said[0]
        .strip()
        .startswith("Snapshot 1 could not be compared with: it is damaged, has no reg")
    )
    changes = reading.open_snapshot(three.folder, 4).figures["changes"]
    assert set(changes["since_snapshot"]) == {2, 3}


@pytest.mark.parametrize(
    "why", ["", "  ", "Asiakas pyysi: 131052-308T", "aino@example.org pyysi", "soitti 040 123 4567"]
)
def test_a_reason_is_needed_and_names_nobody(
    three: Project, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(three)
    assert main(prunes(three, *ALL_BUT_NEWEST, why=why)) == 1
    assert "eason" in capsys.readouterr().err
    assert everything(three) == before


def test_what_is_missing_in_the_call_is_a_matter_of_usage(three: Project) -> None:
    command = ["prune", "--project", three.id, "--data", str(three.folder.parent)]
    assert main([*command, "--reason", WHY, "--yes"]) == 2
    assert main([*command, "--all-but-newest", "--yes"]) == 2
    assert main([*command, "--before", "2024-01-01", *ALL_BUT_NEWEST, "--reason", WHY]) == 2
    assert with_rows(three) == [1, 2, 3]


def test_a_damaged_snapshot_is_left_and_said(
    three: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """The newest that verifies is kept, and what is damaged is for people to look at."""
    folder = reading.folder_of(three.folder, 3)
    (folder / "figures" / "values.parquet").chmod(0o644)
    (folder / "figures" / "values.parquet").write_bytes(b"")
    manifest = reading.folder_of(three.folder, 1) / manifest_.MANIFEST
    manifest.chmod(0o644)
    manifest.write_bytes(b"")
    assert main(prunes(three, *ALL_BUT_NEWEST)) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "There are no registers to erase."
    assert [line.split(":")[0] for line in said[1:]] == [
        "Snapshot 1 is damaged",
        "Snapshot 3 is damaged",
    ]
    assert with_rows(three) == [1, 2, 3]
    assert main(prunes(three, "--before", "2025-01-01", "--yes")) == 1
    assert with_rows(three) == [1]


def test_rows_behind_a_link_are_not_taken_for_erased(three: Project) -> None:
    folder = reading.folder_of(three.folder, 1)
    folder.chmod(0o755)
    elsewhere = three.folder.parent.parent / "elsewhere"
    shutil.move(folder / "registers", elsewhere)
    (folder / "registers").symlink_to(elsewhere)
    assert main(prunes(three, *ALL_BUT_NEWEST)) == 1
    assert elsewhere.is_dir()
    assert (folder / "registers").is_symlink()
    assert with_rows(three) == [1, 3]


@pytest.mark.parametrize("torn", [b"", b'{"at": "2024-', b"[]\n", b"null", b'{"at": 1}\n', b"\xff"])
def test_a_line_that_was_cut_off_explains_nothing_and_hinders_nothing(
    three: Project, torn: bytes
) -> None:
    (three.folder / retention.LOG).write_bytes(torn)
    assert main(prunes(three, *ALL_BUT_NEWEST)) == 0
    assert (three.folder / retention.LOG).read_bytes().startswith(torn)
    assert list(retention.erased_on(three.folder)) == [1, 2]


def test_what_goes_is_written_down_before_it_goes(three: Project) -> None:
    steps = trace(three.folder, lambda: main(prunes(three, *ALL_BUT_NEWEST)))
    log = str(three.folder / retention.LOG)
    written = steps.index(("fsync", log))
    assert steps.index(("write", log)) < written < steps.index(("fsync", str(three.folder)))
    changes = [place for place, (what, _) in enumerate(steps) if what in ("rename", "remove")]
    assert steps.index(("fsync", str(three.folder))) < min(changes)


# --- Interrupted ------------------------------------------------------------------------------


def assert_unharmed(project: Project, figures: list[dict[str, bytes]], rows: list[int]) -> None:
    """Every snapshot verifies, and whatever rows are missing are explained in the log."""
    assert_all_verify(project)
    there = with_rows(project)
    assert set(rows) <= set(there)
    assert set(retention.erased_on(project.folder)) == {1, 2, 3} - set(there)
    for number, whole in enumerate(figures, start=1):
        now = prints(project, number)
        expected = {
            name: content
            for name, content in whole.items()
            if number in there or not name.startswith("registers/")
        }
        assert now == expected


def dies_at_each_step(kept: Path, tmp_path: Path, mortals: Mortals, every: int) -> int:
    project = copied(kept, tmp_path)
    before, deaths = [prints(project, number) for number in (1, 2, 3)], 0
    untouched = everything(project)
    for at in itertools.count(0, every):
        project = copied(kept, tmp_path)
        command = prunes(project, *ALL_BUT_NEWEST)
        status = mortals.run(project.folder, command, at)
        if status == 0:
            break
        assert status == -signal.SIGKILL
        deaths += 1
        assert_unharmed(project, before, [3])
        rows = with_rows(project)
        unfinished = any((project.folder / writing.STAGING).glob(retention.UNFINISHED))
        again = mortals.run(project.folder, command)
        assert again == (0 if unfinished or len(rows) > 1 else 1), at
        assert_unharmed(project, before, [3])
        assert with_rows(project) == [3]
        assert not (project.folder / writing.STAGING).exists(), at
        after = everything(project)
        assert all(after[path] == untouched[path] for path in set(after) & set(untouched))
    return deaths


def test_an_erasure_that_dies_is_finished_by_the_next(
    kept: Path, tmp_path: Path, mortals: Mortals
) -> None:
    assert dies_at_each_step(kept, tmp_path, mortals, 4) > 5


@pytest.mark.long
def test_an_erasure_may_die_at_every_step(kept: Path, tmp_path: Path, mortals: Mortals) -> None:
    print("deaths:", dies_at_each_step(kept, tmp_path, mortals, 1))


@pytest.mark.parametrize("lasting", [pytest.param(False, marks=pytest.mark.long), True])
def test_a_disk_that_fails_while_erasing_is_told_and_the_next_run_finishes(
    kept: Path, tmp_path: Path, lasting: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    project = copied(kept, tmp_path)
    before = [prints(project, number) for number in (1, 2, 3)]
    for at in itertools.count():
        project = copied(kept, tmp_path)
        command, reached = prunes(project, *ALL_BUT_NEWEST), list[str]()
        capsys.readouterr()
        with watched(project.folder, failing(errno.EIO, at, reached, lasting=lasting)):
            status = main(command)
        said = capsys.readouterr()
        if not reached:
            break
        if status:
            assert os.strerror(errno.EIO) in said.err, at
            assert "Give the same command again" in said.err
        else:
            assert reached in (["mkdir"], ["rmdir"])
        assert_unharmed(project, before, [3])
        assert main(command) in (0, 1)
        assert with_rows(project) == [3]
        assert_unharmed(project, before, [3])
    assert at > 20


def test_publishing_clears_what_an_erasure_left_behind(three: Project) -> None:
    left = three.folder / writing.STAGING / "erased-000001"
    left.mkdir(parents=True)
    assert main(prunes(three, "--before", "2024-01-01")) == 1
    assert left.exists()
    assert publish_rows(three, SMALL, "2024-09-30").published
    assert not left.exists()
