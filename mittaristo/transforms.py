"""Figures → the shapes that charts and tables draw. Pure: a frame in, a frame out."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from mittaristo import written
from mittaristo.access import Role
from mittaristo.privacy import SafeFrame, shaped
from mittaristo.texts import Language, number

NEXT = 4
"""How many coming trainings and events are listed on the overview."""

AT_MOST_APART = 6
"""So many colours can be told apart."""

OTHER = "other"

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
        written.days("on", language).alias("written"),
        written.numbers("total", language).alias("value"),
    )
    return shaped(found, of=course)


def with_brief_words(course: SafeFrame, words: Mapping[str, str]) -> SafeFrame:
    """Add `brief`: what narrow screens call each measure."""
    brief = pl.col("measure").replace_strict(dict(words), default=None)
    return shaped(course.with_columns(brief=brief), of=course)


def stacked(course: SafeFrame, lower: str, upper: str) -> SafeFrame:
    """Two measures one upon the other: `measure, on, total, bottom, top`."""
    below = course.filter(pl.col("measure") == lower).select("on", base="total")
    both = course.filter(pl.col("measure").is_in([lower, upper])).join(below, on="on", how="left")
    bottom = pl.when(pl.col("measure") == upper).then("base").otherwise(0.0)
    found = both.with_columns(bottom=bottom, top=bottom + pl.col("total")).drop("base")
    return shaped(found.sort("measure", "on"), of=course)


def employer_groups(
    contacts: SafeFrame,
    values: SafeFrame,
    labels: Mapping[str, str],
    beside: str,
    language: Language,
) -> SafeFrame:
    """Groups of employers, the clients first: `label, value, target, clients`, and written out
    `said, aim, of_them, beside`.

    contacts: the figure employers_by_contact; values: whole_project; labels: group → its name, in
    order; beside: how the number of clients is said beside that of the group.
    """
    target = values.filter(pl.col("measure") == "employer_clients")["target"]
    order = {group: place for place, group in enumerate(labels)}
    is_client = pl.col("contact") == "client"
    aim = pl.when(is_client).then(pl.lit(target[0] if len(target) else None, pl.Float64))
    found = (
        contacts.sort(pl.col("contact").replace_strict(order))
        .select(
            pl.col("contact").replace_strict(dict(labels)).alias("label"),
            pl.col("employers").cast(pl.Float64).alias("value"),
            aim.alias("target"),
            pl.when(~is_client).then("clients").alias("clients"),
        )
        .with_columns(
            written.numbers("value", language).alias("said"),
            written.numbers("target", language).alias("aim"),
            written.numbers("clients", language).alias("of_them"),
            pl.col("clients")
            .map_elements(lambda count: beside.format(count=number(count, language)), pl.String)
            .alias("beside"),
        )
        .with_columns(beside=pl.concat_str("said", "beside", separator=" · ", ignore_nulls=True))
    )
    return shaped(found, of=contacts)


def most(figure: SafeFrame, name: str, count: str, language: Language) -> tuple[str, str]:
    """Which category has most, and how many, written out; dashes where there is nothing."""
    sums = (
        figure.group_by(name).agg(pl.col(count).sum()).sort(count, name, descending=[True, False])
    )
    if sums.is_empty():
        return "–", number(None, language)
    return sums[name][0], number(sums[count][0], language)


def training_grid(trainings: SafeFrame, language: Language) -> SafeFrame:
    """The grid training × language, and what is said of each cell.

    `training, spoken, held, coming, attendances, of_language`, and three of them written out in
    `held_said, attended, awaited`. Trainings stand
    in the order of TRAINING_ORDER, languages by attendances, most first.
    """
    order = {name: place for place, name in enumerate(TRAINING_ORDER)}
    grid = trainings.with_columns(subject=pl.coalesce("card", "kind")).select(
        written.codes("subject", language).alias("training"),
        written.languages("language", language).alias("spoken"),
        pl.col("subject").replace_strict(order, default=len(order)).alias("place"),
        "held",
        "coming",
        "attendances",
        written.numbers("held", language).alias("held_said"),
        written.numbers("attendances", language).alias("attended"),
        written.numbers("coming", language).alias("awaited"),
        pl.col("attendances").sum().over("language").alias("of_language"),
    )
    ordered = grid.sort(["place", "of_language", "spoken"], descending=[False, True, False])
    return shaped(ordered.drop("place"), of=trainings)


def coming(trainings: SafeFrame, language: Language) -> SafeFrame:
    """Coming trainings, written out: `day, title, training, spoken, seats`."""
    found = trainings.with_columns(subject=pl.coalesce("card", "kind")).select(
        written.days("starts_on", language).alias("day"),
        "title",
        written.codes("subject", language).alias("training"),
        written.languages("language", language).alias("spoken"),
        written.numbers("seats", language),
    )
    return shaped(found, of=trainings)


def coming_next(
    trainings: SafeFrame | None, milestones: SafeFrame, as_of: dt.date, language: Language
) -> SafeFrame:
    """The next few trainings and events after the as-of date: `day, title`, the next one first."""
    events = milestones.filter(pl.col("on") > as_of).select(
        "on", pl.col(f"title_{language}").alias("title")
    )
    if trainings is not None:
        courses = trainings.select(pl.col("starts_on").alias("on"), "title")
        events = pl.concat([courses, events])
    found = events.sort("on", maintain_order=True).head(NEXT)
    return shaped(found.select(written.days("on", language).alias("day"), "title"), of=milestones)


def by_month(figure: SafeFrame, category: str, value: str, language: Language) -> SafeFrame:
    """A category month by month, stacked, with words.

    `category, on, until, written, count, bottom, top`, `on` being the month's first day. The
    category is a language or a code; those with most come first and lowest, "other" last. Where
    there are more than AT_MOST_APART, the smallest are together as "other".
    """
    name = written.languages if category == "language" else written.codes
    together = pl.when(pl.col(category) == OTHER).then(written.codes(category, language))
    found = (
        _the_smallest_together(figure, category, value)
        .select(
            together.otherwise(name(category, language)).alias("category"),
            pl.col(category).alias("code"),
            pl.col("month").alias("on"),
            (pl.col("month").dt.month_end() + pl.duration(days=1)).alias("until"),
            written.months("month", language).alias("written"),
            pl.col(value).alias("count"),
            pl.col(value).sum().over(category).alias("total"),
        )
        .sort(
            [pl.col("code") == OTHER, "total", "code", "on"],
            descending=[False, True, False, False],
        )
        .with_columns(top=pl.col("count").cum_sum().over("on"))
        .with_columns(bottom=pl.col("top") - pl.col("count"))
    )
    return shaped(found.drop("total", "code"), of=figure)


def _the_smallest_together(figure: SafeFrame, category: str, value: str) -> pl.DataFrame:
    """The figure with at most AT_MOST_APART categories."""
    ranked = (
        figure.group_by(category)
        .agg(pl.col(value).sum())
        .sort(value, category, descending=[True, False])[category]
        .to_list()
    )
    if len(ranked) <= AT_MOST_APART:
        return figure
    named = [one for one in ranked if one != OTHER][: AT_MOST_APART - 1]
    kept = pl.when(pl.col(category).is_in(named)).then(category).otherwise(pl.lit(OTHER))
    return figure.group_by(kept.alias(category), "month").agg(pl.col(value).sum())


def whole_project(values: SafeFrame, as_of: dt.date, starts_on: dt.date) -> SafeFrame:
    """The row of each measure for the whole project up to the as-of date."""
    chosen = values.filter(pl.col("period_from") == starts_on, pl.col("period_to") == as_of)
    return shaped(chosen, of=values)


def changes_for(changes: SafeFrame, role: Role, *, before: dt.date) -> SafeFrame:
    """The changes since snapshots of earlier days that this reader may see."""
    seen = (pl.col("since_purpose") != "weekly") | (role == "team")
    return shaped(changes.filter(seen, pl.col("since") < before), of=changes)


def comparison_days(
    changes: SafeFrame, role: Role, *, before: dt.date
) -> tuple[list[dt.date], list[dt.date]]:
    """The earlier days that this reader may compare with, the newest first.

    Those of a snapshot that everyone sees, and those of weekly ones only.
    """
    seen = changes_for(changes, role, before=before)
    shared = set(seen.filter(pl.col("since_purpose") != "weekly")["since"].to_list())
    weekly = set(seen["since"].to_list()) - shared
    return sorted(shared, reverse=True), sorted(weekly, reverse=True)


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
    `said, aim, both, reached, due, passed`.

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
            written.numbers("value", language).alias("said"),
            written.numbers("target", language).alias("aim"),
            elapsed.clip(0, 1).alias("elapsed"),
            written.days("target_due_on", language).alias("due"),
        )
        .with_columns(
            written.percents("share", language).alias("reached"),
            written.percents("elapsed", language).alias("passed"),
            pl.concat_str("said", "aim", separator=" / ").alias("both"),
        )
    )
    return shaped(found, of=values)


def with_targets(figure: SafeFrame) -> SafeFrame:
    """Those measures that have a target, the furthest from it first."""
    return shaped(figure.filter(pl.col("target") > 0).sort("share"), of=figure)


def short_of_target(values: SafeFrame, measure: str, language: Language) -> dict[str, str]:
    """`value` and `target` of a measure, written out; empty once it is reached or has none."""
    row = values.filter(pl.col("measure") == measure, pl.col("value") < pl.col("target"))
    return {name: number(row[name][0], language) for name in ("value", "target") if row.height == 1}


def reached(figure: SafeFrame) -> int:
    """How many of with_targets have reached their target."""
    return int((figure["share"] >= 1).sum())


def total(figure: SafeFrame, column: str, language: Language) -> str:
    """The sum of a column, written out."""
    return number(float(figure[column].sum()), language)


def compared_with_published(
    values: SafeFrame, labels: Mapping[str, str], language: Language
) -> SafeFrame:
    """Published figures beside computed ones, those that differ first, written out for reading.

    `measure, label, period, published, qualifier, value, difference, published_source, gap`.
    `value` is a dash where it cannot be computed.
    """
    period = pl.concat_str(
        written.days("period_from", language), written.days("period_to", language), separator="–"
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
            written.numbers("published_value", language).alias("published"),
            written.codes("published_qualifier", language).alias("qualifier"),
            written.numbers("value", language).alias("value"),
            pl.col("difference")
            .map_elements(lambda gap: number(gap, language, sign=True), pl.String, skip_nulls=False)
            .alias("difference"),
            "published_source",
            pl.col("difference").alias("gap"),
        )
    )
    return shaped(found, of=values)


def by_agreement(compared: SafeFrame) -> tuple[SafeFrame, SafeFrame]:
    """Published figures that equal the computed ones, and those that differ or have none."""
    equal = pl.col("gap").eq_missing(0)
    return (
        shaped(compared.filter(equal), of=compared),
        shaped(compared.filter(~equal), of=compared),
    )


def among(figure: SafeFrame, measures: Sequence[str]) -> SafeFrame:
    """The rows of some measures."""
    return shaped(figure.filter(pl.col("measure").is_in(measures)), of=figure)


def only(figure: SafeFrame, measure: str) -> SafeFrame:
    """The rows of one measure."""
    return among(figure, [measure])
