"""What publishing some registers would come to, before anything of it is written."""

import datetime as dt
import io
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from mittaristo.figures.engine import Opened, on_this_machine
from mittaristo.figures.model import Figures
from mittaristo.importing.doubles.pairs import Suspected
from mittaristo.importing.ingest import Warned
from mittaristo.importing.row_counts import Counted
from mittaristo.messages.problems import Problem, Told
from mittaristo.privacy.pseudonyms import PutTogether
from mittaristo.project import Project
from mittaristo.registers.schemas import Registers


@dataclass(frozen=True)
class Rotation:
    """Where a new key is to be made, and the checked rows that it will be used on."""

    path: Path
    typed: Mapping[str, pl.DataFrame]
    put_together: PutTogether


@dataclass(frozen=True)
class Compared:
    """The figures with their changes since earlier snapshots, but for those `not_compared` with.

    `published` are the snapshots that there were; `queries` the digest of what was asked.
    """

    figures: Figures
    not_compared: tuple[int, ...]
    published: tuple[int, ...]
    queries: str


@dataclass(frozen=True)
class Draft:
    """A snapshot that could be published as the situation of `as_of`.

    `registers` are under the pseudonyms of the key that serves until now. With a `rotation` they
    are stored under those of another; those that lie elsewhere are not stored. `source`: the digest
    of what was read. `warned`: what the import warned of. `opened`: the engine of its figures.
    """

    project: Project
    as_of: dt.date
    registers: Registers
    key_id: str
    invented: bool
    left_out: Mapping[str, int]
    compared: Compared
    source: str
    rotation: Rotation | None = None
    warned: Warned = field(default_factory=dict)
    opened: Opened = on_this_machine

    def packed(self) -> "Draft":
        """The same in less memory, for a draft that waits to be approved."""
        return replace(self, registers=_Packed(self.registers))


@dataclass(frozen=True)
class Prepared(Told):
    """What was found in registers, and the draft of a snapshot where no error hinders it.

    `suspected`: those of the warnings that two rows may be one.
    """

    messages: tuple[Problem, ...]
    counted: Mapping[str, Counted]
    draft: Draft | None
    suspected: tuple[Suspected, ...] = ()

    def without(self, apart: Collection[Suspected]) -> "Prepared":
        """The same where these rows are known not to be one: nothing is told or counted of them."""
        told = {one.problem.key() for one in apart}
        fewer = Counter(one.problem.rule for one in apart)
        draft = self.draft
        if draft:
            left = {one: found - fewer[one[0]] for one, found in draft.warned.items()}
            draft = replace(draft, warned={one: found for one, found in left.items() if found})
        return replace(
            self,
            messages=tuple(one for one in self.messages if one.key() not in told),
            draft=draft,
            suspected=tuple(one for one in self.suspected if one not in apart),
        )


class _Packed(Mapping[str, pl.DataFrame]):
    """Registers as compressed bytes, unpacked whenever one is asked for.

    They need about three quarters of the CSV files or the workbook that they came from; as frames
    they would need near twice as much.
    """

    def __init__(self, registers: Registers) -> None:
        self._packed: dict[str, bytes] = {}
        for name, frame in registers.items():
            target = io.BytesIO()
            frame.write_parquet(target)
            self._packed[name] = target.getvalue()

    def __getitem__(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self._packed[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)
