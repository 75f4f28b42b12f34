"""Every published figure beside the computed one, and how far apart they are."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence

import polars as pl

from mittaristo.i18n import terms
from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped
from mittaristo.transforms.published import compared_with_published

DIGITS = 2
"""A rounded number is taken to be rounded to so many digits."""


@shaped
def with_computed(actuals: SafeFrame, periods: SafeFrame) -> pl.DataFrame:
    """Every published actual with `value`, and `difference` where both may be compared.

    actuals: the figure `published_actuals`; periods: the figure `periods`.
    """
    keys = ["measure", "period_from", "period_to"]
    counted = periods.select(*keys, "value").unique(keys)
    difference = pl.col("value") - pl.col("published_value")
    return actuals.join(counted, keys, "left", maintain_order="left").with_columns(
        pl.when(pl.col("comparable") == "").then(difference).alias("difference")
    )


@shaped
def reconciled(
    computed: SafeFrame, labels: Mapping[str, str], units: Mapping[str, str], _: Wording
) -> pl.DataFrame:
    """The same as it is read: as compared_with_published, and where each may be drawn.

    `relative`: the difference as a share of what was published; `low` and `high`: between which
    shares a rounded one may lie. None where there is no difference. `name`: the figure, with its
    period and number where others are called the same; `said`: both numbers and the difference.
    """
    found = compared_with_published(computed, labels, units, _)
    rows = [_placed(row) for row in found.iter_rows(named=True)]
    shares = pl.DataFrame(
        rows, schema=dict.fromkeys(("relative", "low", "high"), pl.Float64), orient="row"
    )
    again = pl.col("label").is_duplicated()
    named = pl.when(again).then(pl.format("{} ({})", "label", "period_text")).otherwise("label")
    said = pl.format("{} / {} ({})", "published_said", "value_said", "difference_said")
    numbered = pl.when(pl.col("name").is_duplicated()).then(
        pl.format("{}: {}", "name", "published_said")
    )
    return (
        found.hstack(shares)
        .with_columns(name=named, said=said)
        .with_columns(name=numbered.otherwise("name"))
    )


def _placed(row: Mapping[str, float | str | None]) -> tuple[float | None, ...]:
    """Difference and band, as shares of what was published."""
    published, difference = row["published_value"], row["difference"]
    if not isinstance(published, float) or not isinstance(difference, float) or not published:
        return None, None, None
    step = 10.0 ** (math.floor(math.log10(abs(published))) + 1 - DIGITS)
    band = {"about": (-step / 2, step / 2), "almost": (-step, 0.0), "just under": (-step, 0.0)}
    low, high = band.get(str(row["published_qualifier"]), (0.0, 0.0))
    whole = abs(published)
    return difference / whole, low / whole, high / whole


@shaped
def those_that_differ_first(reconciled: SafeFrame, _: Wording) -> pl.DataFrame:
    """In the order of reading: those that differ, those that may not be compared, the others.

    With `told`: of which period and day it speaks, where it was published, and what to mind.
    """
    agree = pl.col("relative").is_between("low", "high")
    day = pl.format(_("day: {day}").replace("{day}", "{}"), "day_said")
    told = [pl.col("period_text"), day, pl.col("source_said"), pl.col("note_said")]
    return reconciled.with_columns(
        told=pl.concat_str(
            [pl.when(text != "").then(text) for text in told], separator="; ", ignore_nulls=True
        )
    ).sort(
        pl.when(agree).then(2).when(pl.col("relative").is_null()).then(1).otherwise(0),
        maintain_order=True,
    )


@shaped
def about(
    reconciled: SafeFrame, measure: str, days: tuple[dt.date, dt.date] | None
) -> pl.DataFrame:
    """Those about one measure, and of one period where its days are given."""
    found = reconciled.filter(pl.col("measure") == measure)
    if days is None:
        return found
    return found.filter(pl.col("period_from") == days[0], pl.col("period_to") == days[1])


@shaped
def answers(notes: SafeFrame, measures: Sequence[str]) -> pl.DataFrame:
    """Questions, answers, comments and risks about some measures: no decisions.

    notes: the figure `notes`.
    """
    return notes.filter(pl.col("measure").is_in(measures), pl.col("kind") != "decision")


@shaped
def comparable(reconciled: SafeFrame) -> pl.DataFrame:
    """Those that may be drawn."""
    return reconciled.filter(pl.col("relative").is_not_null())


@shaped
def agreeing(reconciled: SafeFrame) -> pl.DataFrame:
    """Those that equal the computed figure, or are rounded and lie no further from it than that."""
    return reconciled.filter(pl.col("relative").is_between("low", "high"))


@shaped
def targets_published(
    published: SafeFrame,
    in_force: Mapping[str, float | None],
    units: Mapping[str, str],
    days: tuple[dt.date, dt.date],
) -> pl.DataFrame:
    """Published target values beside those in force: a row each, as with_computed gives them.

    in_force: measure → its target value. units: measure → its unit. days: the project's first and
    last, for a target that names no period.
    """
    found = published.filter(pl.col("kind") == "target")
    if "note_fi" not in found.columns:
        found = found.with_columns(note_fi=pl.lit(None, pl.String))
    words = terms.words()["units_counted"]
    rows = []
    for row in found.iter_rows(named=True):
        unit = terms.meant("units_counted", row["unit"], words)
        value, same = in_force.get(row["measure"]), unit == units.get(row["measure"], "")
        reason = "not_counted" if value is None else "" if same else "unit"
        difference = None if value is None or reason else value - row["value"]
        rows.append((unit or row["unit"], value, reason, difference))
    schema = {"published_unit": pl.String, "value": pl.Float64, "comparable": pl.String}
    beside = pl.DataFrame(rows, schema={**schema, "difference": pl.Float64}, orient="row")
    later = ("qualifier", "as_of", "as_of_basis", "source", "place", "note", "note_fi")
    return found.select(
        "measure",
        pl.col("period_from").fill_null(days[0]),
        pl.col("period_to").fill_null(days[1]),
        pl.col("value").alias("published_value"),
        *(pl.col(name).alias(f"published_{name}") for name in later),
    ).hstack(beside)
