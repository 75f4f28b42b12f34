"""The formats of a whole report: what each is called, and what writes it."""

import os
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial

from mittaristo.i18n.translation import N_
from mittaristo.reports.whole.contents import Contents
from mittaristo.reports.whole.html import report_html
from mittaristo.reports.whole.markdown import report_markdown
from mittaristo.reports.whole.pdf import report_pdf
from mittaristo.reports.whole.slides import report_slides
from mittaristo.reports.whole.two_at_once import helped
from mittaristo.reports.whole.workbook import report_workbook

Told = Callable[[str], None]
"""Called with the title of each chapter that is reached."""


@dataclass(frozen=True)
class Format:
    """A kind of file. `label` is a sentence of the catalogue, `mime` its type.

    `write` gives the file's bytes, the same for the same contents. `draws`: whether it has charts
    as pictures.
    """

    label: str
    mime: str
    ending: str
    write: Callable[[Contents, Told], bytes]
    draws: bool = True


OFFICE = "application/vnd.openxmlformats-officedocument"

FORMATS: Mapping[str, Format] = {
    "pdf": Format("PDF", "application/pdf", "pdf", report_pdf),
    "large": Format(
        N_("PDF in large print"), "application/pdf", "pdf", partial(report_pdf, large=True)
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


def made(kind: str, make: Callable[[], Contents], told: Told) -> bytes:
    """The bytes of a file. While its pages are made, what helps to draw charts gets ready."""
    one = FORMATS[kind]
    with helped() if one.draws and (os.cpu_count() or 1) > 1 else nullcontext():
        return one.write(make(), told)
