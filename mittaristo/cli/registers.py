"""Verbs that take registers in: check, worklist and publish."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from mittaristo import project
from mittaristo.cli import elsewhere
from mittaristo.cli.releasing import release_at
from mittaristo.cli.verb import (
    DONE,
    REFUSED,
    Usage,
    Verb,
    a_day,
    may_be_written,
    written_to,
)
from mittaristo.figures.engine import on_this_machine
from mittaristo.i18n.formats import day, number
from mittaristo.i18n.translation import N_, Language, Translate, translator
from mittaristo.i18n.wording import wording
from mittaristo.importing import marked_workbook, private_file, row_counts
from mittaristo.importing.doubles.pairs import Suspected
from mittaristo.importing.ingest import Checked
from mittaristo.importing.mapping import proposal, schema
from mittaristo.importing.mapping.schema import SheetMapping
from mittaristo.importing.readers.csv_files import ANY_SIZE, LIMITS, CsvLimits
from mittaristo.importing.row_counts import Counted
from mittaristo.messages.problems import Problem, Told, grouped
from mittaristo.project import Project
from mittaristo.publishing import key_rotation, preview, publish, worklists
from mittaristo.publishing.draft import Prepared
from mittaristo.publishing.publish import LIE_AT
from mittaristo.snapshots import releases
from mittaristo.snapshots.manifest import PURPOSE_NAMES
from mittaristo.snapshots.writing import Published

PROBLEMS_SHOWN = 1000


def takes_source(
    made: argparse.ArgumentParser, _: Translate, kind: Callable[[str], object] = Path
) -> None:
    """Registers, the project that they are of, and the mapping that reads them."""
    given = _("a workbook, or a folder of <table>.csv")
    made.add_argument("source", type=kind, metavar=_("REGISTERS"), help=given)
    made.add_argument("--project", required=True, metavar="P")


def takes_mapping(made: argparse.ArgumentParser, _: Translate) -> None:
    how_mapped = _("how other people's sheets become our tables")
    made.add_argument("--mapping", type=Path, metavar="M.toml", help=how_mapped)


def _takes_any_size(made: argparse.ArgumentParser, _: Translate) -> None:
    any_size = _("read CSV files of any size, as far as nothing in them is odd")
    made.add_argument("--any-size", action="store_true", help=any_size)


def _limits(parsed: argparse.Namespace) -> CsvLimits:
    return ANY_SIZE if parsed.any_size else LIMITS


def _check_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    takes_source(made, _)
    takes_mapping(made, _)
    _takes_any_size(made, _)
    marks = _("where there are problems: a workbook of the rows with the faulty cells marked")
    made.add_argument("--report", type=Path, metavar="OUT.xlsx", help=marks)
    proposed = _("a mapping proposed from the headings, into a new file")
    made.add_argument("--proposal", type=Path, metavar="M.toml", help=proposed)
    made.add_argument("--as-of", type=a_day(_), metavar="D", help=_("otherwise today"))
    apart = _("the suspected rows there are not the same: remembered; all for all of them")
    where = _("SHEET:ROW")
    made.add_argument("--not-the-same", action="append", metavar=where, help=apart, default=[])


def _check(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Say what is wrong with registers, without publishing them."""
    if parsed.report:
        may_be_written(parsed.report, _)
    if parsed.proposal and parsed.proposal.exists():
        raise Usage(_("There is something else at {path} already.").format(path=parsed.proposal))
    mapped = _mapping(parsed)
    kept = project.load(parsed.data / parsed.project)
    checked = publish.check(parsed.source, kept, mapped, parsed.as_of, _limits(parsed))
    if parsed.not_the_same:
        count = _remember(checked, kept, parsed.not_the_same, _)
        print(_("Remembered as not the same: {count}.").format(count=number(count, language)))
        checked = publish.check(parsed.source, kept, mapped, parsed.as_of, _limits(parsed))
    _tell(checked, language)
    if checked.errors:
        status = _refused(checked.errors, checked.counted(), _, language)
        if parsed.report:
            try:
                with written_to(parsed.report, _):
                    marked_workbook.write(parsed.report, checked.tables, checked.errors, language)
                print(_("Marked workbook written: {path}").format(path=parsed.report))
            except Usage as wrong:  # the problems are what was asked for
                print(wrong, file=sys.stderr)
        unknown = proposal.OTHER_LAYOUT & {problem.rule for problem in checked.errors}
        if parsed.proposal or (unknown and mapped is None):
            _propose(parsed, _)
        return status
    if parsed.proposal:
        _propose(parsed, _)
    if parsed.as_of is None:
        said = _("What counts is told as of today, {day}; of another day with --as-of.")
        print(said.format(day=day(project.today(), language)))
    for line in row_counts.lines(checked.counted(), language):
        print(line)
    print(_("No problems found."))
    return DONE


def _remember(checked: Checked, kept: Project, named: Sequence[str], _: Translate) -> int:
    """Keep that the suspected rows at these places are not the same. Raises Usage or Refusal."""
    there: dict[str, list[Suspected]] = {"all": list(checked.suspected)}
    for one in checked.suspected:
        place = one.problem.place.sheet or one.problem.place.file
        there.setdefault(f"{place}:{one.problem.row}", []).append(one)
    for name in named:
        if not there.get(name):
            raise Usage(
                _("No row that may be the same as another stands at {place}.").format(place=name)
            )
    meant = [one for name in dict.fromkeys(named) for one in there[name]]
    if not all(one.digest for one in meant):
        raise Usage(_("Without the key of the pseudonyms nothing can be remembered."))
    publish.not_the_same(kept, meant)
    return len({one.digest for one in meant})


def _propose(parsed: argparse.Namespace, _: Translate) -> None:
    """A mapping to begin with, where the headings allow one: into a file, or on the screen."""
    proposed = proposal.propose(parsed.source, _)
    if not parsed.proposal:
        if proposed:
            said = _(
                "If these are sheets in your own layout, a mapping may read them. To begin with:"
            )
            print(said)
            print(f"\n{proposed}")
    elif proposed:
        with parsed.proposal.open("x", encoding="utf-8") as file:
            file.write(proposed)
        print(_("Proposed mapping written: {path}").format(path=parsed.proposal))
    else:
        print(_("No mapping can be proposed: too few headings are understood."))


def _worklist_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    takes_source(made, _)
    takes_mapping(made, _)
    made.add_argument("--as-of", type=a_day(_), metavar="D", help=_("otherwise today"))
    into = _("a workbook, for its owner only; otherwise the lists are printed")
    made.add_argument("-o", "--output", type=Path, metavar="OUT.xlsx", help=into)


def _worklist(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """List the rows of registers that are to be completed; nothing of it is stored."""
    if parsed.output:
        may_be_written(parsed.output, _)
    kept = project.load(parsed.data / parsed.project)
    as_of = parsed.as_of or project.today()
    checked = publish.check(parsed.source, kept, _mapping(parsed))
    if checked.errors:
        return _refused(checked.errors, checked.counted(), _, language)
    items = worklists.worklists(checked, as_of)
    for line in worklists.in_lines(items, wording(language)):
        print(line)
    if parsed.output:
        with written_to(parsed.output, _):
            made = worklists.workbook(items, kept, as_of, language)
            private_file.write(parsed.output, made)
        print(_("Worklists written: {path}").format(path=parsed.output))
        print(_("It holds rows of persons: delete it when you need it no more."))
    elif items:
        table = worklists.table(items, language)
        for row in (table.headings, *table.rows):
            print("\t".join(row))
    return DONE


def _publish_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    takes_source(made, _, str)
    made.add_argument("--as-of", type=a_day(_), required=True, metavar="D")
    made.add_argument("--purpose", choices=tuple(PURPOSE_NAMES), default="meeting")
    takes_mapping(made, _)
    _takes_any_size(made, _)
    later = _("with [drafts] in project.toml: a day, or a day and hour, until which some see it")
    made.add_argument("--draft", metavar=_("DAY"), help=later)
    made.add_argument("--dry-run", action="store_true", help=_("do everything but write"))
    made.add_argument(
        "--new-key", type=Path, metavar=_("FILE"), help=_("from now on with a new key")
    )
    made.add_argument("--old-key-lost", action="store_true", help=_("with --new-key: without it"))
    accept = _("publish although something is doubted: you have looked at it")
    made.add_argument("--accept-doubts", action="store_true", help=accept)
    elsewhere.takes_engine(made, _)


def _publish(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Publish registers as a snapshot, or say what that would come to."""
    kept = project.load(parsed.data / parsed.project)
    with elsewhere.engine(parsed, _) as server:
        if server is not None and not elsewhere.lies_here(parsed.source):
            prepared = _prepared_elsewhere(server, kept, parsed, _)
        else:
            prepared = publish.prepare(
                Path(parsed.source),
                kept,
                parsed.as_of,
                _mapping(parsed),
                new_key=parsed.new_key,
                old_key_lost=parsed.old_key_lost,
                at_step=_progress(parsed.source, _),
                limits=_limits(parsed),
                opened=on_this_machine if server is None else server.opened,
            )
        return _commit(prepared, kept, parsed, _, language)


def _progress(source: str, _: Translate) -> Callable[[publish.Step], None]:
    """Tells of each step while it lasts, where somebody looks on."""

    def told(step: publish.Step) -> None:
        if sys.stderr.isatty():
            print(_(publish.STEPS[step]).format(files=source), file=sys.stderr, flush=True)

    return told


def _prepared_elsewhere(
    server: elsewhere.Server, kept: Project, parsed: argparse.Namespace, _: Translate
) -> Prepared:
    """The same of registers that lie where the server reads them."""
    if parsed.mapping or parsed.new_key:
        raise Usage(_("--mapping and --new-key are for workbooks and CSV files."))
    registers = server.registers(parsed.source)
    return publish.prepare_elsewhere(registers, kept, parsed.as_of, server.opened)


def _commit(
    prepared: Prepared, kept: Project, parsed: argparse.Namespace, _: Translate, language: Language
) -> int:
    """Publish what was prepared, or say what hinders it."""
    at = release_at(parsed.draft, kept, _) if parsed.draft else None
    _tell(prepared, language)
    if prepared.draft is None:
        status = _refused(prepared.errors, prepared.counted, _, language)
        print(_("Nothing was published."), file=sys.stderr)
        return status
    for line in row_counts.lines(prepared.counted, language):
        print(line)
    if parsed.dry_run:
        for line in preview.compare(prepared.draft, project.today()).lines(language):
            print(line)
        print(_("This could be published. Nothing was written."))
        return DONE
    _draft, comparison, published = preview.publish_told(
        prepared, parsed.purpose, project.today(), at, accepted=parsed.accept_doubts
    )
    for line in comparison.doubted(language):
        print(line)
    if published is None:
        print(_("If this is as it should be, publish with --accept-doubts."))
        print(_("Nothing was published."), file=sys.stderr)
        return REFUSED
    _tell_published(published, parsed, _, language)
    return DONE


def _tell_published(
    published: Published, parsed: argparse.Namespace, _: Translate, language: Language
) -> None:
    print(
        _("Published: snapshot {number}, as of {as_of}.").format(
            number=published.number, as_of=day(published.manifest.as_of, language)
        )
    )
    if published.manifest.release_at is not None:
        said = _("It is a draft until {hour}, and until somebody approves it: approve")
        print(said.format(hour=releases.hour(published.manifest, language)))
    if LIE_AT in published.manifest.written:
        print(_("The registers stay on the server: the store has the figures only."))
    if parsed.new_key:
        print(key_rotation.said(parsed.new_key, parsed.project, _))
    if published.manifest.synthetic:
        print(_("It is marked as invented example data on every page."))
    if not published.durable:
        print(
            _(
                "The disk did not confirm that the snapshot would outlast a power cut,"
                " or it could not be made read-only. Check it with: snapshots --verify"
            )
        )


def _mapping(parsed: argparse.Namespace) -> SheetMapping | None:
    return schema.load(parsed.mapping) if parsed.mapping else None


def _tell(found: Told, language: Language) -> None:
    """All that hinders nothing. Where there are several kinds, each stands under its name."""
    _ = translator(language)
    kinds = {_("Notes:"): found.infos, _("Suspicions:"): found.warnings}
    several = sum(map(bool, (*kinds.values(), found.errors))) > 1
    for title, messages in kinds.items():
        if messages and several:
            print(title)
        for group in grouped(messages)[:PROBLEMS_SHOWN]:
            print(group.sentence(language))
    if found.errors and several:
        print(_("Problems:"))


def _refused(
    problems: tuple[Problem, ...],
    rows: Mapping[str, Counted],
    _: Translate,
    language: Language,
) -> int:
    shown = grouped(problems)[:PROBLEMS_SHOWN]
    for group in shown:
        print(group.sentence(language))
    if rest := len(problems) - sum(group.count for group in shown):
        print(_("… and {count} more.").format(count=number(rest, language)))
    for line in row_counts.lines(rows, language):
        print(line)
    print(_("Problems: {count}.").format(count=number(len(problems), language)))
    return REFUSED


CHECK = Verb(
    "check", N_("say what is wrong with registers, and publish nothing"), _check_takes, _check
)
PUBLISH = Verb("publish", N_("publish registers as a snapshot"), _publish_takes, _publish)
WORKLIST = Verb(
    "worklist",
    N_("list the rows of registers that are to be completed, and store nothing"),
    _worklist_takes,
    _worklist,
)
