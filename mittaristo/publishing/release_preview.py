"""What a release of persons by their attributes would show, before it is published."""

from collections.abc import Iterator

import polars as pl

from mittaristo.figures.breakdowns import FIGURE, share_named
from mittaristo.figures.model import Figures
from mittaristo.figures.team.released import INDICATORS
from mittaristo.i18n.wording import Wording
from mittaristo.panels.parts.breakdown import NAMES, label_in_words
from mittaristo.privacy.protection import MEASURES


def lines(figures: Figures, _: Wording) -> Iterator[str]:
    """Line by line: how many persons stand in named groups, every table, and what is hidden.

    Nothing where no release is due.
    """
    if not figures.keeps(FIGURE):
        return
    share = share_named(figures[FIGURE], figures.as_of)
    if share is None:
        return
    said = _("Persons by background would be released as of {day}: {share} stand in named groups.")
    yield said.format(day=_.day(figures.as_of), share=_.percent(share))
    now = figures[FIGURE].filter(pl.col("released_on") == figures.as_of)
    labels = figures.labels(_.language)
    for measure in MEASURES:
        for attribute, name in NAMES.items():
            rows = now.filter(pl.col("measure") == measure, pl.col("attribute") == attribute)
            groups = "; ".join(
                f"{label_in_words(attribute, label, _)} {_.number(persons)}"
                for label, persons in rows.select("category", "persons").iter_rows()
            )
            if groups:
                yield "  " + ", ".join((labels[measure], _(name))) + f": {groups}"
    for one in figures.withheld:
        why = "; ".join(map(_, one.reasons))
        what = _(NAMES[one.attribute]) if one.attribute in NAMES else _("everything")
        who = {**labels, INDICATORS: _("ESF+ indicators")}.get(one.measure, _("Everyone"))
        yield "  " + _("Hidden: {who}, {what} ({why})").format(who=who, what=what, why=why)
