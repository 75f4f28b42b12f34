"""A copy for readers in other hands: what was done to it is noticed, or changes nothing."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mittaristo.cli.main import main
from mittaristo.snapshots import reading, verification
from mittaristo.snapshots.manifest import Damaged
from tests.lib.builders import GOOD, SMALL, make_project, snapshot_of

Attack = Callable[[Path], object]

FIRST, SECOND = Path("koe/snapshots/000001"), Path("koe/snapshots/000002")
OTHER = Path("toinen/snapshots")


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copies of two projects: `older` with one snapshot of the first, `newer` with two."""
    folder = tmp_path_factory.mktemp("attacked")
    (folder / "data").mkdir()
    project, other = make_project(folder / "data"), make_project(folder / "data", "toinen")
    for day in ("2024-03-31", "2024-06-30"):
        snapshot_of(project, GOOD, day)
        snapshot_of(other, SMALL, day)
        target = folder / ("newer" if (folder / "older").exists() else "older")
        assert main(["share", str(target), "--data", str(folder / "data")]) == 0
    return folder


def shown(project: Path) -> dict[int, str | None]:
    """Snapshot → what it says, None where it cannot be read."""
    said: dict[int, str | None] = {}
    for number in reading.numbers(project):
        try:
            figures = reading.open_snapshot(project, number).figures
            said[number] = f"{figures.as_of} {dict(figures.values)}"
        except Damaged:
            said[number] = None
    return said


def attacked(copies: Path, scratch: Path, attack: Attack) -> Path:
    """The newer copy, after the attack."""
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(copies / "newer", scratch)
    for path in scratch.rglob("*"):
        path.chmod(0o755)
    attack(scratch)
    return scratch / "koe"


def withstood(copies: Path, scratch: Path, attack: Attack) -> bool:
    """Whether the attack is noticed, or readers are shown what they were before."""
    project = attacked(copies, scratch, attack)
    noticed = any(one.fault for one in verification.verify(project))
    return noticed or shown(project) == shown(copies / "newer" / "koe")


def exchanged(one: Path, other: Path) -> Attack:
    def attack(store: Path) -> None:
        (store / one).rename(store / "aside")
        (store / other).rename(store / one)
        (store / "aside").rename(store / other)

    return attack


def in_place_of(taken: Path, source: Path, *, linked: bool = False) -> Attack:
    """A folder or file of the store in the place of another."""

    def attack(store: Path) -> None:
        place = store / taken
        shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
        if linked:
            place.symlink_to(store / source)
        elif (store / source).is_dir():
            shutil.copytree(store / source, place)
        else:
            shutil.copy(store / source, place)

    return attack


def all_of(*attacks: Attack) -> Attack:
    return lambda store: [attack(store) for attack in attacks]


def added(path: str) -> Attack:
    def attack(store: Path) -> None:
        (store / path).parent.mkdir(parents=True, exist_ok=True)
        (store / path).write_bytes(b"x")

    return attack


VALUES, MONTHS = Path("figures/values.parquet"), Path("figures/months.parquet")
KOE, RECORD = Path("koe/snapshots"), "copied.json"

ATTACKS: dict[str, Attack] = {
    "tables exchanged": exchanged(FIRST / VALUES, FIRST / MONTHS),
    "values of another day": exchanged(FIRST / VALUES, SECOND / VALUES),
    "snapshots exchanged": exchanged(FIRST, SECOND),
    "a table added": added(f"{SECOND}/figures/more.parquet"),
    "registers added": added(f"{SECOND}/registers/clients.parquet"),
    "a file added": added("koe/more.txt"),
    "a snapshot added": added("koe/snapshots/000003/MANIFEST.json"),
    "the older in place of the newer": in_place_of(SECOND, FIRST),
    "the older as a later one": in_place_of(KOE / "000003", FIRST),
    "a link to the older": in_place_of(SECOND, FIRST, linked=True),
    "a table that is a link": in_place_of(SECOND / VALUES, FIRST / VALUES, linked=True),
    "another project's snapshot": in_place_of(SECOND, OTHER / "000002"),
    "another project's snapshots": in_place_of(KOE, OTHER),
    "a link to another project": in_place_of(KOE, OTHER, linked=True),
    "another project and its record": all_of(
        in_place_of(KOE, OTHER), in_place_of(Path("koe") / RECORD, Path("toinen") / RECORD)
    ),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_what_is_done_to_a_copy_is_noticed_or_harmless(
    copies: Path, tmp_path: Path, attack: Attack
) -> None:
    assert withstood(copies, tmp_path / "public", attack)


def test_an_older_record_over_a_newer_one_is_noticed(copies: Path, tmp_path: Path) -> None:
    older = copies / "older" / "koe" / RECORD
    assert withstood(
        copies, tmp_path / "public", lambda store: shutil.copy(older, store / "koe" / RECORD)
    )


def test_a_whole_older_copy_says_its_own_day(copies: Path, tmp_path: Path) -> None:
    """Nothing in it can tell that there is a newer one: its readers see of which day it is."""
    older = copies / "older" / "koe"

    def attack(store: Path) -> None:
        shutil.rmtree(store / "koe")
        shutil.copytree(older, store / "koe")

    assert shown(attacked(copies, tmp_path / "public", attack)) == shown(older)


@pytest.mark.long
def test_no_file_of_a_snapshot_can_be_changed_in_silence(copies: Path, tmp_path: Path) -> None:
    store = copies / "newer"
    files = [path.relative_to(store) for path in (store / KOE).rglob("*") if path.is_file()]
    for file in files:
        content = (store / file).read_bytes()
        middle = len(content) // 2
        flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        for harm in (content[:middle], flipped, None):

            def attack(there: Path, file: Path = file, harm: bytes | None = harm) -> None:
                (there / file).unlink()
                if harm is not None:
                    (there / file).write_bytes(harm)

            project = attacked(copies, tmp_path / "public", attack)
            assert any(one.fault for one in verification.verify(project)), (file, harm)
