"""From service to work: how many of a hundred found work, and how long after joining."""

from dataclasses import replace

import polars as pl

from mittaristo.charts.results.since_joining import share_by_months
from mittaristo.i18n.table import Table
from mittaristo.i18n.translation import N_
from mittaristo.panels.parts import panel
from mittaristo.panels.parts.panel import Cell, Folded, Matrix, Panel
from mittaristo.panels.parts.view import View
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms import tables
from mittaristo.transforms.results import work as shapes

COHORTS, CURVE, REPEATED = "work_by_half_year", "work_by_months", "persons_by_employments"


def cohorts(view: View) -> Panel | None:
    """Half-years of joining in rows, and who of them found work within 6, 12 and 18 months."""
    if view.period is not None or not view.figures.keeps(COHORTS):
        return None
    _ = view.wording
    listed = shapes.cohorts(view.figures[COHORTS], _states(view), _)
    headings = {
        "half_year_said": _("Joined"),
        "months_text": _("Months since joining"),
        "persons_text": _("Persons followed"),
        "in_work_text": _("Found work"),
        "share_text": _("Share"),
    }
    told = ["half_year_said", "months_text", "in_work_text", "share_text"]
    return panel.tabled(
        view,
        "work-by-half-year",
        _of_a_hundred(view),
        tables.headed(listed, headings),
        lambda: _matrix(view, listed),
        alt_text=panel.alt_of_rows(view, listed.select(told).iter_rows()),
        measures=(),
        figures=[COHORTS, *([REPEATED] if view.figures.keeps(REPEATED) else [])],
        note=_how_to_read(view),
        folded=_repeated(view),
    )


def _states(view: View) -> dict[str, str]:
    """What stands in the place of a number that is not told."""
    _ = view.wording
    return {"not_yet": _("not followed so long yet"), "withheld": _("hidden for privacy")}


def _of_a_hundred(view: View) -> str:
    """The estimate for a year, or half of one: how many of a hundred."""
    _, course = view.wording, {row["months"]: row["in_work"] for row in view.figures.rows(CURVE)}
    for months in (12, 6):
        if months in course:
            said = _(
                "Within {months} months of joining, about {count} of a hundred clients found work"
            )
            return said.format(months=months, count=_.number(round(100 * course[months])))
    return _("Work found, by half-year of joining")


def _how_to_read(view: View) -> str:
    """Who is left out, and what the numbers do not tell."""
    _, rows = view.wording, view.figures.rows(CURVE)
    withheld = [row for row in view.figures.rows(COHORTS) if row["state"] == "withheld"]
    left_out = _("Clients who were in work when they joined are left out.")
    if rows and rows[0]["left_out"]:
        told = _("The {count} clients who were in work when they joined are left out.")
        left_out = told.format(count=_.number(rows[0]["left_out"]))
    said = [
        left_out,
        _(
            "This describes what has happened, not what the project has brought about; how long a"
            " job lasts is not recorded."
        ),
    ]
    if withheld:
        hidden = _("Numbers from which a group of fewer than {least} could be read are hidden.")
        said.append(hidden.format(least=view.figures.project.threshold))
    if view.figures.project.expected_in_work:
        said.append(_("A line across a bar: what the project expects."))
    return " ".join([*said, *_of_a_day(view, COHORTS)])


def _of_a_day(view: View, figure: str) -> list[str]:
    """Of which day the numbers are, where that is an earlier one."""
    _ = view.wording
    said = _("The numbers are those of {day}: since then they have changed too little.")
    days = [row["counted_on"] for row in view.figures.rows(figure) if row.get("counted_on")]
    return [said.format(day=_.day(max(days)))] if days and max(days) != view.as_of else []


def _matrix(view: View, listed: SafeFrame) -> Matrix:
    """The same as bars of a hundred."""
    _, expected = view.wording, dict(view.figures.project.expected_in_work)
    within = _("Within {months} months")
    columns = tuple((within.format(months=months), "") for months in shapes.MARKS)
    rows: dict[str, list[Cell]] = {}
    for row in listed.sort("half_year", "months").iter_rows(named=True):
        if row["state"] == "told":
            below = _("{count} of {all} persons").format(
                count=row["in_work_text"], all=row["persons_text"]
            )
            cell = Cell(row["share_text"], below, row["share"], mark=expected.get(row["months"], 0))
        else:
            cell = Cell(below=row["in_work_text"])
        rows.setdefault(row["half_year_said"], []).append(cell)
    cells = tuple((name, tuple(found)) for name, found in rows.items())
    return Matrix(_("Joined"), columns, cells, totals=False, alike=True)


def _repeated(view: View) -> tuple[Folded, ...]:
    """How many employments each person has had; nothing where there are none."""
    _, rows = view.wording, view.figures.rows(REPEATED)
    if not rows:
        return ()
    more = _("{count} or more")
    counted = [
        ((more if or_more else "{count}").format(count=_.number(employments)), persons)
        for employments, or_more, persons in map(dict.values, rows)
    ]
    keys = [(("employments", str(row["employments"])),) for row in rows]
    values = [*counted, (_("in all"), sum(persons for _name, persons in counted))]
    texts = [(name, _.number(persons)) for name, persons in values]
    headings = (_("Employments of one person"), _("Persons"))
    made = Table.of_texts(headings, texts, numeric=[1], values=values)
    table = panel.leading(view, replace(made, keys=(*keys, ())), REPEATED)
    title = _("Persons employed by how many employments each has had")
    return (Folded(title, table, _("Repeated employments")),)


ESTIMATE = N_(
    "An estimate by the method of Kaplan and Meier: everyone counts for as many months as they have"
    " been followed. Below the months: persons followed so long who had not found work."
)


def curve(view: View) -> Panel | None:
    """The estimate for the whole project, month by month."""
    if view.period is not None or not view.figures.keeps(CURVE):
        return None
    _, figure = view.wording, view.figures[CURVE]
    if figure.is_empty():
        return None
    course = shapes.share_course(figure, _)
    said = _("expected {share}")
    expected = shapes.expected_course(figure, view.figures.project.expected_in_work, said, _)
    headings = {
        "months_text": _("Months since joining"),
        "at_risk_text": _("Persons followed"),
        "in_work_text": _("Found work"),
    }
    marked = course.filter(pl.col("marked")).select("months_text", "in_work_text")
    return panel.charted(
        view,
        "work-since-joining",
        _("Share that found work, by months since joining: the whole project"),
        tables.headed(course, headings),
        lambda setting: share_by_months(course, expected, setting),
        alt_text=panel.alt_of_rows(view, marked.iter_rows()),
        measures=(),
        figures=[CURVE],
        closed=True,
        note=" ".join((_(ESTIMATE), *_of_a_day(view, CURVE))),
    )
