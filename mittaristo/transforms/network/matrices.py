"""Practices by municipality, and other projects by what they do."""

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped

RUNNING = "running"


@shaped
def in_groups(practices: SafeFrame, _: Wording) -> pl.DataFrame:
    """A row a practice, state and who carries it on: `name, places, state_text, by_text, known`.

    Those in most municipalities first. `places` are the municipalities' names in one text; a
    practice without one is of the whole region. `known`: whether somebody carries it on.
    """
    names = pl.col("municipality").map_elements(
        lambda code: _.term("municipalities", code), pl.String
    )
    return (
        practices.with_columns(
            _.codes("state"),
            place=names.fill_null(_("Whole region")),
            known=pl.col("carried_on_by").is_not_null(),
            by_text=pl.col("carried_on_by").fill_null(_("not known")),
            everywhere=pl.len().over("name"),
        )
        .group_by("everywhere", "name", "state_text", "by_text", "known")
        .agg(pl.col("place").sort().str.join(", ").alias("places"), pl.len().alias("count"))
        .sort("everywhere", "name", "places", descending=[True, False, False])
    )


def named(projects: SafeFrame) -> list[str | None]:
    """The words of the matrices, that of most projects first; None for projects in no matrix."""
    if "matrix" not in projects.columns:
        return [None]
    counted = projects.group_by("matrix").agg(pl.col("project_id").n_unique().alias("projects"))
    ordered = counted.sort("projects", "matrix", descending=[True, False], nulls_last=True)
    return ordered["matrix"].to_list()


@shaped
def of_matrix(projects: SafeFrame, matrix: str | None) -> pl.DataFrame:
    """The rows of one matrix; of snapshots without matrices all of them."""
    if "matrix" not in projects.columns:
        return projects.select(pl.all())
    return projects.filter(pl.col("matrix").eq_missing(pl.lit(matrix, pl.String)))


@shaped
def one_row_each(projects: SafeFrame, _: Wording) -> pl.DataFrame:
    """A row a project: `project_id, name, organisation, starts_on, ends_on, state, activities`.

    Those that run come first, the last to end on top; then those that begin; then those that have
    ended. `activities` are words in one text, `count` how many there are; days and state also as
    texts.
    """
    order = {RUNNING: 0, "coming": 1, "ended": 2}
    return (
        projects.with_columns(_.codes("activity"))
        .group_by("project_id", "name", "organisation", "starts_on", "ends_on", "state")
        .agg(
            pl.col("activity_text").sort().str.join(", ").alias("activities"),
            pl.len().alias("count"),
        )
        .sort(
            pl.col("state").replace_strict(order),
            "ends_on",
            "name",
            "project_id",
            descending=[False, True, False, False],
        )
        .with_columns(_.days("starts_on"), _.days("ends_on"), _.codes("state"))
    )


@shaped
def activities(projects: SafeFrame, _: Wording) -> pl.DataFrame:
    """A row an activity: `activity, label, running, projects`, that of most running ones first."""
    running = (pl.col("state") == RUNNING).sum().alias("running")
    return (
        projects.group_by("activity")
        .agg(running, pl.len().alias("projects"))
        .with_columns(_.codes("activity").alias("label"))
        .sort("running", "projects", "label", descending=[True, True, False])
    )


def pairs(projects: SafeFrame) -> set[tuple[str, str]]:
    """Each project with each of its activities."""
    return set(projects.select("project_id", "activity").iter_rows())


def running(projects: SafeFrame) -> int:
    """How many projects of one_row_each run on the as-of date."""
    return projects.filter(pl.col("state") == RUNNING).height
