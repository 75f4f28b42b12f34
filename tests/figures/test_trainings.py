"""Which trainings were held, in which language, and how many took part."""

from dataclasses import replace

import polars as pl

from mittaristo.i18n.wording import wording
from mittaristo.panels.parts.view import within
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.project import Project
from mittaristo.snapshots.reading import open_snapshot
from mittaristo.transforms.months import by_month
from tests.lib.builders import (
    Tables,
    attendance,
    client,
    day,
    figures_of,
    published,
    snapshot_of,
    training,
    whole_project,
)

CLIENTS = [client("A"), client("B"), client("C")]
TRAININGS = [
    training("T1", "2024-02-01"),
    training("T2", "2024-04-10", language="en"),
    training("T3", "2024-05-02", kind="short", card=None, language="en"),
    training("T4", "2024-09-01", language="en"),
]
ATTENDANCES = [
    attendance("T1", "A"),
    attendance("T1", "B", "failed"),
    attendance("T1", "C", "absent"),
    attendance("T2", "A"),
    attendance("T3", "A"),
    attendance("T4", "A", "enrolled"),
]
TABLES = {"clients": CLIENTS, "trainings": TRAININGS, "attendances": ATTENDANCES}


def test_completed_and_failed_attendances_count_absent_and_enrolled_do_not(
    project: Project,
) -> None:
    counted = whole_project(figures_of(project, TABLES, "2024-06-30"))
    assert counted["trainings_held"] == 3
    assert counted["training_attendances"] == 4
    assert counted["card_training_attendances"] == 3


def grid_of(project: Project, last: str, first: str = "2024-01-01") -> SafeFrame:
    """Language, kind, card; held, coming, seats and attendances of a period."""
    grid = open_snapshot(project.folder, 1).figures["trainings_by_language_and_card"]
    return within(grid, day(first), day(last))


def test_trainings_of_a_period_started_in_it_and_what_is_coming_stands_at_the_newest(
    project: Project,
) -> None:
    project = replace(project, starts_on=day("2023-01-01"))
    snapshot_of(project, TABLES, "2024-03-31")
    assert grid_of(project, "2023-12-31", "2023-01-01").is_empty()
    assert grid_of(project, "2024-03-31").rows() == [
        ("en", "card", "hot_work", 0, 2, 0, 0),
        ("en", "short", None, 0, 1, 0, 0),
        ("ru", "card", "hot_work", 1, 0, 12, 2),
    ]


def test_trainings_are_held_or_coming_by_language_and_card(project: Project) -> None:
    snapshot_of(project, TABLES, "2024-06-30")
    assert grid_of(project, "2024-06-30").rows() == [
        ("en", "card", "hot_work", 1, 1, 12, 1),
        ("en", "short", None, 1, 0, 12, 1),
        ("ru", "card", "hot_work", 1, 0, 12, 2),
    ]


def test_a_month_without_attendances_is_a_zero_for_every_language_that_occurs(
    project: Project,
) -> None:
    snapshot_of(project, TABLES, "2024-06-30")
    months = open_snapshot(project.folder, 1).figures["attendances_by_language_and_month"]
    counted = {(row[0], row[1].month): row[2] for row in months.iter_rows()}
    assert counted == {
        **{("ru", month): 0 for month in range(1, 7)},
        **{("en", month): 0 for month in range(1, 7)},
        ("ru", 2): 2,
        ("en", 4): 1,
        ("en", 5): 1,
    }


def test_a_published_period_is_counted_by_its_own_days(project: Project) -> None:
    rows = [
        published(
            "card_training_attendances",
            5,
            "2024-06-30",
            unit="attendances",
            period_from="2024-04-01",
            period_to="2024-06-30",
        )
    ]
    answer = figures_of(project, {**TABLES, "published": rows}, "2024-06-30")
    spring = next(row for row in answer["measures"] if row["from"] == "2024-04-01")
    assert spring["id"] == "card_training_attendances"
    assert spring["value"] == 1
    assert spring["published"] == {"value": 5, "qualifier": "exact"}
    assert spring["difference"] == -4
    assert answer["checks"] == [
        {
            "rule": "card_training_attendances 2024-04-01–2024-06-30 = published",
            "left": 1,
            "right": 5,
            "difference": -4,
        }
    ]


def test_a_published_figure_without_a_period_speaks_of_the_project_up_to_its_day(
    project: Project,
) -> None:
    rows = [published("trainings_held", 5, "2024-03-31", unit="trainings")]
    answer = figures_of(project, {**TABLES, "published": rows}, "2024-06-30")
    [row] = [row for row in answer["measures"] if row["published"]]
    assert (row["to"], row["value"], row["difference"]) == ("2024-03-31", 1, -4)


def test_of_several_published_figures_the_newest_until_the_as_of_date_counts(
    project: Project,
) -> None:
    period = {"period_from": "2024-01-01", "period_to": "2024-03-31"}
    rows = [
        published("trainings_held", 7, "2024-04-30", **period),
        published("trainings_held", 6, "2024-03-31", **period),
        published("trainings_held", 9, "2024-07-31", **period),
    ]
    answer = figures_of(project, {**TABLES, "published": rows}, "2024-06-30")
    [row] = [row for row in answer["measures"] if row["published"]]
    assert row["published"]["value"] == 7


def test_a_training_that_starts_on_the_as_of_date_is_held_and_no_longer_coming(
    project: Project,
) -> None:
    snapshot_of(project, TABLES, "2024-04-10")
    assert grid_of(project, "2024-04-10").rows()[0] == ("en", "card", "hot_work", 1, 1, 12, 1)


def test_what_is_coming_is_listed_with_the_next_one_first(project: Project) -> None:
    snapshot_of(project, TABLES, "2024-04-10")
    listed = open_snapshot(project.folder, 1).figures["coming_trainings"]
    assert [
        (row["starts_on"].isoformat(), row["kind"]) for row in listed.iter_rows(named=True)
    ] == [
        ("2024-05-02", "short"),
        ("2024-09-01", "card"),
    ]


def test_of_more_languages_than_colours_the_smallest_are_together(project: Project) -> None:
    """Eight languages: the one with two attendances and four more by name, three as "other"."""
    spoken = ["en", "ru", "uk", "ar", "fa", "so", "th", "vi"]
    trainings = [
        training(f"T{name}", "2024-02-01" if name != "vi" else "2024-03-01", language=name)
        for name in spoken
    ]
    attended = [attendance(f"T{name}", "A") for name in spoken] + [attendance("Ten", "B")]
    rows: Tables = {"clients": CLIENTS, "trainings": trainings, "attendances": attended}
    snapshot_of(project, rows, "2024-06-30")
    figure = open_snapshot(project.folder, 1).figures["attendances_by_language_and_month"]
    months = by_month(figure, "language", "attendances", wording("en"))
    by_language = months.group_by("category").agg(pl.col("count").sum()).sort("category")
    assert dict(by_language.iter_rows()) == {
        "Arabic": 1,
        "English": 2,
        "Persian": 1,
        "Other": 3,
        "Russian": 1,
        "Somali": 1,
    }
    assert months["category"].unique(maintain_order=True).to_list()[-1] == "Other"
    february = months.filter(pl.col("on") == day("2024-02-01"))
    assert february["top"].max() == february["count"].sum() == 8
