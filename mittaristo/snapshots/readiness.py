"""Whether a server may be shown: the newest snapshot that everyone is to see is whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mittaristo import project as projects
from mittaristo.i18n.translation import N_
from mittaristo.messages.refusals import Refusal
from mittaristo.snapshots import selection


@dataclass(frozen=True)
class Readiness:
    """Of one project. `fault`: a sentence of the catalogue; `refusal`: of its project.toml.

    `empty`: nothing is published for everyone yet, which is no fault.
    """

    name: str
    fault: str = ""
    refusal: Refusal | None = None
    empty: bool = False

    @property
    def whole(self) -> bool:
        return not self.fault and self.refusal is None


def is_ready(found: Sequence[Readiness]) -> bool:
    """Whether there is something to show, and nothing of it is damaged."""
    return all(one.whole for one in found) and not all(one.empty for one in found)


def of_all(data: Path, only: str | None = None) -> list[Readiness]:
    """Every project, or only one. Each byte of what everyone is to see first is checked anew."""
    folders = [data / only] if only else projects.projects(data)
    return [_of(folder) for folder in folders]


def _of(folder: Path) -> Readiness:
    try:
        name = projects.load(folder).name
    except Refusal as wrong:
        return Readiness(folder.name, refusal=wrong)
    choice = selection.choose(folder, team=False)
    if choice.damaged:
        return Readiness(name, N_("the newest snapshot is damaged"))
    if choice.snapshot is None:
        return Readiness(name, empty=True)
    return Readiness(name)
