"""Where each of many projects stands with one measure, from what each has published."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped

Said = Mapping[str, str | float | bool | dt.date]
"""What is said of a project in each of its rows: id, name, day and the like."""

PACE = ("pace", "needed", "status")


@shaped
def standing(
    values: SafeFrame,
    pace: SafeFrame | None,
    project: Said,
    definitions: Sequence[tuple[str, str, str]],
) -> pl.DataFrame:
    """A row a measure that a project keeps, with what is said of the project and the measure.

    `measure, value, target, target_due_on, pace, needed, status`; pace is empty where the snapshot
    holds none. values: of the whole project. definitions: id, unit and digest of each measure.
    """
    schema = dict.fromkeys(("measure", "unit", "sha256"), pl.String)
    told = pl.DataFrame(list(definitions), schema=schema, orient="row")
    rows = values.select("measure", "value", "target", "target_due_on").join(told, on="measure")
    if pace is None:
        rows = rows.with_columns(
            pl.lit(None, pl.Float64).alias("pace"),
            pl.lit(None, pl.Float64).alias("needed"),
            pl.lit(None, pl.String).alias("status"),
        )
    else:
        rows = rows.join(pace.select("measure", *PACE), on="measure", how="left")
    return rows.with_columns(**{name: pl.lit(value) for name, value in project.items()})


@shaped
def course(months: SafeFrame, project_id: str, starts_on: dt.date, days: int) -> pl.DataFrame:
    """A row a measure and month: `project_id, measure, at, total`.

    at: the month's end as a share of the project's time, which is so many days; at most 1.
    """
    end = (pl.col("month").dt.month_end() - starts_on).dt.total_days() / days
    return months.select(
        pl.lit(project_id).alias("project_id"), "measure", end.clip(0, 1).alias("at"), "total"
    )


@shaped
def together(frames: Sequence[SafeFrame]) -> pl.DataFrame:
    """All of them below each other."""
    return pl.concat(frames, how="vertical_relaxed") if frames else pl.DataFrame()


@shaped
def of_measure(standings: SafeFrame, measure: str, _: Wording) -> pl.DataFrame:
    """A row a project that keeps the measure, the one furthest behind its time first.

    `comparable`: whether its unit and definition are those that most projects have; of two that
    equally many have, those of the newest figures. `share` of the target, `ahead` of the time
    elapsed and `status` are empty where it is not, or where no target is set. Numbers also as
    texts.
    """
    rows = standings.filter(pl.col("measure") == measure)
    common = (
        rows.group_by("unit", "sha256")
        .agg(pl.len(), pl.col("as_of").max())
        .sort("len", "as_of", "sha256", descending=True)
        .row(0, named=True)
    )
    same = (pl.col("unit") == common["unit"]) & (pl.col("sha256") == common["sha256"])
    aimed = pl.col("comparable") & (pl.col("target") > 0)
    return (
        rows.with_columns(comparable=same)
        .with_columns(share=pl.when(aimed).then(pl.col("value") / pl.col("target")))
        .with_columns(
            ahead=pl.col("share") - pl.col("elapsed"),
            status=pl.when(aimed).then("status"),
            order=pl.when("comparable").then(0).otherwise(1),
        )
        .sort("order", "ahead", "name", "project_id", nulls_last=True)
        .with_columns(
            *(_.numbers(name) for name in ("value", "target", "pace", "needed")),
            *(_.percents(name).fill_null("–") for name in ("share", "elapsed")),
            _.days("as_of"),
        )
    )


def kept_by(standings: SafeFrame) -> list[str]:
    """The measures that any project keeps: those with most targets first, then kept by most."""
    counted = standings.group_by("measure", maintain_order=True).agg(
        (pl.col("target") > 0).sum().alias("aimed"), pl.len()
    )
    order = counted.sort("aimed", "len", descending=True, maintain_order=True)
    return order["measure"].to_list()


@shaped
def in_words(rows: SafeFrame, statuses: Mapping[str, str], notes: tuple[str, str]) -> pl.DataFrame:
    """The rows with `status_text` and `note_text`.

    notes: what is said where the definition is another, and of invented data.
    """
    other, invented = notes
    return rows.with_columns(
        status_text=pl.col("status").replace_strict(statuses, default="", return_dtype=pl.String),
        note_text=pl.concat_str(
            pl.when(~pl.col("comparable")).then(pl.lit(other)),
            pl.when("synthetic").then(pl.lit(invented)),
            separator=", ",
            ignore_nulls=True,
        ),
    )


@shaped
def found(rows: SafeFrame, words: Sequence[str]) -> pl.DataFrame:
    """Those whose name or id holds every one of these words, in small letters."""
    name = pl.concat_str("name", "project_id", separator=" ").str.to_lowercase()
    return rows.filter(
        pl.all_horizontal(
            pl.lit(value=True), *(name.str.contains(word, literal=True) for word in words)
        )
    )


@shaped
def some(rows: SafeFrame, first: int, count: int) -> pl.DataFrame:
    """So many of the rows, from one of them on."""
    return rows.slice(first, count)


ACROSS = 3
"""So many tiles stand beside each other."""

AT_MOST = 1.5
"""Of a target: what is above is drawn there, and its number tells how much it is."""


@shaped
def tiles(rows: SafeFrame) -> pl.DataFrame:
    """The rows that have a share, each with `column` and `line`, its place among the tiles."""
    place = pl.int_range(pl.len())
    return rows.filter(pl.col("share").is_not_null()).with_columns(
        column=place % ACROSS, line=place // ACROSS
    )


@shaped
def lines(tiles: SafeFrame, courses: SafeFrame, measure: str) -> pl.DataFrame:
    """The course in each tile: `project_id, column, line, at, share`, share of the target."""
    course = courses.filter(pl.col("measure") == measure).select("project_id", "at", "total")
    return (
        tiles.select("project_id", "column", "line", "target")
        .join(course, on="project_id")
        .select(
            "project_id",
            "column",
            "line",
            "at",
            (pl.col("total") / pl.col("target")).clip(0, AT_MOST).alias("share"),
        )
    )
