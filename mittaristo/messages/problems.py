"""Messages about registers: a rule at a place with its remedy, and many of one kind as one.

A problem never holds a value from a cell: names, ids and notes must not reach a log or a screen.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from mittaristo.i18n.formats import day, number
from mittaristo.i18n.terms import TermKind, code, word
from mittaristo.i18n.translation import N_, Language, translator
from mittaristo.messages.rules import RULES, Severity


class AsWritten(str):
    """What the reader's own file calls something: said as it stands, in either language."""


Detail = str | float | dt.date | tuple[str, ...] | Mapping[Language, str]
"""What goes into a sentence: a day, a number, the names of tables, columns or codes, or what to say
in each language. Any other text is said as it stands."""

KINDS: Mapping[str, TermKind] = {
    "table": "tables",
    "tables": "tables",
    "other": "columns",
    "key": "columns",
    "columns": "columns",
    "value": "codes",
}
"""Details that are names of ours, which the reader gets as words."""

SENTENCES = ("form", "what")
"""Details that are sentences of the catalogue."""


BY_CODES = N_("Or say in the mapping what it means, under codes.")
BY_MAPPING: Mapping[str, str] = {
    "missing": N_('Or say in the mapping what an empty cell means, under codes: "" = "…".'),
    "day_or_month_first": N_('Or say in the mapping which it is: days = "d/m/yyyy" or "m/d/yyyy".'),
    "day_as_number": N_('Or say in the mapping that it is one of Excel: days = "excel 1900".'),
    "repeated_key": N_("Or say in the mapping that rows of one key are one row: distinct = true."),
    "repeated_column": N_('The mapping names one of them by its letter, too: "{lettered}".'),
}
"""Rule → what else a mapping can do about it, where that is not to say what a cell means."""

SHOWN = 80
"""So many letters of what others wrote are said at most."""


def shown(text: str) -> str:
    """What others wrote, fit for a line on a screen: no line breaks, no signs that steer it.

    Long texts are cut.
    """
    plain = "".join(sign if sign.isprintable() else " " for sign in text[: 4 * SHOWN])
    said = " ".join(plain.split())
    return said if len(said) <= SHOWN and len(text) <= 4 * SHOWN else said[: SHOWN - 1] + "…"


def spaced(limit: int) -> str:
    """A round limit as sentences have it in either language: 2 000."""
    return f"{limit:_}".replace("_", " ")


def called(kind: TermKind, name: str, language: Language, *, in_full: bool = True) -> str:
    """A table, column or code as its word; `in_full` also with the name that files may use.

    What has no word, such as the letter of a column, is said as it stands.
    """
    if isinstance(name, AsWritten):
        return shown(name)
    said = word(kind, name, language)
    return f"{said} ({name})" if in_full and name not in (said, said.casefold()) else said


@dataclass(frozen=True, order=True)
class Place:
    """Where a table came from: a file, and the sheet where it is a workbook.

    Where nothing was given for a table, only its name is known.
    """

    file: str
    sheet: str = ""
    table: str = ""

    def sentence(self, language: Language) -> str:
        _ = translator(language)
        if self.table:
            return _("table {table}").format(table=called("tables", self.table, language))
        if not self.sheet:
            return shown(self.file)
        return _("{file}, sheet {sheet}").format(file=shown(self.file), sheet=shown(self.sheet))


@dataclass(frozen=True)
class Problem:
    """A broken rule at a place. `row` counts as Excel does: the header is row 1."""

    rule: str
    place: Place
    row: int | None = None
    column: str | None = None
    details: Mapping[str, Detail] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return RULES[self.rule].severity

    def key(self) -> tuple[object, ...]:
        """What tells it from others, to say each once."""
        details = tuple(sorted(self.details.items()))
        return (self.rule, self.place, self.row, self.column, details)

    def sentence(self, language: Language) -> str:
        """File or sheet, row, column: rule. Remedy."""
        _ = translator(language)
        where = [self.place.sentence(language)]
        if self.row is not None:
            where.append(_("row {row}").format(row=self.row))
        if self.column is not None:
            where.append(_("column {column}").format(column=self._column(language)))
        says, remedy = self.said(language)
        return f"{', '.join(where)}: {says} {remedy}".rstrip()

    def said(self, language: Language) -> tuple[str, str]:
        """What is wrong, and what to do about it (nothing, where nothing need be done)."""
        _ = translator(language)
        rule = RULES[self.rule]
        details = {name: in_words(name, value, language) for name, value in self.details.items()}
        remedy = _(rule.remedy).format(**details) if rule.remedy else ""
        if "near" in details:
            remedy = _("Is {near} meant?").format(**details) + " " + remedy
        if "mapped" in details:
            remedy += " " + _(BY_MAPPING.get(self.rule, BY_CODES)).format(**details)
        return _(rule.says).format(**details), remedy

    def parts(self, language: Language) -> tuple[str, str, str, str, str]:
        """Place, row, column, what is wrong and what to do, each by itself for a table."""
        row = "" if self.row is None else str(self.row)
        return (self.place.sentence(language), row, self._column(language), *self.said(language))

    def _column(self, language: Language) -> str:
        return "" if self.column is None else called("columns", self.column, language)


class Told:
    """What has messages, of whatever severity. Errors hinder publishing."""

    messages: Collection[Problem]

    def _of(self, severity: Severity) -> tuple[Problem, ...]:
        return tuple(one for one in self.messages if one.severity == severity)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return self._of("error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return self._of("warning")

    @property
    def infos(self) -> tuple[Problem, ...]:
        return self._of("info")


def in_words(name: str, value: Detail, language: Language) -> str:
    """A detail in the reader's language."""
    if isinstance(value, dt.date):
        return day(value, language)
    if isinstance(value, int | float):
        return number(value, language)
    if isinstance(value, Mapping):
        return value[language]
    if name in SENTENCES:
        return translator(language)(str(value))
    if name in ("codes", "near"):
        return ", ".join(f"{code(one, language)} ({one})" for one in value)
    if kind := KINDS.get(name):
        names, one = ((value,), True) if isinstance(value, str) else (value, False)
        in_full = one and kind != "codes"
        return ", ".join(called(kind, each, language, in_full=in_full) for each in names)
    return shown(str(value))


ROWS_NAMED = 10


@dataclass(frozen=True)
class Group:
    """Problems of one place that break one rule in one column and are mended in one way.

    `rows` in the order of the problems, each once; none where they are of no row. `count`: how
    many problems.
    """

    first: Problem
    rows: tuple[int, ...]
    count: int

    def sentence(self, language: Language) -> str:
        """As a problem says it, with the first rows and how many there are."""
        if len(self.rows) < 2:
            return self.first.sentence(language)
        _ = translator(language)
        place, rows, column, says, remedy = self.parts(language)
        where = [place, _("rows {rows}").format(rows=rows)]
        if column:
            where.append(_("column {column}").format(column=column))
        return f"{', '.join(where)}: {says} {remedy}".rstrip()

    def parts(self, language: Language) -> tuple[str, str, str, str, str]:
        """Place, rows, column, what is wrong and what to do, each by itself for a table."""
        _ = translator(language)
        place, _row, column, says, remedy = self.first.parts(language)
        rows = ", ".join(map(str, self.rows[:ROWS_NAMED]))
        if len(self.rows) > ROWS_NAMED:
            count = number(len(self.rows), language)
            rows = _("{rows} … ({count} rows)").format(rows=rows, count=count)
        return (place, rows, column, says, remedy)


def grouped(problems: Iterable[Problem]) -> list[Group]:
    """The problems by what is wrong where, each group where its first one stood."""
    found: dict[object, list[Problem]] = {}
    for problem in problems:
        details = repr(sorted(problem.details.items()))
        key = (problem.rule, problem.place, problem.column, details)
        found.setdefault(key, []).append(problem)
    return [
        Group(
            same[0],
            tuple(dict.fromkeys(problem.row for problem in same if problem.row is not None)),
            len(same),
        )
        for same in found.values()
    ]
