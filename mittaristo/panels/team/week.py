"""The team's week: what came in, what is late, what comes next, how clean the import was."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from mittaristo.figures.model import changes_for, changes_since
from mittaristo.i18n.table import Table
from mittaristo.panels.meeting import dates, digest
from mittaristo.panels.parts import panel
from mittaristo.panels.parts.panel import Block, Heading, Maker, Matters, Notice, Page, Panel
from mittaristo.panels.parts.view import View
from mittaristo.registers.schemas import TABLES

AHEAD = dt.timedelta(days=28)
"""How far the team looks ahead."""


def for_the_team(make: Callable[[View], Block | None]) -> Maker:
    """The same for the team; nothing for anyone else."""

    @wraps(make)
    def made(view: View) -> Block | None:
        return make(view) if view.role == "team" else None

    return made


def closed(view: View) -> Notice | None:
    """Why whoever is not of the team sees nothing."""
    _ = view.wording
    if view.role == "team":
        return None
    return Notice(
        _(
            "This page is for the project team."
            " The team signs in here, or starts it on its own machine with: make team"
        )
    )


def last_week(view: View) -> dt.date | None:
    """The newest earlier day that the team can compare with, of a weekly snapshot or another."""
    shared, weekly = view.figures.comparison_days("team")
    return max((*shared, *weekly), default=None)


@for_the_team
def heading(view: View) -> Heading:
    """Since when."""
    _, since = view.wording, last_week(view)
    title = _("What has come in, and what is missing?")
    if since is None:
        return told_to_all(
            Heading(title, _("The first snapshot: there is nothing to compare with.")), view
        )
    said = _("Changes since {day}").format(day=_.day(since))
    return told_to_all(Heading(title, f"{said}."), view)


def told_to_all(heading: Heading, view: View) -> Heading:
    """The same, saying of an invented example why everyone sees a page that is the team's."""
    if not view.figures.synthetic:
        return heading
    _ = view.wording
    said = _("In a real project only the team sees this; here everyone does, as data are invented.")
    return replace(heading, lead=f"{heading.lead} {said}".lstrip())


@for_the_team
def rows_in(view: View) -> Panel | None:
    """How many rows each register got since the snapshot before: numbers only, no rows."""
    _, since = view.wording, last_week(view)
    if since is None or not view.figures.keeps("rows_since"):
        return None
    rows = changes_since(changes_for(view.figures["rows_since"], "team", before=view.as_of), since)
    parts = ("added", "changed", "removed", "now")
    moved = [row for row in rows.iter_rows(named=True) if any(row[part] for part in parts[:3])]
    moved.sort(key=lambda row: list(TABLES).index(row["register"]))
    values = [(_.term("tables", row["register"]), *(row[part] for part in parts)) for row in moved]
    texts = [
        (name, *(_.number(count) if count else "" for count in counts)) for name, *counts in values
    ]
    sums = {part: _.number(sum(row[part] for row in moved)) for part in parts[:3]}
    title = _("Rows added: {added}, changed: {changed}, removed: {removed}").format(**sums)
    headings = (_("Table"), _("Added"), _("Changed"), _("Removed"), _("Rows now"))
    table = Table.of_texts(headings, texts, numeric=range(1, len(headings)), values=values)
    return panel.with_table(view, "rows-in", title, table, [], ["rows_since"])


@for_the_team
def came_in(view: View) -> Panel | None:
    """Each figure that has moved since the snapshot before: numbers only, no rows."""
    _, since = view.wording, last_week(view)
    if since is None:
        return None
    changes = view.figures.changes(since, "team")
    parts = ("growth", "late", "corrections", "redefinition")
    moved = [
        (name, changes[name])
        for name in view.figures.kept(*view.figures.measures)
        if name in changes and any(changes[name][part] for part in parts)
    ]
    texts, values = [], []
    for name, change in moved:
        counted = [change[part] for part in parts]
        signed = (_.number(count, sign=True) if count else "" for count in counted)
        texts.append((view.labels[name], *signed, _.number(change["after"])))
        values.append((view.labels[name], *counted, change["after"]))
    headings = (
        _("Figure"),
        _("New"),
        _("Recorded late"),
        _("Corrected"),
        _("By a new definition"),
        _("Now"),
    )
    title = _("Figures that have moved: {count}").format(count=_.number(len(moved)))
    table = Table.of_texts(headings, texts, numeric=range(1, len(headings)), values=values)
    return panel.with_table(view, "came-in", title, table, [], ["changes"])


@for_the_team
def late(view: View) -> Matters | Notice:
    """What ought to have been recorded already."""
    return digest.late(replace(view, since=last_week(view)))


@for_the_team
def coming(view: View) -> Panel:
    """What comes within four weeks."""
    _, until = view.wording, view.as_of + AHEAD
    found = [one for one in dates.coming(view, {}) if one.first <= until]
    title = _("Coming by {day}: {count}").format(day=_.day(until), count=_.number(len(found)))
    headings = (_("Day"), _("Training or event"), _("Note"))
    texts = [(_.day(one.first), one.title, one.text) for one in found]
    values = [(one.first, one.title, one.text) for one in found]
    nothing = () if found else (_("Nothing is planned for the next four weeks."),)
    return Panel(
        "coming-four-weeks", title, Table.of_texts(headings, texts, values=values), texts=nothing
    )


@for_the_team
def clean(view: View) -> Panel:
    """How many rows were left out on purpose as faulty, by register."""
    _, left_out = view.wording, view.figures.left_out
    headings = (_("Table"), _("Rows left out"))
    texts = [(_.term("tables", name), _.number(rows)) for name, rows in left_out.items()]
    values = [(_.term("tables", name), rows) for name, rows in left_out.items()]
    title = _("The import was clean: no row was left out as faulty")
    if left_out:
        count = _.number(sum(left_out.values()))
        title = _("Rows left out as faulty: {count}").format(count=count)
    told = _("What checks find and what the import warned of is on the page Quality.")
    table = Table.of_texts(headings, texts, numeric=(1,), values=values)
    return Panel("import-clean", title, table, texts=(told,))


PAGE: Page = (closed, heading, rows_in, came_in, late, coming, clean)
"""What the page of the week shows."""
