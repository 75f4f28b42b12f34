"""Clients from joining to work: sets and gaps, stock and flow, services, and time until work."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path

import polars as pl
import pytest
from statsmodels.datasets import heart
from statsmodels.duration.survfunc import SurvfuncRight

from mittaristo.figures.computation import compute
from mittaristo.figures.consistency import flows_that_do_not_add_up
from mittaristo.figures.definitions import Definitions
from mittaristo.figures.model import Figures
from mittaristo.figures.team import work
from mittaristo.panels.parts.view import within
from mittaristo.privacy.disclosure import read_released
from mittaristo.project import Project
from tests.lib import clients as plain
from tests.lib.attacker import Amount, Solver
from tests.lib.builders import (
    STARTS_ON,
    Row,
    Tables,
    a_project,
    client,
    day,
    employment,
    snapshot_of,
)
from tests.lib.clients import PATH, eura, service
from tests.lib.recount import draw, frames


def figures(project: Project, tables: Tables, as_of: str) -> Figures:
    return snapshot_of(project, tables, as_of).figures


def test_every_gap_between_the_sets_is_counted_by_the_missing_row(project: Project) -> None:
    rows = figures(project, PATH, "2024-06-30").rows("client_path")
    persons = {(row["members"], row["split_by"], row["part"]): row["persons"] for row in rows}
    assert persons == {
        ("joined", "served", "served"): 6,
        ("joined", "served", "not_served"): 2,
        ("served", "joined", "joined"): 6,
        ("served", "joined", "not_joined"): 0,
        ("served", "started", "started"): 5,
        ("served", "started", "not_started"): 1,
        ("started", "served", "served"): 5,
        ("started", "served", "not_served"): 1,
        ("started", "ended", "ended"): 1,
        ("started", "ended", "inside"): 2,
        ("started", "ended", "due"): 1,
        ("started", "ended", "overdue"): 1,
        ("started", "ended", "closed"): 1,
        ("ended", "started", "started"): 1,
        ("ended", "started", "not_started"): 0,
    }
    of_periods = {row["part"]: (row["periods"], row["again"]) for row in rows if row["periods"]}
    assert of_periods == {
        "ended": (1, 0),
        "inside": (3, 1),
        "due": (1, 0),
        "overdue": (1, 0),
        "closed": (1, 0),
    }


def test_the_start_of_a_period_plus_who_came_minus_who_left_is_its_end(project: Project) -> None:
    """A leaves and B's EURA period ends on 1 July: both are there on the day before."""
    clients = [{**one, "closed_on": "2024-07-01"} for one in PATH["clients"][:1]]
    periods = [{**one, "ended_on": "2024-07-01"} for one in PATH["participations"][2:3]]
    tables = {
        **PATH,
        "clients": [*clients, *PATH["clients"][1:]],
        "participations": [
            *periods,
            *(one for one in PATH["participations"] if one["participation_id"] != "P3"),
        ],
    }
    told = figures(project, tables, "2024-07-31")
    spring = (day("2024-01-01"), day("2024-06-30"))
    july = (day("2024-07-01"), day("2024-07-31"))
    assert within(told["client_flow"], *spring).rows() == [(0, 8, 1, 7)]
    assert within(told["client_flow"], *july).rows() == [(7, 0, 1, 6)]
    assert within(told["eura_flow"], *spring).rows() == [(0, 6, 1, 3, 4)]
    assert within(told["eura_flow"], *july).rows() == [(4, 0, 0, 1, 3)]
    assert not list(flows_that_do_not_add_up(told))
    wrong = told["client_flow"].with_columns(gone=pl.col("gone") + 1)
    broken = replace(told, tables={**told.tables, "client_flow": read_released(wrong)})
    assert {found.figure for found in flows_that_do_not_add_up(broken)} == {"client_flow"}


def test_services_are_times_and_persons_beside_each_other(project: Project) -> None:
    tables: Tables = {
        "clients": [client("A"), client("B")],
        "services": [
            service("S1", "A", "2024-02-01"),
            service("S2", "A", "2024-03-01"),
            service("S3", "B", "2024-03-01", "training"),
            service("S4", "B", "2024-07-01", "training"),
        ],
    }
    told = figures(project, tables, "2024-06-30")["services_by_kind"]
    whole = within(told, STARTS_ON, day("2024-06-30"))
    assert whole.rows() == [("cv_workshop", 2, 1), ("training", 1, 1)]


@pytest.mark.parametrize(
    ("jobs", "told"),
    [
        ([1] * 6 + [2] * 5 + [3, 3, 4, 5, 6], [(1, False, 6), (2, False, 5), (3, True, 5)]),
        ([1] * 6 + [2] * 5 + [3], [(1, False, 6), (2, True, 6)]),
        ([1] * 6 + [2] + [3] * 5, [(1, False, 6), (2, True, 6)]),
        ([1] * 6 + [2] * 4, [(1, True, 10)]),
        ([1] * 4 + [2] * 9, [(1, True, 13)]),
        ([1] * 6, [(1, False, 6)]),
    ],
)
def test_no_group_of_persons_with_so_many_employments_is_below_the_threshold(
    tmp_path: Path, jobs: list[int], told: list[tuple[int, bool, int]]
) -> None:
    rows = [
        {"employment_id": f"{who}-{n}", "client_id": f"C{who}", "started_on": day("2024-02-01")}
        for who, count in enumerate(jobs)
        for n in range(count)
    ]
    clients = [{"client_id": f"C{who}", "joined_on": STARTS_ON} for who in range(len(jobs))]
    made = figures_told({"clients": clients, "employments": rows}, tmp_path, day("2024-06-30"))
    assert made["persons_by_employments"].rows() == told


# --- From joining to work ---------------------------------------------------------------------


def joined(project: Project, found: Mapping[str, str | None], as_of: str) -> Figures:
    """Twenty who joined on 15 January 2024, some of whom found work on a day."""
    names = [chr(ord("A") + n) for n in range(20)]
    days = {**dict.fromkeys(names), **found}
    tables: Tables = {
        "clients": [client(one, "2024-01-15") for one in names],
        "employments": [employment(f"W{one}", one, on) for one, on in days.items() if on],
        "participations": [],
    }
    return figures(project, tables, as_of)


def test_work_within_six_months_is_told_once_all_have_been_followed_so_long(
    project: Project,
) -> None:
    found = {**dict.fromkeys("ABCDE", "2024-07-15"), **dict.fromkeys("FGHIJ", "2024-07-16")}
    before = joined(project, found, "2024-07-14")["work_by_half_year"]
    assert before.select("months", "state", "persons", "in_work").rows()[0] == (
        *(6, "not_yet", 20, None),
    )
    after = joined(project, found, "2024-07-31")["work_by_half_year"]
    assert after.rows()[0] == (
        *(day("2024-01-01"), 6, "told", 20, 5, 0.25),
        *(0, day("2024-07-31")),
    )
    assert after["state"].to_list() == ["told", "not_yet", "not_yet"]


@pytest.mark.parametrize(("count", "state"), [(0, "told"), (4, "withheld"), (19, "withheld")])
def test_a_number_from_which_fewer_than_five_persons_could_be_read_is_withheld(
    project: Project, count: int, state: str
) -> None:
    found = dict.fromkeys([chr(ord("A") + n) for n in range(count)], "2024-02-01")
    told = joined(project, found, "2024-07-31")["work_by_half_year"]
    assert told.select("state", "in_work").rows()[0] == (
        state,
        count if state == "told" else None,
    )


def employed_at_start(count: int) -> Tables:
    """Twelve who joined; of the first ones start data say that they were employed."""
    names = [chr(ord("A") + n) for n in range(12)]
    periods = [
        eura(f"P{one}", one, "2024-01-20", status_at_start="employed") for one in names[:count]
    ]
    return {
        "clients": [client(one, "2024-01-15") for one in names],
        "employments": [],
        "participations": periods,
    }


@pytest.mark.parametrize(
    ("count", "persons", "left_out"), [(4, None, []), (5, 7, [5]), (8, None, [])]
)
def test_who_was_in_work_on_joining_is_left_out_and_no_small_number_of_them_is_told(
    project: Project, count: int, persons: int | None, left_out: list[int]
) -> None:
    told = figures(project, employed_at_start(count), "2024-07-31")
    assert told["work_by_half_year"]["persons"].to_list() == [persons] * 3
    assert told["work_by_months"]["left_out"].unique().to_list() == left_out


def test_a_job_that_the_project_has_brought_before_start_data_leaves_nobody_out(
    project: Project,
) -> None:
    tables = employed_at_start(5)
    jobs = [employment(f"W{one}", one, "2024-01-18") for one in "ABCDE"]
    told = figures(project, {**tables, "employments": jobs}, "2024-07-31")
    assert told["work_by_half_year"].select("persons", "in_work").rows()[0] == (12, 5)


def test_the_estimate_is_that_of_statsmodels_on_its_data_of_heart_transplants(
    tmp_path: Path,
) -> None:
    """The estimate depends on the order of times only: the nth time becomes n months.

    Five of each, so that nothing is below the threshold.
    """
    data = heart.load_pandas().data
    ranks = {time: nth for nth, time in enumerate(sorted(data["survival"].unique()), start=1)}
    months = [ranks[time] for time in data["survival"]] * 5
    happened = [bool(one) for one in data["censors"]] * 5
    last = max(months)
    as_of = dt.date(2030, 6, 15)
    rows: dict[str, list[Row]] = {"clients": [], "employments": [], "participations": []}
    for nth, (month, found) in enumerate(zip(months, happened, strict=True)):
        on = plain.later(as_of, -last if found else -month)
        rows["clients"].append({"client_id": f"C{nth}", "joined_on": on})
        if found:
            job = {"employment_id": f"W{nth}", "client_id": f"C{nth}"}
            rows["employments"].append({**job, "started_on": plain.later(on, month)})
    project = replace(a_project(tmp_path), starts_on=dt.date(2020, 1, 1), ends_on=as_of)
    made = compute(frames(rows), project, as_of, definitions=FEW)
    equals_statsmodels(made, months, happened)


def equals_statsmodels(figures: Figures, months: list[int], happened: list[bool]) -> None:
    """Every row of the figure, and that it reaches as far as five are followed."""
    course = {row["months"]: row for row in figures.rows("work_by_months")}
    followed = [month for month in range(max(months) + 1) if sum(m >= month for m in months) >= 5]
    assert list(course) == followed
    if not followed:
        return
    estimate = SurvfuncRight(months, [int(one) for one in happened])
    at_risk = dict(zip(estimate.surv_times, estimate.n_risk, strict=True))
    left = dict(zip(estimate.surv_times, estimate.surv_prob, strict=True))
    for month, row in course.items():
        now = [one for time, one in left.items() if time <= month]
        assert row["in_work"] == pytest.approx(1 - (now[-1] if now else 1), abs=1e-9)
        assert row["at_risk"] == at_risk.get(month, row["at_risk"])


# --- The same counted in plain Python, over registers drawn at random --------------------------


EVERY = Definitions.load()
TOLD_HERE = (
    *("published_actuals", "periods", "client_path", "client_flow", "eura_flow"),
    *("work_by_half_year", "work_by_months", "persons_by_employments"),
)
FEW = replace(
    EVERY,
    measures={"clients_active": EVERY.measures["clients_active"]},
    figures={name: EVERY.figures[name] for name in TOLD_HERE},
)
"""The definitions of what is counted here: the others would be counted in vain each time."""


def figures_told(tables: dict[str, list[Row]], folder: Path, as_of: dt.date) -> Figures:
    return compute(frames(tables), a_project(folder), as_of, definitions=FEW)


def agrees(seed: int, folder: Path) -> None:
    """Sets, gaps, stock and flow, and repeated employments of one drawn world."""
    tables = draw(seed)
    as_of = STARTS_ON + dt.timedelta(days=random.Random(-seed - 1).randint(0, 730))
    made = figures_told(tables, folder, as_of)
    persons, periods = plain.path(tables, as_of)
    rows = made.rows("client_path")
    told = {(row["members"], row["split_by"], row["part"]): row["persons"] for row in rows}
    assert {key: count for key, count in told.items() if count} == persons, seed
    of = {row["part"]: (row["periods"], row["again"]) for row in rows if row["periods"]}
    assert of == periods, seed
    for figure, stays in plain.days_of(tables).items():
        found = made.rows(figure)
        assert {(row["period_from"], row["period_to"]) for row in found} == {
            span[1:] for span in made.spans if span[0] != "published"
        }
        for row in found:
            counted = plain.flow(stays, row["period_from"], row["period_to"])
            assert {name: row.get(name, 0) for name in counted} == counted, (seed, row)
    assert not list(flows_that_do_not_add_up(made))
    active = {
        (row["period_from"], row["period_to"]): row["value"]
        for row in made.rows("periods")
        if row["measure"] == "clients_active"
    }
    ends = {(row["period_from"], row["period_to"]): row for row in made.rows("client_flow")}
    assert {span: row["at_end"] for span, row in ends.items()} == active
    jobs = Counter(one["client_id"] for one in tables["employments"] if one["started_on"] <= as_of)
    assert sum(made["persons_by_employments"]["persons"]) == len(jobs)


def finds_work_alike(seed: int, folder: Path) -> None:
    """Cohorts and the estimate of one drawn world."""
    tables = plain.drawn(seed)
    as_of = STARTS_ON + dt.timedelta(days=random.Random(seed).randint(150, 730))
    made = figures_told(tables, folder, as_of)
    columns = ("half_year", "months", "state", "persons", "in_work")
    told = {row[:2]: row[2:] for row in made["work_by_half_year"].select(columns).iter_rows()}
    wanted, left_out = plain.cohorts(tables, as_of), plain.left_out(tables, as_of)
    few = any(persons is None for _state, persons, _in_work in wanted.values())
    hidden = ("withheld", None, None)
    assert told.keys() == wanted.keys()
    for key, row in told.items():
        assert row == wanted[key] or (few and row == hidden), (seed, key)
    if 0 < sum(left_out.values()) < 5 or (few and made["work_by_months"].is_empty()):
        assert made["work_by_months"].is_empty()
        return
    followed = plain.durations(tables, as_of)
    equals_statsmodels(made, [months for months, _ in followed], [found for _, found in followed])


DAYS = [STARTS_ON + dt.timedelta(days=180 * nth) for nth in range(1, 5)]


Left = list[dict[dt.date, int]]
"""Of each of DAYS, half-year of joining → how many were in work already."""


def shown_of_work(
    tables: dict[str, list[Row]], seed: int, folder: Path
) -> tuple[list[Mapping[str, pl.DataFrame]], Left]:
    """The figures of four snapshots, and what is so; some rows are recorded late."""
    late, project = random.Random(seed), a_project(folder)
    lags = {
        id(row): dt.timedelta(days=late.choice((0, 0, 20, 200)))
        for rows in tables.values()
        for row in rows
    }
    shown: list[Mapping[str, pl.DataFrame]] = []
    left: Left = []
    for as_of in DAYS:
        known = {
            name: [
                row
                for row in rows
                if name == "clients" or row["started_on"] + lags[id(row)] <= as_of
            ]
            for name, rows in tables.items()
        }
        made = compute(frames(known), project, as_of, definitions=FEW, shown_before=shown)
        shown.append({name: made[name] for name in work.READ})
        left.append(plain.left_out(known, as_of))
    return shown, left


def who_knows_it(
    shown: list[Mapping[str, pl.DataFrame]], left: Left, joined: Mapping[dt.date, int]
) -> Solver:
    """Known are all numbers of those left out, the months of joining, and that nobody is taken off
    again where that is so.
    """
    halves = sorted(left[-1])

    def of(at: int, half: dt.date, by: int = 1) -> dict[Amount, int]:
        return {("left out", at, str(half)): by}

    solver = Solver(("left out", at, str(half)) for at in range(len(DAYS)) for half in halves)
    for at, told in enumerate(shown):
        for half in halves:
            solver.add(of(at, half), 0, joined[half] if half in left[at] else 0)
            if at and all(left[at].get(one, 0) >= left[at - 1].get(one, 0) for one in halves):
                solver.add({**of(at, half), **of(at - 1, half, -1)}, 0, float("inf"))
        cohorts = told["work_by_half_year"].drop_nulls("left_out").unique("half_year")
        for half, count, on in cohorts.select("half_year", "left_out", "counted_on").iter_rows():
            solver.add(of(DAYS.index(on), half), count, count)
        course = told["work_by_months"].select("left_out", "counted_on").unique()
        for count, on in course.iter_rows():
            every = [of(DAYS.index(on), half) for half in halves]
            solver.add({amount: 1 for one in every for amount in one}, count, count)
    return solver


def none_left_out_can_be_told(seed: int, folder: Path) -> int:
    """How many counts and steps of 1 to 4 were tried."""
    tables = plain.drawn(seed)
    joined = Counter(plain.half_of(one["joined_on"]) for one in tables["clients"])
    shown, left = shown_of_work(tables, seed, folder)
    solver, tried = who_knows_it(shown, left, joined), 0
    for half, at in product(left[-1], range(len(DAYS))):
        for then in (None, *range(at)):
            true = left[at].get(half, 0) - (0 if then is None else left[then].get(half, 0))
            if true in (1, 2, 3, 4):
                target: list[tuple[Amount, int]] = [(("left out", at, str(half)), 1)]
                target += [] if then is None else [(("left out", then, str(half)), -1)]
                low, high = solver.between(tuple(target))
                assert low <= true <= high, (seed, half, at, then, true, low, high)
                needed = min(4, joined[half] + 1)
                assert high - low + 1 >= needed, (seed, half, at, then, true, low, high)
                tried += 1
    return tried


def test_few_who_were_in_work_on_joining_cannot_be_told_from_all_that_was_shown(
    tmp_path: Path,
) -> None:
    assert sum(none_left_out_can_be_told(seed, tmp_path) for seed in range(2))


@pytest.mark.long
@pytest.mark.parametrize("block", range(4))
def test_few_who_were_in_work_on_joining_cannot_be_told_two_hundred_times(
    block: int, tmp_path: Path
) -> None:
    seeds = range(2000 + block * 50, 2000 + (block + 1) * 50)
    print("tried", sum(none_left_out_can_be_told(seed, tmp_path) for seed in seeds))


def test_sets_stock_and_flow_and_work_are_what_a_plain_recount_gives(tmp_path: Path) -> None:
    for seed in range(6):
        agrees(seed, tmp_path)
    for seed in range(5):
        finds_work_alike(seed, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("block", range(4))
def test_sets_stock_and_flow_and_work_are_what_a_plain_recount_gives_two_hundred_times(
    block: int, tmp_path: Path
) -> None:
    for seed in range(1000 + block * 50, 1000 + (block + 1) * 50):
        agrees(seed, tmp_path)
        finds_work_alike(seed, tmp_path)
