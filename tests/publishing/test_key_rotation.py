"""A key can be replaced by a new one, and the figures do not show it."""

import errno
import itertools
import json
import shutil
from pathlib import Path

import pytest

from mittaristo.cli.main import main
from mittaristo.messages.refusals import Refusal
from mittaristo.privacy.keys import key_path, load_key, make_key
from mittaristo.project import Project, load
from mittaristo.publishing import publish
from mittaristo.registers.schemas import Registers, columns
from mittaristo.snapshots import reading, writing
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import GOOD, client, day, employer, make_project, write
from tests.lib.faults import trace, watched
from tests.lib.store import assert_all_verify, failing, remove


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project of real data with one snapshot, whose key is at the usual place."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("MITTARISTO_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("MITTARISTO_LANG", "en")
    monkeypatch.delenv("MITTARISTO_KEY_FILE", raising=False)
    (tmp_path / "data").mkdir()
    assert main(["new", "koe", "--starts", "2024-01-01", "--ends", "2025-12-31"]) == 0
    made = load(tmp_path / "data" / "koe")
    assert publishes(made, "2024-03-31") == 0
    return made


FIRST = {
    **{name: GOOD[name] for name in ("clients", "employments", "encounters")},
    "employers": [*GOOD["employers"], employer("E2")],
}
MORE = {**FIRST, "clients": [client("A"), client("B", "2024-02-01"), client("C", "2024-05-05")]}


def publishes(project: Project, as_of: str, *others: str) -> int:
    rows = MORE if as_of > "2024-05" else FIRST
    source = write(project.folder.parent.parent / "registers", rows, invented=project.synthetic)
    named = ["--project", "koe", "--as-of", as_of, "--accept-doubts"]
    return main(["publish", str(source), *named, *others])


def pseudonyms(registers: Registers) -> set[str]:
    return {
        value
        for name, frame in registers.items()
        for column, kind in columns(name).items()
        if (kind.metadata or {}).get("entity")
        for value in frame[column].drop_nulls()
    }


def test_a_new_key_changes_every_pseudonym_and_no_figure(
    world: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new, without = tmp_path / "keys" / "new.key", tmp_path / "without"
    shutil.copytree(world.folder, without / "koe")
    capsys.readouterr()
    assert publishes(world, "2024-06-30", "--new-key", str(new)) == 0
    said = capsys.readouterr().out
    usual = key_path("koe")
    assert f"mv {usual} {usual}.old && mv {new} {usual}" in said
    assert publishes(world, "2024-06-30", "--data", str(without)) == 0
    rotated, plain = open_snapshot(world.folder, 2), open_snapshot(without / "koe", 2)
    assert rotated.figures.tables.keys() == plain.figures.tables.keys()
    for name, table in plain.figures.tables.items():
        assert rotated.figures[name].equals(table), name
    assert rotated.figures["changes"].height > 0
    assert rotated.figures.catalogue == plain.figures.catalogue
    ours, theirs = pseudonyms(rotated.registers()), pseudonyms(plain.registers())
    assert len(ours) == len(theirs) > 5
    assert not ours & theirs
    assert rotated.manifest.key_id == load_key(new).id != plain.manifest.key_id
    assert rotated.manifest.written["parent"] == plain.manifest.written["parent"]
    assert new.stat().st_mode & 0o777 == 0o600
    assert_all_verify(world)


def test_from_then_on_the_new_key_compares(
    world: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    new = tmp_path / "new.key"
    assert publishes(world, "2024-06-30", "--new-key", str(new)) == 0
    capsys.readouterr()
    assert publishes(world, "2024-09-30") == 1, "the old key would start a series of its own"
    assert "replaced by a newer one" in capsys.readouterr().err
    monkeypatch.setenv("MITTARISTO_KEY_FILE", str(new))
    assert publishes(world, "2024-09-30") == 0
    assert "Snapshot 1 could not be compared with" in capsys.readouterr().out
    changes = open_snapshot(world.folder, 3).figures["changes"]
    assert set(changes["since_snapshot"]) == {2}
    joined = changes.filter(measure="clients_joined").row(0, named=True)
    assert (joined["before"], joined["growth"], joined["after"]) == (3, 0, 3)
    again = tmp_path / "newer.key"
    assert publishes(world, "2024-12-31", "--new-key", str(again)) == 0
    assert "set MITTARISTO_KEY_FILE to it from now on" in capsys.readouterr().out


def test_a_refusal_takes_the_new_key_away_again(
    world: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = tmp_path / "new.key"
    assert publishes(world, "2024-03-01", "--new-key", str(new)) == 1
    assert not new.exists()
    assert publishes(world, "2024-06-30", "--dry-run", "--new-key", str(new)) == 0
    assert not new.exists()
    source = write(tmp_path / "wrong", {"clients": [client("A", "soon")]}, invented=False)
    wrong = ["publish", str(source), "--project", "koe", "--as-of", "2024-06-30"]
    assert main([*wrong, "--new-key", str(new)]) == 1
    assert not new.exists()
    new.write_text("mine")
    assert publishes(world, "2024-06-30", "--new-key", str(new)) == 1
    assert new.read_text() == "mine"
    inside = world.folder / "new.key"
    assert publishes(world, "2024-06-30", "--new-key", str(inside)) == 1
    assert not inside.exists()
    assert reading.numbers(world.folder) == [1]
    new.unlink()
    assert publishes(world, "2024-06-30", "--new-key", str(new)) == 0
    capsys.readouterr()
    assert publishes(world, "2024-06-30", "--new-key", str(new)) == 1
    assert "serves already: snapshot 2 was made with it" in capsys.readouterr().err


@pytest.mark.long
def test_a_key_is_there_whenever_its_snapshot_is(world: Project, tmp_path: Path) -> None:
    """At whatever step the disk fails; and no key stays without a snapshot."""
    kept = tmp_path / "kept"
    shutil.copytree(world.folder, kept)
    new, put_in_place = tmp_path / "keys" / "new.key", 0
    new.parent.mkdir()
    for at in itertools.count(0, 7):
        remove(world.folder)
        shutil.copytree(kept, world.folder)
        new.unlink(missing_ok=True)
        source = write(tmp_path / "registers", {"clients": MORE["clients"]}, invented=False)
        command = ["publish", str(source), "--project", "koe", "--as-of", "2024-06-30"]
        command += ["--accept-doubts"]
        reached: list[str] = []
        with watched(tmp_path, failing(errno.ENOSPC, at, reached, lasting=False)):
            status = main([*command, "--new-key", str(new)])
        published = reading.numbers(world.folder) == [1, 2]
        assert published == (status == 0)
        assert published == new.exists()
        if published:
            assert reading.read_manifest(world.folder, 2).key_id == load_key(new).id
            put_in_place += 1
        if not reached:
            break
    assert put_in_place > 1


def test_an_interruption_after_the_snapshot_is_in_place_leaves_its_key(
    world: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: Path) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "confirm", interrupted)
    new = tmp_path / "new.key"
    assert publishes(world, "2024-06-30", "--new-key", str(new)) == 1
    assert reading.read_manifest(world.folder, 2).key_id == load_key(new).id


def test_the_key_outlasts_a_power_cut_before_its_snapshot_does(
    world: Project, tmp_path: Path
) -> None:
    new = tmp_path / "new.key"
    steps = trace(tmp_path, lambda: publishes(world, "2024-06-30", "--new-key", str(new)))
    renamed = [what for what, _ in steps].index("rename")
    assert steps.index(("fsync", str(new))) < steps.index(("fsync", str(tmp_path))) < renamed


def test_a_draft_is_published_only_under_the_key_that_it_was_made_with(
    world: Project, tmp_path: Path
) -> None:
    source = write(tmp_path / "more", MORE, invented=False)
    draft = publish.prepare(source, world, day("2024-06-30")).draft
    assert draft
    kept = key_path("koe").rename(tmp_path / "kept.key")
    with pytest.raises(Refusal, match="was not found"):
        publish.commit(draft, "meeting")
    make_key(key_path("koe"))
    with pytest.raises(Refusal, match="no longer what was checked"):
        publish.commit(draft, "meeting")
    assert reading.numbers(world.folder) == [1]
    kept.replace(key_path("koe"))
    assert publish.commit(draft, "meeting").number == 2


def test_without_the_old_key_figures_stay_and_comparisons_do_not(
    world: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key_path("koe").unlink()
    new = tmp_path / "new.key"
    capsys.readouterr()
    assert publishes(world, "2024-06-30", "--new-key", str(new)) == 1
    said = capsys.readouterr().err
    assert "the published figures stay as they are, but nothing new can be compared" in said
    assert not new.exists()
    assert publishes(world, "2024-06-30", "--new-key", str(new), "--old-key-lost") == 0
    said = capsys.readouterr().out
    assert "Snapshot 1 could not be compared with" in said
    assert f"\nmv {new} {key_path('koe')}\n" in said
    assert open_snapshot(world.folder, 2).manifest.key_id == load_key(new).id
    assert main(["figures", "--project", "koe", "--as-of", "2024-03-31", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["snapshot"] == 1


def test_invented_data_needs_no_key_of_its_own(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MITTARISTO_DATA", str(data))
    project = make_project(data)
    assert publishes(project, "2024-06-30", "--new-key", str(tmp_path / "new.key")) == 1
    assert not (tmp_path / "new.key").exists()
