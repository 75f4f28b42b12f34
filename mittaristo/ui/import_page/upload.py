"""Registers on their way from the browser to a snapshot.

They hold rows of persons. Their bytes lie in the session alone, and on disk only while they are
read, in a private folder; neither a page nor a log gets a value of a cell.
"""

import datetime as dt
import logging
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath

from mittaristo.i18n.translation import N_, Language
from mittaristo.importing import marked_workbook
from mittaristo.importing.mapping import schema
from mittaristo.importing.mapping.schema import SheetMapping
from mittaristo.messages.problems import Problem
from mittaristo.messages.refusals import Refusal
from mittaristo.project import Project, today
from mittaristo.publishing import publish as road
from mittaristo.publishing.preview import Comparison, compare
from mittaristo.publishing.publish import Step, publish
from mittaristo.snapshots.manifest import Purpose
from mittaristo.snapshots.writing import Published
from mittaristo.ui.import_page.private_folder import private_folder

NOT_THESE = {
    "none": N_("Choose a workbook or CSV files first."),
    "both": N_("Choose one workbook (.xlsx), or only CSV files."),
    "mappings": N_("Choose only one mapping (.toml)."),
    "alike": N_("Two of the files have the same name."),
}


@dataclass
class Parcel:
    """What was dropped, and what came of it."""

    project: str
    as_of: dt.date
    purpose: Purpose
    files: Mapping[str, bytes] = field(repr=False)
    problems: tuple[Problem, ...] = ()
    suspicions: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    digest: str = ""
    comparison: Comparison | None = None
    refusal: Refusal | OSError | None = None
    fault: str = ""
    published: Published | None = None


def base(name: str) -> str:
    """The name of a file without any folder, whichever way those are written."""
    return PureWindowsPath(PurePosixPath(name).name).name


def not_these(names: Sequence[str]) -> str:
    """What is wrong with the choice of files, if anything."""
    kinds = [Path(name).suffix.lower() for name in names]
    workbooks, sheets, mappings = (kinds.count(kind) for kind in (".xlsx", ".csv", ".toml"))
    if not workbooks and not sheets:
        return "none"
    if workbooks > 1 or (workbooks and sheets):
        return "both"
    if mappings > 1:
        return "mappings"
    return "alike" if len({name.casefold() for name in names}) < len(names) else ""


@contextmanager
def _on_disk(files: Mapping[str, bytes]) -> Iterator[tuple[Path, SheetMapping | None]]:
    """The registers where the library can read them, and the mapping: only while it reads."""
    with private_folder() as private:
        folder = private / "csv"
        folder.mkdir()
        source, mapped = folder, None
        for name, content in files.items():
            kind = Path(name).suffix.lower()
            path = (folder if kind == ".csv" else private) / name
            path.write_bytes(content)
            if kind == ".xlsx":
                source = path
            if kind == ".toml":
                mapped = schema.load(path)
        yield source, mapped


@contextmanager
def _kept(parcel: Parcel) -> Iterator[None]:
    """What goes wrong is kept with the parcel, without any value of a cell."""
    try:
        yield
    except (Refusal, OSError) as refusal:
        parcel.refusal = refusal
    except Exception as error:
        where = "".join(traceback.format_tb(error.__traceback__))
        parcel.fault = type(error).__name__
        logging.getLogger(__name__).error("import: %s\n%s", parcel.fault, where)


def check(parcel: Parcel, project: Project, at_step: Callable[[Step], None]) -> None:
    """Everything but publishing: what is wrong, or what would change."""
    with _kept(parcel):
        with _on_disk(parcel.files) as (source, mapped):
            outcome = publish(
                source,
                project,
                parcel.as_of,
                parcel.purpose,
                mapping=mapped,
                dry_run=True,
                at_step=at_step,
            )
        parcel.problems, parcel.digest = outcome.problems, outcome.digest
        parcel.suspicions, parcel.notes = outcome.suspicions, outcome.notes
        if not outcome.problems:
            parcel.comparison = compare(outcome, project, parcel.as_of, today())


def carry_out(parcel: Parcel, project: Project, at_step: Callable[[Step], None]) -> None:
    """The checked bytes by the one road, which refuses anything else than was checked."""
    with _kept(parcel), _on_disk(parcel.files) as (source, mapped):
        outcome = publish(
            source,
            project,
            parcel.as_of,
            parcel.purpose,
            mapping=mapped,
            checked=parcel.digest,
            at_step=at_step,
        )
        parcel.problems, parcel.published = outcome.problems, outcome.published


def save_marked(parcel: Parcel, project: Project, name: str, language: Language) -> Path:
    """Write the rows with the faulty cells marked where the user of this machine finds them.

    It is not sent to the browser: see docs/decisions/008. Raises OSError.
    """
    with _on_disk(parcel.files) as (source, mapped):
        tables = road.check(source, project, mapped).tables
    return marked_workbook.save(
        marked_workbook.downloads(), name, tables, parcel.problems, language
    )
