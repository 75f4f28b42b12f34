"""What the command line takes: verbs and their options, explained in the reader's language."""

import argparse
import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mittaristo import example
from mittaristo.store import PURPOSE_NAMES
from mittaristo.texts import LANGUAGES, N_, Language, Translate

Verb = Callable[[argparse.Namespace, Translate, Language], int]

OF_ARGPARSE = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("unrecognized arguments: %s"),
    N_("not allowed with argument %s"),
    N_("expected one argument"),
    N_("ignored explicit argument %r"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
)
"""What argparse says by itself to those who use the command line."""


@contextmanager
def speaking(_: Translate) -> Iterator[None]:
    """argparse says its own sentences by our catalogue, while it builds and parses."""
    own = vars(argparse)["_"]
    vars(argparse)["_"] = _
    try:
        yield
    finally:
        vars(argparse)["_"] = own


def parser(_: Translate, verbs: Mapping[str, Verb]) -> argparse.ArgumentParser:
    """What each verb takes; a verb is run with what was given, a translator and the language."""

    def a_day(text: str) -> dt.date:
        try:
            return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            raise argparse.ArgumentTypeError(
                _("a date is written as year-month-day: 2026-04-30")
            ) from None

    def a_number(text: str) -> int:
        try:
            return int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(_("this is not a whole number.")) from None

    made_parser = argparse.ArgumentParser(
        prog="mittaristo",
        description=_("Project registers into dated snapshots, and snapshots into figures."),
    )
    added = made_parser.add_subparsers(required=True, metavar=_("verb"))

    def verb(name: str, summary: str, *, needs_project: bool = True) -> Any:
        made = added.add_parser(name, help=summary, description=summary)
        made.set_defaults(run=verbs[name])
        made.add_argument("--lang", choices=LANGUAGES, help=_("language of the messages"))
        if needs_project:
            made.add_argument(
                "--data",
                type=Path,
                default=Path(os.environ.get("MITTARISTO_DATA") or "data"),
                help=_("where the projects lie (otherwise MITTARISTO_DATA, otherwise data)"),
            )
        return made

    made = verb("new", _("make a project and its key"))
    made.add_argument("project", metavar="P", help=_("short name: a-z, digits, hyphens"))
    made.add_argument("--name", help=_("name as people say it"))
    made.add_argument("--starts", type=a_day, metavar="D", help=_("first day of the project"))
    made.add_argument("--ends", type=a_day, metavar="D", help=_("last day of the project"))

    made = verb("template", _("write an empty register workbook"), needs_project=False)
    made.add_argument("file", type=Path, metavar=_("FILE.xlsx"))

    how_mapped = _("how other people's sheets become our tables")
    made = verb("check", _("say what is wrong with registers, and publish nothing"))
    made.add_argument(
        "source",
        type=Path,
        metavar=_("REGISTERS"),
        help=_("a workbook, or a folder of <table>.csv"),
    )
    made.add_argument("--project", required=True, metavar="P")
    made.add_argument("--mapping", type=Path, metavar="M.toml", help=how_mapped)
    marks = _("where there are problems: a workbook of the rows with the faulty cells marked")
    made.add_argument("--report", type=Path, metavar="OUT.xlsx", help=marks)
    proposed = _("a mapping proposed from the headings, into a new file")
    made.add_argument("--proposal", type=Path, metavar="M.toml", help=proposed)

    made = verb("publish", _("publish registers as a snapshot"))
    made.add_argument(
        "source",
        type=Path,
        metavar=_("REGISTERS"),
        help=_("a workbook, or a folder of <table>.csv"),
    )
    made.add_argument("--project", required=True, metavar="P")
    made.add_argument("--as-of", type=a_day, required=True, metavar="D")
    made.add_argument("--purpose", choices=tuple(PURPOSE_NAMES), default="meeting")
    made.add_argument("--mapping", type=Path, metavar="M.toml", help=how_mapped)
    made.add_argument("--dry-run", action="store_true", help=_("do everything but write"))
    made.add_argument(
        "--new-key", type=Path, metavar=_("FILE"), help=_("from now on with a new key")
    )
    made.add_argument("--old-key-lost", action="store_true", help=_("with --new-key: without it"))

    made = verb("prune", _("erase the registers of earlier snapshots; figures stay"))
    made.add_argument("--project", required=True, metavar="P")
    which = made.add_mutually_exclusive_group(required=True)
    which.add_argument("--before", type=a_day, metavar="D", help=_("those as of an earlier day"))
    which.add_argument("--all-but-newest", action="store_true")
    made.add_argument("--reason", required=True, metavar=_("TEXT"), help=_("why, kept for good"))
    made.add_argument("--yes", action="store_true", help=_("erase, and not only say what"))

    made = verb("snapshots", _("list the snapshots"))
    made.add_argument("--project", metavar="P")
    made.add_argument("--verify", action="store_true", help=_("check every byte"))

    made = verb("figures", _("print the figures that everyone may see"))
    made.add_argument("--project", required=True, metavar="P")
    which = made.add_mutually_exclusive_group()
    which.add_argument("--as-of", type=a_day, metavar="D")
    which.add_argument("--snapshot", type=a_number, metavar="N")
    made.add_argument("--json", action="store_true")

    made = verb("example", _("write invented registers"), needs_project=False)
    made.add_argument("--clients", type=a_number, default=example.CLIENTS, metavar="N")
    made.add_argument("--seed", type=a_number, default=1, metavar="S")
    made.add_argument("--as-of", type=a_day, default=example.PUBLISHED_DAY, metavar="D")
    made.add_argument("-o", dest="output", type=Path, required=True, metavar=_("FOLDER"))
    return made_parser
