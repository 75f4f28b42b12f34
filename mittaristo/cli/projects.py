"""Verbs that make something to begin with: a project, an empty workbook, invented registers."""

import argparse
import datetime as dt
from pathlib import Path

from mittaristo import example, project
from mittaristo.cli.verb import (
    DONE,
    Usage,
    Verb,
    a_day,
    a_number,
    may_be_written,
    written_to,
)
from mittaristo.example.world import Tables
from mittaristo.i18n.formats import day
from mittaristo.i18n.translation import N_, Language, Translate
from mittaristo.importing import template
from mittaristo.privacy.keys import key_path, make_key
from mittaristo.registers.schemas import INVENTED

PROGRAMME_STARTS, PROGRAMME_ENDS = dt.date(2021, 1, 1), dt.date(2029, 12, 31)
"""The funding period of ESF+ 2021–2027, for a project that does not say its own dates."""


def _new_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    made.add_argument("project", metavar="P", help=_("short name: a-z, digits, hyphens"))
    made.add_argument("--name", help=_("name as people say it"))
    made.add_argument("--starts", type=a_day(_), metavar="D", help=_("first day of the project"))
    made.add_argument("--ends", type=a_day(_), metavar="D", help=_("last day of the project"))


def _new(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
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


def _template_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    made.add_argument("file", type=Path, metavar=_("FILE.xlsx"))


def _template(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Write an empty register workbook."""
    may_be_written(parsed.file, _)
    with written_to(parsed.file, _):
        template.write_workbook(parsed.file, language)
    print(_("Register workbook written: {path}").format(path=parsed.file))
    return DONE


def _example_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    made.add_argument("--clients", type=a_number(_), default=example.CLIENTS, metavar="N")
    made.add_argument("--seed", type=a_number(_), default=1, metavar="S")
    made.add_argument("--as-of", type=a_day(_), default=example.PUBLISHED_DAY, metavar="D")
    made.add_argument(
        "--labour-market",
        type=a_day(_),
        metavar="D",
        help=_("only the labour market of the region, from the month of this day"),
    )
    made.add_argument("-o", dest="output", type=Path, required=True, metavar=_("FOLDER"))


def _example(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Write invented registers as a folder of CSV files or a workbook."""
    if not 1 <= parsed.clients <= 1_000_000:
        raise Usage(_("--clients takes a number from 1 to 1 000 000."))
    within = example.STARTS_ON <= parsed.as_of <= example.ENDS_ON
    if not (parsed.labour_market or within):
        raise Usage(
            _("The example project runs from {starts_on} to {ends_on}.").format(
                starts_on=day(example.STARTS_ON, language), ends_on=day(example.ENDS_ON, language)
            )
        )
    if _holds_something_else(parsed.output):
        raise Usage(_("There is something else at {path} already.").format(path=parsed.output))
    tables = _tables(parsed)
    if parsed.output.suffix.lower() == ".xlsx":
        if any(len(rows) >= 1_048_576 for rows in tables.values()):
            raise Usage(_("An Excel sheet cannot hold that many rows. Write a folder instead."))
        with written_to(parsed.output, _):
            example.write_filled_workbook(tables, parsed.output, language)
    else:
        with written_to(parsed.output, _):
            example.write_folder(tables, parsed.output)
    print(_("Invented registers written: {path}").format(path=parsed.output))
    return DONE


def _tables(parsed: argparse.Namespace) -> Tables:
    """All registers of the example, or the one that is asked for."""
    if parsed.labour_market:
        rows = example.labour_market(parsed.labour_market, parsed.as_of, parsed.seed)
        return {"labour_market": rows}
    return example.registers(example.make_world(parsed.clients, parsed.seed), parsed.as_of)


def _holds_something_else(path: Path) -> bool:
    """Whether writing an example there would overwrite what is no example."""
    if path.is_dir():
        return any(path.iterdir()) and not (path / f"{INVENTED}.csv").exists()
    return path.exists()


NEW = Verb("new", N_("make a project and its key"), _new_takes, _new)
TEMPLATE = Verb(
    "template",
    N_("write an empty register workbook"),
    _template_takes,
    _template,
    of_projects=False,
)
EXAMPLE = Verb(
    "example", N_("write invented registers"), _example_takes, _example, of_projects=False
)
