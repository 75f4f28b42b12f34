"""What is missing in registers, row by row, by the ids of those who keep them.

The lists are made of the source itself, before ids become pseudonyms, by the same queries that
count for a snapshot. They are for the project's own people: nothing of them is stored.
"""

import datetime as dt
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl
import xlsxwriter

from mittaristo.figures.definitions import Definitions
from mittaristo.figures.engine import DuckDb, all_tables
from mittaristo.figures.ledger.quality import CHECKS, listed
from mittaristo.i18n.table import Table
from mittaristo.i18n.translation import Language
from mittaristo.i18n.wording import Wording, wording
from mittaristo.importing.ingest import Checked
from mittaristo.importing.places import at
from mittaristo.messages.problems import Place, called
from mittaristo.messages.rules import RULES
from mittaristo.project import Project
from mittaristo.registers.schemas import SOURCE_ROW, TABLES


@dataclass(frozen=True)
class Item:
    """A row to be completed: why, where it stands, whose it is, and what is to be filled in.

    `due_on`: the day by which it ought to have been recorded. `columns`: as their file calls them.
    """

    check: str
    place: Place
    row: int
    unit_id: str = field(repr=False)
    client_id: str = field(repr=False)
    due_on: dt.date
    columns: tuple[str, ...]


def worklists(checked: Checked, as_of: dt.date) -> list[Item]:
    """All rows to be completed as of a day: what is lost first comes first, then the oldest."""
    definitions = Definitions.load()
    with DuckDb(all_tables(checked.typed)) as engine:
        return [
            item
            for check in definitions.kept(definitions.checks, checked.typed)
            for item in _items(check.name, checked, listed(engine, check, as_of))
        ]


def _items(check: str, checked: Checked, looked_at: pl.DataFrame) -> list[Item]:
    """The rows that one check finds, the oldest first."""
    register = CHECKS[check]
    table, rows = checked.tables[register], checked.typed[register]
    key = TABLES[register].primary_key()[0]
    found = (
        looked_at.filter("found")
        .join(rows.select(SOURCE_ROW, unit_id=key), on="unit_id")
        .sort("due_on", SOURCE_ROW)
    )
    return [
        Item(
            check,
            *at(table, row[SOURCE_ROW]),
            row["unit_id"],
            row["client_id"],
            row["due_on"],
            tuple(table.headings.get(name, name) for name in row["fields"].split(";")),
        )
        for row in found.iter_rows(named=True)
    ]


def counted(items: Sequence[Item]) -> dict[str, int]:
    """Check → how many rows, in the order of the checks; those that find none are left out."""
    count = Counter(item.check for item in items)
    return {check: count[check] for check in CHECKS if count[check]}


def table(items: Sequence[Item], language: Language) -> Table:
    """A row an item under the headings that a reader sees."""
    _ = wording(language)
    headings = (
        *(
            _("What is missing"),
            _("To be recorded by"),
            _("Sheet or file"),
            _("Row"),
            _("Id of the row"),
        ),
        *(_("Client id"), _("To be filled in"), _("What to do")),
    )
    texts = [
        (
            _(RULES[item.check].title),
            _.day(item.due_on),
            item.place.sheet or item.place.file,
            str(item.row),
            item.unit_id,
            item.client_id,
            ", ".join(called("columns", name, language, in_full=False) for name in item.columns),
            _(RULES[item.check].remedy),
        )
        for item in items
    ]
    values = [
        (text[0], item.due_on, text[2], item.row, *text[4:])
        for text, item in zip(texts, items, strict=True)
    ]
    return Table.of_texts(headings, texts, numeric=(3,), values=values)


# --- As a workbook ----------------------------------------------------------------------------

WIDTHS = (34, 12, 20, 8, 20, 20, 34, 70)

SAFE = {
    "in_memory": True,  # nothing of it lies in a temporary folder
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(items: Sequence[Item], project: Project, as_of: dt.date, language: Language) -> bytes:
    """The lists as a workbook of one sheet that can be filtered by what is missing."""
    _, written = wording(language), io.BytesIO()
    shown = table(items, language)
    with xlsxwriter.Workbook(written, SAFE) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "d.m.yyyy", "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_("Worklists"))
        lines = _top(items, project, as_of, _)
        for number, line in enumerate(lines):
            sheet.write_string(number, 0, line, book.add_format({"bold": number == 0}))
        first = len(lines) + 1
        for place, (heading, width) in enumerate(zip(shown.headings, WIDTHS, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(first, place, heading, head)
        for number, row in enumerate(shown.values, start=first + 1):
            for place, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(number, place, dt.datetime.combine(value, dt.time()), day)
                elif isinstance(value, int):
                    sheet.write_number(number, place, value, wrap)
                else:
                    sheet.write_string(number, place, str(value), wrap)
        sheet.autofilter(first, 0, first + max(len(items), 1), len(shown.headings) - 1)
        sheet.freeze_panes(first + 1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return written.getvalue()


def _top(items: Sequence[Item], project: Project, as_of: dt.date, _: Wording) -> list[str]:
    """Whose it is, of which day, how many rows of what, and how it is to be kept."""
    invented = [_("invented example data")] if project.synthetic else []
    title = _("{project}: what is missing in the registers, as of {day}")
    said = title.format(project=project.name, day=_.day(as_of))
    return [
        " · ".join([said, *invented]),
        *in_lines(items, _),
        _("It holds rows of persons: delete it when you need it no more."),
    ]


def in_lines(items: Sequence[Item], _: Wording) -> list[str]:
    """How many rows each check finds; that nothing is missing, where none does."""
    titles = {name: _(RULES[name].title) for name in CHECKS}
    lines = [f"{titles[name]}: {_.number(count)}" for name, count in counted(items).items()]
    return lines or [_("Nothing is missing in these registers.")]
