"""The verb that takes context figures in: from a file always, from a server on request."""

import argparse
import csv
import datetime as dt
from pathlib import Path

from mittaristo.cli.verb import DONE, Usage, Verb, a_day, written_to
from mittaristo.i18n.formats import day, number
from mittaristo.i18n.translation import N_, Language, Translate
from mittaristo.importing.context import reading, rows, web
from mittaristo.importing.context.rows import About, Row
from mittaristo.messages.refusals import Refusal
from mittaristo.project import today
from mittaristo.registers.schemas import columns

TABLE = "labour_market"

KEPT_IN = ".context"
"""The folder of answers beside the projects."""

KEY = ("area", "month", "measure", "sex", "source")


def _takes(made: argparse.ArgumentParser, _: Translate) -> None:
    given = _("a CSV, .px or JSON-stat file, or the address of one")
    made.add_argument("given", metavar=_("FILE-OR-ADDRESS"), help=given)
    made.add_argument(
        "--source", required=True, metavar=_("TEXT"), help=_("whose figures they are")
    )
    made.add_argument(
        "--licence", default="", metavar=_("TEXT"), help=_("under which terms they may be used")
    )
    made.add_argument(
        "--retrieved-on", type=a_day(_), metavar="D", help=_("day of the file (otherwise today)")
    )
    made.add_argument(
        "--query", type=Path, metavar="Q.json", help=_("question that is posted to the address")
    )
    made.add_argument(
        "-o", dest="output", type=Path, required=True, metavar=_("FOLDER"), help=_("of registers")
    )


def _context(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Read someone else's table and add its rows to the labour market of a folder of registers."""
    if parsed.given.startswith(("http://", "https://")):
        answer = _answered(parsed, _, language)
        content, retrieved_on = answer.content, answer.retrieved_on
    else:
        try:
            content = _content(Path(parsed.given))
        except OSError:
            raise Usage(_("There is no file {path}.").format(path=parsed.given)) from None
        answer, retrieved_on = None, parsed.retrieved_on or today()
    about = About(parsed.source, parsed.licence, retrieved_on)
    found = rows.of_table(reading.read(content, parsed.given), parsed.given, about)
    if answer is not None and not answer.kept:
        web.keep(parsed.data / KEPT_IN, parsed.given, _query(parsed, _), answer)
    with written_to(parsed.output / f"{TABLE}.csv", _):
        _add(found, parsed.output / f"{TABLE}.csv")
    unknown = sum(row["value"] is None for row in found)
    said = _("Rows of the labour market: {count}, of which not known: {unknown}. Written: {path}")
    count, missing = number(len(found), language), number(unknown, language)
    print(said.format(count=count, unknown=missing, path=parsed.output / f"{TABLE}.csv"))
    return DONE


def _query(parsed: argparse.Namespace, _: Translate) -> bytes | None:
    """The question that is posted, if any."""
    if parsed.query is None:
        return None
    try:
        return _content(parsed.query)
    except OSError:
        raise Usage(_("There is no file {path}.").format(path=parsed.query)) from None


def _content(path: Path) -> bytes:
    """Raises OSError, also for a pipe or a device, of which reading might never end."""
    if not path.is_file():
        raise FileNotFoundError(path)
    return path.read_bytes()


def _answered(parsed: argparse.Namespace, _: Translate, language: Language) -> web.Answer:
    """The server's answer; the one that was kept where it does not answer now."""
    query = _query(parsed, _)
    try:
        return web.fetch(parsed.given, today(), query=query)
    except Refusal:
        kept = web.kept(parsed.data / KEPT_IN, parsed.given, query)
        if kept is None:
            raise
        said = _("The server did not give the table. The answer of {day} that was kept is read.")
        print(said.format(day=day(kept.retrieved_on, language)))
        return kept


def _add(found: list[Row], file: Path) -> None:
    """Add rows to a file, in the place of those of the same source; whole, or not at all."""
    names = list(columns(TABLE))
    new = [{name: _written(row.get(name)) for name in names} for row in found]
    replaced = {tuple(row[name] for name in KEY) for row in new}
    old = []
    if file.exists():
        with file.open(encoding="utf-8-sig", newline="") as source:
            old = [
                row
                for row in csv.DictReader(source)
                if tuple(row.get(name) or "" for name in KEY) not in replaced
            ]
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".csv.new")
    with unfinished.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(
            target, names, lineterminator="\n", extrasaction="ignore", restval=""
        )
        writer.writeheader()
        writer.writerows([*old, *new])
    unfinished.replace(file)


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:.15g}" if isinstance(value, float) else str(value)


CONTEXT = Verb(
    "context", N_("take in figures of the region from someone else's table"), _takes, _context
)
