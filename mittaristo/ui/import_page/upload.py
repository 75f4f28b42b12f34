"""Registers on their way from the browser to a snapshot.

They hold rows of persons. Their bytes lie in the session alone until it is decided what becomes of
them, as another day or mapping has them read again; on disk only while they are read, in a private
folder. Neither a page nor a log gets a value of a cell.
"""

import datetime as dt
import logging
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath, PureWindowsPath

from mittaristo.i18n.translation import N_, Language, translator
from mittaristo.importing import marked_workbook, private_file
from mittaristo.importing.doubles.pairs import Suspected
from mittaristo.importing.mapping import proposal, schema
from mittaristo.importing.mapping.schema import SheetMapping
from mittaristo.importing.readers.encodings import decoded
from mittaristo.messages.refusals import Refusal
from mittaristo.project import Project, today
from mittaristo.publishing import publish
from mittaristo.publishing.draft import Draft, Prepared
from mittaristo.publishing.preview import Comparison, compare, summary
from mittaristo.publishing.publish import Step, commit, prepare, with_registers
from mittaristo.registers.schemas import Registers
from mittaristo.snapshots import reading
from mittaristo.snapshots.manifest import Damaged, Purpose
from mittaristo.snapshots.writing import Published
from mittaristo.ui.import_page.private_folder import private_folder

NOT_THESE = {
    "none": N_("Choose a workbook or CSV files first."),
    "both": N_("Choose one workbook (.xlsx), or only CSV files."),
    "mappings": N_("Choose only one mapping (.toml)."),
    "alike": N_("Two of the files have the same name."),
}


@dataclass(kw_only=True)
class Fails:
    """What may go wrong with files that were dropped: told in a sentence, or only by its kind."""

    refusal: Refusal | OSError | None = None
    fault: str = ""


@dataclass
class Upload(Fails):
    """What was dropped, and what came of it.

    `files` are let go when it is published: what that writes has no row of a person but under a
    pseudonym. `empty`: the registers without a row that were given, of which the project keeps
    those of `kept`. `again`: something was changed, and the files are to be checked once more.
    `proposed`: a mapping to begin with, where the sheets seem to be of another layout.
    """

    project: str
    as_of: dt.date
    purpose: Purpose
    files: Mapping[str, bytes] = field(repr=False)
    names: tuple[str, ...] = field(init=False)
    prepared: Prepared | None = field(default=None, repr=False)
    comparison: Comparison | None = None
    published: Published | None = None
    empty: Registers = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    again: bool = False
    proposed: str = ""

    def __post_init__(self) -> None:
        self.names = tuple(self.files)

    @property
    def mapping(self) -> str:
        """The name of the mapping among the files; empty where there is none."""
        return next((name for name in self.files if name.lower().endswith(".toml")), "")

    def mapping_text(self) -> str:
        text, _encoding = decoded(self.files.get(self.mapping, b""), cyrillic=False)
        return (text if self.mapping else self.proposed) or ""

    def read_with(self, name: str, text: str) -> None:
        """Have the files read by this mapping, which takes the place of one of that name."""
        self.files = {**self.files, name: text.encode()}
        self.names, self.again = tuple(self.files), True


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
def on_disk(files: Mapping[str, bytes]) -> Iterator[tuple[Path, SheetMapping | None]]:
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
def kept(upload: Fails) -> Iterator[None]:
    """What goes wrong is kept with the upload, without any value of a cell."""
    try:
        yield
    except (Refusal, OSError) as refusal:
        upload.refusal = refusal
    except Exception as error:
        where = "".join(traceback.format_tb(error.__traceback__))
        upload.fault = type(error).__name__
        logging.getLogger(__name__).error("import: %s\n%s", upload.fault, where)


def check(
    upload: Upload, project: Project, at_step: Callable[[Step], None], language: Language
) -> None:
    """Everything but publishing: what is wrong, or what would change."""
    counted = upload.comparison is not None
    upload.refusal, upload.fault, upload.again = None, "", False
    upload.prepared, upload.comparison, upload.empty = None, None, {}
    with kept(upload):
        with on_disk(upload.files) as (source, mapped):
            prepared = prepare(source, project, upload.as_of, mapped, at_step=at_step)
            if mapped is None and proposal.OTHER_LAYOUT & {one.rule for one in prepared.errors}:
                upload.proposed = proposal.propose(source, translator(language))
        if draft := prepared.draft:
            empty = {name: frame for name, frame in draft.registers.items() if frame.is_empty()}
            if len(empty) < len(draft.registers):
                upload.empty = empty
                before = upload.kept if counted else _kept_before(project)
                draft = _keeping(upload, draft, sorted(empty.keys() & set(before)))
            upload.comparison = compare(draft, today())
            prepared = replace(prepared, draft=draft.packed())
        upload.prepared = prepared


def keep(upload: Upload, names: Sequence[str]) -> None:
    """Count anew, with those of the registers without a row that the project keeps."""
    assert upload.prepared
    assert upload.prepared.draft
    with kept(upload):
        draft = _keeping(upload, upload.prepared.draft, names)
        upload.comparison = compare(draft, today())
        upload.prepared = replace(upload.prepared, draft=draft.packed())


def _keeping(upload: Upload, draft: Draft, names: Sequence[str]) -> Draft:
    """The draft of its registers that have rows, and of these that have none. Raises Refusal."""
    upload.kept = tuple(names)
    rows = {name: frame for name, frame in draft.registers.items() if frame.height}
    wanted = {**rows, **{name: upload.empty[name] for name in names}}
    return draft if wanted.keys() == draft.registers.keys() else with_registers(draft, wanted)


def _kept_before(project: Project) -> frozenset[str]:
    """The registers of the newest snapshot; none where there is none, or none that can be read."""
    try:
        newest = reading.read_manifest(project.folder, reading.numbers(project.folder)[-1])
    except (IndexError, Damaged):
        return frozenset()
    return frozenset(Path(name).stem for name in newest.files if name.startswith("registers/"))


def carry_out(upload: Upload, at_step: Callable[[Step], None]) -> None:
    """Publish what was prepared, or nothing where something was published since."""
    assert upload.prepared
    assert upload.prepared.draft
    assert upload.comparison
    told = summary(upload.comparison, upload.prepared.warnings)
    with kept(upload):
        upload.published = commit(upload.prepared.draft, upload.purpose, told, at_step=at_step)
        upload.files = {}


def forget_doubles(upload: Upload, project: Project, apart: Sequence[Suspected]) -> None:
    """Remember that these rows are not the same, and compare what is left anew."""
    assert upload.prepared
    with kept(upload):
        publish.not_the_same(project, apart)
        prepared = upload.prepared.without(apart)
        if draft := prepared.draft:
            draft = publish.compared_anew(draft)
            upload.comparison = compare(draft, today())
            prepared = replace(prepared, draft=draft)
        upload.prepared = prepared


def save_marked(upload: Upload, project: Project, name: str, language: Language) -> Path:
    """Write the rows with the faulty cells marked where the user of this machine finds them.

    It is not sent to the browser: see docs/decisions/008. Raises OSError.
    """
    with on_disk(upload.files) as (source, mapped):
        found = publish.check(source, project, mapped)
    return marked_workbook.save(
        private_file.downloads(), name, found.tables, found.errors, language
    )
