"""Charts as the panels of every page draw them."""

from collections.abc import Iterator, Mapping

from mittaristo.access import ROLES
from mittaristo.charts.specification import Specification
from mittaristo.i18n.translation import LANGUAGES
from mittaristo.panels.parts.panel import Panel
from mittaristo.panels.parts.view import View
from mittaristo.snapshots import reading
from mittaristo.snapshots.reading import open_snapshot
from tests.lib.builders import BUNDLED
from tests.lib.pages import makers


def bundled_charts() -> Mapping[str, Specification]:
    """Every chart of the bundled snapshots, in both languages, light and dark, for both roles."""
    return {
        f"{block.id} {view.as_of} {view.language} {view.role} {'dark' if view.dark else 'light'}": (
            block.chart
        )
        for view in _views()
        for maker in makers()
        if isinstance(block := maker(view), Panel) and block.chart is not None
    }


def _views() -> Iterator[View]:
    earlier = None
    for number in reading.numbers(BUNDLED):
        figures = open_snapshot(BUNDLED, number).figures
        for language in LANGUAGES:
            for role in ROLES:
                for dark in (False, True):
                    yield View(figures, language, earlier, role, dark)
        earlier = figures.as_of
