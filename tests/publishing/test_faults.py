"""Whatever fails and whenever it ends: a snapshot is there whole or not at all, for good."""

import errno
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mittaristo.cli.main import main
from mittaristo.figures.computation import compute
from mittaristo.i18n.translation import Language
from mittaristo.importing import ingest
from mittaristo.importing.readers.sheets import read
from mittaristo.messages.refusals import Refusal
from mittaristo.panels.parts.view import View
from mittaristo.panels.review import snapshots
from mittaristo.project import Project
from mittaristo.publishing import publish as publishing
from mittaristo.snapshots import manifest as manifest_
from mittaristo.snapshots import reading, selection, writing
from mittaristo.snapshots.chain import chain_of
from mittaristo.snapshots.manifest import Damaged
from mittaristo.snapshots.newest import NEWEST
from mittaristo.snapshots.reading import open_snapshot
from mittaristo.snapshots.selection import choose
from mittaristo.snapshots.verification import verify
from tests.lib.builders import (
    SMALL,
    as_stored,
    day,
    make_project,
    publish_rows,
    snapshot_of,
    write,
)
from tests.lib.faults import Mortals, WritesHalf, remember, trace, use_remembered, watched
from tests.lib.store import assert_all_verify, failing, prints, remove

ERRORS = ("ENOSPC", "EIO", "EACCES", "EDQUOT", "EROFS")
SAMPLED = 17
"""Of how many steps one is tried in the ordinary run."""


@dataclass(frozen=True)
class World:
    """A project with snapshots of 31.3. and 30.6.2024, and registers for a third one."""

    kept: Path
    source: Path
    remembered: Path
    mortals: Mortals

    def copied(self, to: Path) -> Project:
        """The project anew, under a data folder of its own."""
        data = to / "data"
        remove(data)
        shutil.copytree(self.kept, data)
        return make_project_again(data)

    def publishes(self, project: Project) -> list[str]:
        """The command that publishes the third snapshot."""
        command = ["publish", str(self.source), "--project", project.id, "--as-of", "2024-09-30"]
        command += ["--accept-doubts"]
        return [*command, "--data", str(project.folder.parent), "--lang", "en"]


def make_project_again(data: Path) -> Project:
    from mittaristo import project

    return project.load(data / "koe")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    kept = tmp_path_factory.mktemp("kept") / "data"
    kept.mkdir()
    project = make_project(kept)
    snapshot_of(project, SMALL, "2024-03-31")
    snapshot_of(project, SMALL, "2024-06-30")
    source = write(kept.parent / "registers", SMALL)
    checked = ingest.check(read(source), project, {})
    remembered = kept.parent / "remembered"
    figures = compute(as_stored(checked), project, day("2024-09-30"))
    remember(remembered, checked, figures)
    mortals = Mortals(kept.parent / "said", {}, remembered)
    yield World(kept, source, remembered, mortals)
    mortals.close()


# --- Death ------------------------------------------------------------------------------------


def dies_at_each_step(world: World, tmp_path: Path, every: int) -> int:
    """Kill a publisher at one step after the other; returns how many deaths it died."""
    project = world.copied(tmp_path)
    before = [prints(project, 1), prints(project, 2)]
    command, deaths, seen = world.publishes(project), 0, set()
    for at in itertools.count(0, every):
        project = world.copied(tmp_path)
        status = world.mortals.run(project.folder, command, at)
        if status == 0:
            break
        assert status == -signal.SIGKILL
        deaths += 1
        there = reading.numbers(project.folder)
        seen.add(len(there))
        assert there in ([1, 2], [1, 2, 3]), at
        assert [prints(project, 1), prints(project, 2)] == before, at
        assert_all_verify(project)
        chosen = choose(project.folder, team=True)
        assert chosen.damaged == ()
        assert chosen.snapshot
        assert chosen.snapshot.manifest.number == there[-1]
        assert world.mortals.run(project.folder, command) == 0, at
        assert reading.numbers(project.folder) == [*there, there[-1] + 1]
        assert_all_verify(project)
        assert not (project.folder / writing.STAGING).exists()
    assert seen == {2, 3}, "died before and after the snapshot was put in place"
    return deaths


def test_a_publisher_that_dies_leaves_every_snapshot_whole(world: World, tmp_path: Path) -> None:
    assert dies_at_each_step(world, tmp_path, SAMPLED) > 5


@pytest.mark.long
def test_a_publisher_may_die_at_every_step(world: World, tmp_path: Path) -> None:
    print("deaths:", dies_at_each_step(world, tmp_path, 1))


def test_each_step_comes_after_what_it_rests_on(project: Project) -> None:
    """A power cut forgets what was not synced, so the order of the steps is what protects."""
    assert publish_rows(project, SMALL, "2024-03-31").published
    steps = trace(project.folder, lambda: publish_rows(project, SMALL, "2024-06-30"))
    rename, kept = [place for place, (what, _) in enumerate(steps) if what == "rename"]
    staged = steps[rename][1]
    written = [path for what, path in steps[:rename] if what == "write"]
    synced = [path for what, path in steps[:rename] if what == "fsync"]
    files = {f"{staged}/{name}" for name in (*prints(project, 2),)}
    assert written[-1] == f"{staged}/{manifest_.MANIFEST}"
    assert set(written) == files
    assert [path for what, path in steps if what == "open" and path in files] == written
    for path in files:
        assert steps.index(("open", path)) < steps.index(("write", path))
        assert steps.index(("write", path)) < steps.index(("fsync", path)) < rename
        assert steps.index(("fsync", path)) < steps.index(("fsync", str(Path(path).parent)))
    assert {staged, f"{staged}/registers", f"{staged}/figures"} <= set(synced)
    after = [path for what, path in steps[rename:] if what == "fsync"]
    folder = str(project.folder)
    number = steps[kept][1]
    assert after == [str(reading.snapshots_folder(project.folder)), folder, number, folder]
    assert {path for what, path in steps[:rename] if what == "chmod"} == files


def test_the_place_of_another_snapshot_is_never_taken(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is politeness: a publisher that does not see it loses nothing of anybody's."""
    project = world.copied(tmp_path)
    before = [prints(project, 1), prints(project, 2)]
    (project.folder / NEWEST).unlink()
    monkeypatch.setattr(writing, "numbers", lambda _: [1])
    with pytest.raises(Refusal, match="Nothing was published"):
        publish_rows(project, SMALL, "2024-09-30")
    assert [prints(project, 1), prints(project, 2)] == before
    assert reading.numbers(project.folder) == [1, 2]


# --- Errors -----------------------------------------------------------------------------------


@pytest.fixture
def quick(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world in which publishing in this process reckons nothing anew."""
    monkeypatch.setattr(ingest, "check", None)
    monkeypatch.setattr(publishing, "compute", None)
    use_remembered(world.remembered)
    return world


def fails_at_each_step(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], every: int
) -> int:
    """Let the disk fail once, or from a step on; returns how many failures there were."""
    project = world.copied(tmp_path)
    before = [prints(project, 1), prints(project, 2)]
    command, failures = world.publishes(project), 0
    for name, lasting in itertools.product(ERRORS, (False, True)):
        code = getattr(errno, name)
        for at in itertools.count(failures % every, every):
            project = world.copied(tmp_path)
            reached: list[str] = []
            fail = failing(code, at, reached, lasting=lasting)
            capsys.readouterr()
            with watched(project.folder, fail, reads=True):
                status = main(command)
            said = capsys.readouterr()
            if not reached:
                break
            failures += 1
            context = (name, lasting, at, reached[0], said)
            there = reading.numbers(project.folder)
            assert [prints(project, 1), prints(project, 2)] == before, context
            assert_all_verify(project)
            if status == 0:
                assert there == [1, 2, 3], context
                assert "Published: snapshot 3" in said.out, context
                harmless = reached[0] in ("read", "mkdir", "rmdir")
                assert harmless or "The disk did not confirm" in said.out, context
            else:
                assert status in ((1, 2) if reached[0] == "read" else (1,)), context
                assert there == [1, 2], context
                assert os.strerror(code) in said.err or reached[0] == "read", context
                assert len(said.err.splitlines()) == 1, context
            assert main(command) == 0, context
            assert reading.numbers(project.folder) == [*there, there[-1] + 1]
            assert_all_verify(project)
    return failures


def test_a_disk_that_fails_is_told_in_a_sentence(
    quick: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fails_at_each_step(quick, tmp_path, capsys, 193) > 5


@pytest.mark.long
def test_a_disk_may_fail_at_every_step(
    quick: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    failures = fails_at_each_step(quick, tmp_path, capsys, 1)
    with capsys.disabled():
        print("failures:", failures)


@pytest.mark.long
def test_a_disk_that_writes_half_and_says_nothing_publishes_nothing(
    quick: World, tmp_path: Path
) -> None:
    project = quick.copied(tmp_path)
    steps = trace(project.folder, lambda: main(quick.publishes(project)))
    writes = [number for number, (what, _) in enumerate(steps) if what == "write"]
    for at in writes:
        project = quick.copied(tmp_path)

        def half(number: int, what: str, path: str, at: int = at) -> None:
            del what, path
            if number == at:
                raise WritesHalf

        with watched(project.folder, half):
            assert main(quick.publishes(project)) == 1
        assert reading.numbers(project.folder) == [1, 2]
        assert_all_verify(project)
    assert len(writes) > 8


@pytest.mark.long
def test_a_disk_that_gives_back_something_else_publishes_nothing(
    quick: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.read_bytes
    project = quick.copied(tmp_path)
    for name in (*prints(project, 2), ""):

        def other(self: Path, name: str = name) -> bytes:
            content = real(self)
            staged = writing.STAGING in self.parts
            return b"\0" + content[1:] if staged and name and self.match(name) else content

        monkeypatch.setattr(Path, "read_bytes", other)
        assert main(quick.publishes(project)) == (1 if name else 0), name
        assert reading.numbers(project.folder) == ([1, 2] if name else [1, 2, 3])
    assert_all_verify(project)


def test_an_earlier_snapshot_that_fails_while_it_is_compared_is_told(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is read twice: to see that it verifies, and then its rows."""
    project = world.copied(tmp_path)
    command, reads = world.publishes(project), list[str]()
    for at in range(5):

        def fail(number: int, what: str, path: str, at: int = at) -> None:
            del number
            if what == "read" and path.endswith("000001/registers/clients.parquet"):
                reads.append(path)
                if len(reads) == at:
                    raise OSError(errno.EIO, os.strerror(errno.EIO))

        reads.clear()
        with watched(project.folder, fail, reads=True):
            status = main([*command, "--dry-run"])
        said = capsys.readouterr()
        if len(reads) < at:
            break
        assert (status == 0 and (at == 0 or "Snapshot 1 could not be compared" in said.out)) or (
            status == 1 and "An earlier snapshot could not be read" in said.err
        ), (at, said)
    assert at > 2


# --- Others, and the clock --------------------------------------------------------------------


def publishes_among_deaths(world: World, tmp_path: Path, living: int, dying: int) -> None:
    """Publishers at the same time, some of which are killed at some moment."""
    project = world.copied(tmp_path)
    before = [prints(project, 1), prints(project, 2)]
    chance = random.Random(living)
    command = [sys.executable, "-m", "mittaristo", *world.publishes(project)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    killed = [subprocess.Popen(command, **quiet) for _ in range(dying)]  # type: ignore[call-overload]
    alive = [subprocess.Popen(command, **quiet) for _ in range(living)]  # type: ignore[call-overload]

    def kill(one: "subprocess.Popen[bytes]", after: float) -> None:
        time.sleep(after)
        one.kill()

    killers = [
        threading.Thread(target=kill, args=(one, chance.uniform(0.5, 3.5))) for one in killed
    ]
    for killer in killers:
        killer.start()
    assert [one.wait(timeout=120) for one in alive] == [0] * living
    for killer, one in zip(killers, killed, strict=True):
        killer.join()
        one.wait(timeout=120)
    completed = sum(one.returncode == 0 for one in killed)
    there = reading.numbers(project.folder)
    assert there == list(range(1, len(there) + 1))
    assert 2 + living + completed <= len(there) <= 2 + living + dying
    assert [prints(project, 1), prints(project, 2)] == before
    assert_all_verify(project)
    assert world.mortals.run(project.folder, world.publishes(project)) == 0
    assert reading.numbers(project.folder) == [*there, len(there) + 1]
    assert not (project.folder / writing.STAGING).exists()


@pytest.mark.long
def test_publishers_at_the_same_time_outlive_those_that_die(world: World, tmp_path: Path) -> None:
    publishes_among_deaths(world, tmp_path, living=2, dying=2)


@pytest.mark.long
@pytest.mark.parametrize("living", [3, 4, 5])
def test_many_publishers_outlive_many_that_die(world: World, tmp_path: Path, living: int) -> None:
    publishes_among_deaths(world, tmp_path, living=living, dying=6)


def test_one_at_a_time_changes_a_store_and_finds_it_tidy(world: World, tmp_path: Path) -> None:
    project = world.copied(tmp_path)
    left = project.folder / writing.STAGING / "half"
    left.mkdir(parents=True)
    with writing.alone(project.folder):
        assert not left.exists()
        with (
            pytest.raises(Refusal, match="Someone else"),
            writing.publishing(project.folder, patience=0.1),
        ):
            pass
    with writing.publishing(project.folder, patience=0.1):
        pass


def test_a_lock_that_cannot_be_taken_is_told(
    quick: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = quick.copied(tmp_path)
    (project.folder / ".lock").unlink()
    (project.folder / ".lock").mkdir()
    assert main(quick.publishes(project)) == 1
    assert "Nothing was published" in capsys.readouterr().err


def test_a_clock_that_was_set_back_is_told_and_does_not_matter(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = world.copied(tmp_path)
    facts = publishing._facts

    def of_1999(*given: object) -> dict[str, object]:
        return {**facts(*given), "published_at": "1999-01-01T00:00:00+00:00"}  # type: ignore[arg-type]

    monkeypatch.setattr(publishing, "_facts", of_1999)
    assert publish_rows(project, SMALL, "2024-06-30").published
    chosen = choose(project.folder, team=False).snapshot
    assert chosen
    assert chosen.manifest.number == 3
    with pytest.raises(Refusal):
        publish_rows(project, SMALL, "2024-06-29")
    assert_all_verify(project)
    assert [bool(one.note) for one in verify(project.folder)] == [False, False, True]
    said_in: dict[Language, str] = {"fi": "julkaisuaika", "en": "By their own times"}
    for language, said in said_in.items():
        view = View(chosen.figures, language, chain=chain_of(project, "team", language, 3))
        notice = snapshots.amiss(view)
        assert notice is not None
        assert said in notice.text


# --- What happens to files --------------------------------------------------------------------

Harm = Callable[[Path, Path], None]
"""Is given a file of a snapshot and the same file of another one."""


def truncated(file: Path, _: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def emptied(file: Path, _: Path) -> None:
    file.write_bytes(b"")


def appended_to(file: Path, _: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\n")


def removed(file: Path, _: Path) -> None:
    file.unlink()


def swapped(file: Path, other: Path) -> None:
    mine, others = file.read_bytes(), other.read_bytes()
    file.write_bytes(others + b" " * (mine == others))
    other.write_bytes(mine)


def linked(file: Path, _: Path) -> None:
    """To the very same bytes, which could be changed from elsewhere."""
    elsewhere = file.parents[3] / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)


def linked_to_nothing(file: Path, _: Path) -> None:
    file.unlink()
    file.symlink_to("nowhere")


def a_folder(file: Path, _: Path) -> None:
    file.unlink()
    file.mkdir()


def a_pipe(file: Path, _: Path) -> None:
    """Reading it would wait for ever."""
    file.unlink()
    os.mkfifo(file)


HARMS: tuple[Harm, ...] = (
    truncated,
    emptied,
    appended_to,
    removed,
    swapped,
    linked,
    linked_to_nothing,
    a_folder,
    a_pipe,
)


@pytest.mark.parametrize("every", [len(HARMS), pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_harm_to_any_file_is_noticed_and_the_one_before_answers(
    world: World, tmp_path: Path, harm: Harm, every: int
) -> None:
    """Each file is harmed in one way, in turn; in the larger sweep in every way."""
    names = list(prints(world.copied(tmp_path), 2))
    for name in names[HARMS.index(harm) % every :: every]:
        project = world.copied(tmp_path)
        folders = [reading.folder_of(project.folder, number) for number in (1, 2)]
        for path in (inner for folder in folders for inner in (folder, *folder.rglob("*"))):
            path.chmod(path.stat().st_mode | 0o200)
        if harm is swapped and not (folders[0] / name).exists():
            continue
        harm(folders[1] / name, folders[0] / name)
        with pytest.raises(Damaged):
            open_snapshot(project.folder, 2)
        assert verify(project.folder)[1].fault, name
        choice = choose(project.folder, team=False)
        assert choice.damaged[0] == 2, name
        assert harm is swapped or (choice.snapshot and choice.snapshot.manifest.number == 1), name


@pytest.mark.parametrize("kind", ["file", "link", "linked", "broken link"])
def test_what_stands_where_a_folder_belongs_is_noticed(
    world: World, tmp_path: Path, kind: str
) -> None:
    for part in ("registers", "figures", "."):
        project = world.copied(tmp_path)
        folder = reading.folder_of(project.folder, 2)
        folder.chmod(0o755)
        place, elsewhere = folder / part, tmp_path / "elsewhere"
        remove(elsewhere)
        shutil.move(place, elsewhere)
        if kind == "file":
            place.write_text("")
        elif kind != "linked":
            place.symlink_to(elsewhere if kind == "link" else "nowhere")
        elif part == "registers":
            continue  # registers that are not there are a copy of figures alone
        if part == "." and kind in ("link", "linked"):
            continue  # a whole snapshot may lie on another disk, or be gone with its number
        entry = verify(project.folder)[1]
        assert entry.fault, part
        assert choose(project.folder, team=False).damaged == (2,)
        assert publish_rows(project, SMALL, "2024-09-30").published
        assert reading.numbers(project.folder) == [1, 2, 3]


def test_what_does_not_belong_to_a_snapshot_is_noticed(world: World, tmp_path: Path) -> None:
    for add in (Path.mkdir, Path.touch, lambda path: path.symlink_to("nowhere")):
        project = world.copied(tmp_path)
        folder = reading.folder_of(project.folder, 2)
        (folder / "figures").chmod(0o755)
        add(folder / "figures" / "more")
        assert verify(project.folder)[1].file == "figures/more"


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"digests": ' * 5_000, "1e999", "[1]", "null"])
def test_no_manifest_whatever_it_holds_ends_in_more_than_a_sentence(
    world: World, tmp_path: Path, deep: str
) -> None:
    project = world.copied(tmp_path)
    manifest = reading.folder_of(project.folder, 2) / manifest_.MANIFEST
    manifest.parent.chmod(0o755)
    manifest.chmod(0o644)
    manifest.write_text(deep)
    assert [entry.damaged for entry in selection.listing(project.folder)] == [
        None,
        manifest_.MANIFEST,
    ]


# --- Flipped bits -----------------------------------------------------------------------------


def unnoticed_flips(project: Project, flips: int, seed: int) -> list[tuple[str, int, int]]:
    """Flip one bit after the other, anywhere in the store, and back; those that no one noticed."""
    chance = random.Random(seed)
    files = [
        (number, reading.folder_of(project.folder, number) / name, len(content))
        for number in reading.numbers(project.folder)
        for name, content in prints(project, number).items()
    ]
    files = [file for file in files if file[2]]
    for _, path, _ in files:
        path.chmod(0o644)
    sizes = [size for _, _, size in files]
    unnoticed = []
    for turn in range(flips):
        # half by size, half by file: a manifest is small, and as important as a table
        if turn % 2:
            number, path, size = chance.choice(files)
        else:
            number, path, size = chance.choices(files, sizes)[0]
        position, bit = chance.randrange(size), 1 << chance.randrange(8)
        with path.open("r+b", buffering=0) as file:
            file.seek(position)
            (byte,) = file.read(1)
            file.seek(position)
            file.write(bytes([byte ^ bit]))
            try:
                open_snapshot(project.folder, number)
                unnoticed.append((str(path), position, bit))
            except Damaged:
                pass
            file.seek(position)
            file.write(bytes([byte]))
    assert_all_verify(project)
    return unnoticed


def test_no_flipped_bit_goes_unnoticed(world: World, tmp_path: Path) -> None:
    assert unnoticed_flips(world.copied(tmp_path), 300, seed=1) == []


@pytest.mark.long
def test_no_flipped_bit_of_ten_thousand_goes_unnoticed(world: World, tmp_path: Path) -> None:
    assert unnoticed_flips(world.copied(tmp_path), 10_000, seed=2) == []
