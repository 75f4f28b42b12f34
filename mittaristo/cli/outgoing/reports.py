"""The verb that makes a report: the same figures as on the pages, to be sent and kept."""

import argparse
import os
from pathlib import Path

from mittaristo.cli.verb import Verb, a_day, a_number
from mittaristo.i18n.translation import N_, Language, Translate


def _report_takes(made: argparse.ArgumentParser, _: Translate) -> None:
    made.add_argument("--project", required=True, metavar="P")
    which = made.add_mutually_exclusive_group()
    which.add_argument("--as-of", type=a_day(_), metavar="D")
    which.add_argument("--snapshot", type=a_number(_), metavar="N")
    made.add_argument(
        "--since",
        type=a_day(_),
        metavar="D",
        help=_("earlier day to compare with (otherwise the one before)"),
    )
    made.add_argument(
        "--themes",
        metavar=_("NAMES"),
        help=_("pages after the first one, in order: for example employments,trainings"),
    )
    made.add_argument(
        "--municipality",
        metavar="NNN",
        help=_("one municipality's own figures by its three digits: for example 290"),
    )
    made.add_argument(
        "--format",
        metavar=_("FORMAT"),
        help=_("pdf, pptx, xlsx, html or md (otherwise by the ending of the file's name)"),
    )
    made.add_argument("--large-print", action="store_true", help=_("PDF in letters of 16 points"))
    made.add_argument(
        "--address",
        default=os.environ.get("MITTARISTO_ADDRESS") or "",
        metavar="URL",
        help=_(
            "where the dashboard answers (otherwise MITTARISTO_ADDRESS, otherwise project.toml)"
        ),
    )
    made.add_argument("-o", dest="output", type=Path, required=True, metavar=_("FILE"))


def _report(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Make one file of what everyone may see."""
    # Only here: charts and formats take as long to load as everything that the other verbs need.
    from mittaristo.cli.outgoing.report_file import make

    return make(parsed, _, language)


REPORT = Verb("report", N_("make a report of a snapshot"), _report_takes, _report)
