"""Each rule of what is worth taking up: rows that make it speak, and rows that do not."""

import datetime as dt

import pytest

from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.panels.parts import attention
from mittaristo.panels.parts.attention import AT_MOST, RULES, Matter, matters
from mittaristo.panels.parts.view import View
from mittaristo.project import Project
from tests.lib.builders import (
    GOOD,
    Row,
    Tables,
    client,
    day,
    employer,
    employment,
    encounter,
    milestone,
    published,
    snapshot_of,
    target,
)


def situation(
    project: Project,
    tables: Tables,
    as_of: str = "2024-12-31",
    *,
    language: Language = "en",
    compared_with: str | None = None,
    today: dt.date | None = None,
) -> View:
    """What the rules look at, after publishing these rows."""
    snapshot = snapshot_of(project, tables, as_of)
    earlier = day(compared_with) if compared_with else None
    return View(snapshot.figures, language, earlier, today=today)


def spoken(matter: Matter | None) -> str:
    assert matter is not None
    return f"{matter.headline} | {matter.detail}"


def service(client_id: str, given_on: str = "2024-02-02") -> Row:
    number = f"S{client_id}"
    return {
        "service_id": number,
        "client_id": client_id,
        "service": "cv_workshop",
        "given_on": given_on,
    }


def period(client_id: str, ended_on: str | None = None, **others: str) -> Row:
    return {
        "participation_id": f"P{client_id}",
        "client_id": client_id,
        "started_on": "2024-02-01",
        "start_form": "accepted",
        "ended_on": ended_on,
        "end_form": "none",
        **others,
    }


CLIENTS = [client(name) for name in "ABCD"]
MONTHLY = [f"2024-{month:02}-10" for month in range(1, 13)]


def met_monthly(counts: list[int]) -> Tables:
    """Encounters with one employer, so many in each month of 2024."""
    days = [on for on, count in zip(MONTHLY, counts, strict=False) for _ in range(count)]
    return {
        "employers": [employer("E1")],
        "encounters": [encounter(f"M{place}", "E1", on) for place, on in enumerate(days)],
    }


def test_a_target_that_the_pace_does_not_reach(project: Project) -> None:
    clients = [employer(f"E{place}", on) for place, on in enumerate(MONTHLY)]
    rows: Tables = {"employers": clients, "targets": [target("employer_clients", 200)]}
    now = situation(project, rows)
    said = spoken(attention.target_out_of_reach(now))
    assert said.startswith("Employer clients: falling short of the target | Now 12 / 200. At the")
    assert "pace of the last 6 months" in said
    assert "by 31 Dec 2025" in said
    matter = attention.target_out_of_reach(now)
    assert matter is not None
    assert matter.page == "employers"


def test_a_target_within_reach_is_no_matter(project: Project) -> None:
    clients = [employer(f"E{place}", on) for place, on in enumerate(MONTHLY)]
    rows: Tables = {"employers": clients, "targets": [target("employer_clients", 30)]}
    assert attention.target_out_of_reach(situation(project, rows)) is None


def test_a_target_that_was_missed_is_said_as_missed(project: Project) -> None:
    rows: Tables = {
        "employers": [employer("E1", "2024-03-01")],
        "targets": [target("employer_clients", 2)],
    }
    said = spoken(attention.target_out_of_reach(situation(project, rows, "2025-12-31")))
    assert said == (
        "Employer clients: the target was not reached"
        " | Now 1 / 2. The target was due on 31 Dec 2025."
    )


def test_a_target_of_a_measure_that_may_fall_is_not_forecast(project: Project) -> None:
    rows: Tables = {"clients": CLIENTS, "targets": [target("clients_active", 50)]}
    assert attention.target_out_of_reach(situation(project, rows)) is None


def test_two_months_under_half_of_what_two_months_usually_bring(project: Project) -> None:
    slow = situation(project, met_monthly([4] * 10 + [2, 1]))
    assert spoken(attention.slowing_down(slow)) == (
        "Employer encounters: slowing down"
        " | Nov 2024–Dec 2024: 3. Two months of the year usually bring 8."
    )


@pytest.mark.parametrize(
    "counts", [[4] * 10 + [2, 2], [1] * 10 + [0, 0], [4] * 6], ids=["half", "few", "half a year"]
)
def test_as_much_as_half_or_too_little_to_tell_is_no_matter(
    project: Project, counts: list[int]
) -> None:
    as_of = "2024-12-31" if len(counts) == 12 else "2024-08-31"
    assert attention.slowing_down(situation(project, met_monthly(counts), as_of)) is None


def test_served_without_start_data_are_counted_by_the_missing_row(project: Project) -> None:
    """A has start data, B's was never sent, C has no period, D has start data but no service."""
    rows: Tables = {
        "clients": CLIENTS,
        "services": [service("A"), service("B"), service("C")],
        "participations": [period("A"), period("B", start_form="none"), period("D")],
    }
    said = spoken(attention.start_data_missing(situation(project, rows)))
    assert said.startswith("EURA start data missing: 2 | Clients served: 3.")
    rows = {**rows, "participations": [period(name) for name in "ABC"]}
    assert attention.start_data_missing(situation(project, rows)) is None


def test_end_data_are_overdue_on_the_29th_day(project: Project) -> None:
    rows: Tables = {
        "clients": CLIENTS,
        "participations": [
            period("A", "2024-06-02"),
            period("B", "2024-05-01", end_form="submitted"),
        ],
    }
    assert attention.end_data_overdue(situation(project, rows, "2024-06-30")) is None
    said = spoken(attention.end_data_overdue(situation(project, rows, "2024-07-01")))
    assert said.startswith("EURA end data overdue: 1 |")


def test_end_data_to_record_are_told_by_the_week_in_the_last_year(project: Project) -> None:
    """Three of four are still to be sent; 31.12.2024 is 365 days, or 53 weeks, before the end."""
    rows: Tables = {
        "clients": CLIENTS,
        "participations": [
            period("A"),
            period("B", "2024-12-20"),
            period("C", "2024-06-01"),
            period("D", "2024-06-01", end_form="accepted"),
        ],
    }
    assert attention.end_data_to_record(situation(project, rows, "2024-12-30")) is None
    matter = attention.end_data_to_record(situation(project, rows))
    assert spoken(matter) == (
        "EURA end data still to come: 3 periods"
        " | Overdue: 1. When 1 a week are recorded, all are in before the project ends on"
        " 31 Dec 2025."
    )
    assert matter is not None
    assert matter.amiss == 3 / 4
    assert attention.end_data_to_record(situation(project, rows, "2025-12-31")) is None


def test_published_parts_that_do_not_add_up(project: Project) -> None:
    rows: Tables = {
        **GOOD,
        "published": [
            published("clients_employed", 282, "2024-12-31"),
            published("clients_employed_direct", 158, "2024-12-31"),
            published("clients_employed_other", 133, "2024-12-31"),
        ],
    }
    said = spoken(attention.published_parts_that_do_not_add_up(situation(project, rows)))
    assert "158 + 133 = 291, but Persons employed: 282." in said
    about = published("clients_employed", 280, "2024-12-31", qualifier="about")
    rows = {**rows, "published": [*rows["published"][1:], about]}
    assert attention.published_parts_that_do_not_add_up(situation(project, rows)) is None
    rows = {**rows, "published": [*rows["published"][:2], published("clients_employed", 291, None)]}
    assert attention.published_parts_that_do_not_add_up(situation(project, rows)) is None


@pytest.mark.parametrize(("late", "speaks"), [(4, False), (5, True)])
def test_five_or_more_recorded_late(project: Project, late: int, speaks: bool) -> None:
    clients = [client(f"C{place}") for place in range(9)]
    known = [employment("W0", "C0", "2024-02-01")]
    snapshot_of(project, {"clients": clients, "employments": known}, "2024-06-30")
    added = [employment(f"W{place}", f"C{place}", "2024-03-01") for place in range(1, late + 1)]
    now = situation(
        project,
        {"clients": clients, "employments": known + added},
        compared_with="2024-06-30",
    )
    matter = attention.much_recorded_late(now)
    assert (matter is not None) == speaks
    if speaks:
        assert "5 recorded late | They had happened by 30 Jun 2024" in spoken(matter)


def test_euros_recorded_late_are_no_entries(project: Project) -> None:
    """An order of 300 € found late, and its credit note, are not "300 recorded late"."""

    def bought(number: str, on: str, amount: int) -> Row:
        return {
            "purchase_id": number,
            "category": "campaign",
            "ordered_on": on,
            "amount_eur": amount,
        }

    snapshot_of(project, {"purchases": []}, "2024-06-30")
    rows: Tables = {
        "purchases": [bought("O1", "2024-03-01", 300), bought("O2", "2024-08-01", -300)]
    }
    now = situation(project, rows, compared_with="2024-06-30")
    assert now.changes["purchases_eur"]["late"] == 300
    assert attention.much_recorded_late(now) is None


@pytest.mark.parametrize(
    ("used", "speaks"), [(600, False), (600.68, False), (600.69, True), (620, True)]
)
def test_money_that_goes_ten_points_faster_than_time(
    project: Project, used: float, speaks: bool
) -> None:
    """On 31.12.2024 half of the two years has passed (366 of 731 days, 50.068 %)."""
    rows: Tables = {
        "budget": [
            {"category": "campaign", "amount_eur": 500, "valid_from": "2024-01-01"},
            {"category": "campaign", "amount_eur": 1000, "valid_from": "2024-05-01"},
            {"category": "campaign", "amount_eur": 1, "valid_from": "2025-05-01"},
        ],
        "purchases": [
            {
                "purchase_id": "O1",
                "category": "campaign",
                "ordered_on": "2024-06-01",
                "amount_eur": used,
            },
        ],
    }
    matter = attention.money_ahead_of_time(situation(project, rows))
    assert (matter is not None) == speaks
    if speaks:
        assert spoken(matter) == (
            "Campaign: money goes faster than time"
            f" | {used / 10:.0f}% of the budget has been used, and 50% of the time."
        )


def test_a_planned_event_that_nobody_marked_as_done(project: Project) -> None:
    rows: Tables = {
        "milestones": [
            milestone("a", "2024-05-01"),
            milestone("b", "2024-06-01", done="false", title_en="Forum"),
            milestone("c", "2024-12-31", done="false"),
            milestone("d", "2025-06-01", done="false"),
        ]
    }
    matter = attention.event_not_recorded(situation(project, rows))
    assert spoken(matter) == (
        "Has it been held? Forum | It was planned for 1 Jun 2024."
        " Past events not marked as done: 1."
    )
    assert matter is not None
    assert matter.amiss == 1 / 2


@pytest.mark.parametrize(("today", "speaks"), [("2025-01-30", False), ("2025-01-31", True)])
def test_figures_of_more_than_thirty_days_ago(project: Project, today: str, speaks: bool) -> None:
    now = situation(project, GOOD, today=day(today))
    assert (attention.old_figures(now) is not None) == speaks
    assert attention.old_figures(situation(project, GOOD)) is None


def test_a_project_that_has_ended_neither_slows_down_nor_grows_old(project: Project) -> None:
    last_year = met_monthly([4] * 10 + [0, 0])
    moved = [
        {**row, "met_on": str(row["met_on"]).replace("2024", "2025")}
        for row in last_year["encounters"]
    ]
    rows: Tables = {**last_year, "encounters": moved}
    now = situation(project, rows, "2025-12-30", today=day("2026-12-31"))
    assert attention.slowing_down(now) is None  # December is not full yet
    assert attention.old_figures(now)
    ended = situation(project, rows, "2025-12-31", today=day("2026-12-31"))
    assert attention.slowing_down(ended) is None
    assert attention.old_figures(ended) is None


def test_the_worst_comes_first(project: Project) -> None:
    rows: Tables = {
        "clients": CLIENTS,
        "services": [service("A"), service("B"), service("C")],
        "participations": [period("A", "2024-06-01")],
        "milestones": [
            *(milestone(f"m{place}", "2024-05-01") for place in range(9)),
            milestone("b", "2024-06-01", done="false"),
        ],
    }
    found = matters(situation(project, rows))
    assert [(matter.rank, matter.amiss) for matter in found] == [
        (attention.OVERDUE, 1),
        (1, 2 / 3),
        (1, 0.1),
        (attention.PLANNED, 1),
    ]
    assert AT_MOST == 3


def test_where_nothing_is_wrong_nothing_is_said(project: Project) -> None:
    assert matters(situation(project, {"milestones": [milestone("a", "2024-05-01")]})) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_speaks_the_reader_s_language(project: Project, language: Language) -> None:
    """Each sentence is complete: no field is left unfilled."""
    rows: Tables = {
        **met_monthly([4] * 10 + [0, 0]),
        "clients": CLIENTS,
        "services": [service("A"), service("B")],
        "participations": [period("A", "2024-06-01")],
        "milestones": [milestone("b", "2024-06-01", done="false")],
        "targets": [target("employers_met", 2000)],
    }
    now = situation(project, rows, language=language, today=day("2025-12-31"))
    found = [matter for rule in RULES if (matter := rule(now))]
    assert len(found) == 7
    for matter in found:
        assert "{" not in spoken(matter)
        assert matter.headline
        assert matter.detail


def test_an_overdue_duty_comes_before_everything_and_a_plan_after_it(project: Project) -> None:
    """One of 200 forms is overdue, 198 are only to come, and a target is far out of reach."""
    clients = [client(f"K{place}") for place in range(200)]
    rows: Tables = {
        "clients": clients,
        "participations": [
            period(f"K{place}", "2024-02-03" if place == 0 else None) for place in range(199)
        ],
        "employers": [employer("E1", "2024-03-01")],
        "targets": [target("employer_clients", 200)],
    }
    now = situation(project, rows, "2025-06-30")
    said = [matter.headline for matter in matters(now)]
    assert said[0] == "EURA end data overdue: 1"
    assert said[-1] == "EURA end data still to come: 199 periods"
    assert len(said) > 2


def test_what_is_usually_recorded_late_makes_it_no_slow_down(project: Project) -> None:
    """October's four were all recorded after its end: most of December's may be still to come."""
    rows = met_monthly([4] * 10 + [2, 1])
    until_october = [row for row in rows["encounters"] if row["met_on"] < "2024-10-01"]
    earlier = {**rows, "encounters": until_october}
    snapshot_of(project, earlier, "2024-10-31")
    now = situation(project, rows)
    assert attention.slowing_down(now) is None
    nothing = met_monthly([4] * 10)
    assert attention.slowing_down(situation(project, nothing)) is not None
