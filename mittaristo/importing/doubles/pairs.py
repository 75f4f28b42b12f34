"""Two rows that may be one: who they are, and what was said of them before."""

import os
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mittaristo.messages.problems import Problem
from mittaristo.privacy.pseudonyms import Key

LOOKED_AT = 50
"""So many earlier rows are held against a row: a list of thousands alike takes no longer."""


@dataclass(frozen=True)
class Row:
    """A row that another may be the same as: its number, its id, and what they would share."""

    number: int
    id: str
    marks: Collection[Hashable]


@dataclass(frozen=True)
class Suspected:
    """A warning that two rows may be one, and under which digest it is kept that they are not."""

    problem: Problem
    digest: str


@dataclass(frozen=True)
class Memory:
    """What was said before of pairs of a project's rows; nothing can be said without a key."""

    project: str = ""
    key: Key | None = None
    said: frozenset[str] = frozenset()

    def digest(self, table: str, one: str, other: str) -> str:
        """The pseudonym of a pair of ids, in whichever order; empty without a key."""
        if self.key is None:
            return ""
        about = f"not the same {self.project} {table}"
        return self.key.pseudonym(about, "\0".join(sorted((one, other))))

    def apart(self, table: str, one: str, other: str) -> bool:
        """Whether these two rows are known not to be the same."""
        return bool(self.said) and self.digest(table, one, other) in self.said


NOTHING_SAID = Memory()


def alike(
    table: str,
    rows: Iterable[Row],
    memory: Memory,
    same: Callable[[Hashable, Row, Row], bool] = lambda _mark, _one, _other: True,
) -> Iterator[tuple[Row, Row, Hashable]]:
    """Each row with the first one before it that it may be the same as, and what they share.

    `same` is asked of two rows that share a mark. It takes time in proportion to the rows.
    """
    seen: dict[Hashable, list[Row]] = {}
    for row in rows:
        found = None
        for mark in row.marks:
            known = seen.get(mark)
            if known is None:
                seen[mark] = [row]
                continue
            if found is None:
                first = (
                    other
                    for other in known[:LOOKED_AT]
                    if other.id != row.id and same(mark, other, row)
                    if not memory.apart(table, other.id, row.id)
                )
                other = next(first, None)
                found = other and (row, other, mark)
            known.append(row)
        if found:
            yield found


# --- What is remembered -----------------------------------------------------------------------

SUFFIX = ".not-the-same"
"""Of the file beside the key: a digest a line, and nothing else."""


def memory(project: str, key: Key | None, key_file: Path) -> Memory:
    """What is kept beside the key; nothing where nothing was said."""
    try:
        said = _beside(key_file).read_text(encoding="ascii").split()
    except (OSError, UnicodeError):
        said = []
    return Memory(project, key, frozenset(said))


def remember(key_file: Path, digests: Iterable[str]) -> None:
    """Keep for later imports that these pairs are not the same. Raises OSError."""
    path = _beside(key_file)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as target:
        target.writelines(f"{one}\n" for one in sorted(set(digests)))


def _beside(key_file: Path) -> Path:
    return key_file.with_name(key_file.name + SUFFIX)
