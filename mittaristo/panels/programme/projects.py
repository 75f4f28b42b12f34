"""All projects of a store beside each other: targets against actuals, and pace."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from mittaristo.charts.specification import Specification
from mittaristo.charts.theme import Setting
from mittaristo.charts.tiles import tiles_of_projects
from mittaristo.figures.model import Figures, Texts
from mittaristo.i18n.table import Table
from mittaristo.i18n.wording import Wording
from mittaristo.panels.meeting.pace import STATUS
from mittaristo.panels.parts.panel import Cell, Matrix
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms import tables
from mittaristo.transforms.programme import side_by_side as shapes

READ = ("values", "months", "pace")
"""The tables of a snapshot's figures that are read of each project."""

AT_ONCE = 24
"""So many projects are drawn at a time."""


@dataclass(frozen=True)
class Standing:
    """Where one project stands, kept of its newest published figures.

    `rows`: transforms.programme.side_by_side.standing; `course`: the same module's course.
    `labels` and `definitions`: measure → its words.
    """

    rows: SafeFrame
    course: SafeFrame
    labels: Mapping[str, Texts]
    definitions: Mapping[str, Texts]
    synthetic: bool
    co_funding: str
    running: bool


def standing(project_id: str, figures: Figures) -> Standing:
    """What is kept of a project's figures, of which `READ` are needed."""
    facts = figures.project
    kept = [one for one in figures.measures.values() if one.kept]
    said: dict[str, str | float | bool | dt.date] = {
        "project_id": project_id,
        "name": facts.name,
        "as_of": figures.as_of,
        "elapsed": figures.elapsed,
        "synthetic": figures.synthetic,
    }
    pace = figures["pace"] if figures.keeps("pace") else None
    definitions = [(one.id, one.unit, one.sha256) for one in kept]
    days = max((facts.ends_on - facts.starts_on).days, 1)
    return Standing(
        shapes.standing(figures.whole_project, pace, said, definitions),
        shapes.course(figures["months"], project_id, facts.starts_on, days),
        {one.id: one.label for one in kept},
        {one.id: one.definition for one in kept},
        figures.synthetic,
        facts.co_funding,
        figures.as_of < facts.ends_on,
    )


@dataclass(frozen=True)
class Programme:
    """All projects of a store that have published figures. `others`: those that have none."""

    standings: tuple[Standing, ...]
    rows: SafeFrame
    courses: SafeFrame
    others: tuple[str, ...] = ()

    @property
    def synthetic(self) -> bool:
        """Whether the figures of any of them are invented."""
        return any(one.synthetic for one in self.standings)

    @property
    def co_funded(self) -> bool:
        """Whether any of them is co-funded by ESF+."""
        return any(one.co_funding == "esf_plus" for one in self.standings)

    def labels(self, _: Wording) -> dict[str, str]:
        """Measure → its name, for those that any project keeps: those with most targets first."""
        counts = shapes.kept_by(self.rows)
        found = {
            name: words for one in reversed(self.standings) for name, words in one.labels.items()
        }
        return {name: found[name][_.language] for name in counts}

    def definition(self, rows: SafeFrame, measure: str, _: Wording) -> str:
        """What the measure counts where it is compared."""
        compared = rows.filter(pl.col("comparable"))["project_id"].to_list()
        for one in self.standings:
            if one.rows["project_id"][:1].to_list() == compared[:1]:
                return one.definitions[measure][_.language]
        return ""


def programme(standings: Sequence[Standing], others: Sequence[str] = ()) -> Programme:
    """All of them together."""
    rows = shapes.together([one.rows for one in standings])
    courses = shapes.together([one.course for one in standings])
    return Programme(tuple(standings), rows, courses, tuple(others))


def heading(of_all: Programme, _: Wording) -> str:
    """How many projects there are, and how many of them go on."""
    return _("{count} projects; under way: {running}").format(
        count=_.number(len(of_all.standings) + len(of_all.others)),
        running=_.number(sum(one.running for one in of_all.standings)),
    )


def lead(of_all: Programme, _: Wording) -> str:
    """Where the figures come from, and which projects have none."""
    said = _(
        "The figures are those of each project's newest published snapshot. A measure is compared"
        " only where its definition and its unit are the same."
    )
    if not of_all.others:
        return said
    none = _("Without published figures: {projects}.").format(projects=", ".join(of_all.others))
    return f"{said} {none}"


def title(rows: SafeFrame, label: str, _: Wording) -> str:
    """How many have a target, and how many of these have reached it or will not."""
    aimed = rows.filter(pl.col("share").is_not_null())
    if aimed.is_empty():
        said = _("{measure}: kept by {count} projects, of which none has a target value")
        return said.format(measure=label, count=_.number(rows.height))
    said = _("{measure}: {reached} of {aimed} have reached their target value")
    told = said.format(
        measure=label,
        reached=_.number(float((aimed["share"] >= 1).sum())),
        aimed=_.number(aimed.height),
    )
    short = aimed.filter(pl.col("status").is_in(["short", "missed"])).height
    if not short:
        return told
    fall = _("{count} will not reach it at their present pace").format(count=_.number(short))
    return f"{told}, {fall}"


def table(rows: SafeFrame, _: Wording) -> Table:
    """Every project that keeps the measure."""
    headings = {
        "name": _("Project"),
        "as_of_text": _("As of"),
        "elapsed_text": _("Time elapsed"),
        "value_text": _("Value"),
        "target_text": _("Target value"),
        "share_text": _("Reached"),
        "pace_text": _("Pace a month"),
        "needed_text": _("Needed a month"),
        "status_text": _("Forecast"),
        "note_text": _("Note"),
    }
    return tables.headed(shapes.in_words(rows, _words(_), _notes(_)), headings)


def _words(_: Wording) -> dict[str, str]:
    return {status: _(words) if words else "" for status, (_sign, words) in STATUS.items()}


def _notes(_: Wording) -> tuple[str, str]:
    return _("another definition: not compared"), _("invented example data")


def matrix(rows: SafeFrame, label: str, _: Wording) -> Matrix:
    """The same as a table that is a chart: a bar a target, with a line at the time elapsed."""
    told, listed = shapes.in_words(rows, _words(_), _notes(_)), []
    mixed = not rows["synthetic"].all()
    for row in told.iter_rows(named=True):
        aim = Cell("", row["note_text"] if not row["comparable"] else _("no target value set"))
        if row["share"] is not None:
            sign = STATUS[row["status"]][0] if row["status"] else ""
            below = f"{sign} {row['status_text']}".strip()
            aim = Cell(row["share_text"], below, min(row["share"], 1), mark=row["elapsed"])
        target = _("target {target}").format(target=row["target_text"])
        needed = _("needed {count}").format(count=row["needed_text"])
        stands = f"{row['as_of_text']}, {row['elapsed_text']}"
        listed.append(
            (
                row["name"],
                (
                    Cell("", f"{stands}, {_notes(_)[1]}" if row["synthetic"] and mixed else stands),
                    Cell(row["value_text"], target if row["target"] else ""),
                    Cell(row["pace_text"], needed if row["needed"] else ""),
                    aim,
                ),
            )
        )
    columns = (_("As of, time elapsed"), label, _("Pace a month"), _("Of the target"))
    return Matrix(_("Project"), tuple((one, "") for one in columns), tuple(listed), totals=False)


def multiples(
    of_all: Programme, rows: SafeFrame, measure: str, language: str, *, dark: bool
) -> Specification | None:
    """Small multiples of the projects with a target; nothing where there are none."""
    placed = shapes.tiles(rows)
    if placed.is_empty():
        return None
    day = placed["as_of"].max()
    assert isinstance(day, dt.date)
    setting = Setting(
        language="fi" if language == "fi" else "en",
        dark=dark,
        as_of=day,
        starts_on=day,
        ends_on=day,
        synthetic=of_all.synthetic,
    )
    course = shapes.lines(placed, of_all.courses, measure)
    return tiles_of_projects(placed, course, setting, across=shapes.ACROSS, most=shapes.AT_MOST)


def how_to_read(_: Wording) -> str:
    """What is drawn in each tile."""
    return _(
        "From left to right the project's time, from its first day to its last. Upper line: the"
        " target value. Slanting line: an even pace. The scale is the same for all."
    )


def in_words(rows: SafeFrame, _: Wording) -> str:
    """For who cannot see the chart: each project and its share of the target."""
    drawn = shapes.tiles(rows).select("name", "share_text")
    return "; ".join(f"{name}: {share}" for name, share in drawn.iter_rows())
