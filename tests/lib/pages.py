"""Pages opened through dashboard.py, and what they show."""

import html
import re
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from mittaristo.panels.parts import panel
from mittaristo.panels.parts.panel import Maker
from mittaristo.panels.themes import FOR_REVIEW, FOR_TEAM, THEMES

PAGES = (*THEMES, *FOR_REVIEW, *FOR_TEAM)
"""Every page that shows figures, by its name in an address."""


Open = Callable[..., AppTest]


def html_of(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def titles_of(app: AppTest, level: int = 2) -> list[str]:
    """What its headings say: of level 1 the page's own, of level 2 those of its panels."""
    found = re.findall(rf"<h{level}>(.*?)</h{level}>", html_of(app))
    return [html.unescape(title) for title in found]


def values_of(app: AppTest) -> list[str]:
    """The large numbers of the cards."""
    return re.findall(r'<span class="value">(.*?)</span>', html_of(app))


def changes_of(app: AppTest) -> list[str]:
    """What the cards say of the change since the comparison."""
    return re.findall(r'<span class="change">(.*?)</span>', html_of(app))


def charts_of(app: AppTest) -> list[str]:
    """The text alternatives of the charts."""
    return [element.proto.alt for element in app.get("vega_lite_chart")]


def makers() -> tuple[Maker, ...]:
    """What all pages with figures are made of; each once."""
    every = (*THEMES.values(), *FOR_REVIEW.values(), *FOR_TEAM.values())
    return tuple(dict.fromkeys(maker for page in every for maker in panel.makers(page)))
