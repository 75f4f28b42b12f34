"""A report as PDF/UA-1, set by Typst on A4: the same bytes for the same snapshot and choices."""

import datetime as dt
import io
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category

import segno
import typst

from mittaristo.charts.specification import Specification
from mittaristo.i18n.table import Table
from mittaristo.i18n.wording import Wording
from mittaristo.panels.parts.cofunding import emblem
from mittaristo.panels.parts.panel import Explanation
from mittaristo.reports.drawing import chart_svg
from mittaristo.reports.origin import plainly
from mittaristo.reports.whole.contents import Chapter, Contents
from mittaristo.reports.whole.sections import Section, in_parts
from mittaristo.reports.whole.two_at_once import draw_ahead

TEMPLATE = Path(__file__).with_name("pdf.typ")
FONTS = Path(__file__).with_name("fonts")

WIDTH, WIDTH_LARGE = 760, 345
"""How wide a chart is drawn: on A4 its smallest words have 8 points then, and 16 in large print."""

FLATTER = 0.72
"""How high a chart is beside its height on the screen, so that a theme has room on a page."""

NARROW, NARROW_LARGE = 90, 55
"""A table with more characters in a row shares the width of the page among its texts.

In large print its rows stand one below another."""


UNUSUAL = "[^\N{NULL}-\N{LATIN SMALL LETTER LONG S}]"
"""Signs that Liberation Sans may lack."""

SMALL, BEGINS = 36, "<begins>"
"""Points an inch of a page's small picture; what the template tells of where its parts begin."""

BOX, UNSEEN = "\N{WHITE SQUARE}", ("Cf", "Mn", "Me")
"""What stands for a sign that cannot be set, and the kinds of signs that nothing stands for."""

TRIAL = b"""#set document(title: "-")
#set text(font: "Liberation Sans", lang: "en")
#json(bytes(sys.inputs.report))"""


def report_pdf(contents: Contents, told: Callable[[str], None], *, large: bool = False) -> bytes:
    """The file. `large`: print of 16 points. `told` is called with each chapter's title.

    Raises typst.TypstError where it would be no PDF/UA-1.
    """
    data = _settable(_report(contents, large, told))
    return _set_by_typst(TEMPLATE.read_bytes(), data, contents.published_at)


def report_pages(
    contents: Contents, told: Callable[[str], None], *, large: bool = False
) -> list[tuple[str, bytes]]:
    """Each page of the same as a small picture (PNG), with the title of the part that it is of."""
    data = _settable(_report(contents, large, told))
    set_once = typst.Compiler(
        TEMPLATE, ignore_system_fonts=True, font_paths=_fonts(), sys_inputs=_given(data)
    )
    pictures = set_once.compile(format="png", ppi=SMALL)
    titles = {one["page"]: one["title"] for one in json.loads(set_once.query(BEGINS, "value"))}
    assert isinstance(pictures, list), "a report has definitions on a page of their own"
    found, title = [], contents.title()
    for number, picture in enumerate(pictures, start=1):
        title = titles.get(number, title)
        found.append((title, picture))
    return found


def _set_by_typst(template: bytes, data: Any, at: dt.datetime | None = None) -> bytes:
    """PDF/UA-1 without any letters of this machine. Raises typst.TypstError."""
    return typst.compile(
        template,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs=_given(data),
        pdf_standards=["ua-1"],
        timestamp=at,
    )


def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])


def _given(data: Any) -> dict[str, str]:
    """What the template finds its data by."""
    return {"report": json.dumps(data, ensure_ascii=False)}


def _settable(data: Any) -> Any:
    """The same with a box for each sign that no font has: PDF/UA-1 may hold no other."""
    unusual = set(re.findall(UNUSUAL, json.dumps(data, ensure_ascii=False)))
    boxes = {
        ord(sign): "" for sign in map(chr, (*range(32), *range(127, 160))) if sign not in "\n\t"
    }
    if not _can_be_set("".join(sorted(unusual))):
        lost = [sign for sign in unusual if not _can_be_set(sign)]
        boxes |= {ord(sign): "" if category(sign) in UNSEEN else BOX for sign in lost}

    def boxed(one: Any) -> Any:
        if isinstance(one, str):
            return one.translate(boxes)
        if isinstance(one, dict):
            return {name: boxed(inner) for name, inner in one.items()}
        return [boxed(inner) for inner in one] if isinstance(one, list | tuple) else one

    return boxed(data)


@cache
def _can_be_set(signs: str) -> bool:
    """Whether fonts have all of these signs."""
    try:
        _set_by_typst(TRIAL, signs)
    except typst.TypstError:
        return False
    return True


def _report(contents: Contents, large: bool, told: Callable[[str], None]) -> dict[str, Any]:
    """Everything that the template sets."""
    origin, _ = contents.origin, contents.origin.view.wording
    facts, language = origin.view.figures.project, origin.view.language
    invented, day = origin.view.figures.synthetic, origin.as_of
    cofunded = facts.co_funding == "esf_plus"
    chapters, width = [], WIDTH_LARGE if large else WIDTH
    draw_ahead([_flat(chart, width) for chart in contents.charts()], width)
    for chapter in contents.chapters:
        told(chapter.heading.title)
        chapters.append(_chapter(contents, chapter, width))
    return {
        "title": contents.title(),
        "description": _("invented example data") if invented else "",
        "lang": language,
        "region": {"fi": "fi", "en": "gb"}[language],
        "large": large,
        "project": facts.name,
        "day": day,
        "invented": _("invented example data") if invented else "",
        "emblem": emblem() if cofunded else "",
        "snapshot": _("Snapshot {number}, digest {digest}").format(
            number=origin.number, digest=contents.short_digest()
        ),
        "words": _words(_),
        "chapters": chapters,
        "end": _foot(contents, ""),
        "about": contents.about(),
        "tables": [_table(table, title) for title, table in contents.behind()],
        "definitions": [_definition(one, contents) for one in contents.definitions()],
        "rules": [plainly(rule) for rule in contents.rules().split("\n") if rule],
    }


def _words(_: Wording) -> dict[str, str]:
    """What the template says by itself."""
    return {
        "emblem": _("EU emblem"),
        "cofunded": _("Co-funded by the European Union"),
        "page": _("page {number}/{all}"),
        "about": _("About the figures"),
        "tables": _("Tables"),
        "definitions": _("Definitions"),
        "rules": _("How what is worth taking up is chosen"),
        "origin": _("Origin of the figure"),
        "code": _("QR code that leads to the origin of the figure"),
    }


def _foot(contents: Contents, page: str) -> dict[str, str]:
    """Where the live figures are: their address and its QR code, or the command that shows them."""
    live = contents.live(page)
    if not contents.origin.address:
        return {"qr": "", "live": live}
    return {"qr": _qr(live), "live": live}


def _qr(address: str) -> str:
    """A QR code that leads to an address, as SVG."""
    written = io.BytesIO()
    segno.make(address, micro=False, error="m").save(written, kind="svg", border=2)
    return written.getvalue().decode()


def _chapter(contents: Contents, chapter: Chapter, width: int) -> dict[str, Any]:
    return {
        **_foot(contents, chapter.name),
        "title": plainly(chapter.heading.title),
        "lead": plainly(chapter.heading.lead),
        "sections": [
            {**_set(section, width), **_origin(contents, section)} for section in chapter.sections
        ],
    }


def _origin(contents: Contents, section: Section) -> dict[str, str]:
    """Where the figure of a section about one measure comes from, and its QR code."""
    address = contents.origin_of_panel(section.panel)
    return {"origin": address, "origin-qr": _qr(address) if address else ""}


def _set(section: Section, width: int) -> dict[str, Any]:
    """What the template sets of a section."""
    panel, cards = section.panel, section.cards.cards if section.cards else ()
    return {
        "title": plainly(section.title),
        "texts": [in_parts(text) for text in section.texts],
        "small": [plainly(text) for text in (section.left_out, section.note) if text],
        "cards": [
            {
                "name": card.name,
                "value": card.value,
                "lines": [in_parts(said) for said in (*card.change, card.aim) if said],
            }
            for card in cards
        ],
        "chart": chart_svg(_flat(panel.chart, width), width) if panel and panel.chart else "",
        "alt": plainly(panel.alt) if panel else "",
        "points": [in_parts(text) for text in section.points],
        "tables": [_table(table, title) for title, table in section.tables],
        "remarks": [in_parts(text) for text in section.remarks],
    }


def _flat(chart: Specification, width: int) -> Specification:
    """The chart, less high than on a screen where it is as wide."""
    height = chart.spec["height"] * (1 if width == WIDTH_LARGE else FLATTER)
    return Specification({**chart.spec, "height": height}, chart.tables)


def _table(table: Table, title: str) -> dict[str, Any]:
    """Headings and rows, and how wide each column is: 0, or its part of the page."""
    longest = [
        max(len(line) for cell in column for line in cell.split("\n"))
        for column in zip(table.headings, *table.rows, strict=True)
    ]
    wide = sum(longest) > NARROW
    widths = [min(length, 100) + 6 if wide and length > 16 else 0 for length in longest]
    return {
        "title": plainly(title),
        "headings": table.headings,
        "rows": table.rows,
        "numeric": table.numeric,
        "widths": widths,
        "wide": wide or len(longest) > 4,
        "long": sum(longest) > NARROW_LARGE,
    }


def _definition(one: Explanation, contents: Contents) -> dict[str, Any]:
    _ = contents.origin.view.wording
    told = {
        _("Unit"): one.unit,
        _("Source"): one.source,
        _("Note"): one.caveat,
        _("Query"): one.file,
        _("Origin of the figure"): contents.origin_of(one.measure),
    }
    lines = [(name, said) for name, said in told.items() if said]
    return {"label": one.label, "definition": one.definition, "told": lines}
