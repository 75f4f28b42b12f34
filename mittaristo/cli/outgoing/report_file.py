"""What the verb `report` does: it chooses the figures, and writes one file of them."""

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from mittaristo import project
from mittaristo.cli.verb import DONE, Usage, written_to
from mittaristo.i18n.formats import day
from mittaristo.i18n.translation import Language, Translate
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import region
from mittaristo.panels.themes import THEMES
from mittaristo.reports.origin import Origin
from mittaristo.reports.whole.contents import contents, of_one_page
from mittaristo.reports.whole.formats import FORMATS, helping
from mittaristo.snapshots import selection
from mittaristo.snapshots.reading import Snapshot

OF_PLACES, DIGITS = "region", 3
"""The page that shows one municipality, and how many digits its code has."""

ENDINGS = sorted({one.ending for one in FORMATS.values()})


def make(parsed: argparse.Namespace, _: Translate, language: Language) -> int:
    """Make one file of what everyone may see."""
    kind = (parsed.format or parsed.output.suffix).lower().removeprefix(".")
    if kind not in ENDINGS:
        said = _("A report is made in one of these formats: {kinds}")
        raise Usage(said.format(kinds=", ".join(ENDINGS)))
    if parsed.large_print and kind != "pdf":
        raise Usage(_("Only a PDF can be made in large print."))
    if parsed.output.exists():
        raise Usage(_("There is something else at {path} already.").format(path=parsed.output))
    found = project.load(parsed.data / parsed.project)
    snapshot = _chosen(parsed, _)
    view = View(snapshot.figures, language, _comparison(snapshot, parsed.since, _, language))
    if parsed.municipality:
        view = _of_municipality(view, parsed.municipality, _)
    origin = Origin.of(snapshot, view).at(_address(parsed.address, _) or found.address)
    themes = _themes(parsed.themes, _)

    def told(title: str) -> None:
        print(title, file=sys.stderr, flush=True)

    chosen = "large" if parsed.large_print else kind
    with helping(chosen):
        if parsed.municipality:
            made = of_one_page(snapshot, origin, OF_PLACES)
        else:
            made = contents(snapshot, origin, themes)
        content = FORMATS[chosen].write(made, told)
    with written_to(parsed.output, _):
        parsed.output.write_bytes(content)
    print(_("Report written: {path}").format(path=parsed.output))
    return DONE


def _themes(given: str | None, _: Translate) -> Sequence[str] | None:
    """Names of pages that were separated by commas, each once; None where none are named."""
    if given is None:
        return None
    names = tuple(dict.fromkeys(name.strip() for name in given.split(",") if name.strip()))
    if unknown := [name for name in names if name not in THEMES]:
        said = _("There is no page {name}. There are: {names}")
        raise Usage(said.format(name=unknown[0], names=", ".join(THEMES)))
    return names


def _of_municipality(view: View, code: str, _: Translate) -> View:
    """The view of one municipality that the figures tell of."""
    there = region.places(view)
    if code not in there or len(code) != DIGITS:
        said = _("There are no figures of the municipality {code}. There are: {codes}")
        codes = ", ".join(one for one in there if len(one) == DIGITS) or "–"
        raise Usage(said.format(code=code, codes=codes))
    return replace(view, place=code)


def _chosen(parsed: argparse.Namespace, _: Translate) -> Snapshot:
    """The snapshot that is asked for, as everyone may see it."""
    folder = project.load(parsed.data / parsed.project).folder
    choice = selection.choose(folder, team=False, as_of=parsed.as_of, number=parsed.snapshot)
    for damaged in choice.damaged:
        said = _("Snapshot {number} is damaged and is not used.")
        print(said.format(number=damaged), file=sys.stderr)
    if choice.snapshot is None:
        raise Usage(_("There is no such snapshot for everyone to see."))
    return choice.snapshot


def _comparison(
    snapshot: Snapshot, wanted: dt.date | None, _: Translate, language: Language
) -> dt.date | None:
    """The earlier day to compare with; the newest one where none is asked for."""
    days, _weekly = snapshot.figures.comparison_days("everyone")
    if wanted is None:
        return days[0] if days else None
    if wanted not in days:
        said = _("This snapshot was not compared with {day}. It was compared with: {days}")
        listed = ", ".join(day(one, language) for one in days) or "–"
        raise Usage(said.format(day=day(wanted, language), days=listed))
    return wanted


def _address(given: str, _: Translate) -> str:
    """An address without the slash at its end; empty where none is given."""
    parts = urlsplit(given)
    if given and not (parts.scheme in ("http", "https") and parts.netloc and given.isprintable()):
        raise Usage(_("An address begins with http:// or https://"))
    if parts.query or parts.fragment:
        raise Usage(_("The address of the dashboard has neither ? nor #."))
    return given.rstrip("/")
