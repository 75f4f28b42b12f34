"""The command line: `python -m mittaristo <verb>`. Exit 0 done, 1 refused or problems, 2 usage."""

import argparse
import contextlib
import datetime as dt
import io
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from mittaristo import (
    arguments,
    comparison,
    counted,
    difference,
    example,
    mapping,
    marked,
    project,
    pruning,
    publish,
    rotation,
    store,
    template,
)
from mittaristo.answers import as_json
from mittaristo.counted import Counted
from mittaristo.grouped import grouped
from mittaristo.mapping import MappingError, SheetMapping, proposals
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


def main(given: list[str] | None = None) -> int:
    """Run one verb and say what came of it, in the reader's language."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    given = list(sys.argv[1:] if given is None else given)
    language = _language(given)
    _ = translator(language)
    try:
        with arguments.speaking(_):
            parsed = arguments.parser(_, VERBS).parse_args(given)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        return cast(int, parsed.run(parsed, _, language))
    except Usage as wrong:
        print(wrong, file=sys.stderr)
        return USAGE
    except REFUSALS as refusal:
        print(in_words(refusal, language), file=sys.stderr)
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
    if parsed.proposal and parsed.proposal.exists():
        raise Usage(_("There is something else at {path} already.").format(path=parsed.proposal))
    mapped = _mapping(parsed)
    checked = publish.check(parsed.source, project.load(parsed.data / parsed.project), mapped)
    _tell(checked.notes, checked.suspicions, language)
    if checked.problems:
        status = _refused(checked.problems, checked.counted(), _, language)
        if parsed.report:
            try:
                with _written_to(parsed.report, _):
                    marked.write(parsed.report, checked.tables, checked.problems, language)
                print(_("Marked workbook written: {path}").format(path=parsed.report))
            except Usage as wrong:  # the problems are what was asked for
                print(wrong, file=sys.stderr)
        unknown = UNKNOWN & {problem.rule for problem in checked.problems}
        if parsed.proposal or (unknown and mapped is None):
            _propose(parsed, _)
        return status
    if parsed.proposal:
        _propose(parsed, _)
    for line in counted.lines(checked.counted(), language):
        print(line)
    print(_("No problems found."))
    return DONE


UNKNOWN = {"unknown_table", "no_header", "unknown_column", "missing_column"}
"""What is wrong where the sheets are in someone else's layout."""


def _propose(parsed: argparse.Namespace, _: Translate) -> None:
    """A mapping to begin with, where the headings allow one: into a file, or on the screen."""
    proposed = proposals.propose(parsed.source, _)
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


def publish_(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Publish registers as a snapshot."""
    kept = project.load(parsed.data / parsed.project)
    doubts = comparison.doubts_of_the_day(kept, parsed.as_of, today())
    outcome = publish.publish(
        parsed.source,
        kept,
        parsed.as_of,
        parsed.purpose,
        mapping=_mapping(parsed),
        dry_run=parsed.dry_run,
        new_key=parsed.new_key,
        old_key_lost=parsed.old_key_lost,
    )
    _tell(outcome.notes, outcome.suspicions, language)
    if outcome.problems:
        status = _refused(outcome.problems, outcome.counted, _, language)
        print(_("Nothing was published."), file=sys.stderr)
        return status
    for line in counted.lines(outcome.counted, language):
        print(line)
    if outcome.published is None:
        for line in comparison.compare(outcome, kept, parsed.as_of, today()).lines(language):
            print(line)
        print(_("This could be published. Nothing was written."))
        return DONE
    for doubt in [*doubts, *difference.doubts_of_snapshots(outcome.not_compared)]:
        print(doubt.sentence(language, {}))
    published = outcome.published
    print(
        _("Published: snapshot {number}, as of {as_of}.").format(
            number=published.number, as_of=day(published.manifest.as_of, language)
        )
    )
    if parsed.new_key:
        print(rotation.said(parsed.new_key, parsed.project, _))
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


def today() -> dt.date:
    """The day where this machine stands."""
    return dt.datetime.now().astimezone().date()


def _mapping(parsed: argparse.Namespace) -> SheetMapping | None:
    return mapping.load(parsed.mapping) if parsed.mapping else None


def _tell(notes: tuple[Problem, ...], suspicions: tuple[Problem, ...], language: Language) -> None:
    for told in (*grouped(notes)[:PROBLEMS_SHOWN], *grouped(suspicions)[:PROBLEMS_SHOWN]):
        print(told.sentence(language))


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
    for line in counted.lines(rows, language):
        print(line)
    print(_("Problems: {count}.").format(count=number(len(problems), language)))
    return REFUSED


def prune(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Erase the registers of earlier snapshots; their figures stay."""
    del language
    folder = project.load(parsed.data / parsed.project).folder
    pruned = pruning.prune(folder, parsed.before, parsed.reason, really=parsed.yes)
    for sentence in pruned.said(_):
        print(sentence)
    return DONE if pruned.complete else REFUSED


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
        erased = pruning.marks(folder, _, language)
        if parsed.verify:
            for entry in store.verify(folder):
                line = _line(entry.number, entry.manifest, _, language)
                line += erased.get(entry.number, "")
                if entry.fault:
                    status = REFUSED
                    fault = _(entry.fault)
                    print(f"{line} · {fault}" + (f": {entry.file}" if entry.file else ""))
                else:
                    parts = _("figures verified, registers not here")
                    alone = entry.figures_only and entry.number not in erased
                    print(line, parts if alone else _("verified"), sep=" · ")
        else:
            for listed in store.listing(folder):
                line = _line(listed.number, listed.manifest, _, language)
                print(line + erased.get(listed.number, ""))
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
    if answer["left_out"]:
        print(counted.left_out(answer["left_out"], language))
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
    with _written_to(parsed.file, _):
        template.write_workbook(parsed.file, language)
    print(_("Register workbook written: {path}").format(path=parsed.file))
    return DONE


def _may_be_written(workbook: Path, _: Translate) -> None:
    if workbook.suffix.lower() != ".xlsx":
        raise Usage(_("The name of a workbook ends in .xlsx."))
    if workbook.exists():
        raise Usage(_("There is something else at {path} already.").format(path=workbook))


@contextlib.contextmanager
def _written_to(path: Path, _: Translate) -> Iterator[None]:
    """Say which file could not be written."""
    try:
        yield
    except OSError:
        said = _("{path} could not be written. Is its folder there, and may you write into it?")
        raise Usage(said.format(path=path)) from None


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
        with _written_to(parsed.output, _):
            example.write_filled_workbook(tables, parsed.output, language)
    else:
        with _written_to(parsed.output, _):
            example.write_folder(tables, parsed.output)
    print(_("Invented registers written: {path}").format(path=parsed.output))
    return DONE


def _holds_something_else(path: Path) -> bool:
    """Whether writing an example there would overwrite what is no example."""
    if path.is_dir():
        return any(path.iterdir()) and not (path / f"{INVENTED}.csv").exists()
    return path.exists()


VERBS: Mapping[str, arguments.Verb] = {
    "new": new,
    "template": template_,
    "check": check,
    "publish": publish_,
    "prune": prune,
    "snapshots": snapshots,
    "figures": figures,
    "example": example_,
}


if __name__ == "__main__":
    sys.exit(main())
