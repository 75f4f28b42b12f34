"""What is told between meetings: five numbers, what changed, what is late, what comes next."""

from mittaristo.i18n.formats import uncapped
from mittaristo.i18n.table import Table
from mittaristo.panels.parts import attention, cards, coming, panel
from mittaristo.panels.parts.panel import Heading, Matters, Notice, Page, Panel
from mittaristo.panels.parts.release_note import release_note
from mittaristo.panels.parts.view import View
from mittaristo.panels.results import overview

LATE = (
    attention.end_data_overdue,
    attention.start_data_missing,
    attention.much_recorded_late,
    attention.event_not_recorded,
)
"""The rules that tell of something that ought to have been recorded already."""


def heading(view: View) -> Heading:
    """The project, and what its figures are compared with."""
    _ = view.wording
    title = f"{view.figures.project.name}: {uncapped(panel.as_of(view))}"
    if view.since is None:
        return Heading(title)
    return Heading(title, _("Changes since {day}").format(day=_.day(view.since)))


def changed(view: View) -> Panel | None:
    """Each figure that is another than at the comparison; nothing without one."""
    _ = view.wording
    if view.since is None:
        return None
    moved = [
        (name, view.changes[name])
        for name in view.figures.kept(*view.figures.measures)
        if name in view.changes and view.changes[name]["after"] != view.changes[name]["before"]
    ]
    rows = [
        (
            view.labels[name],
            _.number(change["before"]),
            _.number(change["after"]),
            cards.total_change(view, change),
            cards.parts_of_change(view, change),
        )
        for name, change in moved
    ]
    headings = (_("Figure"), _.day(view.since), _.day(view.as_of), _("Change"), _("Of which"))
    same = len(view.changes) - len(moved)
    return Panel(
        "changed",
        _("What has changed: {count:figure|figures}").format(count=_.number(len(moved))),
        Table.of_texts(headings, rows, numeric=(1, 2, 3)),
        explanations=panel.explained(view, (), ["changes"]),
        registers=view.figures.registers_behind([name for name, _change in moved], ()),
        note=_("As before: {count}").format(count=_.number(same)) if same else "",
    )


def late(view: View) -> Matters | Notice:
    """What ought to have been recorded already."""
    _ = view.wording
    found = tuple(matter for rule in LATE for matter in [rule(view)] if matter is not None)
    if not found:
        return Notice(_("Nothing is late."))
    return Matters(
        _("What is late"),
        found,
        (),
        "\n".join(f"- {rule}" for rule in (_(attention.RULES[rule]) for rule in LATE)),
        registers=view.figures.registers_behind(
            (), [name for name in attention.LOOKED_AT if view.figures.keeps(name)]
        ),
    )


PAGE: Page = (heading, release_note, overview.cards, changed, late, coming.coming_next)
"""What a digest holds."""
