"""What publishing some registers would change, against the newest snapshot.

Rows are counted by table and measures by value: no row and no id comes out of here.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from mittaristo.figures.ledger import row_changes
from mittaristo.figures.ledger.row_changes import Rows
from mittaristo.i18n.formats import day, number, percent
from mittaristo.i18n.table import Table
from mittaristo.i18n.terms import word
from mittaristo.i18n.translation import N_, Language, Translate, translator
from mittaristo.importing.doubles.events import RECORDED
from mittaristo.importing.ingest import Warned
from mittaristo.messages.rules import RULES
from mittaristo.privacy.disclosure import SafeFrame, release
from mittaristo.registers.schemas import Registers

MANY = 0.10
"""A larger share of a table's rows removed at once is suspicious."""

ANEW = 0.5
"""A larger share of a table's rows changed, or exchanged for others, is as if numbered anew."""

FEW = 10
"""Of a table with fewer rows no share is suspicious as such."""

OF_THEIR_OWN = ("clients", "participations", "services", "employers", "employments", "encounters")
"""Registers whose rows hardly change as a whole. Trainings are held, goals are reached."""

RECORDED_TWICE: Mapping[str, str] = {
    **{twice.rule: name for name, twice in RECORDED.items()},
    "same_name_and_birth_date": "clients",
}
"""Rule of the import → the register whose rows may be the same list twice."""

A_LIST = 0.25
"""So large a share of a table's rows recorded twice is rather a list given twice."""

FAR = dt.timedelta(days=31)
"""An as-of date so long after today is suspicious."""

QUIET = dt.timedelta(days=100)
"""So long nothing happens in few projects that go on: more likely the as-of date is wrong."""

HAPPENS: Mapping[str, str] = {
    "clients": "joined_on",
    "services": "given_on",
    "employments": "started_on",
    "encounters": "met_on",
    "assessments": "made_on",
    "purchases": "ordered_on",
    "surveys": "asked_on",
}
"""Table → the day on which something happened. Trainings and events may be plans."""


@dataclass(frozen=True)
class Doubt:
    """A warning of what would be published. `about`: a table, a measure or nothing."""

    rule: str
    about: str = ""
    details: Mapping[str, dt.date | float | str] = field(default_factory=dict)

    def sentence(self, language: Language, labels: Mapping[str, str]) -> str:
        """labels: measure → its name."""
        details = {
            name: value
            if isinstance(value, str)
            else day(value, language)
            if isinstance(value, dt.date)
            else percent(value, language)
            if name == "share"
            else number(value, language)
            for name, value in self.details.items()
        }
        names = {"table": word("tables", self.about, language)}
        names["measure"] = labels.get(self.about, self.about)
        return translator(language)(RULES[self.rule].says).format(**names, **details)


@dataclass(frozen=True)
class Move:
    """A measure's value for the whole project then and now; None where it was not counted."""

    measure: str
    before: float | None
    now: float | None


def moves(then: Mapping[str, float | None], now: Mapping[str, float | None]) -> list[Move]:
    """The measures whose value changes, in the order of `now`; those that vanish come last."""
    names = [*now, *(name for name in then if name not in now)]
    found = [Move(name, then.get(name), now.get(name)) for name in names]
    return [move for move in found if move.before != move.now]


def doubts(
    changes: list[Rows],
    moved: list[Move],
    as_of: dt.date,
    newest: dt.date | None,
    today: dt.date,
    not_compared: Sequence[int] = (),
) -> list[Doubt]:
    """What is suspicious: dates first, then tables, then measures, then earlier snapshots."""
    found = []
    if newest is not None and as_of == newest:
        found.append(Doubt("same_day", details={"day": as_of}))
    if newest is not None and as_of < newest:
        found.append(Doubt("older_day", details={"day": as_of, "newest": newest}))
    if as_of > today + FAR:
        ahead: dict[str, dt.date | float | str] = {"day": as_of, "count": (as_of - today).days}
        found.append(Doubt("far_day", details=ahead))
    for table in changes:
        if not table.given:
            found.append(Doubt("not_given", table.table, {"before": table.before}))
        elif numbered := _as_if_numbered_anew(table):
            found.append(numbered)
        elif table.removed > MANY * table.before:
            share = table.removed / table.before
            gone = {"removed": table.removed, "before": table.before, "share": share}
            found.append(Doubt("shrinks", table.table, gone))
    if newest is not None and changes and not any(table.moved for table in changes):
        found.append(Doubt("nothing_new", details={"day": newest}))
    for move in moved:
        if move.before is not None and move.now is not None and move.now < move.before:
            values = {"before": move.before, "now": move.now}
            found.append(Doubt("falls", move.measure, values))
    return found + doubts_of_snapshots(not_compared)


def _as_if_numbered_anew(table: Rows) -> Doubt | None:
    """Most rows of a table are other ones under the same ids, or the same ones under others."""
    if table.before < FEW or table.table not in OF_THEIR_OWN:
        return None
    if min(table.removed, table.added) > ANEW * table.before:
        counts = {"removed": table.removed, "before": table.before, "added": table.added}
        return Doubt("numbered_anew", table.table, counts)
    if table.changed > ANEW * table.before:
        share = table.changed / table.before
        values = {"changed": table.changed, "before": table.before, "share": share}
        return Doubt("changed", table.table, values)
    return None


def doubts_of_lists(warned: Warned, registers: Registers) -> list[Doubt]:
    """Tables of which so many rows are suspected to be recorded twice that a list may be twice."""
    found = []
    for (rule, _register), count in warned.items():
        table = RECORDED_TWICE.get(rule)
        if table is None or table not in registers:
            continue
        rows = registers[table].height
        if count >= FEW and count > A_LIST * rows:
            found.append(Doubt("list_twice", table, {"count": count, "now": rows}))
    return found


def doubts_of_silence(registers: Registers, as_of: dt.date, ends_on: dt.date) -> list[Doubt]:
    """Registers in which nothing has happened for long before the as-of date."""
    until = min(as_of, ends_on)
    last = row_changes.last_day(registers, HAPPENS, until)
    if last is None or until - last <= QUIET:
        return []
    return [Doubt("quiet", details={"last": last, "count": (until - last).days, "day": as_of})]


def doubts_of_snapshots(not_compared: Sequence[int]) -> list[Doubt]:
    """Earlier snapshots that the new one could not be compared with."""
    return [Doubt("not_compared", details={"number": str(one)}) for one in not_compared]


# --- For the reader ---------------------------------------------------------------------------


def rows_in_words(changes: list[Rows], language: Language) -> Table:
    """A row a table, under the headings that a reader sees."""
    _ = translator(language)
    headings = (
        _("Table"),
        _("Rows in the newest"),
        _("Rows now"),
        _("Added"),
        _("Changed"),
        _("Removed"),
    )
    cells = [
        (
            word("tables", table.table, language),
            *(
                number(count, language)
                for count in (table.before, table.now, table.added, table.changed, table.removed)
            ),
        )
        for table in changes
    ]
    return Table.of_texts(headings, cells, numeric=range(1, len(headings)))


def moves_in_words(moved: list[Move], labels: Mapping[str, str], language: Language) -> Table:
    """A row a measure that moves: its name, its value then and now, and by how much."""
    _ = translator(language)
    headings = (_("Figure"), _("In the newest"), _("Now"), _("Difference"))
    cells = [
        (
            labels.get(move.measure, move.measure),
            number(move.before, language),
            number(move.now, language),
            _by_how_much(move, language),
        )
        for move in moved
    ]
    return Table.of_texts(headings, cells, numeric=range(1, len(headings)))


def _by_how_much(move: Move, language: Language) -> str:
    if move.before is None or move.now is None:
        return number(None, language)
    return number(move.now - move.before, language, sign=True)


def bars(changes: list[Rows], language: Language) -> SafeFrame:
    """For a chart: `label, kind, start, end, said`, removed rows below zero, the others above.

    Only tables in which something moves. `said` is what stands at the end of a bar.
    """
    _ = translator(language)
    found = []
    for table in changes:
        label = word("tables", table.table, language)
        grown = [number(count, language) for count in (table.added, table.changed) if count]
        parts = (
            ("removed", -table.removed, 0, number(table.removed, language)),
            ("added", 0, table.added, "" if table.changed else "".join(grown)),
            ("changed", table.added, table.added + table.changed, " + ".join(grown)),
        )
        found += [
            (label, _(KINDS[kind]), start, end, said)
            for kind, start, end, said in parts
            if end > start
        ]
    kinds = {"label": pl.String, "kind": pl.String, "start": pl.Int64, "end": pl.Int64}
    schema = {**kinds, "said": pl.String}
    return release(pl.DataFrame(found, schema=schema, orient="row"), protects=())


KINDS = {"removed": N_("Removed"), "added": N_("Added"), "changed": N_("Changed")}


def in_a_sentence(changes: list[Rows], _: Translate, language: Language) -> str:
    """How many rows are added, changed and removed in all."""
    sums = {
        name: number(sum(getattr(table, name) for table in changes), language)
        for name in ("added", "changed", "removed")
    }
    return _("Rows added: {added}, changed: {changed}, removed: {removed}").format(**sums)
