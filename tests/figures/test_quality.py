"""The ledger of quality: what checks find now and found before, and how late things came in."""

import datetime as dt
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any

import polars as pl
import pytest

from mittaristo.figures.computation import Earlier, compute
from mittaristo.figures.definitions import Definitions
from mittaristo.figures.ledger.quality import CHECKS
from mittaristo.figures.model import Figures
from mittaristo.messages.rules import RULES
from mittaristo.project import Project
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import GOOD, STARTS_ON, Row, Tables, a_project, day, employment
from tests.lib.builders import publish_rows as publish
from tests.lib.dirty import BY_PERSON, checks, dirty, figures_after, house, later, waits
from tests.lib.recount import frames

DAYS = (dt.date(2024, 8, 15), dt.date(2025, 2, 15), dt.date(2025, 9, 15))


def found_by(figures: Figures, name: str = "quality", **only: Any) -> dict[str, dict[str, Any]]:
    """Check → its row of a figure of quality."""
    return {row["check_id"]: row for row in figures.rows(name) if only.items() <= row.items()}


def recounted(seed: int, folder: Path) -> None:
    """Every count of three snapshots of drawn registers equals that in plain Python."""
    project, first, cut = a_project(folder), dirty(seed), house(*BY_PERSON)
    drawn = [first, later(first, seed), later(later(first, seed), seed + 1)]
    earlier: list[Earlier] = []
    for number, (as_of, tables) in enumerate(zip(DAYS, drawn, strict=True), start=1):
        rows = frames(tables)
        figures = compute(rows, project, as_of, earlier, cut)
        now = checks(tables, as_of)
        ledger = found_by(figures)
        assert set(ledger) == set(CHECKS)
        for check, looked_at in now.items():
            row = ledger[check]
            assert (row["looked_at"], row["found"]) == (len(looked_at), sum(looked_at.values()))
        for then in earlier:
            before = checks(drawn[then.number - 1], then.as_of)
            since = found_by(figures, "quality_since", since_snapshot=then.number)
            for check, looked_at in before.items():
                missing = {who for who, lacks in looked_at.items() if lacks}
                lacks_now = {who for who in missing if now[check].get(who)}
                gone = missing - now[check].keys()
                told = since.get(check)
                counts = (len(missing), len(missing - lacks_now - gone), len(gone), len(lacks_now))
                parts = ("found_then", "mended", "gone", "remaining")
                assert counts == (tuple(told[part] for part in parts) if told else (0, 0, 0, 0))
        timely = {row["measure"]: row for row in figures.rows("timeliness")}
        for measure in BY_PERSON:
            expected = sorted(waits(list(zip(DAYS, drawn, strict=True))[:number], measure))
            assert (measure in timely) == bool(expected)
            if expected:
                _is_of(timely[measure], expected)
        held = partial(dict[str, pl.DataFrame], rows)
        earlier.append(Earlier(number, as_of, "meeting", STARTS_ON, pl.DataFrame(), held))


def _is_of(row: dict[str, Any], expected: list[tuple[int, bool]]) -> None:
    """Half of the events waited at most so long, and nine of ten; no smaller number says so."""
    days = [wait for wait, _in_time in expected]
    assert row["events"] == len(days)
    assert row["in_time"] == sum(in_time for _wait, in_time in expected)
    for share, most in ((0.5, row["median_days"]), (0.9, row["most_days"])):
        assert most in days
        assert mean(wait <= most for wait in days) >= share
        assert mean(wait < most for wait in days) < share


@pytest.mark.parametrize("seed", range(3))
def test_every_count_equals_a_recount_of_drawn_registers(seed: int, tmp_path: Path) -> None:
    recounted(seed, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 350))
def test_every_count_equals_a_recount_of_many_drawn_registers(seed: int, tmp_path: Path) -> None:
    recounted(seed, tmp_path)


FEW: Tables = {
    name: GOOD[name] for name in ("clients", "participations", "services", "employments")
}
"""The registers that checks read."""


def period(participation_id: str, ended_on: str | None, **others: Any) -> Row:
    return {
        "participation_id": participation_id,
        "client_id": "A",
        "started_on": "2024-02-01",
        "status_at_start": "unemployed",
        "start_form": "accepted",
        "ended_on": ended_on,
        "end_form": "none",
        **others,
    }


def published(project: Project, rows: Tables, as_of: str) -> Figures:
    outcome = publish(project, rows, as_of)
    assert outcome.published, [problem.rule for problem in outcome.errors]
    return open_snapshot(project.folder, outcome.published.number).figures


def test_end_data_are_due_for_28_days_and_then_overdue(project: Project) -> None:
    periods = [period("P1", "2024-06-02"), period("P2", "2024-06-01"), period("P3", None)]
    rows = {**FEW, "participations": periods}
    ledger = found_by(figures_after(project, ("2024-06-30", "meeting", rows)))
    assert (ledger["end_data_due"]["found"], ledger["end_data_overdue"]["found"]) == (1, 1)
    assert ledger["exit_without_status"]["found"] == 2


def test_what_was_mended_is_told_from_what_is_gone_and_what_is_new(project: Project) -> None:
    def jobs(*evidence: str | None) -> Tables:
        rows = [
            employment(f"J{nth}", "A", "2024-03-01", evidence=one)
            for nth, one in enumerate(evidence)
            if one != "no row"
        ]
        return {**FEW, "employments": rows}

    now = figures_after(
        project,
        ("2024-03-31", "meeting", jobs(None, None, "unknown", "contract", "no row")),
        ("2024-06-30", "meeting", jobs("survey", "no row", None, "contract", None)),
    )
    row = found_by(now, "quality_since")["employment_without_evidence"]
    parts = ("found_then", "mended", "gone", "remaining")
    assert tuple(row[part] for part in parts) == (3, 1, 1, 1)
    assert found_by(now)["employment_without_evidence"]["found"] == 2


def test_what_the_import_warned_of_is_counted_and_remembered(project: Project) -> None:
    early = [employment(f"J{nth}", "B", "2024-01-05") for nth in range(3)]
    published(project, {**FEW, "employments": early}, "2024-03-31")
    now = published(project, {**FEW, "employments": early[:1]}, "2024-06-30")
    assert found_by(now)["job_before_joining"]["found"] == 1
    assert found_by(now, "quality_since")["job_before_joining"]["found_then"] == 3


def test_a_project_without_some_registers_has_only_the_checks_of_the_others(
    project: Project,
) -> None:
    rows = {name: FEW[name] for name in ("clients", "employments")}
    figures = figures_after(project, ("2024-06-30", "meeting", rows))
    assert set(found_by(figures)) == {"employment_without_evidence"}


def test_every_check_that_is_counted_is_named_in_one_place() -> None:
    assert set(Definitions.load().checks) == set(CHECKS)
    assert all(RULES[check].title and RULES[check].remedy for check in CHECKS)
    of_drafts = {"shrinks", "not_given", "falls", "same_day", "older_day", "far_day", "quiet"}
    of_drafts |= {"changed", "list_twice", "nothing_new", "numbered_anew"}
    warned = {name for name, rule in RULES.items() if rule.severity == "warning"}
    untitled = {name for name in warned if not RULES[name].title}
    assert untitled == of_drafts | {"not_compared"}


def test_an_event_waits_for_the_first_snapshot_that_holds_it(project: Project) -> None:
    jobs = [employment("J1", "A", "2024-04-10"), employment("J2", "B", "2024-04-20")]
    known = (("2024-03-31", 0), ("2024-04-30", 1), ("2024-05-31", 2))
    figures = figures_after(
        project, *((on, "meeting", {**FEW, "employments": jobs[:n]}) for on, n in known)
    )
    [row] = [row for row in figures.rows("timeliness") if row["measure"] == "employments"]
    waited = [day("2024-04-30") - day("2024-04-10"), day("2024-05-31") - day("2024-04-20")]
    assert (row["median_days"], row["most_days"]) == tuple(one.days for one in waited)
    assert (row["events"], row["in_time"]) == (2, 1)
