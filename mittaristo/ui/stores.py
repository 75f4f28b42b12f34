"""The projects of a store: read once, and again when the file of one changes."""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from mittaristo import project as projects
from mittaristo.messages.refusals import Refusal
from mittaristo.project import Project
from mittaristo.snapshots.reading import snapshots_folder
from mittaristo.ui.places import ROOT


@dataclass(frozen=True, eq=False)
class Store:
    """The projects of a folder by their ids, in the order of the choice, and what they are called.

    `wrong`: what is wrong with those that cannot be read. `count`: of all.
    """

    readable: Mapping[str, Project]
    ids: tuple[str, ...]
    names: Mapping[str, str]
    wrong: tuple[Refusal, ...]
    count: int

    @cached_property
    def folders(self) -> tuple[str, ...]:
        """Those of the projects that can be read, by name."""
        return tuple(str(one.folder) for one in self.readable.values())

    @cached_property
    def snapshots(self) -> tuple[str, ...]:
        """The folder of snapshots of each of them."""
        return tuple(str(snapshots_folder(one.folder)) for one in self.readable.values())


def store() -> Path:
    """The folder of all projects."""
    return Path(os.environ.get("MITTARISTO_DATA") or ROOT / "data")


def one_project(name: str) -> Project | None:
    """The project of that name; None where there is none that can be read."""
    return of_store(store()).readable.get(name)


def of_store(data: Path) -> Store:
    """The projects of a folder, as their files are now: one object until any of these changes."""
    return _read(data, projects.states(data))


@lru_cache(maxsize=20)
def _read(data: Path, states: tuple[tuple[str, int, int], ...]) -> Store:
    """Read anew where a project's file is another than before; no other file is."""
    readable, wrong = dict[str, Project](), list[Refusal]()
    for name, *state in states:
        try:
            readable[name] = _project(data / name, tuple(state))
        except Refusal as refused:
            wrong.append(refused)
    called = Counter(one.name for one in readable.values())
    names = {
        one.id: one.name if called[one.name] == 1 else f"{one.name} ({one.id})"
        for one in readable.values()
    }
    ids = sorted(readable, key=lambda name: _the_running_first(readable[name]))
    return Store(readable, tuple(ids), names, tuple(wrong), len(states))


def _the_running_first(project: Project) -> tuple[bool, int, str]:
    """Real projects before invented ones, then the one that ends last."""
    return project.synthetic, -project.ends_on.toordinal(), project.id


@lru_cache(maxsize=2000)
def _project(folder: Path, state: object) -> Project:
    del state  # part of the key
    return projects.load(folder)
