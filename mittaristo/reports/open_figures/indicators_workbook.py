"""The indicators as a workbook in the columns of SFC's tables, with their sum rules as formulas."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from mittaristo.i18n.table import Table, Value
from mittaristo.i18n.wording import Wording
from mittaristo.panels.parts.breakdown import label_in_words
from mittaristo.reports.origin import Origin, sources
from mittaristo.reports.xlsx import SAFE, TOP, Formats, formats_of, top, write_table
from mittaristo.transforms.review.indicators import HIDDEN, HOLDS

INDICATORS, BREAKDOWNS, GENDER = "indicators", "breakdowns", "gender"

ALL = "EECO01"

SUMS: Sequence[tuple[Sequence[str], str, Sequence[str]]] = (
    (("EECO02", "EECO04", "EECO05"), "=", (ALL,)),
    (("EECO09", "EECO10", "EECO11"), "=", (ALL,)),
    (("EECO06", "EECO07", "EECO08"), "<=", (ALL,)),
    (("EECO03",), "<=", ("EECO02",)),
)
"""What must hold between outputs. A part about participants is not larger than all, besides."""

TOTAL, OF, PERSONS = 6, 7, 2
"""The columns of the numbers: of an indicator and those whom it may concern, and of a group."""


@dataclass(frozen=True)
class Number:
    """A number of the workbook: what it is called, where it stands, and its day."""

    name: str
    cell: str
    value: int | None
    day: dt.date | None


@dataclass(frozen=True)
class Rule:
    """What must hold: the left numbers together are equal to the right ones, or no larger."""

    left: Sequence[Number]
    relation: str
    right: Sequence[Number]

    @property
    def holds(self) -> bool | None:
        """None where a number is not known, or they are not of the same day."""
        numbers = [*self.left, *self.right]
        if any(one.value is None for one in numbers) or len({one.day for one in numbers}) > 1:
            return None
        left, right = (sum(one.value or 0 for one in side) for side in (self.left, self.right))
        return left == right if self.relation == "=" else left <= right


def indicators_workbook(origin: Origin) -> bytes:
    """The workbook's bytes; none where the project keeps no indicators.

    The same for the same snapshot. Formulas hold their results, so that a program that does not
    calculate shows them, too.
    """
    figures, _ = origin.view.figures, origin.view.wording
    if not figures.keeps(INDICATORS) or figures[INDICATORS].is_empty():
        return b""
    written = io.BytesIO()
    names = (_("Indicators"), _("By gender"), _("Checks"), _("About the figures"))
    with xlsxwriter.Workbook(written, SAFE) as book:
        published = dt.datetime.combine(origin.published_on, dt.time())
        book.set_properties({"title": names[0], "created": published})
        formats, sheets = formats_of(book), [book.add_worksheet(name) for name in names]
        for sheet, title in zip(sheets, names, strict=True):
            top(sheet, title, origin, formats)
        write_table(sheets[0], _indicators(origin), formats)
        write_table(sheets[1], _by_gender(origin), formats)
        _checks(sheets[2], list(_rules(origin, names)), formats, _)
        about = [*sources(origin), (_("Note"), _note(_))]
        write_table(sheets[3], Table.of_texts((_("Name"), _("Text")), about), formats)
    return written.getvalue()


def _note(_: Wording) -> str:
    return _(
        "What everyone may see. By gender the indicators are for the funder only; persons by gender"
        " are told of the release days. Numbers of different days are not held against each other."
    )


def _indicators(origin: Origin) -> Table:
    """A row an indicator, with the columns of SFC's tables; hidden numbers say so."""
    _, language = origin.view.wording, origin.view.language
    headings = (
        *(_("Code"), _("Indicator"), _("Unit"), _("Men"), _("Women"), _("Non-binary")),
        *(_("Total"), _("Of"), _("Of whom"), _("Day of the figure"), _("Basis")),
    )
    values: list[tuple[Value, ...]] = []
    for row in origin.view.figures.rows(INDICATORS):
        unit = _("number of entities") if row["code"] in ("EECO18", "EECO19") else _.unit("persons")
        known = row["basis"] != "none"
        hidden = _(HIDDEN) if known else ""
        numbers = [hidden if row[name] is None else row[name] for name in ("total", "of_all")]
        of, basis = row[f"of_{language}"], row["method"] or _("registers")
        gender, name = (hidden,) * 3, row[f"name_{language}"]
        said = (of, row["counted_on"], basis if known else _("neither counted nor estimated"))
        values.append((row["code"], name, unit, *gender, *numbers, *said))
    return _table(headings, values, (TOTAL, OF), _)


@dataclass(frozen=True)
class _Group:
    """Persons of a measure by gender as of the day of their release; `label` is empty for all."""

    measure: str
    label: str
    persons: int | None
    day: dt.date


def _groups(origin: Origin) -> list[_Group]:
    """Of each measure that is told by gender the groups, then all persons, of the newest day."""
    figures, newest = origin.view.figures, dict[str, dt.date]()
    if not figures.keeps(BREAKDOWNS):
        return []
    rows = figures.rows(BREAKDOWNS)
    for row in rows:
        if row["attribute"] == GENDER:
            day = newest.get(row["measure"], dt.date.min)
            newest[row["measure"]] = max(row["released_on"], day)
    return [
        _Group(name, row["category"] if attribute == GENDER else "", row["persons"], day)
        for name, day in newest.items()
        for attribute in (GENDER, "all")
        for row in rows
        if (row["measure"], row["attribute"], row["released_on"]) == (name, attribute, day)
    ]


def _by_gender(origin: Origin) -> Table:
    """A row a group, and one of all persons below them."""
    _, labels = origin.view.wording, origin.view.labels
    headings = (_("Figure"), _("Gender"), _("Persons"), _("Day of the figure"))
    values = [
        (
            labels.get(one.measure, one.measure),
            label_in_words(GENDER, one.label, _) if one.label else _("Total"),
            _(HIDDEN) if one.persons is None else one.persons,
            one.day,
        )
        for one in _groups(origin)
    ]
    return _table(headings, values, (PERSONS,), _)


def _table(
    headings: Sequence[str], values: Sequence[Sequence[Value]], numeric: Sequence[int], _: Wording
) -> Table:
    texts = [["" if cell is None else _said(cell, _) for cell in row] for row in values]
    return Table.of_texts(headings, texts, numeric=numeric, values=values)


def _said(cell: str | float | dt.date, _: Wording) -> str:
    if isinstance(cell, str):
        return cell
    return _.day(cell) if isinstance(cell, dt.date) else _.number(cell)


# What must hold


def _rules(origin: Origin, sheets: Sequence[str]) -> Iterator[Rule]:
    """The sums, then that no part or result is larger than what it is of, then those by gender."""
    numbers = _of_indicators(origin, sheets[0])
    for left, relation, right in SUMS:
        yield Rule([numbers[one] for one in left], relation, [numbers[one] for one in right])
    for row in origin.view.figures.rows(INDICATORS):
        code = row["code"]
        if row["basis"] != "none" and code != ALL and row[f"of_{origin.view.language}"]:
            of = numbers[f"{code}/of"]
            yield Rule([numbers[code]], "<=", [of])
            if code.startswith("EECR"):
                yield Rule([of], "<=", [numbers[ALL]])
    yield from _sums_by_gender(origin, sheets[1])


def _of_indicators(origin: Origin, sheet: str) -> dict[str, Number]:
    """Each indicator's number by its code, and those whom it may concern as EECR04/of."""
    _, found = origin.view.wording, {}
    for number, row in enumerate(origin.view.figures.rows(INDICATORS), start=TOP + 1):
        code, day = row["code"], row["counted_on"]
        of = _("those whom {code} may concern").format(code=code)
        found[code] = Number(code, _at(sheet, number, TOTAL), row["total"], day)
        found[f"{code}/of"] = Number(of, _at(sheet, number, OF), row["of_all"], day)
    return found


def _sums_by_gender(origin: Origin, sheet: str) -> Iterator[Rule]:
    _, labels = origin.view.wording, origin.view.labels
    parts: list[Number] = []
    for number, one in enumerate(_groups(origin), start=TOP + 1):
        group = label_in_words(GENDER, one.label, _) if one.label else _("Total")
        name = f"{labels.get(one.measure, one.measure)}: {group}"
        here = Number(name, _at(sheet, number, PERSONS), one.persons, one.day)
        if one.label:
            parts.append(here)
        elif parts:
            yield Rule(parts, "=", [here])
            parts = []


def _at(sheet: str, row: int, column: int) -> str:
    return f"{quote_sheetname(sheet)}!{xl_rowcol_to_cell(row, column)}"


def _checks(sheet: Worksheet, rules: Sequence[Rule], formats: Formats, _: Wording) -> None:
    """A row a rule: both sides and whether it holds, as formulas over the other sheets."""
    headings = (_("Check"), _("Left side"), _("Relation"), _("Right side"), _("Result"))
    values = [
        (_in_words(rule), None, rule.relation.replace("<=", "≤"), None, None) for rule in rules
    ]
    write_table(sheet, _table(headings, values, (1, 3), _), formats)
    sheet.set_column(1, 4, 28)
    said = {known: _(word) for known, word in HOLDS.items()}
    for row, rule in enumerate(rules, start=TOP + 1):
        if rule.holds is None:
            sheet.write_string(row, 4, _why_not(rule, _), formats["wrap"])
            continue
        for column, side in ((1, rule.left), (3, rule.right)):
            total = sum(one.value or 0 for one in side)
            sum_of = "=" + "+".join(one.cell for one in side)
            sheet.write_formula(row, column, sum_of, formats["#,##0"], total)
        left, right = xl_rowcol_to_cell(row, 1), xl_rowcol_to_cell(row, 3)
        verdict = f'=IF({left}{rule.relation}{right},"{said[True]}","{said[False]}")'
        sheet.write_formula(row, 4, verdict, formats["wrap"], said[rule.holds])


def _in_words(rule: Rule) -> str:
    left, right = (" + ".join(one.name for one in side) for side in (rule.left, rule.right))
    return f"{left} {rule.relation.replace('<=', '≤')} {right}"


def _why_not(rule: Rule, _: Wording) -> str:
    if any(one.value is None for one in (*rule.left, *rule.right)):
        return _("not checked: a number is hidden or not known")
    return _("not checked: the numbers are of different days")
