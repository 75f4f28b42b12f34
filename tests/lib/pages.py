"""Pages opened through dashboard.py, and what they show."""

import re
import runpy
from collections.abc import Callable
from dataclasses import fields
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

from mittaristo.panels.panel import Maker
from mittaristo.ui import page as shown
from tests.lib.builders import ROOT

PAGES = ("overview", "employments", "trainings", "employers")


Open = Callable[..., AppTest]


def html_of(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def values_of(app: AppTest) -> list[str]:
    """The large numbers of the cards."""
    return re.findall(r'<span class="value">(.*?)</span>', html_of(app))


def changes_of(app: AppTest) -> list[str]:
    """What the cards say of the change since the comparison."""
    return re.findall(r'<span class="change">(.*?)</span>', html_of(app))


def charts_of(app: AppTest) -> list[str]:
    """The text alternatives of the charts."""
    return [element.proto.alt for element in app.get("vega_lite_chart")]


def makers() -> list[Maker]:
    """What all pages with figures are made of, as their scripts list it; each once."""
    found: dict[Maker, None] = {}

    def note(*parts: Maker | shown.ThreePlaces) -> None:
        for part in parts:
            if isinstance(part, shown.ThreePlaces):
                found.update({getattr(part, one.name): None for one in fields(part)})
            else:
                found[part] = None

    with patch.object(shown, "show", note):
        for script in sorted((ROOT / "pages" / "results").glob("*.py")):
            runpy.run_path(str(script))
    return list(found)
