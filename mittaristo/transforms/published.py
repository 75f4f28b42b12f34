"""Published figures beside computed ones."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl

from mittaristo.i18n.translation import N_
from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped

REASONS = {
    "unit": N_("not comparable: another unit"),
    "period": N_("not comparable: the period is another, or is not told"),
    "not_counted": N_("not comparable: these registers do not count it"),
}
"""Why a published figure is not held against the computed one."""

BASES = {"stated": N_("{day} (stated)"), "assumed": N_("{day} (assumed)")}
"""How sure the day of a published figure is."""

NUMBERS = ("published_value", "value", "difference")

KEPT = ("published_qualifier", "comparable", "period_from", "period_to")

LATER = ("unit", "as_of_basis", "place", "note", "note_fi")
"""What was not recorded of published figures at first: nothing is told of it then."""


@shaped
def compared_with_published(
    values: SafeFrame, labels: Mapping[str, str], units: Mapping[str, str], _: Wording
) -> pl.DataFrame:
    """Published figures beside computed ones: those that differ, then those that may not.

    `measure, label, period_text, published_value, value, difference` (none where they may not be
    compared), and as they are said: `published_said` and `value_said` with their units, a dash
    where nothing is computed; `difference_said`, or why there is none; `day_said`, with whether it
    was stated or assumed; `source_said`, with the place in it; `note_said`. units: measure → its.
    """
    found = values.filter(pl.col("published_value").is_not_null())
    later = [*(f"published_{name}" for name in LATER), "comparable"]
    missing = [pl.lit(None, pl.String).alias(name) for name in later if name not in found.columns]
    found = found.with_columns(missing)
    said = [_row_said(row, units, _) for row in found.iter_rows(named=True)]
    columns = (
        *("period_text", "published_said", "value_said", "difference_said"),
        *("day_said", "source_said", "note_said"),
    )
    return (
        found.with_columns(
            pl.col("measure")
            .replace_strict(dict(labels), default=pl.col("measure"))
            .alias("label"),
            *(pl.Series(name, [row[name] for row in said], pl.String) for name in columns),
        )
        .sort(
            pl.col("difference").abs().fill_null(-1),
            "measure",
            "period_from",
            descending=[True, False, False],
        )
        .select("measure", "label", *columns, *NUMBERS, *KEPT)
    )


def _row_said(row: dict[str, Any], units: Mapping[str, str], _: Wording) -> dict[str, str]:
    """The cells of one published figure."""
    unit, first, last = units.get(row["measure"]), row["period_from"], row["period_to"]
    number = _counted(row["published_value"], row["published_unit"], _)
    rounded = row["published_qualifier"] not in (None, "exact")
    qualifier = f"{_.code(row['published_qualifier'])} " if rounded else ""
    reason = REASONS.get(row["comparable"] or "")
    told = filter(None, (row["published_source"], row["published_place"]))
    note = (row["published_note_fi"] if _.language == "fi" else None) or row["published_note"]
    return {
        "period_text": _.day(last) if first == last else f"{_.day(first)}–{_.day(last)}",
        "published_said": f"{qualifier}{number}",
        "value_said": _counted(row["value"], unit, _),
        "difference_said": _(reason) if reason else _.number(row["difference"], sign=True),
        "day_said": _day_said(row, _),
        "source_said": ", ".join(told),
        "note_said": note or "",
    }


def _day_said(row: dict[str, Any], _: Wording) -> str:
    """The day of which a figure speaks, and whether its source says so."""
    if row["published_as_of"] is None:
        return _("not told")
    day = _.day(row["published_as_of"])
    basis = BASES.get(row["published_as_of_basis"] or "")
    return _(basis).format(day=day) if basis else day


def _counted(value: float | None, unit: str | None, _: Wording) -> str:
    """844 henkilöä; a dash where nothing is known."""
    said = _.number(value)
    return said if value is None or not unit else f"{said} {_.term('units_counted', unit)}"


@shaped
def within(compared: SafeFrame, first: dt.date, last: dt.date) -> pl.DataFrame:
    """Those whose period lies between two days."""
    return compared.filter(pl.col("period_from") >= first, pl.col("period_to") <= last)


@shaped
def agreeing(compared: SafeFrame) -> pl.DataFrame:
    """Published figures that equal the computed ones."""
    return compared.filter(pl.col("difference").eq_missing(0))


@shaped
def differing(compared: SafeFrame) -> pl.DataFrame:
    """Published figures that differ from the computed ones, or may not be compared with them."""
    return compared.filter(~pl.col("difference").eq_missing(0))
