"""Other projects of the region in one or several matrices: overlap and gaps at a glance."""

from collections.abc import Set

from mittaristo.panels.parts import panel
from mittaristo.panels.parts.panel import Cell, Maker, Matrix, Panel
from mittaristo.panels.parts.view import View
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms import tables
from mittaristo.transforms.network import matrices as shapes

PROJECTS = "projects_by_activity"

SIGNS = {shapes.RUNNING: "●", "coming": "○", "ended": "–"}
"""State of a project → its sign in a cell."""

AT_MOST = 30
"""So many projects are drawn; the table has all."""


def _nth(place: int) -> Maker:
    """Makes the matrix at a place among those of the project, or nothing where it has fewer."""

    def made(view: View) -> Panel | None:
        if not view.figures.keeps(PROJECTS):
            return None
        names = shapes.named(view.figures[PROJECTS])
        return matrix(view, names[place], place) if place < len(names) else None

    return made


def matrix(view: View, name: str | None, place: int = 0) -> Panel:
    """A row a project, a column an activity, and below them how many projects run."""
    _, figure = view.wording, shapes.of_matrix(view.figures[PROJECTS], name)
    found, does = shapes.one_row_each(figure, _), shapes.activities(figure, _)
    headings = {
        "name": _.term("columns", "name"),
        "organisation": _.term("columns", "organisation"),
        "activities": _.term("columns", "activities"),
        "starts_on_text": _.term("columns", "starts_on"),
        "ends_on_text": _.term("columns", "ends_on"),
        "state_text": _.term("columns", "state"),
    }
    return panel.tabled(
        view,
        f"projects-and-activities-{place + 1}" if place else "projects-and-activities",
        f"{_.code(name)}. {_title(view, does)}" if name else _title(view, does),
        tables.headed(found, headings),
        lambda: _matrix(view, found, does, shapes.pairs(figure)),
        alt_text=panel.alt_of_rows(
            view, found.select("name", "activities", "state_text").iter_rows()
        ),
        measures=(),
        figures=[PROJECTS],
        note=_("● running, ○ about to begin, – ended. Below: how many running projects do this."),
    )


def _title(view: View, does: SafeFrame) -> str:
    """Where projects overlap most, and what none of those that run does."""
    _ = view.wording
    if does.is_empty():
        return _("Other projects of the region")
    most, gaps = does.row(0, named=True), does.filter(does["running"] == 0)["label"]
    title = _("None of the other projects is running")
    if most["running"]:
        said = _("Most projects do this: {activity} ({count})")
        title = said.format(activity=most["label"].lower(), count=_.number(most["running"]))
    if len(gaps) and most["running"]:
        none = _("No project is running: {activities}")
        title = f"{title}. {none.format(activities=', '.join(map(str.lower, gaps)))}"
    return title


def _matrix(view: View, found: SafeFrame, does: SafeFrame, there: Set[tuple[str, str]]) -> Matrix:
    """A sign for each project's activities, and its last month; below them what is running."""
    _, codes = view.wording, does["activity"].to_list()
    listed = [
        (
            one["name"],
            (
                *(
                    Cell(SIGNS[one["state"]] if (one["project_id"], code) in there else "")
                    for code in codes
                ),
                Cell(_.month(one["ends_on"])),
            ),
        )
        for one in found.head(AT_MOST).iter_rows(named=True)
    ]
    running = [Cell(_.number(count)) for count in does["running"]]
    last = (*running, Cell(_.number(shapes.running(found))))
    return Matrix(
        _("Other project"),
        (*((label, "") for label in does["label"]), (_("Until"), "")),
        (*listed, (_("Running now"), last)),
        signs=True,
    )


MATRICES = tuple(_nth(place) for place in range(6))
"""As many matrices as a page shows; the open figures have all."""
