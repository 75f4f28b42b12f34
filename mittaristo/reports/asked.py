"""Answers to words as lines of text: the address of a figure, and what is said of a draft."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

from mittaristo.figures.periods import KINDS
from mittaristo.i18n.table import row_of
from mittaristo.panels.asking import told
from mittaristo.panels.asking.draft import Checked
from mittaristo.panels.asking.question import Reply
from mittaristo.panels.asking.rows import Row
from mittaristo.panels.review import draft
from mittaristo.reports.origin import Origin

PAGE = "figures"
"""The page that a figure's address leads to: there its definition, source and query stand."""


def address(reply: Reply, origin: Origin) -> str:
    """The link that leads to the figure that was found, in the snapshot that it is of."""
    if reply.rows:
        return origin_of(reply.rows[0], origin)
    view = reply.view
    [name] = reply.measures
    if view.period is not None and view.period.kind not in KINDS:
        view = replace(view, period=None)  # no page is of a month
    link = replace(origin, view=view).on_page(PAGE).link
    return f"{link}&{urlencode({'find': view.labels[name]})}"


def to_choose(reply: Reply, origin: Origin) -> list[tuple[str, str]]:
    """What to choose among rows of figures is called, and the links that lead there."""
    if reply.outcome not in ("open", "merged"):
        return []
    named = {told.choice(row, origin.view): origin_of(row, origin) for row in reply.rows}
    return list(named.items())


def origin_of(row: Row, origin: Origin) -> str:
    """Where the rows of a figure that are about this are followed to their origin."""
    period = row.period if row.period is not None and row.period.kind in KINDS else None
    there = replace(origin, view=replace(origin.view, period=period, since=None))
    return there.of_figure(row_of(row.figure, row.key))


def lines(checked: Checked, origin: Origin) -> Iterator[str]:
    """What was found in a draft, for a terminal."""
    _ = checked.view.wording
    if checked.view.figures.synthetic:
        yield _("Invented example data.")
    yield f"{draft.finding(checked)}."
    yield draft.counts(checked)
    yield _("Snapshot {number}.").format(number=origin.number)
    if contradictions := draft.contradictions(checked):
        heading = _("The draft contradicts itself")
        yield ""
        yield f"{heading}:"
        yield from (f"- {one}" for one in contradictions)
    for _verdict, heading, table in draft.tables(checked):
        yield ""
        yield f"{heading}:"
        yield from (f"- {sentence}\n  {remark}" for _number, sentence, remark in table.rows)
