"""The formats of a whole report: what each is called, and what writes it."""

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial

from mittaristo.i18n.translation import N_
from mittaristo.reports.whole.contents import Contents
from mittaristo.reports.whole.html import report_html
from mittaristo.reports.whole.markdown import report_markdown
from mittaristo.reports.whole.pdf import report_pages, report_pdf
from mittaristo.reports.whole.slides import report_slides
from mittaristo.reports.whole.two_at_once import helped
from mittaristo.reports.whole.workbook import report_workbook

Told = Callable[[str], None]
"""Called with the title of each chapter that is reached."""


@dataclass(frozen=True)
class Format:
    """A kind of file. `label` is a sentence of the catalogue, `mime` its type.

    `write` gives the file's bytes, the same for the same contents. `draws`: whether it has charts
    as pictures. `pages`: gives small pictures (PNG) of its pages, each with a title.
    """

    label: str
    mime: str
    ending: str
    write: Callable[[Contents, Told], bytes]
    draws: bool = True
    pages: Callable[[Contents, Told], list[tuple[str, bytes]]] | None = None


OFFICE = "application/vnd.openxmlformats-officedocument"

FORMATS: Mapping[str, Format] = {
    "pdf": Format("PDF", "application/pdf", "pdf", report_pdf, pages=report_pages),
    "large": Format(
        N_("PDF in large print"),
        "application/pdf",
        "pdf",
        partial(report_pdf, large=True),
        pages=partial(report_pages, large=True),
    ),
    "pptx": Format(
        N_("Slides (PPTX)"), f"{OFFICE}.presentationml.presentation", "pptx", report_slides
    ),
    "xlsx": Format(
        N_("Excel (XLSX)"), f"{OFFICE}.spreadsheetml.sheet", "xlsx", report_workbook, False
    ),
    "html": Format(N_("Web page (HTML)"), "text/html", "html", report_html),
    "md": Format(N_("Text (Markdown)"), "text/markdown", "md", report_markdown, False),
}
"""Name → format."""


def helping(kind: str) -> AbstractContextManager[None]:
    """While it lasts a report is made, from the beginning: what helps to draw it gets ready."""
    several = (os.cpu_count() or 1) > 1
    return helped() if several and FORMATS[kind].draws else nullcontext()
