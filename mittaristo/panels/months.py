"""A figure by category and month: bars stacked, milestones above."""

from collections.abc import Sequence

from mittaristo.charts.months import stacked_months
from mittaristo.i18n.formats import uncapped
from mittaristo.panels.panel import Panel, alt_of_measures, charted, events
from mittaristo.panels.timeline import milestones
from mittaristo.panels.view import View
from mittaristo.transforms import months as shapes
from mittaristo.transforms import tables


def month_by_month(
    view: View, figure: str, category: str, value: str, title: str, measures: Sequence[str]
) -> Panel | None:
    """The panel of a figure by category and month; nothing where the project does not keep it.

    `{most}`, `{count}` and `{all}` in the title are the category with most, its number and the
    value of the first measure.
    """
    if not view.figures.keeps(figure):
        return None
    _ = view.wording
    months = shapes.by_month(view.figures[figure], category, value, _)
    most, count = shapes.most(months, "category", "count")
    said = title.format(most=uncapped(most), count=_.number(count), all=view.number(measures[0]))
    return charted(
        view,
        figure.replace("_", "-"),
        said,
        tables.spread(months, ("on_text", _("Month")), "category", "count", _, newest_first="on"),
        lambda setting: stacked_months(months, milestones(view), setting),
        alt_text=alt_of_measures(view, measures[:1]),
        measures=measures,
        figures=[figure],
        folded=events(view),
    )
