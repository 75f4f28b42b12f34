"""What a verb of the command line is, and what verbs have in common."""

import argparse
import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mittaristo.i18n.translation import Language, Translate

DONE, REFUSED, USAGE = 0, 1, 2
"""Exit codes."""


class Usage(Exception):
    """The command was not given right. Holds a sentence in the reader's language."""


@dataclass(frozen=True)
class Verb:
    """A verb: what it is for, what it takes, and what it does; that gives the exit code.

    `summary` is a sentence of the catalogue. `of_projects`: whether it takes --data.
    """

    name: str
    summary: str
    takes: Callable[[argparse.ArgumentParser, Translate], None]
    run: Callable[[argparse.Namespace, Translate, Language], int]
    of_projects: bool = True


def a_day(_: Translate) -> Callable[[str], dt.date]:
    """Reads a day, or says how it is written."""

    def read(text: str) -> dt.date:
        try:
            return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            raise argparse.ArgumentTypeError(
                _("a date is written as year-month-day: 2026-04-30")
            ) from None

    return read


def a_number(_: Translate) -> Callable[[str], int]:
    """Reads a whole number, or says that it is none."""

    def read(text: str) -> int:
        try:
            return int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(_("this is not a whole number.")) from None

    return read


def may_be_written(workbook: Path, _: Translate) -> None:
    if workbook.suffix.lower() != ".xlsx":
        raise Usage(_("The name of a workbook ends in .xlsx."))
    if workbook.exists():
        raise Usage(_("There is something else at {path} already.").format(path=workbook))


@contextlib.contextmanager
def written_to(path: Path, _: Translate) -> Iterator[None]:
    """Say which file could not be written."""
    try:
        yield
    except OSError:
        said = _("{path} could not be written. Is its folder there, and may you write into it?")
        raise Usage(said.format(path=path)) from None
