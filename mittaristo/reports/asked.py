"""Answers to words as lines of text: the address of a figure, and what is said of a draft."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

from mittaristo.figures.periods import KINDS
from mittaristo.panels.asking.draft import Checked
from mittaristo.panels.asking.question import Reply
from mittaristo.panels.review import draft
from mittaristo.reports.origin import Origin

PAGE = "figures"
"""The page that a figure's address leads to: there its definition, source and query stand."""


def address(reply: Reply, origin: Origin) -> str:
    """The link that leads to the figure that was found, in the snapshot that it is of."""
    view = reply.view
    [name] = reply.measures
    if view.period is not None and view.period.kind not in KINDS:
        view = replace(view, period=None)  # no page is of a month
    link = replace(origin, view=view).on_page(PAGE).link
    return f"{link}&{urlencode({'find': view.labels[name]})}"


def lines(checked: Checked, origin: Origin) -> Iterator[str]:
    """What was found in a draft, for a terminal."""
    _ = checked.view.wording
    if checked.view.figures.synthetic:
        yield _("Invented example data.")
    yield f"{draft.finding(checked)}."
    yield draft.counts(checked)
    yield _("Snapshot {number}.").format(number=origin.number)
    if told := draft.contradictions(checked):
        heading = _("The draft contradicts itself")
        yield ""
        yield f"{heading}:"
        yield from (f"- {one}" for one in told)
    for _verdict, heading, table in draft.tables(checked):
        yield ""
        yield f"{heading}:"
        yield from (f"- {sentence}\n  {remark}" for _number, sentence, remark in table.rows)
