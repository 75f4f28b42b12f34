"""What stands around every page: language, co-funding, the day, and the link that lasts."""

import base64
import datetime as dt
import html
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from mittaristo.i18n.translation import Language, translator
from mittaristo.i18n.wording import Wording
from mittaristo.panels.parts.cofunding import emblem
from mittaristo.reports.origin import Origin
from mittaristo.ui import session
from mittaristo.ui.components import strip
from mittaristo.ui.components.text import plain
from mittaristo.ui.places import ROOT
from mittaristo.ui.session import Reader, Shown

COFUNDED = """
<div class="emblem" style="color: {colour}">
  <img alt="{alt}" src="data:image/svg+xml;base64,{picture}"><span>{words}</span>
</div>
"""


LINE = """
<div class="eu">{cofunded}<div>{facts}{invented}</div><!--below--></div>
"""


NEWER = """
<p class="newer">{said} <a href="{link}" target="_self">{newest}</a></p>
"""


def heading(shown: Shown, *, by_period: bool) -> None:
    """Co-funding, as-of date and, on invented data, that it is invented: above everything.

    by_period: whether the page shows a period, and so the strip of the project's time.
    """
    view = shown.view
    _, facts = view.wording, view.figures.project
    as_of = _("as of {day}").format(day=f"<strong>{_.day(view.as_of)}</strong>")
    _line(
        facts.name,
        facts.co_funding,
        view.language,
        *(as_of, *(html.escape(one) for one in (shown.name, shown.draft) if one)),
        invented=view.figures.synthetic,
        below=_newer(shown) + (strip.written(view) if by_period else ""),
    )


def _newer(shown: Shown) -> str:
    """That a newer snapshot exists, and a link to it on this page; empty where none does."""
    if not shown.newer:
        return ""
    _ = shown.view.wording
    chosen = {"lang": shown.view.language, "project": shown.snapshot.folder.parent.parent.name}
    if "measure" in st.query_params:
        chosen["measure"] = st.query_params["measure"]
    return NEWER.format(
        said=_("These are earlier figures."),
        link=html.escape(f"?{urlencode(chosen)}"),
        newest=html.escape(_("Show the newest: {day}").format(day=shown.newer)),
    )


def heading_without_figures(reader: Reader) -> None:
    """The same above a page that shows no snapshot."""
    project = reader.project
    _line(project.name, project.co_funding, reader.language, invented=project.synthetic)


def heading_of_all(_: Wording, *, co_funded: bool, invented: bool) -> None:
    """The same above a page of all projects."""
    co_funding = "esf_plus" if co_funded else "none"
    _line(_("All projects"), co_funding, _.language, invented=invented)


def _line(
    name: str, co_funding: str, language: Language, *facts: str, invented: bool, below: str = ""
) -> None:
    dark = st.context.theme.type == "dark"
    line = _written_line(name, co_funding, language, facts, invented=invented, dark=dark)
    st.html(line.replace("<!--below-->", below))


@cache
def _written_line(
    name: str,
    co_funding: str,
    language: Language,
    facts: tuple[str, ...],
    *,
    invented: bool,
    dark: bool,
) -> str:
    _, cofunded = translator(language), ""
    if co_funding == "esf_plus":
        cofunded = COFUNDED.format(
            colour="#FFFFFF" if dark else "#003399",
            alt=_("EU emblem"),
            picture=base64.b64encode(emblem().encode()).decode(),
            words=_("Co-funded by the European Union"),
        )
    said = _("invented example data")
    return LINE.format(
        cofunded=cofunded,
        facts=" · ".join((html.escape(name), *facts)),
        invented=f'<span class="invented">{said}</span>' if invented else "",
    )


def footing(shown: Shown) -> None:
    """Which snapshot it was, the link that lasts, and the guide."""
    view, manifest = shown.view, shown.snapshot.manifest
    _ = view.wording
    said = _("Snapshot {number}, published {day}. Every figure on this page comes from it.")
    published = dt.datetime.fromisoformat(manifest.written["published_at"]).date()
    told = said.format(number=manifest.number, day=_.day(published))
    if shown.name:
        told = f"{_.day(view.as_of)} · {plain(shown.name)}. {told}"
    origin = Origin.of(shown.snapshot, view).at(session.address())
    words = _("Permanent link to this view")
    st.caption(f"{told}\n\n[{words}]({origin.link})")
    guide = st.expander(_("How to read the dashboard"), key="guide", on_change="rerun")
    if guide.open:
        guide.markdown(_guide(view.language))


GUIDES: Mapping[Language, Path] = {
    "fi": ROOT / "docs" / "opas.md",
    "en": ROOT / "docs" / "guide.md",
}


@cache
def _guide(language: Language) -> str:
    """The user's guide from its first section on: title and picture are for those who print it."""
    text = GUIDES[language].read_text(encoding="utf-8")
    return text[text.index("## ") :]
