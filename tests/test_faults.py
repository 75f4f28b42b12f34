"""Whatever fails and whenever it ends: a snapshot is there whole or not at all, for good."""

import errno
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mittaristo import publish as publishing
from mittaristo import pruning, store, writing
from mittaristo.__main__ import main
from mittaristo.figures import compute
from mittaristo.ingest import ingest
from mittaristo.privacy import PUBLIC_KEY
from mittaristo.project import Project
from mittaristo.reading import read
from mittaristo.store import Damaged, choose, open_snapshot, verify
from mittaristo.writing import StoreRefuses
from tests.builders import client, day, employment, make_project, publish_rows, write
from tests.faults import Mortals, WritesHalf, remember, trace, use_remembered, watched

SMALL = {
    "clients": [client("A"), client("B", "2024-02-01")],
    "employments": [employment("W1", "A", "2024-03-01")],
}
ERRORS = ("ENOSPC", "EIO", "EACCES", "EDQUOT", "EROFS")
SAMPLED = 5
"""Of how many steps one is tried in the ordinary run."""

Prints = dict[str, bytes]


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
        return [*command, "--data", str(project.folder.parent), "--lang", "en"]


def make_project_again(data: Path) -> Project:
    from mittaristo import project

    return project.load(data / "koe")


def remove(folder: Path) -> None:
    for inner in folder.rglob("*"):
        if inner.is_dir() and not inner.is_symlink():
            inner.chmod(0o755)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    kept = tmp_path_factory.mktemp("kept") / "data"
    kept.mkdir()
    project = make_project(kept)
    assert publish_rows(project, SMALL, "2024-03-31").published
    assert publish_rows(project, SMALL, "2024-06-30").published
    source = write(kept.parent / "registers", SMALL)
    ingested = ingest(read(source), project, PUBLIC_KEY, ())
    remembered = kept.parent / "remembered"
    figures = compute(ingested.registers, project, day("2024-09-30"))
    remember(remembered, ingested, figures)
    mortals = Mortals(kept.parent / "said", {}, remembered)
    yield World(kept, source, remembered, mortals)
    mortals.close()


def prints(project: Project, number: int) -> Prints:
    """Every byte of a snapshot."""
    folder = store.folder_of(project.folder, number)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def assert_all_verify(project: Project) -> None:
    assert [entry.fault for entry in verify(project.folder)] == [
        None for _ in store.numbers(project.folder)
    ]


def steps_of(length: int, *, every: int) -> Iterable[int]:
    """Each `every`th step and the last ones, where a snapshot is put in place."""
    return range(0, length, every)


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
        there = store.numbers(project.folder)
        seen.add(len(there))
        assert there in ([1, 2], [1, 2, 3]), at
        assert [prints(project, 1), prints(project, 2)] == before, at
        assert_all_verify(project)
        chosen = choose(project.folder, team=True)
        assert chosen.damaged == ()
        assert chosen.snapshot
        assert chosen.snapshot.manifest.number == there[-1]
        assert world.mortals.run(project.folder, command) == 0, at
        assert store.numbers(project.folder) == [*there, there[-1] + 1]
        assert_all_verify(project)
        assert not (project.folder / writing.STAGING).exists()
    assert seen == {2, 3}, "died before and after the snapshot was put in place"
    return deaths


def test_a_publisher_that_dies_leaves_every_snapshot_whole(world: World, tmp_path: Path) -> None:
    assert dies_at_each_step(world, tmp_path, SAMPLED) > 10


@pytest.mark.long
def test_a_publisher_may_die_at_every_step(world: World, tmp_path: Path) -> None:
    print("deaths:", dies_at_each_step(world, tmp_path, 1))
