"""The quality of the registers, for the team: what checks find, and how late things come in."""

from typing import Any

from mittaristo.i18n.formats import uncapped
from mittaristo.i18n.table import Table
from mittaristo.panels.parts import panel
from mittaristo.panels.parts import quality as parts
from mittaristo.panels.parts.panel import Cell, Heading, Matrix, Notice, Page, Panel
from mittaristo.panels.parts.view import View
from mittaristo.panels.team.week import closed, for_the_team, told_to_all

FEWEST = 10
"""Of fewer events nothing is said of how late they come in."""

SHOWN = (
    *("clients_joined", "clients_served", "eura_started", "eura_ended"),
    *("employments", "training_attendances", "encounters"),
)
"""The measures that stand in the picture; all of them are in the table."""


@for_the_team
def heading(view: View) -> Heading:
    """What the page asks, and what has become of it since the snapshot before."""
    _ = view.wording
    said = parts.since_then(view, parts.findings(view))
    return told_to_all(Heading(_("Are the registers complete?"), said), view)


@for_the_team
def ledger(view: View) -> Panel | Notice:
    """Every check with its numbers."""
    _ = view.wording
    return parts.ledger(view) or Notice(
        _(
            "This snapshot was published before checks were counted."
            " When the next one is published, their numbers stand here."
        )
    )


@for_the_team
def timeliness(view: View) -> Panel | None:
    """How many days pass until what happened is in a snapshot; nothing where little is known."""
    rows = [row for row in view.figures.rows("timeliness") if row["events"] >= FEWEST]
    shown = [row for row in rows if row["measure"] in SHOWN]
    if not shown:
        return None
    _ = view.wording
    for listed in (rows, shown):
        listed.sort(key=lambda row: (row["in_time"] / row["events"], row["measure"]))
    headings = (
        *(_("Figure"), _("Half of them within, days"), _("Nine of ten within, days")),
        *(_("In the next snapshot"), _("Since the first snapshot")),
    )
    values = [
        (
            view.labels[row["measure"]],
            row["median_days"],
            row["most_days"],
            row["in_time"] / row["events"],
            row["events"],
        )
        for row in rows
    ]
    texts = [
        (name, _.number(half), _.number(most), _.percent(share), _.number(events))
        for name, half, most, share, events in values
    ]
    table = Table.of_texts(headings, texts, numeric=range(1, len(headings)), values=values)
    slowest = shown[0]
    title = _("Slowest to be recorded: {figure}, {share} in the next snapshot").format(
        figure=uncapped(view.labels[slowest["measure"]]),
        share=_.percent(slowest["in_time"] / slowest["events"]),
    )
    return panel.tabled(
        view,
        "timeliness",
        title,
        table,
        lambda: _matrix(view, shown),
        alt_text=panel.alt_of_rows(view, ((row[0], row[3]) for row in texts)),
        measures=(),
        figures=("timeliness",),
        note=_(
            "Days from what happened to the day of the first snapshot that holds it. They are many"
            " where snapshots are rare: the share in the next snapshot does not depend on that."
        ),
    )


def _matrix(view: View, rows: list[dict[str, Any]]) -> Matrix:
    _, most = view.wording, max(1, *(row["most_days"] for row in rows))
    columns = (
        (_("Half of them within, days"), ""),
        (_("Nine of ten within, days"), ""),
        (_("In the next snapshot"), ""),
    )

    def cells(row: dict[str, Any]) -> tuple[Cell, ...]:
        share = row["in_time"] / row["events"]
        of = _("of {count} in the next snapshot").format(count=_.number(row["events"]))
        return (
            Cell(_.number(row["median_days"]), share=row["median_days"] / most),
            Cell(_.number(row["most_days"]), share=row["most_days"] / most),
            Cell(_.percent(share), of, share),
        )

    named = tuple((view.labels[row["measure"]], cells(row)) for row in rows)
    return Matrix(_("Figure"), columns, named, totals=False)


FIRST: Page = (closed, heading, ledger)
"""What stands above the worklists."""

LAST: Page = (timeliness,)
"""What stands below them."""

PAGE: Page = (*FIRST, *LAST)
"""What the page of quality shows."""
