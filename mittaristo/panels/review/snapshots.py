"""Snapshots: what has been published when and why, and what shows that it is unchanged."""

from itertools import pairwise

from mittaristo.i18n.table import Table
from mittaristo.panels.meeting import changes
from mittaristo.panels.parts import quality
from mittaristo.panels.parts.panel import Folded, Heading, Notice, Page, Panel
from mittaristo.panels.parts.view import View
from mittaristo.panels.review.figure import technical


def heading(view: View) -> Heading:
    """How many there are, and the days of the first and the newest."""
    _, found = view.wording, view.chain.snapshots
    if not found:
        return Heading(_("What has been published?"))
    title = _("One snapshot has been published, of {newest}")
    if len(found) > 1:
        title = _("{count} snapshots have been published, from {first} to {newest}")
    title = title.format(
        count=_.number(len(found)), first=_.day(found[0].as_of), newest=_.day(found[-1].as_of)
    )
    lead = _(
        "A snapshot holds registers and figures as of a day. It is written once and never changed,"
        " and it names the snapshot before it by its digest. Any two are compared below: choose"
        " them at the side."
    )
    return Heading(title, lead)


def amiss(view: View) -> Notice | None:
    """What the list of snapshots itself shows to be wrong; nothing where it is whole."""
    _, lost = view.wording, view.chain.lost
    by_number = sorted(view.chain.snapshots, key=lambda one: one.number)
    back = [after for one, after in pairwise(by_number) if after.published_at < one.published_at]
    said = []
    if lost:
        said.append(
            _(
                "Missing although they were published: {numbers}. Whoever keeps the store can bring"
                " them back from a backup; their numbers are not given again."
            ).format(numbers=", ".join(map(str, lost)))
        )
    if back:
        said.append(
            _(
                "By their own times these were published before the snapshot that they follow:"
                " {numbers}. The clock of the computer was wrong then, or earlier."
            ).format(numbers=", ".join(str(one.number) for one in back))
        )
    return Notice(" ".join(said)) if said else None


def chain(view: View) -> Panel | None:
    """A row a snapshot, the newest first; rows of registers and digests are folded."""
    _, found = view.wording, view.chain.snapshots[::-1]
    if not found:
        return None
    headings = [_("Snapshot"), _("As of"), _("Name"), _("Published on"), _("Rows of registers")]
    rows = [
        (
            str(one.number),
            _.day(one.as_of),
            one.name or _("meeting"),
            _.day(one.published_on),
            _.number(sum(one.rows.values())),
        )
        for one in found
    ]
    folded = (
        Folded(_("Rows of each register"), _rows(view), _("Rows of each register")),
        Folded(_("Technical details"), _technical(view), _("Technical details")),
        Folded(_("Editions"), _editions(view), _("Editions")),
    )
    return Panel(
        "chain",
        _("Published snapshots, the newest first"),
        Table.of_texts(headings, rows, numeric=(0, 4)),
        folded=tuple(one for one in folded if not one.table.is_empty),
    )


def _rows(view: View) -> Table:
    """A row a register, a column a snapshot."""
    _, found = view.wording, view.chain.snapshots
    names = dict.fromkeys(name for one in found for name in one.rows)
    return Table.of_texts(
        [_("Register"), *(_.day(one.as_of) for one in found)],
        [
            (_.term("tables", name), *(_.number(one.rows.get(name)) for one in found))
            for name in names
        ],
        numeric=range(1, len(found) + 1),
    )


def _technical(view: View) -> Table:
    """Digests of each snapshot, and how it was imported."""
    _ = view.wording
    rows = [
        (str(one.number), name, text)
        for one in view.chain.snapshots[::-1]
        for name, text in technical(view, one)[1:]
        if text
    ]
    return Table.of_texts([_("Snapshot"), _("Name"), _("Text")], rows)


def _editions(view: View) -> Table:
    """Figures that were computed anew, beside those that are frozen."""
    _ = view.wording
    rows = [
        (
            str(one.number),
            f"{edition.number}, {_.day(edition.made_on)}",
            view.labels.get(measure, measure),
            _.number(then),
            _.number(now),
        )
        for one in view.chain.snapshots[::-1]
        for edition in one.editions
        for measure, (then, now) in edition.changed.items()
    ]
    headings = [_("Snapshot"), _("Edition"), _("Figure"), _("As published"), _("Computed anew")]
    return Table.of_texts(headings, rows, numeric=(3, 4))


FIRST: Page = (heading, quality.line, amiss, chain)
COMPARED: Page = (changes.everything,)
PAGE: Page = (*FIRST, *COMPARED)
"""What the page of snapshots shows; between both it can be asked to verify them."""
