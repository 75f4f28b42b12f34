"""A table of someone else → rows of the labour market, each with its source, day and licence."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mittaristo.i18n.normalisation import folded
from mittaristo.i18n.translation import N_
from mittaristo.importing.context.regimes import regime
from mittaristo.importing.context.told import MISSING, Told, unreadable
from mittaristo.importing.parsing.municipalities import municipality
from mittaristo.importing.parsing.regions import regions
from mittaristo.messages.refusals import Refusal

Row = dict[str, Any]

MONTHS = (
    re.compile(r"(?P<year>(?:19|20)\d\d)[-M/ ]?(?P<month>0[1-9]|1[0-2])(?:-01)?(?: 00:00:00)?"),
    re.compile(r"(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)"),
)

NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?(?:e[+-]?\d{1,2})?")

UNDER_RULES = ("subsidy_persons", "subsidy_eur")

NO_COLUMNS = N_(
    "the table has no area, no month, or nothing that is known here. What is known is in"
    " mittaristo/importing/context/layouts.toml."
)

NO_NUMBER = N_("{written} in the column {column} is no number. Nothing was taken from the table.")

NO_ROWS = N_("the table tells nothing of the region's municipalities by month.")


@dataclass(frozen=True)
class About:
    """Where rows are from: told of each of them."""

    source: str
    licence: str
    retrieved_on: dt.date


@cache
def _layouts() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "layouts.toml").read_text(encoding="utf-8"))


def _plain(text: str) -> str:
    """Without case, accents, marks and underscores: Tyottomat_lkm and Työttömät (lkm) are one."""
    bare = folded(text).replace("ä", "a").replace("ö", "o").replace("å", "a")
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())


def _means(text: str, names: Mapping[str, list[str]]) -> str | None:
    plain = _plain(text)
    said = (plain, plain.partition(" ")[2])  # a code may stand before the words
    return next((what for what, known in names.items() for one in said if one in known), None)


def of_table(told: Told, name: str, about: About) -> list[Row]:
    """The rows of the region's months. Raises Refusal where there are none, or a cell is no number.

    Rows of other areas, of whole years, and of parts of a total are passed over.
    """
    layouts = _layouts()
    places = {at: _plain(heading) for at, heading in enumerate(told.headings)}
    of = {
        what: [at for at in places if places[at] in layouts[what]]
        for what in ("area", "month", "sex")
    }
    measures = {
        at: measure
        for at, heading in enumerate(told.headings)
        if (measure := _means(heading, layouts["measures"])) is not None
    }
    if not (of["area"] and of["month"] and measures):
        raise unreadable(name, NO_COLUMNS)
    only = {
        at: wanted
        for wanted, names in layouts["only"].items()
        for at in places
        if places[at] in names
    }
    found = [
        row
        for cells in told.rows
        if all(wanted in _plain(cells[at]) for at, wanted in only.items())
        for row in _rows(cells, of, measures, told, name, about)
    ]
    if not found:
        raise unreadable(name, NO_ROWS)
    return found


def _rows(
    cells: tuple[str, ...],
    of: Mapping[str, list[int]],
    measures: Mapping[int, str],
    told: Told,
    name: str,
    about: About,
) -> Iterator[Row]:
    """A row for each measure of one line; none where it is of another area or no month."""
    area = next((area for at in of["area"] if (area := _area(cells[at]))), None)
    month = next((month for at in of["month"] if (month := _month(cells[at]))), None)
    sex = next((_means(cells[at], _layouts()["sexes"]) for at in of["sex"]), "both")
    if area is None or month is None or sex is None:
        return
    for at, measure in measures.items():
        yield {
            "area": area,
            "month": month,
            "measure": measure,
            "sex": None if sex == "both" else sex,
            "value": _number(cells[at], told.headings[at], name),
            "regime": regime(month) if measure in UNDER_RULES else None,
            "source": about.source,
            "retrieved_on": about.retrieved_on,
            "licence": about.licence or None,
            "invented": False,
        }


def _area(written: str) -> str | None:
    """A municipality of a region that is drawn here, by number or name; a larger area by name."""
    known = {area for region in regions().values() for area in region.tiles}
    plain = re.sub(r"^KU(?=\d{3}\b)", "", written.strip())
    for text in (plain, plain.partition(" ")[0], plain.partition(" ")[2]):
        digits = text.zfill(3) if text.isdigit() else text
        code = municipality(digits, {}) if digits else None
        if code in known:
            return code
        if larger := _means(text, _layouts()["areas"]):
            return larger
    return None


def _month(written: str) -> dt.date | None:
    text = written.strip().partition(" ")[0]
    found = next((match for form in MONTHS if (match := form.fullmatch(text))), None)
    return None if found is None else dt.date(int(found["year"]), int(found["month"]), 1)


def _number(written: str, column: str, name: str) -> float | None:
    """The number; None where it is not known, which is never zero."""
    plain = written.strip().replace("\N{MINUS SIGN}", "-")
    if plain.lower() in MISSING:
        return None
    plain = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3})", "", plain).replace(",", ".")
    if not NUMBER.fullmatch(plain):
        raise Refusal(NO_NUMBER, place=name, written=written[:40], column=column)
    return float(plain)
