"""Figures → the shapes that charts and tables draw. Pure: a frame in, a frame out."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from mittaristo.access import Role
from mittaristo.privacy import SafeFrame, shaped
from mittaristo.texts import Language, code, day, language_name, month, number, percent

LANES = 6
"""How many titles of milestones may stand above each other."""

CHARACTERS_ACROSS = 150
"""How many characters of a title are as wide as a plot on a projector, with some air."""

TRAINING_ORDER = (
    "occupational_safety",
    "hot_work",
    "hygiene_passport",
    "alcohol_serving",
    "emergency_first_aid",
    "short",
    "job_search",
    "career",
    "other",
)


def course_of_measures(
    months: SafeFrame, measures: Sequence[str], starts_on: dt.date, as_of: dt.date
) -> SafeFrame:
    """Where measures stood at each month's end: `measure, on, total`.

    It begins with zero on the project's first day and ends on the as-of date itself.
    """
    chosen = months.filter(pl.col("measure").is_in(measures))
    standing = chosen.select(
        "measure",
        pl.min_horizontal(pl.col("month").dt.month_end(), pl.lit(as_of)).alias("on"),
        "total",
    )
    zeros = chosen.select(
        pl.col("measure").unique(), pl.lit(starts_on).alias("on"), pl.lit(0.0).alias("total")
    )
    course = (
        pl.concat([zeros, standing])
        .unique(["measure", "on"], keep="last", maintain_order=True)
        .sort("measure", "on")
    )
    return shaped(course, of=months)


def with_words(course: SafeFrame, labels: Mapping[str, str], language: Language) -> SafeFrame:
    """Add what a reader sees of each point: `label, written, value`."""
    found = course.with_columns(
        pl.col("measure").replace_strict(dict(labels), default=None).alias("label"),
        _days("on", language).alias("written"),
        _numbers("total", language).alias("value"),
    )
    return shaped(found, of=course)


def stacked(course: SafeFrame, lower: str, upper: str) -> SafeFrame:
    """Two measures one upon the other: `measure, on, total, bottom, top`."""
    below = course.filter(pl.col("measure") == lower).select("on", base="total")
    both = course.filter(pl.col("measure").is_in([lower, upper])).join(below, on="on", how="left")
    bottom = pl.when(pl.col("measure") == upper).then("base").otherwise(0.0)
    found = both.with_columns(bottom=bottom, top=bottom + pl.col("total")).drop("base")
    return shaped(found.sort("measure", "on"), of=course)


def milestone_lane(
    milestones: SafeFrame, first: dt.date, last: dt.date, language: Language
) -> SafeFrame:
    """Milestones between two days, laid out so that their titles touch nothing.

    `on, title, written, done, lane, side`. The marks stand in one line; a title stands beside its
    mark (lane 0) or above it, with a leader down to the mark, to the left or the right. Where there
    is no room, lane and side are empty. Placed from the last to the first, titles make steps.
    """
    span = max((last - first).days, 1)
    events = list(
        milestones.filter(pl.col("on").is_between(first, last))
        .sort("on", "milestone_id", descending=True)
        .iter_rows(named=True)
    )
    marks = [(event["on"] - first).days / span for event in events]
    taken: list[tuple[int, float, float]] = []
    leaders: list[tuple[int, float]] = []
    rows = []
    for event, at in zip(events, marks, strict=True):
        width = (len(event[f"title_{language}"]) + 2) / CHARACTERS_ACROSS
        found = _room(at, width, marks, taken, leaders)
        if found is not None:
            lane, side = found
            taken.append((lane, *_reach(at, width, side)))
            leaders.append((lane, at))
        rows.append(
            {
                "on": event["on"],
                "title": event[f"title_{language}"],
                "written": day(event["on"], language),
                "done": event["done"],
                "lane": found[0] if found else None,
                "side": found[1] if found else None,
            }
        )
    schema = {
        "on": pl.Date,
        "title": pl.String,
        "written": pl.String,
        "done": pl.Boolean,
        "lane": pl.Int64,
        "side": pl.String,
    }
    return shaped(pl.DataFrame(rows, schema=schema).reverse(), of=milestones)


def _reach(at: float, width: float, side: str) -> tuple[float, float]:
    """From where to where a title goes, as shares of the plot's width."""
    return (at, at + width) if side == "right" else (at - width, at)


def _room(
    at: float,
    width: float,
    marks: Sequence[float],
    taken: Sequence[tuple[int, float, float]],
    leaders: Sequence[tuple[int, float]],
) -> tuple[int, str] | None:
    """A lane and side where a title crosses no title, leader or, in lane 0, mark.

    Beside the mark if possible, then above it to the right, low before high, then to the left.
    """
    above = range(1, LANES)
    places = [(0, "right"), (0, "left"), *((lane, "right") for lane in above)]
    for lane, side in [*places, *((lane, "left") for lane in above)]:
        begins, ends = _reach(at, width, side)
        crossed = [
            *(low < lane and left <= at <= right for low, left, right in taken),
            *(lane == other and begins < right and left < ends for other, left, right in taken),
            *(high > lane and begins <= x <= ends for high, x in leaders),
            *(lane == 0 and x != at and begins <= x <= ends for x in marks),
        ]
        if begins >= 0 and ends <= 1 and not any(crossed):
            return lane, side
    return None


def training_grid(trainings: SafeFrame, language: Language) -> SafeFrame:
    """The grid training × language, and what is said of each cell.

    `training, spoken, held, coming, attendances`, and the last three written out. Trainings stand
    in the order of TRAINING_ORDER, languages by attendances, most first.
    """
    order = {name: place for place, name in enumerate(TRAINING_ORDER)}
    grid = trainings.with_columns(subject=pl.coalesce("card", "kind")).select(
        _codes("subject", language).alias("training"),
        _languages("language", language).alias("spoken"),
        pl.col("subject").replace_strict(order, default=len(order)).alias("place"),
        "held",
        "coming",
        "attendances",
        _numbers("held", language).alias("held_said"),
        _numbers("attendances", language).alias("attended"),
        _numbers("coming", language).alias("awaited"),
        pl.col("attendances").sum().over("language").alias("of_language"),
    )
    ordered = grid.sort(["place", "of_language", "spoken"], descending=[False, True, False])
    return shaped(ordered.drop("place"), of=trainings)


def coming(trainings: SafeFrame, language: Language) -> SafeFrame:
    """Coming trainings, written out: `day, title, training, spoken, seats`."""
    found = trainings.with_columns(subject=pl.coalesce("card", "kind")).select(
        _days("starts_on", language).alias("day"),
        "title",
        _codes("subject", language).alias("training"),
        _languages("language", language).alias("spoken"),
        _numbers("seats", language),
    )
    return shaped(found, of=trainings)


def by_month(figure: SafeFrame, category: str, value: str, language: Language) -> SafeFrame:
    """A category month by month, stacked, with words.

    `category, on, until, written, count, bottom, top`, `on` being the month's first day. The
    category is a language or a code; those with most come first and lowest.
    """
    name = _languages if category == "language" else _codes
    found = (
        figure.select(
            name(category, language).alias("category"),
            pl.col(category).alias("code"),
            pl.col("month").alias("on"),
            (pl.col("month").dt.month_end() + pl.duration(days=1)).alias("until"),
            _months("month", language).alias("written"),
            pl.col(value).alias("count"),
            pl.col(value).sum().over(category).alias("total"),
        )
        .sort(["total", "code", "on"], descending=[True, False, False])
        .with_columns(top=pl.col("count").cum_sum().over("on"))
        .with_columns(bottom=pl.col("top") - pl.col("count"))
    )
    return shaped(found.drop("total", "code"), of=figure)


def whole_project(values: SafeFrame, as_of: dt.date, starts_on: dt.date) -> SafeFrame:
    """The row of each measure for the whole project up to the as-of date."""
    chosen = values.filter(pl.col("period_from") == starts_on, pl.col("period_to") == as_of)
    return shaped(chosen, of=values)


def changes_for(changes: SafeFrame, role: Role, *, before: dt.date) -> SafeFrame:
    """The changes since snapshots of earlier days that this reader may see."""
    seen = (pl.col("since_purpose") != "weekly") | (role == "team")
    return shaped(changes.filter(seen, pl.col("since") < before), of=changes)


def since(changes: SafeFrame, earlier: dt.date | None) -> SafeFrame:
    """The changes since one earlier as-of date: against the newest snapshot of that day."""
    if earlier is None:
        return shaped(changes.clear(), of=changes)
    chosen = changes.filter(pl.col("since") == earlier)
    newest = chosen.filter(pl.col("since_snapshot") == pl.col("since_snapshot").max())
    return shaped(newest, of=changes)


def beside_targets(
    values: SafeFrame, measures: Sequence[str], labels: Mapping[str, str], language: Language
) -> SafeFrame:
    """Measures in the given order: `measure, label, value, target, share, elapsed`, written out in
    `said, aim, reached, due, passed`.

    `elapsed` is the share of the time from the project's start to the day the target is due.
    Everything of the target is empty where a measure has none.
    """
    start, now = pl.col("period_from"), pl.col("period_to")
    elapsed = ((now - start).dt.total_days() + 1) / (
        (pl.col("target_due_on") - start).dt.total_days() + 1
    )
    order = {measure: place for place, measure in enumerate(measures)}
    found = (
        values.filter(pl.col("measure").is_in(measures), pl.col("value").is_not_null())
        .sort(pl.col("measure").replace_strict(order, default=len(order)))
        .select(
            "measure",
            pl.col("measure").replace_strict(dict(labels), default=None).alias("label"),
            "value",
            "target",
            (pl.col("value") / pl.col("target")).alias("share"),
            _numbers("value", language).alias("said"),
            _numbers("target", language).alias("aim"),
            elapsed.clip(0, 1).alias("elapsed"),
            _days("target_due_on", language).alias("due"),
        )
        .with_columns(
            _percents("share", language).alias("reached"),
            _percents("elapsed", language).alias("passed"),
        )
    )
    return shaped(found, of=values)


def with_targets(figure: SafeFrame) -> SafeFrame:
    """Those measures that have a target, the furthest from it first."""
    return shaped(figure.filter(pl.col("target") > 0).sort("share"), of=figure)


def total(figure: SafeFrame, column: str, language: Language) -> str:
    """The sum of a column, written out."""
    return number(float(figure[column].sum()), language)


def compared_with_published(
    values: SafeFrame, labels: Mapping[str, str], language: Language
) -> SafeFrame:
    """Published figures beside computed ones, those that differ first, written out for reading.

    `measure, label, period, published, qualifier, value, difference, source`. `value` is a dash
    where it cannot be computed.
    """
    period = pl.concat_str(
        _days("period_from", language), _days("period_to", language), separator="–"
    )
    found = (
        values.filter(pl.col("published_value").is_not_null())
        .sort(
            pl.col("difference").abs().fill_null(-1),
            "measure",
            "period_from",
            descending=[True, False, False],
        )
        .select(
            "measure",
            pl.col("measure")
            .replace_strict(dict(labels), default=pl.col("measure"))
            .alias("label"),
            period.alias("period"),
            _numbers("published_value", language).alias("published"),
            _codes("published_qualifier", language).alias("qualifier"),
            _numbers("value", language).alias("value"),
            pl.col("difference")
            .map_elements(lambda gap: number(gap, language, sign=True), pl.String, skip_nulls=False)
            .alias("difference"),
            "published_source",
        )
    )
    return shaped(found, of=values)


def among(figure: SafeFrame, measures: Sequence[str]) -> SafeFrame:
    """The rows of some measures."""
    return shaped(figure.filter(pl.col("measure").is_in(measures)), of=figure)


def only(figure: SafeFrame, measure: str) -> SafeFrame:
    """The rows of one measure."""
    return among(figure, [measure])


# --- Tables for reading -----------------------------------------------------------------------


def spread(
    figure: SafeFrame,
    rows: tuple[str, str],
    columns: str,
    values: str,
    language: Language,
    *,
    newest_first: str | None = None,
) -> SafeFrame:
    """One row a value of `rows`, one column a value of `columns`, numbers written out.

    `rows` is a column and the heading it gets; `newest_first` a date column to sort by.
    """
    column, heading = rows
    ordered = (
        figure.sort(newest_first, descending=True, maintain_order=True) if newest_first else figure
    )
    names = figure[columns].unique(maintain_order=True).to_list()
    wide = ordered.pivot(columns, index=column, values=values, maintain_order=True)
    written = wide.select(
        pl.col(column).alias(heading), *(_numbers(name, language) for name in names)
    )
    return shaped(written, of=figure)


def headed(figure: SafeFrame, headings: Mapping[str, str]) -> SafeFrame:
    """Some columns, in order, under headings for the reader."""
    return shaped(
        figure.select(pl.col(name).alias(said) for name, said in headings.items()), of=figure
    )


def _numbers(column: str, language: Language) -> pl.Expr:
    return pl.col(column).map_elements(
        lambda value: number(value, language), pl.String, skip_nulls=False
    )


def _percents(column: str, language: Language) -> pl.Expr:
    return pl.col(column).map_elements(lambda share: percent(share, language), pl.String)


def _days(column: str, language: Language) -> pl.Expr:
    return pl.col(column).map_elements(lambda value: day(value, language), pl.String)


def _months(column: str, language: Language) -> pl.Expr:
    return pl.col(column).map_elements(lambda value: month(value, language), pl.String)


def _codes(column: str, language: Language) -> pl.Expr:
    return pl.col(column).map_elements(lambda value: code(value, language), pl.String)


def _languages(column: str, language: Language) -> pl.Expr:
    return pl.col(column).map_elements(lambda value: language_name(value, language), pl.String)
