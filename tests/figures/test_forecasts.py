"""Where a measure is heading: counted by hand, by simulation, and as an invariant."""

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mittaristo.figures.model import Figures
from mittaristo.figures.pace import forecasts
from mittaristo.figures.pace.forecasts import MONTHS, Pace, months_between, pace
from mittaristo.figures.pace.recording import AGES, DAYS_IN_MONTH, Seen, Share, shares
from mittaristo.project import Project
from mittaristo.snapshots import reading
from tests.lib.builders import (
    STARTS_ON,
    Tables,
    client,
    day,
    employer,
    encounter,
    snapshot_of,
    target,
    training,
)

AS_OF = day("2024-12-31")


def paced(events: list[int], as_of: dt.date = AS_OF, recorded: list[Share] | None = None) -> Pace:
    """The pace of these months, one after the other from the project's first."""
    firsts = [dt.date(2024 + place // 12, place % 12 + 1, 1) for place in range(len(events))]
    found = pace(
        list(zip(firsts, map(float, events), strict=True)), STARTS_ON, as_of, recorded or []
    )
    assert found is not None
    return found


def coming(of: Pace, until: str, as_of: dt.date = AS_OF) -> tuple[int, int]:
    return of.coming(months_between(as_of, day(until)))


def late(newest: float, of: int = 20, variance: float = 0.0) -> list[Share]:
    """Nothing is missing but of the newest month, of which a share is recorded."""
    every = [Share(age, of, of, 1.0, 0.0) for age in range(AGES)]
    return [Share(0, newest * of, of, newest, variance), *every[1:]]


# --- Without late entries ---------------------------------------------------------------------


def test_without_an_event_in_half_a_year_few_or_none_are_expected() -> None:
    found = paced([5] * 6 + [0] * 6)
    low, high = coming(found, "2025-06-30")
    assert (low, found.months) == (0, MONTHS)
    assert high <= 2


def test_the_range_is_that_of_a_simulation() -> None:
    """Ten a month for six months, half a year ahead: draw a rate, then the events."""
    low, high = coming(paced([10] * 12), "2025-07-01")
    draw = np.random.default_rng(1)
    events = draw.poisson(
        draw.gamma(60.5, 1 / 6, 200_000) * months_between(AS_OF, day("2025-07-01"))
    )
    assert abs(low - np.quantile(events, 0.05)) <= 1
    assert abs(high - np.quantile(events, 0.95)) <= 1


def test_a_month_that_has_only_begun_does_not_slow_the_pace() -> None:
    full = paced([4] * 11, day("2024-11-30"))
    begun = paced([4] * 11 + [0], day("2024-12-01"))
    assert full == begun


def test_on_the_day_itself_nothing_is_added() -> None:
    assert paced([4] * 12).coming(0) == (0, 0)


def test_from_two_months_nothing_is_said() -> None:
    two = [(day("2024-01-01"), 4.0), (day("2024-02-01"), 4.0)]
    assert pace(two, STARTS_ON, day("2024-02-29"), []) is None


@given(
    st.lists(st.integers(0, 5_000), min_size=12, max_size=12),
    st.integers(1, 800),
    st.integers(1, 800),
)
def test_the_range_holds_its_middle_and_widens_with_time(
    events: list[int], sooner: int, later: int
) -> None:
    near, far = (days / DAYS_IN_MONTH for days in sorted((sooner, later)))
    found = paced(events)
    first, second = found.coming(near), found.coming(far)
    assert 0 <= first[0] <= first[1]
    assert first[0] <= second[0]
    assert first[1] <= second[1]
    mean = (sum(events[-6:]) + 0.5) / 6 * near
    assert first[0] <= mean + 1
    assert first[1] >= mean - 1


# --- With late entries ------------------------------------------------------------------------


def test_the_share_recorded_is_counted_from_what_earlier_snapshots_held() -> None:
    """Nine of ten of the newest month were held, and all of the month before. One is added."""
    found = shares([Seen(0, 3, 9, 10), Seen(1, 3, 10, 10)])
    assert [one.share for one in found[:3]] == [10 / 11, 1.0, 1.0]


def test_what_is_known_later_is_not_all_either() -> None:
    """Of ten known a month later only five sixths are known: twelve. Six of them were held."""
    found = shares([Seen(1, 6, 4, 5), Seen(0, 1, 6, 10)])
    assert found[1].share == 5 / 6
    assert found[0].known == 12
    assert found[0].share == 7 / 13


def test_little_history_says_little() -> None:
    one, ten = (shares([Seen(0, 3, 0, count)])[0].share for count in (1, 10))
    assert one == 1 / 2
    assert ten == 1 / 11
    assert shares([])[0].share == 1


def test_the_pace_and_what_is_missing_of_it() -> None:
    """Ten a month, of the newest only five yet: 55 in five months and a half."""
    found = paced([10] * 11 + [5], recorded=late(0.5))
    assert found.events == 55
    assert found.a_month == pytest.approx(10, rel=0.01)
    assert found.to_be_recorded == pytest.approx(5, rel=0.02)


def test_where_all_is_recorded_nothing_differs() -> None:
    assert paced([10] * 12, recorded=late(1.0)) == paced([10] * 12)


@given(st.lists(st.integers(3, 200), min_size=12, max_size=12), st.floats(0.2, 1))
def test_what_is_missing_raises_the_range_and_doubt_widens_it(
    events: list[int], newest: float
) -> None:
    plain = paced(events).coming(6)
    raised = paced(events, recorded=late(newest)).coming(6)
    doubted = paced(events, recorded=late(newest, variance=0.02)).coming(6)
    assert raised[0] >= plain[0]
    assert raised[1] >= plain[1]
    assert doubted[1] - doubted[0] >= raised[1] - raised[0] - 1


@given(
    st.lists(
        st.tuples(
            st.integers(0, AGES - 1), st.integers(1, 12), st.integers(0, 9), st.integers(0, 9)
        )
    )
)
def test_a_share_is_one_where_nothing_was_late_and_between_otherwise(
    drawn: list[tuple[int, int, int, int]],
) -> None:
    seen = [Seen(age, months, float(then), float(then + more)) for age, months, then, more in drawn]
    for one in shares(seen):
        assert 0 < one.share <= 1
        assert one.known >= one.recorded
    all_there = [Seen(one.age, one.months_since, one.now, one.now) for one in seen]
    assert {one.share for one in shares(all_there)} == {1.0}


# --- Through the public door ------------------------------------------------------------------


def met(days: list[str]) -> Tables:
    """Encounters with one employer on these days, of whom 60 are to be met."""
    return {
        "employers": [employer("E1")],
        "encounters": [encounter(f"M{on}", "E1", on) for on in days],
        "targets": [target("encounters", 60)],
    }


def day_of(month: int, on: int) -> str:
    return f"{2024 + (month - 1) // 12}-{(month - 1) % 12 + 1:02}-{on:02}"


def monthly(last: int, count: int = 3) -> list[str]:
    """So many days in each month from January 2024 on."""
    return [day_of(month, 10 + on) for month in range(1, last + 1) for on in range(count)]


def published(project: Project, days: list[str], as_of: str) -> Figures:
    return snapshot_of(project, met(days), as_of).figures


def of_encounters(figures: Figures, name: str) -> list[dict[str, Any]]:
    return [row for row in figures.rows(name) if row["measure"] == "encounters"]


def test_without_earlier_snapshots_all_is_taken_as_recorded(project: Project) -> None:
    figures = published(project, monthly(12), "2024-12-31")
    row = figures.pace["encounters"]
    assert (row["pace"], row["to_be_recorded"], row["lately"], row["usually"]) == (3, 0, 6, 6)
    assert row["needed"] == pytest.approx((60 - 36) / 12, abs=0.01)
    assert of_encounters(figures, "recording") == []
    assert of_encounters(figures, "forecast_record") == []
    low, high = paced([3] * 12).coming(months_between(AS_OF, day("2025-12-31")))
    assert figures.forecast("encounters", day("2025-12-31")) == (36 + low, 36 + high)
    assert len(of_encounters(figures, "forecasts")) == 12


def test_what_was_recorded_late_is_measured_and_expected_again(project: Project) -> None:
    """Of September's three one was in time, of earlier ones all: one of three, and one is added."""
    published(project, [*monthly(8), day_of(9, 10)], "2024-09-30")
    figures = published(project, monthly(12), "2024-12-31")
    newest = of_encounters(figures, "recording")[0]
    assert (newest["age"], newest["known"], newest["recorded"]) == (0, 3, 1)
    assert newest["share"] == (1 + 1) / (3 + 1)
    row = figures.pace["encounters"]
    assert row["pace"] == pytest.approx(18 / 5.5, rel=0.01)
    assert row["to_be_recorded"] == pytest.approx(row["pace"] / 2)
    assert row["lately_to_be_recorded"] == pytest.approx(6 / 4, rel=0.01)


def test_months_as_first_published_and_now(project: Project) -> None:
    published(project, [*monthly(8), day_of(9, 10)], "2024-09-30")
    rows = of_encounters(published(project, monthly(12), "2024-12-31"), "revisions")
    september, october = rows[8], rows[9]
    assert (september["first_published"], september["now"], september["change"]) == (1, 3, 2)
    assert september["first_on"] == day("2024-09-30")
    assert september["usual_change"] == pytest.approx(1)
    assert (october["first_on"], october["first_published"]) == (None, None)
    assert rows[11]["to_be_recorded"] > 1
    assert sum(row["to_be_recorded"] for row in rows[:11]) < 0.1


def test_the_first_publication_counts_and_no_later_one(project: Project) -> None:
    published(project, [*monthly(8), day_of(9, 10)], "2024-09-30")
    published(project, monthly(10), "2024-10-31")
    rows = of_encounters(published(project, monthly(12), "2024-12-31"), "revisions")
    september, october = rows[8], rows[9]
    assert (september["first_on"], september["first_published"]) == (day("2024-09-30"), 1)
    assert (october["first_on"], october["first_published"]) == (day("2024-10-31"), 3)


def test_weekly_snapshots_tell_of_lateness_but_are_no_first_publication(project: Project) -> None:
    snapshot_of(project, met([*monthly(8), day_of(9, 10)]), "2024-09-30", purpose="weekly")
    figures = published(project, monthly(12), "2024-12-31")
    assert figures.pace["encounters"]["to_be_recorded"] > 0
    assert {row["first_on"] for row in of_encounters(figures, "revisions")} == {None}
    assert of_encounters(figures, "forecast_record") == []


@pytest.mark.parametrize(
    ("later", "outcome"), [(0, "below"), (3, "within"), (9, "above")], ids=["none", "as", "more"]
)
def test_what_was_said_is_held_against_what_came(
    project: Project, later: int, outcome: str
) -> None:
    said = published(project, monthly(12), "2024-12-31")
    days = [*monthly(12), *(day for day in monthly(18, later) if day > "2025")]
    [row] = of_encounters(published(project, days, "2025-06-30"), "forecast_record")
    assert (row["said_in"], row["until"], row["came"]) == (1, day("2025-06-30"), len(days))
    assert (row["low"], row["high"]) == said.forecast("encounters", day("2025-06-30"))
    assert row["outcome"] == outcome


@pytest.mark.parametrize(
    ("aim", "status"),
    [(36, "reached"), (48, "on_course"), (72, "open"), (200, "short")],
)
def test_the_status_tells_whether_the_forecast_reaches_the_target(
    project: Project, aim: int, status: str
) -> None:
    rows = {**met(monthly(12)), "targets": [target("encounters", aim)]}
    figures = snapshot_of(project, rows, "2024-12-31").figures
    assert figures.pace["encounters"]["status"] == status


def test_early_missed_and_without_a_target(project: Project) -> None:
    assert published(project, monthly(2), "2024-02-29").pace["encounters"]["status"] == "too_early"
    ended = published(project, monthly(12), "2026-01-15")
    assert ended.pace["encounters"]["status"] == "missed"
    assert ended.pace["employers_met"]["status"] == "no_target"
    assert of_encounters(ended, "forecasts") == []


def test_another_way_of_calculation_leaves_what_was_said(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later version forecasts otherwise; of earlier snapshots every byte and figure stays."""
    published(project, monthly(12), "2024-12-31")
    folder = reading.folder_of(project.folder, 1)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    before = [path.read_bytes() for path in files]
    said = reading.open_snapshot(project.folder, 1).figures
    monkeypatch.setattr(forecasts, "VERSION", "of another day")
    monkeypatch.setattr(forecasts, "MONTHS", 3)
    monkeypatch.setattr(forecasts, "TAIL", 0.25)
    now = published(project, monthly(12), "2025-01-31")
    assert [path.read_bytes() for path in files] == before
    again = reading.open_snapshot(project.folder, 1).figures
    for name in ("forecasts", "pace"):
        assert again[name].equals(said[name])
    [row] = of_encounters(now, "forecast_record")
    assert row["way"] == said.pace["encounters"]["way"]
    assert now.pace["encounters"]["way"] == "of another day"


def test_a_snapshot_without_forecasts_says_nothing(project: Project) -> None:
    figures = published(project, monthly(12), "2024-12-31")
    kept = {name: table for name, table in figures.tables.items() if name not in NEW}
    old = Figures(
        kept,
        figures.measures,
        figures.definitions,
        figures.shared,
        figures.project,
        figures.as_of,
        figures.synthetic,
    )
    assert old.pace == {}
    assert old.forecast("encounters", day("2025-12-31")) is None


NEW = ("recording", "forecasts", "pace", "revisions", "forecast_record")


def test_what_lies_within_something_else_is_not_foreseen_to_pass_it(project: Project) -> None:
    """Six joined in January and were served one a month from July: no more can be than join."""
    clients = [client(f"C{place}") for place in range(6)]
    served = [
        {
            "service_id": f"S{place}",
            "client_id": f"C{place}",
            "service": "career_coaching",
            "given_on": f"2024-{place + 7:02}-15",
        }
        for place in range(6)
    ]
    rows: Tables = {"clients": clients, "services": served}
    figures = snapshot_of(project, rows, "2024-12-31").figures
    joined = figures.forecast("clients_joined", project.ends_on)
    found = figures.forecast("clients_served", project.ends_on)
    assert joined is not None
    assert found is not None
    assert found[1] == joined[1]
    assert found[0] <= joined[0]


@pytest.mark.parametrize("planned", [0, 2])
def test_no_more_trainings_are_foreseen_than_are_held_and_planned(
    project: Project, planned: int
) -> None:
    """Two a month were held; two are planned for the next year, of which one lies in January."""
    held = [
        training(f"T{month}{nth}", f"2024-{month:02}-1{nth}")
        for month in range(1, 13)
        for nth in "12"
    ]
    ahead = [training("N1", "2025-01-15"), training("N2", "2025-04-01")][:planned]
    figures = snapshot_of(project, {"trainings": [*held, *ahead]}, "2024-12-31").figures
    assert figures.value("trainings_held") == 24
    first, last = (
        figures.forecast("trainings_held", day(on)) for on in ("2025-01-31", "2025-12-31")
    )
    assert first is not None
    assert last is not None
    if planned:
        assert (first[1], last) == (25, (26, 26))
    else:
        assert last[1] > 30
