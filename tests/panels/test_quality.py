"""What the page of quality says: what is missing, what became of it, and how late it came in."""

from dataclasses import replace
from typing import cast

from mittaristo.i18n.translation import LANGUAGES, Language
from mittaristo.panels.parts import quality as parts
from mittaristo.panels.parts.panel import Heading, Notes, Notice, Panel, makers
from mittaristo.panels.parts.view import View
from mittaristo.panels.review import definitions, figure, indicators, reconciliation, snapshots
from mittaristo.panels.team import quality
from mittaristo.project import Project
from tests.lib.builders import GOOD, Row, Tables, client, day, employment
from tests.lib.dirty import figures_after

FEW: Tables = {
    name: GOOD[name] for name in ("clients", "participations", "services", "employments")
}
"""The registers that checks read."""


def seen(project: Project, *published: tuple[str, str, Tables], language: Language = "en") -> View:
    """The last of some snapshots: as-of day, purpose, and the registers that are not as in FEW."""
    each = ((as_of, purpose, {**FEW, **rows}) for as_of, purpose, rows in published)
    return View(figures_after(project, *each), language, role="team")


def jobs(*evidence: str | None) -> list[Row]:
    return [
        employment(f"J{nth}", "A", "2024-03-01", evidence=one) for nth, one in enumerate(evidence)
    ]


def test_the_title_names_what_is_lost_first_and_the_lead_what_was_mended(
    project: Project,
) -> None:
    gap = [client("A", gender="unknown"), client("B", "2024-02-01")]
    view = seen(
        project,
        ("2024-03-31", "meeting", {"employments": jobs(None, None)}),
        ("2024-06-30", "meeting", {"employments": jobs("contract", None), "clients": gap}),
    )
    found = cast(Panel, quality.ledger(view))
    assert found.title == "Entries missing: 2. Most urgent: incomplete client records (1)"
    lead = cast(Heading, quality.heading(view)).lead
    assert lead.startswith("Since 31 Mar 2024: mended 1, new 1, no longer there 0.")
    rows = {row[0]: row[1:] for row in found.table.rows}
    assert found.table.headings[1:] == ("31 Mar 2024", "Now", "Of rows", "Mended", "New")
    assert rows["Employments without evidence"] == ("2", "1", "2", "1", "0")
    assert rows["Incomplete client records"] == ("0", "1", "1", "0", "1")


def test_what_is_due_but_not_late_is_not_missing(project: Project) -> None:
    [period] = GOOD["participations"]
    due = {**period, "ended_on": "2024-06-20", "end_form": "none"}
    rows = {"employments": jobs("contract"), "participations": [due]}
    view = seen(project, ("2024-06-30", "meeting", rows))
    assert cast(Panel, quality.ledger(view)).title == "Nothing is missing in the registers"


def test_every_check_has_its_meaning_severity_and_remedy_in_both_languages(
    project: Project,
) -> None:
    for language in LANGUAGES:
        severity = {"en": "to be mended", "fi": "korjattava"}[language]
        view = seen(project, ("2024-06-30", "meeting", {}), language=language)
        [meaning] = cast(Panel, quality.ledger(view)).folded
        ids = {row[1]: row for row in meaning.table.rows}
        assert ids["end_data_overdue"][2] == severity
        assert all(all(row) for row in ids.values())


def test_everyone_reads_the_summary_but_not_of_weekly_snapshots(project: Project) -> None:
    rows = {"employments": jobs(None)}
    view = seen(project, ("2024-03-31", "weekly", rows), ("2024-06-30", "meeting", rows))
    assert [dict(one.then) for one in parts.findings(view) if one.then] != []
    everyone = replace(view, role="everyone")
    assert all(not one.then for one in parts.findings(everyone))
    summary = cast(Panel, parts.summary(everyone))
    assert ("Employments without evidence", "1", "1", "100%") in summary.table.rows


def test_a_snapshot_of_before_checks_were_counted_says_so(project: Project) -> None:
    view = seen(project, ("2024-06-30", "meeting", {}))
    without = {name: one for name, one in view.figures.tables.items() if name != "quality"}
    old = replace(view, figures=replace(view.figures, tables=without))
    assert isinstance(quality.ledger(old), Notice)


def test_the_slowest_to_be_recorded_is_told_with_its_days(project: Project) -> None:
    late = [employment(f"L{nth}", "A", "2024-04-10") for nth in range(8)]
    soon = [employment(f"S{nth}", "B", "2024-05-11") for nth in range(4)]
    view = seen(
        project,
        ("2024-03-31", "meeting", {"employments": []}),
        ("2024-04-30", "meeting", {"employments": []}),
        ("2024-05-31", "meeting", {"employments": late + soon}),
    )
    found = cast(Panel, quality.timeliness(view))
    assert found.title == "Slowest to be recorded: employments, 33% in the next snapshot"
    waited = (day("2024-05-31") - day("2024-04-10")).days
    rows = {row[0]: row[1:] for row in found.table.rows}
    assert rows["Employments"] == (str(waited), str(waited), "33%", "12")


def test_whoever_judges_figures_reads_first_how_good_the_registers_are(project: Project) -> None:
    view = seen(project, ("2024-03-31", "meeting", {"employments": jobs(None, None)}))
    told = "Entries missing: 2. Most urgent: employments without evidence (2). The first snapshot:"
    below_the_picture = indicators.PAGE[indicators.PAGE.index(indicators.step_by_step) :]
    for page in (figure.PAGE, definitions.PAGE, snapshots.PAGE, below_the_picture):
        second = makers(page)[1](replace(view, measure="employments"))
        assert isinstance(second, Notes)
        [(title, said)] = second.notes
        assert title == "Quality of the registers"
        assert said.startswith(told)
    assert makers(reconciliation.PAGE)[1](view) is None  # nothing has been published
