"""A report as one HTML file: charts are alive, and nothing is asked of any host."""

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import jinja2
from markupsafe import Markup

from mittaristo.panels.parts.cofunding import emblem
from mittaristo.panels.parts.panel import Panel
from mittaristo.reports.drawing import chart_svg, script, with_data
from mittaristo.reports.origin import plainly
from mittaristo.reports.whole.contents import Contents
from mittaristo.reports.whole.sections import in_parts
from mittaristo.reports.whole.two_at_once import draw_ahead

TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)

STILL = 900
"""How wide the picture is that stands for a chart where no script runs."""

DRAW = """
for (const place of document.querySelectorAll("[data-chart]")) {
  const spec = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  const live = document.createElement("div");
  live.className = "live";
  place.after(live);
  vegaEmbed(live, spec, {actions: false, renderer: "svg", tooltip: {theme: "custom"}})
    .then(() => place.remove()).catch(() => live.remove());
}
"""


def report_html(contents: Contents, told: Callable[[str], None]) -> bytes:
    """The file. `told` is called with each chapter's title."""
    origin, _ = contents.origin, contents.origin.view.wording
    figures, drawing = origin.view.figures, script() + DRAW
    draw_ahead(contents.charts(), STILL)
    for chapter in contents.chapters:
        told(chapter.heading.title)
    written = TEMPLATES.get_template("html.jinja").render(
        contents=contents,
        figures=figures,
        language=origin.view.language,
        as_of=origin.as_of,
        emblem=_as_address(emblem()),
        words={
            "cofunded": _("Co-funded by the European Union"),
            "emblem": _("EU emblem"),
            "invented": _("invented example data"),
            "contents": _("Contents"),
            "skip": _("Skip to the figures"),
            "table": _("As a table"),
            "about": _("About the figures"),
            "definitions": _("Definitions"),
            "rules": _("How what is worth taking up is chosen"),
            "unit": _("Unit"),
            "source": _("Source"),
            "note": _("Note"),
            "query": _("Query"),
            "origin": _("Origin of the figure"),
        },
        runs=_runs,
        plainly=plainly,
        still=_still,
        data=_data,
        script=Markup(drawing),
        digest=base64.b64encode(hashlib.sha256(drawing.encode()).digest()).decode(),
    )
    return written.encode()


def _runs(text: str) -> Markup:
    """A line of Markdown: what is bold in it is strong, the rest is text."""
    parts = (
        Markup("<strong>{}</strong>").format(part) if bold else Markup("{}").format(part)
        for part, bold in in_parts(text)
    )
    return Markup().join(parts)


def _as_address(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _still(panel: Panel) -> str:
    assert panel.chart is not None
    return _as_address(chart_svg(panel.chart, STILL))


def _data(panel: Panel) -> Markup:
    """What the script draws from: a text within the page that cannot end its element."""
    assert panel.chart is not None
    spec = {**with_data(panel.chart, "container"), "background": "transparent"}
    return Markup(json.dumps(spec, ensure_ascii=False).replace("<", "\\u003c"))
