"""A panel as CSV: what it is in lines that begin with #, then the table.

In Finnish with semicolons and a decimal comma, in English with commas and a point, as spreadsheets
of the language expect. Days are written 2026-04-30, months 2026-04.
"""

import csv
import datetime as dt
import io

from mittaristo.i18n.table import Value
from mittaristo.panels.parts.panel import Panel
from mittaristo.reports.origin import Origin, plainly, told
from mittaristo.reports.tables import is_month, parts, rows_of

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text for a formula."""


def panel_csv(panel: Panel, origin: Origin) -> bytes:
    """The file: UTF-8 with a mark, without which Excel would not know it."""
    finnish = origin.view.language == "fi"
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";" if finnish else ",", lineterminator="\r\n")
    writer.writerow([f"# {plainly(panel.title)}"])
    for name, text in told(panel, origin):
        writer.writerow([f"# {plainly(name)}", *([harmless(plainly(text))] if text else [])])
    [(_title, table), *_further] = parts(panel)
    writer.writerow([harmless(heading) for heading in table.headings])
    for row in rows_of(table):
        writer.writerow([_cell(text, value, finnish=finnish) for text, value in row])
    return written.getvalue().encode("utf-8-sig")


def _cell(text: str, value: Value, *, finnish: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()[:7] if is_month(text, value) else value.isoformat()
    if isinstance(value, int | float):
        return str(value).replace(".", ",") if finnish else str(value)
    return harmless(value)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe stands before what begins so.

    A line that begins with # would be taken for no row.
    """
    return f"'{text}" if text.lstrip(" ").startswith((*FORMULAS, "#")) else text
