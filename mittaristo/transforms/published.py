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

QUOTED = pl.Schema(
    {
        **dict.fromkeys(("measure", "label"), pl.String()),
        **dict.fromkeys(("value", "target", "share", "elapsed"), pl.Float64()),
        "target_due_on": pl.Date(),
        **dict.fromkeys(("value_text", "target_text", "target_due_on_text"), pl.String()),
        **dict.fromkeys(("share_text", "elapsed_text"), pl.String()),
    }
)
"""What is told of a published target and actual."""

NUMBERS = ("published_value", "value", "difference")

KEPT = ("published_qualifier", "comparable", "period_from", "period_to")

LATER = ("unit", "as_of_basis", "place", "note", "note_fi")
"""What was not recorded of published figures at first: nothing is told of it then."""


@shaped
def compared_with_published(
    values: SafeFrame, labels: Mapping[str, str], units: Mapping[str, str], _: Wording
) -> pl.DataFrame:
    """Published figures beside computed ones: those that differ, then those that may not.

    Otherwise they stand in the order of the labels.

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
    order = {name: place for place, name in enumerate(labels)}
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
            pl.col("measure").replace_strict(order, default=len(order)),
            "period_from",
            descending=[True, False, False],
        )
        .select("measure", "label", *columns, *NUMBERS, *KEPT)
    )


def _row_said(row: dict[str, Any], units: Mapping[str, str], _: Wording) -> dict[str, str]:
    """The cells of one published figure."""
    unit, first, last = units.get(row["measure"]), row["period_from"], row["period_to"]
    number = qualified(row["published_value"], row["published_qualifier"], row["published_unit"], _)
    reason = REASONS.get(row["comparable"] or "")
    told = filter(None, (row["published_source"], row["published_place"]))
    note = (row["published_note_fi"] if _.language == "fi" else None) or row["published_note"]
    return {
        "period_text": _.day(last) if first == last else f"{_.day(first)}–{_.day(last)}",
        "published_said": number,
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
    if value is not None and unit == "percent":
        return _("{number}%").format(number=said)
    return said if value is None or not unit else _.counted(value, unit)


def qualified(value: float | None, qualifier: str | None, unit: str | None, _: Wording) -> str:
    """A published figure as its source says it: noin −25 %; a dash where none is known."""
    said = _counted(value, unit, _)
    rounded = value is not None and qualifier not in (None, "exact")
    return f"{_.code(qualifier or '')} {said}" if rounded else said


def titles(published: SafeFrame, _: Wording) -> dict[str, str]:
    """Measure → what its source calls it, where a published figure is no measure of ours."""
    column = f"title_{_.language}"
    if column not in published.columns:
        return {}
    return dict(published.select("measure", column).drop_nulls().unique(maintain_order=True).rows())


@shaped
def quoted(published: SafeFrame, as_of: dt.date, _: Wording) -> pl.DataFrame:
    """Measures with a published target and actual: a row each, to stand where nothing is computed.

    `measure, label, value, target, share, elapsed, target_due_on`, and value, target and day as
    texts with their qualifiers. `share` only serves to draw: a rounded figure gives no exact one.
    """
    known = published.filter(pl.col("as_of").is_null() | (pl.col("as_of") <= as_of))
    newest = {
        (row["measure"], row["kind"]): row
        for row in known.sort("as_of", nulls_last=False).iter_rows(named=True)
    }
    names = titles(published, _)
    rows = []
    for (measure, kind), aim in newest.items():
        now = newest.get((measure, "actual"))
        if kind != "target" or now is None or not aim["value"]:
            continue
        due = aim["period_to"] or aim["as_of"]
        rows.append(
            {
                "measure": measure,
                "label": names.get(measure, measure),
                "value": now["value"],
                "target": aim["value"],
                "share": now["value"] / aim["value"],
                "elapsed": 1.0 if due is None or due <= as_of else None,
                "target_due_on": due,
                "value_text": qualified(now["value"], now["qualifier"], now["unit"], _),
                "target_text": qualified(aim["value"], aim["qualifier"], aim["unit"], _),
                "target_due_on_text": None if due is None else _.day(due),
                "share_text": None,
                "elapsed_text": None,
            }
        )
    said = pl.concat_str("value_text", "target_text", separator=" / ")
    return pl.DataFrame(rows, schema=QUOTED).with_columns(value_of_target_text=said)


@shaped
def as_told(compared: SafeFrame, published: SafeFrame, _: Wording) -> pl.DataFrame:
    """The same, with no period where none of a measure's published figures tells of any day."""
    days = pl.any_horizontal(pl.col("as_of", "period_from", "period_to").is_not_null())
    dated = published.filter(pl.col("kind") == "actual", days)["measure"].to_list()
    told = pl.when(pl.col("measure").is_in(dated)).then("period_text")
    return compared.with_columns(told.otherwise(pl.lit(_("not told"))).alias("period_text"))


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
