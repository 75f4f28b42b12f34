"""Practices by municipality, and other projects by what they do."""

import polars as pl

from mittaristo.i18n.wording import Wording
from mittaristo.privacy.disclosure import SafeFrame, shaped

RUNNING = "running"


@shaped
def in_words(practices: SafeFrame, _: Wording) -> pl.DataFrame:
    """The figure with `place`, the municipality's name, and texts; most places first.

    `places`: in how many municipalities the practice is. A practice without one is of the region.
    """
    names = pl.col("municipality").map_elements(
        lambda code: _.term("municipalities", code), pl.String
    )
    return practices.with_columns(
        place=names.fill_null(_("Whole region")),
        places=pl.len().over("name"),
        carried_on_by_text=pl.col("carried_on_by").fill_null("–"),
        state_text=_.codes("state"),
    ).sort("places", "name", "municipality", descending=[True, False, False], nulls_last=False)


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
