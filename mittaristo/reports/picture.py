"""A panel's chart as a picture that stands by itself: title, day, chart, emblem, and what it is."""

import html
import re
import textwrap
from collections.abc import Iterator

from mittaristo.charts.theme import LIGHT
from mittaristo.panels.parts.cofunding import emblem
from mittaristo.panels.parts.panel import Panel
from mittaristo.reports.drawing import FONT, chart_svg, drawn, placed
from mittaristo.reports.origin import Origin, plainly, writable

WIDTH, MARGIN = 1000, 28
PPI = 200
EU_BLUE = "#003399"

CHARACTER = 0.56
"""How wide a character of Arial is on the average, of its size; a line is broken by that."""


def panel_png(panel: Panel, origin: Origin) -> bytes:
    """The picture with 200 points an inch."""
    return drawn(panel_svg(panel, origin), PPI)


def panel_svg(panel: Panel, origin: Origin) -> str:
    """The picture. Only a panel that has a chart has one."""
    assert panel.chart is not None
    _, figures = origin.view.wording, origin.view.figures
    day = _("as of {day}, snapshot {number}").format(
        day=_.day(origin.view.as_of), number=origin.number
    )
    words: list[str] = []
    y: float = MARGIN + 10
    for line in _lines(plainly(panel.title), 22):
        words.append(_text(line, MARGIN, y + 12, 22, weight="bold"))
        y += 28
    words.append(_text(f"{figures.project.name} · {day}", MARGIN, y + 8, 15))
    if figures.synthetic:
        invented = _("invented example data")
        words.append(_text(invented, WIDTH - MARGIN, y + 8, 15, weight="bold", anchor="end"))
    y += 26
    for line in _lines(plainly(panel.note), 15) if panel.note else ():
        words.append(_text(line, MARGIN, y + 8, 15))
        y += 20
    # The chart's own title is the mark of invention, which stands above already.
    untitled = {name: value for name, value in panel.chart.spec.items() if name != "title"}
    chart = chart_svg(type(panel.chart)(untitled, panel.chart.tables), WIDTH - 2 * MARGIN)
    words.append(placed(chart, MARGIN, y + 8))
    y += 8 + _height(chart) + 14
    if figures.project.co_funding == "esf_plus":
        words += _cofunding(_("Co-funded by the European Union"), y)
        y += 54
    return _framed(words, y + 14, panel, origin)


def _lines(text: str, size: int) -> list[str]:
    """A text broken into lines that fit beside the margins."""
    return textwrap.wrap(text, int((WIDTH - 2 * MARGIN) / (size * CHARACTER)))


def _text(
    text: str, x: float, y: float, size: int, *, weight: str = "normal", anchor: str = "start"
) -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}"'
        f' fill="{LIGHT.ink}">{html.escape(writable(text))}</text>'
    )


def _height(svg: str) -> float:
    found = re.search(r'<svg [^>]*height="([\d.]+)"', svg)
    assert found, "vl-convert gives every SVG its height"
    return float(found[1])


def _cofunding(words: str, y: float) -> Iterator[str]:
    """The emblem with the words beside it, as on every page."""
    yield placed(emblem(), MARGIN, y, 79, 54)
    yield (
        f'<text x="{MARGIN + 92}" y="{y + 33}" font-size="17" fill="{EU_BLUE}">'
        f"{html.escape(words)}</text>"
    )


def _framed(parts: list[str], height: float, panel: Panel, origin: Origin) -> str:
    """All on white, with title and text for those who cannot see it."""
    title, alt = (html.escape(writable(text)) for text in (plainly(panel.title), panel.alt))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="{WIDTH}" height="{height:g}" viewBox="0 0 {WIDTH} {height:g}" role="img"'
        f' lang="{origin.view.language}" font-family="{FONT}">'
        f"<title>{title}</title><desc>{alt}</desc>"
        f'<rect width="{WIDTH}" height="{height:g}" fill="#FFFFFF"/>{"".join(parts)}</svg>'
    )
