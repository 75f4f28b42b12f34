"""Figures published elsewhere beside these, with the difference or why there is none."""

from collections.abc import Sequence

from mittaristo.figures.consistency import Sum, sums_that_do_not_add_up
from mittaristo.figures.noting import noted
from mittaristo.i18n.wording import Wording
from mittaristo.panels.parts.panel import Folded, Panel
from mittaristo.panels.parts.view import View
from mittaristo.privacy.disclosure import SafeFrame
from mittaristo.transforms import published as shapes
from mittaristo.transforms import tables


def everything(view: View) -> Panel | None:
    """All of them."""
    return compared(view, None)


def compared(view: View, measures: Sequence[str] | None) -> Panel | None:
    """Those about some measures, or all; nothing where none are."""
    _, figures = view.wording, view.figures
    units = {name: measure.unit for name, measure in figures.measures.items()}
    labels = {**shapes.titles(figures["published"], _), **view.labels}
    with noted():  # those of goals come first: no number is of that figure
        of_goals = [one["measure"] for one in figures.rows("goals") if one["measure"] in labels]
    labels = {name: labels[name] for name in (*of_goals, *labels)}
    found = shapes.compared_with_published(figures["values"], labels, units, _)
    found = shapes.as_told(found, figures["published"], _)
    if measures is not None:
        found = tables.among(found, measures)
    if view.period is not None:
        found = shapes.within(found, view.first, view.last)
    if found.is_empty():
        return None
    counted = bool(found["value"].is_not_null().any())
    columns = _headings(found, _, counted=counted)
    agreeing = shapes.agreeing(found)
    agree = _("Published figures that agree with the computed ones: {count}")
    folded = Folded(agree.format(count=agreeing.height), tables.headed(agreeing, columns))
    return Panel(
        "published",
        _("Published and computed figures")
        if counted
        else _("Published figures, which the project's registers do not count"),
        tables.headed(shapes.differing(found), columns),
        texts=tuple(_remarks(view, measures, fitted=view.figures.synthetic and counted)),
        caption=_("Computed minus published") if counted else "",
        folded=() if agreeing.is_empty() else (folded,),
        registers=figures.registers_behind(figures.kept(*found["measure"].unique()), ()),
    )


def _headings(found: SafeFrame, _: Wording, *, counted: bool) -> dict[str, str]:
    """The columns of the table: what no row says has none. counted: whether any is computed."""
    said = {
        "label": _("Figure"),
        "published_said": _("Published"),
        "value_said": _("Computed"),
        "difference_said": _("Difference"),
        "period_text": _("Period"),
        "day_said": _("Day of the figure"),
        "source_said": _("Published in"),
        "note_said": _("Note"),
    }
    if not counted:
        del said["value_said"], said["difference_said"]
    return {name: word for name, word in said.items() if (found[name] != "").any()}


def _remarks(view: View, measures: Sequence[str] | None, *, fitted: bool) -> list[str]:
    """That the example was made to fit, and published sums that do not add up."""
    _ = view.wording
    made_to_fit = _(
        "The rows of this example were invented to fit the published figures:"
        " where they agree, it proves nothing."
    )
    return [
        *([made_to_fit] if fitted else []),
        *(
            sum_in_words(view, found)
            for found in sums_that_do_not_add_up(view.figures)
            if view.period is None and (measures is None or found.measure in measures)
        ),
    ]


def sum_in_words(view: View, found: Sum) -> str:
    """158 + 133 = 291, but 282 was published: as published, in words."""
    _, labels = view.wording, view.labels
    return _(
        "The published parts do not add up. {names}: {numbers} = {total}."
        " {measure}: {published}. The difference is {difference}; the source does not say why."
    ).format(
        names=", ".join(labels[part] for part, value in found.parts),
        numbers=" + ".join(_.number(value) for part, value in found.parts),
        total=_.number(found.total),
        measure=labels[found.measure],
        published=_.number(found.published),
        difference=_.number(found.total - found.published),
    )
