"""Drafts: who sees them, when everyone does, and what has to be explained before."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from mittaristo import project as projects
from mittaristo.cli.main import main
from mittaristo.messages.refusals import Refusal
from mittaristo.panels.parts.panel import blocks
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import overview
from mittaristo.project import Project
from mittaristo.publishing.publish import commit, prepare
from mittaristo.snapshots import releases, selection
from mittaristo.snapshots.copies import share
from mittaristo.snapshots.verification import verify
from tests.lib.builders import Tables, client, day, write

PAST, FUTURE = (dt.datetime.fromisoformat(f"{year}-01-01T09:00+02:00") for year in ("2001", "2999"))
THREE = {"clients": [client(f"k{one}") for one in range(3)]}
TWO = {"clients": [client(f"k{one}") for one in range(2)]}


@pytest.fixture
def drafting(project: Project) -> Project:
    """A project whose snapshots are drafts first."""
    with (project.folder / "project.toml").open("a") as toml:
        toml.write("\n[drafts]\n")
    return projects.load(project.folder)


def draft(
    project: Project, at: dt.datetime, as_of: str = "2024-06-30", tables: Tables = THREE
) -> int:
    """Publish a draft; its number."""
    source = write(project.folder.parent.parent / "registers", tables)
    prepared = prepare(source, project, day(as_of)).draft
    assert prepared is not None
    return commit(prepared, "meeting", release_at=at).number


def approve(project: Project, number: int, *more: str) -> int:
    """By the command line; its exit code."""
    who = ("--name", "Paula Päällikkö", "--reason", "tarkistettu")
    given = ("--project", project.id, "--snapshot", str(number), "--data")
    return main(["approve", *given, str(project.folder.parent), *who, *more])


def shown(project: Project, *, early: bool = False) -> int | None:
    """The number of what a reader is shown."""
    found = selection.choose(project.folder, team=False, early=early).snapshot
    return None if found is None else found.manifest.number


def test_everyone_sees_a_draft_after_its_hour_and_its_approval(drafting: Project) -> None:
    draft(drafting, PAST)
    assert shown(drafting) is None
    assert shown(drafting, early=True) == 1
    assert approve(drafting, 1) == 0
    assert shown(drafting) == 1
    draft(drafting, FUTURE, "2024-07-31")
    assert approve(drafting, 2) == 0
    assert shown(drafting) == 1
    assert shown(drafting, early=True) == 2


def test_what_everyone_gets_lacks_a_draft(
    drafting: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft(drafting, PAST)
    approve(drafting, 1)
    draft(drafting, FUTURE, "2024-07-31")
    where = ("--project", drafting.id, "--data", str(drafting.folder.parent))
    capsys.readouterr()
    assert main(["figures", *where, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["as_of"] == "2024-06-30"
    assert main(["figures", *where, "--snapshot", "2"]) == 2
    assert main(["digest", *where, "--snapshot", "2", "-o", str(tmp_path)]) == 2
    assert main(["snapshots", *where, "--lang", "en"]) == 0
    assert "draft until 1 Jan 2999 09:00, not approved" in capsys.readouterr().out
    copied = share(drafting.folder, tmp_path / "public")
    assert (copied.brought, copied.left_out) == ((1,), (2,))
    copy = tmp_path / "public" / drafting.id
    assert shown(projects.load(copy)) == 1
    assert [entry.fault for entry in verify(copy)] == [None]
    assert "Paula" not in (copy / releases.LOG).read_text()


def test_a_draft_without_a_line_that_can_be_read_stays_one(drafting: Project) -> None:
    number = draft(drafting, PAST)
    log = drafting.folder / releases.LOG
    for line in ("", "{", "[]", "null", '{"manifest": 1}', '{"manifest": "x", "note": {}}', "\xff"):
        log.write_text(f"{line}\n")
        assert shown(drafting) is None
    log.write_bytes(b'{"cut off')
    assert approve(drafting, number) == 0
    assert shown(drafting) == number
    assert log.read_bytes().startswith(b'{"cut off\n')
    log.unlink()
    assert shown(drafting) is None


def test_nothing_tells_of_a_draft_that_is_not_out(drafting: Project) -> None:
    draft(drafting, PAST, "2024-05-31")
    approve(drafting, 1)
    draft(drafting, FUTURE, "2024-06-30", TWO)
    with pytest.raises(Refusal, match="comes first"):
        draft(drafting, PAST, "2024-07-31")
    draft(drafting, FUTURE, "2024-07-31")
    found = selection.choose(drafting.folder, team=True, early=True).snapshot
    assert found is not None
    assert found.figures.comparison_days("team") == ([day("2024-05-31")], [])


def test_a_fall_has_to_be_explained_and_the_note_is_seen(
    drafting: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft(drafting, PAST, "2024-05-31")
    approve(drafting, 1)
    draft(drafting, PAST, "2024-06-30", TWO)
    assert approve(drafting, 2, "--lang", "en") == 1
    assert "corrected (3 → 2)" in capsys.readouterr().out
    assert approve(drafting, 2, "--note-fi", "Yksi asiakas oli kahdesti.") == 1
    assert shown(drafting) == 1
    both = ("--note-fi", "Yksi asiakas oli kahdesti.", "--note-en", "One client was there twice.")
    assert approve(drafting, 2, *both) == 0
    choice = selection.choose(drafting.folder, team=False)
    assert choice.snapshot is not None
    view = View(choice.snapshot.figures, "fi", note=choice.note["fi"])
    first = [made[0] for made in blocks(view, overview.PAGE[:2]) if made is not None]
    assert "Yksi asiakas oli kahdesti." in str(first[1])
    where = ("--project", drafting.id, "--data", str(drafting.folder.parent))
    assert main(["digest", *where, "--lang", "fi", "-o", str(tmp_path / "mail")]) == 0
    mails = [path.read_text() for path in (tmp_path / "mail").glob("*.html")]
    assert "Yksi asiakas oli kahdesti." in mails[0]


@pytest.mark.long
def test_what_was_published_of_the_same_day_is_corrected(
    drafting: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    draft(drafting, PAST)
    approve(drafting, 1)
    draft(drafting, PAST, tables=TWO)
    assert approve(drafting, 2, "--lang", "en") == 1
    assert "what was published is corrected (3 → 2)" in capsys.readouterr().out


def test_a_project_has_drafts_for_everything_that_everyone_sees_or_for_nothing(
    project: Project, drafting: Project, tmp_path: Path
) -> None:
    found = prepare(write(tmp_path / "registers", THREE), drafting, day("2024-06-30")).draft
    assert found is not None
    with pytest.raises(Refusal, match="drafts first"):
        commit(found, "payment")
    with pytest.raises(Refusal, match="weekly"):
        commit(found, "weekly", release_at=FUTURE)
    with pytest.raises(Refusal, match="no drafts"):
        commit(replace(found, project=project), "meeting", release_at=FUTURE)
    assert commit(found, "weekly").number == 1


@pytest.mark.parametrize("told", ['hour = "25:00"', "hour = 9", 'at = "09:00"'])
def test_an_hour_is_one_of_the_day(drafting: Project, told: str) -> None:
    toml = drafting.folder / "project.toml"
    toml.write_text(toml.read_text().replace("\n[drafts]\n", f"\n[drafts]\n{told}\n"))
    with pytest.raises(Refusal, match="hour"):
        projects.load(drafting.folder)
