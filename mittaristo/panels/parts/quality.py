"""The quality of the registers: what each check finds, now and earlier, and what was mended."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mittaristo.figures.ledger.quality import CHECKS
from mittaristo.figures.model import changes_for
from mittaristo.i18n.formats import uncapped
from mittaristo.i18n.table import Table
from mittaristo.i18n.wording import Wording
from mittaristo.messages.rules import RULES, SEVERITIES
from mittaristo.panels.parts import panel
from mittaristo.panels.parts.panel import Cell, Folded, Matrix, Notes, Panel
from mittaristo.panels.parts.view import View

FIGURES = ("quality", "quality_since")

EARLIER = 3
"""So many earlier snapshots stand beside the present one; the others are in the table below."""


@dataclass(frozen=True)
class Finding:
    """What a check finds: rows now, of how many, and earlier, by day, oldest first.

    A warning of the import looks at no known number of rows. `since`: its row of the figure
    `quality_since` for the newest earlier day; None where there is none.
    """

    check: str
    found: int
    looked_at: int | None
    then: Mapping[dt.date, int]
    since: Mapping[str, Any] | None

    @property
    def new(self) -> int | None:
        """Rows that are found now and were not then; not known of a warning of the import."""
        if self.looked_at is None or not self.then:
            return None
        return self.found - (self.since["remaining"] if self.since is not None else 0)

    @property
    def mended(self) -> int | None:
        """Rows that were found then and are right now."""
        return self.since["mended"] if self.since is not None else None

    @property
    def gone(self) -> int | None:
        """Rows that were found then and are there no more."""
        return self.since["gone"] if self.since is not None else None

    @property
    def missing(self) -> bool:
        """Whether it finds what ought to be there already."""
        return RULES[self.check].severity == "warning" and self.looked_at is not None


def findings(view: View) -> list[Finding]:
    """All checks, what is lost first before the others, then warnings of the import.

    None where the snapshot was published before checks were counted.
    """
    if not view.figures.keeps(*FIGURES):
        return []
    earlier = changes_for(view.figures["quality_since"], view.role, before=view.as_of)
    days = sorted(set(earlier["since"].to_list()))
    then: dict[str, dict[dt.date, dict[str, Any]]] = {}
    for row in earlier.sort("since_snapshot").iter_rows(named=True):  # of one day, the newest
        by_day = then.setdefault(row["check_id"], {})
        before = by_day.get(row["since"])
        again = before and before["since_snapshot"] == row["since_snapshot"]
        found = row["found_then"] + (before["found_then"] if before and again else 0)
        by_day[row["since"]] = {**row, "found_then": found}
    now: dict[str, tuple[int, int | None]] = {}
    for row in view.figures.rows("quality"):
        found, _looked_at = now.get(row["check_id"], (0, None))
        now[row["check_id"]] = (found + row["found"], row["looked_at"])
    order = [*CHECKS, *(name for name in RULES if name not in CHECKS)]
    return [
        Finding(
            name,
            *now.get(name, (0, None)),
            {day: then.get(name, {}).get(day, {"found_then": 0})["found_then"] for day in days},
            then.get(name, {}).get(days[-1]) if days else None,
        )
        for name in order
        if name in now or name in then
    ]


def missing(found: Sequence[Finding]) -> list[Finding]:
    """Those that find what ought to be there already."""
    return [one for one in found if one.missing and one.found]


def in_a_sentence(view: View, found: Sequence[Finding]) -> str:
    """How much is missing, and what is most urgent."""
    _, lacking = view.wording, missing(found)
    if not lacking:
        return _("Nothing is missing in the registers")
    first, count = lacking[0], sum(one.found for one in lacking)
    return _("Entries missing: {count}. Most urgent: {first} ({found})").format(
        count=_.number(count),
        first=uncapped(_(RULES[first.check].title)),
        found=_.number(first.found),
    )


def since_then(view: View, found: Sequence[Finding]) -> str:
    """What was mended, what is new and what is there no more, since the newest earlier snapshot."""
    _ = view.wording
    days = [day for one in found for day in one.then]
    if not days:
        return _("The first snapshot: there is nothing to compare with.")
    said = _("Since {day}: mended {mended}, new {new}, no longer there {gone}.")
    return said.format(
        day=view.named(max(days)),
        mended=_.number(sum(one.mended or 0 for one in found)),
        new=_.number(sum(one.new or 0 for one in found)),
        gone=_.number(sum(one.gone or 0 for one in found)),
    )


def ledger(view: View) -> Panel | None:
    """Every check with its numbers: earlier, now, mended, new; what it means is folded."""
    found = findings(view)
    if not found:
        return None
    _ = view.wording
    days = sorted({day for one in found for day in one.then})
    table = _table(found, days, _)
    meaning = Folded(_("What each check means, and what to do"), _meanings(found, _), _("Meaning"))
    shown = panel.with_table(view, "quality", in_a_sentence(view, found), table, (), FIGURES)
    return Panel(
        shown.id,
        shown.title,
        shown.table,
        matrix=_matrix(found, days[-EARLIER:], _),
        alt=panel.alt_of_rows(
            view, [(_(RULES[one.check].title), _.number(one.found)) for one in found]
        ),
        note=_(
            "Earlier registers were checked by today's rules. What is lost first stands first."
            " Mended, new: since the snapshot before."
        ),
        folded=(meaning,),
        explanations=shown.explanations,
        registers=shown.registers,
    )


def summary(view: View) -> Panel | None:
    """The same in brief, for those who judge the figures: what is missing, of how many."""
    found = [one for one in findings(view) if one.looked_at is not None]
    if not found:
        return None
    _ = view.wording
    headings = (_("Check"), _("Found"), _("Of rows"), _("Share"))
    rows = [
        (
            _(RULES[one.check].title),
            _.number(one.found),
            _.number(one.looked_at),
            _.percent(one.found / one.looked_at) if one.looked_at else "–",
        )
        for one in found
    ]
    values = [
        (row[0], one.found, one.looked_at, one.found / one.looked_at if one.looked_at else None)
        for row, one in zip(rows, found, strict=True)
    ]
    made = Table.of_texts(headings, rows, numeric=(1, 2, 3), values=values)
    table = replace(made, keys=tuple((("check_id", one.check),) for one in found))
    title = in_a_sentence(view, found)
    return panel.with_table(view, "quality-summary", title, table, (), FIGURES[:1])


def line(view: View) -> Notes | None:
    """The same in a line, for the top of the pages of those who judge the figures."""
    found = [one for one in findings(view) if one.looked_at is not None]
    if not found:
        return None
    _ = view.wording
    said = f"{in_a_sentence(view, found)}. {since_then(view, found)}"
    return Notes(((_("Quality of the registers"), said),))


def _texts(one: Finding, days: Sequence[dt.date], _: Wording) -> list[str]:
    """Its numbers as texts: earlier, now, of how many, mended, new."""
    return [_.number(value) for value in _values(one, days)]


def _values(one: Finding, days: Sequence[dt.date]) -> list[int | None]:
    return [*(one.then[day] for day in days), one.found, one.looked_at, one.mended, one.new]


def _table(found: Sequence[Finding], days: Sequence[dt.date], _: Wording) -> Table:
    headings = [
        _("Check"),
        *(_.day(day) for day in days),
        _("Now"),
        _("Of rows"),
        _("Mended"),
        _("New"),
    ]
    titles = [_(RULES[one.check].title) for one in found]
    return Table.of_texts(
        headings,
        [(title, *_texts(one, days, _)) for title, one in zip(titles, found, strict=True)],
        numeric=range(1, len(headings)),
        values=[(title, *_values(one, days)) for title, one in zip(titles, found, strict=True)],
    )


def _matrix(found: Sequence[Finding], days: Sequence[dt.date], _: Wording) -> Matrix:
    """The same with bars: each row has a scale of its own, so that its course is seen.

    Then, less what was mended, with what is new, comes to now (but for rows that are gone).
    """
    columns = (
        *((_.day(day), "") for day in days),
        *((name, "") for name in (_("Mended"), _("New"), _("Now"))),
    )
    return Matrix(
        _("Check"),
        columns,
        tuple((_(RULES[one.check].title), _cells(one, days, _)) for one in found),
        totals=False,
    )


def _cells(one: Finding, days: Sequence[dt.date], _: Wording) -> tuple[Cell, ...]:
    course = [one.then[day] for day in days]
    most = max(*course, one.found, 1)
    of = _("of {count:row|rows}").format(count=_.number(one.looked_at))
    return (
        *(Cell(_.number(count), share=count / most) for count in course),
        Cell("" if one.mended is None else _.number(one.mended)),
        Cell("" if one.new is None else _.number(one.new)),
        Cell(_.number(one.found), "" if one.looked_at is None else of, one.found / most),
    )


def _meanings(found: Sequence[Finding], _: Wording) -> Table:
    """Id, severity, meaning and remedy of each check."""
    rows = []
    for one in found:
        rule = RULES[one.check]
        says = _(rule.says) if one.looked_at is not None else ""
        remedy = _(rule.remedy) if "{" not in rule.remedy else ""
        rows.append((_(rule.title), one.check, _(SEVERITIES[rule.severity]), says, remedy))
    headings = (_("Check"), _("Id"), _("Severity"), _("What is wrong"), _("What to do"))
    return Table.of_texts(headings, rows)
