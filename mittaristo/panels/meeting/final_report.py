"""The final report: a text of figures under each heading that such a report usually has."""

from collections.abc import Iterator

from mittaristo.figures.breakdowns import FIGURE
from mittaristo.i18n.table import Table
from mittaristo.panels.parts import breakdown, panel
from mittaristo.panels.parts.panel import Panel
from mittaristo.panels.parts.view import View

MONEY = "EUR"
"""The unit of sums of money; the names of such figures say it."""


def blocks(view: View) -> Panel | None:
    """A row a heading: the text that may be copied under it, and its length in characters."""
    _ = view.wording
    written = [(heading, text) for heading, text in _texts(view) if text]
    if not written:
        return None
    rows = [(heading, text, _.number(len(text))) for heading, text in written]
    values = [(heading, text, len(text)) for heading, text in written]
    headings = (_("Heading"), _("Text"), _("Characters"))
    table = Table.of_texts(headings, rows, numeric=(2,), values=values)
    note = _(
        "The headings are those that a final report usually has. Check them and their lengths"
        " against the form of your own funder."
    )
    behind = view.figures.kept(*view.figures.measures)
    by_gender = [FIGURE] if breakdown.equality_in_words(view) else []
    title = _("Texts for the final report: figures under {count} headings").format(
        count=len(written)
    )
    return Panel(
        "final-report",
        title,
        table,
        note=note,
        explanations=panel.explained(view, behind, by_gender),
        registers=view.figures.registers_behind(behind, by_gender),
    )


def _texts(view: View) -> Iterator[tuple[str, str]]:
    """Heading and text, in the order of the report; the text is empty where there is nothing."""
    _, figures = view.wording, view.figures
    values = figures.kept(*figures.measures)
    aimed = [name for name in values if figures.values[name]["target"]]
    money = [name for name in values if figures.measures[name].unit == MONEY]

    def group(*groups: str) -> list[str]:
        return [
            name for name in values if figures.measures[name].group in groups and name not in money
        ]

    yield _("Targets and results"), _sentence(view, _counted(view, aimed))
    yield _("Participants"), _sentence(view, _counted(view, group("clients", "eura")))
    yield _("Gender equality"), breakdown.equality_in_words(view)
    yield _("Trainings"), _sentence(view, _counted(view, group("trainings")))
    yield _("Employments"), _sentence(view, _counted(view, group("employments")))
    others = group("employers", "network", "")
    yield _("Employers and network"), _sentence(view, _counted(view, others))
    yield _("Costs"), _sentence(view, [*_counted(view, money), *_budget(view)])
    yield _("Decisions, comments and risks"), _notes(view)


def _sentence(view: View, counted: list[str]) -> str:
    """Of which day, whether it is invented, and figure by figure; empty without any."""
    _ = view.wording
    if not counted:
        return ""
    invented = " (" + _("invented example data") + ")" if view.figures.synthetic else ""
    return f"{panel.as_of(view)}{invented}: {'; '.join(counted)}."


def _counted(view: View, measures: list[str]) -> list[str]:
    """Each measure with its unit, and its target where it has one."""
    _, figures = view.wording, view.figures
    said = []
    for name in measures:
        row, unit = figures.values[name], figures.measures[name].unit
        counted = view.number(name) if unit == MONEY else _.counted(row["value"], unit)
        text = f"{view.labels[name]}: {counted}"
        if row["target"] and row["value"] is not None:
            of_target = _("{share} of the target {target}").format(
                share=_.percent(row["value"] / row["target"]), target=_.number(row["target"])
            )
            text = f"{text} ({of_target})"
        said.append(text)
    return said


def _budget(view: View) -> list[str]:
    """What has been ordered of each budget."""
    _ = view.wording
    return [
        _("{category}: {used} € of {budget} €").format(
            category=_.code(row["category"]),
            used=_.number(row["used_eur"]),
            budget=_.number(row["budget_eur"]),
        )
        for row in view.figures.rows("budget")
    ]


def _notes(view: View) -> str:
    """What the project has written down, the oldest first."""
    _ = view.wording
    return " ".join(
        f"{_.code(row['kind'])} {_.day(row['written_on'])}: {row[f'text_{view.language}']}"
        for row in reversed(view.figures.rows("notes"))
    )
