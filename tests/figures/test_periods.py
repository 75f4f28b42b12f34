"""What happened in which period, and to whom for the first time."""

import datetime as dt
import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from mittaristo import project as projects
from mittaristo.figures.computation import Earlier, compute
from mittaristo.figures.model import Figures
from mittaristo.figures.periods import periods_until
from mittaristo.messages.refusals import Refusal
from mittaristo.project import Project, ReportingPeriod
from mittaristo.reports.json_file import as_json
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import (
    BUNDLED,
    ENDS_ON,
    GOOD,
    STARTS_ON,
    Row,
    Tables,
    a_project,
    client,
    day,
    employer,
    employment,
    encounter,
    figures_of,
    make_project,
    snapshot_of,
)
from tests.lib.recount import RETURNING, SPAN, draw, frames, new, recount, value

Span = tuple[str, dt.date, dt.date]


def service(service_id: str, client_id: str, given_on: str) -> Row:
    return {
        "service_id": service_id,
        "client_id": client_id,
        "service": "cv_workshop",
        "given_on": given_on,
    }


def of(answer: dict[str, Any], measure: str) -> dict[tuple[str, str], tuple[float, float | None]]:
    """First and last day → value and new, of one measure."""
    rows = [row for row in answer["measures"] if row["id"] == measure]
    assert len({(row["from"], row["to"]) for row in rows}) == len(rows)
    return {(row["from"], row["to"]): (row["value"], row.get("new")) for row in rows}


RETURNS: Tables = {
    "clients": [
        client("A", "2024-01-02"),
        client("B", "2024-03-01", closed_on="2024-12-31"),
        client("C", "2025-02-01"),
    ],
    "services": [
        service("S1", "A", "2024-02-01"),
        service("S2", "A", "2024-03-01"),
        service("S3", "A", "2025-02-01"),
        service("S4", "B", "2024-12-31"),
        service("S5", "C", "2025-01-01"),
        service("S6", "C", "2025-07-01"),
    ],
    "employments": [
        employment("J1", "A", "2024-05-01", support="other"),
        employment("J2", "A", "2025-05-01", support="direct"),
        employment("J3", "B", "2024-06-30"),
    ],
    "employers": [employer("E1"), employer("E2", "2025-03-01")],
    "encounters": [
        encounter("M1", "E1", "2024-02-01"),
        encounter("M2", "E1", "2025-02-01"),
        encounter("M3", "E1", "2025-02-02"),
        encounter("M4", "E2", "2025-02-02"),
    ],
}
WHOLE, FIRST, SECOND = (
    ("2024-01-01", "2025-06-30"),
    ("2024-01-01", "2024-12-31"),
    ("2025-01-01", "2025-06-30"),
)


def test_a_person_served_in_two_years_counts_in_both_and_is_new_in_the_first(
    project: Project,
) -> None:
    answer = figures_of(project, RETURNS, "2025-06-30")
    served = of(answer, "clients_served")
    assert served[WHOLE] == (3, 3)
    assert served[FIRST] == (2, 2)
    assert served[SECOND] == (2, 1), "A came back, C is new"
    assert served["2024-07-01", "2024-12-31"] == (1, 1)
    assert served["2024-01-01", "2024-06-30"] == (1, 1), "A once, though served twice"


def test_who_finds_work_again_and_who_is_met_again_counts_again_but_is_not_new(
    project: Project,
) -> None:
    answer = figures_of(project, RETURNS, "2025-06-30")
    assert of(answer, "clients_employed")[SECOND] == (1, 0)
    assert of(answer, "clients_employed_direct")[SECOND] == (1, 1), "new with direct support"
    assert of(answer, "employments")[SECOND] == (1, None), "an employment is never new"
    assert of(answer, "employers_met")[SECOND] == (2, 1)
    assert of(answer, "encounters")[SECOND] == (3, None)
    assert of(answer, "employer_clients")[SECOND] == (1, 1)


def test_a_stock_is_what_it_was_on_the_last_day_of_a_period(project: Project) -> None:
    active = of(figures_of(project, RETURNS, "2025-06-30"), "clients_active")
    assert active == {
        WHOLE: (2, None),
        ("2024-01-01", "2024-06-30"): (2, None),
        ("2024-07-01", "2024-12-31"): (1, None),
        FIRST: (1, None),
        SECOND: (2, None),
    }


def test_sums_add_up_what_their_events_weigh(project: Project) -> None:
    rows = [
        {"purchase_id": name, "category": "campaign", "ordered_on": on, "amount_eur": 10.25}
        for name, on in (("O1", "2024-06-30"), ("O2", "2024-07-01"), ("O3", "2025-01-01"))
    ]
    spent = of(figures_of(project, {"purchases": rows}, "2025-06-30"), "purchases_eur")
    assert spent[WHOLE] == (30.75, None)
    assert spent[FIRST] == (20.5, None)
    assert spent["2024-07-01", "2024-12-31"] == (10.25, None)


def test_what_is_dated_before_the_project_is_in_the_periods_that_begin_with_it(
    project: Project,
) -> None:
    """A partner of 2023 in a project that begins in 2024, as the months tell it, too."""
    partners = of(figures_of(project, {"partners": GOOD["partners"]}, "2025-06-30"), "partners")
    assert partners[WHOLE] == partners[FIRST] == (1, None)
    assert partners[SECOND] == (0, None)


def test_every_measure_that_is_kept_stands_for_every_period_after_those_of_old(
    project: Project,
) -> None:
    answer = figures_of(project, RETURNS, "2025-06-30")
    listed = [(row["from"], row["to"]) for row in answer["measures"]]
    kept = {row["id"] for row in answer["measures"] if row["value"] is not None}
    whole = listed.count(WHOLE)
    assert listed[:whole] == [WHOLE] * whole
    assert listed.count(SECOND) == len(kept)
    assert {row["id"] for row in answer["measures"] if "new" in row} == kept & RETURNING
    assert {tuple(row) for row in answer["measures"] if "new" not in row} == {
        ("id", "from", "to", "value", "unit", "target", "published", "difference")
    }


# --- Since earlier snapshots ------------------------------------------------------------------


def test_since_an_earlier_snapshot_is_from_the_day_after_it(project: Project) -> None:
    snapshot_of(project, RETURNS, "2025-02-01")
    answer = figures_of(project, RETURNS, "2025-06-30")
    assert of(answer, "encounters")["2025-02-02", "2025-06-30"] == (2, None)
    assert of(answer, "employers_met")["2025-02-02", "2025-06-30"] == (2, 1)


def test_everyone_does_not_learn_of_weekly_snapshots_but_the_team_does(project: Project) -> None:
    snapshot_of(project, RETURNS, "2025-02-01", "weekly")
    answer = figures_of(project, RETURNS, "2025-06-30")
    assert not [row for row in answer["measures"] if row["from"] == "2025-02-02"]
    figures = open_snapshot(project.folder, 2).figures
    since = [row for row in figures.periods("team") if row["period_kind"] == "since"]
    assert {row["period_from"] for row in since} == {day("2025-02-02")}
    assert not [row for row in figures.periods("everyone") if row["period_kind"] == "since"]


def test_a_snapshot_without_periods_gives_none() -> None:
    snapshot = open_snapshot(BUNDLED, 5)
    tables = {name: table for name, table in snapshot.figures.tables.items() if name != "periods"}
    old = replace(snapshot, figures=replace(snapshot.figures, tables=tables))
    assert old.figures.periods("everyone") == []
    listed = as_json(old)["measures"]
    assert len(listed) == old.figures["values"].height
    assert {tuple(row) for row in listed} == {
        ("id", "from", "to", "value", "unit", "target", "published", "difference")
    }


# --- Which periods there are ------------------------------------------------------------------


def spans(project: Project, as_of: str, *since: str) -> list[tuple[str, str, str]]:
    found = periods_until(project, day(as_of), map(day, since))
    return [(kind, str(first), str(last)) for kind, first, last, _ in found.iter_rows()]


def test_periods_begin_with_the_project_and_end_with_the_as_of_day(tmp_path: Path) -> None:
    project = replace(a_project(tmp_path), starts_on=day("2024-08-15"))
    assert spans(project, "2025-03-31", "2024-12-31", "2024-12-31", "2025-03-31") == [
        ("project", "2024-08-15", "2025-03-31"),
        ("year", "2024-08-15", "2024-12-31"),
        ("year", "2025-01-01", "2025-03-31"),
        ("half_year", "2024-08-15", "2024-12-31"),
        ("half_year", "2025-01-01", "2025-03-31"),
        ("since", "2025-01-01", "2025-03-31"),
    ]


def test_a_year_after_the_project_is_no_year_of_it(tmp_path: Path) -> None:
    found = spans(a_project(tmp_path), "2026-02-28")
    assert found[0] == ("project", "2024-01-01", "2026-02-28")
    assert [first for kind, first, _ in found if kind == "year"] == ["2024-01-01", "2025-01-01"]
    assert max(last for kind, _, last in found if kind != "project") == "2025-12-31"


REPORTING = """
[[reporting_periods]]
starts_on = 2024-01-01
ends_on = 2024-08-31
name_fi = "Maksatuskausi 1"
name_en = "Payment period 1"

[[reporting_periods]]
starts_on = 2024-09-01
ends_on = 2025-04-30

[[reporting_periods]]
starts_on = 2025-08-01
ends_on = 2025-12-31
"""


def with_toml(data: Path, text: str) -> Project:
    """A small project whose file goes on with this text."""
    made = make_project(data)
    path = made.folder / "project.toml"
    path.write_text(path.read_text() + text)
    return projects.load(made.folder)


def test_reporting_periods_are_counted_once_begun_and_kept_with_the_project(data: Path) -> None:
    project = with_toml(data, REPORTING)
    answer = figures_of(project, RETURNS, "2025-02-01")
    served = of(answer, "clients_served")
    assert served["2024-01-01", "2024-08-31"] == (1, 1)
    assert served["2024-09-01", "2025-02-01"] == (3, 2), "cut at the as-of day"
    assert not [first for first, _ in served if first > "2025-02-01"]
    kept = open_snapshot(project.folder, 1).figures.project.reporting_periods
    assert kept == project.reporting_periods
    assert kept[0] == ReportingPeriod(
        day("2024-01-01"), day("2024-08-31"), {"fi": "Maksatuskausi 1", "en": "Payment period 1"}
    )
    assert dict(kept[1].name) == {"fi": "", "en": ""}


def test_the_file_of_a_new_project_shows_how_reporting_periods_are_written(data: Path) -> None:
    made = make_project(data)
    path = made.folder / "project.toml"
    start = path.read_text().index("# [[reporting_periods]]")
    text = path.read_text()
    end = text.index("\n\n", start)
    path.write_text(text[:start] + text[start:end].replace("# ", "") + text[end:])
    [period] = projects.load(made.folder).reporting_periods
    assert (period.starts_on, period.ends_on) == (STARTS_ON, ENDS_ON)
    assert dict(period.name) == {"fi": "Maksatuskausi 1", "en": "Payment period 1"}


ONE = "[[reporting_periods]]\nstarts_on = 2024-01-01\nends_on = 2024-06-30\n"


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        ("[reporting_periods]\n", "", "each reporting period begins with"),
        (ONE.replace("2024-06-30", '"kesä"'), " 1, ends_on", "a date is needed"),
        (ONE.replace("2024-06-30", "2023-12-31"), " 1", "ends before it starts"),
        (ONE.replace("2024-01-01", "2023-12-31"), " 1", "does not lie within the project"),
        (ONE.replace("2024-06-30", "2026-01-01"), " 1", "does not lie within the project"),
        (ONE + ONE.replace("2024-01-01", "2024-06-30"), " 2", "before the one above it has ended"),
        (ONE.replace("2024-06-30", "2024-06-29"), " 1", "does not consist of whole months"),
        (ONE.replace("2024-01-01", "2024-02-02"), " 1", "does not consist of whole months"),
        (ONE + "name_fi = 1\n", " 1, name_fi", "a text is needed"),
        (ONE + 'name = "Kausi"\n', " 1, name", "name_fi and name_en only"),
    ],
)
def test_what_is_wrong_with_a_reporting_period_is_said_with_its_place(
    data: Path, text: str, place: str, sentence: str
) -> None:
    with pytest.raises(Refusal) as refused:
        with_toml(data, text)
    assert refused.value.place == f"koe/project.toml, reporting_periods{place}"
    assert sentence in refused.value.sentence


# --- A plain recount --------------------------------------------------------------------------


def calendar(as_of: dt.date) -> Iterator[Span]:
    """Years and half-years, put together from the single days of the project."""
    days = [STARTS_ON + dt.timedelta(days=n) for n in range((as_of - STARTS_ON).days + 1)]
    for _, group in itertools.groupby(days, lambda one: one.year):
        year = list(group)
        yield "year", year[0], year[-1]
    for _, group in itertools.groupby(days, lambda one: (one.year, one.month > 6)):
        half = list(group)
        yield "half_year", half[0], half[-1]


def drawn_periods(die: random.Random, as_of: dt.date) -> tuple[list[Span], list[dt.date]]:
    """Reporting periods, which may not have begun, and days of earlier snapshots."""
    days = sorted({STARTS_ON + dt.timedelta(days=die.randint(0, SPAN)) for _ in range(6)})
    pairs = zip(days[::2], days[1::2], strict=False)
    reporting = [("reporting", first, last) for first, last in pairs]
    passed = (as_of - STARTS_ON).days
    return reporting, [STARTS_ON + dt.timedelta(days=die.randint(0, passed)) for _ in range(2)]


def an_earlier(number: int, as_of: dt.date) -> Earlier:
    """An earlier snapshot that holds nothing."""
    values = pl.DataFrame(
        schema={"measure": pl.String, "value": pl.Float64}
        | dict.fromkeys(("period_from", "period_to"), pl.Date)
    )
    return Earlier(number, as_of, "meeting", STARTS_ON, values, dict)


def agrees(seed: int, folder: Path) -> None:
    """Value and new of every measure in every period of one drawn world."""
    die = random.Random(-seed - 7)
    as_of = STARTS_ON + dt.timedelta(days=die.randint(0, SPAN))
    reporting, since = drawn_periods(die, as_of)
    named = tuple(ReportingPeriod(first, last, {}) for _, first, last in reporting)
    project = replace(a_project(folder), reporting_periods=named)
    tables = draw(seed)
    earlier = [an_earlier(number, on) for number, on in enumerate(since, start=1)]
    figures: Figures = compute(frames(tables), project, as_of, earlier)
    wanted: set[Span] = {("project", STARTS_ON, as_of), *calendar(as_of)}
    wanted |= {(kind, first, min(last, as_of)) for kind, first, last in reporting if first <= as_of}
    wanted |= {("since", on + dt.timedelta(days=1), as_of) for on in since if on < as_of}
    rows = figures.rows("periods")
    counted = {
        (row["measure"], row["period_kind"], row["period_from"], row["period_to"]): (
            row["value"],
            row["new"],
        )
        for row in rows
    }
    assert len(counted) == len(rows)
    assert counted == {
        (measure, kind, first, last): (
            value(events, measure, first, last),
            new(events, measure, first, last),
        )
        for measure, events in recount(tables).items()
        for kind, first, last in wanted
    }, seed
    whole = {row["measure"]: row["value"] for row in rows if row["period_kind"] == "project"}
    assert whole == {name: row["value"] for name, row in figures.values.items()}


def test_every_measure_in_every_period_is_what_a_plain_recount_gives(tmp_path: Path) -> None:
    for seed in range(10):
        agrees(seed, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("block", range(8))
def test_every_measure_in_every_period_is_what_a_plain_recount_gives_often(
    block: int, tmp_path: Path
) -> None:
    for seed in range(2000 + block * 40, 2000 + (block + 1) * 40):
        agrees(seed, tmp_path)
