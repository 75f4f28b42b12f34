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

TOTAL = "yhteensa"
"""What stands in a column of parts where all of them are meant, without accents."""

UNDER_RULES = ("subsidy_persons", "subsidy_eur", "subsidy_paid_eur")

KEY = ("area", "month", "measure", "sex")

NO_COLUMNS = N_(
    "the table has no area, no month, or nothing that is known here. What is known is in"
    " mittaristo/importing/context/layouts.toml."
)

NO_NUMBER = N_("{written} in the column {column} is no number. Nothing was taken from the table.")

SEVERAL = N_(
    "the table tells {measure} of {area} in {month} several times: it has parts without a total, by"
    " something that is not known here. Nothing was taken from it."
)

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


@dataclass(frozen=True)
class _Columns:
    """Which columns of a table tell what: kind, wanted word or measure → places of columns.

    `parted`: whether the table has parts by age only, so that they are to be added up.
    """

    of: Mapping[str, list[int]]
    only: Mapping[int, str]
    measures: Mapping[int, str]
    parted: bool


def _columns(told: Told, name: str) -> _Columns:
    """Raises Refusal where there is no area, no month or nothing that is known."""
    layouts = _layouts()
    places = {at: _plain(heading) for at, heading in enumerate(told.headings)}
    kinds = ("area", "month", "year", "month_of_year", "sex", "parts")
    of = {what: [at for at in places if places[at] in layouts[what]] for what in kinds}
    measures = {
        at: measure
        for at, heading in enumerate(told.headings)
        if (measure := _means(heading, layouts["measures"])) is not None
    }
    dated = of["month"] or (of["year"] and of["month_of_year"])
    if not (of["area"] and dated and measures):
        raise unreadable(name, NO_COLUMNS)
    totals = [at for at in of["parts"] if any(TOTAL in _plain(row[at]) for row in told.rows)]
    only = {
        at: one for one, known in layouts["only"].items() for at in places if places[at] in known
    }
    parted = len(totals) < len(of["parts"])
    return _Columns(of, {**only, **dict.fromkeys(totals, TOTAL)}, measures, parted)


def of_table(told: Told, name: str, about: About) -> list[Row]:
    """The rows of the region's months. Raises Refusal where there are none, or a cell is no number.

    Rows of other areas, of whole years, and of parts of a total are passed over. Where a table has
    parts by age and no total, they are added up, the sexes with them.
    """
    columns = _columns(told, name)
    found: dict[tuple[object, ...], Row] = {}
    for cells in told.rows:
        if not all(wanted in _plain(cells[at]) for at, wanted in columns.only.items()):
            continue
        for row in _rows(cells, columns, told, name, about):
            key = tuple(row[column] for column in KEY)
            if key not in found:
                found[key] = row
            elif columns.parted:
                found[key]["value"] = _added(found[key]["value"], row["value"])
            else:
                month = f"{row['month']:%Y-%m}"
                told_twice = {"measure": row["measure"], "area": row["area"], "month": month}
                raise Refusal(SEVERAL, place=name, **told_twice)
    if not found:
        raise unreadable(name, NO_ROWS)
    return list(found.values())


def _added(one: float | None, other: float | None) -> float | None:
    """Not known where a part is not; euros are added up in whole cents."""
    return None if one is None or other is None else round(one + other, 2)


def _rows(
    cells: tuple[str, ...], columns: _Columns, told: Told, name: str, about: About
) -> Iterator[Row]:
    """A row for each measure of one line; none where it is of another area or no month."""
    of = columns.of
    area = next((area for at in of["area"] if (area := _area(cells[at]))), None)
    month = _month_of(cells, of)
    sex = next((_means(cells[at], _layouts()["sexes"]) for at in of["sex"]), "both")
    if columns.parted:
        sex = "both"
    if area is None or month is None or sex is None:
        return
    for at, measure in columns.measures.items():
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


def _month_of(cells: tuple[str, ...], of: Mapping[str, list[int]]) -> dt.date | None:
    """The month of a line: from a column of its own, or from the year and the month beside it."""
    whole = next((month for at in of["month"] if (month := _month(cells[at]))), None)
    if whole is not None or not (of["year"] and of["month_of_year"]):
        return whole
    names = _layouts()["months"]
    year = cells[of["year"][0]]
    for at in of["month_of_year"]:
        plain = _plain(cells[at])
        nth = str(names.index(plain) + 1) if plain in names else plain
        if found := _month(f"{nth}/{year}"):
            return found
    return None


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
