"""Origin of a figure that is no measure: its rows, how they stand, and how they came about."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mittaristo.figures.breakdowns import FIGURE as BREAKDOWNS
from mittaristo.figures.model import Definition
from mittaristo.figures.provenance.rows import Asked, Rows, Standing, Step, rows_in, standing, steps
from mittaristo.i18n.table import Table, key_in, row_of
from mittaristo.i18n.translation import LANGUAGES, N_
from mittaristo.messages.rules import RULES
from mittaristo.panels.parts import breakdown, period
from mittaristo.panels.parts.panel import Citation, Heading, Panel
from mittaristo.panels.parts.view import View

SHOWN = 24
"""So many rows stand on the page; open figures and the files of a panel have all of them."""

STANDINGS: Mapping[Standing, str] = {
    "current": N_("This is the current figure: there is no newer one."),
    "same": N_("The newest snapshot, as of {day}, has the same numbers."),
    "other": N_("The newest snapshot, as of {day}, has other numbers: see below."),
    "redefined": N_("The figure is counted in another way since: in the snapshot as of {day}."),
    "gone": N_("The newest snapshot, as of {day}, does not count this."),
}

PROTECTED = N_(
    "Persons by {attributes}: renewed on release days only, small groups are merged, and what could"
    " point at a few persons is hidden for privacy. A share is of those who are shown together."
)
OF_INDICATORS = N_(
    "Each number has a day of its own, because small changes are not shown. What could point at a"
    " few persons is hidden for privacy."
)
PROTECTIONS: Mapping[str, str] = {
    **dict.fromkeys(("indicators", "steps_to_indicator"), OF_INDICATORS),
    **dict.fromkeys(("indicator_records", "indicator_checks"), OF_INDICATORS),
    "survey_answers": N_("What fewer persons answered than the threshold says is not told."),
    "labour_market": N_("Numbers of 1–4 persons are not told, nor what would tell them."),
}
NOT_OF_PERSONS = N_("It does not count persons by their attributes.")

PLACES = ("area", "municipality")


def described(view: View) -> Definition | None:
    """The figure that the page is about, where it is no measure; None otherwise."""
    return view.figures.described(view.measure)


def _asked(view: View) -> Asked:
    """The rows of the link; all rows of the figure where the snapshot has none of these."""
    asked = Asked(view.measure, key_in(view.row), view.role, view.period)
    return asked if rows_in(view.figures, asked) else replace(asked, key={})


def _rows(view: View) -> Rows:
    """What is asked for, by its key alone: the newest first, where rows have days."""
    found = rows_in(view.figures, _asked(view))
    days = [name for name in next(iter(found), {}) if name in ("month", "released_on", "half_year")]
    return tuple(sorted(found, key=lambda row: row[days[0]], reverse=True)) if days else found


def heading(view: View, one: Definition) -> Heading:
    """The figure, which rows of it, the number where it is one, and how it stands today."""
    _, found = view.wording, _rows(view)
    title = ", ".join((one.label[view.language], *_key(view, found)))
    number, lead = _one_number(view, found), _standing(view)
    if view.row and not _asked(view).key:
        missing = _("The snapshot has no such row: all rows of the figure are here.")
        lead = f"{missing} {lead}"
    return Heading(f"{title}: {number}" if number else title, lead.strip())


def _key(view: View, rows: Rows) -> list[str]:
    """What is asked for in words: EECO01; Kajaani."""
    return [_said(view, name, row) for row in rows[:1] for name in _asked(view).key if name in row]


def _one_number(view: View, rows: Rows) -> str:
    """The number of a row that has one only; empty otherwise."""
    if len(rows) != 1:
        return ""
    numbers = [name for name, value in rows[0].items() if _is_number(value) and name != "place"]
    return _said(view, numbers[0], rows[0]) if len(numbers) == 1 else ""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _standing(view: View) -> str:
    _, found, newest = view.wording, standing(view.chain, _asked(view)), view.chain.newest
    if found is None or newest is None:
        return ""
    day = _.day(newest.as_of) + (f" ({newest.name})" if newest.name else "")
    return _(STANDINGS[found]).format(day=day)


def values(view: View) -> Panel | None:
    """The rows as they are published, under what their columns are called."""
    _, one, found = view.wording, described(view), _rows(view)
    if one is None or not found:
        return None
    names = [
        name for name in _columns(view, found[0]) if any(row[name] is not None for row in found)
    ]
    table = Table.of_texts(
        [_column(view, name) for name in names],
        [[_said(view, name, row) for name in names] for row in found[:SHOWN]],
        numeric=[at for at, name in enumerate(names) if _numeric(name, found)],
        values=[[row[name] for name in names] for row in found[:SHOWN]],
    )
    rest = len(found) - SHOWN
    more = _("{count} more rows are in the open figures of the snapshot.")
    return Panel(
        f"rows-{one.id}",
        _("The numbers, as they are published"),
        table,
        texts=(more.format(count=_.number(rest)),) if rest > 0 else (),
        registers=frozenset(one.registers),
    )


NOT_SHOWN = ("place", "since_snapshot", "said_in", "period_from", "period_to", "interpreted")
"""Columns that order the rows, or are told beside them."""

IDS_OF_ROWS = ("milestone_id", "pilot_id", "project_id", "goal_id", "training_id", "survey_id")


def _columns(view: View, row: Mapping[str, Any]) -> list[str]:
    other = tuple(f"_{language}" for language in LANGUAGES if language != view.language)
    hidden = (*NOT_SHOWN, *IDS_OF_ROWS)
    return [name for name in row if name not in hidden and not name.endswith(other)]


def _column(view: View, name: str) -> str:
    _ = view.wording
    said = _.term("figure_columns", name)
    return said if said != name else _.term("columns", name)


def _numeric(name: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    return any(_is_number(row.get(name)) for row in rows)


def _said(view: View, name: str, row: Mapping[str, Any]) -> str:
    """A cell as it is read."""
    _, value = view.wording, row[name]
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.date):
        return _.month(value) if name in ("month", "half_year") else _.day(value)
    if isinstance(value, int | float):
        return _.percent(value) if name == "share" else _.number(value)
    return _word(view, name, str(value), row)


def _word(view: View, name: str, value: str, row: Mapping[str, Any]) -> str:
    """What a code is called; any other text as it is written."""
    _ = view.wording
    if name == "measure" and value in view.labels:
        return view.labels[value]
    if name == "attribute" and value in breakdown.NAMES:
        return _(breakdown.NAMES[value])
    if name == "category" and row.get("attribute") in breakdown.NAMES:
        return breakdown.label_in_words(row["attribute"], value, _)
    if name in PLACES:
        return _.term("municipalities", value)
    if name == "language":
        return _.language_name(value)
    if name == "register":
        return _.term("tables", value)
    if name == "check_id" and value in RULES:
        return _(RULES[value].title)
    if not re.fullmatch("[a-z][a-z_0-9]*", value) or name.endswith(("_fi", "_en", "_unit")):
        return _.unit(value)
    known = _.term("figure_codes", value), _.term("columns", value)
    return next((said for said in known if said != value), _.code(value))


def facts(view: View) -> Iterator[tuple[str, str]]:
    """What the figure holds, of when, from which registers, and what protects it."""
    _, one = view.wording, described(view)
    if one is None:
        return
    yield _("Definition"), one.definition[view.language]
    yield _("Unit"), _.unit(one.unit)
    as_of = _("as of {day}").format(day=_.day(view.as_of))
    yield _("Period"), f"{period.days(view.first, view.last, _)}, {as_of}"
    yield _("Source"), one.source[view.language]
    attributes = ", ".join(_(name).lower() for name in breakdown.NAMES.values())
    protected = PROTECTED if one.id == BREAKDOWNS else PROTECTIONS.get(one.id, NOT_OF_PERSONS)
    yield _("Protection"), _(protected).format(attributes=attributes)
    yield _("Note"), one.caveat[view.language]


def course(view: View) -> Panel | None:
    """The same rows in every snapshot: the number where there is one, and how many are others."""
    _, one, asked = view.wording, described(view), _asked(view)
    found = [] if one is None else list(steps(view.chain, asked))
    if one is None or not found:
        return None
    headings = [_("Snapshot"), _("Rows"), _("Of these not as before"), _("Definition")]
    told = [_step(view, step, first=step is found[0]) for step in reversed(found)]
    names = _columns_of_one(view, found)
    headings[1:1] = [_column(view, name) for name in names]
    texts = [
        (
            row[0],
            *(_said(view, name, step.rows[0]) if step.rows else "–" for name in names),
            *row[1:],
        )
        for row, step in zip(told, reversed(found), strict=True)
    ]
    return Panel(
        "rows-course",
        _("From snapshot to snapshot"),
        Table.of_texts(headings, texts, numeric=range(1, len(headings) - 1)),
        registers=frozenset(one.registers),
    )


def _columns_of_one(view: View, found: list[Step]) -> list[str]:
    """The columns of numbers, where every snapshot has one such row at most."""
    rows = [row for step in found for row in step.rows]
    if not rows or any(len(step.rows) > 1 for step in found) or not _asked(view).key:
        return []
    return [name for name in _columns(view, rows[-1]) if _numeric(name, rows)]


def _step(view: View, step: Step, *, first: bool) -> tuple[str, ...]:
    _, one = view.wording, step.snapshot
    name = " · ".join(filter(None, (f"{one.number}", _.day(one.as_of), one.name)))
    said = _("first") if first else _("as before")
    if step.redefined:
        said = _("counted in another way")
    return name, _.number(len(step.rows)), "–" if first else _.number(step.other), said


def citation(view: View, one: Definition) -> Citation | None:
    """The figure as a sentence to be cited, in both languages; nothing where it is many rows."""
    said, found = {}, _rows(view)
    if len(found) != 1:
        return None
    for language in LANGUAGES:
        there = replace(view, language=language)
        title = ", ".join((one.label[language], *_key(there, found)))
        numbers = "; ".join(
            f"{_column(there, name)} {_said(there, name, found[0])}"
            for name in _columns(there, found[0])
            if _is_number(found[0][name])
        )
        said[language] = f"{title}: {numbers}"
    _ = view.wording
    return Citation(_("To cite"), row_of(one.id, _asked(view).key.items()), said)
