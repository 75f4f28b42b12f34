"""A lost snapshot is noticed, above all the newest one, and no number is given twice."""

import shutil
import stat
from pathlib import Path

import pytest

from mittaristo.cli.main import main
from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.messages.refusals import Refusal, in_words
from mittaristo.panels.parts.view import View
from mittaristo.panels.review import snapshots
from mittaristo.project import Project, load
from mittaristo.snapshots import newest, reading
from mittaristo.snapshots.chain import chain_of
from mittaristo.snapshots.reading import open_snapshot
from mittaristo.snapshots.verification import verify
from tests.lib.builders import GOOD, make_project, publish_rows
from tests.lib.store import assert_all_verify, remove

LOST = {"fi": "sitä ei enää ole", "en": "no longer there"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with snapshots of two days, which tests copy."""
    project = make_project(tmp_path_factory.mktemp("made"))
    for day in ("2024-03-31", "2024-06-30"):
        assert publish_rows(project, GOOD, day).published
    return project


@pytest.fixture
def two(made: Project, data: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("MITTARISTO_DATA", str(data))
    shutil.copytree(made.folder, data / "koe")
    return load(data / "koe")


def lose(project: Project, *numbers: int) -> None:
    for number in numbers:
        remove(reading.folder_of(project.folder, number))


def said_on_the_page(project: Project, language: Language) -> str:
    figures = open_snapshot(project.folder, 1).figures
    view = View(figures, language, chain=chain_of(project, "everyone", language, 1))
    notice = snapshots.amiss(view)
    return notice.text if notice else ""


def test_a_removed_newest_snapshot_is_told_and_its_number_is_not_given_again(
    two: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said_on_the_page(two, "en") == ""
    lose(two, 2)
    for language in LANGUAGES:
        for given in (["snapshots"], ["snapshots", "--verify"]):
            assert main([*given, "--project", "koe", "--lang", language]) == 1
            told = capsys.readouterr().out
            assert "000002" in told
            assert LOST[language] in told
        assert ": 2." in said_on_the_page(two, language)
    published = publish_rows(two, GOOD, "2024-09-30").published
    assert published
    assert published.number == 3
    assert [one.number for one in verify(two.folder) if one.fault] == [3]


@pytest.mark.long
@pytest.mark.parametrize("numbers", [(2,), (1, 2)])
def test_several_that_are_removed_are_told_each(two: Project, numbers: tuple[int, ...]) -> None:
    lose(two, *numbers)
    assert [one.number for one in verify(two.folder) if one.fault] == [*numbers]
    published = publish_rows(two, GOOD, "2024-09-30").published
    assert published
    assert published.number == 3


@pytest.mark.long
def test_another_snapshot_in_the_place_of_the_newest_is_told(two: Project) -> None:
    lose(two, 2)
    (two.folder / newest.NEWEST).unlink()
    assert publish_rows(two, GOOD, "2024-09-30").published
    kept = (two.folder / newest.NEWEST).read_bytes()
    lose(two, 2)
    (two.folder / newest.NEWEST).unlink()
    assert publish_rows(two, GOOD, "2024-12-31").published
    (two.folder / newest.NEWEST).write_bytes(kept)
    assert [one.number for one in verify(two.folder) if one.fault] == [2]


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_that_cannot_be_read_lets_nothing_be_published(
    two: Project, language: Language
) -> None:
    (two.folder / newest.NEWEST).write_text("{")
    with pytest.raises(Refusal) as caught:
        publish_rows(two, GOOD, "2024-09-30")
    assert newest.NEWEST in in_words(caught.value, language)
    assert len(reading.numbers(two.folder)) == 2


@pytest.mark.long
def test_a_store_from_before_the_record_is_not_suspected(two: Project) -> None:
    (two.folder / newest.NEWEST).unlink()
    assert_all_verify(two)
    assert publish_rows(two, GOOD, "2024-09-30").published
    assert_all_verify(two)
    assert newest.newest(two.folder) is not None


def test_copies_and_backups_verify(two: Project, tmp_path: Path, data: Path) -> None:
    assert main(["share", str(tmp_path / "copy"), "--project", "koe"]) == 0
    assert main(["backup", str(tmp_path / "b.zip"), "--project", "koe"]) == 0
    two.folder.rename(data / "was")
    assert main(["restore", str(tmp_path / "b.zip"), "--project", "koe"]) == 0
    for folder in (tmp_path / "copy" / "koe", two.folder):
        assert len(verify(folder)) == 2
        assert not any(one.fault for one in verify(folder))
    assert newest.newest(two.folder) is not None


def test_no_file_of_a_snapshot_may_be_written(two: Project) -> None:
    files = [path for path in reading.folder_of(two.folder, 2).rglob("*") if path.is_file()]
    assert files
    assert not any(path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP) for path in files)
