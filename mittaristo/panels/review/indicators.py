"""The ESF+ indicators: what each counts, what it comes to, and why it is not persons employed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from mittaristo.charts.changes import waterfall
from mittaristo.i18n.table import Table
from mittaristo.panels.parts import panel, published, quality
from mittaristo.panels.parts.panel import (
    Card,
    Cards,
    Cell,
    Folded,
    Heading,
    Matrix,
    Notice,
    Page,
    Panel,
)
from mittaristo.panels.parts.view import View
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms import tables
from mittaristo.transforms.review import indicators as shapes

INDICATORS, STEPS = "indicators", "steps_to_indicator"
RECORDS, CHECKS = "indicator_records", "indicator_checks"

AT_WORK = "EECR04"
CARDS = ("EECO01", AT_WORK, "EECR03", "EECR05")
"""Indicators that stand first."""


def _rows(view: View) -> dict[str, dict[str, Any]]:
    """Code → its row; none where the snapshot has no indicators."""
    return {row["code"]: row for row in view.figures.rows(INDICATORS)}


def heading(view: View) -> Heading:
    """How many were in work on leaving, and that this is not the number of persons employed."""
    _, row = view.wording, _rows(view).get(AT_WORK, {})
    if not row.get("of_all") or row["total"] is None:
        return Heading(_("What do the ESF+ indicators come to?"))
    title = _("{count:person was|persons were} in work on leaving the project ({share})")
    said = _(
        "Indicator EECR04 on {day}. The share is of leavers who were not in work at the start."
    )
    if "clients_employed" in view.figures.kept("clients_employed"):
        said += " " + _("It is not the same as persons employed, of whom there are {employed}.")
    return Heading(
        title.format(count=_.number(row["total"]), share=_.percent(row["total"] / row["of_all"])),
        said.format(
            day=_.day(row["counted_on"]), employed=_.number(view.figures.value("clients_employed"))
        ),
    )


def not_there(view: View) -> Notice | None:
    """Why there are no indicators."""
    if view.figures.keeps(INDICATORS):
        return None
    _ = view.wording
    if not view.figures.kept("eura_started"):
        return panel.not_kept(view, "clients", "participations")
    return Notice(
        _("This snapshot was published before indicators were computed. The next one has them.")
    )


def cards(view: View) -> Cards | None:
    """Participants and results, each with those whom it may concern and its day."""
    _, rows = view.wording, _rows(view)
    found = [rows[code] for code in CARDS if rows.get(code, {}).get("total") is not None]
    if not found:
        return None
    return Cards(
        tuple(
            Card(
                f"{row['code']} {row[f'name_{view.language}']}",
                _.number(row["total"]),
                (_("on {day}").format(day=_.day(row["counted_on"])),),
                shapes.share_said(row, _),
                f"{INDICATORS}/code={row['code']}",
            )
            for row in found
        ),
        _("Each number has a day of its own: small changes are not shown."),
        registers=view.figures.registers_behind((), [INDICATORS]),
    )


def step_by_step(view: View) -> Panel | None:
    """From employments to those in work on leaving; nothing where it would point at persons."""
    if not view.figures.keeps(STEPS) or view.figures[STEPS].is_empty():
        return None
    _, steps = view.wording, view.figures[STEPS]
    bars = shapes.bars(steps, _)
    counted = dict(steps.select("step", "persons").iter_rows())
    title = _("Persons employed {employed}, EECR04 {indicator}: where the difference comes from")
    made = panel.charted(
        view,
        "employments-to-indicator",
        title.format(employed=_.number(counted["employed"]), indicator=_.number(counted[AT_WORK])),
        _steps_table(view, steps),
        lambda setting: waterfall(bars, setting),
        alt_text=panel.alt_of_rows(view, bars.select("step", "said").iter_rows()),
        measures=(),
        figures=[STEPS],
        note=_("Each person has one reason: the first that holds, in the order of the steps."),
    )
    return replace(made, texts=tuple(_about_steps(view, steps)))


def _steps_table(view: View, steps: SafeFrame) -> Table:
    """Every step, also those that concern nobody."""
    _ = view.wording
    values = [(_(shapes.STEPS[name]), n) for name, n in steps.select("step", "persons").rows()]
    texts = [(name, _.number(persons)) for name, persons in values]
    made = Table.of_texts((_("Step"), _("Number")), texts, numeric=(1,), values=values)
    return replace(made, keys=tuple((("step", name),) for name in steps["step"].to_list()))


def _about_steps(view: View, steps: SafeFrame) -> list[str]:
    """What stands together, and of which day the steps are, where that is an earlier one."""
    _, told = view.wording, []
    names = steps["step"].to_list()
    if "together" in names:
        inside = ", ".join(
            _(said).lower() for name, said in shapes.STEPS.items() if name not in names
        )
        told.append(
            _("Other reasons, in total, what is added included: {reasons}.").format(reasons=inside)
        )
    if steps["counted_on"][0] != view.as_of:
        said = _("The steps are those of {day}: since then they have changed too little.")
        told.append(said.format(day=_.day(steps["counted_on"][0])))
    return told


def every(view: View) -> Panel | None:
    """Each indicator with its share of those whom it may concern."""
    _, figures = view.wording, view.figures
    if not figures.keeps(INDICATORS) or figures[INDICATORS].is_empty():
        return None
    found = shapes.listed(figures[INDICATORS], _published(view), _)
    made = panel.tabled(
        view,
        "indicators",
        _title(view, found),
        shapes.table(found, _),
        lambda: _matrix(view, found),
        alt_text=panel.alt_of_rows(view, found.select("label", "total_text").iter_rows()),
        measures=(),
        figures=[INDICATORS],
        note=_("Only participants whose record is complete are counted."),
    )
    missing = ", ".join(found.filter(basis="none")["code"])
    neither = _("Neither counted nor estimated: {codes}.").format(codes=missing)
    definitions = tables.headed(
        found,
        {
            "code": _("Code"),
            f"name_{view.language}": _("Indicator"),
            f"counted_{view.language}": _("What is counted"),
        },
    )
    title = _("What each indicator counts")
    folded = (Folded(title, definitions, _("Definitions")),)
    return replace(made, texts=(neither,) if missing else (), folded=folded)


def _title(view: View, found: SafeFrame) -> str:
    """How many are counted, estimated and hidden."""
    _ = view.wording
    counted = found.filter(basis="registers")
    hidden = counted["total"].null_count()
    return _(
        "Indicators: counted {counted}, estimated {estimated}, hidden for privacy {hidden}"
    ).format(
        counted=_.number(counted.height - hidden),
        estimated=_.number(found.filter(basis="estimate").height),
        hidden=_.number(hidden),
    )


def _matrix(view: View, found: SafeFrame) -> Matrix:
    _ = view.wording
    rows = found.filter(pl.col("basis") != "none").rows(named=True)
    headings = [_("Persons"), _("Day of the figure")]
    if any(row["published_text"] for row in rows):
        headings.append(_("Published"))
    return Matrix(
        _("Indicator"),
        tuple((name, "") for name in headings),
        tuple((row["label"], _cells(row)[: len(headings)]) for row in rows),
        totals=False,
    )


def _share(row: Mapping[str, Any]) -> str:
    return "" if row["share"] is None else str(row["share_text"])


def _cells(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    return (
        Cell(
            row["total_text"],
            " · ".join(filter(None, (_share(row), row["basis_text"]))),
            min(row["share"] or 0, 1),
        ),
        Cell(below=row["day_text"]),
        Cell(row["published_text"]),
    )


def _published(view: View) -> dict[str, float]:
    """Code in small letters → its newest published number until the as-of day."""
    rows = [
        row
        for row in view.figures.rows("published")
        if row["as_of"] is not None and row["as_of"] <= view.as_of and row["kind"] == "actual"
    ]
    return {row["measure"]: row["value"] for row in sorted(rows, key=lambda row: row["as_of"])}


def records(view: View) -> Panel | None:
    """How many records are complete, and what the others lack."""
    if not view.figures.keeps(RECORDS) or view.figures[RECORDS].is_empty():
        return None
    _ = view.wording
    found = shapes.records(view.figures[RECORDS], _)
    counted = dict(found.select("field", "persons").iter_rows())
    title = _("Records complete: {complete} of {all:participant|participants}").format(
        complete=_.number(counted["complete"]), all=_.number(counted["participants"])
    )
    return panel.with_table(
        view, "indicator-records", title, shapes.records_table(found, _), (), [RECORDS]
    )


def checks(view: View) -> Panel | None:
    """What must hold between the indicators, what does not hold first."""
    if not view.figures.keeps(CHECKS) or view.figures[CHECKS].is_empty():
        return None
    _ = view.wording
    found = shapes.checks(view.figures[CHECKS], _)
    title = _("Checks of the indicators: {broken} of {all} do not hold").format(
        broken=_.number(found.filter(~pl.col("holds")).height), all=_.number(found.height)
    )
    headings = {"label": _("Check"), "result": _("Result")}
    return panel.with_table(
        view, "indicator-checks", title, tables.headed(found, headings), (), [CHECKS]
    )


def as_published(view: View) -> Panel | None:
    """What EURA's own totals were published to be, beside those of the registers."""
    if not view.figures.keeps(INDICATORS):
        return None
    return published.compared(view, ["eura_started", "eura_ended"])


def exactly(view: View) -> Notice | None:
    """Where the team finds exact numbers by gender."""
    if view.role != "team" or not view.figures.keeps(INDICATORS):
        return None
    _ = view.wording
    said = _(
        "Exact numbers by gender, for the funder, are made by the team on its own machine:"
        " python -m mittaristo figures --project P --team --xlsx FILE.xlsx"
    )
    return Notice(said)


PAGE: Page = (
    *(heading, not_there, cards, step_by_step, quality.line, every),
    *(records, checks, quality.summary, as_published, exactly),
)
"""What the page of indicators shows."""
