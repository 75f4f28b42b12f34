"""The command line: `python -m mittaristo <verb>`. Exit 0 done, 1 refused or problems, 2 usage."""

import argparse
import datetime as dt
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from mittaristo import example, mapping, marked, project, publish, store, template
from mittaristo.answers import as_json
from mittaristo.mapping import MappingError, SheetMapping
from mittaristo.privacy import key_path, make_key
from mittaristo.problems import Problem
from mittaristo.project import ProjectError
from mittaristo.refusals import REFUSALS, in_words
from mittaristo.registers import INVENTED
from mittaristo.store import PURPOSE_NAMES
from mittaristo.texts import LANGUAGES, Language, Translate, day, language_of, number, translator

DONE, REFUSED, USAGE = 0, 1, 2
PROBLEMS_SHOWN = 1000
PROGRAMME_STARTS, PROGRAMME_ENDS = dt.date(2021, 1, 1), dt.date(2029, 12, 31)
"""The funding period of ESF+ 2021–2027, for a project that does not say its own dates."""


class Usage(Exception):
    """The command was not given right. Holds a sentence in the reader's language."""


def main(arguments: list[str] | None = None) -> int:
    """Run one verb and say what came of it, in the reader's language."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = _language(given)
    _ = translator(language)
    try:
        parsed = _parser(_).parse_args(given)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        return cast(int, parsed.run(parsed, _, language))
    except Usage as wrong:
        print(wrong, file=sys.stderr)
        return USAGE
    except REFUSALS as refusal:
        print(in_words(refusal, _), file=sys.stderr)
        return USAGE if isinstance(refusal, ProjectError | MappingError) else REFUSED
    except KeyboardInterrupt:
        return REFUSED


def _language(given: list[str]) -> Language:
    """`--lang` counts before anything else is parsed, so that a usage error is understood, too."""
    before = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    before.add_argument("--lang", choices=LANGUAGES)
    try:
        return before.parse_known_args(given)[0].lang or language_of()
    except argparse.ArgumentError:
        return language_of()


# --- Verbs ------------------------------------------------------------------------------------


def new(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Make data/P/project.toml and the project's key."""
    starts_on, ends_on = parsed.starts or PROGRAMME_STARTS, parsed.ends or PROGRAMME_ENDS
    name = parsed.name or parsed.project
    project.may_be_created(parsed.data, parsed.project, name, starts_on, ends_on)
    key = key_path(parsed.project)
    made_key = make_key(key)
    made = project.create(parsed.data, parsed.project, name, starts_on, ends_on)
    print(_("Project made: {path}").format(path=made.folder / "project.toml"))
    if not (parsed.starts and parsed.ends):
        print(
            _("Dates of the project: {starts_on}–{ends_on}. Correct them in that file.").format(
                starts_on=day(made.starts_on, language), ends_on=day(made.ends_on, language)
            )
        )
    if made_key:
        print(
            _("Key of the pseudonyms made: {path}. Keep a copy in a safe place.").format(path=key)
        )
    else:
        print(_("Key of the pseudonyms, there already: {path}").format(path=key))
    return DONE


def check(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Say what is wrong with registers, without publishing them."""
    if parsed.report:
        _may_be_written(parsed.report, _)
    mapped = _mapping(parsed)
    checked = publish.check(parsed.source, project.load(parsed.data / parsed.project), mapped)
    _tell(checked.notes, checked.suspicions, language)
    if checked.problems:
        if parsed.report:
            tables = publish.read_source(parsed.source, mapped).tables
            marked.write(parsed.report, tables, checked.problems, language)
            print(_("Marked workbook written: {path}").format(path=parsed.report))
        return _refused(checked.problems, _, language)
    print(_("No problems found."))
    return DONE


def publish_(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Publish registers as a snapshot."""
    outcome = publish.publish(
        parsed.source,
        project.load(parsed.data / parsed.project),
        parsed.as_of,
        parsed.purpose,
        mapping=_mapping(parsed),
        dry_run=parsed.dry_run,
    )
    _tell(outcome.notes, outcome.suspicions, language)
    if outcome.problems:
        status = _refused(outcome.problems, _, language)
        print(_("Nothing was published."), file=sys.stderr)
        return status
    for earlier in outcome.not_compared:
        print(
            _(
                "Snapshot {number} could not be compared with:"
                " it is damaged, has no registers here, or was made with another key."
            ).format(number=earlier)
        )
    if outcome.published is None:
        print(_("This could be published. Nothing was written."))
        return DONE
    published = outcome.published
    print(
        _("Published: snapshot {number}, as of {as_of}.").format(
            number=published.number, as_of=day(published.manifest.as_of, language)
        )
    )
    if published.manifest.synthetic:
        print(_("It is marked as invented example data on every page."))
    if not published.durable:
        print(
            _(
                "The disk did not confirm that the snapshot would outlast a power cut,"
                " or it could not be made read-only. Check it with: snapshots --verify"
            )
        )
    return DONE


def _mapping(parsed: argparse.Namespace) -> SheetMapping | None:
    return mapping.load(parsed.mapping) if parsed.mapping else None


def _tell(notes: tuple[Problem, ...], suspicions: tuple[Problem, ...], language: Language) -> None:
    for told in (*notes[:PROBLEMS_SHOWN], *suspicions[:PROBLEMS_SHOWN]):
        print(told.sentence(language))


def _refused(problems: tuple[Problem, ...], _: Translate, language: Language) -> int:
    for problem in problems[:PROBLEMS_SHOWN]:
        print(problem.sentence(language))
    if len(problems) > PROBLEMS_SHOWN:
        print(
            _("… and {count} more.").format(count=number(len(problems) - PROBLEMS_SHOWN, language))
        )
    print(_("Problems: {count}.").format(count=number(len(problems), language)))
    return REFUSED


def snapshots(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """List the snapshots; with --verify, check every byte of them."""
    status = DONE
    folders = [parsed.data / parsed.project] if parsed.project else project.projects(parsed.data)
    for folder in folders:
        try:
            print(project.load(folder).name)
        except ProjectError as wrong:
            if parsed.project:
                raise
            print(wrong.sentence(_))
            status = REFUSED
            continue
        if parsed.verify:
            for entry in store.verify(folder):
                line = _line(entry.number, entry.manifest, _, language)
                if entry.fault:
                    status = REFUSED
                    fault = _(entry.fault)
                    print(f"{line} · {fault}" + (f": {entry.file}" if entry.file else ""))
                else:
                    parts = _("figures verified, registers not here")
                    print(line, parts if entry.figures_only else _("verified"), sep=" · ")
        else:
            for listed in store.listing(folder):
                print(_line(listed.number, listed.manifest, _, language))
                status = status if listed.manifest else REFUSED
    return status


def _line(sequence: int, manifest: store.Manifest | None, _: Translate, language: Language) -> str:
    if manifest is None:
        return " · ".join((f"  {sequence:06d}", _("damaged")))
    facts = [f"  {sequence:06d}", day(manifest.as_of, language), _(PURPOSE_NAMES[manifest.purpose])]
    if manifest.synthetic:
        facts.append(_("invented example data"))
    return " · ".join(facts)


def figures(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Print the figures that everyone may see."""
    folder = project.load(parsed.data / parsed.project).folder
    choice = store.choose(folder, team=False, as_of=parsed.as_of, number=parsed.snapshot)
    for damaged in choice.damaged:
        print(
            _("Snapshot {number} is damaged and is not used.").format(number=damaged),
            file=sys.stderr,
        )
    if choice.snapshot is None:
        raise Usage(_("There is no such snapshot for everyone to see."))
    answer = as_json(choice.snapshot)
    if parsed.json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
        return DONE
    if answer["synthetic"]:
        print(_("Invented example data."))
    labels = {
        measure["id"]: measure["label"][language]
        for measure in choice.snapshot.catalogue["measures"]
    }
    for row in answer["measures"]:
        first, last = (day(dt.date.fromisoformat(row[end]), language) for end in ("from", "to"))
        value = number(row["value"], language)
        print(f"{labels.get(row['id'], row['id'])}, {first}–{last}: {value}")
    return DONE


def template_(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Write an empty register workbook."""
    _may_be_written(parsed.file, _)
    template.write_workbook(parsed.file, language)
    print(_("Register workbook written: {path}").format(path=parsed.file))
    return DONE


def _may_be_written(workbook: Path, _: Translate) -> None:
    if workbook.suffix.lower() != ".xlsx":
        raise Usage(_("The name of a workbook ends in .xlsx."))
    if workbook.exists():
        raise Usage(_("There is something else at {path} already.").format(path=workbook))


def example_(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Write invented registers as a folder of CSV files or a workbook."""
    if not 1 <= parsed.clients <= 1_000_000:
        raise Usage(_("--clients takes a number from 1 to 1 000 000."))
    if not example.STARTS_ON <= parsed.as_of <= example.ENDS_ON:
        raise Usage(
            _("The example project runs from {starts_on} to {ends_on}.").format(
                starts_on=day(example.STARTS_ON, language), ends_on=day(example.ENDS_ON, language)
            )
        )
    if _holds_something_else(parsed.output):
        raise Usage(_("There is something else at {path} already.").format(path=parsed.output))
    tables = example.registers(example.make_world(parsed.clients, parsed.seed), parsed.as_of)
    if parsed.output.suffix.lower() == ".xlsx":
        if any(len(rows) >= 1_048_576 for rows in tables.values()):
            raise Usage(_("An Excel sheet cannot hold that many rows. Write a folder instead."))
        example.write_filled_workbook(tables, parsed.output, language)
    else:
        example.write_folder(tables, parsed.output)
    print(_("Invented registers written: {path}").format(path=parsed.output))
    return DONE


def _holds_something_else(path: Path) -> bool:
    """Whether writing an example there would overwrite what is no example."""
    if path.is_dir():
        return any(path.iterdir()) and not (path / f"{INVENTED}.csv").exists()
    return path.exists()


# --- Arguments --------------------------------------------------------------------------------


def _parser(_: Translate) -> argparse.ArgumentParser:
    def a_day(text: str) -> dt.date:
        try:
            return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            raise argparse.ArgumentTypeError(
                _("a date is written as year-month-day: 2026-04-30")
            ) from None

    parser = argparse.ArgumentParser(
        prog="mittaristo",
        description=_("Project registers into dated snapshots, and snapshots into figures."),
    )
    verbs = parser.add_subparsers(required=True, metavar=_("verb"))

    def verb(
        name: str, run: Callable[..., int], summary: str, *, needs_project: bool = True
    ) -> Any:
        made = verbs.add_parser(name, help=summary, description=summary)
        made.set_defaults(run=run)
        made.add_argument("--lang", choices=LANGUAGES, help=_("language of the messages"))
        if needs_project:
            made.add_argument(
                "--data",
                type=Path,
                default=Path(os.environ.get("MITTARISTO_DATA") or "data"),
                help=_("where the projects lie (otherwise MITTARISTO_DATA, otherwise data)"),
            )
        return made

    made = verb("new", new, _("make a project and its key"))
    made.add_argument("project", metavar="P", help=_("short name: a-z, digits, hyphens"))
    made.add_argument("--name", help=_("name as people say it"))
    made.add_argument("--starts", type=a_day, metavar="D", help=_("first day of the project"))
    made.add_argument("--ends", type=a_day, metavar="D", help=_("last day of the project"))

    made = verb("template", template_, _("write an empty register workbook"), needs_project=False)
    made.add_argument("file", type=Path, metavar="FILE.xlsx")

    how_mapped = _("how other people's sheets become our tables")
    made = verb("check", check, _("say what is wrong with registers, and publish nothing"))
    made.add_argument("source", type=Path, help=_("a workbook, or a folder of <table>.csv"))
    made.add_argument("--project", required=True, metavar="P")
    made.add_argument("--mapping", type=Path, metavar="M.toml", help=how_mapped)
    marks = _("where there are problems: a workbook of the rows with the faulty cells marked")
    made.add_argument("--report", type=Path, metavar="OUT.xlsx", help=marks)

    made = verb("publish", publish_, _("publish registers as a snapshot"))
    made.add_argument("source", type=Path, help=_("a workbook, or a folder of <table>.csv"))
    made.add_argument("--project", required=True, metavar="P")
    made.add_argument("--as-of", type=a_day, required=True, metavar="D")
    made.add_argument("--purpose", choices=tuple(PURPOSE_NAMES), default="meeting")
    made.add_argument("--mapping", type=Path, metavar="M.toml", help=how_mapped)
    made.add_argument("--dry-run", action="store_true", help=_("do everything but write"))

    made = verb("snapshots", snapshots, _("list the snapshots"))
    made.add_argument("--project", metavar="P")
    made.add_argument("--verify", action="store_true", help=_("check every byte"))

    made = verb("figures", figures, _("print the figures that everyone may see"))
    made.add_argument("--project", required=True, metavar="P")
    which = made.add_mutually_exclusive_group()
    which.add_argument("--as-of", type=a_day, metavar="D")
    which.add_argument("--snapshot", type=int, metavar="N")
    made.add_argument("--json", action="store_true")

    made = verb("example", example_, _("write invented registers"), needs_project=False)
    made.add_argument("--clients", type=int, default=example.CLIENTS, metavar="N")
    made.add_argument("--seed", type=int, default=1, metavar="S")
    made.add_argument("--as-of", type=a_day, default=example.PUBLISHED_DAY, metavar="D")
    made.add_argument("-o", dest="output", type=Path, required=True, metavar="DIR")
    return parser


if __name__ == "__main__":
    sys.exit(main())
